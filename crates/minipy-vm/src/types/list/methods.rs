//! `list`: the type and its methods.

use crate::heap::HeapObject;
use crate::types::type_::TypeDef;

/// The type `list`.
pub static TYPE: TypeDef = TypeDef {
    name: "list",
    layout: Some(crate::types::list::ListObj::LAYOUT),
    shape: crate::shape::fixed::LIST,
    ..TypeDef::EMPTY
};
