//! Outgoing connections: `create_connection`, `create_unix_connection`, `connect_accepted_socket`, `sock_connect`.

use minipy_host::HostError;
use minipy_host::net::{self as host_net, errno};
use minipy_stdlib::socket::SocketObj;
use minipy_stdlib::socket::address::address_arg;
use minipy_stdlib::socket::module::net_of;
use minipy_stdlib::socket::object::{new_socket, set_timeout};
use minipy_vm::types::bytes::BytesObj;
use minipy_vm::types::exception::new_exception;
use minipy_vm::types::str_::StrObj;
use minipy_vm::{PyResult, Raised, Value, Vm, exc};

use super::resolve::{Hints, Info, ensure_resolved};
use super::staggered;
use super::suspend::{Link, spawn, with};
use super::transport::{close_socket, ensure_no_transport, fd_of, new_socket_transport};
use super::{loop_of, os_error_text, refuse_ssl};
use crate::event_loop::watch::Watch;
use crate::future;

/// An argument that was given and is not None.
pub(crate) fn is_set(value: &Value) -> bool {
    value.not_none().is_some()
}

pub(crate) fn int_or(vm: &Vm, value: &Value, default: i32) -> PyResult<i32> {
    value.given().map_or(Ok(default), |v| vm.i64_arg(v).map(|n| n as i32))
}

fn io(vm: &Vm, error: &HostError) -> Raised {
    minipy_vm::io::errors::os_error(vm, error, None)
}

/// Makes a socket non-blocking.
pub(crate) fn unblock(vm: &Vm, sock: &Value) -> PyResult<()> {
    match sock.downcast::<SocketObj>() {
        Some(socket) => set_timeout(vm, socket, Some(0)),
        None => vm.call_method_str(sock, "setblocking", &[Value::FALSE]).map(drop),
    }
}

/// ValueError for a socket that is no stream socket.
pub(crate) fn require_stream(vm: &Vm, sock: &Value) -> PyResult<()> {
    let kind = vm.get_attr_str(sock, "type")?;
    if vm.i64_arg(&kind)? != i64::from(host_net::SOCK_STREAM) {
        let text = vm.repr_string(sock)?;
        return Err(exc::value_error(vm, &format!("A Stream Socket was expected, got {text}")));
    }
    Ok(())
}

/// Refuses the arguments that only make sense with TLS.
pub(crate) fn refuse_ssl_arguments(vm: &Vm, ssl: &Value, handshake: &Value, shutdown: &Value) -> PyResult<()> {
    refuse_ssl(vm, ssl)?;
    if is_set(handshake) {
        return Err(exc::value_error(vm, "ssl_handshake_timeout is only meaningful with ssl"));
    }
    if is_set(shutdown) {
        return Err(exc::value_error(vm, "ssl_shutdown_timeout is only meaningful with ssl"));
    }
    Ok(())
}

/// The waiting part of a connection attempt: the future that the poller's answer sets, and the value of its watch; `None`
/// if it is done.
fn begin_connect(vm: &Vm, event_loop: &Value, sock: &Value, address: &Value) -> PyResult<Option<(Value, Value)>> {
    let fd = fd_of(vm, sock)?;
    let native = sock.downcast::<SocketObj>();
    let family = native.map_or(0, |s| s.family.get());
    let raw = address_arg(vm, family, address, "connect")?;
    match net_of(vm)?.connect(fd, &raw) {
        Ok(()) => return Ok(None),
        Err(error) if matches!(error.errno, errno::EINPROGRESS | errno::EAGAIN) || error.is_interrupted() => {}
        Err(error) => return Err(io(vm, &error)),
    }
    ensure_no_transport(vm, event_loop, fd, &vm.int(i64::from(fd)))?;
    let future = future::new_future(vm, event_loop);
    let data = vm.tuple(vec![future.clone(), vm.int(i64::from(fd)), address.clone()]);
    drop(loop_of(vm, event_loop)?.watch(vm, fd, true, Watch::Native(connect_ready, data.clone()))?);
    Ok(Some((future, data)))
}

fn connect_ready(vm: &Vm, data: &Value, _: &Value) -> PyResult<()> {
    let parts = vm.collect(data)?;
    let [object, fd, address] = &parts[..] else { return Ok(()) };
    let future = future::this(vm, object)?;
    if future.is_done() {
        return Ok(());
    }
    let fd = vm.i64_arg(fd)? as i32;
    match net_of(vm)?.option_int(fd, host_net::SOL_SOCKET, host_net::SO_ERROR) {
        Ok(0) => future.set_result(object, Value::NONE),
        Ok(number) => {
            let shown = vm.str_string(address)?;
            let raised = os_error_text(vm, number, &format!("Connect call failed {shown}"));
            future.set_exception(object, vm.take_exception(raised));
        }
        Err(error) => {
            let raised = io(vm, &error);
            future.set_exception(object, vm.take_exception(raised));
        }
    }
    Ok(())
}

/// Connects a non-blocking socket to an address that needs no resolving.
pub(crate) async fn connect_socket(link: &Link, event_loop: &Value, sock: &Value, address: &Value) -> PyResult<()> {
    let Some((future, watching)) = with(|vm| begin_connect(vm, event_loop, sock, address))? else { return Ok(()) };
    let outcome = link.wait(future).await;
    let outcome = with(|vm| {
        let saved = outcome.err().map(|raised| vm.take_exception(raised));
        if let (Ok(object), Ok(fd)) = (loop_of(vm, event_loop), fd_of(vm, sock)) {
            object.unwatch_own(fd, true, &watching);
        }
        saved
    });
    match outcome {
        None => Ok(()),
        Some(exception) => Err(with(|vm| vm.raise_again(exception))),
    }
}

/// Makes, binds and connects a socket; OSErrors are collected.
pub(crate) async fn try_one(
    link: &Link,
    event_loop: &Value,
    info: &Info,
    local: Option<&[Info]>,
    errors: &mut Vec<Value>,
) -> PyResult {
    let made = with(|vm| {
        let net = net_of(vm)?;
        let kind = info.kind | host_net::SOCK_NONBLOCK;
        let fd = net.socket(info.family, kind, info.protocol).map_err(|e| io(vm, &e))?;
        let sock = new_socket(vm, fd, info.family, info.kind, info.protocol, Some(0));
        match bind_local(vm, &sock, fd, info, local) {
            Ok(()) => Ok(sock),
            Err(raised) => {
                close_socket(vm, &sock);
                Err(raised)
            }
        }
    });
    let result = match made {
        Err(raised) => Err(raised),
        Ok(sock) => match connect_socket(link, event_loop, &sock, &info.address).await {
            Ok(()) => Ok(sock),
            Err(raised) => {
                with(|vm| close_socket(vm, &sock));
                Err(raised)
            }
        },
    };
    with(|vm| match result {
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().os_error) => {
            errors.push(vm.take_exception(raised));
            Ok(Value::NULL)
        }
        other => other,
    })
}

fn bind_local(vm: &Vm, _sock: &Value, fd: i32, info: &Info, local: Option<&[Info]>) -> PyResult<()> {
    let Some(local) = local else { return Ok(()) };
    let mut last = None;
    for candidate in local.iter().filter(|l| l.family == info.family) {
        let address = address_arg(vm, info.family, &candidate.address, "bind")?;
        match net_of(vm)?.bind(fd, &address) {
            Ok(()) => return Ok(()),
            Err(error) => last = Some((error, candidate.address.clone())),
        }
    }
    match last {
        Some((error, address)) => {
            let shown = vm.repr_string(&address)?;
            let text = format!("[errno {}] {}", error.errno, error.message.to_lowercase());
            let message = format!("error while attempting to bind on address {shown}: {text}");
            Err(os_error_text(vm, error.errno, &message))
        }
        None => {
            let message = format!("no matching local address with family={} found", info.family);
            Err(vm.raise_text(&vm.exceptions().os_error, &message))
        }
    }
}

/// The exception for a connection that no address would take.
fn all_failed(vm: &Vm, errors: Vec<Value>, all_errors: bool) -> PyResult<Raised> {
    if all_errors {
        let group = vm.exceptions().exception_group.clone();
        let args = vec![vm.str("create_connection failed"), vm.list(errors)];
        return Ok(vm.raise(new_exception(vm, &group, args)));
    }
    let Some(first) = errors.first() else {
        return Ok(vm.raise_text(&vm.exceptions().timeout_error, "create_connection failed"));
    };
    let mut texts = Vec::new();
    for error in &errors {
        texts.push(vm.str_string(error)?);
    }
    if texts.iter().all(|t| *t == texts[0]) {
        return Ok(vm.raise_again(first.clone()));
    }
    let message = format!("Multiple exceptions: {}", texts.join(", "));
    Ok(vm.raise_text(&vm.exceptions().os_error, &message))
}

/// Alternates the families of addresses; `first` counts those of the first family that come before.
fn interleave(infos: Vec<Info>, first: usize) -> Vec<Info> {
    let mut families: Vec<(i32, std::collections::VecDeque<Info>)> = Vec::new();
    for info in infos {
        match families.iter_mut().find(|(f, _)| *f == info.family) {
            Some((_, list)) => list.push_back(info),
            None => families.push((info.family, [info].into())),
        }
    }
    let mut ordered = Vec::new();
    if let Some((_, list)) = families.first_mut() {
        for _ in 1..first {
            ordered.extend(list.pop_front());
        }
    }
    while families.iter().any(|(_, list)| !list.is_empty()) {
        for (_, list) in &mut families {
            ordered.extend(list.pop_front());
        }
    }
    ordered
}

/// Makes protocol and transport over a connected socket and waits for `connection_made`.
pub(crate) async fn make_transport(link: &Link, event_loop: &Value, sock: &Value, factory: &Value) -> PyResult {
    let made = with(|vm| {
        let result = unblock(vm, sock).and_then(|()| {
            let protocol = vm.call0(factory)?;
            let waiter = future::new_future(vm, event_loop);
            let transport = new_socket_transport(vm, event_loop, sock, &protocol, waiter.clone(), None, Value::NULL)?;
            Ok((transport, protocol, waiter))
        });
        if result.is_err() {
            close_socket(vm, sock);
        }
        result
    });
    let (transport, protocol, waiter) = made?;
    finish_transport(link, transport, protocol, waiter).await
}

/// Waits until a new transport has called `connection_made`; closes it if that is cancelled.
pub(crate) async fn finish_transport(link: &Link, transport: Value, protocol: Value, waiter: Value) -> PyResult {
    if let Err(raised) = link.wait(waiter).await {
        let exception = with(|vm| vm.take_exception(raised));
        with(|vm| vm.call_method_str(&transport, "close", &[]))?;
        return Err(with(|vm| vm.raise_again(exception)));
    }
    Ok(with(|vm| vm.pair(transport, protocol)))
}

/// `loop.create_connection(...)`; the order of `args` is that of the method's signature.
pub(crate) fn create_connection(vm: &Vm, args: &[Value]) -> PyResult {
    let args = args.to_vec();
    Ok(spawn(vm, "BaseEventLoop.create_connection", |link| async move { connection(link, args).await }))
}

async fn connection(link: Link, args: Vec<Value>) -> PyResult {
    let [
        event_loop,
        factory,
        host,
        port,
        ssl,
        family,
        protocol,
        flags,
        sock,
        local_addr,
        server_hostname,
        handshake,
        shutdown,
        delay,
        interleaved,
        all_errors,
    ] = &args[..]
    else {
        return Ok(Value::NONE);
    };
    let hints = with(|vm| {
        refuse_ssl(vm, ssl)?;
        if is_set(server_hostname) {
            return Err(exc::value_error(vm, "server_hostname is only meaningful with ssl"));
        }
        refuse_ssl_arguments(vm, ssl, handshake, shutdown)?;
        Ok(Hints {
            family: int_or(vm, family, 0)?,
            kind: host_net::SOCK_STREAM,
            protocol: int_or(vm, protocol, 0)?,
            flags: int_or(vm, flags, 0)?,
        })
    })?;
    let mut connected = sock.not_none().cloned().unwrap_or_default();
    if is_set(host) || is_set(port) {
        if !connected.is_null() {
            let message = "host/port and sock can not be specified at the same time";
            return Err(with(|vm| exc::value_error(vm, message)));
        }
        let none = |v: &Value| v.not_none().cloned().unwrap_or(Value::NONE);
        let address = with(|vm| vm.pair(none(host), none(port)));
        let nothing = |vm: &Vm| vm.raise_text(&vm.exceptions().os_error, "getaddrinfo() returned empty list");
        let mut infos = ensure_resolved(&link, event_loop, &address, hints).await?;
        if infos.is_empty() {
            return Err(with(nothing));
        }
        let local = match local_addr.not_none() {
            Some(local) => {
                let found = ensure_resolved(&link, event_loop, local, hints).await?;
                if found.is_empty() {
                    return Err(with(nothing));
                }
                Some(found)
            }
            None => None,
        };
        let first = with(|vm| match interleaved.not_none() {
            Some(n) => vm.i64_arg(n),
            None => Ok(i64::from(is_set(delay))),
        })?;
        if first > 0 {
            infos = interleave(infos, first as usize);
        }
        let errors = match delay.not_none() {
            None => {
                let mut errors = Vec::new();
                for info in &infos {
                    connected = try_one(&link, event_loop, info, local.as_deref(), &mut errors).await?;
                    if !connected.is_null() {
                        break;
                    }
                }
                errors
            }
            Some(delay) => {
                let (winner, errors) = staggered::race(&link, event_loop, infos, local, delay.clone()).await?;
                connected = winner;
                errors
            }
        };
        if connected.is_null() {
            return Err(with(|vm| {
                let all = all_errors.given().map_or(Ok(false), |v| vm.truth(v))?;
                all_failed(vm, errors, all)
            })?);
        }
    } else {
        if connected.is_null() {
            let message = "host and port was not specified and no sock specified";
            return Err(with(|vm| exc::value_error(vm, message)));
        }
        with(|vm| require_stream(vm, &connected))?;
    }
    make_transport(&link, event_loop, &connected, factory).await
}

/// `loop.connect_accepted_socket(protocol_factory, sock, *, ssl, ssl_handshake_timeout, ssl_shutdown_timeout)`
pub(crate) fn connect_accepted_socket(vm: &Vm, args: &[Value]) -> PyResult {
    let args = args.to_vec();
    Ok(spawn(vm, "BaseEventLoop.connect_accepted_socket", |link| async move {
        with(|vm| {
            require_stream(vm, &args[2])?;
            refuse_ssl_arguments(vm, &args[3], &args[4], &args[5])
        })?;
        make_transport(&link, &args[0], &args[2], &args[1]).await
    }))
}

/// A path as an address of a unix socket.
pub(crate) fn path_value(vm: &Vm, path: &Value) -> PyResult {
    if path.downcast::<StrObj>().is_some() || path.downcast::<BytesObj>().is_some() {
        return Ok(path.clone());
    }
    match vm.find_attr(path, &vm.intern("__fspath__"))? {
        Some(method) => vm.call0(&method),
        None => {
            let got = vm.type_of(path).name_str();
            Err(exc::type_error(vm, &format!("expected str, bytes or os.PathLike object, not {got}")))
        }
    }
}

/// ValueError for a socket that is no unix stream socket.
pub(crate) fn require_unix(vm: &Vm, sock: &Value) -> PyResult<()> {
    let number = |name: &str| vm.get_attr_str(sock, name).and_then(|v| vm.i64_arg(&v));
    if number("family")? != i64::from(host_net::AF_UNIX) || number("type")? != i64::from(host_net::SOCK_STREAM) {
        let text = vm.repr_string(sock)?;
        let message = format!("A UNIX Domain Stream Socket was expected, got {text}");
        return Err(exc::value_error(vm, &message));
    }
    Ok(())
}

/// `loop.create_unix_connection(protocol_factory, path=None, *, ssl, sock, server_hostname, ...)`
pub(crate) fn create_unix_connection(vm: &Vm, args: &[Value]) -> PyResult {
    let args = args.to_vec();
    Ok(spawn(vm, "_UnixSelectorEventLoop.create_unix_connection", |link| async move {
        let [event_loop, factory, path, ssl, sock, server_hostname, handshake, shutdown] = &args[..] else {
            return Ok(Value::NONE);
        };
        with(|vm| {
            refuse_ssl(vm, ssl)?;
            if is_set(server_hostname) {
                return Err(exc::value_error(vm, "server_hostname is only meaningful with ssl"));
            }
            refuse_ssl_arguments(vm, ssl, handshake, shutdown)
        })?;
        let Some(path) = path.not_none() else {
            let sock = with(|vm| match sock.not_none() {
                None => Err(exc::value_error(vm, "no path and sock were specified")),
                Some(sock) => {
                    require_unix(vm, sock)?;
                    Ok(sock.clone())
                }
            })?;
            return make_transport(&link, event_loop, &sock, factory).await;
        };
        let (sock, path) = with(|vm| {
            if is_set(sock) {
                let message = "path and sock can not be specified at the same time";
                return Err(exc::value_error(vm, message));
            }
            let path = path_value(vm, path)?;
            let kind = host_net::SOCK_STREAM | host_net::SOCK_NONBLOCK;
            let fd = net_of(vm)?.socket(host_net::AF_UNIX, kind, 0).map_err(|e| io(vm, &e))?;
            Ok((new_socket(vm, fd, host_net::AF_UNIX, host_net::SOCK_STREAM, 0, Some(0)), path))
        })?;
        if let Err(raised) = connect_socket(&link, event_loop, &sock, &path).await {
            let exception = with(|vm| vm.take_exception(raised));
            with(|vm| close_socket(vm, &sock));
            return Err(with(|vm| vm.raise_again(exception)));
        }
        make_transport(&link, event_loop, &sock, factory).await
    }))
}
