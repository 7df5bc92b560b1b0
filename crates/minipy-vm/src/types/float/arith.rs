//! `float`: the slots of arithmetic, comparison, hashing and truth.
//!
//! Must not parse or print: that is `methods`' business.

use super::{as_float, big_to_f64};
use crate::exc;
use crate::native::{PyResult, Raised};
use crate::slots::CompareOp;
use crate::types::int::{Int, as_int};
use crate::value::Value;
use crate::vm::Vm;

/// A number operand as `f64`; `None` if it is neither float nor int.
#[inline(always)]
pub(crate) fn operand(vm: &Vm, value: &Value) -> PyResult<Option<f64>> {
    if let Some(float) = value.exact_float() {
        return Ok(Some(float));
    }
    if let Some(n) = value.as_small() {
        return Ok(Some(n as f64));
    }
    operand_slow(vm, value)
}

#[inline(never)]
fn operand_slow(vm: &Vm, value: &Value) -> PyResult<Option<f64>> {
    if let Some(float) = as_float(value) {
        return Ok(Some(float));
    }
    match as_int(value) {
        Some(Int::Small(n)) => Ok(Some(n as f64)),
        Some(Int::Big(big)) => big_to_f64(vm, big).map(Some),
        None => Ok(None),
    }
}

/// Both operands as `f64`; returns NotImplemented from the caller if one is no number.
macro_rules! operands {
    ($vm:ident, $lhs:ident, $rhs:ident) => {{
        let Some(a) = operand($vm, $lhs)? else { return Ok(Value::NOT_IMPLEMENTED) };
        let Some(b) = operand($vm, $rhs)? else { return Ok(Value::NOT_IMPLEMENTED) };
        (a, b)
    }};
}

macro_rules! simple {
    ($($(#[doc = $doc:literal])* $name:ident $op:tt;)*) => { $(
        $(#[doc = $doc])*
        pub(crate) fn $name(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
            let (a, b) = operands!(vm, lhs, rhs);
            Ok(vm.float(a $op b))
        }
    )* };
}

simple! {
    /// `+`
    float_add +;
    /// `-`
    float_sub -;
    /// `*`
    float_mul *;
}

#[cold]
fn division_by_zero(vm: &Vm) -> Raised {
    exc::zero_division(vm, "division by zero")
}

/// `/`
pub(crate) fn float_truediv(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let (a, b) = operands!(vm, lhs, rhs);
    if b == 0.0 {
        return Err(division_by_zero(vm));
    }
    Ok(vm.float(a / b))
}

/// `//`
pub(crate) fn float_floordiv(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let (a, b) = operands!(vm, lhs, rhs);
    if b == 0.0 {
        return Err(division_by_zero(vm));
    }
    Ok(vm.float(minipy_text::float::div_mod(a, b).0))
}

/// `%`
pub(crate) fn float_modulo(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let (a, b) = operands!(vm, lhs, rhs);
    if b == 0.0 {
        return Err(division_by_zero(vm));
    }
    Ok(vm.float(minipy_text::float::div_mod(a, b).1))
}

/// `divmod()`
pub(crate) fn float_divmod(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let (a, b) = operands!(vm, lhs, rhs);
    if b == 0.0 {
        return Err(division_by_zero(vm));
    }
    let (quotient, modulo) = minipy_text::float::div_mod(a, b);
    Ok(vm.tuple(vec![vm.float(quotient), vm.float(modulo)]))
}

/// `**`, `pow()`
pub(crate) fn float_pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult {
    if !modulus.is_none() {
        return Err(exc::type_error(vm, "pow() 3rd argument not allowed unless all arguments are integers"));
    }
    let (a, b) = operands!(vm, base, exponent);
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(exc::zero_division(vm, "zero to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return crate::types::complex::complex_pow(vm, base, exponent, modulus);
    }
    match pow(a, b) {
        Some(result) => Ok(vm.float(result)),
        None => Err(result_out_of_range(vm)),
    }
}

/// OverflowError as for C's ERANGE.
#[cold]
pub(crate) fn result_out_of_range(vm: &Vm) -> Raised {
    let args = vec![Value::small(34), vm.str("Numerical result out of range")];
    vm.raise_with(&vm.exceptions().overflow_error, args)
}

/// C99's `pow` for arguments with a real result; `None` on overflow.
fn pow(a: f64, b: f64) -> Option<f64> {
    // `powf` is the platform's `pow`, which handles NaN and infinities as C99's Annex F (and CPython) do.
    let result = a.powf(b);
    (!result.is_infinite() || a.is_infinite() || b.is_infinite()).then_some(result)
}

/// The float that a slot or method was called on.
#[inline(always)]
pub(super) fn this_float(vm: &Vm, this: &Value) -> PyResult<f64> {
    match as_float(this) {
        Some(float) => Ok(float),
        None => Err(not_a_float(vm, this)),
    }
}

#[cold]
fn not_a_float(vm: &Vm, this: &Value) -> Raised {
    exc::type_error(vm, &format!("must be real number, not {}", vm.type_of(this).name_str()))
}

/// `-this`
pub(crate) fn float_neg(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.float(-this_float(vm, this)?))
}

/// `+this`, `float(this)`, `this.real`: the number itself as an exact `float`.
pub(crate) fn float_pos(vm: &Vm, this: &Value) -> PyResult {
    if this.exact_float().is_some() {
        return Ok(this.clone());
    }
    Ok(vm.float(this_float(vm, this)?))
}

/// `abs(this)`
pub(crate) fn float_abs(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.float(this_float(vm, this)?.abs()))
}

/// `bool(this)`
pub(crate) fn float_bool(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(this_float(vm, this)? != 0.0)
}

/// `hash(this)`: NaNs hash by identity.
pub(crate) fn float_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    match hash_f64(this_float(vm, this)?) {
        Some(hash) => Ok(hash),
        None => crate::types::object::object_hash(vm, this),
    }
}

/// CPython's numeric hash (equal numbers of all types hash alike); `None` for NaN.
pub(crate) fn hash_f64(value: f64) -> Option<i64> {
    const BITS: i32 = 61;
    const MODULUS: u64 = (1 << BITS) - 1;
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { 314_159 } else { -314_159 });
    }
    if value.abs() < 1e15 && value == value.trunc() {
        return Some(crate::types::int::hash_small(value as i64));
    }
    let (mantissa, exponent) = minipy_text::float::decompose(value);
    // A power of two only rotates the bits modulo 2**61 - 1.
    let mantissa = mantissa % MODULUS;
    let turn = exponent.rem_euclid(BITS) as u32;
    let hash = ((mantissa << turn) & MODULUS) | (mantissa >> (BITS as u32 - turn));
    let hash = (hash % MODULUS) as i64;
    let hash = if value < 0.0 { -hash } else { hash };
    Some(if hash == -1 { -2 } else { hash })
}

/// Comparison with floats and ints, exact.
pub(crate) fn float_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let a = this_float(vm, this)?;
    let ordering = if let Some(b) = as_float(other) {
        a.partial_cmp(&b)
    } else {
        match as_int(other) {
            Some(Int::Small(b)) => minipy_text::int::compare_i64_f64(b, a).map(std::cmp::Ordering::reverse),
            Some(Int::Big(b)) => minipy_text::int::compare_f64(b, a).map(std::cmp::Ordering::reverse),
            None => return Ok(Value::NOT_IMPLEMENTED),
        }
    };
    Ok(Value::bool(match ordering {
        Some(ordering) => op.holds(ordering),
        None => op == CompareOp::Ne,
    }))
}
