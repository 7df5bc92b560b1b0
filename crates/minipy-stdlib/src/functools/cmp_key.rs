//! `functools.cmp_to_key`

use minipy_vm::exc;
use minipy_vm::getset;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::{CompareOp, Slots};
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{Value, Vm};

use crate::support::bound;

/// The struct inside keys, and inside what makes them (whose object is NULL).
struct KeyObj {
    function: Value,
    object: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<KeyObj>("KeyWrapper");

impl HeapObject for KeyObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.function);
        visit(&self.object.borrow());
    }

    fn clear(&self) {
        drop(self.object.take());
    }
}

static TYPE: TypeDef = TypeDef {
    name: "KeyWrapper",
    module: "functools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { call: Some(call), compare: Some(compare), ..Slots::EMPTY },
    getset: getset! {
        "obj" get_object, set_object, "Value wrapped by a key function.";
    },
    ..TypeDef::EMPTY
};

fn make(vm: &Vm, function: Value, object: Value) -> Value {
    let ty = vm.type_from_def(&TYPE);
    vm.alloc(&ty, KeyObj { function, object: PyCell::new(object) }).into_value()
}

pub(super) fn cmp_to_key(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(make(vm, args[0].clone(), Value::NULL))
}

fn call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let key = exc::receiver::<KeyObj>(vm, this)?;
    let [object]: [Value; 1] = bound(vm, "K", "(obj)", args, 1, 1)?;
    Ok(make(vm, key.function.clone(), object))
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let key = exc::receiver::<KeyObj>(vm, this)?;
    let Some(second) = other.downcast::<KeyObj>() else {
        return Err(exc::type_error(vm, "other argument must be K instance"));
    };
    let (x, y) = (key.object.get(), second.object.get());
    if x.is_null() || y.is_null() {
        return Err(exc::attribute_error(vm, "object"));
    }
    let result = vm.call(&key.function, &[x, y])?;
    vm.compare(&result, &Value::small(0), op)
}

fn get_object(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<KeyObj>(vm, this)?.object.get();
    Ok(if object.is_null() { Value::NONE } else { object })
}

fn set_object(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    exc::receiver::<KeyObj>(vm, this)?.object.set(value.cloned().unwrap_or_default());
    Ok(())
}
