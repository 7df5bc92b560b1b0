//! Resuming generators and coroutines from native code.

use crate::native::PyResult;
use crate::slots::Sent;
use crate::types::generator::GenObj;
use crate::value::Value;
use crate::vm::Vm;

/// How a generator is resumed.
pub enum Resume {
    /// With the value of its `yield` expression (None to start it).
    Send(Value),
    /// With an exception raised at its `yield`.
    Throw(Value),
}

/// Resumes a generator, coroutine or async generator until it yields or ends.
pub fn resume(vm: &Vm, generator: &GenObj, how: Resume) -> PyResult<Sent> {
    let _ = (generator, how);
    Err(crate::exc::not_implemented_error(vm, "generators are not there yet"))
}
