//! Reading the text argument of `int()` and integer literals.

use dashu_int::{IBig, UBig};

use crate::float::{to_ascii_digits, trim_ascii_space};

/// Why a text is not an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// ValueError: "invalid literal for int() with base {base}: {text!r}".
    Invalid,
    /// ValueError: "int() base must be >= 2 and <= 36, or 0".
    BadBase,
    /// ValueError: "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use
    /// sys.set_int_max_str_digits() to increase the limit".
    TooManyDigits {
        /// The digits in the text.
        digits: usize,
    },
}

/// Parses plain ASCII decimal text of up to 18 digits; `None` means "use [`parse`]", not an error.
#[inline]
pub fn parse_small(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value: i64 = 0;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + digit as i64;
    }
    Some(if negative { -value } else { value })
}

/// `int(text, base)`; a long text needs an [`super::attempt`] around it. `limit` is `sys.get_int_max_str_digits()`, zero for none.
pub fn parse(text: &[u8], base: u32, limit: usize) -> Result<IBig, ParseError> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(ParseError::BadBase);
    }
    if base == 10
        && let Some(value) = parse_small(text)
    {
        return Ok(value.into());
    }
    let mapped;
    let ascii = if text.is_ascii() {
        text
    } else {
        mapped = to_ascii_digits(text).ok_or(ParseError::Invalid)?;
        &mapped[..]
    };
    let trimmed = trim_ascii_space(ascii);
    let (negative, mut body) = match trimmed {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, trimmed),
    };
    let prefix_base = match body {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut radix = base;
    if base == 0 {
        radix = if prefix_base != 0 { prefix_base } else { 10 };
    }
    if prefix_base != 0 && prefix_base == radix {
        body = &body[2..];
        // One underscore may follow the prefix.
        body = body.strip_prefix(b"_").unwrap_or(body);
    } else if base == 0 && body.first() == Some(&b'0') && body.iter().any(|b| !matches!(b, b'0' | b'_')) {
        // "Old octal": only zeros may have leading zeros when the base is to be guessed.
        return Err(ParseError::Invalid);
    }
    let magnitude = parse_digits(body, radix, limit)?;
    Ok(if negative { -IBig::from(magnitude) } else { magnitude.into() })
}

fn parse_digits(text: &[u8], radix: u32, limit: usize) -> Result<UBig, ParseError> {
    let mut digits = super::attempt::bytes(text.len());
    let mut previous_underscore = true;
    for &byte in text {
        if byte == b'_' {
            if previous_underscore {
                return Err(ParseError::Invalid);
            }
            previous_underscore = true;
        } else {
            if (byte as char).to_digit(radix).is_none() {
                return Err(ParseError::Invalid);
            }
            previous_underscore = false;
            digits.push(byte);
        }
    }
    if previous_underscore {
        // Empty, or an underscore at the end.
        return Err(ParseError::Invalid);
    }
    let count = digits.len();
    if limit != 0 && !radix.is_power_of_two() && count > super::MAX_STR_DIGITS_THRESHOLD && count > limit {
        return Err(ParseError::TooManyDigits { digits: count });
    }
    let text = std::str::from_utf8(&digits).map_err(|_| ParseError::Invalid)?;
    UBig::from_str_radix(text, radix).map_err(|_| ParseError::Invalid)
}
