//! `module`: the type and its attributes.

use crate::exc;
use crate::heap::PyCell;
use crate::module::ModuleObj;
use crate::native::{Args, GetSetDef, MethodDef, PyResult, Raised};
use crate::protocol::attr;
use crate::protocol::bind::{bind_params, parse_signature};
use crate::slots::Slots;
use crate::types::dict::{DictObj, DictRef};
use crate::types::str_::{Name, StrObj, lossy};
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `module`.
pub static TYPE: TypeDef = TypeDef {
    name: "module",
    layout: Some(&crate::module::MODULE_LAYOUT),
    shape: crate::shape::fixed::MODULE,
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE,
    doc: "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    slots: Slots {
        new: Some(module_new),
        init: Some(module_init),
        repr: Some(module_repr),
        getattr: Some(module_getattr),
        dict_of: Some(module_dict),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__dir__" F1(module_dir) "(self, /)" "__dir__() -> list\nspecialized dir() implementation";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "__dict__" get_dict, exc::readonly_member, "";
    "__annotations__" get_annotations, set_annotations, "";
    "__annotate__" get_annotate, set_annotate, "";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ModuleObj> {
    exc::receiver(vm, value)
}

fn module_dict(value: &Value) -> Option<&PyCell<Value>> {
    let module = value.downcast::<ModuleObj>()?;
    module.ready();
    Some(&module.dict)
}

/// The namespace, made if there is none yet.
fn namespace(vm: &Vm, object: &Value) -> PyResult<DictRef> {
    let module = this(vm, object)?;
    if let Some(dict) = module.namespace() {
        return Ok(dict);
    }
    let dict = vm.new_dict();
    module.dict.set(dict.value().clone());
    Ok(dict)
}

fn module_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let dict = vm.new_dict().into_value();
    let module = vm.alloc(ty, ModuleObj::with_namespace(dict.clone())).into_value();
    if ty.has_flag(TypeFlags::HEAP_TYPE) && ty.has_flag(TypeFlags::HAS_DICT) {
        // A subclass instance's attributes are the module's namespace, too.
        attr::set_instance_dict(vm, &module, dict);
    }
    Ok(module)
}

fn module_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    let given = bind_params(vm, "module", &parse_signature("(name, doc=None)"), args, 0)?;
    let [name, doc] = &given[..] else { return Ok(()) };
    if name.downcast::<StrObj>().is_none() {
        let got = exc::argument_type(vm, name);
        return Err(exc::type_error(vm, &format!("module() argument 'name' must be str, not {got}")));
    }
    let dict = namespace(vm, object)?;
    let names = vm.names();
    dict.set_name(vm, &names.__name__, name.clone());
    dict.set_name(vm, &names.__doc__, doc.given().cloned().unwrap_or(Value::NONE));
    for name in [&names.__package__, &names.__loader__, &names.__spec__] {
        dict.set_name(vm, name, Value::NONE);
    }
    Ok(())
}

/// An attribute of the module's spec or of another helper object; `None` if there is none.
fn part(vm: &Vm, object: &Value, name: &str) -> PyResult<Option<Value>> {
    vm.find_attr(object, &vm.intern(name))
}

fn module_repr(vm: &Vm, object: &Value) -> PyResult {
    let dict = namespace(vm, object)?;
    let names = vm.names();
    let get = |name: &Name| dict.get_name(vm, name);
    let mut text = b"<module ".to_vec();
    if let Some(spec) = get(&names.__spec__).filter(|s| !s.is_none()) {
        let name = part(vm, &spec, "name")?.filter(|n| !n.is_none());
        match &name {
            Some(name) => text.extend(vm.repr_bytes(name)?),
            None => text.extend_from_slice(b"'?'"),
        }
        match part(vm, &spec, "origin")?.filter(|o| !o.is_none()) {
            Some(origin) => {
                let located = part(vm, &spec, "has_location")?;
                if located.map(|l| vm.truth(&l)).transpose()?.unwrap_or(false) {
                    text.extend_from_slice(b" from ");
                    text.extend(vm.repr_bytes(&origin)?);
                } else {
                    let shown = vm.to_str(&origin)?;
                    text.extend_from_slice(b" (");
                    text.extend_from_slice(shown.downcast::<StrObj>().map_or(&[][..], StrObj::bytes));
                    text.push(b')');
                }
            }
            None => {
                if let Some(loader) = part(vm, &spec, "loader")?.filter(|l| !l.is_none()) {
                    if vm.type_of(&loader).name_str() == "NamespaceLoader"
                        && let Some(path) = part(vm, &loader, "_path")?
                    {
                        let path = vm.list(vm.collect(&path)?);
                        text.extend_from_slice(b" (namespace) from ");
                        text.extend(vm.repr_bytes(&path)?);
                    } else {
                        text.extend_from_slice(b" (");
                        text.extend(vm.repr_bytes(&loader)?);
                        text.push(b')');
                    }
                }
            }
        }
        text.push(b'>');
        return Ok(vm.str_bytes(&text));
    }
    match get(&names.__name__) {
        Some(name) => text.extend(vm.repr_bytes(&name)?),
        None => text.extend_from_slice(b"'?'"),
    }
    if let Some(file) = get(&names.__file__) {
        text.extend_from_slice(b" from ");
        text.extend(vm.repr_bytes(&file)?);
    } else if let Some(loader) = get(&names.__loader__).filter(|l| !l.is_none()) {
        text.extend_from_slice(b" (");
        text.extend(vm.repr_bytes(&loader)?);
        text.push(b')');
    }
    text.push(b'>');
    Ok(vm.str_bytes(&text))
}

/// `getattr` slot: the generic lookup, then the module's own `__getattr__` (PEP 562).
fn module_getattr(vm: &Vm, object: &Value, name: &Name) -> PyResult {
    if let Some(found) = attr::generic_find(vm, object, name)? {
        return Ok(found);
    }
    let dict = namespace(vm, object)?;
    if let Some(hook) = dict.get_name(vm, &vm.names().__getattr__) {
        return vm.call1(&hook, name.value());
    }
    Err(no_attribute(vm, object, &dict, name))
}

#[cold]
fn no_attribute(vm: &Vm, object: &Value, dict: &DictRef, name: &Name) -> Raised {
    let message = match missing_message(vm, dict, name) {
        Ok(message) => message,
        Err(raised) => return raised,
    };
    exc::attribute_error_for(vm, object, name, &message)
}

fn missing_message(vm: &Vm, dict: &DictRef, name: &Name) -> PyResult<String> {
    let names = vm.names();
    let attribute = name.to_string_lossy();
    let Some(module) = dict.get_name(vm, &names.__name__).filter(|n| n.downcast::<StrObj>().is_some()) else {
        return Ok(format!("module has no attribute '{attribute}'"));
    };
    let module_name = lossy(&module);
    let plain = format!("module '{module_name}' has no attribute '{attribute}'");
    let Some(spec) = dict.get_name(vm, &names.__spec__).filter(|s| !s.is_none()) else { return Ok(plain) };
    let origin = match part(vm, &spec, "has_location")? {
        Some(located) if vm.truth(&located)? => part(vm, &spec, "origin")?,
        _ => None,
    };
    let origin = origin.and_then(|o| o.downcast::<StrObj>().map(|s| s.to_string_lossy().into_owned()));
    let shadowing = origin.as_ref().filter(|origin| shadows(vm, origin));
    let initializing = is_initializing(vm, &spec)?;
    if let Some(origin) = shadowing {
        if is_stdlib_name(vm, &module)? {
            return Ok(format!(
                "{plain} (consider renaming '{origin}' since it has the same name as the standard library module named \
                 '{module_name}' and prevents importing that standard library module)"
            ));
        }
        if initializing {
            return Ok(format!(
                "{plain} (consider renaming '{origin}' if it has the same name as a library you intended to import)"
            ));
        }
        return Ok(plain);
    }
    if initializing {
        return Ok(match origin {
            Some(origin) => format!(
                "partially initialized module '{module_name}' from '{origin}' has no attribute '{attribute}' (most likely \
                 due to a circular import)"
            ),
            None => format!(
                "partially initialized module '{module_name}' has no attribute '{attribute}' (most likely due to a \
                 circular import)"
            ),
        });
    }
    // A submodule that is being imported right now is not an attribute of its package yet.
    if let Some(submodules) = part(vm, &spec, "_uninitialized_submodules")?
        && vm.is_iterable(&submodules)
        && vm.contains(&submodules, name.value())?
    {
        return Ok(format!(
            "cannot access submodule '{attribute}' of module '{module_name}' (most likely due to a circular import)"
        ));
    }
    Ok(plain)
}

fn is_initializing(vm: &Vm, spec: &Value) -> PyResult<bool> {
    match part(vm, spec, "_initializing")? {
        Some(value) => vm.truth(&value),
        None => Ok(false),
    }
}

/// Whether a module file lies in `sys.path[0]`, the directory of the script.
fn shadows(vm: &Vm, origin: &str) -> bool {
    let Some(sys) = vm.interp().sys.get() else { return false };
    let Some(path) = sys.get_name(vm, &vm.intern("path")) else { return false };
    let Some(first) = path.downcast::<crate::types::list::ListObj>().and_then(|l| l.get(0)) else { return false };
    let Some(first) = first.downcast::<StrObj>() else { return false };
    match origin.rsplit_once('/') {
        Some((dir, file)) => {
            let dir = if file == "__init__.py" { dir.rsplit_once('/').map_or(dir, |(d, _)| d) } else { dir };
            dir.as_bytes() == first.bytes()
        }
        None => false,
    }
}

fn is_stdlib_name(vm: &Vm, module: &Value) -> PyResult<bool> {
    let Some(sys) = vm.interp().sys.get() else { return Ok(false) };
    match sys.get_name(vm, &vm.intern("stdlib_module_names")) {
        Some(names) => vm.contains(&names, module),
        None => Ok(false),
    }
}

fn module_dir(vm: &Vm, object: &Value) -> PyResult {
    let dict = vm.get_attr(object, &vm.names().__dict__)?;
    let Some(dict) = dict.downcast::<DictObj>() else {
        return Err(exc::type_error(vm, "<module>.__dict__ is not a dictionary"));
    };
    match dict.get_name(vm, &vm.names().__dir__) {
        Some(hook) => vm.call0(&hook),
        None => Ok(vm.list(dict.keys())),
    }
}

fn get_dict(vm: &Vm, object: &Value) -> PyResult {
    Ok(namespace(vm, object)?.into_value())
}

fn get_annotations(vm: &Vm, object: &Value) -> PyResult {
    let dict = namespace(vm, object)?;
    let names = vm.names();
    if let Some(found) = dict.get_name(vm, &names.__annotations__) {
        return Ok(found);
    }
    let annotations = match dict.get_name(vm, &names.__annotate__).filter(|a| vm.is_callable(a)) {
        Some(annotate) => {
            let result = vm.call1(&annotate, &Value::small(1))?;
            if result.downcast::<DictObj>().is_none() {
                let got = vm.type_of(&result).name_str();
                return Err(exc::type_error(vm, &format!("__annotate__ returned non-dict of type '{got}'")));
            }
            result
        }
        None => vm.new_dict().into_value(),
    };
    dict.set_name(vm, &names.__annotations__, annotations.clone());
    Ok(annotations)
}

fn set_annotations(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let dict = namespace(vm, object)?;
    let names = vm.names();
    match value {
        Some(value) => dict.set_name(vm, &names.__annotations__, value.clone()),
        None => {
            if dict.remove_name(vm, &names.__annotations__).is_none() {
                return Err(exc::attribute_error(vm, "__annotations__"));
            }
        }
    }
    drop(dict.remove_name(vm, &names.__annotate__));
    Ok(())
}

fn get_annotate(vm: &Vm, object: &Value) -> PyResult {
    let dict = namespace(vm, object)?;
    let name = &vm.names().__annotate__;
    if let Some(found) = dict.get_name(vm, name) {
        return Ok(found);
    }
    dict.set_name(vm, name, Value::NONE);
    Ok(Value::NONE)
}

fn set_annotate(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let dict = namespace(vm, object)?;
    let names = vm.names();
    let Some(value) = value else { return Err(exc::type_error(vm, "cannot delete __annotate__ attribute")) };
    if !value.is_none() && !vm.is_callable(value) {
        return Err(exc::type_error(vm, "__annotate__ must be callable or None"));
    }
    dict.set_name(vm, &names.__annotate__, value.clone());
    if !value.is_none() {
        drop(dict.remove_name(vm, &names.__annotations__));
    }
    Ok(())
}
