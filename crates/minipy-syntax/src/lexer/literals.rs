//! Ends of string literals and the errors of malformed numbers.

use super::driver::error_at;
use crate::error::RawError;

/// The offset after the closing quotes; `from` is the offset after the opening ones.
///
/// The error is the offset at which the literal breaks off: a line end or the end of the source.
pub(super) fn string_end(bytes: &[u8], from: usize, quote: u8, triple: bool) -> Result<usize, usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let found = if triple {
            memchr::memchr2(quote, b'\\', rest)
        } else {
            // A lone carriage return ends a line too, but is too rare to search for in the common case.
            memchr::memchr3(quote, b'\\', b'\n', rest)
        };
        let before = &rest[..found.unwrap_or(rest.len())];
        if !triple && let Some(line_end) = memchr::memchr(b'\r', before) {
            return Err(at + line_end);
        }
        let Some(offset) = found else { return Err(bytes.len()) };
        at += offset;
        match bytes[at] {
            b'\\' => at += if bytes[at + 1..].starts_with(b"\r\n") { 3 } else { 2 },
            b'\n' => return Err(at),
            _ if !triple => return Ok(at + 1),
            _ if bytes[at..].starts_with(&[quote; 3]) => return Ok(at + 3),
            _ => at += 1,
        }
    }
}

/// Whether a keyword that may follow a number without a blank starts here.
pub(super) fn starts_keyword(bytes: &[u8]) -> bool {
    // CPython looks at what follows the keyword for some of them only.
    const WHOLE: [&[u8]; 5] = [b"and", b"else", b"for", b"not", b"or"];
    const PREFIX: [&[u8]; 3] = [b"if", b"in", b"is"];
    let ends = |length: usize| {
        bytes.get(length).is_none_or(|&byte| !(byte == b'_' || byte >= 0x80 || byte.is_ascii_alphanumeric()))
    };
    WHOLE.iter().any(|keyword| bytes.starts_with(keyword) && ends(keyword.len()))
        || PREFIX.iter().any(|keyword| bytes.starts_with(keyword))
}

/// Whether digits with a leading zero stand right before `else`.
pub(super) fn is_number_before_else(digits: &[u8], rest: &[u8]) -> bool {
    let well_formed = !digits.ends_with(b"_") && !digits.windows(2).any(|pair| pair == b"__");
    well_formed && rest.starts_with(b"else") && starts_keyword(rest)
}

/// Reads a malformed number as CPython's tokenizer does, up to the point where it gives up.
struct NumberScan<'s> {
    bytes: &'s [u8],
    at: usize,
}

impl NumberScan<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn fail(&self, kind: &str) -> RawError {
        error_at(format!("invalid {kind} literal"), self.at)
    }

    /// Digits with single underscores between them.
    fn decimal_tail(&mut self) -> Result<(), RawError> {
        loop {
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return Err(self.fail("decimal"));
            }
        }
    }

    fn radix(&mut self, kind: &str, is_digit: fn(u8) -> bool, names_digit: bool) -> RawError {
        self.at += 2;
        loop {
            if self.peek() == b'_' {
                self.at += 1;
            }
            let next = self.peek();
            if !is_digit(next) {
                if names_digit && next.is_ascii_digit() {
                    let message = format!("invalid digit '{}' in {kind} literal", next as char);
                    return error_at(message, self.at + 1);
                }
                return self.fail(kind);
            }
            while is_digit(self.peek()) {
                self.at += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        let next = self.peek();
        if names_digit && next.is_ascii_digit() {
            return error_at(format!("invalid digit '{}' in {kind} literal", next as char), self.at + 1);
        }
        self.fail(kind)
    }
}

/// The error for a malformed number that starts at `start`.
pub(super) fn number_error(bytes: &[u8], start: usize) -> RawError {
    let mut scan = NumberScan { bytes, at: start };
    match scan_number(&mut scan, start) {
        Ok(kind) | Err(Stop::Tail(kind)) => scan.fail(kind),
        Err(Stop::Error(error)) => error,
    }
}

enum Stop {
    Error(RawError),
    Tail(&'static str),
}

impl From<RawError> for Stop {
    fn from(error: RawError) -> Self {
        Self::Error(error)
    }
}

fn scan_number(scan: &mut NumberScan<'_>, start: usize) -> Result<&'static str, Stop> {
    if scan.peek() == b'0' {
        let radix = match scan.bytes.get(start + 1) {
            Some(b'x' | b'X') => Some(scan.radix("hexadecimal", |byte| byte.is_ascii_hexdigit(), false)),
            Some(b'o' | b'O') => Some(scan.radix("octal", |byte| matches!(byte, b'0'..=b'7'), true)),
            Some(b'b' | b'B') => Some(scan.radix("binary", |byte| matches!(byte, b'0' | b'1'), true)),
            _ => None,
        };
        if let Some(error) = radix {
            return Err(error.into());
        }
        leading_zero(scan, start)?;
    } else if scan.peek() != b'.' {
        scan.decimal_tail()?;
    }
    let mut kind = "decimal";
    if scan.peek() == b'.' {
        scan.at += 1;
        if scan.peek().is_ascii_digit() {
            scan.decimal_tail()?;
        }
    }
    if matches!(scan.peek(), b'e' | b'E') {
        let mark = scan.at;
        scan.at += 1;
        if matches!(scan.peek(), b'+' | b'-') {
            scan.at += 1;
            if !scan.peek().is_ascii_digit() {
                return Err(scan.fail("decimal").into());
            }
        }
        if !scan.peek().is_ascii_digit() {
            scan.at = mark;
            return Err(Stop::Tail("decimal"));
        }
        scan.decimal_tail()?;
    }
    if matches!(scan.peek(), b'j' | b'J') {
        scan.at += 1;
        kind = "imaginary";
    }
    Ok(kind)
}

/// `0` and what follows: zeros only, or an error unless a float follows.
fn leading_zero(scan: &mut NumberScan<'_>, start: usize) -> Result<(), Stop> {
    loop {
        while scan.peek() == b'0' {
            scan.at += 1;
        }
        if scan.peek() != b'_' {
            break;
        }
        scan.at += 1;
        if !scan.peek().is_ascii_digit() {
            return Err(scan.fail("decimal").into());
        }
    }
    let zeros_end = scan.at;
    if scan.peek().is_ascii_digit() {
        scan.decimal_tail()?;
        if !matches!(scan.peek(), b'.' | b'e' | b'E' | b'j' | b'J') {
            let message =
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
            return Err(RawError::lexical(message, start as u32 + 1, zeros_end as u32 + 1).into());
        }
    }
    Ok(())
}

/// A name before a quote is an error if its letters are string prefixes that exclude each other.
pub(super) fn check_prefix(bytes: &[u8], start: usize, end: usize) -> Result<(), RawError> {
    let prefix = bytes[start..end].to_ascii_lowercase();
    let repeated = |index: usize| prefix[..index].contains(&prefix[index]);
    if (0..prefix.len()).any(|index| !b"burft".contains(&prefix[index]) || repeated(index)) {
        return Ok(());
    }
    const CONFLICTS: [(u8, u8); 7] =
        [(b'u', b'b'), (b'u', b'r'), (b'u', b'f'), (b'u', b't'), (b'b', b'f'), (b'b', b't'), (b'f', b't')];
    for (one, other) in CONFLICTS {
        if prefix.contains(&one) && prefix.contains(&other) {
            let message = format!("'{}' and '{}' prefixes are incompatible", one as char, other as char);
            return Err(RawError::lexical(message, start as u32 + 1, end as u32 + 1));
        }
    }
    Ok(())
}
