//! Compiles snippets separated by NUL bytes and prints one line for each: the error or the warnings.

fn run() {
    let Some(path) = std::env::args().nth(1) else { return };
    let bytes = std::fs::read(path).unwrap_or_default();
    for snippet in bytes.split(|&b| b == 0) {
        let Ok(text) = std::str::from_utf8(snippet) else {
            println!("SKIP");
            continue;
        };
        match minipy_syntax::parse_source(text.to_owned(), minipy_syntax::Mode::Exec) {
            Err(error) => println!("PARSE\t{}", error.error.message.replace('\n', " ")),
            Ok(parsed) => {
                let options = minipy_compiler::Options { filename: "f".into(), ..Default::default() };
                match minipy_compiler::compile_with_warnings(&parsed.module, &parsed.source, &options) {
                    Err(error) => {
                        let e = error.into_syntax_error(&parsed.source);
                        println!(
                            "ERROR\t{}\t{}\t{}\t{}\t{}",
                            e.message, e.lineno, e.offset, e.end_lineno, e.end_offset
                        );
                    }
                    Ok(compiled) => {
                        let checks = minipy_bytecode::verify::verify_all(&compiled.code)
                            .and_then(|()| minipy_bytecode::flow::check_all(&compiled.code));
                        let warnings: Vec<String> = parsed
                            .warnings
                            .iter()
                            .map(|w| format!("{}\t{}", w.message, w.lineno))
                            .chain(compiled.warnings.iter().map(|w| format!("{}\t{}", w.message, w.position.line)))
                            .collect();
                        match checks {
                            Ok(()) => println!("OK\t{}", warnings.join("\t")),
                            Err(error) => println!("BAD\t{error}"),
                        }
                    }
                }
            }
        }
    }
}

fn main() {
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(run);
    if let Ok(thread) = thread {
        let _ = thread.join();
    }
}
