//! Functions whose last digit the C libraries do not agree on. CPython's results come from one that rounds correctly
//! (glibc from 2.42 on), so these are computed with twice the precision of a float and then rounded once.
//!
//! No Python objects here; the callers have dealt with domains and errors.

/// A number as the sum of two floats, of which the second is smaller than half an ulp of the first.
#[derive(Clone, Copy)]
struct Wide(f64, f64);

const LN2: Wide = Wide(std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);
/// What is left of ln 2 after [`LN2`].
const LN2_REST: f64 = 5.707_708_438_416_212e-34;
const FRAC_2_SQRT_PI: Wide = Wide(std::f64::consts::FRAC_2_SQRT_PI, 1.533_545_961_316_582_2e-17);
const ONE: Wide = Wide(1.0, 0.0);

/// The sum of two floats, of which the first is the greater one.
fn quick_sum(a: f64, b: f64) -> Wide {
    let sum = a + b;
    Wide(sum, b - (sum - a))
}

/// The sum of two floats.
fn sum(a: f64, b: f64) -> Wide {
    let sum = a + b;
    let part = sum - a;
    Wide(sum, (a - (sum - part)) + (b - part))
}

/// The product of two floats.
fn product(a: f64, b: f64) -> Wide {
    let product = a * b;
    Wide(product, a.mul_add(b, -product))
}

impl Wide {
    fn add(self, other: Wide) -> Wide {
        let high = sum(self.0, other.0);
        let low = sum(self.1, other.1);
        let high = quick_sum(high.0, high.1 + low.0);
        quick_sum(high.0, high.1 + low.1)
    }

    fn sub(self, other: Wide) -> Wide {
        self.add(Wide(-other.0, -other.1))
    }

    fn mul(self, other: Wide) -> Wide {
        let high = product(self.0, other.0);
        quick_sum(high.0, high.1 + self.0.mul_add(other.1, self.1 * other.0))
    }

    fn times(self, factor: f64) -> Wide {
        self.mul(Wide(factor, 0.0))
    }

    fn div(self, other: Wide) -> Wide {
        let first = self.0 / other.0;
        let rest = self.sub(other.times(first));
        let second = rest.0 / other.0;
        let rest = rest.sub(other.times(second));
        quick_sum(first, second).add(Wide(rest.0 / other.0, 0.0))
    }

    fn sqrt(self) -> Wide {
        if self.0 <= 0.0 {
            return Wide(0.0, 0.0);
        }
        let root = self.0.sqrt();
        let rest = self.sub(product(root, root));
        sum(root, rest.0 / (2.0 * root)).add(Wide(rest.1 / (2.0 * root), 0.0))
    }

    /// The float nearest to it.
    fn round(self) -> f64 {
        self.0 + self.1
    }
}

/// 2 to the power of `n`, which is in the range of normal floats.
fn power_of_two(n: i32) -> f64 {
    f64::from_bits(((1023 + i64::from(n)) as u64) << 52)
}

/// e to the power of `x`, as a number and the power of two that it is to be multiplied with.
fn exp(x: Wide) -> (Wide, i32) {
    let times = (x.0 / LN2.0).round();
    let reduced = x.sub(LN2.times(times)).sub(Wide(LN2_REST * times, 0.0));
    // Of 1/256 of what is left, a few terms of the series are enough; the result is then squared eight times.
    let small = Wide(reduced.0 / 256.0, reduced.1 / 256.0);
    let mut power = Wide(0.0, 0.0);
    for n in (1..=11).rev() {
        power = power.add(ONE).mul(small).div(Wide(f64::from(n), 0.0));
    }
    for _ in 0..8 {
        power = power.add(power).add(power.mul(power));
    }
    (power.add(ONE), times as i32)
}

/// The natural logarithm of a positive number.
fn ln(x: Wide) -> Wide {
    let guess = x.0.ln();
    let (power, scale) = exp(Wide(-guess, 0.0));
    // In two steps, as the power of two alone may be out of range.
    let half = scale / 2;
    let near_one = x.mul(Wide(power.0 * power_of_two(half), power.1 * power_of_two(half)));
    let rest = power_of_two(scale - half);
    let error = Wide(near_one.0 * rest, near_one.1 * rest).sub(ONE);
    // ln(1 + error) of an error that is tiny.
    let square = error.mul(error);
    Wide(guess, 0.0).add(error).sub(square.times(0.5)).add(Wide(square.0 * error.0 / 3.0, 0.0))
}

/// The sum of a series of odd powers from its first term on; `next` gives the factor from the term `n` to the next one.
fn series(first: Wide, next: impl Fn(f64) -> Wide) -> Wide {
    let (mut total, mut term, mut n) = (first, first, 0.0);
    while term.0.abs() > total.0.abs() * 1e-34 && n < 500.0 {
        term = term.mul(next(n));
        total = total.add(term);
        n += 1.0;
    }
    total
}

/// atanh of a number that is small, by its series.
fn small_atanh(x: Wide) -> Wide {
    let square = x.mul(x);
    let (mut total, mut power, mut n) = (x, x, 1.0);
    while power.0.abs() > x.0.abs() * 1e-34 && n < 200.0 {
        power = power.mul(square);
        n += 2.0;
        total = total.add(power.div(Wide(n, 0.0)));
    }
    total
}

/// ln(1 + x)
fn ln_1p(x: Wide) -> Wide {
    if x.0.abs() > 0.25 {
        return ln(ONE.add(x));
    }
    let half = small_atanh(x.div(Wide(2.0, 0.0).add(x)));
    half.add(half)
}

/// The inverse hyperbolic sine.
pub fn asinh(x: f64) -> f64 {
    let size = x.abs();
    if size < 1e-160 || !x.is_finite() {
        return x;
    }
    let wide = Wide(size, 0.0);
    let result = if size <= 0.25 {
        let square = product(size, size);
        series(wide, |n| {
            let odd = 2.0 * n + 1.0;
            square.times(-(odd * odd)).div(Wide((2.0 * n + 2.0) * (2.0 * n + 3.0), 0.0))
        })
    } else if size < 1e100 {
        ln(product(size, size).add(ONE).sqrt().add(wide))
    } else {
        ln(wide).add(LN2)
    };
    result.round().copysign(x)
}

/// The inverse hyperbolic cosine of a number from 1 on.
pub fn acosh(x: f64) -> f64 {
    if x.is_nan() || x <= 1.0 || x.is_infinite() {
        return if x < 1.0 {
            f64::NAN
        } else if x == 1.0 {
            0.0
        } else {
            x
        };
    }
    if x > 1e100 {
        return ln(Wide(x, 0.0)).add(LN2).round();
    }
    let above = sum(x, -1.0);
    ln_1p(above.add(above.add(above).add(above.mul(above)).sqrt())).round()
}

/// The inverse hyperbolic tangent of a number between -1 and 1.
pub fn atanh(x: f64) -> f64 {
    let size = x.abs();
    if size < 1e-160 || size.is_nan() || size >= 1.0 {
        return x.atanh();
    }
    let result =
        if size <= 0.25 { small_atanh(Wide(size, 0.0)) } else { ln(sum(1.0, size).div(sum(1.0, -size))).times(0.5) };
    result.round().copysign(x)
}

/// erf of a number from 0 to 6.
fn wide_erf(x: f64) -> Wide {
    let square = product(x, x);
    let (power, scale) = exp(Wide(-square.0, -square.1));
    let factor = Wide(power.0 * power_of_two(scale), power.1 * power_of_two(scale));
    let total = series(Wide(x, 0.0), |n| square.times(2.0).div(Wide(2.0 * n + 3.0, 0.0)));
    FRAC_2_SQRT_PI.mul(factor).mul(total)
}

/// The error function.
pub fn erf(x: f64) -> f64 {
    let size = x.abs();
    if size.is_nan() || size == 0.0 {
        return x;
    }
    let result = match size {
        _ if size >= 6.0 => 1.0,
        _ if size < 1e-160 => return FRAC_2_SQRT_PI.times(x * 1e100).round() * 1e-100,
        _ => wide_erf(size).round(),
    };
    result.copysign(x)
}

/// The complement of the error function.
pub fn erfc(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x <= -6.0 {
        return 2.0;
    }
    if x.abs() < 1e-20 {
        return 1.0;
    }
    if x < 3.0 {
        let below = wide_erf(x.abs());
        return if x < 0.0 { ONE.add(below) } else { ONE.sub(below) }.round();
    }
    if x > 27.3 {
        return 0.0;
    }
    // The continued fraction, from far inside.
    let square = product(x, x);
    let double = square.add(square);
    let mut fraction = ONE;
    for n in (1..=160).rev() {
        fraction = ONE.add(Wide(f64::from(n), 0.0).div(double.mul(fraction)));
    }
    let (power, scale) = exp(Wide(-square.0, -square.1));
    let result = FRAC_2_SQRT_PI.times(0.5).mul(power).div(fraction.times(x));
    let half = scale / 2;
    (result.round() * power_of_two(half)) * power_of_two(scale - half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_the_nearest_floats() {
        // From CPython 3.14 with glibc 2.43, where glibc 2.36 has another last digit.
        let cases: &[(fn(f64) -> f64, f64, f64)] = &[
            (acosh, 1.3763161137888595, 0.8424124958437329),
            (acosh, 1.759623153782655, 1.165483880557465),
            (acosh, 3.5341694602193166e+19, 45.70474227158668),
            (asinh, 0.03099361478109057, 0.030988654825639915),
            (asinh, 5.901153317598263e-08, 5.9011533175982595e-08),
            (asinh, 567.9963471139439, 7.035262943027915),
            (atanh, 0.4373254239324518, 0.46891893884728686),
            (atanh, 0.09371845775642607, 0.09399429391790103),
            (atanh, 2.137284064233346e-06, 2.1372840642366005e-06),
            (erf, 0.9279051769036724, 0.8105662562389157),
            (erf, 0.4575477629677853, 0.48241352265508297),
            (erf, 1.8870985445554886, 0.9923868251567771),
            (erfc, 0.5601601875733522, 0.42825215218896556),
            (erfc, -0.497887039812525, 1.5186410848889456),
            (erfc, -0.8515666532150759, 1.7715252367869054),
        ];
        for &(function, x, result) in cases {
            assert_eq!(function(x), result, "of {x}");
        }
    }

    #[test]
    fn limits() {
        assert_eq!(asinh(-0.0).to_bits(), (-0.0f64).to_bits());
        assert_eq!(asinh(f64::NEG_INFINITY), f64::NEG_INFINITY);
        assert_eq!(asinh(1.797_693_134_862_315_7e308), 710.475_860_073_944);
        assert_eq!((acosh(1.0), acosh(f64::INFINITY)), (0.0, f64::INFINITY));
        assert!(acosh(0.5).is_nan() && atanh(2.0).is_nan() && erf(f64::NAN).is_nan());
        assert_eq!((atanh(1.0), atanh(-1.0)), (f64::INFINITY, f64::NEG_INFINITY));
        assert_eq!((erf(7.0), erf(-7.0), erfc(-7.0), erfc(30.0), erfc(0.0)), (1.0, -1.0, 2.0, 0.0, 1.0));
    }
}
