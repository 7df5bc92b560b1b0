//! Compares every algorithm with what CPython 3.14 answered (`tests/data`, written by `tools/record.py`).
//!
//! All mismatches of a file are collected before the test fails; no expectation may be typed by hand here.

mod codecs;
mod floats;
mod formats;
mod ints;
mod search;
mod texts;
mod unicode;

use dashu_int::IBig;

/// Runs `check` over the lines of a recorded file; it returns what minipy says, to compare with the last fields.
fn compare(name: &str, inputs: usize, check: impl Fn(&[&str]) -> String) {
    let path = format!("{}/tests/data/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let data = std::fs::read_to_string(path).unwrap();
    let mut failures = Vec::new();
    for line in data.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let got = check(&fields[..inputs]);
        let expected = fields[inputs..].join("\t");
        if got != expected {
            failures.push(format!("{:?}\n  expected {expected}\n  got      {got}", &fields[..inputs]));
        }
    }
    assert!(
        failures.is_empty(),
        "{name}: {} failures\n{}",
        failures.len(),
        failures[..failures.len().min(20)].join("\n")
    );
}

fn float(hex: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(hex, 16).unwrap())
}

/// The bits of a float, with NaN in CPython's usual form.
fn bits(value: f64) -> String {
    if value.is_nan() {
        let sign = if value.is_sign_negative() { "fff8" } else { "7ff8" };
        return format!("{sign}000000000000");
    }
    format!("{:016x}", value.to_bits())
}

fn bytes(hex: &str) -> Vec<u8> {
    if hex == "-" {
        return Vec::new();
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn int(text: &str) -> IBig {
    IBig::from_str_radix(text, 10).unwrap()
}
