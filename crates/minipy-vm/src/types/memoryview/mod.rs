//! `memoryview`: a window on the memory of another object, with a shape and an item format.
//!
//! The struct and access to the memory; `item` converts items, `methods` are the type and its methods, `protocol` is
//! `__buffer__` and `__release_buffer__`.

mod item;
mod iter;
mod methods;
mod protocol;

pub use iter::TYPE as ITER_TYPE;
pub use methods::TYPE;
pub use protocol::{buffer_method, release_buffer};

use std::cell::Cell;
use std::rc::Rc;

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{PyResult, Raised};
use crate::types::buffer::{self, BufferDef, shown};
use crate::types::str_build::check_size;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `memoryview` objects.
pub struct MemoryViewObj {
    /// The object that owns the memory; NULL when released.
    base: PyCell<Value>,
    /// The view whose `__buffer__` has made this one, and that is in use as long as this one is; NULL: none.
    of_view: PyCell<Value>,
    /// How many views that `__buffer__` call has led to: the other view counts them as one.
    sharing: PyCell<Rc<Cell<usize>>>,
    def: &'static BufferDef,
    /// Byte offset of the first item.
    offset: usize,
    /// Type code and size of an item.
    format: u8,
    item_size: usize,
    /// Whether `@` was written before the format.
    native_prefix: bool,
    shape: Vec<usize>,
    strides: Vec<isize>,
    read_only: bool,
    /// `hash()`, once computed.
    hash: Cell<i64>,
    /// How many uses of its memory go on, see [`buffer::Hold`].
    pub(crate) exports: Cell<usize>,
}

static MEMORYVIEW_LAYOUT: Layout = Layout::of::<MemoryViewObj>("memoryview");

impl HeapObject for MemoryViewObj {
    const LAYOUT: &'static Layout = &MEMORYVIEW_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.base.borrow());
        visit(&self.of_view.borrow());
    }

    fn clear(&self) {
        self.release();
    }

    fn owned_bytes(&self) -> usize {
        (self.shape.capacity() + self.strides.capacity()) * size_of::<usize>()
    }
}

impl Drop for MemoryViewObj {
    fn drop(&mut self) {
        self.release();
    }
}

#[cold]
fn released_error(vm: &Vm) -> Raised {
    exc::value_error(vm, "operation forbidden on released memoryview object")
}

#[cold]
fn not_contiguous(vm: &Vm) -> Raised {
    exc::buffer_error(vm, "memoryview: underlying buffer is not C-contiguous")
}

impl MemoryViewObj {
    /// Lets the memory go.
    fn release(&self) {
        let base = self.base.take();
        if !base.is_null() {
            (self.def.export)(&base, false);
        }
        self.leave_view();
    }

    /// Makes this view one of another view, with as many others as share the count.
    fn belong_to(&self, view: &Value, sharing: Rc<Cell<usize>>) {
        if let Some(of) = view.downcast::<MemoryViewObj>() {
            of.exports.set(of.exports.get() + usize::from(sharing.get() == 0));
            sharing.set(sharing.get() + 1);
            self.of_view.set(view.clone());
            self.sharing.set(sharing);
        }
    }

    /// Takes that back; the last of those that share the count releases the other view.
    fn leave_view(&self) {
        let (view, sharing) = (self.of_view.take(), self.sharing.take());
        if let Some(view) = view.downcast::<MemoryViewObj>() {
            sharing.set(sharing.get() - 1);
            view.exports.set(view.exports.get() - usize::from(sharing.get() == 0));
        }
    }

    /// ValueError if the view was released.
    fn check(&self, vm: &Vm) -> PyResult<()> {
        if self.base.borrow().is_null() { Err(released_error(vm)) } else { Ok(()) }
    }

    fn items(&self) -> usize {
        self.shape.iter().product()
    }

    fn bytes_len(&self) -> usize {
        self.items() * self.item_size
    }

    /// Whether the items lie one after the other in C order.
    fn is_contiguous(&self) -> bool {
        if let ([n], [stride]) = (&self.shape[..], &self.strides[..]) {
            // In one dimension, an empty view with another step is none, as in CPython.
            return *n == 1 || *stride == self.item_size as isize;
        }
        self.items() == 0 || {
            let expected = contiguous_strides(&self.shape, self.item_size);
            self.shape.iter().zip(self.strides.iter().zip(&expected)).all(|(&n, (a, b))| n == 1 || a == b)
        }
    }

    /// Whether the memory can be had as one piece of bytes.
    pub(crate) fn is_simple(&self) -> bool {
        !self.base.borrow().is_null() && self.is_contiguous()
    }

    /// Whether the items lie one after the other in Fortran order.
    fn is_fortran(&self) -> bool {
        if self.shape.len() == 1 {
            return self.is_contiguous();
        }
        let mut expected = self.item_size as isize;
        self.items() == 0
            || self.shape.iter().zip(&self.strides).all(|(&n, &stride)| {
                let fits = n == 1 || stride == expected;
                expected *= n as isize;
                fits
            })
    }

    /// Runs `f` with the memory of the owner.
    fn with_memory<R>(&self, vm: &Vm, f: impl FnOnce(&[u8]) -> R) -> PyResult<R> {
        let base = self.base.get();
        if base.is_null() {
            return Err(released_error(vm));
        }
        shown(|show| (self.def.read)(&base, show), f).ok_or_else(|| released_error(vm))
    }

    /// Runs `f` with the bytes of a contiguous view.
    pub(crate) fn with_contiguous<R>(&self, vm: &Vm, f: impl FnOnce(&[u8]) -> R) -> PyResult<R> {
        self.check(vm)?;
        if !self.is_contiguous() {
            return Err(not_contiguous(vm));
        }
        let len = self.bytes_len();
        self.with_memory(vm, |memory| f(memory.get(self.offset..self.offset + len).unwrap_or(&[])))
    }

    /// Runs `f` with the memory of a contiguous view for writing.
    pub(crate) fn with_contiguous_mut<R>(&self, vm: &Vm, f: impl FnOnce(&mut [u8]) -> R) -> PyResult<R> {
        self.check(vm)?;
        if !self.is_contiguous() {
            return Err(not_contiguous(vm));
        }
        let len = self.bytes_len();
        self.with_memory_mut(vm, |memory| f(memory.get_mut(self.offset..self.offset + len).unwrap_or(&mut [])))
    }

    /// Runs `f` with the memory of the owner for writing.
    fn with_memory_mut<R>(&self, vm: &Vm, f: impl FnOnce(&mut [u8]) -> R) -> PyResult<R> {
        let base = self.base.get();
        if base.is_null() {
            return Err(released_error(vm));
        }
        let (mut f, mut result) = (Some(f), None);
        if let Some(write) = self.def.write
            && !self.read_only
        {
            write(&base, &mut |bytes| result = f.take().map(|f| f(bytes)));
        }
        result.ok_or_else(|| exc::type_error(vm, "cannot modify read-only memory"))
    }

    /// Byte offsets of all items in C order.
    fn offsets(&self) -> Vec<usize> {
        let mut offsets = vec![self.offset as isize];
        for (&n, &stride) in self.shape.iter().zip(&self.strides) {
            offsets = offsets.iter().flat_map(|&at| (0..n as isize).map(move |i| at + i * stride)).collect();
        }
        offsets.into_iter().map(|at| at as usize).collect()
    }

    /// A copy of the bytes of all items in C order.
    pub(crate) fn to_bytes(&self, vm: &Vm) -> PyResult<Vec<u8>> {
        self.check(vm)?;
        check_size(vm, self.bytes_len())?;
        if self.is_contiguous() {
            return self.with_contiguous(vm, <[u8]>::to_vec);
        }
        let size = self.item_size;
        self.with_memory(vm, |memory| {
            let mut out = Vec::with_capacity(self.bytes_len());
            for at in self.offsets() {
                out.extend_from_slice(memory.get(at..at + size).unwrap_or(&[]));
            }
            out
        })
    }

    /// The item at a byte offset.
    fn item_at(&self, vm: &Vm, at: usize) -> PyResult {
        let mut raw = [0u8; 8];
        self.with_memory(vm, |memory| {
            if let Some(bytes) = memory.get(at..at + self.item_size) {
                raw[..bytes.len()].copy_from_slice(bytes);
            }
        })?;
        Ok(item::unpack(vm, self.format, &raw))
    }

    /// Another view of the same memory.
    fn derived(&self, vm: &Vm, change: impl FnOnce(&mut MemoryViewObj)) -> PyResult {
        self.check(vm)?;
        let base = self.base.get();
        (self.def.export)(&base, true);
        let mut view = MemoryViewObj {
            base: PyCell::new(base),
            of_view: PyCell::default(),
            sharing: PyCell::default(),
            def: self.def,
            offset: self.offset,
            format: self.format,
            item_size: self.item_size,
            native_prefix: self.native_prefix,
            shape: self.shape.clone(),
            strides: self.strides.clone(),
            read_only: self.read_only,
            hash: Cell::new(-1),
            exports: Cell::new(0),
        };
        view.belong_to(&self.of_view.get(), self.sharing.get());
        change(&mut view);
        Ok(vm.alloc(&vm.types().memoryview, view).into_value())
    }
}

/// The strides of contiguous items in C order.
fn contiguous_strides(shape: &[usize], item_size: usize) -> Vec<isize> {
    let mut strides = vec![0; shape.len()];
    let mut stride = item_size as isize;
    for (place, &n) in strides.iter_mut().zip(shape).rev() {
        *place = stride;
        stride *= n as isize;
    }
    strides
}

/// `memoryview(object)`
pub fn new_memoryview(vm: &Vm, object: &Value) -> PyResult {
    if let Some(view) = object.downcast::<MemoryViewObj>() {
        return view.derived(vm, |_| {});
    }
    let Some(def) = buffer::exporter(vm, object) else {
        if vm.type_of(object).lookup(vm, &vm.names().__buffer__).is_some() {
            return buffer::python_buffer(vm, object);
        }
        let got = vm.type_of(object).name_str();
        return Err(exc::type_error(vm, &format!("memoryview: a bytes-like object is required, not '{got}'")));
    };
    let (format, item_size) = (def.item)(object);
    let len = shown(|show| (def.read)(object, show), <[u8]>::len).unwrap_or(0);
    (def.export)(object, true);
    let shape = vec![len / item_size.max(1)];
    let strides = contiguous_strides(&shape, item_size);
    let view = MemoryViewObj {
        base: PyCell::new(object.clone()),
        of_view: PyCell::default(),
        sharing: PyCell::default(),
        def,
        offset: 0,
        format,
        item_size,
        native_prefix: false,
        shape,
        strides,
        read_only: def.write.is_none(),
        hash: Cell::new(-1),
        exports: Cell::new(0),
    };
    Ok(vm.alloc(&vm.types().memoryview, view).into_value())
}
