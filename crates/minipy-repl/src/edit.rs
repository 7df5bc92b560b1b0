//! A line being edited, as keys change it. Pure: no terminal, no Python.

/// A key, as far as editing knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A character that is inserted.
    Char(char),
    Enter,
    /// Fills up to the next multiple of four columns.
    Tab,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    Up,
    Down,
    /// Deletes the character before the cursor.
    Backspace,
    /// Deletes the character at the cursor.
    Delete,
    /// Deletes to the end of the line.
    KillEnd,
    /// Deletes to the start of the line.
    KillStart,
    /// Deletes the word before the cursor.
    KillWord,
    /// Puts back what was killed last.
    Yank,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D: the end of the input in an empty line, otherwise Delete.
    EndOfInput,
    /// Draws everything anew on a clear screen.
    Clear,
    /// Anything else.
    Unknown,
}

/// What a key leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The line goes on.
    Editing,
    /// The line is finished.
    Done,
    /// The line is given up.
    Interrupted,
    /// There is no more input.
    Ended,
}

/// A line under the cursor.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// Its characters.
    pub(crate) text: Vec<char>,
    /// The cursor's place between them.
    pub(crate) at: usize,
    /// What was killed last.
    killed: Vec<char>,
    /// How many lines back in the history it is; 0 is the line itself.
    back: usize,
    /// The line itself, while a line of the history is shown.
    own: Vec<char>,
}

impl Line {
    /// Applies a key.
    pub(crate) fn key(&mut self, key: Key, history: &[String]) -> Outcome {
        let len = self.text.len();
        match key {
            Key::Char(c) => self.insert(&[c]),
            Key::Tab => self.insert(&[' '; 4][..4 - self.at % 4]),
            Key::Yank => self.insert(&self.killed.clone()),
            Key::Enter => {
                self.at = len;
                return Outcome::Done;
            }
            Key::Left => self.at = self.at.saturating_sub(1),
            Key::Right => self.at = (self.at + 1).min(len),
            Key::WordLeft => self.at = self.word_left(),
            Key::WordRight => self.at = self.word_right(),
            Key::Home => self.at = 0,
            Key::End => self.at = len,
            Key::Up => self.show(self.back + 1, history),
            Key::Down if self.back > 0 => self.show(self.back - 1, history),
            Key::Backspace if self.at > 0 => {
                self.at -= 1;
                self.text.remove(self.at);
            }
            Key::EndOfInput if len == 0 => return Outcome::Ended,
            Key::Delete | Key::EndOfInput if self.at < len => {
                self.text.remove(self.at);
            }
            Key::KillEnd => self.kill(self.at, len),
            Key::KillStart => self.kill(0, self.at),
            Key::KillWord => self.kill(self.word_left(), self.at),
            Key::Interrupt => return Outcome::Interrupted,
            Key::Down | Key::Backspace | Key::Delete | Key::EndOfInput | Key::Clear | Key::Unknown => {}
        }
        Outcome::Editing
    }

    fn insert(&mut self, new: &[char]) {
        self.text.splice(self.at..self.at, new.iter().copied());
        self.at += new.len();
    }

    fn kill(&mut self, start: usize, end: usize) {
        if start < end {
            self.killed = self.text.drain(start..end).collect();
            self.at = start;
        }
    }

    fn is_word(&self, index: usize) -> bool {
        self.text.get(index).is_some_and(|&c| c.is_alphanumeric() || c == '_')
    }

    fn word_left(&self) -> usize {
        let mut at = self.at;
        while at > 0 && !self.is_word(at - 1) {
            at -= 1;
        }
        while at > 0 && self.is_word(at - 1) {
            at -= 1;
        }
        at
    }

    fn word_right(&self) -> usize {
        let mut at = self.at;
        while at < self.text.len() && !self.is_word(at) {
            at += 1;
        }
        while self.is_word(at) {
            at += 1;
        }
        at
    }

    /// Shows the line that is so many lines back in the history.
    fn show(&mut self, back: usize, history: &[String]) {
        if back > history.len() {
            return;
        }
        if self.back == 0 {
            self.own = std::mem::take(&mut self.text);
        }
        self.text = match back {
            0 => std::mem::take(&mut self.own),
            _ => history[history.len() - back].chars().collect(),
        };
        self.back = back;
        self.at = self.text.len();
    }
}

/// The columns that a character takes on a terminal.
pub(crate) fn width(c: char) -> usize {
    match c as u32 {
        0..0x20 | 0x7f..0xa0 | 0x300..0x370 | 0x200b..0x2010 | 0x20d0..0x2100 | 0xfe00..0xfe10 => 0,
        0x1100..0x1160
        | 0x2e80..0xa4d0
        | 0xac00..0xd7a4
        | 0xf900..0xfb00
        | 0xfe30..0xfe70
        | 0xff00..0xff61
        | 0xffe0..0xffe7
        | 0x1f300..0x1fb00
        | 0x20000..0x3fffe => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Line, Outcome};

    fn typed(line: &mut Line, text: &str) {
        for c in text.chars() {
            line.key(Key::Char(c), &[]);
        }
    }

    fn shown(line: &Line) -> String {
        let mut text: String = line.text[..line.at].iter().collect();
        text.push('|');
        text.extend(&line.text[line.at..]);
        text
    }

    #[test]
    fn moving_and_deleting() {
        let mut line = Line::default();
        typed(&mut line, "ab cd.ef");
        for (key, after) in [
            (Key::WordLeft, "ab cd.|ef"),
            (Key::Left, "ab cd|.ef"),
            (Key::KillWord, "ab |.ef"),
            (Key::Yank, "ab cd|.ef"),
            (Key::Home, "|ab cd.ef"),
            (Key::Delete, "|b cd.ef"),
            (Key::Backspace, "|b cd.ef"),
            (Key::WordRight, "b| cd.ef"),
            (Key::Right, "b |cd.ef"),
            (Key::Backspace, "b|cd.ef"),
            (Key::KillEnd, "b|"),
            (Key::Tab, "b   |"),
            (Key::KillStart, "|"),
            (Key::End, "|"),
        ] {
            assert_eq!(line.key(key, &[]), Outcome::Editing);
            assert_eq!(shown(&line), after, "{key:?}");
        }
        assert_eq!(line.key(Key::EndOfInput, &[]), Outcome::Ended);
        typed(&mut line, "x");
        assert_eq!(line.key(Key::EndOfInput, &[]), Outcome::Editing);
        assert_eq!(line.key(Key::Interrupt, &[]), Outcome::Interrupted);
        assert_eq!(line.key(Key::Enter, &[]), Outcome::Done);
    }

    #[test]
    fn the_history_keeps_the_line_itself() {
        let history = ["one".to_owned(), "two".to_owned()];
        let mut line = Line::default();
        typed(&mut line, "own");
        for (key, after) in [
            (Key::Up, "two|"),
            (Key::Up, "one|"),
            (Key::Up, "one|"),
            (Key::Down, "two|"),
            (Key::Down, "own|"),
            (Key::Down, "own|"),
        ] {
            line.key(key, &history);
            assert_eq!(shown(&line), after, "{key:?}");
        }
    }
}
