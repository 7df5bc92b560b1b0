//! `FlowControlMixin` and `StreamReaderProtocol`: the protocol between a transport and a pair of streams.
//!
//! Transports call the functions here directly when the protocol is exactly `StreamReaderProtocol`; the methods of the
//! same names are for subclasses and for other transports.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::written::bind;
use minipy_vm::slots::Slots;
use minipy_vm::types::bytes::BytesObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use super::reader::{self, ReaderObj};
use super::writer;
use crate::coroutine::{self, NativeCoroutine, Next};
use crate::future::{self, Callback, FutureObj, State};
use crate::net::{is_fatal, protocols, report};

/// The struct inside both types.
pub struct StreamProtocolObj {
    event_loop: PyCell<Value>,
    paused: Cell<bool>,
    drain_waiters: PyCell<Vec<Value>>,
    connection_lost: Cell<bool>,
    /// The reader, or NULL.
    reader: PyCell<Value>,
    /// Whether the reader is exactly a `StreamReader`, whose methods need not be looked up.
    plain_reader: Cell<bool>,
    callback: PyCell<Value>,
    transport: PyCell<Value>,
    task: PyCell<Value>,
    /// The future of `wait_closed`; NULL in a plain `FlowControlMixin`.
    closed: PyCell<Value>,
    over_ssl: Cell<bool>,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<StreamProtocolObj>("FlowControlMixin");

impl HeapObject for StreamProtocolObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        let cells =
            [&self.event_loop, &self.reader, &self.callback, &self.transport, &self.task, &self.closed, &self.dict];
        cells.into_iter().for_each(|cell| visit(&cell.borrow()));
        self.drain_waiters.borrow().iter().for_each(&mut *visit);
    }

    fn clear(&self) {
        for cell in [&self.reader, &self.callback, &self.transport, &self.task, &self.closed, &self.dict] {
            drop(cell.take());
        }
        drop(self.drain_waiters.take());
    }
}

const FLAGS: u32 = TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE;

/// `FlowControlMixin`
pub static FLOW: TypeDef = TypeDef {
    name: "FlowControlMixin",
    module: "asyncio.streams",
    base: Some(&protocols::PROTOCOL),
    layout: Some(&LAYOUT),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Reusable flow control logic for StreamWriter.drain().",
    slots: Slots { new: Some(new), init: Some(flow_init), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: FLOW_METHODS,
    getset: FLOW_GETSET,
    ..TypeDef::EMPTY
};

/// `StreamReaderProtocol`
pub static TYPE: TypeDef = TypeDef {
    name: "StreamReaderProtocol",
    module: "asyncio.streams",
    base: Some(&FLOW),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Helper class to adapt between Protocol and StreamReader.",
    slots: Slots { init: Some(init), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static FLOW_METHODS: &[MethodDef] = methods! {
    "pause_writing" F1(pause_method) "FlowControlMixin.pause_writing(self)" "";
    "resume_writing" F1(resume_method) "FlowControlMixin.resume_writing(self)" "";
    "connection_lost" F2(flow_lost_method) "FlowControlMixin.connection_lost(self, exc)" "";
    "_drain_helper" F1(drain_helper) "async FlowControlMixin._drain_helper(self)" "";
    "_get_close_waiter" F2(no_close_waiter) "FlowControlMixin._get_close_waiter(self, stream)" "";
};

static FLOW_GETSET: &[GetSetDef] = getset! {
    "_loop" get_loop, "The event loop.";
    "_paused" get_paused, "Whether writing is paused.";
    "_connection_lost" get_lost, "Whether the connection is lost.";
    "_drain_waiters" get_waiters, "Futures of drain().";
};

static METHODS: &[MethodDef] = methods! {
    "connection_made" F2(made_method) "StreamReaderProtocol.connection_made(self, transport)" "";
    "connection_lost" F2(lost_method) "StreamReaderProtocol.connection_lost(self, exc)" "";
    "data_received" F2(data_method) "StreamReaderProtocol.data_received(self, data)" "";
    "eof_received" F1(eof_method) "StreamReaderProtocol.eof_received(self)" "";
    "_replace_transport" F2(replace_transport) "StreamReaderProtocol._replace_transport(self, transport)" "";
    "_get_close_waiter" F2(close_waiter) "StreamReaderProtocol._get_close_waiter(self, stream)" "";
};

static GETSET: &[GetSetDef] = getset! {
    "_stream_reader" get_reader, "The reader.";
    "_client_connected_cb" get_callback, "What a server calls.";
    "_transport" get_transport, "The transport.";
    "_over_ssl" get_over_ssl, set_over_ssl, "Whether TLS is used.";
    "_closed" get_closed, "The future of wait_closed().";
    "_task" get_task, "The task of a server's callback.";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StreamProtocolObj> {
    exc::receiver(vm, value)
}

fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<StreamProtocolObj>().map(|p| &p.dict)
}

fn empty() -> StreamProtocolObj {
    StreamProtocolObj {
        event_loop: PyCell::default(),
        paused: Cell::new(false),
        drain_waiters: PyCell::default(),
        connection_lost: Cell::new(false),
        reader: PyCell::default(),
        plain_reader: Cell::new(false),
        callback: PyCell::default(),
        transport: PyCell::default(),
        task: PyCell::default(),
        closed: PyCell::default(),
        over_ssl: Cell::new(false),
        dict: PyCell::default(),
    }
}

/// A protocol of the exact type; `callback` may be NULL.
pub(crate) fn new_protocol(vm: &Vm, reader: Value, callback: Value, event_loop: &Value) -> Value {
    let protocol = empty();
    protocol.closed.set(future::new_future(vm, event_loop));
    protocol.event_loop.set(event_loop.clone());
    protocol.plain_reader.set(true);
    protocol.reader.set(reader);
    protocol.callback.set(callback);
    vm.alloc(&vm.type_from_def(&TYPE), protocol).into_value()
}

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, empty()).into_value())
}

/// The reader's struct, if its methods are the builtin ones.
fn plain<'a>(protocol: &StreamProtocolObj, reader: &'a Value) -> Option<&'a ReaderObj> {
    if protocol.plain_reader.get() { reader.downcast::<ReaderObj>() } else { None }
}

fn loop_or_current(vm: &Vm, given: &Value) -> PyResult {
    match given.not_none() {
        Some(found) => Ok(found.clone()),
        None => crate::event_loop::current_or_error(vm),
    }
}

fn flow_init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let bound = bind(vm, "FlowControlMixin.__init__", "(self, loop=None)", args, 1)?;
    this(vm, value)?.event_loop.set(loop_or_current(vm, &bound[0])?);
    Ok(())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let signature = "(self, stream_reader, client_connected_cb=None, loop=None)";
    let bound = bind(vm, "StreamReaderProtocol.__init__", signature, args, 1)?;
    let protocol = this(vm, value)?;
    let event_loop = loop_or_current(vm, &bound[2])?;
    protocol.closed.set(future::new_future(vm, &event_loop));
    protocol.event_loop.set(event_loop);
    protocol.plain_reader.set(vm.type_of(&bound[0]).is(&vm.type_from_def(&reader::TYPE)));
    protocol.reader.set(bound[0].not_none().cloned().unwrap_or_default());
    protocol.callback.set(bound[1].not_none().cloned().unwrap_or_default());
    Ok(())
}

/// Too much is queued: `drain` waits from now on.
pub(crate) fn pause_writing(vm: &Vm, value: &Value) -> PyResult<()> {
    if this(vm, value)?.paused.replace(true) {
        return Err(vm.raise_with(&vm.exceptions().assertion_error, Vec::new()));
    }
    Ok(())
}

fn pause_method(vm: &Vm, value: &Value) -> PyResult {
    pause_writing(vm, value)?;
    Ok(Value::NONE)
}

/// There is room again: those who wait in `drain` go on.
pub(crate) fn resume_writing(vm: &Vm, value: &Value) -> PyResult<()> {
    let protocol = this(vm, value)?;
    if !protocol.paused.replace(false) {
        return Err(vm.raise_with(&vm.exceptions().assertion_error, Vec::new()));
    }
    wake_drains(protocol, &Value::NONE);
    Ok(())
}

fn resume_method(vm: &Vm, value: &Value) -> PyResult {
    resume_writing(vm, value)?;
    Ok(Value::NONE)
}

fn wake_drains(protocol: &StreamProtocolObj, exception: &Value) {
    let waiters: Vec<Value> = protocol.drain_waiters.borrow().clone();
    for waiter in &waiters {
        let Some(future) = waiter.downcast::<FutureObj>().filter(|f| !f.is_done()) else { continue };
        if exception.is_none() {
            future.set_result(waiter, Value::NONE);
        } else {
            future.set_exception(waiter, exception.clone());
        }
    }
}

fn flow_lost(protocol: &StreamProtocolObj, exception: &Value) {
    protocol.connection_lost.set(true);
    if protocol.paused.get() {
        wake_drains(protocol, exception);
    }
}

fn flow_lost_method(vm: &Vm, value: &Value, exception: &Value) -> PyResult {
    flow_lost(this(vm, value)?, exception);
    Ok(Value::NONE)
}

/// What `drain` does when nothing is paused: an error if the connection is lost. True: there is nothing to wait for.
pub(crate) fn drain_now(vm: &Vm, value: &Value) -> PyResult<bool> {
    let protocol = this(vm, value)?;
    if protocol.connection_lost.get() {
        return Err(vm.raise_text(&vm.exceptions().connection_reset_error, "Connection lost"));
    }
    Ok(!protocol.paused.get())
}

fn drain_helper(vm: &Vm, value: &Value) -> PyResult {
    Ok(coroutine::new(vm, "FlowControlMixin._drain_helper", drain_step, vec![value.clone()]))
}

fn drain_step(vm: &Vm, coroutine: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = coroutine.slot(0);
    if coroutine.state.replace(1) == 0 {
        outcome?;
        if drain_now(vm, &value)? {
            return Ok(Next::Return(Value::NONE));
        }
        return begin_drain(vm, &value, coroutine, 1).map(Next::Await);
    }
    end_drain(vm, &value, coroutine, 1)?;
    outcome?;
    Ok(Next::Return(Value::NONE))
}

/// A coroutine begins to wait for room; its future goes into a slot.
pub(crate) fn begin_drain(vm: &Vm, value: &Value, coroutine: &NativeCoroutine, slot: usize) -> PyResult {
    let protocol = this(vm, value)?;
    let waiter = future::new_future(vm, &protocol.event_loop.get());
    minipy_vm::heap::growth::push(&mut protocol.drain_waiters.borrow_mut(), waiter.clone());
    coroutine.set_slot(slot, waiter.clone());
    Ok(waiter)
}

/// The wait is over.
pub(crate) fn end_drain(vm: &Vm, value: &Value, coroutine: &NativeCoroutine, slot: usize) -> PyResult<()> {
    let protocol = this(vm, value)?;
    let waiter = coroutine.slot(slot);
    let gone = {
        let mut waiters = protocol.drain_waiters.borrow_mut();
        let at = waiters.iter().position(|w| w.is(&waiter));
        at.map(|at| waiters.remove(at))
    };
    drop(gone);
    Ok(())
}

fn no_close_waiter(vm: &Vm, _value: &Value, _stream: &Value) -> PyResult {
    Err(vm.raise_with(&vm.exceptions().not_implemented_error, Vec::new()))
}

fn close_waiter(vm: &Vm, value: &Value, _stream: &Value) -> PyResult {
    get_closed(vm, value)
}

/// The connection is there.
pub(crate) fn connection_made(vm: &Vm, value: &Value, transport: &Value) -> PyResult<()> {
    let protocol = this(vm, value)?;
    protocol.transport.set(transport.clone());
    let reader = protocol.reader.get();
    if let Some(native) = plain(protocol, &reader) {
        reader::attach(vm, native, transport)?;
    } else if !reader.is_null() {
        vm.call_method_str(&reader, "set_transport", std::slice::from_ref(transport))?;
    }
    let callback = protocol.callback.get();
    if callback.is_null() {
        return Ok(());
    }
    let event_loop = protocol.event_loop.get();
    let shown = reader.clone().non_null().unwrap_or(Value::NONE);
    let writer = writer::new_writer(vm, transport.clone(), value.clone(), reader, event_loop.clone());
    match vm.call(&callback, &[shown, writer]) {
        Ok(result) if crate::task::is_coroutine(&result) => {
            let task = crate::event_loop::methods::create_task(vm, &event_loop, &result, &Args::EMPTY)?;
            protocol.task.set(task.clone());
            if let Some(future) = task.downcast::<FutureObj>() {
                let data = vm.pair(event_loop, transport.clone());
                future.add_callback(&task, Callback::Native(client_done, data));
            }
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(raised) => {
            let exception = vm.take_exception(raised);
            if is_fatal(vm, &exception) || !vm.type_of(&exception).is_subtype(&vm.exceptions().exception) {
                return Err(vm.raise_again(exception));
            }
            client_failed(vm, &event_loop, transport, exception)
        }
    }
}

fn client_failed(vm: &Vm, event_loop: &Value, transport: &Value, exception: Value) -> PyResult<()> {
    report(
        vm,
        event_loop,
        &[
            ("message", vm.str("Unhandled exception in client_connected_cb")),
            ("exception", exception),
            ("transport", transport.clone()),
        ],
    )?;
    vm.call_method_str(transport, "close", &[]).map(drop)
}

/// The task of a server's callback has ended.
fn client_done(vm: &Vm, task: &Value, data: &Value) -> PyResult<()> {
    let parts = vm.collect(data)?;
    let [event_loop, transport] = &parts[..] else { return Ok(()) };
    let future = future::this(vm, task)?;
    if future.state.get() == State::Cancelled {
        return vm.call_method_str(transport, "close", &[]).map(drop);
    }
    future.log_traceback.set(false);
    match future.exception.get().non_null() {
        Some(exception) => client_failed(vm, event_loop, transport, exception),
        None => Ok(()),
    }
}

fn made_method(vm: &Vm, value: &Value, transport: &Value) -> PyResult {
    connection_made(vm, value, transport)?;
    Ok(Value::NONE)
}

/// The connection is gone.
pub(crate) fn connection_lost(vm: &Vm, value: &Value, exception: &Value) -> PyResult<()> {
    let protocol = this(vm, value)?;
    let reader = protocol.reader.take();
    match (plain(protocol, &reader), exception.is_none()) {
        (Some(native), true) => reader::feed_eof(native),
        (Some(native), false) => reader::fail(native, exception),
        (None, _) if reader.is_null() => {}
        (None, true) => drop(vm.call_method_str(&reader, "feed_eof", &[])?),
        (None, false) => {
            drop(vm.call_method_str(&reader, "set_exception", std::slice::from_ref(exception))?);
        }
    }
    let closed = protocol.closed.get();
    if let Some(future) = closed.downcast::<FutureObj>().filter(|f| !f.is_done()) {
        if exception.is_none() {
            future.set_result(&closed, Value::NONE);
        } else {
            future.set_exception(&closed, exception.clone());
            // Nobody has to ask for it.
            future.log_traceback.set(false);
        }
    }
    flow_lost(protocol, exception);
    drop(protocol.task.take());
    drop(protocol.transport.take());
    Ok(())
}

fn lost_method(vm: &Vm, value: &Value, exception: &Value) -> PyResult {
    connection_lost(vm, value, exception)?;
    Ok(Value::NONE)
}

/// Bytes have arrived.
pub(crate) fn data_received(vm: &Vm, value: &Value, bytes: &[u8]) -> PyResult<()> {
    let protocol = this(vm, value)?;
    let reader = protocol.reader.get();
    match plain(protocol, &reader) {
        Some(native) => reader::feed(vm, native, bytes),
        None if reader.is_null() => Ok(()),
        None => {
            let data = minipy_vm::types::bytes::new_bytes(vm, bytes);
            vm.call_method_str(&reader, "feed_data", &[data]).map(drop)
        }
    }
}

fn data_method(vm: &Vm, value: &Value, data: &Value) -> PyResult {
    match data.downcast::<BytesObj>() {
        Some(bytes) => data_received(vm, value, bytes.data())?,
        None => data_received(vm, value, &minipy_vm::types::buffer::buffer_bytes(vm, data)?)?,
    }
    Ok(Value::NONE)
}

/// The other end has finished sending; true: the transport stays open for writing.
pub(crate) fn eof_received(vm: &Vm, value: &Value) -> PyResult<bool> {
    let protocol = this(vm, value)?;
    let reader = protocol.reader.get();
    match plain(protocol, &reader) {
        Some(native) => reader::feed_eof(native),
        None if reader.is_null() => {}
        None => drop(vm.call_method_str(&reader, "feed_eof", &[])?),
    }
    Ok(!protocol.over_ssl.get())
}

fn eof_method(vm: &Vm, value: &Value) -> PyResult {
    eof_received(vm, value).map(Value::bool)
}

fn replace_transport(vm: &Vm, value: &Value, transport: &Value) -> PyResult {
    let protocol = this(vm, value)?;
    protocol.transport.set(transport.clone());
    if let Some(native) = protocol.reader.get().downcast::<ReaderObj>() {
        native.transport.set(transport.clone());
    }
    Ok(Value::NONE)
}

fn or_none(value: Value) -> Value {
    value.non_null().unwrap_or(Value::NONE)
}

fn get_loop(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.event_loop.get()))
}

fn get_paused(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.paused.get()))
}

fn get_lost(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.connection_lost.get()))
}

fn get_waiters(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.list(this(vm, value)?.drain_waiters.borrow().clone()))
}

fn get_reader(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.reader.get()))
}

fn get_callback(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.callback.get()))
}

fn get_transport(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.transport.get()))
}

fn get_over_ssl(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.over_ssl.get()))
}

fn set_over_ssl(vm: &Vm, value: &Value, on: Option<&Value>) -> PyResult<()> {
    let on = vm.truth(on.unwrap_or(&Value::FALSE))?;
    this(vm, value)?.over_ssl.set(on);
    Ok(())
}

fn get_closed(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.closed.get()))
}

fn get_task(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.task.get()))
}
