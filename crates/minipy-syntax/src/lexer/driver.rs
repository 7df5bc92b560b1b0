//! The stateful half of the tokenizer: brackets, lines, and which mode reads the next bytes.
//!
//! Must not know the grammar.

use super::Lexed;
use super::fstring::FString;
use super::literals;
use super::names;
use super::tokens::{Token, TokenKind};
use crate::error::{ErrorKind, RawError};
use logos::{Lexer, Logos};

/// CPython's limit of open brackets.
const MAX_BRACKETS: usize = 200;

/// An open bracket: its character and offset.
#[derive(Clone, Copy)]
pub(super) struct Bracket {
    pub character: u8,
    pub offset: u32,
    /// Whether it follows a comma.
    pub after_comma: bool,
}

/// The tokenizer's state.
pub(super) struct Driver<'s> {
    pub source: &'s str,
    pub bytes: &'s [u8],
    pub lexer: Lexer<'s, TokenKind>,
    pub tokens: Vec<Token>,
    pub brackets: Vec<Bracket>,
    pub fstrings: Vec<FString>,
    /// Columns of the open blocks, with tabs to multiples of 8 and with tabs as one column.
    pub indents: Vec<(u32, u32)>,
    comments: Vec<(u32, u32)>,
    glued_numbers: Vec<Token>,
    pub escaped_braces: Vec<u32>,
    disguised: Option<Token>,
    /// Whether no token of the current logical line has been read.
    pub at_line_start: bool,
    /// Whether the last line has a line end even if the text lacks it.
    pub is_file: bool,
}

/// An error whose place is the tokenizer's cursor, as CPython's `syntaxerror()` reports it.
pub(super) fn error_at(message: impl Into<String>, cursor: usize) -> RawError {
    RawError::lexical(message, cursor as u32, cursor as u32)
}

impl<'s> Driver<'s> {
    pub fn new(source: &'s str, is_file: bool) -> Self {
        Self {
            source,
            bytes: source.as_bytes(),
            lexer: TokenKind::lexer(source),
            tokens: Vec::with_capacity(source.len() / 4 + 8),
            brackets: Vec::new(),
            fstrings: Vec::new(),
            indents: vec![(0, 0)],
            comments: Vec::new(),
            glued_numbers: Vec::new(),
            escaped_braces: Vec::new(),
            disguised: None,
            at_line_start: true,
            is_file,
        }
    }

    pub fn run(mut self) -> Lexed {
        let mut error = self.scan().err();
        let never_closed = self.never_closed();
        if let Some(error) = &mut error
            && !self.fstrings.is_empty()
        {
            // CPython does not look for errors of the tokenizer inside f-strings after one of the parser.
            error.lexical = false;
        }
        Lexed {
            tokens: self.tokens,
            comments: self.comments,
            error,
            in_fstring: !self.fstrings.is_empty(),
            never_closed,
            glued_numbers: self.glued_numbers,
            escaped_braces: self.escaped_braces,
            disguised: self.disguised,
        }
    }

    pub fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.tokens.push(Token { kind, start: start as u32, end: end as u32 });
    }

    /// The line, from 1, of an offset.
    pub fn line_of(&self, offset: usize) -> usize {
        let before = &self.bytes[..offset];
        let ends = memchr::memchr2_iter(b'\n', b'\r', before)
            .filter(|&at| before[at] == b'\n' || before.get(at + 1) != Some(&b'\n'))
            .count();
        ends + 1
    }

    /// The line in which CPython notices the end of the input.
    pub fn last_line(&self) -> usize {
        let line_end = match self.bytes {
            [.., b'\r', b'\n'] => 2,
            [.., b'\n' | b'\r'] => 1,
            _ => 0,
        };
        self.line_of(self.bytes.len() - line_end)
    }

    /// Whether the innermost replacement field is open and no bracket inside it is.
    fn at_field_level(&self) -> bool {
        self.fstrings.last().is_some_and(FString::at_field_level)
    }

    fn scan(&mut self) -> Result<(), RawError> {
        loop {
            if self.fstrings.last().is_some_and(FString::reads_text) {
                self.fstring_text()?;
                continue;
            }
            if self.at_line_start && self.brackets.is_empty() {
                self.indentation()?;
            }
            let Some(result) = self.lexer.next() else { break };
            let span = self.lexer.span();
            match result {
                Ok(kind) => self.token(kind, span.start, span.end)?,
                Err(()) => self.stray_character(span.start)?,
            }
        }
        self.finish()
    }

    fn token(&mut self, mut kind: TokenKind, start: usize, end: usize) -> Result<(), RawError> {
        use TokenKind as K;
        match kind {
            K::LineEnd => {
                if self.brackets.is_empty() {
                    if !self.at_line_start {
                        self.push(K::Newline, start, end);
                    }
                    self.at_line_start = true;
                }
                return Ok(());
            }
            K::Comment => {
                self.comments.push((start as u32, end as u32));
                return Ok(());
            }
            K::Continuation => {
                if end >= self.bytes.len() {
                    return Err(self.end_after_continuation(start));
                }
                return Ok(());
            }
            K::Backslash => return Err(self.lone_backslash(start, end)),
            K::LeftParen | K::LeftBracket | K::LeftBrace => {
                let after_comma = self.tokens.last().is_some_and(|last| last.kind == K::Comma);
                if self.brackets.len() + 1 >= MAX_BRACKETS
                    && self.brackets.iter().skip(1).all(|bracket| bracket.after_comma)
                    && after_comma
                {
                    // CPython's parser runs out of levels before its tokenizer does: an item behind a comma takes 20.
                    let message = "Parser stack overflowed - Python source too complex to parse";
                    return Err(error_at(message, end).with_kind(ErrorKind::Memory));
                }
                if self.brackets.len() >= MAX_BRACKETS {
                    return Err(error_at("too many nested parentheses", end));
                }
                self.brackets.push(Bracket { character: self.bytes[start], offset: start as u32, after_comma });
                if let Some(string) = self.fstrings.last_mut() {
                    string.open += 1;
                }
            }
            K::RightParen | K::RightBracket | K::RightBrace => {
                if kind == K::RightBrace && self.at_field_level() {
                    kind = K::FieldEnd;
                    self.close_bracket(start)?;
                    if let Some(string) = self.fstrings.last_mut() {
                        string.close_field();
                    }
                } else {
                    self.close_bracket(start)?;
                }
            }
            K::Colon => {
                if self.at_field_level() {
                    kind = K::FieldColon;
                    if let Some(string) = self.fstrings.last_mut() {
                        string.enter_spec();
                    }
                } else if self.bytes.get(end) == Some(&b'=') {
                    self.lexer.bump(1);
                    self.at_line_start = false;
                    self.push(K::ColonEqual, start, end + 1);
                    return Ok(());
                }
            }
            K::Exclamation if self.at_field_level() => kind = K::FieldExclamation,
            K::Equal if self.at_field_level() => {
                if let Some(stop) = self.debug_end(end) {
                    self.push(K::FieldDebug, start, stop);
                    return Ok(());
                }
            }
            K::String => return self.string(start, end),
            K::FStringStart => self.fstring_start(start, end)?,
            K::Int | K::RadixInt | K::Float | K::Imaginary => {
                if let Some(&next) = self.bytes.get(end)
                    && (next == b'_' || next.is_ascii_alphanumeric())
                {
                    let is_radix = end == start + 1 && self.bytes[start] == b'0' && matches!(next, b'o' | b'O');
                    if !literals::starts_keyword(&self.bytes[end..]) || next == b'_' || is_radix {
                        return Err(literals::number_error(self.bytes, start));
                    }
                    self.glued_numbers.push(Token { kind, start: start as u32, end: end as u32 });
                }
            }
            // CPython takes the `e` for an exponent before it looks whether the digits may stand there.
            K::LeadingZero if literals::is_number_before_else(&self.bytes[start..end], &self.bytes[end..]) => {
                kind = K::Int;
                self.glued_numbers.push(Token { kind, start: start as u32, end: end as u32 });
            }
            K::LeadingZero => return Err(literals::number_error(self.bytes, start)),
            K::LessGreater => {
                // CPython prefers the longer operator after the `<`.
                let (second, length) = match self.bytes[end..] {
                    [b'=', ..] => (K::GreaterEqual, 1),
                    [b'>', b'=', ..] => (K::RightShiftEqual, 2),
                    [b'>', ..] => (K::RightShift, 1),
                    _ => (K::LessGreater, 0),
                };
                if length > 0 {
                    self.lexer.bump(length);
                    self.at_line_start = false;
                    self.push(K::Less, start, start + 1);
                    self.push(second, start + 1, end + length);
                    return Ok(());
                }
            }
            K::Name if matches!(self.bytes.get(end), Some(b'"' | b'\'')) => {
                literals::check_prefix(self.bytes, start, end)?
            }
            K::WideName => {
                names::check(self.source, start, end)?;
                kind = K::Name;
                if self.disguised.is_none() && names::disguised(&self.source[start..end]).is_some() {
                    self.disguised = Some(Token { kind, start: start as u32, end: end as u32 });
                }
            }
            _ => {}
        }
        self.at_line_start = false;
        self.push(kind, start, end);
        Ok(())
    }

    /// Extends an opening quote to the whole literal.
    fn string(&mut self, start: usize, open_end: usize) -> Result<(), RawError> {
        let quote = self.bytes[open_end - 1];
        let triple = open_end >= start + 3 && self.bytes[open_end - 3] == quote;
        match literals::string_end(self.bytes, open_end, quote, triple) {
            Ok(end) => {
                self.lexer.bump(end - open_end);
                self.at_line_start = false;
                self.push(TokenKind::String, start, end);
                Ok(())
            }
            Err(stop) => Err(self.unterminated_string(start, open_end, stop, quote, triple)),
        }
    }

    fn unterminated_string(&self, start: usize, open_end: usize, stop: usize, quote: u8, triple: bool) -> RawError {
        // Inside a replacement field the quote is rather the end of the f-string, so a brace is missing.
        if let Some(string) = self.fstrings.last()
            && string.quote == quote
            && string.triple == triple
        {
            return error_at(format!("{}-string: expecting '}}'", string.letter), start + 1);
        }
        let line = if triple || stop >= self.bytes.len() { self.last_line() } else { self.line_of(stop) };
        let what = if triple { "triple-quoted string" } else { "string" };
        let escaped =
            !triple && self.bytes[open_end..stop.min(self.bytes.len())].windows(2).any(|pair| pair == [b'\\', quote]);
        let hint = if escaped { "); perhaps you escaped the end quote?" } else { ")" };
        let continued = !triple && self.bytes[open_end..stop.min(self.bytes.len())].ends_with(b"\\\n");
        error_at(format!("unterminated {what} literal (detected at line {line}{hint}"), start + 1)
            .with_incomplete(triple || continued)
    }

    pub fn close_bracket(&mut self, at: usize) -> Result<(), RawError> {
        let closing = self.bytes[at];
        let Some(opening) = self.brackets.pop() else {
            return Err(error_at(format!("unmatched '{}'", closing as char), at + 1));
        };
        let wanted = match opening.character {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        let unmatched = |string: &FString| {
            Err(error_at(format!("{}-string: unmatched '{}'", string.letter, closing as char), at + 1))
        };
        if wanted == closing {
            return match self.fstrings.last_mut() {
                Some(string) if string.open == 0 => unmatched(string),
                Some(string) => {
                    string.open -= 1;
                    Ok(())
                }
                None => Ok(()),
            };
        }
        if let Some(string) = self.fstrings.last()
            && string.at_field_level()
            && opening.character == b'{'
        {
            return unmatched(string);
        }
        let line = self.line_of(opening.offset as usize);
        let place = if line == self.line_of(at) { String::new() } else { format!(" on line {line}") };
        Err(error_at(
            format!(
                "closing parenthesis '{}' does not match opening parenthesis '{}'{place}",
                closing as char, opening.character as char
            ),
            at + 1,
        ))
    }

    /// A byte that starts no token.
    fn stray_character(&mut self, start: usize) -> Result<(), RawError> {
        let character = self.source[start..].chars().next().unwrap_or('\0');
        if matches!(character, '$' | '?' | '`') {
            self.at_line_start = false;
            self.push(TokenKind::Unknown, start, start + 1);
            return Ok(());
        }
        Err(names::character_error(character, start))
    }

    fn end_after_continuation(&self, start: usize) -> RawError {
        if !self.is_file && !self.bytes.ends_with(b"\n") && !self.bytes.ends_with(b"\r") {
            // There is no line end to go on after, and the tokenizer takes the end for a character.
            return self.continued_by_character(start, start);
        }
        if let Some(error) = self.never_closed() {
            return error;
        }
        RawError::syntax("unexpected EOF while parsing", start as u32 + 1, 0).with_end(-1).with_incomplete(true)
    }

    pub fn lone_backslash(&self, start: usize, end: usize) -> RawError {
        if end >= self.bytes.len() {
            return self.end_after_continuation(start);
        }
        self.continued_by_character(start, end)
    }

    fn continued_by_character(&self, start: usize, end: usize) -> RawError {
        let message = "unexpected character after line continuation character";
        let column = self.buffered_column(start, end);
        RawError { offset: Some(column), ..RawError::syntax(message, start as u32 + 1, 0).with_end(0) }
    }

    /// The column that CPython gives for the character at `end`: it counts from the start of its buffer, which is an
    /// earlier line if a token or a continuation goes on over the line end, but only up to the end of the line.
    fn buffered_column(&self, start: usize, end: usize) -> i32 {
        let line_before = |at: usize| memchr::memrchr2(b'\n', b'\r', &self.bytes[..at]).map_or(0, |found| found + 1);
        let line = line_before(start);
        let mut buffer = line;
        while buffer > 0 && self.goes_on_over(buffer - 1) {
            let line_end = buffer - 1;
            buffer = line_before(line_end - usize::from(self.bytes[..=line_end].ends_with(b"\r\n")));
        }
        let text = &self.bytes[line..];
        let text = &text[..memchr::memchr2(b'\n', b'\r', text).unwrap_or(text.len())];
        let line_ends = memchr::memmem::find_iter(&self.bytes[buffer..start], b"\r\n").count();
        let wanted = end + 1 - buffer - line_ends;
        let characters = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        let ends_line = self.is_file || line + text.len() < self.bytes.len();
        // After the text come its line end and the NUL behind it.
        let beyond = wanted.saturating_sub(text.len()).min(1 + usize::from(ends_line));
        (characters(&text[..wanted.min(text.len())]) + beyond) as i32
    }

    /// Whether a literal or a continuation goes on over the line end at `at`.
    fn goes_on_over(&self, at: usize) -> bool {
        let in_literal = self.tokens.iter().rev().take_while(|token| token.end as usize > at).any(|token| {
            (token.start as usize) <= at && matches!(token.kind, TokenKind::String | TokenKind::FStringMiddle)
        });
        let before = &self.bytes[..at + 1 - usize::from(self.bytes[..=at].ends_with(b"\r\n"))];
        let before = before.strip_suffix(b"\n").or_else(|| before.strip_suffix(b"\r")).unwrap_or(before);
        let in_comment = self.comments.iter().rev().any(|comment| (comment.1 as usize) == before.len());
        in_literal
            || before.ends_with(b"\\") && !in_comment && {
                let line = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |found| found + 1);
                // In the indentation there is no token.
                !before[line..before.len() - 1].iter().all(|byte| matches!(byte, b' ' | b'\t' | 0x0C))
            }
    }

    /// Closes the last line and all blocks.
    fn finish(&mut self) -> Result<(), RawError> {
        let end = self.bytes.len();
        if let Some(error) = self.never_closed() {
            return Err(error);
        }
        if !self.at_line_start {
            self.push(TokenKind::Newline, end, end);
        }
        while self.indents.len() > 1 {
            self.indents.pop();
            self.push(TokenKind::Dedent, end, end);
        }
        self.push(TokenKind::EndMarker, end, end);
        Ok(())
    }

    fn never_closed(&self) -> Option<RawError> {
        let open = self.brackets.last()?;
        let message = format!("'{}' was never closed", open.character as char);
        Some(RawError::syntax(message, open.offset, 0).with_end(0).with_incomplete(true))
    }

    /// An error about indentation, placed as CPython places it.
    pub fn indentation_error(&self, kind: ErrorKind, message: &str, line_start: usize) -> RawError {
        RawError::syntax(message, line_start as u32, 0).with_kind(kind).with_end(0)
    }
}
