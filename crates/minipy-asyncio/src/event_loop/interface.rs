//! `AbstractEventLoop` and `AbstractServer`: the interfaces, whose methods all raise NotImplementedError.

use minipy_vm::native::{Args, MethodDef};
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, methods};

use crate::coroutine::{self, Next};

/// `AbstractEventLoop`
pub static LOOP: TypeDef = TypeDef {
    name: "AbstractEventLoop",
    module: "asyncio.events",
    flags: TypeFlags::BASETYPE | TypeFlags::WRITTEN,
    doc: "Abstract event loop.",
    methods: LOOP_METHODS,
    ..TypeDef::EMPTY
};

/// `BaseEventLoop`; its methods are those of the one native loop.
pub static BASE_LOOP: TypeDef = TypeDef {
    name: "BaseEventLoop",
    module: "asyncio.base_events",
    base: Some(&LOOP),
    flags: TypeFlags::BASETYPE | TypeFlags::WRITTEN,
    ..TypeDef::EMPTY
};

/// `AbstractServer`
pub static SERVER: TypeDef = TypeDef {
    name: "AbstractServer",
    module: "asyncio.events",
    flags: TypeFlags::BASETYPE | TypeFlags::WRITTEN,
    doc: "Abstract server returned by create_server().",
    methods: SERVER_METHODS,
    ..TypeDef::EMPTY
};

static LOOP_METHODS: &[MethodDef] = methods! {
    "run_forever" FN(missing) "AbstractEventLoop.run_forever(self)" "Run the event loop until stop() is called.";
    "run_until_complete" FN(missing) "AbstractEventLoop.run_until_complete(self, future)" "Run the event loop until a Future is done.";
    "stop" FN(missing) "AbstractEventLoop.stop(self)" "Stop the event loop as soon as reasonable.";
    "is_running" FN(missing) "AbstractEventLoop.is_running(self)" "Return whether the event loop is currently running.";
    "is_closed" FN(missing) "AbstractEventLoop.is_closed(self)" "Returns True if the event loop was closed.";
    "close" FN(missing) "AbstractEventLoop.close(self)" "Close the loop.";
    "shutdown_asyncgens" FN(missing_async) "async AbstractEventLoop.shutdown_asyncgens(self)" "Shutdown all active asynchronous generators.";
    "shutdown_default_executor" FN(missing_async) "async AbstractEventLoop.shutdown_default_executor(self)" "Schedule the shutdown of the default executor.";
    "_timer_handle_cancelled" FN(missing) "AbstractEventLoop._timer_handle_cancelled(self, handle)" "Notification that a TimerHandle has been cancelled.";
    "call_soon" FV(missing_rest) "AbstractEventLoop.call_soon(self, callback, *args, context=None)" "";
    "call_later" FV(missing_rest) "AbstractEventLoop.call_later(self, delay, callback, *args, context=None)" "";
    "call_at" FV(missing_rest) "AbstractEventLoop.call_at(self, when, callback, *args, context=None)" "";
    "time" FN(missing) "AbstractEventLoop.time(self)" "";
    "create_future" FN(missing) "AbstractEventLoop.create_future(self)" "";
    "create_task" FV(missing_rest) "AbstractEventLoop.create_task(self, coro, **kwargs)" "";
    "call_soon_threadsafe" FV(missing_rest) "AbstractEventLoop.call_soon_threadsafe(self, callback, *args, context=None)" "";
    "run_in_executor" FV(missing_rest) "AbstractEventLoop.run_in_executor(self, executor, func, *args)" "";
    "set_default_executor" FN(missing) "AbstractEventLoop.set_default_executor(self, executor)" "";
    "getaddrinfo" FN(missing_async) "async AbstractEventLoop.getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0)" "";
    "getnameinfo" FN(missing_async) "async AbstractEventLoop.getnameinfo(self, sockaddr, flags=0)" "";
    "create_connection" FN(missing_async) "async AbstractEventLoop.create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None)" "";
    "create_server" FN(missing_async) "async AbstractEventLoop.create_server(self, protocol_factory, host=None, port=None, *, family=..., flags=..., sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)" "A coroutine which creates a TCP server bound to host and port.";
    "sendfile" FN(missing_async) "async AbstractEventLoop.sendfile(self, transport, file, offset=0, count=None, *, fallback=True)" "Send a file through a transport.";
    "start_tls" FN(missing_async) "async AbstractEventLoop.start_tls(self, transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "Upgrade a transport to TLS.";
    "create_unix_connection" FN(missing_async) "async AbstractEventLoop.create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "";
    "create_unix_server" FN(missing_async) "async AbstractEventLoop.create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)" "A coroutine which creates a UNIX Domain Socket server.";
    "connect_accepted_socket" FN(missing_async) "async AbstractEventLoop.connect_accepted_socket(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "Handle an accepted connection.";
    "create_datagram_endpoint" FN(missing_async) "async AbstractEventLoop.create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_address=None, reuse_port=None, allow_broadcast=None, sock=None)" "A coroutine which creates a datagram endpoint.";
    "connect_read_pipe" FN(missing_async) "async AbstractEventLoop.connect_read_pipe(self, protocol_factory, pipe)" "Register read pipe in event loop. Set the pipe to non-blocking mode.";
    "connect_write_pipe" FN(missing_async) "async AbstractEventLoop.connect_write_pipe(self, protocol_factory, pipe)" "Register write pipe in event loop.";
    "subprocess_shell" FV(missing_async_rest) "async AbstractEventLoop.subprocess_shell(self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, **kwargs)" "";
    "subprocess_exec" FV(missing_async_rest) "async AbstractEventLoop.subprocess_exec(self, protocol_factory, *args, stdin=-1, stdout=-1, stderr=-1, **kwargs)" "";
    "add_reader" FV(missing_rest) "AbstractEventLoop.add_reader(self, fd, callback, *args)" "";
    "remove_reader" FN(missing) "AbstractEventLoop.remove_reader(self, fd)" "";
    "add_writer" FV(missing_rest) "AbstractEventLoop.add_writer(self, fd, callback, *args)" "";
    "remove_writer" FN(missing) "AbstractEventLoop.remove_writer(self, fd)" "";
    "sock_recv" FN(missing_async) "async AbstractEventLoop.sock_recv(self, sock, nbytes)" "";
    "sock_recv_into" FN(missing_async) "async AbstractEventLoop.sock_recv_into(self, sock, buf)" "";
    "sock_recvfrom" FN(missing_async) "async AbstractEventLoop.sock_recvfrom(self, sock, bufsize)" "";
    "sock_recvfrom_into" FN(missing_async) "async AbstractEventLoop.sock_recvfrom_into(self, sock, buf, nbytes=0)" "";
    "sock_sendall" FN(missing_async) "async AbstractEventLoop.sock_sendall(self, sock, data)" "";
    "sock_sendto" FN(missing_async) "async AbstractEventLoop.sock_sendto(self, sock, data, address)" "";
    "sock_connect" FN(missing_async) "async AbstractEventLoop.sock_connect(self, sock, address)" "";
    "sock_accept" FN(missing_async) "async AbstractEventLoop.sock_accept(self, sock)" "";
    "sock_sendfile" FN(missing_async) "async AbstractEventLoop.sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=None)" "";
    "add_signal_handler" FV(missing_rest) "AbstractEventLoop.add_signal_handler(self, sig, callback, *args)" "";
    "remove_signal_handler" FN(missing) "AbstractEventLoop.remove_signal_handler(self, sig)" "";
    "set_task_factory" FN(missing) "AbstractEventLoop.set_task_factory(self, factory)" "";
    "get_task_factory" FN(missing) "AbstractEventLoop.get_task_factory(self)" "";
    "get_exception_handler" FN(missing) "AbstractEventLoop.get_exception_handler(self)" "";
    "set_exception_handler" FN(missing) "AbstractEventLoop.set_exception_handler(self, handler)" "";
    "default_exception_handler" FN(missing) "AbstractEventLoop.default_exception_handler(self, context)" "";
    "call_exception_handler" FN(missing) "AbstractEventLoop.call_exception_handler(self, context)" "";
    "get_debug" FN(missing) "AbstractEventLoop.get_debug(self)" "";
    "set_debug" FN(missing) "AbstractEventLoop.set_debug(self, enabled)" "";
};

static SERVER_METHODS: &[MethodDef] = methods! {
    "close" FN(missing) "AbstractServer.close(self)" "Stop serving.  This leaves existing connections open.";
    "close_clients" FN(missing) "AbstractServer.close_clients(self)" "Close all active connections.";
    "abort_clients" FN(missing) "AbstractServer.abort_clients(self)" "Close all active connections immediately.";
    "get_loop" FN(missing) "AbstractServer.get_loop(self)" "Get the event loop the Server object is attached to.";
    "is_serving" FN(missing) "AbstractServer.is_serving(self)" "Return True if the server is accepting connections.";
    "start_serving" FN(missing_async) "async AbstractServer.start_serving(self)" "Start accepting connections.";
    "serve_forever" FN(missing_async) "async AbstractServer.serve_forever(self)" "Start accepting connections until the coroutine is cancelled.";
    "wait_closed" FN(missing_async) "async AbstractServer.wait_closed(self)" "Coroutine to wait until service is closed.";
    "__aenter__" F1(enter) "async AbstractServer.__aenter__(self)" "";
    "__aexit__" FV(leave) "async AbstractServer.__aexit__(self, *exc)" "";
};

#[cold]
fn not_there(vm: &Vm) -> Raised {
    vm.raise_with(&vm.exceptions().not_implemented_error, Vec::new())
}

fn missing(vm: &Vm, _args: &[Value]) -> PyResult {
    Err(not_there(vm))
}

fn missing_rest(vm: &Vm, _args: &Args) -> PyResult {
    Err(not_there(vm))
}

/// A coroutine that raises NotImplementedError.
fn missing_async(vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(coroutine::make(
        vm,
        "AbstractEventLoop",
        |vm, _, outcome| Err(outcome.err().unwrap_or_else(|| not_there(vm))),
        [],
    ))
}

fn missing_async_rest(vm: &Vm, _args: &Args) -> PyResult {
    missing_async(vm, &[])
}

fn enter(vm: &Vm, value: &Value) -> PyResult {
    Ok(coroutine::ready(vm, "AbstractServer.__aenter__", value.clone()))
}

/// Closes the server and waits for the end.
fn leave(vm: &Vm, args: &Args) -> PyResult {
    let Some(value) = args.pos.first().cloned() else { return Err(exc::type_error(vm, "self is missing")) };
    let step = |vm: &Vm, c: &coroutine::NativeCoroutine, outcome: PyResult| {
        outcome?;
        if c.state.replace(1) == 1 {
            return Ok(Next::Return(Value::NONE));
        }
        vm.call_method_str(&c.slot(0), "close", &[])?;
        vm.call_method_str(&c.slot(0), "wait_closed", &[]).map(Next::Await)
    };
    Ok(coroutine::make(vm, "AbstractServer.__aexit__", step, [value]))
}
