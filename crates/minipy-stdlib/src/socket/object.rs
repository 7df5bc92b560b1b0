//! The type `_socket.socket`: a descriptor with its family, type, protocol and time-out.
//!
//! Calls that may block let go of the interpreter lock; those of a non-blocking socket do not.

use std::cell::Cell;

use minipy_host::HostError;
use minipy_host::net::{self, Address, PollFd, errno};
use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout};
use minipy_vm::io::errors::os_error;
use minipy_vm::native::{Args, GetSetDef, MethodDef, PyResult};
use minipy_vm::protocol::bind::{bind_params, parse_signature};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm, getset, methods};

use super::address::{address_arg, address_value};
use super::module::{Shared, net_of};
use super::{message, options, transfer};

/// The struct inside sockets.
pub struct SocketObj {
    /// The descriptor; -1 when closed.
    pub fd: Cell<i32>,
    /// The address family.
    pub family: Cell<i32>,
    /// The type, without the flags of its creation.
    pub kind: Cell<i32>,
    /// The protocol.
    pub protocol: Cell<i32>,
    /// The time-out in nanoseconds; `None` blocks for ever, zero does not block.
    pub timeout: Cell<Option<u64>>,
}

static LAYOUT: Layout = Layout::of::<SocketObj>("socket");

impl HeapObject for SocketObj {
    const LAYOUT: &'static Layout = &LAYOUT;
    const GC: bool = false;
}

/// The type.
pub static TYPE: TypeDef = TypeDef {
    name: "socket",
    module: "_socket",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::HAS_FINALIZER,
    doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\n\
          socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\n\
          Open a socket of the given type.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), finalize: Some(finalize), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "_accept" F1(accept) "(self, /)" "_accept() -> (integer, address info)\n\nWait for an incoming connection.";
    "bind" F2(bind) "(self, object, /)" "bind(address)\n\nBind the socket to a local address.";
    "close" F1(close) "(self, /)" "close()\n\nClose the socket.  It cannot be used after this call.";
    "connect" F2(connect) "(self, object, /)" "connect(address)\n\nConnect the socket to a remote address.";
    "connect_ex" F2(connect_ex) "(self, object, /)" "connect_ex(address) -> errno\n\nThis is like connect(address), but returns an error code.";
    "detach" F1(detach) "(self, /)" "detach()\n\nClose the socket object without closing the underlying file descriptor.";
    "fileno" F1(fileno) "(self, /)" "fileno() -> integer\n\nReturn the integer file descriptor of the socket.";
    "getpeername" F1(getpeername) "(self, /)" "getpeername() -> address info\n\nReturn the address of the remote endpoint.";
    "getsockname" F1(getsockname) "(self, /)" "getsockname() -> address info\n\nReturn the address of the local endpoint.";
    "getsockopt" FV(options::getsockopt) "(self, level, option[, buffersize])" "getsockopt(level, option[, buffersize]) -> value\n\nGet a socket option.";
    "setsockopt" FV(options::setsockopt) "(self, level, option, value)" "setsockopt(level, option, value: int)\nsetsockopt(level, option, value: buffer)\nsetsockopt(level, option, None, optlen: int)\n\nSet a socket option.";
    "listen" FV(listen) "(self, backlog)" "listen([backlog])\n\nEnable a server to accept connections.";
    "recv" FV(transfer::recv) "(self, buffersize[, flags])" "recv(buffersize[, flags]) -> data\n\nReceive up to buffersize bytes from the socket.";
    "recv_into" FV(transfer::recv_into) "(self, buffer, [nbytes[, flags]])" "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read\n\nA version of recv() that stores its data into a buffer.";
    "recvfrom" FV(transfer::recvfrom) "(self, buffersize[, flags])" "recvfrom(buffersize[, flags]) -> (data, address info)\n\nLike recv(buffersize, flags) but also return the sender's address info.";
    "recvfrom_into" FV(transfer::recvfrom_into) "(self, buffer[, nbytes[, flags]])" "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)\n\nLike recv_into(buffer[, nbytes[, flags]]) but also return the sender's address info.";
    "recvmsg" FV(message::recvmsg) "(self, bufsize[, ancbufsize[, flags]])" "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)\n\nReceive normal data and ancillary data from the socket.";
    "recvmsg_into" FV(message::recvmsg_into) "(self, buffers[, ancbufsize[, flags]])" "recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)\n\nReceive normal data and ancillary data, scattering the former.";
    "send" FV(transfer::send) "(self, data[, flags])" "send(data[, flags]) -> count\n\nSend a data string to the socket.";
    "sendall" FV(transfer::sendall) "(self, data[, flags])" "sendall(data[, flags])\n\nSend a data string to the socket, until all data is sent.";
    "sendmsg" FV(message::sendmsg) "(self, buffers[, ancdata[, flags[, address]]])" "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count\n\nSend normal and ancillary data to the socket.";
    "sendto" FV(transfer::sendto) "(self, data[, flags], address)" "sendto(data[, flags], address) -> count\n\nLike send(data, flags) but allows specifying the destination address.";
    "setblocking" F2(setblocking) "(self, object, /)" "setblocking(flag)\n\nSet the socket to blocking (flag is true) or non-blocking (false).";
    "getblocking" F1(getblocking) "(self, /)" "getblocking()\n\nReturns True if socket is in blocking mode, or False if it\nis in non-blocking mode.";
    "settimeout" F2(settimeout) "(self, object, /)" "settimeout(timeout)\n\nSet a timeout on socket operations.";
    "gettimeout" F1(gettimeout) "(self, /)" "gettimeout() -> timeout\n\nReturns the timeout in seconds (float) associated with socket\noperations.";
    "shutdown" F2(shutdown) "(self, object, /)" "shutdown(flag)\n\nShut down the reading side of the socket, the writing side, or both.";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "family" get_family, exc::readonly_member, "the socket family";
    [member] "type" get_type, exc::readonly_member, "the socket type";
    [member] "proto" get_protocol, exc::readonly_member, "the socket protocol";
    "timeout" gettimeout, "the socket timeout";
};

pub(super) fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a SocketObj> {
    exc::receiver(vm, value)
}

/// A new exact `_socket.socket` for a descriptor.
pub fn new_socket(vm: &Vm, fd: i32, family: i32, kind: i32, protocol: i32, timeout: Option<u64>) -> Value {
    let socket = SocketObj {
        fd: Cell::new(fd),
        family: Cell::new(family),
        kind: Cell::new(kind & !(net::SOCK_NONBLOCK | net::SOCK_CLOEXEC)),
        protocol: Cell::new(protocol),
        timeout: Cell::new(timeout),
    };
    vm.alloc(&vm.type_from_def(&TYPE), socket).into_value()
}

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let socket = SocketObj {
        fd: Cell::new(-1),
        family: Cell::new(0),
        kind: Cell::new(0),
        protocol: Cell::new(0),
        timeout: Cell::new(vm.state::<Shared>().default_timeout.get()),
    };
    Ok(vm.alloc(ty, socket).into_value())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let socket = this(vm, value)?;
    let params = parse_signature("(family=-1, type=-1, proto=-1, fileno=None)");
    let bound = bind_params(vm, "socket", &params, args, 0)?;
    let number = |i: usize| bound[i].given().map_or(Ok(-1), |v| vm.i64_arg(v).map(|n| n as i32));
    let (mut family, mut kind, mut protocol) = (number(0)?, number(1)?, number(2)?);
    let net = net_of(vm)?;
    let fail = |error: &HostError| os_error(vm, error, None);
    let fd = match bound[3].not_none() {
        Some(fd) => {
            if vm.type_of(fd).is(&vm.types().float) {
                return Err(exc::type_error(vm, "integer argument expected, got float"));
            }
            let fd = vm.i64_arg(fd)?;
            if fd < 0 {
                return Err(exc::value_error(vm, "negative file descriptor"));
            }
            let fd = i32::try_from(fd).unwrap_or(i32::MAX);
            net.socket_name(fd).map_err(|e| fail(&e))?;
            let ask = |known: i32, name: i32| match known {
                -1 => net.option_int(fd, net::SOL_SOCKET, name).map_err(|e| fail(&e)),
                known => Ok(known),
            };
            family = ask(family, net::SO_DOMAIN)?;
            kind = ask(kind, net::SO_TYPE)?;
            protocol = ask(protocol, net::SO_PROTOCOL)?;
            fd
        }
        None => {
            family = if family == -1 { net::AF_INET } else { family };
            kind = if kind == -1 { net::SOCK_STREAM } else { kind };
            protocol = protocol.max(0);
            net.socket(family, kind, protocol).map_err(|e| fail(&e))?
        }
    };
    socket.fd.set(fd);
    socket.family.set(family);
    socket.kind.set(kind & !(net::SOCK_NONBLOCK | net::SOCK_CLOEXEC));
    socket.protocol.set(protocol);
    if kind & net::SOCK_NONBLOCK != 0 {
        socket.timeout.set(Some(0));
    } else if socket.timeout.get().is_some() {
        net.set_nonblocking(fd, true).map_err(|e| fail(&e))?;
    }
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let s = this(vm, value)?;
    let (fd, family, kind, protocol) = (s.fd.get(), s.family.get(), s.kind.get(), s.protocol.get());
    Ok(vm.str(&format!("<socket object, fd={fd}, family={family}, type={kind}, proto={protocol}>")))
}

fn finalize(vm: &Vm, value: &Value) -> PyResult<()> {
    let socket = this(vm, value)?;
    let fd = socket.fd.get();
    if fd == -1 {
        return Ok(());
    }
    let text = vm.repr_string(value)?;
    let warned = minipy_vm::warn::warn(vm, &vm.exceptions().resource_warning, &format!("unclosed {text}"));
    socket.fd.set(-1);
    if let Ok(net) = net_of(vm) {
        let _ = net.close(fd);
    }
    warned
}

fn get_family(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, value)?.family.get())))
}

fn get_type(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, value)?.kind.get())))
}

fn get_protocol(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, value)?.protocol.get())))
}

/// `TimeoutError: timed out`
#[cold]
fn timed_out(vm: &Vm) -> minipy_vm::Raised {
    vm.raise_text(&vm.exceptions().timeout_error, "timed out")
}

/// Waits until a socket with a time-out is ready for `events`; false: time is up.
fn wait_ready(vm: &Vm, socket: &SocketObj, events: i16, deadline: i64) -> PyResult<bool> {
    let net = net_of(vm)?;
    loop {
        let now = vm.interp().host.monotonic_ns().unwrap_or(0);
        let left = deadline.saturating_sub(now);
        if left < 0 {
            return Ok(false);
        }
        let mut fds = [PollFd { fd: socket.fd.get(), events, revents: 0 }];
        match vm.without_gil(|| net.poll(&mut fds, Some(left as u64))) {
            Ok(0) => return Ok(false),
            Ok(_) => return Ok(true),
            Err(error) if error.is_interrupted() => vm.check_signals()?,
            Err(error) => return Err(os_error(vm, &error, None)),
        }
    }
}

/// Runs a system call of a socket as its time-out says. `call` must not touch Python objects.
pub(super) fn run_call<R>(
    vm: &Vm,
    socket: &SocketObj,
    events: i16,
    mut call: impl FnMut(i32) -> Result<R, HostError>,
) -> PyResult<R> {
    let timeout = socket.timeout.get();
    let deadline = match timeout {
        Some(ns) if ns > 0 => {
            let now = vm.interp().host.monotonic_ns().unwrap_or(0);
            now.saturating_add(i64::try_from(ns).unwrap_or(i64::MAX))
        }
        _ => 0,
    };
    loop {
        let fd = socket.fd.get();
        if deadline != 0 && !wait_ready(vm, socket, events, deadline)? {
            return Err(timed_out(vm));
        }
        let result = if timeout == Some(0) { call(fd) } else { vm.without_gil(|| call(fd)) };
        match result {
            Ok(result) => return Ok(result),
            Err(error) if error.is_interrupted() => vm.check_signals()?,
            Err(error) if deadline != 0 && error.errno == errno::EAGAIN => {}
            Err(error) => return Err(os_error(vm, &error, None)),
        }
    }
}

/// Accepts a connection: the descriptor and the peer's address.
fn accept(vm: &Vm, value: &Value) -> PyResult {
    let socket = this(vm, value)?;
    let net = net_of(vm)?;
    let (fd, address) = run_call(vm, socket, net::POLLIN, |fd| net.accept(fd, false))?;
    Ok(vm.pair(vm.int(i64::from(fd)), address_value(vm, &address)))
}

fn bind(vm: &Vm, value: &Value, address: &Value) -> PyResult {
    let socket = this(vm, value)?;
    let address = address_arg(vm, socket.family.get(), address, "bind")?;
    net_of(vm)?.bind(socket.fd.get(), &address).map_err(|e| os_error(vm, &e, None))?;
    Ok(Value::NONE)
}

/// Closes a socket, for Rust code: errors of the system are dropped.
pub fn close_quietly(vm: &Vm, value: &Value) {
    if let Some(socket) = value.downcast::<SocketObj>() {
        let fd = socket.fd.replace(-1);
        if fd != -1
            && let Ok(net) = net_of(vm)
        {
            let _ = net.close(fd);
        }
    }
}

fn close(vm: &Vm, value: &Value) -> PyResult {
    let fd = this(vm, value)?.fd.replace(-1);
    if fd != -1 {
        let net = net_of(vm)?;
        match vm.without_gil(|| net.close(fd)) {
            // The other end may have reset the connection; the descriptor is gone all the same.
            Err(error) if error.errno != errno::ECONNRESET => return Err(os_error(vm, &error, None)),
            _ => {}
        }
    }
    Ok(Value::NONE)
}

fn try_connect(vm: &Vm, socket: &SocketObj, address: &Address) -> PyResult<Result<(), HostError>> {
    let net = net_of(vm)?;
    let fd = socket.fd.get();
    let timeout = socket.timeout.get();
    let first = if timeout == Some(0) { net.connect(fd, address) } else { vm.without_gil(|| net.connect(fd, address)) };
    let error = match first {
        Ok(()) => return Ok(Ok(())),
        Err(error) => error,
    };
    let waits = error.is_interrupted() && timeout != Some(0)
        || error.errno == errno::EINPROGRESS && timeout.is_some_and(|t| t > 0);
    if !waits {
        return Ok(Err(error));
    }
    vm.check_signals()?;
    let now = vm.interp().host.monotonic_ns().unwrap_or(0);
    let deadline = match timeout {
        Some(ns) => now.saturating_add(i64::try_from(ns).unwrap_or(i64::MAX)),
        None => i64::MAX,
    };
    if !wait_ready(vm, socket, net::POLLOUT, deadline)? {
        return Err(timed_out(vm));
    }
    match net.option_int(fd, net::SOL_SOCKET, net::SO_ERROR) {
        Ok(0) => Ok(Ok(())),
        Ok(number) => Ok(Err(HostError::from_errno(number))),
        Err(error) => Ok(Err(error)),
    }
}

fn connect(vm: &Vm, value: &Value, address: &Value) -> PyResult {
    let socket = this(vm, value)?;
    let address = address_arg(vm, socket.family.get(), address, "connect")?;
    try_connect(vm, socket, &address)?.map_err(|e| os_error(vm, &e, None))?;
    Ok(Value::NONE)
}

fn connect_ex(vm: &Vm, value: &Value, address: &Value) -> PyResult {
    let socket = this(vm, value)?;
    let address = address_arg(vm, socket.family.get(), address, "connect_ex")?;
    Ok(vm.int(match try_connect(vm, socket, &address)? {
        Ok(()) => 0,
        Err(error) => i64::from(error.errno),
    }))
}

fn detach(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, value)?.fd.replace(-1))))
}

fn fileno(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, value)?.fd.get())))
}

fn getpeername(vm: &Vm, value: &Value) -> PyResult {
    let address = net_of(vm)?.peer_name(this(vm, value)?.fd.get()).map_err(|e| os_error(vm, &e, None))?;
    Ok(address_value(vm, &address))
}

fn getsockname(vm: &Vm, value: &Value) -> PyResult {
    let address = net_of(vm)?.socket_name(this(vm, value)?.fd.get()).map_err(|e| os_error(vm, &e, None))?;
    Ok(address_value(vm, &address))
}

fn listen(vm: &Vm, args: &Args) -> PyResult {
    minipy_vm::protocol::bind::check_positional(vm, "listen", args, 1, 0, 1)?;
    let socket = this(vm, &args.pos[0])?;
    let backlog = args.pos.get(1).map_or(Ok(128), |b| vm.i64_arg(b))?;
    let backlog = i32::try_from(backlog.max(0)).unwrap_or(i32::MAX);
    net_of(vm)?.listen(socket.fd.get(), backlog).map_err(|e| os_error(vm, &e, None))?;
    Ok(Value::NONE)
}

/// Sets the time-out and the descriptor's mode.
pub fn set_timeout(vm: &Vm, socket: &SocketObj, timeout: Option<u64>) -> PyResult<()> {
    socket.timeout.set(timeout);
    net_of(vm)?.set_nonblocking(socket.fd.get(), timeout.is_some()).map_err(|e| os_error(vm, &e, None))
}

fn setblocking(vm: &Vm, value: &Value, flag: &Value) -> PyResult {
    let blocking = vm.truth(flag)?;
    set_timeout(vm, this(vm, value)?, if blocking { None } else { Some(0) })?;
    Ok(Value::NONE)
}

fn getblocking(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.timeout.get() != Some(0)))
}

/// A time-out argument: None, or seconds that are not negative.
pub(super) fn timeout_arg(vm: &Vm, value: &Value) -> PyResult<Option<u64>> {
    let Some(value) = value.not_none() else { return Ok(None) };
    let seconds = crate::time::seconds_arg(vm, value)?;
    if seconds < 0.0 {
        return Err(exc::value_error(vm, "Timeout value out of range"));
    }
    Ok(Some((seconds * 1e9).ceil() as u64))
}

fn settimeout(vm: &Vm, value: &Value, timeout: &Value) -> PyResult {
    let timeout = timeout_arg(vm, timeout)?;
    set_timeout(vm, this(vm, value)?, timeout)?;
    Ok(Value::NONE)
}

pub(super) fn timeout_value(vm: &Vm, timeout: Option<u64>) -> Value {
    timeout.map_or(Value::NONE, |ns| vm.float(ns as f64 / 1e9))
}

fn gettimeout(vm: &Vm, value: &Value) -> PyResult {
    Ok(timeout_value(vm, this(vm, value)?.timeout.get()))
}

fn shutdown(vm: &Vm, value: &Value, how: &Value) -> PyResult {
    let how = vm.i64_arg(how)? as i32;
    net_of(vm)?.shutdown(this(vm, value)?.fd.get(), how).map_err(|e| os_error(vm, &e, None))?;
    Ok(Value::NONE)
}
