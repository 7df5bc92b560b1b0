//! Arguments of calls and classes, type parameters.

use crate::ast::{Arguments, Expr, ExprKind, Keyword, TypeParam, TypeParamKind, UnaryOp};
use crate::error::RawError;
use crate::lexer::tokens::TokenKind;
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
    pub(crate) fn check_class_arguments(&mut self, bases: &[Expr]) {
        for base in bases {
            if matches!(base.kind, ExprKind::GeneratorExp { .. }) && !self.is_parenthesised_generator(base.span) {
                self.fail_at("invalid syntax", base.span);
            }
        }
    }

    /// `*, **kwargs`: the grammar of the parser crate does not mind that no name follows the star.
    pub(crate) fn check_bare_star(&mut self, args: &Arguments) {
        let Some(kwarg) = &args.kwarg else { return };
        let index = self.token_index(kwarg.span.start);
        if args.vararg.is_none()
            && args.kwonlyargs.is_empty()
            && index >= 3
            && self.token(index - 2).kind == TokenKind::Comma
            && self.token(index - 3).kind == TokenKind::Star
        {
            let star = self.token(index - 3);
            self.fail(RawError::at_token("named arguments must follow bare *", star));
        }
    }

    /// Whether an expression that follows a star binds less tightly than the grammar wants.
    fn is_loose(&self, value: &Expr, after_star: u32) -> bool {
        let loose = match &value.kind {
            ExprKind::UnaryOp { op, .. } => *op == UnaryOp::Not,
            ExprKind::BoolOp { .. } | ExprKind::Compare { .. } | ExprKind::IfExp { .. } | ExprKind::Lambda { .. } => {
                true
            }
            _ => false,
        };
        loose && self.token(self.token_index(after_star)).start == value.span.start
    }

    /// A type parameter list: only `*Ts` may have a starred default.
    pub(crate) fn check_type_params(&mut self, params: &[TypeParam]) {
        for param in params {
            let default = match &param.kind {
                TypeParamKind::TypeVar { default_value, .. }
                | TypeParamKind::ParamSpec { default_value, .. }
                | TypeParamKind::TypeVarTuple { default_value, .. } => default_value,
            };
            if let Some(default) = default
                && matches!(default.kind, ExprKind::Starred { .. })
                && !matches!(param.kind, TypeParamKind::TypeVarTuple { .. })
            {
                self.fail_at("invalid syntax", default.span);
            }
            if let Some(default) = default
                && let ExprKind::Starred { value } = &default.kind
                && self.is_loose(value, default.span.start + 1)
            {
                self.fail_at("invalid syntax", value.span);
            }
        }
    }
}
