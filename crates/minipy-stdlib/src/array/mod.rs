//! The module `array`: arrays of numbers and characters. The struct, its memory and its slots are here; the type codes
//! are in `kind`, methods in `methods`, subscripts in `slices`, pickling in `pickle`, the iterator in `iter`.

mod iter;
mod kind;
mod methods;
mod pickle;
mod slices;

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::layout::FixedShape;
use minipy_vm::heap::{HeapObject, Layout, Obj, PyCell, growth};
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, MethodDef, PyResult, Raised};
use minipy_vm::slots::{CompareOp, Slots};
use minipy_vm::types::buffer::{self, BufferDef};
use minipy_vm::types::bytearray::ByteArrayObj;
use minipy_vm::types::bytes::BytesObj;
use minipy_vm::types::generic_alias::new_alias;
use minipy_vm::types::list::ListObj;
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::slot_table::add_buffer_wrappers;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::types::typed_buffer::TypedBuffer;
use minipy_vm::{Value, Vm, getset, methods};

use kind::{KINDS, Kind};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "array",
    doc: "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.\n",
    functions: FUNCTIONS,
    types: &[&TYPE],
    init: Some(init),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "_array_reconstructor" FV(pickle::reconstructor) "(arraytype, typecode, mformat_code, items, /)" "Internal. Used for pickling support.";
};

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    module.set(vm, "ArrayType", vm.type_from_def(&TYPE).into_value());
    let codes: String = KINDS.iter().map(|kind| kind.code as char).collect();
    module.set(vm, "typecodes", vm.str(&codes));
    buffer::register(vm, &BUFFER);
    Ok(())
}

/// The struct inside arrays. The interpreter loop knows how it begins.
#[repr(C)]
pub struct ArrayObj {
    /// The items' bytes.
    buffer: TypedBuffer,
    /// The type code.
    kind: &'static Kind,
    /// Views of the memory that are alive.
    exports: Cell<usize>,
}

static LAYOUT: Layout = Layout::of::<ArrayObj>("array.array");

impl HeapObject for ArrayObj {
    const LAYOUT: &'static Layout = &LAYOUT;
    const GC: bool = false;

    fn owned_bytes(&self) -> usize {
        self.buffer.data.borrow().capacity()
    }
}

impl FixedShape for ArrayObj {
    const SHAPE: u32 = minipy_vm::shape::fixed::ARRAY;
}

static BUFFER: BufferDef = BufferDef {
    layout: &LAYOUT,
    read: |value, show| {
        if let Some(array) = value.downcast::<ArrayObj>() {
            show(&array.buffer.data.borrow());
        }
    },
    write: Some(|value, show| {
        if let Some(array) = value.downcast::<ArrayObj>() {
            show(&mut array.buffer.data.borrow_mut());
        }
    }),
    export: |value, made| {
        if let Some(array) = value.downcast::<ArrayObj>() {
            let count = array.exports.get();
            array.exports.set(if made { count + 1 } else { count.saturating_sub(1) });
        }
    },
    item: |value| match value.downcast::<ArrayObj>() {
        Some(array) if array.kind.code == b'u' => (b'w', array.kind.size()),
        Some(array) => (array.kind.code, array.kind.size()),
        None => (b'B', 1),
    },
};

impl ArrayObj {
    /// The number of items.
    #[inline]
    fn len(&self) -> usize {
        self.buffer.data.borrow().len() >> self.kind.shift
    }

    /// The item at an index, if there is one.
    #[inline]
    fn get(&self, vm: &Vm, index: usize) -> Option<PyResult> {
        let data = self.buffer.data.borrow();
        let at = index.checked_mul(self.kind.size())?;
        let raw = data.get(at..at.checked_add(self.kind.size())?)?;
        if self.kind.code == b'd' {
            let raw: [u8; 8] = raw.try_into().ok()?;
            return Some(Ok(vm.float(f64::from_ne_bytes(raw))));
        }
        self.kind.load(vm, raw)
    }

    /// All items as objects.
    fn items(&self, vm: &Vm) -> PyResult<Vec<Value>> {
        let mut items = growth::with_room(vm, self.len())?;
        while let Some(item) = self.get(vm, items.len()) {
            items.push(item?);
        }
        Ok(items)
    }

    /// BufferError if there are views of the memory: its size must not change then.
    #[inline]
    fn check_resizable(&self, vm: &Vm) -> PyResult<()> {
        if self.exports.get() == 0 {
            return Ok(());
        }
        Err(exc::buffer_error(vm, "cannot resize an array that is exporting buffers"))
    }

    /// Appends bytes that are whole items.
    fn append_bytes(&self, vm: &Vm, more: &[u8]) -> PyResult<()> {
        if more.is_empty() {
            return Ok(());
        }
        self.check_resizable(vm)?;
        let mut data = self.buffer.data.borrow_mut();
        if data.try_reserve(more.len()).is_err() {
            drop(data);
            return Err(exc::memory_error(vm));
        }
        data.extend_from_slice(more);
        Ok(())
    }

    /// Appends one item.
    #[inline]
    fn push(&self, vm: &Vm, item: &Value) -> PyResult<()> {
        let raw = self.kind.store(vm, item)?;
        self.check_resizable(vm)?;
        let raw = &raw[..self.kind.size()];
        let mut data = self.buffer.data.borrow_mut();
        if data.capacity() - data.len() < raw.len() && !growth::make_room(&mut data, raw.len()) {
            drop(data);
            return Err(growth::failed(vm));
        }
        data.extend_from_slice(raw);
        Ok(())
    }

    /// Appends every item of an iterable; what was appended before an error stays.
    fn extend_from_iterator(&self, vm: &Vm, iterator: &Value) -> PyResult<()> {
        let next = vm.next_fn(iterator)?;
        loop {
            let item = next(vm, iterator)?;
            if item.is_null() {
                return Ok(());
            }
            self.push(vm, &item)?;
        }
    }

    /// The characters of an array of characters as a `str`.
    fn text(&self, vm: &Vm) -> PyResult {
        vm.check_memory(self.buffer.data.borrow().len().saturating_mul(3))?;
        let raw = growth::copied(vm, &self.buffer.data.borrow())?;
        let mut bytes = Vec::with_capacity(raw.len());
        for unit in raw.chunks_exact(4) {
            let code = u32::from_ne_bytes([unit[0], unit[1], unit[2], unit[3]]);
            let is_wide = self.kind.code == b'w';
            if !kind::push_code_point(&mut bytes, code) && !is_wide {
                let message = format!("character U+{code:x} is not in range [U+0000; U+10ffff]");
                return Err(exc::value_error(vm, &message));
            }
            // Characters of type `w` are decoded: lone surrogates are none.
            if is_wide && char::from_u32(code).is_none() {
                let data = minipy_vm::types::bytes::new_bytes(vm, &raw);
                let order = if cfg!(target_endian = "little") { "utf-32-le" } else { "utf-32-be" };
                return vm.call_method_str(&data, "decode", &[vm.str(order)]);
            }
        }
        Ok(vm.str_bytes(&bytes))
    }
}

/// The type `array.array`.
pub static TYPE: TypeDef = TypeDef {
    name: "array",
    module: "array",
    layout: Some(&LAYOUT),
    shape: minipy_vm::shape::fixed::ARRAY,
    flags: TypeFlags::BASETYPE | TypeFlags::SEQUENCE | TypeFlags::WEAKREFABLE,
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.\n\nArrays represent basic values and behave very much like lists, except\nthe type of objects stored in them is constrained. The type is specified\nat object creation time by using a type code, which is a single character.\nThe following type codes are defined:\n\n    Type code   C Type             Minimum size in bytes\n    'b'         signed integer     1\n    'B'         unsigned integer   1\n    'u'         Unicode character  2 (see note)\n    'w'         Py_UCS4            4\n    'h'         signed integer     2\n    'H'         unsigned integer   2\n    'i'         signed integer     2\n    'I'         unsigned integer   2\n    'l'         signed integer     4\n    'L'         unsigned integer   4\n    'q'         signed integer     8 (see note)\n    'Q'         unsigned integer   8 (see note)\n    'f'         floating-point     4\n    'd'         floating-point     8\n\nNOTE: The 'u' typecode corresponds to Python's unicode character. On\nnarrow builds this is 2-bytes on wide builds this is 4-bytes.\n\nNOTE: The 'q' and 'Q' type codes are only available if the platform\nC compiler used to build Python supports 'long long', or, on Windows,\n'__int64'.\n\nMethods:\n\nappend() -- append a new item to the end of the array\nbuffer_info() -- return information giving the current memory info\nbyteswap() -- byteswap all the items of the array\ncount() -- return number of occurrences of an object\nextend() -- extend array by appending multiple elements from an iterable\nfromfile() -- read items from a file object\nfromlist() -- append items from the list\nfrombytes() -- append items from the string\nindex() -- return index of first occurrence of an object\ninsert() -- insert a new item into the array at a provided position\npop() -- remove and return item (default last)\nremove() -- remove first occurrence of an object\nreverse() -- reverse the order of the items in the array\ntofile() -- write all items to a file object\ntolist() -- return the array converted to an ordinary list\ntobytes() -- return the array converted to a string\n\nAttributes:\n\ntypecode -- the typecode character used to create the array\nitemsize -- the length in bytes of one array item\n",
    slots: Slots {
        getattr: Some(minipy_vm::protocol::attr::generic_get),
        new: Some(array_new),
        repr: Some(array_repr),
        compare: Some(array_compare),
        iter: Some(iter::array_iter),
        len: Some(array_len),
        getitem: Some(slices::getitem),
        setitem: Some(slices::setitem),
        contains: Some(methods::contains),
        concat: Some(array_concat),
        repeat: Some(array_repeat),
        inplace_concat: Some(array_inplace_concat),
        inplace_repeat: Some(array_inplace_repeat),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: getset! {
        "typecode" get_typecode, "the typecode character used to create the array";
        "itemsize" get_itemsize, "the size, in bytes, of one array item";
    },
    init: Some(|vm, ty| add_buffer_wrappers(vm, ty, true)),
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__copy__" F1(methods::copy) "(self, /)" "Return a copy of the array.";
    "__deepcopy__" F2(methods::deepcopy) "(self, unused, /)" "Return a copy of the array.";
    "__reduce_ex__" FV(pickle::reduce_ex) "[cls](self, value, /)" "Return state information for pickling.";
    "__sizeof__" F1(methods::sizeof) "(self, /)" "Size of the array in memory, in bytes.";
    "append" F2(methods::append) "(self, v, /)" "Append new value v to the end of the array.";
    "buffer_info" F1(methods::buffer_info) "(self, /)" "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.\n\nThe length should be multiplied by the itemsize attribute to\ncalculate the buffer length in bytes.";
    "byteswap" F1(methods::byteswap) "(self, /)" "Byteswap all items of the array.\n\nIf the items in the array are not 1, 2, 4, or 8 bytes in size,\nRuntimeError is raised.";
    "clear" F1(methods::clear) "(self, /)" "Remove all items from the array.";
    "count" F2(methods::count) "(self, v, /)" "Return number of occurrences of v in the array.";
    "extend" FV(methods::extend) "[cls](self, bb, /)" "Append items to the end of the array.";
    "frombytes" F2(methods::frombytes) "(self, buffer, /)" "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.";
    "fromfile" FV(methods::fromfile) "[cls](self, f, n, /)" "Read n objects from the file object f and append them to the end of the array.";
    "fromlist" F2(methods::fromlist) "(self, list, /)" "Append items to array from list.";
    "fromunicode" F2(methods::fromunicode) "(self, ustr, /)" "Extends this array with data from the unicode string ustr.\n\nThe array must be a unicode type array; otherwise a ValueError is\nraised.  Use array.frombytes(ustr.encode(...)) to append Unicode\ndata to an array of some other type.";
    "index" FV(methods::index) "(self, v, start=0, stop=sys.maxsize, /)" "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present.";
    "insert" F3(methods::insert) "(self, i, v, /)" "Insert a new item v into the array before position i.";
    "pop" FV(methods::pop) "(self, i=-1, /)" "Return the i-th element and delete it from the array.\n\ni defaults to -1.";
    "remove" F2(methods::remove) "(self, v, /)" "Remove the first occurrence of v in the array.";
    "reverse" F1(methods::reverse) "(self, /)" "Reverse the order of the items in the array.";
    "tobytes" F1(methods::tobytes) "(self, /)" "Convert the array to an array of machine values and return the bytes representation.";
    "tofile" FV(methods::tofile) "[cls](self, f, /)" "Write all items (as machine values) to the file object f.";
    "tolist" F1(methods::tolist) "(self, /)" "Convert array to an ordinary list with the same items.";
    "tounicode" F1(methods::tounicode) "(self, /)" "Extends this array with data from the unicode string ustr.\n\nConvert the array to a unicode string.  The array must be a unicode\ntype array; otherwise a ValueError is raised.  Use\narray.tobytes().decode() to obtain a unicode string from an array of\nsome other type.";
    [class] "__class_getitem__" F2(new_alias) "(type, object, /)" "Arrays are generic over the type of their elements";
};

#[inline]
fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a ArrayObj> {
    exc::receiver::<ArrayObj>(vm, this)
}

fn array_of_type(vm: &Vm, ty: &TypeRef, kind: &'static Kind, data: Vec<u8>) -> Value {
    let buffer = TypedBuffer { data: PyCell::new(data), code: kind.code, shift: kind.shift as u8 };
    vm.alloc(ty, ArrayObj { buffer, kind, exports: Cell::new(0) }).into_value()
}

/// A new `array.array` (no subclass).
fn new_array(vm: &Vm, kind: &'static Kind, data: Vec<u8>) -> Value {
    array_of_type(vm, &vm.type_from_def(&TYPE), kind, data)
}

/// `bad argument type for built-in operation`: arrays of two kinds where one is needed.
#[cold]
fn bad_argument(vm: &Vm) -> Raised {
    exc::type_error(vm, "bad argument type for built-in operation")
}

/// The type code that an argument is, as a character.
fn code_argument(vm: &Vm, name: &str, position: usize, value: &Value) -> PyResult<u32> {
    let Some(text) = value.downcast::<StrObj>() else {
        let got = exc::argument_type(vm, value);
        let message = format!("{name}() argument {position} must be a unicode character, not {got}");
        return Err(exc::type_error(vm, &message));
    };
    match (text.chars(), kind::code_points(text.bytes()).next()) {
        (1, Some(code)) => Ok(code),
        (n, _) => {
            // The argument of a function made by Argument Clinic is named in another way.
            let colon = if name.starts_with('_') { ":" } else { "" };
            let message =
                format!("{name}(){colon} argument {position} must be a unicode character, not a string of length {n}");
            Err(exc::type_error(vm, &message))
        }
    }
}

fn array_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() && crate::support::plain_init(vm, ty) {
        return Err(exc::no_keyword_arguments(vm, "array.array"));
    }
    let (typecode, initial) = match args.pos {
        [typecode] => (typecode, None),
        [typecode, initial] => (typecode, Some(initial)),
        pos => {
            let (quantity, n, s) = if pos.is_empty() { ("least", 1, "") } else { ("most", 2, "s") };
            let message = format!("array() takes at {quantity} {n} argument{s} ({} given)", pos.len());
            return Err(exc::type_error(vm, &message));
        }
    };
    let code = code_argument(vm, "array", 1, typecode)?;
    if code == u32::from(b'u') {
        let message = "The 'u' type code is deprecated and will be removed in Python 3.16";
        minipy_vm::warn::warn(vm, &vm.exceptions().deprecation_warning, message)?;
    }
    let kind = kind::find(code);
    let characters = kind.is_some_and(|k| k.is_text());
    let Some(initial) = initial else {
        let kind = kind.ok_or_else(|| bad_typecode(vm))?;
        return Ok(array_of_type(vm, ty, kind, Vec::new()));
    };
    let shown = char::from_u32(code).unwrap_or('?');
    let other = initial.downcast::<ArrayObj>();
    if !characters {
        if initial.downcast::<StrObj>().is_some() {
            let message = format!("cannot use a str to initialize an array with typecode '{shown}'");
            return Err(exc::type_error(vm, &message));
        }
        if other.is_some_and(|o| o.kind.is_text()) {
            let message = format!("cannot use a unicode array to initialize an array with typecode '{shown}'");
            return Err(exc::type_error(vm, &message));
        }
    }
    let text = initial.downcast::<StrObj>().filter(|_| characters);
    let bytes = initial.downcast::<BytesObj>().is_some() || initial.downcast::<ByteArrayObj>().is_some();
    let sequence = initial.downcast::<ListObj>().is_some() || initial.downcast::<TupleObj>().is_some();
    let same = other.filter(|o| u32::from(o.kind.code) == code);
    let iterator = match bytes || sequence || text.is_some() || same.is_some() {
        true => None,
        false => Some(vm.iter(initial)?),
    };
    let kind = kind.ok_or_else(|| bad_typecode(vm))?;
    let made = array_of_type(vm, ty, kind, Vec::new());
    let array = own(vm, &made)?;
    if let Some(iterator) = iterator {
        array.extend_from_iterator(vm, &iterator)?;
    } else if let Some(same) = same {
        array.buffer.data.set(growth::copied(vm, &same.buffer.data.borrow())?);
    } else if let Some(text) = text {
        array.append_bytes(vm, &kind::units(vm, text.bytes())?)?;
    } else if bytes {
        methods::frombytes(vm, &made, initial)?;
    } else {
        let items = vm.collect(initial)?;
        array.buffer.data.borrow_mut().reserve(items.len() << kind.shift);
        for item in &items {
            array.push(vm, item)?;
        }
    }
    Ok(made)
}

#[cold]
fn bad_typecode(vm: &Vm) -> Raised {
    exc::value_error(vm, "bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
}

fn get_typecode(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str_bytes(&[own(vm, this)?.kind.code]))
}

fn get_itemsize(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::small(own(vm, this)?.kind.size() as i64))
}

fn array_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(own(vm, this)?.len())
}

fn array_repr(vm: &Vm, this: &Value) -> PyResult {
    let array = own(vm, this)?;
    let name = vm.type_of(this).plain_name();
    let code = array.kind.code as char;
    if array.len() == 0 {
        return Ok(vm.str(&format!("{name}('{code}')")));
    }
    let items = if array.kind.is_text() { array.text(vm)? } else { vm.list(array.items(vm)?) };
    let mut out = format!("{name}('{code}', ").into_bytes();
    out.extend_from_slice(&vm.repr_bytes(&items)?);
    out.push(b')');
    Ok(vm.str_bytes(&out))
}

fn array_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<ArrayObj>(), other.downcast::<ArrayObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && a.len() != b.len() {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    if std::ptr::eq(a.kind, b.kind) && !a.kind.is_float() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        let equal = *a.buffer.data.borrow() == *b.buffer.data.borrow();
        return Ok(Value::bool(equal == (op == CompareOp::Eq)));
    }
    let mut index = 0;
    if std::ptr::eq(a.kind, b.kind) && !a.kind.is_float() {
        let (x, y) = (a.buffer.data.borrow(), b.buffer.data.borrow());
        index = match x.iter().zip(y.iter()).position(|(x, y)| x != y) {
            Some(byte) => byte >> a.buffer.shift,
            None => return Ok(Value::bool(op.holds(x.len().cmp(&y.len())))),
        };
    }
    while let (Some(x), Some(y)) = (a.get(vm, index), b.get(vm, index)) {
        let (x, y) = (x?, y?);
        if !vm.eq(&x, &y)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(&x, &y, op),
            };
        }
        index += 1;
    }
    Ok(Value::bool(op.holds(a.len().cmp(&b.len()))))
}

fn array_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let array = own(vm, this)?;
    let Some(second) = other.downcast::<ArrayObj>() else {
        let name = vm.type_of(other).name_str();
        return Err(exc::type_error(vm, &format!("can only append array (not \"{name}\") to array")));
    };
    if !std::ptr::eq(array.kind, second.kind) {
        return Err(bad_argument(vm));
    }
    let (first, second) = (array.buffer.data.borrow(), second.buffer.data.borrow());
    let mut data = growth::with_room(vm, first.len() + second.len())?;
    data.extend_from_slice(&first);
    data.extend_from_slice(&second);
    Ok(new_array(vm, array.kind, data))
}

fn repeated(vm: &Vm, data: &[u8], count: isize) -> PyResult<Vec<u8>> {
    let count = count.max(0) as usize;
    let mut out = Vec::new();
    match data.len().checked_mul(count).filter(|&total| total <= isize::MAX as usize) {
        Some(total) if out.try_reserve_exact(total).is_ok() => {}
        _ => return Err(exc::memory_error(vm)),
    }
    if data.iter().all(|&byte| byte == 0) {
        out.resize(data.len() * count, 0);
        return Ok(out);
    }
    for _ in 0..if data.is_empty() { 0 } else { count } {
        out.extend_from_slice(data);
    }
    Ok(out)
}

fn array_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let array = own(vm, this)?;
    let data = repeated(vm, &array.buffer.data.borrow(), count)?;
    Ok(new_array(vm, array.kind, data))
}

fn array_inplace_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    if other.downcast::<ArrayObj>().is_none() {
        let name = vm.type_of(other).name_str();
        return Err(exc::type_error(vm, &format!("can only extend array with array (not \"{name}\")")));
    }
    methods::extend_with(vm, this, other)?;
    Ok(this.clone())
}

fn array_inplace_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let array = own(vm, this)?;
    let (old, new) = {
        let data = array.buffer.data.borrow();
        (data.len(), repeated(vm, &data, count)?)
    };
    if new.len() != old {
        array.check_resizable(vm)?;
        array.buffer.data.set(new);
    }
    Ok(this.clone())
}
