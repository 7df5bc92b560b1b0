//! The errors of the `invalid_` rules: texts, places, and the checks that only code can make.

use super::engine::{Engine, Stop};
use super::grammar::{Action, Kind, Place};
use crate::error::{End, ErrorKind, RawError};
use crate::lexer::tokens::{Token, TokenKind};
use crate::lower::RawWarning;
use crate::lower::check::{StringError, check_string, check_text, mixes_bytes};

/// An action's result: `None` if it found no error, which ends the rule.
type Raised = Result<Option<()>, Box<Stop>>;

/// What CPython calls a node in messages.
fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Attribute => "attribute",
        Kind::Subscript => "subscript",
        Kind::Starred => "starred",
        Kind::List => "list",
        Kind::Tuple => "tuple",
        Kind::Lambda => "lambda",
        Kind::Call => "function call",
        Kind::Operation => "expression",
        Kind::Generator => "generator expression",
        Kind::Yield => "yield expression",
        Kind::Await => "await expression",
        Kind::ListComp => "list comprehension",
        Kind::SetComp => "set comprehension",
        Kind::DictComp => "dict comprehension",
        Kind::Dict => "dict literal",
        Kind::Set => "set display",
        Kind::FormatString => "f-string expression",
        Kind::TemplateString => "t-string expression",
        Kind::Literal => "literal",
        Kind::False => "False",
        Kind::True => "True",
        Kind::None => "None",
        Kind::Ellipsis => "ellipsis",
        Kind::Compare => "comparison",
        Kind::IfExp => "conditional expression",
        Kind::NamedExpr => "named expression",
        _ => "name",
    }
}

impl Engine<'_> {
    /// The bytes of a node.
    fn bytes(&self, node: usize) -> (u32, u32) {
        let node = &self.nodes[node];
        let mut items = node.children.iter().filter(|&&child| self.nodes[child].end > self.nodes[child].start);
        if node.kind == Kind::Sequence
            && let Some(&first) = items.next()
        {
            // An item in parentheses has its place without them.
            let last = items.next_back().copied().unwrap_or(first);
            return (self.bytes(first).0, self.bytes(last).1);
        }
        let start = self.tokens.get(node.start).map_or(self.source.len() as u32, |token| token.start);
        let end = match node.end.checked_sub(1).map(|last| self.tokens[last]) {
            _ if node.end <= node.start => start,
            // The token reaches to what follows the equals sign.
            Some(last) if last.kind == TokenKind::FieldDebug => last.start + 1,
            last => last.map_or(start, |last| last.end),
        };
        (start, end)
    }

    fn last_token(&self) -> Token {
        let end = self.source.len() as u32;
        let missing = Token { kind: TokenKind::EndMarker, start: end, end };
        self.fill.checked_sub(1).and_then(|index| self.tokens.get(index)).copied().unwrap_or(missing)
    }

    /// At the prompt, one statement must be all there is.
    pub(super) fn more_statements(&self) -> Option<RawError> {
        use TokenKind as K;
        let rest = self.tokens.get(self.mark..)?;
        let ends = rest.iter().all(|token| matches!(token.kind, K::Newline | K::EndNewline | K::Dedent | K::EndMarker));
        if ends && self.tokens.last().is_some_and(|token| token.kind == K::EndMarker) {
            return None;
        }
        Some(self.at_last("multiple statements found while compiling a single statement".to_owned()))
    }

    /// Fills the names of labelled nodes into a message.
    fn message(&self, template: &str, labels: [Option<usize>; 2]) -> String {
        let mut message = template.replace("\\\"", "\"");
        let Some(node) = labels[0] else { return message };
        if message.contains("{a}") {
            message = message.replace("{a}", name_of(self.nodes[node].kind));
        }
        if message.contains("{a:text}") {
            let (start, end) = self.bytes(node);
            message = message.replace("{a:text}", &self.source[start as usize..end as usize]);
        }
        if message.contains("{a:line}") {
            let (start, _) = self.bytes(node);
            let line = crate::source::LineIndex::new(&self.source[..start as usize]).count();
            message = message.replace("{a:line}", &line.to_string());
        }
        message
    }

    /// An error at the last token read; indentation tokens have no column of their own.
    fn at_last(&self, message: String) -> RawError {
        let token = self.last_token();
        match token.kind {
            TokenKind::Indent | TokenKind::Dedent | TokenKind::EndMarker | TokenKind::EndNewline => {
                super::at_indentation(self.source, self.ends_line, message, token)
            }
            _ => RawError::at_token(message, token),
        }
    }

    fn placed(&self, message: String, place: Place, labels: [Option<usize>; 2]) -> RawError {
        match (place, labels) {
            (Place::Node, [Some(a), _]) => {
                let (start, end) = self.bytes(a);
                RawError::syntax(message, start, end)
            }
            (Place::Range, [Some(a), Some(b)]) => RawError::syntax(message, self.bytes(a).0, self.bytes(b).1),
            (Place::From, [Some(a), _]) => {
                let token = self.tokens.get(self.nodes[a].start);
                // A line end that the tokenizer made has no column.
                let made =
                    token.is_some_and(|token| matches!(token.kind, TokenKind::EndNewline | TokenKind::EndMarker));
                let error = RawError::syntax(message, self.bytes(a).0, 0);
                RawError { end: End::cursor(self.last_token()), offset: made.then_some(0), ..error }
            }
            (Place::Next, _) => match self.tokens.get(self.mark) {
                Some(&token) => RawError::at_token(message, token),
                None => self.at_last(message),
            },
            _ => self.at_last(message),
        }
    }

    /// Carries out the action of an alternative that found an error.
    pub(super) fn raise(&mut self, action: &Action, labels: [Option<usize>; 2]) -> Raised {
        let error = match *action {
            Action::Error(template, place) => {
                let message = self.message(template, labels);
                self.placed(message, place, labels)
            }
            Action::Indent(template) => {
                let message = self.message(template, labels);
                self.at_last(message).with_kind(ErrorKind::Indentation)
            }
            Action::Field(template, place) => {
                let letter = self.string_letter();
                let message = format!("{letter}-string: {template}");
                self.placed(message, place, labels)
            }
            Action::After(template) => {
                let (start, end) = labels[0].map_or((0, 0), |node| self.bytes(node));
                let end_line = End::After(end);
                RawError { column_at: Some(end), start_extra: 0, end: end_line, ..RawError::syntax(template, start, 0) }
            }
            Action::Target(which) => match labels[0].and_then(|node| self.invalid_target(node, which)) {
                Some(node) => {
                    let verb = if which == "del" { "delete" } else { "assign to" };
                    let message = format!("cannot {verb} {}", name_of(self.nodes[node].kind));
                    let (start, end) = self.bytes(node);
                    RawError::syntax(message, start, end)
                }
                None => return Ok(None),
            },
            Action::Special(name) => match self.special(name, labels) {
                Some(error) => error,
                None if matches!(name, "complex" | "conversion") => return Ok(Some(())),
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Err(Box::new(Stop::Error(error)))
    }

    /// The token that opens the string which the token before `index` is a part of.
    fn string_opening(&self, index: usize) -> Option<Token> {
        use TokenKind as K;
        let mut depth = 0;
        for &token in self.tokens[..index.min(self.tokens.len())].iter().rev() {
            match token.kind {
                K::FStringEnd | K::TStringEnd => depth += 1,
                K::FStringStart | K::TStringStart if depth == 0 => return Some(token),
                K::FStringStart | K::TStringStart => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// `f` or `t`: which string the mark is inside of.
    fn string_letter(&self) -> char {
        match self.string_opening(self.mark) {
            Some(opening) if opening.kind == TokenKind::TStringStart => 't',
            _ => 'f',
        }
    }

    /// The error in the text of what was just matched: a string literal, an f-string or a piece of a specification.
    pub(super) fn text_error(&mut self, start: usize) -> Option<RawError> {
        match self.check_texts(start) {
            Ok(warnings) if self.call_invalid => drop(warnings),
            Ok(warnings) => self.warnings.extend(warnings),
            Err(error) => return Some(error),
        }
        None
    }

    fn check_texts(&self, start: usize) -> Result<Vec<RawWarning>, RawError> {
        use TokenKind as K;
        let first = self.tokens[start];
        match first.kind {
            K::String => check_string(self.source, first).map_err(|error| match error {
                StringError::Here(message) => RawError::at_token(message, first),
                StringError::AtLast(message) => self.at_last(message),
            }),
            K::FStringMiddle | K::TStringMiddle => {
                let Some(opening) = self.string_opening(start) else { return Ok(Vec::new()) };
                // CPython lets the codec's error out here.
                check_text(self.source, opening, first).map_err(|error| {
                    let kind = if error.codec.is_some() { ErrorKind::Decode } else { error.kind };
                    error.with_kind(kind)
                })
            }
            _ => {
                // Only the text outside of fields: that of specifications has been checked.
                let mut depth = 0;
                let mut warnings = Vec::new();
                for &token in &self.tokens[start..self.mark] {
                    depth += i32::from(token.kind.opens()) - i32::from(token.kind.closes());
                    if matches!(token.kind, K::FStringMiddle | K::TStringMiddle) && depth == 0 {
                        warnings.extend(check_text(self.source, first, token)?);
                    }
                }
                let order = self.tokens[self.mark - 1].end;
                Ok(warnings.into_iter().map(|warning| warning.at_end(order)).collect())
            }
        }
    }

    /// The error if the literals from a token on cannot be joined.
    pub(super) fn mixed_bytes(&self, start: usize) -> Option<RawError> {
        let run = &self.tokens[start..self.mark];
        mixes_bytes(self.source, run).then(|| self.at_last("cannot mix bytes and nonbytes literals".to_owned()))
    }

    /// The first part of a target that cannot be one.
    fn invalid_target(&self, node: usize, which: &str) -> Option<usize> {
        let Some(data) = self.nodes.get(node) else { return Some(node) };
        match data.kind {
            Kind::List | Kind::Tuple => data.children.iter().find_map(|&child| self.invalid_target(child, which)),
            Kind::Starred if which == "del" => Some(node),
            Kind::Starred => data.children.first().and_then(|&child| self.invalid_target(child, which)),
            Kind::Compare if which == "for" => {
                // Only the part before `in` was meant as the target.
                let left = *data.children.first()?;
                let after = self.tokens.get(self.nodes[left].end..)?;
                let operator = after.iter().find(|token| token.kind != TokenKind::RightParen);
                let in_first = operator.is_some_and(|token| token.kind == TokenKind::In);
                if in_first { self.invalid_target(left, which) } else { None }
            }
            Kind::Name | Kind::Subscript | Kind::Attribute => None,
            _ => Some(node),
        }
    }

    fn special(&mut self, name: &str, labels: [Option<usize>; 2]) -> Option<RawError> {
        let a = labels[0]?;
        match name {
            "comma" => {
                // Only inside brackets, and not for statements of Python 2.
                let last = self.mark.checked_sub(1)?;
                if self.is_legacy(a) || self.levels.get(last).is_none_or(|&level| level == 0) {
                    return None;
                }
                let message = "invalid syntax. Perhaps you forgot a comma?";
                Some(RawError::syntax(message, self.bytes(a).0, self.bytes(labels[1]?).1))
            }
            "legacy" => {
                if !self.is_legacy(a) {
                    return None;
                }
                let (start, end) = self.bytes(a);
                let name = &self.source[start as usize..end as usize];
                let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                Some(RawError::syntax(message, start, self.bytes(labels[1]?).1))
            }
            "nonparen" => self.unparenthesised_generator(a, labels[1]?),
            "positional" => {
                let unpacking = self.contains(a, Kind::DoubleStarred);
                let what = if unpacking { " unpacking" } else { "" };
                Some(self.at_last(format!("positional argument follows keyword argument{what}")))
            }
            "complex" => self.complex(a, labels[1]?),
            "mixed" => {
                let last = *self.nodes[a].children.last()?;
                let message = "cannot mix t-string literals with string or bytes literals";
                Some(RawError::syntax(message, self.bytes(last).0, self.bytes(labels[1]?).1))
            }
            "conversion" => self.conversion(a, labels[1]?),
            _ => None,
        }
    }

    fn is_legacy(&self, node: usize) -> bool {
        let (start, end) = self.bytes(node);
        self.nodes[node].kind == Kind::Name && matches!(&self.source[start as usize..end as usize], "print" | "exec")
    }

    fn contains(&self, node: usize, kind: Kind) -> bool {
        let data = &self.nodes[node];
        data.kind == kind
            || matches!(data.kind, Kind::Sequence | Kind::Args)
                && data.children.iter().any(|&child| self.contains(child, kind))
    }

    /// `f(a, b for b in c)`: the generator is the last argument and has company.
    fn unparenthesised_generator(&self, args: usize, clauses: usize) -> Option<RawError> {
        let children = &self.nodes[args].children;
        if children.len() <= 1 {
            return None;
        }
        let message = "Generator expression must be parenthesized";
        let last = *children.last()?;
        Some(RawError::syntax(message, self.bytes(last).0, self.bytes(clauses).1))
    }

    /// `!r` and its kin in a replacement field.
    fn conversion(&self, mark: usize, name: usize) -> Option<RawError> {
        let letter = self.string_letter();
        let ((start, mark_end), (name_start, end)) = (self.bytes(mark), self.bytes(name));
        if mark_end != name_start {
            let message = format!("{letter}-string: conversion type must come right after the exclamation mark");
            return Some(RawError::syntax(message, start, end));
        }
        let text = &self.source[name_start as usize..end as usize];
        if matches!(text, "r" | "s" | "a") {
            return None;
        }
        let message = format!("{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
        Some(RawError::syntax(message, name_start, end))
    }

    /// The parts of a complex literal in a pattern.
    fn complex(&self, real: usize, imaginary: usize) -> Option<RawError> {
        let is_imaginary = |node: usize| self.tokens[self.nodes[node].start].kind == TokenKind::Imaginary;
        let (message, node) = if is_imaginary(real) {
            ("real number required in complex literal", real)
        } else if !is_imaginary(imaginary) {
            ("imaginary number required in complex literal", imaginary)
        } else {
            return None;
        };
        let (start, end) = self.bytes(node);
        Some(RawError::syntax(message, start, end))
    }
}
