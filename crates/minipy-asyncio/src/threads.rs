//! Threads beside the loop: `to_thread`, `run_in_executor`, `run_coroutine_threadsafe`, `wrap_future`.

use std::cell::Cell;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::protocol::written;
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::{LoopObj, Ready, now, running};
use crate::future::{self, Callback, FutureObj, State};
use crate::pool::{self, Job};

/// What the name of the running thread is, for messages.
pub(crate) fn thread_name(vm: &Vm) -> String {
    format!("Thread-{}", vm.thread_ident())
}

/// `loop.run_in_executor(executor, func, *args)`
pub(crate) fn run_in_executor(vm: &Vm, args: &Args) -> PyResult {
    let name = "BaseEventLoop.run_in_executor";
    let (fixed, rest) = written::split_rest(vm, name, "(self, executor, func, *args)", args, 3)?;
    let (event_loop, executor, function) = (&fixed[0], &fixed[1], &fixed[2]);
    let Some(own) = event_loop.downcast::<LoopObj>() else {
        return Err(exc::type_error(vm, "an event loop is required"));
    };
    if own.closed.get() {
        return Err(exc::runtime_error(vm, "Event loop is closed"));
    }
    if own.debug.get() {
        crate::event_loop::methods::check_callback(vm, function, "run_in_executor")?;
    }
    let mut executor = executor.clone();
    if executor.is_none() {
        if own.executor_shut.get() {
            return Err(exc::runtime_error(vm, "Executor shutdown has been called"));
        }
        executor = own.default_executor.get();
    }
    if !executor.is_null() && !executor.is_none() {
        let mut pos = vec![function.clone()];
        pos.extend_from_slice(rest);
        let submitted = vm.call_method_str(&executor, "submit", &pos)?;
        return wrap(vm, &submitted, event_loop);
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
    pool::submit(vm, job)?;
    Ok(object)
}

/// `to_thread(func, /, *args, **kwargs)`
pub(crate) fn to_thread(vm: &Vm, args: &Args) -> PyResult {
    written::bind(vm, "to_thread", "(func, /, *args, **kwargs)", args, 0)?;
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
            pool::submit(vm, Job { event_loop, future: object.clone(), function, args, names, kw, context })?;
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
    signal: Arc<Signal>,
}

/// Tells waiting threads that the outcome is there.
#[derive(Debug, Default)]
struct Signal {
    given: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn give(&self) {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    fn wait(&self, most: Option<Duration>) {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if *given {
            return;
        }
        match most {
            Some(most) => drop(self.changed.wait_timeout(given, most).unwrap_or_else(PoisonError::into_inner)),
            None => drop(self.changed.wait(given).unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

/// How long the main thread waits between looks at signals.
const SLICE: Duration = Duration::from_millis(20);

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
    "result" FN(result) "Future.result(self, timeout=None)" "Return the result of the call that the future represents.";
    "exception" FN(exception) "Future.exception(self, timeout=None)" "Return the exception raised by the call that the future represents.";
    "done" F1(done) "Future.done(self)" "Return True if the future was cancelled or finished executing.";
    "cancelled" F1(cancelled) "Future.cancelled(self)" "Return True if the future was cancelled.";
    "running" F1(is_running) "Future.running(self)" "Return True if the future is currently executing.";
    "cancel" F1(cancel) "Future.cancel(self)" "Cancel the future if possible.";
    "add_done_callback" F2(add_done_callback) "Future.add_done_callback(self, fn)" "Attaches a callable that will be called when the future finishes.";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ThreadFuture> {
    match value.downcast::<ThreadFuture>() {
        Some(found) => Ok(found),
        None => Err(exc::type_error(vm, "descriptor requires a 'Future' object")),
    }
}

/// `run_coroutine_threadsafe(coro, loop)`
pub(crate) fn run_coroutine_threadsafe(vm: &Vm, coroutine: &Value, event_loop: &Value) -> PyResult {
    if !crate::task::acts_as_coroutine(vm, coroutine) {
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
        signal: Arc::default(),
    };
    let value = vm.alloc(&vm.type_from_def(&TYPE), future).into_value();
    object.push(Ready::Done(start, value.clone(), coroutine.clone()));
    Ok(value)
}

/// In the loop's thread: starts the coroutine.
fn start(vm: &Vm, value: &Value, coroutine: &Value) -> PyResult<()> {
    let future = this(vm, value)?;
    if future.cancelled.get() {
        vm.call_method(coroutine, &vm.names().close, &[])?;
        return Ok(());
    }
    let task = match crate::run::ensure_future(vm, coroutine, Some(&future.event_loop)) {
        Ok(task) => task,
        Err(raised) => {
            let exception = vm.take_exception(raised);
            settle(vm, value, future, vm.tuple(vec![Value::FALSE, exception]));
            return Ok(());
        }
    };
    future.task.set(task.clone());
    match task.downcast::<FutureObj>() {
        Some(object) => object.add_callback(&task, Callback::Native(ended, value.clone())),
        None => return Err(exc::type_error(vm, "the task factory gave no asyncio.Task")),
    }
    Ok(())
}

/// The outcome is there: waiting threads and callbacks get it.
fn settle(vm: &Vm, value: &Value, future: &ThreadFuture, outcome: Value) {
    future.outcome.set(outcome);
    future.signal.give();
    for callback in future.callbacks.take() {
        if let Err(raised) = vm.call1(&callback, value) {
            let exception = vm.take_exception(raised);
            minipy_vm::unraisable::report(vm, &exception, Some("exception calling callback"), &callback);
        }
    }
}

/// In the loop's thread: the coroutine has ended.
fn ended(vm: &Vm, task: &Value, value: &Value) -> PyResult<()> {
    let future = this(vm, value)?;
    if !future.outcome.borrow().is_null() {
        return Ok(());
    }
    let object = future::this(vm, task)?;
    object.log_traceback.set(false);
    let outcome = match object.state.get() {
        State::Cancelled => {
            future.cancelled.set(true);
            cancelled_outcome(vm)
        }
        _ => match object.exception.get().non_null() {
            Some(exception) => vm.tuple(vec![Value::FALSE, exception]),
            None => vm.tuple(vec![Value::TRUE, object.result.get()]),
        },
    };
    settle(vm, value, future, outcome);
    Ok(())
}

fn cancelled_outcome(vm: &Vm) -> Value {
    let class = crate::exceptions::concurrent_cancelled(vm);
    let error = minipy_vm::types::exception::new_exception(vm, &class, Vec::new());
    vm.tuple(vec![Value::FALSE, error])
}

/// Waits for the outcome: (success, value). Lets other threads run meanwhile.
fn outcome(vm: &Vm, value: &Value, timeout: &Value) -> PyResult<Vec<Value>> {
    let future = this(vm, value)?;
    let end = match timeout.not_none() {
        Some(timeout) => {
            let seconds = vm.f64_arg(timeout)?.max(0.0);
            Duration::try_from_secs_f64(seconds).ok().and_then(|d| Instant::now().checked_add(d))
        }
        None => None,
    };
    while future.outcome.borrow().is_null() {
        let left = end.map(|end| end.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(vm.raise_with(&vm.exceptions().timeout_error, Vec::new()));
        }
        let most = match (left, vm.is_main) {
            (Some(left), true) => Some(left.min(SLICE)),
            (None, true) => Some(SLICE),
            (left, false) => left,
        };
        let signal = future.signal.clone();
        vm.without_gil(|| signal.wait(most));
        vm.check_signals()?;
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
    if future.cancelled.get() {
        return Ok(Value::TRUE);
    }
    if !future.outcome.borrow().is_null() {
        return Ok(Value::FALSE);
    }
    future.cancelled.set(true);
    settle(vm, value, future, cancelled_outcome(vm));
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
        minipy_vm::heap::growth::push(&mut future.callbacks.borrow_mut(), callback.clone());
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

// ---- wrap_future

/// `wrap_future(future, *, loop=None)`
pub(crate) fn wrap_future(vm: &Vm, args: &[Value]) -> PyResult {
    if crate::module::is_future(vm, &args[0])? {
        return Ok(args[0].clone());
    }
    let event_loop = match args[1].not_none() {
        Some(event_loop) => event_loop.clone(),
        None => crate::event_loop::current_or_error(vm)?,
    };
    wrap(vm, &args[0], &event_loop)
}

/// An asyncio future that follows a concurrent one, and cancels it when it is cancelled itself.
fn wrap(vm: &Vm, source: &Value, event_loop: &Value) -> PyResult {
    if source.downcast::<FutureObj>().is_some() {
        return Ok(source.clone());
    }
    if vm.find_attr(source, &vm.names().add_done_callback)?.is_none() {
        let text = vm.repr_string(source)?;
        let message = format!("concurrent.futures.Future is expected, got {text}");
        return Err(vm.raise_text(&vm.exceptions().assertion_error, &message));
    }
    static SOURCE_DONE: &[MethodDef] = methods! { "_call_set_state" F2(source_done) "(self, source)" ""; };
    let object = future::new_future(vm, event_loop);
    future::this(vm, &object)?.add_callback(&object, Callback::Native(copy_done, source.clone()));
    let callback = vm.bound_builtin(&SOURCE_DONE[0], object.clone());
    vm.call_method(source, &vm.names().add_done_callback, &[callback])?;
    Ok(object)
}

/// In any thread: the concurrent future is done.
fn source_done(vm: &Vm, object: &Value, source: &Value) -> PyResult {
    let future = future::this(vm, object)?;
    if let Some(event_loop) = future.event_loop.downcast::<LoopObj>()
        && !event_loop.closed.get()
    {
        event_loop.push(Ready::Done(copy_state, object.clone(), source.clone()));
    }
    Ok(Value::NONE)
}

/// In the loop's thread: takes over what the concurrent future has.
fn copy_state(vm: &Vm, object: &Value, source: &Value) -> PyResult<()> {
    let future = future::this(vm, object)?;
    if future.is_done() {
        return Ok(());
    }
    if vm.truth(&vm.call_method_str(source, "cancelled", &[])?)? {
        return future::cancel(vm, object, &Value::NONE).map(drop);
    }
    let exception = vm.call_method_str(source, "exception", &[])?;
    if exception.is_none() {
        future.set_result(object, vm.call_method_str(source, "result", &[])?);
    } else {
        future.set_exception(object, exception);
    }
    Ok(())
}

/// The asyncio future is done: a cancellation goes on to the concurrent one.
fn copy_done(vm: &Vm, object: &Value, source: &Value) -> PyResult<()> {
    if future::this(vm, object)?.state.get() == State::Cancelled {
        vm.call_method_str(source, "cancel", &[])?;
    }
    Ok(())
}

// ---- the default executor

/// `loop.set_default_executor(executor)`
pub(crate) fn set_default_executor(vm: &Vm, value: &Value, executor: &Value) -> PyResult {
    let class = minipy_vm::import::import_module(vm, "concurrent.futures.thread")
        .and_then(|module| vm.get_attr_str(&module, "ThreadPoolExecutor"));
    let fits = match class {
        Ok(class) => minipy_vm::builtins::isinstance::is_instance(vm, executor, &class)?,
        Err(raised) => {
            drop(vm.take_exception(raised));
            false
        }
    };
    if !fits {
        return Err(exc::type_error(vm, "executor must be ThreadPoolExecutor instance"));
    }
    match value.downcast::<LoopObj>() {
        Some(event_loop) => event_loop.default_executor.set(executor.clone()),
        None => return Err(exc::type_error(vm, "an event loop is required")),
    }
    Ok(Value::NONE)
}

/// `loop.shutdown_default_executor(timeout=None)`
pub(crate) fn shutdown_default_executor(vm: &Vm, args: &[Value]) -> PyResult {
    let timeout = args[1].given().cloned().unwrap_or(Value::NONE);
    Ok(coroutine::make(vm, "BaseEventLoop.shutdown_default_executor", shutdown_step, [args[0].clone(), timeout]))
}

/// Slots: 0 the loop, 1 the timeout, 2 the future of the threads' end.
fn shutdown_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(0);
    let Some(event_loop) = value.downcast::<LoopObj>() else { return Ok(Next::Return(Value::NONE)) };
    if c.state.replace(1) == 0 {
        outcome?;
        pool::shut_down(event_loop);
        let executor = event_loop.default_executor.take();
        if !executor.is_null() {
            vm.call_method_str(&executor, "shutdown", &[])?;
        }
        let Some(joined) = pool::join(vm, &value, event_loop) else { return Ok(Next::Return(Value::NONE)) };
        if let Some(timeout) = c.slot(1).not_none() {
            event_loop.add_timer(now(vm) + vm.f64_arg(timeout)?, joined.clone(), Value::FALSE);
        }
        return Ok(Next::Await(joined));
    }
    if outcome?.is_false() {
        let timeout = vm.repr_string(&c.slot(1))?;
        let message = format!("The executor did not finishing joining its threads within {timeout} seconds.");
        minipy_vm::warn::warn(vm, &vm.exceptions().runtime_warning.clone(), &message)?;
    }
    Ok(Next::Return(Value::NONE))
}
