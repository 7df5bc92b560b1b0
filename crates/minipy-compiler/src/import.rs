//! Imports, and the future statements at the beginning of a file.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::function::docstring;
use crate::unit::Val;
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, Opcode};
use minipy_syntax::ast::*;

/// Whether `from __future__ import annotations` is in force; checks all future statements.
pub(crate) fn future_annotations(module: &Mod) -> Result<bool> {
    let (Mod::Module(body) | Mod::Interactive(body)) = module else { return Ok(false) };
    let mut rest = &body[..];
    if docstring(rest).is_some() {
        rest = &rest[1..];
    }
    let mut found = false;
    let mut done = false;
    for s in rest {
        match &s.kind {
            StmtKind::ImportFrom { module: Some(module), names, level: 0 } if &*module.name == "__future__" => {
                if done {
                    return Err(late(s.span));
                }
                for alias in names {
                    match &*alias.name {
                        "nested_scopes" | "generators" | "division" | "absolute_import" | "with_statement"
                        | "print_function" | "unicode_literals" | "barry_as_FLUFL" | "generator_stop" => {}
                        "annotations" => found = true,
                        "braces" => return Err(CompileError::syntax("not a chance", alias.span)),
                        name => {
                            let text = format!("future feature {name} is not defined");
                            return Err(CompileError::syntax(text, alias.span));
                        }
                    }
                }
            }
            _ => done = true,
        }
    }
    Ok(found)
}

fn late(span: Span) -> CompileError {
    CompileError::syntax("from __future__ imports must occur at the beginning of the file", span)
}

impl<'a> Compiler<'a> {
    pub(crate) fn import(&mut self, span: Span, names: &'a [Alias]) -> Result<()> {
        for alias in names {
            let mark = self.top();
            let module = self.import_name(span, &alias.name, Const::None, 0)?;
            match &alias.asname {
                None => {
                    let first = alias.name.split('.').next().unwrap_or(&alias.name);
                    self.store_name(first, span, Val::Temp(module), true)?;
                }
                Some(asname) => {
                    for part in alias.name.split('.').skip(1) {
                        let n = self.name_index(part)?;
                        let next = self.alloc();
                        self.op(span, Opcode::ImportFrom, 0, next, module, n);
                        self.op(span, Opcode::Move, B_TEMP, module, next, 0);
                        self.set_top(module + 1);
                    }
                    self.store_name(asname, span, Val::Temp(module), true)?;
                }
            }
            self.set_top(mark);
        }
        Ok(())
    }

    fn import_name(&mut self, span: Span, name: &str, fromlist: Const, level: u32) -> Result<u16> {
        let reg = self.alloc();
        let n = self.name_index(name)?;
        let k = self.narrow_const(fromlist)?;
        self.op_imm(span, Opcode::ImportName, 0, [reg, k, n], level);
        Ok(reg)
    }

    pub(crate) fn import_from(
        &mut self,
        span: Span,
        module: Option<&'a Ident>,
        names: &'a [Alias],
        level: u32,
    ) -> Result<()> {
        let name = module.map_or("", |m| &*m.name);
        if name == "__future__" && level == 0 && !self.at_module_start(span) {
            return Err(late(span));
        }
        let mark = self.top();
        let list = names.iter().map(|a| Const::Str(a.name.as_bytes().into())).collect();
        let reg = self.import_name(span, name, Const::Tuple(list), level)?;
        if let [alias] = names
            && &*alias.name == "*"
        {
            self.op(span, Opcode::ImportStar, A_TEMP, reg, 0, 0);
            self.set_top(mark);
            return Ok(());
        }
        for alias in names {
            let n = self.name_index(&alias.name)?;
            let target = alias.asname.as_deref().unwrap_or(&alias.name);
            let at = span;
            match self.local_register(target) {
                Some(dst) => {
                    self.op(at, Opcode::ImportFrom, 0, dst, reg, n);
                    self.mark_bound(dst);
                }
                None => {
                    let item = self.alloc();
                    self.op(at, Opcode::ImportFrom, 0, item, reg, n);
                    self.store_name(target, at, Val::Temp(item), true)?;
                    self.set_top(item);
                }
            }
        }
        self.op(span, Opcode::Drop, A_TEMP, reg, 0, 0);
        self.set_top(mark);
        Ok(())
    }

    /// Future statements inside functions and blocks are always too late; `future_annotations` checked the others.
    fn at_module_start(&self, _span: Span) -> bool {
        let unit = self.unit();
        unit.kind == crate::unit::UnitKind::Module && !unit.in_conditional && unit.fblocks.is_empty()
    }
}
