//! Generators and coroutines: the types, methods and attributes.

use crate::heap::HeapObject;
use crate::types::generator::GenObj;
use crate::types::type_::TypeDef;

/// The type `generator`.
pub static TYPE: TypeDef = TypeDef {
    name: "generator",
    layout: Some(GenObj::LAYOUT),
    shape: crate::shape::fixed::GENERATOR,
    ..TypeDef::EMPTY
};

/// The type `coroutine`.
pub static COROUTINE_TYPE: TypeDef = TypeDef {
    name: "coroutine",
    layout: Some(GenObj::LAYOUT),
    shape: crate::shape::fixed::COROUTINE,
    ..TypeDef::EMPTY
};

/// The type `coroutine_wrapper`: what `coroutine.__await__()` gives.
pub static COROUTINE_WRAPPER_TYPE: TypeDef = TypeDef { name: "coroutine_wrapper", ..TypeDef::EMPTY };
