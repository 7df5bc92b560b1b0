//! `str` methods about case and kinds of characters.

use super::{as_exact, own};
use crate::native::PyResult;
use crate::types::str_build::check_size;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::wtf8::code_points;
use minipy_text::{search, unicode};

/// A mapped text; ASCII text keeps its extent, which is what most texts are.
#[inline(always)]
fn mapped(vm: &Vm, this: &Value, map: fn(&[u8]) -> Vec<u8>, ascii: impl Fn(&mut [u8])) -> PyResult {
    let text = own(vm, this)?;
    let bytes = text.bytes();
    if text.is_ascii() {
        if bytes.len() < 2 {
            let mut copy = bytes.to_vec();
            ascii(&mut copy);
            return Ok(vm.str_bytes(&copy));
        }
        return Ok(vm.str_copied(bytes, bytes.len(), ascii));
    }
    check_size(vm, bytes.len().saturating_mul(4))?;
    Ok(vm.str_bytes(&map(bytes)))
}

pub(super) fn lower(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, unicode::lower, search::ascii_lower)
}

pub(super) fn upper(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, unicode::upper, search::ascii_upper)
}

pub(super) fn casefold(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, unicode::casefold, |b| b.make_ascii_lowercase())
}

pub(super) fn capitalize(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, unicode::capitalize, |b| {
        b.make_ascii_lowercase();
        b.iter_mut().take(1).for_each(|c| c.make_ascii_uppercase());
    })
}

pub(super) fn title(vm: &Vm, this: &Value) -> PyResult {
    let text = own(vm, this)?;
    if text.bytes().is_empty() {
        return Ok(as_exact(vm, this));
    }
    mapped(vm, this, unicode::title, |bytes| {
        let mut in_word = false;
        for byte in bytes {
            let letter = byte.is_ascii_alphabetic();
            *byte = if in_word { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
            in_word = letter;
        }
    })
}

pub(super) fn swapcase(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, unicode::swapcase, |bytes| {
        for byte in bytes {
            *byte ^= u8::from(byte.is_ascii_alphabetic()) << 5;
        }
    })
}

/// Whether there are characters and all are of a kind; `ascii` tells for ASCII characters.
#[inline(always)]
fn all(vm: &Vm, this: &Value, ascii: impl Fn(u8) -> bool, test: fn(u32) -> bool) -> PyResult {
    let text = own(vm, this)?;
    let bytes = text.bytes();
    if text.is_ascii() {
        return Ok(Value::bool(!bytes.is_empty() && bytes.iter().all(|&byte| ascii(byte))));
    }
    Ok(Value::bool(code_points(bytes).all(test)))
}

pub(super) fn isspace(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, search::is_ascii_space, unicode::is_space)
}

pub(super) fn isdecimal(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, |byte| byte.is_ascii_digit(), unicode::is_decimal)
}

pub(super) fn isdigit(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, |byte| byte.is_ascii_digit(), unicode::is_digit)
}

pub(super) fn isnumeric(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, |byte| byte.is_ascii_digit(), unicode::is_numeric)
}

pub(super) fn isalpha(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, |byte| byte.is_ascii_alphabetic(), unicode::is_alpha)
}

pub(super) fn isalnum(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, |byte| byte.is_ascii_alphanumeric(), unicode::is_alnum)
}

pub(super) fn isascii(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(own(vm, this)?.is_ascii()))
}

pub(super) fn isprintable(vm: &Vm, this: &Value) -> PyResult {
    let text = own(vm, this)?;
    if text.is_ascii() {
        return Ok(Value::bool(text.bytes().iter().all(|byte| (0x20..0x7f).contains(byte))));
    }
    Ok(Value::bool(code_points(text.bytes()).all(unicode::is_printable)))
}

pub(super) fn isidentifier(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(unicode::is_identifier(own(vm, this)?.bytes())))
}

pub(super) fn islower(vm: &Vm, this: &Value) -> PyResult {
    one_case(vm, this, b'a', unicode::is_lower, unicode::is_upper)
}

pub(super) fn isupper(vm: &Vm, this: &Value) -> PyResult {
    one_case(vm, this, b'A', unicode::is_upper, unicode::is_lower)
}

/// Whether there is a character of the wanted case, whose first ASCII letter is `first`, and none of the other one or of
/// title case.
#[inline(always)]
fn one_case(vm: &Vm, this: &Value, first: u8, wanted: fn(u32) -> bool, other: fn(u32) -> bool) -> PyResult {
    let text = own(vm, this)?;
    let mut found = false;
    if text.is_ascii() {
        for &byte in text.bytes() {
            if (byte | 0x20).wrapping_sub(b'a') < 26 {
                if byte.wrapping_sub(first) >= 26 {
                    return Ok(Value::FALSE);
                }
                found = true;
            }
        }
        return Ok(Value::bool(found));
    }
    for cp in code_points(text.bytes()) {
        if other(cp) || unicode::is_title(cp) {
            return Ok(Value::FALSE);
        }
        found |= wanted(cp);
    }
    Ok(Value::bool(found))
}

pub(super) fn istitle(vm: &Vm, this: &Value) -> PyResult {
    let (mut found, mut in_word) = (false, false);
    for cp in code_points(own(vm, this)?.bytes()) {
        if unicode::is_upper(cp) || unicode::is_title(cp) {
            if in_word {
                return Ok(Value::FALSE);
            }
            (found, in_word) = (true, true);
        } else if unicode::is_lower(cp) {
            if !in_word {
                return Ok(Value::FALSE);
            }
            found = true;
        } else {
            in_word = false;
        }
    }
    Ok(Value::bool(found))
}
