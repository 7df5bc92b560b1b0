//! The front end: source bytes in, syntax tree (`ast`) or `SyntaxError` out.
//!
//! The only crate that names the parser and lexer crates. Must not know code objects or values.
//! Flow: `source` decodes, `lexer` splits into tokens, `rewrite` turns 3.14 syntax into older syntax, `parse` runs the
//! grammar, `lower` builds our tree with the checks of `validate`, and `diagnose` finds CPython's error text.

pub mod ast;
mod depth;
pub mod dump;
pub mod error;
pub mod lexer;
mod lower;
mod parse;
mod rewrite;
pub mod source;
mod validate;

pub use error::{ErrorKind, SyntaxError, SyntaxWarning};
pub use lexer::{Lexed, tokenize, tokens};
pub use source::{LineCursor, LineIndex, Source, decode_source};

use error::RawError;
use lexer::tokens::TokenKind;

/// What a source text is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file or a block of statements.
    Exec,
    /// One statement at the interactive prompt.
    Single,
    /// One expression.
    Eval,
}

/// A parsed source text.
#[derive(Debug)]
pub struct Parsed {
    /// The tree.
    pub module: ast::Mod,
    /// The text, with its line index.
    pub source: Source,
    /// Warnings to issue, in source order.
    pub warnings: Vec<SyntaxWarning>,
    /// How deep the tree nests: what recurses over it needs a stack to match.
    pub depth: u32,
}

/// Parses a source text into a tree.
pub fn parse(source: &str, mode: Mode) -> Result<ast::Mod, SyntaxError> {
    let lines = LineIndex::new(source);
    parse_raw(source, mode).map(|outcome| outcome.module).map_err(|error| error.resolve(source, &lines))
}

/// Parses a source text into a tree with its warnings and line index.
pub fn parse_source(source: String, mode: Mode) -> Result<Parsed, SyntaxError> {
    let source = Source::new(source);
    match parse_raw(source.text(), mode) {
        Ok(Outcome { module, warnings, depth }) => {
            let warnings = warnings
                .into_iter()
                .map(|warning| SyntaxWarning {
                    message: warning.message,
                    lineno: source.lines().line(warning.at) + warning.extra_lines,
                    span: warning.span,
                })
                .collect();
            Ok(Parsed { module, source, warnings, depth })
        }
        Err(error) => Err(error.resolve(source.text(), source.lines())),
    }
}

struct Outcome {
    module: ast::Mod,
    warnings: Vec<lower::RawWarning>,
    depth: u32,
}

fn parse_raw(source: &str, mode: Mode) -> Result<Outcome, RawError> {
    let lexed = tokenize(source);
    let bound = depth::bound(&lexed.tokens);
    let outcome = depth::with_stack(bound, || parse_tokens(source, &lexed, mode));
    outcome.unwrap_or_else(|| {
        let message = "Parser stack overflowed - Python source too complex to parse";
        Err(RawError::syntax(message, 0, 0).with_kind(ErrorKind::Memory))
    })
}

fn parse_tokens(source: &str, lexed: &Lexed, mode: Mode) -> Result<Outcome, RawError> {
    if let Some(error) = &lexed.error {
        return Err(error.clone());
    }
    let rewritten = rewrite::rewrite(source, &lexed.tokens);
    if let Some(error) = rewritten.side.error {
        return Err(error);
    }
    let tree = match parse::run(source, &rewritten.tokens, mode == Mode::Eval) {
        Ok(tree) => tree,
        Err(failure) => {
            let index = lexed.tokens.partition_point(|token| token.start < failure.offset);
            let end = lexed.tokens.get(index).map_or(failure.offset, |token| token.end);
            let incomplete = lexed.tokens.get(index).is_none_or(|token| token.kind == TokenKind::EndMarker);
            let message = failure.rule.unwrap_or_else(|| "invalid syntax".to_owned());
            return Err(RawError::syntax(message, failure.offset, end).with_incomplete(incomplete));
        }
    };
    let mut lowering = lower::Lowering::new(source, &lexed.tokens, &rewritten.side);
    let module = lowering.module(tree, mode);
    for token in &lexed.glued_numbers {
        lowering.warn_glued_number(*token);
    }
    let lower::Lowering { error, mut warnings, max_depth, .. } = lowering;
    if let Some(error) = error {
        return Err(error);
    }
    warnings.sort_by_key(|warning| warning.at);
    Ok(Outcome { module, warnings, depth: max_depth })
}
