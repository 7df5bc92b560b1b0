//! `property`.

use crate::types::type_::TypeDef;

/// The type `property`.
pub static TYPE: TypeDef = TypeDef { name: "property", shape: crate::shape::fixed::PROPERTY, ..TypeDef::EMPTY };
