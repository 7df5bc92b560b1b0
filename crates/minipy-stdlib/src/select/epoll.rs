//! `select.epoll` objects.

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout};
use minipy_vm::io::errors::os_error;
use minipy_vm::native::{Args, GetSetDef, MethodDef, PyResult};
use minipy_vm::protocol::bind::{bind_params, parse_signature};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm, getset, methods};

use super::{descriptor, waiting};
use crate::socket::module::net_of;

/// The struct inside.
struct EpollObj {
    /// The control descriptor; -1 when closed.
    fd: Cell<i32>,
}

static LAYOUT: Layout = Layout::of::<EpollObj>("epoll");

impl HeapObject for EpollObj {
    const LAYOUT: &'static Layout = &LAYOUT;
    const GC: bool = false;
}

/// The type.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "epoll",
    module: "select",
    layout: Some(&LAYOUT),
    flags: TypeFlags::HAS_FINALIZER,
    doc: "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object.",
    slots: Slots { new: Some(new), finalize: Some(finalize), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    [class] "fromfd" F2(fromfd) "(type, fd, /)" "Create an epoll object from a given control fd.";
    "close" F1(close) "(self, /)" "Close the epoll control file descriptor.";
    "fileno" F1(fileno) "(self, /)" "Return the epoll control file descriptor.";
    "register" FN(register) "(self, /, fd, eventmask=7)" "Registers a new fd or raises an OSError if the fd is already registered.";
    "modify" FN(modify) "(self, /, fd, eventmask)" "Modify event mask for a registered file descriptor.";
    "unregister" FN(unregister) "(self, /, fd)" "Remove a registered file descriptor from the epoll object.";
    "poll" FN(poll) "(self, /, timeout=None, maxevents=-1)" "Wait for events on the epoll file descriptor.";
    "__enter__" F1(enter) "(self, /)" "";
    "__exit__" FV(exit) "(self, exc_type=None, exc_value=None, exc_tb=None, /)" "";
};

static GETSET: &[GetSetDef] = getset! {
    "closed" get_closed, "True if the epoll handler is closed";
};

const DEFAULT_MASK: u32 = 7;
const CLOEXEC: i64 = 524_288;
const ADD: i32 = 1;
const REMOVE: i32 = 2;
const MODIFY: i32 = 3;

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let bound = bind_params(vm, "epoll", &parse_signature("(sizehint=-1, flags=0)"), args, 0)?;
    let hint = bound[0].given().map_or(Ok(-1), |h| vm.i64_arg(h))?;
    let flags = bound[1].given().map_or(Ok(0), |f| vm.i64_arg(f))?;
    if hint != -1 && hint <= 0 {
        return Err(exc::value_error(vm, "negative sizehint"));
    }
    if flags & !CLOEXEC != 0 {
        return Err(vm.raise_text(&vm.exceptions().os_error, "invalid flags"));
    }
    let fd = net_of(vm)?.epoll_create().map_err(|e| os_error(vm, &e, None))?;
    Ok(vm.alloc(ty, EpollObj { fd: Cell::new(fd) }).into_value())
}

fn fromfd(vm: &Vm, _class: &Value, fd: &Value) -> PyResult {
    let fd = i32::try_from(vm.i64_arg(fd)?).unwrap_or(-1);
    Ok(vm.alloc(&vm.type_from_def(&TYPE), EpollObj { fd: Cell::new(fd) }).into_value())
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a EpollObj> {
    exc::receiver(vm, value)
}

fn finalize(vm: &Vm, value: &Value) -> PyResult<()> {
    let fd = this(vm, value)?.fd.replace(-1);
    if fd >= 0
        && let Ok(net) = net_of(vm)
    {
        let _ = net.close(fd);
    }
    Ok(())
}

/// The control descriptor of an open object.
fn open(vm: &Vm, value: &Value) -> PyResult<i32> {
    match this(vm, value)?.fd.get() {
        fd if fd < 0 => Err(exc::value_error(vm, "I/O operation on closed epoll object")),
        fd => Ok(fd),
    }
}

fn close(vm: &Vm, value: &Value) -> PyResult {
    let fd = this(vm, value)?.fd.replace(-1);
    if fd >= 0 {
        net_of(vm)?.close(fd).map_err(|e| os_error(vm, &e, None))?;
    }
    Ok(Value::NONE)
}

fn fileno(vm: &Vm, value: &Value) -> PyResult {
    open(vm, value).map(|fd| vm.int(i64::from(fd)))
}

fn get_closed(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.fd.get() < 0))
}

fn control(vm: &Vm, value: &Value, change: i32, fd: &Value, mask: u32) -> PyResult {
    let epoll = open(vm, value)?;
    let fd = descriptor(vm, fd)?;
    net_of(vm)?.epoll_control(epoll, change, fd, mask).map_err(|e| os_error(vm, &e, None))?;
    Ok(Value::NONE)
}

fn mask_arg(vm: &Vm, value: &Value) -> PyResult<u32> {
    let number = vm.i64_arg(value)?;
    match u32::try_from(number) {
        Ok(mask) => Ok(mask),
        Err(_) if number < 0 => Err(exc::value_error(vm, "Cannot convert negative int")),
        Err(_) => Err(exc::overflow_error(vm, "Python int too large for C unsigned int")),
    }
}

fn register(vm: &Vm, args: &[Value]) -> PyResult {
    let mask = args[2].given().map_or(Ok(DEFAULT_MASK), |m| mask_arg(vm, m))?;
    control(vm, &args[0], ADD, &args[1], mask)
}

fn modify(vm: &Vm, args: &[Value]) -> PyResult {
    control(vm, &args[0], MODIFY, &args[1], mask_arg(vm, &args[2])?)
}

fn unregister(vm: &Vm, args: &[Value]) -> PyResult {
    control(vm, &args[0], REMOVE, &args[1], 0)
}

/// The most events of one call when nothing is said.
const MOST: i64 = 1023;

fn poll(vm: &Vm, args: &[Value]) -> PyResult {
    let epoll = open(vm, &args[0])?;
    let timeout = match args[1].not_none() {
        None => None,
        Some(value) => match crate::time::seconds_arg(vm, value) {
            Ok(seconds) if seconds < 0.0 => None,
            Ok(seconds) => Some((seconds * 1e9).ceil() as u64),
            Err(raised) if exc::is_type_error(vm, &raised) => {
                drop(vm.take_exception(raised));
                return Err(exc::type_error(vm, "timeout must be an integer or None"));
            }
            Err(raised) => return Err(raised),
        },
    };
    let most = match args[2].given().map_or(Ok(-1), |m| vm.i64_arg(m))? {
        -1 => MOST,
        n if n > 0 => n.min(1 << 20),
        n => return Err(exc::value_error(vm, &format!("maxevents must be greater than 0, got {n}"))),
    };
    let net = net_of(vm)?;
    let found = waiting(vm, timeout, |left| {
        let milliseconds = left.map_or(-1, |ns| i32::try_from(ns.div_ceil(1_000_000)).unwrap_or(i32::MAX));
        net.epoll_wait(epoll, most as usize, milliseconds)
    })?;
    let pairs = found.iter().map(|(fd, events)| vm.pair(vm.int(i64::from(*fd)), vm.int(i64::from(*events))));
    Ok(vm.list(pairs.collect()))
}

fn enter(vm: &Vm, value: &Value) -> PyResult {
    open(vm, value)?;
    Ok(value.clone())
}

fn exit(vm: &Vm, args: &Args) -> PyResult {
    match args.pos.first() {
        Some(value) => close(vm, value),
        None => Err(exc::type_error(vm, "self is missing")),
    }
}
