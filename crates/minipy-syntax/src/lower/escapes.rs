//! Escape sequences of string and bytes literals. Must not know nodes.

use crate::error::Undecodable;
use std::fmt::Write;

/// What a literal's text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub raw: bool,
    pub bytes: bool,
    /// Whether doubled braces stand for one.
    pub braces: bool,
}

/// An escape sequence that Python keeps but warns about: where it starts and its text.
pub(super) struct Dubious {
    pub offset: usize,
    pub message: String,
    /// How many line ends come before it in its piece of the text.
    pub lines: u32,
}

/// The dubious escapes of the pieces so far, and where the current piece starts.
#[derive(Default)]
struct Pieces {
    found: Vec<Dubious>,
    start: usize,
}

impl Pieces {
    /// Ends a piece.
    fn end(&mut self, text: &[u8], dubious: &mut Option<Dubious>, at: usize) {
        if let Some(mut dubious) = dubious.take() {
            let before = &text[self.start..dubious.offset];
            let is_end = |&at: &usize| before[at] == b'\n' || before[at] == b'\r' && before.get(at + 1) != Some(&b'\n');
            dubious.lines = memchr::memchr2_iter(b'\n', b'\r', before).filter(is_end).count() as u32;
            self.found.push(dubious);
        }
        self.start = at;
    }
}

/// Why a literal's text has no value.
#[derive(Debug)]
pub(super) struct Failure {
    /// CPython's text for the SyntaxError.
    pub message: String,
    /// What its codec says, if a codec failed.
    pub codec: Option<Box<Undecodable>>,
}

/// Appends the value of a literal's text; strings become generalised UTF-8 (WTF-8).
///
/// Returns the dubious escapes that CPython warns about: the first of each piece that its tokenizer makes of the text.
pub(super) fn decode(output: &mut Vec<u8>, text: &str, style: Style) -> Result<Vec<Dubious>, Failure> {
    if next_special(text.as_bytes(), style).is_none() {
        output.extend_from_slice(text.as_bytes());
        return Ok(Vec::new());
    }
    decode_special(output, text, style)
}

/// The offset of the first byte that may not stand for itself.
fn next_special(text: &[u8], style: Style) -> Option<usize> {
    if style.braces {
        text.iter().position(|byte| matches!(byte, b'\\' | b'\r' | b'{' | b'}'))
    } else {
        memchr::memchr2(b'\\', b'\r', text)
    }
}

fn decode_special(output: &mut Vec<u8>, text: &str, style: Style) -> Result<Vec<Dubious>, Failure> {
    let bytes = text.as_bytes();
    let mut pieces = Pieces::default();
    let mut dubious = None;
    let mut at = 0;
    output.reserve(bytes.len());
    while at < bytes.len() {
        let rest = &bytes[at..];
        let Some(plain) = next_special(rest, style) else {
            output.extend_from_slice(rest);
            break;
        };
        output.extend_from_slice(&rest[..plain]);
        at += plain;
        let byte = bytes[at];
        match byte {
            b'\r' => {
                output.push(b'\n');
                at += if bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
            }
            b'{' | b'}' => {
                output.push(byte);
                at += if bytes.get(at + 1) == Some(&byte) { 2 } else { 1 };
                pieces.end(bytes, &mut dubious, at);
            }
            _ if style.raw => {
                output.push(byte);
                at += 1;
            }
            _ => {
                let named = style.braces && bytes[at + 1..].starts_with(b"N{");
                at = escape(output, text, at, style, &mut dubious)?;
                if named {
                    pieces.end(bytes, &mut dubious, at);
                }
            }
        }
    }
    pieces.end(bytes, &mut dubious, at);
    Ok(pieces.found)
}

/// Decodes the escape at `at`; returns the offset after it.
fn escape(
    output: &mut Vec<u8>,
    text: &str,
    at: usize,
    style: Style,
    dubious: &mut Option<Dubious>,
) -> Result<usize, Failure> {
    let bytes = text.as_bytes();
    let Some(&letter) = bytes.get(at + 1) else {
        // Only before a replacement field: the backslash stays.
        output.push(b'\\');
        return Ok(at + 1);
    };
    let simple = match letter {
        b'\n' => return Ok(at + 2),
        b'\r' => return Ok(at + if bytes.get(at + 2) == Some(&b'\n') { 3 } else { 2 }),
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'0'..=b'7' => return Ok(octal(output, text, at, style, dubious)),
        b'x' if style.bytes => return hex_byte(output, bytes, at),
        b'x' => return hexadecimal(output, text, at, 2, "truncated \\xXX escape"),
        b'u' if !style.bytes => return hexadecimal(output, text, at, 4, "truncated \\uXXXX escape"),
        b'U' if !style.bytes => return hexadecimal(output, text, at, 8, "truncated \\UXXXXXXXX escape"),
        b'N' if !style.bytes => return named(output, text, at),
        _ => {
            output.push(b'\\');
            let character = text[at + 1..].chars().next().unwrap_or('\0');
            // Of a brace the tokenizer has warned.
            if character.is_ascii() && !(style.braces && matches!(character, '{' | '}')) {
                note(dubious, at, &text[at + 1..at + 2], false);
            }
            return Ok(at + 1);
        }
    };
    output.push(simple);
    Ok(at + 2)
}

fn note(dubious: &mut Option<Dubious>, offset: usize, sequence: &str, octal: bool) {
    if dubious.is_some() {
        return;
    }
    *dubious = Some(Dubious { offset, message: dubious_message(sequence, octal), lines: 0 });
}

/// CPython's warning about an escape sequence.
pub(super) fn dubious_message(sequence: &str, octal: bool) -> String {
    let kind = if octal { "octal escape" } else { "escape" };
    format!(
        "\"\\{sequence}\" is an invalid {kind} sequence. Such sequences will not work in the future. \
         Did you mean \"\\\\{sequence}\"? A raw string is also an option."
    )
}

fn octal(output: &mut Vec<u8>, text: &str, at: usize, style: Style, dubious: &mut Option<Dubious>) -> usize {
    let bytes = text.as_bytes();
    let mut value = 0u32;
    let mut end = at + 1;
    while end < at + 4 && matches!(bytes.get(end), Some(b'0'..=b'7')) {
        value = value * 8 + u32::from(bytes[end] - b'0');
        end += 1;
    }
    if value > 0o377 {
        note(dubious, at, &text[at + 1..end], true);
    }
    if style.bytes {
        output.push(value as u8);
    } else {
        push_code_point(output, value);
    }
    end
}

fn hex_byte(output: &mut Vec<u8>, bytes: &[u8], at: usize) -> Result<usize, Failure> {
    let digit = |index: usize| bytes.get(index).and_then(|&byte| (byte as char).to_digit(16));
    match (digit(at + 2), digit(at + 3)) {
        (Some(high), Some(low)) => {
            output.push((high * 16 + low) as u8);
            Ok(at + 4)
        }
        _ => {
            let at = at - memchr::memmem::find_iter(&bytes[..at], b"\r\n").count();
            Err(Failure { message: format!("(value error) invalid \\x escape at position {at}"), codec: None })
        }
    }
}

fn hexadecimal(
    output: &mut Vec<u8>,
    text: &str,
    at: usize,
    digits: usize,
    message: &'static str,
) -> Result<usize, Failure> {
    let bytes = text.as_bytes();
    let mut value = 0u32;
    for index in at + 2..at + 2 + digits {
        let digit = bytes.get(index).and_then(|&byte| (byte as char).to_digit(16));
        let Some(digit) = digit else { return Err(codec_failure(text, at, index, message)) };
        value = value << 4 | digit;
    }
    let end = at + 2 + digits;
    if value > 0x10_FFFF {
        return Err(codec_failure(text, at, end, "illegal Unicode character"));
    }
    push_code_point(output, value);
    Ok(end)
}

fn named(output: &mut Vec<u8>, text: &str, at: usize) -> Result<usize, Failure> {
    const MALFORMED: &str = "malformed \\N character escape";
    let bytes = text.as_bytes();
    if bytes.get(at + 2) != Some(&b'{') {
        return Err(codec_failure(text, at, at + 2, MALFORMED));
    }
    let first = at + 3;
    match text[first..].find('}') {
        None => Err(codec_failure(text, at, bytes.len(), MALFORMED)),
        Some(0) => Err(codec_failure(text, at, first, MALFORMED)),
        Some(length) => {
            let end = first + length + 1;
            match character_named(&text[first..first + length]) {
                Some(character) => {
                    push_code_point(output, character as u32);
                    Ok(end)
                }
                None => Err(codec_failure(text, at, end, "unknown Unicode character name")),
            }
        }
    }
}

/// The character with a name or alias; the letters' case does not matter, blanks and hyphens do.
fn character_named(name: &str) -> Option<char> {
    let Some(character) = unicode_names2::character(name) else {
        return super::name_aliases::character(name);
    };
    let significant = |text: &str| -> Vec<u8> {
        text.bytes().filter(|byte| byte.is_ascii_alphanumeric()).map(|byte| byte.to_ascii_uppercase()).collect()
    };
    if let Some(official) = unicode_names2::name(character) {
        let official = official.to_string();
        // The table is searched loosely: a name that differs in blanks and hyphens only is not the name.
        if !official.eq_ignore_ascii_case(name) && significant(&official) == significant(name) {
            return None;
        }
    }
    Some(character)
}

/// CPython's error for an undecodable range.
fn codec_failure(text: &str, start: usize, end: usize, reason: &'static str) -> Failure {
    let first = codec_input(&text[..start]).len();
    let after = first + codec_input(&text[start..end]).len();
    let codec = Undecodable { object: codec_input(text), start: first, end: after, reason };
    let mut message = String::from("(unicode error) 'unicodeescape' codec can't decode ");
    let _ = if first + 1 == after {
        write!(message, "byte 0x5c in position {first}: {reason}")
    } else {
        write!(message, "bytes in position {first}-{}: {reason}", after - 1)
    };
    Failure { message, codec: Some(Box::new(codec)) }
}

/// What CPython's codec decodes: a copy in which every character outside ASCII is an escape sequence, as is a backslash
/// before one or at the end, and a line end is one character.
fn codec_input(text: &str) -> Vec<u8> {
    let mut copy = Vec::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => {
                copy.push(b'\\');
                match rest.peek() {
                    Some(next) if next.is_ascii() && *next != '\r' => {
                        copy.push(*next as u8);
                        rest.next();
                    }
                    Some('\r') => {}
                    _ => copy.extend_from_slice(b"u005c"),
                }
            }
            '\r' => {
                rest.next_if_eq(&'\n');
                copy.push(b'\n');
            }
            _ if character.is_ascii() => copy.push(character as u8),
            _ => copy.extend_from_slice(format!("\\U{:08x}", character as u32).as_bytes()),
        }
    }
    copy
}

/// Appends a code point as generalised UTF-8: surrogates become three bytes like their neighbours.
fn push_code_point(output: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(character) => {
            let mut buffer = [0; 4];
            output.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        }
        None => output.extend_from_slice(&[
            0xE0 | (code >> 12) as u8,
            0x80 | (code >> 6 & 0x3F) as u8,
            0x80 | (code & 0x3F) as u8,
        ]),
    }
}
