//! `isinstance` and `issubclass`.

use crate::exc;
use crate::native::{PyResult, Raised};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::types::union::args_of;
use crate::value::Value;
use crate::vm::Vm;

/// `isinstance(obj, class_or_tuple)`
pub fn isinstance(vm: &Vm, instance: &Value, class: &Value) -> PyResult {
    is_instance(vm, instance, class).map(Value::bool)
}

/// `issubclass(cls, class_or_tuple)`
pub fn issubclass(vm: &Vm, subclass: &Value, class: &Value) -> PyResult {
    is_subclass(vm, subclass, class).map(Value::bool)
}

/// `isinstance` with all its hooks. What most questions come to makes no call.
#[inline]
pub fn is_instance(vm: &Vm, instance: &Value, class: &Value) -> PyResult<bool> {
    // Only classes whose class is `type` itself have this struct exactly: they have no `__instancecheck__` of their own.
    let Some(plain) = class.exact::<TypeObj>() else { return is_instance_further(vm, instance, class) };
    match instance.header() {
        Some(header) => is_plain_instance(vm, header.ty(), instance, plain, class),
        None if instance.is_small() => Ok(class.is(vm.types().int.value()) || class.is(vm.types().object.value())),
        None => is_plain_immediate(vm, instance, plain, class),
    }
}

/// [`is_instance`] of a class without hooks.
#[inline(always)]
fn is_plain_instance(vm: &Vm, ty: &TypeObj, instance: &Value, plain: &TypeObj, class: &Value) -> PyResult<bool> {
    if ty.is_subtype(plain) {
        return Ok(true);
    }
    // A value without the means to claim another class than its own.
    if !ty.has_flag(TypeFlags::HEAP_TYPE | TypeFlags::SHOWN_AS_COROUTINE) && ty.slots().getattr.is_none() {
        return Ok(false);
    }
    plain_isinstance(vm, instance, class)
}

#[inline(never)]
fn is_plain_immediate(vm: &Vm, instance: &Value, plain: &TypeObj, class: &Value) -> PyResult<bool> {
    is_plain_instance(vm, vm.type_of(instance), instance, plain, class)
}

#[inline(never)]
fn is_instance_further(vm: &Vm, instance: &Value, class: &Value) -> PyResult<bool> {
    if class.downcast::<TypeObj>().is_some_and(|plain| std::ptr::eq(vm.type_of(instance), plain)) {
        return Ok(true);
    }
    // A union is asked like the tuple of its members.
    let union = args_of(class);
    let class = union.as_ref().unwrap_or(class);
    if let Some(tuple) = class.downcast::<TupleObj>() {
        vm.check_native_stack(" in __instancecheck__")?;
        for item in tuple.items() {
            if is_instance(vm, instance, item)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    vm.check_native_stack(" in __instancecheck__")?;
    match vm.call_special(class, &vm.names().__instancecheck__, std::slice::from_ref(instance))? {
        Some(result) => vm.truth(&result),
        None => plain_isinstance(vm, instance, class),
    }
}

/// `issubclass` with all its hooks.
pub fn is_subclass(vm: &Vm, subclass: &Value, class: &Value) -> PyResult<bool> {
    if is_plain_class(vm, class) {
        if subclass.is(class) {
            return Ok(true);
        }
        return plain_issubclass(vm, subclass, class);
    }
    // A union is asked like the tuple of its members.
    let union = args_of(class);
    let class = union.as_ref().unwrap_or(class);
    if let Some(tuple) = class.downcast::<TupleObj>() {
        vm.check_native_stack(" in __subclasscheck__")?;
        for item in tuple.items() {
            if is_subclass(vm, subclass, item)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    vm.check_native_stack(" in __subclasscheck__")?;
    match vm.call_special(class, &vm.names().__subclasscheck__, std::slice::from_ref(subclass))? {
        Some(result) => vm.truth(&result),
        None => plain_issubclass(vm, subclass, class),
    }
}

/// Whether a value is a class whose metaclass is exactly `type`.
fn is_plain_class(vm: &Vm, class: &Value) -> bool {
    class.downcast::<TypeObj>().is_some() && vm.type_of(class).is(&vm.types().type_)
}

/// `instance.__class__` where it may differ from the type: a class that overrides it, or attribute access as such.
fn claimed_class(vm: &Vm, instance: &Value) -> PyResult<Option<Value>> {
    let ty = vm.type_of(instance);
    let name = &vm.names().__class__;
    if ty.slots().getattr.is_none() {
        let own = ty.lookup(vm, name);
        let base = vm.types().object.lookup(vm, name);
        if let (Some(own), Some(base)) = (&own, &base)
            && own.is(base)
        {
            return Ok(None);
        }
    }
    let found = vm.find_attr(instance, name)?;
    Ok(found.filter(|f| f.downcast::<TypeObj>().is_some_and(|c| !c.is(ty))))
}

/// The bases of something that acts as a class.
fn abstract_bases(vm: &Vm, class: &Value) -> PyResult<Option<Value>> {
    let bases = vm.find_attr(class, &vm.names().__bases__)?;
    Ok(bases.filter(|b| b.downcast::<TupleObj>().is_some()))
}

fn abstract_issubclass(vm: &Vm, derived: &Value, class: &Value) -> PyResult<bool> {
    if derived.is(class) {
        return Ok(true);
    }
    vm.check_native_stack(" in __issubclass__")?;
    let Some(bases) = abstract_bases(vm, derived)? else { return Ok(false) };
    let Some(bases) = bases.downcast::<TupleObj>() else { return Ok(false) };
    for base in bases.items() {
        if abstract_issubclass(vm, base, class)? {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cold]
fn bad_class(vm: &Vm, function: &str, argument: u32) -> Raised {
    let message = if argument == 1 {
        format!("{function}() arg 1 must be a class")
    } else if function == "isinstance" {
        "isinstance() arg 2 must be a type, a tuple of types, or a union".to_owned()
    } else {
        "issubclass() arg 2 must be a class, a tuple of classes, or a union".to_owned()
    };
    exc::type_error(vm, &message)
}

/// `isinstance` by the MRO and `__class__`, without `__instancecheck__`.
pub fn plain_isinstance(vm: &Vm, instance: &Value, class: &Value) -> PyResult<bool> {
    if let Some(ty) = class.downcast::<TypeObj>() {
        if vm.type_of(instance).is_subtype(ty) {
            return Ok(true);
        }
        return Ok(match claimed_class(vm, instance)? {
            Some(claimed) => claimed.downcast::<TypeObj>().is_some_and(|c| c.is_subtype(ty)),
            None => false,
        });
    }
    if abstract_bases(vm, class)?.is_none() {
        return Err(bad_class(vm, "isinstance", 2));
    }
    match vm.find_attr(instance, &vm.names().__class__)? {
        Some(own) => abstract_issubclass(vm, &own, class),
        None => Ok(false),
    }
}

/// `issubclass` by the MRO, without `__subclasscheck__`.
pub fn plain_issubclass(vm: &Vm, subclass: &Value, class: &Value) -> PyResult<bool> {
    if let (Some(a), Some(b)) = (subclass.downcast::<TypeObj>(), class.downcast::<TypeObj>()) {
        return Ok(a.is_subtype(b));
    }
    if subclass.downcast::<TypeObj>().is_none() && abstract_bases(vm, subclass)?.is_none() {
        return Err(bad_class(vm, "issubclass", 1));
    }
    if class.downcast::<TypeObj>().is_none() && abstract_bases(vm, class)?.is_none() {
        return Err(bad_class(vm, "issubclass", 2));
    }
    abstract_issubclass(vm, subclass, class)
}
