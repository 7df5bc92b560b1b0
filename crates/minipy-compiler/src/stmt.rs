//! Statements: dispatch, modules and bodies, and the simple ones.

use crate::error::{CompileError, Result};
use crate::function::{doc_constant, docstring};
use crate::unit::{NOWHERE, UnitKind, Val};
use crate::{Compiler, Mode};
use minipy_bytecode::code::{Code, Const};
use minipy_bytecode::opcode::{A_TEMP, CommonConst, IntrinsicOp, Opcode};
use minipy_syntax::ast::*;

use crate::scope::def;

impl<'a> Compiler<'a> {
    /// Compiles the whole source.
    pub(crate) fn module(&mut self, module: &'a Mod) -> Result<Code> {
        self.enter_unit(UnitKind::Module, 0, "<module>", 1)?;
        self.generator_prologue();
        match module {
            Mod::Module(body) => {
                let start = body.first().map_or(Span::default(), |s| s.span);
                let annotated = self.table.blocks[0].symbols.values().any(|s| s.flags & def::ANNOT != 0);
                let slot = if annotated && !self.future_annotations { Some(self.annotate_slot(start)?) } else { None };
                self.body(body, start)?;
                self.fill_annotate_slot(slot, start)?;
                self.op_return_none(NOWHERE);
            }
            Mod::Interactive(body) => {
                let start = Span::default();
                let annotated = self.table.blocks[0].symbols.values().any(|s| s.flags & def::ANNOT != 0);
                let slot = if annotated && !self.future_annotations { Some(self.annotate_slot(start)?) } else { None };
                if self.future_annotations && self.table.blocks[0].annotations_used {
                    self.setup_annotations(start);
                }
                self.stmts(body)?;
                self.fill_annotate_slot(slot, start)?;
                self.op_return_none(NOWHERE);
            }
            Mod::Expression(e) => {
                let v = self.expr(e)?;
                self.return_value(e.span, v);
            }
        }
        self.generator_epilogue();
        self.leave_unit()
    }

    /// A module's `__annotate__` is made before the body runs, but its code is known only after it is compiled.
    fn annotate_slot(&mut self, span: Span) -> Result<u32> {
        let slot = self.u().consts.reserve();
        let reg = self.alloc();
        self.op(span, Opcode::MakeFunction, 0, reg, reg, slot as u16);
        self.store_raw("__annotate__", span, reg)?;
        self.op(span, Opcode::BuildSet, 0, reg, reg, 0);
        self.store_raw("__conditional_annotations__", span, reg)?;
        self.set_top(reg);
        Ok(slot)
    }

    fn fill_annotate_slot(&mut self, slot: Option<u32>, span: Span) -> Result<()> {
        if let Some(slot) = slot
            && let Some(code) = self.deferred_annotations(span)?
        {
            self.u().consts.set(slot, Const::Code(Box::new(code)));
        }
        Ok(())
    }

    fn setup_annotations(&mut self, span: Span) {
        let reg = self.alloc();
        self.intrinsic(span, IntrinsicOp::SetupAnnotations, reg, reg);
        self.drop_temp(reg);
        self.set_top(reg);
    }

    /// The statements of a module or class: docstring, annotations.
    pub(crate) fn body(&mut self, body: &'a [Stmt], span: Span) -> Result<()> {
        let block = self.unit().block;
        if self.future_annotations && self.table.blocks[block].annotations_used {
            self.setup_annotations(span);
        }
        let mut rest = body;
        if let Some(doc) = docstring(body) {
            rest = &body[1..];
            if self.options.optimize < 2 {
                let reg = self.const_temp(body[0].span, doc_constant(doc)?);
                self.store_name("__doc__", NOWHERE, Val::Temp(reg), true)?;
                self.set_top(reg);
            }
        }
        self.stmts(rest)?;
        if self.unit().kind == UnitKind::Class
            && let Some(code) = self.deferred_annotations(span)?
        {
            let mark = self.top();
            let v = self.make_function(span, code, 0, mark, None)?;
            self.store_raw("__annotate_func__", span, v.reg())?;
            self.set_top(mark);
        }
        Ok(())
    }

    pub(crate) fn stmts(&mut self, body: &'a [Stmt]) -> Result<()> {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    pub(crate) fn stmt(&mut self, s: &'a Stmt) -> Result<()> {
        self.depth += 1;
        if crate::stack::too_deep(self.depth, self.stack_base) {
            return Err(CompileError::recursion());
        }
        self.statement = s.span;
        let result = self.stmt_inner(s);
        self.depth -= 1;
        result
    }

    fn stmt_inner(&mut self, s: &'a Stmt) -> Result<()> {
        let span = s.span;
        match &s.kind {
            StmtKind::FunctionDef(f) => self.function_def(f, span),
            StmtKind::ClassDef(c) => self.class_def(c, span),
            StmtKind::TypeAlias { name, type_params, value } => self.type_alias(s, name, type_params, value),
            StmtKind::Return { value } => self.return_stmt(span, value.as_deref()),
            StmtKind::Delete { targets } => targets.iter().try_for_each(|t| self.delete(t)),
            StmtKind::Assign { targets, value } => self.assign(targets, value),
            StmtKind::AugAssign { target, op, value } => self.aug_assign(span, target, *op, value),
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.ann_assign(span, target, annotation, value.as_deref(), *simple)
            }
            StmtKind::For(f) => self.for_loop(f, span),
            StmtKind::While { test, body, orelse } => self.while_loop(test, body, orelse),
            StmtKind::If { test, body, orelse } => self.if_stmt(test, body, orelse),
            StmtKind::With(w) => self.with_stmt(w, span),
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases),
            StmtKind::Raise { exc, cause } => self.raise(span, exc.as_deref(), cause.as_deref()),
            StmtKind::Try(t) => self.try_stmt(t, span),
            StmtKind::Assert { test, msg } => self.assert(span, test, msg.as_deref()),
            StmtKind::Import { names } => self.import(span, names),
            StmtKind::ImportFrom { module, names, level } => self.import_from(span, module.as_ref(), names, *level),
            StmtKind::Expr { value } => self.expr_stmt(span, value),
            StmtKind::Global { .. } | StmtKind::Nonlocal { .. } => Ok(()),
            StmtKind::Pass => {
                self.stand_at(span);
                Ok(())
            }
            StmtKind::Break => self.break_stmt(span),
            StmtKind::Continue => self.continue_stmt(span),
        }
    }

    fn expr_stmt(&mut self, span: Span, value: &'a Expr) -> Result<()> {
        if self.options.mode == Mode::Single && self.unit().kind == UnitKind::Module {
            let reg = self.expr_temp(value)?;
            self.intrinsic(span, IntrinsicOp::PrintExpr, reg, reg);
            self.drop_temp(reg);
            self.set_top(reg);
            return Ok(());
        }
        self.effect(value)
    }

    fn if_stmt(&mut self, test: &'a Expr, body: &'a [Stmt], orelse: &'a [Stmt]) -> Result<()> {
        let conditional = self.enter_conditional();
        let (other, end) = (self.label(), self.label());
        self.jump_if(test, false, other)?;
        self.stmts(body)?;
        if !orelse.is_empty() {
            self.jump(end);
        }
        self.bind(other);
        self.stmts(orelse)?;
        self.bind(end);
        self.leave_conditional(conditional);
        Ok(())
    }

    fn raise(&mut self, span: Span, exc: Option<&'a Expr>, cause: Option<&'a Expr>) -> Result<()> {
        let mark = self.top();
        let Some(exc) = exc else {
            self.op(span, Opcode::Raise, 0x40, 0, 0, 0);
            return Ok(());
        };
        match cause {
            None => {
                let v = self.expr(exc)?;
                self.op(span, Opcode::Raise, v.a(), v.reg(), 0, 0);
            }
            Some(cause) => {
                let v = self.operand(exc, &[cause])?;
                let c = self.expr(cause)?;
                self.op(span, Opcode::Raise, v.a() | c.b(), v.reg(), c.reg(), 1);
            }
        }
        self.set_top(mark);
        Ok(())
    }

    fn assert(&mut self, span: Span, test: &'a Expr, msg: Option<&'a Expr>) -> Result<()> {
        let tuple = match &test.kind {
            ExprKind::Tuple { elts } => !elts.is_empty(),
            _ => false,
        };
        if tuple {
            self.warn(span, "assertion is always true, perhaps remove parentheses?");
        }
        if self.options.optimize > 0 {
            return Ok(());
        }
        let mark = self.top();
        let fine = self.label();
        self.jump_if(test, true, fine)?;
        let error = self.alloc();
        self.load_common(test.span, error, CommonConst::AssertionError);
        if let Some(msg) = msg {
            self.expr_temp(msg)?;
            self.op(span, Opcode::Call, 0, error, error, 1);
        }
        self.op(test.span, Opcode::Raise, A_TEMP, error, 0, 0);
        self.set_top(mark);
        self.bind(fine);
        Ok(())
    }
}
