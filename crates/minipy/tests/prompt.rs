//! The prompt at a terminal: `script` (util-linux) gives it one; where that command is missing, there is nothing to test.
//! What the prompt does with a pipe is in tests/conformance/cli.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A prompt and what it has shown so far.
struct Session {
    child: Child,
    keyboard: ChildStdin,
    screen: Receiver<Vec<u8>>,
    shown: String,
    /// What the test has already seen of it.
    seen: usize,
}

/// A home directory of its own for a test.
fn home(name: &str) -> PathBuf {
    let home = std::env::temp_dir().join(format!("minipy-prompt-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).expect("a home directory");
    home
}

impl Session {
    fn start(home: &PathBuf) -> Option<Session> {
        // `script` starts a shell, which must not stay between: some shells die of the Ctrl-C that is meant for the prompt.
        let child = Command::new("script")
            .args(["-qfec", &format!("exec {} -q", env!("CARGO_BIN_EXE_minipy")), "/dev/null"])
            .env_remove("SHELL")
            .env("HOME", home)
            .env("TERM", "xterm")
            .env_remove("PYTHONINSPECT")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = child else {
            eprintln!("skipped: there is no command `script`");
            return None;
        };
        let keyboard = child.stdin.take()?;
        let mut output = child.stdout.take()?;
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Some(Session { child, keyboard, screen, shown: String::new(), seen: 0 })
    }

    /// Waits until the text is shown behind what has been seen, and has it seen.
    fn expect(&mut self, text: &str) {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(at) = self.shown[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            match self.screen.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.shown.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("never shown: {text:?} in {:?}", &self.shown),
            }
        }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.keyboard.flush().expect("the terminal takes keys");
    }

    /// Types a line at a prompt.
    fn line(&mut self, prompt: &str, keys: &str) {
        self.expect(prompt);
        self.press(keys);
        self.press("\r");
    }

    fn ends(mut self) -> Option<i32> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(status) = self.child.try_wait().expect("a process") {
                return status.code();
            }
            if Instant::now() > deadline {
                let _ = self.child.kill();
                panic!("the prompt did not end: {:?}", self.shown);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn statements_results_and_tracebacks() {
    let home = home("statements");
    let Some(mut session) = Session::start(&home) else { return };
    session.line(">>> ", "x = 6");
    session.line(">>> ", "x * 7");
    session.expect("42\r\n");
    session.line(">>> ", "_ + 1");
    session.expect("43\r\n");
    session.line(">>> ", "def f():");
    session.line("... ", "    return 1 / 0");
    session.line("... ", "");
    session.line(">>> ", "f()");
    session.expect("File \"<python-input-");
    session.expect("    return 1 / 0\r\n");
    session.expect("ZeroDivisionError: division by zero\r\n");
    session.line(">>> ", "x = = 1");
    session.expect("SyntaxError: invalid syntax\r\n");
    session.expect(">>> ");
    session.press("\x04");
    assert_eq!(session.ends(), Some(0));
    let history = std::fs::read_to_string(home.join(".minipy_history")).expect("a history");
    assert!(history.starts_with("x = 6\nx * 7\n_ + 1\n"), "{history}");
    let _ = std::fs::remove_dir_all(home);
}

#[test]
fn editing_and_history() {
    let home = home("editing");
    std::fs::write(home.join(".minipy_history"), "print('from', 'before')\n").expect("a history");
    let Some(mut session) = Session::start(&home) else { return };
    session.expect(">>> ");
    session.press("\x1b[A\r");
    session.expect("\nfrom before\r\n");
    // Two characters to the left, one deleted, one put in its place; then at the start of the line.
    session.expect(">>> ");
    session.press("int(12)\x1b[D\x1b[D\x7f7\x01pr\r");
    session.expect("\n72\r\n");
    session.expect(">>> ");
    session.press("nonsense\x15'fine'\r");
    session.expect("\n'fine'\r\n");
    session.line(">>> ", "exit(3)");
    assert_eq!(session.ends(), Some(3));
    let _ = std::fs::remove_dir_all(home);
}

#[test]
fn interrupts() {
    let home = home("interrupts");
    let Some(mut session) = Session::start(&home) else { return };
    session.expect(">>> ");
    session.press("half a line\x03");
    session.expect("KeyboardInterrupt\r\n");
    session.line(">>> ", "print('lo' + 'op'); [None for _ in iter(int, 1)]");
    session.expect("\nloop\r\n");
    session.press("\x03");
    session.expect("KeyboardInterrupt");
    session.line(">>> ", "exit");
    assert_eq!(session.ends(), Some(0));
    let _ = std::fs::remove_dir_all(home);
}
