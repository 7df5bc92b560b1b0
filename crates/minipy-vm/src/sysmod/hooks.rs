//! `sys.displayhook`, `sys.excepthook`, `sys.unraisablehook`, `sys.breakpointhook`, and who calls them.

use super::stdio::Std;
use crate::exc;
use crate::native::{Args, PyResult};
use crate::types::exception::ExceptionObj;
use crate::types::str_::StrObj;
use crate::value::Value;
use crate::vm::Vm;

/// Shows the value of an expression statement at the prompt through `sys.displayhook`.
pub fn display(vm: &Vm, value: &Value) -> PyResult {
    let Some(hook) = super::get(vm, "displayhook") else {
        return Err(exc::runtime_error(vm, "lost sys.displayhook"));
    };
    vm.call1(&hook, value)?;
    Ok(Value::NONE)
}

/// `sys.displayhook`
pub fn displayhook(vm: &Vm, value: &Value) -> PyResult {
    let Some(builtins) = vm.interp().builtins.get() else {
        return Err(exc::runtime_error(vm, "lost builtins module"));
    };
    if value.is_none() {
        return Ok(Value::NONE);
    }
    let underscore = vm.intern("_");
    builtins.set_name(vm, &underscore, Value::NONE);
    let Some(stdout) = super::stream(vm, Std::Out).filter(|s| !s.is_none()) else {
        return Err(exc::runtime_error(vm, "lost sys.stdout"));
    };
    let text = vm.repr(value)?;
    let write = &vm.names().write;
    if let Err(raised) = vm.call_method(&stdout, write, std::slice::from_ref(&text)) {
        if !exc::is_instance(vm, &raised, &vm.exceptions().unicode_encode_error) {
            return Err(raised);
        }
        // The stream cannot show it: escaped, then.
        drop(vm.take_exception(raised));
        let bytes = text.downcast::<StrObj>().map(|t| t.bytes().to_vec()).unwrap_or_default();
        let mut escaped = Vec::new();
        for (cp, piece) in code_points(&bytes) {
            if (0xd800..0xe000).contains(&cp) {
                minipy_text::escape::push_hex_escape(&mut escaped, cp);
            } else {
                escaped.extend_from_slice(piece);
            }
        }
        vm.call_method(&stdout, write, &[vm.str_bytes(&escaped)])?;
    }
    vm.call_method(&stdout, write, &[vm.str("\n")])?;
    builtins.set_name(vm, &underscore, value.clone());
    Ok(Value::NONE)
}

fn code_points(bytes: &[u8]) -> Vec<(u32, &[u8])> {
    let (mut at, mut found) = (0, Vec::new());
    while let Some((cp, next)) = minipy_text::wtf8::decode_at(bytes, at) {
        found.push((cp, &bytes[at..next]));
        at = next;
    }
    found
}

/// `sys.excepthook`
pub fn excepthook(vm: &Vm, _class: &Value, exception: &Value, traceback: &Value) -> PyResult {
    let Some(object) = exception.downcast::<ExceptionObj>() else {
        let name = vm.type_of(exception).name_str();
        let message = format!("TypeError: print_exception(): Exception expected for value, {name} found\n");
        super::write_stderr(vm, &message);
        return Ok(Value::NONE);
    };
    if !traceback.is_none() && object.traceback.borrow().is_null() {
        object.traceback.set(traceback.clone());
    }
    print_exception(vm, exception);
    Ok(Value::NONE)
}

/// Flushes `sys.stdout`; errors are forgotten.
pub fn flush_stdout(vm: &Vm) {
    if super::stdio::in_use(vm, Std::Out)
        && let Some(stdout) = super::stream(vm, Std::Out).filter(|s| !s.is_none())
    {
        super::or_none(vm, |vm| vm.call_method(&stdout, &vm.names().flush, &[]));
    }
}

/// Prints an exception with its traceback to `sys.stderr`.
pub fn print_exception(vm: &Vm, exception: &Value) {
    let pending = vm.save_exception();
    flush_stdout(vm);
    let text = crate::traceback::format_exception(vm, exception);
    super::write_stderr(vm, &text);
    vm.restore_exception(pending);
}

fn parts(vm: &Vm, exception: &Value) -> [Value; 3] {
    let traceback = exception.downcast::<ExceptionObj>().and_then(|e| e.traceback.get().non_null());
    [vm.type_of(exception).to_value(), exception.clone(), traceback.unwrap_or(Value::NONE)]
}

/// Hands an uncaught exception to `sys.excepthook` (`PyErr_PrintEx`). `Some`: the hook raised SystemExit.
pub fn call_excepthook(vm: &Vm, exception: &Value) -> Option<i32> {
    let parts = parts(vm, exception);
    super::set(vm, "last_exc", exception.clone());
    for (name, value) in ["last_type", "last_value", "last_traceback"].into_iter().zip(&parts) {
        super::set(vm, name, value.clone());
    }
    let Some(hook) = super::get(vm, "excepthook") else {
        super::write_stderr(vm, "sys.excepthook is missing\n");
        print_exception(vm, exception);
        return None;
    };
    if let Err(raised) = vm.call(&hook, &parts) {
        let exit = exc::is_instance(vm, &raised, &vm.exceptions().system_exit);
        let second = vm.take_exception(raised);
        if exit {
            return Some(exit_status(vm, &second));
        }
        flush_stdout(vm);
        super::write_stderr(vm, "Error in sys.excepthook:\n");
        print_exception(vm, &second);
        super::write_stderr(vm, "\nOriginal exception was:\n");
        print_exception(vm, exception);
    }
    None
}

/// The process's status for a SystemExit; prints a code that is no number.
pub fn exit_status(vm: &Vm, exception: &Value) -> i32 {
    let code = super::or_none(vm, |vm| vm.get_attr(exception, &vm.names().code)).unwrap_or(Value::NONE);
    flush_stdout(vm);
    if code.is_none() {
        return 0;
    }
    if crate::types::int::as_int(&code).is_some() {
        return crate::types::int::to_i64(&code).unwrap_or(-1) as i32;
    }
    match super::or_none(vm, |vm| vm.to_str(&code)) {
        Some(text) => {
            let mut bytes = text.downcast::<StrObj>().map(|t| t.bytes().to_vec()).unwrap_or_default();
            bytes.push(b'\n');
            super::write_stderr_bytes(vm, &bytes);
        }
        None => super::write_stderr(vm, "\n"),
    }
    1
}

/// `sys.breakpointhook`: what `PYTHONBREAKPOINT` names, by default `pdb.set_trace`.
pub fn breakpointhook(vm: &Vm, args: &Args) -> PyResult {
    let variable = vm.interp().host.env_get(b"PYTHONBREAKPOINT").ok().flatten().filter(|v| !v.is_empty());
    let target = variable.map_or_else(|| "pdb.set_trace".to_owned(), |v| String::from_utf8_lossy(&v).into_owned());
    if target == "0" {
        return Ok(Value::NONE);
    }
    let (module, name) = target.rsplit_once('.').unwrap_or(("builtins", &target));
    let module = crate::import::import_module(vm, module)?;
    let function = vm.get_attr_str(&module, name)?;
    vm.call_args(&function, args)
}
