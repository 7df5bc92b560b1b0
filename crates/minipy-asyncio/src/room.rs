//! Growth of the loop's rings, heaps and tables without ending the process when memory is short.
//!
//! As in `minipy_vm::heap::growth`: whoever can report a failure is told; where nobody can, the item is given up and the
//! breaker raises MemoryError before Python code goes on. A refused item is leaked, as dropping it could run code.

use std::collections::{BinaryHeap, VecDeque};

use minipy_vm::hash::AddressMap;
use minipy_vm::heap::{PyCell, growth};
use minipy_vm::{PyResult, Value, Vm};

/// Adds an item at the end of a ring; false if there is no memory.
#[inline]
pub(crate) fn push_back<T>(ring: &mut VecDeque<T>, item: T) -> bool {
    if ring.len() == ring.capacity()
        && ring.try_reserve(1).is_err()
        && ring.try_reserve_exact(little(ring.len())).is_err()
    {
        return refused(item);
    }
    ring.push_back(item);
    true
}

/// Adds an item to a heap; false if there is no memory.
#[inline]
pub(crate) fn push_heap<T: Ord>(heap: &mut BinaryHeap<T>, item: T) -> bool {
    if heap.len() == heap.capacity()
        && heap.try_reserve(1).is_err()
        && heap.try_reserve_exact(little(heap.len())).is_err()
    {
        return refused(item);
    }
    heap.push(item);
    true
}

/// Enters a value under its address; MemoryError without room.
#[inline]
pub(crate) fn insert(vm: &Vm, table: &PyCell<AddressMap<usize, Value>>, value: &Value) -> PyResult<()> {
    let old = {
        let mut table = table.borrow_mut();
        if table.len() == table.capacity() && table.try_reserve(1).is_err() {
            return Err(minipy_vm::exc::memory_error(vm));
        }
        table.insert(value.bits(), value.clone())
    };
    drop(old);
    Ok(())
}

/// How many more items there is to be room for where doubling is not possible.
fn little(len: usize) -> usize {
    1 + len / 16
}

#[cold]
fn refused<T>(item: T) -> bool {
    std::mem::forget(item);
    growth::note();
    false
}
