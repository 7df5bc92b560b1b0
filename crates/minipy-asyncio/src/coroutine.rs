//! Coroutines written in Rust: what is an `async def` function in CPython's asyncio.
//!
//! A native coroutine is a state machine: a step function, a state number and the values it keeps. While it awaits
//! something, that iterator is in `awaiting`, and steps go there first.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::interp::generator::Resume;
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::{Sent, Slots};
use minipy_vm::types::generator::GenObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::future::FutureObj;

/// What a step function decides.
pub enum Next {
    /// Wait for this awaitable; the step function is called again with its outcome.
    Await(Value),
    /// Yield this value to the event loop; the step function is called again when resumed.
    Yield(Value),
    /// Return this value.
    Return(Value),
}

/// Called to go on: with the outcome of what was awaited (at first: `Ok(None)`).
pub type StepFn = fn(&Vm, &NativeCoroutine, PyResult) -> PyResult<Next>;

/// How many kept values need no allocation.
const INLINE: usize = 5;

/// The struct inside native coroutines.
pub struct NativeCoroutine {
    /// The name that reprs show.
    pub name: &'static str,
    step: StepFn,
    /// The state number, for the step function.
    pub state: Cell<u32>,
    /// The values it keeps; the first ones without an allocation of their own.
    slots: [PyCell<Value>; INLINE],
    #[expect(clippy::box_collection, reason = "one word in the usual case, where there are no more")]
    more: PyCell<Option<Box<Vec<Value>>>>,
    pub(crate) awaiting: PyCell<Value>,
    pub(crate) started: Cell<bool>,
    pub(crate) finished: Cell<bool>,
    pub(crate) running: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<NativeCoroutine>("native coroutine");

impl HeapObject for NativeCoroutine {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.slots.iter().for_each(|slot| visit(&slot.borrow()));
        if let Some(more) = &*self.more.borrow() {
            more.iter().for_each(&mut *visit);
        }
        visit(&self.awaiting.borrow());
    }

    fn clear(&self) {
        self.forget();
    }
}

impl minipy_vm::heap::layout::FixedShape for NativeCoroutine {
    const SHAPE: u32 = minipy_vm::shape::fixed::NATIVE_COROUTINE;
}

/// The type of native coroutines, which shows itself as `coroutine`.
pub static TYPE: TypeDef = TypeDef {
    name: "coroutine",
    layout: Some(&LAYOUT),
    shape: minipy_vm::shape::fixed::NATIVE_COROUTINE,
    flags: TypeFlags::NO_INSTANTIATION
        | TypeFlags::WEAKREFABLE
        | TypeFlags::HAS_FINALIZER
        | TypeFlags::SHOWN_AS_COROUTINE,
    slots: Slots {
        repr: Some(repr),
        await_: Some(itself),
        next: Some(next),
        send: Some(send),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: crate::coroutine_attributes::GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "send" F2(send_method) "(self, arg, /)" "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration.";
    "throw" FV(throw_method) "(self, typ, val=None, tb=None, /)" "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next yielded value or raise\nStopIteration.";
    "close" F1(close_method) "(self, /)" "close() -> raise GeneratorExit inside coroutine.";
    "__await__" F1(await_method) "(self, /)" "Return an iterator to be used in await expression.";
};

/// The struct inside what `coroutine.__await__()` gives: unlike the coroutine it can be iterated.
struct AwaitObj {
    coroutine: Value,
}

static AWAIT_LAYOUT: Layout = Layout::of::<AwaitObj>("coroutine_wrapper");

impl HeapObject for AwaitObj {
    const LAYOUT: &'static Layout = &AWAIT_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.coroutine);
    }
}

static AWAIT_TYPE: TypeDef = TypeDef {
    name: "coroutine_wrapper",
    layout: Some(&AWAIT_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(itself), next: Some(await_next), send: Some(await_send), ..Slots::EMPTY },
    methods: AWAIT_METHODS,
    ..TypeDef::EMPTY
};

static AWAIT_METHODS: &[MethodDef] = methods! {
    "send" F2(await_send_method) "(self, arg, /)" "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration.";
    "throw" FV(await_throw) "(self, typ, val=None, tb=None, /)" "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next yielded value or raise\nStopIteration.";
    "close" F1(await_close) "(self, /)" "close() -> raise GeneratorExit inside coroutine.";
};

fn await_method(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.alloc(&vm.type_from_def(&AWAIT_TYPE), AwaitObj { coroutine: this.clone() }).into_value())
}

fn awaited(vm: &Vm, this: &Value) -> PyResult {
    match this.downcast::<AwaitObj>() {
        Some(object) => Ok(object.coroutine.clone()),
        None => Err(exc::type_error(vm, "descriptor requires a 'coroutine_wrapper' object")),
    }
}

fn await_send(vm: &Vm, this: &Value, value: &Value) -> PyResult<Sent> {
    send(vm, &awaited(vm, this)?, value)
}

fn await_next(vm: &Vm, this: &Value) -> PyResult {
    next(vm, &awaited(vm, this)?)
}

fn await_send_method(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    send_method(vm, &awaited(vm, this)?, value)
}

fn await_throw(vm: &Vm, args: &Args) -> PyResult {
    let mut pos = args.pos.to_vec();
    if let Some(first) = pos.first_mut() {
        *first = awaited(vm, first)?;
    }
    throw_method(vm, &Args { pos: &pos, ..*args })
}

fn await_close(vm: &Vm, this: &Value) -> PyResult {
    close_method(vm, &awaited(vm, this)?)
}

/// A new native coroutine that keeps any number of values.
pub fn new(vm: &Vm, name: &'static str, step: StepFn, slots: Vec<Value>) -> Value {
    let mut slots = slots;
    let more = if slots.len() > INLINE { Some(Box::new(slots.split_off(INLINE))) } else { None };
    let mut slots = slots.into_iter();
    let inline = std::array::from_fn(|_| PyCell::new(slots.next().unwrap_or(Value::NULL)));
    alloc(vm, name, step, inline, more)
}

/// A native coroutine that awaits an iterator and has begun to, so that it passes on even an exception that comes first.
pub fn waiting(vm: &Vm, name: &'static str, iterator: Value) -> Value {
    let value = make(vm, name, |_, _, outcome| outcome.map(Next::Return), []);
    if let Some(coroutine) = value.downcast::<NativeCoroutine>() {
        coroutine.started.set(true);
        coroutine.awaiting.set(iterator);
    }
    value
}

/// A new native coroutine that keeps a few values.
#[inline]
pub fn make<const N: usize>(vm: &Vm, name: &'static str, step: StepFn, slots: [Value; N]) -> Value {
    const { assert!(N <= INLINE) };
    let mut slots = slots;
    let inline = std::array::from_fn(|i| PyCell::new(if i < N { slots[i].take() } else { Value::NULL }));
    alloc(vm, name, step, inline, None)
}

#[inline]
#[expect(clippy::box_collection, reason = "as the field")]
fn alloc(
    vm: &Vm,
    name: &'static str,
    step: StepFn,
    slots: [PyCell<Value>; INLINE],
    more: Option<Box<Vec<Value>>>,
) -> Value {
    let coroutine = NativeCoroutine {
        name,
        step,
        state: Cell::new(0),
        slots,
        more: PyCell::new(more),
        awaiting: PyCell::new(Value::NULL),
        started: Cell::new(false),
        finished: Cell::new(false),
        running: Cell::new(false),
    };
    vm.alloc(&crate::event_loop::thread(vm).coroutine_type(vm), coroutine).into_value()
}

impl NativeCoroutine {
    /// A kept value.
    #[inline]
    pub fn slot(&self, index: usize) -> Value {
        match self.slots.get(index) {
            Some(slot) => slot.get(),
            None => {
                let more = self.more.borrow();
                more.as_ref().and_then(|more| more.get(index - INLINE)).cloned().unwrap_or(Value::NULL)
            }
        }
    }

    /// Replaces a kept value.
    #[inline]
    pub fn set_slot(&self, index: usize, value: Value) {
        if let Some(slot) = self.slots.get(index) {
            slot.set(value);
            return;
        }
        let at = index - INLINE;
        let old = {
            let mut more = self.more.borrow_mut();
            let more = more.get_or_insert_with(Box::default);
            if more.len() <= at {
                more.resize(at + 1, Value::NULL);
            }
            std::mem::replace(&mut more[at], value)
        };
        drop(old);
    }

    /// Lets go of all that is kept.
    #[inline]
    fn forget(&self) {
        for slot in self.slots.iter().chain([&self.awaiting]) {
            if !slot.borrow().is_null() {
                slot.set(Value::NULL);
            }
        }
        let more = self.more.take();
        drop(more);
    }
}

/// The name of a native coroutine's function.
pub(crate) fn name_of(value: &Value) -> &'static str {
    value.downcast::<NativeCoroutine>().map_or("?", |c| c.name)
}

/// A coroutine that returns a value at its first step.
pub fn ready(vm: &Vm, name: &'static str, value: Value) -> Value {
    make(
        vm,
        name,
        |_, c, outcome| {
            outcome?;
            Ok(Next::Return(c.slot(0)))
        },
        [value],
    )
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str(&format!("<coroutine object {} at {:#x}>", name_of(this), this.bits())))
}

fn itself(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn finalize(vm: &Vm, this: &Value) -> PyResult<()> {
    if let Some(coroutine) = this.downcast::<NativeCoroutine>() {
        if !coroutine.started.get() && !coroutine.finished.get() {
            minipy_vm::warn::never_awaited(vm, coroutine.name);
        } else if !coroutine.finished.get() {
            close(vm, this, coroutine)?;
        }
    }
    Ok(())
}

/// One step of a native coroutine.
pub(crate) fn advance(vm: &Vm, this: &Value, how: Resume) -> PyResult<Sent> {
    let Some(coroutine) = this.downcast::<NativeCoroutine>() else {
        return match how {
            Resume::Send(value) => vm.send(this, &value),
            Resume::Throw(exception) => vm.call_method(this, &vm.names().throw, &[exception]).map(Sent::Yield),
        };
    };
    if coroutine.finished.get() {
        return Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"));
    }
    if coroutine.running.replace(true) {
        return Err(exc::value_error(vm, "coroutine already executing"));
    }
    let result = match how {
        // Nothing of the body runs when the first thing that arrives is an exception.
        Resume::Throw(exception) if !coroutine.started.replace(true) => Err(vm.raise(exception)),
        how => {
            coroutine.started.set(true);
            drive(vm, coroutine, how)
        }
    };
    coroutine.running.set(false);
    if !matches!(result, Ok(Sent::Yield(_))) {
        coroutine.finished.set(true);
        coroutine.forget();
    }
    result
}

fn drive(vm: &Vm, coroutine: &NativeCoroutine, how: Resume) -> PyResult<Sent> {
    let awaiting = coroutine.awaiting.get();
    let mut outcome: PyResult = if awaiting.is_null() {
        match how {
            Resume::Send(value) => Ok(value),
            Resume::Throw(exception) => Err(vm.raise(exception)),
        }
    } else {
        let sent = match how {
            Resume::Send(value) => step_awaited(vm, &awaiting, &value),
            Resume::Throw(exception) => throw(vm, &awaiting, exception),
        };
        match sent {
            Ok(Sent::Yield(value)) => return Ok(Sent::Yield(value)),
            Ok(Sent::Return(value)) => Ok(value),
            Err(raised) => Err(raised),
        }
    };
    drop(awaiting);
    loop {
        drop(coroutine.awaiting.take());
        match (coroutine.step)(vm, coroutine, outcome)? {
            Next::Return(value) => return Ok(Sent::Return(value)),
            Next::Yield(value) => return Ok(Sent::Yield(value)),
            Next::Await(awaitable) => {
                if let Some(future) = awaitable.exact::<FutureObj>() {
                    // A future is awaited without an iterator: see `step_awaited`.
                    if future.is_done() {
                        outcome = future.outcome(vm);
                        continue;
                    }
                    future.blocking.set(true);
                    coroutine.awaiting.set(awaitable.clone());
                    return Ok(Sent::Yield(awaitable));
                }
                let iterator = minipy_vm::interp::awaitable_iterator(vm, &awaitable)?;
                coroutine.awaiting.set(iterator.clone());
                outcome = match vm.send(&iterator, &Value::NONE) {
                    Ok(Sent::Yield(value)) => return Ok(Sent::Yield(value)),
                    Ok(Sent::Return(value)) => Ok(value),
                    Err(raised) => Err(raised),
                };
            }
        }
    }
}

/// One step of what a native coroutine awaits: a future itself, or the iterator of another awaitable.
fn step_awaited(vm: &Vm, awaiting: &Value, value: &Value) -> PyResult<Sent> {
    match awaiting.exact::<FutureObj>() {
        Some(future) if future.is_done() => future.outcome(vm).map(Sent::Return),
        Some(_) => Err(exc::runtime_error(vm, "await wasn't used with future")),
        None => vm.send(awaiting, value),
    }
}

/// Raises an exception inside any awaitable iterator.
fn throw(vm: &Vm, iterator: &Value, exception: Value) -> PyResult<Sent> {
    if iterator.exact::<FutureObj>().is_some() {
        return Err(vm.raise(exception));
    }
    if let Some(generator) = iterator.downcast::<GenObj>() {
        return minipy_vm::interp::generator::resume(vm, generator, Resume::Throw(exception));
    }
    if iterator.downcast::<NativeCoroutine>().is_some() {
        return advance(vm, iterator, Resume::Throw(exception));
    }
    let Some(method) = vm.find_attr(iterator, &vm.names().throw)? else { return Err(vm.raise(exception)) };
    match vm.call1(&method, &exception) {
        Ok(value) => Ok(Sent::Yield(value)),
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().stop_iteration) => {
            let stop = vm.take_exception(raised);
            let value = stop.downcast::<minipy_vm::types::exception::ExceptionObj>().map(|e| e.extra(0));
            Ok(Sent::Return(value.and_then(Value::non_null).unwrap_or(Value::NONE)))
        }
        Err(raised) => Err(raised),
    }
}

fn send(vm: &Vm, this: &Value, value: &Value) -> PyResult<Sent> {
    advance(vm, this, Resume::Send(value.clone()))
}

fn as_method(vm: &Vm, sent: Sent) -> PyResult {
    match sent {
        Sent::Yield(value) => Ok(value),
        Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    Ok(send(vm, this, &Value::NONE)?.item())
}

fn send_method(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let sent = send(vm, this, value)?;
    as_method(vm, sent)
}

fn throw_method(vm: &Vm, args: &Args) -> PyResult {
    let Some(this) = args.pos.first() else { return Err(exc::type_error(vm, "throw() needs an argument")) };
    let exception = minipy_vm::types::generator::methods::thrown(vm, &args.pos[1..])?;
    let sent = advance(vm, this, Resume::Throw(exception))?;
    as_method(vm, sent)
}

fn close(vm: &Vm, this: &Value, coroutine: &NativeCoroutine) -> PyResult<()> {
    if coroutine.finished.get() {
        return Ok(());
    }
    if !coroutine.started.replace(true) {
        coroutine.finished.set(true);
        coroutine.forget();
        return Ok(());
    }
    let exit = minipy_vm::types::exception::new_exception(vm, &vm.exceptions().generator_exit, Vec::new());
    match advance(vm, this, Resume::Throw(exit)) {
        Ok(Sent::Yield(_)) => Err(exc::runtime_error(vm, "coroutine ignored GeneratorExit")),
        Ok(Sent::Return(_)) => Ok(()),
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().generator_exit) => {
            drop(vm.take_exception(raised));
            Ok(())
        }
        Err(raised) => Err(raised),
    }
}

fn close_method(vm: &Vm, this: &Value) -> PyResult {
    match this.downcast::<NativeCoroutine>() {
        Some(coroutine) => close(vm, this, coroutine).map(|()| Value::NONE),
        None => Ok(Value::NONE),
    }
}
