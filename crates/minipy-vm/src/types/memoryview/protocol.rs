//! `__buffer__` and `__release_buffer__`, of all types that have memory.

use std::rc::Rc;

use super::methods::release;
use super::{MemoryViewObj, new_memoryview};
use crate::exc;
use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// `PyBUF_WRITABLE`
const WRITABLE: i64 = 1;

/// `__buffer__`: a view of the object.
pub fn buffer_method(vm: &Vm, this: &Value, flags: &Value) -> PyResult {
    let flags = vm.index_to_isize(flags, Some(""))? as i64;
    if i32::try_from(flags).is_err() {
        return Err(exc::overflow_error(vm, "buffer flags out of range"));
    }
    let made = new_memoryview(vm, this)?;
    let Some(view) = made.downcast::<MemoryViewObj>() else { return Ok(made) };
    let is_view = this.downcast::<MemoryViewObj>().is_some();
    if flags & WRITABLE != 0 && view.read_only {
        let message = if is_view { "memoryview: underlying buffer is not writable" } else { "Object is not writable." };
        return Err(exc::buffer_error(vm, message));
    }
    if is_view {
        view.leave_view();
        view.belong_to(this, Rc::default());
    }
    Ok(made)
}

/// `__release_buffer__`: releases a view of the object.
pub fn release_buffer(vm: &Vm, this: &Value, view: &Value) -> PyResult {
    let Some(object) = view.downcast::<MemoryViewObj>() else {
        return Err(exc::type_error(vm, "expected a memoryview object"));
    };
    let (base, of_view) = (object.base.get(), object.of_view.get());
    let owner = if of_view.is_null() { &base } else { &of_view };
    if !owner.is_null() && !owner.is(this) || owner.is_null() && this.downcast::<MemoryViewObj>().is_some() {
        return Err(exc::value_error(vm, "memoryview's buffer is not this object"));
    }
    if owner.is_null() {
        return Err(exc::value_error(vm, "memoryview's buffer has already been released"));
    }
    release(vm, view)
}
