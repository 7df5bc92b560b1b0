//! `method`: the type and its attributes.

use crate::types::type_::TypeDef;

/// The type `method`.
pub static TYPE: TypeDef = TypeDef {
    name: "method",
    layout: Some(&crate::types::method::METHOD_LAYOUT),
    shape: crate::shape::fixed::METHOD,
    ..TypeDef::EMPTY
};
