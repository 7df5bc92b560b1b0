//! Running an object's finaliser: `__del__` of Python classes, the native one of generators and the like.

use crate::heap::object::FLAG_FINALIZED;
use crate::value::Value;
use crate::vm::Vm;

/// Runs the finaliser once. An exception in it is reported as unraisable; a pending exception survives.
pub(crate) fn run(vm: &Vm, this: &Value) {
    let Some(header) = this.header() else { return };
    header.set_flag(FLAG_FINALIZED);
    let Some(finalize) = header.ty().slots().finalize else { return };
    let pending = vm.save_exception();
    if let Err(raised) = finalize(vm, this) {
        let exception = vm.take_exception(raised);
        let source = header.ty().lookup(vm, &vm.names().__del__).unwrap_or_else(|| this.clone());
        let message = match this.downcast::<crate::types::generator::GenObj>() {
            Some(_) => "Exception ignored while closing generator",
            None => "Exception ignored while calling deallocator",
        };
        crate::unraisable::report(vm, &exception, Some(message), &source);
    }
    vm.restore_exception(pending);
}
