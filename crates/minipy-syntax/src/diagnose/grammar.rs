//! Reads the grammar texts into tables. Must not know tokens of a source or errors.

use crate::lexer::tokens::TokenKind;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What a terminal symbol accepts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Terminal {
    /// One of two kinds (the same twice for most).
    Kinds(TokenKind, TokenKind),
    Name,
    Number,
    SoftKeyword,
    AugmentedAssignment,
    /// A name with this text.
    Text(&'static str),
}

/// A part of an alternative.
#[derive(Debug)]
pub(super) enum Item {
    Terminal(Terminal),
    Rule(usize),
    Group(Vec<Alternative>),
    Optional(Box<Item>),
    /// Any number, but at least so many.
    Repeat(Box<Item>, usize),
    /// Items with a separator between them.
    Separated(Box<Item>, Box<Item>),
    Ahead(Box<Item>),
    NotAhead(Box<Item>),
    /// No other alternative is tried from here on.
    Cut,
    /// A token that must come, with its text.
    Forced(Terminal, &'static str),
}

/// What an expression is, for its name in messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Tokens and whatever has no name in messages.
    Other,
    /// Several nodes in a row.
    Sequence,
    Attribute,
    Subscript,
    Starred,
    Name,
    List,
    Tuple,
    Lambda,
    Call,
    Operation,
    Generator,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    FormatString,
    TemplateString,
    Literal,
    False,
    True,
    None,
    Ellipsis,
    Compare,
    IfExp,
    NamedExpr,
    Strings,
    Args,
    Keyword,
    DoubleStarred,
}

/// Where an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A labelled node.
    Node,
    /// From the first labelled node to the second.
    Range,
    /// From a labelled node to the last token read.
    From,
    /// The token that would be read next.
    Next,
    /// The last token read.
    Last,
}

/// What a successful alternative yields.
#[derive(Clone, Debug)]
pub(super) enum Action {
    /// The only item's node, or a sequence.
    Default,
    /// The node labelled `a`.
    Pass,
    /// A node of a kind.
    Node(Kind),
    /// A node of the last item's kind.
    Last,
    /// A `SyntaxError`.
    Error(&'static str, Place),
    /// An `IndentationError` at the last token.
    Indent(&'static str),
    /// A string literal, an f-string or a piece of one, whose escapes must be sound.
    Text,
    /// An error about a replacement field.
    Field(&'static str, Place),
    /// An error placed at the last character of a node.
    After(&'static str),
    /// An error about an invalid target: `star`, `for` or `del`.
    Target(&'static str),
    /// A check that only code can make.
    Special(&'static str),
}

/// One way to match a rule.
#[derive(Debug)]
pub(super) struct Alternative {
    pub items: Vec<Item>,
    /// Which items are labelled `a` and `b`.
    pub labels: [Option<usize>; 2],
    pub action: Action,
}

/// A rule.
#[derive(Debug, Default)]
pub(super) struct Rule {
    pub alternatives: Vec<Alternative>,
    pub memo: bool,
    /// Whether the rule only finds errors.
    pub invalid: bool,
    /// Whether no rule that finds errors applies inside.
    pub plain: bool,
}

/// The grammar.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    pub rules: Vec<Rule>,
    names: HashMap<&'static str, usize>,
}

impl Grammar {
    /// The number of a rule.
    pub fn rule(&self, name: &str) -> usize {
        self.names.get(name).copied().unwrap_or(0)
    }
}

/// The grammar, read on first use.
pub(super) fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let mut grammar = Grammar::default();
        for text in [include_str!("statements.peg"), include_str!("expressions.peg")] {
            read(text, &mut grammar);
        }
        grammar
    })
}

fn rule_number(grammar: &mut Grammar, name: &'static str) -> usize {
    if let Some(&number) = grammar.names.get(name) {
        return number;
    }
    let number = grammar.rules.len();
    grammar.names.insert(name, number);
    grammar.rules.push(Rule {
        invalid: name.starts_with("invalid_") && name != "invalid_ann_assign_target",
        plain: name == "expression_without_invalid",
        ..Rule::default()
    });
    number
}

/// Reads a grammar text: a rule starts in the first column, its alternatives may go on in indented lines.
fn read(text: &'static str, grammar: &mut Grammar) {
    let mut current = 0;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let body = if line.starts_with(' ') {
            line.trim_start().trim_start_matches('|')
        } else {
            let Some((name, body)) = line.split_once(':') else { continue };
            let memo = name.ends_with('!');
            current = rule_number(grammar, name.trim_end_matches('!'));
            grammar.rules[current].memo = memo;
            body
        };
        let mut reader = Reader { text: body, grammar };
        let alternatives = reader.alternatives();
        grammar.rules[current].alternatives.extend(alternatives);
    }
}

struct Reader<'g> {
    text: &'static str,
    grammar: &'g mut Grammar,
}

impl Reader<'_> {
    fn skip(&mut self) {
        self.text = self.text.trim_start();
    }

    fn take(&mut self, prefix: &str) -> bool {
        self.skip();
        match self.text.strip_prefix(prefix) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> &'static str {
        self.skip();
        let end = self.text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        word
    }

    /// The text up to a quote that was just opened; `\"` stands for a quote.
    fn quoted(&mut self, quote: char) -> &'static str {
        let mut escaped = false;
        let end = self.text.find(|c: char| {
            let found = c == quote && !escaped;
            escaped = c == '\\';
            found
        });
        let (body, rest) = self.text.split_at(end.unwrap_or(self.text.len()));
        self.text = rest.get(1..).unwrap_or_default();
        body
    }

    fn alternatives(&mut self) -> Vec<Alternative> {
        let mut alternatives = vec![self.alternative()];
        while self.take("|") {
            alternatives.push(self.alternative());
        }
        alternatives
    }

    fn alternative(&mut self) -> Alternative {
        let mut alternative = Alternative { items: Vec::new(), labels: [None; 2], action: Action::Default };
        loop {
            self.skip();
            if self.text.is_empty() || self.text.starts_with(['|', ')', ']']) {
                return alternative;
            }
            if self.take("=>") {
                alternative.action = self.action();
                return alternative;
            }
            for (index, label) in ["a=", "b="].iter().enumerate() {
                if self.text.starts_with(label) {
                    self.text = &self.text[2..];
                    alternative.labels[index] = Some(alternative.items.len());
                    break;
                }
            }
            let item = self.item();
            alternative.items.push(item);
        }
    }

    fn item(&mut self) -> Item {
        if self.take("&&") {
            self.take("'");
            let text = self.quoted('\'');
            return Item::Forced(terminal(text), text);
        }
        if self.take("&") {
            return Item::Ahead(Box::new(self.atom()));
        }
        if self.take("!") {
            return Item::NotAhead(Box::new(self.atom()));
        }
        if self.take("~") {
            return Item::Cut;
        }
        let item = self.atom();
        match self.text.chars().next() {
            Some('*') => {
                self.text = &self.text[1..];
                Item::Repeat(Box::new(item), 0)
            }
            Some('+') => {
                self.text = &self.text[1..];
                Item::Repeat(Box::new(item), 1)
            }
            Some('^') => {
                self.text = &self.text[1..];
                let repeated = self.atom();
                Item::Separated(Box::new(repeated), Box::new(item))
            }
            _ => item,
        }
    }

    fn atom(&mut self) -> Item {
        if self.take("'") {
            let text = self.quoted('\'');
            return Item::Terminal(terminal(text));
        }
        if self.take("\"") {
            return Item::Terminal(Terminal::Text(self.quoted('"')));
        }
        if self.take("(") {
            let group = Item::Group(self.alternatives());
            self.take(")");
            return group;
        }
        if self.take("[") {
            let group = Item::Group(self.alternatives());
            self.take("]");
            return Item::Optional(Box::new(group));
        }
        let word = self.word();
        if word.starts_with(|c: char| c.is_ascii_uppercase()) {
            return Item::Terminal(class(word));
        }
        Item::Rule(rule_number(self.grammar, word))
    }

    fn action(&mut self) -> Action {
        if self.take("\"") {
            let message = self.quoted('"');
            return Action::Error(message, self.place());
        }
        let word = self.word();
        match word {
            "pass" => {
                self.word();
                Action::Pass
            }
            "last" => Action::Last,
            "text" => Action::Text,
            "indent" => {
                self.take("\"");
                Action::Indent(self.quoted('"'))
            }
            "field" => {
                self.take("\"");
                let message = self.quoted('"');
                Action::Field(message, self.place())
            }
            "after" => {
                self.take("\"");
                let message = self.quoted('"');
                self.place();
                Action::After(message)
            }
            "target" => {
                let which = self.word();
                self.word();
                Action::Target(which)
            }
            _ => match kind(word) {
                Some(kind) => Action::Node(kind),
                None => {
                    while !self.text.is_empty() && !self.text.starts_with(" |") && !self.text.starts_with([')', ']']) {
                        self.text = &self.text[1..];
                    }
                    Action::Special(word)
                }
            },
        }
    }

    fn place(&mut self) -> Place {
        self.take("@");
        match self.word() {
            "next" => Place::Next,
            "last" => Place::Last,
            _ if self.text.starts_with("-b") => {
                self.text = &self.text[2..];
                Place::Range
            }
            _ if self.text.starts_with('-') => {
                self.text = &self.text[1..];
                Place::From
            }
            _ => Place::Node,
        }
    }
}

fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "Attribute" => Kind::Attribute,
        "Subscript" => Kind::Subscript,
        "Starred" => Kind::Starred,
        "List" => Kind::List,
        "Tuple" => Kind::Tuple,
        "Lambda" => Kind::Lambda,
        "Call" => Kind::Call,
        "Operation" => Kind::Operation,
        "Generator" => Kind::Generator,
        "Yield" => Kind::Yield,
        "Await" => Kind::Await,
        "ListComp" => Kind::ListComp,
        "SetComp" => Kind::SetComp,
        "DictComp" => Kind::DictComp,
        "Dict" => Kind::Dict,
        "Set" => Kind::Set,
        "Literal" => Kind::Literal,
        "False" => Kind::False,
        "True" => Kind::True,
        "None" => Kind::None,
        "Ellipsis" => Kind::Ellipsis,
        "Compare" => Kind::Compare,
        "IfExp" => Kind::IfExp,
        "NamedExpr" => Kind::NamedExpr,
        "Strings" => Kind::Strings,
        "Args" => Kind::Args,
        "Keyword" => Kind::Keyword,
        "DoubleStarred" => Kind::DoubleStarred,
        _ => return None,
    })
}

fn class(word: &str) -> Terminal {
    use TokenKind as K;
    let kind = match word {
        "NAME" => return Terminal::Name,
        "NUMBER" => return Terminal::Number,
        "SOFT_KEYWORD" => return Terminal::SoftKeyword,
        "AUGASSIGN" => return Terminal::AugmentedAssignment,
        "NEWLINE" => return Terminal::Kinds(K::Newline, K::EndNewline),
        "INDENT" => K::Indent,
        "DEDENT" => K::Dedent,
        "STRING" => K::String,
        "FSTRING_START" => K::FStringStart,
        "FSTRING_MIDDLE" => K::FStringMiddle,
        "FSTRING_END" => K::FStringEnd,
        "TSTRING_START" => K::TStringStart,
        "TSTRING_END" => K::TStringEnd,
        "MIDDLE" => return Terminal::Kinds(K::FStringMiddle, K::TStringMiddle),
        "FIELD_START" => K::FieldStart,
        "FIELD_END" => K::FieldEnd,
        _ => K::EndMarker,
    };
    Terminal::Kinds(kind, kind)
}

/// The keywords and operators of the grammar texts, with the kinds that they have inside replacement fields.
fn terminal(text: &str) -> Terminal {
    use TokenKind as K;
    let kind = match text {
        ":" => return Terminal::Kinds(K::Colon, K::FieldColon),
        "=" => return Terminal::Kinds(K::Equal, K::FieldDebug),
        "!" => return Terminal::Kinds(K::FieldExclamation, K::Exclamation),
        "{" => return Terminal::Kinds(K::LeftBrace, K::FieldStart),
        "}" => return Terminal::Kinds(K::RightBrace, K::FieldEnd),
        "(" => K::LeftParen,
        ")" => K::RightParen,
        "[" => K::LeftBracket,
        "]" => K::RightBracket,
        "," => K::Comma,
        ";" => K::Semicolon,
        "." => K::Dot,
        "..." => K::Ellipsis,
        "+" => K::Plus,
        "-" => K::Minus,
        "*" => K::Star,
        "**" => K::DoubleStar,
        "/" => K::Slash,
        "//" => K::DoubleSlash,
        "%" => K::Percent,
        "@" => K::At,
        "&" => K::Ampersand,
        "|" => K::Bar,
        "^" => K::Caret,
        "~" => K::Tilde,
        "<<" => K::LeftShift,
        ">>" => K::RightShift,
        "<" => K::Less,
        ">" => K::Greater,
        "<=" => K::LessEqual,
        ">=" => K::GreaterEqual,
        "==" => K::EqualEqual,
        "!=" => K::NotEqual,
        "<>" => K::LessGreater,
        "->" => K::Arrow,
        ":=" => K::ColonEqual,
        "False" => K::False,
        "None" => K::None,
        "True" => K::True,
        "and" => K::And,
        "as" => K::As,
        "assert" => K::Assert,
        "async" => K::Async,
        "await" => K::Await,
        "break" => K::Break,
        "class" => K::Class,
        "continue" => K::Continue,
        "def" => K::Def,
        "del" => K::Del,
        "elif" => K::Elif,
        "else" => K::Else,
        "except" => K::Except,
        "finally" => K::Finally,
        "for" => K::For,
        "from" => K::From,
        "global" => K::Global,
        "if" => K::If,
        "import" => K::Import,
        "in" => K::In,
        "is" => K::Is,
        "lambda" => K::Lambda,
        "nonlocal" => K::Nonlocal,
        "not" => K::Not,
        "or" => K::Or,
        "pass" => K::Pass,
        "raise" => K::Raise,
        "return" => K::Return,
        "try" => K::Try,
        "while" => K::While,
        "with" => K::With,
        "yield" => K::Yield,
        _ => K::EndMarker,
    };
    Terminal::Kinds(kind, kind)
}
