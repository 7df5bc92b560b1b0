//! The buffer protocol in Rust: access to the memory of bytes-like objects.
//!
//! Natives that accept bytes-like objects use [`with_bytes`] (no Python code may run inside) or [`buffer_bytes`] (a
//! copy). A type of another module takes part by registering a [`BufferDef`] with [`register`]; a Python class by
//! defining `__buffer__`.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell};
use crate::native::{PyResult, Raised};
use crate::types::bytearray::ByteArrayObj;
use crate::types::bytes::BytesObj;
use crate::types::memoryview::MemoryViewObj;
use crate::value::Value;
use crate::vm::Vm;

/// Receives the memory of an object.
pub type Show<'a> = dyn FnMut(&[u8]) + 'a;

/// Receives the memory of an object for writing.
pub type ShowMut<'a> = dyn FnMut(&mut [u8]) + 'a;

/// How objects of a layout expose their memory. Rule B1: nothing here runs Python code.
pub struct BufferDef {
    /// The layout of the objects.
    pub layout: &'static Layout,
    /// Shows the memory.
    pub read: fn(&Value, &mut Show),
    /// Shows the memory for writing; `None` for immutable objects.
    pub write: Option<fn(&Value, &mut ShowMut)>,
    /// Counts views: `true` when one is made, `false` when one is released. While there are any, the memory must not
    /// change its size.
    pub export: fn(&Value, bool),
    /// The type code of an item (as `struct` has it) and its size.
    pub item: fn(&Value) -> (u8, usize),
}

static BYTES_BUFFER: BufferDef = BufferDef {
    layout: BytesObj::LAYOUT,
    read: |value, show| {
        if let Some(bytes) = value.downcast::<BytesObj>() {
            show(bytes.data());
        }
    },
    write: None,
    export: |_, _| {},
    item: |_| (b'B', 1),
};

static BYTEARRAY_BUFFER: BufferDef = BufferDef {
    layout: ByteArrayObj::LAYOUT,
    read: |value, show| {
        if let Some(array) = value.downcast::<ByteArrayObj>() {
            show(&array.data.borrow());
        }
    },
    write: Some(|value, show| {
        if let Some(array) = value.downcast::<ByteArrayObj>() {
            show(&mut array.data.borrow_mut());
        }
    }),
    export: |value, made| {
        if let Some(array) = value.downcast::<ByteArrayObj>() {
            let count = array.exports.get();
            array.exports.set(if made { count + 1 } else { count.saturating_sub(1) });
        }
    },
    item: |_| (b'B', 1),
};

/// The exporters of other modules.
#[derive(Default)]
struct Exporters(PyCell<Vec<&'static BufferDef>>);

/// Lets the objects of a layout be used as bytes-like objects.
pub fn register(vm: &Vm, def: &'static BufferDef) {
    let mut known = vm.state::<Exporters>().0.borrow_mut();
    if !known.iter().any(|d| std::ptr::eq(*d, def)) {
        known.push(def);
    }
}

/// How an object exposes its memory, if it does so natively (memory views themselves excepted).
pub(crate) fn exporter(vm: &Vm, value: &Value) -> Option<&'static BufferDef> {
    let layout = value.header()?.ty().layout;
    if std::ptr::eq(layout, BYTES_BUFFER.layout) {
        return Some(&BYTES_BUFFER);
    }
    if std::ptr::eq(layout, BYTEARRAY_BUFFER.layout) {
        return Some(&BYTEARRAY_BUFFER);
    }
    vm.state::<Exporters>().0.borrow().iter().find(|d| std::ptr::eq(d.layout, layout)).copied()
}

/// Whether a value supports the buffer protocol.
pub fn is_bytes_like(vm: &Vm, value: &Value) -> bool {
    exporter(vm, value).is_some()
        || value.downcast::<MemoryViewObj>().is_some()
        || vm.type_of(value).lookup(vm, &vm.names().__buffer__).is_some()
}

/// Whether a value gives its memory as one piece, where CPython asks for that and otherwise treats the value as any
/// other object.
pub fn is_simple(vm: &Vm, value: &Value) -> bool {
    is_bytes_like(vm, value) && value.downcast::<MemoryViewObj>().is_none_or(MemoryViewObj::is_simple)
}

/// `a bytes-like object is required, not 'X'`
#[cold]
pub fn not_bytes_like(vm: &Vm, value: &Value) -> Raised {
    let got = vm.type_of(value).name_str();
    exc::type_error(vm, &format!("a bytes-like object is required, not '{got}'"))
}

/// Runs `f` with what `read` shows.
pub(crate) fn shown<R>(read: impl FnOnce(&mut Show), f: impl FnOnce(&[u8]) -> R) -> Option<R> {
    let (mut f, mut result) = (Some(f), None);
    read(&mut |bytes| result = f.take().map(|f| f(bytes)));
    result
}

/// Runs `f` with the bytes of a bytes-like object. `f` must not run Python code. TypeError for anything else,
/// BufferError for views whose items do not lie one after the other.
pub fn with_bytes<R>(vm: &Vm, value: &Value, f: impl FnOnce(&[u8]) -> R) -> PyResult<R> {
    if let Some(bytes) = value.downcast::<BytesObj>() {
        return Ok(f(bytes.data()));
    }
    if let Some(array) = value.downcast::<ByteArrayObj>() {
        return Ok(f(&array.data.borrow()));
    }
    if let Some(view) = value.downcast::<MemoryViewObj>() {
        return view.with_contiguous(vm, f);
    }
    if let Some(def) = exporter(vm, value) {
        return shown(|show| (def.read)(value, show), f).ok_or_else(|| not_bytes_like(vm, value));
    }
    let view = python_buffer(vm, value)?;
    match view.downcast::<MemoryViewObj>() {
        Some(view) => view.with_contiguous(vm, f),
        None => Err(not_bytes_like(vm, value)),
    }
}

/// Runs `f` with the memory of a writable bytes-like object (`readinto`, `pack_into`). `f` must not run Python code.
pub fn with_bytes_mut<R>(vm: &Vm, value: &Value, f: impl FnOnce(&mut [u8]) -> R) -> PyResult<R> {
    if let Some(array) = value.downcast::<ByteArrayObj>() {
        return Ok(f(&mut array.data.borrow_mut()));
    }
    if let Some(view) = value.downcast::<MemoryViewObj>() {
        return view.with_contiguous_mut(vm, f);
    }
    let (mut f, mut result) = (Some(f), None);
    if let Some(write) = exporter(vm, value).and_then(|def| def.write) {
        write(value, &mut |bytes| result = f.take().map(|f| f(bytes)));
    }
    match result {
        Some(result) => Ok(result),
        None => {
            let got = vm.type_of(value).name_str();
            Err(exc::type_error(vm, &format!("a read-write bytes-like object is required, not '{got}'")))
        }
    }
}

/// A copy of the bytes of a bytes-like object.
pub fn buffer_bytes(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    match value.downcast::<MemoryViewObj>() {
        Some(view) => view.to_bytes(vm),
        None => with_bytes(vm, value, <[u8]>::to_vec),
    }
}

/// Keeps the memory of an object where it is, and a view from being released, while Python code may run: until it is
/// dropped, what would resize or release it raises BufferError.
pub(crate) struct Hold<'a>(&'a Value);

impl<'a> Hold<'a> {
    /// Holds the memory of `value`, if it is of a kind that can change.
    pub fn new(value: &'a Value) -> Self {
        let hold = Self(value);
        hold.count(1);
        hold
    }

    fn count(&self, step: isize) {
        let exports = match (self.0.downcast::<ByteArrayObj>(), self.0.downcast::<MemoryViewObj>()) {
            (Some(array), _) => &array.exports,
            (_, Some(view)) => &view.exports,
            _ => return,
        };
        exports.set(exports.get().saturating_add_signed(step));
    }
}

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        self.count(-1);
    }
}

/// What the `__buffer__` of a Python class gives: a memory view. TypeError if there is no such method.
pub(crate) fn python_buffer(vm: &Vm, value: &Value) -> PyResult {
    match vm.call_special(value, &vm.names().__buffer__, &[Value::small(0)])? {
        Some(view) if view.downcast::<MemoryViewObj>().is_some() => Ok(view),
        Some(other) => {
            let got = vm.type_of(&other).name_str();
            Err(exc::type_error(vm, &format!("__buffer__ returned non-memoryview object of type '{got}'")))
        }
        None => Err(not_bytes_like(vm, value)),
    }
}
