//! The protocol base classes: what transports call. Their methods do nothing.

use minipy_vm::native::MethodDef;
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, methods};

const FLAGS: u32 = TypeFlags::BASETYPE;

/// `BaseProtocol`
pub static BASE: TypeDef = TypeDef {
    name: "BaseProtocol",
    module: "asyncio.protocols",
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Common base class for protocol interfaces.",
    methods: BASE_METHODS,
    ..TypeDef::EMPTY
};

/// `Protocol`
pub static PROTOCOL: TypeDef = TypeDef {
    name: "Protocol",
    module: "asyncio.protocols",
    base: Some(&BASE),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Interface for stream protocol.",
    methods: PROTOCOL_METHODS,
    ..TypeDef::EMPTY
};

/// `BufferedProtocol`
pub static BUFFERED: TypeDef = TypeDef {
    name: "BufferedProtocol",
    module: "asyncio.protocols",
    base: Some(&BASE),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Interface for stream protocol with manual buffer control.",
    methods: BUFFERED_METHODS,
    ..TypeDef::EMPTY
};

/// `DatagramProtocol`
pub static DATAGRAM: TypeDef = TypeDef {
    name: "DatagramProtocol",
    module: "asyncio.protocols",
    base: Some(&BASE),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Interface for datagram protocol.",
    methods: DATAGRAM_METHODS,
    ..TypeDef::EMPTY
};

/// `SubprocessProtocol`
pub static SUBPROCESS: TypeDef = TypeDef {
    name: "SubprocessProtocol",
    module: "asyncio.protocols",
    base: Some(&BASE),
    flags: FLAGS | TypeFlags::WRITTEN,
    doc: "Interface for protocol for subprocess calls.",
    methods: SUBPROCESS_METHODS,
    ..TypeDef::EMPTY
};

static BASE_METHODS: &[MethodDef] = methods! {
    "connection_made" F2(nothing2) "BaseProtocol.connection_made(self, transport)" "Called when a connection is made.";
    "connection_lost" F2(nothing2) "BaseProtocol.connection_lost(self, exc)" "Called when the connection is lost or closed.";
    "pause_writing" F1(nothing1) "BaseProtocol.pause_writing(self)" "Called when the transport's buffer goes over the high-water mark.";
    "resume_writing" F1(nothing1) "BaseProtocol.resume_writing(self)" "Called when the transport's buffer drains below the low-water mark.";
};

static PROTOCOL_METHODS: &[MethodDef] = methods! {
    "data_received" F2(nothing2) "Protocol.data_received(self, data)" "Called when some data is received.";
    "eof_received" F1(nothing1) "Protocol.eof_received(self)" "Called when the other end calls write_eof() or equivalent.";
};

static BUFFERED_METHODS: &[MethodDef] = methods! {
    "get_buffer" F2(nothing2) "BufferedProtocol.get_buffer(self, sizehint)" "Called to allocate a new receive buffer.";
    "buffer_updated" F2(nothing2) "BufferedProtocol.buffer_updated(self, nbytes)" "Called when the buffer was updated with the received data.";
    "eof_received" F1(nothing1) "BufferedProtocol.eof_received(self)" "Called when the other end calls write_eof() or equivalent.";
};

static DATAGRAM_METHODS: &[MethodDef] = methods! {
    "datagram_received" F3(nothing3) "DatagramProtocol.datagram_received(self, data, addr)" "Called when some datagram is received.";
    "error_received" F2(nothing2) "DatagramProtocol.error_received(self, exc)" "Called when a send or receive operation raises an OSError.";
};

static SUBPROCESS_METHODS: &[MethodDef] = methods! {
    "pipe_data_received" F3(nothing3) "SubprocessProtocol.pipe_data_received(self, fd, data)" "Called when the subprocess writes data into stdout/stderr pipe.";
    "pipe_connection_lost" F3(nothing3) "SubprocessProtocol.pipe_connection_lost(self, fd, exc)" "Called when a file descriptor associated with the child process is closed.";
    "process_exited" F1(nothing1) "SubprocessProtocol.process_exited(self)" "Called when subprocess has exited.";
};

fn nothing1(_vm: &Vm, _this: &Value) -> PyResult {
    Ok(Value::NONE)
}

fn nothing2(_vm: &Vm, _this: &Value, _a: &Value) -> PyResult {
    Ok(Value::NONE)
}

fn nothing3(_vm: &Vm, _this: &Value, _a: &Value, _b: &Value) -> PyResult {
    Ok(Value::NONE)
}
