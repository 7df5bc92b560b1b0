//! Bytes to text. Each encoding decodes until it meets something bad; the common loop consults the error handler.

use super::{CodecError, DecodeFix, Encoding, ErrorMode, Failure, fix_decode};
use crate::wtf8;

/// The outcome of decoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, WTF-8.
    pub text: Vec<u8>,
    /// The bytes used; less than all only if the input may continue.
    pub consumed: usize,
    /// The encoding with its byte order known: what to decode the continuation with.
    pub encoding: Encoding,
}

/// How far one run got.
enum Run {
    /// To the end, or to the given offset where the input breaks off.
    Done(usize),
    /// To something bad: where it starts and ends, and why.
    Bad(usize, usize, &'static str),
}

/// Decodes. With `is_final` unset, an incomplete character at the end is left unconsumed instead of being an error.
pub fn decode<E>(
    encoding: Encoding,
    bytes: &[u8],
    mode: ErrorMode,
    is_final: bool,
    handler: &mut dyn FnMut(&Failure) -> Result<DecodeFix, E>,
) -> Result<Decoded, CodecError<E>> {
    let (encoding, mut at) = match mark(encoding, bytes, is_final) {
        Some(found) => found,
        None => return Ok(Decoded { text: Vec::new(), consumed: 0, encoding }),
    };
    let mut text = Vec::with_capacity(bytes.len());
    loop {
        let run = match encoding {
            Encoding::Utf8 => run_utf8(bytes, at, is_final, &mut text),
            Encoding::Ascii => run_ascii(bytes, at, &mut text),
            Encoding::Latin1 => run_latin1(bytes, at, &mut text),
            Encoding::Utf16 | Encoding::Utf16Le => run_utf16(bytes, at, is_final, u16::from_le_bytes, &mut text),
            Encoding::Utf16Be => run_utf16(bytes, at, is_final, u16::from_be_bytes, &mut text),
            Encoding::Utf32 | Encoding::Utf32Le => run_utf32(bytes, at, is_final, u32::from_le_bytes, &mut text),
            Encoding::Utf32Be => run_utf32(bytes, at, is_final, u32::from_be_bytes, &mut text),
        };
        let (start, end, reason) = match run {
            Run::Done(consumed) => return Ok(Decoded { text, consumed, encoding }),
            Run::Bad(start, end, reason) => (start, end, reason),
        };
        let failure = Failure { encoding: encoding.name(), start, end, reason };
        let fix = match mode {
            ErrorMode::Custom => handler(&failure).map_err(CodecError::Handler)?,
            ErrorMode::XmlCharRefReplace | ErrorMode::NameReplace => {
                return Err(CodecError::Type("don't know how to handle UnicodeDecodeError in error callback"));
            }
            _ => fix_decode(mode, bytes, &failure).ok_or(CodecError::Failure(failure))?,
        };
        text.extend_from_slice(&fix.text);
        at = fix.resume.min(bytes.len());
    }
}

/// Settles the byte order from a byte order mark; `None` if more input is needed to tell.
fn mark(encoding: Encoding, bytes: &[u8], is_final: bool) -> Option<(Encoding, usize)> {
    let size = match encoding {
        Encoding::Utf16 => 2,
        Encoding::Utf32 => 4,
        _ => return Some((encoding, 0)),
    };
    if bytes.len() < size && !is_final {
        return None;
    }
    Some(match (encoding, bytes) {
        (Encoding::Utf16, [0xFF, 0xFE, ..]) => (Encoding::Utf16Le, 2),
        (Encoding::Utf16, [0xFE, 0xFF, ..]) => (Encoding::Utf16Be, 2),
        (Encoding::Utf16, _) => (Encoding::Utf16Le, 0),
        (_, [0xFF, 0xFE, 0, 0, ..]) => (Encoding::Utf32Le, 4),
        (_, [0, 0, 0xFE, 0xFF, ..]) => (Encoding::Utf32Be, 4),
        _ => (Encoding::Utf32Le, 0),
    })
}

fn run_utf8(bytes: &[u8], at: usize, is_final: bool, text: &mut Vec<u8>) -> Run {
    let rest = &bytes[at..];
    let error = match std::str::from_utf8(rest) {
        Ok(_) => {
            text.extend_from_slice(rest);
            return Run::Done(bytes.len());
        }
        Err(error) => error,
    };
    let valid = error.valid_up_to();
    text.extend_from_slice(&rest[..valid]);
    let start = at + valid;
    match error.error_len() {
        None if !is_final => Run::Done(start),
        None => Run::Bad(start, bytes.len(), "unexpected end of data"),
        // Half a surrogate may still be completed for the surrogatepass handler.
        Some(_) if !is_final && matches!(bytes[start..], [0xED, 0xA0..=0xBF]) => Run::Done(start),
        Some(len) => {
            let starts = matches!(bytes[start], 0xC2..=0xF4);
            Run::Bad(start, start + len, if starts { "invalid continuation byte" } else { "invalid start byte" })
        }
    }
}

fn run_ascii(bytes: &[u8], at: usize, text: &mut Vec<u8>) -> Run {
    let rest = &bytes[at..];
    let valid = if rest.is_ascii() { rest.len() } else { rest.iter().take_while(|byte| byte.is_ascii()).count() };
    text.extend_from_slice(&rest[..valid]);
    if valid == rest.len() {
        Run::Done(bytes.len())
    } else {
        Run::Bad(at + valid, at + valid + 1, "ordinal not in range(128)")
    }
}

fn run_latin1(bytes: &[u8], at: usize, text: &mut Vec<u8>) -> Run {
    let rest = &bytes[at..];
    if rest.is_ascii() {
        text.extend_from_slice(rest);
    } else {
        rest.iter().for_each(|&byte| wtf8::push(text, byte as u32));
    }
    Run::Done(bytes.len())
}

fn run_utf16(bytes: &[u8], mut at: usize, is_final: bool, read: fn([u8; 2]) -> u16, text: &mut Vec<u8>) -> Run {
    let unit_at = |at: usize| bytes.get(at..at + 2).map(|unit| read([unit[0], unit[1]]) as u32);
    while let Some(unit) = unit_at(at) {
        match unit {
            0xD800..0xDC00 => match unit_at(at + 2) {
                Some(low @ 0xDC00..0xE000) => {
                    wtf8::push(text, 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
                    at += 2;
                }
                Some(_) => return Run::Bad(at, at + 2, "illegal UTF-16 surrogate"),
                None if is_final => return Run::Bad(at, bytes.len(), "unexpected end of data"),
                None => return Run::Done(at),
            },
            0xDC00..0xE000 => return Run::Bad(at, at + 2, "illegal encoding"),
            _ => wtf8::push(text, unit),
        }
        at += 2;
    }
    truncated(bytes, at, is_final)
}

fn run_utf32(bytes: &[u8], mut at: usize, is_final: bool, read: fn([u8; 4]) -> u32, text: &mut Vec<u8>) -> Run {
    while let Some(&[a, b, c, d]) = bytes.get(at..at + 4) {
        match read([a, b, c, d]) {
            0xD800..0xE000 => {
                return Run::Bad(at, at + 4, "code point in surrogate code point range(0xd800, 0xe000)");
            }
            0x11_0000.. => return Run::Bad(at, at + 4, "code point not in range(0x110000)"),
            cp => wtf8::push(text, cp),
        }
        at += 4;
    }
    truncated(bytes, at, is_final)
}

fn truncated(bytes: &[u8], at: usize, is_final: bool) -> Run {
    if at < bytes.len() && is_final { Run::Bad(at, bytes.len(), "truncated data") } else { Run::Done(at) }
}
