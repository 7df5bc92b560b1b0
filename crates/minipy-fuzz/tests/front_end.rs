//! Source text through the front end, with bolero: bytes, token soup, damaged programs. Nothing may panic.

use minipy_fuzz::random::Random;
use minipy_fuzz::{front_end, source};

fn run(source: Vec<u8>) {
    // Deep nesting is refused long before this stack is used up.
    let _ = front_end::compile_with_stack(source);
}

#[test]
fn bytes() {
    bolero::check!().for_each(|input: &[u8]| run(input.to_vec()));
}

#[test]
fn token_soup() {
    bolero::check!().for_each(|input: &[u8]| run(source::soup(input)));
}

#[test]
fn damaged_programs() {
    let corpus = source::corpus();
    assert!(!corpus.is_empty());
    bolero::check!().with_type::<u64>().for_each(|&seed| {
        let mut random = Random::new(seed);
        let program = &corpus[random.below(corpus.len())];
        run(source::mutate(program, &mut random));
    });
}
