//! Programs that ask for more memory than there is get MemoryError, under a limit of the address space: no abort.
//!
//! support/memory_limit.txt has them; `cargo test` takes every sixteenth, `cargo xtask limits` all of them.
#![cfg(target_os = "linux")]

#[path = "support/limit.rs"]
mod limit;

use std::path::Path;
use std::process::Command;

#[test]
fn absurd_requests_raise_memory_error() {
    let cases: Vec<&str> = limit::cases().step_by(16).collect();
    let wrong = limit::run(Path::new(env!("CARGO_BIN_EXE_minipy")), &cases);
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn starts_with_little() {
    let shell = "ulimit -v 200000; exec \"$0\" -c 'print(1)'";
    let output = Command::new("sh").arg("-c").arg(shell).arg(env!("CARGO_BIN_EXE_minipy")).output();
    assert_eq!(output.map(|o| o.stdout).ok(), Some(b"1\n".to_vec()));
}
