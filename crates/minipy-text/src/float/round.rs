//! `round(float)` and `round(float, ndigits)`.

use dashu_int::IBig;

/// `round(x)` of a finite number: the nearest integer, half to even.
pub fn round_to_int(value: f64) -> IBig {
    crate::int::from_f64(value.round_ties_even())
}

/// `round(x, ndigits)` of any number. `None` means the OverflowError "rounded value too large to represent".
pub fn round_to_ndigits(value: f64, ndigits: i64) -> Option<f64> {
    // Beyond these limits the result is the number itself, or zero: CPython's NDIGITS_MAX and NDIGITS_MIN.
    if !value.is_finite() || value == 0.0 || ndigits > 323 {
        return Some(value);
    }
    if ndigits < -308 {
        return Some(0.0 * value);
    }
    let rounded = if ndigits >= 0 {
        // Printing rounds the exact binary value half to even, and reading back is correctly rounded.
        format!("{:.*}", ndigits as usize, value).parse::<f64>().ok()?
    } else {
        round_left_of_point(value, (-ndigits) as usize)?
    };
    rounded.is_finite().then_some(rounded)
}

/// Rounds to a multiple of `10**places` through the exact decimal digits.
fn round_left_of_point(value: f64, places: usize) -> Option<f64> {
    let magnitude = value.abs();
    // The digits of the integral part; whether anything non-zero follows decides ties.
    let whole = format!("{:.0}", magnitude.trunc());
    let has_fraction = magnitude.fract() != 0.0;
    let digits = whole.as_bytes();
    if digits.len() < places {
        return Some(0.0 * value);
    }
    let cut = digits.len() - places;
    let (kept, dropped) = digits.split_at(cut);
    let first = dropped.first().copied().unwrap_or(b'0');
    let rest = has_fraction || dropped.iter().skip(1).any(|&d| d != b'0');
    let odd = kept.last().is_some_and(|d| d & 1 == 1);
    let up = first > b'5' || (first == b'5' && (rest || odd));
    let mut text: Vec<u8> = kept.to_vec();
    if up {
        increment(&mut text);
    }
    if text.is_empty() {
        return Some(0.0 * value);
    }
    let text = format!("{}e{places}", String::from_utf8(text).ok()?);
    Some(text.parse::<f64>().ok()?.copysign(value))
}

/// Adds one to a decimal number.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}
