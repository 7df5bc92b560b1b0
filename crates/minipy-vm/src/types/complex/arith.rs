//! Complex arithmetic on plain numbers, with the rules of C99's Annex G for infinities (mixed operations with real
//! numbers do not go through a complex with a zero imaginary part).
//!
//! Must not know Python values.

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    /// Real part.
    pub re: f64,
    /// Imaginary part.
    pub im: f64,
}

/// Why a power has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowError {
    /// Zero to a negative or complex power.
    Domain,
    /// The result is too large.
    Range,
}

const ONE: Complex = Complex { re: 1.0, im: 0.0 };

/// 1 for an infinity and 0 for anything else, with the sign of the number.
fn boxed(value: f64) -> f64 {
    f64::copysign(if value.is_infinite() { 1.0 } else { 0.0 }, value)
}

/// NaN becomes zero of its sign.
fn without_nan(value: f64) -> f64 {
    if value.is_nan() { f64::copysign(0.0, value) } else { value }
}

impl Complex {
    fn is_infinite(self) -> bool {
        self.re.is_infinite() || self.im.is_infinite()
    }

    fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    fn is_nan(self) -> bool {
        self.re.is_nan() && self.im.is_nan()
    }

    fn boxed(self) -> Complex {
        Complex { re: boxed(self.re), im: boxed(self.im) }
    }

    fn without_nan(self) -> Complex {
        Complex { re: without_nan(self.re), im: without_nan(self.im) }
    }
}

/// `a * b`
pub fn product(a: Complex, b: Complex) -> Complex {
    let plain = Complex { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
    if !plain.is_nan() {
        return plain;
    }
    // Infinite factors may have met as NaN in both parts: compute with their directions instead.
    let (mut x, mut y, mut again) = (a, b, false);
    if x.is_infinite() {
        (x, y, again) = (x.boxed(), y.without_nan(), true);
    }
    if y.is_infinite() {
        (y, x, again) = (y.boxed(), x.without_nan(), true);
    }
    let overflows = [a.re * b.re, a.im * b.im, a.re * b.im, a.im * b.re].iter().any(|p| p.is_infinite());
    if !again && overflows {
        (x, y, again) = (x.without_nan(), y.without_nan(), true);
    }
    if !again {
        return plain;
    }
    Complex { re: f64::INFINITY * (x.re * y.re - x.im * y.im), im: f64::INFINITY * (x.re * y.im + x.im * y.re) }
}

/// `a / b`; `None` for a zero divisor. Smith's algorithm: scaled by the larger part of the divisor.
pub fn quotient(a: Complex, b: Complex) -> Option<Complex> {
    let plain = if b.re.abs() >= b.im.abs() {
        if b.re == 0.0 {
            return None;
        }
        let ratio = b.im / b.re;
        let divisor = b.re + b.im * ratio;
        Complex { re: (a.re + a.im * ratio) / divisor, im: (a.im - a.re * ratio) / divisor }
    } else if b.im.abs() >= b.re.abs() {
        let ratio = b.re / b.im;
        let divisor = b.re * ratio + b.im;
        Complex { re: (a.re * ratio + a.im) / divisor, im: (a.im * ratio - a.re) / divisor }
    } else {
        Complex { re: f64::NAN, im: f64::NAN }
    };
    if !plain.is_nan() {
        return Some(plain);
    }
    if a.is_infinite() && b.is_finite() {
        let a = a.boxed();
        let (re, im) = (a.re * b.re + a.im * b.im, a.im * b.re - a.re * b.im);
        return Some(Complex { re: f64::INFINITY * re, im: f64::INFINITY * im });
    }
    if b.is_infinite() && a.is_finite() {
        let b = b.boxed();
        return Some(Complex { re: 0.0 * (a.re * b.re + a.im * b.im), im: 0.0 * (a.im * b.re - a.re * b.im) });
    }
    Some(plain)
}

/// `a / b` of a real number by a complex one; `None` for a zero divisor.
pub fn real_by_complex(a: f64, b: Complex) -> Option<Complex> {
    let plain = if b.re.abs() >= b.im.abs() {
        if b.re == 0.0 {
            return None;
        }
        let ratio = b.im / b.re;
        let divisor = b.re + b.im * ratio;
        Complex { re: a / divisor, im: (-a * ratio) / divisor }
    } else if b.im.abs() >= b.re.abs() {
        let ratio = b.re / b.im;
        let divisor = b.re * ratio + b.im;
        Complex { re: (a * ratio) / divisor, im: (-a) / divisor }
    } else {
        Complex { re: f64::NAN, im: f64::NAN }
    };
    if plain.is_nan() && a.is_finite() && b.is_infinite() {
        let b = b.boxed();
        return Some(Complex { re: 0.0 * (a * b.re), im: 0.0 * (-a * b.im) });
    }
    Some(plain)
}

/// `a ** b`
pub fn pow(a: Complex, b: Complex) -> Result<Complex, PowError> {
    // Small integral exponents are multiplied out, which is faster and more accurate.
    let result = if b.im == 0.0 && b.re == b.re.floor() && b.re.abs() <= 100.0 {
        integral_pow(a, b.re as i64).ok_or(PowError::Domain)?
    } else {
        general_pow(a, b)?
    };
    if result.is_infinite() { Err(PowError::Range) } else { Ok(result) }
}

fn integral_pow(a: Complex, exponent: i64) -> Option<Complex> {
    let magnitude = repeated_product(a, exponent.unsigned_abs());
    if exponent > 0 { Some(magnitude) } else { quotient(ONE, magnitude) }
}

fn repeated_product(a: Complex, exponent: u64) -> Complex {
    let (mut result, mut square, mut mask) = (ONE, a, 1);
    while mask > 0 && exponent >= mask {
        if exponent & mask != 0 {
            result = product(result, square);
        }
        mask <<= 1;
        square = product(square, square);
    }
    result
}

fn general_pow(a: Complex, b: Complex) -> Result<Complex, PowError> {
    if b.re == 0.0 && b.im == 0.0 {
        return Ok(ONE);
    }
    if a.re == 0.0 && a.im == 0.0 {
        if b.im != 0.0 || b.re < 0.0 {
            return Err(PowError::Domain);
        }
        return Ok(Complex { re: 0.0, im: 0.0 });
    }
    let (radius, angle) = (a.re.hypot(a.im), a.im.atan2(a.re));
    let mut length = radius.powf(b.re);
    let mut phase = angle * b.re;
    if b.im != 0.0 {
        length *= (-angle * b.im).exp();
        phase += b.im * radius.ln();
    }
    if phase.is_infinite() {
        return Err(PowError::Domain);
    }
    Ok(Complex { re: length * phase.cos(), im: length * phase.sin() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_keep_their_direction() {
        let inf = Complex { re: f64::INFINITY, im: 0.0 };
        let p = product(inf, Complex { re: 1.0, im: 1.0 });
        assert!(p.re == f64::INFINITY && p.im == f64::INFINITY);
        assert_eq!(quotient(ONE, inf), Some(Complex { re: 0.0, im: 0.0 }));
        assert_eq!(quotient(ONE, Complex { re: 0.0, im: 0.0 }), None);
    }

    #[test]
    fn powers() {
        let z = Complex { re: 1.0, im: 2.0 };
        assert_eq!(pow(z, Complex { re: 2.0, im: 0.0 }), Ok(Complex { re: -3.0, im: 4.0 }));
        let zero = Complex { re: 0.0, im: 0.0 };
        assert_eq!(pow(zero, Complex { re: -1.0, im: 0.0 }), Err(PowError::Domain));
        assert_eq!(pow(zero, zero), Ok(ONE));
    }
}
