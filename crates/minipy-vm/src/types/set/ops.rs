//! The algebra of sets: union, intersection, difference, comparison, with sets and any iterables.

use crate::exc;
use crate::heap::Obj;
use crate::native::PyResult;
use crate::slots::CompareOp;
use crate::types::dict::DictObj;
use crate::types::set::table::SetTable;
use crate::types::set::{SetObj, hash_element};
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// `set` or `frozenset`: what the operators of a set (or subclass instance) make.
pub(crate) fn base_type(vm: &Vm, this: &Value) -> TypeRef {
    let types = vm.types();
    if vm.type_of(this).is_subtype(&types.frozenset) { types.frozenset.clone() } else { types.set.clone() }
}

/// A copy as `set` or `frozenset`.
pub(crate) fn copy(vm: &Vm, this: &Value, set: &SetObj) -> Obj<SetObj> {
    vm.set_of_type(&base_type(vm, this), set.copy_table())
}

fn empty(vm: &Vm, this: &Value) -> Obj<SetObj> {
    vm.set_of_type(&base_type(vm, this), SetTable::default())
}

/// Calls `each` with the elements of an iterable and their hashes.
fn for_each(vm: &Vm, iterable: &Value, mut each: impl FnMut(&Value, i64) -> PyResult<()>) -> PyResult<()> {
    if let Some(set) = iterable.downcast::<SetObj>() {
        let mut place = 0;
        while let Some((hash, key, next)) = set.entry_from(place) {
            each(&key, hash)?;
            place = next;
        }
        return Ok(());
    }
    if let Some(dict) = iterable.exact::<DictObj>() {
        let mut position = 0;
        while let Some((hash, key, _, next)) = dict.entry_from(position) {
            each(&key, hash)?;
            position = next;
        }
        return Ok(());
    }
    let iterator = vm.iter(iterable)?;
    let next = vm.next_fn(&iterator)?;
    loop {
        let key = next(vm, &iterator)?;
        if key.is_null() {
            return Ok(());
        }
        let hash = hash_element(vm, &key)?;
        each(&key, hash)?;
    }
}

/// Adds all elements of an iterable.
pub fn update(vm: &Vm, set: &SetObj, iterable: &Value) -> PyResult<()> {
    if let Some(other) = iterable.downcast::<SetObj>() {
        return set.merge(vm, other);
    }
    if let Some(dict) = iterable.exact::<DictObj>() {
        let len = dict.len();
        set.table.borrow_mut().prepare_merge(len);
    }
    if iterable.exact::<DictObj>().is_some() {
        return for_each(vm, iterable, |key, hash| set.add_hashed(vm, key, hash).map(drop));
    }
    let mut cursor = vm.cursor(iterable)?;
    loop {
        let key = cursor.drain(vm, |key| set.try_add(vm, key))?;
        set.check_memory(vm)?;
        if key.is_null() {
            return Ok(());
        }
        set.add(vm, &key)?;
    }
}

/// Adds to `result` (a new set) the elements of `walked` that are in `asked`, or those that are not.
fn select(vm: &Vm, result: &SetObj, walked: &SetObj, asked: &SetObj, wanted: bool) -> PyResult<()> {
    let mut place = 0;
    loop {
        {
            let (source, other) = (walked.table.borrow(), asked.table.borrow());
            let mut target = result.table.borrow_mut();
            while let Some((hash, key, next)) = source.next_from(place) {
                match other.has(key, hash) {
                    Some(there) if there != wanted || target.try_insert(key, hash) => {}
                    _ => break,
                }
                place = next;
            }
        }
        // A key that must be compared.
        let Some((hash, key, next)) = walked.entry_from(place) else { return Ok(()) };
        if asked.contains_hashed(vm, &key, hash)? == wanted {
            result.add_hashed(vm, &key, hash)?;
        }
        place = next;
    }
}

/// What is in both.
pub(crate) fn intersection(vm: &Vm, this: &Value, set: &SetObj, other: &Value) -> PyResult<Obj<SetObj>> {
    if this.is(other) {
        return Ok(copy(vm, this, set));
    }
    let result = empty(vm, this);
    let (walked, asked) = match other.downcast::<SetObj>() {
        Some(second) if second.len() > set.len() => (this, second),
        _ => (other, set),
    };
    if let Some(walked) = walked.downcast::<SetObj>() {
        select(vm, &result, walked, asked, true)?;
        return Ok(result);
    }
    // Unlike elsewhere, an unhashable item is reported as such, not as an unusable element.
    let iterator = vm.iter(walked)?;
    while let Some(key) = vm.next(&iterator)? {
        let hash = vm.hash(&key)?;
        if asked.contains_hashed(vm, &key, hash)? {
            result.add_hashed(vm, &key, hash)?;
            // Nothing more can be found.
            if result.len() >= asked.len() {
                break;
            }
        }
    }
    Ok(result)
}

/// Removes the elements of an iterable.
pub(crate) fn difference_update(vm: &Vm, set: &SetObj, this: &Value, other: &Value) -> PyResult<()> {
    if this.is(other) {
        set.replace_table(SetTable::default());
        return Ok(());
    }
    for_each(vm, other, |key, hash| set.remove_hashed(vm, key, hash).map(drop))?;
    set.table.borrow_mut().compact();
    Ok(())
}

/// What is not in the other.
pub(crate) fn difference(vm: &Vm, this: &Value, set: &SetObj, other: &Value) -> PyResult<Obj<SetObj>> {
    let result = empty(vm, this);
    if let Some(second) = other.downcast::<SetObj>() {
        if set.len() >> 2 > second.len() {
            let left = copy(vm, this, set);
            difference_update(vm, &left, left.value(), other)?;
            return Ok(left);
        }
        select(vm, &result, set, second, false)?;
        return Ok(result);
    }
    if let Some(dict) = other.exact::<DictObj>()
        && set.len() >> 2 <= dict.len()
    {
        for_each(vm, this, |key, hash| {
            if dict.get_hashed(vm, key, hash)?.is_none() {
                result.add_hashed(vm, key, hash)?;
            }
            Ok(())
        })?;
        return Ok(result);
    }
    let left = copy(vm, this, set);
    difference_update(vm, &left, left.value(), other)?;
    Ok(left)
}

/// Removes what is there and adds what is not.
pub(crate) fn symmetric_update(vm: &Vm, set: &SetObj, this: &Value, other: &Value) -> PyResult<()> {
    if this.is(other) {
        set.replace_table(SetTable::default());
        return Ok(());
    }
    // An iterable may name an element twice, so it becomes a set first.
    let other = match other.downcast::<SetObj>() {
        Some(_) => other.clone(),
        None if other.exact::<DictObj>().is_some() => other.clone(),
        None => {
            let set = vm.set_of_type(&base_type(vm, this), SetTable::default());
            update(vm, &set, other)?;
            set.into_value()
        }
    };
    if let Some(source) = other.downcast::<SetObj>() {
        let mut place = 0;
        loop {
            // Removed keys stay alive: `source` has an equal one, but perhaps another object.
            let mut removed = Vec::new();
            {
                let (table, mut target) = (source.table.borrow(), set.table.borrow_mut());
                while let Some((hash, key, next)) = table.next_from(place) {
                    let Some(old) = target.toggle(key, hash) else { break };
                    if old.is_ptr() {
                        removed.push(old);
                    }
                    place = next;
                }
            }
            drop(removed);
            let Some((hash, key, next)) = source.entry_from(place) else { return Ok(()) };
            if !set.remove_hashed(vm, &key, hash)? {
                set.add_hashed(vm, &key, hash)?;
            }
            place = next;
        }
    }
    for_each(vm, &other, |key, hash| {
        if !set.remove_hashed(vm, key, hash)? {
            set.add_hashed(vm, key, hash)?;
        }
        Ok(())
    })
}

/// What is in exactly one of both.
pub(crate) fn symmetric_difference(vm: &Vm, this: &Value, other: &Value) -> PyResult<Obj<SetObj>> {
    let result = empty(vm, this);
    update(vm, &result, other)?;
    symmetric_update(vm, &result, result.value(), this)?;
    Ok(result)
}

/// Whether every element of a set is in another.
pub(crate) fn is_subset(vm: &Vm, set: &SetObj, other: &SetObj) -> PyResult<bool> {
    if set.len() > other.len() {
        return Ok(false);
    }
    let mut place = 0;
    while let Some((hash, key, next)) = set.entry_from(place) {
        if !other.contains_hashed(vm, &key, hash)? {
            return Ok(false);
        }
        place = next;
    }
    Ok(true)
}

/// Whether there is no common element.
pub(crate) fn is_disjoint(vm: &Vm, this: &Value, set: &SetObj, other: &Value) -> PyResult<bool> {
    if this.is(other) {
        return Ok(set.is_empty());
    }
    if let Some(second) = other.downcast::<SetObj>() {
        let (walked, asked) = if second.len() > set.len() { (set, second) } else { (second, set) };
        let mut place = 0;
        while let Some((hash, key, next)) = walked.entry_from(place) {
            if asked.contains_hashed(vm, &key, hash)? {
                return Ok(false);
            }
            place = next;
        }
        return Ok(true);
    }
    let iterator = vm.iter(other)?;
    while let Some(key) = vm.next(&iterator)? {
        if set.contains(vm, &key)? {
            return Ok(false);
        }
    }
    Ok(true)
}

// ---- slots

/// Both operands as sets; `None` means NotImplemented.
fn both<'a>(lhs: &'a Value, rhs: &'a Value) -> Option<(&'a SetObj, &'a SetObj)> {
    Some((lhs.downcast::<SetObj>()?, rhs.downcast::<SetObj>()?))
}

pub(crate) fn or(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = both(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = copy(vm, lhs, a);
    if !lhs.is(rhs) {
        result.merge(vm, b)?;
    }
    Ok(result.into_value())
}

pub(crate) fn and(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, _)) = both(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    intersection(vm, lhs, a, rhs).map(Obj::into_value)
}

pub(crate) fn sub(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, _)) = both(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    difference(vm, lhs, a, rhs).map(Obj::into_value)
}

pub(crate) fn xor(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    if both(lhs, rhs).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    symmetric_difference(vm, lhs, rhs).map(Obj::into_value)
}

pub(crate) fn inplace_or(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = both(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    a.merge(vm, b)?;
    Ok(lhs.clone())
}

pub(crate) fn inplace_and(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, _)) = both(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = intersection(vm, lhs, a, rhs)?;
    a.replace_table(result.table.take());
    Ok(lhs.clone())
}

pub(crate) fn inplace_sub(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, _)) = both(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    difference_update(vm, a, lhs, rhs)?;
    Ok(lhs.clone())
}

pub(crate) fn inplace_xor(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, _)) = both(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    symmetric_update(vm, a, lhs, rhs)?;
    Ok(lhs.clone())
}

pub(crate) fn compare(vm: &Vm, lhs: &Value, rhs: &Value, op: CompareOp) -> PyResult {
    let Some((a, b)) = both(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    let equal = || -> PyResult<bool> {
        let hashes = (a.hash.get(), b.hash.get());
        if a.len() != b.len() || hashes.0 != -1 && hashes.1 != -1 && hashes.0 != hashes.1 {
            return Ok(false);
        }
        is_subset(vm, a, b)
    };
    let result = match op {
        CompareOp::Eq => equal()?,
        CompareOp::Ne => !equal()?,
        CompareOp::Le => is_subset(vm, a, b)?,
        CompareOp::Ge => is_subset(vm, b, a)?,
        CompareOp::Lt => a.len() < b.len() && is_subset(vm, a, b)?,
        CompareOp::Gt => a.len() > b.len() && is_subset(vm, b, a)?,
    };
    Ok(Value::bool(result))
}

/// The hash of a set's elements as a frozenset.
pub(crate) fn frozen_hash(set: &SetObj) -> i64 {
    let known = set.hash.get();
    if known != -1 {
        return known;
    }
    let mut hasher = minipy_text::hash::FrozenSetHasher::default();
    set.table.borrow().entries().for_each(|(hash, _)| hasher.add(hash));
    hasher.finish()
}

/// The hash of a value that is looked for: a `set` is found like the frozenset with its elements.
pub(crate) fn lookup_hash(vm: &Vm, key: &Value) -> PyResult<i64> {
    let raised = match hash_element(vm, key) {
        Ok(hash) => return Ok(hash),
        Err(raised) => raised,
    };
    match key.downcast::<SetObj>() {
        Some(set) if vm.type_of(key).is_subtype(&vm.types().set) && exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            Ok(frozen_hash(set))
        }
        _ => Err(raised),
    }
}
