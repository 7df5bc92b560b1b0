//! `cargo xtask valgrind`: the unit tests of the modules with `unsafe` code under valgrind, and under Miri where there is
//! one.

use std::process::Command;

/// Crates with `unsafe` code that have unit tests, and which of their tests to run.
const TESTS: &[(&str, &str)] = &[("minipy-vm", "heap::"), ("minipy-host", "tests::")];
/// A crate of system calls, which Miri does not know.
const MIRI_CANNOT: &str = "minipy-host";

/// Runs them; fails at the first memory error.
pub fn run() -> Result<(), String> {
    let there = Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        return Err("valgrind: it is not installed (apt-get install valgrind)".into());
    }
    let miri = Command::new("cargo").args(["miri", "--version"]).output().is_ok_and(|output| output.status.success());
    if !miri {
        println!("Miri is not installed: skipped");
    }
    for &(package, filter) in TESTS {
        let mut command = Command::new("cargo");
        command.args(["test", "-q", "-p", package, "--lib", filter]).env(
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER",
            "valgrind -q --error-exitcode=9 --leak-check=no --track-origins=yes",
        );
        check(&mut command, "valgrind")?;
        if miri && package != MIRI_CANNOT {
            check(Command::new("cargo").args(["miri", "test", "-p", package, "--lib", filter]), "miri")?;
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
