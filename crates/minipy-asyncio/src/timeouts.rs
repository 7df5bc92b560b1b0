//! `timeout`, `timeout_at`, `wait_for`.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::exception::ExceptionObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::{HandleObj, LoopObj, Ready, handle, now, running, thread};
use crate::future::{self, FutureObj};

/// Where a timeout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Created,
    Active,
    Expiring,
    Expired,
    Finished,
}

/// The struct inside `Timeout` objects.
pub struct TimeoutObj {
    stage: Cell<Stage>,
    when: Cell<Option<f64>>,
    task: PyCell<Value>,
    handle: PyCell<Value>,
    cancelling: Cell<u32>,
}

static LAYOUT: Layout = Layout::of::<TimeoutObj>("Timeout");

impl HeapObject for TimeoutObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.task.borrow());
        visit(&self.handle.borrow());
    }

    fn clear(&self) {
        drop(self.task.take());
        drop(self.handle.take());
    }
}

/// The type `Timeout`.
pub static TYPE: TypeDef = TypeDef {
    name: "Timeout",
    module: "asyncio.timeouts",
    layout: Some(&LAYOUT),
    flags: TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Asynchronous context manager for cancelling overdue coroutines.\n\nUse `timeout()` or `timeout_at()` rather than instantiating this class directly.\n",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "when" F1(when_method) "Timeout.when(self)" "Return the current deadline.";
    "reschedule" F2(reschedule) "Timeout.reschedule(self, when)" "Reschedule the timeout.";
    "expired" F1(expired) "Timeout.expired(self)" "Is timeout expired during execution?";
    "__aenter__" F1(aenter) "async Timeout.__aenter__(self)" "" [at_once enter_at_once];
    "__aexit__" FN(aexit) "async Timeout.__aexit__(self, exc_type, exc_val, exc_tb)" "" [at_once exit_at_once];
};

fn make(vm: &Vm, when: Option<f64>) -> Value {
    let timeout = TimeoutObj {
        stage: Cell::new(Stage::Created),
        when: Cell::new(when),
        task: PyCell::default(),
        handle: PyCell::default(),
        cancelling: Cell::new(0),
    };
    vm.alloc(&vm.type_from_def(&TYPE), timeout).into_value()
}

fn optional_f64(vm: &Vm, value: &Value) -> PyResult<Option<f64>> {
    if value.is_none() { Ok(None) } else { vm.f64_arg(value).map(Some) }
}

fn new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    let bound = minipy_vm::protocol::written::bind(vm, "Timeout.__init__", "(self, when)", args, 1)?;
    Ok(make(vm, optional_f64(vm, &bound[0])?))
}

/// `timeout(delay)`
pub(crate) fn timeout(vm: &Vm, delay: &Value) -> PyResult {
    running(vm)?;
    let when = optional_f64(vm, delay)?.map(|d| now(vm) + d);
    Ok(make(vm, when))
}

/// `timeout_at(when)`
pub(crate) fn timeout_at(vm: &Vm, when: &Value) -> PyResult {
    Ok(make(vm, optional_f64(vm, when)?))
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TimeoutObj> {
    match value.downcast::<TimeoutObj>() {
        Some(found) => Ok(found),
        None => Err(exc::type_error(vm, "descriptor requires a 'Timeout' object")),
    }
}

fn stage_text(stage: Stage) -> &'static str {
    match stage {
        Stage::Created => "created",
        Stage::Active => "active",
        Stage::Expiring => "expiring",
        Stage::Expired => "expired",
        Stage::Finished => "finished",
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let timeout = this(vm, value)?;
    let stage = timeout.stage.get();
    let mut text = format!("<Timeout [{}]", stage_text(stage));
    if stage == Stage::Active {
        let when = match timeout.when.get() {
            Some(when) => vm.repr_string(&vm.float((when * 1000.0).round() / 1000.0))?,
            None => "None".to_owned(),
        };
        text.push_str(&format!(" when={when}"));
    }
    text.push('>');
    Ok(vm.str(&text))
}

fn when_method(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.when.get().map_or(Value::NONE, |w| vm.float(w)))
}

fn cancel_handle(timeout: &TimeoutObj) {
    if let Some(handle) = timeout.handle.take().downcast::<HandleObj>() {
        handle.cancelled.set(true);
        drop(handle.callback.take());
        drop(handle.args.take());
    }
}

fn schedule(vm: &Vm, value: &Value, timeout: &TimeoutObj) -> PyResult<()> {
    cancel_handle(timeout);
    let Some(when) = timeout.when.get() else { return Ok(()) };
    let event_loop = running(vm)?;
    static EXPIRE: &[MethodDef] = methods! { "_on_timeout" F1(on_timeout) "(self)" ""; };
    let callback = vm.bound_builtin(&EXPIRE[0], value.clone());
    // A time that is past already comes in the next iteration, before what is ready later.
    let soon = when <= now(vm);
    let timer = handle::new(vm, &event_loop, callback, Vec::new(), Value::NULL, (!soon).then_some(when));
    timeout.handle.set(timer.clone());
    match event_loop.downcast::<LoopObj>() {
        Some(object) if soon => object.push(Ready::Handle(timer)),
        Some(object) => object.add_timer(when, timer, Value::NULL),
        None => {}
    }
    Ok(())
}

fn on_timeout(vm: &Vm, value: &Value) -> PyResult {
    let timeout = this(vm, value)?;
    timeout.stage.set(Stage::Expiring);
    let task = timeout.task.get();
    future::cancel(vm, &task, &Value::NONE)?;
    drop(timeout.handle.take());
    Ok(Value::NONE)
}

fn reschedule(vm: &Vm, value: &Value, when: &Value) -> PyResult {
    let timeout = this(vm, value)?;
    let stage = timeout.stage.get();
    if stage != Stage::Active {
        let message = if stage == Stage::Created {
            "Timeout has not been entered".to_owned()
        } else {
            format!("Cannot change state of {} Timeout", stage_text(stage))
        };
        return Err(exc::runtime_error(vm, &message));
    }
    timeout.when.set(optional_f64(vm, when)?);
    schedule(vm, value, timeout)?;
    Ok(Value::NONE)
}

fn expired(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(matches!(this(vm, value)?.stage.get(), Stage::Expiring | Stage::Expired)))
}

fn enter(vm: &Vm, value: &Value) -> PyResult<()> {
    let timeout = this(vm, value)?;
    if timeout.stage.get() != Stage::Created {
        return Err(exc::runtime_error(vm, "Timeout has already been entered"));
    }
    let task = thread(vm).current_task.get();
    let Some(part) = task.downcast::<FutureObj>().and_then(|f| f.task.as_ref()) else {
        return Err(exc::runtime_error(vm, "Timeout should be used inside a task"));
    };
    timeout.stage.set(Stage::Active);
    timeout.cancelling.set(part.cancels.get());
    timeout.task.set(task.clone());
    schedule(vm, value, timeout)
}

fn aenter(vm: &Vm, value: &Value) -> PyResult {
    Ok(coroutine::new(
        vm,
        "Timeout.__aenter__",
        |vm, c, _| {
            enter(vm, &c.slot(0))?;
            Ok(Next::Return(c.slot(0)))
        },
        vec![value.clone()],
    ))
}

fn enter_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    enter(vm, &args[0])?;
    Ok(Some(args[0].clone()))
}

fn exit_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    let [value, _, exception, _] = args else { return Ok(None) };
    let exception = exception.not_none().cloned().unwrap_or(Value::NULL);
    match leave(vm, value, &exception)? {
        Some(error) => Err(vm.raise(error)),
        None => Ok(Some(Value::NONE)),
    }
}

/// Leaves the timeout. `exception`: what comes out of the body, or NULL. `Some`: the TimeoutError to raise instead.
fn leave(vm: &Vm, value: &Value, exception: &Value) -> PyResult<Option<Value>> {
    let timeout = this(vm, value)?;
    cancel_handle(timeout);
    if timeout.stage.get() != Stage::Expiring {
        if timeout.stage.get() == Stage::Active {
            timeout.stage.set(Stage::Finished);
        }
        return Ok(None);
    }
    timeout.stage.set(Stage::Expired);
    let task = timeout.task.get();
    let Some(part) = task.downcast::<FutureObj>().and_then(|f| f.task.as_ref()) else { return Ok(None) };
    let left = part.cancels.get().saturating_sub(1);
    part.cancels.set(left);
    if left == 0 {
        part.must_cancel.set(false);
    }
    if exception.is_null() || left > timeout.cancelling.get() {
        return Ok(None);
    }
    if !vm.type_of(exception).is_subtype(&future::cancelled_error(vm)) {
        insert_timeout_error(vm, exception);
        if vm.type_of(exception).is_subtype(&vm.exceptions().exception_group) {
            for inner in vm.collect(&vm.get_attr_str(exception, "exceptions")?)? {
                insert_timeout_error(vm, &inner);
            }
        }
        return Ok(None);
    }
    let error = minipy_vm::types::exception::new_exception(vm, &vm.exceptions().timeout_error, Vec::new());
    if let Some(object) = error.downcast::<ExceptionObj>() {
        object.cause.set(exception.clone());
        object.context.set(exception.clone());
        object.suppress_context.set(true);
    }
    Ok(Some(error))
}

/// An exception came out of the body instead of the cancellation: a TimeoutError goes between the two in its chain.
fn insert_timeout_error(vm: &Vm, exception: &Value) {
    let mut at = exception.clone();
    while let Some(object) = at.downcast::<ExceptionObj>() {
        let context = object.context.get();
        if context.is_null() {
            return;
        }
        if vm.type_of(&context).is_subtype(&future::cancelled_error(vm)) {
            let error = minipy_vm::types::exception::new_exception(vm, &vm.exceptions().timeout_error, Vec::new());
            if let Some(made) = error.downcast::<ExceptionObj>() {
                made.cause.set(context.clone());
                made.context.set(context);
                made.suppress_context.set(true);
            }
            object.context.set(error);
            return;
        }
        at = context;
    }
}

fn aexit(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(coroutine::new(
        vm,
        "Timeout.__aexit__",
        |vm, c, _| {
            let exception = c.slot(1);
            let exception = if exception.is_none() { Value::NULL } else { exception };
            match leave(vm, &c.slot(0), &exception)? {
                Some(error) => Err(vm.raise(error)),
                None => Ok(Next::Return(Value::NONE)),
            }
        },
        vec![args[0].clone(), args[2].clone()],
    ))
}

/// `wait_for(fut, timeout)`
pub(crate) fn wait_for(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(coroutine::new(vm, "wait_for", wait_for_step, vec![args[0].clone(), args[1].clone()]))
}

/// States: 0 started, 1 awaits the awaitable inside a timeout, 2 awaits it without one, 3 waits for a cancelled one.
fn wait_for_step(vm: &Vm, this: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    match this.state.get() {
        0 => {
            let (awaitable, limit) = (this.slot(0), this.slot(1));
            let Some(limit) = limit.not_none() else {
                this.state.set(2);
                return Ok(Next::Await(awaitable));
            };
            let delay = vm.f64_arg(limit)?;
            if delay <= 0.0 {
                let object = crate::run::ensure_future(vm, &awaitable, None)?;
                let future = future::this(vm, &object)?;
                if future.is_done() {
                    return future.outcome(vm).map(Next::Return);
                }
                future::cancel(vm, &object, &Value::NONE)?;
                this.state.set(3);
                return Ok(Next::Await(object));
            }
            let scope = make(vm, Some(now(vm) + delay));
            enter(vm, &scope)?;
            this.set_slot(2, scope);
            this.state.set(1);
            Ok(Next::Await(awaitable))
        }
        1 => {
            let scope = this.slot(2);
            match outcome {
                Ok(value) => {
                    leave(vm, &scope, &Value::NULL)?;
                    Ok(Next::Return(value))
                }
                Err(raised) => {
                    let exception = vm.take_exception(raised);
                    match leave(vm, &scope, &exception)? {
                        Some(error) => Err(vm.raise(error)),
                        None => Err(vm.raise_again(exception)),
                    }
                }
            }
        }
        2 => outcome.map(Next::Return),
        _ => match outcome {
            Ok(value) => Ok(Next::Return(value)),
            Err(raised) if future::is_cancelled(vm, &raised) => {
                let cause = vm.take_exception(raised);
                let error = minipy_vm::types::exception::new_exception(vm, &vm.exceptions().timeout_error, Vec::new());
                if let Some(object) = error.downcast::<ExceptionObj>() {
                    object.cause.set(cause.clone());
                    object.context.set(cause);
                    object.suppress_context.set(true);
                }
                Err(vm.raise(error))
            }
            Err(raised) => Err(raised),
        },
    }
}
