//! `Server`: listening sockets, the connections they accepted, and waiting for the end of both.

use std::cell::Cell;
use std::collections::BTreeMap;

use minipy_host::net::errno;
use minipy_stdlib::socket::SocketObj;
use minipy_stdlib::socket::address::address_value;
use minipy_stdlib::socket::module::net_of;
use minipy_stdlib::socket::object::new_socket;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use super::suspend::{spawn, with};
use super::transport::{self, TransportObj, close_socket, fd_of};
use super::trsock::new_transport_socket;
use super::{is_fatal, loop_of, report};
use crate::context;
use crate::event_loop::watch::Watch;
use crate::event_loop::{LoopObj, Ready};
use crate::future;

/// The struct inside servers.
pub struct ServerObj {
    event_loop: Value,
    /// The listening sockets; `None` after `close`.
    sockets: PyCell<Option<Vec<Value>>>,
    factory: Value,
    backlog: i64,
    /// Weak references to the transports of accepted connections, oldest first.
    clients: PyCell<BTreeMap<u64, Value>>,
    next_client: Cell<u64>,
    /// Futures of `wait_closed`; `None` once the server and its connections are gone.
    waiters: PyCell<Option<Vec<Value>>>,
    serving: Cell<bool>,
    forever: PyCell<Value>,
    /// The context in which protocols are made.
    context: PyCell<Value>,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<ServerObj>("Server");

impl HeapObject for ServerObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.event_loop);
        visit(&self.factory);
        visit(&self.forever.borrow());
        visit(&self.context.borrow());
        visit(&self.dict.borrow());
        self.clients.borrow().values().for_each(&mut *visit);
        for list in [&self.sockets, &self.waiters] {
            list.borrow().iter().flatten().for_each(&mut *visit);
        }
    }

    fn clear(&self) {
        drop(self.forever.take());
        drop(self.dict.take());
        drop(self.clients.take());
        drop(self.waiters.take());
    }
}

/// The type `Server`.
pub static TYPE: TypeDef = TypeDef {
    name: "Server",
    module: "asyncio.base_events",
    base: Some(&crate::event_loop::interface::SERVER),
    layout: Some(&LAYOUT),
    flags: TypeFlags::WEAKREFABLE | TypeFlags::NO_INSTANTIATION | TypeFlags::WRITTEN,
    slots: Slots { repr: Some(repr), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "get_loop" F1(get_loop) "Server.get_loop(self)" "Get the event loop the Server object is attached to.";
    "is_serving" F1(is_serving) "Server.is_serving(self)" "Return True if the server is accepting connections.";
    "close" F1(close_method) "Server.close(self)" "Stop serving.  This leaves existing connections open.";
    "close_clients" F1(close_clients) "Server.close_clients(self)" "Close all active connections.";
    "abort_clients" F1(abort_clients) "Server.abort_clients(self)" "Close all active connections immediately.";
    "start_serving" F1(start_serving_method) "async Server.start_serving(self)" "Start accepting connections.";
    "serve_forever" F1(serve_forever) "async Server.serve_forever(self)" "Start accepting connections until the coroutine is cancelled.";
    "wait_closed" F1(wait_closed) "async Server.wait_closed(self)" "Wait until server is closed and all connections are dropped.";
    "__aenter__" F1(aenter) "async AbstractServer.__aenter__(self)" "";
    "__aexit__" FV(aexit) "async AbstractServer.__aexit__(self, *exc)" "";
};

static GETSET: &[GetSetDef] = getset! {
    "sockets" get_sockets, "The listening sockets.";
    "_loop" get_loop, "The event loop.";
    "_waiters" get_waiters, "Futures of wait_closed().";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ServerObj> {
    exc::receiver(vm, value)
}

fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<ServerObj>().map(|s| &s.dict)
}

/// A server that does not listen yet.
pub(crate) fn new_server(vm: &Vm, event_loop: &Value, sockets: Vec<Value>, factory: Value, backlog: i64) -> Value {
    let server = ServerObj {
        event_loop: event_loop.clone(),
        sockets: PyCell::new(Some(sockets)),
        factory,
        backlog,
        clients: PyCell::default(),
        next_client: Cell::new(0),
        waiters: PyCell::new(Some(Vec::new())),
        serving: Cell::new(false),
        forever: PyCell::default(),
        context: PyCell::new(context::copy_current(vm)),
        dict: PyCell::default(),
    };
    vm.alloc(&vm.type_from_def(&TYPE), server).into_value()
}

/// A server has accepted a connection.
pub(crate) fn attach(vm: &Vm, server: &Value, value: &Value, transport: &TransportObj) -> PyResult<()> {
    let server = this(vm, server)?;
    let weak = minipy_vm::types::weakref_type::new_weakref(vm, &vm.types().weakref, value, Value::NULL)?;
    let number = server.next_client.get();
    server.next_client.set(number + 1);
    transport.client_number.set(number);
    server.clients.borrow_mut().insert(number, weak);
    Ok(())
}

/// A connection of a server is gone.
pub(crate) fn detach(_vm: &Vm, server: &Value, transport: &TransportObj) {
    let Some(server) = server.downcast::<ServerObj>() else { return };
    let gone = server.clients.borrow_mut().remove(&transport.client_number.get());
    drop(gone);
    if server.clients.borrow().is_empty() && server.sockets.borrow().is_none() {
        wake_up(server);
    }
}

fn wake_up(server: &ServerObj) {
    for waiter in server.waiters.take().into_iter().flatten() {
        if let Some(future) = waiter.downcast::<future::FutureObj>()
            && !future.is_done()
        {
            future.set_result(&waiter, Value::NONE);
        }
    }
}

/// Listens and accepts.
pub(crate) fn start_serving(vm: &Vm, value: &Value) -> PyResult<()> {
    let server = this(vm, value)?;
    if server.serving.replace(true) {
        return Ok(());
    }
    let net = net_of(vm)?;
    for sock in server.sockets.borrow().clone().into_iter().flatten() {
        let fd = fd_of(vm, &sock)?;
        let backlog = i32::try_from(server.backlog.max(0)).unwrap_or(i32::MAX);
        net.listen(fd, backlog).map_err(|e| minipy_vm::io::errors::os_error(vm, &e, None))?;
        accept_from(vm, value, server, &sock, fd)?;
    }
    Ok(())
}

fn accept_from(vm: &Vm, value: &Value, server: &ServerObj, sock: &Value, fd: i32) -> PyResult<()> {
    let data = vm.pair(value.clone(), sock.clone());
    let event_loop = crate::event_loop::methods::check_open(vm, &server.event_loop)?;
    drop(event_loop.watch(vm, fd, false, Watch::Native(accept_ready, data))?);
    Ok(())
}

/// A listening socket has connections. Their protocols are made at the next iteration, as CPython's accept tasks do.
fn accept_ready(vm: &Vm, data: &Value, _: &Value) -> PyResult<()> {
    let parts = vm.collect(data)?;
    let [value, sock] = &parts[..] else { return Ok(()) };
    let server = this(vm, value)?;
    if server.sockets.borrow().is_none() {
        return Ok(());
    }
    let fd = fd_of(vm, sock)?;
    let net = net_of(vm)?;
    let shape =
        sock.downcast::<SocketObj>().map(|s| (s.family.get(), s.kind.get(), s.protocol.get())).unwrap_or_default();
    for _ in 0..server.backlog.saturating_add(1) {
        let (accepted, address) = match net.accept(fd, true) {
            Ok(accepted) => accepted,
            Err(error) => match error.errno {
                errno::ECONNABORTED => continue,
                errno::EAGAIN | errno::EINTR => return Ok(()),
                errno::EMFILE | errno::ENFILE | errno::ENOBUFS | errno::ENOMEM => {
                    return out_of_resources(vm, value, server, sock, &error);
                }
                _ => {
                    let raised = minipy_vm::io::errors::os_error(vm, &error, None);
                    let exception = vm.take_exception(raised);
                    let text = "Exception in callback BaseSelectorEventLoop._accept_connection()";
                    return report(vm, &server.event_loop, &[("message", vm.str(text)), ("exception", exception)]);
                }
            },
        };
        let connection = new_socket(vm, accepted, shape.0, shape.1, shape.2, Some(0));
        let data = vm.pair(connection, address_value(vm, &address));
        loop_of(vm, &server.event_loop)?.push(Ready::Done(accepted_connection, value.clone(), data));
    }
    Ok(())
}

/// No descriptors or memory: accepting stops for a second.
fn out_of_resources(
    vm: &Vm,
    value: &Value,
    server: &ServerObj,
    sock: &Value,
    error: &minipy_host::HostError,
) -> PyResult<()> {
    let raised = minipy_vm::io::errors::os_error(vm, error, None);
    let exception = vm.take_exception(raised);
    report(
        vm,
        &server.event_loop,
        &[
            ("message", vm.str("socket.accept() out of system resource")),
            ("exception", exception),
            ("socket", new_transport_socket(vm, sock)),
        ],
    )?;
    let event_loop = loop_of(vm, &server.event_loop)?;
    drop(event_loop.unwatch(fd_of(vm, sock)?, false));
    static RETRY: &[MethodDef] = methods! { "_start_serving" F2(retry) "(self, sock)" ""; };
    let callback = vm.bound_builtin(&RETRY[0], value.clone());
    let when = crate::event_loop::now(vm) + 1.0;
    let handle =
        crate::event_loop::handle::new(vm, &server.event_loop, callback, vec![sock.clone()], Value::NULL, Some(when));
    event_loop.add_timer(when, handle, Value::NULL);
    Ok(())
}

fn retry(vm: &Vm, value: &Value, sock: &Value) -> PyResult {
    let server = this(vm, value)?;
    if server.sockets.borrow().is_some() {
        accept_from(vm, value, server, sock, fd_of(vm, sock)?)?;
    }
    Ok(Value::NONE)
}

/// Makes protocol and transport of an accepted connection. Failures are only reported in debug mode.
fn accepted_connection(vm: &Vm, value: &Value, data: &Value) -> PyResult<()> {
    let server = this(vm, value)?;
    let parts = vm.collect(data)?;
    let [connection, address] = &parts[..] else { return Ok(()) };
    // Each connection has a context of its own, as CPython's accept task has.
    let context = match server.context.get() {
        context if context.is_null() => context,
        context => vm.call_method_str(&context, "copy", &[])?,
    };
    let (made, _) = context::run_in(vm, &context, |vm| {
        let protocol = vm.call0(&server.factory)?;
        transport::new_socket_transport(
            vm,
            &server.event_loop,
            connection,
            &protocol,
            Value::NULL,
            Some(address.clone()),
            value.clone(),
        )
    });
    let Err(raised) = made else { return Ok(()) };
    let exception = vm.take_exception(raised);
    if is_fatal(vm, &exception) {
        return Err(vm.raise_again(exception));
    }
    if loop_of(vm, &server.event_loop)?.debug.get() {
        let message = vm.str("Error on transport creation for incoming connection");
        report(vm, &server.event_loop, &[("message", message), ("exception", exception)])?;
    }
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let sockets = get_sockets(vm, value)?;
    Ok(vm.str(&format!("<{} sockets={}>", vm.type_of(value).plain_name(), vm.repr_string(&sockets)?)))
}

fn get_sockets(vm: &Vm, value: &Value) -> PyResult {
    let sockets = this(vm, value)?.sockets.borrow().clone().unwrap_or_default();
    Ok(vm.tuple(sockets.iter().map(|s| new_transport_socket(vm, s)).collect()))
}

fn get_loop(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.event_loop.clone())
}

fn get_waiters(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.waiters.borrow().clone().map_or(Value::NONE, |w| vm.list(w)))
}

fn is_serving(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.serving.get()))
}

/// Stops accepting.
pub(crate) fn close(vm: &Vm, value: &Value) -> PyResult<()> {
    let server = this(vm, value)?;
    let Some(sockets) = server.sockets.take() else { return Ok(()) };
    for sock in &sockets {
        stop_listening(vm, &server.event_loop, sock)?;
    }
    server.serving.set(false);
    let forever = server.forever.get();
    if let Some(future) = forever.downcast::<future::FutureObj>()
        && !future.is_done()
    {
        future::cancel(vm, &forever, &Value::NONE)?;
        drop(server.forever.take());
    }
    if server.clients.borrow().is_empty() {
        wake_up(server);
    }
    Ok(())
}

/// Closes a listening socket; the file of a unix socket is removed if it is still the server's own.
fn stop_listening(vm: &Vm, event_loop: &Value, sock: &Value) -> PyResult<()> {
    let fd = fd_of(vm, sock)?;
    if let Some(object) = event_loop.downcast::<LoopObj>() {
        drop(object.unwatch(fd, false));
    }
    super::serve::remove_unix_file(vm, event_loop, sock, fd, |vm| close_socket(vm, sock))
}

fn close_method(vm: &Vm, value: &Value) -> PyResult {
    close(vm, value)?;
    Ok(Value::NONE)
}

fn live_clients(vm: &Vm, server: &ServerObj) -> PyResult<Vec<Value>> {
    let weak: Vec<Value> = server.clients.borrow().values().cloned().collect();
    let mut live = Vec::new();
    for weak in weak {
        live.extend(vm.call0(&weak)?.not_none().cloned());
    }
    Ok(live)
}

fn close_clients(vm: &Vm, value: &Value) -> PyResult {
    for client in live_clients(vm, this(vm, value)?)? {
        vm.call_method_str(&client, "close", &[])?;
    }
    Ok(Value::NONE)
}

fn abort_clients(vm: &Vm, value: &Value) -> PyResult {
    for client in live_clients(vm, this(vm, value)?)? {
        vm.call_method_str(&client, "abort", &[])?;
    }
    Ok(Value::NONE)
}

fn start_serving_method(vm: &Vm, value: &Value) -> PyResult {
    let server = value.clone();
    Ok(spawn(vm, "Server.start_serving", |link| async move {
        with(|vm| start_serving(vm, &server))?;
        link.pause().await?;
        Ok(Value::NONE)
    }))
}

fn serve_forever(vm: &Vm, value: &Value) -> PyResult {
    let server = value.clone();
    Ok(spawn(vm, "Server.serve_forever", |link| async move {
        let future = with(|vm| {
            let object = this(vm, &server)?;
            if !object.forever.borrow().is_null() {
                let text = vm.repr_string(&server)?;
                let message = format!("server {text} is already being awaited on serve_forever()");
                return Err(exc::runtime_error(vm, &message));
            }
            if object.sockets.borrow().is_none() {
                let text = vm.repr_string(&server)?;
                return Err(exc::runtime_error(vm, &format!("server {text} is closed")));
            }
            start_serving(vm, &server)?;
            let future = future::new_future(vm, &object.event_loop);
            object.forever.set(future.clone());
            Ok(future)
        })?;
        let outcome = link.wait(future).await;
        let cancelled = with(|vm| match outcome {
            Ok(_) => Ok(Value::NULL),
            Err(raised) if future::is_cancelled(vm, &raised) => Ok(vm.take_exception(raised)),
            Err(raised) => Err(raised),
        });
        let cancelled = match cancelled {
            Ok(exception) => exception,
            Err(raised) => {
                with(|vm| this(vm, &server).map(|s| drop(s.forever.take())))?;
                return Err(raised);
            }
        };
        if !cancelled.is_null() {
            let closing = with(|vm| {
                close(vm, &server)?;
                close_clients(vm, &server)?;
                wait_closed(vm, &server)
            });
            if let Ok(closing) = closing {
                let ended = link.wait(closing).await;
                with(|vm| ended.err().map(|raised| vm.take_exception(raised)));
            }
            with(|vm| this(vm, &server).map(|s| drop(s.forever.take())))?;
            return Err(with(|vm| vm.raise_again(cancelled)));
        }
        with(|vm| this(vm, &server).map(|s| drop(s.forever.take())))?;
        Ok(Value::NONE)
    }))
}

fn wait_closed(vm: &Vm, value: &Value) -> PyResult {
    let server = value.clone();
    Ok(spawn(vm, "Server.wait_closed", |link| async move {
        let waiter = with(|vm| {
            let object = this(vm, &server)?;
            if object.waiters.borrow().is_none() {
                return Ok(Value::NULL);
            }
            let waiter = future::new_future(vm, &object.event_loop);
            if let Some(waiters) = &mut *object.waiters.borrow_mut() {
                waiters.push(waiter.clone());
            }
            Ok(waiter)
        })?;
        if !waiter.is_null() {
            link.wait(waiter).await?;
        }
        Ok(Value::NONE)
    }))
}

fn aenter(vm: &Vm, value: &Value) -> PyResult {
    Ok(crate::coroutine::ready(vm, "AbstractServer.__aenter__", value.clone()))
}

fn aexit(vm: &Vm, args: &minipy_vm::native::Args) -> PyResult {
    let bound = minipy_vm::protocol::written::bind(vm, "AbstractServer.__aexit__", "(self, *exc)", args, 0)?;
    let server = bound.into_iter().next().unwrap_or_default();
    Ok(spawn(vm, "AbstractServer.__aexit__", |link| async move {
        let closing = with(|vm| {
            vm.call_method_str(&server, "close", &[])?;
            vm.call_method_str(&server, "wait_closed", &[])
        })?;
        link.wait(closing).await?;
        Ok(Value::NONE)
    }))
}
