//! The thread pool behind `to_thread` and `run_in_executor(None, ...)`.
//!
//! Threads are started as jobs need them, up to CPython's default number, and wait for further jobs until the pool is
//! shut down. The pool's data is under the interpreter lock; only the bell is shared with waiting threads.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use minipy_vm::heap::PyCell;
use minipy_vm::native::Args;
use minipy_vm::{PyResult, Value, Vm, exc};

use crate::event_loop::{LoopObj, Ready};
use crate::future::{self, FutureObj};

/// Wakes waiting threads, one for each ring.
#[derive(Debug, Default)]
struct Bell {
    rings: Mutex<usize>,
    rung: Condvar,
}

impl Bell {
    fn ring(&self, count: usize) {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner) += count;
        for _ in 0..count {
            self.rung.notify_one();
        }
    }

    fn wait(&self) {
        let mut rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        while *rings == 0 {
            rings = self.rung.wait(rings).unwrap_or_else(PoisonError::into_inner);
        }
        *rings -= 1;
    }
}

/// A thread pool.
#[derive(Default)]
pub struct Pool {
    threads: Cell<usize>,
    /// Threads that wait and have not been rung for.
    idle: Cell<usize>,
    jobs: PyCell<VecDeque<Job>>,
    shut: Cell<bool>,
    /// A future that gets its result when the last thread ends, and its loop.
    joiner: PyCell<(Value, Value)>,
    bell: Arc<Bell>,
}

/// The pool as its loop owns it: with the loop, the threads end.
#[derive(Default)]
pub(crate) struct PoolOwner(Rc<Pool>);

impl Drop for PoolOwner {
    fn drop(&mut self) {
        self.0.shut_down();
    }
}

/// A call that a thread is to make.
pub(crate) struct Job {
    pub(crate) event_loop: Value,
    pub(crate) future: Value,
    pub(crate) function: Value,
    pub(crate) args: Vec<Value>,
    pub(crate) names: Vec<Value>,
    pub(crate) kw: Vec<Value>,
    /// The context to call it in; None for that of the pool's thread.
    pub(crate) context: Option<Value>,
}

fn most_threads(vm: &Vm) -> usize {
    (vm.interp().host.cpu_count().unwrap_or(1) + 4).min(32)
}

impl Pool {
    fn shut_down(&self) {
        self.shut.set(true);
        let idle = self.idle.replace(0);
        self.bell.ring(idle);
    }
}

/// No new calls are taken; those that run go on.
pub(crate) fn shut_down(event_loop: &LoopObj) {
    event_loop.executor_shut.set(true);
    let pool = event_loop.executor.borrow().as_ref().map(|owner| owner.0.clone());
    if let Some(pool) = pool {
        pool.shut_down();
    }
}

/// Waits for the end of all threads after [`shut_down`]: gives a future for it, or `None` if there are none.
pub(crate) fn join(vm: &Vm, value: &Value, event_loop: &LoopObj) -> Option<Value> {
    let pool = event_loop.executor.borrow().as_ref().map(|owner| owner.0.clone())?;
    if pool.threads.get() == 0 {
        return None;
    }
    let joined = future::new_future(vm, value);
    pool.joiner.set((joined.clone(), value.clone()));
    Some(joined)
}

/// Hands a job to the loop's pool.
pub(crate) fn submit(vm: &Vm, job: Job) -> PyResult<()> {
    let Some(object) = job.event_loop.downcast::<LoopObj>() else {
        return Err(exc::type_error(vm, "an event loop is required"));
    };
    if object.executor_shut.get() {
        return Err(exc::runtime_error(vm, "Executor shutdown has been called"));
    }
    let pool = {
        let mut slot = object.executor.borrow_mut();
        slot.get_or_insert_with(PoolOwner::default).0.clone()
    };
    if !crate::room::push_back(&mut pool.jobs.borrow_mut(), job) {
        return Err(minipy_vm::heap::growth::failed(vm));
    }
    if pool.idle.get() > 0 {
        pool.idle.set(pool.idle.get() - 1);
        pool.bell.ring(1);
    } else if pool.threads.get() < most_threads(vm) {
        let number = pool.threads.get();
        pool.threads.set(number + 1);
        let name = format!("asyncio_{number}");
        if let Err(raised) = vm.start_thread(&name, minipy_vm::thread::new_ident(), pool.clone(), work) {
            pool.threads.set(number);
            if number == 0 {
                drop(pool.jobs.take());
                return Err(raised);
            }
            // The threads that are there will get to it.
            drop(vm.take_exception(raised));
        }
    }
    Ok(())
}

/// Body of a pool thread.
fn work(vm: &Vm, pool: Rc<Pool>) {
    loop {
        let job = pool.jobs.borrow_mut().pop_front();
        if let Some(job) = job {
            run_job(vm, job);
            continue;
        }
        if pool.shut.get() {
            break;
        }
        pool.idle.set(pool.idle.get() + 1);
        let bell = pool.bell.clone();
        vm.without_gil(|| bell.wait());
    }
    pool.threads.set(pool.threads.get() - 1);
    if pool.threads.get() == 0 {
        let (joined, event_loop) = pool.joiner.take();
        if let Some(object) = event_loop.downcast::<LoopObj>()
            && !object.closed.get()
        {
            object.push(Ready::Done(all_ended, joined, Value::NULL));
        }
    }
}

fn all_ended(_vm: &Vm, joined: &Value, _data: &Value) -> PyResult<()> {
    if let Some(future) = joined.downcast::<FutureObj>()
        && !future.is_done()
    {
        future.set_result(joined, Value::TRUE);
    }
    Ok(())
}

fn run_job(vm: &Vm, job: Job) {
    // A call that was cancelled before a thread had time for it is not made.
    if job.future.downcast::<FutureObj>().is_some_and(FutureObj::is_done) {
        return;
    }
    let call = |vm: &Vm| vm.call_args(&job.function, &Args { pos: &job.args, kw: &job.kw, names: &job.names });
    let result = match &job.context {
        Some(context) => crate::context::run_in(vm, context, call).0,
        None => call(vm),
    };
    let (deliver, outcome): (fn(&Vm, &Value, &Value) -> PyResult<()>, Value) = match result {
        Ok(value) => (deliver_result, value),
        Err(raised) => (deliver_exception, vm.take_exception(raised)),
    };
    if let Some(object) = job.event_loop.downcast::<LoopObj>()
        && !object.closed.get()
    {
        object.push(Ready::Done(deliver, job.future.clone(), outcome));
    }
}

/// In the loop's thread: the call has returned.
fn deliver_result(vm: &Vm, object: &Value, value: &Value) -> PyResult<()> {
    let future = future::this(vm, object)?;
    if !future.is_done() {
        future.set_result(object, value.clone());
    }
    Ok(())
}

/// In the loop's thread: the call has raised.
fn deliver_exception(vm: &Vm, object: &Value, exception: &Value) -> PyResult<()> {
    let future = future::this(vm, object)?;
    if !future.is_done() {
        future.set_exception(object, exception.clone());
    }
    Ok(())
}
