//! `weakref.ref`: the type and its attributes. Proxies are in `weakref_proxy`.

use crate::exc;
use crate::heap::PyCell;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::str_::lossy;
use crate::types::type_::methods::message_name;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::types::weakref::{Kind, WeakRefObj};
use crate::types::weakref_raw::target;
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `ReferenceType`.
pub static TYPE: TypeDef = TypeDef {
    name: "ReferenceType",
    module: "weakref",
    layout: Some(&crate::types::weakref::WEAKREF_LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::STATIC_MODULE,
    slots: Slots {
        new: Some(ref_new),
        init: Some(ref_init),
        call: Some(ref_call),
        repr: Some(ref_repr),
        hash: Some(ref_hash),
        compare: Some(ref_compare),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(cls, object, /)" "See PEP 585";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "__callback__" get_callback, exc::readonly_member, "";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a WeakRefObj> {
    exc::receiver(vm, value)
}

/// A new weak reference object of a type (`ref`, a subclass, or a proxy type); `callback` may be NULL. One without
/// callback is shared by all who ask for an exact builtin one.
pub fn new_weakref(vm: &Vm, ty: &TypeRef, object: &Value, callback: Value) -> PyResult {
    if !vm.type_of(object).has_flag(TypeFlags::WEAKREFABLE) || object.header().is_none() {
        let name = vm.type_of(object).name_str();
        return Err(exc::type_error(vm, &format!("cannot create weak reference to '{name}' object")));
    }
    let kind = match ty.def {
        Some(def) if callback.is_null() && std::ptr::eq(def, &TYPE) => Kind::Reference,
        Some(_) if callback.is_null() => Kind::Proxy,
        _ => Kind::Own,
    };
    if kind != Kind::Own
        && let Some(shared) = vm.interp().weakrefs.shared(object, kind)
    {
        return Ok(shared);
    }
    let made = WeakRefObj {
        target: std::cell::Cell::new(object.bits()),
        callback: PyCell::new(callback),
        hash: std::cell::Cell::new(-1),
        self_offset: std::cell::Cell::new(ty.payload_offset),
        place: std::cell::Cell::new(0),
    };
    let made = vm.alloc(ty, made).into_value();
    vm.interp().weakrefs.register(object, &made, kind);
    Ok(made)
}

fn arguments<'a>(vm: &Vm, args: &Args<'a>, name: &str) -> PyResult<(&'a Value, Value)> {
    match args.pos {
        [object] => Ok((object, Value::NULL)),
        [object, callback] => Ok((object, callback.not_none().cloned().unwrap_or_default())),
        _ => Err(exc::positional_count(vm, name, args.pos.len(), 1, 2)),
    }
}

fn ref_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    // Keywords are `__init__`'s to refuse.
    let (object, callback) = arguments(vm, args, "__new__")?;
    new_weakref(vm, ty, object, callback)
}

fn ref_init(vm: &Vm, _this: &Value, args: &Args) -> PyResult<()> {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "ref"));
    }
    arguments(vm, args, "__init__").map(|_| ())
}

fn ref_call(vm: &Vm, object: &Value, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "weakref"));
    }
    if !args.is_empty() {
        let n = args.len();
        return Err(exc::type_error(vm, &format!("weakref expected 0 arguments, got {n}")));
    }
    Ok(target(vm, this(vm, object)?).unwrap_or(Value::NONE))
}

fn ref_repr(vm: &Vm, object: &Value) -> PyResult {
    let at = object.bits();
    let Some(referent) = target(vm, this(vm, object)?) else {
        return Ok(vm.str(&format!("<weakref at {at:#x}; dead>")));
    };
    let (ty, to) = (message_name(vm, vm.type_of(&referent)), referent.bits());
    let name = vm.special_method(&referent, &vm.names().__name__)?;
    Ok(vm.str(&match name.filter(|n| n.downcast::<crate::types::str_::StrObj>().is_some()) {
        Some(name) => format!("<weakref at {at:#x}; to '{ty}' at {to:#x} ({})>", lossy(&name)),
        None => format!("<weakref at {at:#x}; to '{ty}' at {to:#x}>"),
    }))
}

fn ref_hash(vm: &Vm, object: &Value) -> PyResult<i64> {
    let weakref = this(vm, object)?;
    if weakref.hash.get() == -1 {
        let Some(referent) = target(vm, weakref) else {
            return Err(exc::type_error(vm, "weak object has gone away"));
        };
        weakref.hash.set(vm.hash(&referent)?);
    }
    Ok(weakref.hash.get())
}

fn ref_compare(vm: &Vm, object: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (object.downcast::<WeakRefObj>(), other.downcast::<WeakRefObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match (target(vm, a), target(vm, b)) {
        (Some(a), Some(b)) => vm.compare(&a, &b, op),
        _ => Ok(Value::bool(object.is(other) == (op == CompareOp::Eq))),
    }
}

fn get_callback(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.callback.get().non_null().unwrap_or(Value::NONE))
}
