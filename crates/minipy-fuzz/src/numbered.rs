//! Inputs that follow from a seed and a number, for runs that must be the same everywhere (CI's). bolero takes its
//! seeds from the system, so a run of a target with bolero is another one each time.

use std::time::{Duration, Instant};

use crate::random::Random;

/// If the environment has `FUZZ_COUNT`: gives so many generators to `run`, one for each number, with `FUZZ_SEED` (1),
/// for at most `FUZZ_SECONDS`. Whether it had.
pub fn run(run: &mut dyn FnMut(&mut Random)) -> bool {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let Some(count) = number("FUZZ_COUNT") else { return false };
    let seed = number("FUZZ_SEED").unwrap_or(1).wrapping_mul(1_000_003);
    let limit = number("FUZZ_SECONDS").map(Duration::from_secs);
    let begin = Instant::now();
    for at in 0..count {
        if limit.is_some_and(|limit| begin.elapsed() > limit) {
            eprintln!("{at} of {count} inputs in {limit:?}");
            return true;
        }
        run(&mut Random::new(seed.wrapping_add(at)));
    }
    eprintln!("{count} inputs");
    true
}

/// Up to `most` bytes.
pub fn bytes(random: &mut Random, most: usize) -> Vec<u8> {
    (0..random.below(most + 1)).map(|_| random.number() as u8).collect()
}
