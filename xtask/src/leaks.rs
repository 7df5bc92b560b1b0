//! `cargo xtask leaks`: runs the body of each conformance script many times in one process; no kind of object may grow.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::{case, paths};

/// How long the rounds of one script may take; slower ones are counted as skipped.
const LIMIT: Duration = Duration::from_secs(120);

/// Scripts whose rounds leave something behind by their nature: daemon threads that never end.
const EXEMPT: &[&str] = &["threads/daemon_at_exit"];

enum Verdict {
    Clean,
    Slow,
    Grows(String),
}

/// Checks the scripts whose name contains the filter.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let filter = arguments.first().map_or("", String::as_str);
    let binary = paths::minipy(false)?;
    let mut cases = case::discover(&paths::conformance()).map_err(|error| error.to_string())?;
    cases.retain(|case| {
        let plain = !case.script.with_extension("cmd").exists() && !EXEMPT.contains(&case.name.as_str());
        plain && case.name.contains(filter)
    });
    let (next, slow, problems) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match judge(&binary, case) {
                        Ok(Verdict::Clean) => {}
                        Ok(Verdict::Slow) => {
                            slow.fetch_add(1, Ordering::Relaxed);
                            println!("too slow: {}", case.name);
                        }
                        Ok(Verdict::Grows(report)) => note(&problems, &case.name, &report),
                        Err(error) => note(&problems, &case.name, &error.to_string()),
                    }
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap_or_default();
    let slow = slow.into_inner();
    println!("{} scripts, {} grow, {slow} too slow", cases.len(), problems.len());
    problems.iter().for_each(|problem| print!("{problem}"));
    if problems.is_empty() { Ok(()) } else { Err("leaks: something grows with every round".into()) }
}

fn note(problems: &Mutex<Vec<String>>, name: &str, report: &str) {
    if let Ok(mut problems) = problems.lock() {
        problems.push(format!("{name}\n{report}\n"));
    }
}

fn judge(binary: &Path, case: &case::Case) -> std::io::Result<Verdict> {
    let report =
        std::env::temp_dir().join(format!("minipy-leaks-{}-{}", std::process::id(), case.name.replace('/', "-")));
    let harness = paths::root().join("crates/minipy-fuzz/python/leaks.py");
    let folder = case.script.parent().unwrap_or(Path::new("."));
    let mut child = std::process::Command::new(binary)
        .arg(harness)
        .args([case.script.as_os_str(), report.as_os_str()])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Ok(Verdict::Slow);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let text = fs::read_to_string(&report)?;
    fs::remove_file(&report)?;
    Ok(if text.is_empty() { Verdict::Clean } else { Verdict::Grows(text) })
}
