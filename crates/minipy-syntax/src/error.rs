//! `SyntaxError` and its kin as this crate reports them. Must not know how errors are found.

use crate::lexer::tokens::{Token, TokenKind};
use crate::source::LineIndex;

/// The Python exception that an error becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `MemoryError`: the source nests too deeply for the parser.
    Memory,
    /// `RecursionError`: the source nests too deeply for the compiler.
    Recursion,
    /// `ValueError`: a name is a keyword in normal form.
    Value,
    /// `UnicodeDecodeError`: an escape sequence of a format specification.
    Decode,
}

impl ErrorKind {
    /// The exception's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "SyntaxError",
            Self::Indentation => "IndentationError",
            Self::Tab => "TabError",
            Self::Memory => "MemoryError",
            Self::Recursion => "RecursionError",
            Self::Value => "ValueError",
            Self::Decode => "UnicodeDecodeError",
        }
    }
}

/// The arguments of a `UnicodeDecodeError` of the codec `unicodeescape`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecodable {
    /// What was to be decoded.
    pub object: Vec<u8>,
    /// Where in it the sequence starts and ends.
    pub start: usize,
    /// The offset after it.
    pub end: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// An error in a source text, with the positions that CPython reports.
///
/// Offsets count characters from 1, as the attributes of Python's `SyntaxError` do; `end_offset` may be 0 or -1
/// where CPython has no end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The exception to raise.
    pub kind: ErrorKind,
    /// CPython's text.
    pub message: String,
    /// The line, from 1; 0 if the error belongs to no line.
    pub lineno: u32,
    /// The character in the line, from 1.
    pub offset: i32,
    /// The last line.
    pub end_lineno: u32,
    /// The character after the last, from 1.
    pub end_offset: i32,
    /// The source line, with its line end where CPython gives it.
    pub text: Option<String>,
    /// Whether more input could make the source valid (the prompt then asks for another line).
    pub incomplete: bool,
    /// Whether CPython's compiler finds it, not its parser: it looks the line up in the file, if there is one.
    pub late: bool,
    /// Of [`ErrorKind::Decode`]: what could not be decoded.
    pub codec: Option<Box<Undecodable>>,
}

/// Where CPython says that an error ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At a byte offset: its column plus a number.
    At(u32, i32),
    /// On the same line, with this literal `end_offset`.
    Literal(i32),
    /// On the line of a byte offset, without a column.
    After(u32),
}

impl End {
    /// The end of a token.
    pub fn of(token: Token) -> Self {
        // A line end is one character long, wherever the next token is.
        if token.kind == TokenKind::Newline { Self::At(token.start, 2) } else { Self::At(token.end, 1) }
    }

    /// The tokenizer's cursor after a token, which counts from 0.
    pub fn cursor(token: Token) -> Self {
        if token.kind == TokenKind::Newline { Self::At(token.start, 1) } else { Self::At(token.end, 0) }
    }
}

/// An error before its offsets are turned into lines and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawError {
    pub kind: ErrorKind,
    pub message: String,
    /// The byte offset of its start, and what to add to that column.
    pub start: u32,
    pub start_extra: i32,
    pub end: End,
    /// CPython's `offset` where it is no column of the source.
    pub offset: Option<i32>,
    /// Where the column is taken from if not from the start.
    pub column_at: Option<u32>,
    pub incomplete: bool,
    /// Whether the tokenizer raised it: then it replaces an error that the parser found before.
    pub lexical: bool,
    /// Whether the line is given without its line end, as the tokenizer gives it.
    pub bare: bool,
    /// How far CPython's tokenizer had read, if further than the error.
    pub read: Option<u32>,
    /// See [`SyntaxError`].
    pub late: bool,
    /// What a codec said.
    pub codec: Option<Box<Undecodable>>,
}

impl RawError {
    /// A `SyntaxError` over a range of bytes.
    pub fn syntax(message: impl Into<String>, start: u32, end: u32) -> Self {
        Self {
            kind: ErrorKind::Syntax,
            message: message.into(),
            start,
            start_extra: 1,
            end: End::At(end, 1),
            offset: None,
            column_at: None,
            incomplete: false,
            lexical: false,
            bare: false,
            read: None,
            late: false,
            codec: None,
        }
    }

    /// An error that the tokenizer raises: it counts the characters before its cursor.
    pub fn lexical(message: impl Into<String>, start: u32, end: u32) -> Self {
        Self { lexical: true, bare: true, start_extra: 0, end: End::At(end, 0), ..Self::syntax(message, start, end) }
    }

    /// A `SyntaxError` about a token.
    pub fn at_token(message: impl Into<String>, token: Token) -> Self {
        let error = Self::syntax(message, token.start, token.end);
        match token.kind {
            TokenKind::EndMarker | TokenKind::EndNewline => Self { offset: Some(0), end: End::Literal(0), ..error },
            // CPython's error range covers the first character only.
            TokenKind::LessGreater => Self { end: End::At(token.start, 2), ..error },
            _ => Self { end: End::of(token), ..error },
        }
    }

    /// The same error as another exception.
    pub fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// The same error with a literal `end_offset`.
    pub fn with_end(mut self, end: i32) -> Self {
        self.end = End::Literal(end);
        self
    }

    /// The same error, marked as curable by more input.
    pub fn with_incomplete(mut self, incomplete: bool) -> Self {
        self.incomplete |= incomplete;
        self
    }

    /// Resolves offsets to lines and columns; a file's last line has a line end even if the text lacks it.
    pub fn resolve(self, source: &str, lines: &LineIndex, is_file: bool) -> SyntaxError {
        if !matches!(self.kind, ErrorKind::Syntax | ErrorKind::Indentation | ErrorKind::Tab) {
            return SyntaxError { codec: self.codec, ..SyntaxError::without_place(self.kind, self.message) };
        }
        // The end of the input belongs to the last line that has one.
        let at_end = self.offset.is_some() && self.start as usize == source.len() && source.ends_with(['\n', '\r']);
        let (lineno, column) = lines.char_position(source, self.start - u32::from(at_end));
        let line = lines.line_text(source, lineno);
        let (end_lineno, end_offset) = match self.end {
            End::At(end, extra) => {
                let (end_line, column) = lines.char_position(source, end);
                let mut end_offset = column as i32 + extra;
                if end_line != lineno {
                    end_offset = column_in(line, lines.position(end).1 as i32 + extra);
                }
                (end_line, end_offset)
            }
            End::Literal(value) => (lineno, value),
            End::After(end) => (lines.line(end), 0),
        };
        let column = match self.column_at {
            Some(at) => column_in(line, lines.position(at).1 as i32 + self.start_extra),
            None => column as i32 + self.start_extra,
        };
        let mut text = line.to_owned();
        if source.is_empty() {
            return SyntaxError { text: None, ..SyntaxError::without_place(self.kind, self.message) };
        }
        // The line is taken from the tokenizer's buffer, with its line end, as long as that holds it.
        let read_on = self.read.is_some_and(|read| lines.line(read.saturating_sub(1)) > lineno);
        let has_end = is_file || (lineno as usize) < lines.count();
        if self.late || !self.bare && !read_on && has_end {
            text.push('\n');
        }
        SyntaxError {
            kind: self.kind,
            message: self.message,
            lineno,
            offset: self.offset.unwrap_or(column),
            end_lineno,
            end_offset,
            text: Some(text),
            incomplete: self.incomplete,
            late: self.late,
            codec: None,
        }
    }
}

/// The column in characters for one in bytes of another line: CPython converts all columns of an error with the text
/// of its first line.
fn column_in(line: &str, bytes: i32) -> i32 {
    let bytes = usize::try_from(bytes).unwrap_or(0);
    let inside = &line.as_bytes()[..bytes.min(line.len())];
    let characters = inside.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    (characters + usize::from(bytes > line.len())) as i32
}

impl SyntaxError {
    /// An error that belongs to no line.
    pub fn without_place(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            lineno: 0,
            offset: 0,
            end_lineno: 0,
            end_offset: 0,
            text: None,
            incomplete: false,
            late: false,
            codec: None,
        }
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)?;
        if self.lineno > 0 {
            write!(f, " (line {}, offset {})", self.lineno, self.offset)?;
        }
        Ok(())
    }
}

impl std::error::Error for SyntaxError {}

/// A `SyntaxWarning` found while parsing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxWarning {
    /// CPython's text.
    pub message: String,
    /// The line that the warning names, from 1.
    pub lineno: u32,
    /// The range of bytes it is about.
    pub span: crate::ast::Span,
}
