//! Source text through the front end: bytes, token soup, damaged programs; numbered inputs, or bolero's. Nothing may
//! panic.

use minipy_fuzz::random::Random;
use minipy_fuzz::{front_end, numbered, source};

fn run(source: Vec<u8>) {
    // Deep nesting is refused long before this stack is used up.
    let _ = front_end::compile_with_stack(source);
}

#[test]
fn bytes() {
    if !numbered::run(&mut |random| run(numbered::bytes(random, 100))) {
        bolero::check!().for_each(|input: &[u8]| run(input.to_vec()));
    }
}

#[test]
fn token_soup() {
    if !numbered::run(&mut |random| run(source::soup(&numbered::bytes(random, 60)))) {
        bolero::check!().for_each(|input: &[u8]| run(source::soup(input)));
    }
}

#[test]
fn damaged_programs() {
    let corpus = source::corpus();
    assert!(!corpus.is_empty());
    let damaged = |random: &mut Random| {
        let program = &corpus[random.below(corpus.len())];
        run(source::mutate(program, random));
    };
    if !numbered::run(&mut |random| damaged(random)) {
        bolero::check!().with_type::<u64>().for_each(|&seed| damaged(&mut Random::new(seed)));
    }
}
