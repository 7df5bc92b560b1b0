//! Tests: expressions in a condition, compiled to jumps without making booleans.

use crate::Compiler;
use crate::emit::Label;
use crate::error::Result;
use crate::unit::Val;
use minipy_bytecode::opcode::{JUMP_IF_TRUE, Opcode};
use minipy_syntax::ast::*;

/// The fused instructions of a comparison (two registers; with a constant) and whether the sense is inverted.
fn fused(op: CmpOp) -> (Opcode, Option<Opcode>, bool) {
    match op {
        CmpOp::Eq => (Opcode::JEq, Some(Opcode::JEqK), false),
        CmpOp::NotEq => (Opcode::JNe, Some(Opcode::JNeK), false),
        CmpOp::Lt => (Opcode::JLt, Some(Opcode::JLtK), false),
        CmpOp::LtE => (Opcode::JLe, Some(Opcode::JLeK), false),
        CmpOp::Gt => (Opcode::JGt, Some(Opcode::JGtK), false),
        CmpOp::GtE => (Opcode::JGe, Some(Opcode::JGeK), false),
        CmpOp::Is => (Opcode::JIs, None, false),
        CmpOp::IsNot => (Opcode::JIs, None, true),
        CmpOp::In => (Opcode::JIn, None, false),
        CmpOp::NotIn => (Opcode::JIn, None, true),
    }
}

fn is_none(e: &Expr) -> bool {
    matches!(&e.kind, ExprKind::Constant { value: Constant::None, .. })
}

impl<'a> Compiler<'a> {
    /// Jumps to `target` if the truth of `e` is `sense`, otherwise goes on.
    pub(crate) fn jump_if(&mut self, e: &'a Expr, sense: bool, target: Label) -> Result<()> {
        self.depth += 1;
        if crate::stack::too_deep(self.depth, self.stack_base) {
            return Err(crate::CompileError::recursion());
        }
        let result = self.jump_if_inner(e, sense, target);
        self.depth -= 1;
        result
    }

    fn jump_if_inner(&mut self, e: &'a Expr, sense: bool, target: Label) -> Result<()> {
        if let Some(truth) = self.constant_truth(e) {
            if truth == sense {
                self.jump(target);
            }
            return Ok(());
        }
        match &e.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => self.jump_if(operand, !sense, target),
            ExprKind::BoolOp { op, values } => {
                // `and` is decided by a false value, `or` by a true one.
                let decisive = *op == BoolOp::Or;
                let Some((last, head)) = values.split_last() else { return Ok(()) };
                if sense == decisive {
                    return values.iter().try_for_each(|v| self.jump_if(v, sense, target));
                }
                let skip = self.label();
                for value in head {
                    self.jump_if(value, decisive, skip)?;
                }
                self.jump_if(last, sense, target)?;
                self.bind(skip);
                Ok(())
            }
            ExprKind::IfExp { test, body, orelse } => {
                let (other, end) = (self.label(), self.label());
                self.jump_if(test, false, other)?;
                self.jump_if(body, sense, target)?;
                self.jump(end);
                self.bind(other);
                self.jump_if(orelse, sense, target)?;
                self.bind(end);
                Ok(())
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.check_compare(left, ops, comparators, e.span);
                self.jump_compare(e.span, left, ops, comparators, sense, target)
            }
            _ => {
                let mark = self.top();
                let v = self.expr(e)?;
                self.set_top(mark);
                let op = if sense { Opcode::JumpIfTrue } else { Opcode::JumpIfFalse };
                self.jump_on(e.span, op, v, target);
                Ok(())
            }
        }
    }

    fn jump_compare(
        &mut self,
        span: Span,
        left: &'a Expr,
        ops: &'a [CmpOp],
        comparators: &'a [Expr],
        sense: bool,
        target: Label,
    ) -> Result<()> {
        let mark = self.top();
        let later: Vec<&Expr> = comparators.iter().collect();
        let mut l = self.operand(left, &later)?;
        // Where a false link of the chain goes: onwards if the jump is for truth.
        let end = self.label();
        let on_false = if sense { end } else { target };
        let mut cleanups = Vec::new();
        for (i, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let last = i + 1 == ops.len();
            if last {
                self.jump_last(span, l, *op, right, sense, target)?;
                break;
            }
            let r = self.comparand(*op, right, &later[i + 1..])?;
            let to = match r {
                Val::Temp(reg) => {
                    let label = self.label();
                    cleanups.push((label, reg));
                    label
                }
                Val::Local(_) => on_false,
            };
            let (fused, _, inverted) = fused(*op);
            let flags = l.b() | if inverted { JUMP_IF_TRUE } else { 0 };
            self.jump_op(span, fused, flags, [0, l.reg(), r.reg()], to);
            l = r;
        }
        self.set_top(mark);
        if !cleanups.is_empty() {
            self.jump(end);
            for (label, reg) in cleanups {
                self.bind(label);
                self.drop_temp(reg);
                self.jump(on_false);
            }
        }
        self.bind(end);
        Ok(())
    }

    fn jump_last(&mut self, span: Span, l: Val, op: CmpOp, right: &'a Expr, sense: bool, target: Label) -> Result<()> {
        if is_none(right) && matches!(op, CmpOp::Is | CmpOp::IsNot) {
            let none = (op == CmpOp::Is) == sense;
            let op = if none { Opcode::JumpIfNone } else { Opcode::JumpIfNotNone };
            self.jump_on(span, op, l, target);
            return Ok(());
        }
        let (plain, with_const, inverted) = fused(op);
        let flag = if sense != inverted { JUMP_IF_TRUE } else { 0 };
        if let Some(with_const) = with_const
            && let Some(k) = self.constant(right).and_then(|c| self.const_index(c))
        {
            self.jump_op(span, with_const, l.b() | flag, [0, l.reg(), k], target);
            return Ok(());
        }
        let r = self.comparand(op, right, &[])?;
        self.jump_op(span, plain, l.b() | r.c() | flag, [0, l.reg(), r.reg()], target);
        Ok(())
    }
}
