//! Exceptions that nobody can catch: in `__del__`, weak reference callbacks, at exit (`sys.unraisablehook`).

use crate::value::Value;
use crate::vm::Vm;

/// Reports an exception as `sys.unraisablehook` does. `message` precedes the repr of `source`.
pub fn report(vm: &Vm, exception: &Value, message: Option<&str>, source: &Value) {
    let message = message.unwrap_or("Exception ignored in");
    let repr = match vm.repr_string(source) {
        Ok(text) => text,
        Err(raised) => {
            drop(vm.take_exception(raised));
            "<object repr() failed>".to_owned()
        }
    };
    let mut text = format!("{message}: {repr}\n");
    text.push_str(&crate::traceback::format_exception(vm, exception));
    crate::sysmod::write_stderr(vm, &text);
}
