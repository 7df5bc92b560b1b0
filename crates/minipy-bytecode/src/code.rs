//! Code objects as the compiler makes them: plain data, no Python values.
//!
//! The VM turns a `Code` into its own code object once, when it is first needed.

use dashu_int::IBig;

/// `co_flags` bits, numbered as CPython's.
pub mod flags {
    /// Uses registers for its locals.
    pub const OPTIMIZED: u32 = 0x1;
    /// A new locals namespace for each call.
    pub const NEWLOCALS: u32 = 0x2;
    /// Has `*args`.
    pub const VARARGS: u32 = 0x4;
    /// Has `**kwargs`.
    pub const VARKEYWORDS: u32 = 0x8;
    /// Defined inside a function.
    pub const NESTED: u32 = 0x10;
    /// A generator function.
    pub const GENERATOR: u32 = 0x20;
    /// A coroutine function (`async def`).
    pub const COROUTINE: u32 = 0x80;
    /// A generator function marked by `types.coroutine`.
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    /// An async generator function.
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// `from __future__ import annotations` is in force.
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    /// The first constant is the docstring.
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    /// Defined directly in a class body.
    pub const METHOD: u32 = 0x800_0000;
}

/// A constant of a code object.
#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// `...`
    Ellipsis,
    /// An integer that fits 64 bits.
    Int(i64),
    /// Any other integer.
    BigInt(Box<IBig>),
    /// A float, compared by its bits when constants are merged.
    Float(f64),
    /// A complex number.
    Complex(f64, f64),
    /// A string as WTF-8. Names are interned by the VM.
    Str(Box<[u8]>),
    /// A bytes object.
    Bytes(Box<[u8]>),
    /// A tuple.
    Tuple(Box<[Const]>),
    /// A frozenset (of a constant set display on the right of `in`).
    FrozenSet(Box<[Const]>),
    /// A slice of constants.
    Slice(Box<[Const; 3]>),
    /// The code of a nested function, class body, comprehension.
    Code(Box<Code>),
}

/// What kind of variable a register of a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalKind {
    /// A plain local (or parameter).
    Local,
    /// A local of this function that inner functions use; the register holds a cell. Parameters can be cells too:
    /// they keep their parameter register, and a MakeCell in the prologue wraps them.
    Cell,
    /// A variable of an enclosing function; the register holds a cell from the closure.
    Free,
    /// A variable of an inlined comprehension: not in `co_varnames`, not in `locals()`.
    Hidden,
}

/// A named register.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// The variable's name (UTF-8).
    pub name: Box<str>,
    /// What it is.
    pub kind: LocalKind,
}

/// An entry of the exception table: instructions `start..end` (word offsets) are protected.
///
/// The first matching entry of the table wins, so inner regions stand before the outer ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// First protected word.
    pub start: u32,
    /// Word after the last protected one.
    pub end: u32,
    /// Word offset of the handler.
    pub target: u32,
    /// Temporaries from this register upwards are dropped.
    pub depth: u16,
    /// Register that receives the exception.
    pub exc: u16,
}

/// A source range; lines from 1, columns in UTF-8 bytes from 0; line 0 means unknown (artificial instructions).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// First column.
    pub col: u32,
    /// Column after the last.
    pub end_col: u32,
}

/// A code object.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// `co_name`
    pub name: Box<str>,
    /// `co_qualname`
    pub qualname: Box<str>,
    /// `co_filename`
    pub filename: Box<str>,
    /// `co_firstlineno`
    pub first_line: u32,
    /// `co_flags`, see [`flags`].
    pub flags: u32,
    /// Positional parameters, positional-only ones included.
    pub arg_count: u32,
    /// Positional-only parameters.
    pub posonly_count: u32,
    /// Keyword-only parameters.
    pub kwonly_count: u32,
    /// Named registers, from `r[0]`: positional parameters, keyword-only parameters, `*args`, `**kwargs`,
    /// other locals, cells, free variables, hidden ones (any order after the parameters, but all free variables
    /// consecutive, in the order of the closure).
    pub locals: Vec<Local>,
    /// All registers, temporaries included.
    pub nregs: u32,
    /// Constants and names.
    pub consts: Vec<Const>,
    /// Instructions and their extra words.
    pub words: Vec<u64>,
    /// The exception table.
    pub handlers: Vec<Handler>,
    /// Source positions, see [`crate::lines`].
    pub positions: crate::lines::PositionTable,
    /// In a class body's code: names assigned as `self.NAME` in its methods (`__static_attributes__`), sorted.
    pub static_attributes: Vec<Box<str>>,
}

impl Code {
    /// All parameters: positional, keyword-only, `*args`, `**kwargs`.
    pub fn parameter_count(&self) -> usize {
        let stars = (self.flags & flags::VARARGS != 0) as usize + (self.flags & flags::VARKEYWORDS != 0) as usize;
        (self.arg_count + self.kwonly_count) as usize + stars
    }
}
