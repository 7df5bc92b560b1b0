//! What asyncio has in CPython and not here yet: TLS and subprocesses. Calls of it say so, once they are awaited.

use minipy_vm::native::Args;
use minipy_vm::{PyResult, Vm, exc};

use crate::coroutine;

/// `loop.start_tls(...)` and `StreamWriter.start_tls(...)`
pub(crate) fn start_tls(vm: &Vm, _args: &Args) -> PyResult {
    let step = |vm: &Vm, _: &coroutine::NativeCoroutine, outcome: PyResult| {
        outcome?;
        Err(exc::not_implemented_error(vm, "TLS is not there yet: start_tls() needs the module ssl"))
    };
    Ok(coroutine::make(vm, "BaseEventLoop.start_tls", step, []))
}

/// `create_subprocess_exec(...)`, `create_subprocess_shell(...)` and what they call in the loop.
pub(crate) fn subprocess(vm: &Vm, _args: &Args) -> PyResult {
    let step = |vm: &Vm, _: &coroutine::NativeCoroutine, outcome: PyResult| {
        outcome?;
        Err(exc::not_implemented_error(vm, "subprocesses are not there yet: they need the modules os and subprocess"))
    };
    Ok(coroutine::make(vm, "create_subprocess", step, []))
}
