//! The tokenizer: a logos automaton for what is context-free, a driver for what has state.
//!
//! Must not know the grammar: it returns the tokens up to the first lexical error, and that error.

mod driver;
mod fstring;
mod indent;
mod literals;
mod names;
pub(crate) use names::is_printable;
pub mod tokens;

use crate::error::{RawError, SyntaxError};
use crate::source::LineIndex;
use tokens::Token;

/// What the tokenizer found.
#[derive(Debug)]
pub struct Lexed {
    /// The tokens in source order; without an error the last one is the end marker.
    pub tokens: Vec<Token>,
    /// The comments, which are no tokens for the grammar.
    pub comments: Vec<(u32, u32)>,
    pub(crate) error: Option<RawError>,
    /// Whether the error is inside an f-string.
    pub(crate) in_fstring: bool,
    /// The error for the innermost bracket that was open when the error was found.
    pub(crate) never_closed: Option<RawError>,
    /// Numbers that run into a keyword, such as `1if`.
    pub(crate) glued_numbers: Vec<Token>,
}

impl Lexed {
    /// The lexical error that ended the token list, if any.
    pub fn error(&self, source: &str) -> Option<SyntaxError> {
        let lines = LineIndex::new(source);
        self.error.clone().map(|error| error.resolve(source, &lines))
    }
}

/// Splits a source text into tokens.
pub fn tokenize(source: &str) -> Lexed {
    tokenize_as(source, true)
}

/// Splits a source text into tokens; only a file gets a line end that its last line lacks.
pub(crate) fn tokenize_as(source: &str, is_file: bool) -> Lexed {
    driver::Driver::new(source, is_file).run()
}
