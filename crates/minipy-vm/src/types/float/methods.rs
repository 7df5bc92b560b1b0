//! `float`: the type and its methods.

use crate::heap::HeapObject;
use crate::types::type_::TypeDef;

/// The type `float`.
pub static TYPE: TypeDef = TypeDef {
    name: "float",
    layout: Some(crate::types::float::FloatObj::LAYOUT),
    shape: crate::shape::fixed::FLOAT,
    ..TypeDef::EMPTY
};
