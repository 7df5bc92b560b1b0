//! `open()`

use minipy_host::{OpenHow, Whence};

use super::binary::new_binary;
use super::errors;
use super::stream::StreamObj;
use super::text::{Newline, TextObj, new_text, newline_arg, text_arg};
use crate::exc;
use crate::native::PyResult;
use crate::types::bytes::BytesObj;
use crate::types::str_::StrObj;
use crate::value::Value;
use crate::vm::Vm;

/// A path argument as bytes: `str`, `bytes`, or what `__fspath__` gives.
pub fn path_arg(vm: &Vm, path: &Value, unit: &str) -> PyResult<Vec<u8>> {
    let resolved;
    let mut path = path;
    if path.downcast::<StrObj>().is_none() && path.downcast::<BytesObj>().is_none() {
        let name = vm.intern("__fspath__");
        match vm.type_of(path).lookup(vm, &name).filter(|method| !method.is_none()) {
            Some(_) => {
                resolved = vm.call_special(path, &name, &[])?.unwrap_or(Value::NONE);
                path = &resolved;
            }
            None => {
                let name = vm.type_of(path).name_str();
                let message = format!("expected str, bytes or os.PathLike object, not {name}");
                return Err(exc::type_error(vm, &message));
            }
        }
    }
    let bytes = match (path.downcast::<StrObj>(), path.downcast::<BytesObj>()) {
        (Some(_), _) => crate::sysmod::fs_encode(vm, path)?,
        (_, Some(bytes)) => bytes.data().to_vec(),
        _ => Vec::new(),
    };
    if bytes.contains(&0) {
        return Err(exc::value_error(vm, &format!("embedded null {unit}")));
    }
    Ok(bytes)
}

/// A parsed mode string.
struct Mode {
    letter: u8,
    plus: bool,
    binary: bool,
}

fn parse_mode(vm: &Vm, mode: &str) -> PyResult<Mode> {
    let invalid = || exc::value_error(vm, &format!("invalid mode: '{mode}'"));
    let (mut letters, mut plus, mut binary, mut text) = (Vec::new(), false, false, false);
    for c in mode.bytes() {
        let repeated = mode.bytes().filter(|&d| d == c).count() > 1;
        if repeated || !b"rwaxbt+".contains(&c) {
            return Err(invalid());
        }
        match c {
            b'+' => plus = true,
            b'b' => binary = true,
            b't' => text = true,
            letter => letters.push(letter),
        }
    }
    if text && binary {
        return Err(exc::value_error(vm, "can't have text and binary mode at once"));
    }
    let [letter] = letters[..] else {
        let message = if letters.is_empty() {
            "Must have exactly one of create/read/write/append mode and at most one plus"
        } else {
            "must have exactly one of create/read/write/append mode"
        };
        return Err(exc::value_error(vm, message));
    };
    Ok(Mode { letter, plus, binary })
}

fn mode_name(mode: &Mode) -> &'static str {
    match (mode.letter, mode.plus) {
        (b'r', false) => "rb",
        (b'r', true) => "rb+",
        (b'w', false) => "wb",
        (b'w', true) => "rb+",
        (b'a', false) => "ab",
        (b'a', true) => "ab+",
        (_, false) => "xb",
        (_, true) => "xb+",
    }
}

/// `open(file, mode, buffering, encoding, errors, newline, closefd, opener)`
pub fn open(vm: &Vm, args: &[Value]) -> PyResult {
    let file = &args[0];
    let mode_text = match args[1].given() {
        None => "r".to_owned(),
        Some(value) => match value.downcast::<StrObj>() {
            Some(text) => {
                vm.check_c_str(text)?;
                text.to_string_lossy().into_owned()
            }
            None => {
                let name = exc::argument_type(vm, value);
                return Err(exc::type_error(vm, &format!("open() argument 'mode' must be str, not {name}")));
            }
        },
    };
    let buffering = args[2].given().map(|v| vm.index_to_isize(v, None)).transpose()?.unwrap_or(-1);
    let encoding = text_arg(vm, "open", "encoding", args[3].given())?;
    let errors_name = text_arg(vm, "open", "errors", args[4].given())?;
    let newline_given = args[5].not_none().is_some();
    let closefd = args[6].given().map_or(Ok(true), |v| vm.truth(v))?;
    let mode = parse_mode(vm, &mode_text)?;
    if mode.binary {
        let problem =
            [(encoding.is_some(), "an encoding"), (errors_name.is_some(), "an errors"), (newline_given, "a newline")];
        if let Some((_, what)) = problem.into_iter().find(|p| p.0) {
            return Err(exc::value_error(vm, &format!("binary mode doesn't take {what} argument")));
        }
    } else if buffering == 0 {
        return Err(exc::value_error(vm, "can't have unbuffered text I/O"));
    }
    let newline = if mode.binary { Newline::Universal } else { newline_arg(vm, args[5].given())? };
    let Some(how) = OpenHow::from_mode(mode.letter, mode.plus) else {
        return Err(exc::value_error(vm, &format!("invalid mode: '{mode_text}'")));
    };
    let host = vm.interp().host.clone();
    let fd = match file.as_bool() {
        Some(b) => Some(i64::from(b)),
        None => file.as_small(),
    };
    let opened = match (fd, args[7].not_none()) {
        (Some(fd), _) => {
            let Ok(fd) = i32::try_from(fd) else {
                return Err(exc::overflow_error(vm, "Python int too large to convert to C int"));
            };
            if fd < 0 {
                return Err(exc::value_error(vm, "negative file descriptor"));
            }
            host.file_from_fd(fd, closefd).map_err(|e| errors::os_error(vm, &e, Some(file)))?
        }
        (None, Some(opener)) => {
            let fd = vm.call(opener, &[file.clone(), Value::small(0)])?;
            let fd = vm.i64_arg(&fd)? as i32;
            host.file_from_fd(fd, true).map_err(|e| errors::os_error(vm, &e, Some(file)))?
        }
        (None, None) => {
            let path = path_arg(vm, file, "byte")?;
            if !closefd {
                return Err(exc::value_error(vm, "Cannot use closefd=False with file name"));
            }
            host.open(&path, how, 0o666).map_err(|e| errors::os_error(vm, &e, Some(file)))?
        }
    };
    if mode.letter == b'a' {
        let _ = opened.seek(0, Whence::End);
    }
    let terminal = opened.is_terminal();
    let mut stream = StreamObj::new(opened, file.clone(), mode_name(&mode), how.read, how.write);
    stream.closefd = closefd;
    stream.buffered = buffering != 0;
    let binary = new_binary(vm, stream);
    if mode.binary {
        return Ok(binary);
    }
    let ty = vm.type_from_def(&super::text::TYPE);
    let file = new_text(vm, &ty, binary, encoding.as_deref().or(Some("UTF-8")), errors_name.as_deref(), newline)?;
    if let Some(text) = file.downcast::<TextObj>() {
        text.line_buffering.set(buffering == 1 || terminal);
    }
    vm.set_attr(&file, &vm.intern("mode"), &vm.str(&mode_text))?;
    Ok(file)
}
