//! `map`.

use crate::types::type_::TypeDef;

/// The type `map`.
pub static TYPE: TypeDef = TypeDef { name: "map", ..TypeDef::EMPTY };
