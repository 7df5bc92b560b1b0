//! `StreamWriter`: the writing end of a stream.

use std::rc::Rc;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::written::bind;
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use super::protocol::{self, StreamProtocolObj};
use super::reader::ReaderObj;
use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::LoopObj;
use crate::net::names::{Names, names};
use crate::net::transport::TransportObj;

/// The struct inside stream writers.
pub struct WriterObj {
    transport: PyCell<Value>,
    protocol: PyCell<Value>,
    /// The reader of the same connection, or NULL.
    reader: PyCell<Value>,
    event_loop: PyCell<Value>,
    dict: PyCell<Value>,
    names: Rc<Names>,
}

static LAYOUT: Layout = Layout::of::<WriterObj>("StreamWriter");

impl HeapObject for WriterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in [&self.transport, &self.protocol, &self.reader, &self.event_loop, &self.dict] {
            visit(&cell.borrow());
        }
    }

    fn clear(&self) {
        for cell in [&self.protocol, &self.reader, &self.dict] {
            drop(cell.take());
        }
    }
}

/// The type.
pub static TYPE: TypeDef = TypeDef {
    name: "StreamWriter",
    module: "asyncio.streams",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER | TypeFlags::WRITTEN,
    doc: "Wraps a Transport.\n\nThis exposes write(), writelines(), [can_]write_eof(),\nget_extra_info() and close().  It adds drain() which returns an\noptional Future on which you can wait for flow control.  It also\nadds a transport property which references the Transport\ndirectly.\n",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        finalize: Some(finalize),
        dict_of: Some(dict_of),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "write" F2(write_method) "StreamWriter.write(self, data)" "";
    "writelines" F2(writelines) "StreamWriter.writelines(self, data)" "";
    "write_eof" F1(write_eof) "StreamWriter.write_eof(self)" "";
    "can_write_eof" F1(can_write_eof) "StreamWriter.can_write_eof(self)" "";
    "close" F1(close) "StreamWriter.close(self)" "";
    "is_closing" F1(is_closing) "StreamWriter.is_closing(self)" "";
    "wait_closed" F1(wait_closed) "async StreamWriter.wait_closed(self)" "";
    "get_extra_info" FN(get_extra_info) "StreamWriter.get_extra_info(self, name, default=None)" "";
    "drain" F1(drain) "async StreamWriter.drain(self)" "Flush the write buffer." [at_once drain_at_once];
    "start_tls" FV(crate::net::missing::start_tls) "async StreamWriter.start_tls(self, sslcontext, *, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "Upgrade an existing stream-based connection to TLS.";
};

static GETSET: &[GetSetDef] = getset! {
    "transport" get_transport, "The transport.";
    "_transport" get_transport, set_transport, "The transport.";
    "_protocol" get_protocol, "The protocol.";
    "_reader" get_reader, "The reader.";
    "_loop" get_loop, "The event loop.";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a WriterObj> {
    exc::receiver(vm, value)
}

fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<WriterObj>().map(|w| &w.dict)
}

/// A writer of the exact type; `reader` may be NULL.
pub(crate) fn new_writer(vm: &Vm, transport: Value, protocol: Value, reader: Value, event_loop: Value) -> Value {
    let writer = WriterObj {
        transport: PyCell::new(transport),
        protocol: PyCell::new(protocol),
        reader: PyCell::new(reader),
        event_loop: PyCell::new(event_loop),
        dict: PyCell::default(),
        names: names(vm),
    };
    vm.alloc(&vm.type_from_def(&TYPE), writer).into_value()
}

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let writer = WriterObj {
        transport: PyCell::default(),
        protocol: PyCell::default(),
        reader: PyCell::default(),
        event_loop: PyCell::default(),
        dict: PyCell::default(),
        names: names(vm),
    };
    Ok(vm.alloc(ty, writer).into_value())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let bound = bind(vm, "StreamWriter.__init__", "(self, transport, protocol, reader, loop)", args, 1)?;
    let writer = this(vm, value)?;
    let reader = bound[2].not_none().cloned().unwrap_or_default();
    if !reader.is_null() && reader.downcast::<ReaderObj>().is_none() {
        return Err(vm.raise_with(&vm.exceptions().assertion_error, Vec::new()));
    }
    writer.transport.set(bound[0].clone());
    writer.protocol.set(bound[1].clone());
    writer.reader.set(reader);
    writer.event_loop.set(bound[3].clone());
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let writer = this(vm, value)?;
    let name = vm.type_of(value).plain_name();
    let mut text = format!("<{name} transport={}", vm.repr_string(&or_none(writer.transport.get()))?);
    let reader = writer.reader.get();
    if !reader.is_null() {
        text.push_str(&format!(" reader={}", vm.repr_string(&reader)?));
    }
    text.push('>');
    Ok(vm.str(&text))
}

fn closing(vm: &Vm, writer: &WriterObj) -> PyResult<bool> {
    let transport = writer.transport.get();
    match transport.downcast::<TransportObj>() {
        Some(native) => Ok(native.closing.get()),
        None => {
            let answer = vm.call_method(&transport, &writer.names.is_closing, &[])?;
            vm.truth(&answer)
        }
    }
}

fn finalize(vm: &Vm, value: &Value) -> PyResult<()> {
    let writer = this(vm, value)?;
    if writer.transport.borrow().is_null() || closing(vm, writer)? {
        return Ok(());
    }
    let category = &vm.exceptions().resource_warning;
    if writer.event_loop.get().downcast::<LoopObj>().is_some_and(|l| l.closed.get()) {
        return minipy_vm::warn::warn(vm, category, "loop is closed");
    }
    close(vm, value)?;
    let text = vm.repr_string(value)?;
    minipy_vm::warn::warn(vm, category, &format!("unclosed {text}"))
}

fn write_method(vm: &Vm, value: &Value, data: &Value) -> PyResult {
    let writer = this(vm, value)?;
    let transport = writer.transport.get();
    if let Some(native) = transport.downcast::<TransportObj>() {
        (native.write)(vm, &transport, native, data)?;
    } else {
        vm.call_method(&transport, &writer.names.write, std::slice::from_ref(data))?;
    }
    Ok(Value::NONE)
}

fn forward(vm: &Vm, value: &Value, name: impl Fn(&Names) -> &minipy_vm::types::str_::Name, args: &[Value]) -> PyResult {
    let writer = this(vm, value)?;
    vm.call_method(&writer.transport.get(), name(&writer.names), args)
}

fn writelines(vm: &Vm, value: &Value, list: &Value) -> PyResult {
    forward(vm, value, |n| &n.writelines, std::slice::from_ref(list))?;
    Ok(Value::NONE)
}

fn write_eof(vm: &Vm, value: &Value) -> PyResult {
    forward(vm, value, |n| &n.write_eof, &[])
}

fn can_write_eof(vm: &Vm, value: &Value) -> PyResult {
    forward(vm, value, |n| &n.can_write_eof, &[])
}

fn close(vm: &Vm, value: &Value) -> PyResult {
    forward(vm, value, |n| &n.close, &[])
}

fn is_closing(vm: &Vm, value: &Value) -> PyResult {
    forward(vm, value, |n| &n.is_closing, &[])
}

fn get_extra_info(vm: &Vm, args: &[Value]) -> PyResult {
    let default = args[2].given().cloned().unwrap_or(Value::NONE);
    forward(vm, &args[0], |n| &n.get_extra_info, &[args[1].clone(), default])
}

fn wait_closed(vm: &Vm, value: &Value) -> PyResult {
    Ok(coroutine::new(
        vm,
        "StreamWriter.wait_closed",
        |vm, c, outcome| {
            let _ = outcome?;
            if c.state.replace(1) == 1 {
                return Ok(Next::Return(Value::NONE));
            }
            let value = c.slot(0);
            let writer = this(vm, &value)?;
            let protocol = writer.protocol.get();
            vm.call_method(&protocol, &writer.names._get_close_waiter, std::slice::from_ref(&value)).map(Next::Await)
        },
        vec![value.clone()],
    ))
}

fn drain(vm: &Vm, value: &Value) -> PyResult {
    Ok(coroutine::make(vm, "StreamWriter.drain", drain_step, [value.clone()]))
}

fn drain_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    let writer = this(vm, &args[0])?;
    let reader = writer.reader.get();
    let usual = match reader.downcast::<ReaderObj>() {
        Some(native) => native.exception.borrow().is_null(),
        None => reader.is_null(),
    };
    let open = writer.transport.borrow().downcast::<TransportObj>().is_some_and(|t| !t.closing.get());
    let object = writer.protocol.get();
    if !usual || !open || !vm.type_of(&object).is(&vm.type_from_def(&protocol::TYPE)) {
        return Ok(None);
    }
    Ok(if protocol::drain_now(vm, &object)? { Some(Value::NONE) } else { None })
}

/// States: 0 started, 1 yielded because the transport is closing, 2 waits for room, 3 waits for a foreign helper.
fn drain_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(0);
    let writer = this(vm, &value)?;
    match c.state.get() {
        0 => {
            outcome?;
            let reader = writer.reader.get();
            if let Some(native) = reader.downcast::<ReaderObj>() {
                if let Some(exception) = native.exception.get().non_null() {
                    return Err(vm.raise(exception));
                }
            } else if !reader.is_null() {
                let exception = vm.call_method(&reader, &writer.names.exception, &[])?;
                if !exception.is_none() {
                    return Err(vm.raise(exception));
                }
            }
            if closing(vm, writer)? {
                c.state.set(1);
                return Ok(Next::Yield(Value::NONE));
            }
            help(vm, c, writer)
        }
        1 => {
            outcome?;
            help(vm, c, writer)
        }
        2 => {
            protocol::end_drain(vm, &writer.protocol.get(), c, 1)?;
            outcome?;
            Ok(Next::Return(Value::NONE))
        }
        _ => {
            outcome?;
            Ok(Next::Return(Value::NONE))
        }
    }
}

fn help(vm: &Vm, c: &NativeCoroutine, writer: &WriterObj) -> PyResult<Next> {
    let object = writer.protocol.get();
    if object.downcast::<StreamProtocolObj>().is_some() && vm.type_of(&object).is(&vm.type_from_def(&protocol::TYPE)) {
        if protocol::drain_now(vm, &object)? {
            return Ok(Next::Return(Value::NONE));
        }
        c.state.set(2);
        return protocol::begin_drain(vm, &object, c, 1).map(Next::Await);
    }
    c.state.set(3);
    vm.call_method(&object, &writer.names._drain_helper, &[]).map(Next::Await)
}

fn or_none(value: Value) -> Value {
    value.non_null().unwrap_or(Value::NONE)
}

fn get_transport(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.transport.get()))
}

fn set_transport(vm: &Vm, value: &Value, transport: Option<&Value>) -> PyResult<()> {
    this(vm, value)?.transport.set(transport.cloned().unwrap_or_default());
    Ok(())
}

fn get_protocol(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.protocol.get()))
}

fn get_reader(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.reader.get()))
}

fn get_loop(vm: &Vm, value: &Value) -> PyResult {
    Ok(or_none(this(vm, value)?.event_loop.get()))
}
