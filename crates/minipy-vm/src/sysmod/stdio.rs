//! The standard streams: making them, flushing them at exit.

use minipy_host::HostFile;

use crate::heap::{Obj, PyCell};
use crate::io::stream::StreamObj;
use crate::io::text::{self, Newline, TextObj, new_text};
use crate::module::ModuleObj;
use crate::names::Names;
use crate::native::PyResult;
use crate::types::str_::Name;
use crate::value::Value;
use crate::vm::Vm;

/// One of the standard streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Std {
    /// `sys.stdin`
    In,
    /// `sys.stdout`
    Out,
    /// `sys.stderr`
    Err,
}

impl Std {
    const ALL: [Std; 3] = [Std::In, Std::Out, Std::Err];

    fn name(self) -> &'static str {
        ["stdin", "stdout", "stderr"][self as usize]
    }

    pub(super) fn name_in(self, names: &Names) -> &Name {
        match self {
            Std::In => &names.stdin,
            Std::Out => &names.stdout,
            Std::Err => &names.stderr,
        }
    }
}

/// The streams of the process, before any program replaces them.
#[derive(Default)]
struct Streams {
    /// What the descriptors were at start; a descriptor that was closed gives None, as in CPython.
    files: [PyCell<Option<Box<dyn HostFile>>>; 3],
    /// The text files made of them, at first use.
    made: [PyCell<Value>; 3],
}

/// Takes the descriptors; the text files wait until they are used.
pub(crate) fn start(vm: &Vm) {
    let streams = vm.state::<Streams>();
    for std in Std::ALL {
        streams.files[std as usize].set(vm.interp().host.file_from_fd(std as i32, false).ok());
    }
}

/// The stream that the process was started with.
pub(super) fn original(vm: &Vm, std: Std) -> PyResult {
    let place = &vm.state::<Streams>().made[std as usize];
    if place.borrow().is_null() {
        place.set(standard_stream(vm, std)?);
    }
    Ok(place.get())
}

/// Makes `sys.stdin`, `sys.stdout` and `sys.stderr`.
pub(super) fn install(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    for std in Std::ALL {
        let stream = original(vm, std)?;
        module.set(vm, std.name(), stream.clone());
        module.set(vm, &format!("__{}__", std.name()), stream);
    }
    Ok(())
}

fn standard_stream(vm: &Vm, std: Std) -> PyResult {
    let Some(file) = vm.state::<Streams>().files[std as usize].take() else { return Ok(Value::NONE) };
    let terminal = file.is_terminal();
    let config = vm.config();
    let reading = std == Std::In;
    let shown = vm.str(&format!("<{}>", std.name()));
    let mut stream = StreamObj::new(file, shown, if reading { "rb" } else { "wb" }, reading, !reading);
    stream.closefd = false;
    let (mut encoding, mut errors) = (None, None);
    if let Some(wanted) = &config.io_encoding {
        let (e, h) = wanted.split_once(':').unwrap_or((wanted, ""));
        encoding = Some(e).filter(|e| !e.is_empty());
        errors = Some(h).filter(|h| !h.is_empty());
    }
    if std == Std::Err {
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
        text.line_buffering.set(!config.unbuffered && (std == Std::Err || terminal));
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

/// Whether an object is one of the original streams or its binary part.
pub(crate) fn is_original(vm: &Vm, value: &Value) -> bool {
    vm.state::<Streams>().made.iter().any(|made| {
        let made = made.borrow();
        made.is(value) || made.downcast::<TextObj>().is_some_and(|text| text.buffer.borrow().is(value))
    })
}

/// Whether there may be output in a stream: somebody has looked at it, or at `sys`.
pub(super) fn in_use(vm: &Vm, std: Std) -> bool {
    vm.interp().sys.is_filled() || !vm.state::<Streams>().made[std as usize].borrow().is_null()
}

/// Flushes `sys.stdout` and `sys.stderr` at exit; false if stdout could not be written.
pub fn flush_std_files(vm: &Vm) -> bool {
    let mut fine = true;
    for std in [Std::Out, Std::Err] {
        if !in_use(vm, std) {
            continue;
        }
        let Some(file) = super::stream(vm, std) else { continue };
        if file.is_none() || is_closed(vm, &file) {
            continue;
        }
        if let Err(raised) = vm.call_method(&file, &vm.names().flush, &[]) {
            let exception = vm.take_exception(raised);
            if std == Std::Out {
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
