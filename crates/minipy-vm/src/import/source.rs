//! Modules from source files: searching the path, packages, namespace packages, running the module's code.

use std::time::Duration;

use super::{missing_message, native, not_found, spec};
use crate::exc;
use crate::heap::PyCell;
use crate::heap::growth;
use crate::module::ModuleObj;
use crate::native::PyResult;
use crate::types::dict::DictRef;
use crate::types::list::ListObj;
use crate::types::str_::{Name, StrObj};
use crate::value::Value;
use crate::vm::{CompileMode, CompileRequest, Vm};

/// Modules whose code is running, with the thread that runs it.
#[derive(Default)]
struct Loading(PyCell<Vec<(Name, u64)>>);

/// What the search found.
enum Found {
    /// A module file, or the `__init__.py` of the package in the directory.
    File { path: Vec<u8>, package: Option<Vec<u8>> },
    /// Directories without `__init__.py`.
    Namespace(Vec<Vec<u8>>),
    /// A spec from a finder of `sys.meta_path`.
    Spec(Value),
}

/// Another thread may be running the module's code: waits for it.
pub(super) fn wait_until_loaded(vm: &Vm, name: &Name, _module: &Value) -> PyResult<()> {
    let loading = &vm.state::<Loading>().0;
    if loading.borrow().is_empty() {
        return Ok(());
    }
    let me = vm.thread_ident();
    // Two threads that import each other's modules would wait for ever: then the half-made module is given out.
    for _ in 0..5000 {
        let other = loading.borrow().iter().any(|(n, thread)| n.is(name) && *thread != me);
        let waiting_for_me = loading.borrow().iter().any(|(_, thread)| *thread == me);
        if !other || waiting_for_me {
            return Ok(());
        }
        vm.without_gil(|| std::thread::sleep(Duration::from_millis(1)));
        vm.check_signals()?;
    }
    Ok(())
}

/// Imports a module that is not in `sys.modules`.
pub(super) fn load(vm: &Vm, name: &Name) -> PyResult {
    let Some(modules) = vm.interp().modules.get() else { return Err(exc::runtime_error(vm, "lost sys.modules")) };
    let text = name.to_string_lossy().into_owned();
    let mut parent = None;
    let mut path = None;
    if let Some((parent_name, _)) = text.rsplit_once('.') {
        let module = super::find_and_load(vm, &vm.intern(parent_name))?;
        // Importing the parent may have imported the child.
        if let Some(found) = modules.get_name(vm, name) {
            return Ok(found);
        }
        match vm.find_attr(&module, &vm.names().__path__)? {
            Some(found) => path = Some(found),
            None => {
                let parent = super::quoted(parent_name);
                let message = format!("{}; {parent} is not a package", missing_message(vm, &text));
                return Err(not_found(vm, name, &message));
            }
        }
        parent = Some(module);
    }
    let module = match native::load(vm, name)? {
        Some(module) => module,
        None => {
            let found = find(vm, &text, path.as_ref())?;
            let Some(found) = found else { return Err(not_found(vm, name, &missing_message(vm, &text))) };
            load_found(vm, name, &text, found, &modules)?
        }
    };
    if let Some(parent) = parent {
        let child = text.rsplit('.').next().unwrap_or(&text);
        if let Err(raised) = vm.set_attr(&parent, &vm.intern(child), &module) {
            if !exc::is_attribute_error(vm, &raised) {
                return Err(raised);
            }
            drop(vm.take_exception(raised));
        }
    }
    Ok(module)
}

/// The directories of a path list.
fn path_entries(vm: &Vm, path: Option<&Value>) -> PyResult<Vec<Vec<u8>>> {
    let path = match path {
        Some(path) => path.clone(),
        None => match crate::sysmod::get(vm, "path") {
            Some(path) => path,
            None => return Ok(Vec::new()),
        },
    };
    if path.is_none() {
        return Ok(Vec::new());
    }
    let items = match path.downcast::<ListObj>() {
        Some(list) => growth::copied(vm, &list.items.borrow())?,
        None => vm.collect(&path)?,
    };
    let mut entries = Vec::new();
    for item in items {
        if item.downcast::<StrObj>().is_some() {
            let mut entry = crate::sysmod::fs_encode(vm, &item)?;
            if entry.is_empty() {
                entry = vm.interp().host.current_dir().unwrap_or_default();
            }
            entries.push(entry);
        }
    }
    Ok(entries)
}

fn find(vm: &Vm, name: &str, path: Option<&Value>) -> PyResult<Option<Found>> {
    if vm.interp().sys.is_filled()
        && let Some(finders) = crate::sysmod::get(vm, "meta_path")
        && let Some(list) = finders.downcast::<ListObj>()
        && !list.is_empty()
    {
        for finder in growth::copied(vm, &list.items.borrow())? {
            let Some(method) = vm.find_attr(&finder, &vm.intern("find_spec"))? else { continue };
            let args = [vm.str(name), path.cloned().unwrap_or(Value::NONE), Value::NONE];
            let found = vm.call(&method, &args)?;
            if !found.is_none() {
                return Ok(Some(Found::Spec(found)));
            }
        }
    }
    let host = &*vm.interp().host;
    let tail = name.rsplit('.').next().unwrap_or(name);
    let mut portions = Vec::new();
    for entry in path_entries(vm, path)? {
        let mut base = entry;
        if !base.ends_with(b"/") {
            base.push(b'/');
        }
        base.extend_from_slice(tail.as_bytes());
        let is_dir = host.metadata(&base, true).is_ok_and(|m| m.is_dir());
        if is_dir {
            let init = [&base[..], b"/__init__.py"].concat();
            if host.metadata(&init, true).is_ok_and(|m| m.is_file()) {
                return Ok(Some(Found::File { path: init, package: Some(base) }));
            }
        }
        let file = [&base[..], b".py"].concat();
        if host.metadata(&file, true).is_ok_and(|m| m.is_file()) {
            return Ok(Some(Found::File { path: file, package: None }));
        }
        if is_dir {
            portions.push(base);
        }
    }
    Ok(if portions.is_empty() { None } else { Some(Found::Namespace(portions)) })
}

fn load_found(vm: &Vm, name: &Name, text: &str, found: Found, modules: &DictRef) -> PyResult {
    let names = vm.names();
    match found {
        Found::Spec(spec) => load_spec(vm, name, &spec, modules),
        Found::Namespace(portions) => {
            let module = vm.new_module(text, None);
            let path = vm.list(portions.iter().map(|p| crate::sysmod::fs_decode(vm, p)).collect());
            let loader = spec::new_namespace_loader(vm);
            let spec = spec::new_spec(vm, text, loader.clone(), Value::NONE, path.clone(), false);
            for (key, value) in [
                (&names.__path__, path),
                (&names.__spec__, spec),
                (&names.__loader__, loader),
                (&names.__package__, vm.str(text)),
            ] {
                vm.set_attr(module.value(), key, &value)?;
            }
            modules.set_name(vm, name, module.value().clone());
            Ok(module.into_value())
        }
        Found::File { path, package } => {
            let shown_path = crate::sysmod::fs_decode(vm, &path);
            let source = match vm.interp().host.read_file(&path) {
                Ok(source) => source,
                Err(error) => return Err(crate::io::errors::os_error(vm, &error, Some(&shown_path))),
            };
            let module = vm.new_module(text, None);
            let locations = match &package {
                Some(directory) => vm.list(vec![crate::sysmod::fs_decode(vm, directory)]),
                None => Value::NONE,
            };
            let loader = spec::new_source_loader(vm, text, shown_path.clone());
            let spec = spec::new_spec(vm, text, loader.clone(), shown_path.clone(), locations.clone(), true);
            let parent = if package.is_some() { text } else { text.rsplit_once('.').map_or("", |p| p.0) };
            let Some(globals) = module.namespace() else { return Err(exc::system_error(vm, "module without dict")) };
            globals.set_name(vm, &names.__package__, vm.str(parent));
            globals.set_name(vm, &names.__loader__, loader);
            globals.set_name(vm, &names.__spec__, spec.clone());
            if package.is_some() {
                globals.set_name(vm, &names.__path__, locations);
            }
            globals.set_name(vm, &names.__file__, shown_path);
            globals.set_name(vm, &vm.intern("__cached__"), Value::NONE);
            if let Some(builtins) = vm.interp().builtins.get() {
                globals.set_name(vm, &names.__builtins__, builtins.into_value());
            }
            modules.set_name(vm, name, module.value().clone());
            let filename = String::from_utf8_lossy(&path).into_owned();
            run_initializing(vm, name, &spec, modules, |vm| run_source(vm, &source, &filename, &globals))?;
            Ok(modules.get_name(vm, name).unwrap_or_else(|| module.into_value()))
        }
    }
}

/// Runs a module's code with the marks that other imports look at; a failed module leaves `sys.modules`.
fn run_initializing(
    vm: &Vm,
    name: &Name,
    spec: &Value,
    modules: &DictRef,
    run: impl FnOnce(&Vm) -> PyResult<()>,
) -> PyResult<()> {
    let flag = vm.intern("_initializing");
    let marked = crate::sysmod::or_none(vm, |vm| vm.set_attr(spec, &flag, &Value::TRUE).map(|()| Value::NONE));
    vm.state::<Loading>().0.borrow_mut().push((name.clone(), vm.thread_ident()));
    let result = run(vm);
    {
        let mut loading = vm.state::<Loading>().0.borrow_mut();
        if let Some(at) = loading.iter().rposition(|(n, _)| n.is(name)) {
            loading.remove(at);
        }
    }
    let pending = vm.save_exception();
    if marked.is_some() {
        crate::sysmod::or_none(vm, |vm| vm.set_attr(spec, &flag, &Value::FALSE).map(|()| Value::NONE));
    }
    if result.is_err() {
        modules.remove_name(vm, name);
    }
    vm.restore_exception(pending);
    result
}

fn run_source(vm: &Vm, source: &[u8], filename: &str, globals: &DictRef) -> PyResult<()> {
    let Some(compile) = vm.interp().compile.get() else { return Err(exc::system_error(vm, "no compiler")) };
    let request = CompileRequest {
        source,
        is_text: false,
        is_file: false,
        filename,
        mode: CompileMode::Exec,
        flags: 0,
        optimize: -1,
    };
    let code = compile(vm, &request)?;
    let code = vm.code_object(code)?;
    crate::interp::run_code(vm, &code, globals, globals.value()).map(drop)
}

/// Loads through a spec that a finder of the program gave.
fn load_spec(vm: &Vm, name: &Name, spec: &Value, modules: &DictRef) -> PyResult {
    let loader = vm.get_attr_str(spec, "loader")?;
    let mut module = Value::NONE;
    if let Some(create) = vm.find_attr(&loader, &vm.intern("create_module"))? {
        module = vm.call1(&create, spec)?;
    }
    if module.is_none() {
        module = vm.new_module(&name.to_string_lossy(), None).into_value();
    }
    let names = vm.names();
    vm.set_attr(&module, &names.__spec__, spec)?;
    vm.set_attr(&module, &names.__loader__, &loader)?;
    if let Some(parent) = vm.find_attr(spec, &vm.intern("parent"))? {
        vm.set_attr(&module, &names.__package__, &parent)?;
    }
    if let Some(locations) = vm.find_attr(spec, &vm.intern("submodule_search_locations"))?
        && !locations.is_none()
    {
        vm.set_attr(&module, &names.__path__, &locations)?;
    }
    modules.set_name(vm, name, module.clone());
    run_initializing(vm, name, spec, modules, |vm| {
        vm.call_method_str(&loader, "exec_module", &[module.clone()]).map(drop)
    })?;
    Ok(modules.get_name(vm, name).unwrap_or(module))
}

/// What `-m` runs.
pub struct MainModule {
    /// The file.
    pub path: String,
    /// Its content.
    pub source: Vec<u8>,
    /// `__package__`
    pub package: String,
    /// `__spec__`
    pub spec: Value,
}

/// Finds the module that `-m` names; the inner error is the message for the user.
pub fn find_main(vm: &Vm, name: &str) -> PyResult<Result<MainModule, String>> {
    let mut path = None;
    if let Some((parent, _)) = name.rsplit_once('.') {
        match super::find_and_load(vm, &vm.intern(parent)) {
            Ok(module) => path = vm.find_attr(&module, &vm.names().__path__)?,
            Err(raised) => {
                if exc::is_instance(vm, &raised, &vm.exceptions().module_not_found_error) {
                    drop(vm.take_exception(raised));
                    return Ok(Err(format!(
                        "Error while finding module specification for '{name}' (ModuleNotFoundError: {})",
                        missing_message(vm, parent)
                    )));
                }
                return Err(raised);
            }
        }
    }
    let host = vm.interp().host.clone();
    let plain_missing = || missing_message(vm, name).replace(['\'', '"'], "");
    match find(vm, name, path.as_ref())? {
        Some(Found::File { path: file, package: None }) => {
            let source = match host.read_file(&file) {
                Ok(source) => source,
                Err(error) => return Err(crate::io::errors::os_error(vm, &error, None)),
            };
            let package = name.rsplit_once('.').map_or("", |p| p.0).to_owned();
            let shown = crate::sysmod::fs_decode(vm, &file);
            let loader = spec::new_source_loader(vm, name, shown.clone());
            let spec = spec::new_spec(vm, name, loader, shown, Value::NONE, true);
            Ok(Ok(MainModule { path: String::from_utf8_lossy(&file).into_owned(), source, package, spec }))
        }
        Some(Found::File { package: Some(_), .. } | Found::Namespace(_)) => {
            if name.ends_with(".__main__") || name == "__main__" {
                return Ok(Err("Cannot use package as __main__ module".to_owned()));
            }
            match find_main(vm, &format!("{name}.__main__"))? {
                Ok(found) => Ok(Ok(found)),
                Err(_) => Ok(Err(format!(
                    "No module named {name}.__main__; '{name}' is a package and cannot be directly executed"
                ))),
            }
        }
        Some(Found::Spec(_)) => Ok(Err(format!("No code object available for {name}"))),
        None => {
            let is_native = vm.interp().native_modules.borrow().contains_key(name);
            if is_native {
                return Ok(Err(format!("No code object available for {name}")));
            }
            Ok(Err(plain_missing()))
        }
    }
}

/// A module as a typed handle, for callers that fill it.
pub fn as_module(value: &Value) -> Option<crate::heap::Obj<ModuleObj>> {
    value.cast()
}
