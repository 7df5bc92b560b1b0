//! The mode that poisons freed memory: it is overwritten with a pattern and kept back for a while, so that a use after
//! the last reference is gone ends in a crash near its cause. Switched on by `-X poison` or `MINIPYPOISON=1`.
#![expect(unsafe_code, reason = "freed memory is raw (invariant A1)")]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::block::FreeCell;
use super::raw::{Heap, release_cell};

/// What freed memory is filled with: no address, no valid tag, an improbable length.
const PATTERN: u8 = 0xDD;
/// Cells and large objects that are kept back.
const KEPT: usize = 20_000;
const KEPT_LARGE: usize = 64;

/// Freed memory that is not given out again yet.
#[derive(Default)]
pub(crate) struct Quarantine {
    cells: RefCell<VecDeque<(*mut FreeCell, usize)>>,
    large: RefCell<VecDeque<*mut u8>>,
    /// How often the pattern was found damaged.
    damaged: Cell<usize>,
}

impl Quarantine {
    /// Poisons and keeps a freed cell.
    ///
    /// # Safety
    /// The cell is free and on no list.
    pub(super) unsafe fn put(&self, cell: *mut FreeCell, size: usize) {
        // SAFETY: the caller's promise; the count in the first four bytes stays 0, as A1 wants.
        unsafe { cell.cast::<u8>().add(4).write_bytes(PATTERN, size - 4) };
        self.cells.borrow_mut().push_back((cell, size));
        let oldest = if self.cells.borrow().len() > KEPT { self.cells.borrow_mut().pop_front() } else { None };
        if let Some((cell, size)) = oldest {
            // SAFETY: the cell has been free since it came.
            unsafe {
                self.check(cell.cast(), size);
                release_cell(cell);
            }
        }
    }

    /// Poisons and keeps a freed large object.
    ///
    /// # Safety
    /// `at` is a large object's memory that nothing refers to any more.
    pub(super) unsafe fn put_large(&self, heap: &Heap, at: *mut u8) {
        // SAFETY: the caller's promise; the count in the first four bytes stays 0.
        unsafe {
            let size = super::large::size_of_object(at.cast());
            at.write_bytes(0, 4);
            at.add(4).write_bytes(PATTERN, size - 4);
            self.large.borrow_mut().push_back(at);
            let oldest =
                if self.large.borrow().len() > KEPT_LARGE { self.large.borrow_mut().pop_front() } else { None };
            if let Some(at) = oldest {
                self.check(at, super::large::size_of_object(at.cast()));
                heap.large.free(at);
            }
        }
    }

    /// Whoever wrote into freed memory is not known any more, but that somebody did is worth the end of the process.
    unsafe fn check(&self, at: *const u8, size: usize) {
        // SAFETY: `size` bytes of memory that only the quarantine knows.
        let bytes = unsafe { std::slice::from_raw_parts(at, size) };
        if bytes[..4] != [0; 4] || bytes[4..].iter().any(|&b| b != PATTERN) {
            self.damaged.set(self.damaged.get() + 1);
            let shown = &bytes[..size.min(64)];
            panic!("freed memory at {at:p} ({size} bytes) was written to: {shown:02x?}");
        }
    }
}
