//! Attribute access that ends in Python code of the class: `__getattribute__`, `__setattr__`, `__delattr__`, descriptors and
//! properties. The function gets a frame of its own, whose result completes the instruction, so that none of them
//! recurses in Rust. Everything else about attributes is in `attrs`.

use crate::interp::call;
use crate::interp::run::Flow;
use crate::interp::special::{self, stage::FIRST};
use crate::interp::stack::Ret;
use crate::native::{Args, PyResult};
use crate::protocol::attr;
use crate::types::function::FuncObj;
use crate::types::property::PropertyObj;
use crate::types::str_::Name;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Pushes the frame of a function of a property; `None` if that is not a plain Python function.
fn push_accessor(vm: &Vm, accessor: &Value, args: &[Value]) -> PyResult<Option<Flow>> {
    let Some(function) = accessor.exact::<FuncObj>() else { return Ok(None) };
    if function.code.borrow().is_generator_like() {
        return Ok(None);
    }
    call::push_call(vm, accessor, function, &Args::positional(args), Ret::Complete, 0, 0)?;
    Ok(Some(Flow::Reload))
}

/// Reading `this.name`, which is not known to the caches: what the class has to say in Python, if that decides.
/// `None`: the lookup is done without it.
pub(super) fn load(vm: &Vm, this: &Value, name: &Name) -> PyResult<Option<Flow>> {
    let (ty, names) = (vm.type_of(this), vm.names());
    if ty.slots().getattr.is_some() {
        if ty.has_flag(TypeFlags::HAS_GETATTR_HOOK) || ty.lookup(vm, &names.__getattr__).is_some() {
            return Ok(None);
        }
        return special::push(vm, this, &names.__getattribute__, std::slice::from_ref(name.value()), FIRST);
    }
    let Some(descr) = ty.lookup(vm, name) else { return Ok(None) };
    let kind = vm.type_of(&descr);
    let is_data = kind.slots().descr_set.is_some();
    if let Some(property) = descr.exact::<PropertyObj>() {
        return push_accessor(vm, &property.getter.get(), std::slice::from_ref(this));
    }
    if kind.slots().descr_get.is_none() || !is_python(vm, kind, &names.__get__) {
        return Ok(None);
    }
    if !is_data && attr::instance_get(vm, this, name).is_some() {
        return Ok(None);
    }
    special::push(vm, &descr, &names.__get__, &[this.clone(), ty.to_ref().value().clone()], FIRST)
}

/// `this.name = value`, or `del this.name` without a value, if it ends in a Python function of the class.
/// `None`: the store is done without it.
pub(super) fn store(vm: &Vm, this: &Value, name: &Name, value: Option<&Value>) -> PyResult<Option<Flow>> {
    let (ty, names) = (vm.type_of(this), vm.names());
    let with_value = |first: &Value| match value {
        Some(value) => vec![first.clone(), value.clone()],
        None => vec![first.clone()],
    };
    if ty.slots().setattr.is_some() {
        let hook = if value.is_some() { &names.__setattr__ } else { &names.__delattr__ };
        return if is_python(vm, ty, hook) {
            special::push(vm, this, hook, &with_value(name.value()), FIRST)
        } else {
            Ok(None)
        };
    }
    let Some(descr) = ty.lookup(vm, name) else { return Ok(None) };
    let kind = vm.type_of(&descr);
    if kind.slots().descr_set.is_none() {
        return Ok(None);
    }
    if let Some(property) = descr.exact::<PropertyObj>() {
        let accessor = if value.is_some() { property.setter.get() } else { property.deleter.get() };
        return push_accessor(vm, &accessor, &with_value(this));
    }
    let hook = if value.is_some() { &names.__set__ } else { &names.__delete__ };
    if is_python(vm, kind, hook) { special::push(vm, &descr, hook, &with_value(this), FIRST) } else { Ok(None) }
}

/// Whether a class has a special method that is a function in Python.
fn is_python(vm: &Vm, ty: &TypeObj, name: &Name) -> bool {
    ty.lookup(vm, name).is_some_and(|method| method.exact::<FuncObj>().is_some())
}
