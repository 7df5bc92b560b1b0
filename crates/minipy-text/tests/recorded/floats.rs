//! Recorded results for floats and complex numbers.

use minipy_text::{float as f, hash};

use super::{bits, bytes, compare, float};

#[test]
fn repr() {
    compare("float_repr", 1, |a| f::repr(float(a[0])));
}

#[test]
fn hashes() {
    compare("float_hash", 1, |a| hash::hash_f64(float(a[0])).map_or("nan".into(), |h| h.to_string()));
    compare("complex_hash", 2, |a| match (hash::hash_f64(float(a[0])), hash::hash_f64(float(a[1]))) {
        (Some(real), Some(imag)) => hash::combine_complex(real, imag).to_string(),
        _ => "nan".into(),
    });
}

#[test]
fn ratio() {
    compare("float_ratio", 1, |a| {
        let (numerator, denominator) = f::as_integer_ratio(float(a[0]));
        format!("{numerator}\t{denominator}")
    });
}

#[test]
fn hexadecimal() {
    compare("float_hex", 1, |a| f::to_hex(float(a[0])));
    compare("float_fromhex", 1, |a| match f::from_hex(&bytes(a[0])) {
        Ok(value) => bits(value),
        Err(f::HexError::Invalid) => format!("ValueError: {}", f::HexError::Invalid.message()),
        Err(f::HexError::TooLarge) => format!("OverflowError: {}", f::HexError::TooLarge.message()),
    });
}

#[test]
fn round() {
    compare("float_round_int", 1, |a| f::round_to_int(float(a[0])).to_string());
    compare("float_round", 2, |a| match f::round_to_ndigits(float(a[0]), a[1].parse().unwrap()) {
        Some(value) => bits(value),
        None => "OverflowError: rounded value too large to represent".into(),
    });
}

#[test]
fn parse() {
    compare("float_parse", 1, |a| f::parse(&bytes(a[0])).map_or("ValueError".into(), bits));
    compare("complex_parse", 1, |a| {
        f::parse_complex(&bytes(a[0])).map_or("ValueError".into(), |(re, im)| bits(re) + &bits(im))
    });
}

#[test]
fn complex_repr() {
    compare("complex_repr", 2, |a| f::repr_complex(float(a[0]), float(a[1])));
}

#[test]
fn floor_division() {
    compare("float_divmod", 2, |a| {
        let (div, modulo) = f::div_mod(float(a[0]), float(a[1]));
        // The sign of a NaN is an accident of the processor.
        let show = |v: f64| if v.is_nan() { "7ff8000000000000".into() } else { bits(v) };
        format!("{}\t{}", show(div), show(modulo))
    });
}
