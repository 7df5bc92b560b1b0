//! `reversed`.

use crate::types::type_::TypeDef;

/// The type `reversed`.
pub static TYPE: TypeDef = TypeDef { name: "reversed", ..TypeDef::EMPTY };
