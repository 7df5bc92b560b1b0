//! The native interface: what a builtin function is, how its arguments arrive, what it returns.
//!
//! Method tables are static data (see `methods!`). A row names the function, its Rust form, its signature text (what
//! `inspect.signature` and error messages show) and its docstring. The forms `F0`..`F3` take exactly that many
//! positional arguments (`self` included); `FN` gets one entry per parameter of its signature, NULL where the caller
//! gave nothing; `FV` gets the arguments as they came.
//!
//! # How to add a method
//! Write `fn list_append(vm: &Vm, this: &Value, item: &Value) -> PyResult` in the type's file and add one row
//! `"append" F2(list_append) "(self, object, /)" "Append object to the end of the list.";` to its `methods!`.

use crate::value::Value;
use crate::vm::Vm;

/// Proof that an exception is set in the VM; [`Vm::take_exception`] gets it.
#[must_use]
#[derive(Debug, PartialEq, Eq)]
pub struct Raised(());

impl Raised {
    /// Only `Vm::raise` makes one, after it stored the exception.
    pub(crate) fn new() -> Raised {
        Raised(())
    }
}

/// What native functions return: a value, or the proof that an exception is set. One word for `Value`.
pub type PyResult<T = Value> = Result<T, Raised>;

const _: () = assert!(size_of::<PyResult>() == size_of::<usize>());

/// The arguments of a call: positional ones, then keyword ones.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// Positional arguments.
    pub pos: &'a [Value],
    /// Values of the keyword arguments.
    pub kw: &'a [Value],
    /// Names of the keyword arguments (`str` values), one for each of `kw`.
    pub names: &'a [Value],
}

impl<'a> Args<'a> {
    /// Only positional arguments.
    #[inline(always)]
    pub fn positional(pos: &'a [Value]) -> Args<'a> {
        Args { pos, kw: &[], names: &[] }
    }

    /// No arguments.
    pub const EMPTY: Args<'static> = Args { pos: &[], kw: &[], names: &[] };

    /// The keyword arguments as pairs.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a Value, &'a Value)> {
        self.names.iter().zip(self.kw.iter())
    }

    /// The keyword argument with this name.
    pub fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.keywords().find(|(n, _)| crate::types::str_::value_is(n, name)).map(|(_, v)| v)
    }

    /// How many arguments there are.
    pub fn len(&self) -> usize {
        self.pos.len() + self.kw.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same arguments without the first positional one.
    pub fn rest(&self) -> Args<'a> {
        Args { pos: self.pos.get(1..).unwrap_or(&[]), kw: self.kw, names: self.names }
    }
}

/// The Rust form of a native function; see the module text.
#[derive(Clone, Copy)]
pub enum NativeFn {
    /// No arguments.
    F0(fn(&Vm) -> PyResult),
    /// One positional argument (a method's `self` alone).
    F1(fn(&Vm, &Value) -> PyResult),
    /// Two positional arguments.
    F2(fn(&Vm, &Value, &Value) -> PyResult),
    /// Three positional arguments.
    F3(fn(&Vm, &Value, &Value, &Value) -> PyResult),
    /// One entry for each parameter of the signature; NULL: not given.
    FN(fn(&Vm, &[Value]) -> PyResult),
    /// Arguments as they came.
    FV(fn(&Vm, &Args) -> PyResult),
}

/// How a method of a type binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// The first parameter is the instance.
    Instance,
    /// The first parameter is the class.
    Class,
    /// No implicit parameter.
    Static,
}

/// A coroutine method that may complete without suspending, as `await` runs it when the call stands right behind: no coroutine
/// object is made. It gets `self` and the positional arguments. `None`, with nothing changed: it has to be called as usual.
pub type AtOnce = fn(&Vm, &[Value]) -> PyResult<Option<Value>>;

/// How many arguments a signature text takes, counted when the table is compiled: what a call looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// How many positional arguments are enough when no keyword is given; 255 if a keyword is needed.
    pub least: u8,
    /// How many positional arguments are taken.
    pub most: u8,
    /// The number of parameters.
    pub total: u8,
}

impl Arity {
    /// The counts of a signature text; `protocol::bind` parses the same text for the names.
    pub const fn of(signature: &str) -> Arity {
        let text = signature.as_bytes();
        let mut arity = Arity { least: 0, most: 0, total: 0 };
        let (mut keyword_only, mut keyword_needed) = (false, false);
        let (mut depth, mut quote, mut at) = (0, 0, 0);
        // A qualified name may stand in front: see `protocol::written`.
        while at < text.len() && text[at] != b'(' {
            at += 1;
        }
        at += 1;
        // Of the current parameter: its first byte (0: none yet) and whether it has a default.
        let (mut first, mut optional) = (0, false);
        while at < text.len() {
            let byte = text[at];
            let ends = depth == 0 && quote == 0 && (byte == b',' || at + 1 == text.len());
            if ends {
                match first {
                    0 | b'/' => {}
                    b'*' => keyword_only = true,
                    _ => {
                        arity.total += 1;
                        if !keyword_only {
                            arity.most += 1;
                            arity.least += !optional as u8;
                        } else if !optional {
                            keyword_needed = true;
                        }
                    }
                }
                (first, optional) = (0, false);
            } else if quote != 0 {
                if byte == quote {
                    quote = 0;
                }
            } else {
                match byte {
                    b'\'' | b'"' => quote = byte,
                    b'(' | b'[' | b'{' => depth += 1,
                    b')' | b']' | b'}' => depth -= 1,
                    b'=' => optional = true,
                    _ => {}
                }
                if first == 0 && byte != b' ' {
                    first = byte;
                }
            }
            at += 1;
        }
        if keyword_needed {
            arity.least = u8::MAX;
        }
        arity
    }

    /// Whether so many positional arguments do, without keywords.
    #[inline(always)]
    pub fn fits(self, given: usize) -> bool {
        given >= self.least as usize && given <= self.most as usize
    }
}

/// A row of a method table.
pub struct MethodDef {
    /// The name.
    pub name: &'static str,
    /// The code.
    pub function: NativeFn,
    /// The signature text, with parentheses, `self` included for methods: `"(self, key, default=None, /)"`. A function that
    /// is Python code in CPython has its qualified name in front: see [`crate::protocol::written`].
    pub signature: &'static str,
    /// The counts of the signature.
    pub arity: Arity,
    /// The docstring.
    pub doc: &'static str,
    /// How it binds.
    pub binding: Binding,
    /// How it is awaited at once.
    pub at_once: Option<AtOnce>,
}

/// A computed attribute of a builtin type.
pub struct GetSetDef {
    /// The name.
    pub name: &'static str,
    /// Reads it.
    pub get: fn(&Vm, &Value) -> PyResult,
    /// Writes it, or deletes it with `None`; without it the attribute is read-only.
    pub set: Option<fn(&Vm, &Value, Option<&Value>) -> PyResult<()>>,
    /// The docstring.
    pub doc: &'static str,
    /// Whether it is shown as a member of the struct (`member_descriptor`), as where CPython has one.
    pub member: bool,
}

/// Makes a static table of [`MethodDef`]s:
/// `"name" F2(function) "(self, object, /)" "Doc.";`, optionally `class` or `static` before the name, and `[at_once function]`
/// after the docstring.
#[macro_export]
macro_rules! methods {
    (@binding class) => { $crate::native::Binding::Class };
    (@binding static) => { $crate::native::Binding::Static };
    (@binding) => { $crate::native::Binding::Instance };
    (@at_once) => { None };
    (@at_once $at_once:path) => { Some($at_once) };
    ($($([$binding:ident])? $name:literal $form:ident($function:path) $signature:literal $doc:literal $([at_once $at_once:path])?;)*) => {
        &[$($crate::native::MethodDef {
            name: $name,
            function: $crate::native::NativeFn::$form($function),
            signature: $signature,
            arity: $crate::native::Arity::of($signature),
            doc: $doc,
            binding: $crate::methods!(@binding $($binding)?),
            at_once: $crate::methods!(@at_once $($at_once)?),
        }),*]
    };
}

/// Makes a static table of [`GetSetDef`]s: `"name" get_function [, set_function] "Doc.";`, with `[member]` in front for what
/// is a member of the struct in CPython.
#[macro_export]
macro_rules! getset {
    (@set) => { None };
    (@set $set:path) => { Some($set) };
    (@member member) => { true };
    (@member) => { false };
    ($($([$member:ident])? $name:literal $get:path $(, $set:path)? , $doc:literal;)*) => {
        &[$($crate::native::GetSetDef {
            name: $name,
            get: $get,
            set: $crate::getset!(@set $($set)?),
            doc: $doc,
            member: $crate::getset!(@member $($member)?),
        }),*]
    };
}
