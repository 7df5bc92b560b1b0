//! The text encodings that are built into the interpreter, with all standard error handlers.
//!
//! Text is WTF-8. A user's error handler is a callback; what it answers is checked for encodability here, its position
//! must have been checked by the caller.

mod decode;
mod encode;
mod handlers;

pub use decode::{Decoded, decode};
pub use encode::{encode, encode_utf8};
pub use handlers::{DecodeFix, EncodeFix, fix_decode, fix_encode};

use crate::wtf8;

/// A built-in encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Seven bit ASCII.
    Ascii,
    /// ISO 8859-1.
    Latin1,
    /// UTF-16 with a byte order mark (native little endian without one).
    Utf16,
    /// UTF-16 little endian, no mark.
    Utf16Le,
    /// UTF-16 big endian, no mark.
    Utf16Be,
    /// UTF-32 with a byte order mark (native little endian without one).
    Utf32,
    /// UTF-32 little endian, no mark.
    Utf32Le,
    /// UTF-32 big endian, no mark.
    Utf32Be,
}

impl Encoding {
    /// The name that exceptions carry.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Ascii => "ascii",
            Encoding::Latin1 => "latin-1",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf16Le => "utf-16-le",
            Encoding::Utf16Be => "utf-16-be",
            Encoding::Utf32 => "utf-32",
            Encoding::Utf32Le => "utf-32-le",
            Encoding::Utf32Be => "utf-32-be",
        }
    }

    /// Finds an encoding by name or alias; case, spaces, hyphens and underscores do not matter.
    pub fn from_name(name: &str) -> Option<Self> {
        // What nearly every program says.
        if matches!(name, "utf-8" | "utf8") {
            return Some(Encoding::Utf8);
        }
        let plain: String =
            name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).map(|c| c.to_ascii_lowercase()).collect();
        Some(match plain.as_str() {
            "utf8" | "u8" | "utf" | "cp65001" | "utf8ucs2" | "utf8ucs4" => Encoding::Utf8,
            "ascii" | "usascii" | "646" | "us" | "ansix3.41968" | "ansix341968" | "iso646us" | "iso646.irv:1991" => {
                Encoding::Ascii
            }
            "latin1" | "iso88591" | "8859" | "iso8859" | "l1" | "latin" | "cp819" | "iso8859:1" | "iso88591:1987"
            | "csisolatin1" | "ibm819" | "isoir100" => Encoding::Latin1,
            "utf16" | "u16" => Encoding::Utf16,
            "utf16le" | "unicodelittleunmarked" => Encoding::Utf16Le,
            "utf16be" | "unicodebigunmarked" => Encoding::Utf16Be,
            "utf32" | "u32" => Encoding::Utf32,
            "utf32le" => Encoding::Utf32Le,
            "utf32be" => Encoding::Utf32Be,
            _ => return None,
        })
    }
}

/// An error handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorMode {
    /// Raise.
    Strict,
    /// Skip.
    Ignore,
    /// `?`, or U+FFFD when decoding.
    Replace,
    /// `\xhh`, `\uhhhh`, `\Uhhhhhhhh`.
    BackslashReplace,
    /// `&#nnn;`, encoding only.
    XmlCharRefReplace,
    /// `\N{...}`, encoding only.
    NameReplace,
    /// Smuggle undecodable bytes as U+DC80..U+DCFF.
    SurrogateEscape,
    /// Let surrogates through in the UTF encodings.
    SurrogatePass,
    /// A handler registered by the program: the callback decides.
    Custom,
}

impl ErrorMode {
    /// The handler with that name; any other name is [`ErrorMode::Custom`].
    pub fn from_name(name: &str) -> Self {
        match name {
            "strict" => ErrorMode::Strict,
            "ignore" => ErrorMode::Ignore,
            "replace" => ErrorMode::Replace,
            "backslashreplace" => ErrorMode::BackslashReplace,
            "xmlcharrefreplace" => ErrorMode::XmlCharRefReplace,
            "namereplace" => ErrorMode::NameReplace,
            "surrogateescape" => ErrorMode::SurrogateEscape,
            "surrogatepass" => ErrorMode::SurrogatePass,
            _ => ErrorMode::Custom,
        }
    }
}

/// What could not be converted: the fields of a UnicodeEncodeError (in characters) or UnicodeDecodeError (in bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The name of the encoding.
    pub encoding: &'static str,
    /// Where the trouble starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Why.
    pub reason: &'static str,
}

impl Failure {
    /// `str(UnicodeEncodeError)`.
    pub fn encode_message(&self, text: &[u8]) -> String {
        let Failure { encoding, start, end, reason } = self;
        let first = wtf8::decode_at(text, wtf8::byte_offset(text, *start));
        match first {
            Some((cp, _)) if *end == start + 1 => {
                let mut shown = Vec::new();
                crate::escape::push_hex_escape(&mut shown, cp);
                let shown = String::from_utf8_lossy(&shown);
                format!("'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}")
            }
            _ => {
                let last = end.saturating_sub(1);
                format!("'{encoding}' codec can't encode characters in position {start}-{last}: {reason}")
            }
        }
    }

    /// `str(UnicodeDecodeError)`.
    pub fn decode_message(&self, bytes: &[u8]) -> String {
        let Failure { encoding, start, end, reason } = self;
        match bytes.get(*start) {
            Some(byte) if *end == start + 1 => {
                format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
            }
            _ => {
                let last = end.saturating_sub(1);
                format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")
            }
        }
    }
}

/// Why a conversion stopped; `E` is the error of the caller's handler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodecError<E> {
    /// Raise UnicodeEncodeError or UnicodeDecodeError.
    Failure(Failure),
    /// Raise TypeError with this message.
    Type(&'static str),
    /// The callback raised.
    Handler(E),
}
