//! `try` in all its forms.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::unit::{FBlock, NOWHERE, Val};
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, Opcode};
use minipy_syntax::ast::*;

impl<'a> Compiler<'a> {
    pub(crate) fn try_stmt(&mut self, t: &'a Try, span: Span) -> Result<()> {
        let conditional = self.enter_conditional();
        if t.finalbody.is_empty() {
            self.try_except(t)?
        } else {
            self.try_finally(t, span)?
        }
        self.leave_conditional(conditional);
        Ok(())
    }

    fn try_finally(&mut self, t: &'a Try, span: Span) -> Result<()> {
        let (handler, cleanup, end) = (self.label(), self.label(), self.label());
        let depth = self.top();
        self.u().asm.open_region(handler, depth);
        self.push_block(FBlock::FinallyTry(&t.finalbody))?;
        if t.handlers.is_empty() {
            self.stmts(&t.body)?;
        } else {
            self.try_except(t)?;
        }
        self.u().fblocks.pop();
        self.u().asm.close_region();
        self.finally_body(&t.finalbody)?;
        self.jump(end);
        let cold = self.u().asm.here();
        self.bind(handler);
        let exc = self.alloc();
        let save = self.alloc();
        self.op(span, Opcode::PushExc, 0, save, exc, 0);
        let inner = self.top();
        self.alloc();
        self.set_top(inner);
        self.u().asm.open_region(cleanup, inner);
        self.push_block(FBlock::FinallyEnd { exc, save })?;
        self.finally_body(&t.finalbody)?;
        self.u().fblocks.pop();
        self.u().asm.close_region();
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.op(NOWHERE, Opcode::Reraise, A_TEMP, exc, 0, 0);
        self.cleanup(cleanup, save, inner);
        self.u().asm.mark_cold(cold);
        self.set_top(depth);
        self.bind(end);
        Ok(())
    }

    /// The handler of exceptions inside a handler: the handled exception is restored.
    pub(crate) fn cleanup(&mut self, label: crate::emit::Label, save: u16, exc: u16) {
        self.bind(label);
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.op(NOWHERE, Opcode::Reraise, A_TEMP, exc, 0, 0);
    }

    fn try_except(&mut self, t: &'a Try) -> Result<()> {
        if t.is_star {
            return self.try_star(t);
        }
        let (handler, cleanup, end) = (self.label(), self.label(), self.label());
        let depth = self.top();
        self.u().asm.open_region(handler, depth);
        self.push_block(FBlock::Try)?;
        self.stmts(&t.body)?;
        self.u().fblocks.pop();
        self.u().asm.close_region();
        self.stmts(&t.orelse)?;
        self.jump(end);

        let cold = self.u().asm.here();
        self.bind(handler);
        let exc = self.alloc();
        let save = self.alloc();
        let inner = self.top();
        self.alloc();
        self.set_top(inner);
        let first = t.handlers.first().map_or(NOWHERE, |h| h.span);
        self.op(first, Opcode::PushExc, 0, save, exc, 0);
        self.u().asm.open_region(cleanup, inner);
        let mut catch_all = false;
        for (i, h) in t.handlers.iter().enumerate() {
            let next = self.label();
            if let Some(typ) = &h.typ {
                let v = self.expr(typ)?;
                self.set_top(inner);
                let matched = self.alloc();
                self.op(h.span, Opcode::MatchExc, v.c(), matched, exc, v.reg());
                self.set_top(inner);
                self.jump_on(h.span, Opcode::JumpIfFalse, Val::Temp(matched), next);
            } else {
                if i + 1 < t.handlers.len() {
                    return Err(CompileError::syntax("default 'except:' must be last", h.span));
                }
                catch_all = true;
            }
            self.handler_body(h, exc, save, inner, end)?;
            self.bind(next);
        }
        let _ = catch_all;
        self.u().asm.close_region();
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.op(NOWHERE, Opcode::Reraise, A_TEMP, exc, 0, 0);
        self.cleanup(cleanup, save, inner);
        self.u().asm.mark_cold(cold);
        self.set_top(depth);
        self.bind(end);
        Ok(())
    }

    fn handler_body(
        &mut self,
        h: &'a ExceptHandler,
        exc: u16,
        save: u16,
        inner: u16,
        end: crate::emit::Label,
    ) -> Result<()> {
        let Some(name) = &h.name else {
            self.op(h.span, Opcode::Drop, A_TEMP, exc, 0, 0);
            self.push_block_at(FBlock::Handler { save, name: None }, h.span)?;
            self.stmts(&h.body)?;
            self.u().fblocks.pop();
            let outer = self.u().asm.close_region();
            self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
            self.jump(end);
            if let Some(outer) = outer {
                self.u().asm.reopen_region(outer);
            }
            return Ok(());
        };
        let unbind = self.label();
        self.store_name(&name.name, h.span, Val::Temp(exc), true)?;
        self.u().asm.open_region(unbind, inner);
        self.push_block_at(FBlock::Handler { save, name: Some(&name.name) }, h.span)?;
        self.stmts(&h.body)?;
        self.u().fblocks.pop();
        self.u().asm.close_region();
        let outer = self.u().asm.close_region();
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.unbind_handler_name(&name.name)?;
        self.jump(end);
        // An exception in the body: the name goes, too.
        self.bind(unbind);
        self.set_top(inner + 1);
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.unbind_handler_name(&name.name)?;
        self.op(NOWHERE, Opcode::Reraise, A_TEMP, inner, 0, 0);
        self.set_top(inner);
        if let Some(outer) = outer {
            self.u().asm.reopen_region(outer);
        }
        Ok(())
    }

    fn try_star(&mut self, t: &'a Try) -> Result<()> {
        let (handler, cleanup, orelse, end) = (self.label(), self.label(), self.label(), self.label());
        let depth = self.top();
        self.u().asm.open_region(handler, depth);
        self.push_block(FBlock::Try)?;
        self.stmts(&t.body)?;
        self.u().fblocks.pop();
        self.u().asm.close_region();
        self.jump(if t.orelse.is_empty() { end } else { orelse });

        let cold = self.u().asm.here();
        self.bind(handler);
        let original = self.alloc();
        let save = self.alloc();
        let results = self.alloc();
        let rest = self.alloc();
        let inner = self.top();
        self.alloc();
        self.set_top(inner);
        let first = t.handlers.first().map_or(NOWHERE, |h| h.span);
        self.op(first, Opcode::PushExc, 0, save, original, 0);
        self.u().asm.open_region(cleanup, results);
        self.op(first, Opcode::BuildList, 0, results, results, 0);
        self.op(first, Opcode::Move, 0, rest, original, 0);
        for h in &t.handlers {
            let (no_match, next) = (self.label(), self.label());
            let matched = self.alloc();
            let new_rest = self.alloc();
            let Some(typ) = &h.typ else {
                return Err(CompileError::syntax("expected one or more exception types", h.span));
            };
            let v = self.expr(typ)?;
            self.op(h.span, Opcode::MatchExcGroup, B_TEMP | v.c(), matched, rest, v.reg());
            self.set_top(new_rest + 1);
            self.op(typ.span, Opcode::Move, B_TEMP, rest, new_rest, 0);
            let position = self.position(typ.span);
            self.u().asm.jump_if(position, Opcode::JumpIfNone, 0, matched, no_match);
            // The matched part is the handled exception from here on.
            self.op(typ.span, Opcode::PushExc, 0, new_rest, matched, 0);
            self.drop_temp(new_rest);
            let raised = self.label();
            match &h.name {
                Some(name) => self.store_name(&name.name, h.span, Val::Temp(matched), true)?,
                None => self.op(h.span, Opcode::Drop, A_TEMP, matched, 0, 0),
            }
            self.set_top(inner);
            self.u().asm.open_region(raised, inner);
            self.push_block_at(FBlock::StarHandler, h.span)?;
            self.stmts(&h.body)?;
            self.u().fblocks.pop();
            self.u().asm.close_region();
            if let Some(name) = &h.name {
                self.unbind_handler_name(&name.name)?;
            }
            self.jump(next);
            self.bind(raised);
            self.set_top(inner + 1);
            if let Some(name) = &h.name {
                self.unbind_handler_name(&name.name)?;
            }
            self.op(NOWHERE, Opcode::ListAppend, B_TEMP, results, inner, 0);
            self.jump(next);
            self.bind(no_match);
            self.drop_temp(matched);
            self.bind(next);
            self.set_top(inner);
        }
        self.op(NOWHERE, Opcode::ListAppend, B_TEMP, results, rest, 0);
        self.op(NOWHERE, Opcode::PrepReraiseStar, C_TEMP, rest, original, results);
        self.u().asm.close_region();
        let reraise = self.label();
        let position = self.position(NOWHERE);
        self.u().asm.jump_if(position, Opcode::JumpIfNotNone, 0, rest, reraise);
        self.drop_temp(rest);
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.drop_temp(original);
        self.jump(end);
        self.bind(reraise);
        self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
        self.op(NOWHERE, Opcode::Reraise, A_TEMP, rest, 0, 0);
        self.cleanup(cleanup, save, results);
        self.u().asm.mark_cold(cold);
        self.set_top(depth);
        // CPython's compiler comes to it after the handlers too, which the order of its warnings shows.
        self.bind(orelse);
        self.stmts(&t.orelse)?;
        self.bind(end);
        Ok(())
    }
}
