//! Floating point numbers as text and as integers: `repr`, printf-style rendering, parsing, hexadecimal, rounding.
//!
//! Everything is correctly rounded, as CPython's dtoa is. No locale is consulted.

mod complex;
mod hex;
mod parse;
mod render;
mod round;

pub use complex::{parse_complex, repr_complex};
pub(crate) use hex::scale_rounded;
pub use hex::{HexError, from_hex, to_hex};
pub use parse::parse;
pub(crate) use parse::{to_ascii_digits, trim_ascii_space};
pub use render::{Render, push_fixed, render, repr, repr_into};
pub use round::{round_to_int, round_to_ndigits};

use dashu_int::{IBig, Sign, UBig};

/// Splits a finite magnitude: `|value| == mantissa * 2**exponent`, exactly; the mantissa is zero only for zero.
pub fn decompose(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// `float.as_integer_ratio` of a finite number: numerator and positive denominator in lowest terms.
pub fn as_integer_ratio(value: f64) -> (IBig, UBig) {
    let (mut mantissa, mut exponent) = decompose(value);
    if mantissa == 0 {
        return (IBig::ZERO, UBig::ONE);
    }
    let zeros = mantissa.trailing_zeros();
    mantissa >>= zeros;
    exponent += zeros as i32;
    let sign = if value < 0.0 { Sign::Negative } else { Sign::Positive };
    let numerator = UBig::from(mantissa);
    if exponent >= 0 {
        (IBig::from_parts(sign, numerator << exponent as usize), UBig::ONE)
    } else {
        (IBig::from_parts(sign, numerator), UBig::ONE << (-exponent) as usize)
    }
}

/// The floored division `a // b` and the modulo `a % b` of Python; `b` must not be zero.
pub fn div_mod(a: f64, b: f64) -> (f64, f64) {
    let mut modulo = a % b;
    let mut div = (a - modulo) / b;
    if modulo != 0.0 {
        if (b < 0.0) != (modulo < 0.0) {
            modulo += b;
            div -= 1.0;
        }
    } else {
        modulo = f64::copysign(0.0, b);
    }
    let floor = if div != 0.0 {
        let floor = div.floor();
        // The quotient may have been rounded just below an integer.
        if div - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        f64::copysign(0.0, a / b)
    };
    (floor, modulo)
}
