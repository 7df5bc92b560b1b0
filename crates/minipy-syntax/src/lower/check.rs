//! Looks for malformed literals among tokens that the grammar could not parse to the end.

use super::escapes::{self, Style};
use super::{Lowering, RawWarning};
use crate::ast::Span;
use crate::error::RawError;
use crate::lexer::tokens::{Token, TokenKind};
use crate::rewrite::SideTables;

/// What is wrong with a string literal.
pub(crate) enum StringError {
    /// CPython's message, about the literal.
    Here(String),
    /// CPython's message, about the token that its parser read last.
    AtLast(String),
}

impl StringError {
    fn at(self, token: Token) -> RawError {
        let (Self::Here(message) | Self::AtLast(message)) = self;
        RawError::syntax(message, token.start, token.end)
    }
}

/// The warnings or the error of a string or bytes literal without replacement fields.
pub(crate) fn check_string(source: &str, token: Token) -> Result<Vec<RawWarning>, StringError> {
    let side = SideTables::default();
    let literal = Lowering::new(source, &[], &side).literal(token.start, token.end);
    let body = &source[literal.body_start..literal.body_end];
    if literal.bytes && !body.is_ascii() {
        return Err(StringError::Here("bytes can only contain ASCII literal characters".to_owned()));
    }
    let style = Style { raw: literal.raw, bytes: literal.bytes, braces: false };
    let found =
        escapes::decode(&mut Vec::new(), body, style).map_err(|failure| StringError::AtLast(failure.message))?;
    let span = Span { start: token.start, end: token.end };
    let from = literal.body_start as u32;
    Ok(found.into_iter().map(|dubious| RawWarning::escape(dubious, from, span)).collect())
}

/// The warnings or the error of a piece of text in an f-string or t-string that starts with the token `opening`.
pub(crate) fn check_text(source: &str, opening: Token, token: Token) -> Result<Vec<RawWarning>, RawError> {
    let raw = source[opening.start as usize..opening.end as usize].contains(['r', 'R']);
    let style = Style { raw, bytes: false, braces: true };
    let end = token.end as usize;
    let mut start = token.start as usize;
    let mut warnings = Vec::new();
    while start < end {
        let (stop, next) = piece_end(source.as_bytes(), start, end, raw);
        let span = Span { start: start as u32, end: stop as u32 };
        let text = &source[start..stop];
        let found = escapes::decode(&mut Vec::new(), text, style).map_err(|failure| RawError {
            codec: failure.codec,
            ..RawError::syntax(failure.message, span.start, span.end)
        })?;
        warnings.extend(found.into_iter().map(|dubious| RawWarning::escape(dubious, span.start, span)));
        start = next;
    }
    Ok(warnings)
}

/// Where the piece ends that CPython's tokenizer makes a token, at a named character or in the middle of a doubled
/// brace, and where the next one starts.
fn piece_end(bytes: &[u8], start: usize, end: usize, raw: bool) -> (usize, usize) {
    let mut at = start;
    while at < end {
        at += match bytes[at] {
            b'{' | b'}' => return (at + 1, at + 2),
            b'\\' if !raw && bytes[at + 1..end].starts_with(b"N{") => {
                let stop = memchr::memchr(b'}', &bytes[at..end]).map_or(end, |length| at + length + 1);
                return (stop, stop);
            }
            b'\\' if !matches!(bytes[at + 1], b'{' | b'}') => 2,
            _ => 1,
        };
    }
    (end, end)
}

/// The error of an integer.
pub(crate) fn integer_error(source: &str, token: Token) -> Option<RawError> {
    let side = SideTables::default();
    let mut lowering = Lowering::new(source, &[], &side);
    lowering.integer(Span { start: token.start, end: token.end });
    lowering.error
}

/// Whether a run of adjacent literals has both bytes and strings.
pub(crate) fn mixes_bytes(source: &str, run: &[Token]) -> bool {
    use TokenKind as K;
    let (mut depth, mut bytes, mut strings) = (0, false, false);
    for token in run {
        match token.kind {
            K::String if depth == 0 => {
                let text = &source.as_bytes()[token.start as usize..token.end as usize];
                let mut prefix = text.iter().take_while(|byte| !matches!(byte, b'\'' | b'"'));
                let is_bytes = prefix.any(|byte| matches!(byte, b'b' | b'B'));
                bytes |= is_bytes;
                strings |= !is_bytes;
            }
            K::FStringStart | K::TStringStart => {
                strings = true;
                depth += 1;
            }
            K::FStringEnd | K::TStringEnd => depth -= 1,
            _ => {}
        }
    }
    bytes && strings
}

/// The first error of a literal among some tokens, near where CPython finds it while parsing them.
pub(crate) fn literal_error(source: &str, tokens: &[Token]) -> Option<RawError> {
    use TokenKind as K;
    let mut openings = Vec::new();
    // Where the run of adjacent literals starts that the loop is in.
    let mut run = None;
    for (index, &token) in tokens.iter().enumerate() {
        if openings.is_empty() {
            if matches!(token.kind, K::String | K::FStringStart) {
                run.get_or_insert(index);
            } else if token.kind != K::FStringEnd
                && let Some(first) = run.take()
                && mixes_bytes(source, &tokens[first..index])
            {
                return Some(RawError::at_token("cannot mix bytes and nonbytes literals", token));
            }
        }
        let error = match token.kind {
            K::String => check_string(source, token).err().map(|error| error.at(token)),
            K::Int => integer_error(source, token),
            K::FStringMiddle => openings.last().and_then(|&opening| check_text(source, opening, token).err()),
            K::FStringStart => {
                openings.push(token);
                None
            }
            K::FStringEnd => {
                openings.pop();
                None
            }
            _ => None,
        };
        if error.is_some() {
            return error;
        }
    }
    None
}
