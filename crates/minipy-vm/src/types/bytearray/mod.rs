//! `bytearray`: representation, type and slots. Methods that change it are in `methods`; those it shares with `bytes`
//! are in `bytes::shared`.

pub mod iter;
mod methods;

use std::cell::Cell;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell};
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::buffer;
use crate::types::bytes::construct::{
    byte_item, collect_bytes, constructor_arguments, encoded_argument, gather, not_convertible, source_argument,
};
use crate::types::bytes::{case, fields, hex, repeated, shared, translate};
use crate::types::seq_args::{position, subscript};
use crate::types::slice::{self, SliceObj};
use crate::types::type_::slot_table::add_buffer_wrappers;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `bytearray` objects.
pub struct ByteArrayObj {
    /// The bytes. Check [`resizable`] before changing their number.
    pub data: PyCell<Vec<u8>>,
    /// Views of the memory that are alive.
    pub exports: Cell<usize>,
}

static BYTEARRAY_LAYOUT: Layout = Layout::of::<ByteArrayObj>("bytearray");

impl HeapObject for ByteArrayObj {
    const LAYOUT: &'static Layout = &BYTEARRAY_LAYOUT;
    const GC: bool = false;

    fn owned_bytes(&self) -> usize {
        self.data.borrow().capacity()
    }
}

impl FixedShape for ByteArrayObj {
    const SHAPE: u32 = crate::shape::fixed::BYTEARRAY;
}

impl ByteArrayObj {
    /// A copy of the bytes.
    pub fn to_vec(&self) -> Vec<u8> {
        self.data.borrow().clone()
    }
}

/// A new `bytearray`.
pub fn new_bytearray(vm: &Vm, data: Vec<u8>) -> Value {
    bytearray_of_type(vm, &vm.types().bytearray, data)
}

fn bytearray_of_type(vm: &Vm, ty: &TypeRef, data: Vec<u8>) -> Value {
    vm.alloc(ty, ByteArrayObj { data: PyCell::new(data), exports: Cell::new(0) }).into_value()
}

/// The type `bytearray`.
pub static TYPE: TypeDef = TypeDef {
    name: "bytearray",
    layout: Some(&BYTEARRAY_LAYOUT),
    shape: crate::shape::fixed::BYTEARRAY,
    flags: TypeFlags::BASETYPE | TypeFlags::MATCH_SELF,
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n\
          bytearray(bytes_or_buffer) -> bytearray\nbytearray(int) -> bytearray\nbytearray() -> bytearray\n\n\
          A mutable sequence of integers in range(256).",
    slots: Slots {
        new: Some(bytearray_new),
        init: Some(bytearray_init),
        repr: Some(bytearray_repr),
        str: Some(bytearray_repr),
        compare: Some(bytearray_compare),
        iter: Some(iter::bytearray_iter),
        len: Some(bytearray_len),
        getitem: Some(bytearray_getitem),
        setitem: Some(bytearray_setitem),
        contains: Some(shared::contains),
        concat: Some(bytearray_concat),
        repeat: Some(bytearray_repeat),
        inplace_concat: Some(methods::inplace_concat),
        inplace_repeat: Some(methods::inplace_repeat),
        modulo: Some(bytearray_modulo),
        ..Slots::EMPTY
    },
    methods: METHODS,
    init: Some(|vm, ty| add_buffer_wrappers(vm, ty, true)),
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__alloc__" F1(methods::alloc) "(self, /)" "B.__alloc__() -> int";
    "__reduce__" F1(methods::reduce) "(self, /)" "Return state information for pickling.";
    "__reduce_ex__" FN(methods::reduce_ex) "(self, proto=0, /)" "Return state information for pickling.";
    "__sizeof__" F1(methods::sizeof) "(self, /)" "Returns the size of the bytearray object in memory, in bytes.";
    "append" F2(methods::append) "(self, item, /)" "Append a single item to the end of the bytearray.";
    "capitalize" F1(case::capitalize) "(self, /)" "B.capitalize() -> copy of B";
    "center" FV(fields::center) "(self, width, fillchar=b' ', /)" "Return a centered string of length width.";
    "clear" F1(methods::clear) "(self, /)" "Remove all items from the bytearray.";
    "copy" F1(methods::copy) "(self, /)" "Return a copy of B.";
    "count" FV(shared::count) "(self, sub[, start[, end]], /)" "Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].";
    "decode" FN(shared::decode) "(self, /, encoding='utf-8', errors='strict')" "Decode the bytearray using the codec registered for encoding.";
    "endswith" FV(shared::endswith) "(self, suffix[, start[, end]], /)" "Return True if the bytearray ends with the specified suffix, False otherwise.";
    "expandtabs" FN(fields::expandtabs) "(self, /, tabsize=8)" "Return a copy where all tab characters are expanded using spaces.";
    "extend" F2(methods::extend) "(self, iterable_of_ints, /)" "Append all the items from the iterator or sequence to the end of the bytearray.";
    "find" FV(shared::find) "(self, sub[, start[, end]], /)" "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].";
    [class] "fromhex" F2(hex::fromhex) "(type, string, /)" "Create a bytearray object from a string of hexadecimal numbers.";
    "hex" FN(hex::hex) "(self, /, sep=<unrepresentable>, bytes_per_sep=1)" "Create a string of hexadecimal numbers from a bytearray object.";
    "index" FV(shared::index) "(self, sub[, start[, end]], /)" "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].";
    "insert" F3(methods::insert) "(self, index, item, /)" "Insert a single item into the bytearray before the given index.";
    "isalnum" F1(case::isalnum) "(self, /)" "B.isalnum() -> bool";
    "isalpha" F1(case::isalpha) "(self, /)" "B.isalpha() -> bool";
    "isascii" F1(case::isascii) "(self, /)" "B.isascii() -> bool";
    "isdigit" F1(case::isdigit) "(self, /)" "B.isdigit() -> bool";
    "islower" F1(case::islower) "(self, /)" "B.islower() -> bool";
    "isspace" F1(case::isspace) "(self, /)" "B.isspace() -> bool";
    "istitle" F1(case::istitle) "(self, /)" "B.istitle() -> bool";
    "isupper" F1(case::isupper) "(self, /)" "B.isupper() -> bool";
    "join" F2(shared::join) "(self, iterable_of_bytes, /)" "Concatenate any number of bytes/bytearray objects.";
    "ljust" FV(fields::ljust) "(self, width, fillchar=b' ', /)" "Return a left-justified string of length width.";
    "lower" F1(case::lower) "(self, /)" "B.lower() -> copy of B";
    "lstrip" FV(shared::lstrip) "(self, bytes=None, /)" "Strip leading bytes contained in the argument.";
    [static] "maketrans" F2(translate::maketrans) "(frm, to, /)" "Return a translation table usable for the bytes or bytearray translate method.";
    "partition" F2(shared::partition) "(self, sep, /)" "Partition the bytearray into three parts using the given separator.";
    "pop" FV(methods::pop) "(self, index=-1, /)" "Remove and return a single item from B.";
    "remove" F2(methods::remove) "(self, value, /)" "Remove the first occurrence of a value in the bytearray.";
    "replace" FV(shared::replace) "(self, old, new, count=-1, /)" "Return a copy with all occurrences of substring old replaced by new.";
    "removeprefix" F2(shared::removeprefix) "(self, prefix, /)" "Return a bytearray with the given prefix string removed if present.";
    "removesuffix" F2(shared::removesuffix) "(self, suffix, /)" "Return a bytearray with the given suffix string removed if present.";
    "resize" F2(methods::resize) "(self, size, /)" "Resize the internal buffer of bytearray to len.";
    "reverse" F1(methods::reverse) "(self, /)" "Reverse the order of the values in B in place.";
    "rfind" FV(shared::rfind) "(self, sub[, start[, end]], /)" "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].";
    "rindex" FV(shared::rindex) "(self, sub[, start[, end]], /)" "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].";
    "rjust" FV(fields::rjust) "(self, width, fillchar=b' ', /)" "Return a right-justified string of length width.";
    "rpartition" F2(shared::rpartition) "(self, sep, /)" "Partition the bytearray into three parts using the given separator.";
    "rsplit" FV(shared::rsplit) "(self, /, sep=None, maxsplit=-1)" "Return a list of the sections in the bytearray, using sep as the delimiter.";
    "rstrip" FV(shared::rstrip) "(self, bytes=None, /)" "Strip trailing bytes contained in the argument.";
    "split" FV(shared::split) "(self, /, sep=None, maxsplit=-1)" "Return a list of the sections in the bytearray, using sep as the delimiter.";
    "splitlines" FN(shared::splitlines) "(self, /, keepends=False)" "Return a list of the lines in the bytearray, breaking at line boundaries.";
    "startswith" FV(shared::startswith) "(self, prefix[, start[, end]], /)" "Return True if the bytearray starts with the specified prefix, False otherwise.";
    "strip" FV(shared::strip) "(self, bytes=None, /)" "Strip leading and trailing bytes contained in the argument.";
    "swapcase" F1(case::swapcase) "(self, /)" "B.swapcase() -> copy of B";
    "title" F1(case::title) "(self, /)" "B.title() -> copy of B";
    "translate" FN(translate::translate) "(self, table, /, delete=b'')" "Return a copy with each character mapped by the given translation table.";
    "upper" F1(case::upper) "(self, /)" "B.upper() -> copy of B";
    "zfill" F2(fields::zfill) "(self, width, /)" "Pad a numeric string with zeros on the left, to fill a field of the given width.";
};

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a ByteArrayObj> {
    this.downcast::<ByteArrayObj>().ok_or_else(|| buffer::not_bytes_like(vm, this))
}

/// BufferError while views of the memory are alive.
#[inline]
fn resizable(vm: &Vm, array: &ByteArrayObj) -> PyResult<()> {
    if array.exports.get() == 0 {
        return Ok(());
    }
    Err(exc::buffer_error(vm, "Existing exports of data: object cannot be re-sized"))
}

fn bytearray_new(vm: &Vm, class: &TypeRef, _args: &Args) -> PyResult {
    Ok(bytearray_of_type(vm, class, Vec::new()))
}

fn bytearray_init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    let array = own(vm, this)?;
    // Only the types of encoding and errors are looked at before the old content goes.
    constructor_arguments(vm, "bytearray", args)?;
    if !array.data.borrow().is_empty() {
        resizable(vm, array)?;
        drop(array.data.take());
    }
    let data = match source_argument(vm, "bytearray", args)? {
        Some(source) => gather(vm, &source, "bytearray")?,
        None => encoded_argument(vm, "bytearray", args)?,
    };
    if data.len() != array.data.borrow().len() {
        resizable(vm, array)?;
    }
    array.data.set(data);
    Ok(())
}

fn bytearray_repr(vm: &Vm, this: &Value) -> PyResult {
    let name = vm.type_of(this).name_str();
    let mut out = name.into_bytes();
    out.push(b'(');
    let content = minipy_text::escape::repr_bytes(&own(vm, this)?.data.borrow());
    for &byte in &content {
        // Unlike that of bytes, this repr escapes single quotes within double ones too.
        if byte == b'\'' && content.get(1) == Some(&b'"') {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b')');
    Ok(vm.str_bytes(&out))
}

fn bytearray_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let array = own(vm, this)?;
    if !buffer::is_bytes_like(vm, other) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let _hold = buffer::Hold::new(this);
    match buffer::with_bytes(vm, other, |data| op.holds(array.data.borrow()[..].cmp(data))) {
        Ok(holds) => Ok(Value::bool(holds)),
        // What gives no bytes is no bytes.
        Err(raised) => {
            drop(vm.take_exception(raised));
            Ok(Value::NOT_IMPLEMENTED)
        }
    }
}

fn bytearray_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(own(vm, this)?.data.borrow().len())
}

#[cold]
fn wrong_index(vm: &Vm, key: &Value) -> crate::native::Raised {
    let got = vm.type_of(key).name_str();
    exc::type_error(vm, &format!("bytearray indices must be integers or slices, not {got}"))
}

fn bytearray_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let array = own(vm, this)?;
    if let Some(slice) = key.exact::<SliceObj>() {
        let bounds = slice::unpack(vm, slice)?;
        let data = array.data.borrow();
        let range = bounds.adjust(data.len());
        let picked = match range.step {
            1 if range.count > 0 => data[range.start as usize..range.start as usize + range.count].to_vec(),
            _ => range.indices().map(|at| data[at]).collect(),
        };
        return Ok(new_bytearray(vm, picked));
    }
    let Some(index) = subscript(vm, key)? else { return Err(wrong_index(vm, key)) };
    let data = array.data.borrow();
    match position(index, data.len()) {
        Some(at) => Ok(Value::small(i64::from(data[at]))),
        None => Err(exc::index_error(vm, "bytearray index out of range")),
    }
}

fn bytearray_setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let array = own(vm, this)?;
    if let Some(slice) = key.exact::<SliceObj>() {
        return set_slice(vm, this, array, slice, value);
    }
    let Some(index) = subscript(vm, key)? else { return Err(wrong_index(vm, key)) };
    let out_of_range = || exc::index_error(vm, "bytearray index out of range");
    match value {
        Some(value) => {
            // Converting the value may run Python code that changes the length, so it comes first.
            let byte = byte_item(vm, value, "bytearray")?;
            let mut data = array.data.borrow_mut();
            let Some(at) = position(index, data.len()) else { return Err(out_of_range()) };
            data[at] = byte;
        }
        None => {
            if position(index, array.data.borrow().len()).is_none() {
                return Err(out_of_range());
            }
            resizable(vm, array)?;
            let mut data = array.data.borrow_mut();
            if let Some(at) = position(index, data.len()) {
                data.remove(at);
            }
        }
    }
    Ok(())
}

fn set_slice(vm: &Vm, this: &Value, array: &ByteArrayObj, slice: &SliceObj, value: Option<&Value>) -> PyResult<()> {
    let bounds = slice::unpack(vm, slice)?;
    let new = match value {
        None => Vec::new(),
        Some(value) if value.is(this) => array.to_vec(),
        Some(value) if buffer::is_bytes_like(vm, value) => buffer::buffer_bytes(vm, value)?,
        Some(value) => {
            use crate::types::complex::ComplexObj;
            use crate::types::str_;
            let is_text = value.downcast::<str_::StrObj>().is_some();
            let slots = vm.type_of(value).slots();
            let converts = slots.index.is_some() || slots.int.is_some() || slots.float.is_some();
            if is_text || converts || value.downcast::<ComplexObj>().is_some() {
                let message = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
                return Err(exc::type_error(vm, message));
            }
            collect_bytes(vm, value, "bytearray", false, || not_convertible(vm, value, "bytearray"))?
        }
    };
    let range = bounds.adjust(array.data.borrow().len());
    if new.len() > range.count {
        vm.check_memory(array.data.borrow().len().saturating_mul(3).saturating_add(new.len() * 2))?;
    }
    if range.step == 1 {
        let start = range.start as usize;
        if new.len() != range.count {
            resizable(vm, array)?;
        }
        array.data.borrow_mut().splice(start..start + range.count, new);
        return Ok(());
    }
    if value.is_none() {
        if range.count > 0 {
            resizable(vm, array)?;
        }
        let mut drop_at: Vec<usize> = range.indices().collect();
        drop_at.sort_unstable();
        let mut next = drop_at.into_iter().peekable();
        let mut at = 0;
        array.data.borrow_mut().retain(|_| {
            let dropped = next.next_if_eq(&at).is_some();
            at += 1;
            !dropped
        });
        return Ok(());
    }
    if new.len() != range.count {
        let (size, count) = (new.len(), range.count);
        let message = format!("attempt to assign bytes of size {size} to extended slice of size {count}");
        return Err(exc::value_error(vm, &message));
    }
    let mut data = array.data.borrow_mut();
    for (at, byte) in range.indices().zip(new) {
        data[at] = byte;
    }
    Ok(())
}

fn bytearray_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let data = own(vm, this)?.to_vec();
    let _hold = buffer::Hold::new(this);
    match shared::concatenated(vm, &data, other)? {
        Some(joined) => Ok(new_bytearray(vm, joined)),
        None => Err(no_concat(vm, this, other)),
    }
}

#[cold]
fn no_concat(vm: &Vm, this: &Value, other: &Value) -> crate::native::Raised {
    let got = vm.type_of(other).name_str();
    exc::type_error(vm, &format!("can't concat {got} to {}", vm.type_of(this).name_str()))
}

fn bytearray_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let data = own(vm, this)?.to_vec();
    Ok(new_bytearray(vm, repeated(vm, &data, count)?))
}

fn bytearray_modulo(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some(array) = lhs.downcast::<ByteArrayObj>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let template = array.to_vec();
    Ok(new_bytearray(vm, crate::format::percent::bytes_modulo(vm, &template, rhs)?))
}
