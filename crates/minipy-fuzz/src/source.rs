//! Source texts made of bytes: token soup, and real programs with some of their tokens exchanged.

use crate::random::Random;

/// Pieces of Python; a byte of input picks one.
pub const TOKENS: &[&str] = &[
    "\n",
    "\n    ",
    "\n        ",
    "\n\t",
    " ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    ".",
    "...",
    "=",
    "==",
    "!=",
    ":=",
    "->",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    "@",
    "<<",
    ">>",
    "&",
    "|",
    "^",
    "~",
    "<",
    ">",
    "<=",
    ">=",
    "+=",
    "**=",
    "//=",
    ">>=",
    "!",
    "?",
    "$",
    "\\\n",
    "# c\n",
    "x",
    "y",
    "f",
    "print",
    "_",
    "__x",
    "é",
    "ª",
    "0",
    "1",
    "0x1F",
    "0b2",
    "1_0",
    "1__0",
    "1.5",
    "1e",
    "1e5j",
    "0777",
    "1if",
    "''",
    "'a'",
    "\"b\"",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "b'a'",
    "b'é'",
    "rb'\\'",
    "f'{x}'",
    "f'{",
    "f'{x!r:>{y}}'",
    "f'{x=}'",
    "f\"{'a'}\"",
    "t'{x}'",
    "'\\N{DASH}'",
    "'\\x'",
    "'\\ud800'",
    "u'a'",
    "br'",
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "elif",
    "else",
    "for",
    "while",
    "break",
    "continue",
    "return",
    "yield",
    "yield from",
    "await",
    "async",
    "def",
    "class",
    "lambda",
    "try",
    "except",
    "except*",
    "finally",
    "raise",
    "with",
    "as",
    "pass",
    "del",
    "global",
    "nonlocal",
    "assert",
    "import",
    "from",
    "match",
    "case",
    "type",
    "None",
    "True",
    "False",
    "__debug__",
    "*x",
    "**x",
    "x: int",
    "def f(x, /, *, y=1):",
    "class C[T: int, *Ts, **P](B):",
    "async def f():",
    "for x in y:",
    "match x:",
    "case [1, *_]:",
    "case {'a': 1, **r}:",
    "case C(x=1) | None:",
    "lambda: 0",
    "[x for x in y]",
    "{x: y for x in y if x}",
    "(yield)",
    "x[1:2, ::3]",
    "print(x)",
    "\r",
    "\r\n",
    "\u{feff}",
    "\0",
    "\u{c}",
    "\u{a0}",
    "# -*- coding: latin-1 -*-\n",
    "from __future__ import annotations",
    "type X[T] = int",
    "@x\n",
    "x = y = ",
    "del x, (y,)",
    "with (x as y, z):",
    "try:\n    pass\nexcept* E as e:\n    pass\n",
];

/// Text of tokens, one for each byte.
pub fn soup(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    for &byte in bytes {
        // Above the table: space between words, so that they stay apart.
        text.extend_from_slice(TOKENS.get(usize::from(byte)).copied().unwrap_or(" ").as_bytes());
        if byte & 3 != 0 {
            text.push(b' ');
        }
    }
    text
}

/// A program with some parts deleted, doubled, exchanged or replaced by tokens.
pub fn mutate(program: &str, random: &mut Random) -> Vec<u8> {
    let mut parts = split(program);
    for _ in 0..1 + random.below(6) {
        if parts.is_empty() {
            break;
        }
        let at = random.below(parts.len());
        match random.below(6) {
            0 => drop(parts.remove(at)),
            1 => parts.insert(at, parts[at].clone()),
            2 => {
                let other = random.below(parts.len());
                parts.swap(at, other);
            }
            3 => parts[at] = random.pick(TOKENS).to_owned(),
            4 => parts.insert(at, random.pick(TOKENS).to_owned()),
            _ => parts.truncate(at),
        }
    }
    let mut bytes = parts.concat().into_bytes();
    if random.one_in(20) && !bytes.is_empty() {
        let at = random.below(bytes.len());
        bytes[at] = random.number() as u8;
    }
    bytes
}

/// A text as a bytes literal of Python, on one line.
pub fn literal(text: &[u8]) -> String {
    format!("b'{}'", text.escape_ascii())
}

/// Words, spaces and single signs of a text.
fn split(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let class = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' => 1,
        ' ' => 2,
        _ => 0,
    };
    let mut last = 0;
    for c in text.chars() {
        match parts.last_mut() {
            Some(part) if class(c) == last && last != 0 => part.push(c),
            _ => parts.push(c.to_string()),
        }
        last = class(c);
    }
    parts
}

/// The programs of tests/conformance, which mutation starts from.
pub fn corpus() -> Vec<String> {
    let mut files = Vec::new();
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance");
    let mut folders = vec![top];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "py")
                && let Ok(text) = std::fs::read_to_string(&path)
                && text.len() < 8000
            {
                files.push(text);
            }
        }
    }
    files
}
