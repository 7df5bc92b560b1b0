//! The socket transport: its state, making one, reading, and how a connection ends. Writing is in `write`, the methods
//! that programs call in `transport_methods`.
//!
//! A transport reads and writes its descriptor itself; the socket object is only kept to be shown and closed.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

use minipy_host::net::{self as host_net, Net, errno};
use minipy_stdlib::socket::SocketObj;
use minipy_stdlib::socket::address::address_value;
use minipy_stdlib::socket::module::net_of;
use minipy_stdlib::socket::object;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::types::buffer::with_bytes_mut;
use minipy_vm::types::bytes::new_bytes;
use minipy_vm::types::type_::TypeDef;
use minipy_vm::{PyResult, Value, Vm, exc};

use super::names::{Names, names};
use super::{MAX_READ, is_fatal, loop_of, report};
use crate::context;
use crate::event_loop::watch::Watch;
use crate::event_loop::{Ready, handle};
use crate::future;
use crate::streams::protocol as stream;

/// How a transport talks to its protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtocolKind {
    /// `data_received(bytes)`
    Plain,
    /// `get_buffer`, `buffer_updated`
    Buffered,
    /// Exactly `StreamReaderProtocol`: called without going through Python.
    Stream,
}

/// The struct inside selector transports.
pub struct TransportObj {
    /// The loop; NULL once the connection is lost.
    pub event_loop: PyCell<Value>,
    /// The socket or pipe; NULL once it is closed.
    pub sock: PyCell<Value>,
    /// Its descriptor.
    pub fd: Cell<i32>,
    /// The protocol; NULL once the connection is lost.
    pub protocol: PyCell<Value>,
    /// How to call it.
    pub protocol_kind: Cell<ProtocolKind>,
    /// `get_extra_info`
    pub extra: PyCell<Value>,
    /// The server that accepted it, or NULL.
    pub server: PyCell<Value>,
    /// Its number among the server's clients.
    pub client_number: Cell<u64>,
    /// What is to be written: `bytes` objects; the first one from `first_offset` on.
    pub buffer: PyCell<VecDeque<Value>>,
    /// See `buffer`.
    pub first_offset: Cell<usize>,
    /// How many bytes are to be written.
    pub buffered: Cell<usize>,
    /// Datagrams that are to be sent, with their addresses.
    pub datagrams: PyCell<VecDeque<(Value, Value)>>,
    /// The peer of a datagram transport, or NULL.
    pub address: PyCell<Value>,
    /// Counts writes after the connection was lost; not zero: `connection_lost` is under way.
    pub conn_lost: Cell<u32>,
    /// Whether `close` was called.
    pub closing: Cell<bool>,
    /// Whether reading is paused.
    pub paused: Cell<bool>,
    /// Whether `write_eof` was called.
    pub eof: Cell<bool>,
    /// Whether the protocol was told to pause writing.
    pub protocol_paused: Cell<bool>,
    /// Above this many bytes the protocol is told to pause.
    pub high: Cell<usize>,
    /// At this many bytes it is told to go on.
    pub low: Cell<usize>,
    /// The context in which the protocol is called.
    pub context: PyCell<Value>,
    /// The context in which `connection_lost` is called, once that is under way.
    pub lost_context: PyCell<Value>,
    /// While `sendfile` uses the socket: the future that waits until nothing is queued; NULL otherwise.
    pub empty_waiter: PyCell<Value>,
    /// Attributes that programs set.
    pub dict: PyCell<Value>,
    /// Whether a datagram socket has a peer.
    pub connected: Cell<bool>,
    /// What reads when the descriptor is ready.
    pub read_ready: fn(&Vm, &Value, &Value) -> PyResult<()>,
    /// What `write` does.
    pub write: fn(&Vm, &Value, &TransportObj, &Value) -> PyResult<()>,
    /// The network.
    pub net: &'static dyn Net,
    /// The names of protocol methods.
    pub names: Rc<Names>,
}

pub(crate) static LAYOUT: Layout = Layout::of::<TransportObj>("_SelectorTransport");

impl HeapObject for TransportObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in [
            &self.event_loop,
            &self.sock,
            &self.protocol,
            &self.extra,
            &self.server,
            &self.address,
            &self.context,
            &self.lost_context,
            &self.empty_waiter,
            &self.dict,
        ] {
            visit(&cell.borrow());
        }
        self.buffer.borrow().iter().for_each(&mut *visit);
        for (data, address) in self.datagrams.borrow().iter() {
            visit(data);
            visit(address);
        }
    }

    fn clear(&self) {
        for cell in
            [&self.event_loop, &self.protocol, &self.extra, &self.server, &self.context, &self.lost_context, &self.dict]
        {
            drop(cell.take());
        }
    }
}

/// The default of the high-water mark.
const HIGH_WATER: usize = 64 * 1024;

/// A transport's struct, before anything is known of its protocol.
pub(crate) fn empty(vm: &Vm, event_loop: &Value, sock: &Value, fd: i32) -> PyResult<TransportObj> {
    Ok(TransportObj {
        event_loop: PyCell::new(event_loop.clone()),
        sock: PyCell::new(sock.clone()),
        fd: Cell::new(fd),
        protocol: PyCell::default(),
        protocol_kind: Cell::new(ProtocolKind::Plain),
        extra: PyCell::new(vm.new_dict().into_value()),
        server: PyCell::default(),
        client_number: Cell::new(0),
        buffer: PyCell::default(),
        first_offset: Cell::new(0),
        buffered: Cell::new(0),
        datagrams: PyCell::default(),
        address: PyCell::default(),
        conn_lost: Cell::new(0),
        closing: Cell::new(false),
        paused: Cell::new(false),
        eof: Cell::new(false),
        protocol_paused: Cell::new(false),
        high: Cell::new(HIGH_WATER),
        low: Cell::new(HIGH_WATER / 4),
        context: PyCell::new(context::copy_current(vm)),
        lost_context: PyCell::default(),
        empty_waiter: PyCell::default(),
        dict: PyCell::default(),
        connected: Cell::new(false),
        read_ready,
        write: super::write::write,
        net: net_of(vm)?,
        names: names(vm),
    })
}

/// The descriptor of a socket-like object.
pub(crate) fn fd_of(vm: &Vm, sock: &Value) -> PyResult<i32> {
    if let Some(socket) = sock.downcast::<SocketObj>() {
        return Ok(socket.fd.get());
    }
    let fd = vm.call_method_str(sock, "fileno", &[])?;
    Ok(i32::try_from(vm.i64_arg(&fd)?).unwrap_or(-1))
}

/// Puts `socket`, `sockname` and `peername` into a transport's extra information.
pub(crate) fn fill_extra(vm: &Vm, transport: &TransportObj, sock: &Value, peername: Option<Value>) {
    let extra = transport.extra.get();
    let Some(dict) = extra.downcast::<minipy_vm::types::dict::DictObj>() else { return };
    let (net, fd, names) = (transport.net, transport.fd.get(), &transport.names);
    if let Some(peer) = &peername {
        dict.set_name(vm, &names.peername, peer.clone());
    }
    dict.set_name(vm, &names.socket, super::trsock::new_transport_socket(vm, sock));
    let sockname = net.socket_name(fd).map_or(Value::NONE, |a| address_value(vm, &a));
    dict.set_name(vm, &names.sockname, sockname);
    if peername.is_none() {
        let peer = net.peer_name(fd).map_or(Value::NONE, |a| address_value(vm, &a));
        dict.set_name(vm, &names.peername, peer);
    }
}

/// RuntimeError if a transport that is not closing has the descriptor.
pub(crate) fn ensure_no_transport(vm: &Vm, event_loop: &Value, fd: i32, shown: &Value) -> PyResult<()> {
    let weak = loop_of(vm, event_loop)?.net.transports.borrow().get(&fd).cloned();
    let Some(weak) = weak else { return Ok(()) };
    let found = vm.call0(&weak)?;
    let Some(transport) = found.downcast::<TransportObj>() else { return Ok(()) };
    if transport.closing.get() {
        return Ok(());
    }
    let (fd, text) = (vm.repr_string(shown)?, vm.repr_string(&found)?);
    Err(exc::runtime_error(vm, &format!("File descriptor {fd} is used by transport {text}")))
}

/// Makes a loop know a new transport.
pub(crate) fn register(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    let weak = minipy_vm::types::weakref_type::new_weakref(vm, &vm.types().weakref, value, Value::NULL)?;
    let event_loop = transport.event_loop.get();
    let old = loop_of(vm, &event_loop)?.net.transports.borrow_mut().insert(transport.fd.get(), weak);
    drop(old);
    Ok(())
}

/// A transport over a connected stream socket. `waiter` (or NULL) is woken after `connection_made`.
pub(crate) fn new_socket_transport(
    vm: &Vm,
    event_loop: &Value,
    sock: &Value,
    protocol: &Value,
    waiter: Value,
    peername: Option<Value>,
    server: Value,
) -> PyResult {
    let fd = fd_of(vm, sock)?;
    ensure_no_transport(vm, event_loop, fd, sock)?;
    let value =
        vm.alloc(&vm.type_from_def(&super::transport_methods::SOCKET), empty(vm, event_loop, sock, fd)?).into_value();
    let transport = this(vm, &value)?;
    fill_extra(vm, transport, sock, peername);
    set_protocol(vm, transport, protocol);
    if !server.is_null() {
        super::server::attach(vm, &server, &value, transport)?;
        transport.server.set(server);
    }
    register(vm, &value, transport)?;
    let tcp = sock.downcast::<SocketObj>().is_some_and(|s| {
        matches!(s.family.get(), host_net::AF_INET | host_net::AF_INET6)
            && s.kind.get() == host_net::SOCK_STREAM
            && s.protocol.get() == host_net::IPPROTO_TCP
    });
    if tcp {
        let one = 1i32.to_ne_bytes();
        let done = transport.net.set_option(fd, host_net::IPPROTO_TCP, host_net::TCP_NODELAY, &one);
        done.map_err(|e| minipy_vm::io::errors::os_error(vm, &e, None))?;
    }
    loop_of(vm, event_loop)?.push(Ready::Done(started, value.clone(), waiter));
    Ok(value)
}

/// The struct of a transport value.
pub(crate) fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TransportObj> {
    exc::receiver(vm, value)
}

/// Sets the protocol and finds out how to call it.
pub(crate) fn set_protocol(vm: &Vm, transport: &TransportObj, protocol: &Value) {
    let ty = vm.type_of(protocol);
    let is = |def: &'static TypeDef| vm.type_from_def(def);
    let kind = if ty.is(&is(&stream::TYPE)) {
        ProtocolKind::Stream
    } else if ty.is_subtype(&is(&super::protocols::BUFFERED)) {
        ProtocolKind::Buffered
    } else {
        ProtocolKind::Plain
    };
    transport.protocol_kind.set(kind);
    transport.protocol.set(protocol.clone());
}

/// The first callbacks of a new transport: `connection_made`, then reading begins, then the waiter wakes.
pub(crate) fn started(vm: &Vm, value: &Value, waiter: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    // What this callback sets is not seen by those that read, as in CPython.
    let context = copy_of(vm, &transport.context.get())?;
    context::run_in(vm, &context, |vm| start(vm, value, transport, waiter)).0
}

/// A copy of a context; NULL stays NULL, which is an empty one.
fn copy_of(vm: &Vm, context: &Value) -> PyResult {
    if context.is_null() { Ok(Value::NULL) } else { vm.call_method_str(context, "copy", &[]) }
}

/// Runs something in a transport's context.
pub(crate) fn in_context(vm: &Vm, transport: &TransportObj, run: impl FnOnce(&Vm) -> PyResult<()>) -> PyResult<()> {
    let context = transport.context.get();
    let (result, made) = context::run_in(vm, &context, run);
    if !made.is_null() {
        transport.context.set(made);
    }
    result
}

fn start(vm: &Vm, value: &Value, transport: &TransportObj, waiter: &Value) -> PyResult<()> {
    let (event_loop, protocol) = (transport.event_loop.get(), transport.protocol.get());
    if event_loop.is_null() {
        return Ok(());
    }
    let result = match transport.protocol_kind.get() {
        ProtocolKind::Stream => stream::connection_made(vm, &protocol, value),
        _ => vm.call_method(&protocol, &transport.names.connection_made, std::slice::from_ref(value)).map(drop),
    };
    if let Err(raised) = result {
        let pending = vm.take_exception(raised);
        let callback = vm.get_attr(&protocol, &transport.names.connection_made)?;
        let raised = vm.raise_again(pending);
        handle::callback_failed(vm, &event_loop, &callback, std::slice::from_ref(value), Value::NULL, raised)?;
    }
    start_reading(vm, value, transport)?;
    if let Some(future) = waiter.downcast::<future::FutureObj>()
        && !future.is_done()
    {
        future.set_result(waiter, Value::NONE);
    }
    Ok(())
}

/// Watches the descriptor for reading, unless the transport is paused or closing.
pub(crate) fn start_reading(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    if transport.closing.get() || transport.paused.get() {
        return Ok(());
    }
    let event_loop = transport.event_loop.get();
    if event_loop.is_null() {
        return Ok(());
    }
    let watch = Watch::Native(transport.read_ready, value.clone());
    drop(loop_of(vm, &event_loop)?.watch(vm, transport.fd.get(), false, watch)?);
    Ok(())
}

/// Stops watching for reading.
pub(crate) fn stop_reading(transport: &TransportObj) {
    unwatch(transport, false);
}

/// Stops watching in one direction.
pub(crate) fn unwatch(transport: &TransportObj, writing: bool) {
    let event_loop = transport.event_loop.get();
    if let Some(object) = event_loop.downcast::<crate::event_loop::LoopObj>() {
        drop(object.unwatch(transport.fd.get(), writing));
    }
}

/// The descriptor of a stream socket is readable.
pub(crate) fn read_ready(vm: &Vm, value: &Value, _: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    if transport.conn_lost.get() > 0 || transport.closing.get() || transport.paused.get() {
        return Ok(());
    }
    in_context(vm, transport, |vm| read(vm, value, transport))
}

fn read(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    if transport.protocol_kind.get() == ProtocolKind::Buffered {
        return read_buffered(vm, value, transport);
    }
    let event_loop = transport.event_loop.get();
    let part = &loop_of(vm, &event_loop)?.net;
    let mut buffer = part.read_buffer.take();
    if buffer.is_empty() {
        buffer = vec![0; MAX_READ];
    }
    let count = match transport.net.receive(transport.fd.get(), &mut buffer, 0) {
        Ok(count) => count,
        Err(error) => {
            part.read_buffer.set(buffer);
            return read_failed(vm, value, transport, &error);
        }
    };
    if count == 0 {
        part.read_buffer.set(buffer);
        return received_eof(vm, value, transport);
    }
    let protocol = transport.protocol.get();
    let result = if transport.protocol_kind.get() == ProtocolKind::Stream {
        let result = stream::data_received(vm, &protocol, &buffer[..count]);
        part.read_buffer.set(buffer);
        result
    } else {
        let data = new_bytes(vm, &buffer[..count]);
        part.read_buffer.set(buffer);
        vm.call_method(&protocol, &transport.names.data_received, std::slice::from_ref(&data)).map(drop)
    };
    match result {
        Ok(()) => Ok(()),
        Err(raised) => fatal(vm, value, transport, raised, "Fatal error: protocol.data_received() call failed."),
    }
}

fn read_failed(vm: &Vm, value: &Value, transport: &TransportObj, error: &minipy_host::HostError) -> PyResult<()> {
    if error.errno == errno::EAGAIN || error.is_interrupted() {
        return Ok(());
    }
    let raised = minipy_vm::io::errors::os_error(vm, error, None);
    fatal(vm, value, transport, raised, "Fatal read error on socket transport")
}

/// Reads into the buffer of a `BufferedProtocol`.
fn read_buffered(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    let protocol = transport.protocol.get();
    let buffer =
        vm.call_method(&protocol, &transport.names.get_buffer, &[Value::small(-1)]).and_then(|buffer| {
            match vm.len(&buffer)? {
                0 => Err(exc::runtime_error(vm, "get_buffer() returned an empty buffer")),
                _ => Ok(buffer),
            }
        });
    let buffer = match buffer {
        Ok(buffer) => buffer,
        Err(raised) => {
            return fatal(vm, value, transport, raised, "Fatal error: protocol.get_buffer() call failed.");
        }
    };
    let (net, fd) = (transport.net, transport.fd.get());
    let count = match with_bytes_mut(vm, &buffer, |b| net.receive(fd, b, 0)) {
        Ok(Ok(count)) => count,
        Ok(Err(error)) => return read_failed(vm, value, transport, &error),
        Err(raised) => return fatal(vm, value, transport, raised, "Fatal read error on socket transport"),
    };
    if count == 0 {
        return received_eof(vm, value, transport);
    }
    match vm.call_method(&protocol, &transport.names.buffer_updated, &[Value::small(count as i64)]) {
        Ok(_) => Ok(()),
        Err(raised) => fatal(vm, value, transport, raised, "Fatal error: protocol.buffer_updated() call failed."),
    }
}

fn received_eof(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    let protocol = transport.protocol.get();
    let keep_open = match transport.protocol_kind.get() {
        ProtocolKind::Stream => stream::eof_received(vm, &protocol),
        _ => vm.call_method(&protocol, &transport.names.eof_received, &[]).and_then(|v| vm.truth(&v)),
    };
    match keep_open {
        Ok(true) => {
            // More may be written; nothing more can be read.
            stop_reading(transport);
            Ok(())
        }
        Ok(false) => close(vm, value, transport),
        Err(raised) => fatal(vm, value, transport, raised, "Fatal error: protocol.eof_received() call failed."),
    }
}

/// Closes after what is buffered has been written.
pub(crate) fn close(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    if transport.closing.replace(true) {
        return Ok(());
    }
    stop_reading(transport);
    if transport.buffered.get() == 0 {
        transport.conn_lost.set(transport.conn_lost.get() + 1);
        unwatch(transport, true);
        schedule_lost(vm, value, transport, Value::NONE)?;
    }
    Ok(())
}

fn schedule_lost(vm: &Vm, value: &Value, transport: &TransportObj, exception: Value) -> PyResult<()> {
    let event_loop = transport.event_loop.get();
    if event_loop.is_null() {
        return Ok(());
    }
    let object = crate::event_loop::methods::check_open(vm, &event_loop)?;
    transport.lost_context.set(context::copy_current(vm));
    object.push(Ready::Done(connection_lost, value.clone(), exception));
    Ok(())
}

/// Something failed for good: it is reported, unless it is an error of the connection, and the transport closes.
/// KeyboardInterrupt and SystemExit come out.
pub(crate) fn fatal(
    vm: &Vm,
    value: &Value,
    transport: &TransportObj,
    raised: minipy_vm::Raised,
    message: &str,
) -> PyResult<()> {
    let exception = vm.take_exception(raised);
    if is_fatal(vm, &exception) {
        return Err(vm.raise_again(exception));
    }
    if !vm.type_of(&exception).is_subtype(&vm.exceptions().os_error) {
        let event_loop = transport.event_loop.get();
        report(
            vm,
            &event_loop,
            &[
                ("message", vm.str(message)),
                ("exception", exception.clone()),
                ("transport", value.clone()),
                ("protocol", transport.protocol.get().non_null().unwrap_or(Value::NONE)),
            ],
        )?;
    }
    force_close(vm, value, transport, exception)
}

/// Closes at once; what is buffered is lost.
pub(crate) fn force_close(vm: &Vm, value: &Value, transport: &TransportObj, exception: Value) -> PyResult<()> {
    if transport.conn_lost.get() > 0 {
        return Ok(());
    }
    if transport.buffered.get() > 0 {
        super::write::clear(transport);
        unwatch(transport, true);
    }
    if !transport.closing.replace(true) {
        stop_reading(transport);
    }
    transport.conn_lost.set(transport.conn_lost.get() + 1);
    schedule_lost(vm, value, transport, exception)
}

/// Tells the protocol that the connection is over and lets go of everything.
pub(crate) fn connection_lost(vm: &Vm, value: &Value, exception: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    let context = transport.lost_context.take();
    context::run_in(vm, &context, |vm| end(vm, value, transport, exception)).0
}

/// [`connection_lost`] when the context is entered already.
pub(crate) fn end(vm: &Vm, value: &Value, transport: &TransportObj, exception: &Value) -> PyResult<()> {
    let (event_loop, protocol) = (transport.event_loop.get(), transport.protocol.get());
    let result = if protocol.is_null() {
        Ok(())
    } else if transport.protocol_kind.get() == ProtocolKind::Stream {
        stream::connection_lost(vm, &protocol, exception)
    } else {
        vm.call_method(&protocol, &transport.names.connection_lost, std::slice::from_ref(exception)).map(drop)
    };
    let failure = result.err().map(|raised| vm.take_exception(raised));
    release(vm, value, transport);
    super::sendfile::connection_lost(vm, transport);
    if let Some(exception) = failure {
        if is_fatal(vm, &exception) {
            return Err(vm.raise_again(exception));
        }
        let stream = vm.type_of(value).is(&vm.type_from_def(&super::transport_methods::SOCKET));
        let class = if stream { "_SelectorSocketTransport" } else { "_SelectorTransport" };
        let text = format!("Exception in callback {class}._call_connection_lost()");
        report(vm, &event_loop, &[("message", vm.str(&text)), ("exception", exception)])?;
    }
    Ok(())
}

/// Closes the socket and drops the references to loop, protocol and server.
fn release(vm: &Vm, value: &Value, transport: &TransportObj) {
    let event_loop = transport.event_loop.get();
    if let Some(object) = event_loop.downcast::<crate::event_loop::LoopObj>() {
        drop(object.unwatch(transport.fd.get(), false));
        drop(object.unwatch(transport.fd.get(), true));
        forget(vm, object, value, transport);
    }
    close_socket(vm, &transport.sock.take());
    drop(transport.protocol.take());
    drop(transport.event_loop.take());
    let server = transport.server.take();
    if !server.is_null() {
        super::server::detach(vm, &server, transport);
    }
}

/// Takes a transport out of the loop's table, if it is still the one that has the descriptor.
fn forget(vm: &Vm, object: &crate::event_loop::LoopObj, value: &Value, transport: &TransportObj) {
    let weak = object.net.transports.borrow().get(&transport.fd.get()).cloned();
    let Some(weak) = weak else { return };
    if vm.call0(&weak).is_ok_and(|found| found.is(value) || found.is_none()) {
        let gone = object.net.transports.borrow_mut().remove(&transport.fd.get());
        drop(gone);
    }
}

/// Closes a socket object: an exact native one at once, others by their method.
pub(crate) fn close_socket(vm: &Vm, sock: &Value) {
    if sock.is_null() {
        return;
    }
    if vm.type_of(sock).is(&vm.type_from_def(&object::TYPE)) {
        object::close_quietly(vm, sock);
    } else if let Err(raised) = vm.call_method_str(sock, "close", &[]) {
        drop(vm.take_exception(raised));
    }
}
