//! The format specification mini-language: parsing a specification and applying it to builtin values.
//!
//! `percent` is the older printf-style language; `apply` and `number` lay out values.

mod apply;
mod number;
pub mod percent;

pub use apply::{format_complex, format_float, format_i64, format_int, format_str};

use crate::unicode::decimal_value;
use crate::wtf8;

/// An exception that formatting raises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// ValueError with this message.
    Value(String),
    /// OverflowError with this message.
    Overflow(String),
    /// MemoryError: the result could not be held.
    Memory,
}

/// The widest field that is built; CPython runs out of memory long before.
const MAX_WIDTH: usize = 1 << 36;

/// Whether there is room for a field of this width, and for the copies on its way to a string.
pub(crate) fn room(width: usize) -> Result<(), FormatError> {
    if width < 1 << 24 {
        return Ok(());
    }
    let mut trial: Vec<u8> = Vec::new();
    match trial.try_reserve_exact(width.saturating_mul(4)) {
        Ok(()) if width <= MAX_WIDTH => Ok(()),
        _ => Err(FormatError::Memory),
    }
}

pub(crate) fn value_error<T>(message: impl Into<String>) -> Result<T, FormatError> {
    Err(FormatError::Value(message.into()))
}

/// The thousands separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// No separator.
    None,
    /// `,` every three digits.
    Comma,
    /// `_` every three digits, or every four in bases 2, 8 and 16.
    Underscore,
}

impl Grouping {
    pub(crate) fn separator(self) -> Option<u8> {
        match self {
            Grouping::None => None,
            Grouping::Comma => Some(b','),
            Grouping::Underscore => Some(b'_'),
        }
    }
}

/// A parsed specification `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatSpec {
    /// The fill character.
    pub fill: u32,
    /// One of `<`, `>`, `=`, `^`.
    pub align: u8,
    /// `+`, `-` or a space, or zero if not given.
    pub sign: u8,
    /// `z`: print negative zero as zero.
    pub no_negative_zero: bool,
    /// `#`.
    pub alternate: bool,
    /// The minimal width.
    pub width: Option<usize>,
    /// The separator of the integral part.
    pub grouping: Grouping,
    /// The precision.
    pub precision: Option<usize>,
    /// The separator of the fractional part.
    pub fraction_grouping: Grouping,
    /// The presentation type, or zero if not given and the type has no default.
    pub kind: u32,
}

/// Parses a specification. `type_name` appears in messages; alignment and kind have defaults by type: `<` and `s` for
/// text, `>` and `d` for integers, `>` and zero for floats and complex numbers.
pub fn parse_spec(spec: &[u8], type_name: &str, align: u8, kind: u8) -> Result<FormatSpec, FormatError> {
    // Specifications are short: their characters fit on the stack.
    let mut few = [0; 32];
    let many: Vec<u32>;
    let chars = if spec.len() <= few.len() {
        let mut len = 0;
        for cp in wtf8::code_points(spec) {
            few[len] = cp;
            len += 1;
        }
        &few[..len]
    } else {
        many = wtf8::code_points(spec).collect();
        &many[..]
    };
    let mut out = FormatSpec {
        fill: b' ' as u32,
        align,
        sign: 0,
        no_negative_zero: false,
        alternate: false,
        width: None,
        grouping: Grouping::None,
        precision: None,
        fraction_grouping: Grouping::None,
        kind: kind as u32,
    };
    let is_align = |at: usize| chars.get(at).is_some_and(|&c| matches!(ascii(c), b'<' | b'>' | b'=' | b'^'));
    let is = |at: usize, byte: u8| chars.get(at) == Some(&(byte as u32));
    let mut at = 0;
    let mut fill_given = false;
    let mut align_given = false;
    if is_align(1) {
        out.align = ascii(chars[1]);
        out.fill = chars[0];
        (fill_given, align_given) = (true, true);
        at = 2;
    } else if is_align(0) {
        out.align = ascii(chars[0]);
        align_given = true;
        at = 1;
    }
    if is(at, b'+') || is(at, b'-') || is(at, b' ') {
        out.sign = ascii(chars[at]);
        at += 1;
    }
    if is(at, b'z') {
        out.no_negative_zero = true;
        at += 1;
    }
    if is(at, b'#') {
        out.alternate = true;
        at += 1;
    }
    if !fill_given && is(at, b'0') {
        out.fill = b'0' as u32;
        if !align_given && align == b'>' {
            out.align = b'=';
        }
        at += 1;
    }
    out.width = parse_number(chars, &mut at)?;
    out.grouping = parse_grouping(chars, &mut at)?;
    if is(at, b'.') {
        at += 1;
        out.precision = parse_number(chars, &mut at)?;
        let before = at;
        out.fraction_grouping = parse_grouping(chars, &mut at)?;
        if out.precision.is_none() && before == at {
            return value_error("Format specifier missing precision");
        }
    }
    if chars.len() - at > 1 {
        let shown = wtf8::to_message(spec);
        return value_error(format!("Invalid format specifier '{shown}' for object of type '{type_name}'"));
    }
    if let Some(&given) = chars.get(at) {
        out.kind = given;
    }
    check_grouping(&out)?;
    Ok(out)
}

/// The character as a byte, zero if it is not ASCII.
fn ascii(c: u32) -> u8 {
    if c < 128 { c as u8 } else { 0 }
}

fn parse_number(chars: &[u32], at: &mut usize) -> Result<Option<usize>, FormatError> {
    let mut value: Option<usize> = None;
    while let Some(digit) = chars.get(*at).copied().and_then(decimal_value) {
        let next = value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(digit as usize));
        match next {
            Some(next) if next <= isize::MAX as usize => value = Some(next),
            _ => return value_error("Too many decimal digits in format string"),
        }
        *at += 1;
    }
    Ok(value)
}

fn parse_grouping(chars: &[u32], at: &mut usize) -> Result<Grouping, FormatError> {
    const BOTH: &str = "Cannot specify both ',' and '_'.";
    let mut grouping = Grouping::None;
    if chars.get(*at) == Some(&(b',' as u32)) {
        grouping = Grouping::Comma;
        *at += 1;
    }
    if chars.get(*at) == Some(&(b'_' as u32)) {
        if grouping == Grouping::Comma {
            return value_error(BOTH);
        }
        grouping = Grouping::Underscore;
        *at += 1;
    }
    if grouping == Grouping::Underscore && chars.get(*at) == Some(&(b',' as u32)) {
        return value_error(BOTH);
    }
    Ok(grouping)
}

fn check_grouping(spec: &FormatSpec) -> Result<(), FormatError> {
    let kind = spec.kind;
    if let Some(separator) = spec.grouping.separator() {
        let allowed = match ascii(kind) {
            b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' => true,
            b'b' | b'o' | b'x' | b'X' => separator == b'_',
            _ => kind == 0,
        };
        if !allowed {
            return bad_separator(separator, kind);
        }
    }
    match spec.fraction_grouping.separator() {
        Some(separator) if kind == b'n' as u32 => bad_separator(separator, kind),
        _ => Ok(()),
    }
}

fn bad_separator<T>(separator: u8, kind: u32) -> Result<T, FormatError> {
    value_error(format!("Cannot specify '{}' with '{}'.", separator as char, show_kind(kind)))
}

pub(crate) fn unknown_kind<T>(kind: u32, type_name: &str) -> Result<T, FormatError> {
    value_error(format!("Unknown format code '{}' for object of type '{type_name}'", show_kind(kind)))
}

/// A presentation type as messages show it.
fn show_kind(kind: u32) -> String {
    match char::from_u32(kind) {
        Some(c @ '!'..='\x7f') => c.to_string(),
        _ => format!("\\x{kind:x}"),
    }
}
