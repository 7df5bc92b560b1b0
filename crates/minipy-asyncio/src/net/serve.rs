//! Listening: `create_server`, `create_unix_server`.

use minipy_host::net::{self as host_net, errno};
use minipy_stdlib::socket::address::address_arg;
use minipy_stdlib::socket::module::net_of;
use minipy_stdlib::socket::object::new_socket;
use minipy_vm::native::Args;
use minipy_vm::types::bytes::BytesObj;
use minipy_vm::types::str_::StrObj;
use minipy_vm::{PyResult, Value, Vm, exc};

use super::connect::{int_or, is_set, path_value, refuse_ssl_arguments, require_stream, require_unix, unblock};
use super::resolve::{Hints, Info, ensure_resolved, info_of};
use super::server::{new_server, start_serving};
use super::suspend::{Link, spawn, with};
use super::transport::{close_socket, fd_of};
use super::{loop_of, os_error_text, refuse_ssl};

fn io(vm: &Vm, error: &minipy_host::HostError) -> minipy_vm::Raised {
    minipy_vm::io::errors::os_error(vm, error, None)
}

/// The coroutine that resolves one host of a server; its answer is a list of tuples as `getaddrinfo` gives.
fn host_infos(vm: &Vm, event_loop: &Value, host: Value, port: Value, hints: Hints) -> Value {
    let event_loop = event_loop.clone();
    spawn(vm, "BaseEventLoop._create_server_getaddrinfo", move |link| async move {
        let address = with(|vm| vm.pair(host.clone(), port));
        let infos = ensure_resolved(&link, &event_loop, &address, hints).await?;
        if infos.is_empty() {
            return Err(with(|vm| {
                let host = vm.repr_string(&host)?;
                let message = format!("getaddrinfo({host}) returned empty list");
                Ok(vm.raise_text(&vm.exceptions().os_error, &message))
            })?);
        }
        Ok(with(|vm| {
            let tuples = infos.iter().map(|info| {
                vm.tuple(vec![
                    vm.int(i64::from(info.family)),
                    vm.int(i64::from(info.kind)),
                    vm.int(i64::from(info.protocol)),
                    vm.str(""),
                    info.address.clone(),
                ])
            });
            vm.list(tuples.collect())
        }))
    })
}

/// The hosts that a `host` argument names.
fn hosts_of(vm: &Vm, host: &Value) -> PyResult<Vec<Value>> {
    if let Some(text) = host.downcast::<StrObj>() {
        return Ok(vec![if text.bytes().is_empty() { Value::NONE } else { host.clone() }]);
    }
    if !is_set(host) {
        return Ok(vec![Value::NONE]);
    }
    if !vm.is_iterable(host) {
        return Ok(vec![host.clone()]);
    }
    vm.collect(host)
}

struct Options {
    reuse_address: bool,
    reuse_port: bool,
    keep_alive: bool,
}

/// Makes and binds the socket for an address; `None` if the address is not available.
fn bind_one(vm: &Vm, info: &Info, options: &Options) -> PyResult<Option<Value>> {
    let net = net_of(vm)?;
    let Ok(fd) = net.socket(info.family, info.kind | host_net::SOCK_NONBLOCK, info.protocol) else {
        // The system does not have this family or protocol.
        return Ok(None);
    };
    let sock = new_socket(vm, fd, info.family, info.kind, info.protocol, Some(0));
    let result = bind_made(vm, fd, info, options);
    match result {
        Ok(true) => Ok(Some(sock)),
        Ok(false) => {
            close_socket(vm, &sock);
            Ok(None)
        }
        Err(raised) => {
            close_socket(vm, &sock);
            Err(raised)
        }
    }
}

fn bind_made(vm: &Vm, fd: i32, info: &Info, options: &Options) -> PyResult<bool> {
    let net = net_of(vm)?;
    let one = 1i32.to_ne_bytes();
    let set = |level: i32, name: i32| net.set_option(fd, level, name, &one).map_err(|e| io(vm, &e));
    if options.reuse_address {
        set(host_net::SOL_SOCKET, host_net::SO_REUSEADDR)?;
    }
    let internet = matches!(info.family, host_net::AF_INET | host_net::AF_INET6);
    if options.reuse_port && internet {
        set_reuse_port(vm, fd)?;
    }
    if options.keep_alive {
        set(host_net::SOL_SOCKET, host_net::SO_KEEPALIVE)?;
    }
    if info.family == host_net::AF_INET6 {
        set(host_net::IPPROTO_IPV6, host_net::IPV6_V6ONLY)?;
    }
    let address = address_arg(vm, info.family, &info.address, "bind")?;
    let Err(error) = net.bind(fd, &address) else { return Ok(true) };
    if error.errno == errno::EADDRNOTAVAIL {
        return Ok(false);
    }
    let shown = vm.repr_string(&info.address)?;
    let text = format!("[errno {}] {}", error.errno, error.message.to_lowercase());
    let message = format!("error while attempting to bind on address {shown}: {text}");
    Err(os_error_text(vm, error.errno, &message))
}

/// Sets `SO_REUSEPORT`.
pub(crate) fn set_reuse_port(vm: &Vm, fd: i32) -> PyResult<()> {
    let one = 1i32.to_ne_bytes();
    match net_of(vm)?.set_option(fd, host_net::SOL_SOCKET, host_net::SO_REUSEPORT, &one) {
        Ok(()) => Ok(()),
        Err(_) => Err(exc::value_error(
            vm,
            "reuse_port not supported by socket module, SO_REUSEPORT defined but not implemented.",
        )),
    }
}

/// `loop.create_server(...)`; the order of `args` is that of the method's signature.
pub(crate) fn create_server(vm: &Vm, args: &[Value]) -> PyResult {
    let args = args.to_vec();
    Ok(spawn(vm, "BaseEventLoop.create_server", |link| async move { server(link, args).await }))
}

async fn server(link: Link, args: Vec<Value>) -> PyResult {
    let [
        event_loop,
        factory,
        host,
        port,
        family,
        flags,
        sock,
        backlog,
        ssl,
        reuse_address,
        reuse_port,
        keep_alive,
        handshake,
        shutdown,
        starts,
    ] = &args[..]
    else {
        return Ok(Value::NONE);
    };
    let hints = with(|vm| {
        if ssl.as_bool().is_some() {
            return Err(exc::type_error(vm, "ssl argument must be an SSLContext or None"));
        }
        refuse_ssl_arguments(vm, ssl, handshake, shutdown)?;
        Ok(Hints {
            family: int_or(vm, family, host_net::AF_UNSPEC)?,
            kind: host_net::SOCK_STREAM,
            protocol: 0,
            flags: int_or(vm, flags, host_net::AI_PASSIVE)?,
        })
    })?;
    let mut sockets = Vec::new();
    if is_set(host) || is_set(port) {
        let gathered = with(|vm| {
            if is_set(sock) {
                let message = "host/port and sock can not be specified at the same time";
                return Err(exc::value_error(vm, message));
            }
            let port = port.not_none().cloned().unwrap_or(Value::NONE);
            let coroutines: Vec<Value> = hosts_of(vm, host)?
                .into_iter()
                .map(|host| host_infos(vm, event_loop, host, port.clone(), hints))
                .collect();
            crate::gather::gather(vm, &Args::positional(&coroutines))
        })?;
        let lists = link.wait(gathered).await?;
        sockets = with(|vm| bind_all(vm, &lists, reuse_address, reuse_port, keep_alive))?;
    } else {
        with(|vm| {
            let Some(sock) = sock.not_none() else {
                return Err(exc::value_error(vm, "Neither host/port nor sock were specified"));
            };
            require_stream(vm, sock)?;
            unblock(vm, sock)?;
            sockets.push(sock.clone());
            Ok(())
        })?;
    }
    serve(&link, event_loop, factory, sockets, backlog, starts).await
}

fn bind_all(
    vm: &Vm,
    lists: &Value,
    reuse_address: &Value,
    reuse_port: &Value,
    keep_alive: &Value,
) -> PyResult<Vec<Value>> {
    let truth = |v: &Value, default: bool| v.not_none().map_or(Ok(default), |v| vm.truth(v));
    let options = Options {
        reuse_address: truth(reuse_address, true)?,
        reuse_port: truth(reuse_port, false)?,
        keep_alive: truth(keep_alive, false)?,
    };
    let mut infos: Vec<Info> = Vec::new();
    for list in vm.collect(lists)? {
        for answer in vm.collect(&list)? {
            let info = info_of(vm, &answer)?;
            let mut known = false;
            for other in &infos {
                known |= other.family == info.family
                    && other.kind == info.kind
                    && other.protocol == info.protocol
                    && vm.eq(&other.address, &info.address)?;
            }
            if !known {
                infos.push(info);
            }
        }
    }
    let mut sockets = Vec::new();
    for info in &infos {
        match bind_one(vm, info, &options) {
            Ok(made) => sockets.extend(made),
            Err(raised) => {
                sockets.iter().for_each(|s| close_socket(vm, s));
                return Err(raised);
            }
        }
    }
    if sockets.is_empty() {
        let addresses = vm.list(infos.iter().map(|i| i.address.clone()).collect());
        let shown = vm.repr_string(&addresses)?;
        let message = format!("could not bind on any address out of {shown}");
        return Err(vm.raise_text(&vm.exceptions().os_error, &message));
    }
    Ok(sockets)
}

/// The server over bound sockets, which begins to serve unless it should not.
async fn serve(
    link: &Link,
    event_loop: &Value,
    factory: &Value,
    sockets: Vec<Value>,
    backlog: &Value,
    starts: &Value,
) -> PyResult {
    let (server, starts) = with(|vm| {
        let backlog = backlog.given().map_or(Ok(100), |b| vm.i64_arg(b))?;
        let starts = starts.given().map_or(Ok(true), |s| vm.truth(s))?;
        let server = new_server(vm, event_loop, sockets, factory.clone(), backlog);
        if starts {
            start_serving(vm, &server)?;
        }
        Ok((server, starts))
    })?;
    if starts {
        link.pause().await?;
    }
    Ok(server)
}

/// The bytes of a path value.
fn path_bytes(path: &Value) -> Vec<u8> {
    match (path.downcast::<StrObj>(), path.downcast::<BytesObj>()) {
        (Some(text), _) => text.bytes().to_vec(),
        (_, Some(bytes)) => bytes.data().to_vec(),
        _ => Vec::new(),
    }
}

/// The kind bits of a file's mode that say "socket".
const KIND_MASK: u32 = 0o170_000;
const KIND_SOCKET: u32 = 0o140_000;

/// Removes what a server that died left at its path.
pub(crate) fn remove_stale(vm: &Vm, path: &[u8]) {
    if path.first().is_none_or(|b| *b == 0) {
        return;
    }
    let host = &vm.interp().host;
    if host.metadata(path, true).is_ok_and(|m| m.mode & KIND_MASK == KIND_SOCKET)
        && let Err(error) = host.remove_file(path)
    {
        let shown = String::from_utf8_lossy(path);
        let text = format!("Unable to check or remove stale UNIX socket '{shown}': {error}\n");
        minipy_vm::sysmod::write_stderr(vm, &text);
    }
}

/// `loop.create_unix_server(...)`; the order of `args` is that of the method's signature.
pub(crate) fn create_unix_server(vm: &Vm, args: &[Value]) -> PyResult {
    let args = args.to_vec();
    Ok(spawn(vm, "_UnixSelectorEventLoop.create_unix_server", |link| async move {
        let [event_loop, factory, path, sock, backlog, ssl, handshake, shutdown, starts, cleanup] = &args[..] else {
            return Ok(Value::NONE);
        };
        let sock = with(|vm| {
            if ssl.as_bool().is_some() {
                return Err(exc::type_error(vm, "ssl argument must be an SSLContext or None"));
            }
            refuse_ssl(vm, ssl)?;
            refuse_ssl_arguments(vm, ssl, handshake, shutdown)?;
            let sock = unix_socket(vm, path, sock)?;
            if cleanup.given().map_or(Ok(true), |c| vm.truth(c))? {
                remember_unix_file(vm, event_loop, &sock)?;
            }
            unblock(vm, &sock)?;
            Ok(sock)
        })?;
        serve(&link, event_loop, factory, vec![sock], backlog, starts).await
    }))
}

fn unix_socket(vm: &Vm, path: &Value, sock: &Value) -> PyResult {
    let Some(path) = path.not_none() else {
        let Some(sock) = sock.not_none() else {
            return Err(exc::value_error(vm, "path was not specified, and no sock specified"));
        };
        require_unix(vm, sock)?;
        return Ok(sock.clone());
    };
    if is_set(sock) {
        return Err(exc::value_error(vm, "path and sock can not be specified at the same time"));
    }
    let path = path_value(vm, path)?;
    let net = net_of(vm)?;
    let address = address_arg(vm, host_net::AF_UNIX, &path, "bind")?;
    let fd = net.socket(host_net::AF_UNIX, host_net::SOCK_STREAM, 0).map_err(|e| io(vm, &e))?;
    let made = new_socket(vm, fd, host_net::AF_UNIX, host_net::SOCK_STREAM, 0, None);
    remove_stale(vm, &path_bytes(&path));
    if let Err(error) = net.bind(fd, &address) {
        close_socket(vm, &made);
        if error.errno == errno::EADDRINUSE {
            let shown = vm.repr_string(&path)?;
            return Err(os_error_text(vm, error.errno, &format!("Address {shown} is already in use")));
        }
        return Err(io(vm, &error));
    }
    Ok(made)
}

/// The path that a unix socket is bound to; nothing for abstract names.
fn bound_path(vm: &Vm, fd: i32) -> Option<Vec<u8>> {
    match net_of(vm).ok()?.socket_name(fd) {
        Ok(host_net::Address::Unix(path)) if path.first().is_some_and(|b| *b != 0) => Some(path),
        _ => None,
    }
}

/// Notes the file of a listening unix socket, so that closing the server removes it.
fn remember_unix_file(vm: &Vm, event_loop: &Value, sock: &Value) -> PyResult<()> {
    let fd = fd_of(vm, sock)?;
    if let Some(path) = bound_path(vm, fd)
        && let Ok(found) = vm.interp().host.metadata(&path, true)
    {
        loop_of(vm, event_loop)?.net.unix_files.borrow_mut().insert(fd, found.ino);
    }
    Ok(())
}

/// Closes a listening socket by `close`, then removes its file if that is still the one it made.
pub(crate) fn remove_unix_file(
    vm: &Vm,
    event_loop: &Value,
    _sock: &Value,
    fd: i32,
    close: impl FnOnce(&Vm),
) -> PyResult<()> {
    let inode = loop_of(vm, event_loop)?.net.unix_files.borrow_mut().remove(&fd);
    let path = inode.and_then(|_| bound_path(vm, fd));
    close(vm);
    let host = &vm.interp().host;
    if let (Some(inode), Some(path)) = (inode, path)
        && host.metadata(&path, true).is_ok_and(|m| m.ino == inode)
    {
        let _ = host.remove_file(&path);
    }
    Ok(())
}
