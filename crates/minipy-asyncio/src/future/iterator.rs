//! Awaiting a future: the iterator that `await` and `yield from` use where nothing shorter does.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::{Sent, Slots};
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use super::this;

/// The struct inside what awaiting a future iterates.
struct FutureIter {
    future: Value,
    waiting: Cell<bool>,
}

static ITER_LAYOUT: Layout = Layout::of::<FutureIter>("FutureIter");

impl HeapObject for FutureIter {
    const LAYOUT: &'static Layout = &ITER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.future);
    }
}

static ITER_TYPE: TypeDef = TypeDef {
    name: "FutureIter",
    module: "_asyncio",
    layout: Some(&ITER_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(iter_self), next: Some(iter_next), send: Some(iter_send), ..Slots::EMPTY },
    methods: ITER_METHODS,
    ..TypeDef::EMPTY
};

static ITER_METHODS: &[MethodDef] = methods! {
    "send" F2(iter_send_method) "(self, arg, /)" "";
    "throw" FV(iter_throw) "(self, typ, val=None, tb=None, /)" "";
    "close" F1(iter_close) "(self, /)" "";
};

/// `future.__await__()`
pub(super) fn iter(vm: &Vm, object: &Value) -> PyResult {
    let iterator = FutureIter { future: object.clone(), waiting: Cell::new(false) };
    Ok(vm.alloc(&vm.type_from_def(&ITER_TYPE), iterator).into_value())
}

fn iter_self(_vm: &Vm, object: &Value) -> PyResult {
    Ok(object.clone())
}

fn iter_send(vm: &Vm, object: &Value, _value: &Value) -> PyResult<Sent> {
    let Some(iterator) = object.downcast::<FutureIter>() else {
        return Err(exc::type_error(vm, "descriptor requires a FutureIter"));
    };
    let future = this(vm, &iterator.future)?;
    if future.is_done() {
        return future.outcome(vm).map(Sent::Return);
    }
    if iterator.waiting.replace(true) {
        return Err(exc::runtime_error(vm, "await wasn't used with future"));
    }
    future.blocking.set(true);
    Ok(Sent::Yield(iterator.future.clone()))
}

fn iter_next(vm: &Vm, object: &Value) -> PyResult {
    Ok(iter_send(vm, object, &Value::NONE)?.item())
}

fn iter_send_method(vm: &Vm, object: &Value, value: &Value) -> PyResult {
    match iter_send(vm, object, value)? {
        Sent::Yield(value) => Ok(value),
        Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
    }
}

fn iter_throw(vm: &Vm, args: &Args) -> PyResult {
    let exception = minipy_vm::types::generator::methods::thrown(vm, args.pos.get(1..).unwrap_or(&[]))?;
    Err(vm.raise(exception))
}

fn iter_close(_vm: &Vm, _object: &Value) -> PyResult {
    Ok(Value::NONE)
}
