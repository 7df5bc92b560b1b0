//! `cargo xtask bless` and `golden`: record expected results anew. CPython 3.14 is the only source of conformance
//! results; minipy's own output is never recorded as right.

use crate::{case, paths};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Records what the given CPython does with every script whose name contains the filter.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let mut filter = "";
    let mut python = None;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--python" => python = arguments.next().map(PathBuf::from),
            other => filter = other,
        }
    }
    let python = python.ok_or("bless: --python PATH names the CPython 3.14 to ask")?;
    let version = Command::new(&python).arg("-V").output().map_err(|error| format!("{}: {error}", python.display()))?;
    if !version.stdout.starts_with(b"Python 3.14.") {
        return Err(format!("bless: {} is not CPython 3.14", python.display()));
    }
    let mut changed = 0;
    for case in case::discover(&paths::conformance()).map_err(|error| error.to_string())? {
        if !case.name.contains(filter) {
            continue;
        }
        let outcome = case::run(&python, &case).map_err(|error| format!("{}: {error}", case.name))?;
        if outcome.exit == case::TIMED_OUT {
            return Err(format!("{}: CPython did not end in time: the script does too much", case.name));
        }
        let text = outcome.to_text();
        if fs::read_to_string(case.record()).is_ok_and(|old| old == text) {
            continue;
        }
        fs::write(case.record(), text).map_err(|error| format!("{}: {error}", case.record().display()))?;
        println!("recorded {}", case.name);
        changed += 1;
    }
    println!("{changed} records changed");
    Ok(())
}

/// Writes the bytecode listings of tests/bytecode anew.
pub fn golden() -> Result<(), String> {
    let mut test = paths::cargo();
    test.args(["test", "-q", "-p", "minipy", "--test", "bytecode"]).env("MINIPY_BLESS", "1");
    paths::finish(&mut test)
}
