//! SyntaxWarnings of the code generator.

use crate::Compiler;
use crate::error::Warning;
use crate::fstring::percent_literal;
use minipy_syntax::ast::*;

impl<'a> Compiler<'a> {
    /// Adds a warning, once for each place.
    pub(crate) fn warn(&mut self, span: Span, message: impl Into<String>) {
        let message = message.into();
        if self.warned.insert((span.start, message.clone())) {
            let position = self.lines.position(span);
            self.warnings.push(Warning { message, position });
        }
    }

    /// `is` with a literal.
    pub(crate) fn check_compare(&mut self, left: &Expr, ops: &[CmpOp], comparators: &[Expr], span: Span) {
        let mut left_ok = check_is_arg(left);
        let mut left_expr = left;
        for (op, right) in ops.iter().zip(comparators) {
            let right_ok = check_is_arg(right);
            if matches!(op, CmpOp::Is | CmpOp::IsNot) && (!right_ok || !left_ok) {
                let literal = if left_ok { right } else { left_expr };
                let kind = infer_type(literal).unwrap_or("object");
                let message = if *op == CmpOp::Is {
                    format!("\"is\" with '{kind}' literal. Did you mean \"==\"?")
                } else {
                    format!("\"is not\" with '{kind}' literal. Did you mean \"!=\"?")
                };
                self.warn(span, message);
                return;
            }
            left_ok = right_ok;
            left_expr = right;
        }
    }

    /// Calling a literal.
    pub(crate) fn check_callable(&mut self, func: &Expr) {
        let literal = matches!(
            func.kind,
            ExprKind::Constant { .. }
                | ExprKind::Tuple { .. }
                | ExprKind::List { .. }
                | ExprKind::ListComp { .. }
                | ExprKind::Dict { .. }
                | ExprKind::DictComp { .. }
                | ExprKind::Set { .. }
                | ExprKind::SetComp { .. }
                | ExprKind::GeneratorExp { .. }
                | ExprKind::JoinedStr { .. }
                | ExprKind::TemplateStr { .. }
        );
        if literal || is_percent_literal(func) {
            let kind = infer_type(func).unwrap_or("object");
            self.warn(func.span, format!("'{kind}' object is not callable; perhaps you missed a comma?"));
        }
    }

    /// Subscripts that cannot work.
    pub(crate) fn check_subscript(&mut self, value: &Expr, slice: &Expr) {
        let unsubscriptable = match &value.kind {
            ExprKind::Constant { value, .. } => !matches!(value, Constant::Str(_) | Constant::Bytes(_)),
            ExprKind::Set { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::GeneratorExp { .. }
            | ExprKind::TemplateStr { .. }
            | ExprKind::Interpolation { .. }
            | ExprKind::Lambda { .. } => true,
            _ => false,
        };
        if unsubscriptable {
            let kind = infer_type(value).unwrap_or("object");
            self.warn(value.span, format!("'{kind}' object is not subscriptable; perhaps you missed a comma?"));
            return;
        }
        let Some(index) = infer_type(slice) else { return };
        if matches!(index, "int" | "bool" | "slice") {
            return;
        }
        let sequence = match &value.kind {
            ExprKind::Constant { value, .. } => matches!(value, Constant::Str(_) | Constant::Bytes(_)),
            ExprKind::Tuple { .. }
            | ExprKind::List { .. }
            | ExprKind::ListComp { .. }
            | ExprKind::JoinedStr { .. }
            | ExprKind::FormattedValue { .. } => true,
            _ => is_percent_literal(value),
        };
        if sequence {
            let kind = infer_type(value).unwrap_or("object");
            let text = format!("{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?");
            self.warn(value.span, text);
        }
    }

    /// Folded constant expressions are not compiled, but they warn.
    pub(crate) fn check_constant(&mut self, e: &Expr) {
        if let ExprKind::Subscript { value, slice } = &e.kind {
            self.check_subscript(value, slice);
        }
    }
}

/// Whether an operand of `is` is fine: no literal, or a singleton.
fn check_is_arg(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Constant { value, .. } => {
            matches!(value, Constant::None | Constant::Bool(_) | Constant::Ellipsis)
        }
        // So far a tuple of constants is one, not of tuples.
        ExprKind::Tuple { elts } => !elts.iter().all(|e| matches!(e.kind, ExprKind::Constant { .. })),
        _ => true,
    }
}

/// Whether an expression is a literal `%` a tuple that is compiled as an f-string, and warned of as one.
fn is_percent_literal(e: &Expr) -> bool {
    matches!(&e.kind, ExprKind::BinOp { left, op: Operator::Mod, right } if percent_literal(left, right).is_some())
}

/// The type that an expression certainly has.
fn infer_type(e: &Expr) -> Option<&'static str> {
    Some(match &e.kind {
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
        ExprKind::Dict { .. } | ExprKind::DictComp { .. } => "dict",
        ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
        ExprKind::GeneratorExp { .. } => "generator",
        ExprKind::Lambda { .. } => "function",
        ExprKind::TemplateStr { .. } | ExprKind::Interpolation { .. } => "string.templatelib.Template",
        ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "str",
        ExprKind::Constant { value, .. } => match value {
            Constant::None => "NoneType",
            Constant::Bool(_) => "bool",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
            Constant::Int(_) | Constant::BigInt(_) => "int",
            Constant::Float(_) => "float",
            Constant::Imaginary(_) => "complex",
            Constant::Ellipsis => "ellipsis",
        },
        _ if is_percent_literal(e) => "str",
        _ => return None,
    })
}
