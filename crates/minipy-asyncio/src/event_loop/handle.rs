//! `Handle` and `TimerHandle`: scheduled callbacks.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::written::bind;
use minipy_vm::slots::{CompareOp, Slots};
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, getset, methods};

/// The struct inside handles.
pub struct HandleObj {
    /// The callback; NULL after cancellation.
    pub callback: PyCell<Value>,
    /// Its arguments.
    pub args: PyCell<Vec<Value>>,
    /// The context, or NULL.
    pub context: PyCell<Value>,
    /// Whether it was cancelled.
    pub cancelled: Cell<bool>,
    /// The time of a timer handle.
    pub when: Option<f64>,
    event_loop: Value,
    /// Where it was made, in debug mode; NULL otherwise.
    pub(crate) source: Value,
}

static LAYOUT: Layout = Layout::of::<HandleObj>("Handle");

impl HeapObject for HandleObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.callback.borrow());
        self.args.borrow().iter().for_each(&mut *visit);
        visit(&self.context.borrow());
        visit(&self.event_loop);
        visit(&self.source);
    }

    fn clear(&self) {
        drop(self.callback.take());
        drop(self.args.take());
        drop(self.context.take());
    }
}

/// The type `Handle`.
pub static TYPE: TypeDef = TypeDef {
    name: "Handle",
    module: "asyncio.events",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Object returned by callback registration methods.",
    slots: Slots { new: Some(new_handle), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// The type `TimerHandle`.
pub static TIMER_TYPE: TypeDef = TypeDef {
    name: "TimerHandle",
    module: "asyncio.events",
    base: Some(&TYPE),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Object returned by timed callback registration methods.",
    slots: Slots { new: Some(new_timer), compare: Some(compare), hash: Some(hash), ..Slots::EMPTY },
    methods: TIMER_METHODS,
    getset: TIMER_GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "cancel" F1(cancel) "Handle.cancel(self)" "";
    "cancelled" F1(cancelled) "Handle.cancelled(self)" "";
    "get_context" F1(get_context) "Handle.get_context(self)" "";
    "_run" F1(run_method) "Handle._run(self)" "";
};

static TIMER_METHODS: &[MethodDef] = methods! {
    "cancel" F1(cancel) "TimerHandle.cancel(self)" "";
    "when" F1(when) "TimerHandle.when(self)" "Return a scheduled callback time.";
};

static TIMER_GETSET: &[GetSetDef] = getset! {
    "_when" when, "The time.";
};

static GETSET: &[GetSetDef] = getset! {
    "_callback" get_callback, "The callback.";
    "_args" get_args, "Its arguments.";
    "_cancelled" cancelled, "Whether it was cancelled.";
    "_loop" get_loop, "The loop.";
    "_context" get_context, "The context that the callback runs in.";
    "_source_traceback" get_source, "Where it was created, in debug mode.";
};

/// A new handle; `when` makes it a timer handle.
pub(crate) fn new(
    vm: &Vm,
    event_loop: &Value,
    callback: Value,
    args: Vec<Value>,
    context: Value,
    when: Option<f64>,
) -> Value {
    let in_debug = event_loop.downcast::<super::LoopObj>().is_some_and(|l| l.debug.get());
    let source = if in_debug { crate::debug::stack(vm) } else { Value::NULL };
    let def = if when.is_some() { &TIMER_TYPE } else { &TYPE };
    let handle = HandleObj {
        callback: PyCell::new(callback),
        args: PyCell::new(args),
        context: PyCell::new(context),
        cancelled: Cell::new(false),
        when,
        event_loop: event_loop.clone(),
        source,
    };
    vm.alloc(&vm.type_from_def(def), handle).into_value()
}

/// `Handle(callback, args, loop, context=None)`
fn new_handle(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let bound = bind(vm, "Handle.__init__", "(self, callback, args, loop, context=None)", args, 1)?;
    let [callback, args, event_loop, context] = &bound[..] else { return Ok(Value::NONE) };
    made_by_program(vm, ty, (callback, args, event_loop, context), None)
}

/// `TimerHandle(when, callback, args, loop, context=None)`
fn new_timer(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let bound = bind(vm, "TimerHandle.__init__", "(self, when, callback, args, loop, context=None)", args, 1)?;
    let [when, callback, args, event_loop, context] = &bound[..] else { return Ok(Value::NONE) };
    made_by_program(vm, ty, (callback, args, event_loop, context), Some(vm.f64_arg(when)?))
}

fn made_by_program(
    vm: &Vm,
    ty: &TypeRef,
    (callback, args, event_loop, context): (&Value, &Value, &Value, &Value),
    when: Option<f64>,
) -> PyResult {
    let debug = vm.call_method_str(event_loop, "get_debug", &[])?;
    let source = if vm.truth(&debug)? { crate::debug::stack(vm) } else { Value::NULL };
    let handle = HandleObj {
        callback: PyCell::new(callback.clone()),
        args: PyCell::new(vm.collect(args)?),
        context: PyCell::new(crate::context::given_or_copy(vm, Some(context))),
        cancelled: Cell::new(false),
        when,
        event_loop: event_loop.clone(),
        source,
    };
    Ok(vm.alloc(ty, handle).into_value())
}

fn run_method(vm: &Vm, value: &Value) -> PyResult {
    let event_loop = this(vm, value)?.event_loop.clone();
    run(vm, &event_loop, value)?;
    Ok(Value::NONE)
}

fn get_loop(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.event_loop.clone())
}

fn get_source(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.source.clone().non_null().unwrap_or(Value::NONE))
}

/// Timers compare by their times; equal ones also have the same callback.
fn compare(vm: &Vm, value: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (handle, Some(second)) = (this(vm, value)?, other.downcast::<HandleObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (Some(when), Some(then)) = (handle.when, second.when) else { return Ok(Value::NOT_IMPLEMENTED) };
    let equal = || -> PyResult<bool> {
        Ok(when == then
            && handle.cancelled.get() == second.cancelled.get()
            && vm.eq(&get_callback(vm, value)?, &get_callback(vm, other)?)?
            && vm.eq(&get_args(vm, value)?, &get_args(vm, other)?)?)
    };
    Ok(Value::bool(match op {
        CompareOp::Lt => when < then,
        CompareOp::Gt => when > then,
        CompareOp::Le => when < then || equal()?,
        CompareOp::Ge => when > then || equal()?,
        CompareOp::Eq => equal()?,
        CompareOp::Ne => !equal()?,
    }))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    vm.hash(&when(vm, value)?)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a HandleObj> {
    match value.downcast::<HandleObj>() {
        Some(handle) => Ok(handle),
        None => Err(exc::type_error(vm, "descriptor requires a 'Handle' object")),
    }
}

/// Runs a handle's callback, unless it was cancelled.
pub(super) fn run(vm: &Vm, event_loop: &Value, value: &Value) -> PyResult<()> {
    let handle = this(vm, value)?;
    if handle.cancelled.get() {
        return Ok(());
    }
    let (callback, args) = (handle.callback.get(), handle.args.borrow().clone());
    match crate::context::run_in(vm, &handle.context.get(), |vm| vm.call(&callback, &args)) {
        (Ok(_), _) => Ok(()),
        (Err(raised), made) => {
            // The exception handler runs in this context, also where the callback was the first to set something.
            if !made.is_null() {
                handle.context.set(made);
            }
            callback_failed(vm, event_loop, &callback, &args, value.clone(), raised)
        }
    }
}

/// A callback has raised: the loop's exception handler gets it; KeyboardInterrupt and SystemExit pass.
pub(crate) fn callback_failed(
    vm: &Vm,
    event_loop: &Value,
    callback: &Value,
    args: &[Value],
    handle: Value,
    raised: Raised,
) -> PyResult<()> {
    let exceptions = vm.exceptions();
    if exc::is_instance(vm, &raised, &exceptions.keyboard_interrupt)
        || exc::is_instance(vm, &raised, &exceptions.system_exit)
    {
        return Err(raised);
    }
    let exception = vm.take_exception(raised);
    let debug = event_loop.downcast::<super::LoopObj>().is_some_and(|l| l.debug.get());
    let text = callable_text(vm, callback, if debug { args } else { &[] })?;
    let context = vm.new_dict();
    let set = |key: &str, value: Value| context.set_name(vm, &vm.intern(key), value);
    set("message", vm.str(&format!("Exception in callback {text}")));
    set("exception", exception);
    let handle = match handle.non_null() {
        Some(handle) => handle,
        None => new(vm, event_loop, callback.clone(), args.to_vec(), Value::NULL, None),
    };
    let source = handle.downcast::<HandleObj>().map(|h| h.source.clone()).unwrap_or_default();
    if !source.is_null() {
        set("source_traceback", source);
    }
    set("handle", handle);
    vm.call_method_str(event_loop, "call_exception_handler", &[context.into_value()]).map(drop)
}

/// A callback as reprs show it: `name(args) at FILE:LINE`.
pub fn callable_text(vm: &Vm, callback: &Value, args: &[Value]) -> PyResult<String> {
    crate::reprs::callable(vm, callback, Some(args))
}

impl HandleObj {
    /// The callback is not to run any more.
    pub(crate) fn cancel(&self) {
        if !self.cancelled.replace(true) {
            drop(self.callback.take());
            drop(self.args.take());
        }
    }
}

fn cancel(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.cancel();
    Ok(Value::NONE)
}

fn cancelled(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.cancelled.get()))
}

fn get_context(vm: &Vm, value: &Value) -> PyResult {
    let handle = this(vm, value)?;
    let context = crate::context::materialize(vm, handle.context.get());
    handle.context.set(context.clone());
    Ok(context)
}

fn when(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.float(this(vm, value)?.when.unwrap_or(0.0)))
}

fn get_callback(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.callback.get().non_null().unwrap_or(Value::NONE))
}

fn get_args(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.tuple(this(vm, value)?.args.borrow().clone()))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let handle = this(vm, value)?;
    let mut parts = vec![vm.type_of(value).plain_name()];
    if handle.cancelled.get() {
        parts.push("cancelled".to_owned());
    }
    if let Some(when) = handle.when {
        parts.push(format!("when={}", vm.repr_string(&vm.float(when))?));
    }
    let callback = handle.callback.get();
    if !callback.is_null() {
        let args = if !handle.source.is_null() { handle.args.borrow().clone() } else { Vec::new() };
        parts.push(callable_text(vm, &callback, &args)?);
    }
    let made = crate::debug::created_at(vm, &handle.source)?;
    Ok(vm.str(&format!("<{}{made}>", parts.join(" "))))
}
