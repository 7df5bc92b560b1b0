//! `float.hex` and `float.fromhex`.

use super::parse::trim_ascii_space;

/// Why a text is not a hexadecimal float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HexError {
    /// ValueError: "invalid hexadecimal floating-point string".
    Invalid,
    /// OverflowError: "hexadecimal value too large to represent as a float".
    TooLarge,
}

impl HexError {
    /// CPython's message.
    pub fn message(self) -> &'static str {
        match self {
            HexError::Invalid => "invalid hexadecimal floating-point string",
            HexError::TooLarge => "hexadecimal value too large to represent as a float",
        }
    }
}

/// `float.hex`.
pub fn to_hex(value: f64) -> String {
    if !value.is_finite() {
        return super::repr(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = (bits >> 52 & 0x7FF) as i32;
    let (lead, exponent) = if biased == 0 { (0, -1022) } else { (1, biased - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// `float.fromhex`.
pub fn from_hex(text: &[u8]) -> Result<f64, HexError> {
    if !text.is_ascii() {
        return Err(HexError::Invalid);
    }
    let text = trim_ascii_space(text);
    let (negative, body) = match text.first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = body.to_ascii_lowercase();
    let magnitude = match &lower[..] {
        b"inf" | b"infinity" => f64::INFINITY,
        b"nan" => f64::NAN,
        digits => parse_magnitude(digits)?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn parse_magnitude(text: &[u8]) -> Result<f64, HexError> {
    let text = text.strip_prefix(b"0x").unwrap_or(text);
    let (digits, exponent_text) = match text.iter().position(|&b| b == b'p') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let mut mantissa: u64 = 0;
    let mut sticky = false;
    let mut exponent: i64 = 0;
    let mut seen_point = false;
    let mut count = 0;
    for &byte in digits {
        if byte == b'.' && !seen_point {
            seen_point = true;
            continue;
        }
        let digit = (byte as char).to_digit(16).ok_or(HexError::Invalid)?;
        count += 1;
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | digit as u64;
            exponent -= 4 * seen_point as i64;
        } else {
            sticky |= digit != 0;
            exponent += 4 * !seen_point as i64;
        }
    }
    if count == 0 {
        return Err(HexError::Invalid);
    }
    if let Some(text) = exponent_text {
        exponent = exponent.saturating_add(parse_exponent(text)?);
    }
    if mantissa == 0 {
        return Ok(0.0);
    }
    scale_rounded(mantissa, sticky, exponent).ok_or(HexError::TooLarge)
}

/// Parses the decimal exponent, saturating far outside the range of a double.
fn parse_exponent(text: &[u8]) -> Result<i64, HexError> {
    let (negative, digits) = match text.first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(HexError::Invalid);
    }
    let magnitude =
        digits.iter().fold(0i64, |sum, &b| sum.saturating_mul(10).saturating_add((b - b'0') as i64)).min(1 << 60);
    Ok(if negative { -magnitude } else { magnitude })
}

/// Rounds `mantissa * 2**exponent` (plus something below the last bit if sticky) half to even; `None` on overflow.
/// The mantissa must have its top bits in use if sticky is set.
pub(crate) fn scale_rounded(mantissa: u64, sticky: bool, exponent: i64) -> Option<f64> {
    let bits = 64 - mantissa.leading_zeros() as i64;
    let top = exponent.saturating_add(bits);
    if top > 1024 {
        return None;
    }
    if top < -1074 {
        return Some(0.0);
    }
    // The lowest bit a double with this top bit can hold.
    let lowest = (top - 53).max(-1074);
    let drop = lowest - exponent;
    let mut kept = mantissa;
    if drop > 0 {
        // The range checks above keep drop within 0..=64.
        let wide = mantissa as u128;
        let half = 1u128 << (drop - 1);
        let low = wide & ((1u128 << drop) - 1);
        let whole = (wide >> drop) as u64;
        let up = low > half || (low == half && (sticky || whole & 1 == 1));
        kept = whole + up as u64;
    }
    let exponent = if drop > 0 { lowest } else { exponent };
    let value = ldexp_exact(kept, exponent);
    value.is_finite().then_some(value)
}

/// `mantissa * 2**exponent` where the result is exact (or overflows to infinity).
fn ldexp_exact(mantissa: u64, exponent: i64) -> f64 {
    let mut value = mantissa as f64;
    let mut left = exponent;
    while left > 1000 {
        value *= 2f64.powi(1000);
        left -= 1000;
    }
    while left < -1000 {
        // Scaling a mantissa of at most 54 bits by 2**-1000 keeps it normal, so only the last step may go below.
        value *= 2f64.powi(-1000);
        left += 1000;
    }
    value * 2f64.powi(left as i32)
}
