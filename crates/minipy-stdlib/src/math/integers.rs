//! The functions of the module `math` that work on integers.

use dashu_int::IBig;
use minipy_text::int as ints;
use minipy_vm::exc;
use minipy_vm::native::{Args, PyResult, Raised};
use minipy_vm::protocol::number;
use minipy_vm::types::int::{self, Int, as_int};
use minipy_vm::{Value, Vm};

/// An argument as an exact `int` value.
fn index(vm: &Vm, value: &Value) -> PyResult {
    vm.index(value)
}

/// The bits of an exact `int` value.
fn bits(value: &Value) -> usize {
    as_int(value).map_or(0, Int::bits)
}

/// The integer that an exact `int` value holds.
fn big(value: &Value) -> IBig {
    as_int(value).map(Int::to_big).unwrap_or_default()
}

/// `math.factorial(n)`
pub(super) fn factorial(vm: &Vm, n: &Value) -> PyResult {
    let n = index(vm, n)?;
    if int::is_negative(&n) {
        return Err(exc::value_error(vm, "factorial() not defined for negative values"));
    }
    match int::to_i64(&n) {
        Some(n @ 0..=20) => Ok(vm.int((1..=n).product())),
        // The result of a larger argument would not fit into any memory.
        Some(n) if n >= 1 << 36 => Err(exc::memory_error(vm)),
        Some(n) => {
            check_product(vm, n, n)?;
            Ok(vm.bigint(int::attempt(vm, n as usize, || ints::factorial(n as u64))?))
        }
        None => Err(exc::overflow_error(vm, "factorial() argument should not exceed 9223372036854775807")),
    }
}

/// MemoryError, unless there is room for a product of so many numbers up to `largest`. Whether there also is room for
/// making it turns out later.
fn check_product(vm: &Vm, largest: i64, count: i64) -> PyResult<()> {
    let bits = (64 - largest.leading_zeros() as usize).saturating_mul(usize::try_from(count).unwrap_or(0));
    vm.check_memory(bits / 8 * 3)
}

/// `math.gcd(*integers)`
pub(super) fn gcd(vm: &Vm, args: &Args) -> PyResult {
    fold(vm, args, "gcd", 0, |a, b| {
        if let (Some(a), Some(b)) = (int::to_i64(a), int::to_i64(b)) {
            return small_gcd(a.unsigned_abs(), b.unsigned_abs()).into();
        }
        ints::gcd(&big(a), &big(b))
    })
}

fn small_gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `math.lcm(*integers)`
pub(super) fn lcm(vm: &Vm, args: &Args) -> PyResult {
    fold(vm, args, "lcm", 1, |a, b| {
        if let (Some(a), Some(b)) = (int::to_i64(a), int::to_i64(b)) {
            let (a, b) = (a.unsigned_abs(), b.unsigned_abs());
            if a == 0 || b == 0 {
                return IBig::ZERO;
            }
            return IBig::from(u128::from(a / small_gcd(a, b)) * u128::from(b));
        }
        ints::lcm(&big(a), &big(b))
    })
}

/// Combines any number of integers; the result is never negative.
fn fold(vm: &Vm, args: &Args, name: &str, start: i64, combine: fn(&Value, &Value) -> IBig) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, &format!("math.{name}")));
    }
    let Some((first, rest)) = args.pos.split_first() else { return Ok(vm.int(start)) };
    let mut result = index(vm, first)?;
    if rest.is_empty() {
        return if int::is_negative(&result) { vm.negative(&result) } else { Ok(result) };
    }
    for value in rest {
        let value = index(vm, value)?;
        result = vm.bigint(int::attempt(vm, bits(&result) + bits(&value), || combine(&result, &value))?);
    }
    Ok(result)
}

/// `math.isqrt(n)`
pub(super) fn isqrt(vm: &Vm, n: &Value) -> PyResult {
    let n = index(vm, n)?;
    if int::is_negative(&n) {
        return Err(exc::value_error(vm, "isqrt() argument must be nonnegative"));
    }
    match int::to_i64(&n) {
        Some(n) => Ok(vm.int(n.isqrt())),
        None => Ok(vm.bigint(int::attempt(vm, bits(&n), || ints::isqrt(&big(&n)))?)),
    }
}

#[cold]
fn not_negative(vm: &Vm, name: &str) -> Raised {
    exc::value_error(vm, &format!("{name} must be a non-negative integer"))
}

/// Whether the integer `a` is below `b`.
fn is_less(a: &Value, b: &Value) -> bool {
    match (int::to_i64(a), int::to_i64(b)) {
        (Some(a), Some(b)) => a < b,
        // Neither is negative, so the one that does not fit is the larger one.
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => match (as_int(a), as_int(b)) {
            (Some(Int::Big(a)), Some(Int::Big(b))) => a < b,
            _ => false,
        },
    }
}

/// `math.perm(n, k=None)`
pub(super) fn perm(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(k) = args[1].not_none() else { return factorial(vm, &args[0]) };
    let (n, k) = (index(vm, &args[0])?, index(vm, k)?);
    if int::is_negative(&n) {
        return Err(not_negative(vm, "n"));
    }
    if int::is_negative(&k) {
        return Err(not_negative(vm, "k"));
    }
    if is_less(&n, &k) {
        return Ok(Value::small(0));
    }
    let Some(k) = int::to_i64(&k) else {
        return Err(exc::overflow_error(vm, "k must not exceed 9223372036854775807"));
    };
    if k >= 1 << 36 {
        return Err(exc::memory_error(vm));
    }
    check_product(vm, int::to_i64(&n).unwrap_or(i64::MAX), k)?;
    let size = bits(&n).saturating_mul(k as usize);
    Ok(vm.bigint(int::attempt(vm, size, || ints::perm(&big(&n), k as u64))?))
}

/// `math.comb(n, k)`
pub(super) fn comb(vm: &Vm, n: &Value, k: &Value) -> PyResult {
    let (n, k) = (index(vm, n)?, index(vm, k)?);
    if int::is_negative(&n) {
        return Err(not_negative(vm, "n"));
    }
    if int::is_negative(&k) {
        return Err(not_negative(vm, "k"));
    }
    if is_less(&n, &k) {
        return Ok(Value::small(0));
    }
    if let (Some(n), Some(k)) = (int::to_i64(&n), int::to_i64(&k))
        && let Some(result) = small_comb(n as u64, (k as u64).min((n - k) as u64))
    {
        return Ok(vm.uint(result));
    }
    let rest = vm.binary(&number::SUB, &n, &k)?;
    let k = if is_less(&rest, &k) { rest } else { k };
    let Some(k) = int::to_i64(&k) else {
        return Err(exc::overflow_error(vm, "min(n - k, k) must not exceed 9223372036854775807"));
    };
    if k >= 1 << 36 {
        return Err(exc::memory_error(vm));
    }
    check_product(vm, int::to_i64(&n).unwrap_or(i64::MAX), k)?;
    let size = bits(&n).saturating_mul(k as usize);
    Ok(vm.bigint(int::attempt(vm, size, || ints::comb(&big(&n), k as u64))?))
}

/// The binomial coefficient, if all steps fit 128 bits and the result 64.
fn small_comb(n: u64, k: u64) -> Option<u64> {
    if k > 64 {
        return None;
    }
    let mut result: u128 = 1;
    for i in 0..k {
        // After each step this is a binomial coefficient itself, so the division is exact.
        result = result.checked_mul(u128::from(n - i))? / u128::from(i + 1);
        if result > u128::from(u64::MAX) {
            return None;
        }
    }
    u64::try_from(result).ok()
}
