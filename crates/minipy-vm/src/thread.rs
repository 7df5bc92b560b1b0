//! Threads and the interpreter lock from the VM's side.

use crate::native::PyResult;
use crate::vm::Vm;

impl Vm {
    /// Lets another thread run.
    pub(crate) fn yield_gil(&self) {
        self.interp().gil.yield_now(&self.breaker);
    }

    /// Runs the Python handlers of signals that have arrived.
    pub(crate) fn run_signal_handlers(&self) -> PyResult<()> {
        Ok(())
    }
}
