//! The module `_weakref`.

use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::{weakref_proxy, weakref_type};
use minipy_vm::{Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_weakref",
    doc: "Weak-reference support module.",
    functions: methods! {
        "getweakrefcount" F1(getweakrefcount) "(object, /)" "Return the number of weak references to 'object'.";
        "getweakrefs" F1(getweakrefs) "(object, /)" "Return a list of all weak reference objects pointing to 'object'.";
        "proxy" FV(proxy) "(object, callback=None, /)" "Create a proxy object that weakly references 'object'.";
        "_remove_dead_weakref" F2(remove_dead) "(dct, key, /)" "Atomically remove key from dict if it points to a dead weakref.";
    },
    types: &[],
    init: Some(init),
};

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    let reference = vm.type_from_def(&weakref_type::TYPE).into_value();
    module.set(vm, "ref", reference.clone());
    module.set(vm, "ReferenceType", reference);
    module.set(vm, "ProxyType", vm.type_from_def(&weakref_proxy::TYPE).into_value());
    module.set(vm, "CallableProxyType", vm.type_from_def(&weakref_proxy::CALLABLE_TYPE).into_value());
    Ok(())
}

fn getweakrefcount(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(vm.weakref_count(object) as i64))
}

fn getweakrefs(vm: &Vm, object: &Value) -> PyResult {
    vm.check_memory(vm.weakref_count(object).saturating_mul(2 * size_of::<Value>()))?;
    Ok(vm.list(vm.weakrefs_of(object)))
}

fn proxy(vm: &Vm, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "_weakref.proxy"));
    }
    minipy_vm::protocol::bind::check_positional(vm, "proxy", args, 0, 1, 2)?;
    let callback = args.pos.get(1).filter(|c| !c.is_none()).cloned().unwrap_or(Value::NULL);
    weakref_proxy::new_proxy(vm, &args.pos[0], callback)
}

fn remove_dead(vm: &Vm, dict: &Value, key: &Value) -> PyResult {
    let Some(dict) = dict.downcast::<DictObj>() else {
        let name = exc::argument_type(vm, dict);
        return Err(exc::type_error(vm, &format!("_remove_dead_weakref() argument 1 must be dict, not {name}")));
    };
    if let Some(reference) = dict.get(vm, key)? {
        let target = vm.call0(&reference)?;
        if target.is_none() {
            drop(dict.remove(vm, key)?);
        }
    }
    Ok(Value::NONE)
}
