//! Files: the native text and binary file objects of `open()` and the standard streams (module `_io`).
//!
//! Must not know who owns a stream; the operating system is behind `minipy_host::HostFile`.

pub mod binary;
pub mod errors;
pub mod open;
pub mod stream;
pub mod text;
pub mod text_read;
pub mod text_write;

use crate::heap::Obj;
use crate::methods;
use crate::module::{ModuleDef, ModuleObj};
use crate::native::PyResult;
use crate::vm::Vm;

/// The module `_io`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_io",
    doc: "The io module provides the Python interfaces to stream handling.",
    functions: methods! {
        "open" FN(open::open) "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)" "Open file and return a stream.  Raise OSError upon failure.";
    },
    types: &[&text::TYPE, &binary::READER_TYPE, &binary::WRITER_TYPE, &binary::RANDOM_TYPE, &binary::RAW_TYPE],
    init: Some(init),
};

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    module.set(vm, "DEFAULT_BUFFER_SIZE", vm.int(stream::BUFFER_SIZE as i64));
    module.set(vm, "UnsupportedOperation", errors::unsupported_class(vm)?);
    module.set(vm, "BlockingIOError", vm.exceptions().blocking_io_error.value().clone());
    Ok(())
}
