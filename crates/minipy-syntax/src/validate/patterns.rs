//! Patterns of `case`.

use crate::ast::{Constant, Expr, ExprKind, Pattern, PatternKind};
use crate::lexer::tokens::TokenKind;
use crate::lower::Lowering;

/// Whether a value is an imaginary number.
fn is_imaginary(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant { value: Constant::Imaginary(_), .. })
}

impl Lowering<'_> {
    /// A literal pattern or the key of a mapping pattern.
    pub(crate) fn check_pattern_value(&mut self, value: &Expr) {
        match &value.kind {
            ExprKind::BinOp { left, right, .. } => {
                let real = match &left.kind {
                    ExprKind::UnaryOp { operand, .. } => operand,
                    _ => left,
                };
                if is_imaginary(real) {
                    self.fail_at("real number required in complex literal", real.span);
                } else if !is_imaginary(right) {
                    self.fail_at("imaginary number required in complex literal", right.span);
                }
            }
            ExprKind::JoinedStr { .. } | ExprKind::TemplateStr { .. } => {
                self.fail_at("patterns may only match literals and attribute lookups", value.span);
            }
            _ => {}
        }
    }

    /// A finished pattern.
    pub(crate) fn check_pattern(&mut self, pattern: &Pattern) {
        match &pattern.kind {
            PatternKind::MatchAs { pattern: Some(inner), .. } => {
                if matches!(inner.kind, PatternKind::MatchStar { .. }) {
                    self.fail_at("invalid syntax", inner.span);
                }
            }
            PatternKind::MatchStar { .. } => {
                // `(*x)` is no group.
                let index = self.token_index(pattern.span.start);
                let after = self.token_index(pattern.span.end);
                if index > 0
                    && self.token(index - 1).kind == TokenKind::LeftParen
                    && self.token(after).kind == TokenKind::RightParen
                {
                    self.fail_at("invalid syntax", pattern.span);
                }
            }
            PatternKind::MatchOr { patterns } => self.reject_stars(patterns),
            PatternKind::MatchMapping { patterns, rest, .. } => {
                self.reject_stars(patterns);
                if rest.as_deref() == Some("_") {
                    self.fail_at("invalid syntax", pattern.span);
                }
            }
            PatternKind::MatchClass { patterns, kwd_patterns, .. } => {
                self.reject_stars(patterns);
                self.reject_stars(kwd_patterns);
            }
            _ => {}
        }
    }

    fn reject_stars(&mut self, patterns: &[Pattern]) {
        for pattern in patterns {
            if matches!(pattern.kind, PatternKind::MatchStar { .. }) {
                self.fail_at("invalid syntax", pattern.span);
            }
        }
    }
}
