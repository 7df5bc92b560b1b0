//! The diagnosis of a source text that does not parse: CPython's error, found as CPython finds it.
//!
//! Runs only after an error, so it may take its time. A grammar with CPython's `invalid_` rules is interpreted over
//! the tokens from the statement before the failure on: once to find the furthest token, once more for the rules.

mod engine;
mod grammar;
mod rules;
mod window;

use crate::Mode;
use crate::error::{End, ErrorKind, RawError};
use crate::lexer::Lexed;
use crate::lexer::tokens::{Token, TokenKind};
use crate::lower::check::literal_error;
use engine::{Engine, Stop};

pub(crate) use window::closed_before;

/// The tokens of a malformed source and what is known about its error.
pub(crate) struct Case<'a> {
    pub source: &'a str,
    pub lexed: &'a Lexed,
    pub mode: Mode,
    /// An offset at or before the failure.
    pub offset: u32,
}

/// An error at an indentation token: CPython has only the tokenizer's column then.
fn at_indentation(source: &str, message: String, token: Token) -> RawError {
    if token.start as usize >= source.len() {
        // At the end the tokenizer stands after the last line end.
        let end = source.strip_suffix('\n').unwrap_or(source).len() as u32;
        return RawError::syntax(message, end, 0).with_end(-1);
    }
    // The column is the one after the blanks, counted from zero.
    RawError { start_extra: 0, ..RawError::syntax(message, token.end, 0).with_end(-1) }
}

/// How many tokens are diagnosed from the first on.
const SMALL: usize = 8_000;

/// The tokens as the parser sees them: only a file gets a line end that its last line lacks.
fn tokens_for_mode(case: &Case<'_>) -> Vec<Token> {
    let tokens = &case.lexed.tokens[..];
    if case.mode == Mode::Exec {
        // CPython parses all again, and its rules for errors may find one in sound statements before the failure.
        if tokens.len() <= SMALL {
            return tokens.to_vec();
        }
        return window::around(tokens, case.offset);
    }
    let Some((&end, rest)) = tokens.split_last().filter(|(end, _)| end.kind == TokenKind::EndMarker) else {
        return tokens.to_vec();
    };
    let mut tokens: Vec<Token> =
        rest.iter().copied().filter(|token| token.kind != TokenKind::Newline || token.end > token.start).collect();
    if case.mode == Mode::Single && !tokens.is_empty() {
        let missing = rest.len() - tokens.len();
        let newline = Token { kind: TokenKind::EndNewline, ..end };
        // The end stands for the missing line end, or for one more; the ends of blocks follow a missing one.
        let blocks = tokens.iter().rev().take_while(|token| token.kind == TokenKind::Dedent).count();
        tokens.insert(tokens.len() - if missing > 0 { blocks } else { 0 }, newline);
    }
    tokens.push(end);
    tokens
}

/// Gives the parts of t-strings kinds of their own, as in CPython.
fn mark_templates(source: &str, tokens: &mut [Token]) {
    use TokenKind as K;
    let mut templates = Vec::new();
    for token in tokens {
        if token.kind == K::FStringStart {
            templates.push(source[token.start as usize..token.end as usize].contains(['t', 'T']));
        }
        let in_template = templates.last() == Some(&true);
        if token.kind == K::FStringEnd {
            templates.pop();
        }
        token.kind = match token.kind {
            K::FStringStart if in_template => K::TStringStart,
            K::FStringMiddle if in_template => K::TStringMiddle,
            K::FStringEnd if in_template => K::TStringEnd,
            kind => kind,
        };
    }
}

/// The number of open brackets after each token.
fn levels(tokens: &[Token]) -> Vec<u16> {
    let mut level = 0u16;
    tokens
        .iter()
        .map(|token| {
            if token.kind.opens() {
                level += 1;
            } else if token.kind.closes() {
                level = level.saturating_sub(1);
            }
            level
        })
        .collect()
}

/// CPython's error, or `None` if its grammar finds nothing wrong.
pub(crate) fn diagnose(case: &Case<'_>) -> Option<RawError> {
    let mut error = find(case)?;
    // A line end starts with the comment before it.
    let comments = &case.lexed.comments;
    if !error.lexical
        && error.offset.is_none()
        && error.end != End::Literal(-1)
        && let Ok(index) = comments.binary_search_by_key(&error.start, |comment| comment.1)
    {
        error.start = comments[index].0;
    }
    Some(error)
}

fn find(case: &Case<'_>) -> Option<RawError> {
    let mut tokens = tokens_for_mode(case);
    mark_templates(case.source, &mut tokens);
    let tokens = &tokens[..];
    let levels = levels(tokens);
    let rule = match case.mode {
        Mode::Exec => "file",
        Mode::Single => "interactive",
        Mode::Eval => "eval",
    };
    let mut engine = Engine::new(case.source, tokens, &levels);
    match engine.run(rule, 0, false) {
        Ok(true) if case.mode == Mode::Single => return engine.more_statements(),
        Ok(true) => return None,
        Ok(false) => {}
        Err(stop) => {
            if let Some(error) = literal_before(case, tokens, engine.fill.saturating_sub(1)) {
                return Some(override_lexical(case, tokens, engine.fill.saturating_sub(1)).unwrap_or(error));
            }
            return stopped(*stop, case, &engine);
        }
    }
    let last = engine.fill.saturating_sub(1);
    if let Some(error) = literal_before(case, tokens, last) {
        return Some(override_lexical(case, tokens, last).unwrap_or(error));
    }
    let error = match engine.run(rule, 0, true) {
        Ok(_) => generic(case, tokens, last),
        Err(stop) => match *stop {
            Stop::Error(error) => error,
            other => return stopped(other, case, &engine),
        },
    };
    let current = engine.fill.saturating_sub(1);
    let error = if error.kind == ErrorKind::Indentation
        && is_indentation(tokens, last)
        && error.message.starts_with("unexpected")
    {
        error
    } else {
        override_lexical(case, tokens, current).unwrap_or(error)
    };
    // What stands at the end of the source was made by the tokenizer when it saw the end.
    let at_end = tokens.get(last).is_none_or(|token| {
        let made_at_end = matches!(token.kind, TokenKind::EndMarker | TokenKind::EndNewline | TokenKind::Dedent);
        made_at_end && token.start as usize >= case.source.len()
    });
    Some(error.with_incomplete(at_end))
}

/// The first malformed literal before a token: it is an error as soon as it has been read.
fn literal_before(case: &Case<'_>, tokens: &[Token], last: usize) -> Option<RawError> {
    if case.lexed.tokens.len() <= SMALL {
        // The run over all tokens has checked them in CPython's order.
        return None;
    }
    let all = &case.lexed.tokens;
    let end = match tokens.get(last) {
        Some(token) => all.partition_point(|other| other.start < token.start),
        None => all.len(),
    };
    literal_error(case.source, &all[..end])
}

fn is_indentation(tokens: &[Token], index: usize) -> bool {
    tokens.get(index).is_some_and(|token| matches!(token.kind, TokenKind::Indent | TokenKind::Dedent))
}

/// The error when no rule has a better one.
fn generic(case: &Case<'_>, tokens: &[Token], last: usize) -> RawError {
    let end = case.source.len() as u32;
    let token = tokens.get(last).copied().unwrap_or(Token { kind: TokenKind::EndMarker, start: end, end });
    match token.kind {
        TokenKind::Indent => {
            at_indentation(case.source, "unexpected indent".to_owned(), token).with_kind(ErrorKind::Indentation)
        }
        TokenKind::Dedent => {
            at_indentation(case.source, "unexpected unindent".to_owned(), token).with_kind(ErrorKind::Indentation)
        }
        _ => RawError::at_token("invalid syntax", token),
    }
}

/// Any later lexical error replaces an error of the grammar, except that an open bracket must be on an earlier line.
fn override_lexical(case: &Case<'_>, tokens: &[Token], current: usize) -> Option<RawError> {
    let error = case.lexed.error.as_ref()?;
    if error.lexical {
        return Some(error.clone());
    }
    if let Some(error) = case.lexed.never_closed.as_ref().filter(|_| !case.lexed.in_fstring) {
        let token = tokens.get(current)?;
        let between = case.source.get(error.start as usize..token.start as usize)?;
        if between.contains(['\n', '\r']) {
            return Some(error.clone());
        }
    }
    None
}

fn stopped(stop: Stop, case: &Case<'_>, engine: &Engine<'_>) -> Option<RawError> {
    Some(match stop {
        Stop::Lengthy => return None,
        Stop::Error(error) => override_lexical(case, engine.tokens, engine.fill.saturating_sub(1)).unwrap_or(error),
        Stop::Lexical => case.lexed.error.clone().unwrap_or_else(|| RawError::syntax("invalid syntax", 0, 0)),
        Stop::Limit => RawError::syntax("Parser stack overflowed - Python source too complex to parse", 0, 0)
            .with_kind(ErrorKind::Memory),
    })
}
