//! `__format__` of the builtin types.

use dashu_int::IBig;

use super::number::{Number, push_fill};
use super::{FormatError, FormatSpec, Grouping, parse_spec, room, unknown_kind, value_error};
use crate::float::{Render, render, repr_complex, repr_into};
use crate::{int, wtf8};

/// `str.__format__`.
pub fn format_str(text: &[u8], spec: &[u8], type_name: &str) -> Result<Vec<u8>, FormatError> {
    if spec.is_empty() {
        return Ok(text.to_vec());
    }
    let spec = parse_spec(spec, type_name, b'<', b's')?;
    if spec.kind != b's' as u32 {
        return unknown_kind(spec.kind, type_name);
    }
    if spec.sign != 0 {
        let what = if spec.sign == b' ' { "Space" } else { "Sign" };
        return value_error(format!("{what} not allowed in string format specifier"));
    }
    if spec.no_negative_zero {
        return value_error("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alternate {
        return value_error("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == b'=' {
        return value_error("'=' alignment not allowed in string format specifier");
    }
    let text = match spec.precision {
        Some(precision) => &text[..wtf8::byte_offset(text, precision)],
        None => text,
    };
    pad(text, wtf8::count(text), &spec)
}

/// Pads a text of `len` characters to the width of the specification.
fn pad(text: &[u8], len: usize, spec: &FormatSpec) -> Result<Vec<u8>, FormatError> {
    let padding = spec.width.unwrap_or(0).saturating_sub(len);
    room(padding)?;
    let left = match spec.align {
        b'>' => padding,
        b'^' => padding / 2,
        _ => 0,
    };
    let mut out = Vec::with_capacity(text.len() + padding);
    push_fill(&mut out, spec.fill, left);
    out.extend_from_slice(text);
    push_fill(&mut out, spec.fill, padding - left);
    Ok(out)
}

/// `int.__format__` of a machine-sized integer. `max_digits` is `sys.get_int_max_str_digits()`.
pub fn format_i64(value: i64, spec: &[u8], type_name: &str) -> Result<Vec<u8>, FormatError> {
    if spec.is_empty() {
        return Ok(int::format_i64(value).into_bytes());
    }
    let spec = parse_spec(spec, type_name, b'>', b'd')?;
    if let Some(kind) = float_kind(spec.kind) {
        return apply_float(value as f64, &spec, kind);
    }
    let magnitude = value.unsigned_abs();
    let digits = match spec.kind as u8 {
        b'b' => format!("{magnitude:b}"),
        b'o' => format!("{magnitude:o}"),
        b'x' | b'X' => format!("{magnitude:x}"),
        _ => itoa::Buffer::new().format(magnitude).to_owned(),
    };
    apply_int(&spec, type_name, value < 0, digits, Some(value))
}

/// `int.__format__` of a big integer. `max_digits` is `sys.get_int_max_str_digits()`, zero for no limit.
pub fn format_int(value: &IBig, spec: &[u8], type_name: &str, max_digits: usize) -> Result<Vec<u8>, FormatError> {
    if let Ok(small) = i64::try_from(value) {
        return format_i64(small, spec, type_name);
    }
    let parsed = if spec.is_empty() { None } else { Some(parse_spec(spec, type_name, b'>', b'd')?) };
    if let Some(spec) = &parsed
        && let Some(kind) = float_kind(spec.kind)
    {
        let float =
            int::to_f64(value).map_err(|_| FormatError::Overflow("int too large to convert to float".to_owned()))?;
        return apply_float(float, spec, kind);
    }
    if let Some(spec) = &parsed {
        // Before the digits are made, of which there may be too many.
        int_kind(spec, type_name)?;
    }
    let radix = match parsed.as_ref().map_or(b'd', |spec| spec.kind as u8) {
        b'b' => 2,
        b'o' => 8,
        b'x' | b'X' => 16,
        _ => 10,
    };
    let text = if radix == 10 && parsed.as_ref().is_none_or(|spec| spec.kind != b'c' as u32) {
        int::to_decimal_limited(value, max_digits).map_err(|_| too_many_digits(max_digits))?
    } else {
        int::to_radix(value, radix)
    };
    let Some(spec) = parsed else { return Ok(text.into_bytes()) };
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits.to_owned()),
        None => (false, text),
    };
    apply_int(&spec, type_name, negative, digits, None)
}

/// The ValueError for a decimal conversion beyond the limit.
pub(crate) fn too_many_digits(limit: usize) -> FormatError {
    FormatError::Value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to \
         increase the limit"
    ))
}

/// The kinds that turn an integer into a float first.
fn float_kind(kind: u32) -> Option<u8> {
    match u8::try_from(kind) {
        Ok(kind @ (b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%')) => Some(kind),
        _ => None,
    }
}

/// The kind, if it is one of integers, and nothing is asked for that integers do not have.
fn int_kind(spec: &FormatSpec, type_name: &str) -> Result<u8, FormatError> {
    let kind = match u8::try_from(spec.kind) {
        Ok(kind @ (b'b' | b'c' | b'd' | b'o' | b'x' | b'X' | b'n')) => kind,
        _ => return unknown_kind(spec.kind, type_name),
    };
    if spec.precision.is_some() {
        return value_error("Precision not allowed in integer format specifier");
    }
    if spec.no_negative_zero {
        return value_error("Negative zero coercion (z) not allowed in integer format specifier");
    }
    Ok(kind)
}

/// Lays out an integer of known sign and digits; `small` is its value if it fits (for `c`).
fn apply_int(
    spec: &FormatSpec,
    type_name: &str,
    negative: bool,
    mut digits: String,
    small: Option<i64>,
) -> Result<Vec<u8>, FormatError> {
    let kind = int_kind(spec, type_name)?;
    if kind == b'c' {
        return apply_char(spec, small);
    }
    let (prefix, group) = match kind {
        b'b' => ("0b", 4),
        b'o' => ("0o", 4),
        b'x' => ("0x", 4),
        b'X' => ("0X", 4),
        _ => ("", 3),
    };
    if kind == b'X' {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    if prefix.is_empty() && is_plain(spec, digits.len() + negative as usize) {
        if negative {
            digits.insert(0, '-');
        }
        return Ok(digits.into_bytes());
    }
    let number = Number { negative, prefix, digits: &digits, point: false, fraction: "", rest: "" };
    let mut out = Vec::new();
    number.lay_out(&mut out, spec, group).ok_or(FormatError::Memory)?;
    Ok(out)
}

fn apply_char(spec: &FormatSpec, value: Option<i64>) -> Result<Vec<u8>, FormatError> {
    if spec.sign != 0 {
        return value_error("Sign not allowed with integer format specifier 'c'");
    }
    if spec.alternate {
        return value_error("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    let Some(value) = value else {
        return Err(FormatError::Overflow("Python int too large to convert to C long".to_owned()));
    };
    let Ok(cp @ 0..=0x10_FFFF) = u32::try_from(value) else {
        return Err(FormatError::Overflow("%c arg not in range(0x110000)".to_owned()));
    };
    let mut text = Vec::new();
    wtf8::push(&mut text, cp);
    // The padding of `=` goes before the character.
    let align = if spec.align == b'=' { b'>' } else { spec.align };
    pad(&text, 1, &FormatSpec { align, ..spec.clone() })
}

/// `float.__format__`.
pub fn format_float(value: f64, spec: &[u8], type_name: &str) -> Result<Vec<u8>, FormatError> {
    if spec.is_empty() {
        let mut out = String::new();
        repr_into(&mut out, value);
        return Ok(out.into_bytes());
    }
    let spec = parse_spec(spec, type_name, b'>', 0)?;
    match spec.kind {
        0 => apply_float(value, &spec, 0),
        kind if kind == b'n' as u32 => apply_float(value, &spec, b'n'),
        kind => match float_kind(kind) {
            Some(kind) => apply_float(value, &spec, kind),
            None => unknown_kind(kind, type_name),
        },
    }
}

/// The conversion and precision that a presentation type stands for.
fn rendering(spec: &FormatSpec, kind: u8) -> Result<Render, FormatError> {
    let precision = match spec.precision {
        Some(precision) if precision >= i32::MAX as usize => return value_error("precision too big"),
        Some(precision) => precision,
        None => 6,
    };
    let kind = match kind {
        0 if spec.precision.is_some() => b'g',
        0 => b'r',
        b'n' => b'g',
        b'%' => b'f',
        kind => kind,
    };
    Ok(Render { kind, precision, alternate: spec.alternate, add_dot_0: false })
}

fn apply_float(value: f64, spec: &FormatSpec, kind: u8) -> Result<Vec<u8>, FormatError> {
    let how = Render { add_dot_0: kind == 0, ..rendering(spec, kind)? };
    let mut text = render(if kind == b'%' { value * 100.0 } else { value }, how);
    if spec.no_negative_zero {
        drop_negative_zero(&mut text);
    }
    if kind == b'%' {
        text.push('%');
    }
    if is_plain(spec, text.len()) {
        return Ok(text.into_bytes());
    }
    let mut out = Vec::new();
    Number::split(&text).lay_out(&mut out, spec, 3).ok_or(FormatError::Memory)?;
    Ok(out)
}

/// Whether a number of that many characters needs neither padding nor grouping nor a plus sign.
fn is_plain(spec: &FormatSpec, len: usize) -> bool {
    spec.width.unwrap_or(0) <= len
        && spec.grouping == Grouping::None
        && spec.fraction_grouping == Grouping::None
        && !matches!(spec.sign, b'+' | b' ')
}

/// Removes the minus sign of a number that was rounded to zero.
fn drop_negative_zero(text: &mut String) {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    if mantissa.starts_with('-') && mantissa.bytes().all(|b| matches!(b, b'-' | b'.' | b'0')) {
        text.remove(0);
    }
}

/// `complex.__format__`.
pub fn format_complex(real: f64, imag: f64, spec: &[u8], type_name: &str) -> Result<Vec<u8>, FormatError> {
    if spec.is_empty() {
        return Ok(repr_complex(real, imag).into_bytes());
    }
    let spec = parse_spec(spec, type_name, b'>', 0)?;
    let kind = match u8::try_from(spec.kind) {
        Ok(kind @ (0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n')) => kind,
        _ => return unknown_kind(spec.kind, type_name),
    };
    let how = rendering(&spec, kind)?;
    if spec.fill == b'0' as u32 {
        return value_error("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == b'=' {
        return value_error("'=' alignment flag is not allowed in complex format specifier");
    }
    let skip_real = kind == 0 && real == 0.0 && real.is_sign_positive();
    let parens = kind == 0 && !skip_real;
    let mut part = FormatSpec { fill: 0, align: b'<', width: None, ..spec.clone() };
    let text_of = |value: f64| {
        let mut text = render(value, how);
        if spec.no_negative_zero {
            drop_negative_zero(&mut text);
        }
        text
    };
    let mut out = Vec::new();
    if parens {
        out.push(b'(');
    }
    if !skip_real {
        Number::split(&text_of(real)).lay_out(&mut out, &part, 3).ok_or(FormatError::Memory)?;
        part.sign = b'+';
    }
    Number::split(&text_of(imag)).lay_out(&mut out, &part, 3).ok_or(FormatError::Memory)?;
    out.push(b'j');
    if parens {
        out.push(b')');
    }
    pad(&out, out.len(), &spec)
}
