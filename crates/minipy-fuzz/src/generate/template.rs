//! Programs from templates: Python text with holes, which are filled by expressions and choices.
//!
//! The templates are the files of crates/minipy-fuzz/templates, split by lines of `%%`. In their text
//!
//! * `$int`, `$str`, `$iter`, `$any` ... is an expression of that kind, `$limit` an int and `$real` a float at some limit;
//! * `$op`, `$cmp`, `$aug`, `$spec`, `$pattern`, `$arguments`, `$parameters` is what its name says;
//! * `$<a|b|c>` is one of the choices, which may have holes themselves;
//! * `$#` is a number of its own for each use of a template, so that names do not clash;
//! * a line that begins with `@4 ` stands one to four times, with other choices each time; with `? ` not always;
//! * a line that begins with `! ` is in a `try` of its own, which shows the exception (after `@4 `: each of them);
//! * `\|` and `\>` are these signs themselves within choices;
//! * a line `$body` is statements of any kind.
//!
//! What is made is a tree of statements, so that the shrinker can take parts of it out.

use super::Generator;
use super::values::Kind;
use crate::shrink::Statement;

/// The files, one for each part of the language.
const FILES: &[&str] = &[
    include_str!("../../templates/annotated.txt"),
    include_str!("../../templates/arithmetic.txt"),
    include_str!("../../templates/asynchronous.txt"),
    include_str!("../../templates/attributes.txt"),
    include_str!("../../templates/calls.txt"),
    include_str!("../../templates/classes.txt"),
    include_str!("../../templates/containers.txt"),
    include_str!("../../templates/driven.txt"),
    include_str!("../../templates/exceptions.txt"),
    include_str!("../../templates/formats.txt"),
    include_str!("../../templates/gathered.txt"),
    include_str!("../../templates/generators.txt"),
    include_str!("../../templates/guarded.txt"),
    include_str!("../../templates/matching.txt"),
    include_str!("../../templates/namespaces.txt"),
    include_str!("../../templates/natives.txt"),
    include_str!("../../templates/scopes.txt"),
    include_str!("../../templates/texts.txt"),
];

/// The holes that are expressions.
const KINDS: &[(&str, Kind)] = &[
    ("int", Kind::Int),
    ("float", Kind::Float),
    ("str", Kind::Str),
    ("bytes", Kind::Bytes),
    ("list", Kind::List),
    ("tuple", Kind::Tuple),
    ("dict", Kind::Dict),
    ("set", Kind::Set),
    ("bool", Kind::Bool),
    ("object", Kind::Object),
    ("iter", Kind::Iterable),
    ("any", Kind::Any),
];

/// Ints where machine integers of some size end.
const LIMITS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "3",
    "7",
    "-5",
    "255",
    "256",
    "-257",
    "2**15",
    "2**30-1",
    "2**30",
    "-2**30",
    "2**31-1",
    "2**31",
    "-2**31",
    "-2**31-1",
    "2**32",
    "2**47",
    "2**48-1",
    "-2**48",
    "2**53",
    "2**53+1",
    "2**60",
    "2**61",
    "-2**61",
    "2**62-1",
    "2**62",
    "-2**62",
    "2**63-1",
    "2**63",
    "-2**63",
    "-2**63-1",
    "2**64-1",
    "2**64",
    "-2**64",
    "2**95",
    "2**126-1",
    "2**126",
    "-2**126",
    "2**127-1",
    "2**127",
    "-2**127",
    "-2**127-1",
    "2**128",
    "10**40",
    "-10**40",
    "True",
    "False",
    "10**18",
    "10**19",
    "3**40",
    "-3**39",
];

/// Floats at limits.
const REALS: &[&str] = &[
    "0.0",
    "-0.0",
    "1.0",
    "-1.0",
    "0.5",
    "1.5",
    "2.5",
    "-2.5",
    "0.1",
    "1e-7",
    "1e16",
    "9007199254740993.0",
    "1e22",
    "1e100",
    "1e308",
    "-1e308",
    "1.7976931348623157e308",
    "5e-324",
    "-5e-324",
    "2.2250738585072014e-308",
    "float('inf')",
    "-float('inf')",
    "float('nan')",
    "123456.789",
    "3.0",
    "1e15",
    "2.0**63",
    "-2.0**63",
    "2.0**64",
    "1/3",
];

const OPERATORS: &[&str] = &["+", "-", "*", "/", "//", "%", "&", "|", "^", "+", "-", "*", "@"];
const COMPARISONS: &[&str] = &["==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in", "<", "=="];
const INPLACE: &[&str] = &["+=", "-=", "*=", "//=", "%=", "|=", "&=", "^=", "/=", "+=", "-="];

/// Every template of every file.
pub(super) fn templates() -> Vec<&'static str> {
    FILES.iter().flat_map(|file| file.split("\n%%\n")).map(str::trim_end).filter(|t| !t.is_empty()).collect()
}

impl Generator {
    /// Statements that follow from one of the templates.
    pub(super) fn template(&mut self, depth: usize) -> Vec<Statement> {
        let at = self.random.below(templates().len());
        self.template_at(at, depth)
    }

    /// Statements that follow from the template number `at`.
    pub(super) fn template_at(&mut self, at: usize, depth: usize) -> Vec<Statement> {
        let Some(template) = templates().get(at).copied() else { return Vec::new() };
        self.functions += 1;
        let number = self.functions;
        let locals = std::mem::take(&mut self.locals);
        let was = (std::mem::take(&mut self.in_loop), std::mem::take(&mut self.in_function));
        let mut lines: Vec<(usize, String)> = Vec::new();
        let mut bodies = Vec::new();
        for line in template.lines() {
            let indent = line.len() - line.trim_start().len();
            let text = line.trim_start();
            let (times, text) = match text.as_bytes() {
                [b'?', b' ', ..] => (self.random.below(2), &text[2..]),
                // A decorator begins with the same sign.
                [b'@', most @ b'1'..=b'9', b' ', ..] => (1 + self.random.below(usize::from(most - b'0')), &text[3..]),
                _ => (1, text),
            };
            for _ in 0..times {
                if text == "$body" {
                    // A line that stands for the statements until the tree is made.
                    lines.push((indent, format!("$body {}", bodies.len())));
                    bodies.push(self.body(depth));
                } else if let Some(text) = text.strip_prefix("! ") {
                    lines.push((indent, "try:".to_owned()));
                    lines.push((indent + 4, self.fill(text, number)));
                    lines.push((indent, "except Exception as e:".to_owned()));
                    lines.push((indent + 4, "failed(e)".to_owned()));
                } else if !text.is_empty() {
                    let filled = self.fill(text, number);
                    lines.push((indent, filled));
                }
            }
        }
        self.locals = locals;
        (self.in_loop, self.in_function) = was;
        let mut at = 0;
        tree(&lines, &mut at, 0, &mut bodies)
    }

    /// A text with its holes filled.
    pub(super) fn fill(&mut self, text: &str, number: usize) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            out.push_str(&plain(&rest[..at]));
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('#') {
                out.push_str(&number.to_string());
                rest = after;
            } else if let Some(after) = rest.strip_prefix('<') {
                let (choices, after) = choices(after);
                let choice = choices[self.random.below(choices.len())];
                let filled = self.fill(choice, number);
                out.push_str(&filled);
                rest = after;
            } else {
                let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
                let hole = self.hole(&rest[..end]);
                out.push_str(&hole);
                rest = &rest[end..];
            }
        }
        out + &plain(rest)
    }

    fn hole(&mut self, name: &str) -> String {
        if let Some(&(_, kind)) = KINDS.iter().find(|(n, _)| *n == name) {
            return self.expr(kind, 1);
        }
        match name {
            "limit" => self.pick(LIMITS),
            "real" => self.pick(REALS),
            "number" => match self.random.below(3) {
                0 => self.pick(REALS),
                _ => self.pick(LIMITS),
            },
            "op" => self.pick(OPERATORS),
            "cmp" => self.pick(COMPARISONS),
            "aug" => self.pick(INPLACE),
            "spec" => self.spec(),
            "percent" => self.percent(),
            "pattern" => self.pattern(2),
            "arguments" => self.arguments(),
            "parameters" => self.parameters(),
            "slice" => self.slice(1),
            "comprehension" => self.comprehension(2),
            _ => {
                debug_assert!(false, "no hole of the name {name}");
                "None".to_owned()
            }
        }
    }
}

/// Text between holes.
fn plain(text: &str) -> String {
    text.replace("\\|", "|").replace("\\>", ">")
}

/// The choices of `$<...>` (of which the text begins after the sign) and what follows.
fn choices(text: &str) -> (Vec<&str>, &str) {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'$' if bytes.get(at + 1) == Some(&b'<') => {
                depth += 1;
                at += 1;
            }
            b'|' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            b'>' if depth == 0 => {
                parts.push(&text[start..at]);
                return (parts, &text[at + 1..]);
            }
            b'>' => depth -= 1,
            // `|` and `>` as themselves.
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    parts.push(&text[start..]);
    (parts, "")
}

/// Lines with their indentation as a tree of statements.
fn tree(lines: &[(usize, String)], at: &mut usize, indent: usize, bodies: &mut Vec<Vec<Statement>>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    while let Some((own, line)) = lines.get(*at) {
        if *own < indent {
            break;
        }
        *at += 1;
        if let Some(number) = line.strip_prefix("$body ") {
            let body = number.parse().ok().and_then(|n: usize| bodies.get_mut(n)).map(std::mem::take);
            statements.extend(body.unwrap_or_default());
            continue;
        }
        let body = match lines.get(*at) {
            Some((next, _)) if next > own => {
                let next = *next;
                tree(lines, at, next, bodies)
            }
            _ => Vec::new(),
        };
        let clause = ["else:", "elif ", "except", "finally:"].iter().any(|word| line.starts_with(word));
        match statements.last_mut() {
            Some(last) if clause => last.clauses.push(Statement::block(line, body)),
            _ => statements.push(Statement::block(line, body)),
        }
    }
    statements
}
