//! `repr(complex)` and the text argument of `complex()`.

use super::parse::{parse_prefix, to_plain_ascii};
use super::{Render, render};

fn part(value: f64) -> String {
    render(value, Render { kind: b'r', precision: 0, alternate: false, add_dot_0: false })
}

/// `repr(complex)`: `2j` if the real part is positive zero, `(1+2j)` otherwise.
pub fn repr_complex(real: f64, imag: f64) -> String {
    if real == 0.0 && real.is_sign_positive() {
        return format!("{}j", part(imag));
    }
    let imag = part(imag);
    let plus = if imag.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imag}j)", part(real))
}

/// Parses the text argument of `complex()`; `None` means "complex() arg is a malformed string".
pub fn parse_complex(text: &[u8]) -> Option<(f64, f64)> {
    let plain = to_plain_ascii(text)?;
    let mut body = &plain[..];
    if let Some(inner) = body.strip_prefix(b"(") {
        body = super::parse::trim_ascii_space(inner.strip_suffix(b")")?);
    }
    if body.is_empty() {
        return None;
    }
    let is_j = |b: Option<&u8>| matches!(b, Some(b'j' | b'J'));
    let Some((first, used)) = parse_prefix(body) else {
        // A bare `j`, `+j` or `-j`.
        return unit(body).map(|imag| (0.0, imag));
    };
    let rest = &body[used..];
    if rest.is_empty() {
        return Some((first, 0.0));
    }
    if is_j(rest.first()) {
        return (rest.len() == 1).then_some((0.0, first));
    }
    if !matches!(rest.first(), Some(b'+' | b'-')) {
        return None;
    }
    if let Some((imag, used)) = parse_prefix(rest) {
        return (is_j(rest.get(used)) && rest.len() == used + 1).then_some((first, imag));
    }
    unit(rest).map(|imag| (first, imag))
}

fn unit(text: &[u8]) -> Option<f64> {
    match text {
        [b'j' | b'J'] | [b'+', b'j' | b'J'] => Some(1.0),
        [b'-', b'j' | b'J'] => Some(-1.0),
        _ => None,
    }
}
