//! What was typed in earlier sessions: a file of lines in the home directory. Nothing of Python is known here.

use minipy_host::{Host, OpenHow};

/// The name of the file in the home directory.
const NAME: &[u8] = b"/.minipy_history";
/// How many lines are kept.
const LINES: usize = 1000;

/// The lines of this and earlier sessions, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// All lines.
    pub(crate) lines: Vec<String>,
    /// How many of them came from the file.
    loaded: usize,
}

fn path(host: &dyn Host) -> Option<Vec<u8>> {
    let home = host.env_get(b"HOME").ok().flatten().filter(|home| !home.is_empty())?;
    Some([&home[..], NAME].concat())
}

impl History {
    /// The lines of earlier sessions.
    pub(crate) fn load(host: &dyn Host) -> Self {
        let text = path(host).and_then(|path| host.read_file(&path).ok()).unwrap_or_default();
        let lines: Vec<String> = String::from_utf8_lossy(&text).lines().map(str::to_owned).collect();
        Self { loaded: lines.len(), lines }
    }

    /// Adds a line that was typed, unless it says nothing new.
    pub(crate) fn add(&mut self, line: &str) {
        if !line.trim().is_empty() && self.lines.last().is_none_or(|last| last != line) {
            self.lines.push(line.to_owned());
        }
    }

    /// Writes the file, if anything was typed. A history that cannot be written is no reason to complain.
    pub(crate) fn save(&self, host: &dyn Host) {
        let (Some(path), true) = (path(host), self.lines.len() > self.loaded) else { return };
        let first = self.lines.len().saturating_sub(LINES);
        let text = self.lines[first..].join("\n") + "\n";
        let Some(how) = OpenHow::from_mode(b'w', false) else { return };
        let Ok(file) = host.open(&path, how, 0o600) else { return };
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            match file.write(rest) {
                Ok(count) => rest = &rest[count.min(rest.len())..],
                Err(_) => return,
            }
        }
    }
}
