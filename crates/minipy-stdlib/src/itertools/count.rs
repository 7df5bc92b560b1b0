//! `itertools.count`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::number::ADD;
use minipy_vm::slots::Slots;
use minipy_vm::types::complex::ComplexObj;
use minipy_vm::types::int;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use crate::support::bound;

struct CountObj {
    /// The next number while it fits 64 bits and the step is 1: `i64::MAX` then says that `number` counts.
    fast: Cell<i64>,
    /// The next number otherwise.
    number: PyCell<Value>,
    step: Value,
}

static LAYOUT: Layout = Layout::of::<CountObj>("count");

impl HeapObject for CountObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.number.borrow());
        visit(&self.step);
    }

    fn clear(&self) {
        self.fast.set(0);
        drop(self.number.take());
    }
}

/// The type `count`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "count",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step",
    slots: Slots { new: Some(new), next: Some(next), repr: Some(repr), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn is_number(vm: &Vm, value: &Value) -> bool {
    let slots = vm.type_of(value).slots();
    int::as_int(value).is_some()
        || slots.index.is_some()
        || slots.int.is_some()
        || slots.float.is_some()
        || value.downcast::<ComplexObj>().is_some()
}

fn is_one(value: &Value) -> bool {
    int::to_i64(value) == Some(1)
}

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [start, step]: [Value; 2] = bound(vm, "count", "(start=0, step=1)", args, 0, 2)?;
    if start.given().is_some_and(|v| !is_number(vm, v)) || step.given().is_some_and(|v| !is_number(vm, v)) {
        return Err(exc::type_error(vm, "a number is required"));
    }
    let start = if start.is_null() { Value::small(0) } else { start };
    let step = if step.is_null() { Value::small(1) } else { step };
    let fast = int::to_i64(&start).filter(|&n| n < i64::MAX && is_one(&step));
    let (fast, number) = match fast {
        Some(n) => (n, Value::NULL),
        None => (i64::MAX, start),
    };
    Ok(vm.alloc(ty, CountObj { fast: Cell::new(fast), number: PyCell::new(number), step }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<CountObj>(vm, this)?;
    let fast = object.fast.get();
    if fast != i64::MAX {
        object.fast.set(fast + 1);
        if fast + 1 == i64::MAX {
            object.number.set(vm.int(i64::MAX));
        }
        return Ok(vm.int(fast));
    }
    let number = object.number.get();
    let following = vm.binary(&ADD, &number, &object.step)?;
    object.number.set(following);
    Ok(number)
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<CountObj>(vm, this)?;
    let name = vm.type_of(this).plain_name();
    let fast = object.fast.get();
    if fast != i64::MAX {
        return Ok(vm.str(&format!("{name}({fast})")));
    }
    let mut out = format!("{name}(").into_bytes();
    out.extend_from_slice(&vm.repr_bytes(&object.number.get())?);
    if !is_one(&object.step) {
        out.extend_from_slice(b", ");
        out.extend_from_slice(&vm.repr_bytes(&object.step)?);
    }
    out.push(b')');
    Ok(vm.str_bytes(&out))
}
