//! `asyncio.as_completed`: an iterator over awaitables in the order in which they end.

use std::cell::Cell;

use minipy_vm::hash::AddressMap;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::MethodDef;
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::{self, HandleObj, LoopObj, handle, now};
use crate::future::{self, Callback};
use crate::queue;

/// The struct inside the iterators.
pub struct AsCompletedObj {
    /// A queue of what has ended; None for a timeout.
    done: Value,
    /// What has not ended, by address.
    todo: PyCell<AddressMap<usize, Value>>,
    left: Cell<usize>,
    timer: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<AsCompletedObj>("_AsCompletedIterator");

impl HeapObject for AsCompletedObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.done);
        self.todo.borrow().values().for_each(&mut *visit);
        visit(&self.timer.borrow());
    }

    fn clear(&self) {
        drop(self.todo.take());
        drop(self.timer.take());
    }
}

/// The type of the iterators.
pub static TYPE: TypeDef = TypeDef {
    name: "_AsCompletedIterator",
    module: "asyncio.tasks",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Iterator of awaitables representing tasks of asyncio.as_completed.\n\nAs an asynchronous iterator, iteration yields futures as they finish. As a\nplain iterator, new coroutines are yielded that will return or raise the\nresult of the next underlying future to complete.",
    slots: Slots { iter: Some(itself), next: Some(next), aiter: Some(itself), anext: Some(anext), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a AsCompletedObj> {
    exc::receiver::<AsCompletedObj>(vm, value)
}

fn itself(_vm: &Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

/// `as_completed(fs, *, timeout=None)`
pub(crate) fn as_completed(vm: &Vm, args: &[Value]) -> PyResult {
    let given = &args[0];
    if crate::task::is_coroutine(given) || vm.type_of(given).slots().await_.is_some() {
        let name = vm.type_of(given).plain_name();
        return Err(exc::type_error(vm, &format!("expects an iterable of awaitables, not {name}")));
    }
    let awaitables = vm.collect(given)?;
    // The tables below, with some room around them.
    vm.check_memory(awaitables.len().saturating_mul(64))?;
    let event_loop = event_loop::current_or_error(vm)?;
    let mut seen: AddressMap<usize, ()> = AddressMap::default();
    let mut futures = Vec::with_capacity(awaitables.len());
    for awaitable in &awaitables {
        if seen.insert(awaitable.bits(), ()).is_none() {
            futures.push(crate::run::ensure_future(vm, awaitable, Some(&event_loop))?);
        }
    }
    let iterator = AsCompletedObj {
        done: queue::new_queue(vm),
        todo: PyCell::new(futures.iter().map(|f| (f.bits(), f.clone())).collect()),
        left: Cell::new(futures.len()),
        timer: PyCell::default(),
    };
    let value = vm.alloc(&vm.type_from_def(&TYPE), iterator).into_value();
    for object in &futures {
        future::this(vm, object)?.add_callback(object, Callback::Native(completed, value.clone()));
    }
    if let Some(timeout) = args[1].not_none()
        && !futures.is_empty()
    {
        static EXPIRE: &[MethodDef] = methods! { "_handle_timeout" F1(timed_out) "(self)" ""; };
        let when = now(vm) + vm.f64_arg(timeout)?;
        let callback = vm.bound_builtin(&EXPIRE[0], value.clone());
        let timer = handle::new(vm, &event_loop, callback, Vec::new(), Value::NULL, Some(when));
        this(vm, &value)?.timer.set(timer.clone());
        if let Some(object) = event_loop.downcast::<LoopObj>() {
            object.add_timer(when, timer, Value::NULL);
        }
    }
    Ok(value)
}

/// One of the futures has ended.
fn completed(vm: &Vm, object: &Value, value: &Value) -> PyResult<()> {
    let iterator = this(vm, value)?;
    let was_there = iterator.todo.borrow_mut().remove(&object.bits());
    if was_there.is_none() {
        return Ok(());
    }
    queue::put_item(vm, &iterator.done, object)?;
    if iterator.todo.borrow().is_empty()
        && let Some(timer) = iterator.timer.take().downcast::<HandleObj>()
    {
        timer.cancel();
    }
    Ok(())
}

fn timed_out(vm: &Vm, value: &Value) -> PyResult {
    let iterator = this(vm, value)?;
    for (_, object) in iterator.todo.take() {
        future::remove_wakeup(future::this(vm, &object)?, value);
        queue::put_item(vm, &iterator.done, &Value::NONE)?;
    }
    Ok(Value::NONE)
}

/// Slots: 0 the iterator, 1 whether the result is wanted, not the future.
fn wait_for_one(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(0);
    let iterator = this(vm, &value)?;
    if c.state.replace(1) == 0 {
        if let Err(raised) = outcome {
            iterator.left.set(iterator.left.get() + 1);
            return Err(raised);
        }
        return queue::get(vm, &iterator.done).map(Next::Await);
    }
    let object = match outcome {
        Ok(object) => object,
        Err(raised) => {
            iterator.left.set(iterator.left.get() + 1);
            return Err(raised);
        }
    };
    if object.is_none() {
        return Err(vm.raise_with(&vm.exceptions().timeout_error, Vec::new()));
    }
    if c.slot(1).is_true() {
        future::this(vm, &object)?.outcome(vm).map(Next::Return)
    } else {
        Ok(Next::Return(object))
    }
}

fn next(vm: &Vm, value: &Value) -> PyResult {
    let iterator = this(vm, value)?;
    let Some(left) = iterator.left.get().checked_sub(1) else { return Ok(Value::NULL) };
    iterator.left.set(left);
    Ok(coroutine::make(vm, "_AsCompletedIterator._wait_for_one", wait_for_one, [value.clone(), Value::TRUE]))
}

fn anext(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    let step = |vm: &Vm, c: &NativeCoroutine, outcome: PyResult| {
        if c.state.get() == 0 && outcome.is_ok() {
            let value = c.slot(0);
            let iterator = this(vm, &value)?;
            let Some(left) = iterator.left.get().checked_sub(1) else {
                return Err(vm.raise_with(&vm.exceptions().stop_async_iteration, Vec::new()));
            };
            iterator.left.set(left);
        }
        wait_for_one(vm, c, outcome)
    };
    Ok(coroutine::make(vm, "_AsCompletedIterator.__anext__", step, [value.clone(), Value::FALSE]))
}
