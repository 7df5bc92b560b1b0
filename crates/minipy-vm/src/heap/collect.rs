//! The cycle collector: trial deletion over all objects of the heap.
//!
//! Counts how many references of each object come from inside the heap. What has references from outside (the VM
//! stack, native code) is a root; what no root reaches is garbage. Garbage is finalised first, checked again for
//! resurrection, then its weak references go, then its cycles are broken by `clear`.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use super::object::{FLAG_FINALIZED, Header};
use super::raw::counter;
use crate::types::type_::TypeFlags;
use crate::value::Value;
use crate::vm::Vm;

/// Counter value of an object that was reached from a root.
const REACHED: u32 = u32::MAX;

/// Whether the collector looks at an object.
pub(crate) fn is_tracked(header: &Header) -> bool {
    let ty = header.ty();
    ty.layout.gc || ty.has_flag(TypeFlags::HEAP_TYPE)
}

/// Shows every value that an object owns to `visit`, its type included.
///
/// # Safety
/// `header` is a live object.
pub(crate) unsafe fn trace_object(header: *mut Header, visit: &mut super::Tracer) {
    // SAFETY: the caller's promise; H1.
    unsafe {
        let ty = (*header).ty();
        if ty.has_flag(TypeFlags::HEAP_TYPE) {
            let words = super::object::attribute_words(header, ty);
            let first = header.add(1).cast::<Value>();
            for i in 0..words {
                visit(&*first.add(i));
            }
            let type_value = std::mem::ManuallyDrop::new(Value::from_header(ty.header_ptr()));
            visit(&type_value);
        }
        (ty.layout.trace)((*header).payload_ptr(ty), visit);
    }
}

/// Drops what an object owns, so that a cycle through it breaks.
unsafe fn clear_object(header: *mut Header) {
    // SAFETY: the caller holds a reference to the object.
    unsafe {
        let ty = (*header).ty();
        if ty.has_flag(TypeFlags::HEAP_TYPE) {
            let words = super::object::attribute_words(header, ty);
            let first = header.add(1).cast::<Value>();
            if words > 0 {
                // The attributes are gone, so the object is in dictionary mode from now on: no shape may claim them.
                (*header).set_shape(ty.dict_shape.get());
            }
            for i in 0..words {
                drop(std::mem::replace(&mut *first.add(i), Value::NULL));
            }
        }
        (ty.layout.clear)((*header).payload_ptr(ty));
    }
}

/// Collects all garbage cycles. Returns the number of unreachable objects found.
pub(crate) fn collect(vm: &Vm) -> usize {
    let heap = vm.heap();
    debug_assert_eq!(super::cell::outstanding(), 0, "B1 broken: a borrow lives across a collection");
    heap.attach_counters();
    let garbage = find_unreachable(vm, None);
    heap.detach_counters();
    if garbage.is_empty() {
        return 0;
    }
    // From here on we own a reference to each of them, so finalisers cannot free any under our hands.
    let mut held: Vec<Value> = garbage;
    let found = held.len();
    let with_finalizers: Vec<Value> = held
        .iter()
        .filter(|v| {
            v.header().is_some_and(|h| h.ty().has_flag(TypeFlags::HAS_FINALIZER) && h.flags() & FLAG_FINALIZED == 0)
        })
        .cloned()
        .collect();
    vm.interp().weakrefs.garbage_dies(vm, &held);
    if !with_finalizers.is_empty() {
        for value in with_finalizers {
            crate::types::finalize::run(vm, &value);
        }
        // Whatever a finaliser made reachable again, and all that it reaches, stays.
        heap.attach_counters();
        let still = find_unreachable(vm, Some(&held));
        heap.detach_counters();
        held = still;
    }
    for value in &held {
        // SAFETY: `held` owns a reference to each.
        unsafe { clear_object(value.header_ptr()) }
    }
    drop(held);
    found
}

/// All tracked objects that no root reaches, each as a new reference. With `among`, only those are candidates, and
/// one reference of each (the one that `among` holds) counts as internal.
fn find_unreachable(vm: &Vm, among: Option<&[Value]>) -> Vec<Value> {
    let heap = vm.heap();
    let mut candidates: Vec<*mut Header> = Vec::new();
    // SAFETY: counters are attached; every pointer is a live object found by walking the heap, and nothing is freed
    // or allocated in the heap until this function ends.
    unsafe {
        match among {
            None => heap.for_each(|h| {
                if is_tracked(&*h) {
                    counter(h).set((*h).refcount());
                    candidates.push(h);
                }
            }),
            Some(values) => {
                for value in values {
                    let h = value.header_ptr();
                    counter(h).set((*h).refcount() - 1);
                    candidates.push(h);
                }
            }
        }
        // Objects that are no candidates keep the counter 0 and are told apart by this set in the second mode.
        let is_candidate: Option<std::collections::HashSet<*mut Header>> =
            among.map(|_| candidates.iter().copied().collect());
        let candidate = |h: *mut Header| match &is_candidate {
            None => is_tracked(&*h),
            Some(set) => set.contains(&h),
        };
        for &h in &candidates {
            trace_object(h, &mut |child| {
                if child.is_ptr() && candidate(child.header_ptr()) {
                    let count = counter(child.header_ptr());
                    count.set(count.get().saturating_sub(1));
                }
            });
        }
        let mut work: Vec<*mut Header> = candidates.iter().copied().filter(|&h| counter(h).get() > 0).collect();
        for &h in &work {
            counter(h).set(REACHED);
        }
        while let Some(h) = work.pop() {
            trace_object(h, &mut |child| {
                if child.is_ptr() && candidate(child.header_ptr()) {
                    let count = counter(child.header_ptr());
                    if count.get() != REACHED {
                        count.set(REACHED);
                        work.push(child.header_ptr());
                    }
                }
            });
        }
        candidates.into_iter().filter(|&h| counter(h).get() != REACHED).map(|h| Value::new_ref(h)).collect()
    }
}
