//! `asyncio.Future`: the struct that futures and tasks share, its methods, and awaiting it.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::bind::{bind_params, parse_signature};
use minipy_vm::slots::{Sent, Slots};
use minipy_vm::types::exception::ExceptionObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, getset, methods};

use crate::event_loop::{LoopObj, Ready};
use crate::task::TaskPart;

/// Where a future stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not done.
    Pending,
    /// Cancelled.
    Cancelled,
    /// Has a result or an exception.
    Finished,
}

/// What is called when a future is done.
#[derive(Clone)]
pub enum Callback {
    /// The task that awaits the future goes on.
    Wakeup(Value),
    /// Native code, with a value of its own.
    Native(fn(&Vm, &Value, &Value) -> PyResult<()>, Value),
    /// A Python callable and the context to call it in (NULL: the current one).
    Python(Value, Value),
}

/// A value that is set once; NULL before.
#[derive(Default)]
pub struct OnceValue(std::cell::OnceCell<Value>);

impl OnceValue {
    /// Sets the value; a second time does nothing.
    pub fn set(&self, value: Value) {
        // A future keeps the loop that it was made with.
        let _ = self.0.set(value);
    }
}

impl From<Value> for OnceValue {
    fn from(value: Value) -> OnceValue {
        let made = OnceValue::default();
        made.set(value);
        made
    }
}

impl std::ops::Deref for OnceValue {
    type Target = Value;

    fn deref(&self) -> &Value {
        const NONE_YET: &Value = &Value::NULL;
        self.0.get().unwrap_or(NONE_YET)
    }
}

/// The struct inside futures and tasks.
pub struct FutureObj {
    /// Where it stands.
    pub state: Cell<State>,
    /// The event loop; NULL until `__init__` has run.
    pub event_loop: OnceValue,
    /// Where it was made, in debug mode (see [`crate::debug`]); NULL otherwise.
    pub source: PyCell<Value>,
    /// The result; NULL until there is one.
    pub result: PyCell<Value>,
    /// The exception; NULL for none.
    pub exception: PyCell<Value>,
    /// `cancel(msg)`'s argument; NULL for none.
    pub cancel_message: PyCell<Value>,
    /// Whether a task is about to wait for it (`_asyncio_future_blocking`).
    pub blocking: Cell<bool>,
    /// Whether the exception must be reported if nobody looks at it.
    pub log_traceback: Cell<bool>,
    callbacks: PyCell<Vec<Callback>>,
    /// Futures that a cancellation goes to first (gather).
    pub children: PyCell<Vec<Value>>,
    /// Whether a gather was cancelled itself.
    pub cancel_requested: Cell<bool>,
    dict: PyCell<Value>,
    /// What only tasks have.
    pub task: Option<Box<TaskPart>>,
}

static FUTURE_LAYOUT: Layout = Layout::of::<FutureObj>("Future");

impl HeapObject for FutureObj {
    const LAYOUT: &'static Layout = &FUTURE_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.event_loop);
        for cell in [&self.result, &self.exception, &self.cancel_message, &self.dict, &self.source] {
            visit(&cell.borrow());
        }
        for callback in self.callbacks.borrow().iter() {
            match callback {
                Callback::Wakeup(value) | Callback::Native(_, value) => visit(value),
                Callback::Python(callable, context) => {
                    visit(callable);
                    visit(context);
                }
            }
        }
        self.children.borrow().iter().for_each(&mut *visit);
        if let Some(task) = &self.task {
            task.trace(visit);
        }
    }

    fn clear(&self) {
        drop(self.callbacks.take());
        drop(self.children.take());
        drop(self.result.take());
        drop(self.exception.take());
        drop(self.dict.take());
        if let Some(task) = &self.task {
            task.clear();
        }
    }
}

impl minipy_vm::heap::layout::FixedShape for FutureObj {
    const SHAPE: u32 = minipy_vm::shape::fixed::FUTURE;
}

/// The type `Future`.
pub static TYPE: TypeDef = TypeDef {
    name: "Future",
    module: "_asyncio",
    layout: Some(&FUTURE_LAYOUT),
    shape: minipy_vm::shape::fixed::FUTURE,
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER,
    doc: "This class is *almost* compatible with concurrent.futures.Future.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        iter: Some(iter),
        await_: Some(iter),
        finalize: Some(finalize),
        dict_of: Some(dict_of),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "result" F1(result_method) "(self, /)" "Return the result this future represents.";
    "exception" F1(exception_method) "[cls](self, /)" "Return the exception that was set on this future.";
    "set_result" F2(set_result_method) "[cls](self, result, /)" "Mark the future done and set its result.";
    "set_exception" F2(set_exception_method) "[cls](self, exception, /)" "Mark the future done and set an exception.";
    "add_done_callback" FN(add_done_callback) "(self, fn, /, *, context=None)" "Add a callback to be run when the future becomes done.";
    "remove_done_callback" F2(remove_done_callback) "[cls](self, fn, /)" "Remove all instances of a callback from the \"call when done\" list.";
    "cancel" FN(cancel_method) "(self, msg=None)" "Cancel the future and schedule callbacks.";
    "cancelled" F1(cancelled_method) "(self, /)" "Return True if the future was cancelled.";
    "done" F1(done_method) "(self, /)" "Return True if the future is done.";
    "get_loop" F1(get_loop) "[cls](self, /)" "Return the event loop the Future is bound to.";
    [class] "__class_getitem__" F2(class_getitem) "(cls, item, /)" "See PEP 585";
};

static GETSET: &[GetSetDef] = getset! {
    "_state" get_state, "State as text.";
    "_loop" get_loop, "The event loop.";
    "_result" get_result, "The result.";
    "_exception" get_exception, "The exception.";
    "_callbacks" get_callbacks, "The callbacks.";
    "_asyncio_future_blocking" get_blocking, set_blocking, "Whether a task is about to wait.";
    "_log_traceback" get_log, set_log, "Whether the exception is still to be reported.";
    "_cancel_message" get_cancel_message, "Argument of cancel().";
    "_source_traceback" get_source, "Where it was created.";
};

impl FutureObj {
    /// A pending future's struct.
    pub fn new(event_loop: OnceValue, task: Option<Box<TaskPart>>) -> FutureObj {
        FutureObj {
            state: Cell::new(State::Pending),
            event_loop,
            source: PyCell::default(),
            result: PyCell::default(),
            exception: PyCell::default(),
            cancel_message: PyCell::default(),
            blocking: Cell::new(false),
            log_traceback: Cell::new(false),
            callbacks: PyCell::default(),
            children: PyCell::default(),
            cancel_requested: Cell::new(false),
            dict: PyCell::default(),
            task,
        }
    }

    /// The callbacks that are registered now.
    pub(crate) fn callbacks_now(&self) -> Vec<Callback> {
        self.callbacks.borrow().clone()
    }

    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        self.state.get() != State::Pending
    }

    /// Adds a callback; a done future calls it soon.
    pub fn add_callback(&self, this: &Value, callback: Callback) {
        if self.is_done() {
            self.schedule(this, callback);
        } else {
            growth::push(&mut self.callbacks.borrow_mut(), callback);
        }
    }

    fn schedule(&self, this: &Value, callback: Callback) {
        let Some(event_loop) = self.event_loop.downcast::<LoopObj>() else { return };
        event_loop.push(match callback {
            Callback::Wakeup(task) => Ready::Step(task, Value::NULL),
            Callback::Native(function, data) => Ready::Done(function, this.clone(), data),
            Callback::Python(callable, context) => Ready::Call(callable, vec![this.clone()], context),
        });
    }

    fn schedule_callbacks(&self, this: &Value) {
        for callback in self.callbacks.take() {
            self.schedule(this, callback);
        }
    }

    /// Sets the result.
    pub fn set_result(&self, this: &Value, result: Value) {
        self.result.set(result);
        self.state.set(State::Finished);
        self.schedule_callbacks(this);
    }

    /// Sets the exception (an instance).
    pub fn set_exception(&self, this: &Value, exception: Value) {
        self.exception.set(exception);
        self.state.set(State::Finished);
        self.log_traceback.set(true);
        self.schedule_callbacks(this);
    }

    /// Marks it cancelled.
    pub fn set_cancelled(&self, this: &Value) {
        self.state.set(State::Cancelled);
        self.schedule_callbacks(this);
    }

    /// The CancelledError that its awaiter gets.
    pub fn cancelled_error(&self, vm: &Vm) -> Value {
        if let Some(exception) = self.exception.take().non_null() {
            return exception;
        }
        let args = self.cancel_message.get().not_none().cloned().into_iter().collect();
        minipy_vm::types::exception::new_exception(vm, &cancelled_error(vm), args)
    }

    /// What awaiting it gives, once it is done.
    pub fn outcome(&self, vm: &Vm) -> PyResult {
        match self.state.get() {
            State::Pending => Err(invalid_state(vm, "Result is not set.")),
            State::Cancelled => Err(vm.raise(self.cancelled_error(vm))),
            State::Finished => {
                self.log_traceback.set(false);
                match self.exception.get().non_null() {
                    Some(exception) => Err(vm.raise(exception)),
                    None => Ok(self.result.get()),
                }
            }
        }
    }
}

/// The classes that the module defines itself.
#[derive(Default)]
pub struct Classes {
    cancelled: std::cell::OnceCell<TypeRef>,
    invalid_state: std::cell::OnceCell<TypeRef>,
}

fn class(vm: &Vm, cell: &std::cell::OnceCell<TypeRef>, name: &str, base: &TypeRef) -> TypeRef {
    if let Some(found) = cell.get() {
        return found.clone();
    }
    match minipy_vm::types::type_::create::simple_class(vm, name, "asyncio.exceptions", base) {
        Ok(made) => cell.get_or_init(|| made).clone(),
        Err(raised) => {
            drop(vm.take_exception(raised));
            base.clone()
        }
    }
}

/// `asyncio.CancelledError`
pub fn cancelled_error(vm: &Vm) -> TypeRef {
    class(vm, &vm.state::<Classes>().cancelled, "CancelledError", &vm.exceptions().base_exception)
}

/// `asyncio.InvalidStateError`
pub fn invalid_state_error(vm: &Vm) -> TypeRef {
    class(vm, &vm.state::<Classes>().invalid_state, "InvalidStateError", &vm.exceptions().exception)
}

#[cold]
pub(crate) fn invalid_state(vm: &Vm, message: &str) -> Raised {
    vm.raise_text(&invalid_state_error(vm), message)
}

/// Whether a CancelledError was raised.
pub fn is_cancelled(vm: &Vm, raised: &Raised) -> bool {
    exc::is_instance(vm, raised, &cancelled_error(vm))
}

/// A new pending future of a loop.
pub fn new_future(vm: &Vm, event_loop: &Value) -> Value {
    let future = FutureObj::new(event_loop.clone().into(), None);
    if event_loop.downcast::<LoopObj>().is_some_and(|l| l.debug.get()) {
        future.source.set(crate::debug::stack(vm));
    }
    vm.alloc(&vm.type_from_def(&TYPE), future).into_value()
}

pub(crate) fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FutureObj> {
    match value.downcast::<FutureObj>() {
        Some(future) => Ok(future),
        None => {
            let got = vm.type_of(value).plain_name();
            Err(exc::type_error(vm, &format!("descriptor requires a '_asyncio.Future' object but received '{got}'")))
        }
    }
}

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, FutureObj::new(OnceValue::default(), None)).into_value())
}

/// `Future(*, loop=None)`
fn init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    let params = parse_signature("(*, loop=None)");
    let given = bind_params(vm, "Future", &params, args, 0)?;
    let event_loop = match given[0].not_none() {
        Some(event_loop) => event_loop.clone(),
        None => crate::event_loop::current_or_error(vm)?,
    };
    let future = this(vm, object)?;
    if event_loop.downcast::<LoopObj>().is_some_and(|l| l.debug.get()) {
        future.source.set(crate::debug::stack(vm));
    }
    future.event_loop.set(event_loop);
    Ok(())
}

fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<FutureObj>().map(|f| &f.dict)
}

fn finalize(vm: &Vm, object: &Value) -> PyResult<()> {
    let future = this(vm, object)?;
    if let Some(task) = &future.task {
        return crate::task::finalize(vm, object, future, task);
    }
    report_unretrieved(vm, object, future, "Future")
}

/// Reports an exception that nobody looked at.
pub(crate) fn report_unretrieved(vm: &Vm, object: &Value, future: &FutureObj, what: &str) -> PyResult<()> {
    if !future.log_traceback.get() {
        return Ok(());
    }
    future.log_traceback.set(false);
    let context = vm.new_dict();
    let set = |key: &str, value: Value| context.set_name(vm, &vm.intern(key), value);
    set("message", vm.str(&format!("{what} exception was never retrieved")));
    set("exception", future.exception.get());
    set("future", object.clone());
    if !future.source.borrow().is_null() {
        set("source_traceback", future.source.get());
    }
    vm.call_method_str(&future.event_loop, "call_exception_handler", &[context.into_value()]).map(drop)
}

fn repr(vm: &Vm, object: &Value) -> PyResult {
    let future = this(vm, object)?;
    let name = vm.type_of(object).plain_name();
    let state = match future.state.get() {
        State::Pending => "pending",
        State::Cancelled => "cancelled",
        State::Finished => "finished",
    };
    Ok(vm.str(&format!("<{name} {state}{}>", crate::reprs::future_details(vm, future)?)))
}

fn result_method(vm: &Vm, object: &Value) -> PyResult {
    this(vm, object)?.outcome(vm)
}

fn exception_method(vm: &Vm, object: &Value) -> PyResult {
    let future = this(vm, object)?;
    match future.state.get() {
        State::Pending => Err(invalid_state(vm, "Exception is not set.")),
        State::Cancelled => Err(vm.raise(future.cancelled_error(vm))),
        State::Finished => {
            future.log_traceback.set(false);
            Ok(future.exception.get().non_null().unwrap_or(Value::NONE))
        }
    }
}

fn set_result_method(vm: &Vm, object: &Value, result: &Value) -> PyResult {
    let future = this(vm, object)?;
    if future.task.is_some() {
        return Err(exc::runtime_error(vm, "Task does not support set_result operation"));
    }
    if future.is_done() {
        return Err(invalid_state(vm, "invalid state"));
    }
    future.set_result(object, result.clone());
    Ok(Value::NONE)
}

fn set_exception_method(vm: &Vm, object: &Value, exception: &Value) -> PyResult {
    let future = this(vm, object)?;
    if future.task.is_some() {
        return Err(exc::runtime_error(vm, "Task does not support set_exception operation"));
    }
    if future.is_done() {
        return Err(invalid_state(vm, "invalid state"));
    }
    let exception = match exception.downcast::<minipy_vm::types::type_::TypeObj>() {
        Some(class) if class.has_flag(TypeFlags::EXCEPTION_SUBCLASS) => vm.call0(exception)?,
        _ => exception.clone(),
    };
    if exception.downcast::<ExceptionObj>().is_none() {
        return Err(exc::type_error(vm, "invalid exception object"));
    }
    let stop = &vm.exceptions().stop_iteration;
    if vm.type_of(&exception).is_subtype(stop) {
        let message = "StopIteration interacts badly with generators and cannot be raised into a Future";
        let raised = exc::runtime_error(vm, message);
        let error = vm.take_exception(raised);
        if let Some(object) = error.downcast::<ExceptionObj>() {
            object.cause.set(exception.clone());
            object.context.set(exception);
            object.suppress_context.set(true);
        }
        future.set_exception(object, error);
        return Ok(Value::NONE);
    }
    future.set_exception(object, exception);
    Ok(Value::NONE)
}

fn add_done_callback(vm: &Vm, args: &[Value]) -> PyResult {
    let context = crate::context::given_or_copy(vm, args[2].given());
    this(vm, &args[0])?.add_callback(&args[0], Callback::Python(args[1].clone(), context));
    Ok(Value::NONE)
}

fn remove_done_callback(vm: &Vm, object: &Value, function: &Value) -> PyResult {
    let future = this(vm, object)?;
    let mut kept = Vec::new();
    let mut removed = 0;
    for callback in future.callbacks.take() {
        let same = match &callback {
            Callback::Python(callable, _) => vm.eq(callable, function)?,
            _ => false,
        };
        if same { removed += 1 } else { kept.push(callback) }
    }
    future.callbacks.set(kept);
    Ok(vm.int(removed))
}

/// Takes back a native wake-up of a task.
pub(crate) fn remove_wakeup(future: &FutureObj, task: &Value) {
    let removed: Vec<Callback> = {
        let mut callbacks = future.callbacks.borrow_mut();
        let (gone, kept) = std::mem::take(&mut *callbacks)
            .into_iter()
            .partition(|c| matches!(c, Callback::Wakeup(t) | Callback::Native(_, t) if t.is(task)));
        *callbacks = kept;
        gone
    };
    drop(removed);
}

/// Cancels any future; false if it is done already.
pub fn cancel(vm: &Vm, object: &Value, message: &Value) -> PyResult<bool> {
    let Some(future) = object.downcast::<FutureObj>() else {
        let name = vm.intern("cancel");
        let result = match message.not_none() {
            Some(message) => vm.call_method(object, &name, std::slice::from_ref(message))?,
            None => vm.call_method(object, &name, &[])?,
        };
        return vm.truth(&result);
    };
    future.log_traceback.set(false);
    if future.is_done() {
        return Ok(false);
    }
    if let Some(task) = &future.task {
        return crate::task::cancel(vm, future, task, message);
    }
    let children = future.children.get();
    if !children.is_empty() {
        let mut any = false;
        for child in &children {
            any |= cancel(vm, child, message)?;
        }
        if any {
            future.cancel_requested.set(true);
        }
        return Ok(any);
    }
    future.cancel_message.set(message.clone());
    future.set_cancelled(object);
    Ok(true)
}

fn cancel_method(vm: &Vm, args: &[Value]) -> PyResult {
    let message = args[1].given().cloned().unwrap_or(Value::NONE);
    this(vm, &args[0])?;
    cancel(vm, &args[0], &message).map(Value::bool)
}

fn cancelled_method(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(this(vm, object)?.state.get() == State::Cancelled))
}

fn done_method(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(this(vm, object)?.is_done()))
}

fn get_loop(vm: &Vm, object: &Value) -> PyResult {
    let event_loop: &Value = &this(vm, object)?.event_loop;
    if event_loop.is_null() {
        return Err(exc::runtime_error(vm, "Future object is not initialized."));
    }
    Ok(event_loop.clone())
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    minipy_vm::types::generic_alias::new_alias(vm, class, item)
}

fn get_state(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.str(match this(vm, object)?.state.get() {
        State::Pending => "PENDING",
        State::Cancelled => "CANCELLED",
        State::Finished => "FINISHED",
    }))
}

fn or_none(cell: &PyCell<Value>) -> Value {
    cell.get().non_null().unwrap_or(Value::NONE)
}

fn get_result(vm: &Vm, object: &Value) -> PyResult {
    Ok(or_none(&this(vm, object)?.result))
}

fn get_exception(vm: &Vm, object: &Value) -> PyResult {
    Ok(or_none(&this(vm, object)?.exception))
}

fn get_cancel_message(vm: &Vm, object: &Value) -> PyResult {
    Ok(or_none(&this(vm, object)?.cancel_message))
}

fn get_source(vm: &Vm, object: &Value) -> PyResult {
    Ok(or_none(&this(vm, object)?.source))
}

fn get_callbacks(vm: &Vm, object: &Value) -> PyResult {
    let callbacks: Vec<Callback> = this(vm, object)?.callbacks.borrow().clone();
    if callbacks.is_empty() {
        return Ok(Value::NONE);
    }
    let pairs = callbacks
        .into_iter()
        .map(|c| match c {
            Callback::Python(callable, context) => vm.tuple(vec![callable, context.non_null().unwrap_or(Value::NONE)]),
            Callback::Wakeup(value) | Callback::Native(_, value) => vm.tuple(vec![value, Value::NONE]),
        })
        .collect();
    Ok(vm.list(pairs))
}

fn get_blocking(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(this(vm, object)?.blocking.get()))
}

fn set_blocking(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(exc::attribute_error(vm, "cannot delete attribute")) };
    let truth = vm.truth(value)?;
    this(vm, object)?.blocking.set(truth);
    Ok(())
}

fn get_log(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(this(vm, object)?.log_traceback.get()))
}

fn set_log(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(exc::attribute_error(vm, "cannot delete attribute")) };
    if vm.truth(value)? {
        return Err(exc::value_error(vm, "_log_traceback can only be set to False"));
    }
    this(vm, object)?.log_traceback.set(false);
    Ok(())
}

/// The struct inside what awaiting a future iterates.
struct FutureIter {
    future: Value,
    waiting: Cell<bool>,
}

static ITER_LAYOUT: Layout = Layout::of::<FutureIter>("FutureIter");

impl HeapObject for FutureIter {
    const LAYOUT: &'static Layout = &ITER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.future);
    }
}

static ITER_TYPE: TypeDef = TypeDef {
    name: "FutureIter",
    module: "_asyncio",
    layout: Some(&ITER_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(iter_self), next: Some(iter_next), send: Some(iter_send), ..Slots::EMPTY },
    methods: ITER_METHODS,
    ..TypeDef::EMPTY
};

static ITER_METHODS: &[MethodDef] = methods! {
    "send" F2(iter_send_method) "(self, arg, /)" "";
    "throw" FV(iter_throw) "(self, typ, val=None, tb=None, /)" "";
    "close" F1(iter_close) "(self, /)" "";
};

fn iter(vm: &Vm, object: &Value) -> PyResult {
    let iterator = FutureIter { future: object.clone(), waiting: Cell::new(false) };
    Ok(vm.alloc(&vm.type_from_def(&ITER_TYPE), iterator).into_value())
}

fn iter_self(_vm: &Vm, object: &Value) -> PyResult {
    Ok(object.clone())
}

fn iter_send(vm: &Vm, object: &Value, _value: &Value) -> PyResult<Sent> {
    let Some(iterator) = object.downcast::<FutureIter>() else {
        return Err(exc::type_error(vm, "descriptor requires a FutureIter"));
    };
    let future = this(vm, &iterator.future)?;
    if future.is_done() {
        return future.outcome(vm).map(Sent::Return);
    }
    if iterator.waiting.replace(true) {
        return Err(exc::runtime_error(vm, "await wasn't used with future"));
    }
    future.blocking.set(true);
    Ok(Sent::Yield(iterator.future.clone()))
}

fn iter_next(vm: &Vm, object: &Value) -> PyResult {
    Ok(iter_send(vm, object, &Value::NONE)?.item())
}

fn iter_send_method(vm: &Vm, object: &Value, value: &Value) -> PyResult {
    match iter_send(vm, object, value)? {
        Sent::Yield(value) => Ok(value),
        Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
    }
}

fn iter_throw(vm: &Vm, args: &Args) -> PyResult {
    let exception = minipy_vm::types::generator::methods::thrown(vm, args.pos.get(1..).unwrap_or(&[]))?;
    Err(vm.raise(exception))
}

fn iter_close(_vm: &Vm, _object: &Value) -> PyResult {
    Ok(Value::NONE)
}
