//! `str`: the type and its methods.

use crate::heap::HeapObject;
use crate::types::type_::TypeDef;

/// The type `str`.
pub static TYPE: TypeDef = TypeDef {
    name: "str",
    layout: Some(crate::types::str_::StrObj::LAYOUT),
    shape: crate::shape::fixed::STR,
    ..TypeDef::EMPTY
};
