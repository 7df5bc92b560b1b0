//! From the parser crate's tree to ours: consumes it node by node, repairs what 3.14 has otherwise, decodes literals.
//!
//! Lowering cannot fail halfway: errors are noted (the earliest wins) and the statement that has one is the last.

mod args;
pub(crate) mod check;
mod escapes;
mod expr;
mod fstring;
mod name_aliases;
mod numbers;
mod pattern;
mod stmt;
mod strings;
mod type_params;

use crate::Mode;
use crate::ast::{Expr, ExprKind, Ident, Mod, Name, Span, Stmt, StmtKind};
use crate::error::{ErrorKind, RawError};
use crate::lexer::tokens::{Token, TokenKind};
use crate::lexer::{Lexed, ends_in_blanks};
use crate::rewrite::{Group, SideTables};
use rustpython_parser::ast as rp;
use rustpython_parser::text_size::TextRange;
use unicode_normalization::UnicodeNormalization;

/// A warning with the offset it is about.
#[derive(Debug)]
pub(crate) struct RawWarning {
    pub message: String,
    pub span: Span,
    /// Where it is.
    pub at: u32,
    /// The offset whose line the warning names.
    pub line_at: u32,
    /// Lines to add to that line.
    pub extra_lines: u32,
    /// How many lines of the tokenizer's piece of text come before it.
    lines: u32,
    /// Warnings are issued in the order of these offsets: where CPython's parser stood.
    pub order: u32,
}

impl RawWarning {
    /// About an escape sequence in a text that starts at the offset `from` and belongs to a token.
    fn escape(dubious: escapes::Dubious, from: u32, token: Span) -> Self {
        let at = from + dubious.offset as u32;
        Self { lines: dubious.lines, order: token.end, ..Self::new(dubious.message, token, at) }
    }

    fn new(message: String, span: Span, at: u32) -> Self {
        Self { message, span, at, line_at: at, extra_lines: 0, lines: 0, order: span.end }
    }

    /// The same in the text of an f-string, which is decoded at its end: CPython counts the lines from there.
    pub fn at_end(self, end: u32) -> Self {
        Self { order: end, line_at: end - 1, extra_lines: self.lines, ..self }
    }

    /// What the tokenizer warns about: numbers that run into a keyword, backslashes before braces in f-strings.
    pub fn lexical<'a>(source: &'a str, lexed: &'a Lexed) -> impl Iterator<Item = Self> + 'a {
        let glued = lexed.glued_numbers.iter().map(move |&token| Self::glued_number(source, token));
        glued.chain(lexed.escaped_braces.iter().map(move |&at| {
            let span = Span { start: at, end: at + 2 };
            let message = escapes::dubious_message(&source[at as usize + 1..at as usize + 2], false);
            Self::new(message, span, at)
        }))
    }

    fn glued_number(source: &str, token: Token) -> Self {
        let kind = match token.kind {
            TokenKind::Imaginary => "imaginary",
            TokenKind::RadixInt => match source.as_bytes()[token.start as usize + 1] {
                b'x' | b'X' => "hexadecimal",
                b'o' | b'O' => "octal",
                _ => "binary",
            },
            _ => "decimal",
        };
        let span = Span { start: token.start, end: token.end };
        Self::new(format!("invalid {kind} literal"), span, token.start)
    }

    /// Puts warnings into the order in which CPython gives them.
    pub fn sort(warnings: &mut [Self]) {
        warnings.sort_by_key(|warning| (warning.order, warning.at));
    }
}

/// How deep a tree may be before the parser of CPython gives up (right recursion), in its units.
const MAX_LEVEL: u32 = 6_000;
/// How deep a tree may be at all, so that walking and dropping it fits the stacks it is used on.
const MAX_DEPTH: u32 = 12_000;

/// The state of a lowering.
pub(crate) struct Lowering<'a> {
    pub source: &'a str,
    pub tokens: &'a [Token],
    side: &'a SideTables,
    pub error: Option<RawError>,
    pub warnings: Vec<RawWarning>,
    depth: u32,
    level: u32,
    /// The deepest expression or statement nesting seen.
    pub max_depth: u32,
    /// Index of the literal group found last; the next lookup is likely the next group.
    last_group: usize,
}

/// The range of a node.
fn span(range: TextRange) -> Span {
    Span { start: range.start().into(), end: range.end().into() }
}

impl<'a> Lowering<'a> {
    pub fn new(source: &'a str, tokens: &'a [Token], side: &'a SideTables) -> Self {
        Self {
            source,
            tokens,
            side,
            error: None,
            warnings: Vec::new(),
            depth: 0,
            level: 0,
            max_depth: 0,
            last_group: 0,
        }
    }

    /// Notes an error unless an earlier one is known.
    pub fn fail(&mut self, error: RawError) {
        if self.error.as_ref().is_none_or(|known| known.start > error.start) {
            self.error = Some(error);
        }
    }

    /// Notes a `SyntaxError` about a range.
    pub fn fail_at(&mut self, message: impl Into<String>, at: Span) {
        self.fail(RawError::syntax(message, at.start, at.end));
    }

    /// Goes one node down; false if the tree is too deep, which is then noted.
    fn enter(&mut self, weight: u32) -> bool {
        self.depth += 1;
        self.max_depth = self.max_depth.max(self.depth);
        if !self.climb(weight) {
            return false;
        }
        if self.depth > MAX_DEPTH {
            let message = "maximum recursion depth exceeded during compilation";
            self.error = Some(RawError::syntax(message, 0, 0).with_kind(ErrorKind::Recursion));
            return false;
        }
        true
    }

    /// Adds to the parser stack that CPython would need; false if it would overflow.
    fn climb(&mut self, weight: u32) -> bool {
        self.level += weight;
        if self.level > MAX_LEVEL {
            let message = "Parser stack overflowed - Python source too complex to parse";
            self.error = Some(RawError::syntax(message, 0, 0).with_kind(ErrorKind::Memory));
            return false;
        }
        true
    }

    fn leave(&mut self, weight: u32) {
        self.depth -= 1;
        self.level -= weight;
    }

    /// The group of literals that starts at an offset.
    fn group(&mut self, start: u32) -> Option<&'a Group> {
        let groups = &self.side.groups;
        if let Some(next) = groups.get(self.last_group + 1)
            && next.start == start
        {
            self.last_group += 1;
            return Some(next);
        }
        let index = groups.binary_search_by_key(&start, |group| group.start).ok()?;
        self.last_group = index;
        Some(&groups[index])
    }

    /// Index of the first token at or after an offset, past the ends of blocks there.
    pub fn token_index(&self, offset: u32) -> usize {
        let mut index = self.tokens.partition_point(|token| token.start < offset);
        while self.tokens.get(index).is_some_and(|token| token.kind == TokenKind::Dedent) {
            index += 1;
        }
        index
    }

    /// The token with an index; the end marker past the end.
    pub fn token(&self, index: usize) -> Token {
        let end = self.source.len() as u32;
        self.tokens.get(index).copied().unwrap_or(Token { kind: TokenKind::EndMarker, start: end, end })
    }

    /// Index of the token that closes the bracket at `open`.
    pub fn closing(&self, open: usize) -> usize {
        let mut depth = 0;
        for (index, token) in self.tokens.iter().enumerate().skip(open) {
            if token.kind.opens() {
                depth += 1;
            } else if token.kind.closes() {
                depth -= 1;
                if depth == 0 {
                    return index;
                }
            }
        }
        self.tokens.len()
    }

    /// The offset after blanks, line ends, continuations and comments.
    fn skip_blanks(&self, from: u32) -> u32 {
        let bytes = self.source.as_bytes();
        let mut at = from as usize;
        loop {
            match bytes.get(at) {
                Some(b' ' | b'\t' | b'\n' | b'\r' | b'\\' | 0x0C) => at += 1,
                Some(b'#') => at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length),
                _ => return at as u32,
            }
        }
    }

    /// An identifier in normal form.
    fn name(&self, identifier: rp::Identifier) -> Name {
        let text: String = identifier.into();
        if text.is_ascii() {
            return text.into_boxed_str();
        }
        text.nfkc().collect::<String>().into_boxed_str()
    }

    fn optional_name(&self, identifier: Option<rp::Identifier>) -> Option<Name> {
        identifier.map(|identifier| self.name(identifier))
    }

    /// An identifier whose first byte is at `start` or after blanks.
    fn ident_after(&self, identifier: rp::Identifier, from: u32) -> Ident {
        let start = self.skip_blanks(from);
        let end = start + identifier.as_str().len() as u32;
        Ident { name: self.name(identifier), span: Span { start, end } }
    }

    /// An identifier that ends at an offset.
    fn ident_before(&self, identifier: rp::Identifier, end: u32) -> Ident {
        let start = end - identifier.as_str().len() as u32;
        Ident { name: self.name(identifier), span: Span { start, end } }
    }

    /// Lowers a block; stops after a statement with an error.
    pub fn block(&mut self, body: Vec<rp::Stmt>) -> Vec<Stmt> {
        let mut lowered = Vec::with_capacity(body.len());
        for stmt in body {
            if self.error.is_some() {
                break;
            }
            lowered.push(self.stmt(stmt));
        }
        lowered
    }

    fn exprs(&mut self, exprs: Vec<rp::Expr>) -> Vec<Expr> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    #[expect(clippy::boxed_local, reason = "the children of the parser crate's nodes are boxed")]
    fn boxed(&mut self, expr: Box<rp::Expr>) -> Box<Expr> {
        Box::new(self.expr(*expr))
    }

    fn optional(&mut self, expr: Option<Box<rp::Expr>>) -> Option<Box<Expr>> {
        expr.map(|expr| self.boxed(expr))
    }
}

/// What stands in for a node that an error makes unusable.
fn placeholder(span: Span) -> Expr {
    Expr { kind: ExprKind::Tuple { elts: Vec::new() }, span }
}

impl Lowering<'_> {
    /// Lowers a whole tree.
    pub fn module(&mut self, tree: rp::Mod, mode: Mode) -> Mod {
        match tree {
            rp::Mod::Expression(node) => {
                let body = self.boxed(node.body);
                self.check_eval(&body);
                Mod::Expression(body)
            }
            rp::Mod::Module(node) => {
                let body = self.block(node.body);
                if mode == Mode::Single {
                    self.check_single(&body);
                    Mod::Interactive(body)
                } else {
                    Mod::Module(body)
                }
            }
            _ => Mod::Module(Vec::new()),
        }
    }

    /// At the prompt, one statement (or one line of simple ones) is all there must be.
    fn check_single(&mut self, body: &[Stmt]) {
        let Some(first) = body.first() else {
            let end = Token { kind: TokenKind::EndMarker, start: self.source.len() as u32, end: 0 };
            self.fail(RawError::at_token("invalid syntax", end));
            return;
        };
        let compound = self.token(self.token_index(first.span.start)).kind.starts_compound_statement()
            || matches!(first.kind, StmtKind::Match { .. });
        let ends_block = matches!(self.tokens, [.., last, _] if last.kind == TokenKind::Dedent);
        let complete = self.source.ends_with(['\n', '\r']) || ends_block != ends_in_blanks(self.source);
        if compound && !complete {
            // A second line end must follow. If the last one is missing, the tokenizer adds one, and one more after a
            // block, but none inside of it.
            let end = Token { kind: TokenKind::EndMarker, start: self.source.len() as u32, end: 0 };
            self.fail(RawError::at_token("invalid syntax", end));
        }
        for pair in body.windows(2) {
            let mut index = self.token_index(pair[0].span.end);
            while self.token(index).start < pair[1].span.start {
                if self.token(index).kind == TokenKind::Newline {
                    let message = "multiple statements found while compiling a single statement";
                    self.fail_at(message, pair[1].span);
                    return;
                }
                index += 1;
            }
        }
    }

    /// `eval` takes no starred expressions without parentheses.
    fn check_eval(&mut self, expr: &Expr) {
        let starred = |expr: &Expr| matches!(expr.kind, ExprKind::Starred { .. });
        let parenthesised = self.source.as_bytes().get(expr.span.start as usize) == Some(&b'(');
        let found = match &expr.kind {
            ExprKind::Starred { .. } => Some(expr),
            ExprKind::Tuple { elts } if !parenthesised => elts.iter().find(|elt| starred(elt)),
            _ => None,
        };
        if let Some(found) = found {
            self.fail_at("invalid syntax", Span { start: found.span.start, end: found.span.start + 1 });
        }
    }
}
