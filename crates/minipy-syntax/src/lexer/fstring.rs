//! f-strings and t-strings: the text between replacement fields, and the modes of nested fields.

use super::driver::{Bracket, Driver, error_at};
use super::tokens::TokenKind;
use crate::error::RawError;

/// CPython's limit of nested f-strings.
const MAX_FSTRINGS: usize = 150;

/// An open replacement field.
struct Field {
    /// Whether its format specification is being read.
    in_spec: bool,
}

/// An f-string or t-string whose end has not been read.
pub(super) struct FString {
    pub quote: u8,
    pub triple: bool,
    /// `f` or `t`, for messages.
    pub letter: char,
    raw: bool,
    start: usize,
    fields: Vec<Field>,
    /// The number of open brackets inside it, those of its fields included.
    pub open: usize,
    /// Whether what is read belongs to a specification in which no field has been yet. After one CPython takes the
    /// rest for ordinary text.
    plain_spec: bool,
}

impl FString {
    /// Whether literal text comes next.
    pub fn reads_text(&self) -> bool {
        self.fields.last().is_none_or(|field| field.in_spec)
    }

    /// Whether a field is open and no bracket inside it is.
    pub fn at_field_level(&self) -> bool {
        !self.fields.is_empty() && self.open == self.fields.len()
    }

    pub fn close_field(&mut self) {
        self.fields.pop();
        self.plain_spec = false;
    }

    pub fn enter_spec(&mut self) {
        self.plain_spec = true;
        if let Some(field) = self.fields.last_mut() {
            field.in_spec = true;
        }
    }
}

impl Driver<'_> {
    pub(super) fn fstring_start(&mut self, start: usize, end: usize) -> Result<(), RawError> {
        let quote = self.bytes[end - 1];
        let triple = end >= start + 4 && self.bytes[end - 2] == quote && self.bytes[end - 3] == quote;
        let prefix = &self.bytes[start..end];
        if self.fstrings.len() >= MAX_FSTRINGS - 1 {
            return Err(error_at("too many nested f-strings or t-strings", end));
        }
        let is_template = prefix.iter().any(|byte| matches!(byte, b't' | b'T'));
        self.fstrings.push(FString {
            quote,
            triple,
            letter: if is_template { 't' } else { 'f' },
            raw: prefix.iter().any(|byte| matches!(byte, b'r' | b'R')),
            start,
            fields: Vec::new(),
            open: 0,
            plain_spec: false,
        });
        Ok(())
    }

    /// Where `= ` of a self-documenting field ends, if the `=` before `from` is one.
    pub(super) fn debug_end(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            match self.bytes.get(at)? {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'\\' => at += 1,
                b'#' => at += memchr::memchr(b'\n', &self.bytes[at..])?,
                b'}' | b':' => return Some(at),
                b'!' if self.bytes.get(at + 1) != Some(&b'=') => return Some(at),
                _ => return None,
            }
        }
    }

    /// Reads literal text up to a field, the end of a field's specification, or the closing quotes.
    pub(super) fn fstring_text(&mut self) -> Result<(), RawError> {
        let Some(string) = self.fstrings.last() else { return Ok(()) };
        let in_spec = !string.fields.is_empty();
        let (quote, triple, raw, plain_spec) = (string.quote, string.triple, string.raw, string.plain_spec);
        let bytes = self.bytes;
        let start = self.lexer.span().end;
        let mut at = start;
        loop {
            let byte = match bytes.get(at) {
                Some(&byte) => byte,
                // The end of a file is a line end, too.
                None if plain_spec && !triple && self.is_file => b'\n',
                None => return Err(self.unterminated_fstring(at)),
            };
            match byte {
                _ if byte == quote && (!triple || bytes[at..].starts_with(&[quote; 3])) => {
                    self.middle(start, at);
                    let length = if triple { 3 } else { 1 };
                    self.push(TokenKind::FStringEnd, at, at + length);
                    self.lexer.bump(at + length - start);
                    // The braces of fields left open stay open, as in CPython: the grammar has its own error for them.
                    self.fstrings.pop();
                    return Ok(());
                }
                b'\n' | b'\r' if !triple => {
                    if plain_spec {
                        let letter = self.letter();
                        let message = format!(
                            "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
                        );
                        let error = RawError::syntax(message, at as u32, at as u32);
                        return Err(RawError { lexical: true, bare: true, ..error });
                    }
                    return Err(self.unterminated_fstring(at));
                }
                b'\\' => {
                    if !raw && matches!(bytes.get(at + 1), Some(b'{' | b'}')) {
                        self.escaped_braces.push(at as u32);
                    }
                    at = text_after_backslash(bytes, at, raw);
                }
                b'{' if !plain_spec && bytes.get(at + 1) == Some(&b'{') => at += 2,
                b'}' if !in_spec && bytes.get(at + 1) == Some(&b'}') => at += 2,
                b'{' => {
                    self.middle(start, at);
                    self.push(TokenKind::FieldStart, at, at + 1);
                    self.lexer.bump(at + 1 - start);
                    self.brackets.push(Bracket { character: b'{', offset: at as u32, after_comma: false });
                    if let Some(string) = self.fstrings.last_mut() {
                        string.open += 1;
                        string.fields.push(Field { in_spec: false });
                        if string.fields.len() > 3 {
                            let message = format!("{}-string: expressions nested too deeply", string.letter);
                            return Err(error_at(message, at));
                        }
                    }
                    return Ok(());
                }
                b'}' if in_spec => {
                    self.middle(start, at);
                    self.push(TokenKind::FieldEnd, at, at + 1);
                    self.lexer.bump(at + 1 - start);
                    self.close_bracket(at)?;
                    if let Some(string) = self.fstrings.last_mut() {
                        string.close_field();
                    }
                    return Ok(());
                }
                b'}' => {
                    return Err(error_at(format!("{}-string: single '}}' is not allowed", self.letter()), at + 1));
                }
                _ => at += 1,
            }
        }
    }

    fn letter(&self) -> char {
        self.fstrings.last().map_or('f', |string| string.letter)
    }

    fn middle(&mut self, start: usize, end: usize) {
        if end > start {
            self.push(TokenKind::FStringMiddle, start, end);
        }
    }

    fn unterminated_fstring(&self, stop: usize) -> RawError {
        let Some(string) = self.fstrings.last() else { return error_at("unterminated f-string literal", stop) };
        let (what, line) = if string.triple {
            ("triple-quoted ", self.last_line())
        } else {
            ("", self.line_of(stop.min(self.bytes.len())))
        };
        let message = format!("unterminated {what}{}-string literal (detected at line {line})", string.letter);
        error_at(message, string.start + 1).with_incomplete(string.triple)
    }
}

/// The offset after a backslash and what it escapes, inside an f-string's text.
fn text_after_backslash(bytes: &[u8], at: usize, raw: bool) -> usize {
    match bytes.get(at + 1) {
        // The brace keeps its meaning.
        Some(b'{' | b'}') => at + 1,
        Some(b'N') if !raw && bytes.get(at + 2) == Some(&b'{') => {
            // A named character: its braces open no field.
            match memchr::memchr3(b'}', b'\n', b'"', &bytes[at..]) {
                Some(length) if bytes[at + length] == b'}' => at + length + 1,
                _ => at + 3,
            }
        }
        Some(b'\r') if bytes.get(at + 2) == Some(&b'\n') => at + 3,
        _ => at + 2,
    }
}
