//! `types.UnionType`: `int | str`.

use crate::native::PyResult;
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The type `typing.Union`.
pub static TYPE: TypeDef = TypeDef { name: "Union", module: "typing", ..TypeDef::EMPTY };

/// `lhs | rhs` of types.
pub fn union_of(_vm: &Vm, _lhs: &Value, _rhs: &Value) -> PyResult {
    Ok(Value::NOT_IMPLEMENTED)
}
