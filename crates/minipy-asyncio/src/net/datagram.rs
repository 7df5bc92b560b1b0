//! Datagram endpoints: the transport and `create_datagram_endpoint`.

use minipy_host::net::{self as host_net, Address, errno};
use minipy_stdlib::socket::SocketObj;
use minipy_stdlib::socket::address::{address_arg, address_value};
use minipy_stdlib::socket::module::net_of;
use minipy_stdlib::socket::object::new_socket;
use minipy_vm::native::MethodDef;
use minipy_vm::types::buffer::with_bytes;
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, methods};

use super::connect::{connect_socket, finish_transport, int_or, is_set, unblock};
use super::resolve::{Hints, ensure_resolved};
use super::suspend::{Link, spawn, with};
use super::transport::{
    self, TransportObj, close_socket, empty, ensure_no_transport, fatal, fd_of, fill_extra, in_context, register,
    set_protocol, started, this, unwatch,
};
use super::{MAX_READ, abstracts, is_fatal, loop_of, transport_methods, write};
use crate::event_loop::Ready;
use crate::event_loop::watch::Watch;
use crate::future;

/// What a queued datagram counts for beyond its bytes.
const HEADER: usize = 8;

/// `_SelectorDatagramTransport`
pub static TYPE: TypeDef = TypeDef {
    name: "_SelectorDatagramTransport",
    module: "asyncio.selector_events",
    base: Some(&transport_methods::SELECTOR),
    more_bases: &[&abstracts::DATAGRAM],
    flags: TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER | TypeFlags::NO_INSTANTIATION | TypeFlags::WRITTEN,
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "sendto" FN(sendto) "_SelectorDatagramTransport.sendto(self, data, addr=None)" "Send data to the transport.";
};

/// A transport over a datagram socket; `address` is the peer, or NULL.
fn new_datagram_transport(
    vm: &Vm,
    event_loop: &Value,
    sock: &Value,
    protocol: &Value,
    address: Value,
    waiter: Value,
) -> PyResult {
    let fd = fd_of(vm, sock)?;
    ensure_no_transport(vm, event_loop, fd, sock)?;
    let mut made = empty(vm, event_loop, sock, fd)?;
    made.read_ready = read_ready;
    let value = vm.alloc(&vm.type_from_def(&TYPE), made).into_value();
    let transport = this(vm, &value)?;
    fill_extra(vm, transport, sock, None);
    transport.connected.set(transport.net.peer_name(fd).is_ok_and(|a| a != Address::None));
    set_protocol(vm, transport, protocol);
    transport.address.set(address);
    register(vm, &value, transport)?;
    loop_of(vm, event_loop)?.push(Ready::Done(started, value.clone(), waiter));
    Ok(value)
}

/// A datagram has arrived.
fn read_ready(vm: &Vm, value: &Value, _: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    if transport.conn_lost.get() > 0 || transport.closing.get() || transport.paused.get() {
        return Ok(());
    }
    in_context(vm, transport, |vm| read(vm, value, transport))
}

fn read(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    let event_loop = transport.event_loop.get();
    let part = &loop_of(vm, &event_loop)?.net;
    let mut buffer = part.read_buffer.take();
    if buffer.is_empty() {
        buffer = vec![0; MAX_READ];
    }
    let received = transport.net.receive_from(transport.fd.get(), &mut buffer, 0);
    let made = match &received {
        Ok((count, address)) => Ok([new_bytes(vm, &buffer[..*count]), part.address_value(vm, address)]),
        Err(error) => Err(error.clone()),
    };
    part.read_buffer.set(buffer);
    let protocol = transport.protocol.get();
    let result = match made {
        Ok(args) => vm.call_method(&protocol, &transport.names.datagram_received, &args),
        Err(error) if error.errno == errno::EAGAIN || error.is_interrupted() => return Ok(()),
        Err(error) => report_error(vm, transport, &error),
    };
    // As in CPython, an exception of the protocol is one of the loop's callback.
    result.map(drop).or_else(|raised| callback_failed(vm, value, &event_loop, raised))
}

fn callback_failed(vm: &Vm, value: &Value, event_loop: &Value, raised: Raised) -> PyResult<()> {
    let exception = vm.take_exception(raised);
    if is_fatal(vm, &exception) {
        return Err(vm.raise_again(exception));
    }
    let _ = value;
    let text = vm.str("Exception in callback _SelectorDatagramTransport._read_ready()");
    super::report(vm, event_loop, &[("message", text), ("exception", exception)])
}

/// `protocol.error_received(OSError(...))`
fn report_error(vm: &Vm, transport: &TransportObj, error: &minipy_host::HostError) -> PyResult {
    let raised = minipy_vm::io::errors::os_error(vm, error, None);
    let exception = vm.take_exception(raised);
    let protocol = transport.protocol.get();
    vm.call_method(&protocol, &transport.names.error_received, std::slice::from_ref(&exception))
}

/// Sends one datagram now.
fn send(
    vm: &Vm,
    transport: &TransportObj,
    data: &Value,
    address: &Value,
) -> PyResult<Result<(), minipy_host::HostError>> {
    let (net, fd) = (transport.net, transport.fd.get());
    let sent = if transport.connected.get() {
        with_bytes(vm, data, |b| net.send(fd, b, 0))?
    } else {
        let raw = native_address(vm, transport, address)?;
        with_bytes(vm, data, |b| net.send_to(fd, b, 0, &raw))?
    };
    Ok(sent.map(drop))
}

/// An address for sending; the last one is remembered in the loop, since datagrams go back and forth.
fn native_address(vm: &Vm, transport: &TransportObj, address: &Value) -> PyResult<Address> {
    let (event_loop, sock) = (transport.event_loop.get(), transport.sock.get());
    let family = sock.downcast::<SocketObj>().map_or(0, |s| s.family.get());
    let known = event_loop.downcast::<crate::event_loop::LoopObj>().and_then(|l| l.net.known_address(address));
    match (known, family) {
        (Some(known @ Address::V4 { .. }), host_net::AF_INET) => return Ok(known),
        (Some(known @ Address::V6 { .. }), host_net::AF_INET6) => return Ok(known),
        _ => {}
    }
    address_arg(vm, family, address, "sendto")
}

fn sendto(vm: &Vm, args: &[Value]) -> PyResult {
    let (value, data) = (&args[0], &args[1]);
    let transport = this(vm, value)?;
    let length = write::data_length(vm, data, "bytes-like object")?;
    let mut address = args[2].given().cloned().unwrap_or(Value::NONE);
    let peer = transport.address.get();
    if !peer.is_null() {
        if !address.is_none() && !vm.eq(&address, &peer)? {
            let shown = vm.str_string(&peer)?;
            return Err(exc::value_error(vm, &format!("Invalid address: must be None or {shown}")));
        }
        address = peer.clone();
    }
    if transport.conn_lost.get() > 0 && !peer.is_null() {
        write::count_lost_write(vm, transport);
        return Ok(Value::NONE);
    }
    if transport.datagrams.borrow().is_empty() {
        match send(vm, transport, data, &address) {
            Ok(Ok(())) => return Ok(Value::NONE),
            Ok(Err(error)) if error.errno == errno::EAGAIN || error.is_interrupted() => {
                let event_loop = transport.event_loop.get();
                let watch = Watch::Native(write_ready, value.clone());
                drop(loop_of(vm, &event_loop)?.watch(vm, transport.fd.get(), true, watch)?);
            }
            Ok(Err(error)) => {
                report_error(vm, transport, &error)?;
                return Ok(Value::NONE);
            }
            Err(raised) => {
                fatal(vm, value, transport, raised, "Fatal write error on datagram transport")?;
                return Ok(Value::NONE);
            }
        }
    }
    let kept = match vm.type_of(data).is(&vm.types().bytes) {
        true => data.clone(),
        false => with_bytes(vm, data, |b| new_bytes(vm, b))?,
    };
    if !crate::room::push_back(&mut transport.datagrams.borrow_mut(), (kept, address)) {
        return Err(minipy_vm::heap::growth::failed(vm));
    }
    transport.buffered.set(transport.buffered.get() + length + HEADER);
    write::maybe_pause(vm, value, transport)?;
    Ok(Value::NONE)
}

/// There is room to send queued datagrams.
fn write_ready(vm: &Vm, value: &Value, _: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    in_context(vm, transport, |vm| flush(vm, value, transport))
}

fn flush(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    loop {
        let first = transport.datagrams.borrow().front().cloned();
        let Some((data, address)) = first else { break };
        let outcome = send(vm, transport, &data, &address);
        if let Ok(Err(error)) = &outcome
            && (error.errno == errno::EAGAIN || error.is_interrupted())
        {
            break;
        }
        let size = data.downcast::<BytesObj>().map_or(0, |b| b.data().len()) + HEADER;
        let gone = transport.datagrams.borrow_mut().pop_front();
        drop(gone);
        transport.buffered.set(transport.buffered.get().saturating_sub(size));
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return report_error(vm, transport, &error).map(drop),
            Err(raised) => return fatal(vm, value, transport, raised, "Fatal write error on datagram transport"),
        }
    }
    write::maybe_resume(vm, value, transport)?;
    if transport.datagrams.borrow().is_empty() {
        unwatch(transport, true);
        if transport.closing.get() {
            return transport::end(vm, value, transport, &Value::NONE);
        }
    }
    Ok(())
}

/// `loop.create_datagram_endpoint(...)`; the order of `args` is that of the method's signature.
pub(crate) fn create_datagram_endpoint(vm: &Vm, args: &[Value]) -> PyResult {
    let args = args.to_vec();
    Ok(spawn(vm, "BaseEventLoop.create_datagram_endpoint", |link| async move { endpoint(link, args).await }))
}

/// ValueError if a socket comes together with arguments about making one.
fn given_socket(vm: &Vm, args: &[Value], sock: &Value) -> PyResult<()> {
    let kind = vm.get_attr_str(sock, "type")?;
    if vm.i64_arg(&kind)? == i64::from(host_net::SOCK_STREAM) {
        let text = vm.repr_string(sock)?;
        return Err(exc::value_error(vm, &format!("A datagram socket was expected, got {text}")));
    }
    let names = ["local_addr", "remote_addr", "family", "proto", "flags", "reuse_port", "allow_broadcast"];
    let mut problems = Vec::new();
    for (name, value) in names.iter().zip(&args[2..9]) {
        if !value.is_null() && vm.truth(value)? {
            problems.push(format!("{name}={}", vm.str_string(value)?));
        }
    }
    if !problems.is_empty() {
        let problems = problems.join(", ");
        let message = format!("socket modifier keyword arguments can not be used when sock is specified. ({problems})");
        return Err(exc::value_error(vm, &message));
    }
    unblock(vm, sock)
}

/// A pair of addresses to try: family, protocol, local and remote address (NULL for none).
struct Candidate {
    family: i32,
    protocol: i32,
    local: Value,
    remote: Value,
}

async fn candidates(link: &Link, args: &[Value]) -> PyResult<Vec<Candidate>> {
    let [event_loop, _, local, remote, family, protocol, flags, ..] = args else { return Ok(Vec::new()) };
    let hints = with(|vm| {
        Ok(Hints {
            family: int_or(vm, family, 0)?,
            kind: host_net::SOCK_DGRAM,
            protocol: int_or(vm, protocol, 0)?,
            flags: int_or(vm, flags, 0)?,
        })
    })?;
    let asked = [local.not_none().cloned(), remote.not_none().cloned()];
    if asked.iter().all(Option::is_none) {
        if hints.family == 0 {
            return Err(with(|vm| exc::value_error(vm, "unexpected address family")));
        }
        let candidate =
            Candidate { family: hints.family, protocol: hints.protocol, local: Value::NULL, remote: Value::NULL };
        return Ok(vec![candidate]);
    }
    if hints.family == host_net::AF_UNIX {
        return with(|vm| {
            if asked.iter().flatten().any(|a| a.downcast::<StrObj>().is_none()) {
                return Err(exc::type_error(vm, "string is expected"));
            }
            if let Some(text) = asked[0].as_ref().and_then(|a| a.downcast::<StrObj>()) {
                super::serve::remove_stale(vm, text.bytes());
            }
            let [local, remote] = asked.map(Option::unwrap_or_default);
            Ok(vec![Candidate { family: hints.family, protocol: hints.protocol, local, remote }])
        });
    }
    let mut found: Vec<Candidate> = Vec::new();
    for (index, address) in asked.iter().enumerate() {
        let Some(address) = address else { continue };
        if address.downcast::<TupleObj>().is_none_or(|t| t.items().len() != 2) {
            return Err(with(|vm| exc::type_error(vm, "2-tuple is expected")));
        }
        let infos = ensure_resolved(link, event_loop, address, hints).await?;
        if infos.is_empty() {
            let message = "getaddrinfo() returned empty list";
            return Err(with(|vm| vm.raise_text(&vm.exceptions().os_error, message)));
        }
        for info in infos {
            let known = found.iter().position(|c| c.family == info.family && c.protocol == info.protocol);
            let at = known.unwrap_or_else(|| {
                let (local, remote) = (Value::NULL, Value::NULL);
                found.push(Candidate { family: info.family, protocol: info.protocol, local, remote });
                found.len() - 1
            });
            let place = if index == 0 { &mut found[at].local } else { &mut found[at].remote };
            *place = info.address;
        }
    }
    let [local, remote] = asked;
    found.retain(|c| !(local.is_some() && c.local.is_null() || remote.is_some() && c.remote.is_null()));
    if found.is_empty() {
        return Err(with(|vm| exc::value_error(vm, "can not get address information")));
    }
    Ok(found)
}

/// Makes the socket of a candidate, bound but not connected.
fn make_socket(vm: &Vm, candidate: &Candidate, reuse_port: bool, broadcast: bool) -> PyResult {
    let net = net_of(vm)?;
    let kind = host_net::SOCK_DGRAM | host_net::SOCK_NONBLOCK;
    let io = |e: minipy_host::HostError| minipy_vm::io::errors::os_error(vm, &e, None);
    let fd = net.socket(candidate.family, kind, candidate.protocol).map_err(io)?;
    let sock = new_socket(vm, fd, candidate.family, host_net::SOCK_DGRAM, candidate.protocol, Some(0));
    let prepare = || {
        if reuse_port {
            super::serve::set_reuse_port(vm, fd)?;
        }
        if broadcast {
            let one = 1i32.to_ne_bytes();
            net.set_option(fd, host_net::SOL_SOCKET, host_net::SO_BROADCAST, &one).map_err(io)?;
        }
        if !candidate.local.is_null() {
            let address = address_arg(vm, candidate.family, &candidate.local, "bind")?;
            net.bind(fd, &address).map_err(io)?;
        }
        Ok(())
    };
    match prepare() {
        Ok(()) => Ok(sock),
        Err(raised) => {
            close_socket(vm, &sock);
            Err(raised)
        }
    }
}

async fn endpoint(link: Link, args: Vec<Value>) -> PyResult {
    let [event_loop, factory, _, _, _, _, _, reuse_port, broadcast, sock] = &args[..] else {
        return Ok(Value::NONE);
    };
    let (mut made, mut peer) = (Value::NULL, Value::NULL);
    if is_set(sock) {
        with(|vm| given_socket(vm, &args, sock))?;
        made = sock.clone();
    } else {
        let (reuse_port, broadcast) = with(|vm| {
            let truth = |v: &Value| v.given().map_or(Ok(false), |v| vm.truth(v));
            Ok::<_, Raised>((truth(reuse_port)?, truth(broadcast)?))
        })?;
        let mut first_error = Value::NULL;
        for candidate in candidates(&link, &args).await? {
            let mut result = with(|vm| make_socket(vm, &candidate, reuse_port, broadcast));
            if let Ok(sock) = &result
                && !candidate.remote.is_null()
                && !broadcast
                && let Err(raised) = connect_socket(&link, event_loop, sock, &candidate.remote).await
            {
                with(|vm| close_socket(vm, sock));
                result = Err(raised);
            }
            match result {
                Ok(sock) => {
                    (made, peer) = (sock, candidate.remote);
                    break;
                }
                Err(raised) => with(|vm| {
                    if !exc::is_instance(vm, &raised, &vm.exceptions().os_error) {
                        return Err(raised);
                    }
                    let exception = vm.take_exception(raised);
                    if first_error.is_null() {
                        first_error = exception;
                    }
                    Ok(())
                })?,
            }
        }
        if made.is_null() {
            return Err(with(|vm| vm.raise_again(first_error)));
        }
    }
    let (transport, protocol, waiter) = with(|vm| {
        let protocol = vm.call0(factory)?;
        let waiter = future::new_future(vm, event_loop);
        let transport = new_datagram_transport(vm, event_loop, &made, &protocol, peer, waiter.clone())?;
        Ok::<_, Raised>((transport, protocol, waiter))
    })?;
    finish_transport(&link, transport, protocol, waiter).await
}

/// The last address that came from the network, as Python value and in the system's form.
#[derive(Default)]
pub struct LastAddress {
    shown: Value,
    raw: Option<Address>,
}

impl LastAddress {
    /// The address as a Python value; the same one as the last time if it is the same address.
    pub(crate) fn value(&mut self, vm: &Vm, address: &Address) -> Value {
        if self.raw.as_ref() != Some(address) {
            self.shown = address_value(vm, address);
            self.raw = Some(address.clone());
        }
        self.shown.clone()
    }

    /// The address behind a value that [`LastAddress::value`] gave.
    pub(crate) fn raw(&self, shown: &Value) -> Option<Address> {
        if self.shown.is(shown) && !shown.is_none() { self.raw.clone() } else { None }
    }

    /// The value that is kept.
    pub(crate) fn shown(&self) -> &Value {
        &self.shown
    }
}
