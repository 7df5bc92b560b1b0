//! Recorded results of searching, splitting and stripping.

use minipy_text::search::{self as s, Unit};

use super::{bytes, compare, hex};

fn unit(kind: &str) -> Unit {
    if kind == "c" { Unit::Char } else { Unit::Byte }
}

fn limit(text: &str) -> Option<usize> {
    text.parse().ok()
}

fn list(parts: Vec<&[u8]>) -> String {
    let count = parts.len();
    let joined: Vec<String> = parts.into_iter().map(hex).collect();
    format!("{}:{count}", joined.join(","))
}

fn text(bytes: &[u8]) -> String {
    if bytes.is_empty() { "-".into() } else { hex(bytes) }
}

#[test]
fn split() {
    compare("search_split", 4, |a| {
        let (t, n) = (bytes(a[1]), bytes(a[2]));
        format!("{}\t{}", list(s::split(&t, &n, limit(a[3]))), list(s::rsplit(&t, &n, limit(a[3]))))
    });
    compare("search_space", 3, |a| {
        let t = bytes(a[1]);
        let (u, l) = (unit(a[0]), limit(a[2]));
        format!("{}\t{}", list(s::split_space(&t, l, u)), list(s::rsplit_space(&t, l, u)))
    });
    compare("search_lines", 2, |a| {
        let t = bytes(a[1]);
        let u = unit(a[0]);
        let lines = |keep| list(s::split_lines(&t, keep, u));
        let tabs = |size| text(&s::expand_tabs(&t, size, u));
        let stripped = text(s::strip_space(&t, true, true, u));
        format!("{}\t{}\t{stripped}\t{}\t{}\t{}", lines(false), lines(true), tabs(8), tabs(3), tabs(0))
    });
}

#[test]
fn replace() {
    compare("search_replace", 4, |a| {
        let (t, n) = (bytes(a[1]), bytes(a[2]));
        let with = |new: &[u8]| text(&s::replace(&t, &n, new, limit(a[3]), unit(a[0])).unwrap_or_else(|| t.clone()));
        format!("{}\t{}", with(b"YZ"), with(b""))
    });
}

#[test]
fn find() {
    compare("search_find", 3, |a| {
        let (t, n) = (bytes(a[1]), bytes(a[2]));
        let index = |at: Option<usize>| at.map_or(-1, |at| unit(a[0]).count(&t[..at]) as i64);
        format!("{}\t{}\t{}", index(s::find(&t, &n)), index(s::rfind(&t, &n)), s::count(&t, &n, unit(a[0])))
    });
    compare("search_strip", 3, |a| {
        let (t, n) = (bytes(a[1]), bytes(a[2]));
        let strip = |left, right| text(s::strip_chars(&t, &n, left, right, unit(a[0])));
        format!("{}\t{}\t{}", strip(true, true), strip(true, false), strip(false, true))
    });
}
