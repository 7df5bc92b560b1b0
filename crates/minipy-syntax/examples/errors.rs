//! Compares our errors with recorded ones: `errors CASES [eval | single]`; see `tests/errors/record.py`.

use minipy_syntax::{Mode, parse};

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

fn main() {
    let path = std::env::args().nth(1).expect("a file of cases");
    let mode = match std::env::args().nth(2).as_deref() {
        Some("eval") => Mode::Eval,
        Some("single") => Mode::Single,
        _ => Mode::Exec,
    };
    let text = std::fs::read_to_string(path).expect("a readable file");
    let mut lines = text.lines();
    let (mut equal, mut message_only, mut total) = (0, 0, 0);
    while let (Some(snippet), Some(expected)) = (lines.next(), lines.next()) {
        total += 1;
        let ours = match parse(&unescape(snippet), mode) {
            Ok(_) => "ok".to_owned(),
            Err(e) => {
                format!("{}|{}|{}|{}|{}|{}", e.kind.name(), e.lineno, e.offset, e.end_lineno, e.end_offset, e.message)
            }
        };
        if ours == expected {
            equal += 1;
            continue;
        }
        if ours.split('|').nth(5) == expected.split('|').nth(5) {
            message_only += 1;
        }
        println!("{snippet}\n  ours   {ours}\n  theirs {expected}");
    }
    println!("{equal} of {total} equal, {message_only} more with the same message");
}
