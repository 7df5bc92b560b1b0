//! `isinstance` and `issubclass`.

use crate::native::PyResult;
use crate::types::type_::TypeObj;
use crate::value::Value;
use crate::vm::Vm;

/// `isinstance` by the MRO and `__class__`, without `__instancecheck__`.
pub fn plain_isinstance(vm: &Vm, instance: &Value, class: &Value) -> PyResult<bool> {
    Ok(class.downcast::<TypeObj>().is_some_and(|c| vm.type_of(instance).is_subtype(c)))
}

/// `issubclass` by the MRO, without `__subclasscheck__`.
pub fn plain_issubclass(_vm: &Vm, subclass: &Value, class: &Value) -> PyResult<bool> {
    match (subclass.downcast::<TypeObj>(), class.downcast::<TypeObj>()) {
        (Some(a), Some(b)) => Ok(a.is_subtype(b)),
        _ => Ok(false),
    }
}
