//! `for`, `async for`, `while`.

use crate::Compiler;
use crate::emit::Label;
use crate::error::{CompileError, Result};
use crate::unit::{FBlock, UnitKind, Val};
use minipy_bytecode::code::flags;
use minipy_bytecode::opcode::Opcode;
use minipy_syntax::ast::*;

impl<'a> Compiler<'a> {
    pub(crate) fn while_loop(&mut self, test: &'a Expr, body: &'a [Stmt], orelse: &'a [Stmt]) -> Result<()> {
        let (head, exit, end) = (self.label(), self.label(), self.label());
        self.bind_head(head);
        let conditional = self.enter_conditional();
        self.jump_if(test, false, exit)?;
        self.push_block(FBlock::Loop { iter: None, exit: end, next: head })?;
        self.stmts(body)?;
        self.u().fblocks.pop();
        self.jump(head);
        self.bind(exit);
        self.stmts(orelse)?;
        self.bind(end);
        self.leave_conditional(conditional);
        Ok(())
    }

    pub(crate) fn for_loop(&mut self, f: &'a For, span: Span) -> Result<()> {
        if f.is_async {
            return self.async_for(f, span);
        }
        let (head, exit, end) = (self.label(), self.label(), self.label());
        let mark = self.top();
        let v = self.iterable(&f.iter)?;
        self.set_top(mark);
        let iter = self.alloc();
        self.op(f.iter.span, Opcode::GetIter, v.b(), iter, v.reg(), 0);
        self.bind_head(head);
        let conditional = self.enter_conditional();
        self.for_iter(f.iter.span, iter, &f.target, exit)?;
        self.push_block(FBlock::Loop { iter: Some(iter), exit: end, next: head })?;
        self.stmts(&f.body)?;
        self.u().fblocks.pop();
        self.jump(head);
        self.bind(exit);
        self.set_top(mark);
        self.stmts(&f.orelse)?;
        self.bind(end);
        self.leave_conditional(conditional);
        Ok(())
    }

    /// What is iterated over: a list display that nobody else sees may as well be a tuple, and a constant one.
    pub(crate) fn iterable(&mut self, e: &'a Expr) -> Result<Val> {
        if let Some(value) = self.membership_constant(e) {
            return Ok(Val::Temp(self.const_temp(e.span, value)));
        }
        match &e.kind {
            ExprKind::List { elts } => self.tuple_of(e.span, elts),
            _ => self.expr(e),
        }
    }

    /// The next item of `iter` into `target`, or to `exit`.
    pub(crate) fn for_iter(&mut self, span: Span, iter: u16, target: &'a Expr, exit: Label) -> Result<()> {
        if let ExprKind::Name { id } = &target.kind
            && let Some(reg) = self.local_register(id)
        {
            self.jump_op(span, Opcode::ForIter, 0, [reg, iter, 0], exit);
            self.mark_bound(reg);
            return Ok(());
        }
        let item = self.alloc();
        self.jump_op(span, Opcode::ForIter, 0, [item, iter, 0], exit);
        self.store(target, Val::Temp(item), true)?;
        self.set_top(item);
        Ok(())
    }

    fn async_for(&mut self, f: &'a For, span: Span) -> Result<()> {
        self.check_async(span, "'async for' outside async function")?;
        let (head, end, handler) = (self.label(), self.label(), self.label());
        let mark = self.top();
        let v = self.expr(&f.iter)?;
        self.set_top(mark);
        let iter = self.alloc();
        self.op(f.iter.span, Opcode::GetAIter, v.b(), iter, v.reg(), 0);
        self.bind_head(head);
        let conditional = self.enter_conditional();
        self.async_next(span, iter, handler, &f.target)?;
        self.push_block(FBlock::Loop { iter: Some(iter), exit: end, next: head })?;
        self.stmts(&f.body)?;
        self.u().fblocks.pop();
        self.jump(head);
        self.end_async_for(handler, iter);
        self.set_top(mark);
        self.stmts(&f.orelse)?;
        self.bind(end);
        self.leave_conditional(conditional);
        Ok(())
    }

    /// Asynchronous statements need a coroutine.
    pub(crate) fn check_async(&self, span: Span, text: &str) -> Result<()> {
        let unit = self.unit();
        let fine = unit.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) != 0
            || (unit.kind == UnitKind::Module && self.options.top_level_await);
        if fine { Ok(()) } else { Err(CompileError::syntax(text, span)) }
    }

    /// Annotations in compound statements may not be reached.
    pub(crate) fn enter_conditional(&mut self) -> bool {
        std::mem::replace(&mut self.u().in_conditional, true)
    }

    pub(crate) fn leave_conditional(&mut self, saved: bool) {
        self.u().in_conditional = saved;
    }
}
