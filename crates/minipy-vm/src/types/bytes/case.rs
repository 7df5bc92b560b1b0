//! Case and kinds of bytes, for `bytes` and `bytearray`: ASCII only.

use super::shared::{make_owned, with_own};
use crate::native::PyResult;
use crate::types::buffer::buffer_bytes;
use crate::value::Value;
use crate::vm::Vm;

fn mapped(vm: &Vm, this: &Value, map: impl FnOnce(&mut [u8])) -> PyResult {
    let mut data = buffer_bytes(vm, this)?;
    map(&mut data);
    Ok(make_owned(vm, this, data))
}

pub(crate) fn lower(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, <[u8]>::make_ascii_lowercase)
}

pub(crate) fn upper(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, <[u8]>::make_ascii_uppercase)
}

pub(crate) fn capitalize(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, |data| {
        data.make_ascii_lowercase();
        data.iter_mut().take(1).for_each(u8::make_ascii_uppercase);
    })
}

pub(crate) fn swapcase(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, |data| {
        for byte in data {
            if byte.is_ascii_alphabetic() {
                *byte ^= 0x20;
            }
        }
    })
}

pub(crate) fn title(vm: &Vm, this: &Value) -> PyResult {
    mapped(vm, this, |data| {
        let mut in_word = false;
        for byte in data {
            if in_word {
                byte.make_ascii_lowercase();
            } else {
                byte.make_ascii_uppercase();
            }
            in_word = byte.is_ascii_alphabetic();
        }
    })
}

/// Whether there are bytes and all are of a kind.
fn all(vm: &Vm, this: &Value, test: fn(&u8) -> bool) -> PyResult {
    Ok(Value::bool(with_own(vm, this, |data| !data.is_empty() && data.iter().all(test))?))
}

pub(crate) fn isalnum(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, u8::is_ascii_alphanumeric)
}

pub(crate) fn isalpha(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, u8::is_ascii_alphabetic)
}

pub(crate) fn isdigit(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, u8::is_ascii_digit)
}

pub(crate) fn isspace(vm: &Vm, this: &Value) -> PyResult {
    all(vm, this, |byte| matches!(byte, 9..=13 | 32))
}

pub(crate) fn isascii(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(with_own(vm, this, <[u8]>::is_ascii)?))
}

pub(crate) fn islower(vm: &Vm, this: &Value) -> PyResult {
    one_case(vm, this, u8::is_ascii_lowercase, u8::is_ascii_uppercase)
}

pub(crate) fn isupper(vm: &Vm, this: &Value) -> PyResult {
    one_case(vm, this, u8::is_ascii_uppercase, u8::is_ascii_lowercase)
}

fn one_case(vm: &Vm, this: &Value, wanted: fn(&u8) -> bool, other: fn(&u8) -> bool) -> PyResult {
    Ok(Value::bool(with_own(vm, this, |data| data.iter().any(wanted) && !data.iter().any(other))?))
}

pub(crate) fn istitle(vm: &Vm, this: &Value) -> PyResult {
    let titled = with_own(vm, this, |data| {
        let (mut found, mut in_word) = (false, false);
        for byte in data {
            if byte.is_ascii_uppercase() && in_word || byte.is_ascii_lowercase() && !in_word {
                return false;
            }
            in_word = byte.is_ascii_alphabetic();
            found |= in_word;
        }
        found
    })?;
    Ok(Value::bool(titled))
}
