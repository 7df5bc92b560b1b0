//! Programs that must meet MemoryError under a limit of the address space, and nothing worse.
//!
//! Shared (by `#[path]`) between the test `memory_limit.rs` and `cargo xtask limits`. It uses the standard library only.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Address space of a process, in KiB.
const LIMIT: u32 = 500_000;

const TABLE: &str = include_str!("memory_limit.txt");

/// The cases of the table.
pub fn cases() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The program of a case, which must print MemoryError and nothing else.
fn program(case: &str) -> String {
    let caught = "except MemoryError:\n    print('MemoryError')";
    if case.contains('¶') {
        format!("def f():\n {}\ntry:\n    f()\n{caught}", case.replace('¶', "\n"))
    } else {
        format!("n = 4_000_000_000\ntry:\n    {case}\n{caught}")
    }
}

/// What went wrong with a case, if anything.
fn judge(binary: &Path, case: &str) -> Option<String> {
    let shell = format!("ulimit -c 0; ulimit -v {LIMIT}; exec \"$0\" -c \"$1\"");
    let mut command = Command::new("sh");
    command.arg("-c").arg(shell).arg(binary).arg(program(case)).stdin(Stdio::null());
    match command.output() {
        Ok(output) if output.status.success() && output.stdout == b"MemoryError\n" => None,
        Ok(output) => {
            let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            let tail: String = err.chars().take(300).collect();
            Some(format!("{case}\n  {} {out}{tail}", output.status))
        }
        Err(error) => Some(format!("{case}\n  {error}")),
    }
}

/// Runs cases, two at a time, each in a process of its own, as what one leaves behind would change the next. Tells what
/// went wrong.
pub fn run(binary: &Path, cases: &[&str]) -> Vec<String> {
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(report) = judge(binary, case)
                        && let Ok(mut wrong) = wrong.lock()
                    {
                        wrong.push(report);
                    }
                }
            });
        }
    });
    wrong.into_inner().unwrap_or_default()
}
