//! The types of selector transports and the methods that programs call.

use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use super::transport::{self, LAYOUT, TransportObj, close_socket, force_close, start_reading, stop_reading, this};
use super::{abstracts, write};

const FLAGS: u32 =
    TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER | TypeFlags::NO_INSTANTIATION;

/// `_SelectorTransport`
pub static SELECTOR: TypeDef = TypeDef {
    name: "_SelectorTransport",
    module: "asyncio.selector_events",
    base: Some(&abstracts::TRANSPORT),
    layout: Some(&LAYOUT),
    flags: FLAGS | TypeFlags::WRITTEN,
    slots: Slots { new: Some(new), repr: Some(repr), finalize: Some(finalize), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// `_SelectorSocketTransport`
pub static SOCKET: TypeDef = TypeDef {
    name: "_SelectorSocketTransport",
    module: "asyncio.selector_events",
    base: Some(&SELECTOR),
    flags: FLAGS | TypeFlags::WRITTEN,
    methods: SOCKET_METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "get_extra_info" FN(get_extra_info) "BaseTransport.get_extra_info(self, name, default=None)" "Get optional transport information.";
    "is_closing" F1(is_closing) "_SelectorTransport.is_closing(self)" "Return True if the transport is closing or closed.";
    "close" F1(close) "_SelectorSocketTransport.close(self)" "Close the transport.";
    "abort" F1(abort) "_SelectorTransport.abort(self)" "Close the transport immediately.";
    "set_protocol" F2(set_protocol) "_SelectorSocketTransport.set_protocol(self, protocol)" "Set a new protocol.";
    "get_protocol" F1(get_protocol) "_SelectorTransport.get_protocol(self)" "Return the current protocol.";
    "is_reading" F1(is_reading) "_SelectorTransport.is_reading(self)" "Return True if the transport is receiving.";
    "pause_reading" F1(pause_reading) "_SelectorTransport.pause_reading(self)" "Pause the receiving end.";
    "resume_reading" F1(resume_reading) "_SelectorTransport.resume_reading(self)" "Resume the receiving end.";
    "set_write_buffer_limits" FN(set_write_buffer_limits) "_FlowControlMixin.set_write_buffer_limits(self, high=None, low=None)" "Set the high- and low-water limits for write flow control.";
    "get_write_buffer_size" F1(get_write_buffer_size) "_SelectorTransport.get_write_buffer_size(self)" "Return the current size of the write buffer.";
    "get_write_buffer_limits" F1(get_write_buffer_limits) "_FlowControlMixin.get_write_buffer_limits(self)" "Get the high and low watermarks for write flow control.";
};

static SOCKET_METHODS: &[MethodDef] = methods! {
    "write" F2(write_method) "_SelectorSocketTransport.write(self, data)" "Write some data bytes to the transport.";
    "writelines" F2(writelines) "_SelectorSocketTransport.writelines(self, list_of_data)" "Write a list (or any iterable) of data bytes to the transport.";
    "write_eof" F1(write_eof) "_SelectorSocketTransport.write_eof(self)" "Close the write end after flushing buffered data.";
    "can_write_eof" F1(can_write_eof) "_SelectorSocketTransport.can_write_eof(self)" "Return True if this transport supports write_eof(), False if not.";
};

static GETSET: &[GetSetDef] = getset! {
    "_sock" get_sock, "The socket.";
    "_sock_fd" get_fd, "Its descriptor.";
    "_protocol" get_protocol, "The protocol.";
    "_loop" get_loop, "The event loop.";
    "_extra" get_extra, "Optional information.";
    "_server" get_server, "The server that accepted the connection.";
    "_closing" is_closing, "Whether it is closing.";
    "_paused" get_paused, "Whether reading is paused.";
    "_conn_lost" get_conn_lost, "Set when connection_lost is scheduled.";
    "_eof" get_eof, "Whether write_eof() was called.";
    "_protocol_paused" get_protocol_paused, "Whether the protocol was told to pause writing.";
    "_start_tls_compatible" get_true, "Whether start_tls() works.";
};

/// Programs cannot make transports; the loop does.
pub(super) fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Err(exc::type_error(vm, &format!("cannot create '{}' instances", ty.name_str())))
}

pub(super) fn dict_of(value: &Value) -> Option<&minipy_vm::heap::PyCell<Value>> {
    value.downcast::<TransportObj>().map(|t| &t.dict)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let transport = this(vm, value)?;
    let mut parts = vec![vm.type_of(value).plain_name()];
    if transport.sock.borrow().is_null() {
        parts.push("closed".to_owned());
    } else if transport.closing.get() {
        parts.push("closing".to_owned());
    }
    let fd = transport.fd.get();
    parts.push(format!("fd={fd}"));
    let event_loop = transport.event_loop.get();
    if let Some(object) = event_loop.downcast::<crate::event_loop::LoopObj>()
        && !object.closed.get()
    {
        let state = |on: bool| if on { "polling" } else { "idle" };
        parts.push(format!("read={}", state(object.is_watched(fd, false))));
        let size = transport.buffered.get();
        parts.push(format!("write=<{}, bufsize={size}>", state(object.is_watched(fd, true))));
    }
    Ok(vm.str(&format!("<{}>", parts.join(" "))))
}

pub(super) fn finalize(vm: &Vm, value: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    if transport.sock.borrow().is_null() {
        return Ok(());
    }
    let text = vm.repr_string(value)?;
    let category = &vm.exceptions().resource_warning;
    let warned = minipy_vm::warn::warn(vm, category, &format!("unclosed transport {text}"));
    close_socket(vm, &transport.sock.take());
    let server = transport.server.take();
    if !server.is_null() {
        super::server::detach(vm, &server, transport);
    }
    warned
}

pub(super) fn get_extra_info(vm: &Vm, args: &[Value]) -> PyResult {
    let default = args[2].given().cloned().unwrap_or(Value::NONE);
    let extra = this(vm, &args[0])?.extra.get();
    match extra.downcast::<DictObj>() {
        Some(dict) => Ok(dict.get(vm, &args[1])?.unwrap_or(default)),
        None => Ok(default),
    }
}

pub(super) fn is_closing(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.closing.get()))
}

fn close(vm: &Vm, value: &Value) -> PyResult {
    transport::close(vm, value, this(vm, value)?)?;
    Ok(Value::NONE)
}

fn abort(vm: &Vm, value: &Value) -> PyResult {
    force_close(vm, value, this(vm, value)?, Value::NONE)?;
    Ok(Value::NONE)
}

pub(super) fn set_protocol(vm: &Vm, value: &Value, protocol: &Value) -> PyResult {
    transport::set_protocol(vm, this(vm, value)?, protocol);
    Ok(Value::NONE)
}

fn or_none(value: Value) -> Value {
    value.non_null().unwrap_or(Value::NONE)
}

pub(super) fn get_protocol(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.protocol.get()))
}

pub(super) fn is_reading(vm: &Vm, value: &Value) -> PyResult {
    let transport = this(vm, value)?;
    Ok(Value::bool(!transport.closing.get() && !transport.paused.get()))
}

/// Stops reading, for Rust code.
pub(crate) fn pause(transport: &TransportObj) {
    if !transport.closing.get() && !transport.paused.replace(true) {
        stop_reading(transport);
    }
}

/// Reads again, for Rust code.
pub(crate) fn resume(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    if transport.closing.get() || !transport.paused.replace(false) {
        return Ok(());
    }
    start_reading(vm, value, transport)
}

pub(super) fn pause_reading(vm: &Vm, value: &Value) -> PyResult {
    pause(this(vm, value)?);
    Ok(Value::NONE)
}

pub(super) fn resume_reading(vm: &Vm, value: &Value) -> PyResult {
    resume(vm, value, this(vm, value)?)?;
    Ok(Value::NONE)
}

/// The limits that `set_write_buffer_limits(high, low)` means.
pub(crate) fn limits(vm: &Vm, high: &Value, low: &Value) -> PyResult<(usize, usize)> {
    let number = |v: &Value| v.not_none().map(|v| vm.i64_arg(v)).transpose();
    let (high, low) = (number(high)?, number(low)?);
    let high = high.unwrap_or_else(|| low.map_or(64 * 1024, |low| low.saturating_mul(4)));
    let low = low.unwrap_or_else(|| high.div_euclid(4));
    if high < low || low < 0 {
        return Err(exc::value_error(vm, &format!("high ({high}) must be >= low ({low}) must be >= 0")));
    }
    Ok((high as usize, low as usize))
}

pub(super) fn set_write_buffer_limits(vm: &Vm, args: &[Value]) -> PyResult {
    let transport = this(vm, &args[0])?;
    let (high, low) = limits(vm, &args[1], &args[2])?;
    transport.high.set(high);
    transport.low.set(low);
    write::maybe_pause(vm, &args[0], transport)?;
    Ok(Value::NONE)
}

pub(super) fn get_write_buffer_size(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(this(vm, value)?.buffered.get() as i64))
}

pub(super) fn get_write_buffer_limits(vm: &Vm, value: &Value) -> PyResult {
    let transport = this(vm, value)?;
    Ok(vm.pair(vm.int(transport.low.get() as i64), vm.int(transport.high.get() as i64)))
}

fn write_method(vm: &Vm, value: &Value, data: &Value) -> PyResult {
    write::write(vm, value, this(vm, value)?, data)?;
    Ok(Value::NONE)
}

fn writelines(vm: &Vm, value: &Value, list: &Value) -> PyResult {
    write::writelines(vm, value, this(vm, value)?, list)?;
    Ok(Value::NONE)
}

fn write_eof(vm: &Vm, value: &Value) -> PyResult {
    write::write_eof(vm, this(vm, value)?)?;
    Ok(Value::NONE)
}

pub(super) fn can_write_eof(_vm: &Vm, _value: &Value) -> PyResult {
    Ok(Value::TRUE)
}

fn get_sock(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.sock.get()))
}

fn get_fd(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, value)?.fd.get())))
}

pub(super) fn get_loop(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.event_loop.get()))
}

pub(super) fn get_extra(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.extra.get()))
}

fn get_server(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.server.get()))
}

fn get_paused(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.paused.get()))
}

fn get_conn_lost(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, value)?.conn_lost.get())))
}

fn get_eof(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.eof.get()))
}

fn get_protocol_paused(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.protocol_paused.get()))
}

fn get_true(_vm: &Vm, _value: &Value) -> PyResult {
    Ok(Value::TRUE)
}
