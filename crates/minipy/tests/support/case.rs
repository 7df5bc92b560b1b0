//! Conformance cases: finding the scripts, running an interpreter on one, and the text form of what it did.
//!
//! Shared (by `#[path]`) between the test `conformance.rs` and `cargo xtask`. It judges nothing: comparing outcomes and
//! the expectations file are the callers' business. It uses the standard library only.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long one script may run before it is killed; generous, because the machine may be busy with other things.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// Address space of one script in KiB; a runaway script must not take the machine down with it.
const MEMORY_KIB: u64 = 12_000_000;

/// Output beyond this many bytes is cut: a script that prints for ever must not fill the memory of the harness.
const OUTPUT_LIMIT: u64 = 4_000_000;

/// One script of tests/conformance.
#[derive(Clone, Debug)]
pub struct Case {
    /// `AREA/TOPIC`.
    pub name: String,
    /// The script's path.
    pub script: PathBuf,
}

impl Case {
    /// The recorded result beside the script.
    pub fn record(&self) -> PathBuf {
        self.script.with_extension("out")
    }
}

/// All cases below `root`, sorted by name. Files that begin with `_` are modules for other scripts to import.
pub fn discover(root: &Path) -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for area in fs::read_dir(root)? {
        let area = area?;
        if !area.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(area.path())? {
            let script = file?.path();
            let topic = script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if script.extension().is_some_and(|ext| ext == "py") && !topic.starts_with('_') {
                let name = format!("{}/{topic}", area.file_name().to_string_lossy());
                cases.push(Case { name, script: script.canonicalize()? });
            }
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(cases)
}

/// What an interpreter did with a script, in a form that does not depend on the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// `0`, `1`, ..., `signal N` or `timeout`.
    pub exit: String,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

const STDOUT: &str = "--- stdout";
const STDERR: &str = "--- stderr";
const NO_NEWLINE: &str = "--- no newline";

impl Outcome {
    /// The text stored in `TOPIC.out`.
    pub fn to_text(&self) -> String {
        let mut text = format!("exit {}\n", self.exit);
        for (title, body) in [(STDOUT, &self.stdout), (STDERR, &self.stderr)] {
            text.push_str(title);
            text.push('\n');
            text.push_str(body);
            if !body.is_empty() && !body.ends_with('\n') {
                text.push('\n');
                text.push_str(NO_NEWLINE);
                text.push('\n');
            }
        }
        text
    }
}

/// Runs `interpreter` on `case` in the script's folder and returns what it did.
///
/// `TOPIC.args` holds arguments for the script, one a line; `TOPIC.cmd` holds the whole command line in its place (for
/// `-c` and its like); `TOPIC.stdin` is fed to standard input, which is empty otherwise.
pub fn run(interpreter: &Path, case: &Case) -> io::Result<Outcome> {
    let folder = case.script.parent().unwrap_or(Path::new("."));
    let mut child = command(interpreter, case)?.current_dir(folder).spawn()?;
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let exit = wait(&mut child)?;
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        let bytes = reader.join().unwrap_or_default();
        normalize(&String::from_utf8_lossy(&bytes), folder)
    };
    Ok(Outcome { exit, stdout: text(stdout), stderr: text(stderr) })
}

fn command(interpreter: &Path, case: &Case) -> io::Result<Command> {
    let mut arguments: Vec<OsString> = Vec::new();
    let lines = |ext: &str| fs::read_to_string(case.script.with_extension(ext));
    if let Ok(line) = lines("cmd") {
        arguments.extend(line.lines().map(|arg| arg.replace("\\n", "\n").into()));
    } else {
        arguments.push(case.script.file_name().unwrap_or_default().into());
        if let Ok(args) = lines("args") {
            arguments.extend(args.lines().map(OsString::from));
        }
    }
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        let limit = format!("ulimit -v {MEMORY_KIB} 2>/dev/null; ulimit -c 0; exec \"$0\" \"$@\"");
        shell.arg("-c").arg(limit).arg(interpreter);
        shell
    } else {
        Command::new(interpreter)
    };
    let stdin = case.script.with_extension("stdin");
    command
        .args(arguments)
        .stdin(if stdin.exists() { fs::File::open(stdin)?.into() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONUTF8", "1")
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C.UTF-8");
    for name in [
        "PYTHONPATH",
        "PYTHONHASHSEED",
        "PYTHONWARNINGS",
        "PYTHONASYNCIODEBUG",
        "PYTHONUNBUFFERED",
        "FORCE_COLOR",
        "RUST_BACKTRACE",
    ] {
        command.env_remove(name);
    }
    Ok(command)
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // A read error leaves what has been read so far, which is what the comparison should show. Anything beyond
            // the limit is read and dropped, so that the script does not block on a full pipe.
            let _ = pipe.by_ref().take(OUTPUT_LIMIT).read_to_end(&mut bytes);
            let _ = io::copy(&mut pipe, &mut io::sink());
        }
        bytes
    })
}

/// The exit of a script that was stopped.
pub const TIMED_OUT: &str = "timeout";

fn wait(child: &mut Child) -> io::Result<String> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            #[cfg(unix)]
            if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
                return Ok(format!("signal {signal}"));
            }
            return Ok(status.code().unwrap_or(-1).to_string());
        }
        if start.elapsed() > TIMEOUT {
            child.kill()?;
            child.wait()?;
            return Ok(TIMED_OUT.into());
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Takes out of `text` what differs between machines: the folder's name, addresses, and the frames of CPython's own
/// library (which in minipy is native and has no frames).
pub fn normalize(text: &str, folder: &Path) -> String {
    let text = text.replace("\r\n", "\n").replace(&format!("{}/", folder.display()), "$DIR/");
    let mut out = String::with_capacity(text.len());
    let mut skipping: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        if let Some(prefix) = skipping {
            if line.strip_prefix(prefix).is_some_and(|rest| rest.starts_with("  ")) {
                continue;
            }
            skipping = None;
        }
        if let Some(prefix) = library_frame(line) {
            skipping = Some(prefix);
            continue;
        }
        push_without_addresses(&mut out, line);
    }
    out
}

/// When `line` opens a traceback entry of CPython's library: what stands before its `File`.
fn library_frame(line: &str) -> Option<&str> {
    let at = line.find("File \"")?;
    let (prefix, rest) = line.split_at(at);
    let path = rest.strip_prefix("File \"")?.split('"').next()?;
    let library = path.contains("/lib/python3.") || path.starts_with("<frozen ");
    (prefix.chars().all(|c| c == ' ' || c == '|') && library).then_some(prefix)
}

fn push_without_addresses(out: &mut String, line: &str) {
    let mut rest = line;
    while let Some(at) = rest.find(" at 0x") {
        let digits = &rest[at + 6..];
        let end = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
        out.push_str(&rest[..at]);
        out.push_str(if end >= 6 { " at 0xADDR" } else { &rest[at..at + 6 + end] });
        rest = &digits[end..];
    }
    out.push_str(rest);
}

/// tests/conformance/expectations.txt: the scripts that are known not to pass, with the reason.
///
/// Each line is `fail AREA/TOPIC reason`; empty lines and lines that begin with `#` say nothing.
pub fn expectations(path: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut listed = BTreeMap::new();
    for (number, line) in fs::read_to_string(path)?.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.splitn(3, ' ');
        match (words.next(), words.next()) {
            (Some("fail"), Some(name)) => listed.insert(name.to_owned(), words.next().unwrap_or("").to_owned()),
            _ => return Err(io::Error::other(format!("{}:{}: not `fail NAME reason`", path.display(), number + 1))),
        };
    }
    Ok(listed)
}
