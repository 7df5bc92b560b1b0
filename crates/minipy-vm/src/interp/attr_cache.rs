//! Attribute caches: what the cache words of an instruction hold, and a table shared by all instructions for sites that
//! see objects of several shapes.
//!
//! A cache entry is valid for objects with its shape whose type has its version (types are numbered anew when they or
//! their bases change), so a valid entry's borrowed values are alive. What a lookup found is told by the two highest
//! bits of the shape word ([`Kind`]); the loop's fast paths only know the plain kind, for which they are zero.
#![expect(unsafe_code, reason = "borrowed values of the method table (invariant T1)")]

use std::cell::UnsafeCell;

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
    /// A class attribute that is no descriptor, or a static method.
    Constant,
}

const KIND_SHIFT: u32 = 30;
/// Shapes are numbered below this.
const SHAPE_MASK: u32 = (1 << KIND_SHIFT) - 1;
/// The shape word of an entry for the attribute of a class object; the version is that of the class itself.
pub(crate) const CLASS: u32 = 3 << KIND_SHIFT | 1;
/// The shape word of an entry for the attribute of a module; the version is the guard of its namespace.
pub(crate) const MODULE: u32 = 3 << KIND_SHIFT | 2;

impl Kind {
    /// The shape word of an entry.
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
            _ => None,
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
}

#[derive(Clone, Copy)]
struct Entry {
    shape: u32,
    version: u32,
    /// The name's identity, and the [`Use`] in its lowest bits.
    name: usize,
    word: u32,
    payload: u64,
}

/// Entries of the shared table.
const SIZE: usize = 2048;

/// The table shared by all instructions.
pub(crate) struct AttrCache {
    entries: UnsafeCell<Vec<Entry>>,
}

impl AttrCache {
    /// An empty table; it takes memory at the first use.
    pub(crate) fn new() -> AttrCache {
        AttrCache { entries: UnsafeCell::new(Vec::new()) }
    }

    fn index(shape: u32, version: u32, name: usize) -> usize {
        let mixed = (shape as usize).wrapping_mul(31) ^ version as usize ^ name >> 4 ^ name;
        mixed & (SIZE - 1)
    }

    /// The shape word and payload of an entry.
    #[inline]
    pub(crate) fn get(&self, shape: u32, version: u32, name: &Name, used: Use) -> Option<(u32, u64)> {
        let name = name.value().bits() | used as usize;
        // SAFETY: T1; no reference into the table outlives this function.
        let entry = unsafe { (&*self.entries.get()).get(AttrCache::index(shape, version, name)).copied()? };
        if entry.shape == shape && entry.version == version && entry.name == name {
            Some((entry.word, entry.payload))
        } else {
            None
        }
    }

    /// Remembers what a lookup found.
    pub(crate) fn put(&self, shape: u32, version: u32, name: &Name, used: Use, word: u32, payload: u64) {
        let name = name.value().bits() | used as usize;
        // SAFETY: as in `get`.
        unsafe {
            let entries = &mut *self.entries.get();
            if entries.is_empty() {
                entries.resize(SIZE, Entry { shape: 0, version: 0, name: 0, word: 0, payload: 0 });
            }
            entries[AttrCache::index(shape, version, name)] = Entry { shape, version, name, word, payload };
        }
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
