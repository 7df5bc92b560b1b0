//! The tokenizer: a logos automaton for what is context-free, a driver for what has state.
//!
//! Must not know the grammar: it returns the tokens up to the first lexical error, and that error.

mod driver;
mod fstring;
mod indent;
mod literals;
pub(crate) mod names;
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
    /// Backslashes before braces in the text of f-strings.
    pub(crate) escaped_braces: Vec<u32>,
    /// A name that is a keyword in normal form, such as `ᵀrue`.
    pub(crate) disguised: Option<Token>,
}

impl Lexed {
    /// The lexical error that ended the token list, if any.
    pub fn error(&self, source: &str) -> Option<SyntaxError> {
        let lines = LineIndex::new(source);
        self.error.clone().map(|error| error.resolve(source, &lines, true))
    }
}

/// Splits a source text into tokens.
pub fn tokenize(source: &str) -> Lexed {
    tokenize_as(source, true)
}

impl Lexed {
    /// Forgets the indentation of a last line that has blanks and no line end: after a simple statement the prompt's
    /// parser does not look at it.
    pub(crate) fn forget_last_indent(&mut self) {
        use tokens::TokenKind as K;
        if let [before @ .., indent, dedent, end] = &self.tokens[..]
            && (indent.kind, dedent.kind, indent.end) == (K::Indent, K::Dedent, end.start)
            && before.first().is_some_and(|first| !first.kind.starts_compound_statement())
            && !before.iter().any(|token| token.kind == K::Indent)
        {
            let at = before.len();
            self.tokens.drain(at..at + 2);
        }
    }
}

/// Whether the last line has no line end, and no statement, only blanks or a comment.
pub(crate) fn ends_in_blanks(source: &str) -> bool {
    let line = source.rsplit(['\n', '\r']).next().unwrap_or_default();
    let text = line.trim_start_matches([' ', '\t', '\x0C']);
    !line.is_empty() && (text.is_empty() || text.starts_with('#'))
}

/// Splits a source text into tokens; only a file gets a line end that its last line lacks.
pub(crate) fn tokenize_as(source: &str, is_file: bool) -> Lexed {
    driver::Driver::new(source, is_file).run()
}
