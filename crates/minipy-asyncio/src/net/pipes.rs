//! Pipe transports: `connect_read_pipe`, `connect_write_pipe`.

use minipy_host::HostError;
use minipy_host::net::errno;
use minipy_vm::native::{GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::buffer::with_bytes;
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::exception::new_exception;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, getset, methods};

use super::connect::finish_transport;
use super::suspend::{spawn, with};
use super::transport::{
    LAYOUT, ProtocolKind, TransportObj, connection_lost, empty, end, fd_of, in_context, set_protocol, started,
    stop_reading, this, unwatch,
};
use super::transport_methods as shared;
use super::{MAX_READ, abstracts, is_fatal, loop_of, report, write as flow};
use crate::event_loop::Ready;
use crate::event_loop::watch::Watch;
use crate::future;
use crate::streams::protocol as stream;

const FLAGS: u32 = TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER | TypeFlags::NO_INSTANTIATION;

/// `_UnixReadPipeTransport`
pub static READ: TypeDef = TypeDef {
    name: "_UnixReadPipeTransport",
    module: "asyncio.unix_events",
    base: Some(&abstracts::READ),
    layout: Some(&LAYOUT),
    flags: FLAGS | TypeFlags::WRITTEN,
    slots: Slots {
        new: Some(shared::new),
        repr: Some(read_repr),
        finalize: Some(shared::finalize),
        dict_of: Some(shared::dict_of),
        ..Slots::EMPTY
    },
    methods: READ_METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// `_UnixWritePipeTransport`
pub static WRITE: TypeDef = TypeDef {
    name: "_UnixWritePipeTransport",
    module: "asyncio.unix_events",
    base: Some(&abstracts::WRITE),
    layout: Some(&LAYOUT),
    flags: FLAGS | TypeFlags::WRITTEN,
    slots: Slots {
        new: Some(shared::new),
        repr: Some(write_repr),
        finalize: Some(shared::finalize),
        dict_of: Some(shared::dict_of),
        ..Slots::EMPTY
    },
    methods: WRITE_METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static READ_METHODS: &[MethodDef] = methods! {
    "get_extra_info" FN(shared::get_extra_info) "BaseTransport.get_extra_info(self, name, default=None)" "Get optional transport information.";
    "is_closing" F1(shared::is_closing) "_UnixReadPipeTransport.is_closing(self)" "Return True if the transport is closing or closed.";
    "close" F1(read_close) "_UnixReadPipeTransport.close(self)" "Close the transport.";
    "set_protocol" F2(shared::set_protocol) "_UnixReadPipeTransport.set_protocol(self, protocol)" "Set a new protocol.";
    "get_protocol" F1(shared::get_protocol) "_UnixReadPipeTransport.get_protocol(self)" "Return the current protocol.";
    "is_reading" F1(shared::is_reading) "_UnixReadPipeTransport.is_reading(self)" "Return True if the transport is receiving.";
    "pause_reading" F1(shared::pause_reading) "_UnixReadPipeTransport.pause_reading(self)" "Pause the receiving end.";
    "resume_reading" F1(shared::resume_reading) "_UnixReadPipeTransport.resume_reading(self)" "Resume the receiving end.";
};

static WRITE_METHODS: &[MethodDef] = methods! {
    "get_extra_info" FN(shared::get_extra_info) "BaseTransport.get_extra_info(self, name, default=None)" "Get optional transport information.";
    "is_closing" F1(shared::is_closing) "_UnixWritePipeTransport.is_closing(self)" "Return True if the transport is closing or closed.";
    "close" F1(write_eof) "_UnixWritePipeTransport.close(self)" "Close the transport.";
    "abort" F1(abort) "_UnixWritePipeTransport.abort(self)" "Close the transport immediately.";
    "set_protocol" F2(shared::set_protocol) "_UnixWritePipeTransport.set_protocol(self, protocol)" "Set a new protocol.";
    "get_protocol" F1(shared::get_protocol) "_UnixWritePipeTransport.get_protocol(self)" "Return the current protocol.";
    "write" F2(write_method) "_UnixWritePipeTransport.write(self, data)" "Write some data bytes to the transport.";
    "write_eof" F1(write_eof) "_UnixWritePipeTransport.write_eof(self)" "Close the write end after flushing buffered data.";
    "can_write_eof" F1(shared::can_write_eof) "_UnixWritePipeTransport.can_write_eof(self)" "Return True if this transport supports write_eof(), False if not.";
    "set_write_buffer_limits" FN(shared::set_write_buffer_limits) "_FlowControlMixin.set_write_buffer_limits(self, high=None, low=None)" "Set the high- and low-water limits for write flow control.";
    "get_write_buffer_size" F1(shared::get_write_buffer_size) "_UnixWritePipeTransport.get_write_buffer_size(self)" "Return the current size of the write buffer.";
    "get_write_buffer_limits" F1(shared::get_write_buffer_limits) "_FlowControlMixin.get_write_buffer_limits(self)" "Get the high and low watermarks for write flow control.";
};

static GETSET: &[GetSetDef] = getset! {
    "_loop" shared::get_loop, "The event loop.";
    "_protocol" shared::get_protocol, "The protocol.";
    "_extra" shared::get_extra, "Optional information.";
};

fn repr(vm: &Vm, value: &Value, writing: bool) -> PyResult {
    let transport = this(vm, value)?;
    let mut parts = vec![vm.type_of(value).plain_name()];
    let open = !transport.sock.borrow().is_null();
    if !open {
        parts.push("closed".to_owned());
    } else if transport.closing.get() {
        parts.push("closing".to_owned());
    }
    let fd = transport.fd.get();
    parts.push(format!("fd={fd}"));
    let event_loop = transport.event_loop.get();
    match event_loop.downcast::<crate::event_loop::LoopObj>() {
        Some(object) if open => {
            parts.push(if object.is_watched(fd, writing) { "polling" } else { "idle" }.to_owned());
            if writing {
                parts.push(format!("bufsize={}", transport.buffered.get()));
            }
        }
        _ if open => parts.push("open".to_owned()),
        _ => parts.push("closed".to_owned()),
    }
    Ok(vm.str(&format!("<{}>", parts.join(" "))))
}

fn read_repr(vm: &Vm, value: &Value) -> PyResult {
    repr(vm, value, false)
}

fn write_repr(vm: &Vm, value: &Value) -> PyResult {
    repr(vm, value, true)
}

/// The kinds of a file's mode.
const FIFO: u32 = 0o010_000;
const CHARACTER: u32 = 0o020_000;
const SOCKET: u32 = 0o140_000;

fn io(vm: &Vm, error: &HostError) -> Raised {
    minipy_vm::io::errors::os_error(vm, error, None)
}

/// Makes a pipe transport: its kind of file is checked, it does not block any more.
fn make(vm: &Vm, event_loop: &Value, pipe: &Value, protocol: &Value, waiter: Value, writing: bool) -> PyResult {
    let fd = fd_of(vm, pipe)?;
    let mut made = empty(vm, event_loop, pipe, fd)?;
    made.read_ready = if writing { peer_closed } else { read_ready };
    made.write = write;
    let kind = made.net.file_kind(fd).map_err(|e| io(vm, &e))?;
    if !matches!(kind, FIFO | CHARACTER | SOCKET) {
        let message = match writing {
            true => "Pipe transport is only for pipes, sockets and character devices",
            false => "Pipe transport is for pipes/sockets only.",
        };
        return Err(exc::value_error(vm, message));
    }
    made.net.set_nonblocking(fd, true).map_err(|e| io(vm, &e))?;
    if let Some(extra) = made.extra.get().downcast::<DictObj>() {
        extra.set_name(vm, &vm.intern("pipe"), pipe.clone());
    }
    // A character device does not tell when its other end closes.
    made.paused.set(writing && kind == CHARACTER);
    let value = vm.alloc(&vm.type_from_def(if writing { &WRITE } else { &READ }), made).into_value();
    set_protocol(vm, this(vm, &value)?, protocol);
    loop_of(vm, event_loop)?.push(Ready::Done(started, value.clone(), waiter));
    Ok(value)
}

fn connect(vm: &Vm, name: &'static str, event_loop: &Value, factory: &Value, pipe: &Value, writing: bool) -> PyResult {
    let (event_loop, factory, pipe) = (event_loop.clone(), factory.clone(), pipe.clone());
    Ok(spawn(vm, name, move |link| async move {
        let (transport, protocol, waiter) = with(|vm| {
            let protocol = vm.call0(&factory)?;
            let waiter = future::new_future(vm, &event_loop);
            let transport = make(vm, &event_loop, &pipe, &protocol, waiter.clone(), writing)?;
            Ok::<_, Raised>((transport, protocol, waiter))
        })?;
        finish_transport(&link, transport, protocol, waiter).await
    }))
}

/// `loop.connect_read_pipe(protocol_factory, pipe)`
pub(crate) fn connect_read_pipe(vm: &Vm, event_loop: &Value, factory: &Value, pipe: &Value) -> PyResult {
    connect(vm, "BaseEventLoop.connect_read_pipe", event_loop, factory, pipe, false)
}

/// `loop.connect_write_pipe(protocol_factory, pipe)`
pub(crate) fn connect_write_pipe(vm: &Vm, event_loop: &Value, factory: &Value, pipe: &Value) -> PyResult {
    connect(vm, "BaseEventLoop.connect_write_pipe", event_loop, factory, pipe, true)
}

fn retry(error: &HostError) -> bool {
    error.errno == errno::EAGAIN || error.is_interrupted()
}

/// The pipe is readable.
fn read_ready(vm: &Vm, value: &Value, _: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    if transport.closing.get() || transport.paused.get() {
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
    let result = transport.net.read(transport.fd.get(), &mut buffer);
    let protocol = transport.protocol.get();
    let outcome = match result {
        Ok(0) => {
            part.read_buffer.set(buffer);
            transport.closing.set(true);
            stop_reading(transport);
            let object = loop_of(vm, &event_loop)?;
            object.push(Ready::Done(eof, value.clone(), Value::NULL));
            object.push(Ready::Done(connection_lost, value.clone(), Value::NONE));
            return Ok(());
        }
        Ok(count) if transport.protocol_kind.get() == ProtocolKind::Stream => {
            let outcome = stream::data_received(vm, &protocol, &buffer[..count]);
            part.read_buffer.set(buffer);
            outcome
        }
        Ok(count) => {
            let data = new_bytes(vm, &buffer[..count]);
            part.read_buffer.set(buffer);
            vm.call_method(&protocol, &transport.names.data_received, &[data]).map(drop)
        }
        Err(error) => {
            part.read_buffer.set(buffer);
            if retry(&error) {
                return Ok(());
            }
            let quiet = error.errno == EIO;
            return fatal(vm, value, transport, io(vm, &error), "Fatal read error on pipe transport", quiet);
        }
    };
    outcome.or_else(|raised| {
        let exception = vm.take_exception(raised);
        if is_fatal(vm, &exception) {
            return Err(vm.raise_again(exception));
        }
        let text = vm.str("Exception in callback _UnixReadPipeTransport._read_ready()");
        report(vm, &event_loop, &[("message", text), ("exception", exception)])
    })
}

/// `EIO`: what a terminal gives whose other end is gone.
const EIO: i32 = 5;

fn eof(vm: &Vm, value: &Value, _: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    let protocol = transport.protocol.get();
    if protocol.is_null() {
        return Ok(());
    }
    in_context(vm, transport, |vm| match transport.protocol_kind.get() {
        ProtocolKind::Stream => stream::eof_received(vm, &protocol).map(drop),
        _ => vm.call_method(&protocol, &transport.names.eof_received, &[]).map(drop),
    })
}

fn fatal(vm: &Vm, value: &Value, transport: &TransportObj, raised: Raised, message: &str, quiet: bool) -> PyResult<()> {
    let exception = vm.take_exception(raised);
    if is_fatal(vm, &exception) {
        return Err(vm.raise_again(exception));
    }
    if !quiet {
        let event_loop = transport.event_loop.get();
        let protocol = transport.protocol.get().non_null().unwrap_or(Value::NONE);
        report(
            vm,
            &event_loop,
            &[
                ("message", vm.str(message)),
                ("exception", exception.clone()),
                ("transport", value.clone()),
                ("protocol", protocol),
            ],
        )?;
    }
    close(vm, value, transport, exception)
}

/// Closes at once, with the reason for `connection_lost`.
fn close(vm: &Vm, value: &Value, transport: &TransportObj, exception: Value) -> PyResult<()> {
    transport.closing.set(true);
    if transport.buffered.get() > 0 {
        unwatch(transport, true);
        flow::clear(transport);
    }
    stop_reading(transport);
    let event_loop = transport.event_loop.get();
    if !event_loop.is_null() {
        loop_of(vm, &event_loop)?.push(Ready::Done(connection_lost, value.clone(), exception));
    }
    Ok(())
}

fn read_close(vm: &Vm, value: &Value) -> PyResult {
    let transport = this(vm, value)?;
    if !transport.closing.get() {
        close(vm, value, transport, Value::NONE)?;
    }
    Ok(Value::NONE)
}

fn abort(vm: &Vm, value: &Value) -> PyResult {
    close(vm, value, this(vm, value)?, Value::NONE)?;
    Ok(Value::NONE)
}

/// The reading end of a pipe that we write to is gone.
fn peer_closed(vm: &Vm, value: &Value, _: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    if transport.closing.get() {
        return Ok(());
    }
    let exception = match transport.buffered.get() {
        0 => Value::NONE,
        _ => new_exception(vm, &vm.exceptions().broken_pipe_error, Vec::new()),
    };
    close(vm, value, transport, exception)
}

fn write_eof(vm: &Vm, value: &Value) -> PyResult {
    let transport = this(vm, value)?;
    if transport.sock.borrow().is_null() || transport.closing.replace(true) {
        return Ok(Value::NONE);
    }
    if transport.buffered.get() == 0 {
        stop_reading(transport);
        let event_loop = transport.event_loop.get();
        loop_of(vm, &event_loop)?.push(Ready::Done(connection_lost, value.clone(), Value::NONE));
    }
    Ok(Value::NONE)
}

fn write_method(vm: &Vm, value: &Value, data: &Value) -> PyResult {
    write(vm, value, this(vm, value)?, data)?;
    Ok(Value::NONE)
}

/// `transport.write(data)`
fn write(vm: &Vm, value: &Value, transport: &TransportObj, data: &Value) -> PyResult<()> {
    let length = match flow::data_length(vm, data, "bytes-like object") {
        Ok(length) => length,
        Err(raised) => {
            drop(vm.take_exception(raised));
            let shown = vm.repr_string(data)?;
            return Err(exc::assertion_error(vm, &shown));
        }
    };
    if length == 0 {
        return Ok(());
    }
    if transport.conn_lost.get() > 0 || transport.closing.get() {
        let count = transport.conn_lost.get();
        if count >= flow::LOG_THRESHOLD {
            let text = "pipe closed by peer or os.write(pipe, data) raised exception.\n";
            minipy_vm::sysmod::write_stderr(vm, text);
        }
        transport.conn_lost.set(count + 1);
        return Ok(());
    }
    let mut sent = 0;
    if transport.buffered.get() == 0 {
        match with_bytes(vm, data, |b| transport.net.write(transport.fd.get(), b))? {
            Ok(count) if count >= length => return Ok(()),
            Ok(count) => sent = count,
            Err(error) if retry(&error) => {}
            Err(error) => {
                transport.conn_lost.set(transport.conn_lost.get() + 1);
                let message = "Fatal write error on pipe transport";
                return fatal(vm, value, transport, io(vm, &error), message, true);
            }
        }
        let event_loop = transport.event_loop.get();
        let watch = Watch::Native(write_ready, value.clone());
        drop(loop_of(vm, &event_loop)?.watch(vm, transport.fd.get(), true, watch)?);
    }
    flow::push(vm, transport, data, sent, length)?;
    flow::maybe_pause(vm, value, transport)
}

/// There is room in the pipe.
fn write_ready(vm: &Vm, value: &Value, _: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    if transport.buffered.get() == 0 {
        return Ok(());
    }
    in_context(vm, transport, |vm| flush(vm, value, transport))
}

fn flush(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    while transport.buffered.get() > 0 {
        let first = transport.buffer.borrow().front().cloned().unwrap_or_default();
        let bytes = first.downcast::<BytesObj>().map_or(&[][..], BytesObj::data);
        let rest = bytes.get(transport.first_offset.get()..).unwrap_or(&[]);
        match transport.net.write(transport.fd.get(), rest) {
            Ok(count) => {
                flow::sent(transport, count);
                if count < rest.len() {
                    return Ok(());
                }
            }
            Err(error) if retry(&error) => return Ok(()),
            Err(error) => {
                flow::clear(transport);
                transport.conn_lost.set(transport.conn_lost.get() + 1);
                unwatch(transport, true);
                return fatal(vm, value, transport, io(vm, &error), "Fatal write error on pipe transport", true);
            }
        }
    }
    unwatch(transport, true);
    flow::maybe_resume(vm, value, transport)?;
    if transport.closing.get() && transport.buffered.get() == 0 {
        stop_reading(transport);
        return end(vm, value, transport, &Value::NONE);
    }
    Ok(())
}
