//! Programs that ask for more memory than there is get MemoryError, under a limit of the address space: no abort.
//!
//! Each case runs in a process of its own, as what one leaves behind would change the next. support/memory_limit.txt has
//! them; `cargo test` takes every eighth, all of them with `MINIPY_LIMITS=all` in the environment.
#![cfg(target_os = "linux")]

use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Address space of a process, in KiB.
const LIMIT: u32 = 500_000;

const CASES: &str = include_str!("support/memory_limit.txt");

fn run(code: &str) -> (Option<i32>, String, String) {
    let shell = format!("ulimit -c 0; ulimit -v {LIMIT}; exec \"$0\" -c \"$1\"");
    let output = Command::new("sh").arg("-c").arg(shell).arg(env!("CARGO_BIN_EXE_minipy")).arg(code).output();
    match output {
        Ok(output) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            (output.status.code(), text(&output.stdout), text(&output.stderr))
        }
        Err(error) => (None, String::new(), error.to_string()),
    }
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

#[test]
fn absurd_requests_raise_memory_error() {
    let step = if std::env::var("MINIPY_LIMITS").is_ok_and(|which| which == "all") { 1 } else { 8 };
    let cases = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).step_by(step);
    let cases: Vec<&str> = cases.collect();
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (status, out, err) = run(&program(case));
                    if status != Some(0) || out != "MemoryError\n" {
                        let tail: String = err.chars().take(300).collect();
                        wrong.lock().expect("no case panics").push(format!("{case}\n  status {status:?} {out}{tail}"));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no case panics");
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn starts_with_little() {
    let shell = "ulimit -v 200000; exec \"$0\" -c 'print(1)'";
    let output = Command::new("sh").arg("-c").arg(shell).arg(env!("CARGO_BIN_EXE_minipy")).output();
    assert_eq!(output.map(|o| o.stdout).ok(), Some(b"1\n".to_vec()));
}
