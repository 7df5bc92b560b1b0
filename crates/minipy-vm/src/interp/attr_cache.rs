//! Attribute caches: what the cache words of an instruction hold, and a table shared by all instructions for sites that
//! see objects of more than two shapes.
//!
//! An instruction has two entries of two words. The first one is what was found last, of any kind; the second one holds
//! what the first one held before if that was a plain place, and only plain places are looked for there.
//!
//! A cache entry is valid for objects with its shape whose type has its version (types are numbered anew when they or
//! their bases change), so a valid entry's borrowed values are alive. What a lookup found is told by the two highest
//! bits of the shape word ([`Kind`]); the loop's fast paths only know the plain kind, for which they are zero.
#![expect(unsafe_code, reason = "borrowed values of the method table (invariant T1)")]

use std::cell::Cell;

use minipy_bytecode::opcode::Opcode;

use crate::heap::Header;
use crate::types::str_::Name;
use crate::value::Value;

/// What a cache entry's payload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// LoadAttr, StoreAttr: the offset of an inline attribute. LoadMethod: the function.
    Plain,
    /// LoadAttr: the getter of a property, or a native computed attribute. LoadMethod: the offset of an inline attribute.
    Other,
    /// A class attribute that is no descriptor.
    Constant,
    /// A static method: what it wraps is asked each time, since calling its `__init__` once more changes that.
    Static,
}

/// Words of LoadAttr, LoadMethod and StoreAttr.
pub(crate) const ATTR_WORDS: usize = Opcode::LoadAttr.len();
const _: () = assert!(Opcode::LoadMethod.len() == ATTR_WORDS && Opcode::StoreAttr.len() == ATTR_WORDS);
/// Where the words of their two entries begin.
pub(crate) const FIRST_ENTRY: usize = 1;
pub(crate) const SECOND_ENTRY: usize = 3;

pub(crate) const KIND_SHIFT: u32 = 30;
/// Shapes are numbered below this.
const SHAPE_MASK: u32 = (1 << KIND_SHIFT) - 1;
/// The shape word of an entry for the attribute of a class object whose class is `type`; the version is that of the
/// class itself. No shape has such a number.
pub(crate) const CLASS: u32 = u32::MAX;
/// The same, for a static method.
pub(crate) const CLASS_STATIC: u32 = u32::MAX - 1;
/// The same, for a class method, whose wrapped callable was a function (LoadMethod only).
pub(crate) const CLASS_METHOD: u32 = u32::MAX - 2;
/// The shape word of an entry for the attribute of a module; the version is the guard of its namespace.
pub(crate) const MODULE: u32 = u32::MAX - 3;

/// Whether the shape word of an entry says that the payload is a plain place, or a method.
#[inline(always)]
pub(crate) fn is_plain(word: u32) -> bool {
    word != 0 && word >> KIND_SHIFT == 0
}

impl Kind {
    /// The shape word of an entry.
    #[inline(always)]
    pub(crate) fn word(self, shape: u32) -> u32 {
        debug_assert!(shape <= SHAPE_MASK);
        shape | (self as u32) << KIND_SHIFT
    }

    /// The kind of an entry whose shape word is `word`, if it is for objects like this one.
    #[inline]
    pub(crate) fn of(word: u32, version: u32, header: &Header) -> Option<Kind> {
        if word & SHAPE_MASK != header.shape() || version != header.ty().version.get() {
            return None;
        }
        match word >> KIND_SHIFT {
            0 => Some(Kind::Plain),
            1 => Some(Kind::Other),
            2 => Some(Kind::Constant),
            _ => Some(Kind::Static),
        }
    }
}

/// Which instruction an entry of the shared table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// LoadAttr.
    Load,
    /// LoadMethod.
    Method,
    /// StoreAttr.
    Store,
    /// LoadSuperAttr; the shape is the version of the class that `super()` starts after.
    Super,
    /// LoadSpecial; only the type counts, so that the shape is 1.
    Special,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Entry {
    pub(crate) shape: u32,
    pub(crate) version: u32,
    /// The name's identity, and the [`Use`] in its lowest bits.
    name: usize,
    pub(crate) payload: u64,
    pub(crate) word: u32,
}

const EMPTY: Entry = Entry { shape: 0, version: 0, name: 0, payload: 0, word: 0 };

/// Entries of the shared table, once it has any.
const SIZE: usize = 2048;
/// So many hits of the shared table are taken as they are before one rewrites the words of its instruction.
const PATIENCE: u32 = 64;

/// The table shared by all instructions.
pub(crate) struct AttrCache {
    /// The entries: one empty one in the beginning, so that every start does not pay for the memory.
    entries: Cell<*mut Entry>,
    mask: Cell<usize>,
    hits: Cell<u32>,
}

impl AttrCache {
    /// An empty table; it takes memory at the first use.
    pub(crate) fn new() -> AttrCache {
        let entries = Box::into_raw(Box::new(EMPTY));
        AttrCache { entries: Cell::new(entries), mask: Cell::new(0), hits: Cell::new(0) }
    }

    #[inline(always)]
    fn index(shape: u32, version: u32, name: usize) -> usize {
        (shape as usize).wrapping_mul(31) ^ version as usize ^ name >> 4 ^ name
    }

    /// The entry for objects with this shape and type version, if there is one.
    #[inline(always)]
    pub(crate) fn find(&self, shape: u32, version: u32, name: &Name, used: Use) -> Option<Entry> {
        let name = name.value().bits() | used as usize;
        // SAFETY: T1; the mask keeps the index inside the table.
        unsafe {
            let entry = &*self.entries.get().add(AttrCache::index(shape, version, name) & self.mask.get());
            if entry.shape == shape && entry.version == version && entry.name == name { Some(*entry) } else { None }
        }
    }

    /// The payload of a plain entry.
    #[inline(always)]
    pub(crate) fn find_plain(&self, shape: u32, version: u32, name: &Name, used: Use) -> Option<u64> {
        let name = name.value().bits() | used as usize;
        // SAFETY: as in `find`.
        unsafe {
            let entry = &*self.entries.get().add(AttrCache::index(shape, version, name) & self.mask.get());
            let found = entry.shape == shape && entry.version == version && entry.name == name && entry.word == shape;
            if found { Some(entry.payload) } else { None }
        }
    }

    /// Counts a hit. Now and then it is true: then the instruction is done out of line, which rewrites its words.
    #[inline(always)]
    pub(crate) fn rewrites(&self) -> bool {
        let hits = self.hits.get().wrapping_add(1);
        self.hits.set(hits);
        hits.is_multiple_of(PATIENCE)
    }

    /// [`AttrCache::find`] for the loop, which leaves the words of its instruction as they are: now and then it gives
    /// nothing, so that the instruction is done out of line, which rewrites them.
    #[inline(always)]
    pub(crate) fn probe(&self, shape: u32, version: u32, name: &Name, used: Use) -> Option<Entry> {
        let entry = self.find(shape, version, name, used)?;
        if self.rewrites() { None } else { Some(entry) }
    }

    /// The shape word and payload of an entry.
    #[inline]
    pub(crate) fn get(&self, shape: u32, version: u32, name: &Name, used: Use) -> Option<(u32, u64)> {
        self.find(shape, version, name, used).map(|entry| (entry.word, entry.payload))
    }

    /// Remembers what a lookup found.
    pub(crate) fn put(&self, shape: u32, version: u32, name: &Name, used: Use, word: u32, payload: u64) {
        let name = name.value().bits() | used as usize;
        if self.mask.get() == 0 {
            let table: Box<[Entry]> = vec![EMPTY; SIZE].into_boxed_slice();
            let first = self.entries.replace(Box::into_raw(table).cast());
            self.mask.set(SIZE - 1);
            // SAFETY: the mask was zero: the single entry of `new`, which nobody refers to any more.
            drop(unsafe { Box::from_raw(first) });
        }
        // SAFETY: as in `find`.
        unsafe {
            let at = self.entries.get().add(AttrCache::index(shape, version, name) & self.mask.get());
            at.write(Entry { shape, version, name, payload, word });
        }
    }
}

impl Drop for AttrCache {
    fn drop(&mut self) {
        // SAFETY: the entries are the boxed slice of `put`, or the single entry of `new`.
        unsafe { drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(self.entries.get(), self.mask.get() + 1))) }
    }
}

/// A value that a valid cache entry borrows.
///
/// # Safety
/// The payload was the bits of a value that the guarded type (or namespace) owns, and the guard is unchanged.
pub(crate) unsafe fn borrowed(payload: u64) -> Value {
    // SAFETY: the caller's promise.
    let raw = std::mem::ManuallyDrop::new(unsafe { std::mem::transmute::<u64, Value>(payload) });
    Value::clone(&raw)
}
