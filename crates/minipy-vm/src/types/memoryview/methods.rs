//! The type `memoryview`: slots, methods, attributes.

use super::{MEMORYVIEW_LAYOUT, MemoryViewObj, contiguous_strides, item, iter, new_memoryview};
use crate::exc;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::bind;
use crate::slots::{CompareOp, Slots};
use crate::types::buffer;
use crate::types::bytes::{hex, new_bytes};
use crate::types::list::ListObj;
use crate::types::seq_args::{index_bound, optional, position, subscript};
use crate::types::slice::{self, SliceObj};
use crate::types::str_::StrObj;
use crate::types::str_methods::codec;
use crate::types::tuple::TupleObj;
use crate::types::type_::slot_table::add_buffer_wrappers;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};
use minipy_text::codec::Encoding;

/// The type `memoryview`.
pub static TYPE: TypeDef = TypeDef {
    name: "memoryview",
    layout: Some(&MEMORYVIEW_LAYOUT),
    flags: TypeFlags::SEQUENCE | TypeFlags::WEAKREFABLE,
    doc: "Create a new memoryview object which references the given object.",
    slots: Slots {
        new: Some(memoryview_new),
        repr: Some(memoryview_repr),
        hash: Some(memoryview_hash),
        compare: Some(memoryview_compare),
        iter: Some(iter::memory_iter),
        len: Some(memoryview_len),
        getitem: Some(memoryview_getitem),
        setitem: Some(memoryview_setitem),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    init: Some(|vm, ty| add_buffer_wrappers(vm, ty, true)),
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "release" F1(release) "(self, /)" "Release the underlying buffer exposed by the memoryview object.";
    "tobytes" FN(tobytes) "(self, /, order='C')" "Return the data in the buffer as a byte string.";
    "hex" FN(memoryview_hex) "(self, /, sep=<unrepresentable>, bytes_per_sep=1)" "Return the data in the buffer as a str of hexadecimal numbers.";
    "tolist" F1(tolist) "(self, /)" "Return the data in the buffer as a list of elements.";
    "cast" FN(cast) "(self, /, format, shape=<unrepresentable>)" "Cast a memoryview to a new format or shape.";
    "toreadonly" F1(toreadonly) "(self, /)" "Return a readonly version of the memoryview.";
    [class] "_from_flags" FN(from_flags) "(type, /, object, flags)" "Create a new memoryview object which references the given object.";
    "count" F2(count) "(self, value, /)" "Count the number of occurrences of a value.";
    "index" FV(index) "(self, value, start=0, stop=sys.maxsize, /)" "Return the index of the first occurrence of a value.";
    "__enter__" F1(enter) "(self, /)" "";
    "__exit__" FV(exit) "(self, /, *exc_info)" "Release the underlying buffer exposed by the memoryview object.";
    [class] "__class_getitem__" F2(class_getitem) "(type, object, /)" "memoryviews are generic over the type of their underlying data";
};

static GETSET: &[GetSetDef] = getset! {
    "obj" get_obj, "The underlying object of the memoryview.";
    "nbytes" get_nbytes, "The amount of space in bytes that the array would use in\n a contiguous representation.";
    "readonly" get_readonly, "A bool indicating whether the memory is read only.";
    "itemsize" get_itemsize, "The size in bytes of each element of the memoryview.";
    "format" get_format, "A string containing the format (in struct module style)\n for each element in the view.";
    "ndim" get_ndim, "An integer indicating how many dimensions of a multi-dimensional\n array the memory represents.";
    "shape" get_shape, "A tuple of ndim integers giving the shape of the memory\n as an N-dimensional array.";
    "strides" get_strides, "A tuple of ndim integers giving the size in bytes to access\n each element for each dimension of the array.";
    "suboffsets" get_suboffsets, "A tuple of integers used internally for PIL-style arrays.";
    "c_contiguous" get_c_contiguous, "A bool indicating whether the memory is C contiguous.";
    "f_contiguous" get_f_contiguous, "A bool indicating whether the memory is Fortran contiguous.";
    "contiguous" get_contiguous, "A bool indicating whether the memory is contiguous.";
};

/// The view, which must not be released.
fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a MemoryViewObj> {
    let view = raw(vm, this)?;
    view.check(vm)?;
    Ok(view)
}

fn raw<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a MemoryViewObj> {
    this.downcast::<MemoryViewObj>().ok_or_else(|| buffer::not_bytes_like(vm, this))
}

fn memoryview_new(vm: &Vm, _class: &TypeRef, args: &Args) -> PyResult {
    let params = bind::parse_signature("(object)");
    let args = bind::bind_params(vm, "memoryview", &params, args, 0)?;
    new_memoryview(vm, &args[0])
}

fn memoryview_repr(vm: &Vm, this: &Value) -> PyResult {
    let view = raw(vm, this)?;
    let kind = if view.base.borrow().is_null() { "released memory" } else { "memory" };
    Ok(vm.str(&format!("<{kind} at {:#x}>", this.bits())))
}

fn memoryview_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let view = raw(vm, this)?;
    if view.hash.get() != -1 {
        return Ok(view.hash.get());
    }
    view.check(vm)?;
    if !view.read_only {
        return Err(exc::value_error(vm, "cannot hash writable memoryview object"));
    }
    if !matches!(view.format, b'B' | b'b' | b'c') {
        let message = "memoryview: hashing is restricted to formats 'B', 'b' or 'c'";
        return Err(exc::value_error(vm, message));
    }
    let base = view.base.get();
    let hold = buffer::Hold::new(this);
    vm.hash(&base)?;
    drop(hold);
    let hash = vm.interp().hash_bytes(&view.to_bytes(vm)?);
    view.hash.set(hash);
    Ok(hash)
}

fn memoryview_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let answer = |equal: bool| Ok(Value::bool(equal == (op == CompareOp::Eq)));
    let view = raw(vm, this)?;
    if view.base.borrow().is_null() {
        return answer(this.is(other));
    }
    let other_view = match other.downcast::<MemoryViewObj>() {
        Some(released) if released.base.borrow().is_null() => return answer(this.is(other)),
        Some(_) => other.clone(),
        None if buffer::is_bytes_like(vm, other) => new_memoryview(vm, other)?,
        None => return Ok(Value::NOT_IMPLEMENTED),
    };
    let other_view = raw(vm, &other_view)?;
    if view.shape != other_view.shape {
        return answer(false);
    }
    let plain = |format: u8| matches!(format, b'B' | b'b' | b'c');
    if view.format == other_view.format && (plain(view.format) || !matches!(view.format, b'f' | b'd' | b'e')) {
        return answer(view.to_bytes(vm)? == other_view.to_bytes(vm)?);
    }
    for (a, b) in view.offsets().into_iter().zip(other_view.offsets()) {
        let (a, b) = (view.item_at(vm, a)?, other_view.item_at(vm, b)?);
        if !vm.compare_bool(&a, &b, CompareOp::Eq)? || is_nan(&a) {
            return answer(false);
        }
    }
    answer(true)
}

fn is_nan(value: &Value) -> bool {
    crate::types::float::as_float(value).is_some_and(f64::is_nan)
}

fn memoryview_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    match own(vm, this)?.shape.first() {
        Some(&len) => Ok(len),
        None => Err(exc::type_error(vm, "0-dim memory has no length")),
    }
}

/// The byte offset that an index or tuple of indices stands for.
fn item_offset(vm: &Vm, view: &MemoryViewObj, indices: &[isize]) -> PyResult<usize> {
    if indices.len() < view.shape.len() {
        return Err(exc::not_implemented_error(vm, "sub-views are not implemented"));
    }
    if indices.len() > view.shape.len() {
        let (ndim, given) = (view.shape.len(), indices.len());
        let message = format!("cannot index {ndim}-dimension view with {given}-element tuple");
        return Err(exc::type_error(vm, &message));
    }
    let mut at = view.offset as isize;
    for (dimension, &index) in indices.iter().enumerate() {
        let Some(index) = position(index, view.shape[dimension]) else {
            let message = format!("index out of bounds on dimension {}", dimension + 1);
            return Err(exc::index_error(vm, &message));
        };
        at += index as isize * view.strides[dimension];
    }
    Ok(at as usize)
}

/// What a subscript selects.
enum Selection {
    Item(usize),
    Whole,
    Slice(usize, isize, usize),
}

fn select(vm: &Vm, view: &MemoryViewObj, key: &Value) -> PyResult<Selection> {
    if view.shape.is_empty() {
        return match key.downcast::<TupleObj>() {
            Some(tuple) if tuple.items().is_empty() => Ok(Selection::Item(view.offset)),
            _ if key.is_ellipsis() => Ok(Selection::Whole),
            _ => Err(exc::type_error(vm, "invalid indexing of 0-dim memory")),
        };
    }
    if let Some(index) = subscript(vm, key)? {
        if view.shape.len() > 1 {
            return Err(exc::not_implemented_error(vm, "multi-dimensional sub-views are not implemented"));
        }
        return item_offset(vm, view, &[index]).map(Selection::Item);
    }
    if let Some(slice) = key.exact::<SliceObj>() {
        let range = slice::unpack(vm, slice)?.adjust(view.shape[0]);
        let start = if range.count == 0 { 0 } else { range.start };
        let offset = view.offset as isize + start * view.strides[0];
        // The step of a slice of one item at most is not used, and may be any number.
        return Ok(Selection::Slice(offset as usize, view.strides[0].wrapping_mul(range.step), range.count));
    }
    if let Some(tuple) = key.downcast::<TupleObj>() {
        let mut indices = Vec::with_capacity(tuple.items().len());
        for key in tuple.items() {
            match subscript(vm, key)? {
                Some(index) => indices.push(index),
                None if tuple.items().iter().all(|k| k.exact::<SliceObj>().is_some()) => {
                    return Err(exc::not_implemented_error(vm, "multi-dimensional slicing is not implemented"));
                }
                None => return Err(exc::type_error(vm, "memoryview: invalid slice key")),
            }
        }
        return item_offset(vm, view, &indices).map(Selection::Item);
    }
    Err(exc::type_error(vm, "memoryview: invalid slice key"))
}

/// What an assignment's subscript selects: CPython words the unsupported ones differently there.
fn select_target(vm: &Vm, view: &MemoryViewObj, key: &Value) -> PyResult<Selection> {
    if view.shape.len() > 1 {
        let slices = key.exact::<SliceObj>().is_some()
            || key
                .downcast::<TupleObj>()
                .is_some_and(|t| !t.items().is_empty() && t.items().iter().all(|k| k.exact::<SliceObj>().is_some()));
        if slices {
            let message = "memoryview slice assignments are currently restricted to ndim = 1";
            return Err(exc::not_implemented_error(vm, message));
        }
        if vm.type_of(key).slots().index.is_some() {
            return Err(exc::not_implemented_error(vm, "sub-views are not implemented"));
        }
    }
    select(vm, view, key)
}

fn memoryview_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let view = own(vm, this)?;
    match select(vm, view, key)? {
        Selection::Item(at) => view.item_at(vm, at),
        Selection::Whole => Ok(this.clone()),
        Selection::Slice(offset, stride, count) => view.derived(vm, |view| {
            view.offset = offset;
            view.strides[0] = stride;
            view.shape[0] = count;
        }),
    }
}

fn memoryview_setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let view = own(vm, this)?;
    if view.read_only {
        return Err(exc::type_error(vm, "cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(exc::type_error(vm, "cannot delete memory")) };
    if key.exact::<SliceObj>().is_some() && view.shape.len() == 1 && !buffer::is_bytes_like(vm, value) {
        return Err(buffer::not_bytes_like(vm, value));
    }
    let at = match select_target(vm, view, key)? {
        Selection::Item(at) => at,
        // Only a view without dimensions is selected as a whole: it is its one item.
        Selection::Whole => view.offset,
        Selection::Slice(offset, stride, count) => return copy_into(vm, view, value, offset, stride, count),
    };
    let bytes = item::pack(vm, view.format, value)?;
    view.check(vm)?;
    let size = view.item_size;
    view.with_memory_mut(vm, |memory| {
        if let Some(place) = memory.get_mut(at..at + size) {
            place.copy_from_slice(&bytes[..size]);
        }
    })
}

/// Copies the items of another bytes-like object into some of a view's.
fn copy_into(vm: &Vm, view: &MemoryViewObj, value: &Value, offset: usize, stride: isize, count: usize) -> PyResult<()> {
    if !buffer::is_bytes_like(vm, value) {
        return Err(buffer::not_bytes_like(vm, value));
    }
    let source_value = new_memoryview(vm, value)?;
    let source = own(vm, &source_value)?;
    if source.format != view.format || source.shape != [count] {
        let message = "memoryview assignment: lvalue and rvalue have different structures";
        return Err(exc::value_error(vm, message));
    }
    let bytes = source.to_bytes(vm)?;
    let size = view.item_size;
    view.with_memory_mut(vm, |memory| {
        for (i, item) in bytes.chunks_exact(size).enumerate() {
            let at = (offset as isize + i as isize * stride) as usize;
            if let Some(place) = memory.get_mut(at..at + size) {
                place.copy_from_slice(item);
            }
        }
    })
}

pub(super) fn release(vm: &Vm, this: &Value) -> PyResult {
    let view = raw(vm, this)?;
    match view.exports.get() {
        0 => view.release(),
        1 => return Err(exc::buffer_error(vm, "memoryview has 1 exported buffer")),
        n => return Err(exc::buffer_error(vm, &format!("memoryview has {n} exported buffers"))),
    }
    Ok(Value::NONE)
}

fn enter(vm: &Vm, this: &Value) -> PyResult {
    own(vm, this)?;
    Ok(this.clone())
}

fn exit(vm: &Vm, args: &Args) -> PyResult {
    match args.pos.first() {
        Some(this) => release(vm, this),
        None => Ok(Value::NONE),
    }
}

fn class_getitem(vm: &Vm, class: &Value, key: &Value) -> PyResult {
    crate::types::generic_alias::new_alias(vm, class, key)
}

fn from_flags(vm: &Vm, args: &[Value]) -> PyResult {
    // The flags are of use to C code only.
    crate::types::seq_args::c_int(vm, &args[2])?;
    new_memoryview(vm, &args[1])
}

fn tobytes(vm: &Vm, args: &[Value]) -> PyResult {
    let order = match optional(args, 1).filter(|v| !v.is_none()) {
        Some(order) => match order.downcast::<StrObj>() {
            Some(order) => {
                vm.check_c_str(order)?;
                order.bytes().to_vec()
            }
            None => {
                let got = exc::argument_type(vm, order);
                return Err(exc::type_error(vm, &format!("tobytes() argument 'order' must be str or None, not {got}")));
            }
        },
        None => b"C".to_vec(),
    };
    let view = own(vm, &args[0])?;
    match &order[..] {
        b"C" | b"A" => Ok(new_bytes(vm, &view.to_bytes(vm)?)),
        b"F" if view.shape.len() < 2 => Ok(new_bytes(vm, &view.to_bytes(vm)?)),
        b"F" => {
            let bytes = view.to_bytes(vm)?;
            Ok(new_bytes(vm, &fortran_order(&bytes, &view.shape, view.item_size)))
        }
        _ => Err(exc::value_error(vm, "order must be 'C', 'F' or 'A'")),
    }
}

/// Items in C order put into Fortran order.
fn fortran_order(bytes: &[u8], shape: &[usize], size: usize) -> Vec<u8> {
    let strides = contiguous_strides(shape, size);
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = vec![0usize; shape.len()];
    for _ in 0..bytes.len() / size.max(1) {
        let at: usize = index.iter().zip(&strides).map(|(i, stride)| i * *stride as usize).sum();
        out.extend_from_slice(&bytes[at..at + size]);
        for (place, &n) in index.iter_mut().zip(shape) {
            *place += 1;
            if *place < n {
                break;
            }
            *place = 0;
        }
    }
    out
}

fn memoryview_hex(vm: &Vm, args: &[Value]) -> PyResult {
    // Of a released view, too, the number is looked at first.
    optional(args, 2).map(|per| crate::types::seq_args::c_int(vm, per)).transpose()?;
    let bytes = own(vm, &args[0])?.to_bytes(vm)?;
    let _hold = buffer::Hold::new(&args[0]);
    Ok(vm.str_bytes(&hex::hex_with(vm, &bytes, args)?))
}

fn tolist(vm: &Vm, this: &Value) -> PyResult {
    let view = own(vm, this)?;
    nested_list(vm, view, 0, view.offset as isize)
}

fn nested_list(vm: &Vm, view: &MemoryViewObj, dimension: usize, at: isize) -> PyResult {
    let Some(&n) = view.shape.get(dimension) else { return view.item_at(vm, at as usize) };
    let mut items = Vec::with_capacity(n);
    for i in 0..n as isize {
        items.push(nested_list(vm, view, dimension + 1, at + i * view.strides[dimension])?);
    }
    Ok(vm.list(items))
}

fn toreadonly(vm: &Vm, this: &Value) -> PyResult {
    own(vm, this)?.derived(vm, |view| view.read_only = true)
}

fn cast(vm: &Vm, args: &[Value]) -> PyResult {
    let format = vm.str_arg(&args[1], "cast() argument 'format'")?;
    let view = own(vm, &args[0])?;
    let shape = optional(args, 2);
    let (native_prefix, code) = match format.bytes() {
        [b'@', code] => (true, *code),
        [code] => (false, *code),
        _ => (false, 0),
    };
    if !view.is_contiguous() {
        return Err(exc::type_error(vm, "memoryview: casts are restricted to C-contiguous views"));
    }
    if (shape.is_some() || view.shape.len() != 1) && view.shape.contains(&0) {
        return Err(exc::type_error(vm, "memoryview: cannot cast view with zeros in shape or strides"));
    }
    if shape.is_some_and(|s| s.downcast::<ListObj>().is_none() && s.downcast::<TupleObj>().is_none()) {
        return Err(exc::type_error(vm, "shape must be a list or a tuple"));
    }
    let dimensions = shape.map_or(Ok(1), |shape| vm.len(shape))?;
    if dimensions > MAX_DIMENSIONS {
        let message = format!("memoryview: number of dimensions must not exceed {MAX_DIMENSIONS}");
        return Err(exc::value_error(vm, &message));
    }
    if view.shape.len() != 1 && dimensions != 1 {
        return Err(exc::type_error(vm, "memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    if !format.is_ascii() {
        codec::encode_with(vm, format, Encoding::Ascii, "strict")?;
    }
    let Some(size) = item::size_of_code(code) else {
        let message = "memoryview: destination format must be a native single character format prefixed with an \
                       optional '@'";
        return Err(exc::value_error(vm, message));
    };
    let is_byte = |code: u8| matches!(code, b'b' | b'B' | b'c');
    if !is_byte(view.format) && !is_byte(code) {
        return Err(exc::type_error(vm, "memoryview: cannot cast between two non-byte formats"));
    }
    let len = view.bytes_len();
    if len % size != 0 {
        return Err(exc::type_error(vm, "memoryview: length is not a multiple of itemsize"));
    }
    let shape = shape.map_or_else(|| Ok(vec![len / size]), |shape| shape_argument(vm, shape, size))?;
    if shape.iter().try_fold(size, |product, &n| product.checked_mul(n)) != Some(len) {
        return Err(exc::type_error(vm, "memoryview: product(shape) * itemsize != buffer size"));
    }
    view.derived(vm, |view| {
        view.format = code;
        view.native_prefix = native_prefix;
        view.item_size = size;
        view.strides = contiguous_strides(&shape, size);
        view.shape = shape;
    })
}

/// The most dimensions that a view may have.
const MAX_DIMENSIONS: usize = 64;

fn shape_argument(vm: &Vm, shape: &Value, item_size: usize) -> PyResult<Vec<usize>> {
    let mut product = item_size;
    let items = vm.collect(shape)?;
    let mut out = Vec::with_capacity(items.len());
    for item in &items {
        if crate::types::int::as_int(item).is_none() {
            return Err(exc::type_error(vm, "memoryview.cast(): elements of shape must be integers"));
        }
        match usize::try_from(crate::types::seq_args::ssize(vm, item)?) {
            Ok(n) if n > 0 => {
                product = match product.checked_mul(n) {
                    Some(product) if isize::try_from(product).is_ok() => product,
                    _ => return Err(exc::value_error(vm, "memoryview.cast(): product(shape) > SSIZE_MAX")),
                };
                out.push(n);
            }
            _ => {
                let message = "memoryview.cast(): elements of shape must be integers > 0";
                return Err(exc::value_error(vm, message));
            }
        }
    }
    Ok(out)
}

fn one_dimension<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a MemoryViewObj> {
    let view = own(vm, this)?;
    match view.shape.len() {
        1 => Ok(view),
        0 => Err(exc::type_error(vm, "invalid indexing of 0-dim memory")),
        _ => Err(exc::not_implemented_error(vm, "multi-dimensional sub-views are not implemented")),
    }
}

fn count(vm: &Vm, this: &Value, wanted: &Value) -> PyResult {
    let view = one_dimension(vm, this)?;
    let mut found = 0;
    for at in view.offsets() {
        let item = view.item_at(vm, at)?;
        found += i64::from(vm.eq(&item, wanted)?);
    }
    Ok(vm.int(found))
}

fn index(vm: &Vm, args: &Args) -> PyResult {
    let args = crate::types::seq_args::positional(vm, args, "index", 1, 3)?;
    let start = index_bound(vm, args.get(2), 0)?;
    let stop = index_bound(vm, args.get(3), isize::MAX)?;
    let view = own(vm, &args[0])?;
    match view.shape.len() {
        1 => {}
        0 => return Err(exc::type_error(vm, "invalid lookup on 0-dim memory")),
        _ => return Err(exc::not_implemented_error(vm, "multi-dimensional lookup is not implemented")),
    }
    let offsets = view.offsets();
    if let Some((start, end)) = crate::types::seq_args::adjusted(start, stop, offsets.len()) {
        for (i, &at) in offsets.iter().enumerate().take(end).skip(start) {
            let item = view.item_at(vm, at)?;
            if vm.eq(&item, &args[1])? {
                return Ok(vm.int(i as i64));
            }
        }
    }
    Err(exc::value_error(vm, "memoryview.index(x): x not found"))
}

// ---- attributes

fn get_obj(vm: &Vm, this: &Value) -> PyResult {
    let view = own(vm, this)?;
    let of_view = view.of_view.get();
    Ok(if of_view.is_null() { view.base.get() } else { of_view })
}

fn get_nbytes(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(own(vm, this)?.bytes_len() as i64))
}

fn get_readonly(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(own(vm, this)?.read_only))
}

fn get_itemsize(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(own(vm, this)?.item_size as i64))
}

fn get_format(vm: &Vm, this: &Value) -> PyResult {
    let view = own(vm, this)?;
    let code = view.format as char;
    Ok(vm.str(&if view.native_prefix { format!("@{code}") } else { code.to_string() }))
}

fn get_ndim(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(own(vm, this)?.shape.len() as i64))
}

fn get_shape(vm: &Vm, this: &Value) -> PyResult {
    let shape = own(vm, this)?.shape.iter().map(|&n| vm.int(n as i64)).collect();
    Ok(vm.tuple(shape))
}

fn get_strides(vm: &Vm, this: &Value) -> PyResult {
    let strides = own(vm, this)?.strides.iter().map(|&n| vm.int(n as i64)).collect();
    Ok(vm.tuple(strides))
}

fn get_suboffsets(vm: &Vm, this: &Value) -> PyResult {
    own(vm, this)?;
    Ok(vm.tuple(Vec::new()))
}

fn get_c_contiguous(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(own(vm, this)?.is_contiguous()))
}

fn get_f_contiguous(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(own(vm, this)?.is_fortran()))
}

fn get_contiguous(vm: &Vm, this: &Value) -> PyResult {
    let view = own(vm, this)?;
    Ok(Value::bool(view.is_contiguous() || view.is_fortran()))
}
