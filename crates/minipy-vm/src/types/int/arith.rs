//! `int`: the slots of arithmetic, comparison, hashing and truth. Small operands first; only what does not fit a
//! machine word touches big integers.
//!
//! Must not parse or print: that is `convert`'s and `methods`' business.

use dashu_int::IBig;
use minipy_text::int as ints;

use super::{BigInt, Int, as_exact_int, as_int, hash_big, hash_small};
use crate::exc;
use crate::native::PyResult;
use crate::slots::CompareOp;
use crate::types::float;
use crate::value::Value;
use crate::vm::Vm;

/// Results above this many bits raise MemoryError at once: no machine that runs this holds them.
const MAX_BITS: usize = 1 << 36;
/// Powers above this many bits raise MemoryError at once: they would take hours.
const MAX_POWER_BITS: usize = 1 << 33;
/// Results up to this many bits are not checked for fitting the memory.
const UNCHECKED_BITS: usize = 1 << 20;

/// Both operands, if both are ints.
#[inline(always)]
fn operands<'a>(lhs: &'a Value, rhs: &'a Value) -> Option<(Int<'a>, Int<'a>)> {
    Some((as_int(lhs)?, as_int(rhs)?))
}

/// Calls a function with both operands as big integers.
#[inline]
fn with_big<R>(lhs: Int, rhs: Int, run: impl FnOnce(&IBig, &IBig) -> R) -> R {
    let (left, right);
    let lhs = match lhs {
        Int::Small(n) => {
            left = IBig::from(n);
            &left
        }
        Int::Big(big) => big,
    };
    let rhs = match rhs {
        Int::Small(n) => {
            right = IBig::from(n);
            &right
        }
        Int::Big(big) => big,
    };
    run(lhs, rhs)
}

/// MemoryError if a result of this many bits cannot be held.
#[inline]
pub(crate) fn check_bits(vm: &Vm, bits: usize) -> PyResult<()> {
    if bits <= UNCHECKED_BITS { Ok(()) } else { probe_memory(vm, bits) }
}

#[cold]
fn probe_memory(vm: &Vm, bits: usize) -> PyResult<()> {
    // The allocator aborts the process when memory runs out, so ask for it beforehand in a way that may fail.
    if bits > MAX_BITS || Vec::<u64>::new().try_reserve_exact(bits / 32).is_err() {
        return Err(exc::memory_error(vm));
    }
    Ok(())
}

/// Calls a function with both operands as big integers: MemoryError if it runs out of memory.
#[inline]
fn big_op<R>(vm: &Vm, lhs: Int, rhs: Int, run: impl FnOnce(&IBig, &IBig) -> R) -> PyResult<R> {
    super::attempt(vm, lhs.bits() + rhs.bits(), || with_big(lhs, rhs, run))
}

fn is_zero(value: Int) -> bool {
    matches!(value, Int::Small(0))
}

macro_rules! checked {
    ($($(#[doc = $doc:literal])* $name:ident $checked:ident $op:tt;)*) => { $(
        $(#[doc = $doc])*
        pub(crate) fn $name(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
            let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
            if let (Int::Small(a), Int::Small(b)) = (a, b)
                && let Some(result) = a.$checked(b)
            {
                return Ok(vm.int(result));
            }
            Ok(vm.bigint(big_op(vm, a, b, |a, b| a $op b)?))
        }
    )* };
}

checked! {
    /// `+`
    int_add checked_add +;
    /// `-`
    int_sub checked_sub -;
}

/// `*`
pub(crate) fn int_mul(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    if let (Int::Small(a), Int::Small(b)) = (a, b) {
        return Ok(match a.checked_mul(b) {
            Some(result) => vm.int(result),
            None => vm.bigint(IBig::from(i128::from(a) * i128::from(b))),
        });
    }
    Ok(vm.bigint(big_op(vm, a, b, |a, b| a * b)?))
}

#[cold]
fn division_by_zero(vm: &Vm) -> crate::native::Raised {
    exc::zero_division(vm, "division by zero")
}

/// `/`
pub(crate) fn int_truediv(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    if is_zero(b) {
        return Err(division_by_zero(vm));
    }
    if let (Int::Small(a), Int::Small(b)) = (a, b) {
        return Ok(vm.float(ints::true_divide_i64(a, b)));
    }
    match big_op(vm, a, b, ints::true_divide)? {
        Ok(result) => Ok(vm.float(result)),
        Err(_) => Err(exc::overflow_error(vm, "integer division result too large for a float")),
    }
}

/// `//`
pub(crate) fn int_floordiv(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    if is_zero(b) {
        return Err(division_by_zero(vm));
    }
    if let (Int::Small(a), Int::Small(b)) = (a, b)
        && let Some(result) = ints::floor_div_i64(a, b)
    {
        return Ok(vm.int(result));
    }
    Ok(vm.bigint(big_op(vm, a, b, ints::floor_div)?))
}

/// `%`
pub(crate) fn int_modulo(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    if is_zero(b) {
        return Err(division_by_zero(vm));
    }
    if let (Int::Small(a), Int::Small(b)) = (a, b) {
        return Ok(vm.int(ints::floor_mod_i64(a, b)));
    }
    Ok(vm.bigint(big_op(vm, a, b, ints::floor_mod)?))
}

/// `divmod()`
pub(crate) fn int_divmod(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    if is_zero(b) {
        return Err(division_by_zero(vm));
    }
    if let (Int::Small(a), Int::Small(b)) = (a, b)
        && let Some(quotient) = ints::floor_div_i64(a, b)
    {
        return Ok(vm.tuple(vec![vm.int(quotient), vm.int(ints::floor_mod_i64(a, b))]));
    }
    let (quotient, remainder) = big_op(vm, a, b, ints::div_mod)?;
    Ok(vm.tuple(vec![vm.bigint(quotient), vm.bigint(remainder)]))
}

/// `**`, `pow()`
pub(crate) fn int_pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult {
    let Some((a, b)) = operands(base, exponent) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !modulus.is_none() {
        let Some(c) = as_int(modulus) else { return Ok(Value::NOT_IMPLEMENTED) };
        return modular_pow(vm, a, b, c);
    }
    if super::is_negative(exponent) {
        return float::arith::float_pow(vm, base, exponent, modulus);
    }
    if let (Int::Small(a), Int::Small(b)) = (a, b)
        && let Some(result) = small_pow(a, b as u64)
    {
        return Ok(vm.int(result));
    }
    if let Int::Small(n @ -1..=1) = a {
        let odd = with_big(a, b, |_, b| ints::bit_and(b, &IBig::ONE) == IBig::ONE);
        return Ok(Value::small(if is_zero(b) || (n == -1 && !odd) { 1 } else { n }));
    }
    let bits = match b {
        Int::Small(b) => a.bits().saturating_sub(1).saturating_mul(b as usize),
        Int::Big(_) => usize::MAX,
    };
    if bits > MAX_POWER_BITS {
        return Err(exc::memory_error(vm));
    }
    check_bits(vm, bits)?;
    match super::attempt(vm, bits, || with_big(a, b, ints::pow))? {
        Some(result) => Ok(vm.bigint(result)),
        None => Err(exc::memory_error(vm)),
    }
}

/// The power, if it fits 64 bits.
fn small_pow(base: i64, exponent: u64) -> Option<i64> {
    if exponent > 63 {
        return None;
    }
    base.checked_pow(exponent as u32)
}

fn modular_pow(vm: &Vm, base: Int, exponent: Int, modulus: Int) -> PyResult {
    if let (Int::Small(a), Int::Small(b @ 0..), Int::Small(m)) = (base, exponent, modulus)
        && m > 0
        && m < 1 << 62
    {
        return Ok(vm.int(small_modular_pow(a, b as u64, m)));
    }
    let bits = base.bits() + exponent.bits() + modulus.bits();
    match super::attempt(vm, bits, || with_big(base, exponent, |a, b| ints::mod_pow(a, b, &modulus.to_big())))? {
        Ok(result) => Ok(vm.bigint(result)),
        Err(error) => Err(exc::value_error(vm, error.message())),
    }
}

/// `pow(base, exponent, modulus)` by squaring in 128 bits.
fn small_modular_pow(base: i64, mut exponent: u64, modulus: i64) -> i64 {
    let m = modulus as u128;
    let mut square = base.rem_euclid(modulus) as u128;
    let mut result = 1 % m;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * square % m;
        }
        square = square * square % m;
        exponent >>= 1;
    }
    result as i64
}

#[cold]
fn negative_shift(vm: &Vm) -> crate::native::Raised {
    exc::value_error(vm, "negative shift count")
}

/// `<<`
pub(crate) fn int_lshift(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    if let (Int::Small(a), Int::Small(b @ 0..=62)) = (a, b) {
        let shifted = a << b;
        if shifted >> b == a {
            return Ok(vm.int(shifted));
        }
    }
    if super::is_negative(rhs) {
        return Err(negative_shift(vm));
    }
    if is_zero(a) {
        return Ok(Value::small(0));
    }
    let Int::Small(count) = b else { return Err(exc::overflow_error(vm, "too many digits in integer")) };
    let bits = (count as usize).saturating_add(a.bits());
    check_bits(vm, bits)?;
    Ok(vm.bigint(super::attempt(vm, bits, || with_big(a, b, |a, _| ints::shift_left(a, count as usize)))?))
}

/// `>>`
pub(crate) fn int_rshift(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
    if super::is_negative(rhs) {
        return Err(negative_shift(vm));
    }
    let count = match b {
        Int::Small(count) => count as usize,
        Int::Big(_) => usize::MAX,
    };
    match a {
        Int::Small(a) => Ok(vm.int(a >> count.min(63))),
        Int::Big(_) if count >= a.bits() => Ok(Value::small(if super::is_negative(lhs) { -1 } else { 0 })),
        Int::Big(big) => {
            let bits = a.bits() - count;
            Ok(vm.bigint(super::attempt(vm, bits, || ints::shift_right(big, count))?))
        }
    }
}

macro_rules! bitwise {
    ($($(#[doc = $doc:literal])* $name:ident $op:tt $big:ident;)*) => { $(
        $(#[doc = $doc])*
        pub(crate) fn $name(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
            let Some((a, b)) = operands(lhs, rhs) else { return Ok(Value::NOT_IMPLEMENTED) };
            if let (Int::Small(a), Int::Small(b)) = (a, b) {
                return Ok(vm.int(a $op b));
            }
            Ok(vm.bigint(big_op(vm, a, b, ints::$big)?))
        }
    )* };
}

bitwise! {
    /// `&`
    int_and & bit_and;
    /// `|`
    int_or | bit_or;
    /// `^`
    int_xor ^ bit_xor;
}

/// The slots of one operand are only called with ints; another value here is the caller's mistake.
#[cold]
fn not_an_int(vm: &Vm, value: &Value) -> crate::native::Raised {
    exc::type_error(vm, &format!("an integer is required (got type {})", vm.type_of(value).name_str()))
}

/// The int that a slot or method was called on.
#[inline(always)]
pub(super) fn this_int<'a>(vm: &Vm, this: &'a Value) -> PyResult<Int<'a>> {
    match as_int(this) {
        Some(int) => Ok(int),
        None => Err(not_an_int(vm, this)),
    }
}

/// `-this`
pub(crate) fn int_neg(vm: &Vm, this: &Value) -> PyResult {
    match this_int(vm, this)? {
        Int::Small(n) => Ok(match n.checked_neg() {
            Some(n) => vm.int(n),
            None => vm.bigint(-IBig::from(n)),
        }),
        Int::Big(big) => Ok(vm.bigint(super::attempt(vm, ints::bit_length(big), || -big)?)),
    }
}

/// `+this`, `int(this)`, `this.real` and others that give the number itself as an exact `int`.
pub(crate) fn int_pos(vm: &Vm, this: &Value) -> PyResult {
    as_exact_int(vm, this).ok_or_else(|| not_an_int(vm, this))
}

/// `abs(this)`
pub(crate) fn int_abs(vm: &Vm, this: &Value) -> PyResult {
    if super::is_negative(this) { int_neg(vm, this) } else { int_pos(vm, this) }
}

/// `~this`
pub(crate) fn int_invert(vm: &Vm, this: &Value) -> PyResult {
    match this_int(vm, this)? {
        Int::Small(n) => Ok(vm.int(!n)),
        Int::Big(big) => Ok(vm.bigint(super::attempt(vm, ints::bit_length(big), || ints::bit_not(big))?)),
    }
}

/// `bool(this)`
pub(crate) fn int_bool(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(!is_zero(this_int(vm, this)?))
}

/// `float(this)`
pub(crate) fn int_float(vm: &Vm, this: &Value) -> PyResult {
    match this_int(vm, this)? {
        Int::Small(n) => Ok(vm.float(n as f64)),
        Int::Big(big) => Ok(vm.float(float::big_to_f64(vm, big)?)),
    }
}

/// `hash(this)`
pub(crate) fn int_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(match this_int(vm, this)? {
        Int::Small(n) => hash_small(n),
        Int::Big(big) => hash_big(big),
    })
}

/// Comparison with another int.
pub(crate) fn int_compare(_vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let Some((a, b)) = operands(this, other) else { return Ok(Value::NOT_IMPLEMENTED) };
    let ordering = match (a, b) {
        (Int::Small(a), Int::Small(b)) => a.cmp(&b),
        (Int::Big(a), Int::Big(b)) => a.cmp(b),
        // A big int lies outside the range of all small ones, on the side of its sign.
        (Int::Big(a), Int::Small(_)) => a.cmp(&IBig::ZERO),
        (Int::Small(_), Int::Big(b)) => IBig::ZERO.cmp(b),
    };
    Ok(Value::bool(op.holds(ordering)))
}

/// Whether a value is exactly an `int` (no bool, no subclass).
#[inline(always)]
pub(crate) fn is_exact(value: &Value) -> bool {
    value.is_small() || value.exact::<BigInt>().is_some()
}
