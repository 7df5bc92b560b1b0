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
    let miri = miri();
    match miri {
        Some(toolchain) => println!("Miri: {}", toolchain.unwrap_or("of the default toolchain")),
        None => println!("Miri is not installed: skipped"),
    }
    for &(package, filter) in TESTS {
        let mut command = Command::new("cargo");
        command.args(["test", "-q", "-p", package, "--lib", filter]).env(
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER",
            "valgrind -q --error-exitcode=9 --leak-check=no --track-origins=yes",
        );
        check(&mut command, "valgrind")?;
        if let Some(toolchain) = miri
            && package != MIRI_CANNOT
        {
            let mut command = Command::new("cargo");
            command.args(toolchain).args(["miri", "test", "-q", "-p", package, "--lib", filter]);
            // Blocks of a heap live as long as the process.
            command.env("MIRIFLAGS", "-Zmiri-ignore-leaks");
            check(&mut command, "miri")?;
        }
    }
    Ok(())
}

/// The toolchain argument with which there is a Miri that can be used (its library can be built), if there is one: the
/// default toolchain, or the nightly one.
fn miri() -> Option<Option<&'static str>> {
    let works = |toolchain: Option<&str>| {
        let setup = Command::new("cargo").args(toolchain).args(["miri", "setup"]).output();
        setup.is_ok_and(|output| output.status.success())
    };
    [None, Some("+nightly")].into_iter().find(|&toolchain| works(toolchain))
}

fn check(command: &mut Command, name: &str) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name}: {status}")),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
