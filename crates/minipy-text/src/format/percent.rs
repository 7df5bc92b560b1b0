//! printf-style formatting (`%`) of text and bytes: the template parser and the numeric conversions.
//!
//! The parser does not fetch arguments: the caller gets the pieces of a conversion in the order CPython evaluates them
//! (key, `*` width, `*` precision, value) and resolves them into [`Field`].

use dashu_int::IBig;

use super::apply::too_many_digits;
use super::{FormatError, room, value_error};
use crate::float::{Render, render};
use crate::{int, wtf8};

/// The flags of a conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// space
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A width or precision as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Not given.
    None,
    /// A number.
    Fixed(usize),
    /// `*`: the next argument.
    Star,
}

/// A conversion specification as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion<'a> {
    /// The key in parentheses.
    pub key: Option<&'a [u8]>,
    /// The flags.
    pub flags: Flags,
    /// The minimal width.
    pub width: Amount,
    /// The precision.
    pub precision: Amount,
    /// The conversion character.
    pub kind: u32,
    /// The index of the conversion character, for messages.
    pub index: usize,
    /// What is wrong with the rest, for which there is no `kind` then. The caller raises it once it has the key and what
    /// the `*` stand for.
    pub broken: Option<FormatError>,
}

impl Conversion<'_> {
    /// The error for a conversion character nobody knows. Of bytes it is shown as it is; CPython takes those beyond ASCII
    /// for negative, unless they follow a digit.
    pub fn unsupported(&self, template: &[u8], is_bytes: bool) -> FormatError {
        let shown = match u8::try_from(self.kind) {
            Ok(byte) if is_bytes || (31..127).contains(&byte) => char::from(byte),
            _ => '?',
        };
        let after_digit = self.index > 0
            && template.get(self.index - 1).is_some_and(u8::is_ascii_digit)
            && [self.width, self.precision].iter().any(|amount| matches!(amount, Amount::Fixed(_)));
        if is_bytes && self.kind >= 128 && !after_digit {
            return FormatError::Overflow("character argument not in range(0x110000)".to_owned());
        }
        let message = format!("unsupported format character '{shown}' (0x{:x}) at index {}", self.kind, self.index);
        FormatError::Value(message)
    }
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text to copy; `%%` yields a literal `%`.
    Literal(&'a [u8]),
    /// A conversion.
    Conversion(Conversion<'a>),
}

/// Iterates over the pieces of a template; an error (always a ValueError) ends the iteration.
pub struct Template<'a> {
    text: &'a [u8],
    at: usize,
    is_bytes: bool,
}

impl<'a> Template<'a> {
    /// A template for `str % ...` (WTF-8) or `bytes % ...`, which differ in what counts as one character.
    pub fn new(text: &'a [u8], is_bytes: bool) -> Self {
        Self { text, at: 0, is_bytes }
    }

    /// The pieces of a template from a byte offset on.
    pub fn starting_at(text: &'a [u8], at: usize, is_bytes: bool) -> Self {
        Self { text, at, is_bytes }
    }

    /// The byte offset of the next piece.
    pub fn offset(&self) -> usize {
        self.at
    }

    fn conversion(&mut self) -> Result<Piece<'a>, FormatError> {
        let key = if self.peek() == Some(b'(') { Some(self.key()?) } else { None };
        let mut conversion = Conversion {
            key,
            flags: Flags::default(),
            width: Amount::None,
            precision: Amount::None,
            kind: 0,
            index: 0,
            broken: None,
        };
        conversion.broken = self.after_key(&mut conversion).err();
        Ok(Piece::Conversion(conversion))
    }

    /// Reads the rest of a conversion; what was read before an error stays.
    fn after_key(&mut self, conversion: &mut Conversion) -> Result<(), FormatError> {
        let flags = &mut conversion.flags;
        loop {
            match self.peek() {
                Some(b'-') => flags.left = true,
                Some(b'+') => flags.plus = true,
                Some(b' ') => flags.space = true,
                Some(b'#') => flags.alternate = true,
                Some(b'0') => flags.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        conversion.width = self.amount(isize::MAX as usize, "width too big")?;
        if self.peek() == Some(b'.') {
            self.at += 1;
            let too_big = if self.is_bytes { "prec too big" } else { "precision too big" };
            conversion.precision = match self.amount(i32::MAX as usize, too_big)? {
                Amount::None => Amount::Fixed(0),
                given => given,
            };
        }
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.at += 1;
        }
        let start = self.at;
        let (kind, next) = if self.is_bytes {
            (self.peek().map(u32::from), start + 1)
        } else {
            wtf8::decode_at(self.text, start).map_or((None, start), |(cp, next)| (Some(cp), next))
        };
        let Some(kind) = kind else { return value_error("incomplete format") };
        self.at = next;
        // Only the message about an unknown character shows the index, so it is not counted for the others.
        let known = u8::try_from(kind).is_ok_and(|kind| b"sdrfxiuoXaceEFgG".contains(&kind));
        conversion.index = if self.is_bytes || known { start } else { wtf8::char_index(self.text, start) };
        conversion.kind = kind;
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Reads a key; parentheses nest.
    fn key(&mut self) -> Result<&'a [u8], FormatError> {
        let start = self.at + 1;
        let mut depth = 0;
        for (offset, byte) in self.text[self.at..].iter().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let end = self.at + offset;
                self.at = end + 1;
                return Ok(&self.text[start..end]);
            }
        }
        value_error("incomplete format key")
    }

    fn amount(&mut self, limit: usize, too_big: &str) -> Result<Amount, FormatError> {
        if self.peek() == Some(b'*') {
            self.at += 1;
            return Ok(Amount::Star);
        }
        let mut amount = Amount::None;
        let mut value: usize = 0;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            let digit = (byte - b'0') as usize;
            if value > (limit - digit) / 10 {
                return value_error(too_big);
            }
            value = value * 10 + digit;
            amount = Amount::Fixed(value);
            self.at += 1;
        }
        Ok(amount)
    }
}

impl<'a> Iterator for Template<'a> {
    type Item = Result<Piece<'a>, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let literal = memchr::memchr(b'%', rest).unwrap_or(rest.len());
        if literal > 0 {
            self.at += literal;
            return Some(Ok(Piece::Literal(&rest[..literal])));
        }
        self.at += 1;
        if self.peek() == Some(b'%') {
            self.at += 1;
            return Some(Ok(Piece::Literal(&rest[..1])));
        }
        let piece = self.conversion();
        if matches!(piece, Err(_) | Ok(Piece::Conversion(Conversion { broken: Some(_), .. }))) {
            self.at = self.text.len();
        }
        Some(piece)
    }
}

/// A conversion with its `*` arguments filled in (a negative `*` width sets `left`, a negative precision is 0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// The flags.
    pub flags: Flags,
    /// The minimal width.
    pub width: usize,
    /// The precision.
    pub precision: Option<usize>,
}

/// Formats text for `s r a c b`: truncates to the precision and pads with spaces. For bytes, characters are bytes.
pub fn format_text(out: &mut Vec<u8>, text: &[u8], field: Field, is_bytes: bool) -> Result<(), FormatError> {
    let text = match field.precision {
        Some(precision) if is_bytes => &text[..precision.min(text.len())],
        Some(precision) => &text[..wtf8::byte_offset(text, precision)],
        None => text,
    };
    let len = if is_bytes { text.len() } else { wtf8::count(text) };
    put(out, b"", b"", text, len, Field { flags: Flags { zero: false, ..field.flags }, ..field })
}

/// Formats an integer for `d i u o x X`. `max_digits` is `sys.get_int_max_str_digits()`, zero for no limit.
pub fn format_int(
    out: &mut Vec<u8>,
    value: &IBig,
    kind: u8,
    field: Field,
    max_digits: usize,
) -> Result<(), FormatError> {
    let radix = match kind {
        b'o' => 8,
        b'x' | b'X' => 16,
        _ => 10,
    };
    let text = if radix == 10 {
        int::to_decimal_limited(value, max_digits).map_err(|_| too_many_digits(max_digits))?
    } else {
        int::to_radix(value, radix)
    };
    put_int(out, &text, kind, field)
}

/// Formats a machine-sized integer for `d i u o x X`.
pub fn format_i64(out: &mut Vec<u8>, value: i64, kind: u8, field: Field) -> Result<(), FormatError> {
    match kind {
        b'o' | b'x' | b'X' => {
            put_int(out, &int::to_radix(&IBig::from(value), if kind == b'o' { 8 } else { 16 }), kind, field)
        }
        _ => put_int(out, itoa::Buffer::new().format(value), kind, field),
    }
}

fn put_int(out: &mut Vec<u8>, text: &str, kind: u8, field: Field) -> Result<(), FormatError> {
    let (sign, digits) = split_sign(text.as_bytes(), field.flags);
    let prefix: &[u8] = match kind {
        b'o' if field.flags.alternate => b"0o",
        b'x' if field.flags.alternate => b"0x",
        b'X' if field.flags.alternate => b"0X",
        _ => b"",
    };
    let precision = field.precision.unwrap_or(0);
    let zeros = precision.saturating_sub(digits.len());
    room(zeros)?;
    let mut body = vec![b'0'; zeros];
    body.extend_from_slice(digits);
    if kind == b'X' {
        body.make_ascii_uppercase();
    }
    put(out, sign, prefix, &body, body.len(), field)
}

/// Formats a float for `e E f F g G`.
pub fn format_float(out: &mut Vec<u8>, value: f64, kind: u8, field: Field) -> Result<(), FormatError> {
    let precision = field.precision.unwrap_or(6);
    if precision >= i32::MAX as usize {
        return value_error("precision too big");
    }
    let text = render(value, Render { kind, precision, alternate: field.flags.alternate, add_dot_0: false });
    let (sign, digits) = split_sign(text.as_bytes(), field.flags);
    put(out, sign, b"", digits, digits.len(), field)
}

fn split_sign(text: &[u8], flags: Flags) -> (&'static [u8], &[u8]) {
    match text.strip_prefix(b"-") {
        Some(digits) => (b"-", digits),
        None if flags.plus => (b"+", text),
        None if flags.space => (b" ", text),
        None => (b"", text),
    }
}

/// Writes sign, prefix and body padded to the width: spaces outside, or zeros between prefix and body.
fn put(
    out: &mut Vec<u8>,
    sign: &[u8],
    prefix: &[u8],
    body: &[u8],
    body_len: usize,
    field: Field,
) -> Result<(), FormatError> {
    let padding = field.width.saturating_sub(sign.len() + prefix.len() + body_len);
    room(padding)?;
    let fill = |out: &mut Vec<u8>, byte: u8, wanted: bool| {
        if wanted {
            out.resize(out.len() + padding, byte);
        }
    };
    let flags = field.flags;
    fill(out, b' ', !flags.left && !flags.zero);
    out.extend_from_slice(sign);
    out.extend_from_slice(prefix);
    fill(out, b'0', !flags.left && flags.zero);
    out.extend_from_slice(body);
    fill(out, b' ', flags.left);
    Ok(())
}
