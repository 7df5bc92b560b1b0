//! Assigning `__class__`: moving an instance to another class of the same layout.
#![allow(unsafe_code)]

use crate::protocol::attr;
use crate::types::type_::{TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// Whether instances of one class can become instances of the other although their inline capacity differs: not
/// supported, since the struct inside would lie elsewhere.
pub(crate) fn can_move(_old: &TypeRef, _new: &TypeRef) -> bool {
    false
}

/// Makes `this` an instance of `new`, which has the layout of its class `old`. Attributes go along in a dict.
pub(crate) fn assign(vm: &Vm, this: &Value, old: &TypeRef, new: &TypeRef) {
    let Some(header) = this.header() else { return };
    if old.has_flag(TypeFlags::HAS_DICT) && old.has_flag(TypeFlags::HEAP_TYPE) {
        drop(attr::instance_dict(vm, this));
    }
    if old.is(new) {
        return;
    }
    let keeps_dict = new.has_flag(TypeFlags::HEAP_TYPE) && new.has_flag(TypeFlags::HAS_DICT);
    header.set_shape(if keeps_dict { new.dict_shape.get() } else { new.root_shape.get() });
    header.set_type(std::ptr::from_ref(&**new));
    // SAFETY: the instance gives up its reference to the old class and takes one to the new class (both Python
    // classes own a reference per instance).
    unsafe {
        if new.has_flag(TypeFlags::HEAP_TYPE) {
            std::mem::forget(new.clone());
        }
        if old.has_flag(TypeFlags::HEAP_TYPE) {
            drop(Value::from_header(old.header_ptr()));
        }
    }
}
