//! Reading `float(text)`: white space, underscores, Unicode digits, `inf`, `infinity`, `nan`.

use crate::unicode::{decimal_value, is_space};
use crate::wtf8::code_points;

/// Parses the text of a `float()` argument; `None` if it is not a number.
pub fn parse(text: &[u8]) -> Option<f64> {
    let mut buffer = Vec::new();
    let text = if text.is_ascii() && memchr::memchr(b'_', text).is_none() {
        trim_ascii_space(text)
    } else {
        buffer = to_plain_ascii(text)?;
        &buffer[..]
    };
    let value = parse_plain(text);
    drop(buffer);
    value
}

/// Strips what C's `isspace` accepts: number parsing does not accept the separators U+001C..U+001F.
pub(crate) fn trim_ascii_space(text: &[u8]) -> &[u8] {
    let is_space = |b: &u8| matches!(b, 9..=13 | 32);
    let start = text.iter().position(|b| !is_space(b)).unwrap_or(text.len());
    let end = text.iter().rposition(|b| !is_space(b)).map_or(start, |at| at + 1);
    &text[start..end]
}

/// Maps Unicode digits to ASCII, strips white space and removes underscores that sit between digits.
pub(crate) fn to_plain_ascii(text: &[u8]) -> Option<Vec<u8>> {
    let ascii = to_ascii_digits(text)?;
    let trimmed = trim_ascii_space(&ascii);
    let mut out = Vec::with_capacity(trimmed.len());
    for (at, &byte) in trimmed.iter().enumerate() {
        if byte == b'_' {
            let before = at > 0 && trimmed[at - 1].is_ascii_digit();
            let after = trimmed.get(at + 1).is_some_and(u8::is_ascii_digit);
            if !(before && after) {
                return None;
            }
        } else {
            out.push(byte);
        }
    }
    Some(out)
}

/// Maps Unicode decimal digits and spaces to ASCII; `None` if another character is not ASCII.
pub(crate) fn to_ascii_digits(text: &[u8]) -> Option<Vec<u8>> {
    code_points(text)
        .map(|cp| match cp {
            0..0x80 => Some(cp as u8),
            _ if is_space(cp) => Some(b' '),
            _ => decimal_value(cp).map(|digit| b'0' + digit),
        })
        .collect()
}

/// Parses `[sign] (digits [. digits] [e [sign] digits] | inf | infinity | nan)`.
fn parse_plain(text: &[u8]) -> Option<f64> {
    let (value, used) = parse_prefix(text)?;
    (used == text.len()).then_some(value)
}

/// Parses the longest float at the start of an ASCII text; also returns its length.
pub(crate) fn parse_prefix(text: &[u8]) -> Option<(f64, usize)> {
    let signed = matches!(text.first(), Some(b'+' | b'-')) as usize;
    let negative = text.first() == Some(&b'-');
    let body = &text[signed..];
    let word = |name: &str| body.get(..name.len()).is_some_and(|w| w.eq_ignore_ascii_case(name.as_bytes()));
    let special = if word("infinity") {
        Some((f64::INFINITY, 8))
    } else if word("inf") {
        Some((f64::INFINITY, 3))
    } else if word("nan") {
        Some((f64::NAN, 3))
    } else {
        None
    };
    if let Some((value, len)) = special {
        return Some((if negative { -value } else { value }, signed + len));
    }
    let digits_at = |from: usize| body[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits_at(0);
    let mut end = whole;
    let mut fraction = 0;
    if body.get(end) == Some(&b'.') {
        fraction = digits_at(end + 1);
        end += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    if matches!(body.get(end), Some(b'e' | b'E')) {
        let sign = matches!(body.get(end + 1), Some(b'+' | b'-')) as usize;
        let exponent = if end + 1 + sign <= body.len() { digits_at(end + 1 + sign) } else { 0 };
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    let number = std::str::from_utf8(&body[..end]).ok()?;
    let value: f64 = number.parse().ok()?;
    Some((if negative { -value } else { value }, signed + end))
}
