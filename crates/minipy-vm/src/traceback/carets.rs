//! Which characters of an expression the carets under a source line point at: the operator of a binary operation, the
//! brackets of a subscript or call.
//!
//! Works on the text of the expression that an instruction stands for, which is well formed. Must not need a syntax
//! tree: the outermost operation shows from the tokens outside all brackets.

/// Where the carets `^` go; the rest of the expression gets `~`. Lines count from the expression's first line, columns
/// count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Anchors {
    /// Line and column where the first part ends.
    pub left: (usize, usize),
    /// Line and column where the last part starts.
    pub right: (usize, usize),
    /// Whether it is the call of a plain name.
    pub name_call: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Name,
    Literal,
    Operator,
    Open,
    Close,
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    text: String,
    /// Character offset in the segment.
    start: usize,
    end: usize,
    depth: usize,
}

const OPERATORS: &[&str] = &[
    "**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "**", "//", "<<", ">>", "<=", ">=", "==", "+=", "-=", "*=",
    "/=", "%=", "&=", "|=", "^=", "@=",
];

/// Keywords (and operators below) that make something other than a binary operation, a subscript or a call of it.
const WEAKER: &[&str] = &["if", "else", "lambda", "or", "and", "not", "in", "is", "for", "yield", "async"];

const STATEMENTS: &[&str] = &[
    "raise", "return", "import", "from", "assert", "del", "with", "while", "try", "except", "finally", "class", "def",
    "pass", "break", "continue", "global", "nonlocal", "elif", "as",
];

const WEAKER_OPERATORS: &[&str] = &["<", ">", "==", "!=", "<=", ">=", ":=", ",", ":", ";", "=", "->", "!"];

/// How tightly binary operators bind.
fn precedence(operator: &str) -> Option<u8> {
    Some(match operator {
        "|" => 1,
        "^" => 2,
        "&" => 3,
        "<<" | ">>" => 4,
        "+" | "-" => 5,
        "*" | "/" | "//" | "%" | "@" => 6,
        "**" => 8,
        _ => return None,
    })
}

fn is_name_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The end of a string literal whose first quote is at `at`.
fn skip_string(text: &[char], at: usize, formatted: bool) -> Option<usize> {
    let quote = text[at];
    let triple = text.get(at + 1) == Some(&quote) && text.get(at + 2) == Some(&quote);
    let mut i = at + if triple { 3 } else { 1 };
    while i < text.len() {
        match text[i] {
            '\\' => i += 2,
            c if c == quote && !triple => return Some(i + 1),
            c if c == quote && text.get(i + 1) == Some(&quote) && text.get(i + 2) == Some(&quote) => {
                return Some(i + 3);
            }
            '{' if formatted && text.get(i + 1) == Some(&'{') => i += 2,
            '{' if formatted => i = skip_replacement(text, i)?,
            _ => i += 1,
        }
    }
    None
}

/// The end of a replacement field of an f-string: it may hold strings with the same quotes.
fn skip_replacement(text: &[char], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut i = at;
    while i < text.len() {
        match text[i] {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            '"' | '\'' => {
                i = skip_string(text, i, false)?;
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    None
}

fn tokens(text: &[char]) -> Option<Vec<Token>> {
    let mut result = Vec::new();
    let (mut i, mut depth) = (0, 0usize);
    while i < text.len() {
        let c = text[i];
        let start = i;
        let kind = if c.is_whitespace() || c == '\\' {
            i += 1;
            continue;
        } else if c == '#' {
            while i < text.len() && text[i] != '\n' {
                i += 1;
            }
            continue;
        } else if is_name_start(c) {
            while i < text.len() && is_name(text[i]) {
                i += 1;
            }
            match text.get(i) {
                // A string prefix.
                Some('"' | '\'') if i - start <= 2 => {
                    let prefix: String = text[start..i].iter().collect::<String>().to_lowercase();
                    i = skip_string(text, i, prefix.contains(['f', 't']))?;
                    Kind::Literal
                }
                _ => Kind::Name,
            }
        } else if c == '"' || c == '\'' {
            i = skip_string(text, i, false)?;
            Kind::Literal
        } else if c.is_ascii_digit() || c == '.' && text.get(i + 1).is_some_and(char::is_ascii_digit) {
            while i < text.len()
                && (is_name(text[i])
                    || text[i] == '.'
                    || matches!(text[i], '+' | '-')
                        && matches!(text[i - 1], 'e' | 'E')
                        && !matches!(text.get(start + 1), Some('x' | 'X')))
            {
                i += 1;
            }
            Kind::Literal
        } else if matches!(c, '(' | '[' | '{') {
            i += 1;
            Kind::Open
        } else if matches!(c, ')' | ']' | '}') {
            i += 1;
            Kind::Close
        } else {
            let rest: String = text[i..(i + 3).min(text.len())].iter().collect();
            i += OPERATORS.iter().find(|o| rest.starts_with(**o)).map_or(1, |o| o.len());
            Kind::Operator
        };
        if kind == Kind::Close {
            depth = depth.checked_sub(1)?;
        }
        result.push(Token { kind, text: text[start..i].iter().collect(), start, end: i, depth });
        if kind == Kind::Open {
            depth += 1;
        }
    }
    if depth == 0 { Some(result) } else { None }
}

/// Line and column of a character offset.
fn place(text: &[char], offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let line = before.iter().filter(|&&c| c == '\n').count();
    let column = before.iter().rev().take_while(|&&c| c != '\n').count();
    (line, column)
}

/// Whether the brackets that open at token `open` merely group: they hold neither a tuple nor a generator expression.
fn only_groups(tokens: &[Token], open: usize) -> Option<usize> {
    let depth = tokens[open].depth;
    let close = (open + 1..tokens.len()).find(|&i| tokens[i].kind == Kind::Close && tokens[i].depth == depth)?;
    let inside = &tokens[open + 1..close];
    let special = inside.is_empty()
        || inside.iter().any(|t| t.depth == depth + 1 && (t.text == "," || t.text == "for" && t.kind == Kind::Name));
    if special || tokens[open].text != "(" { None } else { Some(close) }
}

/// Where the carets go for an expression; `None`: everything gets a caret.
pub(crate) fn anchors(segment: &[char]) -> Option<Anchors> {
    let tokens = tokens(segment)?;
    let first = tokens.first()?;
    let outside = || tokens.iter().enumerate().filter(|(_, t)| t.depth == 0);
    let excluded = |t: &Token| match t.kind {
        Kind::Name => WEAKER.contains(&t.text.as_str()) || STATEMENTS.contains(&t.text.as_str()),
        Kind::Operator => WEAKER_OPERATORS.contains(&t.text.as_str()) || t.text.ends_with('='),
        _ => false,
    };
    if outside().any(|(_, t)| excluded(t)) {
        return None;
    }
    // Binary operators stand after an operand.
    let mut operators = Vec::new();
    let mut operand = false;
    for (i, token) in outside() {
        match token.kind {
            Kind::Operator if token.text == "." => operand = false,
            Kind::Operator if operand => {
                operators.push((i, precedence(&token.text)?));
                operand = false;
            }
            Kind::Operator => {}
            Kind::Name if token.text == "await" => operand = false,
            Kind::Open => {}
            _ => operand = true,
        }
    }
    let prefixed = matches!(first.text.as_str(), "+" | "-" | "~") && first.kind == Kind::Operator;
    if first.kind == Kind::Operator && !prefixed && first.text != "..." {
        return None;
    }
    if let Some(weakest) = operators.iter().map(|(_, p)| *p).min() {
        if weakest == 8 && prefixed {
            return None;
        }
        // All but `**` group from the left.
        let mut candidates = operators.iter().filter(|(_, p)| *p == weakest);
        let (at, _) = if weakest == 8 { candidates.next()? } else { candidates.next_back()? };
        return Some(operator_anchors(segment, &tokens, *at));
    }
    if prefixed || first.kind == Kind::Name && first.text == "await" {
        return None;
    }
    // The last trailer of a primary decides.
    let last = tokens.last()?;
    let open = tokens.iter().rposition(|t| t.kind == Kind::Open && t.depth == 0)?;
    if last.kind != Kind::Close || last.depth != 0 || open == 0 || !matches!(tokens[open].text.as_str(), "(" | "[") {
        return None;
    }
    let left = place(segment, tokens[open].start);
    let name_call = open == 1 && tokens[open].text == "(" && first.kind == Kind::Name;
    Some(Anchors { left, right: place(segment, last.end), name_call })
}

fn operator_anchors(segment: &[char], tokens: &[Token], at: usize) -> Anchors {
    let operator = &tokens[at];
    let (line, column) = place(segment, operator.start);
    let mut right = column + 1;
    let next = segment.get(operator.start + 1).copied().unwrap_or('\n');
    // The operand starts inside parentheses that only group it: then CPython takes the parenthesis for a part of the
    // operator.
    let mut start = at + 1;
    while let Some(close) = tokens.get(start).filter(|t| t.text == "(").and_then(|_| only_groups(tokens, start)) {
        let ends_operand = close + 1 == tokens.len() || tokens[close + 1].kind == Kind::Close;
        if !ends_operand {
            break;
        }
        start += 1;
    }
    let operand = tokens.get(start).map_or(segment.len(), |t| t.start);
    if operator.start + 1 < operand && !next.is_whitespace() && next != '\\' && next != '#' {
        right += 1;
    }
    Anchors { left: (line, column), right: (line, right), name_call: false }
}

/// The columns that a text takes on a terminal: wide characters take two.
pub(crate) fn display_width(text: &[char]) -> usize {
    text.iter().map(|&c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Ranges of characters with East Asian width W or F.
static WIDE: &[(u32, u32)] = &[
    (0x1100, 0x115f),
    (0x231a, 0x231b),
    (0x2329, 0x232a),
    (0x23e9, 0x23ec),
    (0x23f0, 0x23f0),
    (0x23f3, 0x23f3),
    (0x25fd, 0x25fe),
    (0x2614, 0x2615),
    (0x2630, 0x2637),
    (0x2648, 0x2653),
    (0x267f, 0x267f),
    (0x268a, 0x268f),
    (0x2693, 0x2693),
    (0x26a1, 0x26a1),
    (0x26aa, 0x26ab),
    (0x26bd, 0x26be),
    (0x26c4, 0x26c5),
    (0x26ce, 0x26ce),
    (0x26d4, 0x26d4),
    (0x26ea, 0x26ea),
    (0x26f2, 0x26f3),
    (0x26f5, 0x26f5),
    (0x26fa, 0x26fa),
    (0x26fd, 0x26fd),
    (0x2705, 0x2705),
    (0x270a, 0x270b),
    (0x2728, 0x2728),
    (0x274c, 0x274c),
    (0x274e, 0x274e),
    (0x2753, 0x2755),
    (0x2757, 0x2757),
    (0x2795, 0x2797),
    (0x27b0, 0x27b0),
    (0x27bf, 0x27bf),
    (0x2b1b, 0x2b1c),
    (0x2b50, 0x2b50),
    (0x2b55, 0x2b55),
    (0x2e80, 0x303e),
    (0x3041, 0x3247),
    (0x3250, 0xa4c6),
    (0xa960, 0xa97c),
    (0xac00, 0xd7a3),
    (0xf900, 0xfaff),
    (0xfe10, 0xfe19),
    (0xfe30, 0xfe6b),
    (0xff01, 0xff60),
    (0xffe0, 0xffe6),
    (0x16fe0, 0x18d08),
    (0x1aff0, 0x1b2fb),
    (0x1d300, 0x1d376),
    (0x1f004, 0x1f004),
    (0x1f0cf, 0x1f0cf),
    (0x1f18e, 0x1f18e),
    (0x1f191, 0x1f19a),
    (0x1f200, 0x1f320),
    (0x1f32d, 0x1f335),
    (0x1f337, 0x1f37c),
    (0x1f37e, 0x1f393),
    (0x1f3a0, 0x1f3ca),
    (0x1f3cf, 0x1f3d3),
    (0x1f3e0, 0x1f3f0),
    (0x1f3f4, 0x1f3f4),
    (0x1f3f8, 0x1f43e),
    (0x1f440, 0x1f440),
    (0x1f442, 0x1f4fc),
    (0x1f4ff, 0x1f53d),
    (0x1f54b, 0x1f54e),
    (0x1f550, 0x1f567),
    (0x1f57a, 0x1f57a),
    (0x1f595, 0x1f596),
    (0x1f5a4, 0x1f5a4),
    (0x1f5fb, 0x1f64f),
    (0x1f680, 0x1f6c5),
    (0x1f6cc, 0x1f6cc),
    (0x1f6d0, 0x1f6d2),
    (0x1f6d5, 0x1f6df),
    (0x1f6eb, 0x1f6ec),
    (0x1f6f4, 0x1f6fc),
    (0x1f7e0, 0x1f7f0),
    (0x1f90c, 0x1f93a),
    (0x1f93c, 0x1f945),
    (0x1f947, 0x1f9ff),
    (0x1fa70, 0x1faff),
    (0x20000, 0x3fffd),
];

fn is_wide(c: char) -> bool {
    let cp = c as u32;
    cp >= 0x1100 && WIDE.iter().any(|&(a, b)| (a..=b).contains(&cp))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(usize, usize)> {
        let chars: Vec<char> = text.chars().collect();
        anchors(&chars).map(|a| (a.left.1, a.right.1))
    }

    #[test]
    fn outermost_operation() {
        assert_eq!(of("1/0"), Some((1, 2)));
        assert_eq!(of("a + b * c"), Some((2, 3)));
        assert_eq!(of("a - b - c"), Some((6, 7)));
        assert_eq!(of("a ** b ** c"), Some((2, 4)));
        assert_eq!(of("x[1][2]"), Some((4, 7)));
        assert_eq!(of("f(x)(y)"), Some((4, 7)));
        assert_eq!(of("a.b"), None);
        assert_eq!(of("-x[0]"), None);
        assert_eq!(of("-x + 1"), Some((3, 4)));
        assert_eq!(of("a if b else c"), None);
        assert_eq!(of("raise X(1)"), None);
        assert_eq!(of("1+(2)"), Some((1, 3)));
        assert_eq!(of("f'{x + 1}'.foo(2)"), Some((14, 17)));
    }
}
