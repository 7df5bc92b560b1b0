//! Searching, splitting and stripping, for WTF-8 text and for bytes alike.
//!
//! A valid needle can only match a valid haystack at character boundaries, so the byte algorithms serve text; where
//! characters matter (empty needles, white space, line breaks) the [`Unit`] tells text from bytes.

use memchr::memmem;

use crate::unicode::{is_line_break, is_space};
use crate::wtf8;

/// What counts as one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A byte; white space is ASCII, lines end at `\n`, `\r` and `\r\n`.
    Byte,
    /// A code point; white space and line ends are Unicode's.
    Char,
}

impl Unit {
    /// The length of a text in units.
    pub fn count(self, text: &[u8]) -> usize {
        match self {
            Unit::Byte => text.len(),
            Unit::Char => wtf8::count(text),
        }
    }

    /// The unit at an offset and the offset after it.
    #[inline]
    fn next(self, text: &[u8], at: usize) -> Option<(u32, usize)> {
        match self {
            Unit::Byte => text.get(at).map(|&byte| (byte as u32, at + 1)),
            Unit::Char => wtf8::decode_at(text, at),
        }
    }

    /// The unit before an offset and the offset of its start.
    #[inline]
    fn previous(self, text: &[u8], at: usize) -> Option<(u32, usize)> {
        let start = match self {
            Unit::Byte => at.checked_sub(1)?,
            Unit::Char if at == 0 => return None,
            Unit::Char => wtf8::retreat(text, at, 1),
        };
        self.next(text, start).map(|(cp, _)| (cp, start))
    }

    fn is_space(self, cp: u32) -> bool {
        match self {
            Unit::Byte => matches!(cp, 9..=13 | 32),
            Unit::Char => is_space(cp),
        }
    }

    fn is_line_break(self, cp: u32) -> bool {
        match self {
            Unit::Byte => matches!(cp, 10 | 13),
            Unit::Char => is_line_break(cp),
        }
    }
}

/// The byte offset of the first occurrence.
#[inline]
pub fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [byte] => find_byte(text, *byte),
        _ if text.len() < SHORT => find_short(text, needle),
        _ => memmem::find(text, needle),
    }
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The bits 7 of those bytes of a word that are zero.
#[inline(always)]
fn zero_bytes(word: u64) -> u64 {
    !(((word & !HIGH) + !HIGH) | word) & HIGH
}

/// The word of the eight bytes at an offset; the first byte is the lowest one.
#[inline(always)]
fn word_at(text: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(text.get(at..at + 8)?.try_into().ok()?))
}

/// The offset of the first occurrence of a byte. Short texts are looked at in words: choosing a vector routine would
/// cost more than the search.
#[inline]
pub fn find_byte(text: &[u8], byte: u8) -> Option<usize> {
    if text.len() >= 64 {
        return memchr::memchr(byte, text);
    }
    let pattern = u64::from(byte) * LOW;
    let mut at = 0;
    while let Some(word) = word_at(text, at) {
        let hits = zero_bytes(word ^ pattern);
        if hits != 0 {
            return Some(at + hits.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    text[at..].iter().position(|&b| b == byte).map(|i| at + i)
}

/// Whether a byte occurs.
#[inline]
pub fn has_byte(text: &[u8], byte: u8) -> bool {
    // Texts of four to seven bytes are looked at in two halves that overlap.
    if let (4..8, Some(first), Some(last)) = (text.len(), text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let word = u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
        return zero_bytes(word ^ (u64::from(byte) * LOW)) != 0;
    }
    find_byte(text, byte).is_some()
}

/// Whether a text of up to 16 bytes has a byte; `None` for longer ones. Words that may overlap are looked at.
#[inline(always)]
pub fn has_byte_short(text: &[u8], byte: u8) -> Option<bool> {
    let pattern = u64::from(byte) * LOW;
    let len = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        if len > 16 {
            return None;
        }
        let (first, last) = (u64::from_le_bytes(*first) ^ pattern, u64::from_le_bytes(*last) ^ pattern);
        return Some(zero_bytes(first) | zero_bytes(last) != 0);
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let word = u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
        return Some(zero_bytes(word ^ pattern) != 0);
    }
    let has = |at: usize| text.get(at) == Some(&byte);
    Some(has(0) || has(1) || has(2))
}

/// Calls `found` with the offsets of up to `limit` occurrences of a byte: words while there are hits, a vector routine
/// after a while without.
#[inline]
fn each_byte(text: &[u8], byte: u8, limit: usize, mut found: impl FnMut(usize)) {
    let pattern = u64::from(byte) * LOW;
    let (mut at, mut left, mut quiet) = (0, limit, 0);
    if left == 0 {
        return;
    }
    while let Some(word) = word_at(text, at) {
        let mut hits = zero_bytes(word ^ pattern);
        if hits == 0 {
            at += 8;
            quiet += 1;
            if quiet == 8 {
                match memchr::memchr(byte, &text[at..]) {
                    Some(distance) => at += distance,
                    None => return,
                }
                quiet = 0;
            }
            continue;
        }
        quiet = 0;
        while hits != 0 {
            found(at + hits.trailing_zeros() as usize / 8);
            left -= 1;
            if left == 0 {
                return;
            }
            hits &= hits - 1;
        }
        at += 8;
    }
    for (i, _) in text[at..].iter().enumerate().filter(|(_, b)| **b == byte).take(left) {
        found(at + i);
    }
}

/// The byte offset of the last occurrence.
#[inline]
pub fn rfind(text: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(text.len()),
        [byte] if text.len() < 16 => text.iter().rposition(|b| b == byte),
        [byte] => memchr::memrchr(*byte, text),
        _ => memmem::rfind(text, needle),
    }
}

/// The number of non-overlapping occurrences; an empty needle occurs around every character.
pub fn count(text: &[u8], needle: &[u8], unit: Unit) -> usize {
    match needle {
        [] => unit.count(text) + 1,
        [byte] if text.len() < 64 => {
            let pattern = u64::from(*byte) * LOW;
            let (mut total, mut at) = (0, 0);
            while let Some(word) = word_at(text, at) {
                total += zero_bytes(word ^ pattern).count_ones() as usize;
                at += 8;
            }
            total + text[at..].iter().filter(|b| *b == byte).count()
        }
        [byte] => memchr::memchr_iter(*byte, text).count(),
        _ => {
            let mut total = 0;
            each_match(text, needle, usize::MAX, |_| total += 1);
            total
        }
    }
}

/// Haystacks below this length are searched without preparing the needle, which would cost more than the search.
const SHORT: usize = 256;

/// Calls `found` with the byte offsets of up to `limit` non-overlapping occurrences of a needle that is not empty.
#[inline]
pub fn each_match(text: &[u8], needle: &[u8], limit: usize, mut found: impl FnMut(usize)) {
    if let [byte] = needle {
        each_byte(text, *byte, limit, found);
    } else if text.len() < SHORT {
        let mut at = 0;
        for _ in 0..limit {
            let Some(next) = find_short(&text[at..], needle) else { break };
            found(at + next);
            at += next + needle.len();
        }
    } else {
        memmem::find_iter(text, needle).take(limit).for_each(found);
    }
}

/// The first occurrence of a needle of two or more bytes in a short text: candidates by the first byte.
fn find_short(text: &[u8], needle: &[u8]) -> Option<usize> {
    let last = text.len().checked_sub(needle.len())?;
    let (first, rest) = needle.split_first()?;
    let mut at = 0;
    while at <= last {
        at += find_byte(&text[at..=last], *first)?;
        if &text[at + 1..at + needle.len()] == rest {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Replaces up to `limit` occurrences; `None` if nothing changes.
pub fn replace(text: &[u8], old: &[u8], new: &[u8], limit: Option<usize>, unit: Unit) -> Option<Vec<u8>> {
    let limit = limit.unwrap_or(usize::MAX);
    if limit == 0 || old == new {
        return None;
    }
    let mut out = Vec::new();
    let mut at = 0;
    if old.is_empty() {
        for _ in 0..limit {
            out.extend_from_slice(new);
            let Some((_, next)) = unit.next(text, at) else { break };
            out.extend_from_slice(&text[at..next]);
            at = next;
        }
    } else {
        let mut changed = false;
        each_match(text, old, limit, |start| {
            if !changed {
                out.reserve(text.len());
                changed = true;
            }
            out.extend_from_slice(&text[at..start]);
            out.extend_from_slice(new);
            at = start + old.len();
        });
        if !changed {
            return None;
        }
    }
    out.extend_from_slice(&text[at..]);
    Some(out)
}

/// `split(sep, maxsplit)`; the separator must not be empty.
pub fn split<'a>(text: &'a [u8], separator: &[u8], limit: Option<usize>) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut at = 0;
    let limit = limit.unwrap_or(usize::MAX);
    each_match(text, separator, limit, |start| {
        parts.push(&text[at..start]);
        at = start + separator.len();
    });
    parts.push(&text[at..]);
    parts
}

/// `rsplit(sep, maxsplit)`; the separator must not be empty.
pub fn rsplit<'a>(text: &'a [u8], separator: &[u8], limit: Option<usize>) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut end = text.len();
    for _ in 0..limit.unwrap_or(usize::MAX) {
        let Some(start) = rfind(&text[..end], separator) else { break };
        parts.push(&text[start + separator.len()..end]);
        end = start;
    }
    parts.push(&text[..end]);
    parts.reverse();
    parts
}

/// `split(None, maxsplit)`: at runs of white space, without empty parts.
pub fn split_space(text: &[u8], limit: Option<usize>, unit: Unit) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut left = limit.unwrap_or(usize::MAX);
    loop {
        at = skip_space(text, at, unit);
        if at == text.len() {
            return parts;
        }
        if left == 0 {
            parts.push(&text[at..]);
            return parts;
        }
        let start = at;
        while let Some((_, next)) = unit.next(text, at).filter(|&(cp, _)| !unit.is_space(cp)) {
            at = next;
        }
        parts.push(&text[start..at]);
        left -= 1;
    }
}

/// `rsplit(None, maxsplit)`.
pub fn rsplit_space(text: &[u8], limit: Option<usize>, unit: Unit) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut left = limit.unwrap_or(usize::MAX);
    loop {
        rest = strip_space(rest, false, true, unit);
        if rest.is_empty() {
            break;
        }
        if left == 0 {
            parts.push(rest);
            break;
        }
        let mut start = rest.len();
        while let Some((_, previous)) = unit.previous(rest, start).filter(|&(cp, _)| !unit.is_space(cp)) {
            start = previous;
        }
        parts.push(&rest[start..]);
        rest = &rest[..start];
        left -= 1;
    }
    parts.reverse();
    parts
}

/// Which ASCII characters are white space in text (not in `bytes`, where the separators 28 to 31 are none).
static ASCII_SPACE: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 9;
    while at <= 32 {
        table[at] = matches!(at, 9..=13 | 28..=32);
        at += 1;
    }
    table
};

/// The bits 7 of those bytes of a word of ASCII text that lie in a range of two letters.
#[inline(always)]
fn letters(word: u64, first: u8, last: u8) -> u64 {
    let from = word + u64::from(128 - first) * LOW;
    let above = word + u64::from(127 - last) * LOW;
    from & !above & HIGH
}

#[inline(always)]
fn flip_letters(text: &mut [u8], first: u8, last: u8) {
    let mut words = text.chunks_exact_mut(8);
    for chunk in &mut words {
        if let Ok(chunk) = <&mut [u8; 8]>::try_from(chunk) {
            let word = u64::from_le_bytes(*chunk);
            *chunk = (word ^ letters(word, first, last) >> 2).to_le_bytes();
        }
    }
    for byte in words.into_remainder() {
        if (first..=last).contains(byte) {
            *byte ^= 0x20;
        }
    }
}

/// Makes ASCII text lower case.
#[inline]
pub fn ascii_lower(text: &mut [u8]) {
    flip_letters(text, b'A', b'Z');
}

/// Makes ASCII text upper case.
#[inline]
pub fn ascii_upper(text: &mut [u8]) {
    flip_letters(text, b'a', b'z');
}

/// Whether a character is ASCII white space of text.
#[inline(always)]
pub fn is_ascii_space(byte: u8) -> bool {
    ASCII_SPACE[byte as usize]
}

/// Calls `found` with the parts of ASCII text that `split(None, maxsplit)` gives.
#[inline]
pub fn each_word<'a>(text: &'a [u8], limit: Option<usize>, mut found: impl FnMut(&'a [u8])) {
    let mut at = 0;
    let mut left = limit.unwrap_or(usize::MAX);
    loop {
        while at < text.len() && is_ascii_space(text[at]) {
            at += 1;
        }
        if at == text.len() {
            return;
        }
        let start = at;
        if left == 0 {
            found(&text[start..]);
            return;
        }
        while at < text.len() && !is_ascii_space(text[at]) {
            at += 1;
        }
        found(&text[start..at]);
        left -= 1;
    }
}

/// Strips white space of text from the ends asked for: bytewise up to the first characters that are not ASCII.
#[inline]
pub fn strip_text(text: &[u8], left: bool, right: bool) -> &[u8] {
    let (mut start, mut end) = (0, text.len());
    if left {
        while start < end && is_ascii_space(text[start]) {
            start += 1;
        }
    }
    if right {
        while end > start && is_ascii_space(text[end - 1]) {
            end -= 1;
        }
    }
    let rest = &text[start..end];
    match rest {
        [.., last] if right && !last.is_ascii() => strip_space(rest, left, right, Unit::Char),
        [first, ..] if left && !first.is_ascii() => strip_space(rest, left, right, Unit::Char),
        _ => rest,
    }
}

fn skip_space(text: &[u8], mut at: usize, unit: Unit) -> usize {
    while let Some((_, next)) = unit.next(text, at).filter(|&(cp, _)| unit.is_space(cp)) {
        at = next;
    }
    at
}

/// `splitlines(keepends)`.
pub fn split_lines(text: &[u8], keep_ends: bool, unit: Unit) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some((cp, next)) = unit.next(text, at) {
        if unit.is_line_break(cp) {
            let end = at;
            at = if cp == 13 && text.get(next) == Some(&b'\n') { next + 1 } else { next };
            lines.push(&text[start..if keep_ends { at } else { end }]);
            start = at;
        } else {
            at = next;
        }
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}

/// Calls `found` with the lines of ASCII text that `splitlines(keepends)` gives.
#[inline]
pub fn each_ascii_line<'a>(text: &'a [u8], keep_ends: bool, mut found: impl FnMut(&'a [u8])) {
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let byte = text[at];
        if !matches!(byte, 10..=13 | 28..=30) {
            at += 1;
            continue;
        }
        let end = at;
        at += if byte == 13 && text.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
        found(&text[start..if keep_ends { at } else { end }]);
        start = at;
    }
    if start < text.len() {
        found(&text[start..]);
    }
}

/// Strips white space from the ends asked for.
pub fn strip_space(text: &[u8], left: bool, right: bool, unit: Unit) -> &[u8] {
    strip_while(text, left, right, unit, |cp| unit.is_space(cp))
}

/// Strips the characters of a set from the ends asked for.
pub fn strip_chars<'a>(text: &'a [u8], set: &[u8], left: bool, right: bool, unit: Unit) -> &'a [u8] {
    if unit == Unit::Byte || set.is_ascii() {
        return strip_while(text, left, right, unit, |cp| cp < 256 && set.contains(&(cp as u8)));
    }
    strip_while(text, left, right, unit, |cp| wtf8::code_points(set).any(|member| member == cp))
}

fn strip_while(text: &[u8], left: bool, right: bool, unit: Unit, drop: impl Fn(u32) -> bool) -> &[u8] {
    let (mut start, mut end) = (0, text.len());
    if left {
        while let Some((_, next)) = unit.next(text, start).filter(|&(cp, _)| drop(cp)) {
            start = next;
        }
    }
    if right {
        while end > start
            && let Some((_, previous)) = unit.previous(text, end).filter(|&(cp, _)| drop(cp))
        {
            end = previous;
        }
    }
    &text[start..end]
}

/// `expandtabs(size)`.
pub fn expand_tabs(text: &[u8], size: usize, unit: Unit) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let (mut at, mut column) = (0, 0);
    while let Some((cp, next)) = unit.next(text, at) {
        if cp == 9 {
            if size > 0 {
                let spaces = size - column % size;
                out.resize(out.len() + spaces, b' ');
                column += spaces;
            }
        } else {
            out.extend_from_slice(&text[at..next]);
            column = if matches!(cp, 10 | 13) { 0 } else { column + 1 };
        }
        at = next;
    }
    out
}
