//! Errors of the compiler: CPython's text and range for each case of `data/errors.txt`.

use minipy_compiler::{Options, compile};
use minipy_syntax::{Mode, parse_source};

/// The cases: expected line and source.
fn cases() -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = Vec::new();
    for line in include_str!("data/errors.txt").lines() {
        if let Some(expected) = line.strip_prefix("error ") {
            cases.push((expected.to_owned(), String::new()));
        } else if let Some(text) = line.strip_prefix("| ")
            && let Some((_, source)) = cases.last_mut()
        {
            source.push_str(text);
            source.push('\n');
        }
    }
    cases
}

fn outcome(source: &str) -> String {
    match parse_source(source.to_owned(), Mode::Exec) {
        Err(error) => format!("parser: {error}"),
        Ok(parsed) => match compile(&parsed.module, &parsed.source, &Options::default()) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => {
                let e = error.into_syntax_error(&parsed.source);
                format!("{} {} {} {} {}", e.lineno, e.offset, e.end_lineno, e.end_offset, e.message)
            }
        },
    }
}

#[test]
fn errors_have_cpythons_text_and_range() {
    let cases = cases();
    assert!(cases.len() > 60);
    for (expected, mut source) in cases {
        source.pop();
        assert_eq!(outcome(&source), expected, "{source}");
    }
}
