//! `loop.sendfile` and `loop.sock_sendfile`: the system copies a regular file to a socket; what is no such file is read
//! in the executor and sent piece by piece.

use minipy_host::net::errno;
use minipy_stdlib::socket::module::net_of;
use minipy_vm::types::buffer::with_bytes;
use minipy_vm::types::bytearray::new_bytearray;
use minipy_vm::types::str_::StrObj;
use minipy_vm::{PyResult, Raised, Value, Vm, exc};

use super::connect::is_set;
use super::suspend::{Link, spawn, with};
use super::transport::{TransportObj, ensure_no_transport, fd_of};
use super::transport_methods::{self, SOCKET};
use super::{loop_of, os_error_text, sock};
use crate::event_loop::watch::Watch;
use crate::future::{self, FutureObj};
use crate::streams::errors::sendfile_not_available;

/// The most that one call asks the system for.
const MOST_AT_ONCE: usize = 1 << 30;
/// The size of pieces where the system cannot copy.
const PIECE: usize = 256 * 1024;

/// What is to be sent.
struct Request {
    event_loop: Value,
    sock: Value,
    file: Value,
    offset: u64,
    /// How many bytes; to the end of the file without.
    count: Option<u64>,
}

/// `loop.sock_sendfile(sock, file, offset=0, count=None, *, fallback=True)`
pub(crate) fn sock_sendfile(vm: &Vm, args: &[Value]) -> PyResult {
    let args = args.to_vec();
    Ok(spawn(vm, "BaseEventLoop.sock_sendfile", |link| async move {
        let (request, fallback) = with(|vm| {
            sock::check_mode(vm, &args[0], &args[1])?;
            let request = request(vm, &args[0], &args[1], &args[2..])?;
            let fd = fd_of(vm, &request.sock)?;
            ensure_no_transport(vm, &request.event_loop, fd, &vm.int(i64::from(fd)))?;
            Ok::<_, Raised>((request, may_fall_back(vm, &args[5])?))
        })?;
        send(&link, &request, fallback).await
    }))
}

/// `loop.sendfile(transport, file, offset=0, count=None, *, fallback=True)`
pub(crate) fn sendfile(vm: &Vm, args: &[Value]) -> PyResult {
    let args = args.to_vec();
    Ok(spawn(vm, "BaseEventLoop.sendfile", |link| async move {
        let (event_loop, value) = (&args[0], &args[1]);
        let (request, fallback, resume) = with(|vm| {
            let transport = usable(vm, value)?;
            let request = request(vm, event_loop, &transport.sock.get(), &args[2..])?;
            let fallback = may_fall_back(vm, &args[5])?;
            let resume = !transport.paused.get() && !transport.closing.get();
            transport_methods::pause(transport);
            let waiter = future::new_future(vm, event_loop);
            transport.empty_waiter.set(waiter);
            if transport.buffered.get() == 0 {
                is_empty(transport);
            }
            Ok::<_, Raised>((request, fallback, resume))
        })?;
        let waiter = with(|vm| usable_or_closing(vm, value).map(|t| t.empty_waiter.get()))?;
        let result = match link.wait(waiter).await {
            Ok(_) => send(&link, &request, fallback).await,
            Err(raised) => Err(raised),
        };
        let pending = result.map_err(|raised| with(|vm| vm.take_exception(raised)));
        with(|vm| {
            let transport = usable_or_closing(vm, value)?;
            drop(transport.empty_waiter.take());
            if resume { transport_methods::resume(vm, value, transport) } else { Ok(()) }
        })?;
        pending.map_err(|exception| with(|vm| vm.raise_again(exception)))
    }))
}

/// The transport, if a file can be sent through it. Only streams over sockets can: datagrams, pipes and transports of a
/// program's own are refused for good, in the words of CPython's `BaseEventLoop.sendfile`.
fn usable<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TransportObj> {
    if vm.truth(&vm.call_method_str(value, "is_closing", &[])?)? {
        return Err(exc::runtime_error(vm, "Transport is closing"));
    }
    if !vm.type_of(value).is(&vm.type_from_def(&SOCKET)) {
        let text = vm.repr_string(value)?;
        return Err(exc::runtime_error(vm, &format!("sendfile is not supported for transport {text}")));
    }
    usable_or_closing(vm, value)
}

fn usable_or_closing<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TransportObj> {
    exc::receiver::<TransportObj>(vm, value)
}

fn may_fall_back(vm: &Vm, fallback: &Value) -> PyResult<bool> {
    fallback.given().map_or(Ok(true), |value| vm.truth(value))
}

/// Checks the arguments `file, offset, count`.
fn request(vm: &Vm, event_loop: &Value, sock: &Value, rest: &[Value]) -> PyResult<Request> {
    let [file, offset, count, ..] = rest else { return Err(exc::type_error(vm, "file is missing")) };
    let mode = vm.find_attr(file, &vm.intern("mode"))?;
    if let Some(mode) = mode
        && mode.downcast::<StrObj>().is_some_and(|text| !text.to_string_lossy().contains('b'))
    {
        return Err(exc::value_error(vm, "file should be opened in binary mode"));
    }
    super::connect::require_stream(vm, sock).map_err(|raised| {
        drop(vm.take_exception(raised));
        exc::value_error(vm, "only SOCK_STREAM type sockets are supported")
    })?;
    let count = match count.not_none() {
        None => None,
        Some(count) => {
            let text = vm.repr_string(count)?;
            let message = format!("count must be a positive integer (got {text})");
            match minipy_vm::types::int::to_i64(count) {
                Some(number) if number > 0 => Some(number as u64),
                Some(_) => return Err(exc::value_error(vm, &message)),
                None => return Err(exc::type_error(vm, &message)),
            }
        }
    };
    let offset = match offset.given() {
        None => 0,
        Some(offset) => {
            let text = vm.repr_string(offset)?;
            let message = format!("offset must be a non-negative integer (got {text})");
            match minipy_vm::types::int::to_i64(offset) {
                Some(number) if number >= 0 => number as u64,
                Some(_) => return Err(exc::value_error(vm, &message)),
                None => return Err(exc::type_error(vm, &message)),
            }
        }
    };
    let (event_loop, sock, file) = (event_loop.clone(), sock.clone(), file.clone());
    Ok(Request { event_loop, sock, file, offset, count })
}

async fn send(link: &Link, request: &Request, fallback: bool) -> PyResult {
    match by_system(link, request).await? {
        Some(sent) => Ok(with(|vm| vm.int(sent as i64))),
        None if fallback => by_pieces(link, request).await,
        None => Err(with(|vm| not_available(vm, "os.sendfile call failed"))),
    }
}

fn not_available(vm: &Vm, message: &str) -> Raised {
    match sendfile_not_available(vm) {
        Ok(class) => vm.raise_text(&class, message),
        Err(raised) => raised,
    }
}

/// The descriptor of a file that has one.
fn descriptor(vm: &Vm, file: &Value) -> PyResult<Option<i32>> {
    match vm.call_method_str(file, "fileno", &[]) {
        Ok(number) => Ok(Some(vm.i64_arg(&number)? as i32)),
        Err(raised)
            if exc::is_instance(vm, &raised, &vm.exceptions().attribute_error)
                || exc::is_instance(vm, &raised, &vm.exceptions().os_error) =>
        {
            drop(vm.take_exception(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// Lets the system copy; `None`, with nothing sent: it cannot do so with this file.
async fn by_system(link: &Link, request: &Request) -> PyResult<Option<u64>> {
    let Some(file) = with(|vm| descriptor(vm, &request.file))? else { return Ok(None) };
    let socket = with(|vm| fd_of(vm, &request.sock))?;
    let mut sent = 0;
    let result = loop {
        let left = request.count.map_or(MOST_AT_ONCE as u64, |count| count - sent).min(MOST_AT_ONCE as u64);
        if left == 0 {
            break Ok(Some(sent));
        }
        let outcome = with(|vm| Ok(net_of(vm)?.send_file(socket, file, request.offset + sent, left as usize)))?;
        match outcome {
            Ok(0) => break Ok(Some(sent)),
            Ok(count) => sent += count as u64,
            Err(error) if error.errno == errno::EAGAIN || error.is_interrupted() => {
                if let Err(raised) = writable(link, &request.event_loop, socket).await {
                    break Err(raised);
                }
            }
            Err(_) if sent == 0 => break Ok(None),
            Err(error) if error.errno == errno::ENOTCONN => {
                break Err(with(|vm| os_error_text(vm, errno::ENOTCONN, "socket is not connected")));
            }
            Err(error) => break Err(with(|vm| minipy_vm::io::errors::os_error(vm, &error, None))),
        }
    };
    if sent > 0 {
        // The file stands where the next byte to send is.
        with(|vm| net_of(vm).map(|net| drop(net.seek(file, request.offset + sent))))?;
    }
    result
}

/// Waits until there is room to write.
async fn writable(link: &Link, event_loop: &Value, socket: i32) -> PyResult<()> {
    let waiter = with(|vm| {
        let waiter = future::new_future(vm, event_loop);
        drop(loop_of(vm, event_loop)?.watch(vm, socket, true, Watch::Native(sock::ready, waiter.clone()))?);
        Ok::<_, Raised>(waiter)
    })?;
    let outcome = link.wait(waiter.clone()).await;
    let pending = outcome.map_err(|raised| with(|vm| vm.take_exception(raised)));
    with(|vm| loop_of(vm, event_loop).map(|event_loop| event_loop.unwatch_own(socket, true, &waiter)))?;
    pending.map(drop).map_err(|exception| with(|vm| vm.raise_again(exception)))
}

/// Reads pieces in the executor and sends them.
async fn by_pieces(link: &Link, request: &Request) -> PyResult {
    let can_seek = with(|vm| {
        let can_seek = vm.find_attr(&request.file, &vm.intern("seek"))?.is_some();
        if can_seek {
            vm.call_method_str(&request.file, "seek", &[vm.int(request.offset as i64)])?;
        }
        Ok::<_, Raised>(can_seek)
    })?;
    let mut sent = 0;
    let result = loop {
        match one_piece(link, request, sent).await {
            Ok(0) => break Ok(()),
            Ok(count) => sent += count,
            Err(raised) => break Err(with(|vm| vm.take_exception(raised))),
        }
    };
    if sent > 0 && can_seek {
        with(|vm| vm.call_method_str(&request.file, "seek", &[vm.int((request.offset + sent) as i64)]))?;
    }
    match result {
        Ok(()) => Ok(with(|vm| vm.int(sent as i64))),
        Err(exception) => Err(with(|vm| vm.raise_again(exception))),
    }
}

/// Sends the next piece; 0 at the end.
async fn one_piece(link: &Link, request: &Request, sent: u64) -> PyResult<u64> {
    let size = request.count.map_or(PIECE as u64, |count| count - sent).min(PIECE as u64) as usize;
    if size == 0 {
        return Ok(0);
    }
    let (buffer, reading) = with(|vm| {
        let buffer = new_bytearray(vm, vec![0; size]);
        let function = vm.get_attr_str(&request.file, "readinto")?;
        let args = [Value::NONE, function, buffer.clone()];
        let reading = vm.call_method_str(&request.event_loop, "run_in_executor", &args)?;
        Ok::<_, Raised>((buffer, reading))
    })?;
    let read = link.wait(reading).await?;
    let count = with(|vm| if is_set(&read) { vm.i64_arg(&read) } else { Ok(0) })?.clamp(0, size as i64) as usize;
    let socket = with(|vm| fd_of(vm, &request.sock))?;
    let mut done = 0;
    while done < count {
        let outcome = with(|vm| {
            let net = net_of(vm)?;
            with_bytes(vm, &buffer, |bytes| net.send(socket, bytes.get(done..count).unwrap_or(&[]), 0))
        })?;
        match outcome {
            Ok(sent) => done += sent,
            Err(error) if error.errno == errno::EAGAIN || error.is_interrupted() => {
                writable(link, &request.event_loop, socket).await?;
            }
            Err(error) => return Err(with(|vm| minipy_vm::io::errors::os_error(vm, &error, None))),
        }
    }
    Ok(count as u64)
}

/// Nothing is queued any more: who waits for that goes on.
pub(crate) fn is_empty(transport: &TransportObj) {
    let waiter = transport.empty_waiter.get();
    if let Some(future) = waiter.downcast::<FutureObj>()
        && !future.is_done()
    {
        future.set_result(&waiter, Value::NONE);
    }
}

/// The connection is over: who waits learns of it.
pub(crate) fn connection_lost(vm: &Vm, transport: &TransportObj) {
    let waiter = transport.empty_waiter.get();
    if let Some(future) = waiter.downcast::<FutureObj>()
        && !future.is_done()
    {
        let raised = vm.raise_text(&vm.exceptions().connection_error, "Connection is closed by peer");
        future.set_exception(&waiter, vm.take_exception(raised));
    }
}
