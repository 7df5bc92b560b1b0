//! `module`: the type and its attributes.

use crate::types::type_::TypeDef;

/// The type `module`.
pub static TYPE: TypeDef = TypeDef {
    name: "module",
    layout: Some(&crate::module::MODULE_LAYOUT),
    shape: crate::shape::fixed::MODULE,
    ..TypeDef::EMPTY
};
