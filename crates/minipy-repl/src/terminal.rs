//! Reading a line from a terminal in raw mode: bytes become keys (`edit`), and the line is drawn after each.

use minipy_host::Host;
use minipy_vm::{PyResult, Vm, sysmod};

use crate::edit::{Key, Line, Outcome, width};
use crate::history::History;

/// The escape sequences of keys, behind ESC.
const SEQUENCES: &[(&[u8], Key)] = &[
    (b"[A", Key::Up),
    (b"[B", Key::Down),
    (b"[C", Key::Right),
    (b"[D", Key::Left),
    (b"[H", Key::Home),
    (b"[F", Key::End),
    (b"OA", Key::Up),
    (b"OB", Key::Down),
    (b"OC", Key::Right),
    (b"OD", Key::Left),
    (b"OH", Key::Home),
    (b"OF", Key::End),
    (b"[1~", Key::Home),
    (b"[3~", Key::Delete),
    (b"[4~", Key::End),
    (b"[7~", Key::Home),
    (b"[8~", Key::End),
    (b"[1;5C", Key::WordRight),
    (b"[1;5D", Key::WordLeft),
    (b"[1;3C", Key::WordRight),
    (b"[1;3D", Key::WordLeft),
    (b"b", Key::WordLeft),
    (b"f", Key::WordRight),
    (b"\x7f", Key::KillWord),
];

/// The keys that are one control byte.
const CONTROLS: &[(u8, Key)] = &[
    (1, Key::Home),
    (2, Key::Left),
    (3, Key::Interrupt),
    (4, Key::EndOfInput),
    (5, Key::End),
    (6, Key::Right),
    (8, Key::Backspace),
    (9, Key::Tab),
    (10, Key::Enter),
    (11, Key::KillEnd),
    (12, Key::Clear),
    (13, Key::Enter),
    (14, Key::Down),
    (16, Key::Up),
    (21, Key::KillStart),
    (23, Key::KillWord),
    (25, Key::Yank),
    (127, Key::Backspace),
];

/// The first key of some bytes and how many bytes it takes; `None`: more bytes are needed.
fn first_key(bytes: &[u8]) -> Option<(Key, usize)> {
    let first = *bytes.first()?;
    if first == 0x1b {
        return escape(&bytes[1..]).map(|(key, length)| (key, length + 1));
    }
    if let Some((_, key)) = CONTROLS.iter().find(|(byte, _)| *byte == first) {
        return Some((*key, 1));
    }
    let length = match first {
        0x20..0x80 => 1,
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return Some((Key::Unknown, 1)),
    };
    let text = bytes.get(..length)?;
    match std::str::from_utf8(text).ok().and_then(|text| text.chars().next()) {
        Some(c) => Some((Key::Char(c), length)),
        None => Some((Key::Unknown, 1)),
    }
}

/// The key of an escape sequence, from behind ESC.
fn escape(bytes: &[u8]) -> Option<(Key, usize)> {
    let length = match bytes {
        [] | [b'O'] => return None,
        [b'[', rest @ ..] => rest.iter().position(|b| (0x40..0x7f).contains(b))? + 2,
        [b'O', ..] => 2,
        _ => 1,
    };
    let sequence = &bytes[..length];
    let key = SEQUENCES.iter().find(|(known, _)| *known == sequence).map_or(Key::Unknown, |(_, key)| *key);
    Some((key, length))
}

/// The terminal's raw mode, which ends when this is dropped.
struct Raw<'a> {
    host: &'a dyn Host,
}

impl Drop for Raw<'_> {
    fn drop(&mut self) {
        let _ = self.host.terminal_raw(0, false);
    }
}

/// Bytes that were read together with a line and belong to the next one.
#[derive(Default)]
struct Kept(std::cell::Cell<Vec<u8>>);

/// Reads a line, with its line end. `None`: the end of the input.
pub(crate) fn read_line(vm: &Vm, prompt: &str, history: &History) -> PyResult<Option<String>> {
    sysmod::hooks::flush_stdout(vm);
    let host = vm.interp().host.clone();
    let _raw = Raw { host: &*host };
    if host.terminal_raw(0, true).is_err() {
        return Ok(None);
    }
    let mut screen = Screen { columns: columns(&*host), row: 0 };
    let mut line = Line::default();
    let mut pending = vm.state::<Kept>().0.take();
    screen.draw(&*host, prompt, &line);
    loop {
        while let Some((key, length)) = first_key(&pending) {
            pending.drain(..length);
            if key == Key::Clear {
                write(&*host, b"\x1b[H\x1b[2J");
                screen.row = 0;
            }
            let outcome = line.key(key, &history.lines);
            // Of pasted text, only the last state is drawn.
            if outcome == Outcome::Done || pending.is_empty() {
                screen.draw(&*host, prompt, &line);
            }
            match outcome {
                Outcome::Editing => {}
                Outcome::Done => {
                    write(&*host, b"\n");
                    vm.state::<Kept>().0.set(pending);
                    return Ok(Some(line.text.iter().collect::<String>() + "\n"));
                }
                Outcome::Ended => return Ok(None),
                Outcome::Interrupted => return Err(vm.raise_with(&vm.exceptions().keyboard_interrupt, Vec::new())),
            }
        }
        let mut buffer = [0; 1024];
        match vm.without_gil(|| host.fd_read(0, &mut buffer)) {
            Ok(0) => return Ok(None),
            Ok(count) => pending.extend_from_slice(&buffer[..count.min(buffer.len())]),
            Err(error) if error.is_interrupted() => {
                vm.check_signals()?;
                screen.columns = columns(&*host);
                screen.draw(&*host, prompt, &line);
            }
            Err(error) => return Err(minipy_vm::io::errors::os_error(vm, &error, None)),
        }
    }
}

fn columns(host: &dyn Host) -> usize {
    // A terminal that does not know its size says 0.
    host.terminal_size(1).ok().map(|(columns, _)| usize::from(columns)).filter(|&columns| columns > 1).unwrap_or(80)
}

fn write(host: &dyn Host, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match host.fd_write(1, bytes) {
            Ok(count) => bytes = &bytes[count.min(bytes.len())..],
            Err(error) if error.is_interrupted() => {}
            Err(_) => return,
        }
    }
}

/// Where the line stands on the screen.
struct Screen {
    columns: usize,
    /// The cursor's row below the prompt's.
    row: usize,
}

impl Screen {
    /// The row and column behind characters that begin in column `from`.
    fn place(&self, from: usize, text: impl Iterator<Item = char>) -> (usize, usize) {
        let (mut row, mut column) = (from / self.columns, from % self.columns);
        for c in text {
            let width = width(c);
            if column + width > self.columns {
                row += 1;
                column = 0;
            }
            column += width;
        }
        (row + column / self.columns, column % self.columns)
    }

    /// Draws the prompt and the line, and puts the cursor where it belongs.
    fn draw(&mut self, host: &dyn Host, prompt: &str, line: &Line) {
        let mut out = String::new();
        if self.row > 0 {
            out.push_str(&format!("\x1b[{}A", self.row));
        }
        out.push_str("\r\x1b[J");
        out.push_str(prompt);
        out.extend(line.text.iter().map(|&c| if c.is_control() { '?' } else { c }));
        let (row, column) = self.place(0, visible(prompt).chars());
        let start = row * self.columns + column;
        let (end_row, end_column) = self.place(start, line.text.iter().copied());
        let (row, column) = self.place(start, line.text[..line.at].iter().copied());
        if end_column == 0 && end_row > 0 {
            // The terminal wraps only with the next character.
            out.push('\n');
        }
        if end_row > row {
            out.push_str(&format!("\x1b[{}A", end_row - row));
        }
        out.push('\r');
        if column > 0 {
            out.push_str(&format!("\x1b[{column}C"));
        }
        self.row = row;
        write(host, out.as_bytes());
    }
}

/// The last line of a prompt without its escape sequences (colours), which take no room.
fn visible(prompt: &str) -> String {
    let mut rest = prompt.rsplit('\n').next().unwrap_or("");
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        text.push_str(before);
        rest = after.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, rest)| rest);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::{Key, first_key, visible};

    #[test]
    fn bytes_become_keys() {
        for (bytes, expected) in [
            (&b"a"[..], Some((Key::Char('a'), 1))),
            (b"\xc3\xa9x", Some((Key::Char('\u{e9}'), 2))),
            (b"\xc3", None),
            (b"\xff", Some((Key::Unknown, 1))),
            (b"\x1b", None),
            (b"\x1b[", None),
            (b"\x1b[A", Some((Key::Up, 3))),
            (b"\x1bOD", Some((Key::Left, 3))),
            (b"\x1b[3~x", Some((Key::Delete, 4))),
            (b"\x1b[1;5D", Some((Key::WordLeft, 6))),
            (b"\x1b[99z", Some((Key::Unknown, 5))),
            (b"\r", Some((Key::Enter, 1))),
            (b"\x04", Some((Key::EndOfInput, 1))),
        ] {
            assert_eq!(first_key(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn colours_take_no_room() {
        assert_eq!(visible("a\n\x1b[1;32m>>>\x1b[0m "), ">>> ");
    }
}
