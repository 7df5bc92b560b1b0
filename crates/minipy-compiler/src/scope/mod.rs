//! The symbol table: which variable each name of each block means.
//!
//! `build` walks the tree and records definitions and uses, `analyze` resolves them. Follows CPython's symtable
//! (same blocks, flags and error order). Must not know bytecode.

mod analyze;
mod build;
mod dump;
mod exprs;

pub use dump::dump_scopes;

use crate::error::Result;
use indexmap::IndexMap;
use minipy_syntax::ast::{Mod, Span};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What was seen of a name in a block; numbered as CPython's `DEF_*`.
pub mod def {
    /// `global` statement.
    pub const GLOBAL: u32 = 1;
    /// Assigned.
    pub const LOCAL: u32 = 2;
    /// Parameter.
    pub const PARAM: u32 = 4;
    /// `nonlocal` statement.
    pub const NONLOCAL: u32 = 8;
    /// Read.
    pub const USE: u32 = 16;
    /// Free in a method and bound in the class.
    pub const FREE_CLASS: u32 = 64;
    /// Bound by an import.
    pub const IMPORT: u32 = 128;
    /// Annotated.
    pub const ANNOT: u32 = 256;
    /// Iteration variable of a comprehension.
    pub const COMP_ITER: u32 = 512;
    /// PEP 695 type parameter.
    pub const TYPE_PARAM: u32 = 1024;
    /// Unbound somewhere: by `del` or at the end of an `except ... as`.
    pub const DELETED: u32 = 1 << 16;
    /// Bound by `:=`.
    pub const WALRUS: u32 = 1 << 17;
    /// Any way to bind it here.
    pub const BOUND: u32 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
}

/// An interned name of the symbol table.
pub type Sym = Rc<str>;

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Variable of this block only.
    Local,
    /// Declared `global`.
    GlobalExplicit,
    /// Neither bound here nor in an enclosing function.
    GlobalImplicit,
    /// Variable of an enclosing function.
    Free,
    /// Variable of this block that inner blocks use.
    Cell,
}

/// One name of a block.
#[derive(Clone, Copy, Debug)]
pub struct Symbol {
    /// `def` bits.
    pub flags: u32,
    /// Its meaning, after analysis.
    pub scope: Scope,
}

/// Kind of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as CPython's block types")]
pub enum BlockKind {
    Module,
    Class,
    Function,
    Annotation,
    TypeAlias,
    TypeParams,
    TypeVariable,
}

/// Which comprehension a function block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "one for each display")]
pub enum CompKind {
    No,
    List,
    Set,
    Dict,
    Generator,
}

/// Index of a block.
pub type BlockId = usize;

/// Which block of a node is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "one for each kind of block")]
pub enum Role {
    Body,
    Annotations,
    TypeParams,
    TypeAlias,
    Bound,
    Default,
}

/// A block of code with names of its own.
#[derive(Debug)]
pub struct Block {
    /// Name of the function or class.
    pub name: Sym,
    /// What it is.
    pub kind: BlockKind,
    /// The enclosing block.
    pub parent: Option<BlockId>,
    /// Blocks directly inside.
    pub children: Vec<BlockId>,
    /// Names in order of appearance.
    pub symbols: IndexMap<Sym, Symbol>,
    /// `global`/`nonlocal` statements, for error positions.
    pub directives: Vec<(Sym, Span)>,
    /// Parameters in order: positional, keyword-only, `*`, `**`.
    pub params: Vec<Sym>,
    /// Inside a function.
    pub nested: bool,
    /// Contains `yield`.
    pub generator: bool,
    /// `async def`, or an asynchronous comprehension.
    pub coroutine: bool,
    /// Directly in a class.
    pub method: bool,
    /// Which comprehension.
    pub comp: CompKind,
    /// The comprehension is compiled into its parent.
    pub inlined: bool,
    /// Currently visiting an iteration target.
    comp_iter_target: bool,
    /// Depth inside comprehension iterables.
    comp_iter_expr: u32,
    /// An annotation-like block directly in a class.
    pub can_see_class_scope: bool,
    /// A method uses `__class__`.
    pub needs_class_closure: bool,
    /// An inner annotation scope uses `__classdict__`.
    pub needs_classdict: bool,
    /// Some annotations may not be reached.
    pub has_conditional_annotations: bool,
    /// Visiting the body of a compound statement.
    in_conditional_block: bool,
    /// Has annotated assignments, or (function annotation block) any annotation.
    pub annotations_used: bool,
    /// Visiting an annotation of a local variable.
    in_unevaluated_annotation: bool,
    /// Block of the deferred annotations of a class or module.
    pub annotation_block: Option<BlockId>,
    /// Type parameter blocks of classes mangle only these.
    pub mangled_names: Option<HashSet<Sym>>,
    /// What a type variable block is ("a TypeVar bound"), for messages.
    scope_info: &'static str,
    /// Free variables (after analysis) come from this block or its children.
    free: HashSet<Sym>,
    /// Class whose private names are mangled here.
    pub private: Option<Sym>,
    /// Where it stands.
    pub span: Span,
}

impl Block {
    /// Function-like blocks keep their names in registers.
    pub fn is_function_like(&self) -> bool {
        !matches!(self.kind, BlockKind::Module | BlockKind::Class)
    }

    /// The meaning of a name, if it occurs here.
    pub fn scope(&self, name: &str) -> Option<Scope> {
        self.symbols.get(name).map(|s| s.scope)
    }

    /// The `def` flags of a name.
    pub fn flags(&self, name: &str) -> u32 {
        self.symbols.get(name).map_or(0, |s| s.flags)
    }
}

/// All blocks of a compilation; block 0 is the module.
#[derive(Debug)]
pub struct SymbolTable {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// Blocks by tree node.
    by_node: HashMap<(usize, Role), BlockId>,
}

impl SymbolTable {
    /// The block of a node; every node that opens one has been visited by `build`.
    pub fn block_of<T>(&self, node: &T, role: Role) -> BlockId {
        self.by_node.get(&(address(node), role)).copied().unwrap_or(0)
    }
}

/// What the symbol table must know of the compilation's options.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScopeOptions {
    /// `from __future__ import annotations`.
    pub future_annotations: bool,
    /// `await` is allowed at module level.
    pub top_level_await: bool,
}

/// Builds and analyzes the symbol table.
pub fn build(module: &Mod, options: ScopeOptions) -> Result<SymbolTable> {
    let mut table = build::build(module, options)?;
    analyze::analyze(&mut table)?;
    Ok(table)
}

/// Identity of a tree node.
fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}

/// Mangles a private name (`__x` in class `C` is `_C__x`).
pub fn mangle(private: Option<&str>, name: &str) -> Sym {
    let plain = || Rc::from(name);
    let Some(class) = private else { return plain() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return plain();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() {
        return plain();
    }
    Rc::from(format!("_{class}{name}"))
}
