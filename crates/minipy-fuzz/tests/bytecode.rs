//! Damaged bytecode through the verifier: numbered inputs, or bolero's.

use minipy_fuzz::{bytecode, numbered};

#[test]
fn damaged_bytecode() {
    let seeds = bytecode::seeds();
    assert!(seeds.len() > 10);
    let run = |which: usize, seed: u64| {
        let code = &seeds[which % seeds.len()];
        bytecode::check(&bytecode::damage(code, &seed.to_le_bytes()));
    };
    if !numbered::run(&mut |random| run(random.below(256), random.number())) {
        bolero::check!().with_type::<(u8, u64)>().for_each(|&(which, seed)| run(usize::from(which), seed));
    }
}
