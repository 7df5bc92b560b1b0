//! `gather` and `shield`.

use minipy_vm::hash::AddressMap;
use minipy_vm::native::Args;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::{PyResult, Value, Vm, exc};

use crate::coroutine::{NativeCoroutine, Next};
use crate::future::{self, Callback, FutureObj, State};
use crate::run::ensure_future;

/// `gather(*coros_or_futures, return_exceptions=False)`
pub(crate) fn gather(vm: &Vm, args: &Args) -> PyResult {
    let mut return_exceptions = false;
    for (key, value) in args.keywords() {
        if !minipy_vm::types::str_::value_is(key, "return_exceptions") {
            return Err(exc::unexpected_keyword_among(vm, "gather", key, ["return_exceptions"].into_iter()));
        }
        return_exceptions = vm.truth(value)?;
    }
    if args.pos.is_empty() {
        let event_loop = crate::event_loop::current_or_error(vm)?;
        let outer = future::new_future(vm, &event_loop);
        future::this(vm, &outer)?.set_result(&outer, vm.list(Vec::new()));
        return Ok(outer);
    }
    // The tables below, with some room around them.
    vm.check_memory(args.pos.len().saturating_mul(64))?;
    let mut children: Vec<Value> = Vec::with_capacity(args.pos.len());
    let mut event_loop: Option<Value> = None;
    let mut seen: AddressMap<usize, usize> = AddressMap::with_capacity_and_hasher(args.pos.len(), Default::default());
    for (i, awaitable) in args.pos.iter().enumerate() {
        if let Some(&same) = seen.get(&awaitable.bits()) {
            children.push(children[same].clone());
            continue;
        }
        seen.insert(awaitable.bits(), i);
        let child = ensure_future(vm, awaitable, event_loop.as_ref())?;
        let object = future::this(vm, &child)?;
        if !awaitable.is(&child)
            && let Some(task) = &object.task
        {
            task.log_destroy.set(false);
        }
        event_loop.get_or_insert_with(|| object.event_loop.clone());
        children.push(child);
    }
    let event_loop = match event_loop {
        Some(found) => found,
        None => crate::event_loop::current_or_error(vm)?,
    };
    let outer = future::new_future(vm, &event_loop);
    future::this(vm, &outer)?.set_children(children.clone());
    let task = crate::event_loop::thread(vm).current_task.get().non_null().unwrap_or(Value::NONE);
    let counter =
        vm.list(vec![outer.clone(), Value::small(children.len() as i64), Value::bool(return_exceptions), task]);
    // Duplicates count once: one callback for each distinct child.
    let mut distinct = 0;
    let mut done = Vec::new();
    let mut seen: AddressMap<usize, ()> = AddressMap::with_capacity_and_hasher(children.len(), Default::default());
    for child in &children {
        if seen.insert(child.bits(), ()).is_some() {
            continue;
        }
        distinct += 1;
        let future = future::this(vm, child)?;
        if future.is_done() {
            done.push(child);
        } else {
            future.add_callback(child, Callback::Native(child_done, counter.clone()));
        }
    }
    set_remaining(&counter, distinct);
    // Those that are done already count at once, not in the loop's next iteration.
    for child in done {
        child_done(vm, child, &counter)?;
    }
    Ok(outer)
}

fn set_remaining(counter: &Value, remaining: i64) {
    if let Some(list) = counter.downcast::<minipy_vm::types::list::ListObj>() {
        let old = std::mem::replace(&mut list.items.borrow_mut()[1], Value::small(remaining));
        drop(old);
    }
}

/// A child of a gather is done.
pub(crate) fn child_done(vm: &Vm, child: &Value, counter: &Value) -> PyResult<()> {
    let Some(list) = counter.downcast::<minipy_vm::types::list::ListObj>() else { return Ok(()) };
    let (outer, remaining, return_exceptions) = {
        let items = list.items.borrow();
        (items[0].clone(), items[1].as_small().unwrap_or(0) - 1, items[2].is_true())
    };
    set_remaining(counter, remaining);
    let outer_future = future::this(vm, &outer)?;
    let object = future::this(vm, child)?;
    if outer_future.is_done() {
        if object.state.get() != State::Cancelled {
            // Nobody will look at this one: its exception counts as seen.
            object.log_traceback.set(false);
        }
        return Ok(());
    }
    if !return_exceptions {
        if object.state.get() == State::Cancelled {
            let exception = object.cancelled_error(vm);
            outer_future.set_exception(&outer, exception);
            return Ok(());
        }
        if let Some(exception) = object.exception.get().non_null() {
            object.log_traceback.set(false);
            outer_future.set_exception(&outer, exception);
            return Ok(());
        }
    }
    if remaining > 0 {
        return Ok(());
    }
    let mut results = Vec::new();
    let children = outer_future.children(vm)?;
    for child in &children {
        let child = future::this(vm, child)?;
        results.push(match child.state.get() {
            State::Cancelled => {
                let message = child.cancel_message.get().not_none().cloned().unwrap_or_else(|| vm.str(""));
                let class = future::cancelled_error(vm);
                minipy_vm::types::exception::new_exception(vm, &class, vec![message])
            }
            _ => match child.exception.get().non_null() {
                Some(exception) => {
                    child.log_traceback.set(false);
                    exception
                }
                None => child.result.get(),
            },
        });
    }
    if outer_future.cancel_requested.get() {
        // The error of the last child, with the message of `cancel()`.
        let exception = match children.last() {
            Some(last) => future::this(vm, last)?.cancelled_error(vm),
            None => outer_future.cancelled_error(vm),
        };
        outer_future.set_exception(&outer, exception);
    } else {
        outer_future.set_result(&outer, vm.list(results));
    }
    Ok(())
}

/// `shield(arg)`
pub(crate) fn shield(vm: &Vm, awaitable: &Value) -> PyResult {
    let inner = ensure_future(vm, awaitable, None)?;
    let object = future::this(vm, &inner)?;
    if object.is_done() {
        return Ok(inner);
    }
    let outer = future::new_future(vm, &object.event_loop);
    let task = crate::event_loop::thread(vm).current_task.get().non_null().unwrap_or(Value::NONE);
    let data = vm.pair(outer.clone(), task);
    object.add_callback(&inner, Callback::Native(inner_done, data.clone()));
    future::this(vm, &outer)?.add_callback(&outer, Callback::Native(outer_done, vm.pair(inner.clone(), data)));
    Ok(outer)
}

/// The outer future is done: if it was cancelled, the inner one has nothing more to tell it.
fn outer_done(_vm: &Vm, _outer: &Value, data: &Value) -> PyResult<()> {
    if let Some([inner, callback_data]) = data.downcast::<TupleObj>().map(TupleObj::items)
        && let Some(object) = inner.downcast::<FutureObj>()
        && !object.is_done()
    {
        future::remove_wakeup(object, callback_data);
    }
    Ok(())
}

pub(crate) fn inner_done(vm: &Vm, inner: &Value, data: &Value) -> PyResult<()> {
    // The outer future, and the task that has called `shield`.
    let Some([outer, _]) = data.downcast::<TupleObj>().map(TupleObj::items) else { return Ok(()) };
    let (inner_object, outer_object): (&FutureObj, &FutureObj) = (future::this(vm, inner)?, future::this(vm, outer)?);
    if outer_object.is_done() {
        return Ok(());
    }
    if inner_object.state.get() == State::Cancelled {
        outer_object.set_cancelled(outer);
        return Ok(());
    }
    inner_object.log_traceback.set(false);
    match inner_object.exception.get().non_null() {
        Some(exception) => outer_object.set_exception(outer, exception),
        None => outer_object.set_result(outer, inner_object.result.get()),
    }
    Ok(())
}

/// Step function: awaits the kept values one after the other.
pub(crate) fn await_each(_vm: &Vm, this: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    outcome?;
    let next = this.state.get() as usize;
    let awaitable = this.slot(next);
    if awaitable.is_null() {
        return Ok(Next::Return(Value::NONE));
    }
    this.state.set(next as u32 + 1);
    Ok(Next::Await(awaitable))
}
