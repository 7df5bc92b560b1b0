//! `bytes`: representation, type and slots. The bytes are inline after the struct. `shared`, `case`, `fields` and
//! `translate` hold the methods that `bytearray` has too, `construct` the constructors.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

pub(crate) mod case;
pub(crate) mod construct;
pub(crate) mod fields;
pub(crate) mod hex;
pub mod iter;
pub(crate) mod shared;
pub(crate) mod translate;

use std::cell::Cell;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::buffer;
use crate::types::seq_args::{position, subscript};
use crate::types::slice::{self, SliceObj};
use crate::types::str_build::check_size;
use crate::types::str_methods::repeat_into;
use crate::types::type_::slot_table::add_buffer_wrappers;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `bytes` objects.
pub struct BytesObj {
    hash: Cell<i64>,
    len: usize,
}

static BYTES_LAYOUT: Layout = Layout::of::<BytesObj>("bytes");

impl HeapObject for BytesObj {
    const LAYOUT: &'static Layout = &BYTES_LAYOUT;
    const GC: bool = false;

    fn trailing(&self) -> usize {
        self.len
    }
}

impl FixedShape for BytesObj {
    const SHAPE: u32 = crate::shape::fixed::BYTES;
}

impl BytesObj {
    /// The bytes.
    #[inline(always)]
    pub fn data(&self) -> &[u8] {
        // SAFETY: a `BytesObj` only exists inside an object whose trailing data are its `len` bytes.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<u8>(), self.len) }
    }
}

/// A new `bytes`; the empty one is shared.
pub fn new_bytes(vm: &Vm, data: &[u8]) -> Value {
    if data.is_empty() {
        let mut empty = vm.interp().empty_bytes.borrow_mut();
        if empty.is_null() {
            *empty = bytes_of_type(vm, &vm.types().bytes, data);
        }
        return empty.clone();
    }
    bytes_of_type(vm, &vm.types().bytes, data)
}

/// A new instance of `bytes` or a subclass.
pub fn bytes_of_type(vm: &Vm, ty: &TypeRef, data: &[u8]) -> Value {
    joined(vm, ty, [data, &[]])
}

/// A new instance of `bytes` or a subclass, of two pieces of data.
fn joined(vm: &Vm, ty: &TypeRef, parts: [&[u8]; 2]) -> Value {
    let len = parts[0].len() + parts[1].len();
    let (parts, len) = if crate::heap::growth::has_room_for(len) { (parts, len) } else { ([[].as_slice(); 2], 0) };
    // SAFETY: all `len` trailing bytes are written before anybody sees the object.
    unsafe {
        let obj = vm.alloc_var(ty, BytesObj { hash: Cell::new(-1), len }, len);
        let mut to = std::ptr::from_ref::<BytesObj>(&obj).add(1).cast::<u8>().cast_mut();
        for part in parts {
            std::ptr::copy_nonoverlapping(part.as_ptr(), to, part.len());
            to = to.add(part.len());
        }
        obj.into_value()
    }
}

/// The type `bytes`.
pub static TYPE: TypeDef = TypeDef {
    name: "bytes",
    layout: Some(&BYTES_LAYOUT),
    shape: crate::shape::fixed::BYTES,
    flags: TypeFlags::BASETYPE | TypeFlags::MATCH_SELF,
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n\
          bytes(bytes_or_buffer) -> bytes\nbytes(int) -> bytes\nbytes() -> bytes\n\n\
          An immutable sequence of integers in range(256).",
    slots: Slots {
        new: Some(construct::bytes_new),
        repr: Some(bytes_repr),
        str: Some(bytes_repr),
        hash: Some(bytes_hash),
        compare: Some(bytes_compare),
        iter: Some(iter::bytes_iter),
        len: Some(bytes_len),
        getitem: Some(bytes_getitem),
        contains: Some(shared::contains),
        concat: Some(bytes_concat),
        repeat: Some(bytes_repeat),
        modulo: Some(bytes_modulo),
        ..Slots::EMPTY
    },
    methods: METHODS,
    init: Some(|vm, ty| add_buffer_wrappers(vm, ty, false)),
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__getnewargs__" F1(construct::bytes_getnewargs) "(self, /)" "";
    "__bytes__" F1(construct::bytes_bytes) "(self, /)" "Convert this value to exact type bytes.";
    "capitalize" F1(case::capitalize) "(self, /)" "B.capitalize() -> copy of B";
    "center" FV(fields::center) "(self, width, fillchar=b' ', /)" "Return a centered string of length width.";
    "count" FV(shared::count) "(self, sub[, start[, end]], /)" "Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].";
    "decode" FN(shared::decode) "(self, /, encoding='utf-8', errors='strict')" "Decode the bytes using the codec registered for encoding.";
    "endswith" FV(shared::endswith) "(self, suffix[, start[, end]], /)" "Return True if the bytes ends with the specified suffix, False otherwise.";
    "expandtabs" FN(fields::expandtabs) "(self, /, tabsize=8)" "Return a copy where all tab characters are expanded using spaces.";
    "find" FV(shared::find) "(self, sub[, start[, end]], /)" "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].";
    [class] "fromhex" F2(hex::fromhex) "(type, string, /)" "Create a bytes object from a string of hexadecimal numbers.";
    "hex" FN(hex::hex) "(self, /, sep=<unrepresentable>, bytes_per_sep=1)" "Create a string of hexadecimal numbers from a bytes object.";
    "index" FV(shared::index) "(self, sub[, start[, end]], /)" "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].";
    "isalnum" F1(case::isalnum) "(self, /)" "B.isalnum() -> bool";
    "isalpha" F1(case::isalpha) "(self, /)" "B.isalpha() -> bool";
    "isascii" F1(case::isascii) "(self, /)" "B.isascii() -> bool";
    "isdigit" F1(case::isdigit) "(self, /)" "B.isdigit() -> bool";
    "islower" F1(case::islower) "(self, /)" "B.islower() -> bool";
    "isspace" F1(case::isspace) "(self, /)" "B.isspace() -> bool";
    "istitle" F1(case::istitle) "(self, /)" "B.istitle() -> bool";
    "isupper" F1(case::isupper) "(self, /)" "B.isupper() -> bool";
    "join" F2(shared::join) "(self, iterable_of_bytes, /)" "Concatenate any number of bytes objects.";
    "ljust" FV(fields::ljust) "(self, width, fillchar=b' ', /)" "Return a left-justified string of length width.";
    "lower" F1(case::lower) "(self, /)" "B.lower() -> copy of B";
    "lstrip" FV(shared::lstrip) "(self, bytes=None, /)" "Strip leading bytes contained in the argument.";
    [static] "maketrans" F2(translate::maketrans) "(frm, to, /)" "Return a translation table usable for the bytes or bytearray translate method.";
    "partition" F2(shared::partition) "(self, sep, /)" "Partition the bytes into three parts using the given separator.";
    "replace" FV(shared::replace) "(self, old, new, count=-1, /)" "Return a copy with all occurrences of substring old replaced by new.";
    "removeprefix" F2(shared::removeprefix) "(self, prefix, /)" "Return a bytes object with the given prefix string removed if present.";
    "removesuffix" F2(shared::removesuffix) "(self, suffix, /)" "Return a bytes object with the given suffix string removed if present.";
    "rfind" FV(shared::rfind) "(self, sub[, start[, end]], /)" "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].";
    "rindex" FV(shared::rindex) "(self, sub[, start[, end]], /)" "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].";
    "rjust" FV(fields::rjust) "(self, width, fillchar=b' ', /)" "Return a right-justified string of length width.";
    "rpartition" F2(shared::rpartition) "(self, sep, /)" "Partition the bytes into three parts using the given separator.";
    "rsplit" FV(shared::rsplit) "(self, /, sep=None, maxsplit=-1)" "Return a list of the sections in the bytes, using sep as the delimiter.";
    "rstrip" FV(shared::rstrip) "(self, bytes=None, /)" "Strip trailing bytes contained in the argument.";
    "split" FV(shared::split) "(self, /, sep=None, maxsplit=-1)" "Return a list of the sections in the bytes, using sep as the delimiter.";
    "splitlines" FN(shared::splitlines) "(self, /, keepends=False)" "Return a list of the lines in the bytes, breaking at line boundaries.";
    "startswith" FV(shared::startswith) "(self, prefix[, start[, end]], /)" "Return True if the bytes starts with the specified prefix, False otherwise.";
    "strip" FV(shared::strip) "(self, bytes=None, /)" "Strip leading and trailing bytes contained in the argument.";
    "swapcase" F1(case::swapcase) "(self, /)" "B.swapcase() -> copy of B";
    "title" F1(case::title) "(self, /)" "B.title() -> copy of B";
    "translate" FN(translate::translate) "(self, table, /, delete=b'')" "Return a copy with each character mapped by the given translation table.";
    "upper" F1(case::upper) "(self, /)" "B.upper() -> copy of B";
    "zfill" F2(fields::zfill) "(self, width, /)" "Pad a numeric string with zeros on the left, to fill a field of the given width.";
};

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a BytesObj> {
    this.downcast::<BytesObj>().ok_or_else(|| buffer::not_bytes_like(vm, this))
}

fn bytes_repr(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str_bytes(&minipy_text::escape::repr_bytes(own(vm, this)?.data())))
}

fn bytes_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let bytes = own(vm, this)?;
    if bytes.hash.get() == -1 {
        bytes.hash.set(vm.interp().hash_bytes(bytes.data()));
    }
    Ok(bytes.hash.get())
}

fn bytes_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (a, Some(b)) = (own(vm, this)?, other.downcast::<BytesObj>()) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(Value::bool(match op {
        CompareOp::Eq => a.data() == b.data(),
        CompareOp::Ne => a.data() != b.data(),
        _ => op.holds(a.data().cmp(b.data())),
    }))
}

fn bytes_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(own(vm, this)?.data().len())
}

fn bytes_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let data = own(vm, this)?.data();
    if let Some(slice) = key.exact::<SliceObj>() {
        let range = slice::unpack(vm, slice)?.adjust(data.len());
        if range.step == 1 {
            if range.count == data.len() && this.exact::<BytesObj>().is_some() {
                return Ok(this.clone());
            }
            let start = if range.count == 0 { 0 } else { range.start as usize };
            return Ok(new_bytes(vm, &data[start..start + range.count]));
        }
        let picked: Vec<u8> = range.indices().map(|at| data[at]).collect();
        return Ok(new_bytes(vm, &picked));
    }
    match subscript(vm, key)? {
        Some(index) => match position(index, data.len()) {
            Some(at) => Ok(Value::small(i64::from(data[at]))),
            None => Err(exc::index_error(vm, "index out of range")),
        },
        None => {
            let got = vm.type_of(key).name_str();
            Err(exc::type_error(vm, &format!("byte indices must be integers or slices, not {got}")))
        }
    }
}

fn bytes_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let data = own(vm, this)?.data();
    if let Some(more) = other.exact::<BytesObj>() {
        if data.is_empty() {
            return Ok(other.clone());
        }
        if !more.data().is_empty() {
            vm.check_memory(data.len() + more.data().len())?;
            return Ok(joined(vm, &vm.types().bytes, [data, more.data()]));
        }
    }
    match shared::concatenated(vm, data, other)? {
        Some(joined) if joined.len() == data.len() && this.exact::<BytesObj>().is_some() => Ok(this.clone()),
        Some(joined) => {
            vm.check_memory(joined.len())?;
            Ok(new_bytes(vm, &joined))
        }
        None => {
            let got = vm.type_of(other).name_str();
            let this = vm.type_of(this).name_str();
            Err(exc::type_error(vm, &format!("can't concat {got} to {this}")))
        }
    }
}

fn bytes_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    if count == 1 && this.exact::<BytesObj>().is_some() {
        return Ok(this.clone());
    }
    let data = own(vm, this)?.data();
    if count > 0 && data.len() > isize::MAX as usize / count as usize {
        return Err(exc::overflow_error(vm, "repeated bytes are too long"));
    }
    Ok(new_bytes(vm, &repeated(vm, data, count)?))
}

/// `data * count`
pub(crate) fn repeated(vm: &Vm, data: &[u8], count: isize) -> PyResult<Vec<u8>> {
    let Some(len) = data.len().checked_mul(count.max(0) as usize) else { return Err(exc::memory_error(vm)) };
    // Once for the bytes, once for the object that they are copied into.
    check_size(vm, len.saturating_mul(3))?;
    let mut out = vec![0; len];
    repeat_into(&mut out, data);
    Ok(out)
}

fn bytes_modulo(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some(template) = lhs.downcast::<BytesObj>() else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(new_bytes(vm, &crate::format::percent::bytes_modulo(vm, template.data(), rhs)?))
}
