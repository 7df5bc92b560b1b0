//! The abstract transport classes, which programs subclass and test against.

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, getset, methods};

/// The struct inside instances of the abstract classes.
pub struct AbstractObj {
    extra: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<AbstractObj>("BaseTransport");

impl HeapObject for AbstractObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.extra.borrow());
    }

    fn clear(&self) {
        drop(self.extra.take());
    }
}

const FLAGS: u32 = TypeFlags::BASETYPE;

/// `BaseTransport`
pub static BASE: TypeDef = TypeDef {
    name: "BaseTransport",
    module: "asyncio.transports",
    layout: Some(&LAYOUT),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Base class for transports.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: BASE_METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// `ReadTransport`
pub static READ: TypeDef = TypeDef {
    name: "ReadTransport",
    module: "asyncio.transports",
    base: Some(&BASE),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Interface for read-only transports.",
    methods: READ_METHODS,
    ..TypeDef::EMPTY
};

/// `WriteTransport`
pub static WRITE: TypeDef = TypeDef {
    name: "WriteTransport",
    module: "asyncio.transports",
    base: Some(&BASE),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Interface for write-only transports.",
    methods: WRITE_METHODS,
    ..TypeDef::EMPTY
};

/// `Transport`
pub static TRANSPORT: TypeDef = TypeDef {
    name: "Transport",
    module: "asyncio.transports",
    base: Some(&READ),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Interface representing a bidirectional transport.",
    more_bases: &[&WRITE],
    ..TypeDef::EMPTY
};

/// `DatagramTransport`
pub static DATAGRAM: TypeDef = TypeDef {
    name: "DatagramTransport",
    module: "asyncio.transports",
    base: Some(&BASE),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Interface for datagram (UDP) transports.",
    methods: DATAGRAM_METHODS,
    ..TypeDef::EMPTY
};

/// `SubprocessTransport`
pub static SUBPROCESS: TypeDef = TypeDef {
    name: "SubprocessTransport",
    module: "asyncio.transports",
    base: Some(&BASE),
    flags: FLAGS | TypeFlags::WRITTEN,
    methods: SUBPROCESS_METHODS,
    ..TypeDef::EMPTY
};

static BASE_METHODS: &[MethodDef] = methods! {
    "get_extra_info" FN(get_extra_info) "BaseTransport.get_extra_info(self, name, default=None)" "Get optional transport information.";
    "is_closing" F1(missing1) "BaseTransport.is_closing(self)" "Return True if the transport is closing or closed.";
    "close" F1(missing1) "BaseTransport.close(self)" "Close the transport.";
    "set_protocol" F2(missing2) "BaseTransport.set_protocol(self, protocol)" "Set a new protocol.";
    "get_protocol" F1(missing1) "BaseTransport.get_protocol(self)" "Return the current protocol.";
};

static READ_METHODS: &[MethodDef] = methods! {
    "is_reading" F1(missing1) "ReadTransport.is_reading(self)" "Return True if the transport is receiving.";
    "pause_reading" F1(missing1) "ReadTransport.pause_reading(self)" "Pause the receiving end.";
    "resume_reading" F1(missing1) "ReadTransport.resume_reading(self)" "Resume the receiving end.";
};

static WRITE_METHODS: &[MethodDef] = methods! {
    "set_write_buffer_limits" FN(missing_n) "_FlowControlMixin.set_write_buffer_limits(self, high=None, low=None)" "Set the high- and low-water limits for write flow control.";
    "get_write_buffer_size" F1(missing1) "_FlowControlMixin.get_write_buffer_size(self)" "Return the current size of the write buffer.";
    "get_write_buffer_limits" F1(missing1) "_FlowControlMixin.get_write_buffer_limits(self)" "Get the high and low watermarks for write flow control.";
    "write" F2(missing2) "WriteTransport.write(self, data)" "Write some data bytes to the transport.";
    "writelines" F2(writelines) "WriteTransport.writelines(self, list_of_data)" "Write a list (or any iterable) of data bytes to the transport.";
    "write_eof" F1(missing1) "WriteTransport.write_eof(self)" "Close the write end after flushing buffered data.";
    "can_write_eof" F1(missing1) "WriteTransport.can_write_eof(self)" "Return True if this transport supports write_eof(), False if not.";
    "abort" F1(missing1) "WriteTransport.abort(self)" "Close the transport immediately.";
};

static DATAGRAM_METHODS: &[MethodDef] = methods! {
    "sendto" FN(missing_n) "DatagramTransport.sendto(self, data, addr=None)" "Send data to the transport.";
    "abort" F1(missing1) "DatagramTransport.abort(self)" "Close the transport immediately.";
};

static SUBPROCESS_METHODS: &[MethodDef] = methods! {
    "get_pid" F1(missing1) "SubprocessTransport.get_pid(self)" "Get subprocess id.";
    "get_returncode" F1(missing1) "SubprocessTransport.get_returncode(self)" "Get subprocess returncode.";
    "get_pipe_transport" F2(missing2) "SubprocessTransport.get_pipe_transport(self, fd)" "Get transport for pipe with number fd.";
    "send_signal" F2(missing2) "SubprocessTransport.send_signal(self, signal)" "Send signal to subprocess.";
    "terminate" F1(missing1) "SubprocessTransport.terminate(self)" "Stop the subprocess.";
    "kill" F1(missing1) "SubprocessTransport.kill(self)" "Kill the subprocess.";
};

static GETSET: &[GetSetDef] = getset! {
    "_extra" get_extra, set_extra, "Optional information.";
};

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, AbstractObj { extra: PyCell::default() }).into_value())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let extra = args.pos.first().or_else(|| args.keyword("extra")).and_then(Value::not_none).cloned();
    let extra = extra.unwrap_or_else(|| vm.new_dict().into_value());
    if let Some(object) = value.downcast::<AbstractObj>() {
        object.extra.set(extra);
    }
    Ok(())
}

fn extra_of(vm: &Vm, value: &Value) -> PyResult {
    match value.downcast::<AbstractObj>().and_then(|o| o.extra.get().non_null()) {
        Some(extra) => Ok(extra),
        None => Err(exc::attribute_error(vm, "_extra")),
    }
}

fn get_extra(vm: &Vm, value: &Value) -> PyResult {
    extra_of(vm, value)
}

fn set_extra(vm: &Vm, value: &Value, extra: Option<&Value>) -> PyResult<()> {
    let (Some(object), Some(extra)) = (value.downcast::<AbstractObj>(), extra) else {
        return Err(exc::attribute_error(vm, "_extra"));
    };
    object.extra.set(extra.clone());
    Ok(())
}

fn get_extra_info(vm: &Vm, args: &[Value]) -> PyResult {
    let default = args[2].given().cloned().unwrap_or(Value::NONE);
    let extra = extra_of(vm, &args[0])?;
    match extra.downcast::<DictObj>() {
        Some(dict) => Ok(dict.get(vm, &args[1])?.unwrap_or(default)),
        None => vm.call_method_str(&extra, "get", &[args[1].clone(), default]),
    }
}

#[cold]
fn missing(vm: &Vm) -> Raised {
    vm.raise_with(&vm.exceptions().not_implemented_error, Vec::new())
}

fn missing1(vm: &Vm, _this: &Value) -> PyResult {
    Err(missing(vm))
}

fn missing2(vm: &Vm, _this: &Value, _a: &Value) -> PyResult {
    Err(missing(vm))
}

fn missing_n(vm: &Vm, _args: &[Value]) -> PyResult {
    Err(missing(vm))
}

fn writelines(vm: &Vm, value: &Value, list: &Value) -> PyResult {
    let empty = minipy_vm::types::bytes::new_bytes(vm, &[]);
    let joined = vm.call_method_str(&empty, "join", std::slice::from_ref(list))?;
    vm.call_method_str(value, "write", &[joined])
}
