//! Integers: text in any base, Python's floor arithmetic on big integers, bytes, exact conversions to and from floats.
//!
//! Works on `i64` and `dashu_int::IBig`; operations whose argument Python forbids (zero divisors, negative shift
//! counts) expect the caller to have checked.

mod arith;
mod attempt;
mod bytes;
mod float;
mod numtheory;
mod parse;
mod text;

pub use arith::{
    ModPowError, bit_and, bit_count, bit_length, bit_not, bit_or, bit_xor, div_mod, floor_div, floor_div_i64,
    floor_mod, floor_mod_i64, mod_inverse, mod_pow, pow, round_to_ndigits, shift_left, shift_right,
};
pub use attempt::attempt;
pub use bytes::{ToBytesError, from_bytes, to_bytes};
pub use float::{Overflow, compare_f64, compare_i64_f64, from_f64, to_f64, true_divide, true_divide_i64};
pub use numtheory::{comb, factorial, gcd, isqrt, lcm, perm};
pub use parse::{ParseError, parse, parse_small};
pub use text::{TooManyDigits, format_i64, to_decimal, to_decimal_limited, to_radix};

/// The default limit of digits in decimal conversions (`sys.get_int_max_str_digits`).
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;
/// Texts of at most this many digits are never refused, whatever the limit.
pub const MAX_STR_DIGITS_THRESHOLD: usize = 640;
