//! Ways into the interpreter loop from native code.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::stack::{Frame, Ret};
use super::{call, run};
use crate::exc;
use crate::gil::Breaker;
use crate::heap::{Header, Obj};
use crate::native::{Args, PyResult};
use crate::types::code::CodeObj;
use crate::types::dict::{DictObj, DictRef};
use crate::types::function::FuncObj;
use crate::value::Value;
use crate::vm::Vm;

/// The builtins namespace that code with these globals uses: `globals['__builtins__']` or the interpreter's.
pub fn builtins_of(vm: &Vm, globals: &DictRef) -> DictRef {
    builtins_in(vm, globals.get_name(vm, &vm.names().__builtins__).as_ref())
}

/// [`builtins_of`], given what `globals['__builtins__']` is.
pub fn builtins_in(vm: &Vm, found: Option<&Value>) -> DictRef {
    if let Some(found) = found {
        if let Some(dict) = found.cast::<DictObj>() {
            return dict;
        }
        if let Some(module) = found.downcast::<crate::module::ModuleObj>()
            && let Some(dict) = module.dict.get().cast::<DictObj>()
        {
            // That of `builtins` may not be filled yet: functions look names up by `builtins::place::find`.
            return dict;
        }
    }
    match vm.interp().builtins.unfilled() {
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
    vm.check_native_stack("")?;
    if !(args.kw.is_empty() && call::push_direct(vm, callable, function, None, args.pos, Ret::Exit, 0)) {
        call::push_call(vm, callable, function, args, Ret::Exit, 0, 0)?;
    }
    run::run(vm)
}

/// Calls a Python function with one more positional argument in front.
pub fn call_function_with_self(vm: &Vm, callable: &Value, function: &FuncObj, this: &Value, args: &Args) -> PyResult {
    debug_assert_eq!(crate::heap::cell::outstanding(), 0, "B1 broken: a borrow lives across a call");
    vm.check_native_stack("")?;
    if !(args.kw.is_empty() && call::push_direct(vm, callable, function, Some(this), args.pos, Ret::Exit, 0)) {
        call::push_call_self(vm, callable, function, Some(this), args, Ret::Exit, 0, 0)?;
    }
    run::run(vm)
}

/// Calls the Python function of a special method, which a class holds, with `this` and these arguments.
pub(crate) fn call_held(vm: &Vm, function: *mut Header, this: &Value, args: &[Value]) -> PyResult {
    // SAFETY: the caller has just got the function from the class; the reference keeps it through the call.
    let callable = unsafe { Value::new_ref(function) };
    match callable.exact::<FuncObj>() {
        Some(function) => call_function_with_self(vm, &callable, function, this, &Args::positional(args)),
        None => Err(exc::not_callable(vm, &callable)),
    }
}

/// Runs code as `exec` does: `locals` is the mapping for names stored at top level.
pub fn run_code(vm: &Vm, code: &Obj<CodeObj>, globals: &DictRef, locals: &Value) -> PyResult {
    let function = vm.new_function(code, globals, Value::NULL);
    let value = run_function_with_locals(vm, function.value(), locals)?;
    // A MemoryError that was only noted, with nothing behind it that would have looked.
    if vm.breaker.get() & Breaker::MEMORY != 0 { Err(crate::heap::growth::failed(vm)) } else { Ok(value) }
}

/// Runs the body of a function that takes no arguments with a locals mapping: class bodies, modules, `exec`.
pub fn run_function_with_locals(vm: &Vm, function: &Value, locals: &Value) -> PyResult {
    vm.check_native_stack("")?;
    let Some(object) = function.exact::<FuncObj>() else { return Err(exc::not_callable(vm, function)) };
    call::push_call(vm, function, object, &Args::EMPTY, Ret::Exit, 0, 0)?;
    // SAFETY: the frame has just been pushed.
    unsafe { Frame::set_locals(vm.stack.top.get(), locals.clone()) };
    run::run(vm)
}
