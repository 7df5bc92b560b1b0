//! `BaseSelectorEventLoop`: the loop methods of networking, as a base class of the loop's type.

use minipy_vm::heap::HeapObject;
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::protocol::written::split_rest;
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use super::{connect, datagram, loop_of, missing, pipes, resolve, sendfile, serve, signals, sock};
use crate::context;
use crate::event_loop::watch::Watch;
use crate::event_loop::{LoopObj, handle, methods as loop_base};

/// The type.
pub static TYPE: TypeDef = TypeDef {
    name: "BaseSelectorEventLoop",
    module: "asyncio.selector_events",
    base: Some(&crate::event_loop::interface::BASE_LOOP),
    layout: Some(LoopObj::LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Selector event loop.\n\nSee events.EventLoop for API specification.\n",
    slots: Slots {
        new: Some(loop_base::new),
        repr: Some(loop_base::repr),
        dict_of: Some(loop_base::dict_of),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "create_connection" FN(connect::create_connection) "async BaseEventLoop.create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None, all_errors=False)" "Connect to a TCP server.";
    "create_server" FN(serve::create_server) "async BaseEventLoop.create_server(self, protocol_factory, host=None, port=None, *, family=..., flags=..., sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)" "Create a TCP server.";
    "create_unix_connection" FN(connect::create_unix_connection) "async _UnixSelectorEventLoop.create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "";
    "create_unix_server" FN(serve::create_unix_server) "async _UnixSelectorEventLoop.create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True, cleanup_socket=True)" "";
    "connect_accepted_socket" FN(connect::connect_accepted_socket) "async BaseEventLoop.connect_accepted_socket(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "";
    "getaddrinfo" FN(resolve::getaddrinfo) "async BaseEventLoop.getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0)" "";
    "getnameinfo" FN(resolve::getnameinfo) "async BaseEventLoop.getnameinfo(self, sockaddr, flags=0)" "";
    "create_datagram_endpoint" FN(datagram::create_datagram_endpoint) "async BaseEventLoop.create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_port=None, allow_broadcast=None, sock=None)" "Create datagram connection.";
    "connect_read_pipe" F3(pipes::connect_read_pipe) "async BaseEventLoop.connect_read_pipe(self, protocol_factory, pipe)" "";
    "connect_write_pipe" F3(pipes::connect_write_pipe) "async BaseEventLoop.connect_write_pipe(self, protocol_factory, pipe)" "";
    "sock_recv" F3(sock::sock_recv) "async BaseSelectorEventLoop.sock_recv(self, sock, n)" "Receive data from the socket.";
    "sock_recv_into" F3(sock::sock_recv_into) "async BaseSelectorEventLoop.sock_recv_into(self, sock, buf)" "Receive data from the socket.";
    "sock_recvfrom" F3(sock::sock_recvfrom) "async BaseSelectorEventLoop.sock_recvfrom(self, sock, bufsize)" "Receive a datagram from a datagram socket.";
    "sock_recvfrom_into" FN(sock::sock_recvfrom_into) "async BaseSelectorEventLoop.sock_recvfrom_into(self, sock, buf, nbytes=0)" "Receive data from the socket.";
    "sock_sendall" F3(sock::sock_sendall) "async BaseSelectorEventLoop.sock_sendall(self, sock, data)" "Send data to the socket.";
    "sock_sendto" FN(sock::sock_sendto) "async BaseSelectorEventLoop.sock_sendto(self, sock, data, address)" "Send a datagram from sock to address.";
    "sock_connect" F3(sock::sock_connect) "async BaseSelectorEventLoop.sock_connect(self, sock, address)" "Connect to a remote socket at address.";
    "sock_accept" F2(sock::sock_accept) "async BaseSelectorEventLoop.sock_accept(self, sock)" "Accept a connection.";
    "add_signal_handler" FV(signals::add_signal_handler) "_UnixSelectorEventLoop.add_signal_handler(self, sig, callback, *args)" "Add a handler for a signal.  UNIX only.";
    "remove_signal_handler" F2(signals::remove_signal_handler) "_UnixSelectorEventLoop.remove_signal_handler(self, sig)" "Remove a handler for a signal.  UNIX only.";
    "sendfile" FN(sendfile::sendfile) "async BaseEventLoop.sendfile(self, transport, file, offset=0, count=None, *, fallback=True)" "Send a file through a transport.";
    "sock_sendfile" FN(sendfile::sock_sendfile) "async BaseEventLoop.sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=True)" "Send a file through a socket.";
    "start_tls" FV(missing::start_tls) "async BaseEventLoop.start_tls(self, transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "Upgrade transport to TLS.";
    "subprocess_exec" FV(missing::subprocess) "async BaseEventLoop.subprocess_exec(self, protocol_factory, program, *args, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None, **kwargs)" "";
    "subprocess_shell" FV(missing::subprocess) "async BaseEventLoop.subprocess_shell(self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs)" "";
    "add_reader" FV(add_reader) "BaseSelectorEventLoop.add_reader(self, fd, callback, *args)" "Add a reader callback.";
    "remove_reader" F2(remove_reader) "BaseSelectorEventLoop.remove_reader(self, fd)" "Remove a reader callback.";
    "add_writer" FV(add_writer) "BaseSelectorEventLoop.add_writer(self, fd, callback, *args)" "Add a writer callback..";
    "remove_writer" F2(remove_writer) "BaseSelectorEventLoop.remove_writer(self, fd)" "Remove a writer callback.";
};

/// A descriptor argument: an int, or an object with `fileno()`.
pub(crate) fn fd_arg(vm: &Vm, value: &Value) -> PyResult<i32> {
    let invalid = |vm: &Vm| -> PyResult<i32> {
        let text = vm.repr_string(value)?;
        Err(exc::value_error(vm, &format!("Invalid file object: {text}")))
    };
    let number = if minipy_vm::types::int::as_int(value).is_some() {
        value.clone()
    } else {
        match vm.call_method_str(value, "fileno", &[]) {
            Ok(number) => number,
            Err(raised) => {
                drop(vm.take_exception(raised));
                return invalid(vm);
            }
        }
    };
    match minipy_vm::types::int::to_i64(&number).and_then(|n| i32::try_from(n).ok()) {
        Some(fd) if fd >= 0 => Ok(fd),
        Some(fd) => Err(exc::value_error(vm, &format!("Invalid file descriptor: {fd}"))),
        None => invalid(vm),
    }
}

fn add(vm: &Vm, args: &Args, name: &str, writing: bool) -> PyResult {
    let name = format!("BaseSelectorEventLoop.{name}");
    let (fixed, rest) = split_rest(vm, &name, "(self, fd, callback, *args)", args, 3)?;
    let (value, fd, callback) = (&fixed[0], &fixed[1], &fixed[2]);
    let number = fd_arg(vm, fd)?;
    super::transport::ensure_no_transport(vm, value, number, fd)?;
    let event_loop = loop_base::check_open(vm, value)?;
    let handle = handle::new(vm, value, callback.clone(), rest.to_vec(), context::copy_current(vm), None);
    cancel(event_loop.watch(vm, number, writing, Watch::Handle(handle))?);
    Ok(Value::NONE)
}

/// A handle that is not watched any more must not run if it is in the ready ring already.
pub(crate) fn cancel(watch: Option<Watch>) {
    if let Some(Watch::Handle(value)) = watch
        && let Some(handle) = value.downcast::<handle::HandleObj>()
    {
        handle.cancel();
    }
}

fn remove(vm: &Vm, value: &Value, fd: &Value, writing: bool) -> PyResult {
    let number = fd_arg(vm, fd)?;
    super::transport::ensure_no_transport(vm, value, number, fd)?;
    let event_loop = loop_of(vm, value)?;
    if event_loop.closed.get() {
        return Ok(Value::FALSE);
    }
    let old = event_loop.unwatch(number, writing);
    let found = old.is_some();
    cancel(old);
    Ok(Value::bool(found))
}

fn add_reader(vm: &Vm, args: &Args) -> PyResult {
    add(vm, args, "add_reader", false)
}

fn add_writer(vm: &Vm, args: &Args) -> PyResult {
    add(vm, args, "add_writer", true)
}

fn remove_reader(vm: &Vm, value: &Value, fd: &Value) -> PyResult {
    remove(vm, value, fd, false)
}

fn remove_writer(vm: &Vm, value: &Value, fd: &Value) -> PyResult {
    remove(vm, value, fd, true)
}
