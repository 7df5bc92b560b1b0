//! Generators and coroutines: the types, methods and attributes.

use crate::exc;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::interp::frames;
use crate::interp::generator::{Resume, close, resume};
use crate::native::{Args, GetSetDef, MethodDef, PyResult, Raised};
use crate::slots::{Sent, Slots};
use crate::types::generator::{GenKind, GenObj, GenState};
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

const SLOTS: Slots = Slots { repr: Some(gen_repr), send: Some(gen_send), finalize: Some(gen_finalize), ..Slots::EMPTY };
const FLAGS: u32 = TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER | TypeFlags::NO_INSTANTIATION;

/// The type `generator`.
pub static TYPE: TypeDef = TypeDef {
    name: "generator",
    layout: Some(GenObj::LAYOUT),
    shape: crate::shape::fixed::GENERATOR,
    flags: FLAGS,
    slots: Slots { iter: Some(gen_iter), next: Some(gen_next), ..SLOTS },
    methods: METHODS,
    getset: GENERATOR_GETSET,
    ..TypeDef::EMPTY
};

/// The type `coroutine`.
pub static COROUTINE_TYPE: TypeDef = TypeDef {
    name: "coroutine",
    layout: Some(GenObj::LAYOUT),
    shape: crate::shape::fixed::COROUTINE,
    flags: FLAGS,
    slots: Slots { await_: Some(coro_await), ..SLOTS },
    methods: METHODS,
    getset: COROUTINE_GETSET,
    ..TypeDef::EMPTY
};

/// The methods of generators and coroutines; the first one is `send`.
pub(crate) static METHODS: &[MethodDef] = methods! {
    "send" F2(send_method) "(self, arg, /)" "send(value) -> send 'value' into generator / coroutine,\nreturn next iterated value or raise StopIteration.";
    "throw" FV(throw_method) "(self, typ, val=None, tb=None, /)" "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator / coroutine, return next yielded value or raise\nStopIteration.";
    "close" F1(close_method) "(self, /)" "close() -> raise GeneratorExit inside generator / coroutine.";
    "__sizeof__" F1(sizeof_method) "(self, /)" "gen.__sizeof__() -> size of gen in memory, in bytes";
    [class] "__class_getitem__" F2(class_getitem) "(cls, item, /)" "See PEP 585";
};

static GENERATOR_GETSET: &[GetSetDef] = getset! {
    "__name__" get_name, set_name, "name of the generator";
    "__qualname__" get_qualname, set_qualname, "qualified name of the generator";
    "gi_yieldfrom" get_delegate, "object being iterated by yield from, or None";
    "gi_running" get_running, "whether it runs now";
    "gi_suspended" get_suspended, "whether it is suspended";
    "gi_frame" get_frame, "its frame, or None";
    "gi_code" get_code, "its code";
};

static COROUTINE_GETSET: &[GetSetDef] = getset! {
    "__name__" get_name, set_name, "name of the coroutine";
    "__qualname__" get_qualname, set_qualname, "qualified name of the coroutine";
    "cr_await" get_delegate, "object being awaited on, or None";
    "cr_running" get_running, "whether it runs now";
    "cr_suspended" get_suspended, "whether it is suspended";
    "cr_frame" get_frame, "its frame, or None";
    "cr_code" get_code, "its code";
    [member] "cr_origin" get_origin, exc::readonly_member, "where it was created, if tracked";
};

/// The generator, coroutine or async generator that `self` is.
pub(crate) fn this_gen<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a GenObj> {
    match this.downcast::<GenObj>() {
        Some(generator) => Ok(generator),
        None => {
            let got = vm.type_of(this).name_str();
            Err(exc::type_error(vm, &format!("descriptor requires a 'generator' object but received '{got}'")))
        }
    }
}

fn gen_repr(vm: &Vm, this: &Value) -> PyResult {
    let generator = this_gen(vm, this)?;
    let noun = match generator.kind {
        GenKind::Generator => "generator",
        GenKind::Coroutine => "coroutine",
        GenKind::AsyncGenerator => "async_generator",
    };
    let name = crate::types::str_::lossy(&generator.qualname());
    Ok(vm.str(&format!("<{noun} object {name} at {:#x}>", this.bits())))
}

fn gen_iter(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn gen_next(vm: &Vm, this: &Value) -> PyResult {
    let generator = this_gen(vm, this)?;
    Ok(resume(vm, generator, Resume::Send(Value::NONE))?.item())
}

fn gen_send(vm: &Vm, this: &Value, value: &Value) -> PyResult<Sent> {
    resume(vm, this_gen(vm, this)?, Resume::Send(value.clone()))
}

/// A step as a method gives it: the yielded value, or StopIteration.
fn yielded(vm: &Vm, sent: Sent) -> PyResult {
    match sent {
        Sent::Yield(value) => Ok(value),
        Sent::Return(value) => Err(exc::stop_iteration(vm, &value)),
    }
}

fn send_method(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let sent = resume(vm, this_gen(vm, this)?, Resume::Send(value.clone()))?;
    yielded(vm, sent)
}

/// What a class of exceptions makes of the value that `throw` got for it.
fn instance_of(vm: &Vm, class: &Value, value: Value) -> PyResult {
    let exception = if vm.type_of(&value).has_flag(TypeFlags::EXCEPTION_SUBCLASS) {
        value
    } else if value.is_none() {
        vm.call0(class)?
    } else if value.downcast::<crate::types::tuple::TupleObj>().is_some() {
        let args = vm.collect(&value)?;
        vm.call(class, &args)?
    } else {
        vm.call1(class, &value)?
    };
    // What a class makes of itself may be anything.
    if !vm.type_of(&exception).has_flag(TypeFlags::EXCEPTION_SUBCLASS) {
        let (class, got) = (vm.repr_string(class)?, vm.type_of(&exception).name_str());
        let message = format!("calling {class} should have returned an instance of BaseException, not {got}");
        return Err(exc::type_error(vm, &message));
    }
    Ok(exception)
}

/// The exception that the arguments of `throw` stand for.
pub fn thrown(vm: &Vm, args: &[Value]) -> PyResult {
    warn_of_signature(vm, "throw", args.len())?;
    exception_of(vm, args)
}

/// The warning about more arguments than an exception.
pub fn warn_of_signature(vm: &Vm, name: &str, count: usize) -> PyResult<()> {
    if count > 1 {
        let message =
            format!("the (type, exc, tb) signature of {name}() is deprecated, use the single-arg signature instead.");
        crate::warn::warn(vm, &vm.exceptions().deprecation_warning, &message)?;
    }
    Ok(())
}

/// The exception that the arguments of `throw` stand for.
pub fn exception_of(vm: &Vm, args: &[Value]) -> PyResult {
    let class = args.first().cloned().unwrap_or(Value::NONE);
    let value = args.get(1).cloned().unwrap_or(Value::NONE);
    let traceback = args.get(2).cloned().unwrap_or(Value::NONE);
    if !traceback.is_none() && traceback.downcast::<crate::types::traceback::TracebackObj>().is_none() {
        return Err(exc::type_error(vm, "throw() third argument must be a traceback object"));
    }
    let is_class =
        class.downcast::<crate::types::type_::TypeObj>().is_some_and(|c| c.has_flag(TypeFlags::EXCEPTION_SUBCLASS));
    let exception = if is_class {
        // If no exception can be made, the one that says so is thrown.
        match instance_of(vm, &class, value) {
            Ok(exception) => exception,
            Err(raised) => vm.take_exception(raised),
        }
    } else if vm.type_of(&class).has_flag(TypeFlags::EXCEPTION_SUBCLASS) {
        if !value.is_none() {
            return Err(exc::type_error(vm, "instance exception may not have a separate value"));
        }
        class.clone()
    } else {
        let name = vm.type_of(&class).name_str();
        let message = format!("exceptions must be classes or instances deriving from BaseException, not {name}");
        return Err(exc::type_error(vm, &message));
    };
    if !traceback.is_none()
        && let Some(object) = exception.downcast::<crate::types::exception::ExceptionObj>()
    {
        object.traceback.set(traceback);
    }
    Ok(exception)
}

fn throw_method(vm: &Vm, args: &Args) -> PyResult {
    if args.pos.len() < 2 || args.pos.len() > 4 {
        let given = args.pos.len().saturating_sub(1);
        return Err(exc::positional_count(vm, "throw", given, 1, 3));
    }
    let generator = this_gen(vm, &args.pos[0])?;
    let exception = thrown(vm, &args.pos[1..])?;
    let sent = throw_into(vm, generator, exception)?;
    yielded(vm, sent)
}

/// Raises an exception at the point where a generator is suspended.
pub fn throw_into(vm: &Vm, generator: &GenObj, exception: Value) -> PyResult<Sent> {
    resume(vm, generator, Resume::Throw(exception))
}

fn close_method(vm: &Vm, this: &Value) -> PyResult {
    close(vm, this_gen(vm, this)?)
}

pub(crate) fn sizeof_method(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(crate::heap::dealloc::size_of_object(this) as i64))
}

pub(crate) fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    crate::types::generic_alias::new_alias(vm, class, item)
}

/// What happens to a generator that nobody refers to any more: a suspended one is closed; a coroutine that was never
/// awaited is reported.
fn gen_finalize(vm: &Vm, this: &Value) -> PyResult<()> {
    let generator = this_gen(vm, this)?;
    match generator.state.get() {
        GenState::Finished | GenState::Running => Ok(()),
        GenState::Created => {
            if generator.kind == GenKind::Coroutine && !generator.flag.get() {
                crate::warn::coroutine_never_awaited(vm, generator);
            }
            Ok(())
        }
        GenState::Suspended => {
            if let Err(raised) = close(vm, generator) {
                not_closed(vm, this, raised);
            }
            Ok(())
        }
    }
}

/// Reports that a generator, which nobody refers to any more, raised an exception when it was closed.
pub(crate) fn not_closed(vm: &Vm, generator: &Value, raised: Raised) {
    let exception = vm.take_exception(raised);
    crate::unraisable::report(vm, &exception, Some("Exception ignored while closing generator"), generator);
}

fn coro_await(vm: &Vm, this: &Value) -> PyResult {
    let wrapper = CoroutineWrapper { coroutine: this.clone() };
    Ok(vm.alloc(&vm.types().coroutine_wrapper, wrapper).into_value())
}

pub(crate) fn get_name(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_gen(vm, this)?.name())
}

pub(crate) fn set_name(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let generator = this_gen(vm, this)?;
    generator.name.set(string(vm, "__name__", value)?);
    Ok(())
}

pub(crate) fn get_qualname(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_gen(vm, this)?.qualname())
}

pub(crate) fn set_qualname(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let generator = this_gen(vm, this)?;
    generator.qualname.set(string(vm, "__qualname__", value)?);
    Ok(())
}

fn string(vm: &Vm, attr: &str, value: Option<&Value>) -> PyResult {
    match value {
        Some(value) if value.downcast::<StrObj>().is_some() => Ok(value.clone()),
        _ => Err(exc::type_error(vm, &format!("{attr} must be set to a string object"))),
    }
}

pub(crate) fn get_delegate(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_gen(vm, this)?.delegate().unwrap_or(Value::NONE))
}

pub(crate) fn get_running(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(this_gen(vm, this)?.is_running()))
}

pub(crate) fn get_suspended(vm: &Vm, this: &Value) -> PyResult {
    let generator = this_gen(vm, this)?;
    Ok(Value::bool(generator.state.get() == GenState::Suspended && !generator.is_running()))
}

pub(crate) fn get_frame(vm: &Vm, this: &Value) -> PyResult {
    let generator = this_gen(vm, this)?;
    if generator.is_finished() {
        return Ok(Value::NONE);
    }
    Ok(frames::generator_frame(vm, generator).into_value())
}

pub(crate) fn get_code(vm: &Vm, this: &Value) -> PyResult {
    let generator = this_gen(vm, this)?;
    Ok(generator.function().code.borrow().value().clone())
}

fn get_origin(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_gen(vm, this)?.extra.get().non_null().unwrap_or(Value::NONE))
}

/// The struct inside `coroutine_wrapper` objects.
pub struct CoroutineWrapper {
    coroutine: Value,
}

static WRAPPER_LAYOUT: Layout = Layout::of::<CoroutineWrapper>("coroutine_wrapper");

impl HeapObject for CoroutineWrapper {
    const LAYOUT: &'static Layout = &WRAPPER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.coroutine);
    }
}

/// The type `coroutine_wrapper`: what `coroutine.__await__()` gives.
pub static COROUTINE_WRAPPER_TYPE: TypeDef = TypeDef {
    name: "coroutine_wrapper",
    layout: Some(&WRAPPER_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(gen_iter), next: Some(wrapper_next), send: Some(wrapper_send), ..Slots::EMPTY },
    methods: WRAPPER_METHODS,
    ..TypeDef::EMPTY
};

static WRAPPER_METHODS: &[MethodDef] = methods! {
    "send" F2(wrapper_send_method) "(self, arg, /)" "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration.";
    "throw" FV(wrapper_throw) "(self, typ, val=None, tb=None, /)" "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next yielded value or raise StopIteration.";
    "close" F1(wrapper_close) "(self, /)" "close() -> raise GeneratorExit inside coroutine.";
};

fn wrapped(vm: &Vm, this: &Value) -> PyResult {
    match this.downcast::<CoroutineWrapper>() {
        Some(wrapper) => Ok(wrapper.coroutine.clone()),
        None => Err(wrong(vm)),
    }
}

#[cold]
fn wrong(vm: &Vm) -> Raised {
    exc::type_error(vm, "descriptor requires a 'coroutine_wrapper' object")
}

fn wrapper_next(vm: &Vm, this: &Value) -> PyResult {
    let coroutine = wrapped(vm, this)?;
    gen_next(vm, &coroutine)
}

fn wrapper_send(vm: &Vm, this: &Value, value: &Value) -> PyResult<Sent> {
    let coroutine = wrapped(vm, this)?;
    gen_send(vm, &coroutine, value)
}

fn wrapper_send_method(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let coroutine = wrapped(vm, this)?;
    send_method(vm, &coroutine, value)
}

fn wrapper_throw(vm: &Vm, args: &Args) -> PyResult {
    let mut pos = args.pos.to_vec();
    match pos.first_mut() {
        Some(first) => *first = wrapped(vm, first)?,
        None => return Err(wrong(vm)),
    }
    throw_method(vm, &Args { pos: &pos, ..*args })
}

fn wrapper_close(vm: &Vm, this: &Value) -> PyResult {
    let coroutine = wrapped(vm, this)?;
    close_method(vm, &coroutine)
}
