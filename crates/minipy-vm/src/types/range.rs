//! `range` and its iterator.

use crate::types::type_::TypeDef;

/// The type `range`.
pub static TYPE: TypeDef = TypeDef { name: "range", shape: crate::shape::fixed::RANGE, ..TypeDef::EMPTY };

/// The type `range_iterator`.
pub static ITER_TYPE: TypeDef =
    TypeDef { name: "range_iterator", shape: crate::shape::fixed::RANGE_ITER, ..TypeDef::EMPTY };
