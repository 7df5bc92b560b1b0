//! Recorded results for integers.

use minipy_text::{hash, int as i};

use super::{bits, bytes, compare, float, hex, int};

#[test]
fn hash_and_text() {
    compare("int_hash", 1, |a| hash::hash_big(&int(a[0])).to_string());
    compare("int_hash", 1, |a| match a[0].parse::<i64>() {
        Ok(value) => hash::hash_i64(value).to_string(),
        Err(_) => hash::hash_big(&int(a[0])).to_string(),
    });
    compare("int_text", 1, |a| {
        let v = int(a[0]);
        let radix = |r| i::to_radix(&v, r);
        format!("{}\t{}\t{}\t{}\t{}", radix(2), radix(8), radix(16), i::bit_length(&v), i::bit_count(&v))
    });
}

#[test]
fn float_conversions() {
    compare("int_float", 1, |a| {
        i::to_f64(&int(a[0])).map_or("OverflowError: int too large to convert to float".into(), bits)
    });
    compare("int_truediv", 2, |a| {
        i::true_divide(&int(a[0]), &int(a[1]))
            .map_or("OverflowError: integer division result too large for a float".into(), bits)
    });
    compare("int_from_float", 1, |a| i::from_f64(float(a[0])).to_string());
    let order = |o: Option<std::cmp::Ordering>| o.map_or("nan".into(), |o| (o as i8).to_string());
    compare("int_cmp", 2, |a| order(i::compare_f64(&int(a[0]), float(a[1]))));
    compare("int_cmp", 2, |a| match a[0].parse::<i64>() {
        Ok(v) => order(i::compare_i64_f64(v, float(a[1]))),
        Err(_) => order(i::compare_f64(&int(a[0]), float(a[1]))),
    });
}

#[test]
fn division() {
    compare("int_div", 2, |a| {
        let (x, y) = (int(a[0]), int(a[1]));
        let quotient = i::true_divide(&x, &y).map_or("overflow".into(), bits);
        format!("{}\t{}\t{quotient}", i::floor_div(&x, &y), i::floor_mod(&x, &y))
    });
    compare("int_div", 2, |a| {
        let (Ok(x), Ok(y)) = (a[0].parse::<i64>(), a[1].parse::<i64>()) else {
            let (x, y) = (int(a[0]), int(a[1]));
            let (div, modulo) = i::div_mod(&x, &y);
            return format!("{div}\t{modulo}\t{}", i::true_divide(&x, &y).map_or("overflow".into(), bits));
        };
        let div = i::floor_div_i64(x, y).map_or((-int(a[0])).to_string(), |v| v.to_string());
        format!("{div}\t{}\t{}", i::floor_mod_i64(x, y), bits(i::true_divide_i64(x, y)))
    });
}

#[test]
fn bit_operations() {
    compare("int_bits", 2, |a| {
        let (x, y) = (int(a[0]), int(a[1]));
        format!("{}\t{}\t{}\t{}", i::bit_and(&x, &y), i::bit_or(&x, &y), i::bit_xor(&x, &y), i::bit_not(&x))
    });
    compare("int_shift", 2, |a| {
        let (x, n) = (int(a[0]), a[1].parse().unwrap());
        format!("{}\t{}", i::shift_left(&x, n), i::shift_right(&x, n))
    });
}

#[test]
fn powers() {
    compare("int_pow", 2, |a| i::pow(&int(a[0]), &int(a[1])).unwrap().to_string());
    compare("int_modpow", 3, |a| match i::mod_pow(&int(a[0]), &int(a[1]), &int(a[2])) {
        Ok(value) => value.to_string(),
        Err(error) => format!("ValueError: {}", error.message()),
    });
}

#[test]
fn number_theory() {
    compare("int_gcd", 2, |a| {
        let (x, y) = (int(a[0]), int(a[1]));
        format!("{}\t{}", i::gcd(&x, &y), i::lcm(&x, &y))
    });
    compare("int_isqrt", 1, |a| i::isqrt(&int(a[0])).to_string());
    compare("int_factorial", 1, |a| i::factorial(a[0].parse().unwrap()).to_string());
    compare("int_comb", 2, |a| {
        let (n, k) = (int(a[0]), a[1].parse().unwrap());
        format!("{}\t{}", i::comb(&n, k), i::perm(&n, k))
    });
    compare("int_round", 2, |a| i::round_to_ndigits(&int(a[0]), a[1].parse().unwrap()).to_string());
}

#[test]
fn bytes_conversions() {
    compare("int_to_bytes", 3, |a| match i::to_bytes(&int(a[0]), a[1].parse().unwrap(), true, a[2] == "1") {
        Ok(bytes) if bytes.is_empty() => "-".into(),
        Ok(bytes) => hex(&bytes),
        Err(error) => format!("OverflowError: {}", error.message()),
    });
    compare("int_from_bytes", 1, |a| {
        let b = bytes(a[0]);
        let v = |big, signed| i::from_bytes(&b, big, signed);
        format!("{}\t{}\t{}\t{}", v(true, false), v(false, false), v(true, true), v(false, true))
    });
}

#[test]
fn parse() {
    compare("int_parse", 2, |a| match i::parse(&bytes(a[0]), a[1].parse().unwrap(), 4300) {
        Ok(value) => value.to_string(),
        Err(_) => "ValueError".into(),
    });
    assert_eq!(i::parse("1".repeat(4301).as_bytes(), 10, 4300), Err(i::ParseError::TooManyDigits { digits: 4301 }));
    assert!(i::parse("1".repeat(4301).as_bytes(), 10, 0).is_ok());
    assert!(i::parse("1".repeat(5301).as_bytes(), 16, 4300).is_ok());
    let big = i::pow(&int("10"), &int("4300")).unwrap();
    assert_eq!(i::to_decimal_limited(&big, 4300), Err(i::TooManyDigits));
    assert_eq!(i::to_decimal_limited(&(big - int("1")), 4300), Ok("9".repeat(4300)));
}
