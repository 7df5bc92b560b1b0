//! Prints compiled code as a Python literal, for the reference interpreter in Python that tests the compiler.

use minipy_bytecode::code::{Code, Const, LocalKind};
use minipy_bytecode::effects::Instruction;
use std::fmt::Write;

fn text(s: &str) -> String {
    bytes(s.as_bytes()) + ".decode('utf-8','surrogatepass')"
}

fn bytes(s: &[u8]) -> String {
    let mut out = String::from("b'");
    for b in s {
        let _ = write!(out, "\\x{b:02x}");
    }
    out.push('\'');
    out
}

fn float(f: f64) -> String {
    format!("fb(0x{:x})", f.to_bits())
}

fn constant(c: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(|c| constant(c) + ",").collect::<String>();
    match c {
        Const::None => "None".into(),
        Const::Bool(b) => if *b { "True" } else { "False" }.into(),
        Const::Ellipsis => "...".into(),
        Const::Int(i) => i.to_string(),
        Const::BigInt(i) => i.to_string(),
        Const::Float(f) => float(*f),
        Const::Complex(re, im) => format!("complex({},{})", float(*re), float(*im)),
        Const::Str(s) => bytes(s) + ".decode('utf-8','surrogatepass')",
        Const::Bytes(s) => bytes(s),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset([{}])", list(items)),
        Const::Slice(p) => format!("slice({})", list(&p[..])),
        Const::Code(code) => dump(code),
    }
}

fn dump(code: &Code) -> String {
    let mut out = format!(
        "Code(name={},qualname={},filename={},first_line={},flags={},argc={},posonly={},kwonly={},nregs={},\n locals=[",
        text(&code.name),
        text(&code.qualname),
        text(&code.filename),
        code.first_line,
        code.flags,
        code.arg_count,
        code.posonly_count,
        code.kwonly_count,
        code.nregs
    );
    for l in &code.locals {
        let kind = match l.kind {
            LocalKind::Local => 'L',
            LocalKind::Cell => 'C',
            LocalKind::Free => 'F',
            LocalKind::Hidden => 'H',
        };
        let _ = write!(out, "({},'{kind}'),", text(&l.name));
    }
    out.push_str("],\n consts=[");
    for c in &code.consts {
        out.push_str(&constant(c));
        out.push_str(",\n");
    }
    out.push_str("],\n ins={");
    let mut at = 0;
    while let Some(i) = Instruction::decode(&code.words, at) {
        let line = code.positions.at(at).line;
        let _ = write!(
            out,
            "{at}:('{}',{},{},{},{},{},{},{},{},{line}),",
            i.op.name(),
            i.flags,
            i.a,
            i.b,
            i.c,
            i.bc() as i32,
            i.extra as u32,
            i.target().unwrap_or(-1),
            i.next()
        );
        at = i.next();
    }
    out.push_str("},\n handlers=[");
    for h in &code.handlers {
        let _ = write!(out, "({},{},{},{},{}),", h.start, h.end, h.target, h.depth, h.exc);
    }
    out.push_str("])");
    out
}

fn run() {
    let Some(path) = std::env::args().nth(1) else { return };
    let raw = std::fs::read(&path).unwrap_or_default();
    let parsed = minipy_syntax::decode_source(&raw, Some(&path))
        .and_then(|t| minipy_syntax::parse_source(t, minipy_syntax::Mode::Exec).map_err(|rejected| rejected.error));
    match parsed {
        Err(error) => println!("ERROR {error}"),
        Ok(parsed) => {
            let options = minipy_compiler::Options { filename: path, ..Default::default() };
            match minipy_compiler::compile(&parsed.module, &parsed.source, &options) {
                Ok(code) => println!("{}", dump(&code)),
                Err(error) => println!("ERROR {error}"),
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
