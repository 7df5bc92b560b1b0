//! `dict`: construction and updates from mappings, iterables of pairs and keyword arguments.

use super::iter::iter_keys;
use super::methods::this_dict;
use crate::exc;
use crate::native::{Args, PyResult, Raised};
use crate::protocol::bind::check_positional;
use crate::protocol::compare::quick_hash;
use crate::types::dict::{DictObj, DictRef};
use crate::types::list::ListObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// `dict.update(...)`
pub(super) fn dict_update(vm: &Vm, args: &Args) -> PyResult {
    let Some(this) = args.pos.first() else { return Ok(Value::NONE) };
    update_from_args(vm, this, &args.rest(), "update", 0)?;
    Ok(Value::NONE)
}

/// Updates from at most one positional argument and any keyword arguments.
pub fn update_from_args(vm: &Vm, this: &Value, args: &Args, name: &str, implicit: usize) -> PyResult<()> {
    check_positional(vm, name, &Args::positional(args.pos), implicit, 0, 1)?;
    let dict = this_dict(vm, this)?;
    if let Some(other) = args.pos.first() {
        update_from(vm, dict, other)?;
    }
    crate::protocol::names_left::check_strings(vm, args)?;
    for (key, value) in args.keywords() {
        dict.set(vm, key, value.clone())?;
    }
    Ok(())
}

/// `dict.update(other)`: a mapping if it has `keys`, otherwise an iterable of pairs.
pub fn update_from(vm: &Vm, dict: &DictObj, other: &Value) -> PyResult<()> {
    if other.exact::<DictObj>().is_some() || vm.find_attr(other, &vm.names().keys)?.is_some() {
        merge(vm, dict, other)
    } else {
        merge_pairs(vm, dict, other)
    }
}

/// Takes over the items of a mapping (which has `keys`), replacing what is there.
pub fn merge(vm: &Vm, dict: &DictObj, other: &Value) -> PyResult<()> {
    if let Some(source) = plain(vm, other) {
        return merge_dict(vm, dict, source);
    }
    let keys = vm.call_method(other, &vm.names().keys, &[])?;
    let iterator = iter_mapping_keys(vm, other, &keys)?;
    while let Some(key) = vm.next(&iterator)? {
        let value = vm.get_item(other, &key)?;
        dict.set(vm, &key, value)?;
    }
    Ok(())
}

/// The struct of a dict whose class iterates as `dict` does: its items are taken as they are, whatever else it defines.
pub(crate) fn plain<'a>(vm: &Vm, value: &'a Value) -> Option<&'a DictObj> {
    let dict = value.downcast::<DictObj>()?;
    let iter = vm.type_of(value).slots().iter.map(|f| f as usize);
    (iter == Some(iter_keys as *const () as usize)).then_some(dict)
}

/// A `dict` with the items of a dict, of which a class with its own `__iter__` is asked.
pub(crate) fn copied(vm: &Vm, this: &Value) -> PyResult<DictRef> {
    if let Some(dict) = plain(vm, this) {
        return Ok(vm.dict_of_type(&vm.types().dict, dict.copy_table()));
    }
    let copy = vm.new_dict();
    if !this_dict(vm, this)?.is_empty() {
        merge(vm, &copy, this)?;
    }
    Ok(copy)
}

/// An iterator over what a mapping's `keys()` gave.
pub(crate) fn iter_mapping_keys(vm: &Vm, mapping: &Value, keys: &Value) -> PyResult {
    if vm.is_iterable(keys) {
        return vm.iter(keys);
    }
    let (name, got) = (vm.type_of(mapping).name_str(), vm.type_of(keys).name_str());
    Err(exc::type_error(vm, &format!("{name}.keys() returned a non-iterable (type {got})")))
}

fn merge_dict(vm: &Vm, dict: &DictObj, source: &DictObj) -> PyResult<()> {
    if std::ptr::eq(dict, source) || source.is_empty() {
        return Ok(());
    }
    if dict.is_empty() {
        dict.replace_table(source.copy_table());
        return Ok(());
    }
    let len = source.len();
    if len > dict.len() {
        dict.table.borrow_mut().reserve(len);
    }
    let mut position = 0;
    while let Some((hash, key, value, next)) = source.entry_from(position) {
        dict.set_hashed(vm, &key, hash, value)?;
        if source.len() != len {
            return Err(exc::runtime_error(vm, "dict mutated during update"));
        }
        position = next;
    }
    Ok(())
}

/// Takes over the pairs of an iterable.
fn merge_pairs(vm: &Vm, dict: &DictObj, pairs: &Value) -> PyResult<()> {
    let mut cursor = vm.cursor(pairs)?;
    let mut number = 0;
    loop {
        let pair = cursor.drain(vm, |pair| {
            // Dropping the pair runs no Python code: the dict has the value now, and the key is a string or an int.
            if let Some(tuple) = pair.exact::<TupleObj>()
                && let [key, value] = tuple.items()
                && let Some(hash) = quick_hash(vm, key)
                && dict.try_insert(key, hash, value)
            {
                number += 1;
                return Value::NULL;
            }
            pair
        })?;
        if pair.is_null() {
            return Ok(());
        }
        let (key, value) = split_pair(vm, &pair, number)?;
        dict.set(vm, &key, value)?;
        number += 1;
    }
}

fn split_pair(vm: &Vm, pair: &Value, number: usize) -> PyResult<(Value, Value)> {
    let len = if let Some(tuple) = pair.exact::<TupleObj>() {
        if let [key, value] = tuple.items() {
            return Ok((key.clone(), value.clone()));
        }
        tuple.items().len()
    } else if let Some(list) = pair.exact::<ListObj>() {
        if let [key, value] = &list.items.borrow()[..] {
            return Ok((key.clone(), value.clone()));
        }
        list.len()
    } else {
        let iterator = match vm.iter(pair) {
            Ok(iterator) => iterator,
            Err(raised) => return Err(no_sequence(vm, raised, number)),
        };
        let items = vm.collect(&iterator).map_err(|raised| with_note(vm, raised, number))?;
        if let [key, value] = &items[..] {
            return Ok((key.clone(), value.clone()));
        }
        items.len()
    };
    let message = format!("dictionary update sequence element #{number} has length {len}; 2 is required");
    Err(exc::value_error(vm, &message))
}

/// The TypeError for an element that cannot be iterated over, with CPython's note.
#[cold]
fn no_sequence(vm: &Vm, raised: Raised, number: usize) -> Raised {
    if !exc::is_type_error(vm, &raised) {
        return raised;
    }
    drop(vm.take_exception(raised));
    with_note(vm, exc::type_error(vm, "object is not iterable"), number)
}

/// A TypeError gets CPython's note.
#[cold]
fn with_note(vm: &Vm, raised: Raised, number: usize) -> Raised {
    if !exc::is_type_error(vm, &raised) {
        return raised;
    }
    let exception = vm.take_exception(raised);
    let note = format!("Cannot convert dictionary update sequence element #{number} to a sequence");
    match vm.call_method_str(&exception, "add_note", &[vm.str(&note)]) {
        Ok(_) => vm.raise_again(exception),
        Err(raised) => raised,
    }
}
