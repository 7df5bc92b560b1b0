//! The event loop's type and methods.

use minipy_vm::heap::{HeapObject, PyCell};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::written::bind;
use minipy_vm::slots::Slots;
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, getset, methods};

use super::{LoopObj, Ready, handle, now, run_once, thread};
use crate::future::{self, FutureObj};

/// The type of event loops.
pub static TYPE: TypeDef = TypeDef {
    name: "_UnixSelectorEventLoop",
    module: "asyncio.unix_events",
    base: Some(&crate::net::loop_methods::TYPE),
    layout: Some(LoopObj::LAYOUT),
    shape: minipy_vm::shape::fixed::EVENT_LOOP,
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Unix event loop.",
    slots: Slots { new: Some(new), repr: Some(repr), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "run_forever" F1(run_forever) "BaseEventLoop.run_forever(self)" "Run until stop() is called.";
    "run_until_complete" F2(run_until_complete) "BaseEventLoop.run_until_complete(self, future)" "Run until the Future is done.";
    "stop" F1(stop) "BaseEventLoop.stop(self)" "Stop running the event loop.";
    "is_running" F1(is_running) "BaseEventLoop.is_running(self)" "Returns True if the event loop is running.";
    "is_closed" F1(is_closed) "BaseEventLoop.is_closed(self)" "Returns True if the event loop was closed.";
    "close" F1(close) "_UnixSelectorEventLoop.close(self)" "Close the event loop.";
    "time" F1(time) "BaseEventLoop.time(self)" "Return the time according to the event loop's clock.";
    "call_soon" FV(call_soon) "BaseEventLoop.call_soon(self, callback, *args, context=None)" "Arrange for a callback to be called as soon as possible.";
    "call_soon_threadsafe" FV(call_soon_threadsafe) "BaseEventLoop.call_soon_threadsafe(self, callback, *args, context=None)" "Like call_soon(), but thread-safe.";
    "call_later" FV(call_later) "BaseEventLoop.call_later(self, delay, callback, *args, context=None)" "Arrange for a callback to be called at a given time.";
    "call_at" FV(call_at) "BaseEventLoop.call_at(self, when, callback, *args, context=None)" "Like call_later(), but uses an absolute time.";
    "create_future" F1(create_future) "BaseEventLoop.create_future(self)" "Create a Future object attached to the loop.";
    "create_task" FV(create_task_method) "BaseEventLoop.create_task(self, coro, **kwargs)" "Schedule or begin executing a coroutine object.";
    "set_task_factory" F2(set_task_factory) "BaseEventLoop.set_task_factory(self, factory)" "Set a task factory that will be used by loop.create_task().";
    "get_task_factory" F1(get_task_factory) "BaseEventLoop.get_task_factory(self)" "Return a task factory, or None if the default one is in use.";
    "set_exception_handler" F2(set_exception_handler) "BaseEventLoop.set_exception_handler(self, handler)" "Set handler as the new event loop exception handler.";
    "get_exception_handler" F1(get_exception_handler) "BaseEventLoop.get_exception_handler(self)" "Return an exception handler, or None if the default one is in use.";
    "default_exception_handler" F2(default_exception_handler) "BaseEventLoop.default_exception_handler(self, context)" "Default exception handler.";
    "call_exception_handler" F2(call_exception_handler) "BaseEventLoop.call_exception_handler(self, context)" "Call the current event loop's exception handler.";
    "get_debug" F1(get_debug) "BaseEventLoop.get_debug(self)" "";
    "set_debug" F2(set_debug) "BaseEventLoop.set_debug(self, enabled)" "";
    "run_in_executor" FV(crate::threads::run_in_executor) "BaseEventLoop.run_in_executor(self, executor, func, *args)" "";
    "set_default_executor" F2(crate::threads::set_default_executor) "BaseEventLoop.set_default_executor(self, executor)" "";
    "shutdown_asyncgens" F1(shutdown_asyncgens) "async BaseEventLoop.shutdown_asyncgens(self)" "Shutdown all active asynchronous generators.";
    "shutdown_default_executor" FN(crate::threads::shutdown_default_executor) "async BaseEventLoop.shutdown_default_executor(self, timeout=None)" "Schedule the shutdown of the default executor.";
};

static GETSET: &[GetSetDef] = getset! {
    "_closed" is_closed, "Whether it was closed.";
    "_stopping" get_stopping, "Whether it is about to stop.";
    "slow_callback_duration" get_slow, set_slow, "How long a callback may take in debug mode, in seconds.";
};

pub(crate) fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let made = vm.alloc(ty, LoopObj::empty());
    made.debug.set(crate::debug::by_environment(vm));
    Ok(made.into_value())
}

/// A new event loop.
pub fn new_loop(vm: &Vm) -> Value {
    let made = vm.alloc(&vm.type_from_def(&TYPE), LoopObj::empty());
    made.debug.set(crate::debug::by_environment(vm));
    made.into_value()
}

pub(crate) fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<LoopObj>().map(|l| &l.dict)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a LoopObj> {
    match value.downcast::<LoopObj>() {
        Some(found) => Ok(found),
        None => Err(exc::type_error(vm, "descriptor requires an event loop")),
    }
}

pub(crate) fn repr(vm: &Vm, value: &Value) -> PyResult {
    let event_loop = this(vm, value)?;
    let flag = |on: bool| if on { "True" } else { "False" };
    let name = vm.type_of(value).plain_name();
    let (running, closed, debug) =
        (flag(event_loop.running.get()), flag(event_loop.closed.get()), flag(event_loop.debug.get()));
    Ok(vm.str(&format!("<{name} running={running} closed={closed} debug={debug}>")))
}

#[cold]
fn closed_error(vm: &Vm) -> Raised {
    exc::runtime_error(vm, "Event loop is closed")
}

pub(crate) fn check_open<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a LoopObj> {
    let event_loop = this(vm, value)?;
    if event_loop.closed.get() { Err(closed_error(vm)) } else { Ok(event_loop) }
}

fn run_forever(vm: &Vm, value: &Value) -> PyResult {
    run(vm, value)?;
    Ok(Value::NONE)
}

/// Runs a loop until it is stopped.
pub(crate) fn run(vm: &Vm, value: &Value) -> PyResult<()> {
    let event_loop = check_open(vm, value)?;
    if event_loop.running.get() {
        return Err(exc::runtime_error(vm, "This event loop is already running"));
    }
    let thread = thread(vm);
    if !thread.running_loop.borrow().is_null() {
        return Err(exc::runtime_error(vm, "Cannot run the event loop while another loop is running"));
    }
    let hooks = vm.thread_state::<minipy_vm::types::async_generator::AsyncGenHooks>();
    let old = (hooks.firstiter.get(), hooks.finalizer.get());
    hooks.firstiter.set(vm.bound_builtin(&HOOKS[0], value.clone()));
    hooks.finalizer.set(vm.bound_builtin(&HOOKS[1], value.clone()));
    event_loop.running.set(true);
    event_loop.thread.set(vm.thread_ident());
    thread.running_loop.set(value.clone());
    let result = loop {
        if let Err(raised) = run_once(vm, value, event_loop) {
            break Err(raised);
        }
        if event_loop.stopping.get() {
            break Ok(());
        }
    };
    event_loop.stopping.set(false);
    event_loop.running.set(false);
    thread.running_loop.set(Value::NULL);
    hooks.firstiter.set(old.0);
    hooks.finalizer.set(old.1);
    result
}

static HOOKS: &[MethodDef] = methods! {
    "_asyncgen_firstiter_hook" F2(asyncgen_firstiter) "BaseEventLoop._asyncgen_firstiter_hook(self, agen)" "";
    "_asyncgen_finalizer_hook" F2(asyncgen_finalizer) "BaseEventLoop._asyncgen_finalizer_hook(self, agen)" "";
};

fn asyncgen_firstiter(vm: &Vm, value: &Value, generator: &Value) -> PyResult {
    let weak = minipy_vm::types::weakref_type::new_weakref(vm, &vm.types().weakref, generator, Value::NULL)?;
    this(vm, value)?.asyncgens.borrow_mut().insert(generator.bits(), weak);
    Ok(Value::NONE)
}

fn asyncgen_finalizer(vm: &Vm, value: &Value, generator: &Value) -> PyResult {
    let event_loop = this(vm, value)?;
    let gone = event_loop.asyncgens.borrow_mut().remove(&generator.bits());
    drop(gone);
    if !event_loop.closed.get() {
        let closing = vm.call_method_str(generator, "aclose", &[])?;
        let coroutine = crate::coroutine::waiting(vm, "aclose", closing);
        // The task is made in the loop's next iteration, as the generator may be destroyed on any thread.
        let create_task = vm.get_attr_str(value, "create_task")?;
        vm.call_method_str(value, "call_soon_threadsafe", &[create_task, coroutine])?;
    }
    Ok(Value::NONE)
}

fn stop_when_done(vm: &Vm, object: &Value, event_loop: &Value) -> PyResult<()> {
    let future = future::this(vm, object)?;
    if future.state.get() == future::State::Finished {
        future.log_traceback.set(false);
        let exception = future.exception.get();
        let class = |class: &TypeRef| !exception.is_null() && vm.type_of(&exception).is_subtype(class);
        if class(&vm.exceptions().system_exit) || class(&vm.exceptions().keyboard_interrupt) {
            // It has come out of the loop already: there is nothing to stop.
            return Ok(());
        }
    }
    this(vm, event_loop)?.stopping.set(true);
    Ok(())
}

fn run_until_complete(vm: &Vm, value: &Value, awaitable: &Value) -> PyResult {
    check_open(vm, value)?;
    if this(vm, value)?.running.get() {
        return Err(exc::runtime_error(vm, "This event loop is already running"));
    }
    if !thread(vm).running_loop.borrow().is_null() {
        return Err(exc::runtime_error(vm, "Cannot run the event loop while another loop is running"));
    }
    let made = awaitable.downcast::<FutureObj>().is_none();
    let object = crate::run::ensure_future(vm, awaitable, Some(value))?;
    let Some(future) = object.downcast::<FutureObj>() else { return run_until_any(vm, value, &object) };
    if made && let Some(task) = &future.task {
        task.log_destroy.set(false);
    }
    future.add_callback(&object, future::Callback::Native(stop_when_done, value.clone()));
    let result = run(vm, value);
    future::remove_wakeup(future, value);
    if let Err(raised) = result {
        if made && future.state.get() == future::State::Finished {
            // The exception comes out here; it needs no report later.
            future.log_traceback.set(false);
        }
        return Err(raised);
    }
    if !future.is_done() {
        return Err(exc::runtime_error(vm, "Event loop stopped before Future completed."));
    }
    future.outcome(vm)
}

/// `run_until_complete` of a future of the program's own class.
fn run_until_any(vm: &Vm, value: &Value, future: &Value) -> PyResult {
    static STOP: &[MethodDef] = methods! { "_run_until_complete_cb" F2(stop_for_any) "(self, fut)" ""; };
    let callback = [vm.bound_builtin(&STOP[0], value.clone())];
    vm.call_method(future, &vm.names().add_done_callback, &callback)?;
    let result = run(vm, value);
    let pending = vm.save_exception();
    let removed = vm.call_method_str(future, "remove_done_callback", &callback);
    if !pending.is_null() && removed.is_ok() {
        vm.restore_exception(pending);
    }
    removed?;
    result?;
    if !crate::run::is_done_any(vm, future)? {
        return Err(exc::runtime_error(vm, "Event loop stopped before Future completed."));
    }
    vm.call_method_str(future, "result", &[])
}

fn stop_for_any(vm: &Vm, value: &Value, _future: &Value) -> PyResult {
    stop(vm, value)
}

fn stop(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.stopping.set(true);
    Ok(Value::NONE)
}

fn is_running(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.running.get()))
}

fn is_closed(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.closed.get()))
}

fn get_stopping(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.stopping.get()))
}

fn close(vm: &Vm, value: &Value) -> PyResult {
    let event_loop = this(vm, value)?;
    if event_loop.running.get() {
        return Err(exc::runtime_error(vm, "Cannot close a running event loop"));
    }
    event_loop.closed.set(true);
    drop(event_loop.ready.take());
    drop(event_loop.timers.take());
    drop(event_loop.tasks.take());
    crate::net::close_loop(vm, event_loop);
    event_loop.drop_poller();
    crate::pool::shut_down(event_loop);
    let executor = event_loop.default_executor.take();
    if !executor.is_null() {
        let names = [vm.str("wait")];
        let method = vm.get_attr_str(&executor, "shutdown")?;
        vm.call_args(&method, &Args { pos: &[], kw: &[Value::FALSE], names: &names })?;
    }
    Ok(Value::NONE)
}

fn time(vm: &Vm, _value: &Value) -> PyResult {
    Ok(vm.float(now(vm)))
}

/// What a method gets that makes a handle.
struct Call {
    /// The parameter in front of the callback (a time), or NULL.
    front: Value,
    callback: Value,
    args: Vec<Value>,
    context: Value,
}

/// Splits the arguments of `name(self, callback, *args, context=None)`, or those with a parameter `front` after `self`.
fn callback_args(vm: &Vm, args: &Args, front: Option<&str>, name: &str) -> PyResult<Call> {
    let skip = 1 + usize::from(front.is_some());
    let context = args.keyword("context");
    let (front, callback, rest) = match args.pos {
        [_, values @ ..] if values.len() >= skip && args.kw.len() == usize::from(context.is_some()) => {
            let front = if skip == 2 { values[0].clone() } else { Value::NULL };
            (front, values[skip - 1].clone(), values[skip..].to_vec())
        }
        _ => {
            let front = front.map_or_else(String::new, |name| format!("{name}, "));
            let signature = format!("(self, {front}callback, *args, context=None)");
            let values = bind(vm, &format!("BaseEventLoop.{name}"), &signature, args, 0)?;
            let front = if skip == 2 { values[1].clone() } else { Value::NULL };
            (front, values[skip].clone(), args.pos.get(skip + 1..).unwrap_or(&[]).to_vec())
        }
    };
    let context = crate::context::given_or_copy(vm, context);
    Ok(Call { front, callback, args: rest, context })
}

/// In debug mode: a loop that runs is only used from its own thread.
fn check_thread(vm: &Vm, event_loop: &LoopObj) -> PyResult<()> {
    if event_loop.running.get() && event_loop.thread.get() != vm.thread_ident() {
        let message = "Non-thread-safe operation invoked on an event loop other than the current one";
        return Err(exc::runtime_error(vm, message));
    }
    Ok(())
}

pub(crate) fn check_callback(vm: &Vm, callback: &Value, name: &str) -> PyResult<()> {
    if crate::task::is_coroutine(callback) {
        return Err(exc::type_error(vm, &format!("coroutines cannot be used with {name}()")));
    }
    if !vm.is_callable(callback) {
        let got = vm.repr_string(callback)?;
        return Err(exc::type_error(vm, &format!("a callable object was expected by {name}(), got {got}")));
    }
    Ok(())
}

fn soon(vm: &Vm, args: &Args, name: &str) -> PyResult {
    let value = &args.pos[0];
    let call = callback_args(vm, args, None, name)?;
    let event_loop = check_open(vm, value)?;
    if event_loop.debug.get() {
        if name == "call_soon" {
            check_thread(vm, event_loop)?;
        }
        check_callback(vm, &call.callback, name)?;
    }
    let handle = handle::new(vm, value, call.callback, call.args, call.context, None);
    event_loop.push(Ready::Handle(handle.clone()));
    Ok(handle)
}

fn call_soon(vm: &Vm, args: &Args) -> PyResult {
    soon(vm, args, "call_soon")
}

fn call_soon_threadsafe(vm: &Vm, args: &Args) -> PyResult {
    soon(vm, args, "call_soon_threadsafe")
}

fn call_later(vm: &Vm, args: &Args) -> PyResult {
    let value = &args.pos[0];
    let call = callback_args(vm, args, Some("delay"), "call_later")?;
    let event_loop = check_open(vm, value)?;
    if event_loop.debug.get() {
        check_thread(vm, event_loop)?;
        check_callback(vm, &call.callback, "call_at")?;
    }
    if call.front.is_none() {
        return Err(exc::type_error(vm, "delay must not be None"));
    }
    let when = now(vm) + vm.f64_arg(&call.front)?;
    let handle = handle::new(vm, value, call.callback, call.args, call.context, Some(when));
    event_loop.add_timer(when, handle.clone(), Value::NULL);
    Ok(handle)
}

fn call_at(vm: &Vm, args: &Args) -> PyResult {
    let value = &args.pos[0];
    let call = callback_args(vm, args, Some("when"), "call_at")?;
    let event_loop = check_open(vm, value)?;
    if event_loop.debug.get() {
        check_thread(vm, event_loop)?;
        check_callback(vm, &call.callback, "call_at")?;
    }
    if call.front.is_none() {
        return Err(exc::type_error(vm, "when cannot be None"));
    }
    let when = vm.f64_arg(&call.front)?;
    let handle = handle::new(vm, value, call.callback, call.args, call.context, Some(when));
    event_loop.add_timer(when, handle.clone(), Value::NULL);
    Ok(handle)
}

fn create_future(vm: &Vm, value: &Value) -> PyResult {
    Ok(future::new_future(vm, value))
}

/// `loop.create_task(coroutine, **kwargs)`; only the keywords of `args` count.
pub(crate) fn create_task(vm: &Vm, value: &Value, coroutine: &Value, args: &Args) -> PyResult {
    if value.exact::<LoopObj>().is_none() {
        let pos = [coroutine.clone()];
        let method = vm.get_attr_str(value, "create_task")?;
        return vm.call_args(&method, &Args { pos: &pos, ..*args });
    }
    create_own_task(vm, value, coroutine, args)
}

/// A new task of this loop, past `create_task` of a subclass.
fn create_own_task(vm: &Vm, value: &Value, coroutine: &Value, args: &Args) -> PyResult {
    let event_loop = check_open(vm, value)?;
    let factory = event_loop.task_factory.get();
    if factory.is_null() {
        let class = vm.type_from_def(&crate::task::TYPE);
        return crate::task::from_keywords(vm, &class, value, coroutine, args);
    }
    let pos = [value.clone(), coroutine.clone()];
    vm.call_args(&factory, &Args { pos: &pos, ..*args })
}

fn create_task_method(vm: &Vm, args: &Args) -> PyResult {
    let pos = args.pos.get(1..).unwrap_or(&[]);
    let (coroutine, names, kw) = crate::task::split_create_task(vm, "BaseEventLoop.create_task", pos, args)?;
    create_own_task(vm, &args.pos[0], &coroutine, &Args { pos: &[], kw, names })
}

fn set_task_factory(vm: &Vm, value: &Value, factory: &Value) -> PyResult {
    let event_loop = this(vm, value)?;
    if factory.is_none() {
        event_loop.task_factory.set(Value::NULL);
        return Ok(Value::NONE);
    }
    if !vm.is_callable(factory) {
        return Err(exc::type_error(vm, "task factory must be a callable or None"));
    }
    event_loop.task_factory.set(factory.clone());
    Ok(Value::NONE)
}

fn get_task_factory(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.task_factory.get().non_null().unwrap_or(Value::NONE))
}

fn set_exception_handler(vm: &Vm, value: &Value, handler: &Value) -> PyResult {
    let event_loop = this(vm, value)?;
    if !handler.is_none() && !vm.is_callable(handler) {
        let got = vm.repr_string(handler)?;
        return Err(exc::type_error(vm, &format!("A callable object or None is expected, got {got}")));
    }
    event_loop.exception_handler.set(if handler.is_none() { Value::NULL } else { handler.clone() });
    Ok(Value::NONE)
}

fn get_exception_handler(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.exception_handler.get().non_null().unwrap_or(Value::NONE))
}

/// Tells the logger of a context, in CPython's words.
fn default_exception_handler(vm: &Vm, _value: &Value, context: &Value) -> PyResult {
    let Some(dict) = context.downcast::<DictObj>() else { return Ok(Value::NONE) };
    let get = |key: &str| dict.get_name(vm, &vm.intern(key)).filter(|v| !v.is_none());
    let message = match get("message") {
        Some(text) if vm.truth(&text)? => vm.str_string(&text)?,
        _ => "Unhandled exception in event loop".to_owned(),
    };
    let mut lines = vec![message];
    let mut items: Vec<(String, Value)> =
        dict.items().into_iter().map(|(k, v)| (minipy_vm::types::str_::lossy(&k), v)).collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    for (key, item) in items {
        let heading = match key.as_str() {
            "message" | "exception" => continue,
            "source_traceback" => "Object created at",
            "handle_traceback" => "Handle created at",
            _ => {
                lines.push(format!("{key}: {}", vm.repr_string(&item)?));
                continue;
            }
        };
        let stack = crate::debug::format_stack(vm, &vm.collect(&item)?)?;
        lines.push(format!("{key}: {heading} (most recent call last):\n{}", stack.trim_end()));
    }
    crate::debug::log(vm, "error", &lines.join("\n"), get("exception").as_ref())?;
    Ok(Value::NONE)
}

/// KeyboardInterrupt and SystemExit pass; any other exception is given back.
fn unless_fatal(vm: &Vm, raised: Raised) -> PyResult {
    let exceptions = vm.exceptions();
    if exc::is_instance(vm, &raised, &exceptions.keyboard_interrupt)
        || exc::is_instance(vm, &raised, &exceptions.system_exit)
    {
        return Err(raised);
    }
    Ok(vm.take_exception(raised))
}

/// Calls the program's handler, in the context of the task, future or handle that it is about.
fn call_handler(vm: &Vm, value: &Value, handler: &Value, context: &Value) -> PyResult {
    let dict = context.downcast::<DictObj>();
    let get = |key: &str| dict.and_then(|d| d.get_name(vm, &vm.intern(key))).filter(|v| !v.is_none());
    let args = [value.clone(), context.clone()];
    if let Some(thing) = get("task").or_else(|| get("future")).or_else(|| get("handle"))
        && let Some(method) = vm.find_attr(&thing, &vm.intern("get_context"))?
    {
        let inside = vm.call0(&method)?;
        let current = vm.context.get();
        if inside.downcast::<crate::context::ContextObj>().is_some() && !inside.is(&current) {
            return crate::context::call_in(vm, &inside, handler, &args);
        }
    }
    vm.call(handler, &args)
}

fn call_exception_handler(vm: &Vm, value: &Value, context: &Value) -> PyResult {
    let handler = this(vm, value)?.exception_handler.get();
    let (result, own) = if handler.is_null() {
        (vm.call_method_str(value, "default_exception_handler", std::slice::from_ref(context)), false)
    } else {
        (call_handler(vm, value, &handler, context), true)
    };
    let Err(raised) = result else { return Ok(Value::NONE) };
    let exception = unless_fatal(vm, raised)?;
    if !own {
        crate::debug::log(vm, "error", "Exception in default exception handler", Some(&exception))?;
        return Ok(Value::NONE);
    }
    let again = vm.new_dict();
    let set = |key: &str, item: Value| again.set_name(vm, &vm.intern(key), item);
    set("message", vm.str("Unhandled error in exception handler"));
    set("exception", exception);
    set("context", context.clone());
    let result = vm.call_method_str(value, "default_exception_handler", &[again.into_value()]);
    if let Err(raised) = result {
        let exception = unless_fatal(vm, raised)?;
        let message =
            "Exception in default exception handler while handling an unexpected error in custom exception handler";
        crate::debug::log(vm, "error", message, Some(&exception))?;
    }
    Ok(Value::NONE)
}

fn get_slow(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.float(this(vm, value)?.slow_callback.get()))
}

fn set_slow(vm: &Vm, value: &Value, duration: Option<&Value>) -> PyResult<()> {
    let Some(duration) = duration else { return Err(exc::attribute_error(vm, "slow_callback_duration")) };
    let duration = vm.f64_arg(duration)?;
    this(vm, value)?.slow_callback.set(duration);
    Ok(())
}

fn get_debug(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.debug.get()))
}

fn set_debug(vm: &Vm, value: &Value, enabled: &Value) -> PyResult {
    let truth = vm.truth(enabled)?;
    this(vm, value)?.debug.set(truth);
    Ok(Value::NONE)
}

fn shutdown_asyncgens(vm: &Vm, value: &Value) -> PyResult {
    let event_loop = this(vm, value)?;
    event_loop.asyncgens_shut.set(true);
    let mut closing = Vec::new();
    for weak in event_loop.asyncgens.take().into_values() {
        let generator = vm.call0(&weak)?;
        if !generator.is_none() {
            closing.push(vm.call_method_str(&generator, "aclose", &[])?);
        }
    }
    Ok(crate::coroutine::new(vm, "BaseEventLoop.shutdown_asyncgens", crate::gather::await_each, closing))
}
