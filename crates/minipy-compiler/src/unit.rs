//! One code object under construction: its registers, constants, enclosing statements.
//!
//! Temporaries are a stack above the named registers. Holds no code generation for tree nodes.

use crate::Compiler;
use crate::consts::ConstPool;
use crate::emit::{Asm, Label};
use crate::error::{CompileError, Result};
use crate::layout::Layout;
use crate::scope::{BlockId, BlockKind, Scope, Sym, def};
use minipy_bytecode::code::{Code, Const, Local, LocalKind, Position, flags};
use minipy_bytecode::effects::Instruction;
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, CommonConst, Opcode, encode_bc};
use minipy_syntax::ast::{Expr, Span, Stmt};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a code object is the code of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    Module,
    Class,
    Function,
    Lambda,
    Comprehension,
    TypeParams,
    Annotations,
}

/// Where the value of an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Val {
    /// In a named register, which is only borrowed.
    Local(u16),
    /// In a temporary, whose reader consumes it.
    Temp(u16),
}

impl Val {
    pub(crate) fn reg(self) -> u16 {
        match self {
            Val::Local(r) | Val::Temp(r) => r,
        }
    }

    fn flag(self, flag: u8) -> u8 {
        if matches!(self, Val::Temp(_)) { flag } else { 0 }
    }

    pub(crate) fn a(self) -> u8 {
        self.flag(A_TEMP)
    }

    pub(crate) fn b(self) -> u8 {
        self.flag(B_TEMP)
    }

    pub(crate) fn c(self) -> u8 {
        self.flag(C_TEMP)
    }
}

/// An enclosing statement that `return`, `break` or `continue` must leave in order.
#[derive(Clone, Debug)]
pub(crate) enum FBlock<'a> {
    /// A loop; `iter` is the iterator's temporary.
    Loop { iter: Option<u16>, exit: Label, next: Label },
    /// `try ... except`: only a region.
    Try,
    /// `try ... finally`: region and body.
    FinallyTry(&'a [Stmt]),
    /// The body of a `finally` entered by an exception; owns a region.
    FinallyEnd { exc: u16, save: u16 },
    /// A `with` body; owns a region.
    With { exit: u16, is_async: bool, span: Span },
    /// An `except` body; owns one region, or two with a name.
    Handler { save: u16, name: Option<&'a str> },
    /// An `except*` body.
    StarHandler,
    /// A `return` value kept while a finally body runs.
    Kept(u16),
    /// An inlined comprehension, or an asynchronous clause of one: it only counts.
    Comprehension,
    /// Marks the start of a `finally` body (for warnings).
    FinallyBody,
}

/// An inlined comprehension that is being compiled.
#[derive(Debug)]
pub(crate) struct Hidden {
    pub(crate) block: BlockId,
    pub(crate) regs: HashMap<Sym, u16>,
}

/// A deferred annotation of a class or module.
#[derive(Debug)]
pub(crate) struct Deferred<'a> {
    pub(crate) name: &'a str,
    pub(crate) annotation: &'a Expr,
    pub(crate) conditional: Option<u32>,
}

/// A code object under construction.
#[derive(Debug)]
pub(crate) struct Unit<'a> {
    pub(crate) kind: UnitKind,
    pub(crate) block: BlockId,
    pub(crate) name: String,
    pub(crate) qualname: String,
    pub(crate) first_line: u32,
    pub(crate) flags: u32,
    pub(crate) arg_count: u32,
    pub(crate) posonly_count: u32,
    pub(crate) kwonly_count: u32,
    pub(crate) private: Option<Sym>,
    pub(crate) locals: Vec<Local>,
    /// Registers of locals and cells.
    pub(crate) regs: HashMap<Sym, u16>,
    /// Registers of free variables.
    pub(crate) free: HashMap<Sym, u16>,
    /// Free variables in closure order.
    pub(crate) free_names: Vec<Sym>,
    /// Registers of inlined comprehensions' variables, by name and nesting depth.
    hidden_regs: HashMap<(Sym, usize), u16>,
    /// Active inlined comprehensions, innermost last.
    pub(crate) hidden: Vec<Hidden>,
    /// Some local is bound by `:=`.
    pub(crate) has_walrus: bool,
    pub(crate) consts: ConstPool,
    pub(crate) asm: Asm,
    first_temp: u16,
    /// Next free temporary.
    pub(crate) top: u16,
    max_top: u16,
    pub(crate) fblocks: Vec<FBlock<'a>>,
    pub(crate) deferred: Vec<Deferred<'a>>,
    pub(crate) in_conditional: bool,
    pub(crate) static_attributes: BTreeSet<String>,
    /// Handler and depth of the region around a generator body.
    pub(crate) stop_label: Option<(Label, u16)>,
    /// A register number did not fit.
    overflow: bool,
}

/// Position of instructions that belong to no source text.
pub(crate) const NOWHERE: Span = Span { start: u32::MAX, end: u32::MAX };

impl<'a> Compiler<'a> {
    /// The unit under construction. There is one from the first `enter_unit` to the last `leave_unit`.
    pub(crate) fn u(&mut self) -> &mut Unit<'a> {
        let last = self.units.len() - 1;
        &mut self.units[last]
    }

    pub(crate) fn unit(&self) -> &Unit<'a> {
        &self.units[self.units.len() - 1]
    }

    /// Starts a code object for a block.
    pub(crate) fn enter_unit(&mut self, kind: UnitKind, block: BlockId, name: &str, first_line: u32) -> Result<()> {
        if self.units.len() > crate::stack::MAX_NESTED_CODE {
            return Err(CompileError::recursion());
        }
        let b = &self.table.blocks[block];
        let mut unit_flags = 0;
        if b.is_function_like() {
            unit_flags |= flags::OPTIMIZED | flags::NEWLOCALS;
            if b.nested {
                unit_flags |= flags::NESTED;
            }
            unit_flags |= match (b.generator, b.coroutine) {
                (true, true) => flags::ASYNC_GENERATOR,
                (true, false) => flags::GENERATOR,
                (false, true) => flags::COROUTINE,
                (false, false) => 0,
            };
            if b.method {
                unit_flags |= flags::METHOD;
            }
        } else if b.kind == BlockKind::Module && b.coroutine && self.options.top_level_await {
            unit_flags |= flags::COROUTINE;
        }
        if self.future_annotations {
            unit_flags |= flags::FUTURE_ANNOTATIONS;
        }
        let (mut locals, mut regs, mut free) = (Vec::new(), HashMap::new(), HashMap::new());
        let mut deleted = HashSet::new();
        let mut has_walrus = false;
        let mut cells: Vec<(u16, bool)> = Vec::new();
        let add = |name: &Sym, kind: LocalKind, locals: &mut Vec<Local>| {
            let shown: &str = if &**name == ".format" && b.kind == BlockKind::Annotation { "format" } else { name };
            locals.push(Local { name: shown.into(), kind });
            (locals.len() - 1) as u16
        };
        for name in &b.params {
            let is_cell = b.scope(name) == Some(Scope::Cell);
            let reg = add(name, if is_cell { LocalKind::Cell } else { LocalKind::Local }, &mut locals);
            if is_cell {
                cells.push((reg, true));
            }
            regs.insert(name.clone(), reg);
        }
        let mut cell_names: Vec<&Sym> = Vec::new();
        let mut free_names: Vec<Sym> = Vec::new();
        for (name, symbol) in &b.symbols {
            if symbol.scope == Scope::Free || symbol.flags & def::FREE_CLASS != 0 {
                free_names.push(name.clone());
            }
            if symbol.flags & def::PARAM != 0 {
                continue;
            }
            match symbol.scope {
                Scope::Local if b.is_function_like() => {
                    let reg = add(name, LocalKind::Local, &mut locals);
                    regs.insert(name.clone(), reg);
                }
                Scope::Cell => cell_names.push(name),
                _ => {}
            }
        }
        let specials: [(bool, Sym); 3] = [
            (b.needs_class_closure, "__class__".into()),
            (b.needs_classdict, "__classdict__".into()),
            (b.has_conditional_annotations, "__conditional_annotations__".into()),
        ];
        if b.kind == BlockKind::Class {
            for (needed, name) in &specials {
                if *needed {
                    cell_names.push(name);
                }
            }
        }
        cell_names.sort();
        for name in cell_names {
            let reg = add(name, LocalKind::Cell, &mut locals);
            cells.push((reg, false));
            regs.insert(name.clone(), reg);
        }
        free_names.sort();
        let free_start = locals.len();
        for name in &free_names {
            let reg = add(name, LocalKind::Free, &mut locals);
            free.insert(name.clone(), reg);
        }
        let mut hidden_regs = HashMap::new();
        let shown = self.table.blocks[block].is_function_like();
        self.hidden_registers(block, 0, shown, &mut locals, &mut hidden_regs);
        if locals.len() > 60_000 {
            return Err(CompileError::limit("too many local variables in one function"));
        }
        let b = &self.table.blocks[block];
        for (name, symbol) in &b.symbols {
            if let Some(&reg) = regs.get(name) {
                if symbol.flags & def::DELETED != 0 {
                    deleted.insert(reg);
                }
                has_walrus |= symbol.flags & def::WALRUS != 0;
            }
        }
        let first_temp = locals.len() as u16;
        let mut asm = Asm::new();
        for (name, symbol) in &b.symbols {
            if symbol.flags & def::PARAM != 0
                && symbol.scope == Scope::Local
                && let Some(&reg) = regs.get(name)
            {
                asm.bound.set(reg);
            }
        }
        deleted.iter().for_each(|&reg| asm.deleted.set(reg));
        let private = b.private.clone();
        let qualname = self.qualname(kind, block, name);
        let generator = unit_flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        self.units.push(Unit {
            kind,
            block,
            name: name.to_owned(),
            qualname,
            first_line,
            flags: unit_flags,
            arg_count: 0,
            posonly_count: 0,
            kwonly_count: 0,
            private,
            locals,
            regs,
            free,
            free_names,
            hidden_regs,
            hidden: Vec::new(),
            has_walrus,
            consts: ConstPool::default(),
            asm,
            first_temp,
            top: first_temp,
            // One more than needed: an empty block of operands still names a register.
            max_top: first_temp + 1,
            fblocks: Vec::new(),
            deferred: Vec::new(),
            in_conditional: false,
            static_attributes: BTreeSet::new(),
            stop_label: None,
            overflow: false,
        });
        let start = Position { line: first_line, end_line: first_line, col: 0, end_col: 0 };
        let count = self.unit().free_names.len() as u16;
        let asm = &mut self.u().asm;
        if count > 0 {
            asm.op(Some(start), Opcode::CopyFreeVars, 0, [free_start as u16, 0, count], 0);
        }
        for (reg, _) in cells {
            asm.op(Some(start), Opcode::MakeCell, 0, [reg, 0, 0], 0);
        }
        if generator {
            asm.op(Some(start), Opcode::MakeGenerator, 0, [0; 3], 0);
        }
        Ok(())
    }

    fn hidden_registers(
        &self,
        block: BlockId,
        depth: usize,
        function_like: bool,
        locals: &mut Vec<Local>,
        regs: &mut HashMap<(Sym, usize), u16>,
    ) {
        for &child in &self.table.blocks[block].children {
            let c = &self.table.blocks[child];
            if !c.inlined {
                continue;
            }
            for (name, symbol) in &c.symbols {
                if matches!(symbol.scope, Scope::Local | Scope::Cell) && symbol.flags & def::PARAM == 0 {
                    regs.entry((name.clone(), depth)).or_insert_with(|| {
                        // In functions CPython shows them as locals, merged with the function's own of that name.
                        let shown =
                            function_like && symbol.scope == Scope::Local && !locals.iter().any(|l| *l.name == **name);
                        let kind = if shown { LocalKind::Local } else { LocalKind::Hidden };
                        locals.push(Local { name: (&**name).into(), kind });
                        locals.len().min(65_535) as u16 - 1
                    });
                }
            }
            self.hidden_registers(child, depth + 1, function_like, locals, regs);
        }
    }

    /// The registers of an inlined comprehension at the current nesting depth.
    pub(crate) fn hidden_scope(&mut self, block: BlockId) -> Hidden {
        let depth = self.unit().hidden.len();
        let mut regs = HashMap::new();
        for (name, symbol) in &self.table.blocks[block].symbols {
            if matches!(symbol.scope, Scope::Local | Scope::Cell)
                && symbol.flags & def::PARAM == 0
                && let Some(&reg) = self.unit().hidden_regs.get(&(name.clone(), depth))
            {
                regs.insert(name.clone(), reg);
            }
        }
        Hidden { block, regs }
    }

    fn qualname(&self, kind: UnitKind, block: BlockId, name: &str) -> String {
        let mut parents = self.units.iter().rev();
        let Some(mut parent) = parents.next() else { return name.to_owned() };
        // The scopes of annotations and type parameters show in no name but those of each other's.
        if matches!(parent.kind, UnitKind::TypeParams | UnitKind::Annotations) {
            match parents.next() {
                Some(p) if p.kind != UnitKind::Module => parent = p,
                _ => return name.to_owned(),
            }
        }
        if matches!(kind, UnitKind::Function | UnitKind::Class) {
            let mangled = crate::scope::mangle(parent.private.as_deref(), name);
            let outer = self.table.blocks[block].parent.unwrap_or(0);
            let outer = if self.table.blocks[outer].kind == BlockKind::TypeParams {
                self.table.blocks[outer].parent.unwrap_or(0)
            } else {
                outer
            };
            if self.table.blocks[outer].scope(&mangled) == Some(Scope::GlobalExplicit) {
                return name.to_owned();
            }
        }
        match parent.kind {
            UnitKind::Module => name.to_owned(),
            UnitKind::Function | UnitKind::Lambda => format!("{}.<locals>.{name}", parent.qualname),
            _ => format!("{}.{name}", parent.qualname),
        }
    }

    /// Ends the code object.
    pub(crate) fn leave_unit(&mut self) -> Result<Code> {
        let Some(unit) = self.units.pop() else { return Err(CompileError::limit("no code object")) };
        if unit.overflow {
            return Err(CompileError::limit("expression needs too many registers"));
        }
        let Some(Layout { mut words, handlers, positions }) = crate::layout::finish(unit.asm) else {
            return Err(CompileError::limit("compiler lost a jump target"));
        };
        if unit.consts.has_wide() {
            let mut at = 0;
            while let Some(i) = Instruction::decode(&words, at) {
                if i.op == Opcode::LoadConst {
                    let index = unit.consts.resolve(i.bc());
                    words[at as usize] = encode_bc(i.op, i.flags, i.a, index);
                }
                at = i.next();
            }
        }
        Ok(Code {
            name: unit.name.into(),
            qualname: unit.qualname.into(),
            filename: self.options.filename.as_str().into(),
            first_line: unit.first_line,
            flags: unit.flags,
            arg_count: unit.arg_count,
            posonly_count: unit.posonly_count,
            kwonly_count: unit.kwonly_count,
            locals: unit.locals,
            nregs: u32::from(unit.max_top),
            consts: unit.consts.finish(),
            words,
            handlers,
            positions,
            static_attributes: unit.static_attributes.iter().map(|s| s.as_str().into()).collect(),
        })
    }

    // ---- temporaries

    /// The next temporary.
    pub(crate) fn alloc(&mut self) -> u16 {
        self.alloc_n(1)
    }

    /// The first of `n` consecutive temporaries.
    pub(crate) fn alloc_n(&mut self, n: usize) -> u16 {
        let u = self.u();
        let reg = u.top;
        match usize::from(u.top).checked_add(n) {
            // Some head room for the few registers that instructions use beyond their operands.
            Some(top) if top < 65_500 => u.top = top as u16,
            _ => u.overflow = true,
        }
        u.max_top = u.max_top.max(u.top + 1);
        reg
    }

    pub(crate) fn top(&self) -> u16 {
        self.unit().top
    }

    /// Frees the temporaries from `mark`.
    pub(crate) fn set_top(&mut self, mark: u16) {
        self.u().top = mark;
    }

    /// The register for a result: the wanted one, or a new temporary.
    pub(crate) fn dst(&mut self, dst: Option<u16>) -> u16 {
        dst.unwrap_or_else(|| self.alloc())
    }

    pub(crate) fn is_temp(&self, reg: u16) -> bool {
        reg >= self.unit().first_temp
    }

    /// A register as an operand.
    pub(crate) fn val(&self, reg: u16) -> Val {
        if self.is_temp(reg) { Val::Temp(reg) } else { Val::Local(reg) }
    }

    /// Notes that a local certainly holds a value now.
    pub(crate) fn mark_bound(&mut self, reg: u16) {
        if !self.is_temp(reg) {
            self.u().asm.bound.set(reg);
        }
    }

    // ---- instructions

    pub(crate) fn position(&self, span: Span) -> Option<Position> {
        (span != NOWHERE).then(|| self.lines.position(span))
    }

    pub(crate) fn op(&mut self, span: Span, op: Opcode, flags: u8, a: u16, b: u16, c: u16) {
        let position = self.position(span);
        self.u().asm.op(position, op, flags, [a, b, c], 0);
    }

    pub(crate) fn op_imm(&mut self, span: Span, op: Opcode, flags: u8, abc: [u16; 3], imm: u32) {
        let position = self.position(span);
        self.u().asm.op(position, op, flags, abc, imm);
    }

    pub(crate) fn op_bc(&mut self, span: Span, op: Opcode, flags: u8, a: u16, bc: u32) {
        let position = self.position(span);
        self.u().asm.op_bc(position, op, flags, a, bc);
    }

    pub(crate) fn label(&mut self) -> Label {
        self.u().asm.label()
    }

    pub(crate) fn bind(&mut self, label: Label) {
        self.u().asm.bind(label);
    }

    pub(crate) fn bind_head(&mut self, label: Label) {
        self.u().asm.bind_head(label);
    }

    pub(crate) fn jump(&mut self, label: Label) {
        self.u().asm.jump(label);
    }

    /// See `Asm::stand_at`.
    pub(crate) fn stand_at(&mut self, span: Span) {
        let position = self.position(span);
        self.u().asm.stand_at(position);
    }

    /// A conditional jump on a value, which a temporary does not survive.
    pub(crate) fn jump_on(&mut self, span: Span, op: Opcode, v: Val, label: Label) {
        let position = self.position(span);
        self.u().asm.jump_if(position, op, v.a(), v.reg(), label);
    }

    pub(crate) fn jump_op(&mut self, span: Span, op: Opcode, flags: u8, abc: [u16; 3], label: Label) {
        let position = self.position(span);
        self.u().asm.jump_op(position, op, flags, abc, label);
    }

    pub(crate) fn drop_temp(&mut self, reg: u16) {
        self.op(NOWHERE, Opcode::Drop, A_TEMP, reg, 0, 0);
    }

    /// Copies or moves a value to a register.
    pub(crate) fn move_to(&mut self, span: Span, dst: u16, v: Val) {
        if v.reg() != dst {
            self.op(span, Opcode::Move, v.b(), dst, v.reg(), 0);
        }
    }

    // ---- constants

    /// Index of a name for a 16-bit operand.
    pub(crate) fn name_index(&mut self, name: &str) -> Result<u16> {
        let index = self.u().consts.name(name);
        u16::try_from(index).map_err(|_| CompileError::limit("too many names and constants in one code object"))
    }

    /// Index of a constant for a 16-bit operand, if it fits; the caller has another way if it does not.
    pub(crate) fn const_index(&mut self, value: Const) -> Option<u16> {
        u16::try_from(self.u().consts.add_wide(value)).ok()
    }

    /// Index of a constant that must fit a 16-bit operand.
    pub(crate) fn narrow_const(&mut self, value: Const) -> Result<u16> {
        let index = self.u().consts.add(value);
        u16::try_from(index).map_err(|_| CompileError::limit("too many names and constants in one code object"))
    }

    pub(crate) fn load_const(&mut self, span: Span, dst: u16, value: Const) {
        let index = self.u().consts.add_wide(value);
        self.op_bc(span, Opcode::LoadConst, 0, dst, index);
    }

    /// A constant in a new temporary.
    pub(crate) fn const_temp(&mut self, span: Span, value: Const) -> u16 {
        let reg = self.alloc();
        self.load_const(span, reg, value);
        reg
    }

    pub(crate) fn load_common(&mut self, span: Span, dst: u16, what: CommonConst) {
        self.op(span, Opcode::LoadCommon, 0, dst, what as u16, 0);
    }
}
