//! `TransportSocket`: the view of a transport's or server's socket that programs may have.

use minipy_host::net::Address;
use minipy_stdlib::socket::SocketObj;
use minipy_stdlib::socket::address::address_value;
use minipy_stdlib::socket::module::net_of;
use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

/// The struct inside.
pub struct TransportSocketObj {
    sock: Value,
}

static LAYOUT: Layout = Layout::of::<TransportSocketObj>("TransportSocket");

impl HeapObject for TransportSocketObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.sock);
    }
}

/// The type.
pub static TYPE: TypeDef = TypeDef {
    name: "TransportSocket",
    module: "asyncio.trsock",
    layout: Some(&LAYOUT),
    doc: "A socket-like wrapper for exposing real transport sockets.\n\nThese objects can be safely returned by APIs like\n`transport.get_extra_info('socket')`.  All potentially disruptive\noperations (like \"socket.close()\") are banned.\n",
    flags: TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "fileno" F1(fileno) "TransportSocket.fileno(self)" "";
    "dup" F1(dup) "TransportSocket.dup(self)" "";
    "get_inheritable" F1(get_inheritable) "TransportSocket.get_inheritable(self)" "";
    "shutdown" F2(shutdown) "TransportSocket.shutdown(self, how)" "";
    "getsockopt" FV(getsockopt) "TransportSocket.getsockopt(self, *args, **kwargs)" "";
    "setsockopt" FV(setsockopt) "TransportSocket.setsockopt(self, *args, **kwargs)" "";
    "getpeername" F1(getpeername) "TransportSocket.getpeername(self)" "";
    "getsockname" F1(getsockname) "TransportSocket.getsockname(self)" "";
    "settimeout" F2(settimeout) "TransportSocket.settimeout(self, value)" "";
    "gettimeout" F1(gettimeout) "TransportSocket.gettimeout(self)" "";
    "setblocking" F2(setblocking) "TransportSocket.setblocking(self, flag)" "";
    "__getstate__" F1(getstate) "TransportSocket.__getstate__(self)" "";
};

static GETSET: &[GetSetDef] = getset! {
    "_sock" get_sock, "The socket itself.";
    "family" get_family, "The address family.";
    "type" get_type, "The socket type.";
    "proto" get_proto, "The protocol.";
};

/// The view of a socket.
pub fn new_transport_socket(vm: &Vm, sock: &Value) -> Value {
    vm.alloc(&vm.type_from_def(&TYPE), TransportSocketObj { sock: sock.clone() }).into_value()
}

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let Some(sock) = args.pos.first().or_else(|| args.keyword("sock")) else {
        let message = "TransportSocket.__init__() missing 1 required positional argument: 'sock'";
        return Err(exc::type_error(vm, message));
    };
    Ok(vm.alloc(ty, TransportSocketObj { sock: sock.clone() }).into_value())
}

fn sock<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Value> {
    exc::receiver::<TransportSocketObj>(vm, value).map(|s| &s.sock)
}

/// Text of an address in the repr; nothing for an empty one.
fn shown(vm: &Vm, label: &str, address: &Address) -> PyResult<String> {
    let value = address_value(vm, address);
    if !vm.truth(&value)? {
        return Ok(String::new());
    }
    Ok(format!(", {label}={}", vm.str_string(&value)?))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let sock = sock(vm, value)?;
    let Some(object) = sock.downcast::<SocketObj>() else {
        let inner = vm.repr_string(sock)?;
        return Ok(vm.str(&format!("<asyncio.TransportSocket {inner}>")));
    };
    let (fd, family, kind, protocol) = (object.fd.get(), object.family.get(), object.kind.get(), object.protocol.get());
    let mut text = format!("<asyncio.TransportSocket fd={fd}, family={family}, type={kind}, proto={protocol}");
    if fd != -1 {
        let net = net_of(vm)?;
        if let Ok(address) = net.socket_name(fd) {
            text.push_str(&shown(vm, "laddr", &address)?);
        }
        if let Ok(address) = net.peer_name(fd) {
            text.push_str(&shown(vm, "raddr", &address)?);
        }
    }
    text.push('>');
    Ok(vm.str(&text))
}

fn get_sock(vm: &Vm, value: &Value) -> PyResult {
    sock(vm, value).cloned()
}

fn get_family(vm: &Vm, value: &Value) -> PyResult {
    vm.get_attr_str(sock(vm, value)?, "family")
}

fn get_type(vm: &Vm, value: &Value) -> PyResult {
    vm.get_attr_str(sock(vm, value)?, "type")
}

fn get_proto(vm: &Vm, value: &Value) -> PyResult {
    vm.get_attr_str(sock(vm, value)?, "proto")
}

fn fileno(vm: &Vm, value: &Value) -> PyResult {
    vm.call_method_str(sock(vm, value)?, "fileno", &[])
}

fn dup(vm: &Vm, value: &Value) -> PyResult {
    vm.call_method_str(sock(vm, value)?, "dup", &[])
}

fn get_inheritable(vm: &Vm, value: &Value) -> PyResult {
    vm.call_method_str(sock(vm, value)?, "get_inheritable", &[])
}

fn shutdown(vm: &Vm, value: &Value, how: &Value) -> PyResult {
    vm.call_method_str(sock(vm, value)?, "shutdown", std::slice::from_ref(how))
}

fn forward(vm: &Vm, args: &Args, name: &str) -> PyResult {
    let Some(this) = args.pos.first() else { return Err(exc::type_error(vm, "self is missing")) };
    let method = vm.get_attr_str(sock(vm, this)?, name)?;
    vm.call_args(&method, &args.rest())
}

fn getsockopt(vm: &Vm, args: &Args) -> PyResult {
    forward(vm, args, "getsockopt")
}

fn setsockopt(vm: &Vm, args: &Args) -> PyResult {
    forward(vm, args, "setsockopt")
}

fn getpeername(vm: &Vm, value: &Value) -> PyResult {
    vm.call_method_str(sock(vm, value)?, "getpeername", &[])
}

fn getsockname(vm: &Vm, value: &Value) -> PyResult {
    vm.call_method_str(sock(vm, value)?, "getsockname", &[])
}

fn settimeout(vm: &Vm, _value: &Value, timeout: &Value) -> PyResult {
    if vm.eq(timeout, &Value::small(0))? {
        return Ok(Value::NONE);
    }
    Err(exc::value_error(vm, "settimeout(): only 0 timeout is allowed on transport sockets"))
}

fn gettimeout(_vm: &Vm, _value: &Value) -> PyResult {
    Ok(Value::small(0))
}

fn setblocking(vm: &Vm, _value: &Value, flag: &Value) -> PyResult {
    if !vm.truth(flag)? {
        return Ok(Value::NONE);
    }
    Err(exc::value_error(vm, "setblocking(): transport sockets cannot be blocking"))
}

fn getstate(vm: &Vm, _value: &Value) -> PyResult {
    Err(exc::type_error(vm, "Cannot serialize asyncio.TransportSocket object"))
}
