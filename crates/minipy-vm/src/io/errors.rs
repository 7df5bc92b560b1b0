//! Errors of streams: `OSError` and its subclasses from the host's errors, `io.UnsupportedOperation`, codec errors.

use minipy_host::{ErrorKind, HostError};
use minipy_text::codec::Failure;

use crate::exc;
use crate::heap::PyCell;
use crate::native::{PyResult, Raised};
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The class for a kind of error.
pub fn os_error_class(vm: &Vm, kind: ErrorKind) -> TypeRef {
    let e = vm.exceptions();
    match kind {
        ErrorKind::WouldBlock => e.blocking_io_error.clone(),
        ErrorKind::ChildProcess => e.child_process_error.clone(),
        ErrorKind::BrokenPipe => e.broken_pipe_error.clone(),
        ErrorKind::ConnectionAborted => e.connection_aborted_error.clone(),
        ErrorKind::ConnectionRefused => e.connection_refused_error.clone(),
        ErrorKind::ConnectionReset => e.connection_reset_error.clone(),
        ErrorKind::AlreadyExists => e.file_exists_error.clone(),
        ErrorKind::NotFound => e.file_not_found_error.clone(),
        ErrorKind::Interrupted => e.interrupted_error.clone(),
        ErrorKind::IsADirectory => e.is_a_directory_error.clone(),
        ErrorKind::NotADirectory => e.not_a_directory_error.clone(),
        ErrorKind::PermissionDenied => e.permission_error.clone(),
        ErrorKind::ProcessLookup => e.process_lookup_error.clone(),
        ErrorKind::TimedOut => e.timeout_error.clone(),
        ErrorKind::Other => e.os_error.clone(),
    }
}

/// Raises the OSError for an error of the host.
#[cold]
pub fn os_error(vm: &Vm, error: &HostError, filename: Option<&Value>) -> Raised {
    let class = os_error_class(vm, error.kind);
    let mut args = vec![vm.int(i64::from(error.errno)), vm.str(&error.message)];
    args.extend(filename.cloned());
    match vm.call(class.value(), &args) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

#[derive(Default)]
struct Unsupported(PyCell<Value>);

/// `io.UnsupportedOperation`
pub fn unsupported_class(vm: &Vm) -> PyResult {
    let state = vm.state::<Unsupported>();
    if let Some(found) = state.0.get().non_null() {
        return Ok(found);
    }
    let bases = vm.tuple(vec![vm.exceptions().os_error.value().clone(), vm.exceptions().value_error.value().clone()]);
    let namespace = vm.new_dict();
    namespace.set_name(vm, &vm.names().__module__, vm.str("io"));
    let class = vm.call(vm.types().type_.value(), &[vm.str("UnsupportedOperation"), bases, namespace.into_value()])?;
    state.0.set(class.clone());
    Ok(class)
}

/// Raises `io.UnsupportedOperation`.
#[cold]
pub fn unsupported(vm: &Vm, message: &str) -> Raised {
    match unsupported_class(vm).and_then(|class| vm.call1(&class, &vm.str(message))) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// Raises UnicodeEncodeError.
#[cold]
pub fn encode_error(vm: &Vm, text: &Value, failure: &Failure) -> Raised {
    codec_error(vm, &vm.exceptions().unicode_encode_error, text, failure)
}

/// Raises UnicodeDecodeError.
#[cold]
pub fn decode_error(vm: &Vm, bytes: &Value, failure: &Failure) -> Raised {
    codec_error(vm, &vm.exceptions().unicode_decode_error, bytes, failure)
}

fn codec_error(vm: &Vm, class: &TypeRef, object: &Value, failure: &Failure) -> Raised {
    let args = [
        vm.str(failure.encoding),
        object.clone(),
        vm.int(failure.start as i64),
        vm.int(failure.end as i64),
        vm.str(failure.reason),
    ];
    match vm.call(class.value(), &args) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// Raises ValueError for a closed file.
#[cold]
pub fn closed(vm: &Vm, message: &str) -> Raised {
    exc::value_error(vm, message)
}
