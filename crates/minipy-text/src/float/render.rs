//! `repr(float)` and the printf conversions `e f g r` that all float formatting is made from.

/// How [`render`] lays out a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Render {
    /// One of `e E f F g G` or `r` (the shortest text that reads back; precision is ignored).
    pub kind: u8,
    /// Digits after the point for `e` and `f`, significant digits for `g`.
    pub precision: usize,
    /// `#`: always a decimal point, no trailing zeros stripped.
    pub alternate: bool,
    /// Make sure there is a digit after the point unless an exponent is written.
    pub add_dot_0: bool,
}

/// `repr(float)`.
pub fn repr(value: f64) -> String {
    let mut out = String::with_capacity(24);
    repr_into(&mut out, value);
    out
}

/// Appends `repr(float)`.
pub fn repr_into(out: &mut String, value: f64) {
    let magnitude = value.abs();
    // The digit generator writes numbers of this range just as Python does; smaller ones differ in the exponent.
    if magnitude == 0.0 || (1e-4..f64::INFINITY).contains(&magnitude) {
        out.push_str(zmij::Buffer::new().format_finite(value));
        return;
    }
    out.push_str(&render(value, Render { kind: b'r', precision: 0, alternate: false, add_dot_0: true }));
}

/// The decimal digits of a finite number: `0.d1d2d3... * 10**point`.
struct Digits {
    digits: Vec<u8>,
    point: i32,
}

/// The largest number of digits a double can have after the first significant or the point; more are zeros.
const MAX_EXACT: usize = 1100;

/// Renders a number, sign included (a minus only; never a plus).
pub fn render(value: f64, how: Render) -> String {
    let upper = how.kind.is_ascii_uppercase();
    let kind = how.kind.to_ascii_lowercase();
    let mut out = String::with_capacity(24);
    if value.is_nan() {
        out.push_str("nan");
    } else {
        if value.is_sign_negative() {
            out.push('-');
        }
        let value = value.abs();
        if value.is_infinite() {
            out.push_str("inf");
        } else {
            match kind {
                b'f' => render_fixed(&mut out, value, how),
                b'e' => render_exponent(&mut out, &rounded(value, how.precision.saturating_add(1)), how.precision, how),
                b'g' => render_general(&mut out, value, how),
                _ => render_shortest(&mut out, value, how),
            }
        }
    }
    if upper {
        out.make_ascii_uppercase();
    }
    out
}

fn render_fixed(out: &mut String, value: f64, how: Render) {
    use std::fmt::Write;
    let mut quick = Vec::with_capacity(24);
    if how.precision > 0
        && push_fixed(&mut quick, value, how.precision)
        && let Ok(text) = std::str::from_utf8(&quick)
    {
        out.push_str(text);
        return;
    }
    let exact = how.precision.min(MAX_EXACT);
    // Writing into a String cannot fail.
    let _ = write!(out, "{value:.exact$}");
    push_zeros(out, how.precision - exact);
    if how.precision == 0 && how.alternate {
        out.push('.');
    }
}

/// Appends a number with a fixed number of digits after the point, exactly rounded (half to even), by integer
/// arithmetic. False, and nothing appended, if the number is not a positive one of moderate size and precision.
pub fn push_fixed(out: &mut Vec<u8>, value: f64, precision: usize) -> bool {
    const POWERS: [u64; 16] = {
        let mut powers = [1; 16];
        let mut i = 1;
        while i < 16 {
            powers[i] = powers[i - 1] * 10;
            i += 1;
        }
        powers
    };
    let Some(&scale) = POWERS.get(precision) else { return false };
    if !value.is_finite() || value.is_sign_negative() {
        return false;
    }
    let (mantissa, exponent) = super::decompose(value);
    if exponent > 10 {
        return false;
    }
    let product = mantissa as u128 * scale as u128;
    let scaled = if exponent >= 0 {
        product << exponent
    } else if exponent <= -127 {
        // The product has at most 103 bits: less than half a unit is left.
        0
    } else {
        let shift = exponent.unsigned_abs();
        let (whole, rest, half) = (product >> shift, product & ((1 << shift) - 1), 1u128 << (shift - 1));
        whole + (rest > half || rest == half && whole & 1 == 1) as u128
    };
    let Ok(scaled) = u64::try_from(scaled) else { return false };
    out.extend_from_slice(itoa::Buffer::new().format(scaled / scale).as_bytes());
    if precision > 0 {
        out.push(b'.');
        let start = out.len();
        out.resize(start + precision, b'0');
        let mut rest = scaled % scale;
        for place in out[start..].iter_mut().rev() {
            *place = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
    }
    true
}

fn render_general(out: &mut String, value: f64, how: Render) {
    let precision = how.precision.max(1);
    let digits = rounded(value, precision);
    let limit = precision as i64 - how.add_dot_0 as i64;
    let kept = if how.alternate { precision } else { 0 };
    place(out, digits, kept, limit, how);
}

fn render_shortest(out: &mut String, value: f64, how: Render) {
    place(out, shortest(value), 0, 16, how);
}

/// Writes digits positionally if the point lies in `-4 < point <= limit`, with an exponent otherwise. At least
/// `kept` digits are shown.
fn place(out: &mut String, mut digits: Digits, kept: usize, limit: i64, how: Render) {
    while digits.digits.len() > 1 && digits.digits.last() == Some(&b'0') {
        digits.digits.pop();
    }
    if digits.point <= -4 || digits.point as i64 > limit {
        let after = kept.max(digits.digits.len()) - 1;
        render_exponent(out, &digits, after, how);
        return;
    }
    let shown = kept.max(digits.digits.len());
    let point = digits.point;
    if point <= 0 {
        out.push_str("0.");
        push_zeros(out, (-point) as usize);
        push_digits(out, &digits.digits, 0, shown);
        return;
    }
    let point = point as usize;
    push_digits(out, &digits.digits, 0, point);
    if shown > point {
        out.push('.');
        push_digits(out, &digits.digits, point, shown);
    } else if how.add_dot_0 {
        out.push_str(".0");
    } else if how.alternate {
        out.push('.');
    }
}

fn render_exponent(out: &mut String, digits: &Digits, after: usize, how: Render) {
    push_digits(out, &digits.digits, 0, 1);
    if after > 0 || how.alternate {
        out.push('.');
    }
    push_digits(out, &digits.digits, 1, after + 1);
    let exponent = digits.point - 1;
    out.push('e');
    out.push(if exponent < 0 { '-' } else { '+' });
    let magnitude = exponent.unsigned_abs();
    if magnitude < 10 {
        out.push('0');
    }
    out.push_str(itoa::Buffer::new().format(magnitude));
}

/// Appends the digits at `from..to`, with zeros beyond the end of the array.
fn push_digits(out: &mut String, digits: &[u8], from: usize, to: usize) {
    let real = to.min(digits.len());
    for &digit in digits.get(from..real).unwrap_or_default() {
        out.push(digit as char);
    }
    push_zeros(out, to.saturating_sub(real.max(from)));
}

fn push_zeros(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n('0', count));
}

/// The number rounded to the given count of significant digits (half to even on exact ties).
fn rounded(value: f64, count: usize) -> Digits {
    let after = count.min(MAX_EXACT) - 1;
    split_scientific(&format!("{value:.after$e}"), value == 0.0)
}

fn shortest(value: f64) -> Digits {
    split_scientific(zmij::Buffer::new().format_finite(value), value == 0.0)
}

/// Takes apart `123.45e-6`: collects the digits without leading zeros and works out where the point is.
fn split_scientific(text: &str, is_zero: bool) -> Digits {
    let (mantissa, exponent) = match text.bytes().position(|b| b == b'e') {
        Some(at) => (&text[..at], text[at + 1..].parse::<i32>().unwrap_or(0)),
        None => (text, 0),
    };
    let mut digits = Vec::with_capacity(20);
    let mut point = 0;
    let mut seen_dot = false;
    for byte in mantissa.bytes() {
        if byte == b'.' {
            seen_dot = true;
        } else if byte != b'0' || !digits.is_empty() || is_zero {
            digits.push(byte);
            point += !seen_dot as i32;
        } else if seen_dot {
            point -= 1;
        }
    }
    if is_zero {
        // Zero counts as one digit before the point.
        return Digits { digits, point: 1 };
    }
    Digits { digits, point: point + exponent }
}
