//! `cell`: the type and its attributes.

use crate::types::type_::TypeDef;

/// The type `cell`.
pub static TYPE: TypeDef = TypeDef {
    name: "cell",
    layout: Some(&crate::types::cell::CELL_LAYOUT),
    shape: crate::shape::fixed::CELL,
    ..TypeDef::EMPTY
};
