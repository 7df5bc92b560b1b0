//! The module `_signal`: handlers and sending. Python handlers run in the main thread, between instructions.

use minipy_host::signals::{self, Action};
use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::io::errors::os_error;
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, MethodDef, PyResult};
use minipy_vm::thread::SignalHandlers;
use minipy_vm::{Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_signal",
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "default_int_handler" FV(default_int_handler) "(signalnum, frame, /)" "The default handler for SIGINT installed by Python.";
    "signal" F2(signal) "(signalnum, handler, /)" "Set the action for the given signal.";
    "getsignal" F1(getsignal) "(signalnum, /)" "Return the current action for the given signal.";
    "raise_signal" F1(raise_signal) "(signalnum, /)" "Send a signal to the executing process.";
    "set_wakeup_fd" FN(set_wakeup_fd) "(fd, /, *, warn_on_full_buffer=True)" "Sets the fd to be written to (with the signal number) when a signal comes in.";
    "valid_signals" F0(valid_signals) "()" "Return a set of valid signal numbers on this platform.";
    "strsignal" F1(strsignal) "(signalnum, /)" "Return the system description of the given signal.";
};

static SIGNALS: &[(&str, i32, &str)] = &[
    ("SIGHUP", 1, "Hangup"),
    ("SIGINT", 2, "Interrupt"),
    ("SIGQUIT", 3, "Quit"),
    ("SIGILL", 4, "Illegal instruction"),
    ("SIGTRAP", 5, "Trace/breakpoint trap"),
    ("SIGABRT", 6, "Aborted"),
    ("SIGBUS", 7, "Bus error"),
    ("SIGFPE", 8, "Floating point exception"),
    ("SIGKILL", 9, "Killed"),
    ("SIGUSR1", 10, "User defined signal 1"),
    ("SIGSEGV", 11, "Segmentation fault"),
    ("SIGUSR2", 12, "User defined signal 2"),
    ("SIGPIPE", 13, "Broken pipe"),
    ("SIGALRM", 14, "Alarm clock"),
    ("SIGTERM", 15, "Terminated"),
    ("SIGSTKFLT", 16, "Stack fault"),
    ("SIGCHLD", 17, "Child exited"),
    ("SIGCONT", 18, "Continued"),
    ("SIGSTOP", 19, "Stopped (signal)"),
    ("SIGTSTP", 20, "Stopped"),
    ("SIGTTIN", 21, "Stopped (tty input)"),
    ("SIGTTOU", 22, "Stopped (tty output)"),
    ("SIGURG", 23, "Urgent I/O condition"),
    ("SIGXCPU", 24, "CPU time limit exceeded"),
    ("SIGXFSZ", 25, "File size limit exceeded"),
    ("SIGVTALRM", 26, "Virtual timer expired"),
    ("SIGPROF", 27, "Profiling timer expired"),
    ("SIGWINCH", 28, "Window changed"),
    ("SIGIO", 29, "I/O possible"),
    ("SIGPWR", 30, "Power failure"),
    ("SIGSYS", 31, "Bad system call"),
];

const DEFAULT: i64 = 0;
const IGNORE: i64 = 1;

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    for (name, number, _) in SIGNALS {
        module.set(vm, name, vm.int(i64::from(*number)));
    }
    for (name, number) in [
        ("SIGCLD", 17),
        ("SIGPOLL", 29),
        ("SIGIOT", 6),
        ("SIGRTMIN", 34),
        ("SIGRTMAX", 64),
        ("NSIG", 65),
        ("SIG_DFL", DEFAULT),
        ("SIG_IGN", IGNORE),
        ("SIG_BLOCK", 0),
        ("SIG_UNBLOCK", 1),
        ("SIG_SETMASK", 2),
    ] {
        module.set(vm, name, vm.int(number));
    }
    // What Python's start has set up: SIGINT raises KeyboardInterrupt.
    let handler = module.namespace().and_then(|d| d.get_name(vm, &vm.intern("default_int_handler")));
    if let (Some(handler), Ok(Action::Notify)) = (handler, signals::action(signals::SIGINT)) {
        vm.state::<SignalHandlers>().handlers.borrow_mut().entry(signals::SIGINT).or_insert(handler);
    }
    Ok(())
}

fn default_int_handler(vm: &Vm, args: &Args) -> PyResult {
    minipy_vm::protocol::bind::check_positional(vm, "default_int_handler", args, 0, 2, 2)?;
    Err(vm.raise_with(&vm.exceptions().keyboard_interrupt, Vec::new()))
}

fn number_arg(vm: &Vm, number: &Value) -> PyResult<i32> {
    let number = vm.i64_arg(number)?;
    if !(1..65).contains(&number) {
        return Err(exc::value_error(vm, "signal number out of range"));
    }
    Ok(number as i32)
}

fn current(vm: &Vm, number: i32) -> PyResult {
    let known = vm.state::<SignalHandlers>().handlers.borrow().get(&number).cloned();
    if let Some(handler) = known {
        return Ok(handler);
    }
    Ok(match signals::action(number) {
        Ok(Action::Ignore) => vm.int(IGNORE),
        Ok(Action::Default) => vm.int(DEFAULT),
        // Python's start has set it up.
        Ok(Action::Notify) if number == signals::SIGINT => {
            vm.get_attr_str(&minipy_vm::import::import_module(vm, "_signal")?, "default_int_handler")?
        }
        _ => Value::NONE,
    })
}

fn signal(vm: &Vm, number: &Value, handler: &Value) -> PyResult {
    let number = vm.i64_arg(number)?;
    if !vm.is_main {
        return Err(exc::value_error(vm, "signal only works in main thread of the main interpreter"));
    }
    let number = number_arg(vm, &vm.int(number))?;
    let action = if vm.is_callable(handler) {
        Action::Notify
    } else {
        match minipy_vm::types::int::to_i64(handler) {
            Some(DEFAULT) => Action::Default,
            Some(IGNORE) => Action::Ignore,
            _ => {
                let message = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
                return Err(exc::type_error(vm, message));
            }
        }
    };
    let before = current(vm, number)?;
    if let Err(error) = vm.interp().host.set_signal(number, action) {
        return Err(os_error(vm, &error, None));
    }
    let handler = match action {
        Action::Default => vm.int(DEFAULT),
        Action::Ignore => vm.int(IGNORE),
        _ => handler.clone(),
    };
    let old = vm.state::<SignalHandlers>().handlers.borrow_mut().insert(number, handler);
    drop(old);
    Ok(before)
}

fn getsignal(vm: &Vm, number: &Value) -> PyResult {
    let number = number_arg(vm, number)?;
    current(vm, number)
}

fn raise_signal(vm: &Vm, number: &Value) -> PyResult {
    let number = vm.i64_arg(number)? as i32;
    let host = &vm.interp().host;
    let sent = host.process_id().and_then(|process| host.kill(process as i32, number));
    if let Err(error) = sent {
        return Err(os_error(vm, &error, None));
    }
    // The handler runs before the call returns, as in CPython.
    for _ in 0..100 {
        if signals::pending() || number == 0 {
            break;
        }
        std::thread::yield_now();
    }
    vm.check_signals()?;
    Ok(Value::NONE)
}

fn set_wakeup_fd(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = vm.i64_arg(&args[0])? as i32;
    if !vm.is_main {
        return Err(exc::value_error(vm, "set_wakeup_fd only works in main thread of the main interpreter"));
    }
    Ok(vm.int(i64::from(signals::set_wakeup_fd(fd))))
}

fn valid_signals(vm: &Vm) -> PyResult {
    let numbers = vm.list((1..32).chain(34..65).map(|n| vm.int(n)).collect());
    vm.call1(vm.types().set.value(), &numbers)
}

fn strsignal(vm: &Vm, number: &Value) -> PyResult {
    let number = number_arg(vm, number)?;
    match SIGNALS.iter().find(|s| s.1 == number) {
        Some((_, _, text)) => Ok(vm.str(text)),
        None if number >= 34 => Ok(vm.str(&format!("Real-time signal {}", number - 34))),
        None => Ok(Value::NONE),
    }
}
