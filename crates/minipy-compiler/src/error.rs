//! Compile-time errors and warnings with their source ranges.
//!
//! Holds only the data; messages are made where the fault is found.

use crate::position::LineIndex;
use minipy_bytecode::code::Position;
use minipy_syntax::ast::Span;
use minipy_syntax::{Source, SyntaxError};

/// Which Python exception an error becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// SyntaxError
    Syntax,
    /// RecursionError
    Recursion,
    /// SystemError: a limit of the instruction format is exceeded.
    System,
    /// UnicodeEncodeError: a docstring has a lone surrogate.
    Unencodable,
}

/// An error of the symbol table or the code generator.
#[derive(Clone, Debug, PartialEq)]
pub struct CompileError {
    /// The exception class.
    pub kind: ErrorKind,
    /// CPython's message.
    pub message: String,
    /// The text that cannot be encoded, as generalised UTF-8.
    pub text: Box<[u8]>,
    /// The range in the source, if there is one.
    pub span: Option<Span>,
    /// The same range as lines and columns (UTF-8 bytes, from 0); line 0 when unknown.
    pub position: Position,
}

/// A SyntaxWarning found on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// CPython's message.
    pub message: String,
    /// Where.
    pub position: Position,
}

/// The result of compiling something.
pub(crate) type Result<T> = std::result::Result<T, CompileError>;

impl CompileError {
    /// A SyntaxError at `span`.
    pub(crate) fn syntax(message: impl Into<String>, span: Span) -> Self {
        Self { span: Some(span), ..Self::placeless(ErrorKind::Syntax, message) }
    }

    /// CPython's RecursionError of the compiler.
    pub(crate) fn recursion() -> Self {
        Self::placeless(ErrorKind::Recursion, "maximum recursion depth exceeded during compilation")
    }

    /// A docstring with a lone surrogate.
    pub(crate) fn unencodable(text: &[u8]) -> Self {
        Self { text: text.into(), ..Self::placeless(ErrorKind::Unencodable, "surrogates not allowed") }
    }

    fn placeless(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), text: Box::default(), span: None, position: Position::default() }
    }

    /// A limit of the instruction format.
    pub(crate) fn limit(message: &str) -> Self {
        Self::placeless(ErrorKind::System, message)
    }

    /// Fills in lines and columns.
    pub(crate) fn locate(mut self, lines: &LineIndex) -> Self {
        if let Some(span) = self.span {
            self.position = lines.position(span);
        }
        self
    }
}

impl std::fmt::Display for CompileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (line {})", self.message, self.position.line)
    }
}

impl std::error::Error for CompileError {}

impl CompileError {
    /// The error as the front end reports errors, with the source line.
    pub fn into_syntax_error(self, source: &Source) -> SyntaxError {
        let kind = match self.kind {
            ErrorKind::Syntax => minipy_syntax::ErrorKind::Syntax,
            ErrorKind::Recursion | ErrorKind::System => minipy_syntax::ErrorKind::Recursion,
            ErrorKind::Unencodable => minipy_syntax::ErrorKind::Syntax,
        };
        let Some(span) = self.span else { return SyntaxError::without_place(kind, self.message) };
        // CPython's compiler counts bytes, unlike its parser.
        let (lineno, column) = source.lines().position(span.start);
        let (end_lineno, end_column) = source.lines().position(span.end);
        let mut text = source.lines().line_text(source.text(), lineno).to_owned();
        text.push('\n');
        SyntaxError {
            kind,
            message: self.message,
            lineno,
            offset: column as i32 + 1,
            end_lineno,
            end_offset: end_column as i32 + 1,
            text: Some(text),
            incomplete: false,
            late: true,
            codec: None,
        }
    }
}
