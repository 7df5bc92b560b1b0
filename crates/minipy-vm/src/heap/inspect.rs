//! Looking at the heap from outside: all objects, who refers to what. For the module `gc` and `sys`.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use super::collect::{is_tracked, trace_object};
use crate::value::Value;
use crate::vm::Vm;

/// Calls `visit` with every live object; it must not allocate or drop objects of the heap.
pub fn for_each_object(vm: &Vm, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: every pointer is a live object found by walking the heap; the borrowed value is not dropped.
    unsafe {
        vm.heap().for_each(|header| {
            let value = std::mem::ManuallyDrop::new(Value::from_header(header));
            visit(&value);
        });
    }
}

/// All objects that the collector tracks.
pub fn tracked_objects(vm: &Vm) -> Vec<Value> {
    let mut found = Vec::new();
    for_each_object(vm, &mut |value| {
        if value.header().is_some_and(is_tracked) {
            found.push(value.clone());
        }
    });
    found
}

/// The objects that an object refers to directly.
pub fn referents(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    if value.is_ptr() {
        // SAFETY: the object is alive, as we hold a reference.
        unsafe { trace_object(value.header_ptr(), &mut |child| found.push(child.clone())) };
    }
    found.retain(|v| !v.is_null());
    found
}

/// Whether an object refers directly to one of others.
pub fn refers_to(value: &Value, targets: &[Value]) -> bool {
    let mut found = false;
    if value.is_ptr() {
        // SAFETY: as in `referents`.
        unsafe {
            trace_object(value.header_ptr(), &mut |child| found |= targets.iter().any(|t| t.is(child)));
        }
    }
    found
}

/// Whether the collector looks at an object.
pub fn is_tracked_value(value: &Value) -> bool {
    value.header().is_some_and(is_tracked)
}

/// Whether `__del__` has run.
pub fn is_finalized(value: &Value) -> bool {
    value.header().is_some_and(|h| h.flags() & super::object::FLAG_FINALIZED != 0)
}

impl Vm {
    /// Collects garbage cycles now; gives the number of unreachable objects found.
    pub fn collect_garbage(&self) -> usize {
        super::collect::collect(self)
    }

    /// Sets how often collections happen, in CPython's terms: after about so many new container objects (0: never).
    pub fn set_collection_threshold(&self, objects: usize) {
        let heap = self.heap();
        let default: usize = 16 << 20;
        let step = match objects {
            0 => usize::MAX / 4,
            n if n >= 2000 => (default / 2000).saturating_mul(n),
            n => (n * 512).max(64 << 10),
        };
        heap.collect_step.set(step);
        let step = if step < default { step } else { step.max(heap.committed.get() / 2) };
        heap.collect_at.set(heap.committed.get().saturating_add(step));
    }

    /// The live weak references to an object, oldest first.
    pub fn weakrefs_of(&self, value: &Value) -> Vec<Value> {
        self.interp().weakrefs.of(value)
    }
}
