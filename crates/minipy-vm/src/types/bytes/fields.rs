//! Methods of `bytes` and `bytearray` that widen: fields, zeros, tabs.

use super::BytesObj;
use super::shared::{make_owned, make_part, with_own};
use crate::exc;
use crate::native::{Args, PyResult, Raised};
use crate::types::buffer::buffer_bytes;
use crate::types::bytearray::ByteArrayObj;
use crate::types::seq_args::{c_int, optional, positional, ssize};
use crate::types::str_build::check_size;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::search::{self, Unit};

pub(crate) fn center(vm: &Vm, args: &Args) -> PyResult {
    pad_with(vm, args, "center", |padding, width| padding / 2 + (padding & width & 1))
}

pub(crate) fn ljust(vm: &Vm, args: &Args) -> PyResult {
    pad_with(vm, args, "ljust", |_, _| 0)
}

pub(crate) fn rjust(vm: &Vm, args: &Args) -> PyResult {
    pad_with(vm, args, "rjust", |padding, _| padding)
}

#[cold]
fn wrong_fill(vm: &Vm, name: &str, value: &Value, len: Option<usize>) -> Raised {
    let got = exc::argument_type(vm, value);
    let message = match len {
        Some(len) => {
            format!("{name}(): argument 2 must be a byte string of length 1, not a {got} object of length {len}")
        }
        None => format!("{name}() argument 2 must be a byte string of length 1, not {got}"),
    };
    exc::type_error(vm, &message)
}

fn pad_with(vm: &Vm, args: &Args, name: &str, division: fn(usize, usize) -> usize) -> PyResult {
    let args = positional(vm, args, name, 1, 2)?;
    let width = ssize(vm, &args[1])?.max(0) as usize;
    let fill = match args.get(2) {
        None => b' ',
        Some(fill) if fill.downcast::<BytesObj>().is_some() || fill.downcast::<ByteArrayObj>().is_some() => {
            let bytes = buffer_bytes(vm, fill)?;
            match bytes[..] {
                [byte] => byte,
                _ => return Err(wrong_fill(vm, name, fill, Some(bytes.len()))),
            }
        }
        Some(fill) => return Err(wrong_fill(vm, name, fill, None)),
    };
    // The buffer and the object: both are there for a moment.
    check_size(vm, width.saturating_mul(2))?;
    let this = &args[0];
    with_own(vm, this, |data| {
        let padding = width.saturating_sub(data.len());
        if padding == 0 {
            return make_part(vm, this, data.len(), data);
        }
        let left = division(padding, width);
        let mut out = vec![fill; width];
        out[left..left + data.len()].copy_from_slice(data);
        make_owned(vm, this, out)
    })
}

pub(crate) fn zfill(vm: &Vm, this: &Value, width: &Value) -> PyResult {
    let width = ssize(vm, width)?.max(0) as usize;
    check_size(vm, width.saturating_mul(2))?;
    with_own(vm, this, |data| {
        let padding = width.saturating_sub(data.len());
        if padding == 0 {
            return make_part(vm, this, data.len(), data);
        }
        let (sign, digits) = data.split_at(usize::from(matches!(data.first(), Some(b'+' | b'-'))));
        let mut out = Vec::with_capacity(width);
        out.extend_from_slice(sign);
        out.resize(sign.len() + padding, b'0');
        out.extend_from_slice(digits);
        make_owned(vm, this, out)
    })
}

pub(crate) fn expandtabs(vm: &Vm, args: &[Value]) -> PyResult {
    let size = match optional(args, 1) {
        Some(size) => c_int(vm, size)?.max(0) as usize,
        None => 8,
    };
    let this = &args[0];
    let most = with_own(vm, this, |data| memchr::memchr_iter(b'\t', data).count().saturating_mul(size))?;
    if most > isize::MAX as usize {
        return Err(exc::overflow_error(vm, "result too long"));
    }
    if most > 1 << 26 {
        check_size(vm, most)?;
    }
    with_own(vm, this, |data| make_owned(vm, this, search::expand_tabs(data, size, Unit::Byte)))
}
