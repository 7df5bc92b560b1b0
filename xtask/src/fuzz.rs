//! `cargo xtask fuzz`: runs the targets of crates/minipy-fuzz.
//!
//! Without `--seconds` it makes what CI makes: of each target the same inputs (one seed, so many of them), so that what
//! passes on one machine passes on the others. With it, it is a campaign: as many as there is time for.

use std::process::Command;

use crate::paths;

/// The targets of a run that names none, and how many inputs they get in CI. `sources` compares only, so it must be
/// named. Signals come at random moments; of them CI takes what comes in a minute. The counts are what two idle cores make
/// in about a minute.
const TARGETS: &[(&str, u64)] =
    &[("front-end", 60_000), ("bytecode", 1_500_000), ("calls", 400_000), ("programs", 1_000), ("signals", 0)];

/// How long a target may take in a run of counts: a slow machine makes fewer inputs, but the same.
const LIMIT: u64 = 60;

/// How long the signals come in a run of counts.
const SIGNALS: u64 = 60;

/// Runs one target, or all.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let (mut target, mut seconds, mut seed, mut start, mut python) = (None, None, 1, 0, None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => seconds = Some(number(arguments.next())?),
            "--seed" => seed = number(arguments.next())?,
            "--start" => start = number(arguments.next())?,
            "--python" => python = arguments.next(),
            name => target = Some(name),
        }
    }
    let minipy = paths::minipy(false)?;
    let named = |name: &str| TARGETS.iter().find(|t| t.0 == name).copied().unwrap_or(("sources", 0));
    let targets = target.map_or_else(|| TARGETS.to_vec(), |name| vec![named(name)]);
    for (target, count) in targets {
        let count = seconds.is_none().then_some(count).filter(|&count| count > 0);
        match (count, seconds) {
            (Some(count), _) => println!("fuzz {target}: {count} inputs of seed {seed}"),
            (None, seconds) => println!("fuzz {target}: {} s", seconds.unwrap_or(SIGNALS)),
        }
        let mut command = paths::cargo();
        match target {
            "front-end" => in_process(&mut command, "front_end", count, seed, seconds.unwrap_or(LIMIT) / 3),
            "bytecode" => in_process(&mut command, "bytecode", count, seed, seconds.unwrap_or(LIMIT)),
            "signals" => {
                command.args(["test", "-q", "-p", "minipy-fuzz", "--test", "signals"]);
                command.env("MINIPY_BIN", &minipy).env("FUZZ_SECONDS", seconds.unwrap_or(SIGNALS).to_string());
            }
            _ => {
                command.args(["run", "-q", "-p", "minipy-fuzz", "--", target, "--minipy"]).arg(&minipy);
                for (name, value) in [("--seconds", seconds.unwrap_or(LIMIT)), ("--seed", seed), ("--start", start)] {
                    command.arg(name).arg(value.to_string());
                }
                if let Some(count) = count {
                    command.arg("--count").arg(count.to_string());
                }
                if let Some(python) = python {
                    command.arg("--python").arg(python);
                }
            }
        }
        paths::finish(&mut command)?;
    }
    Ok(())
}

/// The tests of a file, one after the other: with so many numbered inputs, or with bolero's random engine.
fn in_process(command: &mut Command, test: &str, count: Option<u64>, seed: u64, seconds: u64) {
    command.args(["test", "-q", "-p", "minipy-fuzz", "--test", test, "--", "--test-threads=1"]);
    if let Some(count) = count {
        command
            .env("FUZZ_COUNT", count.to_string())
            .env("FUZZ_SEED", seed.to_string())
            .env("FUZZ_SECONDS", seconds.to_string());
    } else {
        command
            .env("BOLERO_RANDOM_TEST_TIME_MS", (seconds * 1000).to_string())
            .env("BOLERO_RANDOM_ITERATIONS", "4000000000");
    }
}

fn number(text: Option<&String>) -> Result<u64, String> {
    text.and_then(|t| t.parse().ok()).ok_or_else(|| "fuzz: a number is missing".to_owned())
}
