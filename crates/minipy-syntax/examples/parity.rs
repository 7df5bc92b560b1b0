//! Compares our trees with CPython's: `parity PYTHON DIRECTORY` runs `tests/parity/dump_tree.py` with the given
//! interpreter over all files of the directory and prints how many trees are equal, and where the others differ.

use minipy_syntax::{Mode, decode_source, dump, parse};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn python_files(directory: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            python_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
    }
}

/// Our dump of a file, or the error.
fn ours(path: &Path) -> String {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return format!("error: {error}"),
    };
    let source = match decode_source(&bytes, None) {
        Ok(source) => source,
        Err(error) => return format!("error: {error}"),
    };
    match parse(&source, Mode::Exec) {
        Ok(module) => dump::dump(&module, &source, dump::Options { attributes: true, indent: None, ascii: true }),
        Err(error) => format!("error: {error}"),
    }
}

/// A piece of a dump around an offset.
fn around(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(150);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (at + 80).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    &text[start..end]
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, python, directory] = &arguments[..] else {
        eprintln!("usage: parity PYTHON DIRECTORY");
        std::process::exit(2);
    };
    let mut files = Vec::new();
    python_files(Path::new(directory), &mut files);
    files.sort();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parity/dump_tree.py");
    let mut child =
        Command::new(python).args(["-W", "ignore", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = child.stdin.take().expect("piped");
    let mut output = BufReader::new(child.stdout.take().expect("piped"));
    let (mut equal, mut compared, mut rejected) = (0, 0, 0);
    for path in &files {
        writeln!(input, "{}", path.display())?;
        input.flush()?;
        let mut length = String::new();
        output.read_line(&mut length)?;
        let length: usize = length.trim().parse().expect("a length");
        let mut theirs = vec![0; length];
        output.read_exact(&mut theirs)?;
        let theirs = String::from_utf8_lossy(&theirs).into_owned();
        if theirs.starts_with("error: ") {
            rejected += 1;
            continue;
        }
        compared += 1;
        let ours = ours(path);
        if ours == theirs {
            equal += 1;
            continue;
        }
        let at = ours.bytes().zip(theirs.bytes()).position(|(a, b)| a != b).unwrap_or(ours.len().min(theirs.len()));
        println!("{}\n  ours   {}\n  theirs {}", path.display(), around(&ours, at), around(&theirs, at));
    }
    println!("{equal} of {compared} trees are equal; {rejected} files are rejected by CPython");
    Ok(())
}
