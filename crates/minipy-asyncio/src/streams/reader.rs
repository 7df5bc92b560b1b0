//! `StreamReader`: the buffer between a transport and the coroutines that read. The reading coroutines are in
//! `reading`.
//!
//! The bytes lie in a real bytearray (`_buffer`) from `start` on: taking bytes off the front moves nothing until more
//! than half of it is stale. Once a program has seen `_buffer`, stale bytes are removed at once.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::written::bind;
use minipy_vm::slots::Slots;
use minipy_vm::types::buffer::with_bytes;
use minipy_vm::types::bytearray::{ByteArrayObj, new_bytearray};
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use super::{DEFAULT_LIMIT, reading};
use crate::future::{self, FutureObj, State};
use crate::net::transport::TransportObj;
use crate::net::transport_methods;

/// The struct inside stream readers.
pub struct ReaderObj {
    /// The limit of lines, and half that of the buffer.
    pub limit: Cell<i64>,
    /// The event loop.
    pub event_loop: PyCell<Value>,
    buffer: PyCell<Value>,
    start: Cell<usize>,
    shown: Cell<bool>,
    /// Whether the end was fed.
    pub eof: Cell<bool>,
    /// The future of the coroutine that waits for bytes, or NULL.
    pub waiter: PyCell<Value>,
    /// The exception that was set, or NULL.
    pub exception: PyCell<Value>,
    /// The transport, or NULL.
    pub transport: PyCell<Value>,
    /// Whether the transport was told to pause.
    pub paused: Cell<bool>,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<ReaderObj>("StreamReader");

impl HeapObject for ReaderObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in [&self.event_loop, &self.buffer, &self.waiter, &self.exception, &self.transport, &self.dict] {
            visit(&cell.borrow());
        }
    }

    fn clear(&self) {
        for cell in [&self.waiter, &self.exception, &self.transport, &self.dict] {
            drop(cell.take());
        }
    }
}

/// The type.
pub static TYPE: TypeDef = TypeDef {
    name: "StreamReader",
    module: "asyncio.streams",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        dict_of: Some(dict_of),
        aiter: Some(itself),
        anext: Some(reading::anext),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "exception" F1(get_exception) "StreamReader.exception(self)" "";
    "set_exception" F2(set_exception) "StreamReader.set_exception(self, exc)" "";
    "set_transport" F2(set_transport) "StreamReader.set_transport(self, transport)" "";
    "feed_eof" F1(feed_eof_method) "StreamReader.feed_eof(self)" "";
    "at_eof" F1(at_eof) "StreamReader.at_eof(self)" "Return True if the buffer is empty and 'feed_eof' was called.";
    "feed_data" F2(feed_data) "StreamReader.feed_data(self, data)" "";
    "readline" F1(reading::readline) "async StreamReader.readline(self)" "Read chunk of data from the stream until newline (b'\\n') is found." [at_once reading::readline_at_once];
    "readuntil" FN(reading::readuntil) "async StreamReader.readuntil(self, separator=b'\\n')" "Read data from the stream until ``separator`` is found.";
    "read" FN(reading::read) "async StreamReader.read(self, n=-1)" "Read up to `n` bytes from the stream." [at_once reading::read_at_once];
    "readexactly" F2(reading::readexactly) "async StreamReader.readexactly(self, n)" "Read exactly `n` bytes." [at_once reading::readexactly_at_once];
};

static GETSET: &[GetSetDef] = getset! {
    "_buffer" get_buffer, set_buffer, "The bytes that were received and not read.";
    "_limit" get_limit, set_limit, "The limit.";
    "_loop" get_loop, "The event loop.";
    "_eof" get_eof, set_eof, "Whether the end was fed.";
    "_waiter" get_waiter, "The future of the waiting coroutine.";
    "_exception" get_exception, "The exception that was set.";
    "_transport" get_transport, set_transport_attr, "The transport.";
    "_paused" get_paused, "Whether the transport was told to pause.";
    "_source_traceback" get_none, "Where it was created.";
};

/// The struct of a reader value.
pub(crate) fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ReaderObj> {
    exc::receiver(vm, value)
}

fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<ReaderObj>().map(|r| &r.dict)
}

fn empty(vm: &Vm) -> ReaderObj {
    ReaderObj {
        limit: Cell::new(DEFAULT_LIMIT),
        event_loop: PyCell::default(),
        buffer: PyCell::new(new_bytearray(vm, Vec::new())),
        start: Cell::new(0),
        shown: Cell::new(false),
        eof: Cell::new(false),
        waiter: PyCell::default(),
        exception: PyCell::default(),
        transport: PyCell::default(),
        paused: Cell::new(false),
        dict: PyCell::default(),
    }
}

/// A reader of the exact type.
pub(crate) fn new_reader(vm: &Vm, limit: i64, event_loop: Value) -> PyResult {
    if limit <= 0 {
        return Err(exc::value_error(vm, "Limit cannot be <= 0"));
    }
    let reader = empty(vm);
    reader.limit.set(limit);
    reader.event_loop.set(event_loop);
    Ok(vm.alloc(&vm.type_from_def(&TYPE), reader).into_value())
}

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, empty(vm)).into_value())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let reader = this(vm, value)?;
    let bound = bind(vm, "StreamReader.__init__", "(self, limit=65536, loop=None)", args, 1)?;
    let limit = bound[0].given().map_or(Ok(DEFAULT_LIMIT), |l| vm.i64_arg(l))?;
    if limit <= 0 {
        return Err(exc::value_error(vm, "Limit cannot be <= 0"));
    }
    let event_loop = match bound[1].not_none() {
        Some(found) => found.clone(),
        None => crate::event_loop::current_or_error(vm)?,
    };
    reader.limit.set(limit);
    reader.event_loop.set(event_loop);
    Ok(())
}

impl ReaderObj {
    /// How many bytes are there.
    pub(crate) fn len(&self) -> usize {
        self.with_bytes(<[u8]>::len)
    }

    /// Runs `f` with the bytes; it must not run Python code.
    pub(crate) fn with_bytes<R>(&self, f: impl FnOnce(&[u8]) -> R) -> R {
        let value = self.buffer.borrow();
        match value.downcast::<ByteArrayObj>() {
            Some(array) => f(array.data.borrow().get(self.start.get()..).unwrap_or(&[])),
            None => f(&[]),
        }
    }

    /// Takes bytes off the front.
    pub(crate) fn consume(&self, count: usize) {
        let value = self.buffer.borrow();
        let Some(array) = value.downcast::<ByteArrayObj>() else { return };
        let mut data = array.data.borrow_mut();
        let start = self.start.get() + count;
        if start >= data.len() {
            data.clear();
            self.start.set(0);
        } else if self.shown.get() || start * 2 > data.len() {
            data.drain(..start);
            self.start.set(0);
        } else {
            self.start.set(start);
        }
    }

    fn append(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        let value = self.buffer.borrow();
        match value.downcast::<ByteArrayObj>() {
            Some(array) => growth::append(vm, &mut array.data.borrow_mut(), bytes),
            None => Ok(()),
        }
    }

    /// Wakes the coroutine that waits for bytes.
    fn wake(&self) {
        let waiter = self.waiter.take();
        if let Some(future) = waiter.downcast::<FutureObj>()
            && future.state.get() != State::Cancelled
            && !future.is_done()
        {
            future.set_result(&waiter, Value::NONE);
        }
    }
}

/// Bytes have arrived.
pub(crate) fn feed(vm: &Vm, reader: &ReaderObj, bytes: &[u8]) -> PyResult<()> {
    if reader.eof.get() {
        return Err(exc::assertion_error(vm, "feed_data after feed_eof"));
    }
    if bytes.is_empty() {
        return Ok(());
    }
    reader.append(vm, bytes)?;
    reader.wake();
    let most = reader.limit.get().saturating_mul(2);
    if reader.paused.get() || (reader.len() as i64) <= most || reader.transport.borrow().is_null() {
        return Ok(());
    }
    let transport = reader.transport.get();
    if let Some(native) = transport.downcast::<TransportObj>() {
        transport_methods::pause(native);
        reader.paused.set(true);
        return Ok(());
    }
    match vm.call_method_str(&transport, "pause_reading", &[]) {
        Ok(_) => {
            reader.paused.set(true);
            Ok(())
        }
        // A transport that cannot be paused is forgotten, so that nobody tries again.
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().not_implemented_error) => {
            drop(vm.take_exception(raised));
            drop(reader.transport.take());
            Ok(())
        }
        Err(raised) => Err(raised),
    }
}

/// The end has come.
pub(crate) fn feed_eof(reader: &ReaderObj) {
    reader.eof.set(true);
    reader.wake();
}

/// The connection failed.
pub(crate) fn fail(reader: &ReaderObj, exception: &Value) {
    reader.exception.set(exception.clone());
    let waiter = reader.waiter.take();
    if let Some(future) = waiter.downcast::<FutureObj>()
        && !future.is_done()
    {
        future.set_exception(&waiter, exception.clone());
    }
}

/// Lets the transport read again if there is room.
pub(crate) fn maybe_resume(vm: &Vm, reader: &ReaderObj) -> PyResult<()> {
    if !reader.paused.get() || (reader.len() as i64) > reader.limit.get() {
        return Ok(());
    }
    resume(vm, reader)
}

/// Lets the transport read again.
pub(crate) fn resume(vm: &Vm, reader: &ReaderObj) -> PyResult<()> {
    if !reader.paused.replace(false) {
        return Ok(());
    }
    let transport = reader.transport.get();
    match transport.downcast::<TransportObj>() {
        Some(native) => transport_methods::resume(vm, &transport, native),
        None => vm.call_method_str(&transport, "resume_reading", &[]).map(drop),
    }
}

fn itself(_vm: &Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let reader = this(vm, value)?;
    let mut parts = vec!["StreamReader".to_owned()];
    let count = reader.len();
    if count > 0 {
        parts.push(format!("{count} bytes"));
    }
    if reader.eof.get() {
        parts.push("eof".to_owned());
    }
    if reader.limit.get() != DEFAULT_LIMIT {
        parts.push(format!("limit={}", reader.limit.get()));
    }
    let (waiter, exception, transport) = (reader.waiter.get(), reader.exception.get(), reader.transport.get());
    for (name, value) in [("waiter", waiter), ("exception", exception), ("transport", transport)] {
        if !value.is_null() {
            parts.push(format!("{name}={}", vm.repr_string(&value)?));
        }
    }
    if reader.paused.get() {
        parts.push("paused".to_owned());
    }
    Ok(vm.str(&format!("<{}>", parts.join(" "))))
}

fn or_none(value: Value) -> Value {
    value.non_null().unwrap_or(Value::NONE)
}

fn get_exception(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.exception.get()))
}

fn set_exception(vm: &Vm, value: &Value, exception: &Value) -> PyResult {
    let reader = this(vm, value)?;
    let waiter = reader.waiter.get();
    if !waiter.is_null() && waiter.downcast::<FutureObj>().is_none() {
        drop(reader.waiter.take());
        vm.call_method_str(&waiter, "set_exception", std::slice::from_ref(exception))?;
    }
    fail(reader, exception);
    Ok(Value::NONE)
}

/// Gives a reader its transport.
pub(crate) fn attach(vm: &Vm, reader: &ReaderObj, transport: &Value) -> PyResult<()> {
    if !reader.transport.borrow().is_null() {
        return Err(exc::assertion_error(vm, "Transport already set"));
    }
    reader.transport.set(transport.clone());
    Ok(())
}

fn set_transport(vm: &Vm, value: &Value, transport: &Value) -> PyResult {
    attach(vm, this(vm, value)?, transport)?;
    Ok(Value::NONE)
}

fn feed_eof_method(vm: &Vm, value: &Value) -> PyResult {
    feed_eof(this(vm, value)?);
    Ok(Value::NONE)
}

fn at_eof(vm: &Vm, value: &Value) -> PyResult {
    let reader = this(vm, value)?;
    Ok(Value::bool(reader.eof.get() && reader.len() == 0))
}

fn feed_data(vm: &Vm, value: &Value, data: &Value) -> PyResult {
    let reader = this(vm, value)?;
    match data.downcast::<minipy_vm::types::bytes::BytesObj>() {
        Some(bytes) => feed(vm, reader, bytes.data())?,
        None => {
            let bytes = with_bytes(vm, data, <[u8]>::to_vec)?;
            feed(vm, reader, &bytes)?;
        }
    }
    Ok(Value::NONE)
}

fn get_buffer(vm: &Vm, value: &Value) -> PyResult {
    let reader = this(vm, value)?;
    reader.shown.set(true);
    reader.consume(0);
    Ok(reader.buffer.get())
}

fn set_buffer(vm: &Vm, value: &Value, buffer: Option<&Value>) -> PyResult<()> {
    let reader = this(vm, value)?;
    let Some(buffer) = buffer.filter(|b| b.downcast::<ByteArrayObj>().is_some()) else {
        return Err(exc::type_error(vm, "_buffer must be a bytearray"));
    };
    reader.shown.set(true);
    reader.start.set(0);
    reader.buffer.set(buffer.clone());
    Ok(())
}

fn get_limit(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(this(vm, value)?.limit.get()))
}

fn set_limit(vm: &Vm, value: &Value, limit: Option<&Value>) -> PyResult<()> {
    let limit = vm.i64_arg(limit.unwrap_or(&Value::NONE))?;
    this(vm, value)?.limit.set(limit);
    Ok(())
}

fn get_loop(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.event_loop.get()))
}

fn get_eof(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.eof.get()))
}

fn set_eof(vm: &Vm, value: &Value, eof: Option<&Value>) -> PyResult<()> {
    let eof = vm.truth(eof.unwrap_or(&Value::FALSE))?;
    this(vm, value)?.eof.set(eof);
    Ok(())
}

fn get_waiter(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.waiter.get()))
}

fn get_transport(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.transport.get()))
}

fn set_transport_attr(vm: &Vm, value: &Value, transport: Option<&Value>) -> PyResult<()> {
    this(vm, value)?.transport.set(transport.and_then(Value::not_none).cloned().unwrap_or_default());
    Ok(())
}

fn get_paused(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.paused.get()))
}

fn get_none(_vm: &Vm, _value: &Value) -> PyResult {
    Ok(Value::NONE)
}

/// The future of a coroutine that begins to wait for bytes.
pub(crate) fn begin_wait(vm: &Vm, reader: &ReaderObj, function: &str) -> PyResult {
    if !reader.waiter.borrow().is_null() {
        let message = format!("{function}() called while another coroutine is already waiting for incoming data");
        return Err(exc::runtime_error(vm, &message));
    }
    if reader.eof.get() {
        return Err(exc::assertion_error(vm, "_wait_for_data after EOF"));
    }
    // Waiting while paused would wait for ever.
    resume(vm, reader)?;
    let waiter = future::new_future(vm, &reader.event_loop.get());
    reader.waiter.set(waiter.clone());
    Ok(waiter)
}
