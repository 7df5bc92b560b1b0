//! The functions of `_socket` that are not about names, its errors, and the module itself.

use std::cell::{Cell, OnceCell};

use minipy_host::net::{self, Net, ResolveError};
use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::io::errors::os_error;
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, MethodDef, PyResult, Raised};
use minipy_vm::protocol::bind::check_positional;
use minipy_vm::types::type_::TypeRef;
use minipy_vm::{Value, Vm};

use super::constants::CONSTANTS;
use super::lookup;
use super::object::{self, new_socket, timeout_arg, timeout_value};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_socket",
    doc: "Implementation module for socket operations.\n\nSee the socket module for documentation.",
    functions: FUNCTIONS,
    types: &[&object::TYPE],
    init: Some(init),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "CMSG_LEN" F1(cmsg_len) "(length, /)" "CMSG_LEN(length) -> control message length";
    "CMSG_SPACE" F1(cmsg_space) "(length, /)" "CMSG_SPACE(length) -> buffer size";
    "close" F1(close) "(object, /)" "close(integer) -> None\n\nClose an integer socket file descriptor.";
    "dup" F1(dup) "(object, /)" "dup(integer) -> integer\n\nDuplicate an integer socket file descriptor.";
    "getaddrinfo" FN(lookup::getaddrinfo) "(host, port, family=0, type=0, proto=0, flags=0)" "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, canonname, sockaddr)\n\nResolve host and port into addrinfo struct.";
    "getdefaulttimeout" F0(getdefaulttimeout) "()" "getdefaulttimeout() -> timeout\n\nReturns the default timeout in seconds (float) for new socket objects.";
    "gethostbyaddr" F1(lookup::gethostbyaddr) "(host, /)" "gethostbyaddr(host) -> (name, aliaslist, addresslist)";
    "gethostbyname" F1(lookup::gethostbyname) "(host, /)" "gethostbyname(host) -> address\n\nReturn the IP address for a host.";
    "gethostbyname_ex" F1(lookup::gethostbyname_ex) "(host, /)" "gethostbyname_ex(host) -> (name, aliaslist, addresslist)";
    "gethostname" F0(gethostname) "()" "gethostname() -> string\n\nReturn the current host name.";
    "getnameinfo" F2(lookup::getnameinfo) "(sockaddr, flags, /)" "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr.";
    "getprotobyname" F1(lookup::getprotobyname) "(name, /)" "getprotobyname(name) -> integer\n\nReturn the protocol number for the named protocol.";
    "getservbyname" FV(lookup::getservbyname) "(servicename[, protocolname])" "getservbyname(servicename[, protocolname]) -> integer";
    "getservbyport" FV(lookup::getservbyport) "(port[, protocolname])" "getservbyport(port[, protocolname]) -> string";
    "htonl" F1(swap32) "(integer, /)" "Convert a 32-bit unsigned integer from host to network byte order.";
    "htons" F1(swap16) "(integer, /)" "Convert a 16-bit unsigned integer from host to network byte order.";
    "ntohl" F1(swap32) "(integer, /)" "Convert a 32-bit unsigned integer from network to host byte order.";
    "ntohs" F1(swap16) "(integer, /)" "Convert a 16-bit unsigned integer from network to host byte order.";
    "if_indextoname" F1(lookup::if_indextoname) "(if_index, /)" "Returns the interface name corresponding to the interface index if_index.";
    "if_nameindex" F0(lookup::if_nameindex) "()" "if_nameindex()\n\nReturns a list of network interface information (index, name) tuples.";
    "if_nametoindex" F1(lookup::if_nametoindex) "(oname, /)" "Returns the interface index corresponding to the interface name if_name.";
    "inet_aton" F1(lookup::inet_aton) "(ip_addr, /)" "Convert an IP address in string format (123.45.67.89) to the 32-bit packed binary format used in low-level network functions.";
    "inet_ntoa" F1(lookup::inet_ntoa) "(packed_ip, /)" "Convert an IP address from 32-bit packed binary format to string format.";
    "inet_ntop" F2(lookup::inet_ntop) "(af, packed_ip, /)" "inet_ntop(af, packed_ip) -> string formatted IP address\n\nConvert a packed IP address of the given family to string format.";
    "inet_pton" F2(lookup::inet_pton) "(af, ip, /)" "inet_pton(af, ip) -> packed IP address string\n\nConvert an IP address from string format to a packed string suitable\nfor use with low-level network functions.";
    "setdefaulttimeout" F1(setdefaulttimeout) "(object, /)" "setdefaulttimeout(timeout)\n\nSet the default timeout in seconds (float) for new socket objects.";
    "socketpair" FV(socketpair) "([family[, type[, proto]]])" "socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\nCreate a pair of socket objects from the sockets returned by the platform\nsocketpair() function.";
};

/// What the module keeps.
#[derive(Default)]
pub struct Shared {
    /// `getdefaulttimeout()`
    pub(super) default_timeout: Cell<Option<u64>>,
    gaierror: OnceCell<TypeRef>,
    herror: OnceCell<TypeRef>,
}

fn error_class(vm: &Vm, cell: &OnceCell<TypeRef>, name: &str) -> TypeRef {
    if let Some(found) = cell.get() {
        return found.clone();
    }
    match minipy_vm::types::type_::create::simple_class(vm, name, "socket", &vm.exceptions().os_error) {
        Ok(made) => cell.get_or_init(|| made).clone(),
        Err(raised) => {
            drop(vm.take_exception(raised));
            vm.exceptions().os_error.clone()
        }
    }
}

/// `socket.gaierror`
pub fn gaierror_class(vm: &Vm) -> TypeRef {
    error_class(vm, &vm.state::<Shared>().gaierror, "gaierror")
}

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    for (name, value) in CONSTANTS {
        module.set(vm, name, vm.int(*value));
    }
    module.set(vm, "BDADDR_ANY", vm.str("00:00:00:00:00:00"));
    module.set(vm, "BDADDR_LOCAL", vm.str("00:00:00:FF:FF:FF"));
    module.set(vm, "has_ipv6", Value::TRUE);
    module.set(vm, "SocketType", vm.type_from_def(&object::TYPE).into_value());
    module.set(vm, "error", vm.exceptions().os_error.value().clone());
    module.set(vm, "timeout", vm.exceptions().timeout_error.value().clone());
    module.set(vm, "gaierror", gaierror_class(vm).into_value());
    module.set(vm, "herror", error_class(vm, &vm.state::<Shared>().herror, "herror").into_value());
    Ok(())
}

/// The host's network; PermissionError if it grants none.
pub fn net_of(vm: &Vm) -> PyResult<&'static dyn Net> {
    vm.interp().host.net().map_err(|e| os_error(vm, &e, None))
}

/// `gaierror` with number and text.
#[cold]
pub fn gaierror(vm: &Vm, code: i32, text: &str) -> Raised {
    vm.raise_with(&gaierror_class(vm), vec![vm.int(i64::from(code)), vm.str(text)])
}

/// The exception for a name that could not be resolved.
#[cold]
pub fn resolve_error(vm: &Vm, error: ResolveError) -> Raised {
    match error {
        ResolveError::Lookup(code, text) => gaierror(vm, code, &text),
        ResolveError::System(error) => os_error(vm, &error, None),
    }
}

const CONTROL_HEADER: i64 = 16;

fn control_length(vm: &Vm, value: &Value, name: &str, pad: bool) -> PyResult {
    let length = vm.i64_arg(value)?;
    let padded = if pad { length.saturating_add(7) / 8 * 8 } else { length };
    if !(0..=i64::from(i32::MAX)).contains(&length) {
        return Err(exc::overflow_error(vm, &format!("{name}() argument out of range")));
    }
    Ok(vm.int(CONTROL_HEADER + padded))
}

fn cmsg_len(vm: &Vm, value: &Value) -> PyResult {
    control_length(vm, value, "CMSG_LEN", false)
}

fn cmsg_space(vm: &Vm, value: &Value) -> PyResult {
    control_length(vm, value, "CMSG_SPACE", true)
}

fn close(vm: &Vm, value: &Value) -> PyResult {
    let fd = vm.i64_arg(value)?;
    let net = net_of(vm)?;
    let fd = i32::try_from(fd).unwrap_or(-1);
    vm.without_gil(|| net.close(fd)).map_err(|e| os_error(vm, &e, None))?;
    Ok(Value::NONE)
}

fn dup(vm: &Vm, value: &Value) -> PyResult {
    let fd = i32::try_from(vm.i64_arg(value)?).unwrap_or(-1);
    let made = net_of(vm)?.duplicate(fd).map_err(|e| os_error(vm, &e, None))?;
    Ok(vm.int(i64::from(made)))
}

fn getdefaulttimeout(vm: &Vm) -> PyResult {
    Ok(timeout_value(vm, vm.state::<Shared>().default_timeout.get()))
}

fn setdefaulttimeout(vm: &Vm, value: &Value) -> PyResult {
    let timeout = timeout_arg(vm, value)?;
    vm.state::<Shared>().default_timeout.set(timeout);
    Ok(Value::NONE)
}

fn gethostname(vm: &Vm) -> PyResult {
    let name = vm.interp().host.hostname().map_err(|e| os_error(vm, &e, None))?;
    Ok(vm.str(&String::from_utf8_lossy(&name)))
}

fn swap32(vm: &Vm, value: &Value) -> PyResult {
    let number = vm.index(value)?;
    if minipy_vm::types::int::is_negative(&number) {
        return Err(exc::value_error(vm, "Cannot convert negative int"));
    }
    match minipy_vm::types::int::to_i64(&number).and_then(|n| u32::try_from(n).ok()) {
        Some(n) => Ok(vm.int(i64::from(n.to_be()))),
        None => Err(exc::overflow_error(vm, "Python int too large to convert to C uint32_t")),
    }
}

fn swap16(vm: &Vm, value: &Value) -> PyResult {
    let number = vm.index(value)?;
    if minipy_vm::types::int::is_negative(&number) {
        return Err(exc::value_error(vm, "Cannot convert negative int"));
    }
    match minipy_vm::types::int::to_i64(&number).and_then(|n| u16::try_from(n).ok()) {
        Some(n) => Ok(vm.int(i64::from(n.to_be()))),
        None => Err(exc::overflow_error(vm, "Python int too large for C uint16_t")),
    }
}

fn socketpair(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "socketpair", args, 0, 0, 3)?;
    let number = |i: usize, default: i32| args.pos.get(i).map_or(Ok(default), |v| vm.i64_arg(v).map(|n| n as i32));
    let (family, kind, protocol) = (number(0, net::AF_UNIX)?, number(1, net::SOCK_STREAM)?, number(2, 0)?);
    let timeout = vm.state::<Shared>().default_timeout.get();
    let net = net_of(vm)?;
    let (a, b) = net.socketpair(family, kind, protocol).map_err(|e| os_error(vm, &e, None))?;
    if timeout.is_some() {
        for fd in [a, b] {
            net.set_nonblocking(fd, true).map_err(|e| os_error(vm, &e, None))?;
        }
    }
    Ok(vm.pair(new_socket(vm, a, family, kind, protocol, timeout), new_socket(vm, b, family, kind, protocol, timeout)))
}
