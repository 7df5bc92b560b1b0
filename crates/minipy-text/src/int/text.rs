//! Writing integers in decimal and other bases.

use std::fmt::Write;

use dashu_int::IBig;

/// ValueError: "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to
/// increase the limit".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyDigits;

/// `str(int)` of a machine-sized integer.
#[inline]
pub fn format_i64(value: i64) -> String {
    itoa::Buffer::new().format(value).to_owned()
}

/// `str(int)` without a limit.
pub fn to_decimal(value: &IBig) -> String {
    match i64::try_from(value) {
        Ok(small) => format_i64(small),
        Err(_) => written(value, super::bit_length(value) / 3, format_args!("{value}")),
    }
}

/// The text, in a string that never has to grow. A large one needs an [`super::attempt`] around it.
fn written(value: &IBig, digits: usize, text: std::fmt::Arguments) -> String {
    let sign = usize::from(value.sign() == dashu_int::Sign::Negative);
    let mut out = super::attempt::string(digits + 1 + sign);
    // Writing to a string never fails.
    let _ = out.write_fmt(text);
    out
}

/// `str(int)` with the limit of `sys.get_int_max_str_digits()`, zero for none.
pub fn to_decimal_limited(value: &IBig, limit: usize) -> Result<String, TooManyDigits> {
    // A quick lower bound of the digits avoids a quadratic conversion that would be thrown away.
    let at_least = (super::bit_length(value) as u64).saturating_sub(1) * 30103 / 100_000;
    if limit != 0 && at_least > limit as u64 && at_least > super::MAX_STR_DIGITS_THRESHOLD as u64 {
        return Err(TooManyDigits);
    }
    let text = to_decimal(value);
    let digits = text.len() - text.starts_with('-') as usize;
    if limit != 0 && digits > limit && digits > super::MAX_STR_DIGITS_THRESHOLD { Err(TooManyDigits) } else { Ok(text) }
}

/// The digits in base 2, 8, 10 or 16 (lower case), with a minus sign but no prefix.
pub fn to_radix(value: &IBig, radix: u32) -> String {
    let bits = super::bit_length(value);
    match radix {
        2 => written(value, bits, format_args!("{value:b}")),
        8 => written(value, bits / 3 + 1, format_args!("{value:o}")),
        16 => written(value, bits / 4 + 1, format_args!("{value:x}")),
        10 => to_decimal(value),
        _ => value.in_radix(radix.clamp(2, 36) as u8).to_string(),
    }
}
