//! Operations whose real homes are being written; each goes away when its home has it.

use crate::exc;
use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

fn missing<T>(vm: &Vm, what: &str) -> PyResult<T> {
    Err(exc::not_implemented_error(vm, &format!("{what} is not there yet")))
}
pub fn new_set(vm: &Vm, items: Vec<Value>) -> PyResult {
    crate::types::set::new_set(vm, items)
}
pub fn set_add(vm: &Vm, set: &Value, item: &Value) -> PyResult<()> {
    match set.downcast::<crate::types::set::SetObj>() {
        Some(set) => set.add(vm, item).map(drop),
        None => missing(vm, "adding to anything but a set"),
    }
}
pub fn new_interpolation(_vm: &Vm, _v: Value, _t: Value, _c: Value, _s: Value) -> Value {
    Value::NONE
}
pub fn new_template(_vm: &Vm, _s: Value, _i: Value) -> Value {
    Value::NONE
}
pub use crate::import::{import_from, import_name, import_star};
pub use crate::sysmod::hooks::display;
