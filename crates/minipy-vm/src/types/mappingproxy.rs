//! `mappingproxy`: a read-only view of a mapping.

use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The type `mappingproxy`.
pub static TYPE: TypeDef = TypeDef { name: "mappingproxy", ..TypeDef::EMPTY };

/// A new read-only view.
pub fn new_proxy(_vm: &Vm, mapping: Value) -> Value {
    mapping
}
