//! `itertools.dropwhile`, `takewhile` and `filterfalse`: an iterator and a function that says which items count.

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::positional;

/// The struct inside all three types; each has its own layout, as classes can only mix types of one layout.
macro_rules! predicate_struct {
    ($name:ident $layout:ident $text:literal) => {
        struct $name {
            function: Value,
            iterator: Value,
            /// Whether the predicate has failed once.
            failed: Cell<bool>,
        }

        static $layout: Layout = Layout::of::<$name>($text);

        impl HeapObject for $name {
            const LAYOUT: &'static Layout = &$layout;

            fn trace(&self, visit: &mut Tracer) {
                visit(&self.function);
                visit(&self.iterator);
            }
        }
    };
}

predicate_struct!(DropWhileObj DROP_LAYOUT "dropwhile");
predicate_struct!(TakeWhileObj TAKE_LAYOUT "takewhile");
predicate_struct!(FilterFalseObj FILTER_LAYOUT "filterfalse");

/// The type `dropwhile`.
pub(super) static DROPWHILE: TypeDef = TypeDef {
    name: "dropwhile",
    module: "itertools",
    layout: Some(&DROP_LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.",
    slots: Slots { new: Some(new_dropwhile), next: Some(next_dropwhile), ..ITERATOR },
    ..TypeDef::EMPTY
};

/// The type `takewhile`.
pub(super) static TAKEWHILE: TypeDef = TypeDef {
    name: "takewhile",
    module: "itertools",
    layout: Some(&TAKE_LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.",
    slots: Slots { new: Some(new_takewhile), next: Some(next_takewhile), ..ITERATOR },
    ..TypeDef::EMPTY
};

/// The type `filterfalse`.
pub(super) static FILTERFALSE: TypeDef = TypeDef {
    name: "filterfalse",
    module: "itertools",
    layout: Some(&FILTER_LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.",
    slots: Slots { new: Some(new_filterfalse), next: Some(next_filterfalse), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn parts(vm: &Vm, ty: &TypeRef, name: &str, args: &Args) -> PyResult<(Value, Value)> {
    let pos = positional(vm, ty, name, args, 2, 2)?;
    Ok((pos[0].clone(), vm.iter(&pos[1])?))
}

fn new_dropwhile(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let (function, iterator) = parts(vm, ty, "dropwhile", args)?;
    Ok(vm.alloc(ty, DropWhileObj { function, iterator, failed: Cell::new(false) }).into_value())
}

fn new_takewhile(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let (function, iterator) = parts(vm, ty, "takewhile", args)?;
    Ok(vm.alloc(ty, TakeWhileObj { function, iterator, failed: Cell::new(false) }).into_value())
}

fn new_filterfalse(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let (function, iterator) = parts(vm, ty, "filterfalse", args)?;
    // Without a function, and with `bool`, the items themselves tell.
    let itself = function.is_none() || function.is(vm.types().bool.value());
    Ok(vm.alloc(ty, FilterFalseObj { function, iterator, failed: Cell::new(itself) }).into_value())
}

fn holds(vm: &Vm, function: &Value, item: &Value) -> PyResult<bool> {
    let result = vm.call1(function, item)?;
    vm.truth(&result)
}

fn next_dropwhile(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<DropWhileObj>(vm, this)?;
    loop {
        let item = advance(vm, &object.iterator)?;
        if item.is_null() || object.failed.get() {
            return Ok(item);
        }
        if !holds(vm, &object.function, &item)? {
            object.failed.set(true);
            return Ok(item);
        }
    }
}

fn next_takewhile(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<TakeWhileObj>(vm, this)?;
    if object.failed.get() {
        return Ok(Value::NULL);
    }
    let item = advance(vm, &object.iterator)?;
    if item.is_null() || holds(vm, &object.function, &item)? {
        return Ok(item);
    }
    object.failed.set(true);
    Ok(Value::NULL)
}

fn next_filterfalse(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<FilterFalseObj>(vm, this)?;
    let itself = object.failed.get();
    loop {
        let item = advance(vm, &object.iterator)?;
        if item.is_null() {
            return Ok(item);
        }
        let passes = if itself { vm.truth(&item)? } else { holds(vm, &object.function, &item)? };
        if !passes {
            return Ok(item);
        }
    }
}
