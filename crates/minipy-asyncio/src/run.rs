//! `run`, `Runner`, `ensure_future`.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, Next};
use crate::event_loop::{self, LoopObj, thread};
use crate::future::{self, FutureObj, State};
use crate::task::is_coroutine;

/// `ensure_future(awaitable, loop=...)`
pub fn ensure_future(vm: &Vm, awaitable: &Value, event_loop: Option<&Value>) -> PyResult {
    if let Some(object) = awaitable.downcast::<FutureObj>() {
        if let Some(event_loop) = event_loop
            && !object.event_loop.is(event_loop)
        {
            let message = "The future belongs to a different loop than the one specified as the loop argument";
            return Err(exc::value_error(vm, message));
        }
        return Ok(awaitable.clone());
    }
    let coroutine = if is_coroutine(awaitable) {
        awaitable.clone()
    } else if vm.type_of(awaitable).slots().await_.is_some() {
        coroutine::new(
            vm,
            "_wrap_awaitable",
            |_, c, outcome| {
                if c.state.replace(1) == 0 {
                    return Ok(Next::Await(c.slot(0)));
                }
                outcome.map(Next::Return)
            },
            vec![awaitable.clone()],
        )
    } else {
        return Err(exc::type_error(vm, "An asyncio.Future, a coroutine or an awaitable is required"));
    };
    let event_loop = match event_loop {
        Some(found) => found.clone(),
        None => event_loop::current_or_error(vm)?,
    };
    event_loop::methods::create_task(vm, &event_loop, &coroutine, &Args::EMPTY)
}

/// `run(main, *, debug=None, loop_factory=None)`
pub(crate) fn run(vm: &Vm, args: &[Value]) -> PyResult {
    if !thread(vm).running_loop.borrow().is_null() {
        let message = "asyncio.run() cannot be called from a running event loop";
        return Err(exc::runtime_error(vm, message));
    }
    let debug = args[1].given().cloned().unwrap_or(Value::NONE);
    let factory = args[2].given().cloned().unwrap_or(Value::NONE);
    let runner = RunnerObj::new(debug, factory);
    let result = runner.run(vm, &args[0], "a coroutine was expected, got");
    let closed = runner.close(vm);
    let value = result?;
    closed?;
    Ok(value)
}

/// The struct inside `Runner` objects.
pub struct RunnerObj {
    debug: Value,
    factory: Value,
    event_loop: PyCell<Value>,
    set_loop: Cell<bool>,
    closed: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<RunnerObj>("Runner");

impl HeapObject for RunnerObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.debug);
        visit(&self.factory);
        visit(&self.event_loop.borrow());
    }

    fn clear(&self) {
        drop(self.event_loop.take());
    }
}

/// The type `Runner`.
pub static TYPE: TypeDef = TypeDef {
    name: "Runner",
    module: "asyncio.runners",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE,
    doc: "A context manager that controls event loop life cycle.",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__enter__" F1(enter) "(self)" "";
    "__exit__" FN(exit) "(self, exc_type, exc_val, exc_tb)" "";
    "run" FN(run_method) "(self, coro, *, context=None)" "Run code in the embedded event loop.";
    "get_loop" F1(get_loop) "(self)" "Return embedded event loop.";
    "close" F1(close_method) "(self)" "Shutdown and close event loop.";
};

impl RunnerObj {
    fn new(debug: Value, factory: Value) -> RunnerObj {
        RunnerObj {
            debug,
            factory,
            event_loop: PyCell::default(),
            set_loop: Cell::new(false),
            closed: Cell::new(false),
        }
    }

    fn start(&self, vm: &Vm) -> PyResult {
        if self.closed.get() {
            return Err(exc::runtime_error(vm, "Runner is closed"));
        }
        if let Some(found) = self.event_loop.get().non_null() {
            return Ok(found);
        }
        let made = if self.factory.is_none() { event_loop::new_loop(vm) } else { vm.call0(&self.factory)? };
        if self.factory.is_none() && !self.set_loop.replace(true) {
            thread(vm).set_loop.set(made.clone());
        }
        if !self.debug.is_none()
            && let Some(object) = made.downcast::<LoopObj>()
        {
            object.debug.set(vm.truth(&self.debug)?);
        }
        self.event_loop.set(made.clone());
        Ok(made)
    }

    fn run(&self, vm: &Vm, main: &Value, expected: &str) -> PyResult {
        if !thread(vm).running_loop.borrow().is_null() {
            return Err(exc::runtime_error(vm, "Runner.run() cannot be called from a running event loop"));
        }
        let awaitable = vm.type_of(main).slots().await_.is_some() && main.downcast::<FutureObj>().is_none();
        if !is_coroutine(main) && !awaitable {
            let text = vm.repr_string(main)?;
            let _ = expected;
            let message = if main.downcast::<FutureObj>().is_some() || !awaitable {
                format!("a coroutine was expected, got {text}")
            } else {
                "An asyncio.Future, a coroutine or an awaitable is required".to_owned()
            };
            let _ = text;
            return Err(if main.downcast::<FutureObj>().is_some() {
                exc::value_error(vm, &message)
            } else {
                exc::type_error(vm, "An asyncio.Future, a coroutine or an awaitable is required")
            });
        }
        let event_loop = self.start(vm)?;
        let task = ensure_future(vm, main, Some(&event_loop))?;
        match vm.call_method_str(&event_loop, "run_until_complete", std::slice::from_ref(&task)) {
            Ok(value) => Ok(value),
            Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().keyboard_interrupt) => {
                // Ctrl-C cancels the main task; if that is how it ends, KeyboardInterrupt comes out.
                let interrupt = vm.take_exception(raised);
                let object = future::this(vm, &task)?;
                object.log_traceback.set(false);
                if !object.is_done() {
                    future::cancel(vm, &task, &Value::NONE)?;
                    match vm.call_method_str(&event_loop, "run_until_complete", std::slice::from_ref(&task)) {
                        Ok(value) => return Ok(value),
                        Err(raised) if future::is_cancelled(vm, &raised) => drop(vm.take_exception(raised)),
                        Err(raised) => return Err(raised),
                    }
                }
                Err(vm.raise(interrupt))
            }
            Err(raised) => {
                // SystemExit comes out of here; nobody else has to be told of it.
                if exc::is_instance(vm, &raised, &vm.exceptions().system_exit) {
                    future::this(vm, &task)?.log_traceback.set(false);
                }
                Err(raised)
            }
        }
    }

    fn close(&self, vm: &Vm) -> PyResult<()> {
        if self.closed.replace(true) {
            return Ok(());
        }
        let event_loop = self.event_loop.take();
        if event_loop.is_null() {
            return Ok(());
        }
        let pending = vm.save_exception();
        let result = self.shut_down(vm, &event_loop);
        if self.set_loop.get() {
            thread(vm).set_loop.set(Value::NULL);
        }
        let closed = vm.call_method_str(&event_loop, "close", &[]);
        if !pending.is_null() {
            vm.restore_exception(pending);
        }
        result?;
        closed.map(drop)
    }

    /// Cancels what still runs, closes async generators, stops the executor.
    fn shut_down(&self, vm: &Vm, event_loop: &Value) -> PyResult<()> {
        let Some(object) = event_loop.downcast::<LoopObj>() else { return Ok(()) };
        let mut left: Vec<Value> = object.tasks.borrow().values().cloned().collect();
        left.sort_by_key(|t| t.downcast::<FutureObj>().and_then(|f| f.task.as_ref().map(|p| p.number)));
        if !left.is_empty() {
            for task in &left {
                future::cancel(vm, task, &Value::NONE)?;
            }
            let name = [vm.str("return_exceptions")];
            let all = {
                let before = thread(vm).set_loop.replace(event_loop.clone());
                let gathered = crate::gather::gather(vm, &Args { pos: &left, kw: &[Value::TRUE], names: &name });
                drop(thread(vm).set_loop.replace(before));
                gathered?
            };
            vm.call_method_str(event_loop, "run_until_complete", &[all])?;
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
        }
        if !object.asyncgens.borrow().is_empty() {
            let closing = vm.call_method_str(event_loop, "shutdown_asyncgens", &[])?;
            vm.call_method_str(event_loop, "run_until_complete", &[closing])?;
        }
        Ok(())
    }
}

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !args.pos.is_empty() {
        let given = args.pos.len() + 1;
        let message = format!("Runner.__init__() takes 1 positional argument but {given} were given");
        return Err(exc::type_error(vm, &message));
    }
    let get = |name: &str| args.keyword(name).cloned().unwrap_or(Value::NONE);
    Ok(vm.alloc(ty, RunnerObj::new(get("debug"), get("loop_factory"))).into_value())
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a RunnerObj> {
    match value.downcast::<RunnerObj>() {
        Some(found) => Ok(found),
        None => Err(exc::type_error(vm, "descriptor requires a 'Runner' object")),
    }
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
    this(vm, &args[0])?.run(vm, &args[1], "a coroutine was expected, got")
}

fn get_loop(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.start(vm)
}

fn close_method(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.close(vm)?;
    Ok(Value::NONE)
}
