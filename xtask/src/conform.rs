//! `cargo xtask conform`: runs the conformance scripts and keeps the list of those that do not pass yet.
//!
//! `cargo test` judges the same scripts; this command is for working on them, and is the only writer of the list.

use crate::{case, paths};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

#[derive(Default)]
struct Options {
    filter: String,
    update: bool,
    release: bool,
    diff: bool,
    triage: bool,
}

/// Runs the scripts whose name contains the filter and prints the counts.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let mut options = Options::default();
    if let Some(at) = arguments.iter().position(|argument| argument == "--mode") {
        return in_mode(arguments, at);
    }
    for argument in arguments {
        match argument.as_str() {
            "--update" => options.update = true,
            "--release" => options.release = true,
            "--diff" => options.diff = true,
            "--triage" => options.triage = true,
            flag if flag.starts_with('-') => return Err(format!("conform: unknown option {flag}")),
            filter => options.filter = filter.to_owned(),
        }
    }
    let binary = paths::minipy(options.release)?;
    let list = paths::conformance().join("expectations.txt");
    let listed = case::expectations(&list).map_err(|error| error.to_string())?;
    let mut cases = case::discover(&paths::conformance()).map_err(|error| error.to_string())?;
    cases.retain(|case| case.name.contains(&options.filter));
    if std::env::var("MINIPYMODES").is_ok_and(|modes| modes.contains("gc-stress")) {
        // What these scripts show is when collections happen.
        cases.retain(|case| !case.name.starts_with("destruction/gc_"));
    }

    let results = run_all(&binary, &cases);
    let mut fresh = Vec::new();
    let mut broken = Vec::new();
    let mut areas: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (case, result) in cases.iter().zip(&results) {
        let area = areas.entry(case.name.split('/').next().unwrap_or_default()).or_default();
        area.1 += 1;
        match result {
            Ok(()) => {
                area.0 += 1;
                if listed.contains_key(&case.name) {
                    fresh.push(case.name.as_str());
                }
            }
            Err(difference) => {
                if !listed.contains_key(&case.name) {
                    broken.push(case.name.as_str());
                }
                if options.triage {
                    println!("{}\t{}", case.name, first_difference(difference));
                } else if options.diff {
                    println!("=== {}\n{}", case.name, difference.0.iter().map(show).collect::<String>());
                }
            }
        }
    }
    for (area, (passed, all)) in &areas {
        println!("{area:<14} {passed:>4} of {all}");
    }
    let passed = results.iter().filter(|result| result.is_ok()).count();
    println!("{passed} of {} scripts pass", cases.len());
    for name in &fresh {
        println!("passes now: {name}");
    }
    for name in &broken {
        println!("not listed, fails: {name}");
    }
    if options.update && !fresh.is_empty() {
        remove_lines(&list, &fresh)?;
        println!("removed {} lines from {}", fresh.len(), list.display());
        fresh.clear();
    }
    if broken.is_empty() && fresh.is_empty() { Ok(()) } else { Err("conform: the expectations do not hold".into()) }
}

/// Runs itself with the memory mode that follows `--mode` (`gc-stress[=N]`, `poison`, `refcheck`) in the environment.
fn in_mode(arguments: &[String], at: usize) -> Result<(), String> {
    let Some(mode) = arguments.get(at + 1) else { return Err("conform: --mode needs a mode".into()) };
    let rest = arguments.iter().enumerate().filter(|&(i, _)| i != at && i != at + 1).map(|(_, argument)| argument);
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = std::process::Command::new(program);
    command.arg("conform").args(rest).env("MINIPYMODES", mode);
    let status = command.status().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("conform: not all is well in mode {mode}")) }
}

/// Lines of one side only: `-` is CPython's, `+` is minipy's.
struct Difference(Vec<(char, String)>);

fn run_all(binary: &Path, cases: &[case::Case]) -> Vec<Result<(), Difference>> {
    let next = AtomicUsize::new(0);
    let results: Mutex<BTreeMap<usize, Result<(), Difference>>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(index) else { break };
                    let result = judge(binary, case);
                    if let Ok(mut results) = results.lock() {
                        results.insert(index, result);
                    }
                }
            });
        }
    });
    results.into_inner().unwrap_or_default().into_values().collect()
}

fn judge(binary: &Path, case: &case::Case) -> Result<(), Difference> {
    let problem = |text: String| Difference(vec![('+', text)]);
    let expected = fs::read_to_string(case.record()).map_err(|error| problem(format!("no record: {error}")))?;
    let actual = case::run(binary, case).map_err(|error| problem(error.to_string()))?.to_text();
    if expected == actual { Ok(()) } else { Err(compare(&expected, &actual)) }
}

/// A plain difference: equal lines at both ends are left out, what remains is shown whole.
fn compare(expected: &str, actual: &str) -> Difference {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let side = |lines: &[&str], mark| {
        lines[head..lines.len() - tail].iter().map(|line| (mark, (*line).to_owned())).collect::<Vec<_>>()
    };
    let mut lines = side(&old, '-');
    lines.extend(side(&new, '+'));
    Difference(lines)
}

fn show((mark, line): &(char, String)) -> String {
    format!("{mark} {line}\n")
}

fn first_difference(difference: &Difference) -> String {
    let first = |mark| difference.0.iter().find(|(m, _)| *m == mark).map_or("", |(_, line)| line.as_str());
    let last = difference.0.iter().rfind(|(mark, _)| *mark == '+').map_or("", |(_, line)| line.as_str());
    let cut = |line: &str| line.chars().take(110).collect::<String>();
    format!("want `{}` got `{}` (last `{}`)", cut(first('-')), cut(first('+')), cut(last))
}

fn remove_lines(list: &Path, names: &[&str]) -> Result<(), String> {
    let text = fs::read_to_string(list).map_err(|error| error.to_string())?;
    let keep = |line: &&str| {
        !line.strip_prefix("fail ").is_some_and(|rest| names.contains(&rest.split(' ').next().unwrap_or("")))
    };
    let kept: String = text.lines().filter(keep).map(|line| format!("{line}\n")).collect();
    fs::write(list, kept).map_err(|error| error.to_string())
}
