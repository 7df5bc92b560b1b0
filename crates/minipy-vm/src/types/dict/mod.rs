//! `dict`: the struct and its operations on Python keys. The table itself is in `table`, methods in `methods`,
//! views and iterators in `views`.

pub mod iter;
pub mod methods;
mod raw;
pub mod table;
pub mod update;
pub mod views;

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::native::PyResult;
use crate::protocol::compare::plain_hash;
use crate::types::str_::Name;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;
use table::{Found, Probe, Quick, Table};

/// The struct inside `dict` objects.
pub struct DictObj {
    pub(crate) table: PyCell<Table>,
}

/// A handle of a dict.
pub type DictRef = Obj<DictObj>;

static DICT_LAYOUT: Layout = Layout::of::<DictObj>("dict");

impl HeapObject for DictObj {
    const LAYOUT: &'static Layout = &DICT_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for entry in self.table.borrow().entries() {
            visit(&entry.key);
            visit(&entry.value);
        }
    }

    fn clear(&self) {
        DictObj::clear_all(self);
    }

    fn owned_bytes(&self) -> usize {
        self.table.borrow().owned_bytes()
    }
}

impl FixedShape for DictObj {
    const SHAPE: u32 = crate::shape::fixed::DICT;
}

impl Default for DictObj {
    fn default() -> DictObj {
        DictObj::new()
    }
}

impl DictObj {
    /// An empty dict's struct.
    pub fn new() -> DictObj {
        DictObj { table: PyCell::new(Table::new()) }
    }

    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Changes whenever a key is added or removed (not when a value is replaced): guards cached positions.
    #[inline(always)]
    pub fn keys_version(&self) -> u32 {
        self.table.borrow().keys_version
    }

    /// A number that no other dict has and that changes with the keys: guards positions cached in code.
    pub fn guard(&self) -> u32 {
        let mut table = self.table.borrow_mut();
        if table.guard == 0 {
            table.guard = crate::vm::next_version();
        }
        table.guard
    }

    /// The guard, if one was given; 0 otherwise.
    #[inline(always)]
    pub fn current_guard(&self) -> u32 {
        self.table.borrow().guard
    }

    /// The value of a name. No Python code runs: a name only equals other `str` keys here (a key of another type
    /// with the same hash that claims equality is found by [`DictObj::get`]).
    #[inline]
    pub fn get_name(&self, vm: &Vm, name: &Name) -> Option<Value> {
        let table = self.table.borrow();
        table.find_str(name, name.hash(vm)).map(|i| table.entry(i).value.clone())
    }

    /// The position of a name in the entries, for caches.
    pub fn position_of_name(&self, vm: &Vm, name: &Name) -> Option<usize> {
        self.table.borrow().find_str(name, name.hash(vm))
    }

    /// The value at a cached position; valid while `keys_version` is unchanged.
    #[inline(always)]
    pub fn value_at(&self, position: usize) -> Value {
        self.table.borrow().entry(position).value.clone()
    }

    /// The item at or after a position: (key, value, next position). For iteration.
    #[inline]
    pub fn item_from(&self, position: usize) -> Option<(Value, Value, usize)> {
        let table = self.table.borrow();
        let mut at = position;
        while at < table.raw_len() {
            let entry = table.entry(at);
            at += 1;
            if !entry.key.is_null() {
                return Some((entry.key.clone(), entry.value.clone(), at));
            }
        }
        None
    }

    /// The last item before a position: (key, value, its position). For reversed iteration.
    pub fn item_before(&self, position: usize) -> Option<(Value, Value, usize)> {
        let table = self.table.borrow();
        let mut at = position.min(table.raw_len());
        while at > 0 {
            at -= 1;
            let entry = table.entry(at);
            if !entry.key.is_null() {
                return Some((entry.key.clone(), entry.value.clone(), at));
            }
        }
        None
    }

    /// Number of positions, deleted ones included.
    pub fn raw_len(&self) -> usize {
        self.table.borrow().raw_len()
    }

    /// The entry at or after a position: (hash, key, value, next position).
    pub(crate) fn entry_from(&self, position: usize) -> Option<(i64, Value, Value, usize)> {
        let table = self.table.borrow();
        table.next_entry(position).map(|(e, next)| (e.hash, e.key.clone(), e.value.clone(), next))
    }

    /// Replaces all items.
    pub(crate) fn replace_table(&self, table: Table) {
        let old = {
            let mut place = self.table.borrow_mut();
            let version = place.keys_version;
            let old = std::mem::replace(&mut *place, table);
            place.keys_version = version.wrapping_add(1);
            place.guard = 0;
            old
        };
        drop(old);
    }

    /// A copy of all items, in order.
    pub fn items(&self) -> Vec<(Value, Value)> {
        let table = self.table.borrow();
        table.entries().map(|e| (e.key.clone(), e.value.clone())).collect()
    }

    /// A copy of all keys, in order.
    pub fn keys(&self) -> Vec<Value> {
        self.table.borrow().entries().map(|e| e.key.clone()).collect()
    }

    /// A copy of all values, in order.
    pub fn values(&self) -> Vec<Value> {
        self.table.borrow().entries().map(|e| e.value.clone()).collect()
    }

    /// Sets the value of a name.
    pub fn set_name(&self, vm: &Vm, name: &Name, value: Value) {
        let hash = name.hash(vm);
        let old = {
            let mut table = self.table.borrow_mut();
            match table.find_str(name, hash) {
                Some(i) => Some(table.set_value(i, value)),
                None => {
                    table.insert_new(hash, name.value().clone(), value);
                    None
                }
            }
        };
        drop(old);
    }

    /// Removes a name and gives its value.
    pub fn remove_name(&self, vm: &Vm, name: &Name) -> Option<Value> {
        let hash = name.hash(vm);
        let removed = {
            let mut table = self.table.borrow_mut();
            let i = table.find_str(name, hash)?;
            table.remove(i)
        };
        Some(removed.1)
    }

    /// Finds a key, calling `__eq__` where needed.
    #[inline]
    fn find(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<usize>> {
        match self.table.borrow().find_quick(key, hash) {
            Quick::At(i) => return Ok(Some(i)),
            Quick::Absent => return Ok(None),
            Quick::Ask => {}
        }
        self.find_asking(vm, key, hash)
    }

    #[inline(never)]
    fn find_asking(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<usize>> {
        'restart: loop {
            let mut probe = Probe::new(hash);
            let version = self.keys_version();
            loop {
                let candidate = match self.table.borrow().step(&mut probe, key, hash) {
                    Found::Absent => return Ok(None),
                    Found::Same(i) => return Ok(Some(i)),
                    Found::Maybe(i) => i,
                };
                let other = self.table.borrow().entry(candidate).key.clone();
                let equal = vm.eq(&other, key)?;
                // The comparison may have changed the dict: then the search starts again, as in CPython.
                if self.keys_version() != version {
                    continue 'restart;
                }
                if equal {
                    return Ok(Some(candidate));
                }
            }
        }
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, vm: &Vm, key: &Value) -> PyResult<Option<Value>> {
        let hash = hash_key(vm, key)?;
        self.get_hashed(vm, key, hash)
    }

    /// The value of a key whose hash is known.
    #[inline]
    pub fn get_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<Value>> {
        Ok(self.find(vm, key, hash)?.map(|i| self.value_at(i)))
    }

    /// Whether the key is there.
    pub fn contains(&self, vm: &Vm, key: &Value) -> PyResult<bool> {
        let hash = hash_key(vm, key)?;
        Ok(self.find(vm, key, hash)?.is_some())
    }

    /// Sets the value of a key.
    #[inline]
    pub fn set(&self, vm: &Vm, key: &Value, value: Value) -> PyResult<()> {
        let hash = hash_key(vm, key)?;
        self.set_hashed(vm, key, hash, value)
    }

    /// Sets the value of a key whose hash is known.
    #[inline]
    pub fn set_hashed(&self, vm: &Vm, key: &Value, hash: i64, value: Value) -> PyResult<()> {
        match self.try_set(key, hash, value) {
            Ok(()) => Ok(()),
            Err(value) => self.set_asking(vm, key, hash, value),
        }
    }

    /// Sets the value of a key if finding it needs no Python code; gives the value back otherwise.
    #[inline]
    pub(crate) fn try_set(&self, key: &Value, hash: i64, value: Value) -> Result<(), Value> {
        let old = {
            let mut table = self.table.borrow_mut();
            match table.find_quick(key, hash) {
                Quick::At(i) => table.set_value(i, value),
                Quick::Absent => {
                    table.insert_new(hash, key.clone(), value);
                    return Ok(());
                }
                Quick::Ask => return Err(value),
            }
        };
        drop(old);
        Ok(())
    }

    /// Adds a key if it is absent and that needs no Python code to tell.
    #[inline]
    pub(crate) fn try_insert(&self, key: &Value, hash: i64, value: &Value) -> bool {
        let mut table = self.table.borrow_mut();
        let absent = matches!(table.find_quick(key, hash), Quick::Absent);
        if absent {
            table.insert_new(hash, key.clone(), value.clone());
        }
        absent
    }

    #[inline(never)]
    fn set_asking(&self, vm: &Vm, key: &Value, hash: i64, value: Value) -> PyResult<()> {
        match self.find_asking(vm, key, hash)? {
            Some(i) => {
                let old = self.table.borrow_mut().set_value(i, value);
                drop(old);
            }
            None => self.table.borrow_mut().insert_new(hash, key.clone(), value),
        }
        Ok(())
    }

    /// The value of a key if finding it needs no Python code: `Some(NULL)` if it is not there, `None` if Python code is
    /// needed to tell.
    #[inline]
    pub(crate) fn try_get(&self, vm: &Vm, key: &Value) -> Option<Value> {
        let hash = plain_hash(vm, key)?;
        let table = self.table.borrow();
        match table.find_quick(key, hash) {
            Quick::At(i) => Some(table.entry(i).value.clone()),
            Quick::Absent => Some(Value::NULL),
            Quick::Ask => None,
        }
    }

    /// Whether a key is there, if that needs no Python code to tell.
    #[inline]
    pub(crate) fn try_contains(&self, vm: &Vm, key: &Value) -> Option<bool> {
        let hash = plain_hash(vm, key)?;
        match self.table.borrow().find_quick(key, hash) {
            Quick::At(_) => Some(true),
            Quick::Absent => Some(false),
            Quick::Ask => None,
        }
    }

    /// Sets the value of a key unless it is there; gives the value that is there afterwards.
    pub fn set_default(&self, vm: &Vm, key: &Value, default: Value) -> PyResult<Value> {
        let hash = hash_key(vm, key)?;
        match self.find(vm, key, hash)? {
            Some(i) => Ok(self.value_at(i)),
            None => {
                self.table.borrow_mut().insert_new(hash, key.clone(), default.clone());
                Ok(default)
            }
        }
    }

    /// Removes a key and gives its value.
    pub fn remove(&self, vm: &Vm, key: &Value) -> PyResult<Option<Value>> {
        let hash = hash_key(vm, key)?;
        self.remove_hashed(vm, key, hash)
    }

    /// Removes a key whose hash is known.
    pub fn remove_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<Value>> {
        let Some(i) = self.find(vm, key, hash)? else { return Ok(None) };
        let (old_key, value) = self.table.borrow_mut().remove(i);
        drop(old_key);
        Ok(Some(value))
    }

    /// Removes and gives the last item.
    pub fn pop_last(&self) -> Option<(Value, Value)> {
        self.table.borrow_mut().pop_last()
    }

    /// Removes all items.
    pub fn clear_all(&self) {
        self.replace_table(Table::new());
    }

    /// Whether all keys are exact `str` objects.
    pub(crate) fn has_only_str_keys(&self) -> bool {
        self.table.borrow().only_str()
    }

    /// A copy that shares nothing but the keys and values.
    pub fn copy_table(&self) -> Table {
        self.table.borrow().copy()
    }
}

/// The hash of a dict key.
#[inline(always)]
pub(crate) fn hash_key(vm: &Vm, key: &Value) -> PyResult<i64> {
    match vm.hash(key) {
        Ok(hash) => Ok(hash),
        Err(raised) => Err(crate::exc::unusable_key(vm, key, "a dict key", raised)),
    }
}

impl Vm {
    /// A new empty dict.
    pub fn new_dict(&self) -> DictRef {
        self.alloc_fixed(&self.types().dict, DictObj::new())
    }

    /// A new dict with this table.
    pub(crate) fn dict_of(&self, table: Table) -> DictRef {
        self.alloc_fixed(&self.types().dict, DictObj { table: PyCell::new(table) })
    }

    /// A new dict (or instance of a subclass) with this table.
    pub fn dict_of_type(&self, ty: &TypeRef, table: Table) -> DictRef {
        self.alloc(ty, DictObj { table: PyCell::new(table) })
    }
}
