//! The front end: source bytes in, syntax tree (`ast`) or `SyntaxError` out.
//!
//! The only crate that names the parser and lexer crates. Must not know code objects or values.
//! Flow: `source` decodes, `lexer` splits into tokens, `rewrite` turns 3.14 syntax into older syntax, `parse` runs the
//! grammar, `lower` builds our tree with the checks of `validate`, and `diagnose` finds CPython's error text.

pub mod ast;
mod depth;
mod diagnose;
pub mod dump;
pub mod error;
pub mod lexer;
mod lower;
mod parse;
mod rewrite;
pub mod source;
mod validate;

pub use error::{ErrorKind, SyntaxError, SyntaxWarning};
pub use lexer::{Lexed, tokenize, tokens};
pub use source::{LineCursor, LineIndex, Source, decode_source};

use error::RawError;
use lexer::tokens::{Token, TokenKind};

/// What a source text is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file or a block of statements.
    Exec,
    /// One statement at the interactive prompt.
    Single,
    /// One expression.
    Eval,
}

/// A parsed source text.
#[derive(Debug)]
pub struct Parsed {
    /// The tree.
    pub module: ast::Mod,
    /// The text, with its line index.
    pub source: Source,
    /// Warnings to issue, in source order.
    pub warnings: Vec<SyntaxWarning>,
    /// How deep the tree nests: what recurses over it needs a stack to match.
    pub depth: u32,
}

/// A source text that does not parse.
#[derive(Debug)]
pub struct Rejected {
    /// Why.
    pub error: SyntaxError,
    /// Warnings to issue before the error, in order.
    pub warnings: Vec<SyntaxWarning>,
    /// The text, with its line index.
    pub source: Source,
}

impl std::fmt::Display for Rejected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Rejected {}

/// Parses a source text into a tree.
pub fn parse(source: &str, mode: Mode) -> Result<ast::Mod, SyntaxError> {
    parse_raw(source, mode)
        .map(|outcome| outcome.module)
        .map_err(|(error, _)| error.resolve(source, &LineIndex::new(source), mode == Mode::Exec))
}

/// Finds the lines of warnings.
fn placed(warnings: Vec<lower::RawWarning>, source: &Source) -> Vec<SyntaxWarning> {
    let place = |warning: lower::RawWarning| SyntaxWarning {
        message: warning.message,
        lineno: source.lines().line(warning.line_at) + warning.extra_lines,
        span: warning.span,
    };
    warnings.into_iter().map(place).collect()
}

/// Parses a source text into a tree with its warnings and line index.
pub fn parse_source(source: String, mode: Mode) -> Result<Parsed, Box<Rejected>> {
    let source = Source::new(source);
    match parse_raw(source.text(), mode) {
        Ok(Outcome { module, warnings, depth }) => {
            let warnings = placed(warnings, &source);
            Ok(Parsed { module, source, warnings, depth })
        }
        Err((error, warnings)) => {
            let error = error.resolve(source.text(), source.lines(), mode == Mode::Exec);
            let warnings = placed(warnings, &source);
            Err(Box::new(Rejected { error, warnings, source }))
        }
    }
}

/// Whether the interactive prompt must ask for another line, as `codeop` decides it.
///
/// A source that holds a compound statement is complete only when its last line is blank.
pub fn needs_more_input(source: &str) -> bool {
    let mut terminated = source.to_owned();
    terminated.push('\n');
    match parse_raw(&terminated, Mode::Single) {
        Err((error, _)) => {
            // Blanks and comments do nothing, but they are complete.
            let lexed = tokenize(source);
            let blank = lexed.error.is_none() && lexed.tokens.iter().all(|token| token.kind == TokenKind::EndMarker);
            error.incomplete && !blank
        }
        Ok(_) => {
            let lexed = tokenize(source);
            // A compound statement starts with its keyword, or ends blocks at the end of the source.
            let first = lexed.tokens.iter().find(|token| token.kind != TokenKind::Newline);
            let compound = first.is_some_and(|token| token.kind.starts_compound_statement())
                || lexed.tokens.iter().any(|token| token.kind == TokenKind::Dedent);
            compound && !source.ends_with('\n')
        }
    }
}

struct Outcome {
    module: ast::Mod,
    warnings: Vec<lower::RawWarning>,
    depth: u32,
}

/// An error with the warnings before it.
type Failure = (RawError, Vec<lower::RawWarning>);

fn parse_raw(source: &str, mode: Mode) -> Result<Outcome, Failure> {
    let mut lexed = lexer::tokenize_as(source, mode == Mode::Exec);
    if mode == Mode::Single {
        lexed.forget_last_indent();
    }
    rewrite::flufl::exchange(source, &mut lexed.tokens);
    let bound = depth::bound(&lexed.tokens);
    let first = depth::with_stack(bound, || attempt(source, &lexed, &lexed.tokens, mode, false));
    let Some(first) = first else {
        let message = "Parser stack overflowed - Python source too complex to parse";
        return Err((RawError::syntax(message, 0, 0).with_kind(ErrorKind::Memory), Vec::new()));
    };
    let suspect = match first {
        Ok(outcome) if lexed.error.is_none() && lexed.disguised.is_none() => return Ok(outcome),
        first => first.err(),
    };
    if let Some(suspect) = &suspect
        && suspect.error.kind != ErrorKind::Syntax
    {
        return Err((suspect.error.clone(), Vec::new()));
    }
    let (found, warnings) = find_error(source, &lexed, mode, suspect, bound);
    match found {
        Ok(error) => Err((error, warnings)),
        Err(fallback) => {
            // CPython's grammar sees nothing wrong: one rare construct needs another rewriting.
            let again = depth::with_stack(bound, || attempt(source, &lexed, &lexed.tokens, mode, true).ok());
            again.flatten().ok_or((RawError { late: true, ..fallback }, warnings))
        }
    }
}

/// An error that the parser crate or our checks found; CPython may see another one.
struct Suspect {
    error: RawError,
    /// An offset at or before the failure.
    offset: u32,
    /// Whether the grammar failed, so that what comes before has not been checked.
    unchecked: bool,
}

/// Where the argument ends that begins with the token at `index`.
fn argument_end(tokens: &[lexer::tokens::Token], index: usize) -> u32 {
    use TokenKind as K;
    let mut depth = 0;
    let mut end = 0;
    for token in tokens.iter().skip(index) {
        match token.kind {
            K::LeftParen | K::LeftBracket | K::LeftBrace | K::FieldStart => depth += 1,
            K::RightParen | K::RightBracket | K::RightBrace | K::FieldEnd if depth == 0 => break,
            K::RightParen | K::RightBracket | K::RightBrace | K::FieldEnd => depth -= 1,
            K::Comma | K::FieldColon | K::FieldExclamation | K::FieldDebug if depth == 0 => break,
            _ => {}
        }
        end = token.end;
    }
    end
}

/// Parses the tokens of a source, or some of them.
fn attempt(source: &str, lexed: &Lexed, tokens: &[Token], mode: Mode, wrap_stars: bool) -> Result<Outcome, Suspect> {
    let mut rewritten = rewrite::rewrite(source, tokens, wrap_stars);
    if let Some(error) = rewritten.side.error.take() {
        let offset = error.start;
        return Err(Suspect { error, offset, unchecked: true });
    }
    let tree = match parse::run(source, &rewritten.tokens, mode == Mode::Eval) {
        Ok(tree) => tree,
        Err(failure) => {
            let index = tokens.partition_point(|token| token.start < failure.offset);
            let mut start = failure.offset;
            let mut end = match failure.rule.as_deref() {
                Some(rule)
                    if rule.starts_with("keyword argument repeated") || rule.ends_with("starred expression here") =>
                {
                    argument_end(tokens, index)
                }
                _ => tokens.get(index).map_or(failure.offset, |token| token.end),
            };
            // What only CPython's compiler rejects gets its compiler's message.
            let message = match failure.rule.as_deref() {
                Some("cannot use starred expression here") => "can't use starred expression here".to_owned(),
                Some(rule) => rule.to_owned(),
                None if tokens.get(index).is_some_and(|token| token.kind == TokenKind::FStringStart) => {
                    let (message, pattern) = diagnose::formatted_pattern(tokens, index);
                    (start, end) = pattern;
                    message.to_owned()
                }
                None => "invalid syntax".to_owned(),
            };
            let offset = failure.offset.min(tokens.last().map_or(0, |token| token.start));
            return Err(Suspect { error: RawError::syntax(message, start, end), offset, unchecked: true });
        }
    };
    let mut lowering = lower::Lowering::new(source, &lexed.tokens, &rewritten.side);
    let module = lowering.module(tree, mode);
    let lower::Lowering { error, mut warnings, max_depth, .. } = lowering;
    if let Some(error) = error {
        let offset = error.start;
        return Err(Suspect { error, offset, unchecked: false });
    }
    warnings.extend(lower::RawWarning::lexical(source, lexed));
    lower::RawWarning::sort(&mut warnings);
    Ok(Outcome { module, warnings, depth: max_depth })
}

/// CPython's error for a source in which something is wrong; as `Err`, an error that CPython's grammar does not see.
/// With it come the warnings before the error.
fn find_error(
    source: &str,
    lexed: &Lexed,
    mode: Mode,
    suspect: Option<Suspect>,
    bound: usize,
) -> (Result<RawError, RawError>, Vec<lower::RawWarning>) {
    let end = lexed.tokens.last().map_or(0, |token| token.start);
    let mut offset = suspect.as_ref().map_or(end, |suspect| suspect.offset);
    let mut fallback = match suspect {
        Some(Suspect { error, unchecked, .. }) => {
            if unchecked && mode != Mode::Eval {
                // Our checks may object to a statement before the one that the grammar stumbled over.
                let before = diagnose::closed_before(&lexed.tokens, offset);
                let earlier = depth::with_stack(bound, || attempt(source, lexed, &before, Mode::Exec, false).err());
                if let Some(Some(earlier)) = earlier
                    && !earlier.unchecked
                {
                    offset = earlier.offset;
                }
            }
            Some(error)
        }
        None => None,
    };
    let case = diagnose::Case { source, lexed, mode, offset };
    let (found, warnings) = depth::on_large_stack(|| diagnose::diagnose(&case)).unwrap_or_default();
    let error = match (found, &lexed.error, lexed.disguised) {
        (Some(found), ..) => Ok(found),
        (None, Some(error), _) => Ok(error.clone()),
        (None, None, Some(name)) => Ok(diagnose::disguised(source, name)),
        _ => Err(fallback.take().unwrap_or_else(|| RawError::syntax("invalid syntax", offset, offset))),
    };
    (error, warnings)
}
