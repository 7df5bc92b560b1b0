//! `NoneType`, `ellipsis`, `NotImplementedType`.

use crate::exc;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::type_::{TypeDef, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// `hash(None)`, a constant so that programs run the same every time.
const NONE_HASH: i64 = 0xfca8_6420;

/// The type of `None`.
pub static NONE_TYPE: TypeDef = TypeDef {
    name: "NoneType",
    doc: "The type of the None singleton.",
    slots: Slots {
        new: Some(none_new),
        repr: Some(none_repr),
        hash: Some(none_hash),
        compare: Some(super::object::object_compare),
        bool: Some(none_bool),
        ..Slots::EMPTY
    },
    ..TypeDef::EMPTY
};

/// The type of `...`.
pub static ELLIPSIS_TYPE: TypeDef = TypeDef {
    name: "ellipsis",
    doc: "The type of the Ellipsis singleton.",
    slots: Slots { new: Some(ellipsis_new), repr: Some(ellipsis_repr), ..Slots::EMPTY },
    methods: ELLIPSIS_METHODS,
    ..TypeDef::EMPTY
};

/// The type of `NotImplemented`.
pub static NOT_IMPLEMENTED_TYPE: TypeDef = TypeDef {
    name: "NotImplementedType",
    doc: "The type of the NotImplemented singleton.",
    slots: Slots {
        new: Some(not_implemented_new),
        repr: Some(not_implemented_repr),
        bool: Some(not_implemented_bool),
        ..Slots::EMPTY
    },
    methods: NOT_IMPLEMENTED_METHODS,
    ..TypeDef::EMPTY
};

static ELLIPSIS_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(ellipsis_repr) "(self, /)" "Helper for pickle.";
};

static NOT_IMPLEMENTED_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(not_implemented_repr) "(self, /)" "Helper for pickle.";
};

fn no_arguments(vm: &Vm, args: &Args, message: &str, value: Value) -> PyResult {
    if args.is_empty() { Ok(value) } else { Err(exc::type_error(vm, message)) }
}

fn none_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    no_arguments(vm, args, "NoneType takes no arguments", Value::NONE)
}

fn none_repr(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.intern("None").into_value())
}

fn none_hash(_vm: &Vm, _this: &Value) -> PyResult<i64> {
    Ok(NONE_HASH)
}

fn none_bool(_vm: &Vm, _this: &Value) -> PyResult<bool> {
    Ok(false)
}

fn ellipsis_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    no_arguments(vm, args, "EllipsisType takes no arguments", Value::ELLIPSIS)
}

fn ellipsis_repr(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.intern("Ellipsis").into_value())
}

fn not_implemented_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    no_arguments(vm, args, "NotImplementedType takes no arguments", Value::NOT_IMPLEMENTED)
}

fn not_implemented_repr(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.intern("NotImplemented").into_value())
}

fn not_implemented_bool(vm: &Vm, _this: &Value) -> PyResult<bool> {
    Err(exc::type_error(vm, "NotImplemented should not be used in a boolean context"))
}
