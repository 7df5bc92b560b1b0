//! Valid programs from a grammar. Every statement prints what came of it; exceptions are caught and printed, so that
//! a program goes on. Loops are bounded, and nothing depends on addresses, time or the order of threads.
//!
//! This file has the entry and the state; the files beside it have the forms of the language.

use crate::random::Random;
use crate::shrink::Statement;

mod classes;
mod containers;
mod expressions;
mod functions;
mod numbers;
mod patterns;
mod statements;
mod template;
mod text;
mod values;

/// What every program begins with.
pub const PRELUDE: &str = include_str!("../../python/program_prelude.py");

/// A program that follows from the seed.
pub fn program(seed: u64) -> Vec<Statement> {
    let mut g = Generator::new(seed);
    let mut program = vec![Statement::line(PRELUDE.trim_end())];
    for _ in 0..8 + g.random.below(8) {
        let mut part = Statement::line("pass");
        for _ in 0..4 {
            let statements = if g.random.one_in(2) { g.template(2) } else { vec![g.statement(3)] };
            part = Statement::block("try:", statements)
                .clause("except Exception as e:", vec![Statement::line("failed(e)")]);
            // A clash of names, say, would make the whole program one SyntaxError.
            let text = crate::shrink::text(std::slice::from_ref(&part));
            if crate::front_end::compile_with_stack(text.into_bytes()).is_ok() {
                break;
            }
        }
        program.push(part);
    }
    // At the end of a program finalisers run in the order in which the collector finds the objects.
    program.push(Statement::line("sys.unraisablehook = lambda u: None"));
    program.push(Statement::line("show(i0, i1, f0, s0, l0, t0, d0, e0, o0, o1)"));
    program
}

struct Generator {
    random: Random,
    functions: usize,
    /// Names of parameters and loop variables in sight.
    locals: Vec<String>,
    in_loop: bool,
    in_function: bool,
}

impl Generator {
    fn new(seed: u64) -> Generator {
        Generator { random: Random::new(seed), functions: 0, locals: Vec::new(), in_loop: false, in_function: false }
    }

    fn pick(&mut self, choices: &[&str]) -> String {
        self.random.pick(choices).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_can_be_filled() {
        for (at, template) in template::templates().iter().enumerate() {
            let mut good = 0;
            for seed in 0..20 {
                let mut g = Generator::new(seed);
                let text = crate::shrink::text(&g.template_at(at, 1));
                assert!(!text.contains('$'), "{text}");
                match crate::front_end::compile_with_stack(text.into_bytes()) {
                    Ok(()) => good += 1,
                    Err(message) => eprintln!("{message}"),
                }
            }
            assert!(good > 5, "{good} of 20 are valid:\n{template}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_valid_program() {
        let mut invalid = 0;
        for seed in 0..200 {
            let text = crate::shrink::text(&program(seed));
            assert_eq!(text, crate::shrink::text(&program(seed)));
            invalid += usize::from(crate::front_end::compile_with_stack(text.into_bytes()).is_err());
        }
        // What the compiler refuses for a good reason (a starred assignment's clash, say) is rare.
        assert!(invalid < 20, "{invalid} of 200 programs are no programs");
    }
}
