//! Recorded results of the two formatting languages.

use dashu_int::IBig;
use minipy_text::format::percent::{self, Amount, Field, Piece, Template};
use minipy_text::format::{self, FormatError};

use super::{bytes, compare, float, hex, int};

fn show(result: Result<Vec<u8>, FormatError>) -> String {
    hex(&match result {
        Ok(text) => text,
        Err(FormatError::Value(message)) => format!("ValueError: {message}").into_bytes(),
        Err(FormatError::Overflow(message)) => format!("OverflowError: {message}").into_bytes(),
        Err(FormatError::Memory) => b"MemoryError: ".to_vec(),
    })
}

#[test]
fn specifications() {
    compare("format_int", 2, |a| show(format::format_int(&int(a[1]), &bytes(a[0]), "int", 4300)));
    compare("format_float", 2, |a| show(format::format_float(float(a[1]), &bytes(a[0]), "float")));
    compare("format_complex", 3, |a| show(format::format_complex(float(a[1]), float(a[2]), &bytes(a[0]), "complex")));
    compare("format_str", 2, |a| show(format::format_str(&bytes(a[1]), &bytes(a[0]), "str")));
}

fn percent(template: &[u8], argument: &str) -> Result<Vec<u8>, FormatError> {
    let mut out = Vec::new();
    for piece in Template::new(template, false) {
        let conversion = match piece? {
            Piece::Literal(text) => {
                out.extend_from_slice(text);
                continue;
            }
            Piece::Conversion(conversion) => conversion,
        };
        let amount = |amount| match amount {
            Amount::Fixed(value) => Some(value),
            _ => None,
        };
        if let Some(broken) = conversion.broken {
            return Err(broken);
        }
        let field = Field {
            flags: conversion.flags,
            width: amount(conversion.width).unwrap_or(0),
            precision: amount(conversion.precision),
        };
        let kind = conversion.kind as u8;
        match kind {
            b'd' | b'i' | b'o' | b'x' | b'X' => match argument.parse::<i64>() {
                Ok(small) => {
                    let mut again = Vec::new();
                    percent::format_int(&mut again, &IBig::from(small), kind, field, 0)?;
                    let start = out.len();
                    percent::format_i64(&mut out, small, kind, field)?;
                    assert_eq!(&out[start..], again);
                }
                Err(_) => percent::format_int(&mut out, &int(argument), kind, field, 4300)?,
            },
            b's' | b'c' => {
                let precision = if kind == b'c' { None } else { field.precision };
                percent::format_text(&mut out, &bytes(argument), Field { precision, ..field }, false)?;
            }
            _ => percent::format_float(&mut out, float(argument), kind, field)?,
        }
    }
    Ok(out)
}

#[test]
fn printf() {
    compare("percent", 2, |a| show(percent(&bytes(a[0]), a[1])));
    compare("percent_errors", 1, |a| {
        let template = bytes(a[0]);
        let error = Template::new(&template, false).find_map(|piece| match piece {
            Ok(Piece::Conversion(conversion)) => conversion.broken,
            Ok(Piece::Literal(_)) => None,
            Err(error) => Some(error),
        });
        match error {
            Some(FormatError::Value(message)) => format!("ValueError: {message}"),
            other => format!("{other:?}"),
        }
    });
    let pieces: Vec<_> = Template::new("é%%%(k(1))-*.*ly".as_bytes(), false).map(Result::unwrap).collect();
    let Piece::Conversion(conversion) = &pieces[2] else { panic!("{pieces:?}") };
    assert_eq!(conversion.key, Some(&b"k(1)"[..]));
    assert_eq!((conversion.width, conversion.precision), (Amount::Star, Amount::Star));
    let message = "unsupported format character 'y' (0x79) at index 15".to_owned();
    assert_eq!(conversion.unsupported(b"", false), FormatError::Value(message));
    assert!(Template::new(b"%\xFF", true).next().unwrap().is_ok());
}
