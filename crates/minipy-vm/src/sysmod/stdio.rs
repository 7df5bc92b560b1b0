//! The standard streams: making them, flushing them at exit.

use crate::heap::Obj;
use crate::io::stream::StreamObj;
use crate::io::text::{self, Newline, TextObj, new_text};
use crate::module::ModuleObj;
use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// Makes `sys.stdin`, `sys.stdout` and `sys.stderr`.
pub(super) fn install(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    for (fd, name, original) in [(0, "stdin", "__stdin__"), (1, "stdout", "__stdout__"), (2, "stderr", "__stderr__")] {
        let stream = standard_stream(vm, fd, name)?;
        module.set(vm, name, stream.clone());
        module.set(vm, original, stream);
    }
    Ok(())
}

fn standard_stream(vm: &Vm, fd: i32, name: &str) -> PyResult {
    // A descriptor that is closed gives None, as in CPython.
    let Ok(file) = vm.interp().host.file_from_fd(fd, false) else { return Ok(Value::NONE) };
    let terminal = file.is_terminal();
    let config = vm.config();
    let reading = fd == 0;
    let shown = vm.str(&format!("<{name}>"));
    let mut stream = StreamObj::new(file, shown, if reading { "rb" } else { "wb" }, reading, !reading);
    stream.closefd = false;
    let (mut encoding, mut errors) = (None, None);
    if let Some(wanted) = &config.io_encoding {
        let (e, h) = wanted.split_once(':').unwrap_or((wanted, ""));
        encoding = Some(e).filter(|e| !e.is_empty());
        errors = Some(h).filter(|h| !h.is_empty());
    }
    if fd == 2 {
        errors = Some("backslashreplace");
    } else if errors.is_none() && encoding.is_none() && is_c_locale(vm) {
        errors = Some("surrogateescape");
    }
    let encoding = encoding.unwrap_or("utf-8");
    let binary = crate::io::binary::new_binary(vm, stream);
    let ty = vm.type_from_def(&text::TYPE);
    let newline = if reading { Newline::Universal } else { Newline::Lf };
    let file = new_text(vm, &ty, binary, Some(encoding), errors, newline)?;
    if let Some(text) = file.downcast::<TextObj>() {
        text.line_buffering.set(!config.unbuffered && (fd == 2 || terminal));
        text.write_through.set(config.unbuffered && !reading);
        let dict = vm.new_dict();
        dict.set_name(vm, &vm.intern("mode"), vm.str(if reading { "r" } else { "w" }));
        text.dict.set(dict.into_value());
    }
    Ok(file)
}

/// Whether the locale is the C locale or what CPython replaces it by: then nobody has said that text is UTF-8.
fn is_c_locale(vm: &Vm) -> bool {
    let get = |name: &str| vm.interp().host.env_get(name.as_bytes()).ok().flatten().filter(|v| !v.is_empty());
    let locale = get("LC_ALL").or_else(|| get("LC_CTYPE")).or_else(|| get("LANG"));
    locale.is_none_or(|l| matches!(&l[..], b"C" | b"POSIX" | b"C.UTF-8" | b"C.utf8" | b"UTF-8"))
}

/// Flushes `sys.stdout` and `sys.stderr` at exit; false if stdout could not be written.
pub fn flush_std_files(vm: &Vm) -> bool {
    let mut fine = true;
    for name in ["stdout", "stderr"] {
        let Some(file) = super::get(vm, name) else { continue };
        if file.is_none() || is_closed(vm, &file) {
            continue;
        }
        if let Err(raised) = vm.call_method(&file, &vm.names().flush, &[]) {
            let exception = vm.take_exception(raised);
            if name == "stdout" {
                crate::unraisable::report(
                    vm,
                    &exception,
                    Some("Exception ignored while flushing sys.stdout"),
                    &Value::NONE,
                );
                fine = false;
            }
            // What could not be written now cannot be written later either.
            if let Some(text) = file.downcast::<TextObj>()
                && let Some(stream) = text.buffer.get().downcast::<StreamObj>()
            {
                stream.discard_output();
            }
        }
    }
    fine
}

fn is_closed(vm: &Vm, file: &Value) -> bool {
    match super::or_none(vm, |vm| vm.get_attr_str(file, "closed")) {
        Some(closed) => vm.truth(&closed).unwrap_or(false),
        None => false,
    }
}
