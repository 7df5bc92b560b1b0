//! `zip`.

use crate::types::type_::TypeDef;

/// The type `zip`.
pub static TYPE: TypeDef = TypeDef { name: "zip", ..TypeDef::EMPTY };
