//! Assigning `__class__`: moving an instance to another class of the same layout.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use crate::protocol::attr;
use crate::types::type_::{TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// Whether instances of one class can become instances of the other although their inline capacity differs: if the
/// struct inside is empty, so that it does not matter where it would lie.
pub(crate) fn can_move(old: &TypeRef, new: &TypeRef) -> bool {
    std::ptr::eq(old.layout, &crate::types::object::OBJECT_LAYOUT)
        && std::ptr::eq(new.layout, old.layout)
        && new.slot_count == old.slot_count
        && new.has_flag(TypeFlags::HAS_DICT) == old.has_flag(TypeFlags::HAS_DICT)
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
    if new.payload_offset > old.payload_offset && new.has_flag(TypeFlags::HEAP_TYPE) {
        // The instance has fewer words than its new class says: those that it has become valid, and the heap asks for
        // its real size from now on. Attributes stay in the dict, so nobody else uses the words.
        header.set_flag(crate::heap::object::FLAG_MOVED);
        // SAFETY: the words lie inside the allocation, after those that the old class has.
        unsafe {
            let end = crate::heap::object::attribute_words(header, new);
            let words = std::ptr::from_ref(header).add(1).cast::<Value>().cast_mut();
            for i in (old.payload_offset as usize - size_of::<crate::heap::Header>()) / size_of::<Value>()..end {
                words.add(i).write(Value::NULL);
            }
        }
    }
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
