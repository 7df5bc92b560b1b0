//! Memory for objects: size-class blocks with free lists, and single allocations for large objects.
//!
//! A block is 64 KiB, aligned to its size, and holds cells of one size, so that the block of a cell is found by
//! masking its address. Objects that the collector looks at live in blocks of their own, which end with a counter for
//! each cell. A freed cell has reference count 0 and links to the next free one at its second word; the collector
//! walks blocks cell by cell. Must not know types or values.
//!
//! Each size class allocates from one block at a time, its *current* block. So the blocks that have been current since
//! the last collection (the *dirty* ones) are a small part of the heap that holds all young objects.
//!
//! Invariant A1: a cell of a block is either live (count > 0, a valid object), free (count 0), or beyond the block's
//! bump pointer.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use std::alloc::Layout as MemLayout;
use std::cell::{Cell, UnsafeCell};

use super::block::{BLOCK_HEADER, BLOCK_SIZE, Block, FreeCell, FreeList, block_of, counter, for_each_in, is_empty};
use super::large::LargeObjects;
use super::object::Header;
use super::poison::Quarantine;

const GRANULE: usize = 8;
/// Largest object, header included, that lives in a block.
pub const MAX_CELL: usize = 512;
const CLASSES: usize = MAX_CELL / GRANULE + 1;
/// Cells that a size class takes at a time; the collector's count of new objects is as exact as this.
const BATCH: usize = 64;
/// Fresh memory becomes cells up to the end of its page: pages are touched when they are needed.
const PAGE: usize = 4096;
/// How many blocks there are, at least, before empty ones are looked for.
const TRIM_FROM: usize = 256;

/// The blocks with cells of one size that do, or do not, interest the collector.
struct SizeClass {
    list: FreeList,
    /// The block whose cells `list` holds, or null.
    current: Cell<*mut Block>,
    /// Blocks with free cells, linked.
    available: Cell<*mut Block>,
}

/// The memory of one interpreter. Not `Sync` by itself: the interpreter lock guards it (H2).
pub struct Heap {
    classes: Box<[SizeClass; 2 * CLASSES]>,
    /// All blocks: those that the collector does not look at, and those that it does.
    blocks: [UnsafeCell<Vec<*mut Block>>; 2],
    /// Blocks that have been current since the last collection.
    dirty: UnsafeCell<Vec<*mut Block>>,
    /// Blocks with objects of the middle generation.
    middle: UnsafeCell<Vec<*mut Block>>,
    pub(super) large: LargeObjects,
    /// Cells handed to size classes since the last collection: about the number of new objects.
    pub(super) young: Cell<usize>,
    /// Value of `young` that asks for a collection.
    pub(super) young_limit: Cell<usize>,
    batch: Cell<usize>,
    trim_at: Cell<usize>,
    /// Given to objects with finalisers, so that these run in the order of creation.
    births: Cell<u32>,
    /// Freed memory that is kept for a while; only in the mode that poisons it.
    pub(super) quarantine: Cell<Option<&'static Quarantine>>,
}

impl Default for Heap {
    fn default() -> Heap {
        Heap::new()
    }
}

impl Heap {
    /// An empty heap.
    pub fn new() -> Heap {
        let class = || SizeClass {
            list: FreeList { head: Cell::new(std::ptr::null_mut()) },
            current: Cell::new(std::ptr::null_mut()),
            available: Cell::new(std::ptr::null_mut()),
        };
        Heap {
            classes: Box::new(std::array::from_fn(|_| class())),
            blocks: [const { UnsafeCell::new(Vec::new()) }; 2],
            dirty: UnsafeCell::new(Vec::new()),
            middle: UnsafeCell::new(Vec::new()),
            large: LargeObjects::new(),
            young: Cell::new(0),
            young_limit: Cell::new(super::generations::DEFAULT_THRESHOLD),
            batch: Cell::new(BATCH),
            trim_at: Cell::new(TRIM_FROM),
            births: Cell::new(0),
            quarantine: Cell::new(None),
        }
    }

    /// Memory for an object of `size` bytes, header included, and whether it is a large one; `gc` says whether the
    /// collector looks at it. `None`: out of memory.
    #[inline(always)]
    pub(crate) fn allocate(&self, size: usize, gc: bool) -> Option<(*mut u8, bool)> {
        if size <= MAX_CELL {
            let index = size.div_ceil(GRANULE) + if gc { CLASSES } else { 0 };
            let list = &self.classes[index].list;
            let cell = list.head.get();
            if !cell.is_null() {
                // SAFETY: A1: the head of the list is a free cell.
                list.head.set(unsafe { (*cell).next });
                return Some((cell.cast(), false));
            }
            return self.refill(index).map(|p| (p, false));
        }
        self.allocate_large(size, gc).map(|p| (p, true))
    }

    /// A cell for an object of at most [`MAX_CELL`] bytes that the collector looks at, if one is at hand; else null.
    #[inline(always)]
    pub(crate) fn take_cell(&self, size: usize) -> *mut u8 {
        debug_assert!(size <= MAX_CELL);
        let list = &self.classes[size.div_ceil(GRANULE) + CLASSES].list;
        let cell = list.head.get();
        if !cell.is_null() {
            // SAFETY: A1: the head of the list is a free cell.
            list.head.set(unsafe { (*cell).next });
        }
        cell.cast()
    }

    #[inline(never)]
    fn allocate_large(&self, size: usize, gc: bool) -> Option<*mut u8> {
        if gc {
            self.count_young(1);
        }
        if minipy_host::alloc::take_low_memory() {
            super::growth::note();
        }
        self.large.allocate(size, size_of::<Header>(), 16, gc)
    }

    /// Memory for a type object, whose struct lies at `offset` and must be aligned so that the header's flags have
    /// room in its address.
    pub(crate) fn allocate_type(&self, size: usize, offset: usize) -> Option<*mut u8> {
        self.count_young(1);
        self.large.allocate(size, offset, super::object::FLAG_MASK + 1, true)
    }

    /// Notes that so many cells were taken for objects that the collector looks at.
    #[inline]
    fn count_young(&self, cells: usize) {
        let young = self.young.get() + cells;
        self.young.set(young);
        if young > self.young_limit.get() {
            crate::vm::Vm::with_current(|vm| vm.breaker.set(crate::gil::Breaker::COLLECT));
        }
    }

    /// A cell of a class whose list is empty; fills the list.
    #[inline(never)]
    fn refill(&self, index: usize) -> Option<*mut u8> {
        let class = &self.classes[index];
        let batch = self.batch.get();
        if minipy_host::alloc::take_low_memory() {
            crate::vm::Vm::with_current(|vm| vm.breaker.set(crate::gil::Breaker::MEMORY));
        }
        loop {
            if class.current.get().is_null() {
                self.make_current(index)?;
            }
            // SAFETY: the current block is live; A1 for its cells. Blocks change under the interpreter lock only (H2).
            unsafe {
                let block = &*class.current.get();
                let first = block.own.head.get();
                let size = block.cell_size as usize;
                let at = block.bump.get();
                let fresh = (block.end.addr() - at.addr()) / size;
                let (cell, taken) = if !first.is_null() {
                    let (mut last, mut taken) = (first, 1);
                    while taken < batch && !(*last).next.is_null() {
                        last = (*last).next;
                        taken += 1;
                    }
                    block.own.head.set((*last).next);
                    (*last).next = std::ptr::null_mut();
                    class.list.head.set((*first).next);
                    (first.cast::<u8>(), taken)
                } else if fresh > 0 {
                    let page = (at.addr() + size).next_multiple_of(PAGE) - at.addr();
                    let taken = fresh.min(batch).min((page / size).max(1));
                    let mut next: *mut FreeCell = std::ptr::null_mut();
                    for i in (1..taken).rev() {
                        let cell = at.add(i * size).cast::<FreeCell>();
                        cell.write(FreeCell { zero: 0, next });
                        next = cell;
                    }
                    // The caller writes the first cell, but not before it is counted as used.
                    at.cast::<FreeCell>().write(FreeCell { zero: 0, next: std::ptr::null_mut() });
                    block.bump.set(at.add(taken * size));
                    class.list.head.set(next);
                    (at, taken)
                } else {
                    self.retire(class);
                    continue;
                };
                if index >= CLASSES {
                    self.count_young(taken);
                }
                return Some(cell);
            }
        }
    }

    /// Finds or makes a block with room and makes it the current one of its class.
    fn make_current(&self, index: usize) -> Option<()> {
        let class = &self.classes[index];
        let mut block = class.available.get();
        if block.is_null() {
            block = self.new_block(index)?;
        } else {
            // SAFETY: blocks of the list are live.
            unsafe {
                class.available.set((*block).next_available.get());
                (*block).is_available.set(false);
            }
        }
        class.current.set(block);
        // SAFETY: as above; the vector is touched under the interpreter lock only (H2).
        unsafe {
            (*block).list.set(&class.list);
            if index >= CLASSES && !(*block).is_dirty.replace(true) {
                (*self.dirty.get()).push(block);
            }
        }
        Some(())
    }

    fn new_block(&self, index: usize) -> Option<*mut Block> {
        let gc = index >= CLASSES;
        // SAFETY: the block vectors are touched under the interpreter lock only (H2).
        if unsafe { (*self.blocks[0].get()).len() + (*self.blocks[1].get()).len() } >= self.trim_at.get() {
            self.trim();
        }
        let size = (index % CLASSES) * GRANULE;
        // SAFETY: the layout has a non-zero size.
        let block = unsafe { std::alloc::alloc(MemLayout::from_size_align(BLOCK_SIZE, BLOCK_SIZE).ok()?) };
        if block.is_null() {
            return None;
        }
        let cells = (BLOCK_SIZE - BLOCK_HEADER) / (size + if gc { size_of::<u32>() } else { 0 });
        let first = block.wrapping_add(BLOCK_HEADER);
        let end = first.wrapping_add(cells * size);
        let block = block.cast::<Block>();
        // SAFETY: fresh memory of BLOCK_SIZE bytes, whose counters follow `end`; the vectors as above.
        unsafe {
            if gc {
                // An instance older than its class's `__del__` has its counter read before it is set.
                end.write_bytes(0, cells * size_of::<u32>());
            }
            block.write(Block {
                list: Cell::new(std::ptr::null()),
                own: FreeList { head: Cell::new(std::ptr::null_mut()) },
                bump: Cell::new(first),
                end,
                next_available: Cell::new(std::ptr::null_mut()),
                heap: self,
                cell_size: size as u32,
                reciprocal: (1u64 << 32).div_ceil(size as u64) as u32,
                class: index as u32,
                is_available: Cell::new(false),
                is_dirty: Cell::new(false),
                is_middle: Cell::new(false),
            });
            (*self.blocks[usize::from(gc)].get()).push(block);
        }
        Some(block)
    }

    /// A class gives up its current block, which keeps its free cells.
    fn retire(&self, class: &SizeClass) {
        let current = class.current.replace(std::ptr::null_mut());
        if current.is_null() {
            return;
        }
        // SAFETY: the current block is live; the cells of the class's list are free cells of it (A1).
        unsafe {
            let block = &*current;
            let rest = class.list.head.replace(std::ptr::null_mut());
            if !rest.is_null() {
                let mut last = rest;
                while !(*last).next.is_null() {
                    last = (*last).next;
                }
                (*last).next = block.own.head.get();
                block.own.head.set(rest);
            }
            block.list.set(&block.own);
            if !block.own.head.get().is_null() || block.end.addr() - block.bump.get().addr() >= block.cell_size as usize
            {
                block.is_available.set(true);
                block.next_available.set(class.available.replace(current));
            }
        }
    }

    /// Starts a collection: the blocks that hold all objects up to a generation. No block is current or dirty any more.
    pub(super) fn take_blocks(&self, generation: usize) -> Vec<*mut Block> {
        for class in &self.classes[CLASSES..] {
            self.retire(class);
        }
        self.young.set(0);
        // SAFETY: H2; blocks on the lists are live.
        unsafe {
            let mut taken = std::mem::take(&mut *self.dirty.get());
            for &block in &taken {
                (*block).is_dirty.set(false);
            }
            if generation >= 1 {
                taken.retain(|&block| !(*block).is_middle.get());
                taken.append(&mut *self.middle.get());
                taken.iter().for_each(|&block| (*block).is_middle.set(false));
            }
            if generation == 2 { (*self.blocks[1].get()).clone() } else { taken }
        }
    }

    /// Ends a collection: after one of young objects, their blocks hold objects of the middle generation.
    pub(super) fn give_blocks(&self, generation: usize, blocks: &[*mut Block]) {
        if generation == 0 {
            // SAFETY: as above.
            unsafe {
                let new = blocks.iter().copied().filter(|&block| !(*block).is_middle.replace(true));
                (*self.middle.get()).extend(new);
            }
        }
    }

    /// Gives empty blocks back to the system.
    pub(super) fn trim(&self) {
        if self.quarantine.get().is_some() {
            return;
        }
        let mut left = 0;
        // SAFETY: H2; a block without live cells that is not current is referred to by the lists that are rebuilt here
        // only. The list of middle blocks is emptied by the full collection that calls this, or keeps blocks alive.
        unsafe {
            for class in &*self.classes {
                class.available.set(std::ptr::null_mut());
            }
            let mut dropped = false;
            for blocks in &self.blocks {
                (*blocks.get()).retain(|&block| {
                    let b = &*block;
                    let class = &self.classes[b.class as usize];
                    if class.current.get() == block {
                        return true;
                    }
                    if !b.is_middle.get() && is_empty(block) {
                        dropped |= b.is_dirty.get();
                        if b.is_dirty.get() {
                            (*self.dirty.get()).retain(|&d| d != block);
                        }
                        std::alloc::dealloc(block.cast(), MemLayout::from_size_align_unchecked(BLOCK_SIZE, BLOCK_SIZE));
                        return false;
                    }
                    let room =
                        !b.own.head.get().is_null() || b.end.addr() - b.bump.get().addr() >= b.cell_size as usize;
                    b.is_available.set(room);
                    if room {
                        b.next_available.set(class.available.replace(block));
                    }
                    true
                });
                left += (*blocks.get()).len();
            }
        }
        self.trim_at.set((left * 2).max(TRIM_FROM));
    }

    /// Gives the memory of a dead object back.
    ///
    /// # Safety
    /// `at` came from [`Heap::allocate`] of this heap with that `large`, and nothing refers to it any more.
    #[inline(always)]
    pub(crate) unsafe fn free(&self, at: *mut u8, large: bool) {
        if large {
            // SAFETY: the caller's promise.
            unsafe {
                match self.quarantine.get() {
                    None => self.large.free(at),
                    Some(quarantine) => quarantine.put_large(self, at),
                }
            }
            return;
        }
        // SAFETY: A1: `at` is a cell of a block.
        unsafe { free_cell(at) }
    }

    /// Calls `visit` with every live object. The heap must not change meanwhile.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(*mut Header)) {
        // SAFETY: A1; the block vectors are only read while this runs.
        unsafe {
            for blocks in &self.blocks {
                for &block in &*blocks.get() {
                    for_each_in(block, &mut visit);
                }
            }
        }
        self.large.for_each(&mut visit);
    }

    /// The bytes of all blocks, and those of them that live objects take, with the collector's counters.
    pub(super) fn block_bytes(&self) -> (usize, usize) {
        let mut used = 0;
        // SAFETY: A1; the block vectors are only read while this runs.
        let blocks = unsafe {
            for (blocks, counter) in self.blocks.iter().zip([0, size_of::<u32>()]) {
                for &block in &*blocks.get() {
                    let size = (*block).cell_size as usize + counter;
                    for_each_in(block, &mut |_| used += size);
                }
            }
            (*self.blocks[0].get()).len() + (*self.blocks[1].get()).len()
        };
        (blocks * BLOCK_SIZE, used)
    }

    /// Calls `visit` with every object that may be young. The heap must not change meanwhile.
    pub(super) fn for_each_young(&self, mut visit: impl FnMut(*mut Header)) {
        // SAFETY: A1; H2.
        unsafe {
            for &block in &*self.dirty.get() {
                for_each_in(block, &mut visit);
            }
        }
        self.large.for_each_of(0, &mut visit);
    }

    /// Sets how many new objects ask for a collection; 0: none ever do.
    pub(super) fn set_young_limit(&self, objects: usize) {
        self.young_limit.set(if objects == 0 { usize::MAX } else { objects });
        if self.quarantine.get().is_none() {
            self.batch.set(if objects == 0 { BATCH } else { (objects / 16).clamp(1, BATCH) });
        }
    }

    /// Makes every allocation and every free take the slow path, so that `quarantine` sees them.
    pub(super) fn set_quarantine(&self, quarantine: &'static Quarantine) {
        self.quarantine.set(Some(quarantine));
        self.batch.set(1);
        for class in &*self.classes {
            self.retire(class);
        }
    }

    /// Whether objects with finalisers were ever made.
    pub(super) fn has_births(&self) -> bool {
        self.births.get() != 0
    }

    /// Remembers when an object with a finaliser was made.
    ///
    /// # Safety
    /// `at` is a small object that the collector looks at, or a large one whose header is written.
    pub(crate) unsafe fn note_birth(&self, header: *mut Header) {
        let number = self.births.get().wrapping_add(1);
        self.births.set(number);
        // SAFETY: the caller's promise.
        unsafe { counter(header).set(number) }
    }
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
        let block = block_of(at);
        let list = &*(*block).list.get();
        let head = list.head.get();
        cell.write(FreeCell { zero: 0, next: head });
        list.head.set(cell);
        if head.is_null() {
            freed_first(block);
        }
    }
}

/// A block has one free cell on its list, and had none before.
#[cold]
#[inline(never)]
unsafe fn freed_first(block: *mut Block) {
    // SAFETY: the block is live, and belongs to a live heap.
    unsafe {
        let heap = &*(*block).heap;
        if let Some(quarantine) = heap.quarantine.get() {
            let list = &*(*block).list.get();
            quarantine.put(list.head.replace(std::ptr::null_mut()), (*block).cell_size as usize);
            return;
        }
        offer(heap, block);
    }
}

/// Notes that a block has a free cell.
unsafe fn offer(heap: &Heap, block: *mut Block) {
    // SAFETY: the block is live.
    unsafe {
        let b = &*block;
        if std::ptr::eq(b.list.get(), &b.own) && !b.is_available.replace(true) {
            let class = &heap.classes[b.class as usize];
            b.next_available.set(class.available.replace(block));
        }
    }
}

/// A cell leaves the quarantine: it may be used again.
///
/// # Safety
/// `cell` is a free cell that is on no list.
pub(super) unsafe fn release_cell(cell: *mut FreeCell) {
    // SAFETY: the caller's promise.
    unsafe {
        let block = block_of(cell.cast());
        cell.write(FreeCell { zero: 0, next: (*block).own.head.get() });
        (*block).own.head.set(cell);
        offer(&*(*block).heap, block);
    }
}
