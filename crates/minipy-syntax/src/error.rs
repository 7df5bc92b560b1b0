//! `SyntaxError` and its kin as this crate reports them. Must not know how errors are found.

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
        }
    }
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
}

/// Where CPython says that an error ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At a byte offset.
    At(u32),
    /// On the same line, with this literal `end_offset`.
    Literal(i32),
}

/// An error before its offsets are turned into lines and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawError {
    pub kind: ErrorKind,
    pub message: String,
    pub start: u32,
    pub end: End,
    /// CPython's `offset` where it is no column of the source.
    pub offset: Option<i32>,
    pub incomplete: bool,
    /// Whether the tokenizer found it: the text then has no line end.
    pub lexical: bool,
}

impl RawError {
    /// A `SyntaxError` over a range of bytes.
    pub fn syntax(message: impl Into<String>, start: u32, end: u32) -> Self {
        Self {
            kind: ErrorKind::Syntax,
            message: message.into(),
            start,
            end: End::At(end),
            offset: None,
            incomplete: false,
            lexical: false,
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
        self.incomplete = incomplete;
        self
    }

    /// Resolves offsets to lines and columns.
    pub fn resolve(self, source: &str, lines: &LineIndex) -> SyntaxError {
        if matches!(self.kind, ErrorKind::Memory | ErrorKind::Recursion) {
            return SyntaxError::without_place(self.kind, self.message);
        }
        let (lineno, column) = lines.char_position(source, self.start);
        // The tokenizer counts the characters before its cursor, the parser those before the token.
        let base = if self.lexical { 0 } else { 1 };
        let (end_lineno, end_offset) = match self.end {
            End::At(end) => {
                let (line, column) = lines.char_position(source, end);
                (line, column as i32 + base)
            }
            End::Literal(value) => (lineno, value),
        };
        let mut text = lines.line_text(source, lineno).to_owned();
        if !self.lexical {
            text.push('\n');
        }
        SyntaxError {
            kind: self.kind,
            message: self.message,
            lineno,
            offset: self.offset.unwrap_or(column as i32 + base),
            end_lineno,
            end_offset,
            text: Some(text),
            incomplete: self.incomplete,
        }
    }
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
