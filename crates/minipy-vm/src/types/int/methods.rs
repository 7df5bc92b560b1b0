//! `int`: the type and its methods.

use crate::heap::HeapObject;
use crate::types::type_::TypeDef;

/// The type `int`.
pub static TYPE: TypeDef = TypeDef {
    name: "int",
    layout: Some(crate::types::int::BigInt::LAYOUT),
    shape: crate::shape::fixed::INT,
    ..TypeDef::EMPTY
};
