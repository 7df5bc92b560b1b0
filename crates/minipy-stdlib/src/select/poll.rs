//! `select.poll` objects.

use minipy_host::net::PollFd;
use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell};
use minipy_vm::methods;
use minipy_vm::native::{MethodDef, PyResult};
use minipy_vm::types::int;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{Value, Vm};

use super::{descriptor, waiting};
use crate::socket::module::net_of;

/// The struct inside: descriptors with their event masks, in the order of registration.
struct PollObj {
    fds: PyCell<Vec<(i32, u16)>>,
}

static LAYOUT: Layout = Layout::of::<PollObj>("poll");

impl HeapObject for PollObj {
    const LAYOUT: &'static Layout = &LAYOUT;
    const GC: bool = false;
}

static TYPE: TypeDef = TypeDef {
    name: "poll",
    module: "select",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "register" FN(register) "(self, fd, eventmask=7, /)" "Register a file descriptor with the polling object.";
    "modify" F3(modify) "(self, fd, eventmask, /)" "Modify an already registered file descriptor.";
    "unregister" F2(unregister) "(self, fd, /)" "Remove a file descriptor being tracked by the polling object.";
    "poll" FN(poll) "(self, timeout=None, /)" "Polls the set of registered file descriptors.";
};

/// What `register` waits for by default.
const DEFAULT_MASK: u16 = 7;

pub(super) fn new_poll(vm: &Vm) -> PyResult {
    Ok(vm.alloc(&vm.type_from_def(&TYPE), PollObj { fds: PyCell::default() }).into_value())
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a PollObj> {
    exc::receiver(vm, value)
}

fn mask_arg(vm: &Vm, value: &Value) -> PyResult<u16> {
    let number = vm.index(value)?;
    if int::is_negative(&number) {
        return Err(exc::value_error(vm, "Cannot convert negative int"));
    }
    match int::to_i64(&number).and_then(|n| u16::try_from(n).ok()) {
        Some(mask) => Ok(mask),
        None => Err(exc::overflow_error(vm, "Python int too large for C unsigned short")),
    }
}

fn register(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = descriptor(vm, &args[1])?;
    let mask = args[2].given().map_or(Ok(DEFAULT_MASK), |m| mask_arg(vm, m))?;
    let mut fds = this(vm, &args[0])?.fds.borrow_mut();
    match fds.iter_mut().find(|(known, _)| *known == fd) {
        Some(entry) => entry.1 = mask,
        None => fds.push((fd, mask)),
    }
    Ok(Value::NONE)
}

fn modify(vm: &Vm, value: &Value, fd: &Value, mask: &Value) -> PyResult {
    let (fd, mask) = (descriptor(vm, fd)?, mask_arg(vm, mask)?);
    let found = {
        let mut fds = this(vm, value)?.fds.borrow_mut();
        fds.iter_mut().find(|(known, _)| *known == fd).map(|entry| entry.1 = mask)
    };
    if found.is_none() {
        // ENOENT
        return Err(minipy_vm::io::errors::os_error(vm, &minipy_host::HostError::from_errno(2), None));
    }
    Ok(Value::NONE)
}

fn unregister(vm: &Vm, value: &Value, fd: &Value) -> PyResult {
    let fd = descriptor(vm, fd)?;
    let found = {
        let mut fds = this(vm, value)?.fds.borrow_mut();
        let at = fds.iter().position(|(known, _)| *known == fd);
        at.map(|at| fds.remove(at)).is_some()
    };
    if found { Ok(Value::NONE) } else { Err(exc::key_error(vm, &vm.int(i64::from(fd)))) }
}

/// A time-out in milliseconds: nanoseconds, rounded up; negative and None wait for ever.
fn timeout_arg(vm: &Vm, value: &Value) -> PyResult<Option<u64>> {
    let Some(value) = value.not_none() else { return Ok(None) };
    match crate::time::seconds_arg(vm, value) {
        Ok(milliseconds) if milliseconds < 0.0 => Ok(None),
        Ok(milliseconds) => Ok(Some(milliseconds.ceil() as u64 * 1_000_000)),
        Err(raised) if exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            Err(exc::type_error(vm, "timeout must be an integer or None"))
        }
        Err(raised) => Err(raised),
    }
}

fn poll(vm: &Vm, args: &[Value]) -> PyResult {
    let timeout = timeout_arg(vm, &args[1])?;
    let registered = this(vm, &args[0])?.fds.borrow().clone();
    let mut fds: Vec<PollFd> =
        registered.iter().map(|(fd, mask)| PollFd { fd: *fd, events: *mask as i16, revents: 0 }).collect();
    let net = net_of(vm)?;
    waiting(vm, timeout, |left| net.poll(&mut fds, left))?;
    let ready = fds
        .iter()
        .filter(|f| f.revents != 0)
        .map(|f| vm.pair(vm.int(i64::from(f.fd)), vm.int(i64::from(f.revents as u16))));
    Ok(vm.list(ready.collect()))
}
