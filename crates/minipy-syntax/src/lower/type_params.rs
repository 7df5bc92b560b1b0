//! Type parameters (PEP 695) and their defaults (PEP 696).

use super::{Lowering, span};
use crate::ast::{Expr, Span, TypeParam, TypeParamKind};
use rustpython_parser::ast as rp;

impl Lowering<'_> {
    /// Lowers a type parameter list.
    pub(super) fn type_params(&mut self, params: Vec<rp::TypeParam>) -> Vec<TypeParam> {
        let lowered: Vec<TypeParam> = params.into_iter().map(|param| self.type_param(param)).collect();
        self.check_type_params(&lowered);
        lowered
    }

    fn type_param(&mut self, param: rp::TypeParam) -> TypeParam {
        match param {
            rp::TypeParam::TypeVar(node) => self.type_var(node),
            rp::TypeParam::ParamSpec(node) => TypeParam {
                kind: TypeParamKind::ParamSpec { name: self.name(node.name), default_value: None },
                span: span(node.range),
            },
            rp::TypeParam::TypeVarTuple(node) => TypeParam {
                kind: TypeParamKind::TypeVarTuple { name: self.name(node.name), default_value: None },
                span: span(node.range),
            },
        }
    }

    /// A type variable, or any parameter with a default in disguise.
    fn type_var(&mut self, node: rp::TypeParamTypeVar) -> TypeParam {
        let at = span(node.range);
        let bound = match node.bound {
            None => None,
            Some(bound) => match *bound {
                rp::Expr::Call(call) => {
                    let start = u32::from(call.range.start());
                    let defaults = &self.side.type_defaults;
                    if let Ok(index) = defaults.binary_search_by_key(&start, |default| default.call) {
                        return self.with_default(node.name, call.args, defaults[index]);
                    }
                    Some(Box::new(self.expr(rp::Expr::Call(call))))
                }
                bound => Some(Box::new(self.expr(bound))),
            },
        };
        TypeParam { kind: TypeParamKind::TypeVar { name: self.name(node.name), bound, default_value: None }, span: at }
    }

    fn with_default(
        &mut self,
        name: rp::Identifier,
        args: Vec<rp::Expr>,
        default: crate::rewrite::TypeDefault,
    ) -> TypeParam {
        let name = self.name(name);
        let mut args = args.into_iter();
        let bound = if default.has_bound { args.next().map(|bound| Box::new(self.expr(bound))) } else { None };
        let default_value: Option<Box<Expr>> = args.next().map(|value| Box::new(self.expr(value)));
        let kind = match default.stars {
            0 => TypeParamKind::TypeVar { name, bound, default_value },
            1 => TypeParamKind::TypeVarTuple { name, default_value },
            _ => TypeParamKind::ParamSpec { name, default_value },
        };
        TypeParam { kind, span: Span { start: default.start, end: default.end } }
    }
}
