//! The integer functions of the math module.

use dashu_int::ops::{Gcd, SquareRoot, UnsignedAbs};
use dashu_int::{IBig, UBig};

/// `math.isqrt` of a number that is not negative.
pub fn isqrt(value: &IBig) -> IBig {
    value.unsigned_abs().sqrt().into()
}

/// `math.gcd` of two numbers.
pub fn gcd(a: &IBig, b: &IBig) -> IBig {
    let (a, b) = (a.unsigned_abs(), b.unsigned_abs());
    if a.is_zero() {
        b.into()
    } else if b.is_zero() {
        a.into()
    } else {
        a.gcd(b).into()
    }
}

/// `math.lcm` of two numbers.
pub fn lcm(a: &IBig, b: &IBig) -> IBig {
    if a.is_zero() || b.is_zero() {
        return IBig::ZERO;
    }
    let (a, b) = (a.unsigned_abs(), b.unsigned_abs());
    let divisor = (&a).gcd(&b);
    (a / divisor * b).into()
}

/// `math.factorial`.
pub fn factorial(n: u64) -> IBig {
    // The powers of two are shifted in at the end, which keeps the product tree small.
    let twos = n - n.count_ones() as u64;
    let mut result = UBig::ONE;
    let mut odd_part = UBig::ONE;
    let mut low = 1;
    for level in (0..64 - n.leading_zeros()).rev() {
        let high = n >> level;
        odd_part *= product((low + 1) | 1, high, 2);
        result *= &odd_part;
        low = high;
    }
    (result << twos as usize).into()
}

/// `math.perm(n, k)`; zero for k > n.
pub fn perm(n: &IBig, k: u64) -> IBig {
    match u64::try_from(n) {
        Ok(n) if k > n => IBig::ZERO,
        Ok(_) if k == 0 => IBig::ONE,
        Ok(n) => product(n - k + 1, n, 1).into(),
        Err(_) => falling(n, k),
    }
}

/// `math.comb(n, k)`; zero for k > n.
pub fn comb(n: &IBig, k: u64) -> IBig {
    let (k, top) = match u64::try_from(n) {
        Ok(n) if k > n => return IBig::ZERO,
        Ok(n) => {
            let k = k.min(n - k);
            if k == 0 {
                return IBig::ONE;
            }
            (k, product(n - k + 1, n, 1).into())
        }
        Err(_) => (k, falling(n, k)),
    };
    top / factorial(k)
}

/// `n * (n-1) * ... * (n-k+1)` by halves.
fn falling(n: &IBig, k: u64) -> IBig {
    match k {
        0 => IBig::ONE,
        1 => n.clone(),
        _ => falling(n, k / 2) * falling(&(n - IBig::from(k / 2)), k - k / 2),
    }
}

/// The product of `low, low + step, ..., <= high`, multiplied in halves so that operands stay balanced.
fn product(low: u64, high: u64, step: u64) -> UBig {
    if low > high {
        return UBig::ONE;
    }
    let count = (high - low) / step + 1;
    if count <= 8 {
        let mut result = UBig::ONE;
        let mut word: u64 = 1;
        for index in 0..count {
            let factor = low + index * step;
            match word.checked_mul(factor) {
                Some(next) => word = next,
                None => {
                    result *= word;
                    word = factor;
                }
            }
        }
        return result * word;
    }
    let middle = low + (count / 2) * step;
    product(low, middle - step, step) * product(middle, high, step)
}
