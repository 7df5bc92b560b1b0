//! Attributes of exceptions that are fields of `ExceptionObj::extra`, by their position.

use crate::exc;
use crate::native::PyResult;
use crate::types::exception::{ExceptionObj, set_extra};
use crate::value::Value;
use crate::vm::Vm;

/// The struct of an exception.
pub(crate) fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ExceptionObj> {
    exc::receiver(vm, value)
}

/// Reads field `N`; None if it was never set.
pub(crate) fn get<const N: usize>(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.extra(N).non_null().unwrap_or(Value::NONE))
}

/// Writes or deletes field `N`.
pub(crate) fn set<const N: usize>(_vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    set_extra(object, N, value.cloned().unwrap_or_default());
    Ok(())
}

/// The arguments as a list of values.
pub(crate) fn args_of(exception: &ExceptionObj) -> Vec<Value> {
    let args = exception.args.get();
    args.downcast::<crate::types::tuple::TupleObj>().map(|t| t.items().to_vec()).unwrap_or_default()
}
