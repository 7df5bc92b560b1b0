//! `cargo xtask fuzz`: runs the targets of crates/minipy-fuzz for some seconds each.

use std::process::Command;

use crate::paths;

/// The targets of a run that names none; `sources` compares only, so it must be named.
const TARGETS: &[&str] = &["front-end", "bytecode", "calls", "programs", "signals"];

/// Runs one target, or all.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let (mut target, mut seconds, mut seed, mut python) = (None, 60, None, None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => seconds = number(arguments.next())?,
            "--seed" => seed = Some(number(arguments.next())?),
            "--python" => python = arguments.next(),
            name => target = Some(name),
        }
    }
    let targets = target.as_ref().map_or(TARGETS, std::slice::from_ref);
    let minipy = paths::minipy(false)?;
    for &target in targets {
        println!("fuzz {target}: {seconds} s");
        let mut command = paths::cargo();
        match target {
            "front-end" => in_process(&mut command, "front_end", seconds / 3),
            "bytecode" => in_process(&mut command, "bytecode", seconds),
            "signals" => {
                command.args(["test", "-q", "-p", "minipy-fuzz", "--test", "signals"]);
                command.env("MINIPY_BIN", &minipy).env("FUZZ_SECONDS", seconds.to_string());
            }
            _ => {
                command.args(["run", "-q", "-p", "minipy-fuzz", "--", target, "--minipy"]).arg(&minipy);
                command.args(["--seconds", &seconds.to_string(), "--seed", &seed.unwrap_or(1).to_string()]);
                if let Some(python) = python {
                    command.arg("--python").arg(python);
                }
            }
        }
        paths::finish(&mut command)?;
    }
    Ok(())
}

/// The tests of a file with bolero's random engine, one after the other, each for so long.
fn in_process(command: &mut Command, test: &str, seconds: u64) {
    command.args(["test", "-q", "-p", "minipy-fuzz", "--test", test, "--", "--test-threads=1"]);
    command
        .env("BOLERO_RANDOM_TEST_TIME_MS", (seconds * 1000).to_string())
        .env("BOLERO_RANDOM_ITERATIONS", "4000000000");
}

fn number(text: Option<&String>) -> Result<u64, String> {
    text.and_then(|t| t.parse().ok()).ok_or_else(|| "fuzz: a number is missing".to_owned())
}
