//! `itertools.groupby` and the iterator over one group.

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::seq_iter::self_iter;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::{bound, positional};

struct GroupByObj {
    iterator: Value,
    /// The key function; NULL if the items are the keys.
    function: Value,
    /// The key of the group that was given out last; NULL before the first.
    target: PyCell<Value>,
    /// The key of the item that was fetched last; NULL before the first.
    key: PyCell<Value>,
    /// That item, until a group gives it out.
    item: PyCell<Value>,
    /// The address of the group that may take items; 0 for none.
    grouper: Cell<usize>,
}

static LAYOUT: Layout = Layout::of::<GroupByObj>("groupby");

impl HeapObject for GroupByObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.iterator);
        visit(&self.function);
        visit(&self.target.borrow());
        visit(&self.key.borrow());
        visit(&self.item.borrow());
    }

    fn clear(&self) {
        drop(self.target.take());
        drop(self.key.take());
        drop(self.item.take());
    }
}

struct GrouperObj {
    parent: Value,
    target: Value,
}

static GROUPER_LAYOUT: Layout = Layout::of::<GrouperObj>("_grouper");

impl HeapObject for GrouperObj {
    const LAYOUT: &'static Layout = &GROUPER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.parent);
        visit(&self.target);
    }
}

/// The type `groupby`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "groupby",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

/// The type `_grouper`.
pub(super) static GROUPER: TypeDef = TypeDef {
    name: "_grouper",
    module: "itertools",
    layout: Some(&GROUPER_LAYOUT),
    slots: Slots { new: Some(new_grouper), iter: Some(self_iter), next: Some(next_of_group), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [iterable, key]: [Value; 2] = bound(vm, "groupby", "(iterable, key=None)", args, 1, 2)?;
    let object = GroupByObj {
        iterator: vm.iter(&iterable)?,
        function: if key.is_none() { Value::NULL } else { key },
        target: PyCell::default(),
        key: PyCell::default(),
        item: PyCell::default(),
        grouper: Cell::new(0),
    };
    Ok(vm.alloc(ty, object).into_value())
}

/// Fetches the next item; false if there is none.
fn step(vm: &Vm, object: &GroupByObj) -> PyResult<bool> {
    let item = advance(vm, &object.iterator)?;
    if item.is_null() {
        return Ok(false);
    }
    let key = if object.function.is_null() { item.clone() } else { vm.call1(&object.function, &item)? };
    object.item.set(item);
    object.key.set(key);
    Ok(true)
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<GroupByObj>(vm, this)?;
    object.grouper.set(0);
    // The rest of the last group is skipped.
    loop {
        let key = object.key.get();
        if !key.is_null() {
            let target = object.target.get();
            if target.is_null() || !vm.eq(&target, &key)? {
                break;
            }
        }
        if !step(vm, object)? {
            return Ok(Value::NULL);
        }
    }
    let key = object.key.get();
    object.target.set(key.clone());
    let grouper = make_grouper(vm, this, object, &key);
    Ok(vm.pair(key, grouper))
}

fn make_grouper(vm: &Vm, parent: &Value, object: &GroupByObj, target: &Value) -> Value {
    let ty = vm.type_from_def(&GROUPER);
    let made = vm.alloc(&ty, GrouperObj { parent: parent.clone(), target: target.clone() }).into_value();
    object.grouper.set(made.bits());
    made
}

fn new_grouper(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = positional(vm, ty, "_grouper", args, 2, 2)?;
    match pos[0].downcast::<GroupByObj>() {
        Some(object) => Ok(make_grouper(vm, &pos[0], object, &pos[1])),
        None => {
            let got = exc::argument_type(vm, &pos[0]);
            Err(exc::type_error(vm, &format!("_grouper() argument 1 must be itertools.groupby, not {got}")))
        }
    }
}

fn next_of_group(vm: &Vm, this: &Value) -> PyResult {
    let group = exc::receiver::<GrouperObj>(vm, this)?;
    let object = exc::receiver::<GroupByObj>(vm, &group.parent)?;
    if object.grouper.get() != this.bits() {
        return Ok(Value::NULL);
    }
    let fetched = object.item.borrow().is_null();
    if fetched && !step(vm, object)? {
        return Ok(Value::NULL);
    }
    let key = object.key.get();
    if !vm.eq(&group.target, &key)? {
        return Ok(Value::NULL);
    }
    drop(object.key.take());
    Ok(object.item.take())
}
