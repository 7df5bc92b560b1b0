//! Growing vectors without ending the process when memory is short.
//!
//! Where a caller can report an error, it gets told. Where it cannot (the interpreter's own appends), the item is given
//! up and the breaker raises MemoryError before anybody can look.

use crate::exc;
use crate::gil::Breaker;
use crate::native::{PyResult, Raised};
use crate::value::Value;
use crate::vm::Vm;

/// Adds an item; false (and the item is leaked, as dropping it here could run code) if there is no memory.
#[inline(always)]
pub(crate) fn push<T>(items: &mut Vec<T>, item: T) -> bool {
    if items.len() == items.capacity() && !make_room(items, 1) {
        std::mem::forget(item);
        return false;
    }
    items.push(item);
    true
}

/// Makes room for more items: as much as vectors like, or else a little; false if there is no memory, which MemoryError
/// then says at the next check of the breaker, unless [`failed`] does.
#[cold]
#[inline(never)]
pub(crate) fn make_room<T>(items: &mut Vec<T>, more: usize) -> bool {
    let little = more.saturating_add(items.len() / 16);
    if items.try_reserve(more).is_ok() || items.try_reserve_exact(little).is_ok() {
        return true;
    }
    note();
    false
}

/// The breaker will raise MemoryError.
#[cold]
pub(crate) fn note() {
    Vm::with_current(|vm| vm.breaker.set(Breaker::MEMORY));
}

/// MemoryError, in place of the breaker's.
#[cold]
pub(crate) fn failed(vm: &Vm) -> Raised {
    vm.breaker.clear(Breaker::MEMORY);
    exc::memory_error(vm)
}

/// An empty vector with room for so many items.
pub(crate) fn with_room<T>(vm: &Vm, count: usize) -> PyResult<Vec<T>> {
    let mut items = Vec::new();
    match items.try_reserve_exact(count) {
        Ok(()) => Ok(items),
        Err(_) => Err(exc::memory_error(vm)),
    }
}

/// A copy of items.
pub(crate) fn copy(vm: &Vm, items: &[Value]) -> PyResult<Vec<Value>> {
    let mut copied = with_room(vm, items.len())?;
    crate::value::extend_cloned(&mut copied, items);
    Ok(copied)
}
