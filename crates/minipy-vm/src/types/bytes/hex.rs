//! `hex()` and `fromhex()`, for everything that is made of bytes.

use crate::exc;
use crate::native::{PyResult, Raised};
use crate::types::buffer;
use crate::types::bytes::BytesObj;
use crate::types::seq_args::{c_int, optional};
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::types::type_::TypeObj;
use crate::value::Value;
use crate::vm::Vm;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// `this.hex(sep, bytes_per_sep)`
pub(crate) fn hex(vm: &Vm, args: &[Value]) -> PyResult {
    if optional(args, 1).is_none() && optional(args, 2).is_none() {
        let size = buffer::with_bytes(vm, &args[0], <[u8]>::len)?.saturating_mul(2);
        check_size(vm, size)?;
        return buffer::with_bytes(vm, &args[0], |bytes| plain_hex(vm, bytes));
    }
    let bytes = buffer::buffer_bytes(vm, &args[0])?;
    let _hold = buffer::Hold::new(&args[0]);
    Ok(vm.str_bytes(&hex_with(vm, &bytes, args)?))
}

fn plain_hex(vm: &Vm, bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return vm.str("");
    }
    vm.str_fill(bytes.len() * 2, bytes.len() * 2, |out| {
        for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
    })
}

/// Hexadecimal digits with the separator arguments 1 and 2 of a `hex` method.
pub(crate) fn hex_with(vm: &Vm, bytes: &[u8], args: &[Value]) -> PyResult<Vec<u8>> {
    let per = match optional(args, 2) {
        Some(value) => c_int(vm, value)?,
        None => 1,
    };
    let separator = match optional(args, 1) {
        Some(value) => Some(separator(vm, value)?),
        None => None,
    };
    check_size(vm, bytes.len().saturating_mul(3))?;
    let mut out = Vec::with_capacity(bytes.len() * 3);
    let group = per.unsigned_abs() as usize;
    for (i, byte) in bytes.iter().enumerate() {
        if let Some(separator) = separator
            && group > 0
            && i > 0
        {
            // Groups are counted from the right for a positive size, from the left for a negative one.
            let distance = if per > 0 { bytes.len() - i } else { i };
            if distance % group == 0 {
                out.push(separator);
            }
        }
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
    Ok(out)
}

fn separator(vm: &Vm, value: &Value) -> PyResult<u8> {
    if let Some(text) = value.downcast::<StrObj>() {
        if text.chars() != 1 {
            return Err(exc::value_error(vm, "sep must be length 1."));
        }
        return match text.bytes() {
            [byte] => Ok(*byte),
            _ => Err(exc::value_error(vm, "sep must be ASCII.")),
        };
    }
    if vm.len(value)? != 1 {
        return Err(exc::value_error(vm, "sep must be length 1."));
    }
    let Some(bytes) = value.downcast::<BytesObj>() else {
        return Err(exc::type_error(vm, "sep must be str or bytes."));
    };
    match bytes.data() {
        [byte] if byte.is_ascii() => Ok(*byte),
        _ => Err(exc::value_error(vm, "sep must be ASCII.")),
    }
}

/// `cls.fromhex(string)`
pub(crate) fn fromhex(vm: &Vm, class: &Value, text: &Value) -> PyResult {
    let source = match text.downcast::<StrObj>() {
        Some(text) => {
            vm.check_memory(text.bytes().len().saturating_mul(2))?;
            if let Some(at) = text.bytes().iter().position(|byte| !byte.is_ascii()) {
                return Err(bad_digit(vm, at));
            }
            text.bytes().to_vec()
        }
        None if buffer::is_bytes_like(vm, text) => buffer::with_bytes(vm, text, <[u8]>::to_vec)?,
        None => {
            let got = crate::types::type_::methods::message_name(vm, vm.type_of(text));
            return Err(exc::type_error(vm, &format!("fromhex() argument must be str or bytes-like, not {got}")));
        }
    };
    let data = parse_hex(vm, &source)?;
    let Some(ty) = class.cast::<TypeObj>() else { return Err(exc::type_error(vm, "fromhex() needs a class")) };
    let types = vm.types();
    if ty.is(&types.bytes) {
        return Ok(super::new_bytes(vm, &data));
    }
    if ty.is(&types.bytearray) {
        return Ok(crate::types::bytearray::new_bytearray(vm, data));
    }
    let made = match ty.is_subtype(&types.bytearray) {
        true => crate::types::bytearray::new_bytearray(vm, data),
        false => super::new_bytes(vm, &data),
    };
    vm.call1(class, &made)
}

fn parse_hex(vm: &Vm, source: &[u8]) -> PyResult<Vec<u8>> {
    let digit = |byte: u8| (byte as char).to_digit(16).map(|d| d as u8);
    let mut out = Vec::with_capacity(source.len() / 2);
    let mut at = 0;
    while at < source.len() {
        if matches!(source[at], b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c) {
            at += 1;
            continue;
        }
        let Some(high) = digit(source[at]) else { return Err(bad_digit(vm, at)) };
        let Some(&next) = source.get(at + 1) else {
            let message = "fromhex() arg must contain an even number of hexadecimal digits";
            return Err(exc::value_error(vm, message));
        };
        let Some(low) = digit(next) else { return Err(bad_digit(vm, at + 1)) };
        out.push(high << 4 | low);
        at += 2;
    }
    Ok(out)
}

#[cold]
fn bad_digit(vm: &Vm, at: usize) -> Raised {
    exc::value_error(vm, &format!("non-hexadecimal number found in fromhex() arg at position {at}"))
}
