//! The module `math`. Algorithms on plain numbers are in `real`, the functions of integers in `integers`.

mod exact;
mod integers;
mod real;

use std::f64::consts;

use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, MethodDef, PyResult, Raised};
use minipy_vm::protocol::number;
use minipy_vm::types::int::{self, Int, as_int};
use minipy_vm::{Value, Vm};

use integers::{comb, factorial, gcd, isqrt, lcm, perm};
use real::{ExactSum, ProductSum, RealError, SumError};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "math",
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(add_constants),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "acos" F1(acos) "(x, /)" "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi.";
    "acosh" F1(acosh) "(x, /)" "Return the inverse hyperbolic cosine of x.";
    "asin" F1(asin) "(x, /)" "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.";
    "asinh" F1(asinh) "(x, /)" "Return the inverse hyperbolic sine of x.";
    "atan" F1(atan) "(x, /)" "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.";
    "atan2" F2(atan2) "(y, x, /)" "Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered.";
    "atanh" F1(atanh) "(x, /)" "Return the inverse hyperbolic tangent of x.";
    "cbrt" F1(cbrt) "(x, /)" "Return the cube root of x.";
    "ceil" F1(ceil) "(x, /)" "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x.";
    "copysign" F2(copysign) "(x, y, /)" "Return a float with the magnitude (absolute value) of x but the sign of y.";
    "cos" F1(cos) "(x, /)" "Return the cosine of x (measured in radians).";
    "cosh" F1(cosh) "(x, /)" "Return the hyperbolic cosine of x.";
    "degrees" F1(degrees) "(x, /)" "Convert angle x from radians to degrees.";
    "dist" F2(dist) "(p, q, /)" "Return the Euclidean distance between two points p and q.";
    "erf" F1(erf) "(x, /)" "Error function at x.";
    "erfc" F1(erfc) "(x, /)" "Complementary error function at x.";
    "exp" F1(exp) "(x, /)" "Return e raised to the power of x.";
    "exp2" F1(exp2) "(x, /)" "Return 2 raised to the power of x.";
    "expm1" F1(expm1) "(x, /)" "Return exp(x)-1.";
    "fabs" F1(fabs) "(x, /)" "Return the absolute value of the float x.";
    "factorial" F1(factorial) "(n, /)" "Find n!.";
    "floor" F1(floor) "(x, /)" "Return the floor of x as an Integral.\n\nThis is the largest integer <= x.";
    "fma" F3(fma) "(x, y, z, /)" "Fused multiply-add operation.\n\nCompute (x * y) + z with a single round.";
    "fmod" F2(fmod) "(x, y, /)" "Return fmod(x, y), according to platform C.\n\nx % y may differ.";
    "frexp" F1(frexp) "(x, /)" "Return the mantissa and exponent of x, as pair (m, e).";
    "fsum" F1(fsum) "(seq, /)" "Return an accurate floating-point sum of values in the iterable seq.";
    "gamma" F1(gamma) "(x, /)" "Gamma function at x.";
    "gcd" FV(gcd) "(*integers)" "Greatest Common Divisor.";
    "hypot" FV(hypot) "(*coordinates)" "Multidimensional Euclidean distance from the origin to a point.";
    "isclose" FN(isclose) "(a, b, *, rel_tol=1e-09, abs_tol=0.0)" "Determine whether two floating-point numbers are close in value.";
    "isfinite" F1(isfinite) "(x, /)" "Return True if x is neither an infinity nor a NaN, and False otherwise.";
    "isinf" F1(isinf) "(x, /)" "Return True if x is a positive or negative infinity, and False otherwise.";
    "isnan" F1(isnan) "(x, /)" "Return True if x is a NaN (not a number), and False otherwise.";
    "isqrt" F1(isqrt) "(n, /)" "Return the integer part of the square root of the input.";
    "lcm" FV(lcm) "(*integers)" "Least Common Multiple.";
    "ldexp" F2(ldexp) "(x, i, /)" "Return x * (2**i).\n\nThis is essentially the inverse of frexp().";
    "lgamma" F1(lgamma) "(x, /)" "Natural logarithm of absolute value of Gamma function at x.";
    "log" FV(log) "" "log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of x.";
    "log1p" F1(log1p) "(x, /)" "Return the natural logarithm of 1+x (base e).";
    "log10" F1(log10) "(x, /)" "Return the base 10 logarithm of x.";
    "log2" F1(log2) "(x, /)" "Return the base 2 logarithm of x.";
    "modf" F1(modf) "(x, /)" "Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats.";
    "pow" F2(pow) "(x, y, /)" "Return x**y (x to the power of y).";
    "radians" F1(radians) "(x, /)" "Convert angle x from degrees to radians.";
    "remainder" F2(remainder) "(x, y, /)" "Difference between x and the closest integer multiple of y.";
    "sin" F1(sin) "(x, /)" "Return the sine of x (measured in radians).";
    "sinh" F1(sinh) "(x, /)" "Return the hyperbolic sine of x.";
    "sqrt" F1(sqrt) "(x, /)" "Return the square root of x.";
    "tan" F1(tan) "(x, /)" "Return the tangent of x (measured in radians).";
    "tanh" F1(tanh) "(x, /)" "Return the hyperbolic tangent of x.";
    "sumprod" F2(sumprod) "(p, q, /)" "Return the sum of products of values from two iterables p and q.";
    "trunc" F1(trunc) "(x, /)" "Truncates the Real x to the nearest Integral toward 0.\n\nUses the __trunc__ magic method.";
    "prod" FN(prod) "(iterable, /, *, start=1)" "Calculate the product of all the elements in the input iterable.";
    "perm" FN(perm) "(n, k=None, /)" "Number of ways to choose k items from n items without repetition and with order.";
    "comb" F2(comb) "(n, k, /)" "Number of ways to choose k items from n items without repetition and without order.";
    "nextafter" FN(nextafter) "(x, y, /, *, steps=None)" "Return the floating-point value the given number of steps after x towards y.";
    "ulp" F1(ulp) "(x, /)" "Return the value of the least significant bit of the float x.";
};

fn add_constants(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    let constants =
        [("pi", consts::PI), ("e", consts::E), ("tau", consts::TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)];
    for (name, value) in constants {
        module.set(vm, name, vm.float(value));
    }
    Ok(())
}

#[cold]
fn domain_error(vm: &Vm) -> Raised {
    exc::value_error(vm, "math domain error")
}

#[cold]
fn range_error(vm: &Vm) -> Raised {
    exc::overflow_error(vm, "math range error")
}

/// `expected WANTED, got X`, or the general message if nothing in particular is wanted.
#[cold]
fn unexpected(vm: &Vm, wanted: &str, x: f64) -> Raised {
    if wanted.is_empty() {
        return domain_error(vm);
    }
    exc::value_error(vm, &format!("expected {wanted}, got {}", minipy_text::float::repr(x)))
}

/// Calls a function of one real number and checks its result as C's error numbers would: NaN out of a number is outside
/// the domain, infinity out of a finite number a pole or (if `grows`) an overflow.
#[inline(always)]
fn unary(vm: &Vm, x: &Value, function: fn(f64) -> f64, grows: bool, wanted: &str) -> PyResult {
    let x = vm.f64_arg(x)?;
    let result = function(x);
    if result.is_finite() || x.is_nan() || (result.is_infinite() && x.is_infinite()) {
        return Ok(vm.float(result));
    }
    Err(if result.is_infinite() && grows { range_error(vm) } else { unexpected(vm, wanted, x) })
}

macro_rules! unary {
    ($($name:ident $function:expr, $grows:literal, $wanted:literal;)*) => { $(
        #[doc = concat!("`math.", stringify!($name), "(x)`")]
        fn $name(vm: &Vm, x: &Value) -> PyResult {
            unary(vm, x, $function, $grows, $wanted)
        }
    )* };
}

unary! {
    acos f64::acos, false, "a number in range from -1 up to 1";
    acosh exact::acosh, false, "argument value not less than 1";
    asin f64::asin, false, "a number in range from -1 up to 1";
    asinh exact::asinh, false, "";
    atan f64::atan, false, "";
    atanh exact::atanh, false, "a number between -1 and 1";
    cbrt f64::cbrt, false, "";
    cos f64::cos, false, "a finite input";
    cosh f64::cosh, true, "";
    erf exact::erf, false, "";
    erfc exact::erfc, false, "";
    exp f64::exp, true, "";
    exp2 f64::exp2, true, "";
    expm1 f64::exp_m1, true, "";
    fabs f64::abs, false, "";
    log1p f64::ln_1p, false, "argument value > -1";
    sin f64::sin, false, "a finite input";
    sinh f64::sinh, true, "";
    sqrt f64::sqrt, false, "a nonnegative input";
    tan f64::tan, false, "a finite input";
    tanh f64::tanh, false, "";
}

/// A function of one real number that reports its own errors.
fn gamma_like(vm: &Vm, x: &Value, function: fn(f64) -> Result<f64, RealError>) -> PyResult {
    let x = vm.f64_arg(x)?;
    match function(x) {
        Ok(result) => Ok(vm.float(result)),
        Err(RealError::Domain) => Err(unexpected(vm, "a noninteger or positive integer", x)),
        Err(RealError::Range) => Err(range_error(vm)),
    }
}

fn gamma(vm: &Vm, x: &Value) -> PyResult {
    gamma_like(vm, x, real::gamma)
}

fn lgamma(vm: &Vm, x: &Value) -> PyResult {
    gamma_like(vm, x, real::lgamma)
}

/// Two real arguments.
fn pair(vm: &Vm, x: &Value, y: &Value) -> PyResult<(f64, f64)> {
    Ok((vm.f64_arg(x)?, vm.f64_arg(y)?))
}

fn atan2(vm: &Vm, y: &Value, x: &Value) -> PyResult {
    let (y, x) = pair(vm, y, x)?;
    Ok(vm.float(y.atan2(x)))
}

fn copysign(vm: &Vm, x: &Value, y: &Value) -> PyResult {
    let (x, y) = pair(vm, x, y)?;
    Ok(vm.float(x.copysign(y)))
}

fn fmod(vm: &Vm, x: &Value, y: &Value) -> PyResult {
    let (x, y) = pair(vm, x, y)?;
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(vm));
    }
    Ok(vm.float(result))
}

fn remainder(vm: &Vm, x: &Value, y: &Value) -> PyResult {
    let (x, y) = pair(vm, x, y)?;
    if x.is_nan() || y.is_nan() {
        return Ok(vm.float(f64::NAN));
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error(vm));
    }
    Ok(vm.float(if y.is_infinite() { x } else { real::remainder(x, y) }))
}

fn pow(vm: &Vm, x: &Value, y: &Value) -> PyResult {
    let (x, y) = pair(vm, x, y)?;
    let result = x.powf(y);
    if !result.is_finite() && x.is_finite() && y.is_finite() {
        return Err(if result.is_nan() || x == 0.0 { domain_error(vm) } else { range_error(vm) });
    }
    Ok(vm.float(result))
}

fn fma(vm: &Vm, x: &Value, y: &Value, z: &Value) -> PyResult {
    let (x, y) = pair(vm, x, y)?;
    let z = vm.f64_arg(z)?;
    let result = x.mul_add(y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(exc::value_error(vm, "invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(exc::overflow_error(vm, "overflow in fma"));
    }
    Ok(vm.float(result))
}

fn degrees(vm: &Vm, x: &Value) -> PyResult {
    Ok(vm.float(vm.f64_arg(x)? * (180.0 / consts::PI)))
}

fn radians(vm: &Vm, x: &Value) -> PyResult {
    Ok(vm.float(vm.f64_arg(x)? * (consts::PI / 180.0)))
}

fn isfinite(vm: &Vm, x: &Value) -> PyResult {
    Ok(Value::bool(vm.f64_arg(x)?.is_finite()))
}

fn isinf(vm: &Vm, x: &Value) -> PyResult {
    Ok(Value::bool(vm.f64_arg(x)?.is_infinite()))
}

fn isnan(vm: &Vm, x: &Value) -> PyResult {
    Ok(Value::bool(vm.f64_arg(x)?.is_nan()))
}

fn isclose(vm: &Vm, args: &[Value]) -> PyResult {
    let (a, b) = pair(vm, &args[0], &args[1])?;
    let option = |value: &Value, default| value.given().map_or(Ok(default), |v| vm.f64_arg(v));
    let (relative, absolute) = (option(&args[2], 1e-9)?, option(&args[3], 0.0)?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(exc::value_error(vm, "tolerances must be non-negative"));
    }
    if a == b {
        return Ok(Value::TRUE);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(Value::FALSE);
    }
    let difference = (b - a).abs();
    let near = difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute;
    Ok(Value::bool(near))
}

/// `math.floor` and its kin: the method of the argument's type, or else the float function.
fn integral(vm: &Vm, x: &Value, method: &minipy_vm::types::str_::Name, round: fn(f64) -> f64) -> PyResult {
    if x.is_small() {
        return Ok(x.clone());
    }
    if let Some(float) = x.exact_float() {
        return minipy_vm::types::float::methods::to_integer(vm, round(float));
    }
    if let Some(result) = vm.call_special(x, method, &[])? {
        return Ok(result);
    }
    let x = vm.f64_arg(x)?;
    minipy_vm::types::float::methods::to_integer(vm, round(x))
}

fn floor(vm: &Vm, x: &Value) -> PyResult {
    integral(vm, x, &vm.names().__floor__, f64::floor)
}

fn ceil(vm: &Vm, x: &Value) -> PyResult {
    integral(vm, x, &vm.names().__ceil__, f64::ceil)
}

fn trunc(vm: &Vm, x: &Value) -> PyResult {
    if let Some(float) = x.exact_float() {
        return minipy_vm::types::float::methods::to_integer(vm, float);
    }
    match vm.call_special_maybe(x, &vm.names().__trunc__, &[])? {
        Some(result) => Ok(result),
        None => {
            let name = vm.type_of(x).name_str();
            Err(exc::type_error(vm, &format!("type {name} doesn't define __trunc__ method")))
        }
    }
}

fn frexp(vm: &Vm, x: &Value) -> PyResult {
    let (mantissa, exponent) = real::frexp(vm.f64_arg(x)?);
    Ok(vm.tuple(vec![vm.float(mantissa), vm.int(exponent.into())]))
}

fn ldexp(vm: &Vm, x: &Value, exponent: &Value) -> PyResult {
    let x = vm.f64_arg(x)?;
    let exponent = match as_int(exponent) {
        Some(Int::Small(n)) => n,
        Some(Int::Big(_)) if int::is_negative(exponent) => i64::MIN,
        Some(Int::Big(_)) => i64::MAX,
        None => return Err(exc::type_error(vm, "Expected an int as second argument to ldexp.")),
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(vm.float(x));
    }
    let result = real::ldexp(x, exponent);
    if result.is_infinite() { Err(range_error(vm)) } else { Ok(vm.float(result)) }
}

fn modf(vm: &Vm, x: &Value) -> PyResult {
    let x = vm.f64_arg(x)?;
    let (fraction, whole) = match x {
        _ if x.is_infinite() => (0f64.copysign(x), x),
        _ if x.is_nan() => (x, x),
        _ => ((x - x.trunc()).copysign(x), x.trunc()),
    };
    Ok(vm.tuple(vec![vm.float(fraction), vm.float(whole)]))
}

/// A logarithm; big ints beyond the range of floats are split into mantissa and exponent.
fn logarithm(vm: &Vm, x: &Value, function: fn(f64) -> f64) -> PyResult<f64> {
    if let Some(int) = as_int(x) {
        if !matches!(int, Int::Small(1..)) && (matches!(int, Int::Small(_)) || int::is_negative(x)) {
            return Err(exc::value_error(vm, "expected a positive input"));
        }
        return Ok(match int {
            Int::Small(n) => function(n as f64),
            Int::Big(big) => match minipy_text::int::to_f64(big) {
                Ok(x) => function(x),
                Err(_) => {
                    let bits = minipy_text::int::bit_length(big);
                    // 1000 bits decide the mantissa; those below only matter as a sticky bit.
                    let top = (big >> (bits - 1000)) | dashu_int::IBig::ONE;
                    let (mantissa, carry) = real::frexp(minipy_text::int::to_f64(&top).unwrap_or(f64::MAX));
                    let exponent = (bits - 1000) as f64 + f64::from(carry);
                    function(mantissa) + function(2.0) * exponent
                }
            },
        });
    }
    let x = vm.f64_arg(x)?;
    if x <= 0.0 {
        return Err(unexpected(vm, "a positive input", x));
    }
    Ok(function(x))
}

fn log(vm: &Vm, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "math.log"));
    }
    match args.pos {
        [x] => Ok(vm.float(logarithm(vm, x, f64::ln)?)),
        [x, base] => {
            let (numerator, denominator) = (logarithm(vm, x, f64::ln)?, logarithm(vm, base, f64::ln)?);
            if denominator == 0.0 {
                return Err(exc::zero_division(vm, "division by zero"));
            }
            Ok(vm.float(numerator / denominator))
        }
        other => Err(exc::positional_count(vm, "log", other.len(), 1, 2)),
    }
}

fn log2(vm: &Vm, x: &Value) -> PyResult {
    Ok(vm.float(logarithm(vm, x, f64::log2)?))
}

fn log10(vm: &Vm, x: &Value) -> PyResult {
    Ok(vm.float(logarithm(vm, x, f64::log10)?))
}

fn hypot(vm: &Vm, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "math.hypot"));
    }
    let mut parts = Vec::with_capacity(args.pos.len());
    for value in args.pos {
        parts.push(vm.f64_arg(value)?.abs());
    }
    Ok(vm.float(real::norm(parts)))
}

fn dist(vm: &Vm, p: &Value, q: &Value) -> PyResult {
    let (p, q) = (vm.collect_for_tuple(p)?, vm.collect_for_tuple(q)?);
    if p.len() != q.len() {
        return Err(exc::value_error(vm, "both points must have the same number of dimensions"));
    }
    let mut parts = Vec::with_capacity(p.len());
    for (p, q) in p.iter().zip(&q) {
        let (p, q) = pair(vm, p, q)?;
        parts.push((p - q).abs());
    }
    Ok(vm.float(real::norm(parts)))
}

fn fsum(vm: &Vm, iterable: &Value) -> PyResult {
    let iterator = vm.iter(iterable)?;
    let mut sum = ExactSum::default();
    while let Some(item) = vm.next(&iterator)? {
        sum.add(vm.f64_arg(&item)?).map_err(|error| sum_error(vm, error))?;
    }
    match sum.value() {
        Ok(result) => Ok(vm.float(result)),
        Err(error) => Err(sum_error(vm, error)),
    }
}

#[cold]
fn sum_error(vm: &Vm, error: SumError) -> Raised {
    match error {
        SumError::Overflow => exc::overflow_error(vm, "intermediate overflow in fsum"),
        SumError::Infinities => exc::value_error(vm, "-inf + inf in fsum"),
    }
}

fn prod(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = vm.iter(&args[0])?;
    let mut result = args[1].given().cloned().unwrap_or(Value::small(1));
    while let Some(item) = vm.next(&iterator)? {
        result = match (result.as_small(), item.as_small()) {
            (Some(a), Some(b)) if let Some(product) = a.checked_mul(b) => vm.int(product),
            _ => vm.binary(&number::MUL, &result, &item)?,
        };
    }
    Ok(result)
}

/// A factor of a float product: an exact float, or an exact int or bool next to one.
fn float_factor(value: &Value) -> Option<f64> {
    if let Some(float) = value.exact_float() {
        return Some(float);
    }
    if value.is_small() || value.as_bool().is_some() || value.exact::<int::BigInt>().is_some() {
        return match as_int(value)? {
            Int::Small(n) => Some(n as f64),
            Int::Big(big) => minipy_text::int::to_f64(big).ok(),
        };
    }
    None
}

/// `math.sumprod(p, q)`: exact ints first, then floats with extended precision, then whatever operators do.
fn sumprod(vm: &Vm, p: &Value, q: &Value) -> PyResult {
    let (p, q) = (vm.iter(p)?, vm.iter(q)?);
    let mut total = Value::small(0);
    let (mut ints, mut int_total) = (true, 0i64);
    let (mut floats, mut float_total) = (true, None::<ProductSum>);
    loop {
        let (a, b) = (vm.next(&p)?, vm.next(&q)?);
        let factors = match (a, b) {
            (Some(a), Some(b)) => Some((a, b)),
            (None, None) => None,
            _ => return Err(exc::value_error(vm, "Inputs are not the same length")),
        };
        if ints {
            if let Some((a, b)) = &factors
                && let (Some(a), Some(b)) = (a.as_small(), b.as_small())
                && let Some(sum) = a.checked_mul(b).and_then(|product| int_total.checked_add(product))
            {
                int_total = sum;
                continue;
            }
            ints = false;
            total = vm.int(int_total);
        }
        if floats {
            if let Some((a, b)) = &factors
                && (a.exact_float().is_some() || b.exact_float().is_some())
                && let (Some(a), Some(b)) = (float_factor(a), float_factor(b))
            {
                let sum = float_total.unwrap_or_default().plus_product(a, b);
                if sum.is_finite() {
                    float_total = Some(sum);
                    continue;
                }
            }
            floats = false;
            if let Some(sum) = float_total {
                total = vm.binary(&number::ADD, &total, &vm.float(sum.value()))?;
            }
        }
        let Some((a, b)) = factors else { return Ok(total) };
        let product = vm.binary(&number::MUL, &a, &b)?;
        total = vm.binary(&number::ADD, &total, &product)?;
    }
}

fn nextafter(vm: &Vm, args: &[Value]) -> PyResult {
    let (x, y) = pair(vm, &args[0], &args[1])?;
    let steps = match args[2].not_none() {
        None => 1,
        Some(steps) => {
            let steps = vm.index(steps)?;
            if int::is_negative(&steps) {
                return Err(exc::value_error(vm, "steps must be a non-negative integer"));
            }
            match as_int(&steps) {
                Some(Int::Small(n)) => n as u64,
                // More steps than there are floats lead to the end, however many they are.
                _ => u64::MAX,
            }
        }
    };
    Ok(vm.float(real::next_after(x, y, steps)))
}

fn ulp(vm: &Vm, x: &Value) -> PyResult {
    Ok(vm.float(real::ulp(vm.f64_arg(x)?)))
}
