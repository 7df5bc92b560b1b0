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
use crate::lexer::names::disguised as keyword_of;
use crate::lexer::tokens::{Token, TokenKind};
use crate::lexer::{Lexed, ends_in_blanks};
use crate::lower::RawWarning;
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

impl Case<'_> {
    /// Whether CPython's tokenizer sees a line end after the last line.
    fn ends_line(&self) -> bool {
        self.mode == Mode::Exec || self.source.ends_with(['\n', '\r'])
    }
}

/// An error at an indentation token: CPython has only the tokenizer's column then.
fn at_indentation(source: &str, ends_line: bool, message: String, token: Token) -> RawError {
    if token.start as usize >= source.len() {
        // At the end the tokenizer stands after the last line end.
        let line = source.strip_suffix('\n').unwrap_or(source);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let error = RawError::syntax(message, line.len() as u32, 0).with_end(-1);
        return RawError { start_extra: i32::from(ends_line), ..error };
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
        // The end stands for the missing line end, or for one more; the ends of blocks follow a missing one, and then
        // there is one more.
        let blocks = tokens.iter().rev().take_while(|token| token.kind == TokenKind::Dedent).count();
        if (missing > 0 || ends_in_blanks(case.source)) && blocks > 0 {
            tokens.insert(tokens.len() - blocks, newline);
        }
        tokens.push(newline);
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

/// CPython's error, or `None` if its grammar finds nothing wrong, and the warnings before it.
pub(crate) fn diagnose(case: &Case<'_>) -> (Option<RawError>, Vec<RawWarning>) {
    let mut tokens = tokens_for_mode(case);
    mark_templates(case.source, &mut tokens);
    let levels = levels(&tokens);
    let mut engine = Engine::new(case.source, case.ends_line(), &tokens, &levels);
    let error = find(case, &mut engine).map(|error| finished(case, &engine, error));
    let mut warnings = engine.warnings;
    // Before an error of the syntax, CPython reads all tokens; others end it at once.
    let goes_on = error.as_ref().is_none_or(|error| match error.kind {
        ErrorKind::Syntax => !error.message.starts_with("multiple statements"),
        ErrorKind::Indentation => !error.message.starts_with("unexpected"),
        _ => false,
    });
    let read = tokens.get(engine.fill.saturating_sub(1)).map_or(0, |token| token.end);
    warnings.extend(RawWarning::lexical(case.source, case.lexed).filter(|warning| goes_on || warning.order <= read));
    RawWarning::sort(&mut warnings);
    (error, warnings)
}

/// How far the tokenizer has read when there are so many tokens.
fn read_to(case: &Case<'_>, tokens: &[Token], fill: usize) -> u32 {
    let end = case.source.len() as u32;
    let Some(token) = fill.checked_sub(1).and_then(|last| tokens.get(last)) else { return 0 };
    match token.kind {
        // The line after the block has been read, or the end.
        TokenKind::Indent | TokenKind::Dedent => (token.end + 1).min(end),
        TokenKind::Newline => token.start + 1,
        _ => token.end,
    }
}

fn finished(case: &Case<'_>, engine: &Engine<'_>, mut error: RawError) -> RawError {
    if error.read.is_none() {
        error.read = Some(read_to(case, engine.tokens, engine.fill));
    }
    if error.message.ends_with("instead of '<>'?") && case.source[error.start as usize..].starts_with("!=") {
        error.message = "with Barry as BDFL, use '<>' instead of '!='".to_owned();
        error.end = End::At(error.start + 2, 1);
    }
    // A line end starts with the comment before it.
    let comments = &case.lexed.comments;
    if !error.lexical
        && error.offset.is_none()
        && error.end != End::Literal(-1)
        && let Ok(index) = comments.binary_search_by_key(&error.start, |comment| comment.1)
    {
        error.start = comments[index].0;
    }
    error
}

/// The error for a name that is a keyword in normal form.
pub(crate) fn disguised(source: &str, name: Token) -> RawError {
    let keyword = keyword_of(&source[name.start as usize..name.end as usize]).unwrap_or_default();
    let message = format!("identifier field can't represent '{keyword}' constant");
    RawError::syntax(message, name.start, name.end).with_kind(ErrorKind::Value)
}

/// What CPython's compiler says of an f-string in a pattern, and of which range: of the mapping that it is a key of, or
/// of the f-string at `index`.
pub(crate) fn formatted_pattern(tokens: &[Token], index: usize) -> (&'static str, (u32, u32)) {
    let end_of = |open: usize| {
        let mut depth = 0;
        let closing = tokens[open..].iter().find(|token| {
            depth += i32::from(token.kind.opens()) - i32::from(token.kind.closes());
            depth == 0
        });
        closing.map_or(tokens[open].end, |token| token.end)
    };
    let mut depth = 0;
    let bracket = tokens[..index].iter().rposition(|token| {
        depth += i32::from(token.kind.closes()) - i32::from(token.kind.opens());
        depth < 0
    });
    let is_key = !matches!(tokens[..index], [.., before] if before.kind == TokenKind::Colon);
    match bracket {
        Some(open) if is_key && tokens[open].kind == TokenKind::LeftBrace => {
            ("mapping pattern keys may only match literals and attribute lookups", (tokens[open].start, end_of(open)))
        }
        _ => {
            let mut end = tokens[index].end;
            let mut nested = 0;
            for token in &tokens[index..] {
                match token.kind {
                    TokenKind::FStringStart => nested += 1,
                    TokenKind::FStringEnd => nested -= 1,
                    TokenKind::String => {}
                    _ if nested == 0 => break,
                    _ => {}
                }
                end = token.end;
            }
            ("patterns may only match literals and attribute lookups", (tokens[index].start, end))
        }
    }
}

fn find(case: &Case<'_>, engine: &mut Engine<'_>) -> Option<RawError> {
    let tokens = engine.tokens;
    let rule = match case.mode {
        Mode::Exec => "file",
        Mode::Single => "interactive",
        Mode::Eval => "eval",
    };
    match engine.run(rule, 0, false) {
        Ok(true) if case.mode == Mode::Single => return engine.more_statements(),
        Ok(true) => return None,
        Ok(false) => {}
        Err(stop) => {
            if let Some(error) = literal_before(case, tokens, engine.fill.saturating_sub(1)) {
                return Some(override_lexical(case, tokens, engine.fill.saturating_sub(1)).unwrap_or(error));
            }
            return stopped(*stop, case, engine);
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
            other => return stopped(other, case, engine),
        },
    };
    let current = engine.fill.saturating_sub(1);
    let error = if error.kind == ErrorKind::Indentation
        && is_indentation(tokens, last)
        && error.message.starts_with("unexpected")
        || matches!(error.kind, ErrorKind::Value | ErrorKind::Decode)
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
        TokenKind::Indent => at_indentation(case.source, case.ends_line(), "unexpected indent".to_owned(), token)
            .with_kind(ErrorKind::Indentation),
        TokenKind::Dedent => at_indentation(case.source, case.ends_line(), "unexpected unindent".to_owned(), token)
            .with_kind(ErrorKind::Indentation),
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
            return Some(RawError { read: Some(case.source.len() as u32), ..error.clone() });
        }
    }
    None
}

fn stopped(stop: Stop, case: &Case<'_>, engine: &Engine<'_>) -> Option<RawError> {
    Some(match stop {
        Stop::Lengthy => return None,
        Stop::Error(error) if matches!(error.kind, ErrorKind::Value | ErrorKind::Decode) => error,
        Stop::Error(error) => override_lexical(case, engine.tokens, engine.fill.saturating_sub(1)).unwrap_or(error),
        Stop::Lexical => {
            let error = case.lexed.error.clone().unwrap_or_else(|| RawError::syntax("invalid syntax", 0, 0));
            // An open bracket is an error at the end of the source.
            let at_end = error.message.ends_with("was never closed");
            RawError { read: Some(if at_end { case.source.len() as u32 } else { 0 }), ..error }
        }
        Stop::Limit => RawError::syntax("Parser stack overflowed - Python source too complex to parse", 0, 0)
            .with_kind(ErrorKind::Memory),
    })
}
