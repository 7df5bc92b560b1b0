//! `set` and `frozenset`: the struct of both and its operations on Python keys. The table is in `table`, operators
//! are in `ops`, methods in `methods`, the iterator in `iter`.

pub mod iter;
pub mod methods;
pub mod ops;
pub mod table;

use std::cell::Cell;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::PyResult;
use crate::protocol::compare::{plain_hash, quick_hash};
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;
use table::{SetFound, SetTable};

/// The struct inside `set` and `frozenset` objects.
pub struct SetObj {
    pub(crate) table: PyCell<SetTable>,
    /// Cached hash of a frozenset; -1: not computed.
    pub(crate) hash: Cell<i64>,
}

pub(crate) static SET_LAYOUT: Layout = Layout::of::<SetObj>("set");

impl HeapObject for SetObj {
    const LAYOUT: &'static Layout = &SET_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.table.borrow().entries().for_each(|(_, key)| visit(key));
    }

    fn clear(&self) {
        self.replace_table(SetTable::default());
    }

    fn owned_bytes(&self) -> usize {
        self.table.borrow().owned_bytes()
    }
}

/// Exact sets, not frozen ones.
impl FixedShape for SetObj {
    const SHAPE: u32 = crate::shape::fixed::SET;
}

/// The hash of a set element.
#[inline(always)]
pub(crate) fn hash_element(vm: &Vm, key: &Value) -> PyResult<i64> {
    match vm.hash(key) {
        Ok(hash) => Ok(hash),
        Err(raised) => Err(exc::unusable_key(vm, key, "a set element", raised)),
    }
}

impl SetObj {
    /// A struct with this table.
    pub fn new(table: SetTable) -> SetObj {
        SetObj { table: PyCell::new(table), hash: Cell::new(-1) }
    }

    /// The number of elements.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of all elements, in table order.
    pub fn items(&self) -> Vec<Value> {
        self.table.borrow().entries().map(|(_, key)| key.clone()).collect()
    }

    /// The element at or after a place: (hash, key, next place).
    #[inline]
    pub(crate) fn entry_from(&self, place: usize) -> Option<(i64, Value, usize)> {
        self.table.borrow().next_from(place).map(|(hash, key, next)| (hash, key.clone(), next))
    }

    /// The place of a key, or the place where it would go; `Err(None)` if there are no places yet.
    #[inline]
    fn find(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Result<usize, Option<usize>>> {
        {
            let table = self.table.borrow();
            if table.has_no_places() {
                return Ok(Err(None));
            }
            match table.look(key, hash) {
                Some(SetFound::Absent(place)) => return Ok(Err(Some(place))),
                Some(SetFound::Same(place)) => return Ok(Ok(place)),
                _ => {}
            }
        }
        self.find_asking(vm, key, hash)
    }

    /// The same where the first place does not settle it; keys may have to be compared by Python code.
    #[inline(never)]
    fn find_asking(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Result<usize, Option<usize>>> {
        'restart: loop {
            let generation = self.table.borrow().generation();
            let Some(mut probe) = self.table.borrow().probe(hash) else { return Ok(Err(None)) };
            loop {
                let (place, other) = {
                    let table = self.table.borrow();
                    match table.step(&mut probe, key, hash) {
                        SetFound::Absent(place) => return Ok(Err(Some(place))),
                        SetFound::Same(place) => return Ok(Ok(place)),
                        SetFound::Maybe(place) => (place, table.key_at(place)),
                    }
                };
                let equal = vm.eq(&other, key)?;
                // The comparison may have changed the set: then the search starts again, as in CPython.
                let table = self.table.borrow();
                if table.generation() != generation || !table.key_at(place).is(&other) || table.is_outdated(&probe) {
                    continue 'restart;
                }
                if equal {
                    return Ok(Ok(place));
                }
            }
        }
    }

    /// Adds a key if that needs no Python code, and gives it back otherwise.
    #[inline]
    pub(crate) fn try_add(&self, vm: &Vm, key: Value) -> Value {
        let Some(int) = key.as_small() else { return self.try_add_further(vm, key) };
        let hash = crate::types::int::hash_small(int);
        if self.table.borrow_mut().try_put(&key, hash) { Value::NULL } else { self.try_add_int(vm, key, hash) }
    }

    #[inline(never)]
    fn try_add_int(&self, vm: &Vm, key: Value, hash: i64) -> Value {
        let added = self.table.borrow_mut().add_further(&key, hash).is_some();
        if added && vm.breaker.get() & crate::gil::Breaker::MEMORY == 0 { Value::NULL } else { key }
    }

    #[inline(never)]
    fn try_add_further(&self, vm: &Vm, key: Value) -> Value {
        match quick_hash(vm, &key) {
            // A table that could not grow is not asked again: the caller sees the breaker.
            Some(hash) if self.table.borrow_mut().try_insert(&key, hash) => {
                if vm.breaker.get() & crate::gil::Breaker::MEMORY == 0 { Value::NULL } else { key }
            }
            _ => key,
        }
    }

    /// MemoryError if there was no memory for a key.
    pub(crate) fn check_memory(&self, vm: &Vm) -> PyResult<()> {
        if vm.breaker.get() & crate::gil::Breaker::MEMORY == 0 { Ok(()) } else { Err(crate::heap::growth::failed(vm)) }
    }

    /// Whether a key is there, if that needs no Python code to tell.
    #[inline]
    pub(crate) fn try_contains(&self, vm: &Vm, key: &Value) -> Option<bool> {
        let hash = plain_hash(vm, key)?;
        self.table.borrow().has(key, hash)
    }

    /// Whether a key whose hash is known is there.
    pub fn contains_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<bool> {
        Ok(self.find(vm, key, hash)?.is_ok())
    }

    /// Whether a key is there.
    pub fn contains(&self, vm: &Vm, key: &Value) -> PyResult<bool> {
        let hash = hash_element(vm, key)?;
        self.contains_hashed(vm, key, hash)
    }

    /// Adds a key; false if it was there.
    #[inline]
    pub fn add(&self, vm: &Vm, key: &Value) -> PyResult<bool> {
        if let Some(hash) = plain_hash(vm, key)
            && let Some(added) = self.table.borrow_mut().try_add(key, hash)
        {
            return Ok(added);
        }
        let hash = hash_element(vm, key)?;
        self.add_hashed(vm, key, hash)
    }

    /// Adds a key whose hash is known; false if it was there.
    pub fn add_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<bool> {
        match self.find(vm, key, hash)? {
            Ok(_) => Ok(false),
            Err(place) => {
                let mut table = self.table.borrow_mut();
                table.ensure_places();
                // In a table without places yet every key goes where its hash says.
                let place = place.unwrap_or(hash as usize & 7);
                table.insert_at(place, hash, key.clone());
                Ok(true)
            }
        }
    }

    /// Removes a key whose hash is known; false if it was not there.
    pub fn remove_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<bool> {
        let Ok(place) = self.find(vm, key, hash)? else { return Ok(false) };
        let removed = self.table.borrow_mut().remove_at(place);
        drop(removed);
        Ok(true)
    }

    /// Replaces all elements.
    pub(crate) fn replace_table(&self, table: SetTable) {
        let old = {
            let mut place = self.table.borrow_mut();
            let generation = place.generation();
            let old = std::mem::replace(&mut *place, table);
            place.renew(generation);
            old
        };
        drop(old);
    }

    /// Adds all elements of another set.
    pub(crate) fn merge(&self, vm: &Vm, other: &SetObj) -> PyResult<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        {
            let mut table = self.table.borrow_mut();
            let source = other.table.borrow();
            if table.has_no_places() {
                let generation = table.generation();
                // What is replaced holds nothing.
                *table = source.copied();
                table.renew(generation);
                return Ok(());
            }
            table.prepare_merge(source.len());
            if table.is_pristine() {
                table.fill_from(&source);
                return Ok(());
            }
        }
        let mut place = 0;
        loop {
            {
                let (mut table, source) = (self.table.borrow_mut(), other.table.borrow());
                while let Some((hash, key, next)) = source.next_from(place) {
                    if !table.try_insert(key, hash) {
                        break;
                    }
                    place = next;
                }
            }
            let Some((hash, key, next)) = other.entry_from(place) else { return Ok(()) };
            self.add_hashed(vm, &key, hash)?;
            place = next;
        }
    }

    /// A copy of the table, laid out as CPython lays out a copied set.
    pub(crate) fn copy_table(&self) -> SetTable {
        self.table.borrow().copied()
    }
}

impl Vm {
    /// A new set, frozenset or instance of a subclass.
    pub fn set_of_type(&self, ty: &TypeRef, table: SetTable) -> crate::heap::Obj<SetObj> {
        self.alloc(ty, SetObj::new(table))
    }
}

/// A new `set` of these elements.
pub fn new_set(vm: &Vm, items: Vec<Value>) -> PyResult {
    let set = vm.set_of_type(&vm.types().set, SetTable::default());
    for item in &items {
        set.add(vm, item)?;
    }
    Ok(set.into_value())
}

/// A new `frozenset` of these elements.
pub fn new_frozenset(vm: &Vm, items: Vec<Value>) -> PyResult {
    let set = vm.set_of_type(&vm.types().frozenset, SetTable::default());
    for item in &items {
        set.add(vm, item)?;
    }
    Ok(set.into_value())
}
