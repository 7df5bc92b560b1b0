//! `set` and `frozenset`.

pub mod methods;

use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// A new `frozenset`.
pub fn new_frozenset(vm: &Vm, items: Vec<Value>) -> PyResult {
    let _ = items;
    Err(crate::exc::not_implemented_error(vm, "frozenset is not there yet"))
}
