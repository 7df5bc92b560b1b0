//! The module `builtins` as the VM knows it: its names are made when they are first looked up, one by one, and all of
//! them when somebody looks at the module or its namespace.

use super::{FUNCTIONS, site};
use crate::heap::{Obj, PyCell};
use crate::module::ModuleObj;
use crate::native::MethodDef;
use crate::types::dict::{DictObj, DictRef};
use crate::types::str_::Name;
use crate::types::{BuiltinTypes, TypeSlot};
use crate::value::Value;
use crate::vm::Vm;

/// The place of the module.
#[derive(Default)]
pub struct BuiltinsModule {
    module: PyCell<Option<Obj<ModuleObj>>>,
}

impl BuiltinsModule {
    /// The namespace with all names in it.
    pub fn get(&self) -> Option<DictRef> {
        self.module.get()?.namespace()
    }

    /// The namespace with the names that have been looked up; only for lookups by [`find`].
    pub(crate) fn unfilled(&self) -> Option<DictRef> {
        self.module.borrow().as_ref()?.dict.get().cast()
    }

    /// Whether all names are there.
    pub(crate) fn is_filled(&self) -> bool {
        self.module.borrow().as_ref().is_some_and(|module| module.pending.get().is_none())
    }

    pub(crate) fn set(&self, module: Obj<ModuleObj>) {
        module.pending.set(Some(fill));
        self.module.set(Some(module));
    }
}

/// Types by name, in the order of the namespace.
static TYPES: &[(&str, fn(&BuiltinTypes) -> &TypeSlot)] = &[
    ("bool", |t| &t.bool),
    ("bytearray", |t| &t.bytearray),
    ("bytes", |t| &t.bytes),
    ("classmethod", |t| &t.classmethod),
    ("complex", |t| &t.complex),
    ("dict", |t| &t.dict),
    ("enumerate", |t| &t.enumerate),
    ("filter", |t| &t.filter),
    ("float", |t| &t.float),
    ("frozenset", |t| &t.frozenset),
    ("property", |t| &t.property),
    ("int", |t| &t.int),
    ("list", |t| &t.list),
    ("map", |t| &t.map),
    ("memoryview", |t| &t.memoryview),
    ("object", |t| &t.object),
    ("range", |t| &t.range),
    ("reversed", |t| &t.reversed),
    ("set", |t| &t.set),
    ("slice", |t| &t.slice),
    ("staticmethod", |t| &t.staticmethod),
    ("str", |t| &t.str),
    ("super", |t| &t.super_),
    ("tuple", |t| &t.tuple),
    ("type", |t| &t.type_),
    ("zip", |t| &t.zip),
];

const OS_ERROR_ALIASES: [&str; 2] = ["EnvironmentError", "IOError"];

fn constants(vm: &Vm) -> [(&'static str, Value); 6] {
    [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("__debug__", Value::bool(vm.config().optimize == 0)),
    ]
}

fn function(vm: &Vm, def: &'static MethodDef) -> Value {
    vm.builtin_function(def, vm.intern("builtins").into_value())
}

/// The value of a name.
fn make(vm: &Vm, name: &str) -> Option<Value> {
    if let Some(def) = FUNCTIONS.iter().find(|def| def.name == name) {
        return Some(function(vm, def));
    }
    if let Some((_, slot)) = TYPES.iter().find(|(other, _)| *other == name) {
        return Some(slot(vm.types()).value().clone());
    }
    let wanted = if OS_ERROR_ALIASES.contains(&name) { "OSError" } else { name };
    if let Some(class) = vm.exceptions().find(wanted) {
        return Some(class.value().clone());
    }
    if let Some((_, value)) = constants(vm).into_iter().find(|(other, _)| *other == name) {
        return Some(value);
    }
    if vm.config().no_site { None } else { site::make(vm, name) }
}

/// Looks a name up in the namespace that a function has for its builtins.
#[inline]
pub(crate) fn find(vm: &Vm, namespace: &DictObj, name: &Name) -> Option<Value> {
    namespace
        .get_name(vm, name)
        .or_else(|| if complete(vm, namespace, name) { namespace.get_name(vm, name) } else { None })
}

/// Puts a name into the module's namespace if it belongs there; true if it is there now. Other namespaces stay.
#[cold]
pub(crate) fn complete(vm: &Vm, namespace: &DictObj, name: &Name) -> bool {
    let place = &vm.interp().builtins;
    if place.is_filled() || !place.unfilled().is_some_and(|ours| std::ptr::eq::<DictObj>(&*ours, namespace)) {
        return false;
    }
    let Some(value) = name.as_str().and_then(|text| make(vm, text)) else {
        // Only the module's own attributes are left: all of them, then.
        drop(place.get());
        return true;
    };
    namespace.set_name(vm, name, value);
    true
}

/// Puts all names in, in their order.
fn fill(vm: &Vm) {
    let Some(module) = vm.interp().builtins.module.get() else { return };
    let Some(namespace) = module.namespace() else { return };
    let pending = vm.save_exception();
    let set = |name: &str, made: &dyn Fn() -> Option<Value>| {
        let name = vm.intern(name);
        // What is there already moves to its place in the order.
        if let Some(value) = namespace.remove_name(vm, &name).or_else(made) {
            namespace.set_name(vm, &name, value);
        }
    };
    for def in FUNCTIONS {
        set(def.name, &|| Some(function(vm, def)));
    }
    for (name, slot) in TYPES {
        set(name, &|| Some(slot(vm.types()).value().clone()));
    }
    for (name, class) in vm.exceptions().all() {
        set(name, &|| Some(class.value().clone()));
    }
    for alias in OS_ERROR_ALIASES {
        set(alias, &|| Some(vm.exceptions().os_error.value().clone()));
    }
    for (name, value) in constants(vm) {
        set(name, &|| Some(value.clone()));
    }
    if !vm.config().no_site {
        for name in site::NAMES {
            set(name, &|| site::make(vm, name));
        }
    }
    crate::import::native::set_builtin_spec(vm, &module, "builtins");
    vm.restore_exception(pending);
}
