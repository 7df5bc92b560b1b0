//! Measures the speed of lexing and parsing over a directory of Python files: `speed DIRECTORY`.
//!
//! Compare with `tests/parity/speed.py`, which measures CPython's `ast.parse` over the same files.

use std::path::{Path, PathBuf};
use std::time::Instant;

// The allocator of the interpreter.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

fn main() {
    let Some(directory) = std::env::args().nth(1) else {
        eprintln!("usage: speed DIRECTORY");
        std::process::exit(2);
    };
    let mut files = Vec::new();
    python_files(Path::new(&directory), &mut files);
    files.sort();
    let sources: Vec<String> = files
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .filter_map(|bytes| minipy_syntax::decode_source(&bytes, None).ok())
        .filter(|source| minipy_syntax::parse(source, minipy_syntax::Mode::Exec).is_ok())
        .collect();
    let megabytes = sources.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    let start = Instant::now();
    let tokens: usize = sources.iter().map(|source| minipy_syntax::tokenize(source).tokens.len()).sum();
    let lexing = start.elapsed().as_secs_f64();
    let start = Instant::now();
    for source in &sources {
        let _ = std::hint::black_box(minipy_syntax::parse(source, minipy_syntax::Mode::Exec));
    }
    let parsing = start.elapsed().as_secs_f64();
    println!(
        "{} files, {megabytes:.1} MB, {tokens} tokens: lex {:.1} MB/s, parse {:.1} MB/s",
        sources.len(),
        megabytes / lexing,
        megabytes / parsing
    );
}
