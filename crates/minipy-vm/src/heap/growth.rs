//! Growing vectors without ending the process when memory is short.
//!
//! Where a caller can report an error, it gets told. Where it cannot (the interpreter's own appends), the item is given
//! up and the breaker raises MemoryError before anybody can look.
#![expect(unsafe_code, reason = "a vector is made of memory that the allocator gives")]

use std::alloc::Layout;

use crate::exc;
use crate::gil::Breaker;
use crate::native::{PyResult, Raised};
use crate::value::Value;
use crate::vm::Vm;

/// Adds an item; false (and the item is leaked, as dropping it here could run code) if there is no memory.
#[inline(always)]
pub fn push<T>(items: &mut Vec<T>, item: T) -> bool {
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
pub fn make_room<T>(items: &mut Vec<T>, more: usize) -> bool {
    let little = more.saturating_add(items.len() / 16);
    if items.try_reserve(more).is_ok() || items.try_reserve_exact(little).is_ok() {
        return true;
    }
    note();
    false
}

/// Bytes that [`append`] leaves room for, so that the separators that follow always fit.
const SLACK: usize = 64;

/// Appends bytes to text under construction, and leaves room for some more.
#[inline]
pub fn append(vm: &Vm, out: &mut Vec<u8>, bytes: &[u8]) -> PyResult<()> {
    if out.capacity() - out.len() < bytes.len() + SLACK && !make_room(out, bytes.len() + SLACK) {
        return Err(failed(vm));
    }
    out.extend_from_slice(bytes);
    Ok(())
}

/// Sizes from here on are tried out before code that cannot report a failure asks for them.
const PROBE_FROM: usize = 96 << 10;
/// What is tried out on top: the allocator may need 64 KiB for its own books to give the block in earnest.
const PROBE_MORE: usize = 160 << 10;

/// Whether so many bytes can be had.
#[inline]
pub(crate) fn is_available(bytes: usize) -> bool {
    bytes < PROBE_FROM || probe(bytes)
}

#[cold]
#[inline(never)]
fn probe(bytes: usize) -> bool {
    bytes < isize::MAX as usize / 4 && Vec::<u8>::new().try_reserve_exact(bytes + PROBE_MORE).is_ok()
}

/// [`is_available`] for an object whose maker cannot fail: if not, the breaker raises MemoryError and the maker gives an
/// empty object, which nobody gets to see.
#[inline]
pub(crate) fn has_room_for(bytes: usize) -> bool {
    let available = is_available(bytes);
    if !available {
        note();
    }
    available
}

impl Vm {
    /// MemoryError, unless so many bytes can be had. For native code that is about to ask for memory in ways that cannot
    /// report a failure; small numbers cost nothing.
    #[inline]
    pub fn check_memory(&self, bytes: usize) -> PyResult<()> {
        if is_available(bytes) { Ok(()) } else { Err(exc::memory_error(self)) }
    }
}

/// The breaker will raise MemoryError.
#[cold]
pub fn note() {
    Vm::with_current(|vm| vm.breaker.set(Breaker::MEMORY));
}

/// MemoryError, in place of the breaker's.
#[cold]
pub fn failed(vm: &Vm) -> Raised {
    vm.breaker.clear(Breaker::MEMORY);
    exc::memory_error(vm)
}

/// Whether there is no memory for so many more values: what a hint that is not true makes CPython refuse. Behind other
/// items it does not look at one that overflows the sum.
#[inline]
pub(crate) fn is_beyond_memory(present: usize, hint: usize) -> bool {
    let overflows = present > 0 && present.saturating_add(hint) > isize::MAX as usize;
    !overflows && !is_available(hint.saturating_mul(size_of::<usize>()))
}

/// An empty vector with room for so many items.
#[inline]
pub fn with_room<T>(vm: &Vm, count: usize) -> PyResult<Vec<T>> {
    match try_with_room(count) {
        Some(items) => Ok(items),
        None => Err(exc::memory_error(vm)),
    }
}

/// [`with_room`]; `None`: there is no memory. One call of the allocator, where `try_reserve_exact` goes a long way.
#[inline]
pub(crate) fn try_with_room<T>(count: usize) -> Option<Vec<T>> {
    let layout = Layout::array::<T>(count).ok()?;
    if layout.size() == 0 {
        return Some(Vec::new());
    }
    // SAFETY: the size is not zero; the memory is that of a vector of this capacity.
    unsafe {
        let memory = std::alloc::alloc(layout);
        if memory.is_null() { None } else { Some(Vec::from_raw_parts(memory.cast(), 0, count)) }
    }
}

/// A copy of a vector, or MemoryError.
pub fn copied<T: Clone>(vm: &Vm, items: &[T]) -> PyResult<Vec<T>> {
    let mut copied = with_room(vm, items.len())?;
    copied.extend_from_slice(items);
    Ok(copied)
}

/// [`copied`] for values.
pub(crate) fn copy(vm: &Vm, items: &[Value]) -> PyResult<Vec<Value>> {
    let mut copied = with_room(vm, items.len())?;
    crate::value::extend_cloned(&mut copied, items);
    Ok(copied)
}
