//! Patterns of `match` and type parameters as printable nodes.

use super::{Builder, Fields, list, optional};
use crate::ast::*;
use crate::dump::Node;

impl Builder<'_> {
    pub(super) fn match_case(&mut self, case: &MatchCase) -> Node {
        let mut fields = vec![("pattern", self.pattern(&case.pattern))];
        self.maybe(&mut fields, "guard", case.guard.as_deref());
        list(&mut fields, "body", self.block(&case.body));
        Node::Class("match_case", fields)
    }

    fn patterns(&mut self, patterns: &[Pattern]) -> Vec<Node> {
        patterns.iter().map(|pattern| self.pattern(pattern)).collect()
    }

    fn pattern(&mut self, pattern: &Pattern) -> Node {
        let mut fields = Fields::new();
        let name = match &pattern.kind {
            PatternKind::MatchValue { value } => {
                fields.push(("value", self.expr(value)));
                "MatchValue"
            }
            PatternKind::MatchSingleton { value } => {
                fields.push(("value", self.constant(value)));
                "MatchSingleton"
            }
            PatternKind::MatchSequence { patterns } => {
                list(&mut fields, "patterns", self.patterns(patterns));
                "MatchSequence"
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                list(&mut fields, "keys", self.exprs(keys));
                list(&mut fields, "patterns", self.patterns(patterns));
                optional(&mut fields, "rest", rest.as_ref().map(|rest| self.text(rest)));
                "MatchMapping"
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                fields.push(("cls", self.expr(cls)));
                list(&mut fields, "patterns", self.patterns(patterns));
                list(&mut fields, "kwd_attrs", self.texts(kwd_attrs.iter().map(|name| &**name)));
                list(&mut fields, "kwd_patterns", self.patterns(kwd_patterns));
                "MatchClass"
            }
            PatternKind::MatchStar { name } => {
                optional(&mut fields, "name", name.as_ref().map(|name| self.text(name)));
                "MatchStar"
            }
            PatternKind::MatchAs { pattern, name } => {
                let inner = pattern.as_ref().map(|pattern| self.pattern(pattern));
                optional(&mut fields, "pattern", inner);
                optional(&mut fields, "name", name.as_ref().map(|name| self.text(name)));
                "MatchAs"
            }
            PatternKind::MatchOr { patterns } => {
                list(&mut fields, "patterns", self.patterns(patterns));
                "MatchOr"
            }
        };
        self.located(name, fields, pattern.span)
    }

    pub(super) fn type_params(&mut self, params: &[TypeParam]) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(params.len());
        for param in params {
            let mut fields = Fields::new();
            let (class, name, bound, default) = match &param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => {
                    ("TypeVar", name, bound.as_deref(), default_value)
                }
                TypeParamKind::ParamSpec { name, default_value } => ("ParamSpec", name, None, default_value),
                TypeParamKind::TypeVarTuple { name, default_value } => ("TypeVarTuple", name, None, default_value),
            };
            fields.push(("name", self.text(name)));
            self.maybe(&mut fields, "bound", bound);
            self.maybe(&mut fields, "default_value", default.as_deref());
            nodes.push(self.located(class, fields, param.span));
        }
        nodes
    }
}
