//! `asyncio.Task`: a future that runs a coroutine.

use std::cell::Cell;

use minipy_vm::heap::{PyCell, Tracer};
use minipy_vm::interp::generator::{Resume, resume};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::bind::{bind_params, parse_signature};
use minipy_vm::slots::{Sent, Slots};
use minipy_vm::types::builtin_fn::MethodDescrObj;
use minipy_vm::types::generator::{GenKind, GenObj};
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use crate::coroutine::NativeCoroutine;
use crate::event_loop::{LoopObj, Ready, state};
use crate::future::{self, Callback, FutureObj, OnceValue, State};
use crate::task_methods;

/// What tasks have beyond futures.
#[derive(Default)]
pub struct TaskPart {
    /// The coroutine; NULL once it has ended.
    pub coroutine: PyCell<Value>,
    /// The future it waits for; NULL for none.
    pub waiter: PyCell<Value>,
    /// Whether CancelledError is to be raised at the next step.
    pub must_cancel: Cell<bool>,
    /// `cancelling()`
    pub cancels: Cell<u32>,
    /// The name, or NULL while it is still the number.
    pub name: PyCell<Value>,
    /// The number in the default name.
    pub number: Cell<u64>,
    /// The context it runs in, or NULL.
    pub context: PyCell<Value>,
    /// Whether its destruction while pending is reported.
    pub log_destroy: Cell<bool>,
}

impl TaskPart {
    pub(crate) fn trace(&self, visit: &mut Tracer) {
        for cell in [&self.coroutine, &self.waiter, &self.name, &self.context] {
            visit(&cell.borrow());
        }
    }

    /// Takes a cancellation request back; gives how many are left.
    pub(crate) fn uncancel(&self) -> u32 {
        let left = self.cancels.get().saturating_sub(1);
        self.cancels.set(left);
        if left == 0 {
            self.must_cancel.set(false);
        }
        left
    }

    pub(crate) fn clear(&self) {
        for cell in [&self.coroutine, &self.waiter, &self.context] {
            drop(cell.take());
        }
    }
}

/// The type `Task`.
pub static TYPE: TypeDef = TypeDef {
    name: "Task",
    module: "_asyncio",
    base: Some(&future::TYPE),
    shape: minipy_vm::shape::fixed::TASK,
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER,
    doc: "A coroutine wrapped in a Future.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(task_methods::repr), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "cancel" FN(cancel_method) "(self, msg=None)" "Request that this task cancel itself.";
    "cancelling" F1(cancelling) "(self, /)" "Return the count of the task's cancellation requests.";
    "uncancel" F1(uncancel) "(self, /)" "Decrement the task's count of cancellation requests.";
    "get_name" F1(get_name) "(self, /)" "";
    "set_name" F2(set_name) "(self, value, /)" "";
    "get_coro" F1(get_coro) "(self, /)" "";
    "get_context" F1(get_context) "(self, /)" "";
    "print_stack" FN(task_methods::print_stack) "(self, *, limit=None, file=None)" "Print the stack or traceback for this task's coroutine.";
    "set_result" F2(refuse_result) "(self, result, /)" "";
    "set_exception" F2(refuse_exception) "(self, exception, /)" "";
    "get_stack" FN(task_methods::get_stack) "(self, *, limit=None)" "Return the list of stack frames for this task's coroutine.";
};

static GETSET: &[GetSetDef] = getset! {
    "_coro" get_coro, "The coroutine.";
    "_fut_waiter" get_waiter, "The future it waits for.";
    "_must_cancel" get_must_cancel, "Whether it is to be cancelled at the next step.";
    "_log_destroy_pending" get_log_destroy, set_log_destroy, "Whether destruction while pending is reported.";
};

pub(crate) fn part<'a>(vm: &Vm, object: &'a Value) -> PyResult<(&'a FutureObj, &'a TaskPart)> {
    let future = future::this(vm, object)?;
    match &future.task {
        Some(task) => Ok((future, task)),
        None => Err(exc::type_error(vm, "descriptor requires a '_asyncio.Task' object")),
    }
}

/// Whether a value can be the body of a task.
pub fn is_coroutine(value: &Value) -> bool {
    value.downcast::<GenObj>().is_some_and(|g| g.kind == GenKind::Coroutine)
        || value.downcast::<NativeCoroutine>().is_some()
}

/// Whether a value is a coroutine, or an object with all methods of `collections.abc.Coroutine`.
pub(crate) fn acts_as_coroutine(vm: &Vm, value: &Value) -> bool {
    is_coroutine(value) || has_coroutine_methods(vm, value)
}

#[cold]
fn has_coroutine_methods(vm: &Vm, value: &Value) -> bool {
    let ty = vm.type_of(value);
    let has = |name: &str| ty.lookup(vm, &vm.intern(name)).is_some_and(|found| !found.is_none());
    // Generators have all but `__await__`.
    ["__await__", "send", "throw", "close"].into_iter().all(has)
}

/// A task object without a coroutine.
fn empty(vm: &Vm, ty: &TypeRef) -> Value {
    vm.alloc(ty, FutureObj::new(OnceValue::default(), Some(Box::default()))).into_value()
}

/// Makes a task of an empty one: it runs at the next iteration, or at once.
fn set_up(
    vm: &Vm,
    object: &Value,
    event_loop: &Value,
    coroutine: &Value,
    name: Value,
    context: Value,
    eager: bool,
) -> PyResult<()> {
    let (future, task) = part(vm, object)?;
    future.event_loop.set(event_loop.clone());
    if !acts_as_coroutine(vm, coroutine) {
        let text = vm.repr_string(coroutine)?;
        return Err(exc::type_error(vm, &format!("a coroutine was expected, got {text}")));
    }
    let shared = state(vm);
    let number = shared.next_task.get() + 1;
    shared.next_task.set(number);
    task.number.set(number);
    task.coroutine.set(coroutine.clone());
    task.name.set(name);
    task.context.set(context);
    task.log_destroy.set(true);
    let Some(event_loop) = event_loop.downcast::<LoopObj>() else { return Ok(()) };
    if event_loop.debug.get() {
        future.source.set(crate::debug::stack(vm));
    }
    crate::room::insert(vm, &event_loop.tasks, object)?;
    if !eager || !event_loop.running.get() {
        event_loop.push(Ready::Step(object.clone(), Value::NULL));
        return Ok(());
    }
    step(vm, object, Value::NULL)?;
    if future.is_done() {
        drop(task.coroutine.take());
    }
    Ok(())
}

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(empty(vm, ty))
}

/// `Task(coro, *, loop=None, name=None, context=None, eager_start=False)`
fn init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    let params = parse_signature("(coro, *, loop=None, name=None, context=None, eager_start=False)");
    let given = bind_params(vm, "Task", &params, args, 0)?;
    let event_loop = match given[1].not_none() {
        Some(event_loop) => event_loop.clone(),
        None => crate::event_loop::current_or_error(vm)?,
    };
    let name = task_name(vm, given[2].given())?;
    let context = crate::context::given_or_copy(vm, given[3].given());
    let eager = match given[4].given() {
        Some(eager) => vm.truth(eager)?,
        None => false,
    };
    set_up(vm, object, &event_loop, &given[0], name, context, eager)
}

/// A task from the keyword arguments of `Task(coro, *, loop, name, context, eager_start)`.
pub(crate) fn from_keywords(vm: &Vm, ty: &TypeRef, event_loop: &Value, coroutine: &Value, args: &Args) -> PyResult {
    let (mut name, mut context, mut eager) = (Value::NULL, None, false);
    for (key, value) in args.keywords() {
        let is = |name: &str| minipy_vm::types::str_::value_is(key, name);
        if is("name") {
            name = task_name(vm, Some(value))?;
        } else if is("context") {
            context = Some(value);
        } else if is("eager_start") {
            eager = vm.truth(value)?;
        } else {
            return Err(exc::unexpected_keyword(vm, "Task", key));
        }
    }
    let object = empty(vm, ty);
    set_up(vm, &object, event_loop, coroutine, name, crate::context::given_or_copy(vm, context), eager)?;
    Ok(object)
}

/// The arguments of a `create_task` function: the coroutine, and the keywords that go to the task.
pub(crate) fn split_create_task<'a>(
    vm: &Vm,
    name: &str,
    pos: &[Value],
    args: &Args<'a>,
) -> PyResult<(Value, &'a [Value], &'a [Value])> {
    if let [coroutine] = pos {
        return Ok((coroutine.clone(), args.names, args.kw));
    }
    if pos.is_empty()
        && let (Some(coroutine), Some(first)) = (args.keyword("coro"), args.names.first())
    {
        if minipy_vm::types::str_::value_is(first, "coro") {
            return Ok((coroutine.clone(), &args.names[1..], &args.kw[1..]));
        }
        return Ok((coroutine.clone(), args.names, args.kw));
    }
    let method = usize::from(name.contains('.'));
    if pos.is_empty() {
        let message = format!("{name}() missing 1 required positional argument: 'coro'");
        return Err(exc::type_error(vm, &message));
    }
    let (most, given) = (1 + method, pos.len() + method);
    let s = if most == 1 { "" } else { "s" };
    Err(exc::type_error(vm, &format!("{name}() takes {most} positional argument{s} but {given} were given")))
}

/// The number of a task; the highest one for tasks of other implementations.
pub(crate) fn number_of(task: &Value) -> u64 {
    task.downcast::<FutureObj>().and_then(|f| f.task.as_ref()).map_or(u64::MAX, |t| t.number.get())
}

/// `task.uncancel()` of any task.
pub(crate) fn uncancel_any(vm: &Vm, task: &Value) -> PyResult<u32> {
    match task.downcast::<FutureObj>().and_then(|f| f.task.as_ref()) {
        Some(part) => Ok(part.uncancel()),
        None => Ok(vm.i64_arg(&vm.call_method_str(task, "uncancel", &[])?)?.max(0) as u32),
    }
}

/// `task.cancelling()` of any task.
pub(crate) fn cancelling_any(vm: &Vm, task: &Value) -> PyResult<u32> {
    match task.downcast::<FutureObj>().and_then(|f| f.task.as_ref()) {
        Some(part) => Ok(part.cancels.get()),
        None => Ok(vm.i64_arg(&vm.call_method_str(task, "cancelling", &[])?)?.max(0) as u32),
    }
}

/// A `name` argument: NULL for None.
pub(crate) fn task_name(vm: &Vm, name: Option<&Value>) -> PyResult {
    match name {
        Some(name) if !name.is_none() && !name.is_null() => vm.to_str(name),
        _ => Ok(Value::NULL),
    }
}

/// The field of a SystemExit or KeyboardInterrupt that keeps the task alive which it came out of.
const HOLDS_TASK: usize = 7;

/// Runs a task until it waits or ends. Only KeyboardInterrupt and SystemExit come out.
pub(crate) fn step(vm: &Vm, object: &Value, exception: Value) -> PyResult<()> {
    let (future, task) = part(vm, object)?;
    if future.is_done() {
        let repr = vm.repr_string(object)?;
        return Err(future::invalid_state(vm, &format!("__step(): already done: {repr}")));
    }
    let mut exception = exception;
    if task.must_cancel.replace(false) && !is_cancel(vm, &exception) {
        exception = future.cancelled_error(vm);
    }
    drop(task.waiter.take());
    let coroutine = task.coroutine.get();
    let thread = crate::event_loop::thread(vm);
    let before = thread.current_task.replace(object.clone());
    let how = if exception.is_null() { Resume::Send(Value::NONE) } else { Resume::Throw(exception) };
    let (result, made) = crate::context::run_in(vm, &task.context.get(), |vm| advance(vm, &coroutine, how));
    if !made.is_null() {
        task.context.set(made);
    }
    drop(thread.current_task.replace(before));
    match result {
        Ok(Sent::Yield(value)) => wait_for(vm, object, future, task, value),
        Ok(Sent::Return(value)) => {
            ended(object, future, task);
            if task.must_cancel.replace(false) {
                future.set_cancelled(object);
            } else {
                future.set_result(object, value);
            }
            Ok(())
        }
        Err(raised) => {
            ended(object, future, task);
            if future::is_cancelled(vm, &raised) {
                let exception = vm.take_exception(raised);
                future.exception.set(exception);
                // The message went with the exception; the task itself has none any more.
                drop(future.cancel_message.take());
                future.set_cancelled(object);
                return Ok(());
            }
            let exceptions = vm.exceptions();
            let fatal = exc::is_instance(vm, &raised, &exceptions.keyboard_interrupt)
                || exc::is_instance(vm, &raised, &exceptions.system_exit);
            let exception = vm.take_exception(raised);
            future.set_exception(object, exception.clone());
            if !fatal {
                return Ok(());
            }
            // In CPython the traceback of such an exception holds the frames of the loop, and they the task: it lives
            // as long as the exception, and what is to be said about it is said when that goes.
            minipy_vm::types::exception::set_extra(&exception, HOLDS_TASK, object.clone());
            Err(vm.raise_again(exception))
        }
    }
}

fn is_cancel(vm: &Vm, exception: &Value) -> bool {
    !exception.is_null() && vm.type_of(exception).is_subtype(&future::cancelled_error(vm))
}

fn ended(object: &Value, future: &FutureObj, task: &TaskPart) {
    if let Some(event_loop) = future.event_loop.downcast::<LoopObj>() {
        let gone = event_loop.tasks.borrow_mut().remove(&object.bits());
        drop(gone);
    }
    let _ = task;
}

/// One step of a task's coroutine.
pub(crate) fn advance(vm: &Vm, coroutine: &Value, how: Resume) -> PyResult<Sent> {
    if let Some(generator) = coroutine.downcast::<GenObj>() {
        return resume(vm, generator, how);
    }
    crate::coroutine::advance(vm, coroutine, how)
}

/// The coroutine has yielded: the task waits for a future, or goes on at the next iteration.
fn wait_for(vm: &Vm, object: &Value, future: &FutureObj, task: &TaskPart, yielded: Value) -> PyResult<()> {
    let Some(event_loop) = future.event_loop.downcast::<LoopObj>() else { return Ok(()) };
    let fail = |message: String| {
        let raised = exc::runtime_error(vm, &message);
        event_loop.push(Ready::Step(object.clone(), vm.take_exception(raised)));
        Ok(())
    };
    if yielded.is_none() {
        event_loop.push(Ready::Step(object.clone(), Value::NULL));
        return Ok(());
    }
    if let Some(waited) = yielded.downcast::<FutureObj>() {
        if yielded.is(object) {
            return fail(format!("Task cannot await on itself: {}", vm.repr_string(object)?));
        }
        if !waited.event_loop.is(&future.event_loop) {
            let (task, other) = (vm.repr_string(object)?, vm.repr_string(&yielded)?);
            return fail(format!("Task {task} got Future {other} attached to a different loop"));
        }
        if !waited.blocking.replace(false) {
            let (task, other) = (vm.repr_string(object)?, vm.repr_string(&yielded)?);
            return fail(format!("yield was used instead of yield from in task {task} with {other}"));
        }
        if vm.type_of(&yielded).has_flag(TypeFlags::HEAP_TYPE) && adds_callbacks_itself(vm, &yielded) {
            let wakeup = crate::event_loop::wakeup_callable(vm, object);
            let (names, kw) = ([vm.str("context")], [crate::context::materialize(vm, task.context.get())]);
            let method = vm.get_attr(&yielded, &vm.names().add_done_callback)?;
            vm.call_args(&method, &Args { pos: &[wakeup], kw: &kw, names: &names })?;
        } else {
            waited.add_callback(&yielded, Callback::Wakeup(object.clone()));
        }
        task.waiter.set(yielded.clone());
        if task.must_cancel.get() && future::cancel(vm, &yielded, &future.cancel_message.get())? {
            task.must_cancel.set(false);
        }
        return Ok(());
    }
    if let Some(blocking) = vm.find_attr(&yielded, &vm.names()._asyncio_future_blocking)?
        && !blocking.is_none()
    {
        // A future of another implementation: it calls back through Python.
        vm.set_attr(&yielded, &vm.names()._asyncio_future_blocking, &Value::FALSE)?;
        let wakeup = crate::event_loop::wakeup_callable(vm, object);
        vm.call_method(&yielded, &vm.names().add_done_callback, &[wakeup])?;
        task.waiter.set(yielded.clone());
        if task.must_cancel.get() && future::cancel(vm, &yielded, &future.cancel_message.get())? {
            task.must_cancel.set(false);
        }
        return Ok(());
    }
    let (task, value) = (vm.repr_string(object)?, vm.repr_string(&yielded)?);
    if yielded.downcast::<GenObj>().is_some() {
        return fail(format!("yield was used instead of yield from for generator in task {task} with {value}"));
    }
    fail(format!("Task got bad yield: {value}"))
}

/// Whether a subclass of Future has an `add_done_callback` of its own.
#[cold]
fn adds_callbacks_itself(vm: &Vm, future: &Value) -> bool {
    let found = vm.type_of(future).lookup(vm, &vm.names().add_done_callback);
    found.is_some_and(|found| found.downcast::<MethodDescrObj>().is_none())
}

/// Requests cancellation.
pub(crate) fn cancel(vm: &Vm, future: &FutureObj, task: &TaskPart, message: &Value) -> PyResult<bool> {
    future.log_traceback.set(false);
    if future.is_done() {
        return Ok(false);
    }
    task.cancels.set(task.cancels.get() + 1);
    let waiter = task.waiter.get();
    if !waiter.is_null() && future::cancel(vm, &waiter, message)? {
        return Ok(true);
    }
    task.must_cancel.set(true);
    future.cancel_message.set(message.clone());
    Ok(true)
}

fn cancel_method(vm: &Vm, args: &[Value]) -> PyResult {
    let (future, task) = part(vm, &args[0])?;
    let message = args[1].given().cloned().unwrap_or(Value::NONE);
    cancel(vm, future, task, &message).map(Value::bool)
}

fn cancelling(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(part(vm, object)?.1.cancels.get())))
}

fn uncancel(vm: &Vm, object: &Value) -> PyResult {
    let (_, task) = part(vm, object)?;
    Ok(vm.int(i64::from(task.uncancel())))
}

pub(crate) fn name_of(vm: &Vm, task: &TaskPart) -> Value {
    if task.name.borrow().is_null() {
        task.name.set(vm.str(&format!("Task-{}", task.number.get())));
    }
    task.name.get()
}

fn get_name(vm: &Vm, object: &Value) -> PyResult {
    Ok(name_of(vm, part(vm, object)?.1))
}

fn set_name(vm: &Vm, object: &Value, name: &Value) -> PyResult {
    let (_, task) = part(vm, object)?;
    task.name.set(vm.to_str(name)?);
    Ok(Value::NONE)
}

fn get_coro(vm: &Vm, object: &Value) -> PyResult {
    Ok(part(vm, object)?.1.coroutine.get().non_null().unwrap_or(Value::NONE))
}

fn get_context(vm: &Vm, object: &Value) -> PyResult {
    let (_, task) = part(vm, object)?;
    let context = task.context.get();
    if !context.is_null() {
        return Ok(context);
    }
    let running = crate::event_loop::thread(vm).current_task.borrow().is(object);
    let context = if running { crate::context::current(vm) } else { crate::context::materialize(vm, context) };
    task.context.set(context.clone());
    Ok(context)
}

fn get_waiter(vm: &Vm, object: &Value) -> PyResult {
    Ok(part(vm, object)?.1.waiter.get().non_null().unwrap_or(Value::NONE))
}

fn get_must_cancel(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(part(vm, object)?.1.must_cancel.get()))
}

fn get_log_destroy(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(part(vm, object)?.1.log_destroy.get()))
}

fn set_log_destroy(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let truth = match value {
        Some(value) => vm.truth(value)?,
        None => return Err(exc::attribute_error(vm, "can't delete attribute")),
    };
    part(vm, object)?.1.log_destroy.set(truth);
    Ok(())
}

fn refuse_result(vm: &Vm, _object: &Value, _result: &Value) -> PyResult {
    Err(exc::runtime_error(vm, "Task does not support set_result operation"))
}

fn refuse_exception(vm: &Vm, _object: &Value, _exception: &Value) -> PyResult {
    Err(exc::runtime_error(vm, "Task does not support set_exception operation"))
}

/// A task that nobody refers to any more.
pub(crate) fn finalize(vm: &Vm, object: &Value, future: &FutureObj, task: &TaskPart) -> PyResult<()> {
    if future.event_loop.is_null() {
        // `__init__` was never called, or failed.
        return Ok(());
    }
    if future.state.get() == State::Pending && task.log_destroy.get() {
        let context = vm.new_dict();
        context.set_name(vm, &vm.intern("task"), object.clone());
        context.set_name(vm, &vm.intern("message"), vm.str("Task was destroyed but it is pending!"));
        if !future.source.borrow().is_null() {
            context.set_name(vm, &vm.intern("source_traceback"), future.source.get());
        }
        vm.call_method_str(&future.event_loop, "call_exception_handler", &[context.into_value()])?;
    }
    future::report_unretrieved(vm, object, future, "Task")
}
