//! `code`: a compiled body as the interpreter runs it. Attributes are in `code_methods`.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use std::cell::{Cell, UnsafeCell};

use minipy_bytecode::code::{Code, Const, Handler, LocalKind, Position, flags};
use minipy_bytecode::opcode::Opcode;

use crate::exc;
use crate::heap::{HeapObject, Layout, Obj, Tracer};
use crate::native::PyResult;
use crate::types::str_::Name;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `code` objects.
pub struct CodeObj {
    /// What the compiler made; its `words` have been moved to `words` below.
    pub code: Code,
    /// Constants as values; nested code as `code` objects; names interned.
    pub(crate) consts: Box<[Value]>,
    /// The instructions, which the interpreter rewrites (caches, quickening) under the interpreter lock.
    words: Box<[UnsafeCell<u64>]>,
    /// `co_name`
    pub name: Value,
    /// `co_qualname`
    pub qualname: Value,
    /// `co_filename`
    pub filename: Value,
    /// Registers a frame needs.
    pub(crate) nregs: u32,
    /// Named registers (parameters, locals, cells, free variables).
    pub(crate) nlocals: u32,
    /// Parameters of all kinds.
    pub(crate) nparams: u32,
    /// If a call with exactly `arg_count` positional arguments needs no binding: that number, otherwise u32::MAX.
    pub(crate) simple_args: u32,
    /// The same for code whose frame would do nothing but make its generator, after it has taken its free variables.
    pub(crate) generator_args: u32,
    /// With `generator_args`: where the generator starts, in words.
    pub(crate) generator_start: u32,
    /// `co_flags`
    pub(crate) flags: Cell<u32>,
    /// A number that no other code has: instructions remember by it what they know of the code that they call.
    pub(crate) number: u32,
    /// Names of the named registers.
    pub(crate) local_names: Box<[Name]>,
    /// First register with a free variable.
    pub(crate) first_free: u32,
    /// Number of free variables.
    pub(crate) free_count: u32,
}

static CODE_LAYOUT: Layout = Layout::of::<CodeObj>("code");

impl HeapObject for CodeObj {
    const LAYOUT: &'static Layout = &CODE_LAYOUT;
    // Constants are immutable builtins and nested code: no cycle can go through them.
    const GC: bool = false;

    fn trace(&self, visit: &mut Tracer) {
        self.consts.iter().for_each(&mut *visit);
    }

    fn owned_bytes(&self) -> usize {
        self.words.len() * 8 + self.consts.len() * size_of::<Value>()
    }
}

impl CodeObj {
    /// The first instruction.
    #[inline(always)]
    pub(crate) fn entry(&self) -> *const u64 {
        self.words.as_ptr().cast()
    }

    /// The first instruction of the generator of code with `generator_args`.
    #[inline(always)]
    pub(crate) fn generator_entry(&self) -> *const u64 {
        self.entry().wrapping_add(self.generator_start as usize)
    }

    /// The number of words.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// A copy of the instructions as they are now.
    pub(crate) fn words(&self) -> Vec<u64> {
        // SAFETY: the interpreter writes words only while it holds the lock, one at a time (T1).
        self.words.iter().map(|w| unsafe { *w.get() }).collect()
    }

    /// The same code in a new struct, for `replace`.
    pub(crate) fn copied(&self) -> CodeObj {
        CodeObj {
            code: self.code.clone(),
            consts: self.consts.clone(),
            words: self.words().into_iter().map(UnsafeCell::new).collect(),
            name: self.name.clone(),
            qualname: self.qualname.clone(),
            filename: self.filename.clone(),
            flags: self.flags.clone(),
            number: crate::vm::next_version(),
            local_names: self.local_names.clone(),
            ..*self
        }
    }

    /// The word offset of an instruction of this code.
    pub(crate) fn offset_of(&self, pc: *const u64) -> u32 {
        (pc.addr().wrapping_sub(self.entry().addr()) / 8) as u32
    }

    /// The source range of the instruction at a word offset.
    pub fn position(&self, offset: u32) -> Position {
        self.code.positions.at(offset)
    }

    /// The handler that protects the instruction at a word offset.
    pub(crate) fn handler(&self, offset: u32) -> Option<&Handler> {
        self.code.handlers.iter().find(|h| h.start <= offset && offset < h.end)
    }

    /// Whether the code makes a generator, coroutine or async generator.
    pub fn is_generator_like(&self) -> bool {
        self.flags.get() & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0
    }

    /// The parameter names in register order (positional, keyword-only, `*args`, `**kwargs`).
    pub fn parameter_names(&self) -> &[Name] {
        &self.local_names[..self.nparams as usize]
    }
}

impl Vm {
    /// The `code` object of compiled code. SystemError if the code is not well formed.
    pub fn code_object(&self, mut code: Code) -> PyResult<Obj<CodeObj>> {
        if let Err(problem) = minipy_bytecode::verify::verify(&code) {
            return Err(exc::system_error(self, &format!("bad bytecode in {}: {problem}", code.qualname)));
        }
        self.code_object_verified(&mut code)
    }

    fn code_object_verified(&self, code: &mut Code) -> PyResult<Obj<CodeObj>> {
        let mut consts = Vec::with_capacity(code.consts.len());
        for constant in &mut code.consts {
            consts.push(self.constant(constant)?);
        }
        let start = usize::from(code.words.first().is_some_and(|&w| w as u8 == Opcode::CopyFreeVars as u8));
        let makes_only = code.words.get(start).is_some_and(|&w| w as u8 == Opcode::MakeGenerator as u8);
        let words = std::mem::take(&mut code.words).into_iter().map(UnsafeCell::new).collect();
        let complex = flags::VARARGS | flags::VARKEYWORDS;
        let simple = code.flags & complex == 0 && code.kwonly_count == 0;
        let local_names: Box<[Name]> = code.locals.iter().map(|l| self.intern(&l.name)).collect();
        let first_free = code.locals.iter().position(|l| l.kind == LocalKind::Free).unwrap_or(code.locals.len());
        let free_count = code.locals.iter().filter(|l| l.kind == LocalKind::Free).count();
        let object = CodeObj {
            consts: consts.into_boxed_slice(),
            words,
            name: self.intern(&code.name).into_value(),
            qualname: self.intern(&code.qualname).into_value(),
            filename: self.intern(&code.filename).into_value(),
            nregs: code.nregs,
            nlocals: code.locals.len() as u32,
            nparams: code.parameter_count() as u32,
            simple_args: if simple && !makes_only { code.arg_count } else { u32::MAX },
            generator_args: if simple && makes_only { code.arg_count } else { u32::MAX },
            generator_start: start as u32 + 1,
            flags: Cell::new(code.flags),
            number: crate::vm::next_version(),
            local_names,
            first_free: first_free as u32,
            free_count: free_count as u32,
            code: std::mem::replace(code, empty_code()),
        };
        Ok(self.alloc(&self.types().code, object))
    }

    fn constant(&self, constant: &mut Const) -> PyResult {
        Ok(match constant {
            Const::None => Value::NONE,
            Const::Bool(b) => Value::bool(*b),
            Const::Ellipsis => Value::ELLIPSIS,
            Const::Int(n) => self.int(*n),
            Const::BigInt(big) => self.bigint((**big).clone()),
            Const::Float(f) => self.float(*f),
            Const::Complex(re, im) => crate::types::complex::new_complex(self, *re, *im),
            Const::Str(text) => self.intern_constant(text),
            Const::Bytes(bytes) => crate::types::bytes::new_bytes(self, bytes),
            Const::Tuple(items) => {
                let items: PyResult<Vec<Value>> = items.iter_mut().map(|c| self.constant(c)).collect();
                self.tuple(items?)
            }
            Const::FrozenSet(items) => {
                let items: PyResult<Vec<Value>> = items.iter_mut().map(|c| self.constant(c)).collect();
                crate::types::set::new_frozenset(self, items?)?
            }
            Const::Slice(parts) => {
                let [a, b, c] = &mut **parts;
                let (a, b, c) = (self.constant(a)?, self.constant(b)?, self.constant(c)?);
                crate::types::slice::new_slice(self, a, b, c)
            }
            Const::Code(code) => self.code_object_verified(code)?.into_value(),
        })
    }

    /// String constants that look like identifiers are interned, as in CPython.
    fn intern_constant(&self, text: &[u8]) -> Value {
        let name_like = text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
        if name_like || text.len() <= 1 || self.find_interned(text).is_some() {
            return self.intern_bytes(text).into_value();
        }
        self.str_bytes(text)
    }
}

fn empty_code() -> Code {
    Code {
        name: "".into(),
        qualname: "".into(),
        filename: "".into(),
        first_line: 0,
        flags: 0,
        arg_count: 0,
        posonly_count: 0,
        kwonly_count: 0,
        locals: Vec::new(),
        nregs: 0,
        consts: Vec::new(),
        words: Vec::new(),
        handlers: Vec::new(),
        positions: minipy_bytecode::lines::PositionTable::default(),
        static_attributes: Vec::new(),
    }
}
