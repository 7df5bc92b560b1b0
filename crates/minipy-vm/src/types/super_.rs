//! `super`.

use crate::types::type_::TypeDef;

/// The type `super`.
pub static TYPE: TypeDef = TypeDef { name: "super", ..TypeDef::EMPTY };
