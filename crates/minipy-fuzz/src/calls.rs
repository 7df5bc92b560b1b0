//! The driver of python/calls.py: runs it in chunks, goes on after a crash, and compares with CPython.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::budget::Budget;
use crate::child::Interpreter;

/// How many calls a child makes.
const CHUNK: u64 = 2000;

/// How long one call may take.
const CALL_LIMIT: Duration = Duration::from_secs(20);

/// The text of a call, and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// `R = ...; ...`
    pub text: String,
    /// The result or exception, or how the interpreter died.
    pub result: String,
    /// Whether the interpreter died or hung.
    pub broken: bool,
}

/// Where calls.py is.
pub fn script() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("python/calls.py")
}

/// Makes the calls of these numbers.
pub fn run(interpreter: &Interpreter, seed: u64, numbers: Range<u64>) -> std::io::Result<BTreeMap<u64, Call>> {
    let mut calls = BTreeMap::new();
    let Range { start: mut next, end } = numbers;
    while next < end {
        let mut command = interpreter.command(&script());
        command.args([seed.to_string(), next.to_string(), (end - next).to_string()]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (send, receive) = channel();
        let stdout = child.stdout.take();
        std::thread::spawn(move || {
            let Some(stdout) = stdout else { return };
            for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
                if send.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    break;
                }
            }
        });
        let mut stderr = child.stderr.take();
        let errors = std::thread::spawn(move || {
            let mut text = Vec::new();
            if let Some(stderr) = &mut stderr {
                let _ = std::io::Read::read_to_end(stderr, &mut text);
            }
            String::from_utf8_lossy(&text).into_owned()
        });
        let (mut current, mut done, mut hung) = (None, false, false);
        loop {
            let line = match receive.recv_timeout(CALL_LIMIT) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) => {
                    hung = true;
                    child.kill()?;
                    break;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            };
            if let Some((number, text)) = line.strip_prefix('#').and_then(|l| l.split_once(' '))
                && let Ok(number) = number.parse::<u64>()
                && number >= next
            {
                current = Some(number);
                calls.insert(number, Call { text: text.to_owned(), ..Call::default() });
            } else if let (Some(result), Some(number)) = (line.strip_prefix('='), current) {
                calls.entry(number).or_default().result = result.to_owned();
            } else if line == "." {
                done = true;
            }
        }
        let status = child.wait()?;
        let errors = errors.join().unwrap_or_default();
        let panic = errors.lines().skip_while(|l| !l.contains("panicked at")).take(2).collect::<Vec<_>>().join(" ");
        if done && status.success() && panic.is_empty() {
            break;
        }
        let Some(number) = current else {
            return Err(std::io::Error::other(format!("calls.py does not start: {errors}")));
        };
        let call = calls.entry(number).or_default();
        call.broken = true;
        call.result = match (hung, panic.is_empty()) {
            (true, _) => "HANG".to_owned(),
            (false, false) => format!("PANIC {panic}"),
            (false, true) => format!("CRASH {status} {}", errors.lines().last().unwrap_or("")),
        };
        next = number + 1;
    }
    Ok(calls)
}

/// What a run of the target found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many calls were made.
    pub calls: u64,
    /// Calls that killed minipy.
    pub broken: Vec<(u64, Call)>,
    /// Calls whose outcome is another one than CPython's: number, text, CPython's result, minipy's.
    pub different: Vec<(u64, String, String, String)>,
}

/// Makes the calls of a budget in chunks.
pub fn fuzz(minipy: &Interpreter, oracle: Option<&Interpreter>, mut budget: Budget) -> std::io::Result<Report> {
    let mut report = Report::default();
    while let Some(chunk) = budget.take(CHUNK) {
        let ours = run(minipy, budget.seed, chunk.clone())?;
        let theirs = match oracle {
            Some(oracle) => run(oracle, budget.seed, chunk)?,
            None => BTreeMap::new(),
        };
        report.calls += ours.len() as u64;
        for (number, call) in ours {
            let other = theirs.get(&number);
            if call.broken {
                if other.is_none_or(|o| !o.broken) {
                    report.broken.push((number, call));
                }
            } else if let Some(other) = other.filter(|o| !o.broken)
                && without_addresses(&other.result) != without_addresses(&call.result)
            {
                report.different.push((number, call.text, other.result.clone(), call.result));
            }
        }
    }
    Ok(report)
}

/// A text without the addresses in it.
pub fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(" at 0x") {
        out.push_str(&rest[..at + 6]);
        rest = rest[at + 6..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    out + rest
}
