//! Annotations: the `__annotate__` functions of PEP 649 and, under the future import, their texts.

use crate::Compiler;
use crate::error::Result;
use crate::scope::{BlockId, Role};
use crate::unit::{Deferred, NOWHERE, UnitKind, Val};
use minipy_bytecode::code::{Code, Const};
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, CommonConst, Opcode};
use minipy_syntax::ast::*;

impl<'a> Compiler<'a> {
    /// Starts a function of one parameter `format` that refuses formats it does not know.
    pub(crate) fn enter_annotation_unit(&mut self, block: BlockId, name: &str, span: Span) -> Result<()> {
        let line = self.lines.line_col(span.start).0;
        self.enter_unit(UnitKind::Annotations, block, name, line)?;
        let u = self.u();
        u.arg_count = 1;
        u.posonly_count = 1;
        let ok = self.label();
        let two = self.narrow_const(Const::Int(2))?;
        self.jump_op(span, Opcode::JGtK, 0, [0, 0, two], ok);
        let reg = self.alloc();
        self.load_common(span, reg, CommonConst::NotImplementedError);
        self.op(span, Opcode::Raise, A_TEMP, reg, 0, 0);
        self.set_top(reg);
        self.bind(ok);
        Ok(())
    }

    /// Starts the `__annotate__` of a function, which is qualified by its name.
    fn enter_function_annotations(&mut self, block: BlockId, f: &FunctionDef, span: Span) -> Result<()> {
        self.enter_annotation_unit(block, &format!("{}.__annotate__", f.name.name), span)?;
        self.u().name = "__annotate__".to_owned();
        Ok(())
    }

    /// The annotations of a function, in the next temporary; false if it has none.
    pub(crate) fn function_annotations(&mut self, f: &'a FunctionDef, span: Span) -> Result<bool> {
        let args = &*f.args;
        let block = self.table.block_of(args, Role::Annotations);
        if !self.table.blocks[block].annotations_used {
            return Ok(false);
        }
        if self.future_annotations {
            // Texts: a constant tuple of names and annotations, as CPython passes them.
            let line = span;
            let base = self.top();
            self.enter_function_annotations(block, f, line)?;
            let code = self.annotation_map(f, span, true)?;
            self.make_function(span, code, 0, base, None)?;
            return Ok(true);
        }
        let base = self.top();
        self.enter_function_annotations(block, f, span)?;
        let code = self.annotation_map(f, span, false)?;
        self.make_function(span, code, 0, base, None)?;
        Ok(true)
    }

    fn annotation_map(&mut self, f: &'a FunctionDef, span: Span, texts: bool) -> Result<Code> {
        let args = &*f.args;
        let base = self.top();
        let mut count = 0;
        // The order of CPython's codegen: args, posonly, *args, keyword-only, **kwargs.
        let all = args.args.iter().chain(&args.posonlyargs).chain(&args.vararg).chain(&args.kwonlyargs);
        for arg in all.chain(&args.kwarg) {
            let Some(annotation) = &arg.annotation else { continue };
            let name = self.mangled(&arg.arg);
            self.annotation_pair(span, &name, annotation, texts)?;
            count += 1;
        }
        if let Some(returns) = &f.returns {
            self.annotation_pair(span, "return", returns, texts)?;
            count += 1;
        }
        self.set_top(base);
        self.op(span, Opcode::BuildMap, 0, base, base, count);
        self.return_value(span, Val::Temp(base));
        self.leave_unit()
    }

    fn annotation_pair(&mut self, span: Span, name: &str, annotation: &'a Expr, texts: bool) -> Result<()> {
        self.const_temp(span, Const::Str(name.as_bytes().into()));
        if texts {
            let text = crate::unparse::unparse(annotation);
            self.const_temp(annotation.span, Const::Str(text.into()));
            return Ok(());
        }
        // `*args: *Ts` unpacks to its only element.
        if let ExprKind::Starred { value } = &annotation.kind {
            let mark = self.top();
            let v = self.expr(value)?;
            self.set_top(mark);
            let dst = self.alloc();
            self.op(span, Opcode::UnpackSequence, v.b(), dst, v.reg(), 1);
            return Ok(());
        }
        self.expr_temp(annotation)?;
        Ok(())
    }

    /// An annotated assignment's annotation, after the assignment itself.
    pub(crate) fn annotate_name(&mut self, name: &'a str, annotation: &'a Expr, span: Span) -> Result<()> {
        let kind = self.unit().kind;
        if !matches!(kind, UnitKind::Module | UnitKind::Class) {
            return Ok(());
        }
        let mark = self.top();
        if self.future_annotations {
            let text = crate::unparse::unparse(annotation);
            let value = self.const_temp(annotation.span, Const::Str(text.into()));
            let map = self.alloc();
            let n = self.name_index("__annotations__")?;
            self.op(span, Opcode::LoadName, 0, map, 0, n);
            let mangled = self.mangled(name);
            let key = self.const_temp(span, Const::Str(mangled.as_bytes().into()));
            self.op(span, Opcode::SetItem, A_TEMP | B_TEMP | C_TEMP, map, key, value);
            self.set_top(mark);
            return Ok(());
        }
        let conditional = kind == UnitKind::Module || self.unit().in_conditional;
        let index = conditional.then(|| self.unit().deferred.iter().filter(|d| d.conditional.is_some()).count() as u32);
        self.u().deferred.push(Deferred { name, annotation, conditional: index });
        if let Some(index) = index {
            let set = self.alloc();
            let n = self.name_index("__conditional_annotations__")?;
            match self.unit().regs.get("__conditional_annotations__").copied() {
                Some(cell) if kind == UnitKind::Class => self.op(span, Opcode::LoadCell, 0, set, cell, n),
                _ => self.op(span, Opcode::LoadName, 0, set, 0, n),
            }
            let value = self.const_temp(span, Const::Int(i64::from(index)));
            self.op(span, Opcode::SetAdd, B_TEMP, set, value, 0);
            self.drop_temp(set);
            self.set_top(mark);
        }
        Ok(())
    }

    /// Compiles the deferred annotations of the current class or module; gives the code of the function.
    pub(crate) fn deferred_annotations(&mut self, span: Span) -> Result<Option<Code>> {
        let deferred = std::mem::take(&mut self.u().deferred);
        if deferred.is_empty() {
            return Ok(None);
        }
        let unit = self.unit();
        let in_class = unit.kind == UnitKind::Class;
        let Some(block) = self.table.blocks[unit.block].annotation_block else { return Ok(None) };
        let private = unit.private.clone();
        self.enter_annotation_unit(block, "__annotate__", span)?;
        self.u().private = private;
        let map = self.alloc();
        self.op(span, Opcode::BuildMap, 0, map, map, 0);
        for Deferred { name, annotation, conditional } in deferred {
            let skip = self.label();
            let mark = self.top();
            if let Some(index) = conditional {
                let value = self.const_temp(span, Const::Int(i64::from(index)));
                let set = self.alloc();
                let n = self.name_index("__conditional_annotations__")?;
                match self.unit().free.get("__conditional_annotations__").copied() {
                    Some(cell) if in_class => self.op(span, Opcode::LoadCell, 0, set, cell, n),
                    _ => self.op(span, Opcode::LoadGlobal, 0, set, 0, n),
                }
                self.set_top(mark);
                self.jump_op(span, Opcode::JIn, B_TEMP | C_TEMP, [0, value, set], skip);
            }
            let v = self.expr(annotation)?;
            let mangled = self.mangled(name);
            let key = self.const_temp(span, Const::Str(mangled.as_bytes().into()));
            self.op(span, Opcode::MapAdd, B_TEMP | v.c(), map, key, v.reg());
            self.set_top(mark);
            self.bind(skip);
        }
        self.return_value(NOWHERE, Val::Temp(map));
        self.leave_unit().map(Some)
    }
}
