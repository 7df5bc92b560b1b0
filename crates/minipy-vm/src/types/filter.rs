//! `filter`.

use crate::types::type_::TypeDef;

/// The type `filter`.
pub static TYPE: TypeDef = TypeDef { name: "filter", ..TypeDef::EMPTY };
