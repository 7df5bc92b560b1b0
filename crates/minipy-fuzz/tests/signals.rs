//! SIGINT at any moment: every signal brings one KeyboardInterrupt, wherever the program is, and nothing is broken.
//!
//! `FUZZ_SECONDS` (3) is how long it runs, `MINIPY_BIN` the binary (without it, and if it was not built, nothing runs).

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use minipy_fuzz::random::Random;

/// How long a program may take from the signal to its KeyboardInterrupt.
const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn every_sigint_is_one_keyboard_interrupt() {
    let Some(binary) = binary() else { return };
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(3);
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("python/signals.py");
    let mut child = Command::new(binary)
        .arg(script)
        .arg((std::process::id() % 23).to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("minipy starts");
    let mut killer = Command::new("/bin/sh").stdin(Stdio::piped()).spawn().expect("a shell starts");
    let mut commands = killer.stdin.take().expect("the shell's input");
    let (send, receive) = channel();
    let stdout = child.stdout.take().expect("the output");
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    let mut random = Random::new(u64::from(std::process::id()));
    let begin = Instant::now();
    let mut signals = 0;
    let problem = loop {
        if begin.elapsed() > Duration::from_secs(seconds) {
            break None;
        }
        let Ok(ready) = receive.recv_timeout(LIMIT) else { break Some("no line `ready`".to_owned()) };
        let Some(work) = ready.strip_prefix("ready ") else { break Some(ready) };
        std::thread::sleep(Duration::from_micros(random.below(15_000) as u64));
        if writeln!(commands, "kill -INT {}", child.id()).is_err() {
            break Some("the shell is gone".to_owned());
        }
        signals += 1;
        match receive.recv_timeout(LIMIT) {
            Ok(line) if line == format!("caught {work}") => {}
            Ok(line) => break Some(line),
            Err(_) => break Some(format!("a signal was lost in {work}")),
        }
    };
    let _ = child.kill();
    let _ = child.wait();
    drop(commands);
    let _ = killer.wait();
    assert_eq!(problem, None, "after {signals} signals");
    println!("{signals} signals");
}

/// The interpreter: `MINIPY_BIN`, or the one beside this test.
fn binary() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("MINIPY_BIN") {
        return Some(path.into());
    }
    let path = std::env::current_exe().ok()?.parent()?.parent()?.join("minipy");
    path.exists().then_some(path)
}
