//! Source text through decoder, lexer, parser, validator, compiler and verifier.

use minipy_bytecode::{flow, verify};
use minipy_syntax::{Mode, decode_source, parse_source};

/// Does everything that happens to a source file before it runs. `Err` is the text of the error that a program would
/// see. Panics if the compiler makes code that the verifier refuses: that is a bug.
pub fn compile(source: &[u8], mode: Mode) -> Result<minipy_bytecode::code::Code, String> {
    let text = decode_source(source, Some("fuzz.py")).map_err(|e| e.to_string())?;
    let parsed = parse_source(text, mode).map_err(|rejected| rejected.error.to_string())?;
    let options = minipy_compiler::Options { filename: "fuzz.py".into(), ..Default::default() };
    let code = minipy_compiler::compile(&parsed.module, &parsed.source, &options).map_err(|e| e.message)?;
    if let Err(message) = verify::verify_all(&code).and_then(|()| flow::check_all(&code)) {
        panic!("the compiler's code does not pass the verifier: {message}");
    }
    // What developers look at must not panic either.
    let _ = minipy_bytecode::disasm::disassemble(&code);
    Ok(code)
}

/// [`compile`] on a thread with the stack of the real one.
pub fn compile_with_stack(source: Vec<u8>) -> Result<(), String> {
    let body = move || compile(&source, Mode::Exec).map(drop);
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(body).map_err(|e| e.to_string())?;
    match thread.join() {
        Ok(outcome) => outcome,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
