//! `itertools.islice`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::int;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::positional;

struct ISliceObj {
    /// The iterator; NULL once exhausted.
    iterator: PyCell<Value>,
    /// The position of the next item to give.
    following: Cell<i64>,
    /// The end; -1 for none.
    stop: i64,
    step: i64,
    /// How many items have been fetched.
    fetched: Cell<i64>,
}

static LAYOUT: Layout = Layout::of::<ISliceObj>("islice");

impl HeapObject for ISliceObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.iterator.borrow());
    }

    fn clear(&self) {
        drop(self.iterator.take());
    }
}

/// The type `islice`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "islice",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

/// A bound as a number; -1 for what is none or does not fit.
fn bound(vm: &Vm, value: &Value) -> i64 {
    match vm.index(value) {
        Ok(index) => int::to_i64(&index).unwrap_or(-1),
        Err(raised) => {
            drop(vm.take_exception(raised));
            -1
        }
    }
}

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = positional(vm, ty, "islice", args, 2, 4)?;
    let (mut start, mut stop, mut step) = (0, -1, 1);
    let stop_argument = if pos.len() == 2 { &pos[1] } else { &pos[2] };
    if pos.len() > 2 && !pos[1].is_none() {
        start = bound(vm, &pos[1]);
    }
    if !stop_argument.is_none() {
        stop = bound(vm, stop_argument);
        if stop == -1 {
            let message = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
            return Err(exc::value_error(vm, message));
        }
    }
    if start < 0 || stop < -1 {
        let message = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        return Err(exc::value_error(vm, message));
    }
    if let Some(given) = pos.get(3).filter(|v| !v.is_none()) {
        step = bound(vm, given);
    }
    if step < 1 {
        return Err(exc::value_error(vm, "Step for islice() must be a positive integer or None."));
    }
    let iterator = PyCell::new(vm.iter(&pos[0])?);
    let object = ISliceObj { iterator, following: Cell::new(start), stop, step, fetched: Cell::new(0) };
    Ok(vm.alloc(ty, object).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<ISliceObj>(vm, this)?;
    let iterator = object.iterator.get();
    if iterator.is_null() {
        return Ok(iterator);
    }
    let item = selected(vm, object, &iterator);
    if !matches!(&item, Ok(item) if !item.is_null()) {
        drop(object.iterator.take());
    }
    item
}

fn selected(vm: &Vm, object: &ISliceObj, iterator: &Value) -> PyResult {
    let (following, stop) = (object.following.get(), object.stop);
    while object.fetched.get() < following {
        if advance(vm, iterator)?.is_null() {
            return Ok(Value::NULL);
        }
        object.fetched.set(object.fetched.get() + 1);
    }
    if stop != -1 && object.fetched.get() >= stop {
        return Ok(Value::NULL);
    }
    let item = advance(vm, iterator)?;
    object.fetched.set(object.fetched.get() + 1);
    let after = following.checked_add(object.step).filter(|&n| stop == -1 || n <= stop);
    object.following.set(after.unwrap_or(if stop == -1 { i64::MAX } else { stop }));
    Ok(item)
}
