//! Arithmetic of ints that do not fit inline but fit 128 bits: hashes, checksums and random numbers live here. The
//! results are computed in machine integers, without big-integer temporaries.
//!
//! Must not raise: whatever is special (errors, larger results) is left to `arith`.

use dashu_int::{IBig, Sign};

use super::BigInt;
use crate::protocol::number::Kind;
use crate::value::Value;
use crate::vm::Vm;

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

/// The results of the operators that hashes and random numbers are made with, on numbers without a sign: two of 64 bits,
/// or a longer one and a mask.
#[inline(always)]
fn unsigned(vm: &Vm, kind: Kind, lhs: &Value, rhs: &Value) -> Option<Value> {
    let b = as_word(rhs)?;
    let Some(a) = as_word(lhs) else {
        if kind != Kind::And {
            return None;
        }
        return match lhs.exact::<BigInt>()?.value.as_sign_words() {
            (Sign::Positive, [low, ..]) => Some(vm.uint(low & b)),
            _ => None,
        };
    };
    match kind {
        Kind::And => Some(vm.uint(a & b)),
        Kind::Or => Some(vm.uint(a | b)),
        Kind::Xor => Some(vm.uint(a ^ b)),
        Kind::RShift => Some(vm.uint(if b < 64 { a >> b } else { 0 })),
        Kind::LShift if b < 64 => {
            let shifted = u128::from(a) << b;
            match u64::try_from(shifted) {
                Ok(word) => Some(vm.uint(word)),
                Err(_) => Some(vm.bigint(IBig::from(shifted))),
            }
        }
        _ => None,
    }
}

/// The result of an operator on two exact ints, if everything fits. `None`: the general operation must do it.
#[inline]
pub(crate) fn binary(vm: &Vm, kind: Kind, lhs: &Value, rhs: &Value) -> Option<Value> {
    if let Some(result) = unsigned(vm, kind, lhs, rhs) {
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
    Some(vm.wide_int(result))
}

impl Vm {
    /// An `int` from 128 bits.
    #[inline]
    pub(crate) fn wide_int(&self, value: i128) -> Value {
        if let Ok(n) = i64::try_from(value)
            && let Some(small) = Value::try_small(n)
        {
            return small;
        }
        self.alloc_fixed(&self.types().int, BigInt { value: IBig::from(value) }).into_value()
    }
}
