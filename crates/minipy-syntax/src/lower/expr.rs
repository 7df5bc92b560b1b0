//! Expressions.

use super::{Lowering, placeholder, span};
use crate::ast::{BoolOp, CmpOp, Comprehension, Constant, Expr, ExprKind, Keyword, Operator, Span, UnaryOp};
use crate::lexer::tokens::TokenKind;
use crate::rewrite::GroupKind;
use rustpython_parser::ast::{self as rp, Ranged};

/// What an expression adds to CPython's parser stack beyond what brackets bound anyway.
fn weight(expr: &rp::Expr) -> u32 {
    match expr {
        rp::Expr::UnaryOp(_) | rp::Expr::IfExp(_) => 1,
        rp::Expr::Lambda(_) => 2,
        rp::Expr::BinOp(node) if node.op == rp::Operator::Pow => 2,
        _ => 0,
    }
}

impl Lowering<'_> {
    /// Lowers an expression.
    pub(super) fn expr(&mut self, expr: rp::Expr) -> Expr {
        let at = span(expr.range());
        let weight = weight(&expr);
        let lowered = if self.enter(weight) { self.expr_kind(expr, at) } else { placeholder(at) };
        self.leave(weight);
        lowered
    }

    fn expr_kind(&mut self, expr: rp::Expr, at: Span) -> Expr {
        use rp::Expr as R;
        let kind = match expr {
            R::Name(node) => ExprKind::Name { id: self.name(node.id) },
            R::Attribute(node) => {
                let value = self.boxed(node.value);
                ExprKind::Attribute { value, attr: self.ident_before(node.attr, at.end) }
            }
            R::Constant(node) => return self.constant(node.value, at),
            R::Call(node) => return self.call(node, at),
            R::BinOp(node) => return self.binary(node, at),
            R::BoolOp(node) => {
                let op = if node.op == rp::BoolOp::And { BoolOp::And } else { BoolOp::Or };
                ExprKind::BoolOp { op, values: self.exprs(node.values) }
            }
            R::Compare(node) => return self.compare(node, at),
            R::UnaryOp(node) => ExprKind::UnaryOp { op: unary_operator(node.op), operand: self.boxed(node.operand) },
            R::Subscript(node) => return self.subscript(node, at),
            R::Tuple(node) => ExprKind::Tuple { elts: self.exprs(node.elts) },
            R::List(node) => ExprKind::List { elts: self.exprs(node.elts) },
            R::Dict(node) => return self.dict(node, at),
            R::Set(node) => ExprKind::Set { elts: self.exprs(node.elts) },
            R::Starred(node) => ExprKind::Starred { value: self.boxed(node.value) },
            R::Slice(node) => {
                let lower = self.optional(node.lower);
                let upper = self.optional(node.upper);
                ExprKind::Slice { lower, upper, step: self.optional(node.step) }
            }
            R::IfExp(node) => {
                let body = self.boxed(node.body);
                let test = self.boxed(node.test);
                ExprKind::IfExp { test, body, orelse: self.boxed(node.orelse) }
            }
            R::Lambda(node) => {
                let args = self.arguments(*node.args);
                ExprKind::Lambda { args: Box::new(args), body: self.boxed(node.body) }
            }
            R::NamedExpr(node) => return self.named(node, at),
            R::ListComp(node) => {
                let elt = self.boxed(node.elt);
                let generators = self.comprehensions(node.generators);
                self.check_comprehension_element(&elt);
                ExprKind::ListComp { elt, generators }
            }
            R::SetComp(node) => {
                let elt = self.boxed(node.elt);
                let generators = self.comprehensions(node.generators);
                self.check_comprehension_element(&elt);
                ExprKind::SetComp { elt, generators }
            }
            R::GeneratorExp(node) => {
                let elt = self.boxed(node.elt);
                let generators = self.comprehensions(node.generators);
                self.check_comprehension_element(&elt);
                ExprKind::GeneratorExp { elt, generators }
            }
            R::DictComp(node) => {
                let key = self.boxed(node.key);
                let value = self.boxed(node.value);
                ExprKind::DictComp { key, value, generators: self.comprehensions(node.generators) }
            }
            R::Await(node) => ExprKind::Await { value: self.boxed(node.value) },
            R::Yield(node) => ExprKind::Yield { value: self.optional(node.value) },
            R::YieldFrom(node) => ExprKind::YieldFrom { value: self.boxed(node.value) },
            // Strings are sent as empty literals, so the grammar never builds these.
            R::FormattedValue(_) | R::JoinedStr(_) => return placeholder(at),
        };
        Expr { kind, span: at }
    }

    fn constant(&mut self, value: rp::Constant, at: Span) -> Expr {
        let value = match value {
            rp::Constant::None => Constant::None,
            rp::Constant::Bool(value) => Constant::Bool(value),
            rp::Constant::Ellipsis => Constant::Ellipsis,
            rp::Constant::Int(_) => self.integer(at),
            rp::Constant::Float(_) => self.float(at),
            rp::Constant::Complex { .. } => self.imaginary(at),
            _ => return self.plain_strings(at),
        };
        Expr { kind: ExprKind::Constant { value, is_u: false }, span: at }
    }

    fn binary(&mut self, node: rp::ExprBinOp, at: Span) -> Expr {
        let left = self.boxed(node.left);
        let op = operator(node.op);
        Expr { kind: ExprKind::BinOp { left, op, right: self.boxed(node.right) }, span: at }
    }

    fn compare(&mut self, node: rp::ExprCompare, at: Span) -> Expr {
        let left = self.boxed(node.left);
        let ops = node.ops.into_iter().map(comparison).collect();
        Expr { kind: ExprKind::Compare { left, ops, comparators: self.exprs(node.comparators) }, span: at }
    }

    fn dict(&mut self, node: rp::ExprDict, at: Span) -> Expr {
        let mut keys = Vec::with_capacity(node.keys.len());
        let mut values = Vec::with_capacity(node.values.len());
        for (key, value) in node.keys.into_iter().zip(node.values) {
            keys.push(key.map(|key| self.expr(key)));
            values.push(self.expr(value));
        }
        Expr { kind: ExprKind::Dict { keys, values }, span: at }
    }

    fn subscript(&mut self, node: rp::ExprSubscript, at: Span) -> Expr {
        let value = self.boxed(node.value);
        let mut slice = self.boxed(node.slice);
        if matches!(slice.kind, ExprKind::Starred { .. }) {
            // `a[*b]` has a tuple of one starred element.
            let span = slice.span;
            slice = Box::new(Expr { kind: ExprKind::Tuple { elts: vec![*slice] }, span });
        }
        Expr { kind: ExprKind::Subscript { value, slice }, span: at }
    }

    fn named(&mut self, node: rp::ExprNamedExpr, mut at: Span) -> Expr {
        let target = self.boxed(node.target);
        let value = self.boxed(node.value);
        // The grammar ends the node at the value, which leaves out the value's parentheses.
        let operator = self.token_index(target.span.end);
        let first = self.token(operator + 1);
        if first.start != value.span.start {
            let inner = self.token_index(value.span.start);
            let mut open = inner.saturating_sub(operator + 1);
            let mut index = self.token_index(value.span.end);
            while open > 0 && self.token(index).kind == TokenKind::RightParen {
                at.end = self.token(index).end;
                open -= 1;
                index += 1;
            }
        }
        Expr { kind: ExprKind::NamedExpr { target, value }, span: at }
    }

    pub(super) fn comprehensions(&mut self, generators: Vec<rp::Comprehension>) -> Vec<Comprehension> {
        let mut lowered = Vec::with_capacity(generators.len());
        for generator in generators {
            let target = self.expr(generator.target);
            let iter = self.expr(generator.iter);
            let ifs = self.exprs(generator.ifs);
            self.check_for_target(&target);
            lowered.push(Comprehension { target, iter, ifs, is_async: generator.is_async });
        }
        lowered
    }

    /// A call, or a string with replacement fields in disguise.
    fn call(&mut self, node: rp::ExprCall, at: Span) -> Expr {
        if let rp::Expr::Constant(func) = &*node.func
            && func.range.is_empty()
            && let Some(group) = self.group(func.range.start().into())
            && group.kind != GroupKind::Plain
        {
            return self.formatted(group, node.args);
        }
        let func = self.boxed(node.func);
        let mut args = self.exprs(node.args);
        let keywords = self.keywords(node.keywords);
        if let [only] = &mut args[..]
            && keywords.is_empty()
            && matches!(only.kind, ExprKind::GeneratorExp { .. })
            && !self.is_parenthesised_generator(only.span)
        {
            self.extend_to_call(only, at);
        }
        self.check_call(&args, &keywords);
        Expr { kind: ExprKind::Call { func, args, keywords }, span: at }
    }

    /// A sole generator argument owns the parentheses of the call.
    fn extend_to_call(&mut self, generator: &mut Expr, call: Span) {
        let index = self.token_index(generator.span.start);
        let open = self.token(index.saturating_sub(1));
        let after = self.token(self.token_index(generator.span.end));
        if after.kind == TokenKind::Comma {
            self.fail_at("Generator expression must be parenthesized", generator.span);
        }
        generator.span = Span { start: open.start, end: call.end };
    }

    /// Whether a generator's own parentheses delimit its range.
    pub(crate) fn is_parenthesised_generator(&self, at: Span) -> bool {
        if self.source.as_bytes().get(at.start as usize) != Some(&b'(') {
            return false;
        }
        let close = self.closing(self.token_index(at.start));
        self.token(close).end == at.end
    }

    pub(super) fn keywords(&mut self, keywords: Vec<rp::Keyword>) -> Vec<Keyword> {
        let mut lowered = Vec::with_capacity(keywords.len());
        for keyword in keywords {
            let arg = self.optional_name(keyword.arg);
            let value = self.expr(keyword.value);
            lowered.push(Keyword { arg, value, span: span(keyword.range) });
        }
        lowered
    }
}

/// Our name of an operator.
pub(super) fn operator(op: rp::Operator) -> Operator {
    match op {
        rp::Operator::Add => Operator::Add,
        rp::Operator::Sub => Operator::Sub,
        rp::Operator::Mult => Operator::Mult,
        rp::Operator::MatMult => Operator::MatMult,
        rp::Operator::Div => Operator::Div,
        rp::Operator::Mod => Operator::Mod,
        rp::Operator::Pow => Operator::Pow,
        rp::Operator::LShift => Operator::LShift,
        rp::Operator::RShift => Operator::RShift,
        rp::Operator::BitOr => Operator::BitOr,
        rp::Operator::BitXor => Operator::BitXor,
        rp::Operator::BitAnd => Operator::BitAnd,
        rp::Operator::FloorDiv => Operator::FloorDiv,
    }
}

fn unary_operator(op: rp::UnaryOp) -> UnaryOp {
    match op {
        rp::UnaryOp::Invert => UnaryOp::Invert,
        rp::UnaryOp::Not => UnaryOp::Not,
        rp::UnaryOp::UAdd => UnaryOp::UAdd,
        rp::UnaryOp::USub => UnaryOp::USub,
    }
}

fn comparison(op: rp::CmpOp) -> CmpOp {
    match op {
        rp::CmpOp::Eq => CmpOp::Eq,
        rp::CmpOp::NotEq => CmpOp::NotEq,
        rp::CmpOp::Lt => CmpOp::Lt,
        rp::CmpOp::LtE => CmpOp::LtE,
        rp::CmpOp::Gt => CmpOp::Gt,
        rp::CmpOp::GtE => CmpOp::GtE,
        rp::CmpOp::Is => CmpOp::Is,
        rp::CmpOp::IsNot => CmpOp::IsNot,
        rp::CmpOp::In => CmpOp::In,
        rp::CmpOp::NotIn => CmpOp::NotIn,
    }
}
