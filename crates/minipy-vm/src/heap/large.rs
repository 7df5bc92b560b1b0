//! Objects that are too large for blocks, and type objects: one allocation each, on linked lists. Must not know types
//! or values.
//!
//! A prefix before the header links the object with the others of its list: young, middle and old ones, and those that
//! the collector does not look at.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use std::alloc::Layout as MemLayout;
use std::cell::Cell;

use super::object::Header;

/// What precedes a large object.
#[repr(C)]
pub(super) struct LargePrefix {
    prev: Cell<*mut LargePrefix>,
    next: Cell<*mut LargePrefix>,
    /// Bytes of the object, header included.
    size: usize,
    count: Cell<u32>,
    /// Distance of the object from the start of its allocation.
    lead: u16,
    /// Alignment of the allocation.
    align: u8,
    list: Cell<u8>,
}

const PREFIX: usize = size_of::<LargePrefix>();
/// Bytes before a large object, classes excepted.
pub(super) const OVERHEAD: usize = (PREFIX + size_of::<Header>()).next_multiple_of(16) - size_of::<Header>();
/// The list of objects that the collector does not look at.
pub(super) const PLAIN: usize = 3;

/// The lists: generations 0 to 2 (frozen objects are in the last), and [`PLAIN`].
pub(super) struct LargeObjects {
    lists: [Cell<*mut LargePrefix>; 4],
}

impl LargeObjects {
    pub(super) fn new() -> LargeObjects {
        LargeObjects { lists: [const { Cell::new(std::ptr::null_mut()) }; 4] }
    }

    /// Memory for an object of `size` bytes such that its byte `offset` is aligned to `align`.
    pub(super) fn allocate(&self, size: usize, offset: usize, align: usize, gc: bool) -> Option<*mut u8> {
        let lead = (PREFIX + offset).next_multiple_of(align) - offset;
        let total = size.checked_add(lead)?;
        if total > isize::MAX as usize / 2 {
            return None;
        }
        // SAFETY: the layout has a non-zero size.
        let base = unsafe { std::alloc::alloc(MemLayout::from_size_align(total, align).ok()?) };
        if base.is_null() {
            return None;
        }
        let at = base.wrapping_add(lead);
        let prefix = at.wrapping_sub(PREFIX).cast::<LargePrefix>();
        // SAFETY: fresh memory, `lead` bytes of it before the object.
        unsafe {
            prefix.write(LargePrefix {
                prev: Cell::new(std::ptr::null_mut()),
                next: Cell::new(std::ptr::null_mut()),
                size,
                count: Cell::new(0),
                lead: lead as u16,
                align: align as u8,
                list: Cell::new(0),
            });
            self.link(prefix, if gc { 0 } else { PLAIN });
        }
        Some(at)
    }

    unsafe fn link(&self, prefix: *mut LargePrefix, list: usize) {
        // SAFETY: the prefix is live and on no list; `next` is live or null.
        unsafe {
            let next = self.lists[list].replace(prefix);
            (*prefix).list.set(list as u8);
            (*prefix).prev.set(std::ptr::null_mut());
            (*prefix).next.set(next);
            if !next.is_null() {
                (*next).prev.set(prefix);
            }
        }
    }

    unsafe fn unlink(&self, prefix: *mut LargePrefix) {
        // SAFETY: every large object has a prefix, linked with its neighbours.
        unsafe {
            let (prev, next) = ((*prefix).prev.get(), (*prefix).next.get());
            if prev.is_null() {
                self.lists[(*prefix).list.get() as usize].set(next);
            } else {
                (*prev).next.set(next);
            }
            if !next.is_null() {
                (*next).prev.set(prev);
            }
        }
    }

    /// Gives a dead object's memory back.
    ///
    /// # Safety
    /// `at` is a large object's memory that nothing refers to any more.
    #[inline(never)]
    pub(super) unsafe fn free(&self, at: *mut u8) {
        // SAFETY: the caller's promise; the layout is the one it was allocated with.
        unsafe {
            let prefix = prefix_of(at);
            self.unlink(prefix);
            let lead = (*prefix).lead as usize;
            let layout = MemLayout::from_size_align_unchecked((*prefix).size + lead, (*prefix).align as usize);
            std::alloc::dealloc(at.wrapping_sub(lead), layout);
        }
    }

    /// Calls `visit` with every object of a list.
    pub(super) fn for_each_of(&self, list: usize, visit: &mut impl FnMut(*mut Header)) {
        let mut at = self.lists[list].get();
        while !at.is_null() {
            // SAFETY: prefixes on the lists are live.
            let next = unsafe { (*at).next.get() };
            let header = at.cast::<u8>().wrapping_add(PREFIX).cast::<Header>();
            // SAFETY: a header follows; objects under destruction or in quarantine have no references.
            if unsafe { (*header).refcount() } != 0 {
                visit(header);
            }
            at = next;
        }
    }

    /// Calls `visit` with every object.
    pub(super) fn for_each(&self, visit: &mut impl FnMut(*mut Header)) {
        for list in 0..self.lists.len() {
            self.for_each_of(list, visit);
        }
    }

    /// Puts an object on the list of a generation.
    ///
    /// # Safety
    /// `header` is a live large object.
    pub(super) unsafe fn move_to(&self, header: *mut Header, list: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let prefix = prefix_of(header.cast());
            if (*prefix).list.get() as usize != list {
                self.unlink(prefix);
                self.link(prefix, list);
            }
        }
    }
}

fn prefix_of(at: *mut u8) -> *mut LargePrefix {
    at.wrapping_sub(PREFIX).cast()
}

/// The collector's counter of a large object.
///
/// # Safety
/// `header` is a live large object.
pub(super) unsafe fn counter<'a>(header: *mut Header) -> &'a Cell<u32> {
    // SAFETY: the caller's promise.
    unsafe { &(*prefix_of(header.cast())).count }
}

/// Bytes of a large object.
///
/// # Safety
/// `header` is a live large object, or the memory of one.
pub(super) unsafe fn size_of_object(header: *mut Header) -> usize {
    // SAFETY: the caller's promise.
    unsafe { (*prefix_of(header.cast())).size }
}
