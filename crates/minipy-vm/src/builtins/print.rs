//! `print` and `input`.

use crate::exc;
use crate::io::text::TextObj;
use crate::io::text_read::exact_text;
use crate::native::{Args, PyResult};
use crate::sysmod;
use crate::sysmod::stdio::Std;
use crate::types::str_::{StrObj, value_is};
use crate::value::Value;
use crate::vm::Vm;

/// The text between or after the values, or the default.
fn piece<'a>(vm: &Vm, value: Option<&'a Value>, name: &str) -> PyResult<Option<&'a StrObj>> {
    let Some(value) = value.and_then(Value::not_none) else { return Ok(None) };
    match value.downcast::<StrObj>() {
        Some(text) => Ok(Some(text)),
        None => {
            let got = vm.type_of(value).name_str();
            Err(exc::type_error(vm, &format!("{name} must be None or a string, not {got}")))
        }
    }
}

/// `print`
pub fn print(vm: &Vm, args: &Args) -> PyResult {
    let (mut sep, mut end, mut file, mut flush) = (None, None, None, false);
    for (key, value) in args.keywords() {
        if value_is(key, "sep") {
            sep = Some(value);
        } else if value_is(key, "end") {
            end = Some(value);
        } else if value_is(key, "file") {
            file = Some(value);
        } else if value_is(key, "flush") {
            flush = vm.truth(value)?;
        } else {
            let names = ["sep", "end", "file", "flush"];
            return Err(exc::unexpected_keyword_among(vm, "print", key, names.into_iter()));
        }
    }
    let file = match file.and_then(Value::not_none) {
        Some(file) => file.clone(),
        None => match sysmod::stream(vm, Std::Out) {
            None => return Err(exc::runtime_error(vm, "lost sys.stdout")),
            Some(stdout) if stdout.is_none() => return Ok(Value::NONE),
            Some(stdout) => stdout,
        },
    };
    let sep = piece(vm, sep, "sep")?;
    let end = piece(vm, end, "end")?;
    match exact_text(vm, &file) {
        Some(text) => print_native(vm, text, args.pos, sep, end)?,
        None => print_to(vm, &file, args.pos, sep, end)?,
    }
    if flush {
        vm.call_method(&file, &vm.names().flush, &[])?;
    }
    Ok(Value::NONE)
}

/// From so many bytes on, text is handed over at once.
const LARGE: usize = 32 << 10;

/// Adds to what is written in one go; much is handed over at once, and no copy of it made.
#[inline]
fn put(vm: &Vm, file: &TextObj, out: &mut Vec<u8>, bytes: &[u8]) -> PyResult<()> {
    if bytes.len() + out.len() < LARGE {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    file.write_text(vm, out)?;
    out.clear();
    file.write_text(vm, bytes)
}

/// Writes to a native text file in one go where nothing can be observed in between.
fn print_native(vm: &Vm, file: &TextObj, values: &[Value], sep: Option<&StrObj>, end: Option<&StrObj>) -> PyResult<()> {
    let mut out: Vec<u8> = Vec::with_capacity(64);
    let mut result = Ok(());
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            put(vm, file, &mut out, sep.map_or(b" ", StrObj::bytes))?;
        }
        if let Some(n) = value.as_small() {
            put(vm, file, &mut out, itoa::Buffer::new().format(n).as_bytes())?;
            continue;
        }
        match vm.to_str(value) {
            Ok(text) => {
                let Some(object) = text.downcast::<StrObj>() else { continue };
                if !object.is_ascii() && minipy_text::wtf8::has_surrogates(object.bytes()) {
                    // What cannot be encoded must fail alone, with its own text in the error.
                    file.write_value(vm, &vm.str_bytes(&std::mem::take(&mut out)))?;
                    file.write_value(vm, &text)?;
                } else {
                    put(vm, file, &mut out, object.bytes())?;
                }
            }
            Err(raised) => {
                result = Err(raised);
                break;
            }
        }
    }
    if let Err(raised) = result {
        let exception = vm.take_exception(raised);
        file.write_text(vm, &out)?;
        return Err(vm.raise_again(exception));
    }
    put(vm, file, &mut out, end.map_or(b"\n", StrObj::bytes))?;
    file.write_text(vm, &out)
}

fn print_to(vm: &Vm, file: &Value, values: &[Value], sep: Option<&StrObj>, end: Option<&StrObj>) -> PyResult<()> {
    let write = vm.get_attr(file, &vm.names().write)?;
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            vm.call1(&write, &vm.str_bytes(sep.map_or(b" ", StrObj::bytes)))?;
        }
        let text = vm.to_str(value)?;
        vm.call1(&write, &text)?;
    }
    vm.call1(&write, &vm.str_bytes(end.map_or(b"\n", StrObj::bytes)))?;
    Ok(())
}

fn stream(vm: &Vm, std: Std, name: &str) -> PyResult {
    match sysmod::stream(vm, std) {
        Some(stream) if !stream.is_none() => Ok(stream),
        _ => Err(exc::runtime_error(vm, &format!("input(): lost sys.{name}"))),
    }
}

/// `input`
pub fn input(vm: &Vm, args: &[Value]) -> PyResult {
    let stdin = stream(vm, Std::In, "stdin")?;
    let stdout = stream(vm, Std::Out, "stdout")?;
    let stderr = stream(vm, Std::Err, "stderr")?;
    sysmod::or_none(vm, |vm| vm.call_method(&stderr, &vm.names().flush, &[]));
    if let Some(prompt) = args[0].given() {
        let text = vm.to_str(prompt)?;
        vm.call_method(&stdout, &vm.names().write, &[text])?;
    }
    sysmod::or_none(vm, |vm| vm.call_method(&stdout, &vm.names().flush, &[]));
    let line = match exact_text(vm, &stdin) {
        Some(text) => text.read_line(vm, None)?,
        None => {
            let line = vm.call_method_str(&stdin, "readline", &[])?;
            match line.downcast::<StrObj>() {
                Some(text) => text.bytes().to_vec(),
                None => {
                    let message = "object.readline() returned non-string";
                    return Err(exc::type_error(vm, message));
                }
            }
        }
    };
    if line.is_empty() {
        return Err(exc::eof_error(vm, "EOF when reading a line"));
    }
    Ok(vm.str_bytes(line.strip_suffix(b"\n").unwrap_or(&line)))
}
