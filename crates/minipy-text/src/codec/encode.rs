//! Text to bytes. One loop for all encodings: copy what can be encoded, consult the error handler about the rest.

use super::{CodecError, EncodeFix, Encoding, ErrorMode, Failure, fix_encode};
use crate::wtf8;

/// Encodes WTF-8 text.
pub fn encode<E>(
    encoding: Encoding,
    text: &[u8],
    mode: ErrorMode,
    handler: &mut dyn FnMut(&Failure) -> Result<EncodeFix, E>,
) -> Result<Vec<u8>, CodecError<E>> {
    let mut out = Vec::with_capacity(text.len());
    match encoding {
        Encoding::Utf8 if !wtf8::has_surrogates(text) => return Ok(text.to_vec()),
        Encoding::Ascii | Encoding::Latin1 if text.is_ascii() => return Ok(text.to_vec()),
        Encoding::Utf16 => out.extend_from_slice(&[0xFF, 0xFE]),
        Encoding::Utf32 => out.extend_from_slice(&[0xFF, 0xFE, 0, 0]),
        _ => {}
    }
    // Byte offset and character index of the next character.
    let (mut at, mut index) = (0, 0);
    while let Some((cp, next)) = wtf8::decode_at(text, at) {
        if put(&mut out, encoding, cp) {
            at = next;
            index += 1;
            continue;
        }
        let mut failure = Failure { encoding: encoding.name(), start: index, end: index + 1, reason: reason(encoding) };
        at = next;
        if is_bytewise(encoding) {
            // These report the whole run of characters they cannot encode.
            while let Some((cp, next)) = wtf8::decode_at(text, at).filter(|&(cp, _)| !can_put(encoding, cp)) {
                if mode == ErrorMode::SurrogateEscape && is_escape(cp) != is_escape(first_of(text, &failure)) {
                    break;
                }
                at = next;
                failure.end += 1;
            }
        }
        let fix = match mode {
            ErrorMode::Custom => handler(&failure).map_err(CodecError::Handler)?,
            _ => match fix_encode(mode, text, &failure) {
                Some(fix) => fix,
                None => return Err(CodecError::Failure(whole_run(encoding, text, at, failure))),
            },
        };
        if fix.resume != failure.end {
            at = wtf8::byte_offset(text, fix.resume);
        }
        index = fix.resume;
        put_fix(&mut out, encoding, &fix).ok_or(CodecError::Failure(failure))?;
    }
    Ok(out)
}

/// Encodes to UTF-8, strictly.
pub fn encode_utf8(text: &[u8]) -> Result<&[u8], Failure> {
    if !wtf8::has_surrogates(text) {
        return Ok(text);
    }
    let no_handler = &mut |failure: &Failure| Err(*failure);
    match encode(Encoding::Utf8, text, ErrorMode::Strict, no_handler) {
        Err(CodecError::Failure(failure) | CodecError::Handler(failure)) => Err(failure),
        _ => Ok(text),
    }
}

fn is_escape(cp: u32) -> bool {
    (0xDC80..0xDD00).contains(&cp)
}

fn first_of(text: &[u8], failure: &Failure) -> u32 {
    wtf8::decode_at(text, wtf8::byte_offset(text, failure.start)).map_or(0, |(cp, _)| cp)
}

/// The failure extended over all following characters that cannot be encoded, as the exception reports it.
fn whole_run(encoding: Encoding, text: &[u8], mut at: usize, mut failure: Failure) -> Failure {
    while is_bytewise(encoding)
        && let Some((_, next)) = wtf8::decode_at(text, at).filter(|&(cp, _)| !can_put(encoding, cp))
    {
        at = next;
        failure.end += 1;
    }
    failure
}

fn is_bytewise(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)
}

fn reason(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Ascii => "ordinal not in range(128)",
        Encoding::Latin1 => "ordinal not in range(256)",
        _ => "surrogates not allowed",
    }
}

fn can_put(encoding: Encoding, cp: u32) -> bool {
    match encoding {
        Encoding::Ascii => cp < 128,
        Encoding::Latin1 => cp < 256,
        _ => !(0xD800..0xE000).contains(&cp),
    }
}

/// Appends a character if the encoding has it.
fn put(out: &mut Vec<u8>, encoding: Encoding, cp: u32) -> bool {
    if !can_put(encoding, cp) {
        return false;
    }
    match encoding {
        Encoding::Utf8 => wtf8::push(out, cp),
        Encoding::Ascii | Encoding::Latin1 => out.push(cp as u8),
        Encoding::Utf16 | Encoding::Utf16Le => put_utf16(out, cp, u16::to_le_bytes),
        Encoding::Utf16Be => put_utf16(out, cp, u16::to_be_bytes),
        Encoding::Utf32 | Encoding::Utf32Le => out.extend_from_slice(&cp.to_le_bytes()),
        Encoding::Utf32Be => out.extend_from_slice(&cp.to_be_bytes()),
    }
    true
}

fn put_utf16(out: &mut Vec<u8>, cp: u32, bytes: fn(u16) -> [u8; 2]) {
    if cp < 0x1_0000 {
        out.extend_from_slice(&bytes(cp as u16));
    } else {
        let rest = cp - 0x1_0000;
        out.extend_from_slice(&bytes(0xD800 + (rest >> 10) as u16));
        out.extend_from_slice(&bytes(0xDC00 + (rest & 0x3FF) as u16));
    }
}

/// Appends a replacement; `None` if the encoding cannot take it.
fn put_fix(out: &mut Vec<u8>, encoding: Encoding, fix: &EncodeFix) -> Option<()> {
    if fix.is_bytes {
        let unit = match encoding {
            Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => 2,
            Encoding::Utf32 | Encoding::Utf32Le | Encoding::Utf32Be => 4,
            _ => 1,
        };
        if !fix.replacement.len().is_multiple_of(unit) {
            return None;
        }
        out.extend_from_slice(&fix.replacement);
        return Some(());
    }
    // CPython takes only ASCII replacements, except in Latin-1.
    if encoding != Encoding::Latin1 && !fix.replacement.is_ascii() {
        return None;
    }
    wtf8::code_points(&fix.replacement).all(|cp| put(out, encoding, cp)).then_some(())
}
