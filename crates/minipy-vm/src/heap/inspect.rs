//! Looking at the heap from outside: all objects, who refers to what. For the module `gc` and `sys`.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use super::collect::{is_tracked, trace_object};
use super::object::{FLAG_COLLECTING, FROZEN, Header};
use crate::heap::{HeapObject, growth};
use crate::native::PyResult;
use crate::types::dict::DictObj;
use crate::types::list::ListObj;
use crate::types::range::RangeObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeFlags, TypeObj};
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

/// Whether `gc` says that the collector looks at an object: not at tuples without such objects, not at ranges, and not at
/// classes that are part of the interpreter.
fn is_reported(header: &Header) -> bool {
    if !is_tracked(header) || std::ptr::eq(header.ty().layout, RangeObj::LAYOUT) {
        return false;
    }
    if let Some(class) = header.downcast::<TypeObj>() {
        return class.has_flag(TypeFlags::HEAP_TYPE);
    }
    match header.shape() {
        crate::shape::fixed::TUPLE => header
            .downcast::<TupleObj>()
            .is_none_or(|tuple| tuple.items().iter().any(|item| item.header().is_some_and(is_reported_shallow))),
        _ => true,
    }
}

/// [`is_reported`] for items of a tuple: inner tuples count as tracked, as deep ones would cost stack.
fn is_reported_shallow(header: &Header) -> bool {
    is_tracked(header)
}

/// All objects that the collector tracks, frozen ones excepted; with a generation, only those of it.
pub fn tracked_objects(vm: &Vm, generation: Option<usize>) -> Vec<Value> {
    let mut found = Vec::new();
    for_each_object(vm, &mut |value| {
        if value
            .header()
            .is_some_and(|h| generation.map_or(h.generation() != FROZEN, |g| h.generation() == g) && is_reported(h))
        {
            found.push(value.clone());
        }
    });
    found
}

/// Calls `visit` with every young object; it must not allocate or drop objects of the heap.
pub(super) fn for_each_young(vm: &Vm, visit: &mut dyn FnMut(&Header)) {
    vm.heap().for_each_young(|header| {
        // SAFETY: the walk finds live objects.
        let header = unsafe { &*header };
        if header.generation() == 0 && is_reported(header) {
            visit(header);
        }
    });
}

/// Freezes all objects (moves them to the permanent generation), or thaws those in it. Gives their number.
pub fn set_frozen(vm: &Vm, frozen: bool) -> usize {
    let mut count = 0;
    vm.heap().for_each(|header| {
        // SAFETY: the walk finds live objects.
        let header = unsafe { &*header };
        if is_tracked(header) && (header.generation() == FROZEN) != frozen {
            header.survive(if frozen { FROZEN } else { 2 });
            count += 1;
        }
    });
    count
}

/// Gives objects with finalisers new numbers, in the order in which they are found from `root`, breadth first: the order
/// in which CPython finalises what a module's namespace holds at exit.
pub(crate) fn number_from(vm: &Vm, root: &Value) {
    let heap = vm.heap();
    if !heap.has_births() || !root.is_ptr() {
        return;
    }
    let root = root.header_ptr();
    let mut found: Vec<*mut Header> = vec![root];
    // SAFETY: every object found is alive, as nothing is freed here; the mark is taken off again.
    unsafe {
        (*root).set_flag(FLAG_COLLECTING);
        let mut at = 0;
        while at < found.len() {
            let header = found[at];
            at += 1;
            if (*header).ty().has_flag(TypeFlags::HAS_FINALIZER) {
                heap.note_birth(header);
            }
            trace_object(header, &mut |child| {
                if child.is_ptr() {
                    let child = child.header_ptr();
                    if is_tracked(&*child) && !(*child).is_collecting() {
                        (*child).set_flag(FLAG_COLLECTING);
                        found.push(child);
                    }
                }
            });
        }
        for header in found {
            (*header).clear_flag(FLAG_COLLECTING);
        }
    }
}

/// Bytes in use, as the process's allocator counts them: free cells of blocks do not count.
pub fn bytes_in_use(vm: &Vm) -> usize {
    let (blocks, used) = vm.heap().block_bytes();
    (minipy_host::alloc::usage().in_use as usize + used).saturating_sub(blocks)
}

/// The number of frozen objects.
pub fn frozen_count(vm: &Vm) -> usize {
    let mut count = 0;
    for_each_object(vm, &mut |value| {
        count += usize::from(value.header().is_some_and(|h| is_tracked(h) && h.generation() == FROZEN));
    });
    count
}

/// The objects that an object refers to directly.
pub fn referents(vm: &Vm, value: &Value) -> PyResult<Vec<Value>> {
    let mut found = Vec::new();
    if value.is_ptr() {
        let mut count = 0_usize;
        // SAFETY: the object is alive, as we hold a reference.
        unsafe { trace_object(value.header_ptr(), &mut |_| count += 1) };
        found = growth::with_room(vm, count)?;
        // SAFETY: the object is alive, as we hold a reference.
        unsafe { trace_object(value.header_ptr(), &mut |child| found.push(child.clone())) };
    }
    found.retain(|v| !v.is_null());
    // CPython goes through these from their ends, and does not look at keys if all of them are text.
    if value.downcast::<ListObj>().is_some() || value.downcast::<TupleObj>().is_some() {
        found.reverse();
    } else if value.exact::<DictObj>().is_some()
        && found.chunks_exact(2).all(|pair| pair[0].downcast::<StrObj>().is_some())
    {
        found = found.into_iter().skip(1).step_by(2).collect();
    }
    Ok(found)
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
    value.header().is_some_and(is_reported)
}

/// Whether the collector could look at an object of this type.
pub fn is_collectable_type(value: &Value) -> bool {
    value.header().is_some_and(is_tracked)
}

/// Whether `__del__` has run.
pub fn is_finalized(value: &Value) -> bool {
    value.header().is_some_and(|h| h.flags() & super::object::FLAG_FINALIZED != 0)
}

impl Vm {
    /// The live weak references to an object, oldest first.
    pub fn weakrefs_of(&self, value: &Value) -> Vec<Value> {
        self.interp().weakrefs.of(value)
    }

    /// The number of weak references to an object.
    pub fn weakref_count(&self, value: &Value) -> usize {
        self.interp().weakrefs.count(value)
    }
}
