//! `str`: the type, its table of methods and its slots. The methods are in the files of this folder, by what they do.

mod case;
pub mod codec;
mod construct;
mod find;
mod pad;
mod slots;
mod split;
mod translate;

pub use codec::{decode, encode};
#[expect(unused_imports, reason = "the interpreter indexes text directly")]
pub(crate) use slots::index_text;
pub(crate) use slots::{char_value, repeat_into};
pub use split::join;

use crate::exc;
use crate::heap::HeapObject;
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The type `str`.
pub static TYPE: TypeDef = TypeDef {
    name: "str",
    layout: Some(StrObj::LAYOUT),
    shape: crate::shape::fixed::STR,
    flags: TypeFlags::BASETYPE | TypeFlags::MATCH_SELF,
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n\
          The text of an object (what its __str__ gives), or the text that bytes stand for in an encoding.",
    slots: Slots {
        new: Some(construct::str_new),
        repr: Some(slots::str_repr),
        str: Some(slots::str_str),
        hash: Some(slots::str_hash),
        compare: Some(slots::str_compare),
        iter: Some(super::str_iter::str_iter),
        len: Some(slots::str_len),
        getitem: Some(slots::str_getitem),
        contains: Some(slots::str_contains),
        concat: Some(super::str_build::concat),
        repeat: Some(slots::str_repeat),
        modulo: Some(crate::format::percent::str_modulo),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "encode" FN(construct::str_encode) "(self, /, encoding='utf-8', errors='strict')" "The bytes that stand for the text in an encoding; errors names the handler for what cannot be encoded.";
    "replace" FV(find::replace) "(self, old, new, /, count=-1)" "A copy with old replaced by new, at most count times (-1: everywhere).";
    "split" FV(split::split) "(self, /, sep=None, maxsplit=-1)" "The parts between separators (None: runs of white space), at most maxsplit splits from the left.";
    "rsplit" FV(split::rsplit) "(self, /, sep=None, maxsplit=-1)" "The parts between separators (None: runs of white space), at most maxsplit splits from the right.";
    "join" F2(split::str_join) "(self, iterable, /)" "The strings of an iterable, with this one between them.";
    "capitalize" F1(case::capitalize) "(self, /)" "A copy with the first character in title case and the rest in lower case.";
    "casefold" F1(case::casefold) "(self, /)" "A copy for comparisons that ignore case.";
    "title" F1(case::title) "(self, /)" "A copy with every word starting in title case, the rest in lower case.";
    "center" FV(pad::center) "(self, width, fillchar=' ', /)" "The text in the middle of a field.";
    "count" FV(find::count) "(self, sub[, start[, end]], /)" "How often sub occurs in self[start:end] without overlaps.";
    "expandtabs" FN(pad::expandtabs) "(self, /, tabsize=8)" "A copy with tabs replaced by spaces up to the next multiple of tabsize.";
    "find" FV(find::find) "(self, sub[, start[, end]], /)" "The lowest index of sub in self[start:end], or -1.";
    "partition" F2(split::partition) "(self, sep, /)" "What is before the first separator, the separator, and what is after it.";
    "index" FV(find::index) "(self, sub[, start[, end]], /)" "The lowest index of sub in self[start:end]; ValueError if there is none.";
    "ljust" FV(pad::ljust) "(self, width, fillchar=' ', /)" "The text at the left of a field.";
    "lower" F1(case::lower) "(self, /)" "A copy in lower case.";
    "lstrip" FV(split::lstrip) "(self, chars=None, /)" "A copy without leading white space, or leading characters of chars.";
    "rfind" FV(find::rfind) "(self, sub[, start[, end]], /)" "The highest index of sub in self[start:end], or -1.";
    "rindex" FV(find::rindex) "(self, sub[, start[, end]], /)" "The highest index of sub in self[start:end]; ValueError if there is none.";
    "rjust" FV(pad::rjust) "(self, width, fillchar=' ', /)" "The text at the right of a field.";
    "rstrip" FV(split::rstrip) "(self, chars=None, /)" "A copy without trailing white space, or trailing characters of chars.";
    "rpartition" F2(split::rpartition) "(self, sep, /)" "What is before the last separator, the separator, and what is after it.";
    "splitlines" FN(split::splitlines) "(self, /, keepends=False)" "The lines of the text, with their ends if keepends is true.";
    "strip" FV(split::strip) "(self, chars=None, /)" "A copy without white space, or characters of chars, at both ends.";
    "swapcase" F1(case::swapcase) "(self, /)" "A copy with upper and lower case exchanged.";
    "translate" F2(translate::translate) "(self, table, /)" "A copy with every character replaced by what table[ord(c)] says: an ordinal, a string, or None to drop it.";
    "upper" F1(case::upper) "(self, /)" "A copy in upper case.";
    "startswith" FV(find::startswith) "(self, prefix[, start[, end]], /)" "Whether self[start:end] starts with prefix, or one of a tuple of prefixes.";
    "endswith" FV(find::endswith) "(self, suffix[, start[, end]], /)" "Whether self[start:end] ends with suffix, or one of a tuple of suffixes.";
    "removeprefix" F2(find::removeprefix) "(self, prefix, /)" "A copy without the prefix, if it is there.";
    "removesuffix" F2(find::removesuffix) "(self, suffix, /)" "A copy without the suffix, if it is there.";
    "isascii" F1(case::isascii) "(self, /)" "Whether all characters are ASCII.";
    "islower" F1(case::islower) "(self, /)" "Whether there are cased characters, all of them lower case.";
    "isupper" F1(case::isupper) "(self, /)" "Whether there are cased characters, all of them upper case.";
    "istitle" F1(case::istitle) "(self, /)" "Whether every word starts in upper or title case and goes on in lower case.";
    "isspace" F1(case::isspace) "(self, /)" "Whether there are characters, all of them white space.";
    "isdecimal" F1(case::isdecimal) "(self, /)" "Whether there are characters, all of them decimal digits.";
    "isdigit" F1(case::isdigit) "(self, /)" "Whether there are characters, all of them digits.";
    "isnumeric" F1(case::isnumeric) "(self, /)" "Whether there are characters, all of them numeric.";
    "isalpha" F1(case::isalpha) "(self, /)" "Whether there are characters, all of them letters.";
    "isalnum" F1(case::isalnum) "(self, /)" "Whether there are characters, all of them letters or numeric.";
    "isidentifier" F1(case::isidentifier) "(self, /)" "Whether the text could be an identifier.";
    "isprintable" F1(case::isprintable) "(self, /)" "Whether repr() would leave all characters as they are.";
    "zfill" F2(pad::zfill) "(self, width, /)" "The text with zeros on the left, after a sign, to fill a field.";
    "format" FV(crate::format::fields::str_format) "(self, /, *args, **kwargs)" "The text with its replacement fields in braces filled in from the arguments.";
    "format_map" F2(crate::format::fields::str_format_map) "(self, mapping, /)" "The text with its replacement fields in braces filled in from a mapping.";
    "__format__" F2(crate::format::str_format_method) "(self, format_spec, /)" "The text laid out by a format specification.";
    [static] "maketrans" FV(translate::maketrans) "(x, y=<unrepresentable>, z=<unrepresentable>, /)" "A table for translate(): from a dict, or from two strings of equal length and a third of characters to drop.";
    "__sizeof__" F1(slots::str_sizeof) "(self, /)" "Size in memory, in bytes.";
    "__getnewargs__" F1(construct::str_getnewargs) "(self, /)" "Arguments for pickling.";
};

/// The text of `self`.
#[inline(always)]
pub(crate) fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a StrObj> {
    match this.downcast::<StrObj>() {
        Some(text) => Ok(text),
        None => Err(wrong_self(vm, this)),
    }
}

#[cold]
fn wrong_self(vm: &Vm, this: &Value) -> crate::native::Raised {
    let name = vm.type_of(this).name_str();
    exc::type_error(vm, &format!("descriptor requires a 'str' object but received a '{name}'"))
}

/// `this` itself if it is exactly a `str`, otherwise a copy that is.
pub(crate) fn as_exact(vm: &Vm, this: &Value) -> Value {
    match this.exact::<StrObj>() {
        Some(_) => this.clone(),
        None => this.downcast::<StrObj>().map_or(Value::NONE, |t| vm.str_with_count(t.bytes(), t.chars())),
    }
}

/// A part of a text as a `str`; `this` itself if it is the whole.
pub(crate) fn part(vm: &Vm, this: &Value, whole: &StrObj, bytes: &[u8]) -> Value {
    if bytes.len() == whole.bytes().len() {
        return as_exact(vm, this);
    }
    part_of(vm, whole, bytes)
}

/// A part of a text as a `str`. Parts of ASCII text need no counting.
#[inline]
pub(crate) fn part_of(vm: &Vm, whole: &StrObj, bytes: &[u8]) -> Value {
    if bytes.len() < 2 || !whole.is_ascii() {
        return vm.str_bytes(bytes);
    }
    vm.str_with_count(bytes, bytes.len())
}
