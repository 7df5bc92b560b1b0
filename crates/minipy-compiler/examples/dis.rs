//! Prints the bytecode of a file (or of the text after `-c`).

fn main() {
    let mut args = std::env::args().skip(1);
    let Some(first) = args.next() else { return };
    let (name, text) = if first == "-c" {
        ("<string>".to_owned(), args.next().unwrap_or_default())
    } else {
        let text = std::fs::read_to_string(&first).unwrap_or_default();
        (first, text)
    };
    match minipy_syntax::parse_source(text, minipy_syntax::Mode::Exec) {
        Err(error) => println!("{error}"),
        Ok(parsed) => {
            let options = minipy_compiler::Options { filename: name, ..Default::default() };
            match minipy_compiler::compile_with_warnings(&parsed.module, &parsed.source, &options) {
                Ok(compiled) => {
                    print!("{}", minipy_bytecode::disasm::disassemble(&compiled.code));
                    for w in compiled.warnings {
                        println!("warning: line {}: {}", w.position.line, w.message);
                    }
                    let code = compiled.code;
                    println!("{:?}", minipy_bytecode::verify::verify_all(&code));
                    println!("{:?}", minipy_bytecode::flow::check_all(&code));
                }
                Err(error) => println!("{error}: {:?}", error.position),
            }
        }
    }
}
