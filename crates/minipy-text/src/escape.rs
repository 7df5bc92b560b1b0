//! `repr` and `ascii` of text and bytes, and the pieces of them (quote choice, escapes).
//!
//! Output is WTF-8 for `repr` of text (always well-formed UTF-8) and ASCII for the others.

use crate::unicode::is_printable;
use crate::wtf8::{code_points, push};

const HEX: &[u8; 16] = b"0123456789abcdef";

/// `repr(str)`.
pub fn repr_str(text: &[u8]) -> Vec<u8> {
    let quote = choose_quote(text);
    let mut out = Vec::with_capacity(text.len() + 2);
    out.push(quote);
    // Runs of plain ASCII are copied whole; only the exceptions are looked at one by one.
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().position(|&b| !is_plain(b, quote)).unwrap_or(text.len() - at);
        out.extend_from_slice(&text[at..at + run]);
        at += run;
        if let Some((cp, next)) = crate::wtf8::decode_at(text, at) {
            if cp >= 0x80 && is_printable(cp) {
                out.extend_from_slice(&text[at..next]);
            } else {
                push_escaped(&mut out, cp, quote);
            }
            at = next;
        }
    }
    out.push(quote);
    out
}

/// `ascii(str)`.
pub fn ascii_str(text: &[u8]) -> Vec<u8> {
    let quote = choose_quote(text);
    let mut out = Vec::with_capacity(text.len() + 2);
    out.push(quote);
    for cp in code_points(text) {
        push_escaped(&mut out, cp, quote);
    }
    out.push(quote);
    out
}

/// The body of `ascii` for text that already is a repr: only non-ASCII characters are escaped.
pub fn escape_non_ascii(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for cp in code_points(text) {
        if cp < 0x80 { out.push(cp as u8) } else { push_hex_escape(&mut out, cp) }
    }
    out
}

/// `repr(bytes)`, the `b` prefix included.
pub fn repr_bytes(bytes: &[u8]) -> Vec<u8> {
    let quote = choose_quote(bytes);
    let mut out = Vec::with_capacity(bytes.len() + 3);
    out.extend_from_slice(&[b'b', quote]);
    for &byte in bytes {
        if byte < 0x80 { push_escaped(&mut out, byte as u32, quote) } else { push_hex_escape(&mut out, byte as u32) }
    }
    out.push(quote);
    out
}

/// Single quotes, unless there are single quotes and no double quotes inside.
fn choose_quote(text: &[u8]) -> u8 {
    if memchr::memchr(b'\'', text).is_some() && memchr::memchr(b'"', text).is_none() { b'"' } else { b'\'' }
}

fn is_plain(byte: u8, quote: u8) -> bool {
    (0x20..0x7F).contains(&byte) && byte != quote && byte != b'\\'
}

/// Appends a character of a literal, escaping everything that is not printable ASCII.
fn push_escaped(out: &mut Vec<u8>, cp: u32, quote: u8) {
    match cp {
        0x09 => out.extend_from_slice(b"\\t"),
        0x0A => out.extend_from_slice(b"\\n"),
        0x0D => out.extend_from_slice(b"\\r"),
        0x5C => out.extend_from_slice(b"\\\\"),
        0x20..0x7F if cp == quote as u32 => out.extend_from_slice(&[b'\\', quote]),
        0x20..0x7F => push(out, cp),
        _ => push_hex_escape(out, cp),
    }
}

/// Appends `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, whichever is the shortest that fits.
pub fn push_hex_escape(out: &mut Vec<u8>, cp: u32) {
    let (letter, digits) = match cp {
        0..0x100 => (b'x', 2),
        0x100..0x1_0000 => (b'u', 4),
        _ => (b'U', 8),
    };
    out.extend_from_slice(&[b'\\', letter]);
    for digit in (0..digits).rev() {
        out.push(HEX[(cp >> (4 * digit) & 15) as usize]);
    }
}
