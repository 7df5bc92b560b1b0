//! `iter`, `next`, `aiter`, `anext`.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{Args, PyResult};
use crate::protocol::bind::check_positional;
use crate::slots::{Sent, Slots};
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// `iter`
pub fn iter(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "iter", args, 0, 1, 2)?;
    match args.pos.get(1) {
        None => vm.iter(&args.pos[0]),
        Some(sentinel) => {
            if !vm.is_callable(&args.pos[0]) {
                return Err(exc::type_error(vm, "iter(v, w): v must be callable"));
            }
            Ok(crate::types::callable_iter::new_callable_iter(vm, &args.pos[0], sentinel))
        }
    }
}

/// `next`
pub fn next(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "next", args, 0, 1, 2)?;
    let iterator = &args.pos[0];
    let Some(next) = vm.type_of(iterator).slots().next else { return Err(exc::not_an_iterator(vm, iterator)) };
    match args.pos.get(1) {
        None => {
            if vm.type_of(iterator).slots().send.is_some() {
                return step(vm, iterator);
            }
            // A Python `__next__` may have given its StopIteration a value.
            if next as usize == crate::types::python_slots::next as *const () as usize
                && let Some(item) = vm.call_special(iterator, &vm.names().__next__, &[])?
            {
                return Ok(item);
            }
            match next(vm, iterator)?.non_null() {
                Some(item) => Ok(item),
                None => Err(exc::stop_iteration(vm, &Value::NONE)),
            }
        }
        Some(default) => match next(vm, iterator) {
            Ok(item) => Ok(item.non_null().unwrap_or_else(|| default.clone())),
            Err(raised) => {
                let stopped = exc::stop_to_null(vm, raised)?;
                drop(stopped);
                Ok(default.clone())
            }
        },
    }
}

/// The next item of an iterator with a `send` slot. Its StopIteration carries the return value, which the `next` slot
/// cannot say.
pub(crate) fn step(vm: &Vm, iterator: &Value) -> PyResult {
    match vm.type_of(iterator).slots().send {
        Some(send) => match send(vm, iterator, &Value::NONE)? {
            Sent::Yield(value) => Ok(value),
            Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
        },
        None => Err(exc::not_an_iterator(vm, iterator)),
    }
}

/// `aiter`
pub fn aiter(vm: &Vm, iterable: &Value) -> PyResult {
    let Some(aiter) = vm.type_of(iterable).slots().aiter else {
        let name = vm.type_of(iterable).name_str();
        return Err(exc::type_error(vm, &format!("'{name}' object is not an async iterable")));
    };
    let iterator = aiter(vm, iterable)?;
    if vm.type_of(&iterator).slots().anext.is_none() {
        let name = vm.type_of(&iterator).name_str();
        return Err(exc::type_error(vm, &format!("aiter() returned not an async iterator of type '{name}'")));
    }
    Ok(iterator)
}

/// `anext`
pub fn anext(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = &args[0];
    let Some(anext) = vm.type_of(iterator).slots().anext else {
        let name = vm.type_of(iterator).name_str();
        return Err(exc::type_error(vm, &format!("'{name}' object is not an async iterator")));
    };
    let awaitable = anext(vm, iterator)?;
    match args[1].given() {
        None => Ok(awaitable),
        Some(default) => {
            let ty = vm.type_from_def(&ANEXT_TYPE);
            let inner =
                AnextObj { wrapped: PyCell::new(awaitable), iterator: PyCell::default(), default: default.clone() };
            Ok(vm.alloc(&ty, inner).into_value())
        }
    }
}

/// `anext(iterator, default)`: an awaitable that gives the default instead of StopAsyncIteration.
struct AnextObj {
    wrapped: PyCell<Value>,
    /// The iterator of the wrapped awaitable, once asked for.
    iterator: PyCell<Value>,
    default: Value,
}

static ANEXT_LAYOUT: Layout = Layout::of::<AnextObj>("anext_awaitable");

impl HeapObject for AnextObj {
    const LAYOUT: &'static Layout = &ANEXT_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.wrapped.borrow());
        visit(&self.iterator.borrow());
        visit(&self.default);
    }

    fn clear(&self) {
        drop(self.wrapped.take());
        drop(self.iterator.take());
    }
}

static ANEXT_TYPE: TypeDef = TypeDef {
    name: "anext_awaitable",
    layout: Some(&ANEXT_LAYOUT),
    flags: crate::types::type_::TypeFlags::NO_INSTANTIATION,
    slots: Slots {
        await_: Some(itself),
        iter: Some(itself),
        next: Some(anext_next),
        send: Some(anext_send),
        ..Slots::EMPTY
    },
    methods: methods! {
        "send" F2(anext_send_method) "(self, value, /)" "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration.";
        "throw" FV(anext_throw) "(self, typ, val=None, tb=None, /)" "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration.";
        "close" F1(anext_close) "(self, /)" "close() -> raise GeneratorExit inside generator.";
    },
    ..TypeDef::EMPTY
};

fn itself(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn wrapped_iterator(vm: &Vm, this: &AnextObj) -> PyResult {
    if let Some(found) = this.iterator.get().non_null() {
        return Ok(found);
    }
    let wrapped = this.wrapped.get();
    let slots = vm.type_of(&wrapped).slots();
    let iterator = if slots.send.is_some() {
        wrapped
    } else if let Some(wait) = slots.await_ {
        wait(vm, &wrapped)?
    } else {
        let name = vm.type_of(&wrapped).name_str();
        return Err(exc::type_error(vm, &format!("object {name} can't be used in 'await' expression")));
    };
    this.iterator.set(iterator.clone());
    Ok(iterator)
}

/// Turns StopAsyncIteration into the default.
fn or_default(vm: &Vm, this: &AnextObj, result: PyResult<Sent>) -> PyResult<Sent> {
    match result {
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().stop_async_iteration) => {
            drop(vm.take_exception(raised));
            Ok(Sent::Return(this.default.clone()))
        }
        other => other,
    }
}

fn anext_send(vm: &Vm, this: &Value, value: &Value) -> PyResult<Sent> {
    let Some(object) = this.downcast::<AnextObj>() else { return Err(exc::wrong_self(vm, "anext_awaitable", this)) };
    let iterator = wrapped_iterator(vm, object)?;
    let result = vm.send(&iterator, value);
    or_default(vm, object, result)
}

fn unpack(vm: &Vm, sent: Sent) -> PyResult {
    match sent {
        Sent::Yield(value) => Ok(value),
        Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
    }
}

fn anext_next(vm: &Vm, this: &Value) -> PyResult {
    match anext_send(vm, this, &Value::NONE)? {
        Sent::Yield(value) => Ok(value),
        Sent::Return(value) if value.is_none() => Ok(Value::NULL),
        Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
    }
}

fn anext_send_method(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let sent = anext_send(vm, this, value)?;
    unpack(vm, sent)
}

fn anext_throw(vm: &Vm, args: &Args) -> PyResult {
    let Some(object) = args.pos[0].downcast::<AnextObj>() else {
        return Err(exc::wrong_self(vm, "anext_awaitable", &args.pos[0]));
    };
    let iterator = wrapped_iterator(vm, object)?;
    let result = vm.call_method_str(&iterator, "throw", &args.pos[1..]).map(Sent::Yield);
    let sent = or_default(vm, object, result)?;
    unpack(vm, sent)
}

fn anext_close(vm: &Vm, this: &Value) -> PyResult {
    let Some(object) = this.downcast::<AnextObj>() else { return Err(exc::wrong_self(vm, "anext_awaitable", this)) };
    let iterator = wrapped_iterator(vm, object)?;
    vm.call_method_str(&iterator, "close", &[])
}
