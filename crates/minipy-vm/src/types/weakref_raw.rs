//! Turning addresses kept by the weak reference table back into values: its only unsafe part.
//!
//! Invariant W1: an address in the table belongs to a live weak reference object (they remove themselves when they
//! die), and a weak reference's non-zero target is a live object (objects clear their weak references when they die).
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use crate::heap::object::Header;
use crate::types::weakref::WeakRefObj;
use crate::value::Value;
use crate::vm::Vm;

/// New references to weak reference objects, from the addresses of their structs (0: none). Those whose own destruction has begun
/// (their attributes go first, and may hold the last reference to what they refer to) are left out.
pub(crate) fn values(addresses: &[usize]) -> Vec<Value> {
    let mut result = Vec::with_capacity(addresses.len());
    for &address in addresses.iter().filter(|address| **address != 0) {
        let payload = std::ptr::with_exposed_provenance_mut::<u8>(address);
        // SAFETY: W1; the struct lies 16 bytes after the header of an exact weakref, further for subclasses: the
        // header's place is kept by the table's owner through `header_of`.
        unsafe {
            let header = header_of(payload.cast());
            if (*header).refcount() != 0 {
                result.push(Value::new_ref(header));
            }
        }
    }
    result
}

/// Tells a weak reference where it stands now.
pub(crate) fn set_place(address: usize, place: u32) {
    let weakref = std::ptr::with_exposed_provenance::<WeakRefObj>(address);
    // SAFETY: W1: the struct is there until it has removed itself.
    unsafe { (*weakref).place.set(place) }
}

/// The header of the object whose struct lies at `payload`.
unsafe fn header_of(payload: *mut WeakRefObj) -> *mut Header {
    // SAFETY: W1.
    let offset = unsafe { (*payload).self_offset.get() } as usize;
    payload.cast::<u8>().wrapping_sub(offset).cast()
}

/// Clears a flag of a header.
pub(crate) fn clear_flag(header: *mut Header, flag: usize) {
    // SAFETY: called for an object that is being destroyed, whose header is still intact.
    unsafe { (*header).clear_flag(flag) }
}

/// The referent of a weak reference, or `None` if it is dead.
pub(crate) fn target(_vm: &Vm, weakref: &WeakRefObj) -> Option<Value> {
    let address = weakref.target.get();
    if address == 0 {
        return None;
    }
    let header = std::ptr::with_exposed_provenance_mut::<Header>(address);
    // SAFETY: W1.
    unsafe {
        if (*header).refcount() == 0 {
            return None;
        }
        Some(Value::new_ref(header))
    }
}
