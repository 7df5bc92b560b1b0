//! `memory_iterator`.

use std::cell::Cell;

use super::MemoryViewObj;
use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::PyResult;
use crate::slots::Slots;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside iterators over memory views.
pub struct MemoryIterObj {
    /// The view; NULL when exhausted.
    view: PyCell<Value>,
    index: Cell<usize>,
}

static MEMORY_ITER_LAYOUT: Layout = Layout::of::<MemoryIterObj>("memory_iterator");

impl HeapObject for MemoryIterObj {
    const LAYOUT: &'static Layout = &MEMORY_ITER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.view.borrow());
    }

    fn clear(&self) {
        drop(self.view.take());
    }
}

/// The type `memory_iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "memory_iterator",
    layout: Some(&MEMORY_ITER_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(iter_self), next: Some(memory_next), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// `iter(view)`
pub(super) fn memory_iter(vm: &Vm, this: &Value) -> PyResult {
    let Some(view) = this.downcast::<MemoryViewObj>() else { return Ok(Value::NONE) };
    view.check(vm)?;
    match view.shape.len() {
        0 => return Err(exc::type_error(vm, "invalid indexing of 0-dim memory")),
        1 => {}
        _ => return Err(exc::not_implemented_error(vm, "multi-dimensional sub-views are not implemented")),
    }
    let payload = MemoryIterObj { view: PyCell::new(this.clone()), index: Cell::new(0) };
    Ok(vm.alloc(&vm.type_from_def(&TYPE), payload).into_value())
}

fn iter_self(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn memory_next(vm: &Vm, this: &Value) -> PyResult {
    let Some(iter) = this.downcast::<MemoryIterObj>() else { return Ok(Value::NULL) };
    let view_value = iter.view.get();
    let Some(view) = view_value.downcast::<MemoryViewObj>() else { return Ok(Value::NULL) };
    view.check(vm)?;
    let at = iter.index.get();
    if at >= view.shape[0] {
        drop(iter.view.take());
        return Ok(Value::NULL);
    }
    iter.index.set(at + 1);
    view.item_at(vm, (view.offset as isize + at as isize * view.strides[0]) as usize)
}
