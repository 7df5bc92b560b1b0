//! The standard error handlers as functions of a failure, as `codecs.lookup_error` hands them out.

use super::{ErrorMode, Failure};
use crate::escape::push_hex_escape;
use crate::unicode;
use crate::wtf8::{self, code_points};

/// What replaces undecodable bytes, and the byte offset to go on from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeFix {
    /// The replacement, WTF-8.
    pub text: Vec<u8>,
    /// Where decoding resumes.
    pub resume: usize,
}

/// What replaces unencodable characters, and the character index to go on from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeFix {
    /// The replacement: WTF-8 text to encode, or bytes to copy.
    pub replacement: Vec<u8>,
    /// Whether the replacement is bytes.
    pub is_bytes: bool,
    /// Where encoding resumes.
    pub resume: usize,
}

/// Which UTF a surrogatepass handler works for: the unit size and the byte order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Utf {
    Eight,
    Units { size: usize, big_endian: bool },
}

fn utf_of(encoding: &str) -> Option<Utf> {
    Some(match encoding {
        "utf-8" => Utf::Eight,
        "utf-16" | "utf-16-le" => Utf::Units { size: 2, big_endian: false },
        "utf-16-be" => Utf::Units { size: 2, big_endian: true },
        "utf-32" | "utf-32-le" => Utf::Units { size: 4, big_endian: false },
        "utf-32-be" => Utf::Units { size: 4, big_endian: true },
        _ => return None,
    })
}

/// Applies a standard handler to undecodable bytes; `None` means "raise the UnicodeDecodeError". The handlers that only
/// encode (xmlcharrefreplace, namereplace) and [`ErrorMode::Custom`] are the caller's business and answer `None`.
pub fn fix_decode(mode: ErrorMode, bytes: &[u8], failure: &Failure) -> Option<DecodeFix> {
    let end = failure.end.min(bytes.len());
    let bad = bytes.get(failure.start..end)?;
    let mut text = Vec::new();
    let mut resume = end;
    match mode {
        ErrorMode::Ignore => {}
        ErrorMode::Replace => wtf8::push(&mut text, 0xFFFD),
        ErrorMode::BackslashReplace => bad.iter().for_each(|&byte| push_hex_escape(&mut text, byte as u32)),
        ErrorMode::SurrogateEscape => {
            let escapable = bad.iter().take(4).take_while(|&&byte| byte >= 0x80);
            let mut used = 0;
            for &byte in escapable {
                wtf8::push(&mut text, 0xDC00 + byte as u32);
                used += 1;
            }
            if used == 0 {
                return None;
            }
            resume = failure.start + used;
        }
        ErrorMode::SurrogatePass => {
            let rest = &bytes[failure.start..];
            let (cp, size) = match utf_of(failure.encoding)? {
                Utf::Eight => match rest {
                    [0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF, ..] => {
                        (0xD000 | (*second as u32 & 0x3F) << 6 | (*third as u32 & 0x3F), 3)
                    }
                    _ => return None,
                },
                Utf::Units { size, big_endian } => {
                    let unit = rest.get(..size)?;
                    let fold = |sum: u32, byte: &u8| sum << 8 | *byte as u32;
                    (if big_endian { unit.iter().fold(0, fold) } else { unit.iter().rev().fold(0, fold) }, size)
                }
            };
            if !(0xD800..0xE000).contains(&cp) {
                return None;
            }
            wtf8::push(&mut text, cp);
            resume = failure.start + size;
        }
        _ => return None,
    }
    Some(DecodeFix { text, resume })
}

/// Applies a standard handler to unencodable characters; `None` means "raise the UnicodeEncodeError".
pub fn fix_encode(mode: ErrorMode, text: &[u8], failure: &Failure) -> Option<EncodeFix> {
    let from = wtf8::byte_offset(text, failure.start);
    let to = wtf8::advance(text, from, failure.end.saturating_sub(failure.start));
    let bad = &text[from..to];
    let mut replacement = Vec::new();
    let mut is_bytes = false;
    match mode {
        ErrorMode::Ignore => {}
        ErrorMode::Replace => replacement.resize(wtf8::count(bad), b'?'),
        ErrorMode::BackslashReplace => code_points(bad).for_each(|cp| push_hex_escape(&mut replacement, cp)),
        ErrorMode::XmlCharRefReplace => {
            code_points(bad).for_each(|cp| replacement.extend_from_slice(format!("&#{cp};").as_bytes()));
        }
        ErrorMode::NameReplace => {
            for cp in code_points(bad) {
                match unicode::name(cp) {
                    Some(name) => replacement.extend_from_slice(format!("\\N{{{name}}}").as_bytes()),
                    None => push_hex_escape(&mut replacement, cp),
                }
            }
        }
        ErrorMode::SurrogateEscape => {
            is_bytes = true;
            for cp in code_points(bad) {
                if !(0xDC80..0xDD00).contains(&cp) {
                    return None;
                }
                replacement.push((cp - 0xDC00) as u8);
            }
        }
        ErrorMode::SurrogatePass => {
            is_bytes = true;
            let utf = utf_of(failure.encoding)?;
            for cp in code_points(bad) {
                if !(0xD800..0xE000).contains(&cp) {
                    return None;
                }
                match utf {
                    Utf::Eight => wtf8::push(&mut replacement, cp),
                    Utf::Units { size, big_endian: true } => {
                        replacement.extend_from_slice(&cp.to_be_bytes()[4 - size..])
                    }
                    Utf::Units { size, big_endian: false } => replacement.extend_from_slice(&cp.to_le_bytes()[..size]),
                }
            }
        }
        ErrorMode::Strict | ErrorMode::Custom => return None,
    }
    Some(EncodeFix { replacement, is_bytes, resume: failure.end })
}
