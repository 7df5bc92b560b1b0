//! f-strings and t-strings: nodes from the side table's pieces and the arguments of the synthetic call.

use super::Lowering;
use super::escapes::Style;
use super::strings::Place;
use crate::ast::{Constant, Expr, ExprKind, Span};
use crate::rewrite::{Field, Group, GroupKind, Part};
use rustpython_parser::ast as rp;
use std::vec::IntoIter;

/// Values in the making: adjacent texts become one constant.
#[derive(Default)]
struct Values {
    done: Vec<Expr>,
    text: Vec<u8>,
    /// The range of the texts gathered in `text`.
    span: Option<Span>,
    is_u: bool,
}

impl Values {
    fn extend_span(&mut self, at: Span, is_u: bool) {
        match &mut self.span {
            Some(span) => span.end = at.end,
            None => {
                self.span = Some(at);
                self.is_u = is_u;
            }
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if let Some(span) = self.span.take()
            && !text.is_empty()
        {
            let value = Constant::Str(text.into_boxed_slice());
            self.done.push(Expr { kind: ExprKind::Constant { value, is_u: self.is_u }, span });
        }
    }
}

impl Lowering<'_> {
    /// The node for a group of literals with replacement fields.
    pub(super) fn formatted(&mut self, group: &Group, args: Vec<rp::Expr>) -> Expr {
        let at = Span { start: group.start, end: group.end };
        let is_template = group.kind == GroupKind::Template;
        self.check_mixed(group);
        let mut args = args.into_iter();
        let values = self.values(&group.parts, &mut args, is_template, Place::Text);
        let kind = if is_template { ExprKind::TemplateStr { values } } else { ExprKind::JoinedStr { values } };
        Expr { kind, span: at }
    }

    fn check_mixed(&mut self, group: &Group) {
        let mut index = self.token_index(group.start);
        let (mut templates, mut others, mut bytes) = (false, false, false);
        // Where the first literal ends that is a template unlike those before it, or the other way round.
        let mut mixed = None;
        let mut depth = 0;
        while self.token(index).start < group.end {
            let token = self.token(index);
            use crate::lexer::tokens::TokenKind as K;
            match token.kind {
                K::String if depth == 0 => {
                    others = true;
                    if templates {
                        mixed.get_or_insert(token.end);
                    }
                    bytes |= self.literal(token.start, token.end).bytes;
                }
                K::FStringStart => {
                    if depth == 0 {
                        let prefix = &self.source[token.start as usize..token.end as usize];
                        let template = prefix.contains(['t', 'T']);
                        templates |= template;
                        others |= !template;
                    }
                    depth += 1;
                }
                K::FStringEnd => {
                    depth -= 1;
                    if depth == 0 && templates && others {
                        mixed.get_or_insert(token.end);
                    }
                }
                _ => {}
            }
            index += 1;
        }
        if let Some(end) = mixed {
            let at = Span { start: group.start, end };
            self.fail_at("cannot mix t-string literals with string or bytes literals", at);
        } else if bytes {
            self.mixed_bytes(group);
        }
    }

    fn values(&mut self, parts: &[Part], args: &mut IntoIter<rp::Expr>, is_template: bool, place: Place) -> Vec<Expr> {
        let mut values = Values::default();
        for part in parts {
            match part {
                Part::Middle { start, end, raw } => {
                    let at = Span { start: *start, end: *end };
                    let style = Style { raw: *raw, bytes: false, braces: true };
                    self.decode(&mut values.text, at, style, at, place);
                    values.extend_span(at, false);
                }
                Part::Plain { start, end } => {
                    let literal = self.decode_literal(&mut values.text, *start, *end);
                    values.extend_span(Span { start: *start, end: *end }, literal.is_u);
                }
                Part::Field(field) => {
                    if let Some((start, end)) = field.debug {
                        let text = without_comments(&self.source[start as usize..end as usize]);
                        values.text.extend_from_slice(text.as_bytes());
                        values.extend_span(Span { start, end }, false);
                    }
                    let Some(arg) = args.next() else { continue };
                    let node = self.field(field, arg, args, is_template);
                    values.flush();
                    values.done.push(node);
                }
            }
        }
        values.flush();
        values.done
    }

    fn field(&mut self, field: &Field, arg: rp::Expr, args: &mut IntoIter<rp::Expr>, is_template: bool) -> Expr {
        let at = Span { start: field.start, end: field.end };
        let value = Box::new(self.expr(arg));
        let format_spec = field.spec.as_ref().map(|parts| {
            // The fields of a template's specification are those of an f-string.
            let values = self.values(parts, args, false, Place::Specification);
            let span = Span { start: field.spec_range.0, end: field.spec_range.1 };
            Box::new(Expr { kind: ExprKind::JoinedStr { values }, span })
        });
        let conversion = match field.conversion {
            0 if field.debug.is_some() && field.spec.is_none() => i32::from(b'r'),
            0 => -1,
            letter => i32::from(letter),
        };
        let kind = if is_template {
            let str = self.expression_text(field);
            ExprKind::Interpolation { value, str, conversion, format_spec }
        } else {
            ExprKind::FormattedValue { value, conversion, format_spec }
        };
        Expr { kind, span: at }
    }

    /// The source of a template field's expression.
    fn expression_text(&self, field: &Field) -> Box<str> {
        let (start, end) = field.debug.unwrap_or(field.expression);
        let mut text = without_comments(&self.source[start as usize..end as usize]);
        if field.debug.is_some()
            && let Some(equal) = text.rfind('=')
        {
            text.truncate(equal);
        }
        text.into_boxed_str()
    }
}

/// A field's text as CPython keeps it: without comments, with `\n` as the only line end.
fn without_comments(text: &str) -> String {
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    if !text.contains('#') {
        return text;
    }
    let bytes = text.as_bytes();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    let mut copied = 0;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                let triple = bytes[at..].starts_with(&[quote; 3]);
                let width = if triple { 3 } else { 1 };
                at += width;
                while at < bytes.len() {
                    if bytes[at] == b'\\' {
                        at += 2;
                    } else if bytes[at] == quote && (!triple || bytes[at..].starts_with(&[quote; 3])) {
                        at += width;
                        break;
                    } else {
                        at += 1;
                    }
                }
            }
            b'#' => {
                kept.push_str(&text[copied..at]);
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
                copied = at;
            }
            _ => at += 1,
        }
    }
    kept.push_str(&text[copied.min(text.len())..]);
    kept
}
