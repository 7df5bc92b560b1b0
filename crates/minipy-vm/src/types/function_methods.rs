//! `function`: the type and its attributes.

use crate::types::type_::TypeDef;

/// The type `function`.
pub static TYPE: TypeDef = TypeDef {
    name: "function",
    layout: Some(<crate::types::function::FuncObj as crate::heap::HeapObject>::LAYOUT),
    shape: crate::shape::fixed::FUNCTION,
    flags: crate::types::type_::TypeFlags::METHOD_LIKE,
    ..TypeDef::EMPTY
};
