//! `add_signal_handler`: callbacks for signals, run by the loop of the main thread.

use minipy_host::signals::Action;
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::thread::SignalHandlers;
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use super::loop_of;
use crate::context;
use crate::event_loop::{LoopObj, Ready, handle, methods as loop_base};

/// `SIGKILL` and `SIGSTOP`.
const UNCATCHABLE: [i32; 2] = [9, 19];
const SIGINT: i32 = minipy_host::signals::SIGINT;

fn number_arg(vm: &Vm, signal: &Value) -> PyResult<i32> {
    if minipy_vm::types::int::as_int(signal).is_none() {
        let shown = vm.repr_string(signal)?;
        return Err(exc::type_error(vm, &format!("sig must be an int, not {shown}")));
    }
    match minipy_vm::types::int::to_i64(signal) {
        // 32 and 33 belong to the C library's threads.
        Some(n) if (1..65).contains(&n) && n != 32 && n != 33 => Ok(n as i32),
        _ => {
            let shown = vm.str_string(signal)?;
            Err(exc::value_error(vm, &format!("invalid signal number {shown}")))
        }
    }
}

static HANDLER: &[MethodDef] = methods! {
    "_handle_signal" F3(arrived) "(self, sig, frame)" "";
};

/// The signal's handler in the interpreter: it makes the loop run the callback.
fn arrived(vm: &Vm, value: &Value, signal: &Value, _frame: &Value) -> PyResult {
    let event_loop = loop_of(vm, value)?;
    let number = vm.i64_arg(signal)? as i32;
    let handle = event_loop.net.signal_handlers.borrow().get(&number).cloned();
    if let Some(handle) = handle
        && !event_loop.closed.get()
    {
        event_loop.push(Ready::Handle(handle));
    }
    Ok(Value::NONE)
}

/// Sets what a signal does, in the system and in the interpreter; `None`: its default.
fn set_action(vm: &Vm, number: i32, handler: Option<Value>) -> PyResult<()> {
    let action = match handler {
        None if number != SIGINT => Action::Default,
        _ => Action::Notify,
    };
    if let Err(error) = vm.interp().host.set_signal(number, action) {
        if UNCATCHABLE.contains(&number) {
            return Err(exc::runtime_error(vm, &format!("sig {number} cannot be caught")));
        }
        return Err(minipy_vm::io::errors::os_error(vm, &error, None));
    }
    let old = {
        let mut handlers = vm.state::<SignalHandlers>().handlers.borrow_mut();
        match handler {
            Some(handler) => handlers.insert(number, handler),
            None => handlers.remove(&number),
        }
    };
    drop(old);
    Ok(())
}

/// `loop.add_signal_handler(sig, callback, *args)`
pub(crate) fn add_signal_handler(vm: &Vm, args: &Args) -> PyResult {
    let name = "_UnixSelectorEventLoop.add_signal_handler";
    let (fixed, rest) = minipy_vm::protocol::written::split_rest(vm, name, "(self, sig, callback, *args)", args, 3)?;
    let (value, signal, callback) = (&fixed[0], &fixed[1], &fixed[2]);
    if crate::task::is_coroutine(callback) || crate::module::is_coroutine_function(callback) {
        return Err(exc::type_error(vm, "coroutines cannot be used with add_signal_handler()"));
    }
    let number = number_arg(vm, signal)?;
    let event_loop = loop_base::check_open(vm, value)?;
    if !vm.is_main {
        let message = "set_wakeup_fd only works in main thread of the main interpreter";
        return Err(exc::runtime_error(vm, message));
    }
    set_action(vm, number, Some(vm.bound_builtin(&HANDLER[0], value.clone())))?;
    let handle = handle::new(vm, value, callback.clone(), rest.to_vec(), context::copy_current(vm), None);
    let old = event_loop.net.signal_handlers.borrow_mut().insert(number, handle);
    drop(old);
    Ok(Value::NONE)
}

/// `loop.remove_signal_handler(sig)`
pub(crate) fn remove_signal_handler(vm: &Vm, value: &Value, signal: &Value) -> PyResult {
    let number = number_arg(vm, signal)?;
    let old = loop_of(vm, value)?.net.signal_handlers.borrow_mut().remove(&number);
    if old.is_none() {
        return Ok(Value::FALSE);
    }
    set_action(vm, number, None)?;
    Ok(Value::TRUE)
}

/// The loop closes: its signals get back what they did by default.
pub(crate) fn remove_all(vm: &Vm, event_loop: &LoopObj) {
    for (number, handle) in event_loop.net.signal_handlers.take() {
        drop(handle);
        if let Err(raised) = set_action(vm, number, None) {
            drop(vm.take_exception(raised));
        }
    }
}
