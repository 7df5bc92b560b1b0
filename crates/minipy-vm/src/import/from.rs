//! `from module import name` and `from module import *`.

use super::quoted;
use super::resolve::text_attr;
use crate::exc;
use crate::native::{PyResult, Raised};
use crate::types::dict::DictObj;
use crate::types::exception::set_extra;
use crate::types::str_::{Name, StrObj};
use crate::value::Value;
use crate::vm::Vm;

/// `from module import name` (Python/ceval.c, `_PyEval_ImportFrom`).
pub fn import_from(vm: &Vm, module: &Value, name: &Name) -> PyResult {
    if let Some(found) = vm.find_attr(module, name)? {
        return Ok(found);
    }
    let module_name = text_attr(vm, module, "__name__")?;
    if let Some(parent) = &module_name
        && let Some(modules) = vm.interp().modules.get()
        && let Some(found) = modules.get_name(vm, &vm.intern(&format!("{parent}.{}", name.to_string_lossy())))
        && !found.is_none()
    {
        return Ok(found);
    }
    Err(cannot_import(vm, module, module_name, name)?)
}

#[cold]
fn cannot_import(vm: &Vm, module: &Value, module_name: Option<String>, name: &Name) -> PyResult<Raised> {
    let spec = vm.find_attr(module, &vm.names().__spec__)?.filter(|s| !s.is_none());
    let mut origin = None;
    let mut initializing = false;
    if let Some(spec) = &spec {
        if let Some(located) = vm.find_attr(spec, &vm.intern("has_location"))?
            && vm.truth(&located)?
        {
            origin = text_attr(vm, spec, "origin")?;
        }
        if let Some(flag) = vm.find_attr(spec, &vm.intern("_initializing"))? {
            initializing = vm.truth(&flag)?;
        }
    }
    if origin.is_none() {
        origin = text_attr(vm, module, "__file__")?;
    }
    let shown_module = quoted(module_name.as_deref().unwrap_or("<unknown module name>"));
    let shown_name = quoted(&name.to_string_lossy());
    let shadowing = origin.as_deref().filter(|o| is_possibly_shadowing(vm, o));
    let standard =
        module_name.as_deref().is_some_and(|m| crate::sysmod::structs::STDLIB_NAMES.split_whitespace().any(|n| n == m));
    let message = match (shadowing, &origin) {
        (Some(path), _) if standard => format!(
            "cannot import name {shown_name} from {shown_module} (consider renaming {} since it has the same name as the \
             standard library module named {shown_module} and prevents importing that standard library module)",
            quoted(path)
        ),
        (Some(path), _) if initializing => format!(
            "cannot import name {shown_name} from {shown_module} (consider renaming {} if it has the same name as a \
             library you intended to import)",
            quoted(path)
        ),
        (_, origin) => {
            let place = origin.as_deref().unwrap_or("unknown location");
            if initializing {
                format!(
                    "cannot import name {shown_name} from partially initialized module {shown_module} (most likely due \
                     to a circular import) ({place})"
                )
            } else {
                format!("cannot import name {shown_name} from {shown_module} ({place})")
            }
        }
    };
    let raised = vm.raise_text(&vm.exceptions().import_error, &message);
    let exception = vm.peek_exception(&raised);
    if let Some(module_name) = &module_name {
        set_extra(&exception, 1, vm.str(module_name));
    }
    if let Some(origin) = &origin {
        set_extra(&exception, 2, vm.str(origin));
    }
    set_extra(&exception, 3, name.value().clone());
    Ok(raised)
}

/// Whether a module's file lies where the script lies, so that it may hide a library of the same name.
pub fn is_possibly_shadowing(vm: &Vm, origin: &str) -> bool {
    let config = vm.config();
    let Some(first) = &config.path0 else { return false };
    let Some((mut directory, file)) = origin.rsplit_once('/') else { return false };
    if file == "__init__.py" {
        match directory.rsplit_once('/') {
            Some((parent, _)) => directory = parent,
            None => return false,
        }
    }
    let mut root = first.clone();
    if root.is_empty() {
        root = vm.interp().host.current_dir().unwrap_or_default();
    }
    directory.as_bytes() == root
}

/// `from module import *` into a namespace.
pub fn import_star(vm: &Vm, module: &Value, locals: &Value) -> PyResult<()> {
    let names = vm.names();
    let (keys, has_all) = match vm.find_attr(module, &names.__all__)? {
        Some(all) => (vm.collect(&all)?, true),
        None => {
            let Some(dict) = vm.find_attr(module, &names.__dict__)? else {
                let message = "from-import-* object has no __dict__ and no __all__";
                return Err(vm.raise_text(&vm.exceptions().import_error, message));
            };
            match dict.downcast::<DictObj>() {
                Some(dict) => (dict.keys(), false),
                None => (vm.collect(&vm.call_method_str(&dict, "keys", &[])?)?, false),
            }
        }
    };
    for key in keys {
        let Some(text) = key.downcast::<StrObj>() else {
            let shown = text_attr(vm, module, "__name__")?.unwrap_or_else(|| "?".to_owned());
            let got = vm.type_of(&key).name_str();
            let message = if has_all {
                format!("Item in {shown}.__all__ must be str, not {got}")
            } else {
                format!("Key in {shown}.__dict__ must be str, not {got}")
            };
            return Err(exc::type_error(vm, &message));
        };
        if !has_all && text.bytes().first() == Some(&b'_') {
            continue;
        }
        let Some(name) = vm.intern_value(&key) else { continue };
        let value = vm.get_attr(module, &name)?;
        match locals.downcast::<DictObj>() {
            Some(dict) if vm.type_of(locals).def.is_some() => dict.set_name(vm, &name, value),
            _ => vm.set_item(locals, name.value(), &value)?,
        }
    }
    Ok(())
}
