//! Arguments of calls and classes, type parameters.

use crate::ast::{Expr, ExprKind, Keyword, TypeParam, TypeParamKind};
use crate::lower::Lowering;

impl Lowering<'_> {
    /// The arguments of a call.
    pub(crate) fn check_call(&mut self, args: &[Expr], keywords: &[Keyword]) {
        if args.len() + keywords.len() < 2 {
            return;
        }
        for arg in args {
            if matches!(arg.kind, ExprKind::GeneratorExp { .. }) && !self.is_parenthesised_generator(arg.span) {
                self.fail_at("Generator expression must be parenthesized", arg.span);
            }
        }
    }

    /// The arguments of a class statement.
    pub(crate) fn check_class_arguments(&mut self, bases: &[Expr], keywords: &[Keyword]) {
        let _ = keywords;
        for base in bases {
            if matches!(base.kind, ExprKind::GeneratorExp { .. }) && !self.is_parenthesised_generator(base.span) {
                self.fail_at("invalid syntax", base.span);
            }
        }
    }

    /// A type parameter list: no parameter without a default after one with it.
    pub(crate) fn check_type_params(&mut self, params: &[TypeParam]) {
        let mut has_default = false;
        for param in params {
            let (name, default) = match &param.kind {
                TypeParamKind::TypeVar { name, default_value, .. }
                | TypeParamKind::ParamSpec { name, default_value }
                | TypeParamKind::TypeVarTuple { name, default_value } => (name, default_value),
            };
            if default.is_some() {
                has_default = true;
            } else if has_default {
                let message = format!("non-default type parameter '{name}' follows default type parameter");
                self.fail_at(message, param.span);
            }
        }
    }
}
