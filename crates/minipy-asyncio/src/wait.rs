//! `asyncio.wait`

use minipy_vm::hash::AddressMap;
use minipy_vm::{PyResult, Value, Vm, exc};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::{LoopObj, now, running};
use crate::future::{self, Callback, State};

/// `wait(fs, *, timeout=None, return_when=ALL_COMPLETED)`
pub(crate) fn wait(vm: &Vm, args: &[Value]) -> PyResult {
    let timeout = args[1].given().cloned().unwrap_or(Value::NONE);
    let when = args[2].given().cloned().unwrap_or_else(|| vm.str("ALL_COMPLETED"));
    Ok(coroutine::new(vm, "wait", step, vec![args[0].clone(), timeout, when]))
}

const FUTURES: usize = 0;
const TIMEOUT: usize = 1;
const WHEN: usize = 2;
const WAITER: usize = 3;
const COUNTER: usize = 4;

fn step(vm: &Vm, this: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    if this.state.replace(1) == 0 {
        return start(vm, this);
    }
    let futures = vm.collect(&this.slot(FUTURES))?;
    let counter = this.slot(COUNTER);
    for object in &futures {
        future::remove_wakeup(future::this(vm, object)?, &counter);
    }
    outcome?;
    finish(vm, &futures)
}

fn finish(vm: &Vm, futures: &[Value]) -> PyResult<Next> {
    let (mut done, mut pending) = (Vec::new(), Vec::new());
    for object in futures {
        if future::this(vm, object)?.is_done() { done.push(object.clone()) } else { pending.push(object.clone()) }
    }
    let make = |items: Vec<Value>| vm.call(vm.types().set.value(), &[vm.list(items)]);
    Ok(Next::Return(vm.tuple(vec![make(done)?, make(pending)?])))
}

fn start(vm: &Vm, this: &NativeCoroutine) -> PyResult<Next> {
    let given = this.slot(FUTURES);
    if given.downcast::<future::FutureObj>().is_some() || crate::task::is_coroutine(&given) {
        let name = vm.type_of(&given).name_str();
        return Err(exc::type_error(vm, &format!("expect a list of futures, not {name}")));
    }
    let mut futures: Vec<Value> = Vec::new();
    let mut seen: AddressMap<usize, ()> = AddressMap::default();
    let given = vm.collect(&given)?;
    // The tables below, with some room around them.
    vm.check_memory(given.len().saturating_mul(64))?;
    if given.is_empty() {
        return Err(exc::value_error(vm, "Set of Tasks/Futures is empty."));
    }
    let when = vm.str_string(&this.slot(WHEN))?;
    if !["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"].contains(&when.as_str()) {
        return Err(exc::value_error(vm, &format!("Invalid return_when value: {when}")));
    }
    for object in given {
        if crate::task::acts_as_coroutine(vm, &object) {
            return Err(exc::type_error(vm, "Passing coroutines is forbidden, use tasks explicitly."));
        }
        future::this(vm, &object)?;
        if seen.insert(object.bits(), ()).is_none() {
            futures.push(object);
        }
    }
    this.set_slot(FUTURES, vm.list(futures.clone()));
    let event_loop = running(vm)?;
    let waiter = future::new_future(vm, &event_loop);
    if let Some(timeout) = this.slot(TIMEOUT).not_none() {
        let delay = vm.f64_arg(timeout)?;
        if let Some(object) = event_loop.downcast::<LoopObj>() {
            object.add_timer(now(vm) + delay, waiter.clone(), Value::NONE);
        }
    }
    let task = crate::event_loop::thread(vm).current_task.get().non_null().unwrap_or(Value::NONE);
    let counter = vm.list(vec![waiter.clone(), Value::small(futures.len() as i64), this.slot(WHEN), task]);
    this.set_slot(WAITER, waiter.clone());
    this.set_slot(COUNTER, counter.clone());
    for object in &futures {
        // Those that are done already are counted in the next iteration, as others that end till then are.
        future::this(vm, object)?.add_callback(object, Callback::Native(one_done, counter.clone()));
    }
    Ok(Next::Await(waiter))
}

fn failed(future: &future::FutureObj) -> bool {
    future.state.get() == State::Finished && !future.exception.borrow().is_null()
}

pub(crate) fn one_done(vm: &Vm, object: &Value, counter: &Value) -> PyResult<()> {
    let Some(list) = counter.downcast::<minipy_vm::types::list::ListObj>() else { return Ok(()) };
    let (waiter, left, when) = {
        let items = list.items.borrow();
        (items[0].clone(), items[1].as_small().unwrap_or(0) - 1, items[2].clone())
    };
    let old = std::mem::replace(&mut list.items.borrow_mut()[1], Value::small(left));
    drop(old);
    let when = vm.str_string(&when)?;
    let future = future::this(vm, object)?;
    let enough = left <= 0 || when == "FIRST_COMPLETED" || when == "FIRST_EXCEPTION" && failed(future);
    let waiting = future::this(vm, &waiter)?;
    if enough && !waiting.is_done() {
        waiting.set_result(&waiter, Value::NONE);
    }
    Ok(())
}
