//! `return`, `break`, `continue`: leaving enclosing statements in order.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::unit::{FBlock, NOWHERE, UnitKind, Val};
use minipy_bytecode::code::flags;
use minipy_bytecode::opcode::{A_TEMP, Opcode};
use minipy_syntax::ast::*;

/// CPython's CO_MAXBLOCKS.
const MAX_BLOCKS: usize = 21;

impl<'a> Compiler<'a> {
    pub(crate) fn return_stmt(&mut self, span: Span, value: Option<&'a Expr>) -> Result<()> {
        let unit = self.unit();
        if !matches!(unit.kind, UnitKind::Function | UnitKind::Lambda) {
            return Err(CompileError::syntax("'return' outside function", span));
        }
        if value.is_some() && unit.flags & flags::ASYNC_GENERATOR != 0 {
            return Err(CompileError::syntax("'return' with value in async generator", span));
        }
        self.warn_in_finally(span, "return", false);
        let mark = self.top();
        let busy = self.unit().fblocks.iter().any(|b| !matches!(b, FBlock::Try | FBlock::FinallyBody));
        // Each branch of a conditional expression returns by itself.
        if let Some(Expr { kind: ExprKind::IfExp { test, body, orelse }, .. }) = value
            && !busy
            && self.constant_truth(test).is_none()
        {
            let other = self.label();
            self.jump_if(test, false, other)?;
            self.return_stmt(span, Some(body))?;
            self.bind(other);
            return self.return_stmt(span, Some(orelse));
        }
        let constant = value.and_then(|v| self.constant(v));
        let span = value.filter(|_| constant.is_some()).map_or(span, |v| v.span);
        let mut kept = None;
        if let Some(value) = value
            && constant.is_none()
        {
            let mut v = self.expr(value)?;
            // Code that runs on the way out may rebind the local.
            if busy && matches!(v, Val::Local(_)) {
                v = Val::Temp(self.spill(value.span, v));
            }
            kept = Some(v);
        }
        let saved = self.unwind(None, kept.map(Val::reg), span)?;
        match (kept, constant) {
            (Some(v), _) => self.return_value(span, v),
            (None, Some(constant)) => {
                let k = self.u().consts.add(constant);
                self.op_bc(span, Opcode::ReturnConst, 0, 0, k);
            }
            (None, None) => self.op_return_none(span),
        }
        self.restore_regions(saved);
        self.set_top(mark);
        Ok(())
    }

    /// Enters a block; CPython limits how many may be nested in one function.
    pub(crate) fn push_block(&mut self, block: FBlock<'a>) -> Result<()> {
        self.push_block_at(block, self.statement)
    }

    /// The same with the place of the error.
    pub(crate) fn push_block_at(&mut self, block: FBlock<'a>, span: Span) -> Result<()> {
        let weight = |b: &FBlock<'_>| match b {
            FBlock::Kept(_) | FBlock::FinallyBody => 0,
            FBlock::Handler { .. } | FBlock::StarHandler => 2,
            _ => 1,
        };
        // CPython has a block around the body of a generator.
        let generator = usize::from(self.unit().stop_label.is_some());
        let depth: usize = self.unit().fblocks.iter().map(weight).sum();
        if generator + depth + weight(&block) > MAX_BLOCKS {
            return Err(CompileError::syntax("too many statically nested blocks", span));
        }
        self.u().fblocks.push(block);
        Ok(())
    }

    pub(crate) fn break_stmt(&mut self, span: Span) -> Result<()> {
        self.loop_exit(span, true)
    }

    pub(crate) fn continue_stmt(&mut self, span: Span) -> Result<()> {
        self.loop_exit(span, false)
    }

    fn loop_exit(&mut self, span: Span, is_break: bool) -> Result<()> {
        self.warn_in_finally(span, if is_break { "break" } else { "continue" }, true);
        let unit = self.unit();
        let position = unit.fblocks.iter().rposition(|b| matches!(b, FBlock::Loop { .. }));
        let star = unit.fblocks[position.unwrap_or(0)..].iter().any(|b| matches!(b, FBlock::StarHandler));
        if star {
            return Err(star_error(span));
        }
        let Some(position) = position else {
            let text = if is_break { "'break' outside loop" } else { "'continue' not properly in loop" };
            return Err(CompileError::syntax(text, span));
        };
        let mark = self.top();
        let saved = self.unwind(Some(position), None, span)?;
        if let FBlock::Loop { iter, exit, next } = self.unit().fblocks[position] {
            if is_break {
                if let Some(iter) = iter {
                    self.op(span, Opcode::Drop, A_TEMP, iter, 0, 0);
                }
                self.nop_if_needed(span);
                self.jump(exit);
            } else {
                self.stand_at(span);
                self.jump(next);
            }
        }
        self.restore_regions(saved);
        self.set_top(mark);
        Ok(())
    }

    /// `break` has a line of its own for tracing only; nothing is needed here.
    fn nop_if_needed(&mut self, _span: Span) {}

    /// Leaves all blocks above index `down_to` (all of them for `None`). Gives the regions to open again.
    fn unwind(&mut self, down_to: Option<usize>, kept: Option<u16>, span: Span) -> Result<Vec<crate::emit::Region>> {
        let saved_blocks = self.unit().fblocks.clone();
        let saved_regions = self.unit().asm.regions.clone();
        let lowest = down_to.map_or(0, |d| d + 1);
        while self.unit().fblocks.len() > lowest {
            let Some(block) = self.u().fblocks.pop() else { break };
            match block {
                FBlock::Loop { iter, .. } => {
                    if let Some(iter) = iter {
                        self.op(span, Opcode::Drop, A_TEMP, iter, 0, 0);
                    }
                }
                FBlock::Try => {
                    self.u().asm.close_region();
                }
                FBlock::FinallyTry(body) => {
                    self.u().asm.close_region();
                    if let Some(reg) = kept
                        && self.is_temp(reg)
                    {
                        self.u().fblocks.push(FBlock::Kept(reg));
                    }
                    self.finally_body(body)?;
                    if matches!(self.unit().fblocks.last(), Some(FBlock::Kept(_))) {
                        self.u().fblocks.pop();
                    }
                }
                FBlock::FinallyEnd { exc, save } => {
                    self.u().asm.close_region();
                    self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
                    self.op(NOWHERE, Opcode::Drop, A_TEMP, exc, 0, 0);
                }
                FBlock::With { exit, is_async, span } => {
                    self.u().asm.close_region();
                    self.call_exit(exit, is_async, span)?;
                }
                FBlock::Handler { save, name } => {
                    if name.is_some() {
                        self.u().asm.close_region();
                    }
                    self.u().asm.close_region();
                    self.op(NOWHERE, Opcode::PopExc, A_TEMP, save, 0, 0);
                    if let Some(name) = name {
                        self.unbind_handler_name(name)?;
                    }
                }
                FBlock::StarHandler => {
                    self.u().fblocks = saved_blocks;
                    return Err(star_error(span));
                }
                FBlock::Kept(reg) => self.op(span, Opcode::Drop, A_TEMP, reg, 0, 0),
                FBlock::Comprehension | FBlock::FinallyBody => {}
            }
        }
        self.u().fblocks = saved_blocks;
        Ok(saved_regions)
    }

    /// Opens the regions again that unwinding closed.
    fn restore_regions(&mut self, saved: Vec<crate::emit::Region>) {
        let open = self.unit().asm.regions.len();
        for region in saved.into_iter().skip(open) {
            self.u().asm.reopen_region(region);
        }
    }

    /// The statements of a `finally`, in one of their copies.
    pub(crate) fn finally_body(&mut self, body: &'a [Stmt]) -> Result<()> {
        self.u().fblocks.push(FBlock::FinallyBody);
        self.stmts(body)?;
        self.u().fblocks.pop();
        Ok(())
    }

    /// PEP 765: leaving a `finally` body by a jump swallows exceptions.
    fn warn_in_finally(&mut self, span: Span, what: &str, is_loop_jump: bool) {
        for block in self.unit().fblocks.iter().rev() {
            match block {
                FBlock::Loop { .. } if is_loop_jump => return,
                FBlock::FinallyBody => {
                    self.warn(span, format!("'{what}' in a 'finally' block"));
                    return;
                }
                _ => {}
            }
        }
    }
}

fn star_error(span: Span) -> CompileError {
    CompileError::syntax("'break', 'continue' and 'return' cannot appear in an except* block", span)
}
