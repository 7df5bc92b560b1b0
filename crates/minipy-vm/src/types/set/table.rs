//! The hash table of `set` and `frozenset`: open addressing with short linear probes. It places and orders entries as
//! CPython's does (Objects/setobject.c), since programs print sets of ints and see that order. Runs no Python code:
//! where `__eq__` is needed it hands out candidates.

use crate::protocol::compare::same_key;
use crate::value::Value;

/// A place of the table: unused (NULL key, hash 0), deleted (NULL key, hash -1, which no key has), or an entry.
#[derive(Clone)]
struct Slot {
    hash: i64,
    key: Value,
}

impl Slot {
    const UNUSED: Slot = Slot { hash: 0, key: Value::NULL };

    #[inline(always)]
    fn is_unused(&self) -> bool {
        self.key.is_null() && self.hash == 0
    }
}

const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
const SMALLEST: usize = 8;

/// A hash table of keys.
#[derive(Clone, Default)]
pub struct SetTable {
    /// Empty (no memory taken yet) or a power of two of places.
    slots: Vec<Slot>,
    /// Places that are not unused.
    filled: usize,
    used: usize,
    /// Where `pop` looks next.
    finger: usize,
    /// Changes whenever places move, so that a search under way can tell.
    generation: u32,
    /// Whether a key that is a heap object was ever put in: without, there is nothing to drop.
    has_objects: bool,
}

/// Frees the memory of places that own no keys any more, without looking at each of them.
fn forget_empty(mut slots: Vec<Slot>) {
    std::mem::forget(slots.drain(..));
}

impl Drop for SetTable {
    fn drop(&mut self) {
        if !self.has_objects {
            forget_empty(std::mem::take(&mut self.slots));
        }
    }
}

/// A search under way.
pub struct SetProbe {
    base: usize,
    perturb: u64,
    at: usize,
    left: usize,
    /// The last deleted place seen, which a new key takes.
    free: Option<usize>,
}

/// What one step of a search found.
pub enum SetFound {
    /// The key is not there; this is the place where it would go.
    Absent(usize),
    /// The key is at this place.
    Same(usize),
    /// A key with the same hash is at this place: compare, then step on if it differs.
    Maybe(usize),
}

#[inline(always)]
fn linear_probes(base: usize, mask: usize) -> usize {
    if base + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }
}

impl SetProbe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> SetProbe {
        let base = hash as usize & mask;
        SetProbe { base, perturb: hash as u64, at: base, left: linear_probes(base, mask), free: None }
    }

    #[inline(always)]
    fn advance(&mut self, mask: usize) {
        if self.left > 0 {
            self.at += 1;
            self.left -= 1;
            return;
        }
        self.perturb >>= PERTURB_SHIFT;
        self.base = self.base.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize) & mask;
        self.at = self.base;
        self.left = linear_probes(self.base, mask);
    }
}

impl SetTable {
    /// Number of keys.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// See the field.
    #[inline(always)]
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Memory of the table.
    pub fn owned_bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }

    /// The keys with their hashes, in table order.
    pub fn entries(&self) -> impl Iterator<Item = (i64, &Value)> {
        self.slots.iter().filter(|s| !s.key.is_null()).map(|s| (s.hash, &s.key))
    }

    /// The key at or after a place, with its hash and the next place.
    #[inline(always)]
    pub fn next_from(&self, place: usize) -> Option<(i64, &Value, usize)> {
        let mut at = place;
        while let Some(slot) = self.slots.get(at) {
            at += 1;
            if !slot.key.is_null() {
                return Some((slot.hash, &slot.key, at));
            }
        }
        None
    }

    /// The key at a place (NULL if deleted or unused).
    #[inline(always)]
    pub fn key_at(&self, place: usize) -> Value {
        self.slots.get(place).map_or(Value::NULL, |slot| slot.key.clone())
    }

    /// Makes the first places, so that a search for a place to insert has some.
    #[inline(always)]
    pub fn ensure_places(&mut self) {
        if self.slots.is_empty() {
            self.slots = (0..SMALLEST).map(|_| Slot::UNUSED).collect();
        }
    }

    /// Whether the free place that a search went by is free no longer.
    pub fn is_outdated(&self, probe: &SetProbe) -> bool {
        probe.free.is_some_and(|at| self.slots.get(at).is_none_or(|slot| !slot.key.is_null()))
    }

    /// Starts a search; `None` if there are no places at all, hence no keys.
    #[inline(always)]
    pub fn probe(&self, hash: i64) -> Option<SetProbe> {
        if self.slots.is_empty() { None } else { Some(SetProbe::new(hash, self.slots.len() - 1)) }
    }

    /// What a search finds at its first place, if that settles it.
    #[inline(always)]
    pub fn look(&self, key: &Value, hash: i64) -> Option<SetFound> {
        let at = hash as usize & self.slots.len().wrapping_sub(1);
        let slot = self.slots.get(at)?;
        if slot.key.is(key) {
            return Some(SetFound::Same(at));
        }
        slot.is_unused().then_some(SetFound::Absent(at))
    }

    /// Goes on with a search. After `Maybe` the probe stands on the next place already.
    #[inline]
    pub fn step(&self, probe: &mut SetProbe, key: &Value, hash: i64) -> SetFound {
        let mask = self.slots.len() - 1;
        loop {
            let at = probe.at;
            let slot = &self.slots[at];
            if slot.hash != hash {
                if slot.is_unused() {
                    return SetFound::Absent(probe.free.unwrap_or(at));
                }
                probe.advance(mask);
                if slot.hash == -1 {
                    probe.free = Some(at);
                }
                continue;
            }
            if slot.is_unused() {
                return SetFound::Absent(probe.free.unwrap_or(at));
            }
            probe.advance(mask);
            if slot.key.is(key) {
                return SetFound::Same(at);
            }
            match same_key(&slot.key, key) {
                Some(true) => return SetFound::Same(at),
                Some(false) => {}
                None => return SetFound::Maybe(at),
            }
        }
    }

    /// Adds a key unless it is there. False: somebody must compare keys to tell, and nothing has changed.
    #[inline]
    pub fn try_insert(&mut self, key: &Value, hash: i64) -> bool {
        self.try_add(key, hash).is_some()
    }

    /// Adds a key unless it is there, and tells whether it was added; `None`: somebody must compare keys to tell, and
    /// nothing has changed.
    #[inline]
    pub fn try_add(&mut self, key: &Value, hash: i64) -> Option<bool> {
        let before = self.used;
        if self.try_put(key, hash) { Some(self.used != before) } else { self.add_further(key, hash) }
    }

    /// Adds a key if its first place is unused, and takes no memory for that; true as well if it is there already. False:
    /// nothing has changed.
    #[inline(always)]
    pub fn try_put(&mut self, key: &Value, hash: i64) -> bool {
        let len = self.slots.len();
        let Some(slot) = self.slots.get_mut(hash as usize & len.wrapping_sub(1)) else { return false };
        // Most new keys find their first place unused, and the table with room to spare.
        if slot.is_unused() && (self.filled + 1) * 5 < (len - 1) * 3 {
            self.has_objects |= key.is_ptr();
            slot.hash = hash;
            // What was there is NULL.
            std::mem::forget(std::mem::replace(&mut slot.key, key.clone()));
            self.used += 1;
            self.filled += 1;
            return true;
        }
        slot.key.is(key)
    }

    /// [`SetTable::try_add`] of what `try_put` leaves.
    #[inline(never)]
    pub(super) fn add_further(&mut self, key: &Value, hash: i64) -> Option<bool> {
        self.ensure_places();
        match self.find(key, hash) {
            SetFound::Absent(place) => {
                self.insert_at(place, hash, key.clone());
                Some(true)
            }
            SetFound::Same(_) => Some(false),
            SetFound::Maybe(_) => None,
        }
    }

    /// Whether there are no places at all, hence no keys.
    #[inline(always)]
    pub fn has_no_places(&self) -> bool {
        self.slots.is_empty()
    }

    /// The first step of a search in a table with places. Most end at the first place.
    #[inline(always)]
    pub fn find(&self, key: &Value, hash: i64) -> SetFound {
        match self.look(key, hash) {
            Some(found) => found,
            None => self.search(key, hash),
        }
    }

    #[inline(never)]
    fn search(&self, key: &Value, hash: i64) -> SetFound {
        let mut probe = SetProbe::new(hash, self.slots.len() - 1);
        self.step(&mut probe, key, hash)
    }

    /// Removes a key that is there (and gives it), adds one that is not (NULL); `None`: somebody must compare keys to
    /// tell, and nothing has changed.
    #[inline]
    pub fn toggle(&mut self, key: &Value, hash: i64) -> Option<Value> {
        self.ensure_places();
        match self.find(key, hash) {
            SetFound::Absent(place) => {
                self.insert_at(place, hash, key.clone());
                Some(Value::NULL)
            }
            SetFound::Same(place) => Some(self.remove_at(place)),
            SetFound::Maybe(_) => None,
        }
    }

    /// Whether a key is there; `None`: somebody must compare keys to tell.
    #[inline]
    pub fn has(&self, key: &Value, hash: i64) -> Option<bool> {
        if self.has_no_places() {
            return Some(false);
        }
        match self.find(key, hash) {
            SetFound::Absent(_) => Some(false),
            SetFound::Same(_) => Some(true),
            SetFound::Maybe(_) => None,
        }
    }

    /// Puts a key into the place that a search for it ended at.
    #[inline]
    pub fn insert_at(&mut self, place: usize, hash: i64, key: Value) {
        self.has_objects |= key.is_ptr();
        let full = self.filled + 2 >= self.slots.len() && self.slots.len() > SMALLEST;
        let Some(slot) = self.slots.get_mut(place).filter(|_| !full) else {
            // No memory for more places: the key is given up, and dropping it here could run code.
            std::mem::forget(key);
            return;
        };
        let reused = slot.hash != 0;
        slot.hash = hash;
        let unused = std::mem::replace(&mut slot.key, key);
        debug_assert!(unused.is_null());
        std::mem::forget(unused);
        self.used += 1;
        if reused {
            return;
        }
        self.filled += 1;
        if self.filled * 5 >= (self.slots.len() - 1) * 3 {
            self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Inserts a key that is known to be absent into a table without deleted places.
    #[inline(always)]
    fn insert_clean(slots: &mut [Slot], hash: i64, key: Value) {
        let mask = slots.len().wrapping_sub(1);
        match slots.get_mut(hash as usize & mask) {
            Some(slot) if slot.key.is_null() => {
                slot.hash = hash;
                // What was there is NULL.
                std::mem::forget(std::mem::replace(&mut slot.key, key));
            }
            _ => SetTable::insert_clean_further(slots, hash, key),
        }
    }

    #[inline(never)]
    fn insert_clean_further(slots: &mut [Slot], hash: i64, key: Value) {
        let mask = slots.len() - 1;
        let mut probe = SetProbe::new(hash, mask);
        while !slots[probe.at].key.is_null() {
            probe.advance(mask);
        }
        let slot = &mut slots[probe.at];
        slot.hash = hash;
        // What was there is NULL.
        std::mem::forget(std::mem::replace(&mut slot.key, key));
    }

    #[inline(never)]
    fn resize(&mut self, at_least: usize) {
        let size = (at_least + 1).next_power_of_two().max(SMALLEST);
        let mut slots: Vec<Slot> = Vec::new();
        if slots.try_reserve_exact(size).is_err() {
            return crate::heap::growth::note();
        }
        crate::value::fill(&mut slots, size, || Slot::UNUSED);
        let mut old = std::mem::take(&mut self.slots);
        for slot in &mut old {
            if !slot.key.is_null() {
                SetTable::insert_clean(&mut slots, slot.hash, slot.key.take());
            }
        }
        forget_empty(old);
        self.slots = slots;
        self.filled = self.used;
        self.generation = self.generation.wrapping_add(1);
    }

    /// Makes room for the keys of another table, as CPython does before a merge.
    pub fn prepare_merge(&mut self, more: usize) {
        let mask = self.slots.len().max(SMALLEST) - 1;
        if (self.filled + more) * 5 >= mask * 3 {
            self.resize((self.used + more) * 2);
        }
    }

    /// A copy, laid out as CPython lays out a copied set. Without memory it is empty; MemoryError follows.
    pub fn copied(&self) -> SetTable {
        let mut table = SetTable::default();
        if self.used == 0 {
            return table;
        }
        let size = if self.used * 5 >= (SMALLEST - 1) * 3 { (self.used * 2 + 1).next_power_of_two() } else { SMALLEST };
        if size != self.slots.len() || self.filled != self.used {
            table.prepare_merge(self.used);
            table.fill_from(self);
            return table;
        }
        if table.slots.try_reserve_exact(size).is_err() {
            crate::heap::growth::note();
            return table;
        }
        table.slots.extend(self.slots.iter().cloned());
        table.has_objects = self.has_objects;
        table.filled = self.used;
        table.used = self.used;
        table
    }

    /// Takes over the keys of a table into this empty one.
    pub fn fill_from(&mut self, other: &SetTable) {
        self.ensure_places();
        self.has_objects |= other.has_objects;
        if self.slots.len() == other.slots.len() && other.filled == other.used {
            self.slots.clone_from(&other.slots);
        } else {
            for (hash, key) in other.entries() {
                SetTable::insert_clean(&mut self.slots, hash, key.clone());
            }
        }
        self.filled = other.used;
        self.used = other.used;
        self.generation = self.generation.wrapping_add(1);
    }

    /// Whether nothing was ever put in since the last resizing.
    pub fn is_pristine(&self) -> bool {
        self.filled == 0
    }

    /// Takes the key at a place out.
    pub fn remove_at(&mut self, place: usize) -> Value {
        let slot = &mut self.slots[place];
        slot.hash = -1;
        self.used -= 1;
        slot.key.take()
    }

    /// Takes any key out.
    pub fn pop(&mut self) -> Option<Value> {
        if self.used == 0 {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = self.finger & mask;
        while self.slots[at].key.is_null() {
            at = (at + 1) & mask;
        }
        self.finger = at + 1;
        Some(self.remove_at(at))
    }

    /// Squeezes deleted places out if they are more than a quarter, as CPython does after a difference.
    pub fn compact(&mut self) {
        if !self.slots.is_empty() && self.filled - self.used > (self.slots.len() - 1) / 4 {
            self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Marks the table as one that a search must not go on in: its content was exchanged.
    pub fn renew(&mut self, before: u32) {
        self.generation = before.wrapping_add(1);
    }
}
