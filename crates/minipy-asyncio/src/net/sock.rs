//! The `sock_*` methods of loops: operations on non-blocking sockets that wait when they must.
//!
//! Each is a step function: it tries, and if the system says "not now", it waits for the descriptor and tries again.

use minipy_host::HostError;
use minipy_host::net::{self as host_net, errno};
use minipy_stdlib::socket::SocketObj;
use minipy_stdlib::socket::address::{address_arg, address_value};
use minipy_stdlib::socket::module::net_of;
use minipy_stdlib::socket::object::{self, new_socket};
use minipy_vm::types::buffer::{with_bytes, with_bytes_mut};
use minipy_vm::types::bytes::new_bytes;
use minipy_vm::{PyResult, Raised, Value, Vm, exc};

use super::connect::connect_socket;
use super::resolve::{Hints, ensure_resolved};
use super::suspend::{spawn, with};
use super::transport::{ensure_no_transport, fd_of};
use super::{MAX_READ, loop_of};
use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::watch::Watch;
use crate::future;

/// Positions of the kept values.
const LOOP: usize = 0;
const SOCK: usize = 1;
const FIRST: usize = 2;
const SECOND: usize = 3;
/// The future that the operation waits for, which tells its watch from one that came after it.
const WAITER: usize = 4;

/// What one attempt gave.
enum Attempt {
    Done(Value),
    NotNow,
}

pub(super) fn check_mode(vm: &Vm, event_loop: &Value, sock: &Value) -> PyResult<()> {
    if !loop_of(vm, event_loop)?.debug.get() {
        return Ok(());
    }
    let blocks = match sock.downcast::<SocketObj>() {
        Some(socket) => socket.timeout.get() != Some(0),
        None => {
            let timeout = vm.call_method_str(sock, "gettimeout", &[])?;
            !vm.eq(&timeout, &Value::small(0))?
        }
    };
    if blocks { Err(exc::value_error(vm, "the socket must be non-blocking")) } else { Ok(()) }
}

/// The result of a system call: a value, or that it would block.
fn attempt<R>(vm: &Vm, result: Result<R, HostError>, make: impl FnOnce(R) -> Value) -> PyResult<Attempt> {
    match result {
        Ok(result) => Ok(Attempt::Done(make(result))),
        Err(error) if error.errno == errno::EAGAIN || error.is_interrupted() => Ok(Attempt::NotNow),
        Err(error) => Err(minipy_vm::io::errors::os_error(vm, &error, None)),
    }
}

/// One resumption of an operation: try, or wait until the descriptor is ready. State 1: it waits.
fn run(
    vm: &Vm,
    c: &NativeCoroutine,
    outcome: PyResult,
    writing: bool,
    go: fn(&Vm, &NativeCoroutine, i32) -> PyResult<Attempt>,
) -> PyResult<Next> {
    let (event_loop, sock) = (c.slot(LOOP), c.slot(SOCK));
    let fd = fd_of(vm, &sock)?;
    let first = c.state.replace(1) == 0;
    if first {
        outcome?;
        check_mode(vm, &event_loop, &sock)?;
    } else if let Err(raised) = outcome {
        loop_of(vm, &event_loop)?.unwatch_own(fd, writing, &c.slot(WAITER));
        return Err(raised);
    }
    match go(vm, c, fd) {
        Ok(Attempt::NotNow) => {}
        result => {
            if !first {
                loop_of(vm, &event_loop)?.unwatch_own(fd, writing, &c.slot(WAITER));
            }
            return result.map(|r| match r {
                Attempt::Done(value) => Next::Return(value),
                Attempt::NotNow => Next::Return(Value::NONE),
            });
        }
    }
    if first {
        ensure_no_transport(vm, &event_loop, fd, &vm.int(i64::from(fd)))?;
    }
    let waiter = future::new_future(vm, &event_loop);
    let old = loop_of(vm, &event_loop)?.watch(vm, fd, writing, Watch::Native(ready, waiter.clone()))?;
    super::loop_methods::cancel(old);
    c.set_slot(WAITER, waiter.clone());
    Ok(Next::Await(waiter))
}

/// The descriptor is ready: the operation tries again.
pub(super) fn ready(_vm: &Vm, waiter: &Value, _: &Value) -> PyResult<()> {
    if let Some(future) = waiter.downcast::<future::FutureObj>()
        && !future.is_done()
    {
        future.set_result(waiter, Value::NONE);
    }
    Ok(())
}

/// `loop.sock_recv(sock, n)`
pub(crate) fn sock_recv(vm: &Vm, event_loop: &Value, sock: &Value, count: &Value) -> PyResult {
    let slots = [event_loop.clone(), sock.clone(), count.clone()];
    Ok(coroutine::make(vm, "BaseSelectorEventLoop.sock_recv", |vm, c, o| run(vm, c, o, false, receive), slots))
}

/// Receives into the loop's buffer, or one of its own if more is asked for.
fn into_buffer<R>(
    vm: &Vm,
    c: &NativeCoroutine,
    count: usize,
    call: impl FnOnce(&mut [u8]) -> R,
    make: impl FnOnce(R, &[u8]) -> PyResult<Attempt>,
) -> PyResult<Attempt> {
    let event_loop = c.slot(LOOP);
    let part = &loop_of(vm, &event_loop)?.net;
    let mut buffer = part.read_buffer.take();
    if buffer.len() < count.max(1) {
        let mut larger = Vec::new();
        if larger.try_reserve_exact(count.max(MAX_READ)).is_err() {
            return Err(exc::memory_error(vm));
        }
        larger.resize(count.max(MAX_READ), 0);
        buffer = larger;
    }
    let result = call(&mut buffer[..count]);
    let made = make(result, &buffer);
    if buffer.len() <= MAX_READ {
        part.read_buffer.set(buffer);
    }
    made
}

fn size_arg(vm: &Vm, value: &Value, name: &str) -> PyResult<usize> {
    let size = vm.index_to_isize(value, Some(""))?;
    usize::try_from(size).map_err(|_| exc::value_error(vm, &format!("negative buffersize in {name}")))
}

fn receive(vm: &Vm, c: &NativeCoroutine, fd: i32) -> PyResult<Attempt> {
    let count = size_arg(vm, &c.slot(FIRST), "recv")?;
    let net = net_of(vm)?;
    into_buffer(vm, c, count, |b| net.receive(fd, b, 0), |result, b| attempt(vm, result, |n| new_bytes(vm, &b[..n])))
}

/// `loop.sock_recv_into(sock, buf)`
pub(crate) fn sock_recv_into(vm: &Vm, event_loop: &Value, sock: &Value, buffer: &Value) -> PyResult {
    let slots = [event_loop.clone(), sock.clone(), buffer.clone()];
    let step = |vm: &Vm, c: &NativeCoroutine, o: PyResult| run(vm, c, o, false, receive_into);
    Ok(coroutine::make(vm, "BaseSelectorEventLoop.sock_recv_into", step, slots))
}

fn receive_into(vm: &Vm, c: &NativeCoroutine, fd: i32) -> PyResult<Attempt> {
    let net = net_of(vm)?;
    let result = with_bytes_mut(vm, &c.slot(FIRST), |b| net.receive(fd, b, 0))?;
    attempt(vm, result, |n| vm.int(n as i64))
}

/// `loop.sock_recvfrom(sock, bufsize)`
pub(crate) fn sock_recvfrom(vm: &Vm, event_loop: &Value, sock: &Value, count: &Value) -> PyResult {
    let slots = [event_loop.clone(), sock.clone(), count.clone()];
    let step = |vm: &Vm, c: &NativeCoroutine, o: PyResult| run(vm, c, o, false, receive_from);
    Ok(coroutine::make(vm, "BaseSelectorEventLoop.sock_recvfrom", step, slots))
}

fn receive_from(vm: &Vm, c: &NativeCoroutine, fd: i32) -> PyResult<Attempt> {
    let count = size_arg(vm, &c.slot(FIRST), "recvfrom")?;
    let net = net_of(vm)?;
    into_buffer(
        vm,
        c,
        count,
        |b| net.receive_from(fd, b, 0),
        |result, b| attempt(vm, result, |(n, from)| vm.pair(new_bytes(vm, &b[..n]), address_value(vm, &from))),
    )
}

/// `loop.sock_recvfrom_into(sock, buf, nbytes=0)`
pub(crate) fn sock_recvfrom_into(vm: &Vm, args: &[Value]) -> PyResult {
    let count = args[3].given().cloned().unwrap_or(Value::small(0));
    let slots = [args[0].clone(), args[1].clone(), args[2].clone(), count];
    let step = |vm: &Vm, c: &NativeCoroutine, o: PyResult| run(vm, c, o, false, receive_from_into);
    Ok(coroutine::make(vm, "BaseSelectorEventLoop.sock_recvfrom_into", step, slots))
}

fn receive_from_into(vm: &Vm, c: &NativeCoroutine, fd: i32) -> PyResult<Attempt> {
    let count = size_arg(vm, &c.slot(SECOND), "recvfrom_into")?;
    let net = net_of(vm)?;
    let result = with_bytes_mut(vm, &c.slot(FIRST), |b| match count {
        0 => Some(net.receive_from(fd, b, 0)),
        n => b.get_mut(..n).map(|b| net.receive_from(fd, b, 0)),
    })?;
    let Some(result) = result else {
        return Err(exc::value_error(vm, "nbytes is greater than the length of the buffer"));
    };
    attempt(vm, result, |(n, from)| vm.pair(vm.int(n as i64), address_value(vm, &from)))
}

/// `loop.sock_sendall(sock, data)`
pub(crate) fn sock_sendall(vm: &Vm, event_loop: &Value, sock: &Value, data: &Value) -> PyResult {
    let slots = [event_loop.clone(), sock.clone(), data.clone(), Value::small(0)];
    let step = |vm: &Vm, c: &NativeCoroutine, o: PyResult| run(vm, c, o, true, send_all);
    Ok(coroutine::make(vm, "BaseSelectorEventLoop.sock_sendall", step, slots))
}

fn send_all(vm: &Vm, c: &NativeCoroutine, fd: i32) -> PyResult<Attempt> {
    let done = c.slot(SECOND).as_small().map_or(0, |n| n as usize);
    let net = net_of(vm)?;
    let (result, length) =
        with_bytes(vm, &c.slot(FIRST), |b| (net.send(fd, b.get(done..).unwrap_or(&[]), 0), b.len()))?;
    match attempt(vm, result, |n| Value::small(n as i64))? {
        Attempt::Done(count) => {
            let done = done + count.as_small().map_or(0, |n| n as usize);
            c.set_slot(SECOND, Value::small(done as i64));
            Ok(if done >= length { Attempt::Done(Value::NONE) } else { Attempt::NotNow })
        }
        Attempt::NotNow => Ok(Attempt::NotNow),
    }
}

/// `loop.sock_sendto(sock, data, address)`
pub(crate) fn sock_sendto(vm: &Vm, args: &[Value]) -> PyResult {
    let slots = [args[0].clone(), args[1].clone(), args[2].clone(), args[3].clone()];
    let step = |vm: &Vm, c: &NativeCoroutine, o: PyResult| run(vm, c, o, true, send_to);
    Ok(coroutine::make(vm, "BaseSelectorEventLoop.sock_sendto", step, slots))
}

fn send_to(vm: &Vm, c: &NativeCoroutine, fd: i32) -> PyResult<Attempt> {
    let sock = c.slot(SOCK);
    let family = sock.downcast::<SocketObj>().map_or(0, |s| s.family.get());
    let address = address_arg(vm, family, &c.slot(SECOND), "sendto")?;
    let net = net_of(vm)?;
    let result = with_bytes(vm, &c.slot(FIRST), |b| net.send_to(fd, b, 0, &address))?;
    attempt(vm, result, |n| vm.int(n as i64))
}

/// `loop.sock_accept(sock)`
pub(crate) fn sock_accept(vm: &Vm, event_loop: &Value, sock: &Value) -> PyResult {
    let slots = [event_loop.clone(), sock.clone()];
    let step = |vm: &Vm, c: &NativeCoroutine, o: PyResult| run(vm, c, o, false, accept);
    Ok(coroutine::make(vm, "BaseSelectorEventLoop.sock_accept", step, slots))
}

fn accept(vm: &Vm, c: &NativeCoroutine, fd: i32) -> PyResult<Attempt> {
    let sock = c.slot(SOCK);
    let native = vm.type_of(&sock).is(&vm.type_from_def(&object::TYPE));
    if let (Some(socket), true) = (sock.downcast::<SocketObj>(), native) {
        let (family, kind, protocol) = (socket.family.get(), socket.kind.get(), socket.protocol.get());
        let result = net_of(vm)?.accept(fd, true);
        return attempt(vm, result, |(fd, address)| {
            vm.pair(new_socket(vm, fd, family, kind, protocol, Some(0)), address_value(vm, &address))
        });
    }
    // A socket class of Python code makes connections of its own class.
    match vm.call_method_str(&sock, "accept", &[]) {
        Ok(pair) => {
            let parts = vm.collect(&pair)?;
            let [connection, _] = &parts[..] else { return Ok(Attempt::Done(pair)) };
            vm.call_method_str(connection, "setblocking", &[Value::FALSE])?;
            Ok(Attempt::Done(pair))
        }
        Err(raised) if would_block(vm, &raised) => {
            drop(vm.take_exception(raised));
            Ok(Attempt::NotNow)
        }
        Err(raised) => Err(raised),
    }
}

fn would_block(vm: &Vm, raised: &Raised) -> bool {
    let e = vm.exceptions();
    exc::is_instance(vm, raised, &e.blocking_io_error) || exc::is_instance(vm, raised, &e.interrupted_error)
}

/// `loop.sock_connect(sock, address)`
pub(crate) fn sock_connect(vm: &Vm, event_loop: &Value, sock: &Value, address: &Value) -> PyResult {
    let (event_loop, sock, address) = (event_loop.clone(), sock.clone(), address.clone());
    Ok(spawn(vm, "BaseSelectorEventLoop.sock_connect", move |link| async move {
        let hints = with(|vm| {
            check_mode(vm, &event_loop, &sock)?;
            let number = |name: &str| vm.get_attr_str(&sock, name).and_then(|v| vm.i64_arg(&v)).map(|n| n as i32);
            Ok::<_, Raised>(Hints {
                family: number("family")?,
                kind: number("type")?,
                protocol: number("proto")?,
                flags: 0,
            })
        })?;
        let mut target = address;
        if matches!(hints.family, host_net::AF_INET | host_net::AF_INET6) {
            let infos = ensure_resolved(&link, &event_loop, &target, hints).await?;
            if let Some(first) = infos.into_iter().next() {
                target = first.address;
            }
        }
        connect_socket(&link, &event_loop, &sock, &target).await?;
        Ok(Value::NONE)
    }))
}
