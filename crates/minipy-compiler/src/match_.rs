//! The `match` statement.

use crate::Compiler;
use crate::emit::Label;
use crate::error::Result;
use crate::unit::{NOWHERE, Val};
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, Opcode};
use minipy_syntax::ast::*;

/// The state of compiling one pattern.
pub(crate) struct PatternContext<'a> {
    /// Names bound if the whole pattern matches, with the registers that hold the values.
    pub(crate) captures: Vec<(&'a str, u16, Span)>,
    /// Where a failure goes.
    pub(crate) fail: Label,
    /// Whether a pattern that always matches is fine here.
    pub(crate) allow_irrefutable: bool,
    /// One above the highest temporary used.
    pub(crate) max_top: u16,
}

impl<'a> Compiler<'a> {
    pub(crate) fn match_stmt(&mut self, subject: &'a Expr, cases: &'a [MatchCase]) -> Result<()> {
        let conditional = self.enter_conditional();
        let end = self.label();
        let mark = self.top();
        let v = self.expr(subject)?;
        let subject = self.spill(subject.span, v);
        let base = self.top();
        let mut dropped = false;
        for (i, case) in cases.iter().enumerate() {
            let last = i + 1 == cases.len();
            let (fail, next) = (self.label(), self.label());
            let mut ctx = PatternContext {
                captures: Vec::new(),
                fail,
                allow_irrefutable: case.guard.is_some() || last,
                max_top: base,
            };
            self.pattern(&case.pattern, subject, &mut ctx)?;
            let top = ctx.max_top.max(self.top());
            self.bind_captures(&ctx, base, self.top())?;
            self.set_top(base);
            if let Some(guard) = &case.guard {
                self.jump_if(guard, false, next)?;
            }
            self.op(case.pattern.span, Opcode::Drop, A_TEMP, subject, 0, 0);
            // The subject is gone in the body.
            self.set_top(mark);
            self.stmts(&case.body)?;
            self.jump(end);
            self.set_top(base);
            self.bind(fail);
            if self.unit().asm.reachable {
                for reg in base..top {
                    self.drop_temp(reg);
                }
            }
            self.bind(next);
            if last && self.unit().asm.reachable {
                self.drop_temp(subject);
                dropped = true;
            }
        }
        let _ = dropped;
        self.set_top(mark);
        self.bind(end);
        self.leave_conditional(conditional);
        Ok(())
    }

    /// The pattern matched: stores what it captured and drops the rest of its temporaries.
    fn bind_captures(&mut self, ctx: &PatternContext<'a>, base: u16, top: u16) -> Result<()> {
        let mut used = Vec::new();
        for (i, &(name, reg, span)) in ctx.captures.iter().enumerate() {
            let again = ctx.captures[i + 1..].iter().any(|c| c.1 == reg);
            let consume = reg >= base && !again;
            if consume {
                used.push(reg);
            }
            self.store_name(name, span, Val::Temp(reg), consume)?;
        }
        for reg in base..top {
            if !used.contains(&reg) {
                self.op(NOWHERE, Opcode::Drop, A_TEMP, reg, 0, 0);
            }
        }
        Ok(())
    }

    /// Moves the captures of an alternative to the registers all alternatives share, and drops its temporaries.
    pub(crate) fn move_captures(
        &mut self,
        captures: &[(&'a str, u16, Span)],
        names: &[&'a str],
        homes: u16,
        base: u16,
    ) {
        let top = self.top();
        let mut used = Vec::new();
        for (i, &(name, reg, span)) in captures.iter().enumerate() {
            let Some(index) = names.iter().position(|n| *n == name) else { continue };
            let again = captures[i + 1..].iter().any(|c| c.1 == reg);
            let consume = reg >= base && !again;
            if consume {
                used.push(reg);
            }
            self.op(span, Opcode::Move, if consume { B_TEMP } else { 0 }, homes + index as u16, reg, 0);
        }
        for reg in base..top {
            if !used.contains(&reg) {
                self.op(NOWHERE, Opcode::Drop, A_TEMP, reg, 0, 0);
            }
        }
    }
}
