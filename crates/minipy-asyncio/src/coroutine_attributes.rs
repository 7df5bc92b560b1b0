//! What native coroutines show of themselves: `cr_await`, `cr_frame`, `cr_code` and so on, as coroutines of Python code do.
//!
//! There is no code and no frame behind a native coroutine. Programs that ask get a code object that has the names and
//! flags of the function, without its instructions, and a frame of that.

use minipy_vm::native::{Args, GetSetDef};
use minipy_vm::types::code::CodeObj;
use minipy_vm::{PyResult, Value, Vm, exc, getset};

use crate::coroutine::NativeCoroutine;

pub(crate) static GETSET: &[GetSetDef] = getset! {
    "__class__" get_class, "the class of coroutines";
    "__name__" get_name, "name of the coroutine";
    "__qualname__" get_qualname, "qualified name of the coroutine";
    "cr_await" get_awaiting, "object being awaited on, or None";
    "cr_running" get_running, "whether it runs now";
    "cr_suspended" get_suspended, "whether it is suspended";
    "cr_frame" get_frame, "its frame, or None";
    "cr_code" get_code, "its code";
    "cr_origin" get_origin, "where it was created, if tracked";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a NativeCoroutine> {
    exc::receiver::<NativeCoroutine>(vm, value)
}

fn get_class(vm: &Vm, _value: &Value) -> PyResult {
    Ok(vm.types().coroutine.value().clone())
}

/// The last part of a qualified name.
fn plain(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn get_name(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.str(plain(this(vm, value)?.name)))
}

fn get_qualname(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.str(this(vm, value)?.name))
}

fn get_awaiting(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.awaiting.get().non_null().unwrap_or(Value::NONE))
}

fn get_running(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.running.get()))
}

fn get_suspended(vm: &Vm, value: &Value) -> PyResult {
    let coroutine = this(vm, value)?;
    Ok(Value::bool(coroutine.started.get() && !coroutine.finished.get() && !coroutine.running.get()))
}

fn get_origin(_vm: &Vm, _value: &Value) -> PyResult {
    Ok(Value::NONE)
}

fn get_code(vm: &Vm, value: &Value) -> PyResult {
    code_of(vm, this(vm, value)?.name)
}

/// A code object with the name of a native coroutine function.
fn code_of(vm: &Vm, name: &str) -> PyResult {
    let builtins = minipy_vm::import::import_module(vm, "builtins")?;
    let compile = vm.get_attr_str(&builtins, "compile")?;
    let module = vm.call(&compile, &[vm.str("async def f(): pass"), vm.str("<asyncio>"), vm.str("exec")])?;
    let constants = vm.collect(&vm.get_attr_str(&module, "co_consts")?)?;
    let Some(code) = constants.iter().find(|constant| constant.downcast::<CodeObj>().is_some()) else {
        return Err(exc::attribute_error(vm, "cr_code"));
    };
    let replace = vm.get_attr_str(code, "replace")?;
    let names = [vm.str("co_name"), vm.str("co_qualname")];
    vm.call_args(&replace, &Args { pos: &[], kw: &[vm.str(plain(name)), vm.str(name)], names: &names })
}

fn get_frame(vm: &Vm, value: &Value) -> PyResult {
    let coroutine = this(vm, value)?;
    if coroutine.finished.get() {
        return Ok(Value::NONE);
    }
    let code = code_of(vm, coroutine.name)?;
    let function = vm.call(vm.types().function.value(), &[code, vm.new_dict().into_value()])?;
    let stand_in = vm.call0(&function)?;
    let frame = vm.get_attr_str(&stand_in, "cr_frame");
    // Closed, it does not complain that nobody has awaited it.
    vm.call_method_str(&stand_in, "close", &[])?;
    frame
}
