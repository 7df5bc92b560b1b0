//! The module `sys`: attributes made at start here, functions in `functions`, hooks in `hooks`, streams in `stdio`.

pub mod functions;
pub mod hooks;
pub mod stdio;
pub mod structs;

use minipy_text::codec::{self, CodecError, DecodeFix, EncodeFix, Encoding, ErrorMode, Failure};

use crate::heap::{Obj, PyCell};
use crate::module::{ModuleDef, ModuleObj};
use crate::native::PyResult;
use crate::types::dict::DictRef;
use crate::types::str_::StrObj;
use crate::value::Value;
use crate::vm::Vm;

/// The version of the language.
pub const PYTHON_VERSION: &str = "3.14.0";
/// `sys.hexversion`
pub const HEX_VERSION: i64 = 0x030e_00f0;

/// The module `sys`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.\n",
    functions: functions::FUNCTIONS,
    types: &[],
    init: Some(init),
};

/// The place of the module. Most programs never look at it, so its content waits until one does.
#[derive(Default)]
pub struct SysModule {
    module: PyCell<Option<Obj<ModuleObj>>>,
}

impl SysModule {
    /// The namespace.
    pub fn get(&self) -> Option<DictRef> {
        self.module.get()?.namespace()
    }

    /// Whether the content is there.
    pub fn is_filled(&self) -> bool {
        self.module.borrow().as_ref().is_some_and(|module| module.pending.get().is_none())
    }

    pub(crate) fn set(&self, module: Obj<ModuleObj>) {
        module.pending.set(Some(fill));
        self.module.set(Some(module));
    }
}

/// Makes the content of the module. Nothing of this can fail but for lack of memory.
fn fill(vm: &Vm) {
    let Some(module) = vm.interp().sys.module.get() else { return };
    let pending = vm.save_exception();
    or_none(vm, |vm| vm.fill_native_module(&module, &MODULE).map(|()| Value::NONE));
    crate::import::native::set_builtin_spec(vm, &module, "sys");
    vm.restore_exception(pending);
}

const COPYRIGHT: &str = "Copyright (c) the minipy authors.\nAll Rights Reserved.";

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    let config = vm.config();
    let set = |name: &str, value: Value| module.set(vm, name, value);
    let strings = |items: &[Vec<u8>]| vm.list(items.iter().map(|i| fs_decode(vm, i)).collect());
    set("argv", strings(&config.argv));
    set("orig_argv", strings(&config.orig_argv));
    let mut path: Vec<Vec<u8>> = config.path0.iter().cloned().collect();
    path.extend(config.path.iter().cloned());
    set("path", strings(&path));
    if let Some(modules) = vm.interp().modules.get() {
        set("modules", modules.into_value());
    }
    set("executable", fs_decode(vm, &config.executable));
    set("_base_executable", fs_decode(vm, &config.executable));
    let release = env!("CARGO_PKG_VERSION");
    set("version", vm.str(&format!("{PYTHON_VERSION} (minipy {release}) [Rust]")));
    set("hexversion", vm.int(HEX_VERSION));
    set("api_version", vm.int(1013));
    set("copyright", vm.str(COPYRIGHT));
    set("platform", vm.str("linux"));
    set("byteorder", vm.str(if cfg!(target_endian = "big") { "big" } else { "little" }));
    set("maxsize", vm.int(i64::MAX));
    set("maxunicode", vm.int(0x10ffff));
    set("float_repr_style", vm.str("short"));
    set("abiflags", vm.str(""));
    set("platlibdir", vm.str("lib"));
    set("_framework", vm.str(""));
    set("pycache_prefix", Value::NONE);
    set("_git", vm.tuple(vec![vm.str("minipy"), vm.str(""), vm.str("")]));
    set("_home", Value::NONE);
    let prefix = prefix_of(&config.executable);
    for name in ["prefix", "base_prefix", "exec_prefix", "base_exec_prefix"] {
        set(name, fs_decode(vm, &prefix));
    }
    set("dont_write_bytecode", Value::TRUE);
    set("warnoptions", vm.list(config.warn_options.iter().map(|o| vm.str(o)).collect()));
    let x_options = vm.new_dict();
    for option in &config.x_options {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, vm.str(value)),
            None => (option.as_str(), Value::TRUE),
        };
        x_options.set_name(vm, &vm.intern(name), value);
    }
    set("_xoptions", x_options.into_value());
    for name in ["meta_path", "path_hooks"] {
        set(name, vm.list(Vec::new()));
    }
    set("path_importer_cache", vm.new_dict().into_value());
    let mut names: Vec<&'static str> = vm.interp().native_modules.borrow().keys().copied().collect();
    names.sort_unstable();
    set("builtin_module_names", vm.tuple(names.into_iter().map(|n| vm.intern(n).into_value()).collect()));
    let names: Vec<Value> = structs::STDLIB_NAMES.split_whitespace().map(|n| vm.str(n)).collect();
    let names = vm.list(names);
    if let Some(names) = or_none(vm, |vm| vm.call1(vm.types().frozenset.value(), &names)) {
        set("stdlib_module_names", names);
    }
    structs::install(vm, module)?;
    for (hook, original) in [
        ("displayhook", "__displayhook__"),
        ("excepthook", "__excepthook__"),
        ("unraisablehook", "__unraisablehook__"),
        ("breakpointhook", "__breakpointhook__"),
    ] {
        if let Some(function) = module.namespace().and_then(|d| d.get_name(vm, &vm.intern(hook))) {
            set(original, function);
        }
    }
    stdio::install(vm, module)
}

fn prefix_of(executable: &[u8]) -> Vec<u8> {
    let parent = |p: &[u8]| p.iter().rposition(|&b| b == b'/').map(|i| p[..i].to_vec()).unwrap_or_default();
    parent(&parent(executable))
}

/// Runs something that may fail; a failure is forgotten.
pub fn or_none(vm: &Vm, run: impl FnOnce(&Vm) -> PyResult) -> Option<Value> {
    match run(vm) {
        Ok(value) => Some(value),
        Err(raised) => {
            drop(vm.take_exception(raised));
            None
        }
    }
}

/// `sys.stdin`, `sys.stdout` or `sys.stderr`; `None` if the program deleted it.
pub fn stream(vm: &Vm, which: stdio::Std) -> Option<Value> {
    let sys = &vm.interp().sys;
    if !sys.is_filled() {
        return or_none(vm, |vm| stdio::original(vm, which));
    }
    sys.get()?.get_name(vm, which.name_in(vm.names()))
}

/// An attribute of `sys`.
pub fn get(vm: &Vm, name: &str) -> Option<Value> {
    vm.interp().sys.get()?.get_name(vm, &vm.intern(name))
}

/// Sets an attribute of `sys`.
pub fn set(vm: &Vm, name: &str, value: Value) {
    if let Some(sys) = vm.interp().sys.get() {
        sys.set_name(vm, &vm.intern(name), value);
    }
}

/// Replaces `sys.argv[0]`, as `-m` does.
pub fn set_argv0(vm: &Vm, value: Value) {
    let Some(argv) = get(vm, "argv") else { return };
    if let Some(list) = argv.downcast::<crate::types::list::ListObj>() {
        let old = match list.items.borrow_mut().first_mut() {
            Some(first) => std::mem::replace(first, value),
            None => value,
        };
        drop(old);
    }
}

/// Writes to `sys.stderr`, or to file descriptor 2 if that fails.
pub fn write_stderr(vm: &Vm, text: &str) {
    write_stderr_bytes(vm, text.as_bytes());
}

/// Like [`write_stderr`], for WTF-8 text.
pub fn write_stderr_bytes(vm: &Vm, text: &[u8]) {
    // Output that was printed before stands before the message where both go to the same place.
    let stderr = stream(vm, stdio::Std::Err);
    if stderr.as_ref().is_some_and(Value::is_none) {
        return;
    }
    let pending = vm.save_exception();
    let written = stderr.and_then(|stderr| {
        or_none(vm, |vm| {
            vm.call_method(&stderr, &vm.names().write, &[vm.str_bytes(text)])?;
            vm.call_method(&stderr, &vm.names().flush, &[])
        })
    });
    if written.is_none() {
        let _ = vm.interp().host.fd_write(2, text);
    }
    vm.restore_exception(pending);
}

/// `os.fsdecode`: bytes that are no UTF-8 become lone surrogates.
pub fn fs_decode(vm: &Vm, bytes: &[u8]) -> Value {
    if std::str::from_utf8(bytes).is_ok() {
        return vm.str_bytes(bytes);
    }
    let none = &mut |failure: &Failure| -> Result<DecodeFix, Failure> { Err(*failure) };
    match codec::decode(Encoding::Utf8, bytes, ErrorMode::SurrogateEscape, true, none) {
        Ok(decoded) => vm.str_bytes(&decoded.text),
        Err(_) => vm.str(&String::from_utf8_lossy(bytes)),
    }
}

/// `os.fsencode` of a `str` value.
pub fn fs_encode(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    let Some(text) = value.downcast::<StrObj>() else { return Ok(Vec::new()) };
    let none = &mut |failure: &Failure| -> Result<EncodeFix, Failure> { Err(*failure) };
    match codec::encode(Encoding::Utf8, text.bytes(), ErrorMode::SurrogateEscape, none) {
        Ok(bytes) => Ok(bytes),
        Err(CodecError::Failure(failure) | CodecError::Handler(failure)) => {
            Err(crate::io::errors::encode_error(vm, value, &failure))
        }
        Err(CodecError::Type(message)) => Err(crate::exc::type_error(vm, message)),
    }
}
