//! `bytearray`.

use crate::types::type_::TypeDef;

/// The type `bytearray`.
pub static TYPE: TypeDef = TypeDef { name: "bytearray", shape: crate::shape::fixed::BYTEARRAY, ..TypeDef::EMPTY };
