//! `TextIOWrapper`: text over a binary file. Decoding and lines are in `text_read`, encoding in `text_write`.

use std::cell::Cell;

use minipy_host::Whence;
use minipy_text::codec::{Encoding, ErrorMode};

use super::binary::{size_arg, whence_arg};
use super::errors;
use super::stream::StreamObj;
use super::text_read::TextInput;
use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// What `newline=` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newline {
    /// None: any line end is read as `\n`.
    Universal,
    /// `''`: any line end ends a line, nothing is translated.
    Raw,
    /// `'\n'`
    Lf,
    /// `'\r'`
    Cr,
    /// `'\r\n'`
    CrLf,
}

/// The struct inside text files.
pub struct TextObj {
    /// The binary file.
    pub buffer: PyCell<Value>,
    /// The codec.
    pub encoding: Cell<Encoding>,
    /// `encoding`, as it was given.
    pub encoding_name: PyCell<Value>,
    /// The error handler.
    pub mode: Cell<ErrorMode>,
    /// `errors`
    pub errors: PyCell<Value>,
    /// Line ends.
    pub newline: Cell<Newline>,
    /// Whether a line end flushes.
    pub line_buffering: Cell<bool>,
    /// Whether every write flushes.
    pub write_through: Cell<bool>,
    /// Decoded text that was not asked for yet.
    pub input: PyCell<TextInput>,
    /// Attributes that programs set (`mode`, ...); NULL until needed.
    pub dict: PyCell<Value>,
}

static TEXT_LAYOUT: Layout = Layout::of::<TextObj>("_io.TextIOWrapper");

impl HeapObject for TextObj {
    const LAYOUT: &'static Layout = &TEXT_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in [&self.buffer, &self.encoding_name, &self.errors, &self.dict] {
            visit(&cell.borrow());
        }
    }

    fn clear(&self) {
        drop(self.dict.take());
    }
}

static METHODS: &[MethodDef] = methods! {
    "write" F2(write) "(self, text, /)" "Write string s to stream.";
    "writelines" F2(writelines) "(self, lines, /)" "Write a list of lines to stream.";
    "read" FN(read) "(self, size=-1, /)" "Read at most size characters from stream.";
    "readline" FN(readline) "(self, size=-1, /)" "Read until newline or EOF.";
    "readlines" FN(readlines) "(self, hint=-1, /)" "Return a list of lines from the stream.";
    "flush" F1(flush) "(self, /)" "Flush write buffers, if applicable.";
    "close" F1(close) "(self, /)" "Flush and close the IO object.";
    "detach" F1(detach) "(self, /)" "Separate the underlying buffer from the TextIOBase and return it.";
    "seek" FN(seek) "(self, cookie, whence=0, /)" "Set the stream position, and return the new stream position.";
    "tell" F1(tell) "(self, /)" "Return the stream position as an opaque number.";
    "truncate" FN(truncate) "(self, pos=None, /)" "Truncate file to size bytes.";
    "reconfigure" FN(reconfigure) "(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)" "Reconfigure the text stream with new parameters.";
    "fileno" F1(fileno) "(self, /)" "Return underlying file descriptor if one exists.";
    "isatty" F1(isatty) "(self, /)" "Return whether this is an 'interactive' stream.";
    "readable" F1(readable) "(self, /)" "Return whether object was opened for reading.";
    "writable" F1(writable) "(self, /)" "Return whether object was opened for writing.";
    "seekable" F1(seekable) "(self, /)" "Return whether object supports random access.";
    "__enter__" F1(enter) "(self, /)" "Context management protocol.";
    "__exit__" FV(exit) "(self, /, *args)" "Context management protocol.";
};

static GETSET: &[GetSetDef] = getset! {
    "buffer" get_buffer, "The binary file.";
    "encoding" get_encoding, "The name of the encoding.";
    "errors" get_errors, "The error setting of the decoder or encoder.";
    "newlines" get_newlines, "Line endings translated so far.";
    "line_buffering" get_line_buffering, "Whether line buffering is enabled.";
    "write_through" get_write_through, "Whether writes are passed on at once.";
    "closed" get_closed, "Whether the stream is closed.";
    "name" get_name, "The name of the file.";
};

/// The type `TextIOWrapper`.
pub static TYPE: TypeDef = TypeDef {
    name: "TextIOWrapper",
    module: "_io",
    layout: Some(&TEXT_LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::HAS_FINALIZER,
    doc: "Character and line based layer over a BufferedIOBase object, buffer.",
    slots: Slots {
        new: Some(text_new),
        iter: Some(iter),
        next: Some(next),
        repr: Some(repr),
        dict_of: Some(dict_of),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<TextObj>().map(|t| &t.dict)
}

/// A new text file over a binary one.
pub fn new_text(
    vm: &Vm,
    ty: &TypeRef,
    buffer: Value,
    encoding: Option<&str>,
    errors: Option<&str>,
    newline: Newline,
) -> PyResult {
    let name = encoding.unwrap_or("utf-8");
    let Some(codec) = Encoding::from_name(if name == "locale" { "utf-8" } else { name }) else {
        return Err(vm.raise_text(&vm.exceptions().lookup_error, &format!("unknown encoding: {name}")));
    };
    let errors = errors.unwrap_or("strict");
    let text = TextObj {
        buffer: PyCell::new(buffer),
        encoding: Cell::new(codec),
        encoding_name: PyCell::new(vm.str(name)),
        mode: Cell::new(ErrorMode::from_name(errors)),
        errors: PyCell::new(vm.str(errors)),
        newline: Cell::new(newline),
        line_buffering: Cell::new(false),
        write_through: Cell::new(false),
        input: PyCell::default(),
        dict: PyCell::default(),
    };
    Ok(vm.alloc(ty, text).into_value())
}

/// The `newline` argument.
pub fn newline_arg(vm: &Vm, value: Option<&Value>) -> PyResult<Newline> {
    let Some(value) = value.and_then(Value::not_none) else { return Ok(Newline::Universal) };
    let Some(text) = value.downcast::<StrObj>() else {
        let name = vm.type_of(value).name_str();
        return Err(exc::type_error(vm, &format!("open() argument 'newline' must be str or None, not {name}")));
    };
    vm.check_c_str(text)?;
    Ok(match text.bytes() {
        b"" => Newline::Raw,
        b"\n" => Newline::Lf,
        b"\r" => Newline::Cr,
        b"\r\n" => Newline::CrLf,
        _ => {
            let shown = vm.repr_string(value)?;
            return Err(exc::value_error(vm, &format!("illegal newline value: {shown}")));
        }
    })
}

/// An optional `str` argument.
pub(super) fn text_arg(vm: &Vm, function: &str, name: &str, value: Option<&Value>) -> PyResult<Option<String>> {
    let Some(value) = value.and_then(Value::not_none) else { return Ok(None) };
    match value.downcast::<StrObj>() {
        Some(text) => {
            vm.check_c_str(text)?;
            Ok(Some(text.to_string_lossy().into_owned()))
        }
        None => {
            let got = vm.type_of(value).name_str();
            Err(exc::type_error(vm, &format!("{function}() argument '{name}' must be str or None, not {got}")))
        }
    }
}

fn text_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let names = ["buffer", "encoding", "errors", "newline", "line_buffering", "write_through"];
    let mut given: Vec<Value> = names.iter().map(|_| Value::NULL).collect();
    for (place, value) in given.iter_mut().zip(args.pos) {
        *place = value.clone();
    }
    for (key, value) in args.keywords() {
        match names.iter().position(|n| crate::types::str_::value_is(key, n)) {
            Some(i) => given[i] = value.clone(),
            None => return Err(exc::unexpected_keyword(vm, "TextIOWrapper", key)),
        }
    }
    if given[0].is_null() {
        return Err(exc::missing_argument(vm, "TextIOWrapper", "buffer", 1));
    }
    let encoding = text_arg(vm, "TextIOWrapper", "encoding", given[1].given())?;
    let errors = text_arg(vm, "TextIOWrapper", "errors", given[2].given())?;
    let newline = newline_arg(vm, given[3].given())?;
    let file = new_text(vm, ty, given[0].clone(), encoding.as_deref(), errors.as_deref(), newline)?;
    if let Some(text) = file.downcast::<TextObj>() {
        text.line_buffering.set(given[4].given().is_some_and(|v| vm.truth(v).unwrap_or(false)));
        text.write_through.set(given[5].given().is_some_and(|v| vm.truth(v).unwrap_or(false)));
    }
    Ok(file)
}

pub(super) fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TextObj> {
    match value.downcast::<TextObj>() {
        Some(text) => Ok(text),
        None => Err(exc::wrong_self(vm, "_io.TextIOWrapper", value)),
    }
}

/// The buffer, unless it was detached.
pub(super) fn attached(vm: &Vm, text: &TextObj) -> PyResult {
    match text.buffer.get().non_null() {
        Some(buffer) => Ok(buffer),
        None => Err(exc::value_error(vm, "underlying buffer has been detached")),
    }
}

/// Whether the buffer is closed.
pub(super) fn is_closed(vm: &Vm, buffer: &Value) -> PyResult<bool> {
    match buffer.downcast::<StreamObj>() {
        Some(stream) => Ok(stream.closed.get()),
        None => {
            let closed = vm.get_attr_str(buffer, "closed")?;
            vm.truth(&closed)
        }
    }
}

/// The buffer of an open file.
pub(super) fn open_buffer(vm: &Vm, text: &TextObj) -> PyResult {
    let buffer = attached(vm, text)?;
    if is_closed(vm, &buffer)? {
        return Err(errors::closed(vm, "I/O operation on closed file."));
    }
    Ok(buffer)
}

fn write(vm: &Vm, value: &Value, text: &Value) -> PyResult {
    this(vm, value)?.write_value(vm, text)?;
    Ok(vm.int(text.downcast::<StrObj>().map_or(0, StrObj::chars) as i64))
}

fn writelines(vm: &Vm, value: &Value, lines: &Value) -> PyResult {
    let file = this(vm, value)?;
    let iterator = vm.iter(lines)?;
    while let Some(line) = vm.next(&iterator)? {
        file.write_value(vm, &line)?;
    }
    Ok(Value::NONE)
}

fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let text = this(vm, &args[0])?;
    let size = size_arg(vm, args[1].given())?;
    Ok(vm.str_bytes(&text.read_text(vm, size)?))
}

fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let text = this(vm, &args[0])?;
    let size = size_arg(vm, args[1].given())?;
    Ok(vm.str_bytes(&text.read_line(vm, size)?))
}

fn readlines(vm: &Vm, args: &[Value]) -> PyResult {
    let text = this(vm, &args[0])?;
    let hint = size_arg(vm, args[1].given())?.filter(|&h| h > 0);
    let (mut lines, mut total) = (Vec::new(), 0);
    loop {
        let line = text.read_line(vm, None)?;
        if line.is_empty() {
            return Ok(vm.list(lines));
        }
        total += crate::types::str_::count_chars(&line);
        lines.push(vm.str_bytes(&line));
        if hint.is_some_and(|h| total >= h) {
            return Ok(vm.list(lines));
        }
    }
}

fn iter(vm: &Vm, value: &Value) -> PyResult {
    open_buffer(vm, this(vm, value)?)?;
    Ok(value.clone())
}

fn next(vm: &Vm, value: &Value) -> PyResult {
    let line = this(vm, value)?.read_line(vm, None)?;
    if line.is_empty() { Ok(Value::NULL) } else { Ok(vm.str_bytes(&line)) }
}

fn flush(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.flush(vm)?;
    Ok(Value::NONE)
}

fn close_stream(vm: &Vm, stream: &StreamObj) -> PyResult<()> {
    let handed = if stream.closed.get() { Ok(()) } else { stream.hand_over(vm) };
    stream.close(vm)?;
    handed
}

fn close(vm: &Vm, value: &Value) -> PyResult {
    let buffer = attached(vm, this(vm, value)?)?;
    match buffer.downcast::<StreamObj>() {
        Some(stream) => close_stream(vm, stream)?,
        None => drop(vm.call_method_str(&buffer, "close", &[])?),
    }
    Ok(Value::NONE)
}

fn detach(vm: &Vm, value: &Value) -> PyResult {
    let text = this(vm, value)?;
    let buffer = attached(vm, text)?;
    text.flush(vm)?;
    drop(text.buffer.replace(Value::NULL));
    Ok(buffer)
}

fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let text = this(vm, &args[0])?;
    let buffer = open_buffer(vm, text)?;
    let offset = vm.i64_arg(&args[1])?;
    let whence = whence_arg(vm, args[2].given())?;
    if whence == Whence::Current && offset != 0 {
        return Err(errors::unsupported(vm, "can't do nonzero cur-relative seeks"));
    }
    if whence == Whence::End && offset != 0 {
        return Err(errors::unsupported(vm, "can't do nonzero end-relative seeks"));
    }
    if whence == Whence::Current {
        return tell(vm, &args[0]);
    }
    if whence == Whence::Start && offset < 0 {
        return Err(exc::value_error(vm, &format!("negative seek position {offset}")));
    }
    text.input.set(TextInput::default());
    match buffer.downcast::<StreamObj>() {
        Some(stream) => {
            if !stream.seekable() {
                return Err(errors::unsupported(vm, "underlying stream is not seekable"));
            }
            stream.hand_over(vm)?;
            Ok(vm.int(stream.seek(vm, offset, whence)? as i64))
        }
        None => {
            vm.call_method_str(&buffer, "seek", &args[1..].iter().filter(|a| !a.is_null()).cloned().collect::<Vec<_>>())
        }
    }
}

fn tell(vm: &Vm, value: &Value) -> PyResult {
    let text = this(vm, value)?;
    let buffer = open_buffer(vm, text)?;
    let ahead = text.input.borrow().bytes_ahead() as i64;
    let at = match buffer.downcast::<StreamObj>() {
        Some(stream) if !stream.seekable() => {
            return Err(errors::unsupported(vm, "underlying stream is not seekable"));
        }
        Some(stream) => {
            stream.hand_over(vm)?;
            stream.tell(vm)? as i64
        }
        None => vm.i64_arg(&vm.call_method_str(&buffer, "tell", &[])?)?,
    };
    Ok(vm.int(at - ahead))
}

fn truncate(vm: &Vm, args: &[Value]) -> PyResult {
    let text = this(vm, &args[0])?;
    text.flush(vm)?;
    let buffer = open_buffer(vm, text)?;
    let size = if args[1].not_none().is_some() { args[1].clone() } else { tell(vm, &args[0])? };
    vm.call_method_str(&buffer, "truncate", &[size])
}

fn reconfigure(vm: &Vm, args: &[Value]) -> PyResult {
    let text = this(vm, &args[0])?;
    let encoding = text_arg(vm, "reconfigure", "encoding", args[1].given())?;
    let errors = text_arg(vm, "reconfigure", "errors", args[2].given())?;
    text.flush(vm)?;
    if let Some(name) = &encoding {
        let Some(codec) = Encoding::from_name(name) else {
            return Err(vm.raise_text(&vm.exceptions().lookup_error, &format!("unknown encoding: {name}")));
        };
        text.encoding.set(codec);
        text.encoding_name.set(vm.str(name));
        if errors.is_none() {
            text.mode.set(ErrorMode::Strict);
            text.errors.set(vm.str("strict"));
        }
    }
    if let Some(name) = &errors {
        text.mode.set(ErrorMode::from_name(name));
        text.errors.set(vm.str(name));
    }
    if args[3].given().is_some() {
        text.newline.set(newline_arg(vm, args[3].given())?);
    }
    if let Some(value) = args[4].not_none() {
        text.line_buffering.set(vm.truth(value)?);
    }
    if let Some(value) = args[5].not_none() {
        text.write_through.set(vm.truth(value)?);
    }
    Ok(Value::NONE)
}

fn via_buffer(vm: &Vm, value: &Value, method: &str) -> PyResult {
    let buffer = open_buffer(vm, this(vm, value)?)?;
    vm.call_method_str(&buffer, method, &[])
}

fn fileno(vm: &Vm, value: &Value) -> PyResult {
    via_buffer(vm, value, "fileno")
}

fn isatty(vm: &Vm, value: &Value) -> PyResult {
    via_buffer(vm, value, "isatty")
}

fn readable(vm: &Vm, value: &Value) -> PyResult {
    via_buffer(vm, value, "readable")
}

fn writable(vm: &Vm, value: &Value) -> PyResult {
    via_buffer(vm, value, "writable")
}

fn seekable(vm: &Vm, value: &Value) -> PyResult {
    via_buffer(vm, value, "seekable")
}

fn enter(vm: &Vm, value: &Value) -> PyResult {
    open_buffer(vm, this(vm, value)?)?;
    Ok(value.clone())
}

fn exit(vm: &Vm, args: &Args) -> PyResult {
    vm.call_method_str(&args.pos[0], "close", &[])
}

fn finalize(vm: &Vm, value: &Value) -> PyResult<()> {
    let buffer = this(vm, value)?.buffer.get();
    match buffer.downcast::<StreamObj>() {
        // The standard streams do not own their descriptors: they stay open, but nothing may be lost.
        Some(stream) if !stream.closed.get() && stream.closefd => close_stream(vm, stream),
        Some(stream) if !stream.closed.get() => stream.hand_over(vm).and_then(|()| stream.flush(vm)),
        _ => Ok(()),
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let text = this(vm, value)?;
    let mut out = "<_io.TextIOWrapper".to_owned();
    for name in ["name", "mode"] {
        if let Some(found) = vm.find_attr(value, &vm.intern(name))? {
            out.push_str(&format!(" {name}={}", vm.repr_string(&found)?));
        }
    }
    out.push_str(&format!(" encoding={}>", vm.repr_string(&text.encoding_name.get())?));
    Ok(vm.str(&out))
}

fn get_buffer(vm: &Vm, value: &Value) -> PyResult {
    attached(vm, this(vm, value)?)
}

fn get_encoding(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.encoding_name.get())
}

fn get_errors(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.errors.get())
}

fn get_newlines(vm: &Vm, value: &Value) -> PyResult {
    let seen = this(vm, value)?.input.borrow().newlines_seen();
    let mut kinds: Vec<Value> = seen.into_iter().map(|k| vm.str(k)).collect();
    match kinds.len() {
        0 => Ok(Value::NONE),
        1 => Ok(kinds.swap_remove(0)),
        _ => Ok(vm.tuple(kinds)),
    }
}

fn get_line_buffering(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.line_buffering.get()))
}

fn get_write_through(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.write_through.get()))
}

fn get_closed(vm: &Vm, value: &Value) -> PyResult {
    let buffer = attached(vm, this(vm, value)?)?;
    is_closed(vm, &buffer).map(Value::bool)
}

fn get_name(vm: &Vm, value: &Value) -> PyResult {
    let buffer = attached(vm, this(vm, value)?)?;
    vm.get_attr_str(&buffer, "name")
}
