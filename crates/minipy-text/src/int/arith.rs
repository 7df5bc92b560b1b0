//! Floor division, powers, shifts and bit operations with Python's semantics for negative numbers.

use dashu_int::fast_div::ConstDivisor;
use dashu_int::modular::IntoRing;
use dashu_int::ops::{Abs, BitTest, DivRem, ExtendedGcd, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

/// Why three-argument `pow` fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModPowError {
    /// The modulus is zero.
    ZeroModulus,
    /// The exponent is negative and the base has no inverse.
    NotInvertible,
}

impl ModPowError {
    /// CPython's ValueError message.
    pub fn message(self) -> &'static str {
        match self {
            ModPowError::ZeroModulus => "pow() 3rd argument cannot be 0",
            ModPowError::NotInvertible => "base is not invertible for the given modulus",
        }
    }
}

/// `a // b` for a divisor other than zero. `i64::MIN // -1` does not fit: `None`.
#[inline]
pub fn floor_div_i64(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    let adjust = a.wrapping_sub(quotient.wrapping_mul(b)) != 0 && (a < 0) != (b < 0);
    Some(quotient - adjust as i64)
}

/// `a % b` for a divisor other than zero: the result has the sign of the divisor.
#[inline]
pub fn floor_mod_i64(a: i64, b: i64) -> i64 {
    if b == -1 || b == 0 {
        return 0;
    }
    let remainder = a % b;
    if remainder != 0 && (remainder < 0) != (b < 0) { remainder + b } else { remainder }
}

/// `divmod(a, b)` for a divisor other than zero.
pub fn div_mod(a: &IBig, b: &IBig) -> (IBig, IBig) {
    let (quotient, remainder) = a.div_rem(b);
    if !remainder.is_zero() && remainder.sign() != b.sign() {
        (quotient - IBig::ONE, remainder + b)
    } else {
        (quotient, remainder)
    }
}

/// `a // b` for a divisor other than zero.
pub fn floor_div(a: &IBig, b: &IBig) -> IBig {
    div_mod(a, b).0
}

/// `a % b` for a divisor other than zero.
pub fn floor_mod(a: &IBig, b: &IBig) -> IBig {
    let remainder = a % b;
    if !remainder.is_zero() && remainder.sign() != b.sign() { remainder + b } else { remainder }
}

/// `base ** exponent` for an exponent of zero or more; `None` if the result could not be held in memory.
pub fn pow(base: &IBig, exponent: &IBig) -> Option<IBig> {
    if exponent.is_zero() || base.is_one() {
        return Some(IBig::ONE);
    }
    if base.is_zero() {
        return Some(IBig::ZERO);
    }
    if *base == IBig::NEG_ONE {
        return Some(if exponent.bit(0) { IBig::NEG_ONE } else { IBig::ONE });
    }
    let exponent = usize::try_from(exponent).ok()?;
    // The result has about this many bits; refuse what no machine can hold rather than abort in the allocator.
    let bits = bit_length(base).checked_mul(exponent)?;
    (bits < 1 << 40).then(|| base.pow(exponent))
}

/// `pow(base, exponent, modulus)`.
pub fn mod_pow(base: &IBig, exponent: &IBig, modulus: &IBig) -> Result<IBig, ModPowError> {
    if modulus.is_zero() {
        return Err(ModPowError::ZeroModulus);
    }
    let positive = modulus.clone().abs();
    if positive.is_one() {
        return Ok(IBig::ZERO);
    }
    let (base, exponent) = if exponent.sign() == Sign::Negative {
        (mod_inverse(base, &positive).ok_or(ModPowError::NotInvertible)?, exponent.unsigned_abs())
    } else {
        (floor_mod(base, &positive), exponent.unsigned_abs())
    };
    let ring = ConstDivisor::new(positive.unsigned_abs());
    let result = IBig::from(base.unsigned_abs().into_ring(&ring).pow(&exponent).residue());
    Ok(if modulus.sign() == Sign::Negative && !result.is_zero() { result + modulus } else { result })
}

/// The inverse of `value` modulo a positive modulus, in `0..modulus`.
pub fn mod_inverse(value: &IBig, modulus: &IBig) -> Option<IBig> {
    if modulus.is_one() {
        return Some(IBig::ZERO);
    }
    let value = floor_mod(value, modulus);
    if value.is_zero() {
        return None;
    }
    let (gcd, x, _) = value.unsigned_abs().gcd_ext(modulus.unsigned_abs());
    gcd.is_one().then(|| floor_mod(&x, modulus))
}

/// `value << count`.
pub fn shift_left(value: &IBig, count: usize) -> IBig {
    value << count
}

/// `value >> count`, rounding towards minus infinity.
pub fn shift_right(value: &IBig, count: usize) -> IBig {
    value >> count
}

/// `int.bit_length`.
pub fn bit_length(value: &IBig) -> usize {
    let (_, words) = value.as_sign_words();
    match words.last() {
        Some(top) => words.len() * 64 - top.leading_zeros() as usize,
        None => 0,
    }
}

/// `int.bit_count`: the ones in the magnitude.
pub fn bit_count(value: &IBig) -> usize {
    let (_, words) = value.as_sign_words();
    words.iter().map(|word| word.count_ones() as usize).sum()
}

/// `a & b` on infinite two's complement.
pub fn bit_and(a: &IBig, b: &IBig) -> IBig {
    a & b
}

/// `a | b` on infinite two's complement.
pub fn bit_or(a: &IBig, b: &IBig) -> IBig {
    a | b
}

/// `a ^ b` on infinite two's complement.
pub fn bit_xor(a: &IBig, b: &IBig) -> IBig {
    a ^ b
}

/// `~value`.
pub fn bit_not(value: &IBig) -> IBig {
    !value
}

/// `round(int, ndigits)`: for negative `ndigits` the nearest multiple of a power of ten, half to even.
pub fn round_to_ndigits(value: &IBig, ndigits: i64) -> IBig {
    if ndigits >= 0 || value.is_zero() {
        return value.clone();
    }
    let places = ndigits.unsigned_abs();
    // A power of ten above twice the number rounds it to zero: 10**p has more than 3p bits.
    if places.saturating_mul(3) > bit_length(value) as u64 + 3 {
        return IBig::ZERO;
    }
    let unit = IBig::from(UBig::from(10u8).pow(places as usize));
    let (quotient, remainder) = div_mod(value, &unit);
    let twice = &remainder * 2;
    let up = twice > unit || (twice == unit && quotient.bit(0));
    (if up { quotient + IBig::ONE } else { quotient }) * unit
}
