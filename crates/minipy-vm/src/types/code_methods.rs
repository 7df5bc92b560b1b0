//! `code`: the type and its attributes.

use crate::types::type_::TypeDef;

/// The type `code`.
pub static TYPE: TypeDef = TypeDef {
    name: "code",
    layout: Some(<crate::types::code::CodeObj as crate::heap::HeapObject>::LAYOUT),
    ..TypeDef::EMPTY
};
