//! `types.GenericAlias`: `list[int]`.

use crate::native::PyResult;
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The type `types.GenericAlias`.
pub static TYPE: TypeDef = TypeDef { name: "GenericAlias", module: "types", ..TypeDef::EMPTY };

/// `origin[args]`
pub fn new_alias(vm: &Vm, _origin: &Value, _args: &Value) -> PyResult {
    Err(crate::exc::not_implemented_error(vm, "generic aliases are not there yet"))
}
