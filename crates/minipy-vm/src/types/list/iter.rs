//! `list_iterator`.

use crate::types::type_::TypeDef;

/// The type `list_iterator`.
pub static TYPE: TypeDef = TypeDef { name: "list_iterator", shape: crate::shape::fixed::LIST_ITER, ..TypeDef::EMPTY };
