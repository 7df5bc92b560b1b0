//! `import`: finding and loading modules.

use crate::native::PyResult;
use crate::vm::Vm;

/// `importlib.import_module(name)`
pub fn import_module(vm: &Vm, name: &str) -> PyResult {
    Err(crate::exc::not_implemented_error(vm, name))
}
