//! The module `select`: `select`, `poll` and `epoll`. Waiting lets go of the interpreter lock; signals are handled and
//! the rest of the time is waited.

mod epoll;
mod poll;

use minipy_host::HostError;
use minipy_host::net::{self, PollFd};
use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::io::errors::os_error;
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{MethodDef, PyResult};
use minipy_vm::types::int;
use minipy_vm::{Value, Vm};

use crate::socket::module::net_of;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "select",
    doc: "This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only sockets are supported; on Unix, all file descriptors.",
    functions: FUNCTIONS,
    types: &[&epoll::TYPE],
    init: Some(init),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "select" FN(select) "(rlist, wlist, xlist, timeout=None, /)" "Wait until one or more file descriptors are ready for some kind of I/O.";
    "poll" F0(poll::new_poll) "()" "Returns a polling object.\n\nThis object supports registering and unregistering file descriptors, and then\npolling them for I/O events.";
};

static CONSTANTS: &[(&str, i64)] = &[
    ("EPOLLERR", 8),
    ("EPOLLET", 2_147_483_648),
    ("EPOLLEXCLUSIVE", 268_435_456),
    ("EPOLLHUP", 16),
    ("EPOLLIN", 1),
    ("EPOLLMSG", 1024),
    ("EPOLLONESHOT", 1_073_741_824),
    ("EPOLLOUT", 4),
    ("EPOLLPRI", 2),
    ("EPOLLRDBAND", 128),
    ("EPOLLRDHUP", 8192),
    ("EPOLLRDNORM", 64),
    ("EPOLLWAKEUP", 536_870_912),
    ("EPOLLWRBAND", 512),
    ("EPOLLWRNORM", 256),
    ("EPOLL_CLOEXEC", 524_288),
    ("PIPE_BUF", 4096),
    ("POLLERR", 8),
    ("POLLHUP", 16),
    ("POLLIN", 1),
    ("POLLMSG", 1024),
    ("POLLNVAL", 32),
    ("POLLOUT", 4),
    ("POLLPRI", 2),
    ("POLLRDBAND", 128),
    ("POLLRDHUP", 8192),
    ("POLLRDNORM", 64),
    ("POLLWRBAND", 512),
    ("POLLWRNORM", 256),
];

/// Descriptors from here on do not fit C's `fd_set`.
const SET_SIZE: i32 = 1024;

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    for (name, value) in CONSTANTS {
        module.set(vm, name, vm.int(*value));
    }
    module.set(vm, "error", vm.exceptions().os_error.value().clone());
    Ok(())
}

/// A descriptor argument: an int, or an object with `fileno()`.
pub(crate) fn descriptor(vm: &Vm, value: &Value) -> PyResult<i32> {
    let number = if int::as_int(value).is_some() {
        value.clone()
    } else {
        match vm.find_attr(value, &vm.names().fileno)? {
            Some(method) => {
                let number = vm.call0(&method)?;
                if int::as_int(&number).is_none() {
                    return Err(exc::type_error(vm, "fileno() returned a non-integer"));
                }
                number
            }
            None => {
                return Err(exc::type_error(vm, "argument must be an int, or have a fileno() method."));
            }
        }
    };
    match int::to_i64(&number).and_then(|n| i32::try_from(n).ok()) {
        Some(fd) if fd >= 0 => Ok(fd),
        Some(fd) => {
            let message = format!("file descriptor cannot be a negative integer ({fd})");
            Err(exc::value_error(vm, &message))
        }
        None => Err(exc::overflow_error(vm, "Python int too large to convert to C int")),
    }
}

/// Repeats a waiting call that signals interrupt, with the time that is left. `call` gets nanoseconds.
pub(crate) fn waiting<R>(
    vm: &Vm,
    timeout_ns: Option<u64>,
    mut call: impl FnMut(Option<u64>) -> Result<R, HostError>,
) -> PyResult<R> {
    let now = || vm.interp().host.monotonic_ns().unwrap_or(0);
    let deadline = timeout_ns.map(|ns| now().saturating_add(i64::try_from(ns).unwrap_or(i64::MAX)));
    let mut left = timeout_ns;
    loop {
        match vm.without_gil(|| call(left)) {
            Ok(result) => return Ok(result),
            Err(error) if error.is_interrupted() => vm.check_signals()?,
            Err(error) => return Err(os_error(vm, &error, None)),
        }
        left = deadline.map(|d| d.saturating_sub(now()).max(0) as u64);
    }
}

fn timeout_arg(vm: &Vm, value: &Value) -> PyResult<Option<u64>> {
    let Some(value) = value.not_none() else { return Ok(None) };
    let seconds = match crate::time::seconds_arg(vm, value) {
        Ok(seconds) => seconds,
        Err(raised) if exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            return Err(exc::type_error(vm, "timeout must be a float or None"));
        }
        Err(raised) => return Err(raised),
    };
    if seconds < 0.0 {
        return Err(exc::value_error(vm, "timeout must be non-negative"));
    }
    Ok(Some((seconds * 1e9).ceil() as u64))
}

fn select(vm: &Vm, args: &[Value]) -> PyResult {
    let timeout = timeout_arg(vm, &args[3])?;
    let events = [net::POLLIN, net::POLLOUT, net::POLLPRI];
    let mut fds = Vec::new();
    let mut lists = Vec::new();
    for (list, events) in args.iter().zip(events) {
        if !vm.is_iterable(list) {
            return Err(exc::type_error(vm, "arguments 1-3 must be sequences"));
        }
        let items = vm.collect(list)?;
        for item in &items {
            let fd = descriptor(vm, item)?;
            if fd >= SET_SIZE {
                return Err(exc::value_error(vm, "filedescriptor out of range in select()"));
            }
            fds.push(PollFd { fd, events, revents: 0 });
        }
        lists.push(items);
    }
    let net = net_of(vm)?;
    waiting(vm, timeout, |left| net.poll(&mut fds, left))?;
    if fds.iter().any(|f| f.revents & net::POLLNVAL != 0) {
        return Err(os_error(vm, &HostError::from_errno(net::errno::EBADF), None));
    }
    // An error or a hang-up makes a descriptor readable and writable, as select(2) has it.
    let both = net::POLLERR | net::POLLHUP;
    let wanted = [net::POLLIN | both, net::POLLOUT | net::POLLERR, net::POLLPRI];
    let mut at = fds.iter();
    let mut answers = Vec::new();
    for (items, wanted) in lists.into_iter().zip(wanted) {
        let ready = items.into_iter().filter(|_| at.next().is_some_and(|f| f.revents & wanted != 0)).collect();
        answers.push(vm.list(ready));
    }
    Ok(vm.tuple(answers))
}
