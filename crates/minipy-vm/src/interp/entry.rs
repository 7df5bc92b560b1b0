//! Ways into the interpreter loop from native code.

use crate::heap::Obj;
use crate::native::{Args, PyResult};
use crate::types::code::CodeObj;
use crate::types::dict::{DictObj, DictRef};
use crate::types::function::FuncObj;
use crate::value::Value;
use crate::vm::Vm;

/// The builtins namespace that code with these globals uses: `globals['__builtins__']` or the interpreter's.
pub fn builtins_of(vm: &Vm, globals: &DictRef) -> DictRef {
    if let Some(found) = globals.get_name(vm, &vm.names().__builtins__) {
        if let Some(dict) = found.cast::<DictObj>() {
            return dict;
        }
        if let Some(module) = found.downcast::<crate::module::ModuleObj>()
            && let Some(dict) = module.namespace()
        {
            return dict;
        }
    }
    match vm.interp().builtins.get() {
        Some(dict) => dict,
        None => vm.new_dict(),
    }
}

/// The globals of the running Python frame.
pub fn current_globals(vm: &Vm) -> Option<DictRef> {
    vm.stack.frame(0).map(|f| f.function().globals.clone())
}

/// Calls a Python function.
pub fn call_function(vm: &Vm, callable: &Value, function: &FuncObj, args: &Args) -> PyResult {
    let _ = (callable, function, args);
    Err(crate::exc::not_implemented_error(vm, "calls are not there yet"))
}

/// Runs code as `exec` does.
pub fn run_code(vm: &Vm, code: &Obj<CodeObj>, globals: &DictRef, locals: &Value) -> PyResult {
    let _ = (code, globals, locals);
    Err(crate::exc::not_implemented_error(vm, "code is not there yet"))
}
