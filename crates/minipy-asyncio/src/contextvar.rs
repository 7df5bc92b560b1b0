//! `contextvars.ContextVar`, `contextvars.Token` and the modules `_contextvars` and `contextvars`.
//!
//! CPython's `contextvars` only passes the names of `_contextvars` on. Here both are native modules from the same
//! tables; the types name `_contextvars` as their module, as in CPython.

use std::cell::{Cell, OnceCell};

use minipy_vm::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use crate::context;

/// The module `_contextvars`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_contextvars",
    doc: "Context Variables",
    functions: FUNCTIONS,
    types: &[&context::TYPE, &VAR_TYPE, &TOKEN_TYPE],
    init: None,
};

/// The module `contextvars`.
pub static PUBLIC_MODULE: ModuleDef = ModuleDef { name: "contextvars", doc: "", init: Some(init_public), ..MODULE };

static FUNCTIONS: &[MethodDef] = methods! {
    "copy_context" F0(context::copy_context) "()" "";
};

fn init_public(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    module.set(vm, "__doc__", Value::NONE);
    let names = ["Context", "ContextVar", "Token", "copy_context"].map(|name| vm.str(name));
    module.set(vm, "__all__", vm.tuple(names.to_vec()));
    let own = minipy_vm::import::import_module(vm, "_contextvars")?;
    module.set(vm, "copy_context", vm.get_attr_str(&own, "copy_context")?);
    Ok(())
}

/// The struct inside context variables.
pub struct VarObj {
    name: Value,
    default: Value,
}

static VAR_LAYOUT: Layout = Layout::of::<VarObj>("ContextVar");

impl HeapObject for VarObj {
    const LAYOUT: &'static Layout = &VAR_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.name);
        visit(&self.default);
    }
}

/// The type `ContextVar`.
pub static VAR_TYPE: TypeDef = TypeDef {
    name: "ContextVar",
    module: "_contextvars",
    layout: Some(&VAR_LAYOUT),
    flags: TypeFlags::STATIC_MODULE,
    slots: Slots { new: Some(new_var), repr: Some(repr_var), ..Slots::EMPTY },
    methods: VAR_METHODS,
    getset: VAR_GETSET,
    ..TypeDef::EMPTY
};

static VAR_METHODS: &[MethodDef] = methods! {
    "get" FN(get) "(self, default=None, /)" "Return a value for the context variable for the current context.\n\nIf there is no value for the variable in the current context, the\nmethod will:\n * return the value of the default argument of the method, if\n   provided; or\n * return the default value for the context variable, if it was\n   created with one; or\n * raise a LookupError.";
    "set" F2(set) "(self, value, /)" "Call to set a new value for the context variable in the current context.\n\nThe required value argument is the new value for the context\nvariable.\n\nReturns a Token object that can be used to restore the variable to\nits previous value via the `ContextVar.reset()` method.";
    "reset" F2(reset) "(self, token, /)" "Reset the context variable.\n\nThe variable is reset to the value it had before the\n`ContextVar.set()` that created the token was used.";
    [class] "__class_getitem__" F2(minipy_vm::types::generic_alias::new_alias) "(cls, object, /)" "See PEP 585";
};

static VAR_GETSET: &[GetSetDef] = getset! {
    [member] "name" get_name, exc::readonly_member, "";
};

fn new_var(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if args.len() > 2 {
        return Err(exc::too_many_in_all(vm, "ContextVar", 2, args.len(), args.pos.is_empty()));
    }
    if args.pos.len() != 1 {
        let (quantity, given) = (if args.pos.is_empty() { "exactly" } else { "at most" }, args.pos.len());
        let message = format!("ContextVar() takes {quantity} 1 positional argument ({given} given)");
        return Err(exc::type_error(vm, &message));
    }
    let mut default = Value::NULL;
    for (key, value) in args.keywords() {
        if !minipy_vm::types::str_::value_is(key, "default") {
            return Err(exc::unexpected_keyword(vm, "ContextVar", key));
        }
        default = value.clone();
    }
    if args.pos[0].downcast::<StrObj>().is_none() {
        return Err(exc::type_error(vm, "context variable name must be a str"));
    }
    Ok(vm.alloc(ty, VarObj { name: args.pos[0].clone(), default }).into_value())
}

fn var<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a VarObj> {
    exc::receiver::<VarObj>(vm, value)
}

fn repr_var(vm: &Vm, value: &Value) -> PyResult {
    let object = var(vm, value)?;
    let mut text = format!("<ContextVar name={}", vm.repr_string(&object.name)?);
    if let Some(default) = object.default.given() {
        text.push_str(&format!(" default={}", vm.repr_string(default)?));
    }
    Ok(vm.str(&format!("{text} at {:#x}>", value.bits())))
}

fn get_name(vm: &Vm, value: &Value) -> PyResult {
    Ok(var(vm, value)?.name.clone())
}

fn get(vm: &Vm, args: &[Value]) -> PyResult {
    if let Some(found) = context::current_get(vm, &args[0]) {
        return Ok(found);
    }
    let object = var(vm, &args[0])?;
    match args[1].given().or(object.default.given()) {
        Some(default) => Ok(default.clone()),
        None => Err(context::lookup_error(vm, &args[0])),
    }
}

fn set(vm: &Vm, value: &Value, new: &Value) -> PyResult {
    var(vm, value)?;
    let old = context::current_get(vm, value).unwrap_or_default();
    let current = context::current(vm);
    context::set_in(vm, &current, value, new);
    let token = TokenObj { var: value.clone(), context: PyCell::new(current), old, used: Cell::new(false) };
    Ok(vm.alloc(&vm.type_from_def(&TOKEN_TYPE), token).into_value())
}

fn reset(vm: &Vm, value: &Value, token: &Value) -> PyResult {
    var(vm, value)?;
    let Some(object) = token.downcast::<TokenObj>() else {
        let text = vm.repr_string(token)?;
        return Err(exc::type_error(vm, &format!("expected an instance of Token, got {text}")));
    };
    if object.used.get() {
        let text = vm.repr_string(token)?;
        return Err(exc::runtime_error(vm, &format!("{text} has already been used once")));
    }
    if !object.var.is(value) {
        let text = vm.repr_string(token)?;
        return Err(exc::value_error(vm, &format!("{text} was created by a different ContextVar")));
    }
    let current = context::current(vm);
    if !object.context.borrow().is(&current) {
        let text = vm.repr_string(token)?;
        return Err(exc::value_error(vm, &format!("{text} was created in a different Context")));
    }
    object.used.set(true);
    match object.old.given() {
        Some(old) => context::set_in(vm, &current, value, old),
        None => context::remove_in(vm, &current, value),
    }
    Ok(Value::NONE)
}

/// The struct inside tokens.
struct TokenObj {
    var: Value,
    context: PyCell<Value>,
    /// The value before; NULL if there was none.
    old: Value,
    used: Cell<bool>,
}

static TOKEN_LAYOUT: Layout = Layout::of::<TokenObj>("Token");

impl HeapObject for TokenObj {
    const LAYOUT: &'static Layout = &TOKEN_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.var);
        visit(&self.context.borrow());
        visit(&self.old);
    }

    fn clear(&self) {
        drop(self.context.take());
    }
}

/// The type `Token`.
pub static TOKEN_TYPE: TypeDef = TypeDef {
    name: "Token",
    module: "_contextvars",
    layout: Some(&TOKEN_LAYOUT),
    flags: TypeFlags::STATIC_MODULE,
    slots: Slots { new: Some(new_token), repr: Some(repr_token), ..Slots::EMPTY },
    methods: TOKEN_METHODS,
    getset: TOKEN_GETSET,
    init: Some(add_missing),
    ..TypeDef::EMPTY
};

static TOKEN_METHODS: &[MethodDef] = methods! {
    "__enter__" F1(enter) "(self, /)" "Enter into Token context manager.";
    "__exit__" FN(exit) "(self, type, val, tb, /)" "Exit from Token context manager, restore the linked ContextVar.";
    [class] "__class_getitem__" F2(minipy_vm::types::generic_alias::new_alias) "(cls, object, /)" "See PEP 585";
};

static TOKEN_GETSET: &[GetSetDef] = getset! {
    "var" get_var, "";
    "old_value" get_old_value, "";
};

fn new_token(vm: &Vm, _ty: &TypeRef, _args: &Args) -> PyResult {
    Err(exc::runtime_error(vm, "Tokens can only be created by ContextVars"))
}

fn token<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TokenObj> {
    exc::receiver::<TokenObj>(vm, value)
}

fn repr_token(vm: &Vm, value: &Value) -> PyResult {
    let object = token(vm, value)?;
    let used = if object.used.get() { " used" } else { "" };
    let var = vm.repr_string(&object.var)?;
    Ok(vm.str(&format!("<Token{used} var={var} at {:#x}>", value.bits())))
}

fn get_var(vm: &Vm, value: &Value) -> PyResult {
    Ok(token(vm, value)?.var.clone())
}

fn get_old_value(vm: &Vm, value: &Value) -> PyResult {
    Ok(token(vm, value)?.old.clone().non_null().unwrap_or_else(|| missing(vm)))
}

fn enter(vm: &Vm, value: &Value) -> PyResult {
    token(vm, value)?;
    Ok(value.clone())
}

fn exit(vm: &Vm, args: &[Value]) -> PyResult {
    let var = token(vm, &args[0])?.var.clone();
    reset(vm, &var, &args[0])
}

// ---- Token.MISSING

/// The struct inside `Token.MISSING`.
struct MissingObj;

static MISSING_LAYOUT: Layout = Layout::of::<MissingObj>("Token.MISSING");

impl HeapObject for MissingObj {
    const LAYOUT: &'static Layout = &MISSING_LAYOUT;

    fn trace(&self, _visit: &mut Tracer) {}
}

static MISSING_TYPE: TypeDef = TypeDef {
    name: "Token.MISSING",
    layout: Some(&MISSING_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { repr: Some(repr_missing), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

fn repr_missing(vm: &Vm, _value: &Value) -> PyResult {
    Ok(vm.str("<Token.MISSING>"))
}

/// What is shared by all tokens.
#[derive(Default)]
struct Missing(OnceCell<Value>);

fn missing(vm: &Vm) -> Value {
    let make = || vm.alloc(&vm.type_from_def(&MISSING_TYPE), MissingObj).into_value();
    vm.state::<Missing>().0.get_or_init(make).clone()
}

fn add_missing(vm: &Vm, class: &TypeRef) {
    class.namespace().set_name(vm, &vm.intern("MISSING"), missing(vm));
}
