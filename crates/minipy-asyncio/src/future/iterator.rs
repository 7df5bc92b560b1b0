//! Awaiting a future: the iterator that `await` and `yield from` use where nothing shorter does.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::{Sent, Slots};
use minipy_vm::types::generator::methods as generator;
use minipy_vm::types::traceback::TracebackObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeObj};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use super::{initialised, this};

/// The struct inside what awaiting a future iterates.
struct FutureIter {
    future: Value,
    stage: Cell<Stage>,
}

/// Where such an iterator stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fresh,
    /// It has given out the future.
    Waiting,
    /// An exception was thrown into it, or it was closed.
    Spent,
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
    initialised(vm, object)?;
    let iterator = FutureIter { future: object.clone(), stage: Cell::new(Stage::Fresh) };
    Ok(vm.alloc(&vm.type_from_def(&ITER_TYPE), iterator).into_value())
}

fn iter_self(_vm: &Vm, object: &Value) -> PyResult {
    Ok(object.clone())
}

fn iter_send(vm: &Vm, object: &Value, _value: &Value) -> PyResult<Sent> {
    let Some(iterator) = object.downcast::<FutureIter>() else {
        return Err(exc::type_error(vm, "descriptor requires a FutureIter"));
    };
    if iterator.stage.get() == Stage::Spent {
        return Ok(Sent::Return(Value::NONE));
    }
    let future = this(vm, &iterator.future)?;
    if future.is_done() {
        return future.outcome(vm).map(Sent::Return);
    }
    if iterator.stage.replace(Stage::Waiting) == Stage::Waiting {
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
    let given = args.pos.get(1..).unwrap_or(&[]);
    if given.is_empty() || given.len() > 3 {
        let (bound, number) =
            if given.is_empty() { ("at least 1 argument", 0) } else { ("at most 3 arguments", given.len()) };
        return Err(exc::type_error(vm, &format!("throw expected {bound}, got {number}")));
    }
    let of_exception = |value: &Value| match value.downcast::<TypeObj>() {
        Some(class) => class.has_flag(TypeFlags::EXCEPTION_SUBCLASS),
        None => vm.type_of(value).has_flag(TypeFlags::EXCEPTION_SUBCLASS),
    };
    generator::warn_of_signature(vm, "throw", given.len())?;
    let traceback = given.get(2).and_then(Value::not_none);
    if traceback.is_some_and(|traceback| traceback.downcast::<TracebackObj>().is_none()) {
        return Err(exc::type_error(vm, "throw() third argument must be a traceback"));
    }
    if !of_exception(&given[0]) {
        let message = "exceptions must be classes deriving BaseException or instances of such a class";
        return Err(exc::type_error(vm, message));
    }
    let exception = generator::exception_of(vm, given)?;
    spend(vm, &args.pos[0])?;
    Err(vm.raise(exception))
}

fn iter_close(vm: &Vm, object: &Value) -> PyResult {
    spend(vm, object)?;
    Ok(Value::NONE)
}

/// Nothing comes out of the iterator any more.
fn spend(vm: &Vm, object: &Value) -> PyResult<()> {
    exc::receiver::<FutureIter>(vm, object)?.stage.set(Stage::Spent);
    Ok(())
}
