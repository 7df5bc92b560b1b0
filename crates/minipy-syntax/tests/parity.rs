//! Our trees of the stored sources equal CPython's, positions included.
//!
//! `tests/parity/NAME.ast` is what `tests/parity/dump_tree.py NAME.py` printed under CPython 3.14.

use minipy_syntax::{Mode, decode_source, dump, parse};
use pretty_assertions::assert_eq;
use std::path::Path;

/// One node a line, so that a difference is easy to see.
fn lines(dump: &str) -> String {
    dump.trim_end().replace("), ", "),\n")
}

#[test]
fn trees_equal_cpython() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity");
    let mut count = 0;
    let mut entries: Vec<_> =
        std::fs::read_dir(directory).expect("the samples").flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries.iter().filter(|path| path.extension().is_some_and(|extension| extension == "ast")) {
        let bytes = std::fs::read(path.with_extension("py")).expect("the source of a tree");
        let expected = std::fs::read_to_string(path).expect("a recorded tree");
        let source = decode_source(&bytes, None).expect("a decodable source");
        let module = parse(&source, Mode::Exec).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let options = dump::Options { attributes: true, indent: None, ascii: true };
        let ours = dump::dump(&module, &source, options);
        assert_eq!(lines(&ours), lines(&expected), "{}", path.display());
        count += 1;
    }
    assert!(count >= 60, "only {count} samples");
}
