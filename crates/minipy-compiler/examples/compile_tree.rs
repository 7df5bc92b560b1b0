//! Compiles every .py file below the given directories and checks the code: a test of the compiler on real programs.

use std::path::{Path, PathBuf};

fn walk(path: &Path, out: &mut Vec<PathBuf>) {
    if path.is_file() {
        if path.extension().is_some_and(|e| e == "py") {
            out.push(path.to_owned());
        }
    } else if let Ok(dir) = std::fs::read_dir(path) {
        let mut entries: Vec<_> = dir.flatten().map(|e| e.path()).collect();
        entries.sort();
        entries.iter().for_each(|p| walk(p, out));
    }
}

fn run() {
    let mut files = Vec::new();
    std::env::args().skip(1).for_each(|a| walk(Path::new(&a), &mut files));
    let (mut good, mut refused, mut bad) = (0, 0, 0);
    for file in &files {
        let Ok(bytes) = std::fs::read(file) else { continue };
        let name = file.display().to_string();
        let parsed = match minipy_syntax::decode_source(&bytes, Some(&name)).and_then(|text| {
            minipy_syntax::parse_source(text, minipy_syntax::Mode::Exec).map_err(|rejected| rejected.error)
        }) {
            Ok(parsed) => parsed,
            Err(error) => {
                println!("REFUSED {name}: {error}");
                refused += 1;
                continue;
            }
        };
        let options = minipy_compiler::Options { filename: name.clone(), ..Default::default() };
        let outcome = std::panic::catch_unwind(|| minipy_compiler::compile(&parsed.module, &parsed.source, &options));
        match outcome {
            Err(_) => {
                println!("PANIC {name}");
                bad += 1;
            }
            Ok(Err(error)) => {
                println!("ERROR {name}:{}: {}", error.position.line, error.message);
                refused += 1;
            }
            Ok(Ok(code)) => {
                let checks =
                    minipy_bytecode::verify::verify_all(&code).and_then(|()| minipy_bytecode::flow::check_all(&code));
                match checks {
                    Ok(()) => good += 1,
                    Err(error) => {
                        println!("BAD {name}: {error}");
                        bad += 1;
                    }
                }
            }
        }
    }
    println!("{} files, {good} good, {refused} refused, {bad} bad", files.len());
}

fn main() {
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(run);
    if let Ok(thread) = thread {
        let _ = thread.join();
    }
}
