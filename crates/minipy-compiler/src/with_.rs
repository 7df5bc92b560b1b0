//! `with` and `async with`.

use crate::Compiler;
use crate::error::Result;
use crate::unit::{FBlock, NOWHERE, Val};
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, Opcode, SpecialMethod};
use minipy_syntax::ast::*;

/// Third operand of GetAwaitable, for its error texts.
const AENTER: u16 = 1;
const AEXIT: u16 = 2;

impl<'a> Compiler<'a> {
    pub(crate) fn with_stmt(&mut self, w: &'a With, span: Span) -> Result<()> {
        if w.is_async {
            self.check_async(span, "'async with' outside async function")?;
        }
        let conditional = self.enter_conditional();
        self.with_items(w, &w.items)?;
        self.leave_conditional(conditional);
        Ok(())
    }

    fn with_items(&mut self, w: &'a With, items: &'a [WithItem]) -> Result<()> {
        let Some((item, rest)) = items.split_first() else { return self.stmts(&w.body) };
        let span = item.context_expr.span;
        let (handler, cleanup, end) = (self.label(), self.label(), self.label());
        let (enter_name, exit_name) = if w.is_async {
            (SpecialMethod::AEnter, SpecialMethod::AExit)
        } else {
            (SpecialMethod::Enter, SpecialMethod::Exit)
        };
        let exit = self.alloc_n(2);
        let depth = self.top();
        let v = self.expr(&item.context_expr)?;
        let manager = self.spill(span, v);
        self.op(span, Opcode::LoadSpecial, 0, exit, manager, exit_name as u16);
        let enter = self.alloc_n(2);
        self.op(span, Opcode::LoadSpecial, 0, enter, manager, enter_name as u16);
        self.drop_temp(manager);
        self.op(span, Opcode::CallMethod, 0, enter, manager, 0);
        self.set_top(manager + 1);
        if w.is_async {
            self.await_temp(span, manager, AENTER);
        }
        self.set_top(depth);
        self.alloc();
        self.u().asm.open_region(handler, depth);
        self.push_block_at(FBlock::With { exit, is_async: w.is_async, span }, item.context_expr.span)?;
        match &item.optional_vars {
            Some(target) => self.store(target, Val::Temp(manager), true)?,
            None => self.drop_temp(manager),
        }
        self.set_top(depth);
        self.with_items(w, rest)?;
        self.u().fblocks.pop();
        self.u().asm.close_region();
        self.call_exit(exit, w.is_async, span)?;
        self.jump(end);

        let cold = self.u().asm.here();
        self.bind(handler);
        let exc = self.alloc();
        let save = self.alloc();
        let base = self.alloc_n(2);
        self.op(span, Opcode::PushExc, 0, save, exc, 0);
        self.u().asm.open_region(cleanup, base);
        self.op(span, Opcode::Move, B_TEMP, base, exit, 0);
        self.op(span, Opcode::Move, B_TEMP, base + 1, exit + 1, 0);
        let triple = self.alloc_n(3);
        self.op(span, Opcode::LoadExcTriple, 0, triple, exc, 0);
        self.op(span, Opcode::CallMethod, 0, base, base, 3);
        self.set_top(base + 1);
        if w.is_async {
            self.await_temp(span, base, AEXIT);
        }
        let suppressed = self.label();
        self.jump_on(span, Opcode::JumpIfTrue, Val::Temp(base), suppressed);
        let region = self.u().asm.close_region();
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.op(span, Opcode::Reraise, A_TEMP, exc, 0, 0);
        drop(region);
        self.bind(suppressed);
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.drop_temp(exc);
        self.jump(end);
        self.cleanup(cleanup, save, base);
        self.u().asm.mark_cold(cold);
        self.set_top(exit);
        self.bind(end);
        Ok(())
    }

    /// Leaves the body without exception: calls `__exit__(None, None, None)`, whose pair stands at `exit`.
    pub(crate) fn call_exit(&mut self, exit: u16, is_async: bool, span: Span) -> Result<()> {
        let mark = self.top();
        // A `return` value may stand above the pair: then the call is made above it.
        let base = if mark == exit + 2 {
            exit
        } else {
            let base = self.alloc_n(2);
            self.op(span, Opcode::Move, B_TEMP, base, exit, 0);
            self.op(span, Opcode::Move, B_TEMP, base + 1, exit + 1, 0);
            base
        };
        self.set_top(base + 2);
        for _ in 0..3 {
            self.const_temp(span, Const::None);
        }
        self.op(span, Opcode::CallMethod, 0, base, base, 3);
        self.set_top(base + 1);
        if is_async {
            self.await_temp(span, base, AEXIT);
            self.set_top(base + 1);
        }
        self.drop_temp(base);
        self.set_top(mark);
        Ok(())
    }
}
