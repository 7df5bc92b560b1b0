//! Generated programs on minipy and CPython: the same output, or a smaller program that shows the difference.

use std::path::{Path, PathBuf};

use crate::budget::Budget;
use crate::calls::without_addresses;
use crate::child::{Interpreter, Outcome};
use crate::shrink::{Statement, shrink, text};

/// A program that minipy does not do right.
#[derive(Debug)]
pub struct Finding {
    /// The seed that makes it.
    pub seed: u64,
    /// The small program.
    pub program: String,
    /// What minipy does with it.
    pub ours: Outcome,
    /// What CPython does with it.
    pub theirs: Option<Outcome>,
}

/// How the outcomes differ, in one line; `None` if they do not.
fn difference(ours: &Outcome, theirs: Option<&Outcome>) -> Option<String> {
    if ours.is_crash() {
        let panic = ours.stderr.lines().find(|l| l.contains("panicked")).unwrap_or("");
        return Some(format!("crash {panic}"));
    }
    // Without CPython a program that does not end says nothing: some that are generated take it hours as well.
    let theirs = theirs?;
    if theirs.hung || theirs.status.is_none() {
        return None;
    }
    if ours.hung {
        return Some("hang".to_owned());
    }
    let (left, right) = (without_addresses(&ours.stdout), without_addresses(&theirs.stdout));
    if left != right {
        let pair = left.lines().zip(right.lines()).find(|(a, b)| a != b);
        let (a, b) = pair.unwrap_or(("one is longer", ""));
        return Some(kind_of(a, b));
    }
    let last = |o: &Outcome| without_addresses(o.stderr.lines().last().unwrap_or(""));
    (ours.status != theirs.status || last(ours) != last(theirs)).then(|| kind_of(&last(ours), &last(theirs)))
}

/// The first words of two lines, so that shrinking keeps to one bug.
fn kind_of(ours: &str, theirs: &str) -> String {
    let word = |s: &str| s.split([' ', '(']).next().unwrap_or("").chars().take(20).collect::<String>();
    format!("{} / {}", word(ours), word(theirs))
}

/// Runs one program; the small one if there is a difference.
pub fn check(
    seed: u64,
    minipy: &Interpreter,
    oracle: Option<&Interpreter>,
    folder: &Path,
) -> std::io::Result<Option<Finding>> {
    let file = folder.join("program.py");
    let mut failure = None;
    let mut run = |program: &[Statement]| -> Option<(String, Outcome, Option<Outcome>)> {
        let result = std::fs::write(&file, text(program)).and_then(|()| {
            let theirs = oracle.map(|o| o.run(&file)).transpose()?;
            Ok((minipy.run(&file)?, theirs))
        });
        match result {
            Ok((ours, theirs)) => difference(&ours, theirs.as_ref()).map(|d| (d, ours, theirs)),
            Err(error) => {
                failure = Some(error);
                None
            }
        }
    };
    let program = crate::generate::program(seed);
    let Some((kind, ours, theirs)) = run(&program) else {
        return failure.map_or(Ok(None), Err);
    };
    let mut best = (ours, theirs);
    let small = shrink(program, if kind == "hang" { 20 } else { 300 }, &mut |smaller| match run(smaller) {
        Some((same, ours, theirs)) if same == kind => {
            best = (ours, theirs);
            true
        }
        _ => false,
    });
    Ok(Some(Finding { seed, program: text(&small), ours: best.0, theirs: best.1 }))
}

/// Checks the programs of a budget; findings go to `out`. How many were checked.
pub fn fuzz(
    minipy: &Interpreter,
    oracle: Option<&Interpreter>,
    mut budget: Budget,
    out: &mut dyn FnMut(Finding),
) -> std::io::Result<u64> {
    let folder: PathBuf = std::env::temp_dir().join(format!("minipy-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut done = 0;
    while let Some(number) = budget.take(1) {
        let seed = budget.seed.wrapping_mul(1_000_003).wrapping_add(number.start);
        if let Some(finding) = check(seed, minipy, oracle, &folder)? {
            out(finding);
        }
        done += 1;
    }
    let _ = std::fs::remove_dir_all(&folder);
    Ok(done)
}
