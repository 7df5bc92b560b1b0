//! Comprehensions: compiled in place where PEP 709 allows it, and generator expressions as functions.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::scope::{CompKind, Role, Scope};
use crate::unit::{FBlock, NOWHERE, UnitKind, Val};
use minipy_bytecode::code::{Const, flags};
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, CommonConst, Opcode};
use minipy_syntax::ast::*;

/// What a comprehension makes of its elements.
#[derive(Clone, Copy)]
struct Maker<'a> {
    kind: CompKind,
    elt: &'a Expr,
    value: Option<&'a Expr>,
    /// The container under construction.
    result: u16,
    span: Span,
}

impl<'a> Compiler<'a> {
    /// Any comprehension; `elt` is the key of a dict comprehension.
    pub(crate) fn comprehension(
        &mut self,
        e: &'a Expr,
        elt: &'a Expr,
        value: Option<&'a Expr>,
        generators: &'a [Comprehension],
        dst: Option<u16>,
    ) -> Result<Val> {
        let Some(first) = generators.first() else {
            return Err(CompileError::syntax("comprehension with no generators", e.span));
        };
        let block = self.table.block_of(e, Role::Body);
        let b = &self.table.blocks[block];
        let (kind, inlined, is_async) = (b.comp, b.inlined, b.coroutine);
        let generator = kind == CompKind::Generator;
        if is_async && !generator {
            self.check_async_comprehension(e.span)?;
        }
        if !inlined {
            return self.comprehension_function(e, elt, value, generators, dst);
        }
        let result = self.alloc();
        let iter = self.outer_iterator(first)?;
        let hidden = self.hidden_scope(block);
        self.start_hidden(&hidden.regs, block, e.span);
        let registers: Vec<u16> = hidden.regs.values().copied().collect();
        self.u().hidden.push(hidden);
        self.container(e.span, kind, result);
        let maker = Maker { kind, elt, value, result, span: e.span };
        let blocks = self.unit().fblocks.len();
        self.push_block_at(FBlock::Comprehension, e.span)?;
        let outcome = self.clauses(generators, 0, Some(iter), &maker);
        self.u().fblocks.truncate(blocks);
        self.u().hidden.pop();
        outcome?;
        let mut registers = registers;
        registers.sort_unstable();
        for reg in registers {
            self.load_common(NOWHERE, reg, CommonConst::Null);
            self.u().asm.bound.clear(reg);
        }
        self.set_top(result);
        self.finish(e.span, result, dst)
    }

    /// Fresh cells for captured variables, and forget what an earlier comprehension left.
    fn start_hidden(&mut self, regs: &std::collections::HashMap<crate::scope::Sym, u16>, block: usize, span: Span) {
        let mut list: Vec<(u16, bool)> =
            regs.iter().map(|(name, &reg)| (reg, self.table.blocks[block].scope(name) == Some(Scope::Cell))).collect();
        list.sort_unstable();
        for (reg, cell) in list {
            self.u().asm.bound.clear(reg);
            if cell {
                self.load_common(span, reg, CommonConst::Null);
                self.op(span, Opcode::MakeCell, 0, reg, 0, 0);
            }
        }
    }

    fn check_async_comprehension(&self, span: Span) -> Result<()> {
        let unit = self.unit();
        let fine = unit.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) != 0
            || unit.kind == UnitKind::Comprehension
            || (unit.kind == UnitKind::Module && self.options.top_level_await);
        if fine {
            return Ok(());
        }
        Err(CompileError::syntax("asynchronous comprehension outside of an asynchronous function", span))
    }

    /// The iterator of the first clause, evaluated outside, in the next temporary.
    fn outer_iterator(&mut self, first: &'a Comprehension) -> Result<u16> {
        let mark = self.top();
        let v = self.iterable(&first.iter)?;
        self.set_top(mark);
        let iter = self.alloc();
        let op = if first.is_async { Opcode::GetAIter } else { Opcode::GetIter };
        self.op(first.iter.span, op, v.b(), iter, v.reg(), 0);
        Ok(iter)
    }

    fn container(&mut self, span: Span, kind: CompKind, result: u16) {
        let op = match kind {
            CompKind::Set => Opcode::BuildSet,
            CompKind::Dict => Opcode::BuildMap,
            _ => Opcode::BuildList,
        };
        self.op(span, op, 0, result, result, 0);
    }

    /// A comprehension that needs a frame of its own: generator expressions, and those in annotations of classes.
    fn comprehension_function(
        &mut self,
        e: &'a Expr,
        elt: &'a Expr,
        value: Option<&'a Expr>,
        generators: &'a [Comprehension],
        dst: Option<u16>,
    ) -> Result<Val> {
        let block = self.table.block_of(e, Role::Body);
        let b = &self.table.blocks[block];
        let (kind, is_async, name) = (b.comp, b.coroutine, b.name.to_string());
        let generator = kind == CompKind::Generator;
        let base = self.alloc();
        let line = self.lines.line_col(e.span.start).0;
        self.enter_unit(UnitKind::Comprehension, block, &name, line)?;
        self.u().arg_count = 1;
        self.generator_prologue();
        let result = self.alloc();
        if !generator {
            self.container(e.span, kind, result);
        }
        let iter = self.alloc();
        self.op(e.span, Opcode::Move, 0, iter, 0, 0);
        let maker = Maker { kind, elt, value, result, span: e.span };
        self.clauses(generators, 0, Some(iter), &maker)?;
        if generator {
            self.op_return_none(NOWHERE);
        } else {
            self.return_value(e.span, Val::Temp(result));
        }
        self.generator_epilogue();
        let code = self.leave_unit()?;
        let at = self.top();
        self.make_function(e.span, code, 0, at, Some(base))?;
        self.set_top(base + 1);
        self.outer_iterator(&generators[0])?;
        self.set_top(base);
        if is_async && !generator {
            self.alloc();
            self.op(e.span, Opcode::Call, 0, base, base, 1);
            self.op(e.span, Opcode::GetAwaitable, B_TEMP, base, base, 0);
            return Ok(self.delegate(e.span, base, dst));
        }
        let dst = self.dst(dst);
        self.op(e.span, Opcode::Call, 0, base, dst, 1);
        Ok(self.val(dst))
    }

    fn clauses(
        &mut self,
        generators: &'a [Comprehension],
        index: usize,
        iter: Option<u16>,
        maker: &Maker<'a>,
    ) -> Result<()> {
        let Some(clause) = generators.get(index) else { return self.element(maker) };
        // `for x in [y]` only binds: no loop is needed.
        if iter.is_none() && !clause.is_async {
            let single = match &clause.iter.kind {
                ExprKind::List { elts } | ExprKind::Tuple { elts } => match &elts[..] {
                    [one] if !matches!(one.kind, ExprKind::Starred { .. }) => Some(one),
                    _ => None,
                },
                _ => None,
            };
            if let Some(one) = single {
                let mark = self.top();
                let skip = self.label();
                let v = self.expr(one)?;
                self.store(&clause.target, v, true)?;
                self.set_top(mark);
                for test in &clause.ifs {
                    self.jump_if(test, false, skip)?;
                }
                self.clauses(generators, index + 1, None, maker)?;
                self.bind(skip);
                return Ok(());
            }
        }
        let mark = self.top();
        let iter = match iter {
            Some(iter) => iter,
            None => self.outer_iterator(clause)?,
        };
        let (head, next, end) = (self.label(), self.label(), self.label());
        self.bind(head);
        let mut handler = None;
        if clause.is_async {
            let label = self.label();
            handler = Some(label);
            self.push_block_at(FBlock::Comprehension, maker.span)?;
            self.async_next(maker.span, iter, label, &clause.target)?;
        } else {
            self.for_iter(clause.iter.span, iter, &clause.target, end)?;
        }
        for test in &clause.ifs {
            self.jump_if(test, false, next)?;
        }
        self.clauses(generators, index + 1, None, maker)?;
        self.bind(next);
        self.jump(head);
        if let Some(label) = handler {
            self.u().fblocks.pop();
            self.end_async_for(label, iter);
        }
        self.bind(end);
        self.set_top(mark);
        Ok(())
    }

    fn element(&mut self, maker: &Maker<'a>) -> Result<()> {
        let mark = self.top();
        if let ExprKind::Starred { .. } = maker.elt.kind {
            return Err(CompileError::syntax("iterable unpacking cannot be used in comprehension", maker.elt.span));
        }
        match maker.kind {
            CompKind::Generator => {
                let v = self.expr(maker.elt)?;
                self.set_top(mark);
                let reg = self.alloc();
                self.yield_value(maker.elt.span, v, reg);
                self.drop_temp(reg);
            }
            CompKind::Dict => {
                let later: Vec<&Expr> = maker.value.into_iter().collect();
                let k = self.operand(maker.elt, &later)?;
                let v = match maker.value {
                    Some(value) => self.expr(value)?,
                    None => Val::Temp(self.const_temp(maker.span, Const::None)),
                };
                let value_flag = if matches!(v, Val::Temp(_)) { C_TEMP } else { 0 };
                let span =
                    Span { start: maker.elt.span.start, end: maker.value.map_or(maker.elt.span.end, |v| v.span.end) };
                self.op(span, Opcode::MapAdd, k.b() | value_flag, maker.result, k.reg(), v.reg());
            }
            kind => {
                let op = if kind == CompKind::Set { Opcode::SetAdd } else { Opcode::ListAppend };
                let v = self.expr(maker.elt)?;
                self.op(maker.elt.span, op, v.b(), maker.result, v.reg(), 0);
            }
        }
        self.set_top(mark);
        Ok(())
    }

    /// One step of an asynchronous loop: awaits the next item into the target; the handler of StopAsyncIteration
    /// is `label`.
    pub(crate) fn async_next(
        &mut self,
        span: Span,
        iter: u16,
        label: crate::emit::Label,
        target: &'a Expr,
    ) -> Result<()> {
        let mark = self.top();
        let item = self.alloc();
        self.u().asm.open_region(label, item);
        self.op(span, Opcode::GetANext, 0, item, iter, 0);
        let v = self.delegate(span, item, None);
        self.u().asm.close_region();
        self.set_top(item + 1);
        self.store(target, v, true)?;
        self.set_top(mark);
        Ok(())
    }

    /// The handler of an asynchronous loop: its end, or another exception.
    pub(crate) fn end_async_for(&mut self, label: crate::emit::Label, iter: u16) {
        self.bind(label);
        let exc = self.top();
        self.alloc();
        self.op(NOWHERE, Opcode::EndAsyncFor, A_TEMP, exc, 0, 0);
        self.drop_temp(iter);
        self.set_top(exc);
    }
}
