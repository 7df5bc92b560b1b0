//! The disassembler, for `--dump bytecode` and the golden tests.

use crate::code::{Code, Const, LocalKind, Position, flags};
use crate::effects::Instruction;
use crate::opcode::{
    A_TEMP, B_TEMP, C_TEMP, CommonConst, Extra, INPLACE, IntrinsicOp, JUMP_IF_TRUE, METHOD, Opcode, Operand, STEP,
    SpecialMethod,
};
use std::fmt::Write;

/// Lists a code object and all code nested in it.
pub fn disassemble(code: &Code) -> String {
    let mut out = String::new();
    let mut queue = std::collections::VecDeque::from([code]);
    while let Some(code) = queue.pop_front() {
        if !out.is_empty() {
            out.push('\n');
        }
        one(code, &mut out);
        for c in &code.consts {
            if let Const::Code(inner) = c {
                queue.push_back(inner);
            }
        }
    }
    out
}

const FLAG_NAMES: [(u32, &str); 11] = [
    (flags::OPTIMIZED, "optimized"),
    (flags::NEWLOCALS, "newlocals"),
    (flags::VARARGS, "varargs"),
    (flags::VARKEYWORDS, "varkeywords"),
    (flags::NESTED, "nested"),
    (flags::GENERATOR, "generator"),
    (flags::COROUTINE, "coroutine"),
    (flags::ASYNC_GENERATOR, "async_generator"),
    (flags::FUTURE_ANNOTATIONS, "annotations"),
    (flags::HAS_DOCSTRING, "docstring"),
    (flags::METHOD, "method"),
];

fn one(code: &Code, out: &mut String) {
    let _ = write!(out, "code {} line {} regs {}", code.qualname, code.first_line, code.nregs);
    if code.arg_count + code.kwonly_count > 0 {
        let _ = write!(out, " args {}/{}/{}", code.posonly_count, code.arg_count, code.kwonly_count);
    }
    for (flag, name) in FLAG_NAMES {
        if code.flags & flag != 0 {
            let _ = write!(out, " {name}");
        }
    }
    out.push('\n');
    for (i, local) in code.locals.iter().enumerate() {
        let kind = match local.kind {
            LocalKind::Local => "local",
            LocalKind::Cell => "cell",
            LocalKind::Free => "free",
            LocalKind::Hidden => "hidden",
        };
        let _ = writeln!(out, "  r{i} {kind} {}", local.name);
    }
    let mut at = 0;
    let mut last = Position::default();
    let mut runs = code.positions.runs();
    let (mut left, mut position) = runs.next().unwrap_or_default();
    while let Some(i) = Instruction::decode(&code.words, at) {
        while left == 0 {
            match runs.next() {
                Some((words, p)) => (left, position) = (words, p),
                None => break,
            }
        }
        left = left.saturating_sub(i.op.len() as u32);
        let place = if position == last { String::new() } else { format!("{}:{}", position.line, position.col) };
        last = position;
        let _ = write!(out, "  {place:<8}{at:>5}  {}", i.op.name());
        operands(code, &i, out);
        out.push('\n');
        at = i.next();
    }
    for h in &code.handlers {
        let _ = writeln!(out, "  handler {}..{} -> {} depth r{} exc r{}", h.start, h.end, h.target, h.depth, h.exc);
    }
}

/// The names of the operands: most instructions write `a` and read the others.
fn operands(code: &Code, i: &Instruction, out: &mut String) {
    let [ka, kb, kc] = i.op.operands();
    for (kind, value, flag, letter) in [(ka, i.a, A_TEMP, 'a'), (kb, i.b, B_TEMP, 'b'), (kc, i.c, C_TEMP, 'c')] {
        let _ = match kind {
            Operand::None => Ok(()),
            Operand::W => write!(out, " {letter}=r{value}!"),
            Operand::R => write!(out, " {letter}=r{value}{}", if i.flags & flag != 0 { "^" } else { "" }),
            Operand::B => write!(out, " {letter}=r{value}.."),
            Operand::K => write!(out, " {letter}={}", constant(code, u32::from(value))),
            Operand::N => write!(out, " {letter}={}", name(code, u32::from(value))),
            Operand::I => match i.op {
                Opcode::LoadCommon => write!(out, " {:?}", CommonConst::from_u16(value)),
                Opcode::LoadSpecial => write!(out, " {:?}", SpecialMethod::from_u16(value)),
                Opcode::Intrinsic => write!(out, " {:?}", IntrinsicOp::from_u16(value)),
                _ => write!(out, " {letter}={value}"),
            },
            Operand::K32 => write!(out, " {}", constant(code, i.bc())),
            Operand::N32 => write!(out, " {}", name(code, i.bc())),
            Operand::I32 => write!(out, " {}", i.bc() as i32),
            Operand::J32 => write!(out, " to {}", i.target().unwrap_or(-1)),
        };
    }
    match i.op.extra().first() {
        Some(Extra::Jump) => {
            let _ = write!(out, " to {}", i.target().unwrap_or(-1));
        }
        Some(Extra::Imm) => {
            let _ = match i.op {
                Opcode::CallKw => write!(out, " names={}", constant(code, i.extra as u32)),
                Opcode::LoadFromDictOrCell => write!(out, " name={}", name(code, i.extra as u32)),
                _ => write!(out, " imm={:#x}", i.extra as u32),
            };
        }
        _ => {}
    }
    other_flags(i, out);
}

fn other_flags(i: &Instruction, out: &mut String) {
    let rest = i.flags & !(A_TEMP | B_TEMP | C_TEMP);
    if rest == 0 {
        return;
    }
    let text = match i.op {
        Opcode::JLt
        | Opcode::JLe
        | Opcode::JEq
        | Opcode::JNe
        | Opcode::JGt
        | Opcode::JGe
        | Opcode::JLtK
        | Opcode::JLeK
        | Opcode::JEqK
        | Opcode::JNeK
        | Opcode::JGtK
        | Opcode::JGeK
        | Opcode::JIs
        | Opcode::JIn
            if rest == JUMP_IF_TRUE =>
        {
            "if_true".to_owned()
        }
        Opcode::CallKw | Opcode::CallEx | Opcode::LoadSuperAttr if rest & METHOD != 0 => {
            if rest & 0x40 != 0 {
                "method|zero".to_owned()
            } else {
                "method".to_owned()
            }
        }
        Opcode::MakeFunction => {
            let parts = [(0x10, "defaults"), (0x20, "kwdefaults"), (0x40, "annotate"), (0x80, "closure")];
            let set: Vec<&str> = parts.iter().filter(|(f, _)| rest & f != 0).map(|(_, n)| *n).collect();
            set.join("|")
        }
        Opcode::GetSlice if rest == STEP => "step".to_owned(),
        _ if rest == INPLACE => "inplace".to_owned(),
        _ => format!("{rest:#x}"),
    };
    let _ = write!(out, " [{text}]");
}

fn name(code: &Code, index: u32) -> String {
    match code.consts.get(index as usize) {
        Some(Const::Str(s)) => String::from_utf8_lossy(s).into_owned(),
        _ => format!("?{index}"),
    }
}

fn constant(code: &Code, index: u32) -> String {
    code.consts.get(index as usize).map_or_else(|| format!("?{index}"), show)
}

/// A constant as text.
fn show(value: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(show).collect::<Vec<_>>().join(", ");
    match value {
        Const::None => "None".into(),
        Const::Bool(b) => if *b { "True" } else { "False" }.into(),
        Const::Ellipsis => "...".into(),
        Const::Int(i) => i.to_string(),
        Const::BigInt(i) => i.to_string(),
        Const::Float(f) => format!("{f:?}"),
        Const::Complex(re, im) => format!("({re:?}+{im:?}j)"),
        Const::Str(s) => format!("{:?}", String::from_utf8_lossy(s)),
        Const::Bytes(s) => format!("b{:?}", String::from_utf8_lossy(s)),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset({})", list(items)),
        Const::Slice(parts) => format!("slice({})", list(&parts[..])),
        Const::Code(code) => format!("<code {}>", code.qualname),
    }
}
