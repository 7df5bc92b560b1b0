//! `import`: the statement's operations and `__import__`. Finding and loading is in `source` and `native`.

pub mod from;
pub mod native;
pub mod resolve;
pub mod source;
pub mod spec;

use crate::exc;
use crate::native::{PyResult, Raised};
use crate::types::dict::DictObj;
use crate::types::exception::set_extra;
use crate::types::str_::{Name, StrObj};
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

pub use from::{import_from, import_star};

/// `importlib.import_module(name)`
pub fn import_module(vm: &Vm, name: &str) -> PyResult {
    find_and_load(vm, &vm.intern(name))
}

/// `import` as the instruction does it: through `builtins.__import__` if a program replaced it.
pub fn import_name(
    vm: &Vm,
    builtin: Option<Value>,
    name: &Value,
    globals: &crate::types::dict::DictRef,
    fromlist: &Value,
    level: u32,
) -> PyResult {
    let Some(function) = builtin else {
        return Err(vm.raise_text(&vm.exceptions().import_error, "__import__ not found"));
    };
    let is_ours = function
        .exact::<crate::types::builtin_fn::BuiltinObj>()
        .is_some_and(|b| std::ptr::eq(b.def, crate::builtins::scope::import_def()));
    if is_ours {
        let Some(name) = vm.intern_value(name) else {
            return Err(exc::type_error(vm, "module name must be a string"));
        };
        return import_dunder(vm, &name, Some(globals), fromlist, level);
    }
    let args = [name.clone(), globals.value().clone(), Value::NONE, fromlist.clone(), vm.int(i64::from(level))];
    vm.call(&function, &args)
}

/// `__import__(name, globals, locals, fromlist, level)`
pub fn import_dunder(vm: &Vm, name: &Name, globals: Option<&DictObj>, fromlist: &Value, level: u32) -> PyResult {
    let full = if level > 0 {
        resolve::resolve(vm, name, globals, level)?
    } else {
        if name.bytes().is_empty() {
            return Err(exc::value_error(vm, "Empty module name"));
        }
        name.clone()
    };
    let module = find_and_load(vm, &full)?;
    let wants = if fromlist.is_null() { false } else { vm.truth(fromlist)? };
    if wants {
        if vm.find_attr(&module, &vm.names().__path__)?.is_some() {
            import_fromlist(vm, &module, fromlist, false)?;
        }
        return Ok(module);
    }
    let text = name.to_string_lossy();
    let head = text.split('.').next().unwrap_or("");
    if level == 0 {
        if head.len() == text.len() {
            return Ok(module);
        }
        return find_and_load(vm, &vm.intern(head));
    }
    if text.is_empty() {
        return Ok(module);
    }
    // `from . import a.b` cannot be written, but __import__ can be called like that: the part for the head is wanted.
    let cut = text.len() - head.len();
    let full = full.to_string_lossy();
    find_and_load(vm, &vm.intern(&full[..full.len() - cut]))
}

/// Imports the submodules that a fromlist names.
fn import_fromlist(vm: &Vm, module: &Value, fromlist: &Value, recursive: bool) -> PyResult<()> {
    let items = match fromlist.downcast::<TupleObj>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vm.collect(fromlist)?,
    };
    for item in items {
        let Some(text) = item.downcast::<StrObj>() else {
            let got = vm.type_of(&item).name_str();
            let place = if recursive { "Item in __all__" } else { "Item in ``from list''" };
            return Err(exc::type_error(vm, &format!("{place} must be str, not {got}")));
        };
        if text.bytes() == b"*" {
            if !recursive && let Some(all) = vm.find_attr(module, &vm.names().__all__)? {
                import_fromlist(vm, module, &all, true)?;
            }
            continue;
        }
        let Some(name) = vm.intern_value(&item) else { continue };
        if vm.find_attr(module, &name)?.is_some() {
            continue;
        }
        let parent = vm.get_attr(module, &vm.names().__name__)?;
        let full = format!("{}.{}", crate::types::str_::lossy(&parent), name.to_string_lossy());
        if let Err(raised) = find_and_load(vm, &vm.intern(&full)) {
            let missing = exc::is_instance(vm, &raised, &vm.exceptions().module_not_found_error);
            let exception = vm.peek_exception(&raised);
            let about_it = missing && {
                let named = crate::sysmod::or_none(vm, |vm| vm.get_attr(&exception, &vm.names().name));
                named.is_some_and(|n| crate::types::str_::value_is(&n, &full))
            };
            if !about_it {
                vm.restore_exception(exception);
                return Err(raised);
            }
            drop(vm.take_exception(raised));
        }
    }
    Ok(())
}

/// A module from `sys.modules`, imported first if it is not there (`importlib._bootstrap._gcd_import`).
pub fn find_and_load(vm: &Vm, name: &Name) -> PyResult {
    let Some(modules) = vm.interp().modules.get() else { return Err(exc::runtime_error(vm, "lost sys.modules")) };
    if let Some(found) = modules.get_name(vm, name) {
        if found.is_none() {
            let text = name.to_string_lossy();
            let message = format!("import of {text} halted; None in sys.modules");
            return Err(not_found(vm, name, &message));
        }
        source::wait_until_loaded(vm, name, &found)?;
        return Ok(found);
    }
    source::load(vm, name)
}

/// ModuleNotFoundError with its `name`.
#[cold]
pub fn not_found(vm: &Vm, name: &Name, message: &str) -> Raised {
    let raised = vm.raise_text(&vm.exceptions().module_not_found_error, message);
    set_extra(&vm.peek_exception(&raised), 1, name.value().clone());
    raised
}

/// The `repr` of a name in a message.
pub(crate) fn quoted(name: &str) -> String {
    let text = minipy_text::escape::repr_str(&minipy_text::wtf8::from_message(name));
    String::from_utf8_lossy(&text).into_owned()
}

/// The message for a module that nobody has.
pub fn missing_message(vm: &Vm, name: &str) -> String {
    let top = name.split('.').next().unwrap_or(name);
    let standard = crate::sysmod::structs::STDLIB_NAMES.split_whitespace().any(|n| n == top);
    let shown = quoted(name);
    if standard && vm.interp().modules.get().is_none_or(|m| m.get_name(vm, &vm.intern(top)).is_none()) {
        return format!("No module named {shown} (it comes with the frozen library in a later version of minipy)");
    }
    format!("No module named {shown}")
}
