//! What happens when the last reference goes: finaliser, weak references, fields, memory; in CPython's order
//! (Objects/typeobject.c, subtype_dealloc).
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use std::cell::{Cell, RefCell};

use super::object::{FLAG_FINALIZED, FLAG_LARGE, FLAG_WEAKREF, FLAGS_OF_DESTRUCTION, Header};
use crate::shape::fixed;
use crate::types::list::ListObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Nested destructions before the rest is put on a list: bounds the native stack for deep structures.
const MAX_DEPTH: u32 = 60;

/// What destruction keeps for a thread; part of its `Vm`.
#[derive(Default)]
pub(crate) struct Destruction {
    depth: Cell<u32>,
    /// Whether there is anything in `postponed`.
    any_postponed: Cell<bool>,
    postponed: RefCell<Vec<*mut Header>>,
}

/// Gives up one reference.
///
/// # Safety
/// `header` is a live object and the caller owns the reference (V1).
#[inline(always)]
pub unsafe fn decref(header: *mut Header) {
    // SAFETY: the caller's promise.
    unsafe {
        let count = (*header).refcount().wrapping_sub(1);
        (*header).set_refcount(count);
        if count == 0 {
            dealloc(header);
        }
    }
}

/// The last reference is gone. Nothing but calls in tail position, so that this function saves no machine registers.
///
/// # Safety
/// The count of the object at `header` has just become zero.
#[inline(never)]
pub(crate) unsafe fn dealloc(header: *mut Header) {
    // SAFETY: the count has just become zero: nobody else refers to the object. Texts and floats own nothing.
    unsafe {
        let shape = (*header).shape();
        if matches!(shape, fixed::STR | fixed::FLOAT) && (*header).flags() & FLAGS_OF_DESTRUCTION == 0 {
            return super::raw::free_cell(header.cast());
        }
        dealloc_other(header);
    }
}

#[inline(never)]
unsafe fn dealloc_other(header: *mut Header) {
    // SAFETY: as in `dealloc`.
    unsafe {
        let ty = (*header).ty();
        if (*header).flags() & FLAGS_OF_DESTRUCTION == 0 {
            let shape = (*header).shape();
            if shape == fixed::TUPLE && free_tuple(header) || shape == fixed::LIST && free_list(header) {
                return;
            }
            if !ty.has_flag(TypeFlags::HEAP_TYPE | TypeFlags::HAS_WORDS | TypeFlags::HAS_FINALIZER) {
                if ty.layout.gc {
                    // Builtin containers: only what they hold can run anything.
                    return nested(header, destroy_container);
                }
                // Numbers, text and the like: nothing runs, nothing nests deeply.
                if ty.layout.needs_drop {
                    (ty.layout.drop)((*header).payload_ptr(ty).cast_mut());
                }
                super::raw::free_cell(header.cast());
                return;
            }
            if ty.has_flag(TypeFlags::HEAP_TYPE) {
                if !ty.has_flag(TypeFlags::HAS_FINALIZER) && !ty.layout.needs_drop {
                    destroy_instance(header, ty);
                    return;
                }
            } else if crate::types::generator::needs_no_finalizer(header) {
                return nested(header, destroy_container);
            }
        }
        nested(header, destroy);
    }
}

/// Destroys an object whose destruction may destroy others in turn; puts it off where that nests too deeply.
///
/// # Safety
/// As for [`dealloc`], and for what `destroy` asks.
#[inline(always)]
unsafe fn nested(header: *mut Header, destroy: unsafe fn(&Vm, *mut Header)) {
    Vm::with_current(|vm| {
        let state = &vm.destruction;
        let depth = state.depth.get();
        if depth >= MAX_DEPTH {
            postpone(vm, header);
            return;
        }
        state.depth.set(depth + 1);
        // SAFETY: the caller's promise.
        unsafe { destroy(vm, header) };
        state.depth.set(depth);
        if depth == 0 && state.any_postponed.get() {
            // SAFETY: as above.
            unsafe { destroy_postponed(vm) };
        }
    });
}

#[cold]
#[inline(never)]
fn postpone(vm: &Vm, header: *mut Header) {
    vm.destruction.postponed.borrow_mut().push(header);
    vm.destruction.any_postponed.set(true);
}

/// Destroys a builtin container without finaliser and weak references.
#[inline(always)]
unsafe fn destroy_container(_vm: &Vm, header: *mut Header) {
    // SAFETY: as in `dealloc`.
    unsafe {
        let ty = (*header).ty();
        (ty.layout.drop)((*header).payload_ptr(ty).cast_mut());
        super::raw::free_cell(header.cast());
    }
}

/// Gives up a reference that a container held, unless the object dies with it and is more than a number or text: then
/// nothing has changed.
#[inline(always)]
unsafe fn release_leaf(held: *mut Header) -> bool {
    // SAFETY: the caller owns the reference. Exact floats and texts own nothing, and nothing runs when they go.
    unsafe {
        let count = (*held).refcount().wrapping_sub(1);
        if count != 0 {
            (*held).set_refcount(count);
            return true;
        }
        if matches!((*held).shape(), fixed::STR | fixed::FLOAT) && (*held).flags() & FLAGS_OF_DESTRUCTION == 0 {
            (*held).set_refcount(0);
            super::raw::free_cell(held.cast());
            return true;
        }
        false
    }
}

/// Frees an exact tuple with which no object dies but numbers and texts. False: another one would; the items behind it
/// are gone already.
#[inline(always)]
unsafe fn free_tuple(header: *mut Header) -> bool {
    // SAFETY: the count has just become zero: nobody else sees the items, and each is given up once.
    unsafe {
        let items = (*header).exact::<TupleObj>().items();
        let first = items.as_ptr().cast_mut();
        // The last item goes first, as in CPython.
        for i in (0..items.len()).rev() {
            let place = first.add(i);
            if (*place).is_ptr() {
                if !release_leaf((*place).header_ptr()) {
                    return false;
                }
                place.write(Value::NULL);
            }
        }
        super::raw::free_cell(header.cast());
        true
    }
}

/// The same for an exact list.
#[inline(always)]
unsafe fn free_list(header: *mut Header) -> bool {
    // SAFETY: as in `free_tuple`.
    unsafe {
        let mut items = (*header).exact::<ListObj>().items.borrow_mut();
        // Long lists are looked at a vector register at a time elsewhere.
        if items.len() > MAX_SHORT {
            return false;
        }
        while let Some(last) = items.last() {
            if last.is_ptr() && !release_leaf(last.header_ptr()) {
                return false;
            }
            // What was there has been given up.
            let len = items.len() - 1;
            items.set_len(len);
        }
        drop(std::mem::take(&mut *items));
        drop(items);
        super::raw::free_cell(header.cast());
        true
    }
}

/// Lists up to this length are looked at item by item.
const MAX_SHORT: usize = 15;

/// Destroys an instance of a Python class that has neither finaliser nor weak references, and nothing but attribute words.
#[inline(always)]
unsafe fn destroy_instance(header: *mut Header, ty: &TypeObj) {
    // SAFETY: as in `dealloc`; the words after the header are the object's own (H1).
    unsafe {
        let class = ty.header_ptr();
        let mut word = header.add(1).cast::<Value>();
        let end = header.byte_add(ty.payload_offset as usize).cast::<Value>();
        while word < end {
            if (*word).is_ptr() {
                let held = (*word).header_ptr();
                let count = (*held).refcount().wrapping_sub(1);
                (*held).set_refcount(count);
                if count == 0 {
                    dealloc_nested(held);
                }
            }
            word = word.add(1);
        }
        super::raw::free_cell(header.cast());
        decref(class);
    }
}

/// [`dealloc`] of what an object that is being destroyed was the last to hold.
#[inline(never)]
unsafe fn dealloc_nested(header: *mut Header) {
    // SAFETY: as in `dealloc`.
    unsafe {
        nested(header, |_, header| dealloc(header));
    }
}

/// Destroys what was nested too deeply, and what that postpones in turn.
#[cold]
unsafe fn destroy_postponed(vm: &Vm) {
    let state = &vm.destruction;
    loop {
        let Some(next) = state.postponed.borrow_mut().pop() else { break };
        state.depth.set(1);
        // SAFETY: whoever postponed it saw the count become zero.
        unsafe { destroy(vm, next) }
        state.depth.set(0);
    }
    state.any_postponed.set(false);
}

unsafe fn destroy(vm: &Vm, header: *mut Header) {
    // SAFETY: as in `dealloc`; H1 holds until the payload is dropped below.
    unsafe {
        let ty = (*header).ty();
        let flags = (*header).flags();
        if ty.has_flag(TypeFlags::HAS_FINALIZER) && flags & FLAG_FINALIZED == 0 {
            // The finaliser sees a live object; if it stored a reference somewhere, the object lives on.
            (*header).set_refcount(1);
            let this = std::mem::ManuallyDrop::new(Value::from_header(header));
            crate::types::finalize::run(vm, &this);
            let count = (*header).refcount() - 1;
            (*header).set_refcount(count);
            if count != 0 {
                return;
            }
        }
        if (*header).flags() & FLAG_WEAKREF != 0 {
            (*header).set_refcount(1);
            vm.interp().weakrefs.object_dies(vm, header);
            (*header).set_refcount(0);
        }
        let ty = (*header).ty();
        let large = (*header).flags() & FLAG_LARGE != 0;
        let heap_type = ty.has_flag(TypeFlags::HEAP_TYPE);
        if ty.has_flag(TypeFlags::HAS_WORDS) {
            let words = super::object::attribute_words(header, ty);
            let first = header.add(1).cast::<Value>();
            for i in 0..words {
                drop(std::mem::replace(&mut *first.add(i), Value::NULL));
            }
        }
        (ty.layout.drop)((*header).payload_ptr(ty).cast_mut());
        let type_ref = if heap_type { Some(Value::from_header(ty.header_ptr())) } else { None };
        vm.heap().free(header.cast(), large);
        drop(type_ref);
    }
}

/// Bytes that the heap keeps for an object beside it: the collector's counter, or what precedes a large object.
pub(crate) fn overhead(value: &Value) -> usize {
    match value.header() {
        Some(header) if header.flags() & FLAG_LARGE != 0 => super::large::OVERHEAD,
        Some(header) if super::collect::is_tracked(header) => size_of::<u32>(),
        _ => 0,
    }
}

impl Vm {
    /// Bytes that an object takes, for `__sizeof__`.
    pub fn size_of(&self, value: &Value) -> usize {
        size_of_object(value)
    }
}

/// Bytes that an object takes, for `__sizeof__`.
pub(crate) fn size_of_object(value: &Value) -> usize {
    let Some(header) = value.header() else { return 0 };
    let ty = header.ty();
    // SAFETY: H1.
    unsafe { super::block::allocated_size(value.header_ptr()) + (ty.layout.owned_bytes)(header.payload_ptr(ty)) }
}
