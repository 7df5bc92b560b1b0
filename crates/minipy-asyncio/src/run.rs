//! `run`, `Runner`, `ensure_future`.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::thread::SignalHandlers;
use minipy_vm::types::builtin_fn::BuiltinObj;
use minipy_vm::types::generator::GenObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::{self, LoopObj, thread};
use crate::future::{self, FutureObj, State};
use crate::task::{self, acts_as_coroutine};
use minipy_vm::protocol::written::bind;

/// `ensure_future(awaitable, loop=...)`
pub fn ensure_future(vm: &Vm, awaitable: &Value, event_loop: Option<&Value>) -> PyResult {
    if let Some(object) = awaitable.downcast::<FutureObj>() {
        if let Some(event_loop) = event_loop
            && !object.event_loop.is(event_loop)
        {
            return Err(exc::value_error(vm, OTHER_LOOP));
        }
        return Ok(awaitable.clone());
    }
    if !acts_as_coroutine(vm, awaitable) && crate::module::is_future(vm, awaitable)? {
        // A future of a class of the program's own.
        if let Some(event_loop) = event_loop
            && !loop_of_any(vm, awaitable)?.is(event_loop)
        {
            return Err(exc::value_error(vm, OTHER_LOOP));
        }
        return Ok(awaitable.clone());
    }
    let coroutine = if acts_as_coroutine(vm, awaitable) { awaitable.clone() } else { wrap_awaitable(vm, awaitable)? };
    let event_loop = match event_loop {
        Some(found) => found.clone(),
        None => event_loop::current_or_error(vm)?,
    };
    event_loop::methods::create_task(vm, &event_loop, &coroutine, &Args::EMPTY)
}

const OTHER_LOOP: &str = "The future belongs to a different loop than the one specified as the loop argument";

/// The loop of any future.
fn loop_of_any(vm: &Vm, future: &Value) -> PyResult {
    match vm.find_attr(future, &vm.intern("get_loop"))? {
        Some(get_loop) => vm.call0(&get_loop),
        None => vm.get_attr_str(future, "_loop"),
    }
}

/// `future.done()` of any future.
pub(crate) fn is_done_any(vm: &Vm, future: &Value) -> PyResult<bool> {
    match future.downcast::<FutureObj>() {
        Some(future) => Ok(future.is_done()),
        None => vm.truth(&vm.call_method_str(future, "done", &[])?),
    }
}

/// A coroutine that awaits any awaitable.
fn wrap_awaitable(vm: &Vm, awaitable: &Value) -> PyResult {
    if vm.type_of(awaitable).slots().await_.is_none() && !is_iterable_coroutine(awaitable) {
        return Err(exc::type_error(vm, "An asyncio.Future, a coroutine or an awaitable is required"));
    }
    let step = |_: &Vm, c: &NativeCoroutine, outcome: PyResult| {
        if c.state.replace(1) == 0 {
            return Ok(Next::Await(c.slot(0)));
        }
        outcome.map(Next::Return)
    };
    Ok(coroutine::make(vm, "_wrap_awaitable", step, [awaitable.clone()]))
}

/// A generator that `types.coroutine` made awaitable.
fn is_iterable_coroutine(value: &Value) -> bool {
    const ITERABLE_COROUTINE: u32 = 0x100;
    value.downcast::<GenObj>().is_some_and(|g| g.code().code.flags & ITERABLE_COROUTINE != 0)
}

/// `run(main, *, debug=None, loop_factory=None)`
pub(crate) fn run(vm: &Vm, args: &[Value]) -> PyResult {
    if !thread(vm).running_loop.borrow().is_null() {
        let message = "asyncio.run() cannot be called from a running event loop";
        return Err(exc::runtime_error(vm, message));
    }
    let class = vm.type_from_def(&TYPE);
    let runner = vm.alloc(&class, RunnerObj::default());
    runner.debug.set(args[1].given().cloned().unwrap_or(Value::NONE));
    runner.factory.set(args[2].given().cloned().unwrap_or(Value::NONE));
    runner.start(vm)?;
    let result = runner.run(vm, runner.value(), &args[0], Value::NULL);
    let raised = match result {
        Ok(value) => {
            runner.close(vm)?;
            return Ok(value);
        }
        Err(raised) => raised,
    };
    let exception = vm.take_exception(raised);
    let closed = runner.close(vm);
    if let Err(raised) = closed {
        let later = vm.take_exception(raised);
        minipy_vm::types::exception::flow::set_context(vm, &later, &exception);
        return Err(vm.raise_again(later));
    }
    Err(vm.raise_again(exception))
}

/// Where a runner stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Created,
    Initialized,
    Closed,
}

/// The struct inside `Runner` objects.
#[derive(Default)]
pub struct RunnerObj {
    stage: Cell<Stage>,
    debug: PyCell<Value>,
    factory: PyCell<Value>,
    event_loop: PyCell<Value>,
    context: PyCell<Value>,
    /// The task of `run()`.
    main_task: PyCell<Value>,
    /// How often Ctrl-C was pressed during `run()`.
    interrupts: Cell<u32>,
    set_loop: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<RunnerObj>("Runner");

impl HeapObject for RunnerObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in [&self.debug, &self.factory, &self.event_loop, &self.context, &self.main_task] {
            visit(&cell.borrow());
        }
    }

    fn clear(&self) {
        for cell in [&self.event_loop, &self.context, &self.main_task] {
            drop(cell.take());
        }
    }
}

/// The type `Runner`.
pub static TYPE: TypeDef = TypeDef {
    name: "Runner",
    module: "asyncio.runners",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "A context manager that controls event loop life cycle.\n\nThe context manager always creates a new event loop,\nallows to run async functions inside it,\nand properly finalizes the loop at the context manager exit.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__enter__" F1(enter) "Runner.__enter__(self)" "";
    "__exit__" FN(exit) "Runner.__exit__(self, exc_type, exc_val, exc_tb)" "";
    "run" FN(run_method) "Runner.run(self, coro, *, context=None)" "Run code in the embedded event loop.";
    "get_loop" F1(get_loop) "Runner.get_loop(self)" "Return embedded event loop.";
    "close" F1(close_method) "Runner.close(self)" "Shutdown and close event loop.";
};

/// The SIGINT handler while `run()` runs.
static ON_SIGINT: &[MethodDef] = methods! { "_on_sigint" F3(on_sigint) "(self, signum, frame)" ""; };

fn on_sigint(vm: &Vm, value: &Value, _signal: &Value, _frame: &Value) -> PyResult {
    let runner = this(vm, value)?;
    runner.interrupts.set(runner.interrupts.get() + 1);
    let task = runner.main_task.get();
    if runner.interrupts.get() == 1 && !task.is_null() && !is_done_any(vm, &task)? {
        // The loop sees it at once: it waits in this thread, and a signal ends the wait.
        future::cancel(vm, &task, &Value::NONE)?;
        return Ok(Value::NONE);
    }
    Err(vm.raise_with(&vm.exceptions().keyboard_interrupt, Vec::new()))
}

/// Puts a runner's handler in the place of Python's own for SIGINT. Gives what was there, or `None` if the program has
/// a handler of its own or this is not the main thread.
fn install_handler(vm: &Vm, value: &Value) -> Option<(Value, Value)> {
    use minipy_host::signals::{Action, SIGINT, action};
    if !vm.is_main || !matches!(action(SIGINT), Ok(Action::Notify)) {
        return None;
    }
    let handlers = &vm.state::<SignalHandlers>().handlers;
    let before = handlers.borrow().get(&SIGINT).cloned().unwrap_or_default();
    let is_default =
        before.is_null() || before.downcast::<BuiltinObj>().is_some_and(|b| b.def.name == "default_int_handler");
    if !is_default {
        return None;
    }
    let handler = vm.bound_builtin(&ON_SIGINT[0], value.clone());
    let old = handlers.borrow_mut().insert(SIGINT, handler.clone());
    drop(old);
    Some((handler, before))
}

/// Takes a runner's handler back, if it is still there.
fn restore_handler(vm: &Vm, installed: &(Value, Value)) {
    let (handler, before) = installed;
    let handlers = &vm.state::<SignalHandlers>().handlers;
    let number = minipy_host::signals::SIGINT;
    let old = {
        let mut handlers = handlers.borrow_mut();
        if !handlers.get(&number).is_some_and(|h| h.is(handler)) {
            return;
        }
        match before.given() {
            Some(before) => handlers.insert(number, before.clone()),
            None => handlers.remove(&number),
        }
    };
    drop(old);
}

impl RunnerObj {
    fn start(&self, vm: &Vm) -> PyResult {
        match self.stage.get() {
            Stage::Closed => return Err(exc::runtime_error(vm, "Runner is closed")),
            Stage::Initialized => return Ok(self.event_loop.get()),
            Stage::Created => {}
        }
        let factory = self.factory.get();
        let made = if factory.not_none().is_none() { crate::policy::new_event_loop(vm)? } else { vm.call0(&factory)? };
        if factory.not_none().is_none() && !self.set_loop.replace(true) {
            crate::policy::set_event_loop(vm, &made)?;
        }
        self.event_loop.set(made.clone());
        let debug = self.debug.get();
        if debug.not_none().is_some() {
            vm.call_method_str(&made, "set_debug", &[debug])?;
        }
        self.context.set(crate::context::copy_context(vm)?);
        self.stage.set(Stage::Initialized);
        Ok(made)
    }

    fn run(&self, vm: &Vm, value: &Value, main: &Value, context: Value) -> PyResult {
        if !thread(vm).running_loop.borrow().is_null() {
            return Err(exc::runtime_error(vm, "Runner.run() cannot be called from a running event loop"));
        }
        let event_loop = self.start(vm)?;
        let coroutine = if acts_as_coroutine(vm, main) { main.clone() } else { wrap_awaitable(vm, main)? };
        let context = if context.not_none().is_none() { self.context.get() } else { context };
        let (names, kw) = ([vm.str("context")], [context]);
        let args = Args { pos: &[], kw: &kw, names: &names };
        let task = event_loop::methods::create_task(vm, &event_loop, &coroutine, &args)?;
        drop(coroutine);
        self.main_task.set(task.clone());
        self.interrupts.set(0);
        let installed = install_handler(vm, value);
        let result = vm.call_method_str(&event_loop, "run_until_complete", std::slice::from_ref(&task));
        drop(self.main_task.take());
        if let Some(installed) = installed {
            restore_handler(vm, &installed);
        }
        match result {
            Err(raised) if self.interrupts.get() > 0 && future::is_cancelled(vm, &raised) => {
                let cancelled = vm.take_exception(raised);
                // A task of another class may have no `uncancel()`: then the cancellation comes out.
                let uncancels =
                    task.downcast::<FutureObj>().is_some() || vm.find_attr(&task, &vm.intern("uncancel"))?.is_some();
                if !uncancels || task::uncancel_any(vm, &task)? > 0 {
                    return Err(vm.raise_again(cancelled));
                }
                let class = &vm.exceptions().keyboard_interrupt;
                let interrupt = minipy_vm::types::exception::new_exception(vm, class, Vec::new());
                minipy_vm::types::exception::flow::set_context(vm, &interrupt, &cancelled);
                Err(vm.raise_again(interrupt))
            }
            other => other,
        }
    }

    fn close(&self, vm: &Vm) -> PyResult<()> {
        if self.stage.get() != Stage::Initialized {
            return Ok(());
        }
        let event_loop = self.event_loop.get();
        let result = shut_down(vm, &event_loop);
        if self.set_loop.get() {
            crate::policy::set_event_loop(vm, &Value::NONE)?;
        }
        let pending = vm.save_exception();
        let closed = vm.call_method_str(&event_loop, "close", &[]);
        drop(self.event_loop.take());
        self.stage.set(Stage::Closed);
        if !pending.is_null() && closed.is_ok() {
            vm.restore_exception(pending);
        }
        closed?;
        result
    }
}

/// How long the end of a runner waits for the threads of the default executor, in seconds.
const THREAD_JOIN_TIMEOUT: i64 = 300;

/// Cancels what still runs, closes async generators, stops the executor.
fn shut_down(vm: &Vm, event_loop: &Value) -> PyResult<()> {
    cancel_all_tasks(vm, event_loop)?;
    let closing = vm.call_method_str(event_loop, "shutdown_asyncgens", &[])?;
    vm.call_method_str(event_loop, "run_until_complete", &[closing])?;
    let stopping = vm.call_method_str(event_loop, "shutdown_default_executor", &[Value::small(THREAD_JOIN_TIMEOUT)])?;
    vm.call_method_str(event_loop, "run_until_complete", &[stopping]).map(drop)
}

fn cancel_all_tasks(vm: &Vm, event_loop: &Value) -> PyResult<()> {
    let Some(object) = event_loop.downcast::<LoopObj>() else { return Ok(()) };
    let mut left = object.all_tasks(vm)?;
    if left.is_empty() {
        return Ok(());
    }
    // Each has a number of its own; a stable sort would need memory.
    left.sort_unstable_by_key(task::number_of);
    for task in &left {
        future::cancel(vm, task, &Value::NONE)?;
    }
    let name = [vm.str("return_exceptions")];
    let before = thread(vm).set_loop.replace(event_loop.clone());
    let gathered = crate::gather::gather(vm, &Args { pos: &left, kw: &[Value::TRUE], names: &name });
    drop(thread(vm).set_loop.replace(before));
    vm.call_method_str(event_loop, "run_until_complete", &[gathered?])?;
    for task in &left {
        let future = future::this(vm, task)?;
        if future.state.get() == State::Cancelled {
            continue;
        }
        if let Some(exception) = future.exception.get().non_null() {
            let context = vm.new_dict();
            let set = |key: &str, value: Value| context.set_name(vm, &vm.intern(key), value);
            set("message", vm.str("unhandled exception during asyncio.run() shutdown"));
            set("exception", exception);
            set("task", task.clone());
            vm.call_method_str(event_loop, "call_exception_handler", &[context.into_value()])?;
        }
    }
    Ok(())
}

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, RunnerObj::default()).into_value())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let given = bind(vm, "Runner.__init__", "(self, *, debug=None, loop_factory=None)", args, 1)?;
    let runner = this(vm, value)?;
    runner.debug.set(given[0].clone());
    runner.factory.set(given[1].clone());
    Ok(())
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a RunnerObj> {
    exc::receiver::<RunnerObj>(vm, value)
}

fn enter(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.start(vm)?;
    Ok(value.clone())
}

fn exit(vm: &Vm, args: &[Value]) -> PyResult {
    this(vm, &args[0])?.close(vm)?;
    Ok(Value::NONE)
}

fn run_method(vm: &Vm, args: &[Value]) -> PyResult {
    this(vm, &args[0])?.run(vm, &args[0], &args[1], args[2].clone())
}

fn get_loop(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.start(vm)
}

fn close_method(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.close(vm)?;
    Ok(Value::NONE)
}
