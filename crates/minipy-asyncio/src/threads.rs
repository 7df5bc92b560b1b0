//! Threads beside the loop: `to_thread`, `run_in_executor`, `run_coroutine_threadsafe`.
//!
//! Every call runs in a thread of its own while the pool is below its size, otherwise it waits for a free one. The
//! threads hold the interpreter lock while they run Python, as any thread does.

use std::cell::Cell;
use std::rc::Rc;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, Next};
use crate::event_loop::{LoopObj, Ready, running};
use crate::future::{self, Callback, State};

/// The thread pool of a loop (all under the interpreter lock).
#[derive(Default)]
pub struct Pool {
    active: Cell<usize>,
    waiting: PyCell<std::collections::VecDeque<Job>>,
    shut: Cell<bool>,
}

/// A shared handle of a pool.
pub type PoolRef = Rc<Pool>;

struct Job {
    event_loop: Value,
    future: Value,
    function: Value,
    args: Vec<Value>,
    names: Vec<Value>,
    kw: Vec<Value>,
    /// The context to call it in; None for that of the pool's thread.
    context: Option<Value>,
}

fn pool_size(vm: &Vm) -> usize {
    (vm.interp().host.cpu_count().unwrap_or(1) + 4).min(32)
}

/// What the name of the running thread is, for messages.
pub(crate) fn thread_name(vm: &Vm) -> String {
    format!("Thread-{}", vm.thread_ident())
}

/// No new calls are taken.
pub(crate) fn shutdown(event_loop: &LoopObj) {
    if let Some(pool) = &*event_loop.executor.borrow() {
        pool.shut.set(true);
    }
}

fn submit(vm: &Vm, job: Job) -> PyResult<()> {
    let Some(object) = job.event_loop.downcast::<LoopObj>() else {
        return Err(exc::type_error(vm, "an event loop is required"));
    };
    let pool = {
        let mut slot = object.executor.borrow_mut();
        slot.get_or_insert_with(PoolRef::default).clone()
    };
    if pool.shut.get() {
        return Err(exc::runtime_error(vm, "Executor shutdown has been called"));
    }
    if pool.active.get() >= pool_size(vm) {
        pool.waiting.borrow_mut().push_back(job);
        return Ok(());
    }
    pool.active.set(pool.active.get() + 1);
    vm.start_thread("asyncio", minipy_vm::thread::new_ident(), (pool, job), work)
}

/// Body of a pool thread: runs its job, then waiting ones.
fn work(vm: &Vm, (pool, first): (PoolRef, Job)) {
    let mut next = Some(first);
    while let Some(job) = next {
        run_job(vm, job);
        next = pool.waiting.borrow_mut().pop_front();
    }
    pool.active.set(pool.active.get() - 1);
}

fn run_job(vm: &Vm, job: Job) {
    let call = |vm: &Vm| vm.call_args(&job.function, &Args { pos: &job.args, kw: &job.kw, names: &job.names });
    let result = match &job.context {
        Some(context) => crate::context::run_in(vm, context, call).0,
        None => call(vm),
    };
    let outcome = match result {
        Ok(value) => vm.tuple(vec![Value::TRUE, value]),
        Err(raised) => vm.tuple(vec![Value::FALSE, vm.take_exception(raised)]),
    };
    if let Some(object) = job.event_loop.downcast::<LoopObj>()
        && !object.closed.get()
    {
        object.push(Ready::Done(deliver, job.future.clone(), outcome));
    }
}

/// In the loop's thread: the call has ended.
fn deliver(vm: &Vm, object: &Value, outcome: &Value) -> PyResult<()> {
    let future = future::this(vm, object)?;
    if future.is_done() {
        return Ok(());
    }
    let items = vm.collect(outcome)?;
    if items[0].is_true() {
        future.set_result(object, items[1].clone());
    } else {
        future.set_exception(object, items[1].clone());
    }
    Ok(())
}

/// `loop.run_in_executor(executor, func, *args)`
pub(crate) fn run_in_executor(vm: &Vm, args: &Args) -> PyResult {
    let [event_loop, executor, function, rest @ ..] = args.pos else {
        let message = "BaseEventLoop.run_in_executor() missing required positional arguments: 'executor' and 'func'";
        return Err(exc::type_error(vm, message));
    };
    if !executor.is_none() {
        let submitted = {
            let mut pos = vec![function.clone()];
            pos.extend_from_slice(rest);
            vm.call_method_str(executor, "submit", &pos)?
        };
        let _ = submitted;
        return Err(exc::not_implemented_error(vm, "run_in_executor with an executor of your own is not there yet"));
    }
    let object = future::new_future(vm, event_loop);
    let job = Job {
        event_loop: event_loop.clone(),
        future: object.clone(),
        function: function.clone(),
        args: rest.to_vec(),
        names: Vec::new(),
        kw: Vec::new(),
        context: None,
    };
    submit(vm, job)?;
    Ok(object)
}

/// `to_thread(func, /, *args, **kwargs)`
pub(crate) fn to_thread(vm: &Vm, args: &Args) -> PyResult {
    if args.pos.is_empty() {
        return Err(exc::type_error(vm, "to_thread() missing 1 required positional argument: 'func'"));
    }
    let call = vm.tuple(args.pos.to_vec());
    let (names, values) = (vm.tuple(args.names.to_vec()), vm.tuple(args.kw.to_vec()));
    Ok(coroutine::new(
        vm,
        "to_thread",
        |vm, c, outcome| {
            if c.state.replace(1) == 1 {
                return outcome.map(Next::Return);
            }
            let mut args = vm.collect(&c.slot(0))?;
            let function = args.remove(0);
            let event_loop = running(vm)?;
            let object = future::new_future(vm, &event_loop);
            let (names, kw) = (vm.collect(&c.slot(1))?, vm.collect(&c.slot(2))?);
            let context = Some(crate::context::copy_current(vm));
            submit(vm, Job { event_loop, future: object.clone(), function, args, names, kw, context })?;
            Ok(Next::Await(object))
        },
        vec![call, names, values],
    ))
}

/// The struct inside the futures that `run_coroutine_threadsafe` gives.
pub struct ThreadFuture {
    /// The task, once it runs; its outcome is the future's.
    task: PyCell<Value>,
    event_loop: Value,
    outcome: PyCell<Value>,
    cancelled: Cell<bool>,
    callbacks: PyCell<Vec<Value>>,
}

static LAYOUT: Layout = Layout::of::<ThreadFuture>("concurrent Future");

impl HeapObject for ThreadFuture {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.task.borrow());
        visit(&self.event_loop);
        visit(&self.outcome.borrow());
        self.callbacks.borrow().iter().for_each(&mut *visit);
    }

    fn clear(&self) {
        drop(self.task.take());
        drop(self.outcome.take());
        drop(self.callbacks.take());
    }
}

/// The type of thread-safe futures, as `concurrent.futures.Future`.
pub static TYPE: TypeDef = TypeDef {
    name: "Future",
    module: "concurrent.futures._base",
    layout: Some(&LAYOUT),
    flags: TypeFlags::WEAKREFABLE | TypeFlags::NO_INSTANTIATION,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "result" FN(result) "(self, timeout=None)" "Return the result of the call that the future represents.";
    "exception" FN(exception) "(self, timeout=None)" "Return the exception raised by the call that the future represents.";
    "done" F1(done) "(self)" "Return True if the future was cancelled or finished executing.";
    "cancelled" F1(cancelled) "(self)" "Return True if the future was cancelled.";
    "running" F1(is_running) "(self)" "Return True if the future is currently executing.";
    "cancel" F1(cancel) "(self)" "Cancel the future if possible.";
    "add_done_callback" F2(add_done_callback) "(self, fn)" "Attaches a callable that will be called when the future finishes.";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ThreadFuture> {
    match value.downcast::<ThreadFuture>() {
        Some(found) => Ok(found),
        None => Err(exc::type_error(vm, "descriptor requires a 'Future' object")),
    }
}

/// `run_coroutine_threadsafe(coro, loop)`
pub(crate) fn run_coroutine_threadsafe(vm: &Vm, coroutine: &Value, event_loop: &Value) -> PyResult {
    if !crate::task::is_coroutine(coroutine) {
        return Err(exc::type_error(vm, "A coroutine object is required"));
    }
    let Some(object) = event_loop.downcast::<LoopObj>() else {
        return Err(exc::type_error(vm, "an event loop is required"));
    };
    if object.closed.get() {
        return Err(exc::runtime_error(vm, "Event loop is closed"));
    }
    let future = ThreadFuture {
        task: PyCell::default(),
        event_loop: event_loop.clone(),
        outcome: PyCell::default(),
        cancelled: Cell::new(false),
        callbacks: PyCell::default(),
    };
    let value = vm.alloc(&vm.type_from_def(&TYPE), future).into_value();
    object.push(Ready::Done(start, value.clone(), coroutine.clone()));
    Ok(value)
}

/// In the loop's thread: starts the coroutine.
fn start(vm: &Vm, value: &Value, coroutine: &Value) -> PyResult<()> {
    let future = this(vm, value)?;
    let task = crate::run::ensure_future(vm, coroutine, Some(&future.event_loop))?;
    if future.cancelled.get() {
        future::cancel(vm, &task, &Value::NONE)?;
        return Ok(());
    }
    future.task.set(task.clone());
    future::this(vm, &task)?.add_callback(&task, Callback::Native(ended, value.clone()));
    Ok(())
}

/// In the loop's thread: the coroutine has ended.
fn ended(vm: &Vm, task: &Value, value: &Value) -> PyResult<()> {
    let future = this(vm, value)?;
    let object = future::this(vm, task)?;
    object.log_traceback.set(false);
    let outcome = match object.state.get() {
        State::Cancelled => {
            future.cancelled.set(true);
            vm.tuple(vec![Value::FALSE, object.cancelled_error(vm)])
        }
        _ => match object.exception.get().non_null() {
            Some(exception) => vm.tuple(vec![Value::FALSE, exception]),
            None => vm.tuple(vec![Value::TRUE, object.result.get()]),
        },
    };
    future.outcome.set(outcome);
    for callback in future.callbacks.take() {
        if let Err(raised) = vm.call1(&callback, value) {
            let exception = vm.take_exception(raised);
            minipy_vm::unraisable::report(vm, &exception, Some("exception calling callback"), &callback);
        }
    }
    Ok(())
}

/// Waits for the outcome: (success, value). Lets other threads run meanwhile.
fn outcome(vm: &Vm, value: &Value, timeout: &Value) -> PyResult<Vec<Value>> {
    let future = this(vm, value)?;
    let deadline = match timeout.not_none() {
        Some(timeout) => Some(crate::event_loop::now(vm) + vm.f64_arg(timeout)?),
        None => None,
    };
    let host = vm.interp_arc().host.clone();
    let mut pause_ns = 20_000i64;
    while future.outcome.borrow().is_null() {
        if deadline.is_some_and(|d| crate::event_loop::now(vm) >= d) {
            return Err(vm.raise_with(&vm.exceptions().timeout_error, Vec::new()));
        }
        let host = host.clone();
        vm.without_gil(move || {
            let now = host.monotonic_ns().unwrap_or(0);
            let _ = host.sleep_until(now + pause_ns);
        });
        vm.check_signals()?;
        pause_ns = (pause_ns * 2).min(1_000_000);
    }
    vm.collect(&future.outcome.get())
}

fn result(vm: &Vm, args: &[Value]) -> PyResult {
    let items = outcome(vm, &args[0], &args[1])?;
    if items[0].is_true() { Ok(items[1].clone()) } else { Err(vm.raise(items[1].clone())) }
}

fn exception(vm: &Vm, args: &[Value]) -> PyResult {
    let items = outcome(vm, &args[0], &args[1])?;
    if this(vm, &args[0])?.cancelled.get() {
        return Err(vm.raise(items[1].clone()));
    }
    Ok(if items[0].is_true() { Value::NONE } else { items[1].clone() })
}

fn done(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(!this(vm, value)?.outcome.borrow().is_null()))
}

fn cancelled(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.cancelled.get()))
}

fn is_running(vm: &Vm, value: &Value) -> PyResult {
    let future = this(vm, value)?;
    Ok(Value::bool(future.outcome.borrow().is_null() && !future.task.borrow().is_null()))
}

fn cancel(vm: &Vm, value: &Value) -> PyResult {
    let future = this(vm, value)?;
    if !future.outcome.borrow().is_null() {
        return Ok(Value::FALSE);
    }
    future.cancelled.set(true);
    let task = future.task.get();
    if !task.is_null()
        && let Some(event_loop) = future.event_loop.downcast::<LoopObj>()
    {
        event_loop.push(Ready::Done(cancel_task, task, Value::NONE));
    }
    Ok(Value::TRUE)
}

fn cancel_task(vm: &Vm, task: &Value, _data: &Value) -> PyResult<()> {
    future::cancel(vm, task, &Value::NONE).map(drop)
}

fn add_done_callback(vm: &Vm, value: &Value, callback: &Value) -> PyResult {
    let future = this(vm, value)?;
    if future.outcome.borrow().is_null() {
        future.callbacks.borrow_mut().push(callback.clone());
        return Ok(Value::NONE);
    }
    vm.call1(callback, value)?;
    Ok(Value::NONE)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let future = this(vm, value)?;
    let state = match (future.outcome.borrow().is_null(), future.cancelled.get()) {
        (_, true) => "cancelled",
        (true, _) => "pending",
        (false, _) => "finished",
    };
    Ok(vm.str(&format!("<Future at {:#x} state={state}>", value.bits())))
}
