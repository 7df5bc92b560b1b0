//! Source text: from bytes to `str` (byte-order mark, PEP 263 cookie) and from offsets to lines and columns.
//!
//! Must not know tokens or trees.

use crate::error::{ErrorKind, SyntaxError};

/// A decoded source text with its line index.
#[derive(Debug)]
pub struct Source {
    text: String,
    lines: LineIndex,
}

impl Source {
    /// Indexes a text.
    pub fn new(text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self { text, lines }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its line index.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }
}

/// The offsets at which lines start; `\n`, `\r\n` and `\r` end a line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of a text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        Self { starts }
    }

    /// The number of lines; a text that ends in a line end has an empty last line.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 1, that holds an offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The offset at which a line, counted from 1, starts.
    pub fn line_start(&self, line: u32) -> u32 {
        let index = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        self.starts[index]
    }

    /// The line, from 1, and the column in UTF-8 bytes, from 0.
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        (line, offset - self.line_start(line))
    }

    /// The line, from 1, and the column in characters, from 0.
    pub fn char_position(&self, text: &str, offset: u32) -> (u32, u32) {
        let (line, bytes) = self.position(offset);
        let start = self.line_start(line) as usize;
        let end = (start + bytes as usize).min(text.len());
        let inside = &text.as_bytes()[start.min(text.len())..end];
        // Continuation bytes start no character.
        let chars = inside.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        (line, chars as u32)
    }

    /// The text of a line, counted from 1, without its line end.
    pub fn line_text<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let index = line.max(1) as usize - 1;
        let Some(&start) = self.starts.get(index) else { return "" };
        let end = self.starts.get(index + 1).map_or(text.len(), |&next| next as usize);
        text[start as usize..end].trim_end_matches(['\n', '\r'])
    }

    /// A cursor for lookups in (mostly) ascending order.
    pub fn cursor(&self) -> LineCursor<'_> {
        LineCursor { index: self, line: 0 }
    }
}

/// Looks up positions in constant time as long as they ascend slowly.
#[derive(Debug, Clone)]
pub struct LineCursor<'a> {
    index: &'a LineIndex,
    /// Index into the starts of the line found last.
    line: usize,
}

impl LineCursor<'_> {
    /// The line, from 1, and the column in UTF-8 bytes, from 0.
    pub fn position(&mut self, offset: u32) -> (u32, u32) {
        let starts = &self.index.starts;
        let mut line = self.line;
        if starts[line] > offset {
            line = starts.partition_point(|&start| start <= offset) - 1;
        } else {
            let mut steps = 0;
            while let Some(&next) = starts.get(line + 1) {
                if next > offset {
                    break;
                }
                line += 1;
                steps += 1;
                if steps == 8 {
                    line = starts.partition_point(|&start| start <= offset) - 1;
                    break;
                }
            }
        }
        self.line = line;
        (line as u32 + 1, offset - starts[line])
    }
}

/// The source encodings that are decoded here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Latin1,
    Ascii,
    Table(&'static [(u8, char)], &'static str),
}

/// What ISO 8859-15 has other than Latin-1.
const LATIN9: &[(u8, char)] =
    &[(0xA4, '€'), (0xA6, 'Š'), (0xA8, 'š'), (0xB4, 'Ž'), (0xB8, 'ž'), (0xBC, 'Œ'), (0xBD, 'œ'), (0xBE, 'Ÿ')];

/// What Windows code page 1252 has other than Latin-1; NUL marks bytes without a character.
const CP1252: &[(u8, char)] = &[
    (0x80, '€'),
    (0x81, '\0'),
    (0x82, '‚'),
    (0x83, 'ƒ'),
    (0x84, '„'),
    (0x85, '…'),
    (0x86, '†'),
    (0x87, '‡'),
    (0x88, 'ˆ'),
    (0x89, '‰'),
    (0x8A, 'Š'),
    (0x8B, '‹'),
    (0x8C, 'Œ'),
    (0x8D, '\0'),
    (0x8E, 'Ž'),
    (0x8F, '\0'),
    (0x90, '\0'),
    (0x91, '‘'),
    (0x92, '’'),
    (0x93, '“'),
    (0x94, '”'),
    (0x95, '•'),
    (0x96, '–'),
    (0x97, '—'),
    (0x98, '˜'),
    (0x99, '™'),
    (0x9A, 'š'),
    (0x9B, '›'),
    (0x9C, 'œ'),
    (0x9D, '\0'),
    (0x9E, 'ž'),
    (0x9F, 'Ÿ'),
];

/// KOI8-R from 0x80 on.
const KOI8_R: &str = "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©\
юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

/// The name in lower case with underscores as hyphens, as CPython compares it.
fn normalise(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

fn lookup_encoding(name: &str) -> Option<Encoding> {
    Some(match normalise(name).as_str() {
        "utf-8" | "utf8" | "u8" | "utf" | "utf8-ucs2" | "utf8-ucs4" | "cp65001" | "utf-8-sig" | "utf8-sig" => {
            Encoding::Utf8
        }
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "cp819" | "iso-latin-1" | "l1" | "latin"
        | "iso8859" | "iso-ir-100" => Encoding::Latin1,
        "ascii" | "us-ascii" | "646" | "us" | "ansi-x3.4-1968" | "iso646-us" => Encoding::Ascii,
        "iso-8859-15" | "iso8859-15" | "latin-9" | "latin9" | "l9" => Encoding::Table(LATIN9, "charmap"),
        "cp1252" | "windows-1252" | "1252" => Encoding::Table(CP1252, "charmap"),
        "koi8-r" | "cskoi8r" => Encoding::Table(&[], "koi8-r"),
        _ => return None,
    })
}

/// The name that PEP 263 declares in a line, if any.
fn cookie_in(line: &[u8]) -> Option<&str> {
    let comment = line.iter().position(|byte| !matches!(byte, b' ' | b'\t' | 0x0C))?;
    if line[comment] != b'#' {
        return None;
    }
    let mut from = comment;
    while let Some(found) = memchr::memmem::find(&line[from..], b"coding") {
        let mut at = from + found + 6;
        from += found + 1;
        if !matches!(line.get(at), Some(b':' | b'=')) {
            continue;
        }
        at += 1;
        while matches!(line.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        let name_end = line[at..]
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')))
            .map_or(line.len(), |length| at + length);
        if name_end > at {
            return std::str::from_utf8(&line[at..name_end]).ok();
        }
    }
    None
}

/// The encoding named in the first two lines, as PEP 263 has it, and the line that names it with its number.
fn declared_encoding(bytes: &[u8]) -> Option<(&str, &[u8], u32)> {
    let mut rest = bytes;
    for number in 1..=2 {
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = &rest[..end];
        if let Some(name) = cookie_in(line) {
            return Some((tokenizer_name(name), line, number));
        }
        let first = line.iter().find(|byte| !matches!(byte, b' ' | b'\t' | 0x0C));
        if first.is_some_and(|&byte| byte != b'#') {
            return None;
        }
        let skip = if rest[end..].starts_with(b"\r\n") { 2 } else { 1 };
        rest = rest.get(end + skip..)?;
    }
    None
}

/// The name of an encoding as CPython's tokenizer knows it: two have a name of their own, with any ending.
fn tokenizer_name(name: &str) -> &str {
    let start: String = name.chars().take(12).collect();
    let start = normalise(&start);
    let is = |known: &str| start.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    if is("utf-8") {
        "utf-8"
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1"
    } else {
        name
    }
}

/// An error without a place, as CPython reports it for decoding errors.
fn codec_error(message: String) -> SyntaxError {
    SyntaxError { offset: -1, ..SyntaxError::without_place(ErrorKind::Syntax, message) }
}

/// Decodes a source file: byte-order mark, PEP 263 cookie, UTF-8 otherwise.
///
/// With a `filename` the errors are those of a file given to the interpreter, without those of `compile(bytes)`.
pub fn decode_source(bytes: &[u8], filename: Option<&str>) -> Result<String, SyntaxError> {
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(nul_error(bytes, at, filename.is_some()));
    }
    let (has_mark, body) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(body) => (true, body),
        None => (false, bytes),
    };
    let declared = declared_encoding(body);
    // CPython's tokenizer reads UTF-8 itself under this name only; under an alias it is a codec like others.
    let is_plain = declared.is_none_or(|(name, ..)| name == "utf-8");
    if has_mark
        && !is_plain
        && let Some((name, line, lineno)) = declared
    {
        let message = format!("encoding problem: {name} with BOM");
        return Err(SyntaxError {
            lineno,
            end_lineno: lineno,
            end_offset: line.len() as i32 + i32::from(lineno > 1),
            text: Some(String::from_utf8_lossy(line).into_owned()),
            ..SyntaxError::without_place(ErrorKind::Syntax, message)
        });
    }
    let encoding = match declared {
        None => Encoding::Utf8,
        Some((name, ..)) => lookup_encoding(name).ok_or_else(|| codec_error(format!("unknown encoding: {name}")))?,
    };
    match encoding {
        Encoding::Utf8 => match std::str::from_utf8(body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) if is_plain => Err(utf8_error(body, error.valid_up_to(), filename)),
            Err(error) => {
                let at = error.valid_up_to();
                let reason = match (error.error_len(), body[at]) {
                    (None, _) => "unexpected end of data",
                    (_, 0xC2..=0xF4) => "invalid continuation byte",
                    _ => "invalid start byte",
                };
                Err(codec_error(format!(
                    "'utf-8' codec can't decode byte {:#04x} in position {at}: {reason}",
                    body[at]
                )))
            }
        },
        Encoding::Latin1 => Ok(body.iter().map(|&byte| byte as char).collect()),
        Encoding::Ascii => match body.iter().position(|&byte| byte >= 0x80) {
            None => Ok(String::from_utf8_lossy(body).into_owned()),
            Some(at) => Err(codec_error(format!(
                "'ascii' codec can't decode byte {:#04x} in position {at}: ordinal not in range(128)",
                body[at]
            ))),
        },
        Encoding::Table(table, name) => decode_table(body, table, name),
    }
}

fn decode_table(body: &[u8], table: &[(u8, char)], name: &str) -> Result<String, SyntaxError> {
    let koi: Vec<char> = if name == "koi8-r" { KOI8_R.chars().collect() } else { Vec::new() };
    let mut text = String::with_capacity(body.len() + body.len() / 8);
    for (at, &byte) in body.iter().enumerate() {
        let plain = byte as char;
        let decoded = if byte < 0x80 {
            plain
        } else if !koi.is_empty() {
            koi.get(byte as usize - 0x80).copied().unwrap_or(plain)
        } else {
            table.iter().find(|&&(code, _)| code == byte).map_or(plain, |&(_, decoded)| decoded)
        };
        if decoded == '\0' {
            return Err(codec_error(format!(
                "'charmap' codec can't decode byte {byte:#04x} in position {at}: character maps to <undefined>"
            )));
        }
        text.push(decoded);
    }
    Ok(text)
}

fn nul_error(bytes: &[u8], at: usize, in_file: bool) -> SyntaxError {
    if !in_file {
        return SyntaxError::without_place(ErrorKind::Syntax, "source code string cannot contain null bytes");
    }
    let line_start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let lineno = memchr::memchr_iter(b'\n', &bytes[..at]).count() as u32 + 1;
    SyntaxError {
        lineno,
        end_lineno: lineno,
        text: Some(String::from_utf8_lossy(&bytes[line_start..at]).into_owned()),
        ..SyntaxError::without_place(ErrorKind::Syntax, "source code cannot contain null bytes")
    }
}

fn utf8_error(body: &[u8], at: usize, filename: Option<&str>) -> SyntaxError {
    // A carriage return alone ends a line as well.
    let ends_line = |i: &usize| body[*i] == b'\n' || (body[*i] == b'\r' && body.get(i + 1) != Some(&b'\n'));
    let line_start = (0..at).rev().find(ends_line).map_or(0, |end| end + 1);
    let line_end = (at..body.len()).find(ends_line).unwrap_or(body.len());
    let mut lineno = (0..at).filter(ends_line).count() as u32 + 1;
    if lineno == 2 && filename.is_some() {
        // CPython reads the first two lines of a file to look for the encoding, and has counted but one.
        lineno = 1;
    }
    let column = String::from_utf8_lossy(&body[line_start..at]).chars().count() as i32 + 1;
    let place = filename.map(|name| format!(" in file {name}")).unwrap_or_default();
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}'{place} on line {lineno}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        body[at]
    );
    SyntaxError {
        lineno,
        offset: column,
        end_lineno: lineno,
        end_offset: column,
        text: Some(String::from_utf8_lossy(&body[line_start..line_end]).into_owned()),
        ..SyntaxError::without_place(ErrorKind::Syntax, message)
    }
}
