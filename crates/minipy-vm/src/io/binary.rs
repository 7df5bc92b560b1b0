//! Binary files: `BufferedReader`, `BufferedWriter`, `BufferedRandom` and the unbuffered `FileIO`.

use minipy_host::Whence;

use super::errors;
use super::stream::{STREAM_LAYOUT, StreamObj};
use crate::exc;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::buffer::{with_bytes, with_bytes_mut};
use crate::types::bytes::new_bytes;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

static METHODS: &[MethodDef] = methods! {
    "read" FN(read) "(self, size=-1, /)" "Read and return up to n bytes.";
    "read1" FN(read1) "(self, size=-1, /)" "Read and return up to n bytes with at most one read of the system.";
    "readline" FN(readline) "(self, size=-1, /)" "Read and return a line from the stream.";
    "readlines" FN(readlines) "(self, hint=-1, /)" "Return a list of lines from the stream.";
    "readinto" F2(readinto) "(self, buffer, /)" "Read bytes into a buffer.";
    "peek" FN(peek) "(self, size=0, /)" "Return buffered bytes without advancing the position.";
    "write" F2(write) "(self, buffer, /)" "Write buffer b to the IO stream.";
    "writelines" F2(writelines) "(self, lines, /)" "Write a list of lines to stream.";
    "flush" F1(flush) "(self, /)" "Flush write buffers, if applicable.";
    "close" F1(close) "(self, /)" "Flush and close the IO object.";
    "seek" FN(seek) "(self, target, whence=0, /)" "Change the stream position to the given byte offset.";
    "tell" F1(tell) "(self, /)" "Return current stream position.";
    "truncate" FN(truncate) "(self, pos=None, /)" "Truncate file to size bytes.";
    "fileno" F1(fileno) "(self, /)" "Return underlying file descriptor if one exists.";
    "isatty" F1(isatty) "(self, /)" "Return whether this is an 'interactive' stream.";
    "readable" F1(readable) "(self, /)" "Return whether object was opened for reading.";
    "writable" F1(writable) "(self, /)" "Return whether object was opened for writing.";
    "seekable" F1(seekable) "(self, /)" "Return whether object supports random access.";
    "__enter__" F1(enter) "(self, /)" "Context management protocol.";
    "__exit__" FV(exit) "(self, /, *args)" "Context management protocol.";
};

static GETSET: &[GetSetDef] = getset! {
    "closed" get_closed, "Whether the stream is closed.";
    "name" get_name, "The name of the file.";
    "mode" get_mode, "The mode it was opened with.";
    "raw" get_raw, "The stream itself.";
    "closefd" get_closefd, "Whether closing closes the descriptor.";
};

const SLOTS: Slots =
    Slots { iter: Some(iter), next: Some(next), repr: Some(repr), finalize: Some(finalize), ..Slots::EMPTY };

const fn type_def(name: &'static str, doc: &'static str) -> TypeDef {
    TypeDef {
        name,
        module: "_io",
        layout: Some(&STREAM_LAYOUT),
        flags: TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER | TypeFlags::NO_INSTANTIATION,
        doc,
        slots: SLOTS,
        methods: METHODS,
        getset: GETSET,
        ..TypeDef::EMPTY
    }
}

/// The type `BufferedReader`.
pub static READER_TYPE: TypeDef = type_def("BufferedReader", "A buffered reader.");
/// The type `BufferedWriter`.
pub static WRITER_TYPE: TypeDef = type_def("BufferedWriter", "A buffered writer.");
/// The type `BufferedRandom`.
pub static RANDOM_TYPE: TypeDef = type_def("BufferedRandom", "A buffered interface to random access streams.");
/// The type `FileIO`.
pub static RAW_TYPE: TypeDef = type_def("FileIO", "An unbuffered file.");

/// A new binary file object of the type that fits the stream.
pub fn new_binary(vm: &Vm, stream: StreamObj) -> Value {
    let def = match (stream.buffered, stream.readable, stream.writable) {
        (false, ..) => &RAW_TYPE,
        (true, true, true) => &RANDOM_TYPE,
        (true, true, false) => &READER_TYPE,
        _ => &WRITER_TYPE,
    };
    let ty = vm.type_from_def(def);
    vm.alloc(&ty, stream).into_value()
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StreamObj> {
    match value.downcast::<StreamObj>() {
        Some(stream) => Ok(stream),
        None => Err(exc::wrong_self(vm, "_io._BufferedIOBase", value)),
    }
}

fn open_for<'a>(vm: &Vm, value: &'a Value, read: bool, verb: &str) -> PyResult<&'a StreamObj> {
    let stream = this(vm, value)?;
    if stream.closed.get() {
        return Err(errors::closed(vm, &format!("{verb} closed file")));
    }
    if read && !stream.readable {
        return Err(errors::unsupported(vm, if stream.buffered { "read" } else { "File not open for reading" }));
    }
    if !read && !stream.writable {
        return Err(errors::unsupported(vm, if stream.buffered { "write" } else { "File not open for writing" }));
    }
    Ok(stream)
}

/// An optional size argument: negative and None mean no limit.
pub(super) fn size_arg(vm: &Vm, value: Option<&Value>) -> PyResult<Option<usize>> {
    match value.and_then(Value::not_none) {
        None => Ok(None),
        Some(value) => {
            let n = vm.index_to_isize(value, None)?;
            Ok(usize::try_from(n).ok())
        }
    }
}

/// The bytes of a bytes-like argument.
pub fn bytes_arg(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    with_bytes(vm, value, <[u8]>::to_vec)
}

fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let stream = open_for(vm, &args[0], true, "read of")?;
    let size = size_arg(vm, args[1].given())?;
    Ok(new_bytes(vm, &stream.read(vm, size)?))
}

fn read1(vm: &Vm, args: &[Value]) -> PyResult {
    let stream = open_for(vm, &args[0], true, "read of")?;
    let size = size_arg(vm, args[1].given())?;
    Ok(new_bytes(vm, &stream.read_chunk(vm, size.unwrap_or(super::stream::BUFFER_SIZE))?))
}

fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let stream = open_for(vm, &args[0], true, "read of")?;
    let size = size_arg(vm, args[1].given())?;
    Ok(new_bytes(vm, &stream.read_line(vm, size)?))
}

fn readlines(vm: &Vm, args: &[Value]) -> PyResult {
    let stream = open_for(vm, &args[0], true, "read of")?;
    let hint = size_arg(vm, args[1].given())?.filter(|&h| h > 0);
    let (mut lines, mut total) = (Vec::new(), 0);
    loop {
        let line = stream.read_line(vm, None)?;
        if line.is_empty() || hint.is_some_and(|h| total >= h) {
            return Ok(vm.list(lines));
        }
        total += line.len();
        lines.push(new_bytes(vm, &line));
    }
}

fn readinto(vm: &Vm, this: &Value, buffer: &Value) -> PyResult {
    let stream = open_for(vm, this, true, "readinto of")?;
    let size = with_bytes_mut(vm, buffer, |bytes| bytes.len()).map_err(|raised| {
        drop(vm.take_exception(raised));
        let got = exc::argument_type(vm, buffer);
        // The C function of raw files also gets its class, and then counts the argument.
        let which = if vm.type_of(this).is(&vm.type_from_def(&RAW_TYPE)) { " 1" } else { "" };
        exc::type_error(vm, &format!("readinto() argument{which} must be read-write bytes-like object, not {got}"))
    })?;
    let data = stream.read(vm, Some(size))?;
    // Another thread may have made it smaller meanwhile.
    let copied = with_bytes_mut(vm, buffer, |bytes| {
        let len = data.len().min(bytes.len());
        bytes[..len].copy_from_slice(&data[..len]);
        len
    })?;
    Ok(vm.int(copied as i64))
}

fn peek(vm: &Vm, args: &[Value]) -> PyResult {
    let stream = open_for(vm, &args[0], true, "peek of")?;
    Ok(new_bytes(vm, &stream.peek(vm)?))
}

fn write(vm: &Vm, this: &Value, data: &Value) -> PyResult {
    let stream = open_for(vm, this, false, "write to")?;
    let bytes = bytes_arg(vm, data)?;
    stream.write(vm, &bytes)?;
    Ok(vm.int(bytes.len() as i64))
}

fn writelines(vm: &Vm, this: &Value, lines: &Value) -> PyResult {
    let iterator = vm.iter(lines)?;
    while let Some(line) = vm.next(&iterator)? {
        write(vm, this, &line)?;
    }
    Ok(Value::NONE)
}

fn flush(vm: &Vm, value: &Value) -> PyResult {
    let stream = this(vm, value)?;
    if stream.closed.get() {
        return Err(errors::closed(vm, "flush of closed file"));
    }
    stream.flush(vm)?;
    Ok(Value::NONE)
}

fn close(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.close(vm)?;
    Ok(Value::NONE)
}

/// The `whence` argument of `seek`.
pub(super) fn whence_arg(vm: &Vm, value: Option<&Value>) -> PyResult<Whence> {
    match value.map(|v| vm.index_to_isize(v, None)).transpose()? {
        None | Some(0) => Ok(Whence::Start),
        Some(1) => Ok(Whence::Current),
        Some(2) => Ok(Whence::End),
        Some(other) => Err(exc::value_error(vm, &format!("whence value {other} unsupported"))),
    }
}

fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let stream = this(vm, &args[0])?;
    if stream.closed.get() {
        return Err(errors::closed(vm, "seek of closed file"));
    }
    let offset = vm.i64_arg(&args[1])?;
    let whence = whence_arg(vm, args[2].given())?;
    Ok(vm.int(stream.seek(vm, offset, whence)? as i64))
}

fn tell(vm: &Vm, value: &Value) -> PyResult {
    let stream = this(vm, value)?;
    if stream.closed.get() {
        return Err(errors::closed(vm, "tell of closed file"));
    }
    Ok(vm.int(stream.tell(vm)? as i64))
}

fn truncate(vm: &Vm, args: &[Value]) -> PyResult {
    let stream = open_for(vm, &args[0], false, "truncate of")?;
    let size = match args[1].not_none() {
        Some(size) => vm.i64_arg(size)? as u64,
        None => stream.tell(vm)?,
    };
    stream.truncate(vm, size)?;
    Ok(vm.int(size as i64))
}

fn fileno(vm: &Vm, value: &Value) -> PyResult {
    let stream = this(vm, value)?;
    match stream.fileno() {
        Some(fd) if !stream.closed.get() => Ok(vm.int(i64::from(fd))),
        _ => Err(errors::closed(vm, "I/O operation on closed file")),
    }
}

fn isatty(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.is_terminal()))
}

fn readable(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.readable))
}

fn writable(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.writable))
}

fn seekable(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.seekable()))
}

fn enter(vm: &Vm, value: &Value) -> PyResult {
    if this(vm, value)?.closed.get() {
        return Err(errors::closed(vm, "I/O operation on closed file."));
    }
    Ok(value.clone())
}

fn exit(vm: &Vm, args: &Args) -> PyResult {
    close(vm, &args.pos[0])
}

fn iter(_vm: &Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

fn next(vm: &Vm, value: &Value) -> PyResult {
    let stream = open_for(vm, value, true, "readline of")?;
    let line = stream.read_line(vm, None)?;
    if line.is_empty() { Ok(Value::NULL) } else { Ok(new_bytes(vm, &line)) }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let stream = this(vm, value)?;
    let name = vm.repr_string(&stream.name.get())?;
    let class = crate::types::type_::methods::full_name(vm, vm.type_of(value));
    Ok(vm.str(&format!("<{class} name={name}>")))
}

fn finalize(vm: &Vm, value: &Value) -> PyResult<()> {
    let stream = this(vm, value)?;
    if stream.closed.get() || !stream.closefd {
        return Ok(());
    }
    let handed = stream.hand_over(vm);
    stream.close(vm)?;
    handed
}

fn get_closed(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.closed.get()))
}

fn get_name(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.name.get())
}

fn get_mode(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.str(this(vm, value)?.mode))
}

fn get_raw(_vm: &Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

fn get_closefd(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.closefd))
}
