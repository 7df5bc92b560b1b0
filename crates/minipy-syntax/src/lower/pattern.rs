//! Patterns of `case` blocks.

use super::{Lowering, span};
use crate::ast::{Constant, Pattern, PatternKind};
use rustpython_parser::ast::{self as rp, Ranged};

impl Lowering<'_> {
    /// Lowers a pattern.
    pub(super) fn pattern(&mut self, pattern: rp::Pattern) -> Pattern {
        use rp::Pattern as R;
        let at = span(pattern.range());
        if !self.enter(0) {
            self.leave(0);
            return Pattern { kind: PatternKind::MatchAs { pattern: None, name: None }, span: at };
        }
        let kind = match pattern {
            R::MatchValue(node) => {
                let value = self.boxed(node.value);
                self.check_pattern_value(&value);
                PatternKind::MatchValue { value }
            }
            R::MatchSingleton(node) => PatternKind::MatchSingleton {
                value: match node.value {
                    rp::Constant::Bool(value) => Constant::Bool(value),
                    _ => Constant::None,
                },
            },
            R::MatchSequence(node) => PatternKind::MatchSequence { patterns: self.patterns(node.patterns) },
            R::MatchMapping(node) => {
                let mut keys = Vec::with_capacity(node.keys.len());
                let mut patterns = Vec::with_capacity(node.patterns.len());
                for (key, pattern) in node.keys.into_iter().zip(node.patterns) {
                    let key = self.expr(key);
                    self.check_pattern_value(&key);
                    keys.push(key);
                    patterns.push(self.pattern(pattern));
                }
                PatternKind::MatchMapping { keys, patterns, rest: self.optional_name(node.rest) }
            }
            R::MatchClass(node) => {
                let cls = self.boxed(node.cls);
                let patterns = self.patterns(node.patterns);
                let kwd_attrs = node.kwd_attrs.into_iter().map(|name| self.name(name)).collect();
                PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns: self.patterns(node.kwd_patterns) }
            }
            R::MatchStar(node) => PatternKind::MatchStar { name: self.optional_name(node.name) },
            R::MatchAs(node) => {
                let pattern = node.pattern.map(|pattern| Box::new(self.pattern(*pattern)));
                PatternKind::MatchAs { pattern, name: self.optional_name(node.name) }
            }
            R::MatchOr(node) => PatternKind::MatchOr { patterns: self.patterns(node.patterns) },
        };
        self.leave(0);
        let pattern = Pattern { kind, span: at };
        self.check_pattern(&pattern);
        pattern
    }

    fn patterns(&mut self, patterns: Vec<rp::Pattern>) -> Vec<Pattern> {
        patterns.into_iter().map(|pattern| self.pattern(pattern)).collect()
    }
}
