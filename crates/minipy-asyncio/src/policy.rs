//! Event loop policies, which are deprecated: the classes, and the functions that ask the policy for a loop.
//!
//! Without a policy of the program's own no policy object exists: the functions do natively what the default one does.

use minipy_vm::builtins::isinstance::is_instance;
use minipy_vm::native::MethodDef;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, methods, warn};

use crate::event_loop::{self, interface, state, thread};

/// `asyncio.AbstractEventLoopPolicy`
pub static ABSTRACT: TypeDef = TypeDef {
    name: "_AbstractEventLoopPolicy",
    module: "asyncio.events",
    flags: TypeFlags::BASETYPE | TypeFlags::WRITTEN,
    doc: "Abstract policy for accessing the event loop.",
    methods: ABSTRACT_METHODS,
    ..TypeDef::EMPTY
};

/// What the default policies have in common.
pub static BASE: TypeDef = TypeDef {
    name: "_BaseDefaultEventLoopPolicy",
    module: "asyncio.events",
    base: Some(&ABSTRACT),
    flags: TypeFlags::BASETYPE | TypeFlags::WRITTEN,
    doc: "Default policy implementation for accessing the event loop.",
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// `asyncio.DefaultEventLoopPolicy`
pub static DEFAULT: TypeDef = TypeDef {
    name: "_UnixDefaultEventLoopPolicy",
    module: "asyncio.unix_events",
    base: Some(&BASE),
    flags: TypeFlags::BASETYPE | TypeFlags::WRITTEN,
    doc: "UNIX event loop policy",
    ..TypeDef::EMPTY
};

static ABSTRACT_METHODS: &[MethodDef] = methods! {
    "get_event_loop" F1(missing1) "_AbstractEventLoopPolicy.get_event_loop(self)" "Get the event loop for the current context.";
    "set_event_loop" F2(missing2) "_AbstractEventLoopPolicy.set_event_loop(self, loop)" "Set the event loop for the current context to loop.";
    "new_event_loop" F1(missing1) "_AbstractEventLoopPolicy.new_event_loop(self)" "Create and return a new event loop object according to this policy's rules.";
};

static METHODS: &[MethodDef] = methods! {
    "get_event_loop" F1(get_method) "_BaseDefaultEventLoopPolicy.get_event_loop(self)" "Get the event loop for the current context.\n\nReturns an instance of EventLoop or raises an exception.";
    "set_event_loop" F2(set_method) "_BaseDefaultEventLoopPolicy.set_event_loop(self, loop)" "Set the event loop.";
    "new_event_loop" F1(new_method) "_BaseDefaultEventLoopPolicy.new_event_loop(self)" "Create a new event loop.\n\nYou must call set_event_loop() to make this the current event loop.";
};

#[cold]
fn missing(vm: &Vm) -> Raised {
    vm.raise_with(&vm.exceptions().not_implemented_error, Vec::new())
}

fn missing1(vm: &Vm, _this: &Value) -> PyResult {
    Err(missing(vm))
}

fn missing2(vm: &Vm, _this: &Value, _loop: &Value) -> PyResult {
    Err(missing(vm))
}

fn get_method(vm: &Vm, _this: &Value) -> PyResult {
    event_loop::set_or_error(vm)
}

fn set_method(vm: &Vm, _this: &Value, event_loop: &Value) -> PyResult {
    if !event_loop.is_none() && !is_loop(vm, event_loop)? {
        let got = vm.type_of(event_loop).plain_name();
        let message = format!("loop must be an instance of AbstractEventLoop or None, not '{got}'");
        return Err(exc::type_error(vm, &message));
    }
    thread(vm).set_loop.set(event_loop.not_none().cloned().unwrap_or_default());
    Ok(Value::NONE)
}

fn new_method(vm: &Vm, this: &Value) -> PyResult {
    // A subclass may name another class of loops.
    match vm.find_attr(this, &vm.intern("_loop_factory"))? {
        Some(factory) => vm.call0(&factory),
        None => Ok(event_loop::new_loop(vm)),
    }
}

/// Whether a value is an event loop.
pub(crate) fn is_loop(vm: &Vm, value: &Value) -> PyResult<bool> {
    is_instance(vm, value, vm.type_from_def(&interface::LOOP).value())
}

/// The policy of the program's own, if it has set one.
fn own(vm: &Vm) -> Option<Value> {
    state(vm).policy.get().non_null()
}

/// The policy; the default one is made when somebody asks for it.
pub(crate) fn current(vm: &Vm) -> PyResult {
    if let Some(policy) = own(vm) {
        return Ok(policy);
    }
    let made = vm.call0(vm.type_from_def(&DEFAULT).value())?;
    state(vm).policy.set(made.clone());
    Ok(made)
}

/// `new_event_loop()`
pub(crate) fn new_event_loop(vm: &Vm) -> PyResult {
    match own(vm) {
        Some(policy) => vm.call_method_str(&policy, "new_event_loop", &[]),
        None => Ok(event_loop::new_loop(vm)),
    }
}

/// `set_event_loop(loop)`
pub(crate) fn set_event_loop(vm: &Vm, event_loop: &Value) -> PyResult {
    match own(vm) {
        Some(policy) => vm.call_method_str(&policy, "set_event_loop", std::slice::from_ref(event_loop)),
        None => set_method(vm, &Value::NULL, event_loop),
    }
}

/// `get_event_loop()` where no loop runs.
pub(crate) fn get_event_loop(vm: &Vm) -> PyResult {
    match own(vm) {
        Some(policy) => vm.call_method_str(&policy, "get_event_loop", &[]),
        None => event_loop::set_or_error(vm),
    }
}

fn deprecated(vm: &Vm, name: &str) -> PyResult<()> {
    let message = format!("'asyncio.{name}' is deprecated and slated for removal in Python 3.16");
    warn::warn(vm, &vm.exceptions().deprecation_warning, &message)
}

/// `get_event_loop_policy()`
pub(crate) fn get_event_loop_policy(vm: &Vm) -> PyResult {
    deprecated(vm, "get_event_loop_policy")?;
    current(vm)
}

/// `set_event_loop_policy(policy)`
pub(crate) fn set_event_loop_policy(vm: &Vm, policy: &Value) -> PyResult {
    deprecated(vm, "set_event_loop_policy")?;
    if !policy.is_none() && !is_instance(vm, policy, vm.type_from_def(&ABSTRACT).value())? {
        let got = vm.type_of(policy).plain_name();
        let message = format!("policy must be an instance of AbstractEventLoopPolicy or None, not '{got}'");
        return Err(exc::type_error(vm, &message));
    }
    state(vm).policy.set(policy.not_none().cloned().unwrap_or_default());
    Ok(Value::NONE)
}

/// `asyncio.__getattr__(name)`: the deprecated names.
pub(crate) fn module_getattr(vm: &Vm, name: &Value) -> PyResult {
    let text = vm.str_string(name)?;
    let def: &'static TypeDef = match text.as_str() {
        "AbstractEventLoopPolicy" => &ABSTRACT,
        "DefaultEventLoopPolicy" => &DEFAULT,
        _ => {
            let shown = vm.repr_string(name)?;
            return Err(exc::attribute_error(vm, &format!("module 'asyncio' has no attribute {shown}")));
        }
    };
    deprecated(vm, &text)?;
    let class: TypeRef = vm.type_from_def(def);
    Ok(class.into_value())
}
