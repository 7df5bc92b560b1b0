//! The memory of a dict's table: the entries in insertion order and, behind them, the index of their positions, in one
//! allocation. The index has cells of one, two or four bytes, as the number of positions needs. Must not know how keys
//! are searched or compared: that is `table`'s business.
//!
//! Invariant D1: the first `len` entries hold values (of a deleted entry: NULL); every cell of the index is EMPTY,
//! DELETED or a position below `len`; there are `mask + 1` cells, of `1 << width` bytes each.
#![expect(unsafe_code, reason = "entries and index share an allocation (invariant D1)")]

use std::alloc::Layout;
use std::ptr::NonNull;

use crate::value::Value;

/// One item; a deleted one has a NULL key.
pub struct Entry {
    /// The key's hash.
    pub hash: i64,
    /// The key.
    pub key: Value,
    /// The value.
    pub value: Value,
}

/// A cell that was never used.
pub(super) const EMPTY: isize = -1;
/// A cell whose entry was deleted.
pub(super) const DELETED: isize = -2;

/// The index of a table without memory: one EMPTY cell.
static NO_CELLS: i64 = -1;

/// Entries and index of a table.
pub(super) struct Raw {
    entries: NonNull<Entry>,
    index: NonNull<u8>,
    capacity: u32,
    len: u32,
    mask: u32,
    width: u8,
    class: u8,
}

/// The width of the cells of a size class: 0, 1 or 2 for one, two or four bytes. Positions stay below two thirds of
/// `1 << class`, so that they fit the positive numbers of a width.
fn width_for(class: u32) -> u8 {
    match class {
        0..=7 => 0,
        8..=15 => 1,
        _ => 2,
    }
}

/// The size class of the smallest tables: five entries, as in CPython.
pub(super) const SMALLEST: u32 = 3;

/// How many entries a table of a size class has room for: those that `1 << class` cells serve.
pub(super) fn capacity_for(class: u32) -> usize {
    (1 << class) * 2 / 3
}

/// The cells of a size class, as a power of two. The smallest class has more of them than it needs, which cost next to
/// nothing: few keys collide there.
fn log2_cells(class: u32) -> u32 {
    if class == SMALLEST { class + 1 } else { class }
}

impl Raw {
    /// No memory.
    pub(super) fn new() -> Raw {
        let none = NonNull::from_ref(&NO_CELLS);
        Raw { entries: none.cast(), index: none.cast(), capacity: 0, len: 0, mask: 0, width: 0, class: 0 }
    }

    fn layout(capacity: usize, cells: usize, width: u8) -> Option<Layout> {
        let size = capacity.checked_mul(size_of::<Entry>())?.checked_add(cells << width)?;
        Layout::from_size_align(size, align_of::<Entry>()).ok()
    }

    /// Memory for a table of a size class, without entries; `None`: there is not enough.
    pub(super) fn of_class(class: u32) -> Option<Raw> {
        if !(SMALLEST..=31).contains(&class) {
            return None;
        }
        let (cells, width) = (1usize << log2_cells(class), width_for(class));
        let capacity = capacity_for(class);
        let layout = Raw::layout(capacity, cells, width)?;
        // SAFETY: the size is not zero. The index lies behind the entries, and all its cells are written: EMPTY has all
        // bits set in every width.
        unsafe {
            let memory = NonNull::new(std::alloc::alloc(layout))?;
            let index = memory.add(capacity * size_of::<Entry>());
            std::ptr::write_bytes(index.as_ptr(), 0xff, cells << width);
            Some(Raw {
                entries: memory.cast(),
                index,
                capacity: capacity as u32,
                len: 0,
                mask: (cells - 1) as u32,
                width,
                class: class as u8,
            })
        }
    }

    /// One less than the number of cells.
    #[inline(always)]
    pub(super) fn mask(&self) -> usize {
        self.mask as usize
    }

    /// The number of entries, deleted ones included.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// The number of entries that there is room for.
    #[inline(always)]
    pub(super) fn capacity(&self) -> usize {
        self.capacity as usize
    }

    /// Bytes of memory.
    pub(super) fn owned_bytes(&self) -> usize {
        if self.capacity == 0 {
            return 0;
        }
        self.capacity as usize * size_of::<Entry>() + ((self.mask as usize + 1) << self.width)
    }

    /// What the index holds at a cell, whose number is masked here.
    #[inline(always)]
    pub(super) fn cell(&self, at: usize) -> isize {
        let at = at & self.mask();
        // SAFETY: D1: there are `mask + 1` cells of this width.
        unsafe {
            match self.width {
                0 => isize::from(self.index.cast::<i8>().add(at).read()),
                1 => isize::from(self.index.cast::<i16>().add(at).read()),
                _ => self.index.cast::<i32>().add(at).read() as isize,
            }
        }
    }

    /// Changes a cell to DELETED or to the position of an entry.
    #[inline(always)]
    pub(super) fn set_cell(&mut self, at: usize, content: isize) {
        let at = at & self.mask();
        debug_assert!(self.capacity > 0 && content < self.len as isize);
        // SAFETY: D1: there are `mask + 1` cells of this width, and they are our own: a table without memory is given
        // no entry, hence no cell to set.
        unsafe {
            match self.width {
                0 => self.index.cast::<i8>().add(at).write(content as i8),
                1 => self.index.cast::<i16>().add(at).write(content as i16),
                _ => self.index.cast::<i32>().add(at).write(content as i32),
            }
        }
    }

    /// The entry whose position a cell of the index holds.
    #[inline(always)]
    pub(super) fn indexed(&self, position: isize) -> &Entry {
        debug_assert!((0..self.len as isize).contains(&position));
        // SAFETY: D1: positions in the index are below `len`.
        unsafe { self.entries.offset(position).as_ref() }
    }

    /// All entries, deleted ones included.
    #[inline(always)]
    pub(super) fn entries(&self) -> &[Entry] {
        // SAFETY: D1: `len` entries hold values; without memory `len` is zero and the address is aligned.
        unsafe { std::slice::from_raw_parts(self.entries.as_ptr(), self.len as usize) }
    }

    /// All entries, deleted ones included. What the index says of them must stay true.
    #[inline(always)]
    pub(super) fn entries_mut(&mut self) -> &mut [Entry] {
        // SAFETY: as in `entries`.
        unsafe { std::slice::from_raw_parts_mut(self.entries.as_ptr(), self.len as usize) }
    }

    /// Adds an entry; gives it back if there is no room.
    #[inline(always)]
    pub(super) fn push(&mut self, entry: Entry) -> Result<(), Entry> {
        if self.len >= self.capacity {
            return Err(entry);
        }
        // SAFETY: there is room for one more, which has not been written.
        unsafe { self.entries.add(self.len as usize).write(entry) }
        self.len += 1;
        Ok(())
    }

    /// Takes the last entry away, which is a deleted one: no cell of the index names it.
    pub(super) fn pop_deleted(&mut self) -> bool {
        match self.entries().last() {
            Some(entry) if entry.key.is_null() && entry.value.is_null() => {
                self.len -= 1;
                true
            }
            _ => false,
        }
    }

    /// Moves all entries but the deleted ones to another table's memory, which has room for them and no entries yet; its
    /// index does not name them yet.
    pub(super) fn move_entries(&mut self, to: &mut Raw) {
        let count = self.len as usize;
        self.len = 0;
        for i in 0..count {
            // SAFETY: D1: the first `count` entries hold values, each of which is moved out once; deleted ones own nothing.
            unsafe {
                let from = self.entries.add(i);
                if !from.as_ref().key.is_null() && to.len < to.capacity {
                    std::ptr::copy_nonoverlapping(from.as_ptr(), to.entries.add(to.len as usize).as_ptr(), 1);
                    to.len += 1;
                }
            }
        }
    }

    /// A copy of index and entries; `None`: there is not enough memory.
    pub(super) fn copy(&self) -> Option<Raw> {
        if self.capacity == 0 {
            return Some(Raw::new());
        }
        let mut copy = Raw::of_class(u32::from(self.class))?;
        // SAFETY: both indexes have the same size; all entries are written before the copy is seen.
        unsafe {
            let bytes = (self.mask as usize + 1) << self.width;
            std::ptr::copy_nonoverlapping(self.index.as_ptr(), copy.index.as_ptr(), bytes);
            for (i, entry) in self.entries().iter().enumerate() {
                let twin = Entry { hash: entry.hash, key: entry.key.clone(), value: entry.value.clone() };
                copy.entries.add(i).write(twin);
            }
        }
        copy.len = self.len;
        Some(copy)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        if self.capacity == 0 {
            return;
        }
        for entry in self.entries_mut() {
            // SAFETY: every entry is dropped once, here.
            unsafe { std::ptr::drop_in_place(entry) }
        }
        if let Some(layout) = Raw::layout(self.capacity as usize, self.mask as usize + 1, self.width) {
            // SAFETY: `of_class` has allocated this layout.
            unsafe { std::alloc::dealloc(self.entries.as_ptr().cast(), layout) }
        }
    }
}
