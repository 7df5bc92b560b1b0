//! Class definitions.

use crate::Compiler;
use crate::error::Result;
use crate::scope::Role;
use crate::unit::{NOWHERE, UnitKind, Val};
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, Opcode};
use minipy_syntax::ast::*;

impl<'a> Compiler<'a> {
    /// `class`, with decorators and type parameters.
    pub(crate) fn class_def(&mut self, c: &'a ClassDef, span: Span) -> Result<()> {
        self.check_keywords(&c.keywords)?;
        let mark = self.top();
        for decorator in &c.decorator_list {
            self.expr_temp(decorator)?;
        }
        let start = c.decorator_list.first().map_or(span, |d| d.span);
        let first_line = self.lines.line_col(start.start).0;
        let base = self.top();
        let plain = c.decorator_list.is_empty();
        let dst = if plain { self.local_register(&c.name.name) } else { None };
        let v = if c.type_params.is_empty() {
            self.build_class(c, span, first_line, None, dst)?
        } else {
            self.generic_class(c, span, first_line, base, dst)?
        };
        self.decorate_and_store(&c.decorator_list, span, &c.name.name, v, mark)
    }

    /// Calls `__build_class__`; `generic_base` names a local that is the last base.
    pub(crate) fn build_class(
        &mut self,
        c: &'a ClassDef,
        span: Span,
        first_line: u32,
        generic_base: Option<&str>,
        dst: Option<u16>,
    ) -> Result<Val> {
        let base = self.alloc();
        self.op(span, Opcode::LoadBuildClass, 0, base, 0, 0);
        let at = self.top();
        let code = self.class_body(c, first_line)?;
        self.make_function(span, code, 0, at, None)?;
        self.const_temp(span, Const::Str(c.name.name.as_bytes().into()));
        self.call_rest_from(span, base, c, generic_base, dst)
    }

    fn call_rest_from(
        &mut self,
        span: Span,
        base: u16,
        c: &'a ClassDef,
        generic_base: Option<&str>,
        dst: Option<u16>,
    ) -> Result<Val> {
        self.call_rest(span, base, false, 2, &c.bases, generic_base, &c.keywords, dst)
    }

    fn class_body(&mut self, c: &'a ClassDef, first_line: u32) -> Result<minipy_bytecode::code::Code> {
        let block = self.table.block_of(c, Role::Body);
        self.enter_unit(UnitKind::Class, block, &c.name.name, first_line)?;
        // CPython gives the prologue the first line without columns.
        let at = self.lines.line_start(first_line);
        let n = self.name_index("__name__")?;
        let reg = self.alloc();
        self.op(at, Opcode::LoadName, 0, reg, 0, n);
        self.store_raw("__module__", at, reg)?;
        let qualname = self.unit().qualname.clone();
        self.load_const(at, reg, Const::Str(qualname.into_bytes().into()));
        self.store_raw("__qualname__", at, reg)?;
        self.load_const(at, reg, Const::Int(i64::from(first_line)));
        self.store_raw("__firstlineno__", at, reg)?;
        self.set_top(reg);
        if !c.type_params.is_empty() {
            let v = self.load_name(".type_params", at, None)?;
            self.set_top(reg);
            self.store_raw("__type_params__", at, v.reg())?;
        }
        self.alloc();
        let b = &self.table.blocks[block];
        let (classdict, conditional, closure) =
            (b.needs_classdict, b.has_conditional_annotations, b.needs_class_closure);
        if classdict && let Some(&cell) = self.unit().regs.get("__classdict__") {
            self.op(at, Opcode::LoadLocals, 0, reg, 0, 0);
            self.op(at, Opcode::StoreCell, B_TEMP, cell, reg, 0);
        }
        if conditional && let Some(&cell) = self.unit().regs.get("__conditional_annotations__") {
            self.op(at, Opcode::BuildSet, 0, reg, reg, 0);
            self.op(at, Opcode::StoreCell, B_TEMP, cell, reg, 0);
        }
        self.set_top(reg);
        self.body(&c.body, at)?;
        let attributes: Vec<Const> =
            self.unit().static_attributes.iter().map(|s| Const::Str(s.as_bytes().into())).collect();
        let reg = self.const_temp(NOWHERE, Const::Tuple(attributes.into()));
        self.store_raw("__static_attributes__", NOWHERE, reg)?;
        if classdict && let Some(&cell) = self.unit().regs.get("__classdict__") {
            self.op(NOWHERE, Opcode::Move, 0, reg, cell, 0);
            self.store_raw("__classdictcell__", NOWHERE, reg)?;
        }
        if closure && let Some(&cell) = self.unit().regs.get("__class__") {
            self.op(NOWHERE, Opcode::Move, 0, reg, cell, 0);
            let n = self.name_index("__classcell__")?;
            self.op(NOWHERE, Opcode::StoreName, 0, reg, 0, n);
            self.op(NOWHERE, Opcode::Return, A_TEMP, reg, 0, 0);
        } else {
            self.op_return_none(NOWHERE);
        }
        self.set_top(reg);
        self.leave_unit()
    }

    /// Notes `self.NAME = ...` in a method for the class's `__static_attributes__`.
    pub(crate) fn note_static_attribute(&mut self, value: &Expr, attr: &str) {
        let ExprKind::Name { id } = &value.kind else { return };
        if &**id != "self" {
            return;
        }
        for unit in self.units.iter_mut().rev().skip(1) {
            if unit.kind == UnitKind::Class {
                unit.static_attributes.insert(attr.to_owned());
                return;
            }
        }
    }
}
