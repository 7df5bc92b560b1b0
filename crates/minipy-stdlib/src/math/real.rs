//! Functions of real numbers that the standard library of Rust lacks: the gamma function, accurate sums and norms,
//! steps between neighbours. Plain numbers in and out; no Python values.

/// Why a function has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RealError {
    /// The function is not defined there.
    Domain,
    /// The result is too large.
    Range,
}

/// `sin(pi * x)`, exact at multiples of a half.
fn sin_pi(x: f64) -> f64 {
    use std::f64::consts::PI;
    let y = x.abs() % 2.0;
    let result = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    f64::copysign(1.0, x) * result
}

// The rational approximation of the gamma function by Lanczos's method, with the coefficients that Boost computed for
// doubles (13 terms).
const LANCZOS_G: f64 = 6.02468004077673;
const LANCZOS_G_MINUS_HALF: f64 = 5.52468004077673;
const LANCZOS_NUMERATOR: [f64; 13] = [
    23531376880.41076,
    42919803642.6491,
    35711959237.35567,
    17921034426.03721,
    6039542586.352028,
    1439720407.3117216,
    248874557.86205417,
    31426415.585400194,
    2876370.6289353725,
    186056.26539522348,
    8071.672002365816,
    210.82427775157936,
    2.5066282746310002,
];
const LANCZOS_DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

/// The quotient of the two polynomials, evaluated in `x` or `1/x`, whichever is stable.
fn lanczos_sum(x: f64) -> f64 {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    if x < 5.0 {
        for i in (0..LANCZOS_NUMERATOR.len()).rev() {
            numerator = numerator * x + LANCZOS_NUMERATOR[i];
            denominator = denominator * x + LANCZOS_DENOMINATOR[i];
        }
    } else {
        for i in 0..LANCZOS_NUMERATOR.len() {
            numerator = numerator / x + LANCZOS_NUMERATOR[i];
            denominator = denominator / x + LANCZOS_DENOMINATOR[i];
        }
    }
    numerator / denominator
}

/// `math.gamma`
pub fn gamma(x: f64) -> Result<f64, RealError> {
    if !x.is_finite() {
        return if x.is_nan() || x > 0.0 { Ok(x) } else { Err(RealError::Domain) };
    }
    if x == 0.0 {
        return Err(RealError::Domain);
    }
    if x == x.floor() {
        if x < 0.0 {
            return Err(RealError::Domain);
        }
        if x <= 23.0 {
            // Factorials up to 22! are exact doubles.
            return Ok((1..x as u64).map(|n| n as f64).product());
        }
    }
    let size = x.abs();
    if size < 1e-20 {
        return in_range(1.0 / x);
    }
    if size > 200.0 {
        return if x < 0.0 { Ok(0.0 / sin_pi(x)) } else { Err(RealError::Range) };
    }
    let y = size + LANCZOS_G_MINUS_HALF;
    // The rounding error of the sum, to be corrected for below.
    let error =
        if size > LANCZOS_G_MINUS_HALF { (y - size) - LANCZOS_G_MINUS_HALF } else { (y - LANCZOS_G_MINUS_HALF) - size };
    let correction = error * LANCZOS_G / y;
    let mut result;
    if x < 0.0 {
        result = -std::f64::consts::PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        result -= correction * result;
        if size < 140.0 {
            result /= y.powf(size - 0.5);
        } else {
            let half = y.powf(size / 2.0 - 0.25);
            result = result / half / half;
        }
    } else {
        result = lanczos_sum(size) / y.exp();
        result += correction * result;
        if size < 140.0 {
            result *= y.powf(size - 0.5);
        } else {
            let half = y.powf(size / 2.0 - 0.25);
            result = result * half * half;
        }
    }
    in_range(result)
}

fn in_range(result: f64) -> Result<f64, RealError> {
    if result.is_infinite() { Err(RealError::Range) } else { Ok(result) }
}

/// `math.lgamma`
pub fn lgamma(x: f64) -> Result<f64, RealError> {
    const LOG_PI: f64 = 1.1447298858494002;
    if !x.is_finite() {
        return Ok(if x.is_nan() { x } else { f64::INFINITY });
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(RealError::Domain) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let mut result = lanczos_sum(size).ln() - LANCZOS_G;
    result += (size - 0.5) * ((size + LANCZOS_G - 0.5).ln() - 1.0);
    if x < 0.0 {
        result = LOG_PI - sin_pi(size).abs().ln() - size.ln() - result;
    }
    in_range(result)
}

/// `math.frexp`
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (scaled, extra) = if x.abs() < f64::MIN_POSITIVE { (x * 2f64.powi(54), -54) } else { (x, 0) };
    let bits = scaled.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32 - 1022;
    (f64::from_bits(bits & !(0x7FF << 52) | 1022 << 52), exponent + extra)
}

/// `x * 2**n`, rounded once.
pub fn ldexp(x: f64, n: i64) -> f64 {
    let mut n = n.clamp(-3000, 3000) as i32;
    let mut x = x;
    while n > 1023 {
        x *= 2f64.powi(1023);
        n -= 1023;
    }
    while n < -1022 {
        // Keep 53 bits above the smallest normal number, so that only the last multiplication can round.
        x *= 2f64.powi(-1022 + 53);
        n += 1022 - 53;
    }
    x * 2f64.powi(n)
}

/// `math.remainder` for finite numbers and a divisor other than zero.
pub fn remainder(x: f64, y: f64) -> f64 {
    let (size, divisor) = (x.abs(), y.abs());
    let rest = size % divisor;
    let missing = divisor - rest;
    let result = if rest < missing {
        rest
    } else if rest > missing {
        -missing
    } else {
        // Halfway: towards the even multiple.
        rest - 2.0 * ((0.5 * (size - rest)) % divisor)
    };
    f64::copysign(1.0, x) * result
}

/// A number of two doubles: its value and what rounding took away.
#[derive(Clone, Copy)]
struct Double {
    hi: f64,
    lo: f64,
}

/// `a + b` exactly, for `|a| >= |b|`.
fn fast_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    Double { hi, lo: (a - hi) + b }
}

/// `a + b` exactly.
fn exact_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    let z = hi - a;
    Double { hi, lo: (a - (hi - z)) + (b - z) }
}

/// `a * b` exactly.
fn exact_product(a: f64, b: f64) -> Double {
    let hi = a * b;
    Double { hi, lo: a.mul_add(b, -hi) }
}

/// The Euclidean norm of numbers that are not negative, almost always correctly rounded.
pub fn norm(mut parts: Vec<f64>) -> f64 {
    let largest = parts.iter().copied().fold(0.0, f64::max);
    if largest.is_infinite() {
        return largest;
    }
    if parts.iter().any(|part| part.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || parts.len() <= 1 {
        return largest;
    }
    let (_, exponent) = frexp(largest);
    if exponent < -1023 {
        // The scale below would overflow: make subnormal numbers normal first.
        parts.iter_mut().for_each(|part| *part /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(parts);
    }
    let scale = ldexp(1.0, i64::from(-exponent));
    let (mut sum, mut low_products, mut low_sums) = (1.0, 0.0, 0.0);
    let mut add = |product: Double, sum: &mut f64| {
        let next = fast_sum(*sum, product.hi);
        *sum = next.hi;
        low_products += product.lo;
        low_sums += next.lo;
        *sum - 1.0 + (low_products + low_sums)
    };
    let mut square = 0.0;
    for part in parts {
        let part = part * scale;
        square = add(exact_product(part, part), &mut sum);
    }
    let root = square.sqrt();
    // One step of Newton's method on the exact difference.
    let difference = add(exact_product(-root, root), &mut sum);
    (root + difference / (2.0 * root)) / scale
}

/// A sum of products in about three doubles.
#[derive(Clone, Copy, Default)]
pub struct ProductSum {
    hi: f64,
    lo: f64,
    tiny: f64,
}

impl ProductSum {
    /// The sum with `x * y` added.
    pub fn plus_product(self, x: f64, y: f64) -> ProductSum {
        let product = exact_product(x, y);
        let high = exact_sum(self.hi, product.hi);
        let low = exact_sum(self.lo, product.lo);
        let middle = exact_sum(low.hi, high.lo);
        ProductSum { hi: high.hi, lo: middle.hi, tiny: self.tiny + low.lo + middle.lo }
    }

    /// Whether it is neither infinite nor NaN.
    pub fn is_finite(self) -> bool {
        self.hi.is_finite()
    }

    /// The sum, rounded.
    pub fn value(self) -> f64 {
        let last = exact_sum(self.lo, self.tiny);
        let total = exact_sum(self.hi, last.hi);
        total.hi + (total.lo + last.lo)
    }
}

/// Why an accurate sum has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumError {
    /// A partial sum overflowed.
    Overflow,
    /// Both infinities were summands.
    Infinities,
}

/// An exact sum of doubles as a list of non-overlapping parts (Shewchuk, 1997).
#[derive(Default)]
pub struct ExactSum {
    parts: Vec<f64>,
    special: f64,
    infinities: f64,
}

impl ExactSum {
    /// Adds a number.
    pub fn add(&mut self, number: f64) -> Result<(), SumError> {
        let mut x = number;
        let mut kept = 0;
        for i in 0..self.parts.len() {
            let mut y = self.parts[i];
            if x.abs() < y.abs() {
                (x, y) = (y, x);
            }
            let sum = fast_sum(x, y);
            if sum.lo != 0.0 {
                self.parts[kept] = sum.lo;
                kept += 1;
            }
            x = sum.hi;
        }
        self.parts.truncate(kept);
        if x == 0.0 {
            return Ok(());
        }
        if x.is_finite() {
            self.parts.push(x);
            return Ok(());
        }
        if number.is_finite() {
            return Err(SumError::Overflow);
        }
        if number.is_infinite() {
            self.infinities += number;
        }
        self.special += number;
        self.parts.clear();
        Ok(())
    }

    /// The sum, correctly rounded.
    pub fn value(mut self) -> Result<f64, SumError> {
        if self.special != 0.0 {
            return if self.infinities.is_nan() { Err(SumError::Infinities) } else { Ok(self.special) };
        }
        let Some(mut high) = self.parts.pop() else { return Ok(0.0) };
        let mut low = 0.0;
        while let Some(part) = self.parts.pop() {
            let sum = fast_sum(high, part);
            (high, low) = (sum.hi, sum.lo);
            if low != 0.0 {
                break;
            }
        }
        // A rest exactly half way may have been rounded to even against the sign of what is still below it.
        if let Some(&next) = self.parts.last()
            && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
        {
            let twice = low * 2.0;
            let up = high + twice;
            if twice == up - high {
                high = up;
            }
        }
        Ok(high)
    }
}

/// The number `steps` representable numbers from `x` towards `y`.
pub fn next_after(x: f64, y: f64, steps: u64) -> f64 {
    const SIGN: u64 = 1 << 63;
    if steps == 0 || x.is_nan() {
        return x;
    }
    if y.is_nan() {
        return y;
    }
    let (from, to) = (x.to_bits(), y.to_bits());
    let (from_size, to_size) = (from & !SIGN, to & !SIGN);
    if (from ^ to) & SIGN != 0 {
        return if from_size + to_size <= steps {
            y
        } else if from_size < steps {
            f64::from_bits((to & SIGN) | (steps - from_size))
        } else {
            f64::from_bits(from - steps)
        };
    }
    if from_size > to_size {
        if from_size - to_size >= steps { f64::from_bits(from - steps) } else { y }
    } else if to_size - from_size >= steps {
        f64::from_bits(from + steps)
    } else {
        y
    }
}

/// `math.ulp`
pub fn ulp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let x = x.abs();
    if x.is_infinite() {
        return x;
    }
    let next = next_after(x, f64::INFINITY, 1);
    if next.is_infinite() { x - next_after(x, f64::NEG_INFINITY, 1) } else { next - x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_of_halves() {
        assert_eq!(gamma(0.5), Ok(1.772_453_850_905_515_9));
        assert_eq!(gamma(5.0), Ok(24.0));
        assert_eq!(gamma(-1.0), Err(RealError::Domain));
        assert_eq!(gamma(172.0), Err(RealError::Range));
        assert_eq!(lgamma(2.0), Ok(0.0));
    }

    #[test]
    fn scaling() {
        assert_eq!(frexp(-5.5), (-0.6875, 3));
        assert_eq!(frexp(5e-324), (0.5, -1073));
        assert_eq!(ldexp(1.5, -1074), 1e-323);
        assert_eq!(ldexp(5e-324, 1074), 1.0);
        assert_eq!(ldexp(3.0, -1075), 1e-323);
    }

    #[test]
    fn sums() {
        let mut sum = ExactSum::default();
        for _ in 0..10 {
            assert_eq!(sum.add(0.1), Ok(()));
        }
        assert_eq!(sum.value(), Ok(1.0));
        assert_eq!(norm(vec![3.0, 4.0]), 5.0);
        assert_eq!(next_after(1.0, 2.0, 5), 1.000000000000001);
    }
}
