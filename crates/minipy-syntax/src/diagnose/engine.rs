//! Runs the grammar over tokens: a parsing-expression interpreter with memory, in CPython's order of attempts.
//!
//! The first run finds the furthest token; the second applies the rules that find errors.

use super::disguised;
use super::grammar::{Action, Alternative, Grammar, Item, Kind, Rule, Terminal, grammar};
use crate::error::RawError;
use crate::lexer::names::disguised as keyword_of;
use crate::lexer::tokens::{Token, TokenKind};
use crate::lower::RawWarning;
use crate::lower::check::integer_error;
use std::collections::HashMap;

/// A matched piece of the token list.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    /// Indices of the first token and of the one after the last.
    pub start: usize,
    pub end: usize,
    pub children: Vec<usize>,
}

/// Why a run stopped for good.
pub(super) enum Stop {
    Error(RawError),
    /// The tokens ended in a lexical error.
    Lexical,
    /// Too deep: the parser of CPython gives up too.
    Limit,
    /// Not worth more time.
    Lengthy,
}

type Outcome = Result<Option<usize>, Box<Stop>>;

/// Calls of rules after which the diagnosis is not worth its time.
const MAX_STEPS: usize = 4_000_000;
const MAX_DEPTH: usize = 12_000;

/// The state of a run.
pub(super) struct Engine<'a> {
    pub source: &'a str,
    /// Whether the last line has a line end for the tokenizer.
    pub ends_line: bool,
    pub tokens: &'a [Token],
    /// What the first run warns about.
    pub warnings: Vec<RawWarning>,
    /// The number of open brackets after each token.
    pub levels: &'a [u16],
    grammar: &'static Grammar,
    pub nodes: Vec<Node>,
    memo: HashMap<(u32, u32), Option<(usize, usize)>>,
    pub mark: usize,
    /// The number of tokens read, like the `fill` of CPython's parser.
    pub fill: usize,
    pub call_invalid: bool,
    steps: usize,
    depth: usize,
    cut: bool,
}

impl<'a> Engine<'a> {
    pub fn new(source: &'a str, ends_line: bool, tokens: &'a [Token], levels: &'a [u16]) -> Self {
        Self {
            source,
            ends_line,
            tokens,
            warnings: Vec::new(),
            levels,
            grammar: grammar(),
            nodes: Vec::new(),
            memo: HashMap::new(),
            mark: 0,
            fill: 0,
            call_invalid: false,
            steps: 0,
            depth: 0,
            cut: false,
        }
    }

    /// Matches a rule from a token on, with or without the rules that find errors.
    pub fn run(&mut self, rule: &str, from: usize, find_errors: bool) -> Result<bool, Box<Stop>> {
        self.memo.clear();
        self.nodes.clear();
        self.mark = from;
        self.fill = self.fill.max(from);
        self.call_invalid = find_errors;
        self.steps = 0;
        self.depth = 0;
        Ok(self.rule(self.grammar.rule(rule))?.is_some())
    }

    /// The token at the mark, which counts as read.
    fn peek(&mut self) -> Result<Token, Box<Stop>> {
        match self.tokens.get(self.mark) {
            Some(&token) => {
                self.fill = self.fill.max(self.mark + 1);
                Ok(token)
            }
            None => Err(Box::new(Stop::Lexical)),
        }
    }

    pub fn text(&self, token: Token) -> &'a str {
        &self.source[token.start as usize..token.end as usize]
    }

    pub fn node(&mut self, kind: Kind, start: usize, end: usize, children: Vec<usize>) -> usize {
        self.nodes.push(Node { kind, start, end, children });
        self.nodes.len() - 1
    }

    fn rule(&mut self, number: usize) -> Outcome {
        let grammar = self.grammar;
        let rule: &'static Rule = &grammar.rules[number];
        let start = self.mark;
        let key = (number as u32, start as u32);
        if rule.memo
            && let Some(&known) = self.memo.get(&key)
        {
            return Ok(known.map(|(node, end)| {
                self.mark = end;
                node
            }));
        }
        self.steps += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Box::new(Stop::Limit));
        }
        if self.steps > MAX_STEPS {
            return Err(Box::new(Stop::Lengthy));
        }
        let previous = self.call_invalid;
        if rule.plain {
            self.call_invalid = false;
        }
        let found = self.alternatives(&rule.alternatives)?;
        self.call_invalid = previous;
        self.depth -= 1;
        if rule.memo {
            self.memo.insert(key, found.map(|node| (node, self.mark)));
        }
        Ok(found)
    }

    fn alternatives(&mut self, alternatives: &'static [Alternative]) -> Outcome {
        let start = self.mark;
        let outer_cut = std::mem::take(&mut self.cut);
        for alternative in alternatives {
            // Only an alternative that is nothing but such a rule waits for the second run, as in CPython.
            if !self.call_invalid
                && let [Item::Rule(number)] = alternative.items[..]
                && self.grammar.rules[number].invalid
            {
                continue;
            }
            self.mark = start;
            self.cut = false;
            let (found, ends) = self.alternative(alternative, start)?;
            if found.is_some() {
                self.cut = outer_cut;
                return Ok(found);
            }
            if self.cut || ends {
                break;
            }
        }
        self.mark = start;
        self.cut = outer_cut;
        Ok(None)
    }

    /// Matches one alternative; the flag says that the rule fails without another attempt.
    fn alternative(
        &mut self,
        alternative: &'static Alternative,
        start: usize,
    ) -> Result<(Option<usize>, bool), Box<Stop>> {
        let mut found = Vec::with_capacity(alternative.items.len());
        for item in &alternative.items {
            match self.item(item)? {
                Some(node) => found.push(node),
                None => return Ok((None, false)),
            }
        }
        let label = |index: usize| alternative.labels[index].and_then(|item| found.get(item).copied());
        let node = match &alternative.action {
            Action::Default => {
                let visible: Vec<usize> =
                    found.iter().copied().filter(|&node| self.nodes[node].end > self.nodes[node].start).collect();
                match visible[..] {
                    [only] => Some(only),
                    _ => Some(self.node(Kind::Sequence, start, self.mark, found)),
                }
            }
            Action::Pass => label(0),
            Action::Node(kind) => {
                if *kind == Kind::Strings
                    && let Some(error) = self.mixed_bytes(start)
                {
                    return Err(Box::new(Stop::Error(error)));
                }
                Some(self.named(*kind, start, found))
            }
            Action::Text => {
                if let Some(error) = self.text_error(start) {
                    return Err(Box::new(Stop::Error(error)));
                }
                Some(self.node(Kind::Other, start, self.mark, Vec::new()))
            }
            Action::Last => {
                let last = found.last().copied();
                let kind = last.map_or(Kind::Other, |node| self.last_kind(node));
                Some(self.node(kind, start, self.mark, found))
            }
            action => {
                let labels = [label(0), label(1)];
                match self.raise(action, labels)? {
                    Some(()) => Some(self.node(Kind::Literal, start, self.mark, found)),
                    None => return Ok((None, true)),
                }
            }
        };
        Ok((node, node.is_none()))
    }

    fn last_kind(&self, node: usize) -> Kind {
        let node = &self.nodes[node];
        match (node.kind, node.children.last()) {
            (Kind::Sequence, Some(&last)) => self.last_kind(last),
            (kind, _) => kind,
        }
    }

    /// A node with the expressions among its items as children.
    fn named(&mut self, kind: Kind, start: usize, items: Vec<usize>) -> usize {
        let mut children = Vec::new();
        for item in items {
            self.flatten(item, &mut children);
        }
        let kind = if kind == Kind::Strings { self.strings_kind(start) } else { kind };
        self.node(kind, start, self.mark, children)
    }

    fn flatten(&self, node: usize, output: &mut Vec<usize>) {
        match self.nodes[node].kind {
            Kind::Sequence => {
                for &child in &self.nodes[node].children {
                    self.flatten(child, output);
                }
            }
            Kind::Other => {}
            _ => output.push(node),
        }
    }

    fn strings_kind(&self, start: usize) -> Kind {
        let mut kind = Kind::Literal;
        for &token in &self.tokens[start..self.mark] {
            kind = match token.kind {
                TokenKind::FStringStart => Kind::FormatString,
                TokenKind::TStringStart => Kind::TemplateString,
                _ => continue,
            };
            break;
        }
        kind
    }

    fn matches(&self, terminal: Terminal, token: Token) -> bool {
        match terminal {
            Terminal::Kinds(one, other) => token.kind == one || token.kind == other,
            Terminal::Name => token.kind.is_name(),
            Terminal::Number => token.kind.is_number(),
            Terminal::SoftKeyword => {
                matches!(token.kind, TokenKind::Match | TokenKind::Case | TokenKind::Type)
                    || token.kind == TokenKind::Name && self.text(token) == "_"
            }
            Terminal::AugmentedAssignment => token.kind.is_augmented_assignment(),
            Terminal::Text(text) => token.kind.is_name() && self.text(token) == text,
        }
    }

    fn terminal(&mut self, terminal: Terminal) -> Outcome {
        let token = self.peek()?;
        if !self.matches(terminal, token) {
            return Ok(None);
        }
        let kind = match token.kind {
            kind if kind.is_name() => Kind::Name,
            _ => Kind::Other,
        };
        let start = self.mark;
        self.mark += 1;
        if kind == Kind::Name && keyword_of(self.text(token)).is_some() {
            return Err(Box::new(Stop::Error(disguised(self.source, token))));
        }
        if token.kind == TokenKind::Int
            && let Some(error) = integer_error(self.source, token)
        {
            return Err(Box::new(Stop::Error(error)));
        }
        Ok(Some(self.node(kind, start, start + 1, Vec::new())))
    }

    fn item(&mut self, item: &'static Item) -> Outcome {
        let start = self.mark;
        match item {
            Item::Terminal(terminal) => self.terminal(*terminal),
            Item::Rule(number) => self.rule(*number),
            Item::Group(alternatives) => self.alternatives(alternatives),
            Item::Optional(inner) => {
                let found = self.item(inner)?;
                Ok(Some(found.unwrap_or_else(|| self.node(Kind::Other, start, start, Vec::new()))))
            }
            Item::Repeat(inner, least) => {
                let mut found = Vec::new();
                loop {
                    let before = self.mark;
                    match self.item(inner)? {
                        Some(node) if self.mark > before => found.push(node),
                        _ => break,
                    }
                }
                if found.len() < *least {
                    self.mark = start;
                    return Ok(None);
                }
                Ok(Some(self.node(Kind::Sequence, start, self.mark, found)))
            }
            Item::Separated(inner, separator) => self.separated(inner, separator),
            Item::Ahead(inner) => {
                let found = self.item(inner)?;
                self.mark = start;
                Ok(found.map(|_| self.node(Kind::Other, start, start, Vec::new())))
            }
            Item::NotAhead(inner) => {
                let found = self.item(inner)?;
                self.mark = start;
                if found.is_some() {
                    return Ok(None);
                }
                Ok(Some(self.node(Kind::Other, start, start, Vec::new())))
            }
            Item::Cut => {
                self.cut = true;
                Ok(Some(self.node(Kind::Other, start, start, Vec::new())))
            }
            Item::Forced(terminal, text) => {
                if let Some(node) = self.terminal(*terminal)? {
                    return Ok(Some(node));
                }
                let token = self.peek()?;
                Err(Box::new(Stop::Error(RawError::at_token(format!("expected '{text}'"), token))))
            }
        }
    }

    fn separated(&mut self, inner: &'static Item, separator: &'static Item) -> Outcome {
        let start = self.mark;
        let Some(first) = self.item(inner)? else { return Ok(None) };
        let mut found = vec![first];
        loop {
            let before = self.mark;
            if self.item(separator)?.is_none() {
                break;
            }
            match self.item(inner)? {
                Some(node) => found.push(node),
                None => {
                    self.mark = before;
                    break;
                }
            }
        }
        Ok(Some(self.node(Kind::Sequence, start, self.mark, found)))
    }
}
