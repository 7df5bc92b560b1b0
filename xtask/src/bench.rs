//! `cargo xtask bench`: runs the programs of benches/ on CPython and on minipy in turn and prints the ratios.
//!
//! A program times itself and tells `elapsed=SECONDS` on standard error; one that prints something else than CPython, or
//! fails, is a FAIL and is never left out. The fastest round of each side counts. With `--operations` single operations are
//! compared (operations.rs).

use crate::paths;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROUNDS: usize = 3;

/// Compares minipy's release binary (or `MINIPY_BIN`) with the given CPython.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let mut filter = "";
    let (mut python, mut operations) = (None, false);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--python" => python = arguments.next().map(PathBuf::from),
            "--operations" => operations = true,
            other => filter = other,
        }
    }
    let python = python.ok_or("bench: --python PATH names the CPython to compare with")?;
    let minipy = paths::minipy(true)?;
    if operations {
        return crate::operations::run(&python, &minipy, filter);
    }
    let folder = paths::root().join("benches");
    let mut programs: Vec<PathBuf> = fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "py"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem.to_string_lossy().contains(filter)))
        .collect();
    programs.sort();
    let (mut product, mut count) = (0.0, 0);
    println!("{:<20} {:>10} {:>10} {:>8}", "program", "CPython s", "minipy s", "ratio");
    for program in &programs {
        let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match compare(&python, &minipy, program) {
            Ok((base, ours)) => {
                println!("{name:<20} {base:>10.4} {ours:>10.4} {:>8.2}", base / ours);
                product += (base / ours).ln();
                count += 1;
            }
            Err(reason) => println!("{name:<20} FAIL {reason}"),
        }
    }
    if count > 0 {
        println!(
            "geometric mean of {count}: {:.2}; failed: {}",
            (product / f64::from(count)).exp(),
            programs.len() - count as usize
        );
    }
    Ok(())
}

fn compare(python: &Path, minipy: &Path, program: &Path) -> Result<(f64, f64), String> {
    let mut best = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let (expected, base) = measure(python, program)?;
        let (actual, ours) = measure(minipy, program)?;
        if expected != actual {
            return Err(format!("printed {actual:?} in place of {expected:?}"));
        }
        best = (best.0.min(base), best.1.min(ours));
    }
    Ok(best)
}

fn measure(interpreter: &Path, program: &Path) -> Result<(String, f64), String> {
    let output = Command::new(interpreter).arg(program).output().map_err(|error| error.to_string())?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let elapsed = errors.lines().find_map(|line| line.strip_prefix("elapsed=")).and_then(|text| text.parse().ok());
    match elapsed {
        Some(seconds) if output.status.success() => Ok((String::from_utf8_lossy(&output.stdout).into_owned(), seconds)),
        _ => Err(errors.lines().last().unwrap_or("no answer").to_owned()),
    }
}
