//! `str` methods that fill a field: center, ljust, rjust, zfill, expandtabs.

use super::{as_exact, own};
use crate::exc;
use crate::native::{Args, PyResult};
use crate::types::seq_args::{c_int, optional, positional};
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::search::{self, Unit};

use super::slots::repeat_into;

/// How the padding is divided: what goes to the left of `padding`, for a field of `width`.
type Division = fn(padding: usize, width: usize) -> usize;

pub(super) fn center(vm: &Vm, args: &Args) -> PyResult {
    // An odd rest goes to the left if the width is odd as well.
    pad_with(vm, args, "center", |padding, width| padding / 2 + (padding & width & 1))
}

pub(super) fn ljust(vm: &Vm, args: &Args) -> PyResult {
    pad_with(vm, args, "ljust", |_, _| 0)
}

pub(super) fn rjust(vm: &Vm, args: &Args) -> PyResult {
    pad_with(vm, args, "rjust", |padding, _| padding)
}

fn pad_with(vm: &Vm, args: &Args, name: &str, division: Division) -> PyResult {
    let args = positional(vm, args, name, 1, 2)?;
    let width = crate::types::seq_args::ssize(vm, &args[1])?.max(0) as usize;
    let fill: &[u8] = match args.get(2) {
        None => b" ",
        Some(fill) => match fill.downcast::<StrObj>() {
            Some(fill) if fill.chars() == 1 => fill.bytes(),
            Some(_) => return Err(exc::type_error(vm, "The fill character must be exactly one character long")),
            None => {
                let got = vm.type_of(fill).name_str();
                let message = format!("The fill character must be a unicode character, not {got}");
                return Err(exc::type_error(vm, &message));
            }
        },
    };
    let text = own(vm, &args[0])?;
    let padding = width.saturating_sub(text.chars());
    if padding == 0 {
        return Ok(as_exact(vm, &args[0]));
    }
    let left = division(padding, width);
    padded(vm, text, fill, left, padding - left)
}

/// The text with so many fill characters on either side.
fn padded(vm: &Vm, text: &StrObj, fill: &[u8], left: usize, right: usize) -> PyResult {
    let bytes = text.bytes();
    let len = fill.len().saturating_mul(left.saturating_add(right)).saturating_add(bytes.len());
    check_size(vm, len)?;
    let chars = text.chars() + left + right;
    if len == 1 {
        return Ok(vm.str_bytes(fill));
    }
    Ok(vm.str_fill(len, chars, |out| {
        let (before, rest) = out.split_at_mut(left * fill.len());
        let (middle, after) = rest.split_at_mut(bytes.len());
        repeat_into(before, fill);
        middle.copy_from_slice(bytes);
        repeat_into(after, fill);
    }))
}

pub(super) fn zfill(vm: &Vm, this: &Value, width: &Value) -> PyResult {
    let width = crate::types::seq_args::ssize(vm, width)?.max(0) as usize;
    let text = own(vm, this)?;
    let padding = width.saturating_sub(text.chars());
    if padding == 0 {
        return Ok(as_exact(vm, this));
    }
    let bytes = text.bytes();
    let (sign, digits) = bytes.split_at(usize::from(matches!(bytes.first(), Some(b'+' | b'-'))));
    let len = padding.saturating_add(bytes.len());
    check_size(vm, len)?;
    if len == 1 {
        return Ok(vm.str("0"));
    }
    Ok(vm.str_fill(len, text.chars() + padding, |out| {
        out[..sign.len()].copy_from_slice(sign);
        out[sign.len()..sign.len() + padding].fill(b'0');
        out[sign.len() + padding..].copy_from_slice(digits);
    }))
}

pub(super) fn expandtabs(vm: &Vm, args: &[Value]) -> PyResult {
    let text = own(vm, &args[0])?;
    let size = match optional(args, 1) {
        Some(size) => c_int(vm, size)?.max(0) as usize,
        None => 8,
    };
    let tabs = memchr::memchr_iter(b'\t', text.bytes()).count();
    if tabs == 0 {
        return Ok(as_exact(vm, &args[0]));
    }
    let most = tabs.saturating_mul(size);
    if most > isize::MAX as usize {
        return Err(exc::overflow_error(vm, "new string is too long"));
    }
    if most > 1 << 26 {
        check_size(vm, text.bytes().len().saturating_add(most))?;
    }
    Ok(vm.str_bytes(&search::expand_tabs(text.bytes(), size, Unit::Char)))
}
