//! `ReferenceType`: the type and its attributes.

use crate::types::type_::TypeDef;

/// The type `ReferenceType`.
pub static TYPE: TypeDef =
    TypeDef { name: "ReferenceType", layout: Some(&crate::types::weakref::WEAKREF_LAYOUT), ..TypeDef::EMPTY };
