//! `weakref.proxy`: objects that hand every operation on to what they refer to weakly.

use crate::exc;
use crate::native::{Args, MethodDef, PyResult};
use crate::protocol::number as ops;
use crate::slots::{CompareOp, Slots};
use crate::types::str_::Name;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::types::weakref::WeakRefObj;
use crate::types::weakref_raw::target;
use crate::types::weakref_type::new_weakref;
use crate::value::Value;
use crate::vm::Vm;

/// The type `ProxyType`.
pub static TYPE: TypeDef = TypeDef {
    name: "ProxyType",
    module: "weakref",
    layout: Some(&crate::types::weakref::WEAKREF_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::STATIC_MODULE,
    slots: SLOTS,
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// The type `CallableProxyType`.
pub static CALLABLE_TYPE: TypeDef = TypeDef {
    name: "CallableProxyType",
    module: "weakref",
    layout: Some(&crate::types::weakref::WEAKREF_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::STATIC_MODULE,
    slots: Slots { call: Some(proxy_call), ..SLOTS },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = crate::methods! {
    "__bytes__" F1(proxy_bytes) "(self, /)" "";
    "__reversed__" F1(proxy_reversed) "(self, /)" "";
};

const SLOTS: Slots = Slots {
    repr: Some(proxy_repr),
    str: Some(|vm, this| vm.to_str(&referent(vm, this)?)),
    compare: Some(proxy_compare),
    iter: Some(|vm, this| vm.iter(&referent(vm, this)?)),
    next: Some(proxy_next),
    getattr: Some(proxy_getattr),
    setattr: Some(proxy_setattr),
    len: Some(|vm, this| vm.len(&referent(vm, this)?)),
    getitem: Some(|vm, this, key| vm.get_item(&referent(vm, this)?, &referent(vm, key)?)),
    setitem: Some(proxy_setitem),
    contains: Some(|vm, this, item| vm.contains(&referent(vm, this)?, &referent(vm, item)?)),
    bool: Some(|vm, this| vm.truth(&referent(vm, this)?)),
    neg: Some(|vm, this| vm.negative(&referent(vm, this)?)),
    pos: Some(|vm, this| vm.positive(&referent(vm, this)?)),
    abs: Some(|vm, this| vm.absolute(&referent(vm, this)?)),
    invert: Some(|vm, this| vm.invert(&referent(vm, this)?)),
    int: Some(|vm, this| vm.call1(vm.types().int.value(), &referent(vm, this)?)),
    float: Some(|vm, this| vm.call1(vm.types().float.value(), &referent(vm, this)?)),
    index: Some(|vm, this| vm.index(&referent(vm, this)?)),
    add: Some(|vm, a, b| vm.binary(&ops::ADD, &referent(vm, a)?, &referent(vm, b)?)),
    sub: Some(|vm, a, b| vm.binary(&ops::SUB, &referent(vm, a)?, &referent(vm, b)?)),
    mul: Some(|vm, a, b| vm.binary(&ops::MUL, &referent(vm, a)?, &referent(vm, b)?)),
    matmul: Some(|vm, a, b| vm.binary(&ops::MATMUL, &referent(vm, a)?, &referent(vm, b)?)),
    truediv: Some(|vm, a, b| vm.binary(&ops::TRUEDIV, &referent(vm, a)?, &referent(vm, b)?)),
    floordiv: Some(|vm, a, b| vm.binary(&ops::FLOORDIV, &referent(vm, a)?, &referent(vm, b)?)),
    modulo: Some(|vm, a, b| vm.binary(&ops::MODULO, &referent(vm, a)?, &referent(vm, b)?)),
    divmod: Some(|vm, a, b| vm.binary(&ops::DIVMOD, &referent(vm, a)?, &referent(vm, b)?)),
    pow: Some(|vm, a, b, c| vm.power(&referent(vm, a)?, &referent(vm, b)?, &referent(vm, c)?)),
    lshift: Some(|vm, a, b| vm.binary(&ops::LSHIFT, &referent(vm, a)?, &referent(vm, b)?)),
    rshift: Some(|vm, a, b| vm.binary(&ops::RSHIFT, &referent(vm, a)?, &referent(vm, b)?)),
    and: Some(|vm, a, b| vm.binary(&ops::AND, &referent(vm, a)?, &referent(vm, b)?)),
    or: Some(|vm, a, b| vm.binary(&ops::OR, &referent(vm, a)?, &referent(vm, b)?)),
    xor: Some(|vm, a, b| vm.binary(&ops::XOR, &referent(vm, a)?, &referent(vm, b)?)),
    iadd: Some(|vm, a, b| vm.inplace(&ops::ADD, &referent(vm, a)?, &referent(vm, b)?)),
    isub: Some(|vm, a, b| vm.inplace(&ops::SUB, &referent(vm, a)?, &referent(vm, b)?)),
    imul: Some(|vm, a, b| vm.inplace(&ops::MUL, &referent(vm, a)?, &referent(vm, b)?)),
    imatmul: Some(|vm, a, b| vm.inplace(&ops::MATMUL, &referent(vm, a)?, &referent(vm, b)?)),
    itruediv: Some(|vm, a, b| vm.inplace(&ops::TRUEDIV, &referent(vm, a)?, &referent(vm, b)?)),
    ifloordiv: Some(|vm, a, b| vm.inplace(&ops::FLOORDIV, &referent(vm, a)?, &referent(vm, b)?)),
    imodulo: Some(|vm, a, b| vm.inplace(&ops::MODULO, &referent(vm, a)?, &referent(vm, b)?)),
    ipow: Some(|vm, a, b| vm.inplace_power(&referent(vm, a)?, &referent(vm, b)?)),
    ilshift: Some(|vm, a, b| vm.inplace(&ops::LSHIFT, &referent(vm, a)?, &referent(vm, b)?)),
    irshift: Some(|vm, a, b| vm.inplace(&ops::RSHIFT, &referent(vm, a)?, &referent(vm, b)?)),
    iand: Some(|vm, a, b| vm.inplace(&ops::AND, &referent(vm, a)?, &referent(vm, b)?)),
    ior: Some(|vm, a, b| vm.inplace(&ops::OR, &referent(vm, a)?, &referent(vm, b)?)),
    ixor: Some(|vm, a, b| vm.inplace(&ops::XOR, &referent(vm, a)?, &referent(vm, b)?)),
    ..Slots::EMPTY
};

/// A new proxy for an object; `callback` may be NULL.
pub fn new_proxy(vm: &Vm, object: &Value, callback: Value) -> PyResult {
    let def = if vm.is_callable(object) { &CALLABLE_TYPE } else { &TYPE };
    new_weakref(vm, &vm.type_from_def(def), object, callback)
}

/// Whether a value is a proxy.
fn is_proxy(vm: &Vm, value: &Value) -> bool {
    let ty = vm.type_of(value);
    ty.def.is_some_and(|def| std::ptr::eq(def, &TYPE) || std::ptr::eq(def, &CALLABLE_TYPE))
}

/// What a proxy refers to; other values are themselves (the other operand of an operator).
fn referent(vm: &Vm, value: &Value) -> PyResult {
    let Some(proxy) = value.downcast::<WeakRefObj>().filter(|_| is_proxy(vm, value)) else { return Ok(value.clone()) };
    match target(vm, proxy) {
        Some(object) => Ok(object),
        None => Err(exc::reference_error(vm, "weakly-referenced object no longer exists")),
    }
}

fn proxy_repr(vm: &Vm, this: &Value) -> PyResult {
    let proxy: &WeakRefObj = exc::receiver(vm, this)?;
    let at = this.bits();
    Ok(vm.str(&match target(vm, proxy) {
        Some(object) => {
            let ty = crate::types::type_::methods::message_name(vm, vm.type_of(&object));
            format!("<weakproxy at {at:#x}; to '{ty}' at {:#x}>", object.bits())
        }
        None => format!("<weakproxy at {at:#x}; dead>"),
    }))
}

fn proxy_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    vm.compare(&referent(vm, this)?, &referent(vm, other)?, op)
}

fn proxy_next(vm: &Vm, this: &Value) -> PyResult {
    let object = referent(vm, this)?;
    if vm.type_of(&object).slots().next.is_none() {
        let name = vm.type_of(&object).name_str();
        return Err(exc::type_error(vm, &format!("Weakref proxy referenced a non-iterator '{name}' object")));
    }
    Ok(vm.next(&object)?.unwrap_or_default())
}

fn proxy_getattr(vm: &Vm, this: &Value, name: &Name) -> PyResult {
    vm.get_attr(&referent(vm, this)?, name)
}

fn proxy_setattr(vm: &Vm, this: &Value, name: &Name, value: Option<&Value>) -> PyResult<()> {
    let object = referent(vm, this)?;
    match value {
        Some(value) => vm.set_attr(&object, name, value),
        None => vm.del_attr(&object, name),
    }
}

fn proxy_setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let object = referent(vm, this)?;
    match value {
        Some(value) => vm.set_item(&object, key, value),
        None => vm.del_item(&object, key),
    }
}

fn proxy_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    vm.call_args(&referent(vm, this)?, args)
}

fn proxy_bytes(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(&referent(vm, this)?, &vm.names().__bytes__, &[])
}

fn proxy_reversed(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(&referent(vm, this)?, &vm.names().__reversed__, &[])
}
