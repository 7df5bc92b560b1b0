//! Operators of inline ints that need more than a tagged instruction: what the loop tries before the general operation.

use crate::value::Value;

/// `x // y` of inline ints, if the result is one and there is no error.
#[inline(always)]
pub(super) fn floor_div(x: i64, y: i64) -> Option<Value> {
    if y == 0 {
        return None;
    }
    let quotient = x.wrapping_div(y);
    Value::try_small(if x % y != 0 && (x < 0) != (y < 0) { quotient - 1 } else { quotient })
}

/// `x % y` of inline ints, if the result is one and there is no error.
#[inline(always)]
pub(super) fn floor_mod(x: i64, y: i64) -> Option<Value> {
    if y == 0 {
        return None;
    }
    let rest = x.wrapping_rem(y);
    Some(Value::small(if rest != 0 && (rest < 0) != (y < 0) { rest + y } else { rest }))
}

/// `x << y` of inline ints, if the result is one and there is no error.
#[inline(always)]
pub(super) fn left_shift(x: i64, y: i64) -> Option<Value> {
    if !(0..62).contains(&y) {
        return None;
    }
    let shifted = x << y;
    if shifted >> y == x { Value::try_small(shifted) } else { None }
}

/// `x >> y` of inline ints, if the result is one and there is no error.
#[inline(always)]
pub(super) fn right_shift(x: i64, y: i64) -> Option<Value> {
    if y < 0 {
        return None;
    }
    Some(Value::small(x >> y.min(63)))
}
