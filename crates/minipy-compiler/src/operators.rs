//! Binary, unary, boolean and comparison operators as values, and conditional expressions.

use crate::Compiler;
use crate::error::Result;
use crate::unit::Val;
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{INPLACE, Opcode};
use minipy_syntax::ast::*;

/// The instructions of a binary operator: two registers; register and constant.
pub(crate) fn binary_ops(op: Operator) -> (Opcode, Opcode) {
    match op {
        Operator::Add => (Opcode::Add, Opcode::AddK),
        Operator::Sub => (Opcode::Sub, Opcode::SubK),
        Operator::Mult => (Opcode::Mul, Opcode::MulK),
        Operator::MatMult => (Opcode::MatMul, Opcode::MatMulK),
        Operator::Div => (Opcode::TrueDiv, Opcode::TrueDivK),
        Operator::FloorDiv => (Opcode::FloorDiv, Opcode::FloorDivK),
        Operator::Mod => (Opcode::Mod, Opcode::ModK),
        Operator::Pow => (Opcode::Pow, Opcode::PowK),
        Operator::LShift => (Opcode::LShift, Opcode::LShiftK),
        Operator::RShift => (Opcode::RShift, Opcode::RShiftK),
        Operator::BitAnd => (Opcode::And, Opcode::AndK),
        Operator::BitOr => (Opcode::Or, Opcode::OrK),
        Operator::BitXor => (Opcode::Xor, Opcode::XorK),
    }
}

fn compare_op(op: CmpOp) -> Opcode {
    match op {
        CmpOp::Eq => Opcode::Eq,
        CmpOp::NotEq => Opcode::Ne,
        CmpOp::Lt => Opcode::Lt,
        CmpOp::LtE => Opcode::Le,
        CmpOp::Gt => Opcode::Gt,
        CmpOp::GtE => Opcode::Ge,
        CmpOp::Is => Opcode::Is,
        CmpOp::IsNot => Opcode::IsNot,
        CmpOp::In => Opcode::In,
        CmpOp::NotIn => Opcode::NotIn,
    }
}

impl<'a> Compiler<'a> {
    pub(crate) fn binary(
        &mut self,
        span: Span,
        left: &'a Expr,
        op: Operator,
        right: &'a Expr,
        dst: Option<u16>,
    ) -> Result<Val> {
        if op == Operator::Mod
            && let Some((pieces, arguments)) = crate::fstring::percent_literal(left, right)
        {
            return self.percent_format(span, pieces, arguments, dst);
        }
        let mark = self.top();
        let l = self.operand(left, &[right])?;
        self.binary_with(span, l, op, right, mark, dst, 0)
    }

    /// `l op right`, with the temporaries from `mark` freed.
    #[expect(clippy::too_many_arguments, reason = "one caller each for plain and augmented forms")]
    pub(crate) fn binary_with(
        &mut self,
        span: Span,
        l: Val,
        op: Operator,
        right: &'a Expr,
        mark: u16,
        dst: Option<u16>,
        flags: u8,
    ) -> Result<Val> {
        let (plain, with_const) = binary_ops(op);
        if let Some(k) = self.constant(right).and_then(|c| self.const_index(c)) {
            self.set_top(mark);
            let dst = self.dst(dst);
            self.op(span, with_const, flags | l.b(), dst, l.reg(), k);
            return Ok(self.val(dst));
        }
        let r = self.expr(right)?;
        self.set_top(mark);
        let dst = self.dst(dst);
        self.op(span, plain, flags | l.b() | r.c(), dst, l.reg(), r.reg());
        Ok(self.val(dst))
    }

    /// `target op= value` on a loaded left side.
    pub(crate) fn in_place(
        &mut self,
        span: Span,
        l: Val,
        op: Operator,
        right: &'a Expr,
        mark: u16,
        dst: Option<u16>,
    ) -> Result<Val> {
        self.binary_with(span, l, op, right, mark, dst, INPLACE)
    }

    pub(crate) fn unary(&mut self, span: Span, op: UnaryOp, operand: &'a Expr, dst: Option<u16>) -> Result<Val> {
        let mark = self.top();
        if op == UnaryOp::Not
            && let ExprKind::Compare { left, ops, comparators } = &operand.kind
            && let [single] = &ops[..]
        {
            let inverse = match single {
                CmpOp::Is => Some(CmpOp::IsNot),
                CmpOp::IsNot => Some(CmpOp::Is),
                CmpOp::In => Some(CmpOp::NotIn),
                CmpOp::NotIn => Some(CmpOp::In),
                _ => None,
            };
            if let Some(inverse) = inverse {
                self.check_compare(left, ops, comparators, operand.span);
                return self.compare_one(span, left, inverse, &comparators[0], dst);
            }
        }
        let v = self.expr(operand)?;
        self.set_top(mark);
        let dst = self.dst(dst);
        let op = match op {
            UnaryOp::Invert => Opcode::Invert,
            UnaryOp::Not => Opcode::Not,
            UnaryOp::UAdd => Opcode::Pos,
            UnaryOp::USub => Opcode::Neg,
        };
        self.op(span, op, v.b(), dst, v.reg(), 0);
        Ok(self.val(dst))
    }

    /// `a and b or c` as a value: one temporary stays live and is overwritten.
    pub(crate) fn bool_op(&mut self, span: Span, op: BoolOp, values: &'a [Expr], dst: Option<u16>) -> Result<Val> {
        // A temporary target can be used directly; a local must not change before the end.
        let result = match dst {
            Some(dst) if self.is_temp(dst) => dst,
            _ => self.alloc(),
        };
        let end = self.label();
        let jump = if op == BoolOp::And { Opcode::JumpIfFalse } else { Opcode::JumpIfTrue };
        let Some((last, head)) = values.split_last() else { return Ok(self.val(result)) };
        for value in head {
            if let Some(truth) = self.constant_truth(value) {
                if truth == (op == BoolOp::Or) {
                    self.expr_dst(value, Some(result))?;
                    self.jump(end);
                }
                // Otherwise the value decides nothing.
                continue;
            }
            self.expr_dst(value, Some(result))?;
            let position = self.position(value.span);
            self.u().asm.jump_if(position, jump, 0, result, end);
        }
        self.expr_dst(last, Some(result))?;
        self.bind(end);
        match dst {
            Some(dst) if dst != result => {
                self.set_top(result);
                self.move_to(span, dst, Val::Temp(result));
                Ok(self.val(dst))
            }
            _ => Ok(self.val(result)),
        }
    }

    pub(crate) fn if_exp(&mut self, test: &'a Expr, body: &'a Expr, orelse: &'a Expr, dst: Option<u16>) -> Result<Val> {
        let result = self.dst(dst);
        let (other, end) = (self.label(), self.label());
        self.jump_if(test, false, other)?;
        self.expr_dst(body, Some(result))?;
        self.jump(end);
        self.bind(other);
        self.expr_dst(orelse, Some(result))?;
        self.bind(end);
        Ok(self.val(result))
    }

    pub(crate) fn compare(
        &mut self,
        span: Span,
        left: &'a Expr,
        ops: &'a [CmpOp],
        comparators: &'a [Expr],
        dst: Option<u16>,
    ) -> Result<Val> {
        self.check_compare(left, ops, comparators, span);
        if let ([op], [right]) = (ops, comparators) {
            return self.compare_one(span, left, *op, right, dst);
        }
        let result = self.alloc();
        let end = self.label();
        let later: Vec<&Expr> = comparators.iter().collect();
        let mut l = self.operand(left, &later)?;
        let mut cleanups = Vec::new();
        let count = ops.len();
        for (i, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let r = self.comparand(*op, right, &later[i + 1..])?;
            let last = i + 1 == count;
            let flags = l.b() | if last { r.c() } else { 0 };
            self.op(span, compare_op(*op), flags, result, l.reg(), r.reg());
            if last {
                break;
            }
            let target = match r {
                Val::Temp(reg) => {
                    let label = self.label();
                    cleanups.push((label, reg));
                    label
                }
                Val::Local(_) => end,
            };
            let position = self.position(span);
            self.u().asm.jump_if(position, Opcode::JumpIfFalse, 0, result, target);
            l = r;
        }
        if !cleanups.is_empty() {
            self.jump(end);
            for (label, reg) in cleanups {
                self.bind(label);
                self.drop_temp(reg);
                self.jump(end);
            }
        }
        self.bind(end);
        self.set_top(result);
        self.finish(span, result, dst)
    }

    fn compare_one(&mut self, span: Span, left: &'a Expr, op: CmpOp, right: &'a Expr, dst: Option<u16>) -> Result<Val> {
        let mark = self.top();
        let l = self.operand(left, &[right])?;
        let r = self.comparand(op, right, &[])?;
        self.set_top(mark);
        let dst = self.dst(dst);
        self.op(span, compare_op(op), l.b() | r.c(), dst, l.reg(), r.reg());
        Ok(self.val(dst))
    }

    /// The right side of a comparison; a constant display after `in` becomes a constant.
    pub(crate) fn comparand(&mut self, op: CmpOp, right: &'a Expr, later: &[&Expr]) -> Result<Val> {
        if matches!(op, CmpOp::In | CmpOp::NotIn)
            && let Some(value) = self.membership_constant(right)
        {
            return Ok(Val::Temp(self.const_temp(right.span, value)));
        }
        if matches!(op, CmpOp::In | CmpOp::NotIn)
            && let ExprKind::List { elts } = &right.kind
        {
            return self.tuple_of(right.span, elts);
        }
        self.operand(right, later)
    }

    /// A display of constants that is only iterated or searched, as an immutable constant.
    pub(crate) fn membership_constant(&self, right: &Expr) -> Option<Const> {
        match &right.kind {
            ExprKind::List { elts } => {
                let items: Option<Vec<Const>> = elts.iter().map(|e| self.constant(e)).collect();
                Some(Const::Tuple(items?.into()))
            }
            ExprKind::Set { elts } => {
                let items: Option<Vec<Const>> = elts.iter().map(|e| self.constant(e)).collect();
                Some(Const::FrozenSet(items?.into()))
            }
            _ => None,
        }
    }
}
