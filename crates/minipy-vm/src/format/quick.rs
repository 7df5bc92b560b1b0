//! Shortcuts for the specifications that most programs use: `5`, `>10`, `05d`, `x`, `.2f`, `8.3f`.
//!
//! Anything else is `None`, and left to the general code of `minipy_text::format`.

use std::io::Write;

use minipy_text::float::push_fixed;
use minipy_text::format::percent::Field;

use crate::types::str_::StrObj;
use crate::value::Value;

/// A specification of the common kind `[align][0][width][.precision][kind]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Simple {
    align: u8,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    kind: u8,
}

impl Simple {
    /// A conversion of `%` formatting as a specification, if it is of the common kind.
    pub(super) fn from_field(field: Field, kind: u8) -> Option<Simple> {
        let flags = field.flags;
        if flags.plus || flags.space || flags.alternate || field.width > 1 << 20 {
            return None;
        }
        let align = if flags.left { b'<' } else { b'>' };
        Some(Simple { align, zero: flags.zero && !flags.left, width: field.width, precision: field.precision, kind })
    }
}

fn number(spec: &[u8], at: &mut usize) -> Option<usize> {
    let start = *at;
    let mut value = 0;
    while let Some(digit @ b'0'..=b'9') = spec.get(*at)
        && *at - start <= 3
    {
        value = value * 10 + usize::from(digit - b'0');
        *at += 1;
    }
    if *at - start > 3 { None } else { Some(value) }
}

/// Takes a specification apart, if it is of the common kind.
pub(super) fn parse(spec: &[u8]) -> Option<Simple> {
    if spec.len() > 10 {
        return None;
    }
    let mut at = 0;
    let align = match spec.first() {
        Some(align @ (b'<' | b'>' | b'^')) => {
            at = 1;
            *align
        }
        _ => 0,
    };
    let zero = spec.get(at) == Some(&b'0');
    if zero && align != 0 {
        return None;
    }
    let width = number(spec, &mut at)?;
    let precision = if spec.get(at) == Some(&b'.') {
        at += 1;
        let start = at;
        let precision = number(spec, &mut at)?;
        if at == start {
            return None;
        }
        Some(precision)
    } else {
        None
    };
    let kind = match spec.get(at) {
        None => 0,
        Some(kind) if at + 1 == spec.len() && *kind != 0 => *kind,
        Some(_) => return None,
    };
    Some(Simple { align, zero, width, precision, kind })
}

/// The conversion that follows a `%`, if it is of the common kind (one flag, width, precision, letter), and its length.
pub(super) fn conversion(rest: &[u8]) -> Option<(Simple, usize)> {
    let mut at = 0;
    let (align, zero) = match rest.first() {
        Some(b'-') => (b'<', false),
        Some(b'0') => (b'>', true),
        _ => (b'>', false),
    };
    if zero || align == b'<' {
        at = 1;
        if matches!(rest.get(1), Some(b'-' | b'0' | b'+' | b' ' | b'#')) {
            return None;
        }
    }
    let width = number(rest, &mut at)?;
    let mut precision = None;
    if rest.get(at) == Some(&b'.') {
        at += 1;
        precision = Some(number(rest, &mut at)?);
    }
    let kind = match *rest.get(at)? {
        b'd' | b'i' | b'u' => b'd',
        b'f' => {
            precision = Some(precision.unwrap_or(6)).filter(|&digits| digits < 100);
            b'f'
        }
        kind @ (b's' | b'x') => kind,
        _ => return None,
    };
    Some((Simple { align, zero, width, precision, kind }, at + 1))
}

/// Appends a value that is exactly an int, a float or text; false (and nothing appended) if the specification is for
/// something else.
pub(super) fn value(out: &mut Vec<u8>, value: &Value, spec: Simple) -> bool {
    if let Some(n) = value.as_small() {
        return int(out, n, spec);
    }
    if let Some(float_value) = value.exact_float() {
        return float(out, float_value, spec);
    }
    match value.exact::<StrObj>() {
        Some(this) => text(out, this.bytes(), this.chars(), spec),
        None => false,
    }
}

/// Pads what was written from `start` on, `chars` characters wide; `default` is the alignment if none is given.
fn pad(out: &mut Vec<u8>, start: usize, chars: usize, spec: Simple, default: u8) {
    let padding = spec.width.saturating_sub(chars);
    if padding == 0 {
        return;
    }
    let left = match if spec.align == 0 { default } else { spec.align } {
        b'>' => padding,
        b'^' => padding / 2,
        _ => 0,
    };
    if left == 0 {
        out.resize(out.len() + padding, b' ');
        return;
    }
    let len = out.len() - start;
    out.resize(out.len() + padding, b' ');
    out.copy_within(start..start + len, start + left);
    out[start..start + left].fill(b' ');
}

/// Pads a number with zeros after its sign.
fn pad_zeros(out: &mut Vec<u8>, start: usize, width: usize) {
    let padding = width.saturating_sub(out.len() - start);
    if padding > 0 {
        let from = start + usize::from(out.get(start) == Some(&b'-'));
        let len = out.len() - from;
        out.resize(out.len() + padding, b'0');
        out.copy_within(from..from + len, from + padding);
        out[from..from + padding].fill(b'0');
    }
}

/// Appends a formatted integer; false (and nothing appended) if the specification is not for integers.
pub(super) fn int(out: &mut Vec<u8>, value: i64, spec: Simple) -> bool {
    if spec.precision.is_some() {
        return false;
    }
    let start = out.len();
    match spec.kind {
        0 | b'd' => out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
        b'x' => {
            if value < 0 {
                out.push(b'-');
            }
            let _ = write!(out, "{:x}", value.unsigned_abs());
        }
        _ => return false,
    }
    if spec.zero {
        pad_zeros(out, start, spec.width);
    } else {
        let chars = out.len() - start;
        pad(out, start, chars, spec, b'>');
    }
    true
}

/// Appends a float formatted by `f` with a precision; false for anything else.
pub(super) fn float(out: &mut Vec<u8>, value: f64, spec: Simple) -> bool {
    let (Some(precision), b'f') = (spec.precision, spec.kind) else { return false };
    if !value.is_finite() {
        return false;
    }
    let start = out.len();
    if value.is_sign_negative() {
        out.push(b'-');
    }
    let magnitude = value.abs();
    if !push_fixed(out, magnitude, precision) {
        // Writing into a Vec cannot fail.
        let _ = write!(out, "{magnitude:.precision$}");
    }
    if spec.zero {
        pad_zeros(out, start, spec.width);
    } else {
        let chars = out.len() - start;
        pad(out, start, chars, spec, b'>');
    }
    true
}

/// Appends a padded text of `chars` characters; false if the specification does more than that.
pub(super) fn text(out: &mut Vec<u8>, value: &[u8], chars: usize, spec: Simple) -> bool {
    if spec.precision.is_some() || spec.zero || !matches!(spec.kind, 0 | b's') {
        return false;
    }
    let start = out.len();
    out.extend_from_slice(value);
    pad(out, start, chars, spec, b'<');
    true
}
