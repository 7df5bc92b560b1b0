//! `repr` of the values that literals have.

use crate::lexer::is_printable;
use std::fmt::Write;

/// `repr(str)` of generalised UTF-8; with `ascii` as the built-in of that name.
pub fn str_repr(bytes: &[u8], ascii: bool) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut output = String::with_capacity(bytes.len() + 2);
    output.push(quote);
    let mut at = 0;
    while at < bytes.len() {
        let (code, length) = code_point(&bytes[at..]);
        at += length;
        push_code(&mut output, code, quote, ascii);
    }
    output.push(quote);
    output
}

fn push_code(output: &mut String, code: u32, quote: char, ascii: bool) {
    let _ = match char::from_u32(code) {
        Some('\n') => output.write_str("\\n"),
        Some('\r') => output.write_str("\\r"),
        Some('\t') => output.write_str("\\t"),
        Some('\\') => output.write_str("\\\\"),
        Some(character) if character == quote => write!(output, "\\{character}"),
        Some(character) if is_printable(character) && (!ascii || character.is_ascii()) => output.write_char(character),
        _ if code < 0x100 => write!(output, "\\x{code:02x}"),
        _ if code < 0x1_0000 => write!(output, "\\u{code:04x}"),
        _ => write!(output, "\\U{code:08x}"),
    };
}

/// Decodes one code point of generalised UTF-8 and its length in bytes.
fn code_point(bytes: &[u8]) -> (u32, usize) {
    let first = u32::from(bytes[0]);
    let tail = |index: usize| bytes.get(index).map_or(0, |&byte| u32::from(byte) & 0x3F);
    match first {
        0..=0x7F => (first, 1),
        0x80..=0xDF => ((first & 0x1F) << 6 | tail(1), 2),
        0xE0..=0xEF => ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3),
        _ => ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    }
}

/// `repr(bytes)`.
pub fn bytes_repr(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut output = String::from("b");
    output.push(quote);
    for &byte in bytes {
        let _ = match byte {
            b'\n' => output.write_str("\\n"),
            b'\r' => output.write_str("\\r"),
            b'\t' => output.write_str("\\t"),
            b'\\' => output.write_str("\\\\"),
            b' '..=b'~' if byte as char == quote => write!(output, "\\{quote}"),
            b' '..=b'~' => output.write_char(byte as char),
            _ => write!(output, "\\x{byte:02x}"),
        };
    }
    output.push(quote);
    output
}

/// `repr(float)`: the shortest digits, with an exponent where Python has one.
pub fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        // `ast.dump` prints a literal that overflows as `repr` does; it has no sign.
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
