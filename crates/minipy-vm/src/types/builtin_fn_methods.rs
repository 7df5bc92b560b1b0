//! The types of builtin functions, methods and slot wrappers, with their attributes.

use crate::exc;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::builtin_fn::{self as f, BuiltinObj, ClassMethodDescrObj, GetSetObj, MethodDescrObj};
use crate::types::object::object_hash;
use crate::types::str_::lossy;
use crate::types::type_::{TypeDef, TypeFlags, TypeObj};
use crate::types::wrapper::{self as w, BoundWrapperObj, NewObj, WrapperObj};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `builtin_function_or_method`.
pub static BUILTIN_TYPE: TypeDef = TypeDef {
    name: "builtin_function_or_method",
    layout: Some(&f::BUILTIN_LAYOUT),
    shape: crate::shape::fixed::BUILTIN,
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::WEAKREFABLE,
    slots: Slots {
        call: Some(f::builtin_call),
        repr: Some(builtin_repr),
        hash: Some(builtin_hash),
        compare: Some(builtin_compare),
        ..Slots::EMPTY
    },
    methods: BUILTIN_METHODS,
    getset: BUILTIN_GETSET,
    ..TypeDef::EMPTY
};

/// The type `method_descriptor`.
pub static METHOD_DESCR_TYPE: TypeDef = TypeDef {
    name: "method_descriptor",
    layout: Some(&f::METHOD_DESCR_LAYOUT),
    shape: crate::shape::fixed::METHOD_DESCRIPTOR,
    flags: TypeFlags::METHOD_LIKE | TypeFlags::NO_INSTANTIATION,
    slots: Slots {
        call: Some(f::method_descr_call),
        descr_get: Some(f::method_descr_get),
        repr: Some(descr_repr),
        ..Slots::EMPTY
    },
    methods: DESCR_METHODS,
    getset: DESCR_GETSET,
    ..TypeDef::EMPTY
};

/// The type `classmethod_descriptor`.
pub static CLASS_METHOD_DESCR_TYPE: TypeDef = TypeDef {
    name: "classmethod_descriptor",
    layout: Some(&f::CLASS_METHOD_DESCR_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots {
        call: Some(class_method_descr_call),
        descr_get: Some(f::class_method_descr_get),
        repr: Some(descr_repr),
        ..Slots::EMPTY
    },
    getset: DESCR_GETSET,
    ..TypeDef::EMPTY
};

/// The type `getset_descriptor`.
pub static GETSET_TYPE: TypeDef = TypeDef {
    name: "getset_descriptor",
    layout: Some(&f::GETSET_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots {
        descr_get: Some(f::getset_get),
        descr_set: Some(f::getset_set),
        repr: Some(descr_repr),
        ..Slots::EMPTY
    },
    getset: GETSET_GETSET,
    ..TypeDef::EMPTY
};

/// The type `wrapper_descriptor`.
pub static WRAPPER_TYPE: TypeDef = TypeDef {
    name: "wrapper_descriptor",
    layout: Some(&w::WRAPPER_LAYOUT),
    flags: TypeFlags::METHOD_LIKE | TypeFlags::NO_INSTANTIATION,
    slots: Slots {
        call: Some(w::wrapper_call),
        descr_get: Some(w::wrapper_get),
        repr: Some(descr_repr),
        ..Slots::EMPTY
    },
    methods: DESCR_METHODS,
    getset: DESCR_GETSET,
    ..TypeDef::EMPTY
};

/// The type `method-wrapper`.
pub static BOUND_WRAPPER_TYPE: TypeDef = TypeDef {
    name: "method-wrapper",
    layout: Some(&w::BOUND_WRAPPER_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots {
        call: Some(w::bound_wrapper_call),
        repr: Some(bound_wrapper_repr),
        hash: Some(bound_wrapper_hash),
        compare: Some(bound_wrapper_compare),
        ..Slots::EMPTY
    },
    methods: BOUND_WRAPPER_METHODS,
    getset: BOUND_WRAPPER_GETSET,
    ..TypeDef::EMPTY
};

/// The type of the builtin `__new__` methods, which shows itself as a builtin function.
pub static NEW_TYPE: TypeDef = TypeDef {
    name: "builtin_function_or_method",
    layout: Some(&w::NEW_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { call: Some(w::new_method_call), repr: Some(new_repr), ..Slots::EMPTY },
    methods: NEW_METHODS,
    getset: NEW_GETSET,
    ..TypeDef::EMPTY
};

static BUILTIN_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(builtin_reduce) "(self, /)" "Helper for pickle.";
};

static BUILTIN_GETSET: &[GetSetDef] = getset! {
    "__name__" builtin_name, "";
    "__qualname__" builtin_qualname, "";
    "__self__" builtin_self, "";
    "__doc__" builtin_doc, "";
    "__text_signature__" builtin_signature, "";
    [member] "__module__" builtin_module, set_builtin_module, "";
};

static DESCR_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(descr_reduce) "(self, /)" "Helper for pickle.";
};

static DESCR_GETSET: &[GetSetDef] = getset! {
    [member] "__name__" descr_name, exc::readonly_member, "";
    "__qualname__" descr_qualname, "";
    [member] "__objclass__" descr_owner, exc::readonly_member, "";
    "__doc__" descr_doc, "";
    "__text_signature__" descr_signature, "";
};

static GETSET_GETSET: &[GetSetDef] = getset! {
    [member] "__name__" descr_name, exc::readonly_member, "";
    "__qualname__" descr_qualname, "";
    [member] "__objclass__" descr_owner, exc::readonly_member, "";
    "__doc__" descr_doc, "";
};

static BOUND_WRAPPER_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(bound_wrapper_reduce) "(self, /)" "Helper for pickle.";
};

static BOUND_WRAPPER_GETSET: &[GetSetDef] = getset! {
    "__name__" bound_wrapper_name, "";
    "__qualname__" bound_wrapper_qualname, "";
    "__self__" bound_wrapper_self, exc::readonly_member, "";
    "__objclass__" bound_wrapper_owner, "";
    "__doc__" bound_wrapper_doc, "";
    "__text_signature__" bound_wrapper_signature, "";
};

static NEW_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(new_reduce) "(self, /)" "Helper for pickle.";
};

static NEW_GETSET: &[GetSetDef] = getset! {
    "__name__" new_name, "";
    "__qualname__" new_qualname, "";
    "__self__" new_self, "";
    "__doc__" new_doc, "";
    "__text_signature__" new_signature, "";
    "__module__" no_module, "";
};

/// What pickle gets for something that is an attribute of something else: `(getattr, (owner, name))`.
pub(crate) fn reduce_as_getattr(vm: &Vm, owner: &Value, name: &Value) -> PyResult {
    let getattr = match vm.interp().builtins.get() {
        Some(builtins) => builtins.get_name(vm, &vm.intern("getattr")).unwrap_or(Value::NONE),
        None => Value::NONE,
    };
    Ok(vm.tuple(vec![getattr, vm.tuple(vec![owner.clone(), name.clone()])]))
}

fn text_or_none(vm: &Vm, text: &str) -> Value {
    if text.is_empty() { Value::NONE } else { vm.str(text) }
}

/// The signature text as CPython shows it: the first parameter is marked with `$`.
fn shown_signature(vm: &Vm, signature: &str, implicit: Option<&str>) -> Value {
    let signature = crate::protocol::written::parameters(signature);
    let Some(rest) = signature.strip_prefix('(') else { return text_or_none(vm, signature) };
    vm.str(&match implicit {
        None => format!("(${rest}"),
        Some(first) => match rest {
            ")" => format!("(${first}, /)"),
            _ if rest.contains('/') => format!("(${first}, {rest}"),
            _ => format!("(${first}, /, {rest}"),
        },
    })
}

// ---- builtin functions and bound methods

fn builtin<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a BuiltinObj> {
    exc::receiver(vm, this)
}

/// What a builtin function shows as `__self__`: the object it is bound to, for a static method its type; NULL for the
/// functions of modules.
fn bound_to(function: &BuiltinObj) -> &Value {
    if function.module.downcast::<TypeObj>().is_some() { &function.module } else { &function.this }
}

fn builtin_repr(vm: &Vm, this: &Value) -> PyResult {
    let function = builtin(vm, this)?;
    let name = function.def.name;
    let bound = bound_to(function);
    Ok(vm.str(&if bound.is_null() {
        format!("<built-in function {name}>")
    } else {
        let (ty, at) = (vm.type_of(bound).name_str(), bound.bits());
        format!("<built-in method {name} of {ty} object at {at:#x}>")
    }))
}

fn builtin_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let function = builtin(vm, this)?;
    let own = object_hash(vm, &function.this)?;
    let hash = own ^ (std::ptr::from_ref(function.def) as usize).rotate_right(4) as i64;
    Ok(if hash == -1 { -2 } else { hash })
}

fn builtin_compare(_vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<BuiltinObj>(), other.downcast::<BuiltinObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = std::ptr::eq(a.def, b.def) && a.this.is(&b.this);
    match op {
        CompareOp::Eq => Ok(Value::bool(equal)),
        CompareOp::Ne => Ok(Value::bool(!equal)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn builtin_reduce(vm: &Vm, this: &Value) -> PyResult {
    let function = builtin(vm, this)?;
    let name = vm.intern(function.def.name).into_value();
    let bound = bound_to(function);
    if bound.is_null() { Ok(name) } else { reduce_as_getattr(vm, bound, &name) }
}

fn builtin_name(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.intern(builtin(vm, this)?.def.name).into_value())
}

fn builtin_qualname(vm: &Vm, this: &Value) -> PyResult {
    let function = builtin(vm, this)?;
    let name = function.def.name;
    let bound = bound_to(function);
    if bound.is_null() || vm.type_of(bound).is(&vm.types().module) {
        return Ok(vm.intern(name).into_value());
    }
    let owner = match bound.downcast::<TypeObj>() {
        Some(class) => lossy(&class.qualname.get()),
        None => lossy(&vm.type_of(bound).qualname.get()),
    };
    Ok(vm.str(&format!("{owner}.{name}")))
}

/// What a method is bound to; for a function its module, if that is imported.
fn builtin_self(vm: &Vm, this: &Value) -> PyResult {
    let function = builtin(vm, this)?;
    if !function.this.is_null() {
        return Ok(function.this.clone());
    }
    // A static method is shown as one of its type, but has no object.
    if function.module.is_null() || function.module.downcast::<TypeObj>().is_some() {
        return Ok(Value::NONE);
    }
    match vm.interp().modules.get() {
        Some(modules) => Ok(modules.get(vm, &function.module)?.unwrap_or(Value::NONE)),
        None => Ok(Value::NONE),
    }
}

fn builtin_doc(vm: &Vm, this: &Value) -> PyResult {
    Ok(text_or_none(vm, builtin(vm, this)?.def.doc))
}

fn builtin_signature(vm: &Vm, this: &Value) -> PyResult {
    let function = builtin(vm, this)?;
    if function.module.downcast::<TypeObj>().is_some() {
        return Ok(text_or_none(vm, crate::protocol::written::parameters(function.def.signature)));
    }
    let implicit = if function.this.is_null() { Some("module") } else { None };
    Ok(shown_signature(vm, function.def.signature, implicit))
}

fn builtin_module(vm: &Vm, this: &Value) -> PyResult {
    let function = builtin(vm, this)?;
    if let Some(set) = function.set_module.get().non_null() {
        return Ok(set);
    }
    let module = function.module.clone();
    Ok(if module.downcast::<TypeObj>().is_some() { Value::NONE } else { module.non_null().unwrap_or(Value::NONE) })
}

/// Any object will do; deleted, it is None.
fn set_builtin_module(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    builtin(vm, this)?.set_module.set(value.cloned().unwrap_or(Value::NONE));
    Ok(())
}

// ---- descriptors

/// What all descriptor types have in common.
struct Described<'a> {
    kind: &'static str,
    name: &'static str,
    doc: &'static str,
    signature: &'static str,
    owner: &'a TypeObj,
}

fn described<'a>(vm: &Vm, this: &'a Value) -> PyResult<Described<'a>> {
    if let Some(d) = this.downcast::<MethodDescrObj>() {
        let (name, doc, signature) = (d.def.name, d.def.doc, d.def.signature);
        return Ok(Described { kind: "method", name, doc, signature, owner: &d.owner });
    }
    if let Some(d) = this.downcast::<ClassMethodDescrObj>() {
        let (name, doc, signature) = (d.def.name, d.def.doc, d.def.signature);
        return Ok(Described { kind: "method", name, doc, signature, owner: &d.owner });
    }
    if let Some(d) = this.downcast::<GetSetObj>() {
        return Ok(Described { kind: "attribute", name: d.def.name, doc: d.def.doc, signature: "", owner: &d.owner });
    }
    let d: &WrapperObj = exc::receiver(vm, this)?;
    let row = d.row();
    Ok(Described { kind: "slot wrapper", name: row.name, doc: row.doc, signature: row.signature, owner: &d.owner })
}

fn descr_repr(vm: &Vm, this: &Value) -> PyResult {
    let d = described(vm, this)?;
    Ok(vm.str(&format!("<{} '{}' of '{}' objects>", d.kind, d.name, d.owner.name_str())))
}

fn descr_reduce(vm: &Vm, this: &Value) -> PyResult {
    let d = described(vm, this)?;
    reduce_as_getattr(vm, d.owner.to_ref().value(), vm.intern(d.name).value())
}

fn descr_name(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.intern(described(vm, this)?.name).into_value())
}

fn descr_qualname(vm: &Vm, this: &Value) -> PyResult {
    let d = described(vm, this)?;
    Ok(vm.str(&format!("{}.{}", lossy(&d.owner.qualname.get()), d.name)))
}

fn descr_owner(vm: &Vm, this: &Value) -> PyResult {
    Ok(described(vm, this)?.owner.to_value())
}

fn descr_doc(vm: &Vm, this: &Value) -> PyResult {
    Ok(text_or_none(vm, described(vm, this)?.doc))
}

fn descr_signature(vm: &Vm, this: &Value) -> PyResult {
    Ok(shown_signature(vm, described(vm, this)?.signature, None))
}

/// `dict.__dict__['fromkeys'](dict, ...)`
fn class_method_descr_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let method: &ClassMethodDescrObj = exc::receiver(vm, this)?;
    let (name, owner) = (method.def.name, method.owner.name_str());
    let Some(first) = args.pos.first() else {
        return Err(exc::type_error(vm, &format!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    let Some(class) = first.downcast::<TypeObj>() else {
        let got = vm.type_of(first).name_str();
        let message = format!("descriptor '{name}' for type '{owner}' needs a type, not a '{got}' as arg 2");
        return Err(exc::type_error(vm, &message));
    };
    if !class.is_subtype(&method.owner) {
        let got = class.name_str();
        let message = format!("descriptor '{name}' requires a subtype of '{owner}' but received '{got}'");
        return Err(exc::type_error(vm, &message));
    }
    crate::protocol::call::call_native(vm, method.def, args, crate::protocol::bind::Called::Bound)
}

// ---- method-wrapper

fn bound_wrapper<'a>(vm: &Vm, this: &'a Value) -> PyResult<(&'a BoundWrapperObj, &'a WrapperObj)> {
    let bound: &BoundWrapperObj = exc::receiver(vm, this)?;
    Ok((bound, exc::receiver(vm, &bound.wrapper)?))
}

fn bound_wrapper_repr(vm: &Vm, this: &Value) -> PyResult {
    let (bound, wrapper) = bound_wrapper(vm, this)?;
    let (name, ty, at) = (wrapper.row().name, vm.type_of(&bound.this).name_str(), bound.this.bits());
    Ok(vm.str(&format!("<method-wrapper '{name}' of {ty} object at {at:#x}>")))
}

fn bound_wrapper_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let (bound, _) = bound_wrapper(vm, this)?;
    let hash = object_hash(vm, &bound.this)? ^ object_hash(vm, &bound.wrapper)?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn bound_wrapper_compare(_vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<BoundWrapperObj>(), other.downcast::<BoundWrapperObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = a.wrapper.is(&b.wrapper) && a.this.is(&b.this);
    match op {
        CompareOp::Eq => Ok(Value::bool(equal)),
        CompareOp::Ne => Ok(Value::bool(!equal)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn bound_wrapper_reduce(vm: &Vm, this: &Value) -> PyResult {
    let (bound, wrapper) = bound_wrapper(vm, this)?;
    reduce_as_getattr(vm, &bound.this, vm.intern(wrapper.row().name).value())
}

fn bound_wrapper_name(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.intern(bound_wrapper(vm, this)?.1.row().name).into_value())
}

fn bound_wrapper_qualname(vm: &Vm, this: &Value) -> PyResult {
    descr_qualname(vm, &bound_wrapper(vm, this)?.0.wrapper)
}

fn bound_wrapper_self(vm: &Vm, this: &Value) -> PyResult {
    Ok(bound_wrapper(vm, this)?.0.this.clone())
}

fn bound_wrapper_owner(vm: &Vm, this: &Value) -> PyResult {
    Ok(bound_wrapper(vm, this)?.1.owner.value().clone())
}

fn bound_wrapper_doc(vm: &Vm, this: &Value) -> PyResult {
    descr_doc(vm, &bound_wrapper(vm, this)?.0.wrapper)
}

fn bound_wrapper_signature(vm: &Vm, this: &Value) -> PyResult {
    descr_signature(vm, &bound_wrapper(vm, this)?.0.wrapper)
}

// ---- builtin __new__

fn new_object<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a NewObj> {
    exc::receiver(vm, this)
}

fn new_repr(vm: &Vm, this: &Value) -> PyResult {
    let at = new_object(vm, this)?.owner.value().bits();
    Ok(vm.str(&format!("<built-in method __new__ of type object at {at:#x}>")))
}

fn new_reduce(vm: &Vm, this: &Value) -> PyResult {
    reduce_as_getattr(vm, new_object(vm, this)?.owner.value(), vm.names().__new__.value())
}

fn new_name(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.names().__new__.value().clone())
}

fn new_qualname(vm: &Vm, this: &Value) -> PyResult {
    let owner = lossy(&new_object(vm, this)?.owner.qualname.get());
    Ok(vm.str(&format!("{owner}.__new__")))
}

fn new_self(vm: &Vm, this: &Value) -> PyResult {
    Ok(new_object(vm, this)?.owner.value().clone())
}

fn new_doc(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.str("Create and return a new object.  See help(type) for accurate signature."))
}

fn new_signature(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.str("($type, *args, **kwargs)"))
}

fn no_module(_vm: &Vm, _this: &Value) -> PyResult {
    Ok(Value::NONE)
}
