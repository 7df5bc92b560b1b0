//! Reading, binding and unbinding names.

use crate::Compiler;
use crate::error::Result;
use crate::scope::{BlockKind, Scope, Sym, mangle};
use crate::unit::{NOWHERE, UnitKind, Val};
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, CommonConst, Opcode};
use minipy_syntax::ast::Span;

/// Where a name lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a register.
    Local(u16),
    /// In the cell of a register.
    Cell(u16),
    /// In the class namespace, else in a cell.
    ClassCell(u16),
    /// In the globals or builtins.
    Global,
    /// In the frame's locals mapping, then globals and builtins.
    Name,
    /// In the class namespace that `__classdict__` holds, else global.
    DictOrGlobal,
    /// In the class namespace that `__classdict__` holds, else in a cell.
    DictOrCell(u16),
}

impl<'a> Compiler<'a> {
    /// The name as stored, mangled if it is private.
    pub(crate) fn mangled(&self, name: &str) -> Sym {
        let unit = self.unit();
        if let Some(only) = &self.table.blocks[unit.block].mangled_names
            && !only.contains(name)
        {
            return name.into();
        }
        mangle(unit.private.as_deref(), name)
    }

    /// Where a (mangled) name lives.
    pub(crate) fn place(&self, name: &str) -> Place {
        let unit = self.unit();
        let in_comprehension = !unit.hidden.is_empty();
        for hidden in unit.hidden.iter().rev() {
            let block = &self.table.blocks[hidden.block];
            match block.scope(name) {
                Some(Scope::Local) if hidden.regs.contains_key(name) => return Place::Local(hidden.regs[name]),
                Some(Scope::Cell) if hidden.regs.contains_key(name) => return Place::Cell(hidden.regs[name]),
                Some(Scope::GlobalExplicit) => return Place::Global,
                Some(Scope::GlobalImplicit) => {
                    let module = self.table.blocks[unit.block].kind == BlockKind::Module;
                    return if module { Place::Name } else { Place::Global };
                }
                // Free, or not seen there: it is whatever it is outside.
                _ => {}
            }
        }
        let block = &self.table.blocks[unit.block];
        let is_class = block.kind == BlockKind::Class;
        if is_class && in_comprehension {
            // Variables of the class are invisible in its comprehensions.
            return match unit.free.get(name).or_else(|| special_cell(name).and_then(|n| unit.regs.get(n))) {
                Some(&reg) => Place::Cell(reg),
                None => Place::Global,
            };
        }
        match block.scope(name) {
            Some(Scope::Local) if block.is_function_like() => {
                unit.regs.get(name).map_or(Place::Global, |&r| Place::Local(r))
            }
            Some(Scope::Cell) => match unit.regs.get(name) {
                Some(&reg) if block.can_see_class_scope => Place::DictOrCell(reg),
                Some(&reg) => Place::Cell(reg),
                None => Place::Global,
            },
            Some(Scope::Free) => match unit.free.get(name) {
                Some(&reg) if is_class => Place::ClassCell(reg),
                Some(&reg) if block.can_see_class_scope => Place::DictOrCell(reg),
                Some(&reg) => Place::Cell(reg),
                None => Place::Global,
            },
            Some(Scope::GlobalExplicit) => Place::Global,
            _ if !block.is_function_like() => Place::Name,
            Some(Scope::GlobalImplicit) if block.can_see_class_scope => Place::DictOrGlobal,
            _ => Place::Global,
        }
    }

    /// The register of the cell that holds `__classdict__` here.
    fn classdict(&self) -> u16 {
        let unit = self.unit();
        unit.free.get("__classdict__").or_else(|| unit.regs.get("__classdict__")).copied().unwrap_or(0)
    }

    /// Reads a name.
    pub(crate) fn load_name(&mut self, name: &str, span: Span, dst: Option<u16>) -> Result<Val> {
        let name = self.mangled(name);
        let place = self.place(&name);
        if let Place::Local(reg) = place {
            self.check_bound(reg, &name, span)?;
            return Ok(match dst {
                Some(dst) => {
                    self.move_to(span, dst, Val::Local(reg));
                    self.val(dst)
                }
                None => Val::Local(reg),
            });
        }
        let n = self.name_index(&name)?;
        let mark = self.top();
        let map = match place {
            Place::ClassCell(_) => {
                let map = self.alloc();
                self.op(span, Opcode::LoadLocals, 0, map, 0, 0);
                map
            }
            Place::DictOrGlobal | Place::DictOrCell(_) => {
                let map = self.alloc();
                let cell = self.classdict();
                let class = self.name_index("__classdict__")?;
                self.op(span, Opcode::LoadCell, 0, map, cell, class);
                map
            }
            _ => 0,
        };
        self.set_top(mark);
        let dst = self.dst(dst);
        match place {
            Place::Local(_) => {}
            Place::Cell(reg) => self.op(span, Opcode::LoadCell, 0, dst, reg, n),
            Place::Global => self.op(span, Opcode::LoadGlobal, 0, dst, 0, n),
            Place::Name => self.op(span, Opcode::LoadName, 0, dst, 0, n),
            Place::ClassCell(reg) | Place::DictOrCell(reg) => {
                self.op_imm(span, Opcode::LoadFromDictOrCell, B_TEMP, [dst, map, reg], u32::from(n));
            }
            Place::DictOrGlobal => self.op(span, Opcode::LoadFromDictOrGlobals, B_TEMP, dst, map, n),
        }
        Ok(self.val(dst))
    }

    /// Raises UnboundLocalError at run time unless the local certainly holds a value.
    pub(crate) fn check_bound(&mut self, reg: u16, name: &str, span: Span) -> Result<()> {
        if !self.unit().asm.bound.get(reg) {
            let n = self.u().consts.name(name);
            self.op_bc(span, Opcode::CheckBound, 0, reg, n);
            self.mark_bound(reg);
        }
        Ok(())
    }

    /// Binds a name; a temporary is consumed if `consume`.
    pub(crate) fn store_name(&mut self, name: &str, span: Span, v: Val, consume: bool) -> Result<()> {
        let name = self.mangled(name);
        let place = self.place(&name);
        let (a, b) = if consume { (v.a(), v.b()) } else { (0, 0) };
        match place {
            Place::Local(reg) => {
                if v.reg() != reg {
                    self.op(span, Opcode::Move, b, reg, v.reg(), 0);
                }
                self.mark_bound(reg);
            }
            Place::Cell(reg) | Place::ClassCell(reg) | Place::DictOrCell(reg) => {
                self.op(span, Opcode::StoreCell, b, reg, v.reg(), 0);
            }
            Place::Global | Place::DictOrGlobal => {
                let n = self.name_index(&name)?;
                self.op(span, Opcode::StoreGlobal, a, v.reg(), 0, n);
            }
            Place::Name => {
                let n = self.name_index(&name)?;
                self.op(span, Opcode::StoreName, a, v.reg(), 0, n);
            }
        }
        Ok(())
    }

    /// The register that a name's value can be computed into directly.
    pub(crate) fn local_register(&self, name: &str) -> Option<u16> {
        match self.place(&self.mangled(name)) {
            Place::Local(reg) => Some(reg),
            _ => None,
        }
    }

    /// `del name`
    pub(crate) fn delete_name(&mut self, name: &str, span: Span) -> Result<()> {
        let name = self.mangled(name);
        match self.place(&name) {
            Place::Local(reg) => {
                let n = self.u().consts.name(&name);
                self.op_bc(span, Opcode::DeleteLocal, 0, reg, n);
                self.u().asm.bound.clear(reg);
            }
            Place::Cell(reg) | Place::ClassCell(reg) | Place::DictOrCell(reg) => {
                let n = self.name_index(&name)?;
                self.op(span, Opcode::DeleteCell, 0, reg, 0, n);
            }
            Place::Global | Place::DictOrGlobal => {
                let n = self.name_index(&name)?;
                self.op(span, Opcode::DeleteGlobal, 0, 0, 0, n);
            }
            Place::Name => {
                let n = self.name_index(&name)?;
                self.op(span, Opcode::DeleteName, 0, 0, 0, n);
            }
        }
        Ok(())
    }

    /// End of `except ... as name`: the name becomes None, then unbound.
    pub(crate) fn unbind_handler_name(&mut self, name: &str) -> Result<()> {
        if let Some(reg) = self.local_register(name) {
            self.load_common(NOWHERE, reg, CommonConst::Null);
            self.u().asm.bound.clear(reg);
            return Ok(());
        }
        let mark = self.top();
        let none = self.const_temp(NOWHERE, Const::None);
        self.store_name(name, NOWHERE, Val::Temp(none), true)?;
        self.set_top(mark);
        self.delete_name(name, NOWHERE)
    }

    /// Stores into the class or module namespace, whatever the symbol table says.
    pub(crate) fn store_raw(&mut self, name: &str, span: Span, reg: u16) -> Result<()> {
        let n = self.name_index(name)?;
        self.op(span, Opcode::StoreName, A_TEMP, reg, 0, n);
        Ok(())
    }

    /// The register holding the cell of `name`, for a closure.
    pub(crate) fn cell_register(&self, name: &str) -> Option<u16> {
        let unit = self.unit();
        for hidden in unit.hidden.iter().rev() {
            if self.table.blocks[hidden.block].scope(name) == Some(Scope::Cell)
                && let Some(&reg) = hidden.regs.get(name)
            {
                return Some(reg);
            }
        }
        if unit.kind == UnitKind::Class {
            if let Some(special) = special_cell(name)
                && let Some(&reg) = unit.regs.get(special)
            {
                return Some(reg);
            }
            return unit.free.get(name).copied();
        }
        match self.table.blocks[unit.block].scope(name) {
            Some(Scope::Cell) => unit.regs.get(name).copied(),
            _ => unit.free.get(name).copied(),
        }
    }
}

/// Names whose cells a class body makes for its inner scopes.
fn special_cell(name: &str) -> Option<&str> {
    matches!(name, "__class__" | "__classdict__" | "__conditional_annotations__").then_some(name)
}
