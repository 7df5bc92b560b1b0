//! Items of memory views: type codes, sizes, conversion to and from Python objects.

use crate::exc;
use crate::native::{PyResult, Raised};
use crate::types::bytes::{BytesObj, new_bytes};
use crate::types::int;
use crate::value::Value;
use crate::vm::Vm;

/// The size of an item with a native type code.
pub(super) fn size_of_code(code: u8) -> Option<usize> {
    Some(match code {
        b'c' | b'b' | b'B' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' | b'P' => 8,
        _ => return None,
    })
}

/// The object for an item; `raw` starts with its bytes.
pub(super) fn unpack(vm: &Vm, code: u8, raw: &[u8; 8]) -> Value {
    let two = [raw[0], raw[1]];
    let four = [raw[0], raw[1], raw[2], raw[3]];
    match code {
        b'c' => new_bytes(vm, &raw[..1]),
        b'b' => Value::small(i64::from(raw[0] as i8)),
        b'B' => Value::small(i64::from(raw[0])),
        b'?' => Value::bool(raw[0] != 0),
        b'h' => Value::small(i64::from(i16::from_ne_bytes(two))),
        b'H' => Value::small(i64::from(u16::from_ne_bytes(two))),
        b'i' => Value::small(i64::from(i32::from_ne_bytes(four))),
        b'I' => Value::small(i64::from(u32::from_ne_bytes(four))),
        b'l' | b'q' | b'n' => vm.int(i64::from_ne_bytes(*raw)),
        b'L' | b'Q' | b'N' | b'P' => vm.uint(u64::from_ne_bytes(*raw)),
        b'f' => vm.float(f64::from(f32::from_ne_bytes(four))),
        b'd' => vm.float(f64::from_ne_bytes(*raw)),
        b'e' => vm.float(half_to_f64(u16::from_ne_bytes(two))),
        _ => Value::NONE,
    }
}

fn half_to_f64(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}

#[cold]
fn bad_type(vm: &Vm, code: u8) -> Raised {
    exc::type_error(vm, &format!("memoryview: invalid type for format '{}'", code as char))
}

#[cold]
fn bad_value(vm: &Vm, code: u8) -> Raised {
    exc::value_error(vm, &format!("memoryview: invalid value for format '{}'", code as char))
}

/// The bytes of an object as an item (the first `size_of_code` of them count).
pub(super) fn pack(vm: &Vm, code: u8, value: &Value) -> PyResult<[u8; 8]> {
    let mut raw = [0u8; 8];
    match code {
        b'c' => match value.downcast::<BytesObj>().map(BytesObj::data) {
            Some([byte]) => raw[0] = *byte,
            Some(_) => return Err(bad_value(vm, code)),
            None => return Err(bad_type(vm, code)),
        },
        b'?' => raw[0] = u8::from(vm.truth(value)?),
        b'f' | b'd' => {
            let number = match vm.f64_arg(value) {
                Ok(number) => number,
                Err(raised) if exc::is_type_error(vm, &raised) => {
                    drop(vm.take_exception(raised));
                    return Err(bad_type(vm, code));
                }
                Err(raised) => return Err(raised),
            };
            if code == b'f' {
                raw[..4].copy_from_slice(&(number as f32).to_ne_bytes());
            } else {
                raw = number.to_ne_bytes();
            }
        }
        b'e' => {
            let message = "memoryview: unsupported format e";
            return Err(vm.raise_text(&vm.exceptions().not_implemented_error, message));
        }
        _ => raw = pack_integer(vm, code, value)?,
    }
    Ok(raw)
}

fn pack_integer(vm: &Vm, code: u8, value: &Value) -> PyResult<[u8; 8]> {
    if int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
        return Err(bad_type(vm, code));
    }
    let number = vm.index(value)?;
    let Some(number) = int::as_int(&number).and_then(|n| i128::try_from(&n.to_big()).ok()) else {
        return Err(bad_value(vm, code));
    };
    let bits = 8 * size_of_code(code).unwrap_or(8) as u32;
    let signed = matches!(code, b'b' | b'h' | b'i' | b'l' | b'q' | b'n');
    let (low, high) = match signed {
        true => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
        false => (0, (1i128 << bits) - 1),
    };
    if number < low || number > high {
        return Err(bad_value(vm, code));
    }
    Ok((number as u64).to_ne_bytes())
}
