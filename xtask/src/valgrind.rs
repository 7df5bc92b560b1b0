//! `cargo xtask valgrind`: the unit tests of the modules with `unsafe` code under valgrind, and under Miri where there is
//! one.

use std::process::Command;

/// Tests whose path contains one of these.
const FILTERS: &[&str] = &["heap::"];

/// Runs them; fails at the first memory error.
pub fn run() -> Result<(), String> {
    for filter in FILTERS {
        let mut command = Command::new("cargo");
        command.args(["test", "-q", "-p", "minipy-vm", "--lib", filter]).env(
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER",
            "valgrind -q --error-exitcode=9 --leak-check=no --track-origins=yes",
        );
        check(&mut command, "valgrind")?;
        if Command::new("cargo").args(["miri", "--version"]).output().is_ok_and(|output| output.status.success()) {
            check(Command::new("cargo").args(["miri", "test", "-p", "minipy-vm", "--lib", filter]), "miri")?;
        } else {
            println!("Miri is not installed: skipped");
        }
    }
    Ok(())
}

fn check(command: &mut Command, name: &str) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name}: {status}")),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
