//! String literals: one token for a run of plain ones, a synthetic call for a run with replacement fields.

use super::{Field, Group, GroupKind, Part, Rewriter};
use crate::error::RawError;
use crate::lexer::tokens::{Token, TokenKind};

impl Rewriter<'_> {
    fn text(&self, token: Token) -> &str {
        &self.source[token.start as usize..token.end as usize]
    }

    /// Rewrites a run of adjacent literals; returns the index after it.
    pub(super) fn strings(&mut self, first: usize, end: usize) -> usize {
        use TokenKind as K;
        let start = self.input[first].start;
        let mut index = first;
        let mut run_end = start;
        let mut kind = GroupKind::Plain;
        let mut parts = Vec::new();
        // Reserve the places now: literals inside the fields come later in both lists.
        let token_slot = self.output.len();
        self.output.push(Token { kind: K::SynthString, start, end: start });
        let group_slot = self.side.groups.len();
        self.side.groups.push(Group { start, end: start, kind, parts: Vec::new() });
        while index < end && matches!(self.kind(index), K::String | K::FStringStart) {
            let token = self.input[index];
            if token.kind == K::String {
                parts.push(Part::Plain { start: token.start, end: token.end });
                run_end = token.end;
                index += 1;
                continue;
            }
            let prefix = self.text(token).as_bytes();
            let is_template = prefix.iter().any(|byte| matches!(byte, b't' | b'T'));
            let raw = prefix.iter().any(|byte| matches!(byte, b'r' | b'R'));
            let letter = if is_template { 't' } else { 'f' };
            if kind == GroupKind::Plain {
                kind = if is_template { GroupKind::Template } else { GroupKind::Format };
                self.synthetic(K::SynthParenOpen, start);
            }
            let stop = self.parts(index + 1, end, raw, letter, &mut parts);
            if stop >= end {
                // The tokenizer gave up inside this literal: leave the call open.
                return end;
            }
            run_end = self.input[stop].end;
            index = stop + 1;
        }
        if kind == GroupKind::Plain {
            self.output[token_slot].end = run_end;
        } else {
            self.synthetic(K::SynthParenClose, run_end);
        }
        self.side.groups[group_slot] = Group { start, end: run_end, kind, parts };
        index
    }

    /// Reads the pieces of an f-string or of a specification; returns the index of the token that ends it.
    fn parts(&mut self, mut index: usize, end: usize, raw: bool, letter: char, parts: &mut Vec<Part>) -> usize {
        while index < end {
            let token = self.input[index];
            match token.kind {
                TokenKind::FStringMiddle => {
                    parts.push(Part::Middle { start: token.start, end: token.end, raw });
                    index += 1;
                }
                TokenKind::FieldStart => index = self.field(index, end, raw, letter, parts),
                _ => return index,
            }
        }
        end
    }

    /// The end of a field's expression.
    fn expression_end(&self, first: usize, end: usize) -> usize {
        use TokenKind as K;
        let mut depth = 0;
        for index in first..end {
            match self.kind(index) {
                K::FieldDebug | K::FieldExclamation | K::FieldColon | K::FieldEnd | K::FStringEnd if depth == 0 => {
                    return index;
                }
                K::FStringStart => depth += 1,
                K::FStringEnd => depth -= 1,
                _ => {}
            }
        }
        end
    }

    /// Rewrites one replacement field; returns the index after it.
    fn field(&mut self, open: usize, end: usize, raw: bool, letter: char, parts: &mut Vec<Part>) -> usize {
        use TokenKind as K;
        let first = open + 1;
        let mut index = self.expression_end(first, end);
        let brace = self.input[open];
        if index == first && index < end {
            let next = self.input[index];
            let shown = &self.source[next.start as usize..next.start as usize + 1];
            let message = format!("{letter}-string: valid expression required before '{shown}'");
            self.side.fail(RawError::syntax(message, next.start, next.start + 1));
        }
        if index > first {
            self.parenthesised(first, index);
            self.synthetic(K::SynthComma, self.input[index - 1].end);
        }
        if index >= end {
            return end;
        }
        let expression = (brace.end, self.input[index].start);
        let mut debug = None;
        if self.kind(index) == K::FieldDebug {
            debug = Some((brace.end, self.input[index].end));
            index += 1;
        }
        let mut conversion = 0;
        if self.kind(index) == K::FieldExclamation && index < end {
            conversion = self.conversion(index, letter);
            index += if self.kind(index + 1).is_name() { 2 } else { 1 };
        }
        let (mut spec, mut spec_range) = (None, (0, 0));
        if index < end && self.kind(index) == K::FieldColon {
            let colon = self.input[index];
            let mut pieces = Vec::new();
            index = self.parts(index + 1, end, raw, letter, &mut pieces);
            if index >= end {
                return end;
            }
            spec = Some(pieces);
            spec_range = (colon.start, self.input[index].start);
            if self.kind(index) != K::FieldEnd {
                let next = self.input[index];
                let message = format!("{letter}-string: expecting '}}', or format specs");
                self.side.fail(RawError::syntax(message, next.start, next.end));
            }
        }
        if index >= end {
            return end;
        }
        if self.kind(index) != K::FieldEnd {
            let next = self.input[index];
            let wanted = if conversion != 0 {
                "expecting ':' or '}'"
            } else if debug.is_some() {
                "expecting '!', or ':', or '}'"
            } else {
                "expecting '=', or '!', or ':', or '}'"
            };
            self.side.fail(RawError::syntax(format!("{letter}-string: {wanted}"), next.start, next.end));
            return self.string_end(index, end);
        }
        parts.push(Part::Field(Box::new(Field {
            start: brace.start,
            end: self.input[index].end,
            debug,
            conversion,
            spec,
            spec_range,
            expression,
        })));
        index + 1
    }

    /// The conversion character after the `!` at `index`.
    fn conversion(&mut self, index: usize, letter: char) -> u8 {
        let mark = self.input[index];
        let Some(&next) = self.input.get(index + 1) else { return 0 };
        if matches!(next.kind, TokenKind::FieldColon | TokenKind::FieldEnd) {
            let message = format!("{letter}-string: missing conversion character");
            self.side.fail(RawError::syntax(message, next.start, next.end));
            return 0;
        }
        if !next.kind.is_name() {
            let message = format!("{letter}-string: invalid conversion character");
            self.side.fail(RawError::syntax(message, next.start, next.end));
            return 0;
        }
        if next.start != mark.end {
            let message = format!("{letter}-string: conversion type must come right after the exclamation mark");
            self.side.fail(RawError::syntax(message, mark.start, next.end));
        }
        let text = self.text(next).to_owned();
        if !matches!(text.as_str(), "r" | "s" | "a") {
            let message = format!("{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
            self.side.fail(RawError::syntax(message, next.start, next.end));
        }
        text.as_bytes().first().copied().unwrap_or(0)
    }

    /// Skips to the end of a literal whose field is malformed.
    fn string_end(&self, mut index: usize, end: usize) -> usize {
        let mut depth = 0;
        while index < end {
            match self.kind(index) {
                TokenKind::FStringStart => depth += 1,
                TokenKind::FStringEnd if depth == 0 => return index,
                TokenKind::FStringEnd => depth -= 1,
                _ => {}
            }
            index += 1;
        }
        end
    }
}
