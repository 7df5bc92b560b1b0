//! What the synchronisation primitives share: the queue of waiting futures and the loop that they are bound to.

use std::collections::VecDeque;

use minipy_vm::heap::{PyCell, Tracer, growth};
use minipy_vm::{PyResult, Value, Vm, exc};

use crate::event_loop::thread;
use crate::future::{self, FutureObj, State};
use crate::room;

/// Futures of tasks that wait, in the order they came, and the loop of the first of them.
#[derive(Default)]
pub(crate) struct Waiters {
    event_loop: PyCell<Value>,
    queue: PyCell<VecDeque<Value>>,
}

/// The future inside a waiter. Waiters are made here, so they are always futures.
fn future_of(waiter: &Value) -> Option<&FutureObj> {
    waiter.downcast::<FutureObj>()
}

impl Waiters {
    pub(crate) fn trace(&self, visit: &mut Tracer) {
        visit(&self.event_loop.borrow());
        self.queue.borrow().iter().for_each(visit);
    }

    pub(crate) fn clear(&self) {
        drop(self.event_loop.take());
        drop(self.queue.take());
    }

    /// The running loop, which must be the one that `owner` is bound to; the first one binds it.
    pub(crate) fn bound_loop(&self, vm: &Vm, owner: &Value) -> PyResult {
        let running = thread(vm).running_loop.get();
        let bound = self.event_loop.get();
        if bound.is_null() {
            if running.is_null() {
                return Err(exc::attribute_error(vm, "'NoneType' object has no attribute 'create_future'"));
            }
            self.event_loop.set(running.clone());
            return Ok(running);
        }
        if !bound.is(&running) {
            let text = vm.repr_string(owner)?;
            return Err(exc::runtime_error(vm, &format!("{text} is bound to a different event loop")));
        }
        Ok(running)
    }

    /// A new future at the end of the queue.
    pub(crate) fn wait(&self, vm: &Vm, owner: &Value) -> PyResult {
        let event_loop = self.bound_loop(vm, owner)?;
        let waiter = future::new_future(vm, &event_loop);
        if !room::push_back(&mut self.queue.borrow_mut(), waiter.clone()) {
            return Err(growth::failed(vm));
        }
        Ok(waiter)
    }

    /// Puts a future at the end of the queue.
    pub(crate) fn push(&self, waiter: Value) {
        room::push_back(&mut self.queue.borrow_mut(), waiter);
    }

    /// Takes a future out of the queue; tells whether it was there.
    pub(crate) fn remove(&self, waiter: &Value) -> bool {
        let gone = {
            let mut queue = self.queue.borrow_mut();
            match queue.iter().position(|w| w.is(waiter)) {
                Some(0) => queue.pop_front(),
                Some(i) => queue.remove(i),
                None => None,
            }
        };
        gone.is_some()
    }

    pub(crate) fn len(&self) -> usize {
        self.queue.borrow().len()
    }

    /// Whether nobody waits, or only futures that were cancelled.
    pub(crate) fn all_cancelled(&self) -> bool {
        self.queue.borrow().iter().all(|w| future_of(w).is_some_and(|f| f.state.get() == State::Cancelled))
    }

    /// Completes the first waiter, if it is not done yet.
    pub(crate) fn wake_front(&self, value: Value) {
        let front = self.queue.borrow().front().cloned();
        if let Some(waiter) = front {
            complete(&waiter, value);
        }
    }

    /// Completes the first waiter that is not done; false if there is none.
    pub(crate) fn wake_next(&self, value: &Value) -> bool {
        let open = self.queue.borrow().iter().find(|w| future_of(w).is_some_and(|f| !f.is_done())).cloned();
        match open {
            Some(waiter) => complete(&waiter, value.clone()),
            None => false,
        }
    }

    /// Completes up to `count` waiters that are not done.
    pub(crate) fn wake(&self, count: usize, value: &Value) {
        let waiters: Vec<Value> = self.queue.borrow().iter().cloned().collect();
        let mut left = count;
        for waiter in &waiters {
            if left == 0 {
                break;
            }
            if complete(waiter, value.clone()) {
                left -= 1;
            }
        }
    }

    /// Takes waiters out from the front until one was not done, and completes that one.
    pub(crate) fn pop_and_wake(&self) {
        loop {
            let waiter = self.queue.borrow_mut().pop_front();
            match waiter {
                Some(waiter) if !complete(&waiter, Value::NONE) => {}
                _ => break,
            }
        }
    }
}

/// Completes a waiter; false if it was done already.
fn complete(waiter: &Value, value: Value) -> bool {
    match future_of(waiter) {
        Some(future) if !future.is_done() => {
            future.set_result(waiter, value);
            true
        }
        _ => false,
    }
}

/// A primitive that `await x.acquire()` and `async with x` take at once if it is free, without a coroutine object.
pub(crate) trait Acquire {
    /// Takes it if nobody has to wait.
    fn try_take(vm: &Vm, value: &Value) -> PyResult<bool>;
    /// Gives it back.
    fn give_back(vm: &Vm, value: &Value) -> PyResult<()>;
}

/// `await x.acquire()`
pub(crate) fn acquire_at_once<A: Acquire>(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    Ok(if A::try_take(vm, &args[0])? { Some(Value::TRUE) } else { None })
}

/// `await x.__aenter__()`
pub(crate) fn enter_at_once<A: Acquire>(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    Ok(if A::try_take(vm, &args[0])? { Some(Value::NONE) } else { None })
}

/// `await x.__aexit__(type, exception, traceback)`
pub(crate) fn exit_at_once<A: Acquire>(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    if args.len() != 4 {
        return Ok(None);
    }
    A::give_back(vm, &args[0])?;
    Ok(Some(Value::NONE))
}

/// The repr of a primitive: `<asyncio.locks.Lock object at 0x... [locked, waiters:2]>`.
pub(crate) fn repr(vm: &Vm, this: &Value, extra: &str, waiters: usize) -> PyResult {
    let plain = minipy_vm::types::str_::lossy(&minipy_vm::types::object::default_repr(vm, this));
    let inner = plain.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(&plain);
    let waiting = if waiters > 0 { format!(", waiters:{waiters}") } else { String::new() };
    Ok(vm.str(&format!("<{inner} [{extra}{waiting}]>")))
}
