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

/// Seconds of processor time that this thread has had; other programs on the machine do not count.
fn seconds() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let scheduled = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = scheduled.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
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
    let start = seconds();
    let tokens: usize = sources.iter().map(|source| minipy_syntax::tokenize(source).tokens.len()).sum();
    let lexing = seconds() - start;
    let start = seconds();
    for source in &sources {
        let _ = std::hint::black_box(minipy_syntax::parse(source, minipy_syntax::Mode::Exec));
    }
    let parsing = seconds() - start;
    println!(
        "{} files, {megabytes:.1} MB, {tokens} tokens: lex {:.1} MB/s, parse {:.1} MB/s",
        sources.len(),
        megabytes / lexing,
        megabytes / parsing
    );
}
