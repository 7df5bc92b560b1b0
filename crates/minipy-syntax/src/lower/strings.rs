//! String and bytes literals without replacement fields.

use super::escapes::{self, Style};
use super::{Lowering, RawWarning, placeholder};
use crate::ast::{Constant, Expr, ExprKind, Span};
use crate::error::RawError;
use crate::rewrite::{Group, Part};

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
    pub(super) fn decode(&mut self, output: &mut Vec<u8>, body: Span, style: Style, token: Span, in_fstring: bool) {
        let text = &self.source[body.start as usize..body.end as usize];
        match escapes::decode(output, text, style) {
            Ok(None) => {}
            Ok(Some(dubious)) => {
                let at = body.start + dubious.offset as u32;
                // CPython counts from the line in which the tokenizer stood: the last one of an f-string's text.
                let extra_lines =
                    if in_fstring { memchr::memchr_iter(b'\n', text.as_bytes()).count() as u32 } else { 0 };
                self.warnings.push(RawWarning { message: dubious.message, span: token, at, extra_lines });
            }
            Err(message) => self.fail_at(message, token),
        }
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
        self.decode(output, body, style, token, false);
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
