//! `list`: item access by anything but a small int: other integers and slices.

use crate::exc;
use crate::native::PyResult;
use crate::types::int;
use crate::types::list::{ListObj, drop_items};
use crate::types::slice::{self, SliceObj, Span};
use crate::value::{Value, extend_cloned};
use crate::vm::Vm;

/// The index that a key is, if it has one; TypeError otherwise.
fn index_of(vm: &Vm, key: &Value) -> PyResult<isize> {
    if int::as_int(key).is_none() && vm.type_of(key).slots().index.is_none() {
        let name = vm.type_of(key).name_str();
        return Err(exc::type_error(vm, &format!("list indices must be integers or slices, not {name}")));
    }
    vm.index_arg(key)
}

fn wrap(index: isize, len: usize) -> usize {
    (if index < 0 { index + len as isize } else { index }) as usize
}

/// `list[key]`
pub(super) fn get(vm: &Vm, list: &ListObj, key: &Value) -> PyResult {
    if let Some(slice) = key.downcast::<SliceObj>() {
        let bounds = slice::unpack(vm, slice)?;
        let items = list.items.borrow();
        let span = bounds.adjust(items.len());
        vm.check_memory(span.count * size_of::<Value>())?;
        let picked = pick(&items, span);
        drop(items);
        return Ok(vm.list(picked));
    }
    let index = index_of(vm, key)?;
    match list.get(wrap(index, list.len())) {
        Some(item) => Ok(item),
        None => Err(exc::index_error(vm, "list index out of range")),
    }
}

/// The selected items.
pub(crate) fn pick(items: &[Value], span: Span) -> Vec<Value> {
    if span.step == 1 {
        let start = span.start as usize;
        let mut picked = Vec::with_capacity(span.count);
        extend_cloned(&mut picked, &items[start..start + span.count]);
        return picked;
    }
    if span.step == -1 && span.count > 0 {
        let end = span.start as usize + 1;
        let mut picked = Vec::with_capacity(span.count);
        extend_cloned(&mut picked, &items[end - span.count..end]);
        picked.reverse();
        return picked;
    }
    span.indices().map(|i| items[i].clone()).collect()
}

/// `list[key] = value`, `del list[key]`
pub(super) fn set(vm: &Vm, this: &Value, list: &ListObj, key: &Value, value: Option<&Value>) -> PyResult<()> {
    if let Some(slice) = key.downcast::<SliceObj>() {
        let bounds = slice::unpack(vm, slice)?;
        let Some(value) = value else {
            let span = bounds.adjust(list.len());
            let old = delete(list, span);
            if span.step == 1 {
                drop_items(old)
            } else {
                drop(old)
            }
            return Ok(());
        };
        let new = replacement(vm, this, list, value)?;
        return assign(vm, list, bounds.adjust(list.len()), new);
    }
    let index = index_of(vm, key)?;
    let old = {
        let mut items = list.items.borrow_mut();
        let at = wrap(index, items.len());
        match value {
            Some(value) => items.get_mut(at).map(|place| std::mem::replace(place, value.clone())),
            None => (at < items.len()).then(|| items.remove(at)),
        }
    };
    match old {
        Some(_) => Ok(()),
        None => Err(exc::index_error(vm, "list assignment index out of range")),
    }
}

/// The items that a slice is replaced by.
fn replacement(vm: &Vm, this: &Value, list: &ListObj, value: &Value) -> PyResult<Vec<Value>> {
    if value.is(this) {
        return crate::heap::growth::copy(vm, &list.items.borrow());
    }
    vm.collect_fast(value, "must assign iterable to extended slice")
}

fn assign(vm: &Vm, list: &ListObj, span: Span, new: Vec<Value>) -> PyResult<()> {
    if span.step == 1 {
        // The tail moves through a copy, and the list may grow to twice its room.
        if new.len() > span.count {
            vm.check_memory((list.len() * 3 + new.len() * 2) * size_of::<Value>())?;
        }
        replace(list, span.start as usize, span.count, new);
        return Ok(());
    }
    if new.len() != span.count {
        let (size, wanted) = (new.len(), span.count);
        let message = format!("attempt to assign sequence of size {size} to extended slice of size {wanted}");
        return Err(exc::value_error(vm, &message));
    }
    let old: Vec<Value> = {
        let mut items = list.items.borrow_mut();
        span.indices().zip(new).map(|(at, item)| std::mem::replace(&mut items[at], item)).collect()
    };
    drop(old);
    Ok(())
}

/// Puts `new` into the place of `count` items from `start`.
pub(crate) fn replace(list: &ListObj, start: usize, count: usize, mut new: Vec<Value>) {
    let old: Vec<Value> = {
        let mut items = list.items.borrow_mut();
        match items.get_mut(start..start + count) {
            Some(place) if new.len() == count => {
                place.swap_with_slice(&mut new);
                new
            }
            Some(_) => items.splice(start..start + count, new).collect(),
            // Dropping what the bounds were computed from has made the list shorter.
            None => new,
        }
    };
    drop_items(old);
}

/// Takes the selected items out.
fn delete(list: &ListObj, span: Span) -> Vec<Value> {
    let mut items = list.items.borrow_mut();
    if span.step == 1 {
        let start = span.start as usize;
        return items.drain(start..start + span.count).collect();
    }
    let old: Vec<Value> = span.indices().map(|at| items[at].take()).collect();
    // Only the selected places are NULL now.
    items.retain(|item| !item.is_null());
    old
}
