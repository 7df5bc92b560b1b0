//! `staticmethod`.

use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The type `staticmethod`.
pub static TYPE: TypeDef = TypeDef { name: "staticmethod", ..TypeDef::EMPTY };

/// A new static method.
pub fn new_staticmethod(_vm: &Vm, function: Value) -> Value {
    function
}
