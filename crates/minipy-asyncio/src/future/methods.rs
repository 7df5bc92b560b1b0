//! The methods and attributes of futures, as programs call them.

use minipy_vm::heap::PyCell;
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::bind::{bind_params, parse_signature};
use minipy_vm::types::exception::ExceptionObj;
use minipy_vm::types::type_::{TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use crate::event_loop::LoopObj;

use super::{
    Callback, FutureObj, NOT_INITIALISED, OnceValue, State, cancel, initialised, invalid_state, report_unretrieved,
    this,
};

pub(super) static METHODS: &[MethodDef] = methods! {
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
    "_make_cancelled_error" F1(make_cancelled_error) "(self, /)" "Create the CancelledError to raise if the Future is cancelled.\n\nThis should only be called once when handling a cancellation since\nit erases the context exception value.";
    [class] "__class_getitem__" F2(class_getitem) "(cls, item, /)" "See PEP 585";
};

pub(super) static GETSET: &[GetSetDef] = getset! {
    "_state" get_state, "State as text.";
    "_loop" get_loop, "The event loop.";
    "_result" get_result, "The result.";
    "_exception" get_exception, "The exception.";
    "_callbacks" get_callbacks, "The callbacks.";
    "_asyncio_future_blocking" get_blocking, set_blocking, "Whether a task is about to wait.";
    "_log_traceback" get_log, set_log, "Whether the exception is still to be reported.";
    "_cancel_message" get_cancel_message, set_cancel_message, "Argument of cancel().";
    "_asyncio_awaited_by" get_awaited_by, "Who waits for it.";
    "_source_traceback" get_source, "Where it was created.";
};

pub(super) fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, FutureObj::new(OnceValue::default(), None)).into_value())
}

/// `Future(*, loop=None)`
pub(super) fn init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
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

pub(super) fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<FutureObj>().map(|f| &f.dict)
}

pub(super) fn finalize(vm: &Vm, object: &Value) -> PyResult<()> {
    let future = this(vm, object)?;
    if let Some(task) = &future.task {
        return crate::task::finalize(vm, object, future, task);
    }
    report_unretrieved(vm, object, future, "Future")
}

pub(super) fn repr(vm: &Vm, object: &Value) -> PyResult {
    let future = initialised(vm, object)?;
    let name = vm.type_of(object).plain_name();
    let state = match future.state.get() {
        State::Pending => "pending",
        State::Cancelled => "cancelled",
        State::Finished => "finished",
    };
    Ok(vm.str(&format!("<{name} {state}{}>", crate::reprs::future_details(vm, future)?)))
}

fn result_method(vm: &Vm, object: &Value) -> PyResult {
    let future = this(vm, object)?;
    if future.event_loop.is_null() {
        return Err(invalid_state(vm, NOT_INITIALISED));
    }
    future.outcome(vm)
}

fn exception_method(vm: &Vm, object: &Value) -> PyResult {
    let future = this(vm, object)?;
    match future.state.get() {
        State::Pending if future.event_loop.is_null() => Err(invalid_state(vm, NOT_INITIALISED)),
        State::Pending => Err(invalid_state(vm, "Exception is not set.")),
        State::Cancelled => Err(vm.raise(future.cancelled_error(vm))),
        State::Finished => {
            future.log_traceback.set(false);
            let exception = future.exception.get();
            if let Some(object) = exception.downcast::<ExceptionObj>()
                && let Some(traceback) = future.exception_traceback.take().non_null()
            {
                object.traceback.set(traceback);
            }
            Ok(exception.non_null().unwrap_or(Value::NONE))
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
    initialised(vm, object)?;
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
    initialised(vm, object)?;
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
    if this(vm, &args[0])?.event_loop.is_null() {
        return Err(exc::runtime_error(vm, "uninitialized Future object"));
    }
    let context = crate::context::given_or_copy(vm, args[2].given());
    this(vm, &args[0])?.add_callback(&args[0], Callback::Python(args[1].clone(), context));
    Ok(Value::NONE)
}

fn remove_done_callback(vm: &Vm, object: &Value, function: &Value) -> PyResult {
    let future = initialised(vm, object)?;
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

fn cancel_method(vm: &Vm, args: &[Value]) -> PyResult {
    let message = args[1].given().cloned().unwrap_or(Value::NONE);
    if this(vm, &args[0])?.task.is_none() {
        initialised(vm, &args[0])?;
    }
    cancel(vm, &args[0], &message).map(Value::bool)
}

fn cancelled_method(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(this(vm, object)?.state.get() == State::Cancelled))
}

fn done_method(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(this(vm, object)?.is_done()))
}

fn get_loop(vm: &Vm, object: &Value) -> PyResult {
    Ok(initialised(vm, object)?.event_loop.clone())
}

fn make_cancelled_error(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.cancelled_error(vm))
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

fn set_cancel_message(vm: &Vm, object: &Value, message: Option<&Value>) -> PyResult<()> {
    let Some(message) = message else { return Err(exc::attribute_error(vm, "cannot delete attribute")) };
    this(vm, object)?.cancel_message.set(message.clone());
    Ok(())
}

fn get_awaited_by(vm: &Vm, object: &Value) -> PyResult {
    let future = this(vm, object)?;
    let waiting = crate::call_graph::awaiters(vm, future);
    if waiting.is_empty() && !future.recorded_awaiters().1 {
        return Ok(Value::NONE);
    }
    vm.call(vm.types().frozenset.value(), &[vm.list(waiting)])
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
