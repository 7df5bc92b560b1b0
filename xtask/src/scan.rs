//! Separates a Rust file into code and comments, line by line. It knows just enough of the lexical grammar for that, and
//! nothing of the syntax.

/// One line of a file: `code` without comments and with the inside of literals blanked, and `comment`.
#[derive(Default)]
pub struct Line {
    /// The code of the line.
    pub code: String,
    /// The text of its comments.
    pub comment: String,
}

enum State {
    Code,
    LineComment,
    BlockComment(usize),
    Text,
    RawText(usize),
}

/// Splits `source` into lines of code and comment.
pub fn scan(source: &str) -> Vec<Line> {
    let bytes: Vec<char> = source.chars().collect();
    let mut lines = vec![Line::default()];
    let mut state = State::Code;
    let mut at = 0;
    while at < bytes.len() {
        let c = bytes[at];
        let next = bytes.get(at + 1).copied().unwrap_or('\0');
        if c == '\n' {
            if matches!(state, State::LineComment) {
                state = State::Code;
            }
            lines.push(Line::default());
            at += 1;
            continue;
        }
        let index = lines.len() - 1;
        let line = &mut lines[index];
        match state {
            State::Code => match (c, next) {
                ('/', '/') => state = State::LineComment,
                ('/', '*') => {
                    state = State::BlockComment(1);
                    at += 1;
                }
                ('"', _) => {
                    line.code.push('"');
                    state = State::Text;
                }
                ('r', '"' | '#') if !line.code.ends_with(|p: char| p.is_alphanumeric() && p != 'b' || p == '_') => {
                    let hashes = bytes[at + 1..].iter().take_while(|c| **c == '#').count();
                    if bytes.get(at + 1 + hashes) == Some(&'"') {
                        state = State::RawText(hashes);
                        line.code.push('"');
                        at += 1 + hashes;
                    } else {
                        line.code.push(c);
                    }
                }
                // A character literal: blank it, so that `'"'` opens no string. A lifetime has no closing quote.
                ('\'', '\\') => {
                    let close = bytes[at + 3..].iter().position(|c| *c == '\'').unwrap_or(0);
                    at += 3 + close;
                }
                ('\'', _) if bytes.get(at + 2) == Some(&'\'') => at += 2,
                _ => line.code.push(c),
            },
            State::LineComment => line.comment.push(c),
            State::BlockComment(depth) => match (c, next) {
                ('*', '/') => {
                    at += 1;
                    state = if depth == 1 { State::Code } else { State::BlockComment(depth - 1) };
                }
                ('/', '*') => {
                    at += 1;
                    state = State::BlockComment(depth + 1);
                }
                _ => line.comment.push(c),
            },
            State::Text => match c {
                '\\' if next != '\n' => at += 1,
                '"' => {
                    line.code.push('"');
                    state = State::Code;
                }
                _ => {}
            },
            State::RawText(hashes) => {
                if c == '"' && bytes[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes {
                    at += hashes;
                    line.code.push('"');
                    state = State::Code;
                }
            }
        }
        at += 1;
    }
    lines
}

/// Whether `word` stands in `code` as a whole word.
pub fn has_word(code: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    code.match_indices(word)
        .any(|(at, _)| !part(code[..at].chars().next_back()) && !part(code[at + word.len()..].chars().next()))
}
