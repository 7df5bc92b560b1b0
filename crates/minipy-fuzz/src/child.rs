//! Running an interpreter as a child process, with limits.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its output.
    pub stdout: String,
    /// Its error output.
    pub stderr: String,
    /// Its exit status; `None` if a signal or the time limit ended it.
    pub status: Option<i32>,
    /// Whether it ran out of time.
    pub hung: bool,
}

impl Outcome {
    /// What no Python program may bring about: a panic, a death by signal, the status that means a panic.
    pub fn is_crash(&self) -> bool {
        !self.hung
            && (self.status.is_none_or(|s| s == 70 || s == 134 || s == 139) || self.stderr.contains("panicked at"))
    }
}

/// An interpreter to run.
#[derive(Clone, Debug)]
pub struct Interpreter {
    /// The binary.
    pub path: PathBuf,
    /// How long a child may take.
    pub limit: Duration,
}

impl Interpreter {
    /// A command that runs a script under the limits. The address space is limited, so that a call that asks for a lot
    /// of memory gets MemoryError in place of all memory of the machine.
    pub fn command(&self, script: &Path) -> Command {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg("ulimit -v 1000000; exec \"$0\" \"$@\"").arg(&self.path).arg(script);
        command.env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::null());
        command
    }

    /// Runs a script to its end, or to the time limit.
    pub fn run(&self, script: &Path) -> std::io::Result<Outcome> {
        self.run_with(script, &[])
    }

    /// The same with more variables in the environment.
    pub fn run_with(&self, script: &Path, variables: &[(&str, &str)]) -> std::io::Result<Outcome> {
        let mut command = self.command(script);
        command.envs(variables.iter().copied());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let stdout = reader(child.stdout.take());
        let stderr = reader(child.stderr.take());
        let (status, hung) = wait(&mut child, self.limit)?;
        let text = |thread: std::thread::JoinHandle<String>| thread.join().unwrap_or_default();
        Ok(Outcome { stdout: text(stdout), stderr: text(stderr), status, hung })
    }
}

/// Reads a stream to its end on another thread.
fn reader(stream: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(stream) = stream {
            let _ = stream.take(8 << 20).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits for a child, and kills it at the limit: exit status, and whether it had to be killed.
pub fn wait(child: &mut Child, limit: Duration) -> std::io::Result<(Option<i32>, bool)> {
    let start = Instant::now();
    let mut pause = 1;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status.code(), false));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok((None, true));
        }
        std::thread::sleep(Duration::from_millis(pause));
        pause = (pause * 2).min(50);
    }
}
