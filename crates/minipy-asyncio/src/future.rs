//! `asyncio.Future`: the struct that futures and tasks share, and what native code does with it. The methods that programs
//! call are in `methods`, awaiting is in `iterator`.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use minipy_vm::slots::Slots;
use minipy_vm::types::exception::ExceptionObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc};

use crate::event_loop::{LoopObj, Ready};
use crate::task::TaskPart;

mod iterator;
mod methods;

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

/// The futures that a future knows of.
#[derive(Default)]
struct Links {
    /// Those that a cancellation goes to first (gather).
    children: Vec<Value>,
    /// Those that wait for it by `future_add_to_awaited_by`; nobody is recorded otherwise.
    awaited_by: Vec<Value>,
    /// Whether one was added to others: `_asyncio_awaited_by` stays a set then.
    several: bool,
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
    /// The traceback that the exception had when it was set, till the exception comes out for the first time.
    exception_traceback: PyCell<Value>,
    /// `cancel(msg)`'s argument; NULL for none.
    pub cancel_message: PyCell<Value>,
    /// Whether a task is about to wait for it (`_asyncio_future_blocking`).
    pub blocking: Cell<bool>,
    /// Whether the exception must be reported if nobody looks at it.
    pub log_traceback: Cell<bool>,
    callbacks: PyCell<Vec<Callback>>,
    /// Other futures that belong to it; none for most.
    links: PyCell<Option<Box<Links>>>,
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
        for cell in
            [&self.result, &self.exception, &self.exception_traceback, &self.cancel_message, &self.dict, &self.source]
        {
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
        if let Some(links) = &*self.links.borrow() {
            links.children.iter().chain(&links.awaited_by).for_each(&mut *visit);
        }
        if let Some(task) = &self.task {
            task.trace(visit);
        }
    }

    fn clear(&self) {
        drop(self.callbacks.take());
        drop(self.links.take());
        drop(self.result.take());
        drop(self.exception.take());
        drop(self.exception_traceback.take());
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
        new: Some(methods::new),
        init: Some(methods::init),
        repr: Some(methods::repr),
        iter: Some(iterator::iter),
        await_: Some(iterator::iter),
        finalize: Some(methods::finalize),
        dict_of: Some(methods::dict_of),
        ..Slots::EMPTY
    },
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeDef::EMPTY
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
            exception_traceback: PyCell::default(),
            cancel_message: PyCell::default(),
            blocking: Cell::new(false),
            log_traceback: Cell::new(false),
            callbacks: PyCell::default(),
            links: PyCell::default(),
            cancel_requested: Cell::new(false),
            dict: PyCell::default(),
            task,
        }
    }

    /// Sets the futures that a cancellation goes to first.
    pub(crate) fn set_children(&self, children: Vec<Value>) {
        self.links.borrow_mut().get_or_insert_default().children = children;
    }

    /// The futures that a cancellation goes to first.
    pub(crate) fn children(&self, vm: &Vm) -> PyResult<Vec<Value>> {
        match &*self.links.borrow() {
            Some(links) => growth::copied(vm, &links.children),
            None => Ok(Vec::new()),
        }
    }

    /// Records that another future waits for this one.
    pub(crate) fn add_awaiter(&self, waiter: &Value) {
        let mut links = self.links.borrow_mut();
        let links = links.get_or_insert_default();
        links.several |= !links.awaited_by.is_empty();
        if !links.awaited_by.iter().any(|other| other.is(waiter)) {
            links.awaited_by.push(waiter.clone());
        }
    }

    /// Takes back what [`FutureObj::add_awaiter`] has recorded.
    pub(crate) fn discard_awaiter(&self, waiter: &Value) {
        let gone = self.links.borrow_mut().as_mut().and_then(|links| {
            let place = links.awaited_by.iter().position(|other| other.is(waiter))?;
            Some(links.awaited_by.remove(place))
        });
        drop(gone);
    }

    /// The recorded waiters, and whether they have been several once.
    pub(crate) fn recorded_awaiters(&self) -> (Vec<Value>, bool) {
        self.links.borrow().as_ref().map(|links| (links.awaited_by.clone(), links.several)).unwrap_or_default()
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
        if let Some(object) = exception.downcast::<ExceptionObj>() {
            self.exception_traceback.set(object.traceback.get());
        }
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
                    Some(exception) => {
                        // Each time it comes out with what it went through since, not before.
                        if let Some(object) = exception.downcast::<ExceptionObj>() {
                            object.traceback.set(self.exception_traceback.take());
                        }
                        Err(vm.raise(exception))
                    }
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

/// The future inside a value, whose `__init__` must have run.
pub(crate) fn initialised<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FutureObj> {
    let future = this(vm, value)?;
    match future.event_loop.is_null() {
        true => Err(exc::runtime_error(vm, NOT_INITIALISED)),
        false => Ok(future),
    }
}

/// What is said of a future whose `__init__` has not run.
const NOT_INITIALISED: &str = "Future object is not initialized.";

/// Reports an exception that nobody looked at.
pub(crate) fn report_unretrieved(vm: &Vm, object: &Value, future: &FutureObj, what: &str) -> PyResult<()> {
    if !future.log_traceback.get() {
        return Ok(());
    }
    future.log_traceback.set(false);
    if future.event_loop.is_null() {
        return Ok(());
    }
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
    let children = future.children(vm)?;
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
