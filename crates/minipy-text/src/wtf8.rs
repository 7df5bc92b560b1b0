//! Walking and measuring Python text held as generalised UTF-8 (lone surrogates are encoded as three bytes).
//!
//! Adjacent lone surrogates stay two characters, as in CPython. All functions expect well-formed generalised UTF-8;
//! on anything else they return unspecified numbers but never read out of bounds.

use std::borrow::Cow;

/// The widest class of characters in a text; the order is that of generality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// Only U+0000..U+007F: one byte per character.
    Ascii,
    /// Well-formed UTF-8.
    Utf8,
    /// Contains at least one lone surrogate.
    Surrogates,
}

/// Classifies a text.
pub fn kind(text: &[u8]) -> TextKind {
    if text.is_ascii() {
        TextKind::Ascii
    } else if has_surrogates(text) {
        TextKind::Surrogates
    } else {
        TextKind::Utf8
    }
}

/// Whether the text contains a surrogate code point.
pub fn has_surrogates(text: &[u8]) -> bool {
    memchr::memchr_iter(0xED, text).any(|at| text.get(at + 1).is_some_and(|&next| next >= 0xA0))
}

/// The number of characters.
pub fn count(text: &[u8]) -> usize {
    let mut total = 0;
    // Chunks of 255 let the inner sum live in bytes, which the compiler turns into wide vector adds.
    for chunk in text.chunks(255) {
        total += chunk.iter().fold(0u8, |sum, &byte| sum + !is_continuation(byte) as u8) as usize;
    }
    total
}

/// Whether the byte is a UTF-8 continuation byte (0x80..0xBF).
#[inline]
pub fn is_continuation(byte: u8) -> bool {
    byte as i8 <= -0x41
}

/// The length in bytes of the character whose first byte is given.
#[inline]
pub fn len_of_first_byte(byte: u8) -> usize {
    match byte {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The byte offset of the character with the given index; the text length if there are fewer characters.
pub fn byte_offset(text: &[u8], char_index: usize) -> usize {
    advance(text, 0, char_index)
}

/// The byte offset `chars` characters after the character boundary `from`.
pub fn advance(text: &[u8], from: usize, chars: usize) -> usize {
    let mut left = chars;
    let mut at = from;
    // Whole blocks are counted at vector speed; the remainder is walked.
    while left >= 64 && at + 64 <= text.len() {
        let starts = text[at..at + 64].iter().fold(0u8, |sum, &byte| sum + !is_continuation(byte) as u8) as usize;
        left -= starts;
        at += 64;
    }
    while at < text.len() && is_continuation(text[at]) {
        at += 1;
    }
    while left > 0 && at < text.len() {
        at += len_of_first_byte(text[at]);
        left -= 1;
    }
    at.min(text.len())
}

/// The byte offset `chars` characters before the character boundary `from`; 0 if there are fewer.
pub fn retreat(text: &[u8], from: usize, chars: usize) -> usize {
    let mut at = from;
    for _ in 0..chars {
        if at == 0 {
            break;
        }
        at -= 1;
        while at > 0 && is_continuation(text[at]) {
            at -= 1;
        }
    }
    at
}

/// The index of the character that starts at the given byte offset.
pub fn char_index(text: &[u8], byte_offset: usize) -> usize {
    count(&text[..byte_offset.min(text.len())])
}

/// Decodes the character at a boundary: its code point and the offset after it.
#[inline]
pub fn decode_at(text: &[u8], at: usize) -> Option<(u32, usize)> {
    let first = *text.get(at)?;
    if first < 0x80 {
        return Some((first as u32, at + 1));
    }
    let byte = |i: usize| text.get(at + i).map_or(0, |&b| (b & 0x3F) as u32);
    let (cp, len) = match first {
        0..0xE0 => ((first as u32 & 0x1F) << 6 | byte(1), 2),
        0xE0..0xF0 => ((first as u32 & 0x0F) << 12 | byte(1) << 6 | byte(2), 3),
        _ => ((first as u32 & 0x07) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3), 4),
    };
    Some((cp, (at + len).min(text.len())))
}

/// Appends a code point, which may be a surrogate.
#[inline]
pub fn push(out: &mut Vec<u8>, cp: u32) {
    if cp < 0x80 {
        out.push(cp as u8);
    } else {
        let (bytes, len) = encode(cp);
        out.extend_from_slice(&bytes[..len]);
    }
}

/// Encodes a code point (surrogates included): the bytes and how many of them are used.
#[inline]
pub fn encode(cp: u32) -> ([u8; 4], usize) {
    let tail = |shift: u32| 0x80 | (cp >> shift & 0x3F) as u8;
    match cp {
        0..0x80 => ([cp as u8, 0, 0, 0], 1),
        0x80..0x800 => ([0xC0 | (cp >> 6) as u8, tail(0), 0, 0], 2),
        0x800..0x1_0000 => ([0xE0 | (cp >> 12) as u8, tail(6), tail(0), 0], 3),
        _ => ([0xF0 | (cp >> 18 & 7) as u8, tail(12), tail(6), tail(0)], 4),
    }
}

/// Iterates over the code points of a text, from both ends.
pub fn code_points(text: &[u8]) -> CodePoints<'_> {
    CodePoints { text, at: 0, end: text.len() }
}

/// The iterator of [`code_points`].
#[derive(Clone)]
pub struct CodePoints<'a> {
    text: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> CodePoints<'a> {
    /// The byte offset of the next character from the front.
    #[inline]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The text not yet walked over.
    pub fn rest(&self) -> &'a [u8] {
        &self.text[self.at..self.end]
    }
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.at >= self.end {
            return None;
        }
        let (cp, next) = decode_at(self.text, self.at)?;
        self.at = next;
        Some(cp)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let bytes = self.end.saturating_sub(self.at);
        (bytes.div_ceil(4), Some(bytes))
    }
}

impl DoubleEndedIterator for CodePoints<'_> {
    fn next_back(&mut self) -> Option<u32> {
        if self.at >= self.end {
            return None;
        }
        self.end = retreat(self.text, self.end, 1).max(self.at);
        decode_at(self.text, self.end).map(|(cp, _)| cp)
    }
}

/// What stands in front of a lone surrogate, or of itself, in [`to_message`].
const MARK: char = '\u{10FFFF}';

/// Where the stand-ins of the surrogates begin: the same number in a plane for private use.
const STAND_INS: u32 = 0xF_0000;

/// A text as part of a message that Rust puts together: lone surrogates get a form that [`from_message`] undoes.
pub fn to_message(text: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(text) {
        Ok(plain) if !plain.contains(MARK) => Cow::Borrowed(plain),
        _ => code_points(text)
            .flat_map(|cp| match char::from_u32(cp) {
                Some(MARK) => [Some(MARK), Some(MARK)],
                Some(plain) => [None, Some(plain)],
                None => [Some(MARK), char::from_u32(STAND_INS + cp)],
            })
            .flatten()
            .collect(),
    }
}

/// The text of a message with the surrogates that [`to_message`] took out.
pub fn from_message(message: &str) -> Cow<'_, [u8]> {
    if !message.contains(MARK) {
        return Cow::Borrowed(message.as_bytes());
    }
    let mut out = Vec::with_capacity(message.len());
    let mut chars = message.chars();
    while let Some(c) = chars.next() {
        let of_mark = if c == MARK { chars.next().map(u32::from) } else { None };
        match of_mark {
            Some(stand_in @ 0xF_D800..=0xF_DFFF) => push(&mut out, stand_in - STAND_INS),
            Some(other) if other != u32::from(MARK) => {
                [u32::from(c), other].into_iter().for_each(|cp| push(&mut out, cp))
            }
            _ => push(&mut out, u32::from(c)),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_surrogates() {
        let mut text = b"a".to_vec();
        for cp in [0xD800, 0x10_FFFF, 0xDFFF, 0xF_D800, 0x10_FFFF, 0x10_FFFF] {
            push(&mut text, cp);
        }
        for text in [&text[..], b"", b"plain", "\u{10FFFF}".as_bytes()] {
            assert_eq!(&*from_message(&to_message(text)), text);
        }
        assert_eq!(&*from_message("\u{10FFFF}x"), "\u{10FFFF}x".as_bytes());
    }
}
