//! Looks for malformed literals in a range of tokens that the grammar could not parse to the end.

use super::Lowering;
use super::escapes::Style;
use crate::ast::Span;
use crate::error::RawError;
use crate::lexer::tokens::{Token, TokenKind};
use crate::rewrite::SideTables;

/// The first error of a literal among some tokens, as CPython finds it while parsing them.
pub(crate) fn literal_error(source: &str, tokens: &[Token], from: usize, to: usize) -> Option<RawError> {
    let side = SideTables::default();
    let mut lowering = Lowering::new(source, tokens, &side);
    let mut raw = Vec::new();
    let mut scratch = Vec::new();
    // The run of adjacent literals that the loop is in: its start, and which kinds it has.
    let mut run = Run::default();
    for index in from..to.min(tokens.len()) {
        let token = tokens[index];
        run.see(source, token, &lowering);
        // A run is joined when the token after it has been read.
        if run.depth == 0
            && let Some(&next) = tokens.get(index + 1)
            && index < to
            && !matches!(next.kind, TokenKind::String | TokenKind::FStringStart)
        {
            if let Some(error) = run.conflict(next) {
                lowering.fail(error);
            }
            run = Run::default();
        }
        let at = Span { start: token.start, end: token.end };
        scratch.clear();
        match token.kind {
            TokenKind::String => {
                lowering.decode_literal(&mut scratch, token.start, token.end);
            }
            TokenKind::FStringStart => {
                raw.push(source[token.start as usize..token.end as usize].contains(['r', 'R']));
            }
            TokenKind::FStringEnd => {
                raw.pop();
            }
            TokenKind::FStringMiddle => {
                let style = Style { raw: raw.last().copied().unwrap_or(false), bytes: false, braces: true };
                lowering.decode(&mut scratch, at, style, at, true);
            }
            TokenKind::Int => {
                lowering.integer(at);
            }
            _ => {}
        }
        if lowering.error.is_some() {
            break;
        }
    }
    lowering.error
}

/// A run of adjacent string literals.
#[derive(Default)]
struct Run {
    start: Option<u32>,
    depth: usize,
    bytes: bool,
    strings: bool,
    templates: bool,
    formats: bool,
    /// Where the first literal ends that does not go with those before it, for templates.
    mixed: Option<u32>,
}

impl Run {
    fn see(&mut self, source: &str, token: Token, lowering: &Lowering<'_>) {
        match token.kind {
            TokenKind::String if self.depth == 0 => {
                self.start.get_or_insert(token.start);
                let is_bytes = lowering.literal(token.start, token.end).bytes;
                self.bytes |= is_bytes;
                self.strings |= !is_bytes;
                if self.templates {
                    self.mixed.get_or_insert(token.end);
                }
            }
            TokenKind::FStringStart => {
                if self.depth == 0 {
                    self.start.get_or_insert(token.start);
                    let template = source[token.start as usize..token.end as usize].contains(['t', 'T']);
                    self.templates |= template;
                    self.formats |= !template;
                }
                self.depth += 1;
            }
            TokenKind::FStringEnd => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 && self.templates && (self.bytes || self.strings || self.formats) {
                    self.mixed.get_or_insert(token.end);
                }
            }
            _ => {}
        }
    }

    fn conflict(&self, next: Token) -> Option<RawError> {
        if let Some(end) = self.mixed {
            let message = "cannot mix t-string literals with string or bytes literals";
            return Some(RawError::syntax(message, self.start?, end));
        }
        if self.bytes && (self.strings || self.formats) {
            return Some(RawError::at_token("cannot mix bytes and nonbytes literals", next));
        }
        None
    }
}
