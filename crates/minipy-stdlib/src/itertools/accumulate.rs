//! `itertools.accumulate`

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::number::ADD;
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::bound;

struct AccumulateObj {
    iterator: Value,
    /// The function; NULL for addition.
    function: Value,
    /// The last result; NULL before the first one.
    total: PyCell<Value>,
    /// The initial value until it has been given; NULL for none.
    initial: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<AccumulateObj>("accumulate");

impl HeapObject for AccumulateObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.iterator);
        visit(&self.function);
        visit(&self.total.borrow());
        visit(&self.initial.borrow());
    }

    fn clear(&self) {
        drop(self.total.take());
        drop(self.initial.take());
    }
}

/// The type `accumulate`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "accumulate",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return series of accumulated sums (or other binary function results).",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [iterable, function, initial]: [Value; 3] =
        bound(vm, "accumulate", "(iterable, func=None, *, initial=None)", args, 1, 2)?;
    let iterator = vm.iter(&iterable)?;
    let absent = |value: Value| if value.is_none() { Value::NULL } else { value };
    let object = AccumulateObj {
        iterator,
        function: absent(function),
        total: PyCell::new(Value::NULL),
        initial: PyCell::new(absent(initial)),
    };
    Ok(vm.alloc(ty, object).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<AccumulateObj>(vm, this)?;
    let initial = object.initial.take();
    if !initial.is_null() {
        object.total.set(initial.clone());
        return Ok(initial);
    }
    let item = advance(vm, &object.iterator)?;
    if item.is_null() {
        return Ok(item);
    }
    let total = object.total.get();
    let result = if total.is_null() {
        item
    } else if object.function.is_null() {
        vm.binary(&ADD, &total, &item)?
    } else {
        vm.call(&object.function, &[total, item])?
    };
    object.total.set(result.clone());
    Ok(result)
}
