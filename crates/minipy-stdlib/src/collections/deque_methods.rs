//! The methods of deques.

use minipy_vm::exc;
use minipy_vm::native::{Args, PyResult, Raised};
use minipy_vm::protocol::attr::has_instance_dict;
use minipy_vm::protocol::bind::check_positional;
use minipy_vm::types::int;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::{Value, Vm};

use super::deque::{DequeObj, TYPE, new_deque, own};
use minipy_vm::heap::growth;

pub(super) fn append(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    if !own(vm, this)?.push(item.clone()) {
        return Err(exc::memory_error(vm));
    }
    Ok(Value::NONE)
}

pub(super) fn append_left(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    if !own(vm, this)?.push_left(item.clone()) {
        return Err(exc::memory_error(vm));
    }
    Ok(Value::NONE)
}

pub(super) fn pop(vm: &Vm, this: &Value) -> PyResult {
    let deque = own(vm, this)?;
    let item = deque.items.borrow_mut().pop_back();
    deque.changed();
    item.ok_or_else(|| exc::index_error(vm, "pop from an empty deque"))
}

pub(super) fn pop_left(vm: &Vm, this: &Value) -> PyResult {
    let deque = own(vm, this)?;
    let item = deque.items.borrow_mut().pop_front();
    deque.changed();
    item.ok_or_else(|| exc::index_error(vm, "pop from an empty deque"))
}

pub(super) fn clear(vm: &Vm, this: &Value) -> PyResult {
    let deque = own(vm, this)?;
    deque.changed();
    drop(deque.items.take());
    Ok(Value::NONE)
}

/// A copy of the items, or MemoryError.
pub(super) fn copied(vm: &Vm, deque: &DequeObj) -> PyResult<Vec<Value>> {
    let items = deque.items.borrow();
    let mut copied = growth::with_room(vm, items.len())?;
    let (front, back) = items.as_slices();
    copied.extend_from_slice(front);
    copied.extend_from_slice(back);
    Ok(copied)
}

pub(super) fn copy(vm: &Vm, this: &Value) -> PyResult {
    let deque = own(vm, this)?;
    if vm.type_of(this).is(&vm.type_from_def(&TYPE)) {
        let items = copied(vm, deque)?.into();
        return Ok(new_deque(vm, items, deque.limit.get()));
    }
    let class = vm.type_of(this).to_value();
    let made = match deque.limit.get() {
        Some(limit) => vm.call(&class, &[this.clone(), vm.int(limit as i64)])?,
        None => vm.call1(&class, this)?,
    };
    if made.downcast::<DequeObj>().is_none() {
        let got = vm.type_of(&made).name_str();
        let name = vm.type_of(this).name_str();
        return Err(exc::type_error(vm, &format!("{name}() must return a deque, not {got}")));
    }
    Ok(made)
}

/// Adds the items of an iterable at the right end.
pub(super) fn extend_with(vm: &Vm, this: &Value, iterable: &Value) -> PyResult<()> {
    let deque = own(vm, this)?;
    for_each(vm, this, iterable, |item| deque.push(item))
}

fn for_each(vm: &Vm, this: &Value, iterable: &Value, add: impl Fn(Value) -> bool) -> PyResult<()> {
    if iterable.is(this) {
        // A deque that is added to itself: what it holds now counts.
        let items = copied(vm, own(vm, this)?)?;
        return if items.into_iter().all(add) { Ok(()) } else { Err(exc::memory_error(vm)) };
    }
    let iterator = vm.iter(iterable)?;
    let next = vm.next_fn(&iterator)?;
    loop {
        let item = next(vm, &iterator)?;
        if item.is_null() {
            return Ok(());
        }
        if !add(item) {
            return Err(exc::memory_error(vm));
        }
    }
}

pub(super) fn extend(vm: &Vm, this: &Value, iterable: &Value) -> PyResult {
    extend_with(vm, this, iterable)?;
    Ok(Value::NONE)
}

pub(super) fn extend_left(vm: &Vm, this: &Value, iterable: &Value) -> PyResult {
    let deque = own(vm, this)?;
    for_each(vm, this, iterable, |item| deque.push_left(item))?;
    Ok(Value::NONE)
}

/// The index of the first item in a range that equals a value; RuntimeError if comparing changes the deque.
fn find(vm: &Vm, deque: &DequeObj, value: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    find_or(vm, deque, value, (start, stop), exc::runtime_error)
}

/// Like [`find`], with the error for a deque that comparing changes.
fn find_or(
    vm: &Vm,
    deque: &DequeObj,
    value: &Value,
    range: (usize, usize),
    mutated: fn(&Vm, &str) -> Raised,
) -> PyResult<Option<usize>> {
    let version = deque.version.get();
    let mut at = range.0;
    while at < range.1
        && let Some(item) = deque.get(at)
    {
        let equal = vm.eq(&item, value)?;
        if deque.version.get() != version {
            return Err(mutated(vm, "deque mutated during iteration"));
        }
        if equal {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

pub(super) fn contains(vm: &Vm, this: &Value, value: &Value) -> PyResult<bool> {
    Ok(find(vm, own(vm, this)?, value, 0, usize::MAX)?.is_some())
}

pub(super) fn count(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let deque = own(vm, this)?;
    let (mut count, mut at) = (0, 0);
    while let Some(found) = find(vm, deque, value, at, usize::MAX)? {
        count += 1;
        at = found + 1;
    }
    Ok(vm.int(count))
}

pub(super) fn index(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "index", args, 1, 1, 3)?;
    let deque = own(vm, &args.pos[0])?;
    let len = deque.items.borrow().len();
    let bound = |at: usize, default: isize| {
        let Some(value) = args.pos.get(at) else { return Ok(default) };
        if int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
            return Err(exc::type_error(vm, "slice indices must be integers or have an __index__ method"));
        }
        let bound = vm.index_to_isize(value, None)?;
        Ok(if bound < 0 { bound.saturating_add_unsigned(len).max(0) } else { bound })
    };
    let (start, stop) = (bound(2, 0)? as usize, bound(3, len as isize)? as usize);
    match find(vm, deque, &args.pos[1], start, stop.min(len))? {
        Some(at) => Ok(vm.int(at as i64)),
        None => Err(exc::value_error(vm, "deque.index(x): x not in deque")),
    }
}

pub(super) fn insert(vm: &Vm, this: &Value, index: &Value, value: &Value) -> PyResult {
    let deque = own(vm, this)?;
    let index = ssize(vm, index)?;
    let len = deque.items.borrow().len();
    if deque.limit.get() == Some(len) {
        return Err(exc::index_error(vm, "deque already at its maximum size"));
    }
    let at = if index < 0 { index.saturating_add_unsigned(len).max(0) } else { index.min(len as isize) };
    deque.changed();
    deque.items.borrow_mut().insert(at as usize, value.clone());
    Ok(Value::NONE)
}

pub(super) fn remove(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let deque = own(vm, this)?;
    let found = find_or(vm, deque, value, (0, usize::MAX), exc::index_error)?;
    let Some(at) = found else { return Err(exc::value_error(vm, "deque.remove(x): x not in deque")) };
    deque.changed();
    let removed = deque.items.borrow_mut().remove(at);
    drop(removed);
    Ok(Value::NONE)
}

pub(super) fn reverse(vm: &Vm, this: &Value) -> PyResult {
    own(vm, this)?.items.borrow_mut().make_contiguous().reverse();
    Ok(Value::NONE)
}

pub(super) fn rotate(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = own(vm, &args[0])?;
    let steps = args[1].given().map_or(Ok(1), |n| ssize(vm, n))?;
    let mut items = deque.items.borrow_mut();
    if items.len() > 1 {
        let right = steps.rem_euclid(items.len() as isize) as usize;
        if right > 0 {
            deque.changed();
            items.rotate_right(right);
        }
    }
    Ok(Value::NONE)
}

pub(super) fn sizeof(vm: &Vm, this: &Value) -> PyResult {
    own(vm, this)?;
    Ok(vm.int(vm.size_of(this) as i64))
}

pub(super) fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let deque = own(vm, this)?;
    let state = match has_instance_dict(vm, this) {
        true => vm.get_attr_str(this, "__dict__")?,
        false => Value::NONE,
    };
    let empty = vm.tuple(Vec::new());
    let args = match deque.limit.get() {
        Some(limit) => vm.pair(empty, vm.int(limit as i64)),
        None => empty,
    };
    let items = vm.iter(this)?;
    Ok(vm.tuple(vec![vm.type_of(this).to_value(), args, state, items]))
}
