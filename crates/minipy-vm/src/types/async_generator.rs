//! Async generators (PEP 525): the type, and the awaitables that `__anext__`, `asend`, `athrow` and `aclose` give.

use std::cell::Cell;

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::interp::generator::{Resume, resume};
use crate::native::{Args, GetSetDef, MethodDef, PyResult, Raised};
use crate::slots::{Sent, Slots};
use crate::types::generator::methods as gen_methods;
use crate::types::generator::{GenObj, GenState};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `async_generator`.
pub static TYPE: TypeDef = TypeDef {
    name: "async_generator",
    layout: Some(GenObj::LAYOUT),
    flags: TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER | TypeFlags::NO_INSTANTIATION,
    slots: Slots { repr: Some(repr), aiter: Some(aiter), anext: Some(anext), finalize: Some(finalize), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "asend" F2(asend) "(self, value, /)" "asend(v) -> send 'v' in generator.";
    "athrow" FV(athrow) "(self, typ, val=None, tb=None, /)" "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.";
    "aclose" F1(aclose) "(self, /)" "aclose() -> raise GeneratorExit inside generator.";
    "__sizeof__" F1(gen_methods::sizeof_method) "(self, /)" "gen.__sizeof__() -> size of gen in memory, in bytes";
    [class] "__class_getitem__" F2(gen_methods_class_getitem) "(cls, item, /)" "See PEP 585";
};

static GETSET: &[GetSetDef] = getset! {
    "__name__" gen_methods::get_name, gen_methods::set_name, "name of the async generator";
    "__qualname__" gen_methods::get_qualname, gen_methods::set_qualname, "qualified name of the async generator";
    "ag_await" gen_methods::get_delegate, "object being awaited on, or None";
    "ag_frame" gen_methods::get_frame, "its frame, or None";
    "ag_code" gen_methods::get_code, "its code";
    [member] "ag_running" get_running, exc::readonly_member, "whether an asend, athrow or aclose is under way";
    "ag_suspended" gen_methods::get_suspended, "whether it is suspended";
};

fn gen_methods_class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    gen_methods::class_getitem(vm, class, item)
}

/// The hooks of `sys.set_asyncgen_hooks`, one pair for each thread.
#[derive(Default)]
pub struct AsyncGenHooks {
    /// Called when an async generator is iterated for the first time; NULL for none.
    pub firstiter: PyCell<Value>,
    /// Called when an async generator is about to be destroyed before its end; NULL for none.
    pub finalizer: PyCell<Value>,
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let generator = gen_methods::this_gen(vm, this)?;
    let name = crate::types::str_::lossy(&generator.qualname());
    Ok(vm.str(&format!("<async_generator object {name} at {:#x}>", this.bits())))
}

fn aiter(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn get_running(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(gen_methods::this_gen(vm, this)?.running_async.get()))
}

/// Calls the hooks when the generator is used for the first time.
pub(crate) fn first_use(vm: &Vm, this: &Value) -> PyResult<()> {
    let generator = gen_methods::this_gen(vm, this)?;
    if generator.flag.replace(true) {
        return Ok(());
    }
    let hooks = vm.thread_state::<AsyncGenHooks>();
    generator.extra.set(hooks.finalizer.get());
    let first = hooks.firstiter.get();
    if !first.is_null() {
        vm.call1(&first, this)?;
    }
    Ok(())
}

fn finalize(vm: &Vm, this: &Value) -> PyResult<()> {
    let generator = gen_methods::this_gen(vm, this)?;
    if generator.state.get() != GenState::Suspended {
        return Ok(());
    }
    let finalizer = generator.extra.get();
    if !finalizer.is_null() {
        return vm.call1(&finalizer, this).map(drop);
    }
    if let Err(raised) = crate::interp::generator::close(vm, generator) {
        gen_methods::not_closed(vm, this, raised);
    }
    Ok(())
}

/// What an awaitable of an async generator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Send,
    Throw,
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Init,
    Iter,
    Closed,
}

/// The struct inside `async_generator_asend` and `async_generator_athrow` objects.
struct StepObj {
    generator: Value,
    action: Action,
    progress: Cell<Progress>,
    /// The value to send, or the exception to throw.
    value: PyCell<Value>,
}

static STEP_LAYOUT: Layout = Layout::of::<StepObj>("async_generator_asend");

impl HeapObject for StepObj {
    const LAYOUT: &'static Layout = &STEP_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.generator);
        visit(&self.value.borrow());
    }

    fn clear(&self) {
        drop(self.value.take());
    }
}

/// Whether a dying object is an awaitable of an async generator that has been awaited: its finaliser would do nothing.
pub(crate) fn is_awaited_step(header: &crate::heap::Header) -> bool {
    header.downcast::<StepObj>().is_some_and(|step| step.progress.get() != Progress::Init)
}

const STEP_SLOTS: Slots = Slots {
    iter: Some(step_self),
    await_: Some(step_self),
    next: Some(step_next),
    send: Some(step_send),
    finalize: Some(step_finalize),
    ..Slots::EMPTY
};

pub(crate) static ASEND_TYPE: TypeDef = TypeDef {
    name: "async_generator_asend",
    layout: Some(&STEP_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::HAS_FINALIZER,
    slots: STEP_SLOTS,
    methods: STEP_METHODS,
    ..TypeDef::EMPTY
};

pub(crate) static ATHROW_TYPE: TypeDef = TypeDef {
    name: "async_generator_athrow",
    layout: Some(&STEP_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::HAS_FINALIZER,
    slots: STEP_SLOTS,
    methods: STEP_METHODS,
    ..TypeDef::EMPTY
};

static STEP_METHODS: &[MethodDef] = methods! {
    "send" F2(step_send_method) "(self, arg, /)" "send(value) -> send 'value' into generator / coroutine,\nreturn next iterated value or raise StopIteration.";
    "throw" FV(step_throw_method) "(self, typ, val=None, tb=None, /)" "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator / coroutine, return next yielded value or raise\nStopIteration.";
    "close" F1(step_close_method) "(self, /)" "close() -> raise GeneratorExit inside generator / coroutine.";
};

fn new_step(vm: &Vm, this: &Value, action: Action, value: Value) -> PyResult {
    first_use(vm, this)?;
    let types = vm.types();
    let ty = if action == Action::Send { &types.async_generator_asend } else { &types.async_generator_athrow };
    let step =
        StepObj { generator: this.clone(), action, progress: Cell::new(Progress::Init), value: PyCell::new(value) };
    Ok(vm.alloc(ty, step).into_value())
}

/// An awaitable of `__anext__()` that has begun already: the generator waits for something that its body awaits.
pub(crate) fn waiting_step(vm: &Vm, this: &Value) -> Value {
    let step = StepObj {
        generator: this.clone(),
        action: Action::Send,
        progress: Cell::new(Progress::Iter),
        value: PyCell::new(Value::NONE),
    };
    vm.alloc(&vm.types().async_generator_asend, step).into_value()
}

/// `__anext__()`, whose result is its own iterator.
pub(crate) fn anext(vm: &Vm, this: &Value) -> PyResult {
    new_step(vm, this, Action::Send, Value::NONE)
}

fn asend(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    new_step(vm, this, Action::Send, value.clone())
}

fn athrow(vm: &Vm, args: &Args) -> PyResult {
    let [generator, exception @ ..] = args.pos else { return Ok(Value::NONE) };
    gen_methods::warn_of_signature(vm, "athrow", exception.len())?;
    // Whether that is an exception is seen when the awaitable runs.
    new_step(vm, generator, Action::Throw, vm.tuple(exception.to_vec()))
}

/// What the arguments of `athrow` throw.
fn athrown(vm: &Vm, step: &StepObj) -> PyResult {
    let args = step.value.get();
    let args = args.downcast::<TupleObj>().map_or(&[][..], TupleObj::items);
    if args.is_empty() || args.len() > 3 {
        return Err(exc::positional_count(vm, "athrow", args.len(), 1, 3));
    }
    gen_methods::exception_of(vm, args)
}

fn aclose(vm: &Vm, this: &Value) -> PyResult {
    new_step(vm, this, Action::Close, Value::NULL)
}

/// Warns of an awaitable that nobody awaited.
fn step_finalize(vm: &Vm, this: &Value) -> PyResult<()> {
    let step = step_of(vm, this)?;
    if step.progress.get() == Progress::Init {
        let method = match step.action {
            Action::Send => "asend",
            Action::Throw => "athrow",
            Action::Close => "aclose",
        };
        crate::warn::method_never_awaited(vm, method, gen_methods::this_gen(vm, &step.generator)?);
    }
    Ok(())
}

fn step_self(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn step_of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a StepObj> {
    match this.downcast::<StepObj>() {
        Some(step) => Ok(step),
        None => Err(exc::type_error(vm, "descriptor requires an awaitable of an async generator")),
    }
}

fn step_next(vm: &Vm, this: &Value) -> PyResult {
    Ok(step_send(vm, this, &Value::NONE)?.item())
}

fn step_send_method(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    match step_send(vm, this, value)? {
        Sent::Yield(value) => Ok(value),
        Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
    }
}

#[cold]
fn reused(vm: &Vm, action: Action) -> Raised {
    let what = if action == Action::Send { "__anext__()/asend()" } else { "aclose()/athrow()" };
    exc::runtime_error(vm, &format!("cannot reuse already awaited {what}"))
}

#[cold]
fn already_running(vm: &Vm, action: Action) -> Raised {
    let what = match action {
        Action::Send => "anext",
        Action::Throw => "athrow",
        Action::Close => "aclose",
    };
    exc::runtime_error(vm, &format!("{what}(): asynchronous generator is already running"))
}

fn step_send(vm: &Vm, this: &Value, value: &Value) -> PyResult<Sent> {
    let step = step_of(vm, this)?;
    let generator = gen_methods::this_gen(vm, &step.generator)?;
    generator.yielded.set(false);
    match step.progress.get() {
        Progress::Closed => return Err(reused(vm, step.action)),
        Progress::Iter => {
            let result = resume(vm, generator, Resume::Send(value.clone()));
            return settle(vm, step, generator, result);
        }
        Progress::Init => {}
    }
    if generator.running_async.get() {
        step.progress.set(Progress::Closed);
        return Err(already_running(vm, step.action));
    }
    if step.action != Action::Send {
        if generator.is_finished() {
            step.progress.set(Progress::Closed);
            return Ok(Sent::Return(Value::NONE));
        }
        if generator.closed.get() {
            step.progress.set(Progress::Closed);
            return Err(vm.raise_with(&vm.exceptions().stop_async_iteration, Vec::new()));
        }
        if !value.is_none() {
            return Err(exc::runtime_error(vm, "can't send non-None value to a just-started coroutine"));
        }
    }
    step.progress.set(Progress::Iter);
    generator.running_async.set(true);
    let keep = step.generator.clone();
    let result = match step.action {
        Action::Send => {
            let own = step.value.get();
            let value = if value.is_none() { own } else { value.clone() };
            resume(vm, generator, Resume::Send(value))
        }
        Action::Throw => athrown(vm, step).and_then(|exception| resume(vm, generator, Resume::Throw(exception))),
        Action::Close => {
            generator.closed.set(true);
            if generator.state.get() == GenState::Created {
                crate::interp::generator::close(vm, generator).map(Sent::Return)
            } else {
                let class = &vm.exceptions().generator_exit;
                let exit = crate::types::exception::new_exception(vm, class, Vec::new());
                resume(vm, generator, Resume::Throw(exit))
            }
        }
    };
    let result = settle(vm, step, generator, result);
    drop(keep);
    result
}

/// Turns what the generator's body did into what the awaitable does.
fn settle(vm: &Vm, step: &StepObj, generator: &GenObj, result: PyResult<Sent>) -> PyResult<Sent> {
    let ended = || {
        step.progress.set(Progress::Closed);
        generator.running_async.set(false);
    };
    match result {
        Ok(Sent::Yield(value)) => {
            if !generator.yielded.replace(false) {
                // What it awaits has yielded.
                return Ok(Sent::Yield(value));
            }
            ended();
            if step.action == Action::Close {
                return Err(exc::runtime_error(vm, "async generator ignored GeneratorExit"));
            }
            Ok(Sent::Return(value))
        }
        Ok(Sent::Return(_)) => {
            ended();
            if step.action == Action::Close {
                return Ok(Sent::Return(Value::NONE));
            }
            Err(vm.raise_with(&vm.exceptions().stop_async_iteration, Vec::new()))
        }
        Err(raised) => {
            ended();
            let exceptions = vm.exceptions();
            let end = exc::is_instance(vm, &raised, &exceptions.stop_async_iteration)
                || exc::is_instance(vm, &raised, &exceptions.generator_exit);
            if step.action == Action::Close && end {
                drop(vm.take_exception(raised));
                return Ok(Sent::Return(Value::NONE));
            }
            Err(raised)
        }
    }
}

fn step_throw_method(vm: &Vm, args: &Args) -> PyResult {
    if args.pos.len() < 2 || args.pos.len() > 4 {
        let given = args.pos.len().saturating_sub(1);
        return Err(exc::positional_count(vm, "throw", given, 1, 3));
    }
    let step = step_of(vm, &args.pos[0])?;
    let generator = gen_methods::this_gen(vm, &step.generator)?;
    generator.yielded.set(false);
    match step.progress.get() {
        Progress::Closed => return Err(reused(vm, step.action)),
        Progress::Init => {
            if generator.running_async.get() {
                step.progress.set(Progress::Closed);
                return Err(already_running(vm, step.action));
            }
            step.progress.set(Progress::Iter);
            generator.running_async.set(true);
        }
        Progress::Iter => {}
    }
    let exception = gen_methods::thrown(vm, &args.pos[1..])?;
    let result = resume(vm, generator, Resume::Throw(exception));
    match settle(vm, step, generator, result)? {
        Sent::Yield(value) => Ok(value),
        Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
    }
}

fn step_close_method(vm: &Vm, this: &Value) -> PyResult {
    let step = step_of(vm, this)?;
    if step.progress.get() == Progress::Closed {
        return Ok(Value::NONE);
    }
    let class = &vm.exceptions().generator_exit;
    let exit = crate::types::exception::new_exception(vm, class, Vec::new());
    let args = [this.clone(), exit];
    match step_throw_method(vm, &Args::positional(&args)) {
        Ok(_) => Err(exc::runtime_error(vm, "coroutine ignored GeneratorExit")),
        Err(raised) => {
            let exceptions = vm.exceptions();
            let end = [&exceptions.stop_iteration, &exceptions.stop_async_iteration, &exceptions.generator_exit]
                .into_iter()
                .any(|class| exc::is_instance(vm, &raised, class));
            if end {
                drop(vm.take_exception(raised));
                return Ok(Value::NONE);
            }
            Err(raised)
        }
    }
}
