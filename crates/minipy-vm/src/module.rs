//! `module` objects and native modules as data.
//!
//! # How to add a native module
//! Write one file with `pub static MODULE: ModuleDef` and list it where the crate registers its modules
//! (`minipy_stdlib::MODULES`). It is made when it is first imported.

use std::cell::Cell;

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::native::{MethodDef, PyResult};
use crate::types::dict::DictObj;
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside modules.
pub struct ModuleObj {
    /// `__dict__`; NULL before `__init__` of a subclass ran.
    pub dict: PyCell<Value>,
    /// Makes the content, as long as no program has looked at it (`sys`, `builtins`).
    pub(crate) pending: Cell<Option<fn(&Vm)>>,
}

pub(crate) static MODULE_LAYOUT: Layout = Layout::of::<ModuleObj>("module");

impl HeapObject for ModuleObj {
    const LAYOUT: &'static Layout = &MODULE_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        drop(self.dict.take());
    }
}

impl FixedShape for ModuleObj {
    const SHAPE: u32 = crate::shape::fixed::MODULE;
}

/// A native module as data.
pub struct ModuleDef {
    /// Its name.
    pub name: &'static str,
    /// Its docstring.
    pub doc: &'static str,
    /// Functions (their first parameter is the first argument: no `self`).
    pub functions: &'static [MethodDef],
    /// Types that it publishes.
    pub types: &'static [&'static TypeDef],
    /// Adds constants and whatever else is made at import.
    pub init: Option<fn(&Vm, &Obj<ModuleObj>) -> PyResult<()>>,
}

impl ModuleDef {
    /// A definition with nothing in it, for `..ModuleDef::EMPTY`.
    pub const EMPTY: ModuleDef = ModuleDef { name: "", doc: "", functions: &[], types: &[], init: None };
}

impl ModuleObj {
    /// Sets an attribute of a module while it is made.
    pub fn set(&self, vm: &Vm, name: &str, value: Value) {
        if let Some(dict) = self.dict.get().downcast::<DictObj>() {
            dict.set_name(vm, &vm.intern(name), value);
        }
    }

    /// A module with this namespace.
    pub fn with_namespace(dict: Value) -> ModuleObj {
        ModuleObj { dict: PyCell::new(dict), pending: Cell::new(None) }
    }

    /// The namespace.
    pub fn namespace(&self) -> Option<Obj<DictObj>> {
        self.ready();
        self.dict.get().cast()
    }

    /// Makes the content if nobody has looked at the module before.
    #[inline]
    pub(crate) fn ready(&self) {
        if let Some(fill) = self.pending.take() {
            Vm::with_current(fill);
        }
    }
}

impl Vm {
    /// A new module with `__name__`, `__doc__` and the other standard attributes.
    pub fn new_module(&self, name: &str, doc: Option<&str>) -> Obj<ModuleObj> {
        let names = self.names();
        let dict = self.new_dict();
        dict.set_name(self, &names.__name__, self.str(name));
        dict.set_name(self, &names.__doc__, doc.map_or(Value::NONE, |d| self.str(d)));
        dict.set_name(self, &names.__package__, Value::NONE);
        dict.set_name(self, &names.__loader__, Value::NONE);
        dict.set_name(self, &names.__spec__, Value::NONE);
        self.alloc(&self.types().module, ModuleObj::with_namespace(dict.into_value()))
    }

    /// Makes a native module.
    pub fn make_native_module(&self, def: &'static ModuleDef) -> PyResult<Obj<ModuleObj>> {
        let module = self.new_module(def.name, Some(def.doc));
        self.fill_native_module(&module, def)?;
        Ok(module)
    }

    /// Adds a definition's functions, types and constants to a module.
    pub fn fill_native_module(&self, module: &Obj<ModuleObj>, def: &'static ModuleDef) -> PyResult<()> {
        let name = self.intern(def.name).into_value();
        for function in def.functions {
            module.set(self, function.name, self.builtin_function(function, name.clone()));
        }
        for ty in def.types {
            let plain = ty.name.rsplit('.').next().unwrap_or(ty.name);
            module.set(self, plain, self.type_from_def(ty).into_value());
        }
        match def.init {
            Some(init) => init(self, module),
            None => Ok(()),
        }
    }
}
