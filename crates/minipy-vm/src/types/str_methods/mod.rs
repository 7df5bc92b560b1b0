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
pub(crate) use slots::{char_at, char_value, index_text, repeat_into};
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
    "encode" FN(construct::str_encode) "(self, /, encoding='utf-8', errors='strict')" "Encode the string using the codec registered for encoding.";
    "replace" FV(find::replace) "(self, old, new, /, count=-1)" "Return a copy with all occurrences of substring old replaced by new.";
    "split" FV(split::split) "(self, /, sep=None, maxsplit=-1)" "Return a list of the substrings in the string, using sep as the separator string.";
    "rsplit" FV(split::rsplit) "(self, /, sep=None, maxsplit=-1)" "Return a list of the substrings in the string, using sep as the separator string.";
    "join" F2(split::str_join) "(self, iterable, /)" "Concatenate any number of strings.";
    "capitalize" F1(case::capitalize) "(self, /)" "Return a capitalized version of the string.";
    "casefold" F1(case::casefold) "(self, /)" "Return a version of the string suitable for caseless comparisons.";
    "title" F1(case::title) "(self, /)" "Return a version of the string where each word is titlecased.";
    "center" FV(pad::center) "(self, width, fillchar=' ', /)" "Return a centered string of length width.";
    "count" FV(find::count) "(self, sub[, start[, end]], /)" "Return the number of non-overlapping occurrences of substring sub in string S[start:end].";
    "expandtabs" FN(pad::expandtabs) "(self, /, tabsize=8)" "Return a copy where all tab characters are expanded using spaces.";
    "find" FV(find::find) "(self, sub[, start[, end]], /)" "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "partition" F2(split::partition) "(self, sep, /)" "Partition the string into three parts using the given separator.";
    "index" FV(find::index) "(self, sub[, start[, end]], /)" "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "ljust" FV(pad::ljust) "(self, width, fillchar=' ', /)" "Return a left-justified string of length width.";
    "lower" F1(case::lower) "(self, /)" "Return a copy of the string converted to lowercase.";
    "lstrip" FV(split::lstrip) "(self, chars=None, /)" "Return a copy of the string with leading whitespace removed.";
    "rfind" FV(find::rfind) "(self, sub[, start[, end]], /)" "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "rindex" FV(find::rindex) "(self, sub[, start[, end]], /)" "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "rjust" FV(pad::rjust) "(self, width, fillchar=' ', /)" "Return a right-justified string of length width.";
    "rstrip" FV(split::rstrip) "(self, chars=None, /)" "Return a copy of the string with trailing whitespace removed.";
    "rpartition" F2(split::rpartition) "(self, sep, /)" "Partition the string into three parts using the given separator.";
    "splitlines" FN(split::splitlines) "(self, /, keepends=False)" "Return a list of the lines in the string, breaking at line boundaries.";
    "strip" FV(split::strip) "(self, chars=None, /)" "Return a copy of the string with leading and trailing whitespace removed.";
    "swapcase" F1(case::swapcase) "(self, /)" "Convert uppercase characters to lowercase and lowercase characters to uppercase.";
    "translate" F2(translate::translate) "(self, table, /)" "Replace each character in the string using the given translation table.";
    "upper" F1(case::upper) "(self, /)" "Return a copy of the string converted to uppercase.";
    "startswith" FV(find::startswith) "(self, prefix[, start[, end]], /)" "Return True if the string starts with the specified prefix, False otherwise.";
    "endswith" FV(find::endswith) "(self, suffix[, start[, end]], /)" "Return True if the string ends with the specified suffix, False otherwise.";
    "removeprefix" F2(find::removeprefix) "(self, prefix, /)" "Return a str with the given prefix string removed if present.";
    "removesuffix" F2(find::removesuffix) "(self, suffix, /)" "Return a str with the given suffix string removed if present.";
    "isascii" F1(case::isascii) "(self, /)" "Return True if all characters in the string are ASCII, False otherwise.";
    "islower" F1(case::islower) "(self, /)" "Return True if the string is a lowercase string, False otherwise.";
    "isupper" F1(case::isupper) "(self, /)" "Return True if the string is an uppercase string, False otherwise.";
    "istitle" F1(case::istitle) "(self, /)" "Return True if the string is a title-cased string, False otherwise.";
    "isspace" F1(case::isspace) "(self, /)" "Return True if the string is a whitespace string, False otherwise.";
    "isdecimal" F1(case::isdecimal) "(self, /)" "Return True if the string is a decimal string, False otherwise.";
    "isdigit" F1(case::isdigit) "(self, /)" "Return True if the string is a digit string, False otherwise.";
    "isnumeric" F1(case::isnumeric) "(self, /)" "Return True if the string is a numeric string, False otherwise.";
    "isalpha" F1(case::isalpha) "(self, /)" "Return True if the string is an alphabetic string, False otherwise.";
    "isalnum" F1(case::isalnum) "(self, /)" "Return True if the string is an alpha-numeric string, False otherwise.";
    "isidentifier" F1(case::isidentifier) "(self, /)" "Return True if the string is a valid Python identifier, False otherwise.";
    "isprintable" F1(case::isprintable) "(self, /)" "Return True if all characters in the string are printable, False otherwise.";
    "zfill" F2(pad::zfill) "(self, width, /)" "Pad a numeric string with zeros on the left, to fill a field of the given width.";
    "format" FV(crate::format::fields::str_format) "(self, /, *args, **kwargs)" "Return a formatted version of the string, using substitutions from args and kwargs.\nThe substitutions are identified by braces ('{' and '}').";
    "format_map" F2(crate::format::fields::str_format_map) "(self, mapping, /)" "Return a formatted version of the string, using substitutions from mapping.\nThe substitutions are identified by braces ('{' and '}').";
    "__format__" F2(crate::format::str_format_method) "(self, format_spec, /)" "Return a formatted version of the string as described by format_spec.";
    [static] "maketrans" FV(translate::maketrans) "(x, y=<unrepresentable>, z=<unrepresentable>, /)" "Return a translation table usable for str.translate().";
    "__sizeof__" F1(slots::str_sizeof) "(self, /)" "Return the size of the string in memory, in bytes.";
    "__getnewargs__" F1(construct::str_getnewargs) "(self, /)" "";
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
