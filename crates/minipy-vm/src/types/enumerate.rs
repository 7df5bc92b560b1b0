//! `enumerate`.

use crate::types::type_::TypeDef;

/// The type `enumerate`.
pub static TYPE: TypeDef = TypeDef { name: "enumerate", ..TypeDef::EMPTY };
