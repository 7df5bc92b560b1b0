//! `ModuleSpec` and the loaders: what a module says about where it came from.

use crate::native::PyResult;
use crate::slots::Slots;
use crate::types::namespace;
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `ModuleSpec`.
pub static SPEC_TYPE: TypeDef = TypeDef {
    name: "ModuleSpec",
    module: "_frozen_importlib",
    base: Some(&namespace::TYPE),
    slots: Slots { repr: Some(spec_repr), ..Slots::EMPTY },
    getset: getset! {
        "parent" get_parent, "The name of the module's parent.";
    },
    ..TypeDef::EMPTY
};

/// The type `SourceFileLoader`.
pub static SOURCE_LOADER_TYPE: TypeDef = TypeDef {
    name: "SourceFileLoader",
    module: "_frozen_importlib_external",
    base: Some(&namespace::TYPE),
    slots: Slots { repr: Some(loader_repr), ..Slots::EMPTY },
    methods: methods! {
        "get_filename" FN(loader_filename) "(self, name=None)" "Return the path to the source file as found by the finder.";
        "get_source" FN(loader_source) "(self, fullname)" "The source text.";
        "is_package" FN(loader_is_package) "(self, fullname)" "Whether it is a package.";
    },
    ..TypeDef::EMPTY
};

/// The type `NamespaceLoader`.
pub static NAMESPACE_LOADER_TYPE: TypeDef = TypeDef {
    name: "NamespaceLoader",
    module: "_frozen_importlib_external",
    base: Some(&namespace::TYPE),
    slots: Slots { repr: Some(loader_repr), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// The class `BuiltinImporter`, the loader of native modules.
pub static BUILTIN_IMPORTER_TYPE: TypeDef = TypeDef {
    name: "BuiltinImporter",
    module: "_frozen_importlib",
    doc: "Meta path import for built-in modules.",
    ..TypeDef::EMPTY
};

fn made(vm: &Vm, def: &'static TypeDef, items: Vec<(&str, Value)>) -> Value {
    let dict = vm.new_dict();
    for (name, value) in items {
        dict.set_name(vm, &vm.intern(name), value);
    }
    namespace::new_of_type(vm, &vm.type_from_def(def), dict.into_value())
}

/// A new spec. `locations` is the search path of a package.
pub fn new_spec(vm: &Vm, name: &str, loader: Value, origin: Value, locations: Value, has_location: bool) -> Value {
    made(
        vm,
        &SPEC_TYPE,
        vec![
            ("name", vm.str(name)),
            ("loader", loader),
            ("origin", origin),
            ("submodule_search_locations", locations),
            ("loader_state", Value::NONE),
            ("cached", Value::NONE),
            ("has_location", Value::bool(has_location)),
            ("_initializing", Value::FALSE),
        ],
    )
}

/// A new loader of a source file.
pub fn new_source_loader(vm: &Vm, name: &str, path: Value) -> Value {
    made(vm, &SOURCE_LOADER_TYPE, vec![("name", vm.str(name)), ("path", path)])
}

/// A new loader of a namespace package.
pub fn new_namespace_loader(vm: &Vm) -> Value {
    made(vm, &NAMESPACE_LOADER_TYPE, Vec::new())
}

fn get_parent(vm: &Vm, this: &Value) -> PyResult {
    let name = vm.get_attr(this, &vm.names().name)?;
    let locations = vm.get_attr_str(this, "submodule_search_locations")?;
    if !locations.is_none() {
        return Ok(name);
    }
    let name = crate::types::str_::lossy(&name);
    Ok(vm.str(name.rsplit_once('.').map_or("", |p| p.0)))
}

fn spec_repr(vm: &Vm, this: &Value) -> PyResult {
    let mut text = String::from("ModuleSpec(");
    for (i, name) in ["name", "loader", "origin", "submodule_search_locations"].into_iter().enumerate() {
        let value = vm.get_attr_str(this, name)?;
        if i >= 2 && value.is_none() {
            continue;
        }
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&format!("{name}={}", vm.repr_string(&value)?));
    }
    text.push(')');
    Ok(vm.str(&text))
}

fn loader_repr(vm: &Vm, this: &Value) -> PyResult {
    Ok(crate::types::object::default_repr(vm, this))
}

fn loader_filename(vm: &Vm, args: &[Value]) -> PyResult {
    vm.get_attr(&args[0], &vm.names().path)
}

fn loader_source(vm: &Vm, args: &[Value]) -> PyResult {
    let path = vm.get_attr(&args[0], &vm.names().path)?;
    let bytes = crate::sysmod::fs_encode(vm, &path)?;
    match vm.interp().host.read_file(&bytes) {
        Ok(data) => Ok(vm.str(&String::from_utf8_lossy(&data))),
        Err(error) => Err(crate::io::errors::os_error(vm, &error, Some(&path))),
    }
}

fn loader_is_package(vm: &Vm, args: &[Value]) -> PyResult {
    let path = vm.get_attr(&args[0], &vm.names().path)?;
    Ok(Value::bool(crate::types::str_::lossy(&path).ends_with("/__init__.py")))
}
