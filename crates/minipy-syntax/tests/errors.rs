//! Our errors of the stored snippets equal CPython's: kind, position and text.
//!
//! `tests/errors/cases.txt` is what `tests/errors/record.py` made of `snippets.txt` under CPython 3.14.

use minipy_syntax::{Mode, parse};
use pretty_assertions::assert_eq;

fn unescape(line: &str) -> String {
    let mut output = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        output.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('f') => '\u{c}',
                other => other.unwrap_or('\\'),
            },
            other => other,
        });
    }
    output
}

#[test]
fn errors_equal_cpython() {
    let cases = include_str!("errors/cases.txt");
    let mut lines = cases.lines();
    let (mut ours, mut theirs) = (String::new(), String::new());
    let mut count = 0;
    while let (Some(snippet), Some(expected)) = (lines.next(), lines.next()) {
        count += 1;
        let outcome = match parse(&unescape(snippet), Mode::Exec) {
            Ok(_) => "ok".to_owned(),
            Err(error) => format!(
                "{}|{}|{}|{}|{}|{}",
                error.kind.name(),
                error.lineno,
                error.offset,
                error.end_lineno,
                error.end_offset,
                error.message
            ),
        };
        if outcome != expected {
            ours.push_str(&format!("{snippet}\n{outcome}\n"));
            theirs.push_str(&format!("{snippet}\n{expected}\n"));
        }
    }
    assert_eq!(ours, theirs);
    assert!(count >= 150, "only {count} snippets");
}
