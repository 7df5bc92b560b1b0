//! The exception classes that asyncio defines itself.

use std::cell::OnceCell;

use minipy_vm::types::type_::TypeRef;
use minipy_vm::{Value, Vm};

/// The classes, made when they are first needed.
#[derive(Default)]
struct Classes {
    queue_empty: OnceCell<TypeRef>,
    queue_full: OnceCell<TypeRef>,
    queue_shut_down: OnceCell<TypeRef>,
    broken_barrier: OnceCell<TypeRef>,
    concurrent_error: OnceCell<TypeRef>,
    concurrent_cancelled: OnceCell<TypeRef>,
}

/// A class of the table; if it cannot be made (no memory), its base stands in for it.
fn class(vm: &Vm, cell: &OnceCell<TypeRef>, module: &str, name: &str, base: &TypeRef, doc: &str) -> TypeRef {
    if let Some(found) = cell.get() {
        return found.clone();
    }
    match minipy_vm::types::type_::create::simple_class(vm, name, module, base) {
        Ok(made) => {
            made.namespace().set_name(vm, &vm.names().__doc__, vm.str(doc));
            cell.get_or_init(|| made).clone()
        }
        Err(raised) => {
            drop(vm.take_exception(raised));
            base.clone()
        }
    }
}

/// `asyncio.QueueEmpty`
pub(crate) fn queue_empty(vm: &Vm) -> TypeRef {
    let doc = "Raised when Queue.get_nowait() is called on an empty Queue.";
    let base = &vm.exceptions().exception;
    class(vm, &vm.state::<Classes>().queue_empty, "asyncio.queues", "QueueEmpty", base, doc)
}

/// `asyncio.QueueFull`
pub(crate) fn queue_full(vm: &Vm) -> TypeRef {
    let doc = "Raised when the Queue.put_nowait() method is called on a full Queue.";
    let base = &vm.exceptions().exception;
    class(vm, &vm.state::<Classes>().queue_full, "asyncio.queues", "QueueFull", base, doc)
}

/// `asyncio.QueueShutDown`
pub(crate) fn queue_shut_down(vm: &Vm) -> TypeRef {
    let doc = "Raised when putting on to or getting from a shut-down Queue.";
    let base = &vm.exceptions().exception;
    class(vm, &vm.state::<Classes>().queue_shut_down, "asyncio.queues", "QueueShutDown", base, doc)
}

/// `asyncio.BrokenBarrierError`
pub(crate) fn broken_barrier(vm: &Vm) -> TypeRef {
    let doc = "Barrier is broken by barrier.abort() call.";
    let base = &vm.exceptions().runtime_error;
    class(vm, &vm.state::<Classes>().broken_barrier, "asyncio.exceptions", "BrokenBarrierError", base, doc)
}

/// `concurrent.futures.CancelledError`, which the futures of `run_coroutine_threadsafe` raise.
pub(crate) fn concurrent_cancelled(vm: &Vm) -> TypeRef {
    let classes = vm.state::<Classes>();
    let module = "concurrent.futures._base";
    let doc = "Base class for all future-related exceptions.";
    let base = class(vm, &classes.concurrent_error, module, "Error", &vm.exceptions().exception, doc);
    class(vm, &classes.concurrent_cancelled, module, "CancelledError", &base, "The Future was cancelled.")
}

/// The classes by the names that the module gives them.
pub(crate) fn all(vm: &Vm) -> [(&'static str, Value); 4] {
    [
        ("QueueEmpty", queue_empty(vm).into_value()),
        ("QueueFull", queue_full(vm).into_value()),
        ("QueueShutDown", queue_shut_down(vm).into_value()),
        ("BrokenBarrierError", broken_barrier(vm).into_value()),
    ]
}
