//! `StopIteration`, `SystemExit`, `KeyError`.

use crate::getset;
use crate::native::{Args, GetSetDef, PyResult};
use crate::slots::Slots;
use crate::types::exception::fields::{get, set, this};
use crate::types::exception::{methods, set_extra};
use crate::types::tuple::TupleObj;
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// What `StopIteration` defines.
pub(crate) static STOP_ITERATION_PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(stop_iteration_init), ..Slots::EMPTY },
    getset: STOP_ITERATION_GETSET,
    ..TypeDef::EMPTY
};

/// What `SystemExit` defines.
pub(crate) static SYSTEM_EXIT_PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(system_exit_init), ..Slots::EMPTY },
    getset: SYSTEM_EXIT_GETSET,
    ..TypeDef::EMPTY
};

/// What `KeyError` defines.
pub(crate) static KEY_ERROR_PARTS: TypeDef =
    TypeDef { slots: Slots { str: Some(key_error_str), ..Slots::EMPTY }, ..TypeDef::EMPTY };

static STOP_ITERATION_GETSET: &[GetSetDef] = getset! {
    [member] "value" get::<0>, set::<0>, "generator return value";
};

static SYSTEM_EXIT_GETSET: &[GetSetDef] = getset! {
    [member] "code" get::<0>, set::<0>, "exception code";
};

fn stop_iteration_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    methods::exception_init(vm, object, args)?;
    set_extra(object, 0, args.pos.first().cloned().unwrap_or(Value::NONE));
    Ok(())
}

fn system_exit_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    methods::exception_init(vm, object, args)?;
    match args.pos {
        [] => {}
        [code] => set_extra(object, 0, code.clone()),
        _ => set_extra(object, 0, this(vm, object)?.args.get()),
    }
    Ok(())
}

/// The repr of a single key: `KeyError('')` would show nothing otherwise.
fn key_error_str(vm: &Vm, object: &Value) -> PyResult {
    let args = this(vm, object)?.args.get();
    if let Some([key]) = args.downcast::<TupleObj>().map(TupleObj::items) {
        return vm.repr(key);
    }
    methods::exception_str(vm, object)
}
