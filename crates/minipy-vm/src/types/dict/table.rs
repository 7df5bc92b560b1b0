//! The hash table of `dict`: entries in insertion order plus an index of positions. Knows hashes and identity, but
//! runs no Python code: where `__eq__` is needed it hands out candidates.

use crate::types::str_::StrObj;
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

const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;
/// Cells of the smallest index: one cache line, in which few keys collide.
const SMALLEST: usize = 16;

/// An insertion-ordered hash table.
pub struct Table {
    index: Box<[u32]>,
    entries: Vec<Entry>,
    used: usize,
    /// Cells of `index` that are not EMPTY.
    filled: usize,
    /// Keys that are not exact `str` objects, ever added.
    non_str: bool,
    /// See `DictObj::keys_version`.
    pub keys_version: u32,
    /// A number unique among all dicts while the keys stay the same; 0: none given yet.
    pub guard: u32,
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

/// Whether two keys with the same hash are equal strings; `None`: they are not both exact strings.
fn same_text(a: &Value, b: &Value) -> Option<bool> {
    let (a, b) = (a.exact::<StrObj>()?, b.exact::<StrObj>()?);
    Some(!(a.is_interned() && b.is_interned()) && a.bytes() == b.bytes())
}

impl Default for Table {
    fn default() -> Table {
        Table::new()
    }
}

impl Table {
    /// An empty table without memory of its own.
    pub fn new() -> Table {
        Table {
            index: Box::new([]),
            entries: Vec::new(),
            used: 0,
            filled: 0,
            non_str: false,
            keys_version: 1,
            guard: 0,
        }
    }

    /// An empty table with room for `n` items.
    pub fn with_capacity(n: usize) -> Table {
        let mut table = Table::new();
        table.resize((n * 3 / 2 + 1).next_power_of_two().max(SMALLEST));
        table.entries.reserve(n);
        table
    }

    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Number of positions, deleted ones included.
    #[inline(always)]
    pub fn raw_len(&self) -> usize {
        self.entries.len()
    }

    /// Whether all keys are exact `str` objects.
    #[inline(always)]
    pub fn only_str(&self) -> bool {
        !self.non_str
    }

    /// The entry at a position.
    #[inline(always)]
    pub fn entry(&self, position: usize) -> &Entry {
        &self.entries[position]
    }

    /// The items in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|e| !e.key.is_null())
    }

    /// Memory of the table.
    pub fn owned_bytes(&self) -> usize {
        self.index.len() * size_of::<u32>() + self.entries.capacity() * size_of::<Entry>()
    }

    /// Finds an interned or other `str` key among `str` keys.
    #[inline(always)]
    pub fn find_str(&self, key: &crate::types::str_::Name, hash: i64) -> Option<usize> {
        self.find_str_obj(key.value(), key, hash)
    }

    /// Finds a `str` key (given as value and payload) among `str` keys.
    #[inline]
    pub fn find_str_obj(&self, value: &Value, key: &StrObj, hash: i64) -> Option<usize> {
        let mask = self.index.len().wrapping_sub(1);
        let (mut at, mut perturb) = (hash as usize & mask, hash as u64);
        loop {
            // An empty index has no cell at all.
            let position = *self.index.get(at)?;
            if let Some(entry) = self.entries.get(position as usize) {
                if entry.key.is(value) {
                    return Some(position as usize);
                }
                if entry.hash == hash
                    && let Some(other) = entry.key.exact::<StrObj>()
                    && !(key.is_interned() && other.is_interned())
                    && other.bytes() == key.bytes()
                {
                    return Some(position as usize);
                }
            } else if position == EMPTY {
                return None;
            }
            perturb >>= 5;
            at = at.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
        }
    }

    /// Finds a key as far as that needs no Python code.
    #[inline]
    pub fn find_quick(&self, key: &Value, hash: i64) -> Quick {
        let mask = self.index.len().wrapping_sub(1);
        let (mut at, mut perturb) = (hash as usize & mask, hash as u64);
        loop {
            let Some(&position) = self.index.get(at) else { return Quick::Absent };
            if let Some(entry) = self.entries.get(position as usize) {
                if entry.key.is(key) {
                    return Quick::At(position as usize);
                }
                if entry.hash == hash && !(entry.key.is_small() && key.is_small()) {
                    match same_text(&entry.key, key) {
                        Some(true) => return Quick::At(position as usize),
                        Some(false) => {}
                        None => return Quick::Ask,
                    }
                }
            } else if position == EMPTY {
                return Quick::Absent;
            }
            perturb >>= 5;
            at = at.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
        }
    }

    /// Goes on with a search.
    pub fn step(&self, probe: &mut Probe, key: &Value, hash: i64) -> Found {
        if self.index.is_empty() {
            return Found::Absent;
        }
        let mask = self.index.len() - 1;
        loop {
            let position = self.index[probe.next(mask)];
            if position == EMPTY {
                return Found::Absent;
            }
            if position == DELETED {
                continue;
            }
            let entry = &self.entries[position as usize];
            if entry.key.is(key) {
                return Found::Same(position as usize);
            }
            if entry.hash != hash || (entry.key.is_small() && key.is_small()) {
                continue;
            }
            if let (Some(a), Some(b)) = (entry.key.exact::<StrObj>(), key.exact::<StrObj>()) {
                if a.bytes() == b.bytes() {
                    return Found::Same(position as usize);
                }
                continue;
            }
            return Found::Maybe(position as usize);
        }
    }

    /// Replaces the value at a position and gives the old one.
    #[inline(always)]
    pub fn set_value(&mut self, position: usize, value: Value) -> Value {
        std::mem::replace(&mut self.entries[position].value, value)
    }

    /// Adds a key that is known to be absent. Without memory it is given up; MemoryError follows at the next safe point.
    pub fn insert_new(&mut self, hash: i64, key: Value, value: Value) {
        // Entries count too: without that limit, adding and deleting in turn would pile up deleted ones for ever.
        if self.filled.max(self.entries.len()) * 3 + 3 > self.index.len() * 2 {
            self.grow();
        }
        if self.filled + 1 >= self.index.len()
            || self.entries.len() == self.entries.capacity() && !crate::heap::growth::make_room(&mut self.entries, 1)
        {
            // Dropping what is given up could run code.
            std::mem::forget((key, value));
            return;
        }
        if !self.non_str && key.exact::<StrObj>().is_none() {
            self.non_str = true;
        }
        let mask = self.index.len() - 1;
        let (mut cell, mut perturb) = (hash as usize & mask, hash as u64);
        while self.index[cell] < DELETED {
            perturb >>= 5;
            cell = cell.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
        }
        if self.index[cell] == EMPTY {
            self.filled += 1;
        }
        self.index[cell] = self.entries.len() as u32;
        self.entries.push(Entry { hash, key, value });
        self.used += 1;
        self.touched();
    }

    /// The entry at or after a position, and the next position.
    #[inline(always)]
    pub fn next_entry(&self, position: usize) -> Option<(&Entry, usize)> {
        let mut at = position;
        while let Some(entry) = self.entries.get(at) {
            at += 1;
            if !entry.key.is_null() {
                return Some((entry, at));
            }
        }
        None
    }

    /// Makes room for more items.
    pub fn reserve(&mut self, more: usize) {
        let wanted = self.used + more;
        if wanted * 3 > self.index.len() * 2 {
            self.resize((wanted * 3 / 2 + 1).next_power_of_two().max(SMALLEST));
            let _ = self.entries.try_reserve(more);
        }
    }

    /// Removes the entry at a position and gives key and value. The caller drops them after its borrow has ended.
    pub fn remove(&mut self, position: usize) -> (Value, Value) {
        let mask = self.index.len() - 1;
        let mut probe = Probe::new(self.entries[position].hash);
        loop {
            let cell = probe.next(mask);
            if self.index[cell] == position as u32 {
                self.index[cell] = DELETED;
                break;
            }
        }
        self.used -= 1;
        self.touched();
        let entry = &mut self.entries[position];
        // The entry stays as a deleted one: iterators count on later keys getting later positions.
        (entry.key.take(), entry.value.take())
    }

    /// Removes the last item and gives key and value.
    pub fn pop_last(&mut self) -> Option<(Value, Value)> {
        while self.entries.last()?.key.is_null() {
            self.entries.pop();
        }
        let removed = self.remove(self.entries.len() - 1);
        self.entries.pop();
        Some(removed)
    }

    #[inline(always)]
    fn touched(&mut self) {
        self.keys_version = self.keys_version.wrapping_add(1);
        self.guard = 0;
    }

    #[inline(never)]
    fn grow(&mut self) {
        // Doubles a full table; one full of deleted entries stays as it is or shrinks.
        self.resize((self.used * 3).next_power_of_two().max(SMALLEST));
    }

    /// Makes a new index of `size` cells and squeezes deleted entries out.
    fn resize(&mut self, size: usize) {
        let mut index = Vec::new();
        if index.try_reserve_exact(size).is_err() {
            return crate::heap::growth::note();
        }
        if self.entries.len() != self.used {
            self.entries.retain(|e| !e.key.is_null());
        }
        index.resize(size, EMPTY);
        let mut index = index.into_boxed_slice();
        let mask = size - 1;
        for (position, entry) in self.entries.iter().enumerate() {
            let (mut cell, mut perturb) = (entry.hash as usize & mask, entry.hash as u64);
            while index[cell] != EMPTY {
                perturb >>= 5;
                cell = cell.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
            }
            index[cell] = position as u32;
        }
        // The entries that this index has room for, as CPython allocates them.
        let room = if size > SMALLEST { size * 2 / 3 } else { SMALLEST / 3 };
        // Without memory for all of them, `insert_new` asks for less.
        let _ = self.entries.try_reserve_exact(room.saturating_sub(self.entries.len()));
        self.index = index;
        self.filled = self.used;
        self.touched();
    }

    /// A copy with the same keys and values in the same order.
    pub fn copy(&self) -> Table {
        if self.entries.len() == self.used {
            // Without deleted entries the positions are the same. Deleted cells of the index do no harm.
            let copied =
                self.entries.iter().map(|e| Entry { hash: e.hash, key: e.key.clone(), value: e.value.clone() });
            return Table {
                index: self.index.clone(),
                entries: copied.collect(),
                used: self.used,
                filled: self.filled,
                non_str: self.non_str,
                keys_version: 1,
                guard: 0,
            };
        }
        let mut table = Table::with_capacity(self.used);
        for entry in self.entries() {
            table.insert_new(entry.hash, entry.key.clone(), entry.value.clone());
        }
        table
    }
}
