//! `set` and `frozenset`: the types and their methods.

use crate::types::type_::TypeDef;

/// The type `set`.
pub static TYPE: TypeDef = TypeDef { name: "set", shape: crate::shape::fixed::SET, ..TypeDef::EMPTY };

/// The type `frozenset`.
pub static FROZEN_TYPE: TypeDef =
    TypeDef { name: "frozenset", shape: crate::shape::fixed::FROZENSET, ..TypeDef::EMPTY };
