//! `tuple`: the type and its methods.

use crate::heap::HeapObject;
use crate::types::type_::TypeDef;

/// The type `tuple`.
pub static TYPE: TypeDef = TypeDef {
    name: "tuple",
    layout: Some(crate::types::tuple::TupleObj::LAYOUT),
    shape: crate::shape::fixed::TUPLE,
    ..TypeDef::EMPTY
};
