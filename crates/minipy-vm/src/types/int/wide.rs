//! Arithmetic of ints that do not fit inline but fit 128 bits: hashes, checksums and random numbers live here. The
//! results are computed in machine integers, without big-integer temporaries.
//!
//! Must not raise: whatever is special (errors, larger results) is left to `arith`.

use dashu_int::{IBig, Sign};

use super::BigInt;
use crate::protocol::number::Kind;
use crate::value::{SMALL_MAX, SMALL_MIN, Value};

/// The value of an exact int of up to 127 bits, or of a bool.
#[inline(always)]
fn as_wide(value: &Value) -> Option<i128> {
    if let Some(small) = value.as_small() {
        return Some(i128::from(small));
    }
    if let Some(truth) = value.as_bool() {
        return Some(i128::from(truth));
    }
    let (sign, words) = value.exact::<BigInt>()?.value.as_sign_words();
    let magnitude = match *words {
        [low] => u128::from(low),
        [low, high] => u128::from(low) | u128::from(high) << 64,
        _ => return None,
    };
    let magnitude = i128::try_from(magnitude).ok()?;
    Some(if sign == Sign::Negative { -magnitude } else { magnitude })
}

/// The value of an exact int of up to 64 bits without a sign.
#[inline(always)]
fn as_word(value: &Value) -> Option<u64> {
    if value.is_small() {
        return u64::try_from(value.small_unchecked()).ok();
    }
    match value.exact::<BigInt>()?.value.as_sign_words() {
        (Sign::Positive, [low]) => Some(*low),
        _ => None,
    }
}

/// A result: inline or not.
pub(crate) enum Wide {
    /// Fits an inline int.
    Small(i64),
    /// Does not.
    Big(IBig),
}

#[inline(always)]
fn unsigned_word(value: u64) -> Wide {
    match i64::try_from(value) {
        Ok(n) if n <= SMALL_MAX => Wide::Small(n),
        _ => Wide::Big(IBig::from(value)),
    }
}

#[inline(always)]
fn signed(value: i128) -> Wide {
    match i64::try_from(value) {
        Ok(n) if (SMALL_MIN..=SMALL_MAX).contains(&n) => Wide::Small(n),
        _ => Wide::Big(IBig::from(value)),
    }
}

/// The results of the operators that hashes and random numbers are made with, on numbers without a sign: two of 64 bits,
/// or a longer one and a mask.
#[inline(always)]
fn unsigned(kind: Kind, lhs: &Value, rhs: &Value) -> Option<Wide> {
    let b = as_word(rhs)?;
    let Some(a) = as_word(lhs) else {
        if kind != Kind::And {
            return None;
        }
        return match lhs.exact::<BigInt>()?.value.as_sign_words() {
            (Sign::Positive, [low, ..]) => Some(unsigned_word(low & b)),
            _ => None,
        };
    };
    match kind {
        Kind::And => Some(unsigned_word(a & b)),
        Kind::Or => Some(unsigned_word(a | b)),
        Kind::Xor => Some(unsigned_word(a ^ b)),
        Kind::RShift => Some(unsigned_word(if b < 64 { a >> b } else { 0 })),
        Kind::LShift if b < 64 => {
            let shifted = u128::from(a) << b;
            match u64::try_from(shifted) {
                Ok(word) => Some(unsigned_word(word)),
                Err(_) => Some(Wide::Big(IBig::from(shifted))),
            }
        }
        _ => None,
    }
}

/// The result of an operator on two exact ints, if everything fits. `None`: the general operation must do it.
#[inline]
pub(crate) fn binary(kind: Kind, lhs: &Value, rhs: &Value) -> Option<Wide> {
    if let Some(result) = unsigned(kind, lhs, rhs) {
        return Some(result);
    }
    let (a, b) = (as_wide(lhs)?, as_wide(rhs)?);
    let result = match kind {
        Kind::Add => a.checked_add(b)?,
        Kind::Sub => a.checked_sub(b)?,
        Kind::Mul => a.checked_mul(b)?,
        Kind::And | Kind::Or | Kind::Xor if lhs.as_bool().is_some() && rhs.as_bool().is_some() => return None,
        Kind::And => a & b,
        Kind::Or => a | b,
        Kind::Xor => a ^ b,
        Kind::LShift => {
            let shifted = a.checked_shl(u32::try_from(b).ok()?)?;
            if shifted >> b != a {
                return None;
            }
            shifted
        }
        Kind::RShift => a >> u32::try_from(b).ok()?.min(127),
        Kind::FloorDiv if b != 0 => {
            let quotient = a.checked_div(b)?;
            if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
        }
        Kind::Modulo if b != 0 => {
            let rest = a.checked_rem(b)?;
            if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
        }
        _ => return None,
    };
    Some(signed(result))
}

/// Longest operand that [`accumulate`] takes, in words: no check for memory is needed (see `attempt`).
const LONGEST: usize = 500;

/// `lhs op rhs`, made in the memory of `lhs`, a long int that is not needed any more; false, with nothing changed, for
/// what the general operation must do.
#[inline]
pub(crate) fn accumulate(kind: Kind, lhs: &mut IBig, rhs: &Value) -> bool {
    let (_, words) = lhs.as_sign_words();
    if !matches!(kind, Kind::Add | Kind::Sub | Kind::Mul) || words.len() > LONGEST {
        return false;
    }
    if let Some(small) = rhs.as_small() {
        match kind {
            Kind::Add => *lhs += small,
            Kind::Sub => *lhs -= small,
            _ => *lhs *= small,
        }
        return true;
    }
    let Some(other) = rhs.exact::<BigInt>() else { return false };
    // Products of long ints are made elsewhere.
    if kind == Kind::Mul || other.value.as_sign_words().1.len() > LONGEST {
        return false;
    }
    if kind == Kind::Add {
        *lhs += &other.value
    } else {
        *lhs -= &other.value
    }
    true
}

/// Whether an int does not fit an inline one.
#[inline(always)]
pub(crate) fn is_big(value: &IBig) -> bool {
    match value.as_sign_words() {
        (_, [] | [_]) => !i64::try_from(value).is_ok_and(|n| (SMALL_MIN..=SMALL_MAX).contains(&n)),
        _ => true,
    }
}
