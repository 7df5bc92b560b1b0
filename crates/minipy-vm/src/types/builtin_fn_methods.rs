//! The types of builtin functions, methods and slot wrappers, with their attributes.

use crate::slots::Slots;
use crate::types::builtin_fn as f;
use crate::types::type_::TypeDef;
use crate::types::type_::TypeFlags;
use crate::types::wrapper as w;

/// The type `builtin_function_or_method`.
pub static BUILTIN_TYPE: TypeDef = TypeDef {
    name: "builtin_function_or_method",
    layout: Some(&f::BUILTIN_LAYOUT),
    shape: crate::shape::fixed::BUILTIN,
    slots: Slots { call: Some(f::builtin_call), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// The type `method_descriptor`.
pub static METHOD_DESCR_TYPE: TypeDef = TypeDef {
    name: "method_descriptor",
    layout: Some(&f::METHOD_DESCR_LAYOUT),
    shape: crate::shape::fixed::METHOD_DESCRIPTOR,
    flags: TypeFlags::METHOD_LIKE,
    slots: Slots { call: Some(f::method_descr_call), descr_get: Some(f::method_descr_get), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// The type `classmethod_descriptor`.
pub static CLASS_METHOD_DESCR_TYPE: TypeDef = TypeDef {
    name: "classmethod_descriptor",
    layout: Some(&f::CLASS_METHOD_DESCR_LAYOUT),
    slots: Slots { descr_get: Some(f::class_method_descr_get), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// The type `getset_descriptor`.
pub static GETSET_TYPE: TypeDef = TypeDef {
    name: "getset_descriptor",
    layout: Some(&f::GETSET_LAYOUT),
    slots: Slots { descr_get: Some(f::getset_get), descr_set: Some(f::getset_set), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// The type `wrapper_descriptor`.
pub static WRAPPER_TYPE: TypeDef = TypeDef {
    name: "wrapper_descriptor",
    layout: Some(&w::WRAPPER_LAYOUT),
    flags: TypeFlags::METHOD_LIKE,
    slots: Slots { call: Some(w::wrapper_call), descr_get: Some(w::wrapper_get), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// The type `method-wrapper`.
pub static BOUND_WRAPPER_TYPE: TypeDef = TypeDef {
    name: "method-wrapper",
    layout: Some(&w::BOUND_WRAPPER_LAYOUT),
    slots: Slots { call: Some(w::bound_wrapper_call), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// The type of the builtin `__new__` methods, which shows itself as a builtin function.
pub static NEW_TYPE: TypeDef = TypeDef {
    name: "builtin_function_or_method",
    layout: Some(&w::NEW_LAYOUT),
    slots: Slots { call: Some(w::new_method_call), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};
