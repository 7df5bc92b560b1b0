//! Memory for objects: size-class blocks with free lists, and single allocations for large objects.
//!
//! A block is 64 KiB, aligned to its size, and holds cells of one size, so that the block of a cell is found by
//! masking its address. A freed cell has reference count 0 and links to the next free one at its second word;
//! the collector walks blocks cell by cell. Must not know types or values.
//!
//! Invariant A1: a cell of a block is either live (count > 0, a valid object), free (count 0), or beyond its list's
//! bump pointer.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use std::alloc::Layout as MemLayout;
use std::cell::{Cell, UnsafeCell};

use super::object::Header;

const BLOCK_SIZE: usize = 64 * 1024;
const BLOCK_HEADER: usize = 64;
const GRANULE: usize = 16;
/// Largest object, header included, that lives in a block.
pub const MAX_CELL: usize = 512;
const CLASSES: usize = MAX_CELL / GRANULE + 1;

#[repr(C)]
struct FreeCell {
    zero: usize,
    next: *mut FreeCell,
}

struct FreeList {
    head: Cell<*mut FreeCell>,
    bump: Cell<*mut u8>,
    bump_end: Cell<*mut u8>,
}

#[repr(C)]
struct Block {
    list: *const FreeList,
    cell_size: u32,
    /// One count for each 16 bytes of the block while a collection runs.
    counts: Cell<*mut u32>,
}

/// What precedes a large object.
#[repr(C)]
struct LargePrefix {
    prev: Cell<*mut LargePrefix>,
    next: Cell<*mut LargePrefix>,
    size: usize,
    count: Cell<u32>,
}

const LARGE_PREFIX: usize = 32;

/// The memory of one interpreter. Not `Sync` by itself: the interpreter lock guards it (H2).
pub struct Heap {
    lists: Box<[FreeList; CLASSES]>,
    blocks: UnsafeCell<Vec<*mut Block>>,
    large: Cell<*mut LargePrefix>,
    /// Bytes taken from the system for blocks and large objects, minus what was given back.
    pub(crate) committed: Cell<usize>,
    /// Value of `committed` that asks for a collection.
    pub(crate) collect_at: Cell<usize>,
    /// How much may be allocated between collections, at least.
    pub(crate) collect_step: Cell<usize>,
    /// Set when `committed` passed `collect_at`; the eval-breaker looks at it.
    pub(crate) wants_collection: Cell<bool>,
}

impl Default for Heap {
    fn default() -> Heap {
        Heap::new()
    }
}

impl Heap {
    /// An empty heap.
    pub fn new() -> Heap {
        let list = || FreeList {
            head: Cell::new(std::ptr::null_mut()),
            bump: Cell::new(std::ptr::null_mut()),
            bump_end: Cell::new(std::ptr::null_mut()),
        };
        Heap {
            lists: Box::new(std::array::from_fn(|_| list())),
            blocks: UnsafeCell::new(Vec::new()),
            large: Cell::new(std::ptr::null_mut()),
            committed: Cell::new(0),
            collect_at: Cell::new(16 << 20),
            collect_step: Cell::new(16 << 20),
            wants_collection: Cell::new(false),
        }
    }

    /// Memory for an object of `size` bytes, header included, and whether it is a large one. `None`: out of memory.
    #[inline(always)]
    pub(crate) fn allocate(&self, size: usize) -> Option<(*mut u8, bool)> {
        if size <= MAX_CELL {
            let list = &self.lists[size.div_ceil(GRANULE)];
            let cell = list.head.get();
            if !cell.is_null() {
                // SAFETY: A1: the head of the list is a free cell.
                list.head.set(unsafe { (*cell).next });
                return Some((cell.cast(), false));
            }
            return self.bump(size.div_ceil(GRANULE)).map(|p| (p, false));
        }
        self.allocate_large(size).map(|p| (p, true))
    }

    #[inline(never)]
    fn bump(&self, class: usize) -> Option<*mut u8> {
        let list = &self.lists[class];
        let size = class * GRANULE;
        let at = list.bump.get();
        if !at.is_null() && (list.bump_end.get() as usize) - (at as usize) >= size {
            list.bump.set(at.wrapping_add(size));
            return Some(at);
        }
        // SAFETY: the layout has a non-zero size.
        let block = unsafe { std::alloc::alloc(MemLayout::from_size_align(BLOCK_SIZE, BLOCK_SIZE).ok()?) };
        if block.is_null() {
            return None;
        }
        // SAFETY: fresh memory of BLOCK_SIZE bytes; the block vector is touched under the interpreter lock only (H2).
        unsafe {
            block.cast::<Block>().write(Block {
                list: std::ptr::from_ref(list),
                cell_size: size as u32,
                counts: Cell::new(std::ptr::null_mut()),
            });
            (*self.blocks.get()).push(block.cast());
        }
        self.commit(BLOCK_SIZE);
        let first = block.wrapping_add(BLOCK_HEADER);
        list.bump.set(first.wrapping_add(size));
        list.bump_end.set(block.wrapping_add(BLOCK_SIZE));
        Some(first)
    }

    fn commit(&self, bytes: usize) {
        let total = self.committed.get() + bytes;
        self.committed.set(total);
        if total >= self.collect_at.get() {
            self.wants_collection.set(true);
            crate::vm::Vm::with_current(|vm| vm.breaker.set(crate::gil::Breaker::COLLECT));
        }
    }

    #[inline(never)]
    fn allocate_large(&self, size: usize) -> Option<*mut u8> {
        let total = size.checked_add(LARGE_PREFIX)?;
        if total > isize::MAX as usize / 2 {
            return None;
        }
        // SAFETY: the layout has a non-zero size.
        let at = unsafe { std::alloc::alloc(MemLayout::from_size_align(total, 16).ok()?) };
        if at.is_null() {
            return None;
        }
        let prefix = at.cast::<LargePrefix>();
        let next = self.large.get();
        // SAFETY: fresh memory; `next` is a live prefix or null.
        unsafe {
            prefix.write(LargePrefix {
                prev: Cell::new(std::ptr::null_mut()),
                next: Cell::new(next),
                size: total,
                count: Cell::new(0),
            });
            if !next.is_null() {
                (*next).prev.set(prefix);
            }
        }
        self.large.set(prefix);
        self.commit(total);
        Some(at.wrapping_add(LARGE_PREFIX))
    }

    /// Gives the memory of a dead object back.
    ///
    /// # Safety
    /// `at` came from [`Heap::allocate`] of this heap with that `large`, and nothing refers to it any more.
    #[inline(always)]
    pub(crate) unsafe fn free(&self, at: *mut u8, large: bool) {
        if large {
            // SAFETY: the caller's promise.
            unsafe { self.free_large(at) }
            return;
        }
        // SAFETY: A1: `at` is a cell of a block.
        unsafe { free_cell(at) }
    }

    #[inline(never)]
    unsafe fn free_large(&self, at: *mut u8) {
        let prefix = at.wrapping_sub(LARGE_PREFIX).cast::<LargePrefix>();
        // SAFETY: every large object has a prefix, linked with its neighbours.
        unsafe {
            let (prev, next, size) = ((*prefix).prev.get(), (*prefix).next.get(), (*prefix).size);
            if prev.is_null() {
                self.large.set(next);
            } else {
                (*prev).next.set(next);
            }
            if !next.is_null() {
                (*next).prev.set(prev);
            }
            self.committed.set(self.committed.get() - size);
            std::alloc::dealloc(prefix.cast(), MemLayout::from_size_align_unchecked(size, 16));
        }
    }

    /// Calls `visit` with every live object. The heap must not change meanwhile.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(*mut Header)) {
        // SAFETY: A1; the block vector is only read while this runs.
        unsafe {
            for &block in &*self.blocks.get() {
                let size = (*block).cell_size as usize;
                let list = &*(*block).list;
                let start = block.cast::<u8>();
                let mut end = start.wrapping_add(BLOCK_SIZE);
                if list.bump_end.get() == end {
                    end = list.bump.get();
                }
                let mut at = start.wrapping_add(BLOCK_HEADER);
                while (at as usize) + size <= end as usize {
                    let header = at.cast::<Header>();
                    if (*header).refcount() != 0 {
                        visit(header);
                    }
                    at = at.wrapping_add(size);
                }
            }
            let mut large = self.large.get();
            while !large.is_null() {
                let next = (*large).next.get();
                visit(large.cast::<u8>().wrapping_add(LARGE_PREFIX).cast());
                large = next;
            }
        }
    }

    /// Gives every object a counter for the collector (see [`counter`]), all zero.
    pub(crate) fn attach_counters(&self) {
        // SAFETY: H2.
        unsafe {
            for &block in &*self.blocks.get() {
                let counts = vec![0u32; BLOCK_SIZE / GRANULE].into_boxed_slice();
                (*block).counts.set(Box::into_raw(counts).cast());
            }
            let mut large = self.large.get();
            while !large.is_null() {
                (*large).count.set(0);
                large = (*large).next.get();
            }
        }
    }

    /// Takes the counters away again.
    pub(crate) fn detach_counters(&self) {
        // SAFETY: H2; the pointers were made by `attach_counters`.
        unsafe {
            for &block in &*self.blocks.get() {
                let counts = (*block).counts.replace(std::ptr::null_mut());
                if !counts.is_null() {
                    drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(counts, BLOCK_SIZE / GRANULE)));
                }
            }
        }
    }
}

fn block_of(at: *mut u8) -> *mut Block {
    at.map_addr(|a| a & !(BLOCK_SIZE - 1)).cast()
}

/// Gives a cell back to the free list that its block names.
///
/// # Safety
/// `at` is a cell of a block, and nothing refers to it any more.
#[inline(always)]
pub(crate) unsafe fn free_cell(at: *mut u8) {
    let cell = at.cast::<FreeCell>();
    // SAFETY: A1.
    unsafe {
        let list = &*(*block_of(at)).list;
        cell.write(FreeCell { zero: 0, next: list.head.get() });
        list.head.set(cell);
    }
}

/// The collector's counter of an object; only between `attach_counters` and `detach_counters`.
///
/// # Safety
/// `header` is a live object of a heap with counters attached, made before they were attached.
pub(crate) unsafe fn counter<'a>(header: *mut Header) -> &'a Cell<u32> {
    // SAFETY: the caller's promise; large objects have a prefix, others a block with counters.
    unsafe {
        if (*header).flags() & super::object::FLAG_LARGE != 0 {
            &(*header.cast::<u8>().wrapping_sub(LARGE_PREFIX).cast::<LargePrefix>()).count
        } else {
            let block = block_of(header.cast());
            let index = (header.addr() & (BLOCK_SIZE - 1)) / GRANULE;
            &*(*block).counts.get().add(index).cast::<Cell<u32>>()
        }
    }
}

/// Bytes of the allocation that holds an object.
///
/// # Safety
/// `header` is a live object.
pub(crate) unsafe fn allocated_size(header: *mut Header) -> usize {
    // SAFETY: the caller's promise.
    unsafe {
        if (*header).flags() & super::object::FLAG_LARGE != 0 {
            (*header.cast::<u8>().wrapping_sub(LARGE_PREFIX).cast::<LargePrefix>()).size - LARGE_PREFIX
        } else {
            (*block_of(header.cast())).cell_size as usize
        }
    }
}
