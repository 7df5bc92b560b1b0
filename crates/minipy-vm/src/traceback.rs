//! Printing exceptions as CPython does: source lines, carets, causes, groups.

use crate::value::Value;
use crate::vm::Vm;

/// The text of an uncaught exception.
pub fn format_exception(vm: &Vm, exception: &Value) -> String {
    format!("{}\n", vm.type_of(exception).name_str())
}
