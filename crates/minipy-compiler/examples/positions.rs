//! Prints qualified name, operation and source range of every instruction, to be compared with CPython's.

use minipy_bytecode::code::{Code, Const};
use minipy_bytecode::effects::Instruction;

fn dump(code: &Code) {
    let mut at = 0;
    while let Some(i) = Instruction::decode(&code.words, at) {
        let p = code.positions.at(at);
        println!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            code.qualname,
            code.first_line,
            i.op.name(),
            p.line,
            p.end_line,
            p.col,
            p.end_col
        );
        at = i.next();
    }
    for c in &code.consts {
        if let Const::Code(inner) = c {
            dump(inner);
        }
    }
}

fn main() {
    let Some(path) = std::env::args().nth(1) else { return };
    let raw = std::fs::read(&path).unwrap_or_default();
    let parsed = minipy_syntax::decode_source(&raw, Some(&path))
        .and_then(|t| minipy_syntax::parse_source(t, minipy_syntax::Mode::Exec).map_err(|rejected| rejected.error));
    if let Ok(parsed) = parsed {
        let options = minipy_compiler::Options { filename: path, ..Default::default() };
        if let Ok(code) = minipy_compiler::compile(&parsed.module, &parsed.source, &options) {
            dump(&code);
        }
    }
}
