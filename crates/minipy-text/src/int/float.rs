//! Exact traffic between integers and floats: conversion, true division, comparison.

use std::cmp::Ordering;

use dashu_int::ops::{DivRem, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

use crate::float::{decompose, scale_rounded};

/// The result is too large for a float: "int too large to convert to float" from a conversion, "integer division
/// result too large for a float" from a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

/// `float(int)`, correctly rounded.
pub fn to_f64(value: &IBig) -> Result<f64, Overflow> {
    let (sign, words) = value.as_sign_words();
    let magnitude = match words {
        [] => 0.0,
        [word] => *word as f64,
        _ => {
            // The top 64 significant bits and a sticky bit decide the rounding.
            let bits = super::bit_length(value);
            let drop = bits - 64;
            let top = u64::try_from(value.unsigned_abs() >> drop).unwrap_or(u64::MAX);
            let sticky = trailing_zeros(words) < drop;
            scale_rounded(top, sticky, drop as i64).ok_or(Overflow)?
        }
    };
    Ok(if sign == Sign::Negative { -magnitude } else { magnitude })
}

fn trailing_zeros(words: &[u64]) -> usize {
    let zero_words = words.iter().take_while(|&&word| word == 0).count();
    zero_words * 64 + words.get(zero_words).map_or(0, |word| word.trailing_zeros() as usize)
}

/// `int(float)` of a finite number: truncates.
pub fn from_f64(value: f64) -> IBig {
    if value.abs() < 9e18 {
        return IBig::from(value as i64);
    }
    let (mantissa, exponent) = decompose(value);
    // Numbers this large have no fraction, so the exponent is positive.
    let magnitude = UBig::from(mantissa) << exponent.max(0) as usize;
    IBig::from_parts(if value < 0.0 { Sign::Negative } else { Sign::Positive }, magnitude)
}

/// `a / b` for a divisor other than zero, correctly rounded.
pub fn true_divide_i64(a: i64, b: i64) -> f64 {
    const EXACT: u64 = 1 << 53;
    if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        return a as f64 / b as f64;
    }
    // A quotient of two machine integers always fits.
    true_divide(&IBig::from(a), &IBig::from(b)).unwrap_or(f64::NAN)
}

/// `a / b` for a divisor other than zero, correctly rounded.
pub fn true_divide(a: &IBig, b: &IBig) -> Result<f64, Overflow> {
    if a.is_zero() {
        return Ok(if b.sign() == Sign::Negative { -0.0 } else { 0.0 });
    }
    // Shift so that the integer quotient has 63 or 64 bits.
    let shift = 63 - (super::bit_length(a) as i64 - super::bit_length(b) as i64);
    let (mut numerator, mut denominator) = (a.unsigned_abs(), b.unsigned_abs());
    if shift >= 0 {
        numerator <<= shift as usize;
    } else {
        denominator <<= shift.unsigned_abs() as usize;
    }
    let (quotient, remainder) = numerator.div_rem(denominator);
    let quotient = u64::try_from(quotient).unwrap_or(u64::MAX);
    let magnitude = scale_rounded(quotient, !remainder.is_zero(), -shift).ok_or(Overflow)?;
    Ok(if a.sign() == b.sign() { magnitude } else { -magnitude })
}

/// Compares exactly; `None` for NaN.
pub fn compare_f64(int: &IBig, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = float.trunc();
    let order = int.cmp(&from_f64(whole));
    // With equal integral parts the fraction decides.
    if order == Ordering::Equal { whole.partial_cmp(&float) } else { Some(order) }
}

/// Compares exactly; `None` for NaN.
#[inline]
pub fn compare_i64_f64(int: i64, float: f64) -> Option<Ordering> {
    const EXACT: u64 = 1 << 53;
    if int.unsigned_abs() <= EXACT || float.is_nan() {
        return (int as f64).partial_cmp(&float);
    }
    compare_f64(&IBig::from(int), float)
}
