//! The hash table of `dict`: entries in insertion order plus an index of positions. Knows hashes and identity, but
//! runs no Python code: where `__eq__` is needed it hands out candidates. The memory is in `raw`.

use super::raw::{DELETED, EMPTY, Raw, SMALLEST, capacity_for};
use crate::protocol::compare::same_key;
use crate::types::str_::{StrObj, same_bytes};
use crate::value::Value;

pub use super::raw::Entry;

/// The size class of a table for so many entries.
fn class_for(entries: usize) -> u32 {
    let mut class = SMALLEST.max(entries.saturating_add(1).ilog2());
    while class < usize::BITS - 2 && capacity_for(class) < entries {
        class += 1;
    }
    class
}

/// An insertion-ordered hash table.
pub struct Table {
    raw: Raw,
    used: u32,
    /// Cells of the index that are not EMPTY.
    filled: u32,
    /// See `DictObj::keys_version`.
    pub keys_version: u32,
    /// A number unique among all dicts while the keys stay the same; 0: none given yet.
    pub guard: u32,
    /// Keys that are not exact `str` objects, ever added.
    non_str: bool,
}

/// Where a search stands: CPython's probe sequence.
pub struct Probe {
    at: usize,
    perturb: u64,
    started: bool,
}

impl Probe {
    /// A search for this hash.
    pub fn new(hash: i64) -> Probe {
        Probe { at: 0, perturb: hash as u64, started: false }
    }

    #[inline(always)]
    fn next(&mut self, mask: usize) -> usize {
        if self.started {
            self.perturb >>= 5;
            self.at = self.at.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1) & mask;
        } else {
            self.started = true;
            self.at = self.perturb as usize & mask;
        }
        self.at
    }
}

/// What one step of a search found.
pub enum Found {
    /// The key is not there.
    Absent,
    /// The very same object, or an equal key of a type whose equality needs no Python code, at this position.
    Same(usize),
    /// A key with the same hash at this position: compare, then step on if it differs.
    Maybe(usize),
}

/// What a search that runs no Python code found.
pub enum Quick {
    /// The key is at this position.
    At(usize),
    /// The key is not there.
    Absent,
    /// A key with the same hash must be compared to tell.
    Ask,
}

impl Default for Table {
    fn default() -> Table {
        Table::new()
    }
}

impl Table {
    /// An empty table without memory of its own.
    pub fn new() -> Table {
        Table { raw: Raw::new(), used: 0, filled: 0, keys_version: 1, guard: 0, non_str: false }
    }

    /// An empty table with room for `n` items, if there is memory for them.
    pub fn with_capacity(n: usize) -> Table {
        let mut table = Table::new();
        if let Some(raw) = Raw::of_class(class_for(n)) {
            table.raw = raw;
        }
        table
    }

    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used as usize
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Number of positions, deleted ones included.
    #[inline(always)]
    pub fn raw_len(&self) -> usize {
        self.raw.len()
    }

    /// Whether all keys are exact `str` objects.
    #[inline(always)]
    pub fn only_str(&self) -> bool {
        !self.non_str
    }

    /// The entry at a position.
    #[inline(always)]
    pub fn entry(&self, position: usize) -> &Entry {
        &self.raw.entries()[position]
    }

    /// The entry at a position, if there is one that is not deleted.
    #[inline(always)]
    pub fn live_entry(&self, position: usize) -> Option<&Entry> {
        self.raw.entries().get(position).filter(|entry| !entry.key.is_null())
    }

    /// The items in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.raw.entries().iter().filter(|e| !e.key.is_null())
    }

    /// Memory of the table.
    pub fn owned_bytes(&self) -> usize {
        self.raw.owned_bytes()
    }

    /// Finds an interned or other `str` key among `str` keys.
    #[inline(always)]
    pub fn find_str(&self, key: &crate::types::str_::Name, hash: i64) -> Option<usize> {
        self.find_str_obj(key.value(), key, hash)
    }

    /// Finds a `str` key (given as value and payload) among `str` keys.
    #[inline]
    pub fn find_str_obj(&self, value: &Value, key: &StrObj, hash: i64) -> Option<usize> {
        let (mut at, mut perturb) = (hash as usize, hash as u64);
        loop {
            let position = self.raw.cell(at);
            if position >= 0 {
                let entry = self.raw.indexed(position);
                if entry.key.is(value) {
                    return Some(position as usize);
                }
                if entry.hash == hash
                    && let Some(other) = entry.key.exact::<StrObj>()
                    && !(key.is_interned() && other.is_interned())
                    && same_bytes(other.bytes(), key.bytes())
                {
                    return Some(position as usize);
                }
            } else if position == EMPTY {
                return None;
            }
            perturb >>= 5;
            at = at.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1);
        }
    }

    /// Finds a key as far as that needs no Python code. Most searches end at the first cell.
    #[inline(always)]
    pub fn find_quick(&self, key: &Value, hash: i64) -> Quick {
        let position = self.raw.cell(hash as usize);
        if position >= 0 {
            let entry = self.raw.indexed(position);
            if entry.key.is(key) {
                return Quick::At(position as usize);
            }
            if entry.hash == hash {
                match same_key(&entry.key, key) {
                    Some(true) => return Quick::At(position as usize),
                    Some(false) => {}
                    None => return Quick::Ask,
                }
            }
        } else if position == EMPTY {
            return Quick::Absent;
        }
        self.find_further(key, hash)
    }

    /// [`Table::find_quick`] from the second cell on.
    #[inline(never)]
    fn find_further(&self, key: &Value, hash: i64) -> Quick {
        let (mut at, mut perturb) = (hash as usize, hash as u64);
        loop {
            perturb >>= 5;
            at = at.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1);
            let position = self.raw.cell(at);
            if position >= 0 {
                let entry = self.raw.indexed(position);
                if entry.key.is(key) {
                    return Quick::At(position as usize);
                }
                if entry.hash == hash {
                    match same_key(&entry.key, key) {
                        Some(true) => return Quick::At(position as usize),
                        Some(false) => {}
                        None => return Quick::Ask,
                    }
                }
            } else if position == EMPTY {
                return Quick::Absent;
            }
        }
    }

    /// Goes on with a search.
    pub fn step(&self, probe: &mut Probe, key: &Value, hash: i64) -> Found {
        let mask = self.raw.mask();
        loop {
            let position = self.raw.cell(probe.next(mask));
            if position == EMPTY {
                return Found::Absent;
            }
            if position == DELETED {
                continue;
            }
            let entry = self.raw.indexed(position);
            if entry.key.is(key) {
                return Found::Same(position as usize);
            }
            if entry.hash != hash {
                continue;
            }
            match same_key(&entry.key, key) {
                Some(true) => return Found::Same(position as usize),
                Some(false) => {}
                None => return Found::Maybe(position as usize),
            }
        }
    }

    /// Replaces the value at a position and gives the old one.
    #[inline(always)]
    pub fn set_value(&mut self, position: usize, value: Value) -> Value {
        std::mem::replace(&mut self.raw.entries_mut()[position].value, value)
    }

    /// Adds a key that is known to be absent. Without memory it is given up; MemoryError follows at the next safe point.
    #[inline]
    pub fn insert_new(&mut self, hash: i64, key: Value, value: Value) {
        // Used cells count too: those of items that were popped from the end stay DELETED.
        if self.raw.len().max(self.filled as usize) >= self.raw.capacity() && !self.grow() {
            // Dropping what is given up could run code.
            std::mem::forget((key, value));
            return;
        }
        if !self.non_str && key.exact::<StrObj>().is_none() {
            self.non_str = true;
        }
        let (mut cell, mut perturb) = (hash as usize, hash as u64);
        let mut content = self.raw.cell(cell);
        while content >= 0 {
            perturb >>= 5;
            cell = cell.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1);
            content = self.raw.cell(cell);
        }
        let position = self.raw.len();
        if let Err(entry) = self.raw.push(Entry { hash, key, value }) {
            std::mem::forget(entry);
            return;
        }
        self.raw.set_cell(cell, position as isize);
        self.filled += u32::from(content == EMPTY);
        self.used += 1;
        self.touched();
    }

    /// The entry at or after a position, and the next position.
    #[inline(always)]
    pub fn next_entry(&self, position: usize) -> Option<(&Entry, usize)> {
        let mut at = position;
        while let Some(entry) = self.raw.entries().get(at) {
            at += 1;
            if !entry.key.is_null() {
                return Some((entry, at));
            }
        }
        None
    }

    /// Makes room for more items.
    pub fn reserve(&mut self, more: usize) {
        let wanted = self.len() + more;
        if wanted > self.raw.capacity() {
            self.resize(class_for(wanted));
        }
    }

    /// Removes the entry at a position and gives key and value. The caller drops them after its borrow has ended.
    pub fn remove(&mut self, position: usize) -> (Value, Value) {
        let mask = self.raw.mask();
        let mut probe = Probe::new(self.entry(position).hash);
        loop {
            let cell = probe.next(mask);
            if self.raw.cell(cell) == position as isize {
                self.raw.set_cell(cell, DELETED);
                break;
            }
        }
        self.used -= 1;
        self.touched();
        let entry = &mut self.raw.entries_mut()[position];
        // The entry stays as a deleted one: iterators count on later keys getting later positions.
        (entry.key.take(), entry.value.take())
    }

    /// Removes the last item and gives key and value.
    pub fn pop_last(&mut self) -> Option<(Value, Value)> {
        while self.raw.pop_deleted() {}
        let removed = self.remove(self.raw.len().checked_sub(1)?);
        self.raw.pop_deleted();
        Some(removed)
    }

    #[inline(always)]
    fn touched(&mut self) {
        self.keys_version = self.keys_version.wrapping_add(1);
        self.guard = 0;
    }

    /// Doubles a full table; one full of deleted entries stays as it is or shrinks. False: there is no memory for it.
    #[inline(never)]
    fn grow(&mut self) -> bool {
        let class = (self.len() * 3).next_power_of_two().trailing_zeros();
        self.resize(class.max(SMALLEST))
    }

    /// Makes new memory of a size class and squeezes deleted entries out.
    fn resize(&mut self, class: u32) -> bool {
        let Some(mut raw) = Raw::of_class(class) else {
            crate::heap::growth::note();
            return false;
        };
        self.raw.move_entries(&mut raw);
        for position in 0..raw.len() {
            let hash = raw.entries()[position].hash;
            let (mut cell, mut perturb) = (hash as usize, hash as u64);
            while raw.cell(cell) != EMPTY {
                perturb >>= 5;
                cell = cell.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1);
            }
            raw.set_cell(cell, position as isize);
        }
        self.raw = raw;
        self.filled = self.used;
        self.touched();
        true
    }

    /// A copy with the same keys and values in the same order.
    pub fn copy(&self) -> Table {
        if self.raw.len() == self.len()
            && let Some(raw) = self.raw.copy()
        {
            // Without deleted entries the positions are the same. Deleted cells of the index do no harm.
            return Table {
                raw,
                used: self.used,
                filled: self.filled,
                keys_version: 1,
                guard: 0,
                non_str: self.non_str,
            };
        }
        let mut table = Table::with_capacity(self.len());
        for entry in self.entries() {
            table.insert_new(entry.hash, entry.key.clone(), entry.value.clone());
        }
        table
    }
}
