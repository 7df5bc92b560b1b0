//! Native modules: from the table of definitions to module objects.

use super::spec;
use crate::heap::Obj;
use crate::module::ModuleObj;
use crate::native::PyResult;
use crate::types::dict::DictObj;
use crate::types::str_::Name;
use crate::value::Value;
use crate::vm::Vm;

/// Gives a native module its `__spec__` and `__loader__`.
pub fn set_builtin_spec(vm: &Vm, module: &Obj<ModuleObj>, name: &str) {
    let loader = vm.type_from_def(&spec::BUILTIN_IMPORTER_TYPE).into_value();
    module.set(vm, "__spec__", spec::new_spec(vm, name, loader.clone(), vm.str("built-in"), Value::NONE, false));
    module.set(vm, "__loader__", loader);
    module.set(vm, "__package__", vm.str(name.rsplit_once('.').map_or("", |p| p.0)));
}

/// Gives `__main__` the loader of its script.
pub fn set_main_loader(vm: &Vm, globals: &DictObj, path: &str) {
    let loader = spec::new_source_loader(vm, "__main__", vm.str(path));
    globals.set_name(vm, &vm.names().__loader__, loader);
}

/// Makes a native module and puts it into `sys.modules`; `None` if there is none of that name.
pub(super) fn load(vm: &Vm, name: &Name) -> PyResult<Option<Value>> {
    let text = name.to_string_lossy();
    let def = vm.interp().native_modules.borrow().get(&*text).copied();
    let (Some(def), Some(modules)) = (def, vm.interp().modules.get()) else { return Ok(None) };
    let module = vm.new_module(def.name, Some(def.doc));
    set_builtin_spec(vm, &module, def.name);
    modules.set_name(vm, name, module.value().clone());
    if let Err(raised) = vm.fill_native_module(&module, def) {
        modules.remove_name(vm, name);
        return Err(raised);
    }
    Ok(Some(module.into_value()))
}
