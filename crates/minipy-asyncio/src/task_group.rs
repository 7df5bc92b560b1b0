//! `asyncio.TaskGroup`

use std::cell::Cell;

use minipy_vm::hash::AddressMap;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::exception::ExceptionObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::{self, thread};
use crate::future::{self, Callback, FutureObj, State};
use crate::task;
use minipy_vm::protocol::written::bind;

/// The struct inside task groups.
#[derive(Default)]
pub struct TaskGroupObj {
    entered: Cell<bool>,
    exiting: Cell<bool>,
    aborting: Cell<bool>,
    parent_cancel_requested: Cell<bool>,
    event_loop: PyCell<Value>,
    parent: PyCell<Value>,
    /// Tasks that have not ended, by address.
    tasks: PyCell<AddressMap<usize, Value>>,
    errors: PyCell<Vec<Value>>,
    /// The first SystemExit or KeyboardInterrupt.
    base_error: PyCell<Value>,
    /// What `__aexit__` waits for.
    on_completed: PyCell<Value>,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<TaskGroupObj>("TaskGroup");

impl HeapObject for TaskGroupObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in [&self.event_loop, &self.parent, &self.base_error, &self.on_completed, &self.dict] {
            visit(&cell.borrow());
        }
        self.tasks.borrow().values().for_each(&mut *visit);
        self.errors.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop(self.tasks.take());
        drop(self.errors.take());
        for cell in [&self.event_loop, &self.parent, &self.base_error, &self.on_completed, &self.dict] {
            drop(cell.take());
        }
    }
}

/// The type `TaskGroup`.
pub static TYPE: TypeDef = TypeDef {
    name: "TaskGroup",
    module: "asyncio.taskgroups",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Asynchronous context manager for managing groups of tasks.\n\nExample use:\n\n    async with asyncio.TaskGroup() as group:\n        task1 = group.create_task(some_coroutine(...))\n        task2 = group.create_task(other_coroutine(...))\n    print(\"Both tasks have completed now.\")\n\nAll tasks are awaited when the context manager exits.\n\nAny exceptions other than `asyncio.CancelledError` raised within\na task will cancel all remaining tasks and wait for them to exit.\nThe exceptions are then combined and raised as an `ExceptionGroup`.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "create_task" FV(create_task) "TaskGroup.create_task(self, coro, **kwargs)" "Create a new task in this group and return it.\n\nSimilar to `asyncio.create_task`.";
    "__aenter__" F1(aenter) "async TaskGroup.__aenter__(self)" "";
    "__aexit__" FN(aexit) "async TaskGroup.__aexit__(self, et, exc, tb)" "";
};

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, TaskGroupObj::default()).into_value())
}

fn init(vm: &Vm, _value: &Value, args: &Args) -> PyResult<()> {
    bind(vm, "TaskGroup.__init__", "(self)", args, 1).map(drop)
}

fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<TaskGroupObj>().map(|g| &g.dict)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TaskGroupObj> {
    exc::receiver::<TaskGroupObj>(vm, value)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let group = this(vm, value)?;
    let mut text = "<TaskGroup".to_owned();
    for (name, count) in [("tasks", group.tasks.borrow().len()), ("errors", group.errors.borrow().len())] {
        if count > 0 {
            text.push_str(&format!(" {name}={count}"));
        }
    }
    if group.aborting.get() {
        text.push_str(" cancelling");
    } else if group.entered.get() {
        text.push_str(" entered");
    }
    text.push('>');
    Ok(vm.str(&text))
}

fn aenter(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    let step = |vm: &Vm, c: &NativeCoroutine, outcome: PyResult| {
        outcome?;
        let value = c.slot(0);
        enter(vm, &value)?;
        Ok(Next::Return(value))
    };
    Ok(coroutine::make(vm, "TaskGroup.__aenter__", step, [value.clone()]))
}

fn enter(vm: &Vm, value: &Value) -> PyResult<()> {
    let group = this(vm, value)?;
    if group.entered.get() {
        let text = vm.repr_string(value)?;
        return Err(exc::runtime_error(vm, &format!("TaskGroup {text} has already been entered")));
    }
    if group.event_loop.borrow().is_null() {
        group.event_loop.set(event_loop::running(vm)?);
    }
    let parent = thread(vm).current_task.get();
    if parent.is_null() {
        let text = vm.repr_string(value)?;
        return Err(exc::runtime_error(vm, &format!("TaskGroup {text} cannot determine the parent task")));
    }
    group.parent.set(parent);
    group.entered.set(true);
    Ok(())
}

fn create_task(vm: &Vm, args: &Args) -> PyResult {
    let [value, rest @ ..] = args.pos else { return Err(exc::type_error(vm, "create_task() needs an argument")) };
    let group = this(vm, value)?;
    let (coroutine, names, kw) = task::split_create_task(vm, "TaskGroup.create_task", rest, args)?;
    let refused = if !group.entered.get() {
        Some("has not been entered")
    } else if group.exiting.get() && group.tasks.borrow().is_empty() {
        Some("is finished")
    } else if group.aborting.get() {
        Some("is shutting down")
    } else {
        None
    };
    if let Some(reason) = refused {
        vm.call_method(&coroutine, &vm.names().close, &[])?;
        let text = vm.repr_string(value)?;
        return Err(exc::runtime_error(vm, &format!("TaskGroup {text} {reason}")));
    }
    let event_loop = group.event_loop.get();
    let made = event_loop::methods::create_task(vm, &event_loop, &coroutine, &Args { pos: &[], kw, names })?;
    crate::room::insert(vm, &group.tasks, &made)?;
    match made.downcast::<FutureObj>() {
        Some(future) => future.add_callback(&made, Callback::Native(task_done, value.clone())),
        None => {
            static DONE: &[MethodDef] = methods! { "_on_task_done" F2(task_done_method) "(self, task)" ""; };
            let callback = vm.bound_builtin(&DONE[0], value.clone());
            vm.call_method(&made, &vm.names().add_done_callback, &[callback])?;
        }
    }
    Ok(made)
}

fn task_done_method(vm: &Vm, value: &Value, task: &Value) -> PyResult {
    task_done(vm, task, value)?;
    Ok(Value::NONE)
}

/// The task that a group belongs to; NULL without.
pub(crate) fn parent_of(_vm: &Vm, group: &Value) -> Value {
    group.downcast::<TaskGroupObj>().map(|group| group.parent.get()).unwrap_or_default()
}

fn is_base_error(vm: &Vm, exception: &Value) -> bool {
    let class = vm.type_of(exception);
    class.is_subtype(&vm.exceptions().system_exit) || class.is_subtype(&vm.exceptions().keyboard_interrupt)
}

fn is_cancelled_error(vm: &Vm, exception: &Value) -> bool {
    vm.type_of(exception).is_subtype(&future::cancelled_error(vm))
}

/// Cancels all tasks that are left, the oldest first.
fn abort(vm: &Vm, group: &TaskGroupObj) -> PyResult<()> {
    group.aborting.set(true);
    let mut tasks = growth::with_room(vm, group.tasks.borrow().len())?;
    tasks.extend(group.tasks.borrow().values().cloned());
    // Each has a number of its own; a stable sort would need memory.
    tasks.sort_unstable_by_key(task::number_of);
    for task in &tasks {
        future::cancel(vm, task, &Value::NONE)?;
    }
    Ok(())
}

/// A task of the group has ended.
pub(crate) fn task_done(vm: &Vm, object: &Value, value: &Value) -> PyResult<()> {
    let group = this(vm, value)?;
    let gone = group.tasks.borrow_mut().remove(&object.bits());
    drop(gone);
    if group.tasks.borrow().is_empty() {
        let waiter = group.on_completed.get();
        if let Some(future) = waiter.downcast::<FutureObj>()
            && !future.is_done()
        {
            future.set_result(&waiter, Value::TRUE);
        }
    }
    let exception = match object.downcast::<FutureObj>() {
        Some(future) if future.state.get() == State::Cancelled => return Ok(()),
        Some(future) => {
            future.log_traceback.set(false);
            future.exception.get()
        }
        None => {
            if vm.truth(&vm.call_method_str(object, "cancelled", &[])?)? {
                return Ok(());
            }
            vm.call_method_str(object, "exception", &[])?
        }
    };
    if exception.is_null() || exception.is_none() {
        return Ok(());
    }
    group.errors.borrow_mut().push(exception.clone());
    if is_base_error(vm, &exception) && group.base_error.borrow().is_null() {
        group.base_error.set(exception.clone());
    }
    let parent = group.parent.get();
    if parent.downcast::<FutureObj>().is_some_and(FutureObj::is_done) {
        let (task_text, parent_text) = (vm.repr_string(object)?, vm.str_string(&parent)?);
        let context = vm.new_dict();
        let set = |key: &str, item: Value| context.set_name(vm, &vm.intern(key), item);
        let message =
            format!("Task {task_text} has errored out but its parent task {parent_text} is already completed");
        set("message", vm.str(&message));
        set("exception", exception);
        set("task", object.clone());
        vm.call_method_str(&group.event_loop.get(), "call_exception_handler", &[context.into_value()])?;
        return Ok(());
    }
    if !group.aborting.get() && !group.parent_cancel_requested.get() {
        // The parent is woken out of whatever it does in the body; `__aexit__` takes this request back.
        abort(vm, group)?;
        group.parent_cancel_requested.set(true);
        if !parent.is_null() {
            future::cancel(vm, &parent, &Value::NONE)?;
        }
    }
    Ok(())
}

const GROUP: usize = 0;
/// The exception that comes out of the body; NULL for none.
const BODY_ERROR: usize = 1;
/// The CancelledError to pass on; NULL for none.
const CANCELLATION: usize = 2;

fn aexit(vm: &Vm, args: &[Value]) -> PyResult {
    this(vm, &args[0])?;
    let error = args[2].not_none().cloned().unwrap_or_default();
    Ok(coroutine::make(vm, "TaskGroup.__aexit__", exit_step, [args[0].clone(), error, Value::NULL]))
}

fn exit_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(GROUP);
    let group = this(vm, &value)?;
    let result = advance_exit(vm, c, group, outcome);
    if !matches!(result, Ok(Next::Await(_))) {
        // Exceptions keep frames alive: the group lets go of them.
        drop(group.parent.take());
        drop(group.errors.take());
        drop(group.base_error.take());
    }
    result
}

/// States: 0 started, 1 waits for the tasks.
fn advance_exit(vm: &Vm, c: &NativeCoroutine, group: &TaskGroupObj, outcome: PyResult) -> PyResult<Next> {
    if c.state.replace(1) == 0 {
        outcome?;
        group.exiting.set(true);
        if let Some(error) = c.slot(BODY_ERROR).non_null() {
            if is_base_error(vm, &error) && group.base_error.borrow().is_null() {
                group.base_error.set(error.clone());
            }
            if is_cancelled_error(vm, &error) {
                c.set_slot(CANCELLATION, error);
            }
            if !group.aborting.get() {
                abort(vm, group)?;
            }
        }
    } else {
        drop(group.on_completed.take());
        if let Err(raised) = outcome {
            if !future::is_cancelled(vm, &raised) {
                return Err(raised);
            }
            let error = vm.take_exception(raised);
            if !group.aborting.get() {
                c.set_slot(CANCELLATION, error);
                abort(vm, group)?;
            }
        }
    }
    if !group.tasks.borrow().is_empty() {
        let waiter = future::new_future(vm, &group.event_loop.get());
        group.on_completed.set(waiter.clone());
        return Ok(Next::Await(waiter));
    }
    finish_exit(vm, c, group)
}

/// All tasks have ended: what comes out of the `async with` statement.
fn finish_exit(vm: &Vm, c: &NativeCoroutine, group: &TaskGroupObj) -> PyResult<Next> {
    if let Some(error) = group.base_error.get().non_null() {
        return Err(vm.raise(error));
    }
    let parent = group.parent.get();
    let mut cancellation = c.slot(CANCELLATION);
    if group.parent_cancel_requested.get() && task::uncancel_any(vm, &parent)? == 0 {
        cancellation = Value::NULL;
    }
    if !cancellation.is_null() && group.errors.borrow().is_empty() {
        return Err(vm.raise(cancellation));
    }
    let body_error = c.slot(BODY_ERROR);
    if !body_error.is_null() && !is_cancelled_error(vm, &body_error) {
        group.errors.borrow_mut().push(body_error);
    }
    let errors = group.errors.take();
    if errors.is_empty() {
        return Ok(Next::Return(Value::NONE));
    }
    if task::cancelling_any(vm, &parent)? > 0 {
        // Cancelled from outside as well: the next await of the parent shall notice, the count stays as it is.
        task::uncancel_any(vm, &parent)?;
        future::cancel(vm, &parent, &Value::NONE)?;
    }
    let class = vm.exceptions().base_exception_group.value().clone();
    let made = vm.call(&class, &[vm.str("unhandled errors in a TaskGroup"), vm.list(errors)])?;
    if let Some(object) = made.downcast::<ExceptionObj>() {
        object.suppress_context.set(true);
    }
    Err(vm.raise(made))
}
