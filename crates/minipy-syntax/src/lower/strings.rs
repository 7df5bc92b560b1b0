//! String and bytes literals without replacement fields.

use super::escapes::{self, Style};
use super::{Lowering, RawWarning, placeholder};
use crate::ast::{Constant, Expr, ExprKind, Span};
use crate::error::RawError;
use crate::rewrite::{Group, Part};

/// Where a piece of text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a literal without fields.
    Literal,
    /// In an f-string or t-string.
    Text,
    /// In a format specification, whose text is decoded when it is read.
    Specification,
}

/// A literal's prefix and the offsets of its body.
pub(super) struct Literal {
    pub raw: bool,
    pub bytes: bool,
    pub is_u: bool,
    pub body_start: usize,
    pub body_end: usize,
}

impl Lowering<'_> {
    /// Takes a literal apart.
    pub(super) fn literal(&self, start: u32, end: u32) -> Literal {
        let bytes = self.source.as_bytes();
        let (start, end) = (start as usize, end as usize);
        let (mut raw, mut is_bytes, mut is_u) = (false, false, false);
        let mut open = start;
        loop {
            match bytes[open] {
                b'r' | b'R' => raw = true,
                b'b' | b'B' => is_bytes = true,
                b'u' => is_u = true,
                b'U' => {}
                _ => break,
            }
            open += 1;
        }
        let quote = bytes[open];
        let triple = end - open >= 6 && bytes[open + 1] == quote && bytes[open + 2] == quote;
        let width = if triple { 3 } else { 1 };
        Literal { raw, bytes: is_bytes, is_u, body_start: open + width, body_end: end - width }
    }

    /// Decodes a piece of text and notes its errors and warnings.
    pub(super) fn decode(&mut self, output: &mut Vec<u8>, body: Span, style: Style, token: Span, place: Place) {
        let text = &self.source[body.start as usize..body.end as usize];
        match escapes::decode(output, text, style) {
            Ok(found) if found.is_empty() => {}
            Ok(found) => {
                let end = (place == Place::Text).then(|| self.fstring_end(body.end));
                let warnings = found.into_iter().map(|dubious| {
                    let warning = RawWarning::escape(dubious, body.start, token);
                    end.into_iter().fold(warning, RawWarning::at_end)
                });
                self.warnings.extend(warnings);
            }
            Err(failure) => self.fail_at(failure.message, token),
        }
    }

    /// The end of the innermost f-string that is open at an offset.
    fn fstring_end(&self, from: u32) -> u32 {
        use crate::lexer::tokens::TokenKind as K;
        let mut depth = 0;
        let index = self.tokens.partition_point(|token| token.start < from);
        for token in &self.tokens[index..] {
            match token.kind {
                K::FStringStart => depth += 1,
                K::FStringEnd if depth == 0 => return token.end,
                K::FStringEnd => depth -= 1,
                _ => {}
            }
        }
        from
    }

    /// Decodes a whole plain literal; returns what its prefix said.
    pub(super) fn decode_literal(&mut self, output: &mut Vec<u8>, start: u32, end: u32) -> Literal {
        let literal = self.literal(start, end);
        let body = Span { start: literal.body_start as u32, end: literal.body_end as u32 };
        let token = Span { start, end };
        if literal.bytes && !self.source[literal.body_start..literal.body_end].is_ascii() {
            self.fail_at("bytes can only contain ASCII literal characters", token);
        }
        let style = Style { raw: literal.raw, bytes: literal.bytes, braces: false };
        self.decode(output, body, style, token, Place::Literal);
        literal
    }

    /// The constant for the group of plain literals that starts where a grammar's constant starts.
    pub(super) fn plain_strings(&mut self, at: Span) -> Expr {
        match self.group(at.start) {
            Some(group) => self.plain_group(group),
            None => placeholder(at),
        }
    }

    fn plain_group(&mut self, group: &Group) -> Expr {
        let mut value = Vec::new();
        let mut first: Option<Literal> = None;
        for part in &group.parts {
            let Part::Plain { start, end } = *part else { continue };
            let literal = self.decode_literal(&mut value, start, end);
            match &first {
                None => first = Some(literal),
                Some(known) => {
                    if known.bytes != literal.bytes {
                        self.mixed_bytes(group);
                    }
                }
            }
        }
        let (is_bytes, is_u) = first.map_or((false, false), |literal| (literal.bytes, literal.is_u));
        let value = value.into_boxed_slice();
        let value = if is_bytes { Constant::Bytes(value) } else { Constant::Str(value) };
        Expr { kind: ExprKind::Constant { value, is_u }, span: Span { start: group.start, end: group.end } }
    }

    /// CPython notices mixed literals at the token after them.
    pub(super) fn mixed_bytes(&mut self, group: &Group) {
        let next = self.token(self.token_index(group.end));
        self.fail(RawError::at_token("cannot mix bytes and nonbytes literals", next));
    }
}
