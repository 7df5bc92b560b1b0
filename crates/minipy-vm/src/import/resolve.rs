//! Relative names: the package that they start from, and the absolute name.

use crate::exc;
use crate::native::{PyResult, Raised};
use crate::types::dict::DictObj;
use crate::types::str_::{Name, StrObj};
use crate::value::Value;
use crate::vm::Vm;

fn import_error(vm: &Vm, message: &str) -> Raised {
    vm.raise_text(&vm.exceptions().import_error, message)
}

/// The package of a module by its globals (`importlib._bootstrap._calc___package__`).
fn package_of(vm: &Vm, globals: &DictObj) -> PyResult<String> {
    let names = vm.names();
    let package = globals.get_name(vm, &names.__package__).filter(|p| !p.is_none());
    let spec = globals.get_name(vm, &names.__spec__).filter(|s| !s.is_none());
    if let Some(package) = package {
        return match package.downcast::<StrObj>() {
            Some(text) => Ok(text.to_string_lossy().into_owned()),
            None => Err(exc::type_error(vm, "package must be a string")),
        };
    }
    if let Some(spec) = spec
        && let Some(parent) = vm.find_attr(&spec, &vm.intern("parent"))?
        && parent.downcast::<StrObj>().is_some()
    {
        return Ok(crate::types::str_::lossy(&parent));
    }
    let Some(name) = globals.get_name(vm, &names.__name__) else {
        return Err(exc::key_error(vm, &vm.str("'__name__' not in globals")));
    };
    let Some(name) = name.downcast::<StrObj>() else { return Err(exc::type_error(vm, "__name__ must be a string")) };
    let name = name.to_string_lossy().into_owned();
    if globals.get_name(vm, &names.__path__).is_some() {
        return Ok(name);
    }
    Ok(name.rsplit_once('.').map(|p| p.0.to_owned()).unwrap_or_default())
}

/// The absolute name for a relative one.
pub(super) fn resolve(vm: &Vm, name: &Name, globals: Option<&DictObj>, level: u32) -> PyResult<Name> {
    let Some(globals) = globals else { return Err(exc::key_error(vm, &vm.str("'__name__' not in globals"))) };
    let package = package_of(vm, globals)?;
    if package.is_empty() {
        return Err(import_error(vm, "attempted relative import with no known parent package"));
    }
    let mut base: &str = &package;
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((parent, _)) => base = parent,
            None => return Err(import_error(vm, "attempted relative import beyond top-level package")),
        }
    }
    let text = name.to_string_lossy();
    Ok(vm.intern(&if text.is_empty() { base.to_owned() } else { format!("{base}.{text}") }))
}

/// A `str` attribute of an object, if it has one.
pub(super) fn text_attr(vm: &Vm, object: &Value, name: &str) -> PyResult<Option<String>> {
    let found = vm.find_attr(object, &vm.intern(name))?;
    Ok(found.and_then(|v| v.downcast::<StrObj>().map(|t| t.to_string_lossy().into_owned())))
}
