//! `await`, `yield`, `yield from`, and the frame of generators.

use crate::Compiler;
use crate::emit::Label;
use crate::error::{CompileError, Result};
use crate::scope::BlockKind;
use crate::unit::{NOWHERE, UnitKind, Val};
use minipy_bytecode::code::{Const, flags};
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, IntrinsicOp, Opcode};
use minipy_syntax::ast::{Expr, Span};

/// Flag of Yield: in an asynchronous generator.
const ASYNC_YIELD: u8 = 0x40;
const ANY_GENERATOR: u32 = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;

impl<'a> Compiler<'a> {
    /// Whether the current code object makes a generator or coroutine.
    pub(crate) fn is_generator(&self) -> bool {
        self.unit().flags & ANY_GENERATOR != 0
    }

    /// Whether it is a generator proper, to which StopIteration means something.
    fn handler_label(&mut self) -> Option<Label> {
        self.is_generator().then(|| self.label())
    }

    /// Opens the region that turns an escaping StopIteration into RuntimeError.
    pub(crate) fn generator_prologue(&mut self) {
        if let Some(label) = self.handler_label() {
            let depth = self.top();
            self.alloc();
            self.set_top(depth);
            self.u().asm.open_region(label, depth);
            self.u().stop_label = Some((label, depth));
        }
    }

    /// Ends the body of a generator.
    pub(crate) fn generator_epilogue(&mut self) {
        if let Some((label, depth)) = self.u().stop_label.take() {
            self.u().asm.close_region();
            self.bind(label);
            self.intrinsic(NOWHERE, IntrinsicOp::StopIterationError, depth, depth);
            self.op(NOWHERE, Opcode::Reraise, A_TEMP, depth, 0, 0);
        }
    }

    pub(crate) fn await_expr(&mut self, span: Span, value: &'a Expr, dst: Option<u16>) -> Result<Val> {
        let unit = self.unit();
        let top_level = unit.kind == UnitKind::Module && self.options.top_level_await;
        if !top_level {
            if !self.table.blocks[unit.block].is_function_like() {
                return Err(CompileError::syntax("'await' outside function", span));
            }
            if unit.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) == 0 && unit.kind != UnitKind::Comprehension {
                return Err(CompileError::syntax("'await' outside async function", span));
            }
        }
        let mark = self.top();
        let v = self.expr(value)?;
        self.set_top(mark);
        let iter = self.alloc();
        self.op(span, Opcode::GetAwaitable, v.b(), iter, v.reg(), 0);
        Ok(self.delegate(span, iter, dst))
    }

    /// Awaits the object in the temporary `reg` (the topmost); the result replaces it. `kind` is for error texts.
    pub(crate) fn await_temp(&mut self, span: Span, reg: u16, kind: u16) {
        self.op(span, Opcode::GetAwaitable, B_TEMP, reg, reg, kind);
        self.delegate(span, reg, None);
    }

    /// Runs the iterator in the topmost temporary to its end.
    pub(crate) fn delegate(&mut self, span: Span, iter: u16, dst: Option<u16>) -> Val {
        let sent = self.const_temp(span, Const::None);
        self.set_top(iter);
        let dst = self.dst(dst);
        self.op(span, Opcode::YieldFrom, B_TEMP | C_TEMP, dst, iter, sent);
        self.val(dst)
    }

    fn yield_allowed(&self, span: Span, text: &str) -> Result<()> {
        if self.table.blocks[self.unit().block].kind != BlockKind::Function {
            return Err(CompileError::syntax(text, span));
        }
        Ok(())
    }

    pub(crate) fn yield_expr(&mut self, span: Span, value: Option<&'a Expr>, dst: Option<u16>) -> Result<Val> {
        self.yield_allowed(span, "'yield' outside function")?;
        let mark = self.top();
        let v = match value {
            Some(value) => self.expr(value)?,
            None => Val::Temp(self.const_temp(span, Const::None)),
        };
        self.set_top(mark);
        let dst = self.dst(dst);
        self.yield_value(span, v, dst);
        Ok(self.val(dst))
    }

    pub(crate) fn yield_value(&mut self, span: Span, v: Val, dst: u16) {
        let flag = if self.unit().flags & flags::ASYNC_GENERATOR != 0 { ASYNC_YIELD } else { 0 };
        self.op(span, Opcode::Yield, flag | v.b(), dst, v.reg(), 0);
    }

    pub(crate) fn yield_from(&mut self, span: Span, value: &'a Expr, dst: Option<u16>) -> Result<Val> {
        self.yield_allowed(span, "'yield from' outside function")?;
        if self.unit().flags & (flags::ASYNC_GENERATOR | flags::COROUTINE) != 0 {
            return Err(CompileError::syntax("'yield from' inside async function", span));
        }
        let mark = self.top();
        let v = self.expr(value)?;
        self.set_top(mark);
        let iter = self.alloc();
        self.op(span, Opcode::GetYieldFromIter, v.b(), iter, v.reg(), 0);
        Ok(self.delegate(span, iter, dst))
    }
}
