//! Recorded results for text and bytes: escapes, hashes, case.

use minipy_text::hash::{self, HashKey};
use minipy_text::{escape, unicode, wtf8};

use super::{bytes, compare, hex};

#[test]
fn escapes() {
    compare("text_repr", 1, |a| {
        let text = bytes(a[0]);
        format!("{}\t{}", hex(&escape::repr_str(&text)), hex(&escape::ascii_str(&text)))
    });
    compare("bytes_repr", 1, |a| hex(&escape::repr_bytes(&bytes(a[0]))));
}

#[test]
fn hashes() {
    let key = HashKey::from_seed(0);
    compare("text_hash", 1, |a| hash::hash_str(&bytes(a[0]), key).to_string());
    compare("bytes_hash", 1, |a| hash::hash_bytes(&bytes(a[0]), key).to_string());
    let items = |text: &str| text.split(',').filter_map(|t| t.parse::<i64>().ok()).collect::<Vec<_>>();
    compare("tuple_hash", 1, |a| {
        let mut hasher = hash::TupleHasher::default();
        items(a[0]).into_iter().for_each(|item| hasher.add(hash::hash_i64(item)));
        hasher.finish().to_string()
    });
    compare("set_hash", 1, |a| {
        let mut hasher = hash::FrozenSetHasher::default();
        items(a[0]).into_iter().for_each(|item| hasher.add(hash::hash_i64(item)));
        hasher.finish().to_string()
    });
    compare("slice_hash", 3, |a| {
        let part = |at: usize| a[at].parse().unwrap();
        hash::hash_slice(part(0), part(1), part(2)).to_string()
    });
}

#[test]
fn case() {
    compare("text_case", 1, |a| {
        let t = bytes(a[0]);
        let all =
            [unicode::lower, unicode::upper, unicode::title, unicode::casefold, unicode::swapcase, unicode::capitalize];
        all.map(|f| hex(&f(&t))).join("\t")
    });
}

#[test]
fn positions() {
    let text = "a\u{e9}\u{4e2d}\u{1f600}".repeat(100);
    let text = text.as_bytes();
    assert_eq!(wtf8::count(text), 400);
    assert_eq!(wtf8::count(&text[..0]), 0);
    let mut at = 0;
    for index in 0..400 {
        assert_eq!(wtf8::byte_offset(text, index), at);
        assert_eq!(wtf8::char_index(text, at), index);
        assert_eq!(wtf8::retreat(text, at, index), 0);
        at = wtf8::decode_at(text, at).unwrap().1;
    }
    assert_eq!(wtf8::byte_offset(text, 400), text.len());
    assert_eq!(wtf8::byte_offset(text, 1000), text.len());
    let forward: Vec<u32> = wtf8::code_points(text).collect();
    let mut backward: Vec<u32> = wtf8::code_points(text).rev().collect();
    backward.reverse();
    assert_eq!(forward, backward);
    assert_eq!(wtf8::kind(b"abc"), wtf8::TextKind::Ascii);
    assert_eq!(wtf8::kind(text), wtf8::TextKind::Utf8);
    assert_eq!(wtf8::kind(b"\xED\xA0\x80"), wtf8::TextKind::Surrogates);
    assert_eq!(wtf8::kind(b"\xED\x9F\xBF"), wtf8::TextKind::Utf8);
}
