//! `IncompleteReadError`, `LimitOverrunError`, `SendfileNotAvailableError`.

use std::cell::OnceCell;

use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::bytes::new_bytes;
use minipy_vm::types::exception::classes::defs;
use minipy_vm::types::exception::{ExceptionObj, new_exception, set_extra};
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, getset, methods};

const FLAGS: u32 = TypeFlags::BASETYPE | TypeFlags::EXCEPTION_SUBCLASS | TypeFlags::HAS_DICT;

/// `IncompleteReadError`: its extra fields are `partial` and `expected`.
pub static INCOMPLETE: TypeDef = TypeDef {
    name: "IncompleteReadError",
    module: "asyncio.exceptions",
    base: Some(&defs::eof_error),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "\nIncomplete read error. Attributes:\n\n- partial: read bytes string before the end of stream was reached\n- expected: total number of expected bytes (or None if unknown)\n",
    slots: Slots { init: Some(incomplete_init), ..Slots::EMPTY },
    methods: INCOMPLETE_METHODS,
    getset: INCOMPLETE_GETSET,
    ..TypeDef::EMPTY
};

/// `LimitOverrunError`: its extra field is `consumed`.
pub static OVERRUN: TypeDef = TypeDef {
    name: "LimitOverrunError",
    module: "asyncio.exceptions",
    base: Some(&defs::exception),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Reached the buffer limit while looking for a separator.\n\nAttributes:\n- consumed: total number of to be consumed bytes.\n",
    slots: Slots { init: Some(overrun_init), ..Slots::EMPTY },
    methods: OVERRUN_METHODS,
    getset: OVERRUN_GETSET,
    ..TypeDef::EMPTY
};

static INCOMPLETE_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(incomplete_reduce) "(self)" "";
};

static INCOMPLETE_GETSET: &[GetSetDef] = getset! {
    "partial" get0, set0, "What was read.";
    "expected" get1, set1, "How much was expected.";
};

static OVERRUN_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(overrun_reduce) "(self)" "";
};

static OVERRUN_GETSET: &[GetSetDef] = getset! {
    "consumed" get0, set0, "How many bytes are to be consumed.";
};

fn extra(vm: &Vm, value: &Value, index: usize) -> PyResult {
    let object = exc::receiver::<ExceptionObj>(vm, value)?;
    Ok(object.extra(index).non_null().unwrap_or(Value::NONE))
}

fn get0(vm: &Vm, value: &Value) -> PyResult {
    extra(vm, value, 0)
}

fn get1(vm: &Vm, value: &Value) -> PyResult {
    extra(vm, value, 1)
}

fn set0(_vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    set_extra(value, 0, new.cloned().unwrap_or_default());
    Ok(())
}

fn set1(_vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    set_extra(value, 1, new.cloned().unwrap_or_default());
    Ok(())
}

/// The two arguments of a constructor.
fn two(vm: &Vm, args: &Args, class: &str, first: &str, second: &str) -> PyResult<(Value, Value)> {
    let get = |index: usize, name: &str| args.pos.get(index).or_else(|| args.keyword(name)).cloned();
    match (get(0, first), get(1, second)) {
        (Some(a), Some(b)) => Ok((a, b)),
        (None, Some(_)) => Err(missing(vm, class, &format!("1 required positional argument: '{first}'"))),
        (Some(_), None) => Err(missing(vm, class, &format!("1 required positional argument: '{second}'"))),
        (None, None) => Err(missing(vm, class, &format!("2 required positional arguments: '{first}' and '{second}'"))),
    }
}

fn missing(vm: &Vm, class: &str, what: &str) -> Raised {
    exc::type_error(vm, &format!("{class}.__init__() missing {what}"))
}

fn set_message(vm: &Vm, value: &Value, message: Value) {
    if let Some(object) = value.downcast::<ExceptionObj>() {
        object.args.set(vm.tuple(vec![message]));
    }
}

fn incomplete_init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let (partial, expected) = two(vm, args, "IncompleteReadError", "partial", "expected")?;
    let count = vm.len(&partial)?;
    let shown = if expected.is_none() { "undefined".to_owned() } else { vm.repr_string(&expected)? };
    set_message(vm, value, vm.str(&format!("{count} bytes read on a total of {shown} expected bytes")));
    set_extra(value, 0, partial);
    set_extra(value, 1, expected);
    Ok(())
}

fn overrun_init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let (message, consumed) = two(vm, args, "LimitOverrunError", "message", "consumed")?;
    set_message(vm, value, message);
    set_extra(value, 0, consumed);
    Ok(())
}

fn incomplete_reduce(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.pair(vm.type_of(value).to_value(), vm.pair(get0(vm, value)?, get1(vm, value)?)))
}

fn overrun_reduce(vm: &Vm, value: &Value) -> PyResult {
    let object = exc::receiver::<ExceptionObj>(vm, value)?;
    let message = vm.collect(&object.args.get())?.into_iter().next().unwrap_or(Value::NONE);
    Ok(vm.pair(vm.type_of(value).to_value(), vm.pair(message, get0(vm, value)?)))
}

/// Raises IncompleteReadError; `expected` is None if nobody knows.
#[cold]
pub(crate) fn incomplete(vm: &Vm, partial: &[u8], expected: Option<usize>) -> Raised {
    let expected = expected.map_or(Value::NONE, |n| vm.int(n as i64));
    let class = vm.type_from_def(&INCOMPLETE);
    vm.raise(new_exception(vm, &class, vec![new_bytes(vm, partial), expected]))
}

/// Raises LimitOverrunError.
#[cold]
pub(crate) fn overrun(vm: &Vm, message: &str, consumed: usize) -> Raised {
    let class = vm.type_from_def(&OVERRUN);
    vm.raise(new_exception(vm, &class, vec![vm.str(message), vm.int(consumed as i64)]))
}

#[derive(Default)]
struct Sendfile(OnceCell<TypeRef>);

/// `SendfileNotAvailableError`
pub(crate) fn sendfile_not_available(vm: &Vm) -> PyResult<TypeRef> {
    let cell = &vm.state::<Sendfile>().0;
    if let Some(found) = cell.get() {
        return Ok(found.clone());
    }
    let base = &vm.exceptions().runtime_error;
    let name = "SendfileNotAvailableError";
    let made = minipy_vm::types::type_::create::simple_class(vm, name, "asyncio.exceptions", base)?;
    Ok(cell.get_or_init(|| made).clone())
}
