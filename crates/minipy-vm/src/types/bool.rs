//! `bool`.

use crate::types::type_::TypeDef;

/// The type `bool`.
pub static TYPE: TypeDef = TypeDef { name: "bool", base: Some(&crate::types::int::methods::TYPE), ..TypeDef::EMPTY };
