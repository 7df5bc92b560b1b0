//! Deeply nested sources end in a tree or in CPython's exception, and never overflow a stack.

use minipy_syntax::{ErrorKind, Mode, parse};

/// What must become of a source.
enum Outcome {
    Tree,
    Error(ErrorKind),
    /// Either is fine, as long as nothing overflows.
    Any,
}

fn check(name: &str, source: String, outcome: Outcome) {
    let result = parse(&source, Mode::Exec);
    match (outcome, result) {
        (Outcome::Tree, Ok(module)) => drop(module),
        (Outcome::Any, result) => drop(result),
        (Outcome::Error(kind), Err(error)) => assert_eq!(error.kind, kind, "{name}: {error}"),
        (Outcome::Tree, Err(error)) => panic!("{name}: {error}"),
        (Outcome::Error(_), Ok(_)) => panic!("{name}: parsed"),
    }
}

const DEEP: usize = 10_000;

/// Trees are dropped on the thread that parses; the main thread's stack is larger than a test's.
fn on_main_sized_stack(test: fn()) {
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(test).expect("a thread");
    worker.join().expect("no panic");
}

#[test]
fn brackets() {
    on_main_sized_stack(|| {
        for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("a[", "]"), ("(x, ", ")")] {
            let source = open.repeat(DEEP) + "1" + &close.repeat(DEEP);
            // CPython's parser gives up before its lexer has seen 200 brackets where each needs several of its rules.
            let error = if open == "(x, " { ErrorKind::Memory } else { ErrorKind::Syntax };
            check(open, source, Outcome::Error(error));
            check(open, open.repeat(DEEP), Outcome::Error(error));
            check(open, open.repeat(100) + "1" + &close.repeat(100), Outcome::Tree);
            check(open, open.repeat(190) + "1 +" + &close.repeat(190), Outcome::Any);
        }
    });
}

#[test]
fn right_recursion() {
    on_main_sized_stack(|| {
        for prefix in ["not ", "-", "~", "+", "lambda: ", "1 if 1 else ", "1 ** ", "- not "] {
            let error = if prefix == "- not " { ErrorKind::Syntax } else { ErrorKind::Memory };
            check(prefix, prefix.repeat(DEEP) + "1", Outcome::Error(error));
            check(prefix, prefix.repeat(500) + "1", if prefix == "- not " { Outcome::Any } else { Outcome::Tree });
            check(prefix, prefix.repeat(100_000) + "1", Outcome::Any);
            check(prefix, prefix.repeat(DEEP), Outcome::Any);
        }
    });
}

#[test]
fn left_recursion() {
    on_main_sized_stack(|| {
        for suffix in [" + 1", " * 1", " - 1", " | 1", " @ 1", ".a", "()", "[0]", " < 1", " and 1", " or 1"] {
            let source = String::from("x") + &suffix.repeat(DEEP);
            check(suffix, source, Outcome::Tree);
            check(suffix, String::from("x") + &suffix.repeat(200_000), Outcome::Any);
            check(suffix, String::from("x") + &suffix.repeat(DEEP) + " 1", Outcome::Any);
        }
    });
}

#[test]
fn statements() {
    on_main_sized_stack(|| {
        let blocks: String = (0..DEEP).map(|depth| " ".repeat(depth.min(300)) + "if 1:\n").collect();
        check("blocks", blocks, Outcome::Any);
        let nested: String = (0..99).map(|depth| " ".repeat(depth) + "if 1:\n").collect();
        check("99 blocks", nested + &" ".repeat(99) + "pass\n", Outcome::Tree);
        check("elif", "if 1: pass\n".to_owned() + &"elif 1: pass\n".repeat(DEEP), Outcome::Error(ErrorKind::Memory));
        check("elif", "if 1: pass\n".to_owned() + &"elif 1: pass\n".repeat(2000), Outcome::Tree);
        check("decorators", "@a\n".repeat(DEEP) + "def f(): pass\n", Outcome::Tree);
        check("targets", "a = ".repeat(DEEP) + "1", Outcome::Tree);
        check("starred", "*".repeat(DEEP) + "a = 1", Outcome::Error(ErrorKind::Syntax));
        check("await", "await ".repeat(DEEP) + "a", Outcome::Error(ErrorKind::Syntax));
        check("f-strings", "f'{".repeat(DEEP) + "1" + &"}'".repeat(DEEP), Outcome::Error(ErrorKind::Syntax));
        check("patterns", "match a:\n case ".to_owned() + &"1 | ".repeat(DEEP) + "2: pass\n", Outcome::Tree);
        check("strings", "'a' ".repeat(DEEP), Outcome::Tree);
        check("elements", "x = [".to_owned() + &"1, ".repeat(100_000) + "]", Outcome::Tree);
        check("statements", "x = 1; ".repeat(100_000), Outcome::Tree);
    });
}
