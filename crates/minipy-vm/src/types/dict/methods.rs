//! `dict`: the type and its methods.

use crate::heap::HeapObject;
use crate::types::type_::TypeDef;

/// The type `dict`.
pub static TYPE: TypeDef = TypeDef {
    name: "dict",
    layout: Some(crate::types::dict::DictObj::LAYOUT),
    shape: crate::shape::fixed::DICT,
    ..TypeDef::EMPTY
};
