//! Blocks and their cells: where a block keeps what, its live cells, and what is found from the address of an object.
//!
//! Which block serves next, and what becomes of a freed cell, is the heap's (`raw`). Must not know types or values.
#![expect(unsafe_code, reason = "cells are reached through raw addresses (invariants A1, H)")]

use std::cell::Cell;

use super::object::Header;
use super::raw::Heap;

pub(super) const BLOCK_SIZE: usize = 64 * 1024;
pub(super) const BLOCK_HEADER: usize = 128;

/// A free cell. Its first word, in which an object has its reference count and its shape, is 0.
#[repr(C)]
pub(super) struct FreeCell {
    pub(super) zero: usize,
    pub(super) next: *mut FreeCell,
}

pub(super) struct FreeList {
    pub(super) head: Cell<*mut FreeCell>,
}

/// The start of a block.
#[repr(C)]
pub(super) struct Block {
    /// Where a freed cell goes: the class's list while the block is current, else `own`.
    pub(super) list: Cell<*const FreeList>,
    pub(super) own: FreeList,
    /// Cells from here on were never used.
    pub(super) bump: Cell<*mut u8>,
    pub(super) end: *mut u8,
    pub(super) next_available: Cell<*mut Block>,
    pub(super) heap: *const Heap,
    pub(super) cell_size: u32,
    /// 2^32 divided by the cell size, rounded up.
    pub(super) reciprocal: u32,
    pub(super) class: u32,
    pub(super) is_available: Cell<bool>,
    pub(super) is_dirty: Cell<bool>,
    pub(super) is_middle: Cell<bool>,
}

/// Calls `visit` with every live object of a block.
///
/// # Safety
/// The block is live, and its cells do not change meanwhile.
#[inline(always)]
pub(super) unsafe fn for_each_in(block: *mut Block, visit: &mut impl FnMut(*mut Header)) {
    // SAFETY: A1.
    unsafe {
        let size = (*block).cell_size as usize;
        let end = (*block).bump.get();
        let mut at = block.cast::<u8>().wrapping_add(BLOCK_HEADER);
        while at < end {
            let header = at.cast::<Header>();
            if (*header).refcount() != 0 {
                visit(header);
            }
            at = at.wrapping_add(size);
        }
    }
}

/// Whether all cells of a block are free. One of an object that is being destroyed is not: its count is 0, but it has
/// a shape till it is given back, and what dies with it may run code that collects.
///
/// # Safety
/// The block is live.
pub(super) unsafe fn is_empty(block: *mut Block) -> bool {
    // SAFETY: A1.
    unsafe {
        let size = (*block).cell_size as usize;
        let end = (*block).bump.get();
        let mut at = block.cast::<u8>().wrapping_add(BLOCK_HEADER);
        while at < end {
            if (*at.cast::<FreeCell>()).zero != 0 {
                return false;
            }
            at = at.wrapping_add(size);
        }
    }
    true
}

/// The block of a cell.
#[inline(always)]
pub(super) fn block_of(at: *mut u8) -> *mut Block {
    at.map_addr(|a| a & !(BLOCK_SIZE - 1)).cast()
}

/// The collector's counter of an object that it looks at.
///
/// # Safety
/// `header` is a live object that the collector looks at.
#[inline(always)]
pub(crate) unsafe fn counter<'a>(header: *mut Header) -> &'a Cell<u32> {
    // SAFETY: the caller's promise; large objects have a prefix, others a block whose counters follow its cells.
    unsafe {
        if (*header).flags() & super::object::FLAG_LARGE != 0 {
            super::large::counter(header)
        } else {
            let block = block_of(header.cast());
            let offset = (header.addr() & (BLOCK_SIZE - 1)) - BLOCK_HEADER;
            let index = (offset as u64 * u64::from((*block).reciprocal)) >> 32;
            &*(*block).end.cast::<Cell<u32>>().add(index as usize)
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
            super::large::size_of_object(header)
        } else {
            (*block_of(header.cast())).cell_size as usize
        }
    }
}
