//! Rewrites the 3.14 token stream into one that the rustpython-parser 0.4.0 grammar accepts.
//!
//! String literals of all kinds, PEP 758 handlers and PEP 696 defaults become older syntax with synthetic tokens of
//! no width; what they stand for is noted in side tables that the lowering reads by position. Soft keywords are
//! decided here. Must not know the parser's types.

pub(crate) mod flufl;
mod soft;
mod strings;
mod type_params;

use crate::error::RawError;
use crate::lexer::tokens::{Token, TokenKind};

/// A piece of a string literal group.
#[derive(Debug)]
pub(crate) enum Part {
    /// Literal text of an f-string or t-string, or of a format specification.
    Middle { start: u32, end: u32, raw: bool },
    /// A whole literal without fields, prefix and quotes included.
    Plain { start: u32, end: u32 },
    /// A replacement field; its expression is the next argument of the synthetic call.
    Field(Box<Field>),
}

/// A replacement field.
#[derive(Debug)]
pub(crate) struct Field {
    /// From brace to brace.
    pub start: u32,
    pub end: u32,
    /// Source of `expression =` for self-documenting fields.
    pub debug: Option<(u32, u32)>,
    /// The character after `!`, or 0.
    pub conversion: u8,
    /// The format specification, with its range from the colon on.
    pub spec: Option<Vec<Part>>,
    pub spec_range: (u32, u32),
    /// The range from the brace to the end of the expression's text.
    pub expression: (u32, u32),
}

/// Which node a group of adjacent literals becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupKind {
    /// A constant.
    Plain,
    /// A `JoinedStr`.
    Format,
    /// A `TemplateStr`.
    Template,
}

/// A run of adjacent string literals.
#[derive(Debug)]
pub(crate) struct Group {
    pub start: u32,
    pub end: u32,
    pub kind: GroupKind,
    pub parts: Vec<Part>,
}

/// A type parameter with a default, sent to the grammar as a bound that calls a string.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TypeDefault {
    /// Position of the synthetic call.
    pub call: u32,
    /// Start of the parameter, stars included.
    pub start: u32,
    /// 0, 1 for `*`, 2 for `**`.
    pub stars: u8,
    pub has_bound: bool,
    pub end: u32,
}

/// What the rewriter took out of the token stream, sorted by position.
#[derive(Debug, Default)]
pub(crate) struct SideTables {
    pub groups: Vec<Group>,
    pub type_defaults: Vec<TypeDefault>,
    /// The first error that the rewriting itself found.
    pub error: Option<RawError>,
}

impl SideTables {
    /// Notes an error unless an earlier one is known.
    fn fail(&mut self, error: RawError) {
        if self.error.as_ref().is_none_or(|known| known.start > error.start) {
            self.error = Some(error);
        }
    }
}

/// The result of rewriting.
pub(crate) struct Rewritten {
    pub tokens: Vec<Token>,
    pub side: SideTables,
}

/// Rewrites a token list.
///
/// With `wrap_stars`, what follows a star in a subscript gets parentheses: `a[*b or c]` is rare, so this is not done
/// at once.
pub(crate) fn rewrite(source: &str, tokens: &[Token], wrap_stars: bool) -> Rewritten {
    let mut rewriter = Rewriter {
        source,
        input: tokens,
        output: Vec::with_capacity(tokens.len() + tokens.len() / 16 + 8),
        side: SideTables::default(),
        match_blocks: Vec::new(),
        match_pending: false,
        wrap_stars,
    };
    let end = tokens.len() - usize::from(tokens.last().is_some_and(|last| last.kind == TokenKind::EndMarker));
    rewriter.range(0, end);
    rewriter.side.type_defaults.sort_by_key(|default| default.call);
    Rewritten { tokens: rewriter.output, side: rewriter.side }
}

struct Rewriter<'a> {
    source: &'a str,
    input: &'a [Token],
    output: Vec<Token>,
    side: SideTables,
    /// For each open block, whether it is the block of a `match` statement.
    match_blocks: Vec<bool>,
    /// Whether the current logical line is the header of a `match` statement.
    match_pending: bool,
    /// Whether starred elements of subscripts get parentheses.
    wrap_stars: bool,
}

impl Rewriter<'_> {
    fn synthetic(&mut self, kind: TokenKind, at: u32) {
        self.output.push(Token { kind, start: at, end: at });
    }

    fn name(&mut self, token: Token) {
        self.output.push(Token { kind: TokenKind::Name, ..token });
    }

    fn kind(&self, index: usize) -> TokenKind {
        self.input.get(index).map_or(TokenKind::EndMarker, |token| token.kind)
    }

    /// The index of the token that closes the bracket at `open`, or `end`.
    fn closing(&self, open: usize, end: usize) -> usize {
        let mut depth = 0;
        for index in open..end {
            let kind = self.input[index].kind;
            if kind.opens() {
                depth += 1;
            } else if kind.closes() {
                depth -= 1;
                if depth == 0 {
                    return index;
                }
            }
        }
        end
    }

    /// The first token of one of these kinds outside brackets, before the logical line ends.
    fn find(&self, from: usize, end: usize, kinds: &[TokenKind]) -> Option<usize> {
        let (mut depth, mut lambdas) = (0i32, 0);
        for index in from..end {
            let kind = self.input[index].kind;
            if depth == 0 && kinds.contains(&kind) {
                if kind != TokenKind::Colon || lambdas == 0 {
                    return Some(index);
                }
                lambdas -= 1;
            }
            match kind {
                TokenKind::Lambda if depth == 0 => lambdas += 1,
                TokenKind::Newline => return None,
                _ if kind.opens() => depth += 1,
                _ if kind.closes() => {
                    depth -= 1;
                    if depth < 0 {
                        return None;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Whether the star at `index` starts an element of a subscript.
    fn is_starred_element(&self, index: usize) -> bool {
        use TokenKind as K;
        let mut depth = 0;
        for open in (0..index).rev() {
            let kind = self.input[open].kind;
            if kind.closes() {
                depth += 1;
            } else if kind.opens() && depth > 0 {
                depth -= 1;
            } else if kind.opens() {
                let before = self.kind(open.wrapping_sub(1));
                let subscript = before.is_name() || before.closes() || matches!(before, K::String | K::FStringEnd);
                return kind == K::LeftBracket
                    && subscript
                    && matches!(self.kind(index - 1), K::LeftBracket | K::Comma);
            }
        }
        false
    }

    /// Where the element of a bracket ends that starts at `index`.
    fn element_end(&self, index: usize, end: usize) -> usize {
        let mut depth = 0;
        for at in index..end {
            let kind = self.input[at].kind;
            if depth == 0 && (kind == TokenKind::Comma || kind.closes()) {
                return at;
            }
            depth += i32::from(kind.opens()) - i32::from(kind.closes());
        }
        end
    }

    /// Rewrites the tokens from `index` to `end`.
    fn range(&mut self, mut index: usize, end: usize) {
        use TokenKind as K;
        let mut statement_start = true;
        let mut line_start = true;
        while index < end {
            let token = self.input[index];
            let (starts_statement, starts_line) = (statement_start, line_start);
            line_start = matches!(token.kind, K::Newline | K::Indent | K::Dedent);
            statement_start = line_start || matches!(token.kind, K::Semicolon | K::Colon);
            match token.kind {
                K::String | K::FStringStart => {
                    index = self.strings(index, end);
                    continue;
                }
                K::Indent => {
                    self.match_blocks.push(self.match_pending);
                    self.match_pending = false;
                    self.output.push(token);
                }
                K::Dedent => {
                    self.match_blocks.pop();
                    self.output.push(token);
                }
                K::Match => {
                    if starts_line && self.is_match(index, end) {
                        self.match_pending = true;
                        self.output.push(token);
                    } else {
                        self.name(token);
                    }
                }
                K::Case => {
                    if starts_line && self.match_blocks.last() == Some(&true) {
                        self.output.push(token);
                    } else {
                        self.name(token);
                    }
                }
                K::Type => {
                    if starts_statement && self.is_type_alias(index) {
                        self.output.push(token);
                        self.name(self.input[index + 1]);
                        index = self.maybe_type_params(index + 2, end);
                        continue;
                    }
                    self.name(token);
                }
                K::Def | K::Class if self.kind(index + 1).is_name() && index + 1 < end => {
                    self.output.push(token);
                    self.name(self.input[index + 1]);
                    index = self.maybe_type_params(index + 2, end);
                    continue;
                }
                K::Star if self.wrap_stars && self.is_starred_element(index) => {
                    self.output.push(token);
                    let stop = self.element_end(index + 1, end);
                    self.parenthesised(index + 1, stop);
                    index = stop;
                    continue;
                }
                K::DoubleStar
                    if matches!(self.kind(index + 1), K::RightParen | K::Colon | K::Comma | K::FieldColon) =>
                {
                    // The grammar of the parser crate lets the name after `**` be missing.
                    if let Some(&next) = self.input.get(index + 1) {
                        self.side.fail(RawError::at_token("invalid syntax", next));
                    }
                    self.output.push(token);
                }
                K::Except if starts_line => {
                    index = self.handler(index, end);
                    continue;
                }
                _ => self.output.push(token),
            }
            index += 1;
        }
    }

    /// PEP 758: puts the exceptions of `except A, B:` into parentheses.
    fn handler(&mut self, index: usize, end: usize) -> usize {
        use TokenKind as K;
        self.output.push(self.input[index]);
        let mut first = index + 1;
        if first < end && self.kind(first) == K::Star {
            self.output.push(self.input[first]);
            first += 1;
        }
        let comma = self.find(first, end, &[K::Colon, K::Comma, K::As]);
        let Some(comma) = comma.filter(|&at| self.kind(at) == K::Comma && at > first) else { return first };
        let Some(stop) = self.find(comma, end, &[K::Colon, K::As]) else { return first };
        if self.kind(stop) == K::As {
            let message = "multiple exception types must be parenthesized when using 'as'";
            let end_offset = self.input[stop - 1].end;
            self.side.fail(RawError::syntax(message, self.input[first].start, end_offset));
        }
        self.synthetic(K::SynthParenOpen, self.input[first].start);
        self.range(first, stop);
        self.synthetic(K::SynthParenClose, self.input[stop - 1].end);
        stop
    }
}
