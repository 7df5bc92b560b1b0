//! `UnicodeEncodeError`, `UnicodeDecodeError`, `UnicodeTranslateError`.

use crate::exc;
use crate::getset;
use crate::native::{Args, GetSetDef, PyResult};
use crate::slots::Slots;
use crate::types::buffer;
use crate::types::bytes::{BytesObj, new_bytes};
use crate::types::exception::fields::{get, set, this};
use crate::types::exception::{methods as base, set_extra};
use crate::types::str_::StrObj;
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// What `UnicodeEncodeError` defines.
pub(crate) static ENCODE_PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(encode_init), str: Some(encode_str), ..Slots::EMPTY },
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// What `UnicodeDecodeError` defines.
pub(crate) static DECODE_PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(decode_init), str: Some(decode_str), ..Slots::EMPTY },
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// What `UnicodeTranslateError` defines.
pub(crate) static TRANSLATE_PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(translate_init), str: Some(translate_str), ..Slots::EMPTY },
    getset: GETSET,
    ..TypeDef::EMPTY
};

static GETSET: &[GetSetDef] = getset! {
    [member] "encoding" get::<0>, set::<0>, "exception encoding";
    [member] "object" get::<1>, set::<1>, "exception object";
    [member] "start" get::<2>, set_start, "exception start";
    [member] "end" get::<3>, set_end, "exception end";
    [member] "reason" get::<4>, set::<4>, "exception reason";
};

fn set_start(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    set_number(vm, object, 2, value)
}

fn set_end(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    set_number(vm, object, 3, value)
}

fn set_number(vm: &Vm, object: &Value, field: usize, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(exc::type_error(vm, "can't delete numeric/char attribute")) };
    if crate::types::int::as_int(value).is_none() {
        return Err(exc::type_error(vm, "an integer is required"));
    }
    let number = vm.index(value)?;
    if crate::types::int::to_i64(&number).is_none() {
        return Err(exc::overflow_error(vm, "Python int too large to convert to C ssize_t"));
    }
    set_extra(object, field, number);
    Ok(())
}

fn text_arg(vm: &Vm, value: &Value, position: usize) -> PyResult<Value> {
    if value.downcast::<StrObj>().is_some() {
        return Ok(value.clone());
    }
    let got = exc::argument_type(vm, value);
    Err(exc::type_error(vm, &format!("argument {position} must be str, not {got}")))
}

fn count(vm: &Vm, args: &[Value], wanted: usize) -> PyResult<()> {
    if args.len() == wanted {
        return Ok(());
    }
    let n = args.len();
    Err(exc::type_error(vm, &format!("function takes exactly {wanted} arguments ({n} given)")))
}

/// Sets encoding, object, start, end and reason; the encoding may be absent.
fn fill(vm: &Vm, this: &Value, args: &[Value], object: Value, first: usize) -> PyResult<()> {
    let start = vm.index(&args[first + 1])?;
    let end = vm.index(&args[first + 2])?;
    let reason = text_arg(vm, &args[first + 3], first + 4)?;
    let encoding = if first == 1 { args[0].clone() } else { Value::NULL };
    for (field, value) in [encoding, object, start, end, reason].into_iter().enumerate() {
        set_extra(this, field, value);
    }
    Ok(())
}

fn encode_init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    base::exception_init(vm, this, args)?;
    count(vm, args.pos, 5)?;
    text_arg(vm, &args.pos[0], 1)?;
    let object = text_arg(vm, &args.pos[1], 2)?;
    fill(vm, this, args.pos, object, 1)
}

fn decode_init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    base::exception_init(vm, this, args)?;
    count(vm, args.pos, 5)?;
    text_arg(vm, &args.pos[0], 1)?;
    fill(vm, this, args.pos, args.pos[1].clone(), 1)?;
    if args.pos[1].downcast::<BytesObj>().is_none() {
        // What is no bytes is copied, after all arguments were looked at.
        let copy = buffer::with_bytes(vm, &args.pos[1], <[u8]>::to_vec)?;
        set_extra(this, 1, new_bytes(vm, &copy));
    }
    Ok(())
}

fn translate_init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    base::exception_init(vm, this, args)?;
    count(vm, args.pos, 4)?;
    let object = text_arg(vm, &args.pos[0], 1)?;
    fill(vm, this, args.pos, object, 0)
}

/// The range, clipped to the object's length.
fn clipped(start: &Value, end: &Value, len: usize) -> (usize, usize) {
    let number = |value: &Value| crate::types::int::to_i64(value).unwrap_or(0);
    let (start, end, len) = (number(start), number(end), len as i64);
    let start = start.clamp(0, (len - 1).max(0));
    let end = end.max(1).min(len.max(0));
    (start as usize, end.max(0) as usize)
}

fn shown_char(text: &StrObj, index: usize) -> String {
    let at = minipy_text::wtf8::byte_offset(text.bytes(), index);
    match minipy_text::wtf8::decode_at(text.bytes(), at).map_or(0, |(cp, _)| cp) {
        cp @ 0..=0xff => format!("\\x{cp:02x}"),
        cp @ 0x100..=0xffff => format!("\\u{cp:04x}"),
        cp => format!("\\U{cp:08x}"),
    }
}

/// `str(value)` as bytes; empty for NULL.
fn shown(vm: &Vm, value: &Value) -> PyResult<String> {
    if value.is_null() { Ok(String::new()) } else { vm.str_string(value) }
}

fn encode_str(vm: &Vm, object: &Value) -> PyResult {
    text_range(vm, object, true)
}

fn translate_str(vm: &Vm, object: &Value) -> PyResult {
    text_range(vm, object, false)
}

fn text_range(vm: &Vm, object: &Value, encode: bool) -> PyResult {
    let exception = this(vm, object)?;
    let subject = exception.extra(1);
    let Some(text) = subject.downcast::<StrObj>() else { return Ok(vm.str("")) };
    let reason = shown(vm, &exception.extra(4))?;
    let what = if encode {
        format!("'{}' codec can't encode", shown(vm, &exception.extra(0))?)
    } else {
        "can't translate".to_owned()
    };
    let (start, end) = clipped(&exception.extra(2), &exception.extra(3), text.chars());
    Ok(vm.str(&if start < text.chars() && end == start + 1 {
        format!("{what} character '{}' in position {start}: {reason}", shown_char(text, start))
    } else {
        format!("{what} characters in position {start}-{}: {reason}", end as i64 - 1)
    }))
}

fn decode_str(vm: &Vm, object: &Value) -> PyResult {
    let exception = this(vm, object)?;
    let subject = exception.extra(1);
    let Some(bytes) = subject.downcast::<BytesObj>() else { return Ok(vm.str("")) };
    let encoding = shown(vm, &exception.extra(0))?;
    let reason = shown(vm, &exception.extra(4))?;
    let (start, end) = clipped(&exception.extra(2), &exception.extra(3), bytes.data().len());
    Ok(vm.str(&match bytes.data().get(start) {
        Some(byte) if end == start + 1 => {
            format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        }
        _ => format!("'{encoding}' codec can't decode bytes in position {start}-{}: {reason}", end as i64 - 1),
    }))
}
