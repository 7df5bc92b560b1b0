//! The module `asyncio`: its functions, types and constants.

use minipy_vm::heap::Obj;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::protocol::written;
use minipy_vm::types::builtin_fn::{BuiltinObj, MethodDescrObj};
use minipy_vm::{PyResult, Value, Vm, methods};

use crate::event_loop::{self, LoopObj, thread};
use crate::future::{self, FutureObj};
use crate::{gather, run, sleep, task, threads, timeouts, wait};

/// The module `asyncio`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "asyncio",
    doc: "The asyncio package, tracking PEP 3156.",
    functions: FUNCTIONS,
    types: &[
        &future::TYPE,
        &task::TYPE,
        &crate::call_graph::ENTRY,
        &crate::call_graph::GRAPH,
        &event_loop::interface::LOOP,
        &event_loop::interface::BASE_LOOP,
        &event_loop::interface::SERVER,
        &event_loop::handle::TYPE,
        &event_loop::handle::TIMER_TYPE,
        &timeouts::TYPE,
        &run::TYPE,
        &crate::lock::TYPE,
        &crate::event::TYPE,
        &crate::condition::TYPE,
        &crate::semaphore::TYPE,
        &crate::semaphore::BOUNDED_TYPE,
        &crate::barrier::TYPE,
        &crate::queue::TYPE,
        &crate::queue::PRIORITY_TYPE,
        &crate::queue::LIFO_TYPE,
        &crate::task_group::TYPE,
        &crate::net::protocols::BASE,
        &crate::net::protocols::PROTOCOL,
        &crate::net::protocols::BUFFERED,
        &crate::net::protocols::DATAGRAM,
        &crate::net::protocols::SUBPROCESS,
        &crate::net::abstracts::BASE,
        &crate::net::abstracts::READ,
        &crate::net::abstracts::WRITE,
        &crate::net::abstracts::TRANSPORT,
        &crate::net::abstracts::DATAGRAM,
        &crate::net::abstracts::SUBPROCESS,
        &crate::net::server::TYPE,
        &crate::net::trsock::TYPE,
        &crate::streams::reader::TYPE,
        &crate::streams::writer::TYPE,
        &crate::streams::protocol::TYPE,
        &crate::streams::errors::INCOMPLETE,
        &crate::streams::errors::OVERRUN,
    ],
    init: Some(init),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "run" FN(run::run) "run(main, *, debug=None, loop_factory=None)" "Execute the coroutine and return the result.";
    "sleep" FN(sleep::sleep) "async sleep(delay, result=None)" "Coroutine that completes after a given time (in seconds).";
    "create_task" FV(create_task) "create_task(coro, **kwargs)" "Schedule the execution of a coroutine object in a spawn task.";
    "ensure_future" FN(ensure_future) "ensure_future(coro_or_future, *, loop=None)" "Wrap a coroutine or an awaitable in a future.";
    "gather" FV(gather::gather) "gather(*coros_or_futures, return_exceptions=False)" "Return a future aggregating results from the given coroutines/futures.";
    "shield" F1(gather::shield) "shield(arg)" "Wait for a future, shielding it from cancellation.";
    "wait" FN(wait::wait) "async wait(fs, *, timeout=None, return_when='ALL_COMPLETED')" "Wait for the Futures or Tasks given by fs to complete.";
    "wait_for" FN(timeouts::wait_for) "async wait_for(fut, timeout)" "Wait for the single Future or coroutine to complete, with timeout.";
    "timeout" F1(timeouts::timeout) "timeout(delay)" "Timeout async context manager.";
    "timeout_at" F1(timeouts::timeout_at) "timeout_at(when)" "Schedule the timeout at absolute time.";
    "as_completed" FN(crate::as_completed::as_completed) "as_completed(fs, *, timeout=None)" "Create an iterator of awaitables or their results in completion order.";
    "to_thread" FV(threads::to_thread) "async to_thread(func, /, *args, **kwargs)" "Asynchronously run function *func* in a separate thread.";
    "run_coroutine_threadsafe" F2(threads::run_coroutine_threadsafe) "run_coroutine_threadsafe(coro, loop)" "Submit a coroutine object to a given event loop.";
    "open_connection" FV(crate::streams::functions::open_connection) "async open_connection(host=None, port=None, *, limit=65536, **kwds)" "A wrapper for create_connection() returning a (reader, writer) pair.";
    "start_server" FV(crate::streams::functions::start_server) "async start_server(client_connected_cb, host=None, port=None, *, limit=65536, **kwds)" "Start a socket server, call back for each client connected.";
    "open_unix_connection" FV(crate::streams::functions::open_unix_connection) "async open_unix_connection(path=None, *, limit=65536, **kwds)" "Similar to `open_connection` but works with UNIX Domain Sockets.";
    "start_unix_server" FV(crate::streams::functions::start_unix_server) "async start_unix_server(client_connected_cb, path=None, *, limit=65536, **kwds)" "Similar to `start_server` but works with UNIX Domain Sockets.";
    "eager_task_factory" FV(crate::task_methods::eager_task_factory) "create_eager_task_factory.<locals>.factory(loop, coro, *, eager_start=True, **kwargs)" "";
    "create_eager_task_factory" F1(crate::task_methods::create_eager_task_factory) "create_eager_task_factory(custom_task_constructor)" "Create a function suitable for use as a task factory on an event-loop.";
    "_set_running_loop" F1(set_running_loop) "(loop, /)" "Set the running event loop.\n\nThis is a low-level function intended to be used by event loops.\nThis function is thread-specific.";
    "_enter_task" FN(enter_task) "(loop, task)" "Enter into task execution or resume suspended task.\n\nTask belongs to loop.\n\nReturns None.";
    "_leave_task" FN(leave_task) "(loop, task)" "Leave task execution or suspend a task.\n\nTask belongs to loop.\n\nReturns None.";
    "_register_task" F1(register_task) "(task)" "Register a new task in asyncio as executed by loop.\n\nReturns None.";
    "_unregister_task" F1(unregister_task) "(task)" "Unregister a task.\n\nReturns None.";
    "wrap_future" FN(threads::wrap_future) "wrap_future(future, *, loop=None)" "Wrap concurrent.futures.Future object.";
    "get_running_loop" F0(get_running_loop) "()" "Return the running event loop.  Raise a RuntimeError if there is none.";
    "_get_running_loop" F0(get_running_loop_or_none) "()" "Return the running event loop or None.";
    "get_event_loop" F0(event_loop::current_or_error) "()" "Return an asyncio event loop.";
    "new_event_loop" F0(crate::policy::new_event_loop) "new_event_loop()" "Equivalent to calling get_event_loop_policy().new_event_loop().";
    "set_event_loop" F1(crate::policy::set_event_loop) "set_event_loop(loop)" "Equivalent to calling get_event_loop_policy().set_event_loop(loop).";
    "get_event_loop_policy" F0(crate::policy::get_event_loop_policy) "get_event_loop_policy()" "Get the current event loop policy.";
    "set_event_loop_policy" F1(crate::policy::set_event_loop_policy) "set_event_loop_policy(policy)" "Set the current event loop policy.\n\nIf policy is None, the default policy is restored.";
    "capture_call_graph" FN(crate::call_graph::capture) "capture_call_graph(future=None, /, *, depth=1, limit=None)" "Capture the async call graph for the current task or the provided Future.";
    "format_call_graph" FN(crate::call_graph::format) "format_call_graph(future=None, /, *, depth=1, limit=None)" "Return the async call graph as a string for `future`.\n\nIf `future` is not provided, format the call graph for the current task.";
    "print_call_graph" FN(crate::call_graph::print) "print_call_graph(future=None, /, *, file=None, depth=1, limit=None)" "Print the async call graph for the current task or the provided Future.";
    "create_subprocess_exec" FV(crate::net::missing::subprocess) "async create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None, limit=65536, **kwds)" "";
    "create_subprocess_shell" FV(crate::net::missing::subprocess) "async create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=65536, **kwds)" "";
    "future_add_to_awaited_by" F2(crate::call_graph::add_to_awaited_by) "(fut, waiter, /)" "Record that `fut` is awaited on by `waiter`.";
    "future_discard_from_awaited_by" F2(crate::call_graph::discard_from_awaited_by) "(fut, waiter, /)" "";
    "__getattr__" F1(crate::policy::module_getattr) "__getattr__(name)" "";
    "current_task" FN(current_task) "(loop=None)" "Return a currently executed task.";
    "all_tasks" FN(all_tasks) "(loop=None)" "Return a set of all tasks for the loop.";
    "isfuture" F1(isfuture) "isfuture(obj)" "Return True if obj is a Future.";
    "iscoroutine" F1(iscoroutine) "iscoroutine(obj)" "Return True if obj is a coroutine object.";
    "iscoroutinefunction" F1(iscoroutinefunction) "iscoroutinefunction(func)" "Return True if func is a decorated coroutine function.";
};

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    module.set(vm, "CancelledError", future::cancelled_error(vm).into_value());
    module.set(vm, "InvalidStateError", future::invalid_state_error(vm).into_value());
    module.set(vm, "TimeoutError", vm.exceptions().timeout_error.value().clone());
    for name in ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"] {
        module.set(vm, name, vm.str(name));
    }
    for (name, class) in crate::exceptions::all(vm) {
        module.set(vm, name, class);
    }
    module.set(vm, "SendfileNotAvailableError", crate::streams::errors::sendfile_not_available(vm)?.into_value());
    let class = vm.type_from_def(&event_loop::TYPE).into_value();
    for name in ["SelectorEventLoop", "EventLoop"] {
        module.set(vm, name, class.clone());
    }
    // A package to `import asyncio.xyz` from comes with the transports.
    module.set(vm, "__path__", vm.list(Vec::new()));
    crate::submodules::add(vm, module)?;
    list_public_names(vm, module);
    Ok(())
}

/// `asyncio.__all__` of CPython; of it, the names that are there are listed.
static PUBLIC: &str = "\
    BaseEventLoop Server iscoroutinefunction iscoroutine AbstractEventLoop AbstractServer Handle TimerHandle \
    get_event_loop_policy set_event_loop_policy get_event_loop set_event_loop new_event_loop _set_running_loop \
    get_running_loop _get_running_loop BrokenBarrierError CancelledError InvalidStateError TimeoutError \
    IncompleteReadError LimitOverrunError SendfileNotAvailableError Future wrap_future isfuture \
    future_add_to_awaited_by future_discard_from_awaited_by capture_call_graph format_call_graph print_call_graph \
    FrameCallGraphEntry FutureCallGraph Lock Event Condition Semaphore BoundedSemaphore Barrier BaseProtocol \
    Protocol DatagramProtocol SubprocessProtocol BufferedProtocol Runner run Queue PriorityQueue LifoQueue \
    QueueFull QueueEmpty QueueShutDown StreamReader StreamWriter StreamReaderProtocol open_connection start_server \
    open_unix_connection start_unix_server create_subprocess_exec create_subprocess_shell Task create_task \
    FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED wait wait_for as_completed sleep gather shield ensure_future \
    run_coroutine_threadsafe current_task all_tasks create_eager_task_factory eager_task_factory _register_task \
    _unregister_task _enter_task _leave_task TaskGroup to_thread Timeout timeout timeout_at BaseTransport \
    ReadTransport WriteTransport Transport DatagramTransport SubprocessTransport SelectorEventLoop EventLoop";

/// Sets `__all__`.
fn list_public_names(vm: &Vm, module: &Obj<ModuleObj>) {
    let Some(namespace) = module.namespace() else { return };
    let there = |name: &&str| namespace.get_name(vm, &vm.intern(name)).is_some();
    let names = PUBLIC.split_whitespace().filter(there).map(|name| vm.str(name)).collect();
    module.set(vm, "__all__", vm.tuple(names));
}

fn create_task(vm: &Vm, args: &Args) -> PyResult {
    let (coroutine, names, kw) = task::split_create_task(vm, "create_task", args.pos, args)?;
    let event_loop = event_loop::running(vm)?;
    event_loop::methods::create_task(vm, &event_loop, &coroutine, &Args { pos: &[], kw, names })
}

fn ensure_future(vm: &Vm, args: &[Value]) -> PyResult {
    run::ensure_future(vm, &args[0], args[1].not_none())
}

fn get_running_loop(vm: &Vm) -> PyResult {
    event_loop::running(vm)
}

fn get_running_loop_or_none(vm: &Vm) -> PyResult {
    Ok(thread(vm).running_loop.get().non_null().unwrap_or(Value::NONE))
}

fn current_task(vm: &Vm, args: &[Value]) -> PyResult {
    let thread = thread(vm);
    let event_loop = match args[0].not_none() {
        Some(event_loop) => event_loop.clone(),
        None => event_loop::running(vm)?,
    };
    if !thread.running_loop.borrow().is(&event_loop) {
        return Ok(Value::NONE);
    }
    Ok(thread.current_task.get().non_null().unwrap_or(Value::NONE))
}

fn set_running_loop(vm: &Vm, event_loop: &Value) -> PyResult {
    let event_loop = event_loop.not_none().cloned().unwrap_or_default();
    thread(vm).running_loop.set(event_loop);
    Ok(Value::NONE)
}

fn enter_task(vm: &Vm, args: &[Value]) -> PyResult {
    let thread = thread(vm);
    let current = thread.current_task.get();
    if !current.is_null() {
        let (task, other) = (vm.repr_string(&args[1])?, vm.repr_string(&current)?);
        let message = format!("Cannot enter into task {task} while another task {other} is being executed.");
        return Err(minipy_vm::exc::runtime_error(vm, &message));
    }
    thread.current_task.set(args[1].clone());
    Ok(Value::NONE)
}

fn leave_task(vm: &Vm, args: &[Value]) -> PyResult {
    let thread = thread(vm);
    let current = thread.current_task.get();
    if !current.is(&args[1]) {
        let current = current.non_null().unwrap_or(Value::NONE);
        let (task, other) = (vm.repr_string(&args[1])?, vm.repr_string(&current)?);
        let message = format!("Invalid attempt to leave task {task} while another task {other} is entered.");
        return Err(minipy_vm::exc::runtime_error(vm, &message));
    }
    thread.current_task.set(Value::NULL);
    Ok(Value::NONE)
}

/// The loop of a task that another implementation made.
fn loop_of(vm: &Vm, task: &Value) -> PyResult {
    vm.call_method_str(task, "get_loop", &[])
}

fn register_task(vm: &Vm, task: &Value) -> PyResult {
    if let Some(event_loop) = loop_of(vm, task)?.downcast::<LoopObj>() {
        crate::room::insert(vm, &event_loop.tasks, task)?;
    }
    Ok(Value::NONE)
}

fn unregister_task(vm: &Vm, task: &Value) -> PyResult {
    if let Some(event_loop) = loop_of(vm, task)?.downcast::<LoopObj>() {
        let old = event_loop.tasks.borrow_mut().remove(&task.bits());
        drop(old);
    }
    Ok(Value::NONE)
}

fn all_tasks(vm: &Vm, args: &[Value]) -> PyResult {
    let event_loop = match args[0].not_none() {
        Some(found) => found.clone(),
        None => event_loop::running(vm)?,
    };
    let tasks: Vec<Value> = match event_loop.downcast::<LoopObj>() {
        Some(object) => object.all_tasks(vm)?,
        None => Vec::new(),
    };
    vm.call(vm.types().set.value(), &[vm.list(tasks)])
}

fn isfuture(vm: &Vm, value: &Value) -> PyResult {
    is_future(vm, value).map(Value::bool)
}

/// Whether a value is a future, or behaves as one by having `_asyncio_future_blocking`.
pub(crate) fn is_future(vm: &Vm, value: &Value) -> PyResult<bool> {
    if value.downcast::<FutureObj>().is_some() {
        return Ok(true);
    }
    let name = &vm.names()._asyncio_future_blocking;
    // `__class__` may be another one than the type: that of what an object stands for.
    let class = vm.get_attr_str(value, "__class__")?;
    if vm.find_attr(&class, name)?.is_none() {
        return Ok(false);
    }
    Ok(!vm.get_attr(value, name)?.is_none())
}

fn iscoroutine(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(task::acts_as_coroutine(vm, value)))
}

fn iscoroutinefunction(vm: &Vm, value: &Value) -> PyResult {
    let message = "'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16; \
                   use inspect.iscoroutinefunction() instead";
    minipy_vm::warn::warn(vm, &vm.exceptions().deprecation_warning, message)?;
    Ok(Value::bool(is_coroutine_function(value)))
}

/// Whether calling a value gives a coroutine: a function or method of `async def`, or a native one that is such in CPython.
pub(crate) fn is_coroutine_function(value: &Value) -> bool {
    if let Some(method) = value.downcast::<minipy_vm::types::method::MethodObj>() {
        return is_coroutine_function(&method.function);
    }
    if let Some(function) = value.downcast::<minipy_vm::types::function::FuncObj>() {
        return function.code.get().code.flags & COROUTINE_FLAG != 0;
    }
    let builtin = value.downcast::<BuiltinObj>().map(|f| f.def);
    let def = builtin.or_else(|| value.downcast::<MethodDescrObj>().map(|f| f.def));
    def.is_some_and(written::is_coroutine_function)
}

/// The one flag of code objects that this module looks at (CPython's `CO_COROUTINE`).
const COROUTINE_FLAG: u32 = 0x80;
