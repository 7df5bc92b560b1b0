//! The cache of lookups in the MRO.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use std::cell::UnsafeCell;

use super::TypeObj;
use crate::types::str_::Name;
use crate::value::Value;

const CACHE_SIZE: usize = 4096;

#[derive(Clone, Copy)]
struct CacheEntry {
    version: u32,
    name: usize,
    /// Bits of the found value, borrowed from the class's namespace; NULL: the lookup finds nothing.
    value: usize,
}

/// A direct-mapped cache of MRO lookups, keyed by type version and name. An entry is only used while the type's
/// version is the one it was made for, so the value it borrows is still in some namespace of the MRO.
pub struct MethodCache {
    entries: Box<[UnsafeCell<CacheEntry>]>,
}

impl MethodCache {
    /// An empty cache.
    pub fn new() -> MethodCache {
        // Zeroed memory comes from the system as it is: a page that no lookup needs is never touched.
        let entries = Box::<[UnsafeCell<CacheEntry>]>::new_zeroed_slice(CACHE_SIZE);
        // SAFETY: all fields of an entry are numbers; version 0 is no type's.
        MethodCache { entries: unsafe { entries.assume_init() } }
    }

    #[inline(always)]
    fn slot(&self, version: u32, name: &Name) -> *mut CacheEntry {
        let index = (version as usize ^ (name.value().bits() >> 4)) & (CACHE_SIZE - 1);
        self.entries[index].get()
    }

    /// A cached lookup: `Some(NULL)` means known to be absent.
    #[inline(always)]
    pub(crate) fn get(&self, ty: &TypeObj, name: &Name) -> Option<Value> {
        let version = ty.version.get();
        if version == 0 {
            return None;
        }
        // SAFETY: entries are only touched under the interpreter lock (T1); the value is alive as the type's version
        // is unchanged since it was found in a namespace of the MRO.
        unsafe {
            let entry = *self.slot(version, name);
            if entry.version != version || entry.name != name.value().bits() {
                return None;
            }
            if entry.value == Value::NULL.bits() {
                return Some(Value::NULL);
            }
            let raw = std::mem::ManuallyDrop::new(std::mem::transmute::<usize, Value>(entry.value));
            Some(Value::clone(&raw))
        }
    }

    #[inline]
    pub(crate) fn put(&self, ty: &TypeObj, name: &Name, value: Option<&Value>) {
        let version = ty.guard();
        let value = value.map_or(Value::NULL.bits(), Value::bits);
        // SAFETY: T1.
        unsafe { *self.slot(version, name) = CacheEntry { version, name: name.value().bits(), value } }
    }
}

impl Default for MethodCache {
    fn default() -> MethodCache {
        MethodCache::new()
    }
}
