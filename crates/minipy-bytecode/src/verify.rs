//! The structural verifier: what the interpreter's unchecked accesses rely on.
//!
//! Registers, constants and names are in range and of the right kind, jumps and handlers land on instructions,
//! control never runs off the end. Checks one code object; nested ones are checked when they are made.

use crate::code::{Code, Const, LocalKind};
use crate::effects::{Instruction, effects};
use crate::opcode::{CommonConst, IntrinsicOp, Opcode, Operand, SpecialMethod};

/// Checks that a code object (without those nested in it) is well formed.
pub fn verify(code: &Code) -> Result<(), String> {
    let v = Verifier { code, starts: instruction_starts(code)? };
    v.header()?;
    let mut at = 0;
    while let Some(i) = Instruction::decode(&code.words, at) {
        v.instruction(&i).map_err(|e| format!("{e} in {:?} at {}", i.op, i.at))?;
        at = i.next();
    }
    v.handlers()
}

/// Checks a code object and all code nested in it.
pub fn verify_all(code: &Code) -> Result<(), String> {
    verify(code).map_err(|e| format!("{}: {e}", code.qualname))?;
    for c in &code.consts {
        if let Const::Code(inner) = c {
            verify_all(inner)?;
        }
    }
    Ok(())
}

/// For every word, whether an instruction starts there.
fn instruction_starts(code: &Code) -> Result<Vec<bool>, String> {
    let mut starts = vec![false; code.words.len()];
    let mut at = 0;
    while (at as usize) < code.words.len() {
        let Some(i) = Instruction::decode(&code.words, at) else {
            return Err(format!("bad instruction at {at}"));
        };
        starts[at as usize] = true;
        at = i.next();
    }
    Ok(starts)
}

struct Verifier<'a> {
    code: &'a Code,
    starts: Vec<bool>,
}

impl Verifier<'_> {
    fn header(&self) -> Result<(), String> {
        let code = self.code;
        if code.words.is_empty() {
            return Err("no instructions".into());
        }
        if code.nregs > 0xFFFF {
            return Err("too many registers".into());
        }
        if code.locals.len() > code.nregs as usize {
            return Err("fewer registers than locals".into());
        }
        if code.parameter_count() > code.locals.len() {
            return Err("fewer locals than parameters".into());
        }
        if code.posonly_count > code.arg_count {
            return Err("more positional-only than positional parameters".into());
        }
        let mut free = code.locals.iter().enumerate().filter(|(_, l)| l.kind == LocalKind::Free).map(|(i, _)| i);
        if let Some(first) = free.next()
            && free.enumerate().any(|(n, i)| i != first + 1 + n)
        {
            return Err("free variables are not consecutive".into());
        }
        let mut parameters = code.locals.iter().take(code.parameter_count());
        if parameters.any(|l| matches!(l.kind, LocalKind::Free | LocalKind::Hidden)) {
            return Err("a parameter is no local".into());
        }
        Ok(())
    }

    fn register(&self, reg: u32) -> Result<(), String> {
        if reg < self.code.nregs { Ok(()) } else { Err(format!("register {reg} out of range")) }
    }

    fn constant(&self, index: u32) -> Result<&Const, String> {
        self.code.consts.get(index as usize).ok_or_else(|| format!("constant {index} out of range"))
    }

    fn name(&self, index: u32) -> Result<(), String> {
        match self.constant(index)? {
            Const::Str(_) => Ok(()),
            _ => Err(format!("constant {index} is no name")),
        }
    }

    fn target(&self, target: i64) -> Result<(), String> {
        let fine = usize::try_from(target).ok().and_then(|t| self.starts.get(t)).copied().unwrap_or(false);
        if fine { Ok(()) } else { Err(format!("jump to {target}")) }
    }

    fn instruction(&self, i: &Instruction) -> Result<(), String> {
        let e = effects(i);
        for &reg in e.reads.iter().chain(&e.consumed).chain(&e.writes) {
            self.register(reg)?;
        }
        for (kind, value) in i.op.operands().into_iter().zip([i.a, i.b, i.c]) {
            match kind {
                Operand::K => {
                    self.constant(u32::from(value))?;
                }
                Operand::N => self.name(u32::from(value))?,
                Operand::K32 => {
                    self.constant(i.bc())?;
                }
                Operand::N32 => self.name(i.bc())?,
                // Registers that are only computed from a block start still have to exist.
                Operand::B => self.register(u32::from(value))?,
                _ => {}
            }
        }
        if let Some(target) = i.target() {
            self.target(target)?;
        }
        if !i.is_terminator() && i.next() as usize >= self.code.words.len() {
            return Err("control runs off the end".into());
        }
        self.special(i)
    }

    fn special(&self, i: &Instruction) -> Result<(), String> {
        let extra = i.extra as u32;
        match i.op {
            Opcode::LeaveLoop => Err("not for code".into()),
            Opcode::LoadCommon if CommonConst::from_u16(i.b).is_none() => Err("unknown common constant".into()),
            Opcode::LoadSpecial if SpecialMethod::from_u16(i.c).is_none() => Err("unknown special method".into()),
            Opcode::Intrinsic if IntrinsicOp::from_u16(i.c).is_none() => Err("unknown intrinsic".into()),
            Opcode::BuildSlice if !matches!(i.c, 2 | 3) => Err("bad register count".into()),
            Opcode::BuildInterpolation if !matches!(i.c, 2 | 3) => Err("bad register count".into()),
            Opcode::LoadFromDictOrCell => self.name(extra),
            Opcode::CallKw => match self.constant(extra)? {
                Const::Tuple(names)
                    if names.len() <= usize::from(i.c) && names.iter().all(|n| matches!(n, Const::Str(_))) =>
                {
                    Ok(())
                }
                _ => Err("bad keyword names".into()),
            },
            Opcode::MatchClass => match self.constant(extra >> 16)? {
                Const::Tuple(names) if names.iter().all(|n| matches!(n, Const::Str(_))) => Ok(()),
                _ => Err("bad attribute names".into()),
            },
            Opcode::UnpackEx if extra > 0xFFFF => Err("too many targets".into()),
            Opcode::MakeFunction => match self.constant(u32::from(i.c))? {
                Const::Code(_) => Ok(()),
                _ => Err("function of no code".into()),
            },
            Opcode::ImportName => match self.constant(u32::from(i.b))? {
                Const::None | Const::Tuple(_) => Ok(()),
                _ => Err("bad from-list".into()),
            },
            Opcode::CopyFreeVars => {
                let free = self.code.locals.iter().filter(|l| l.kind == LocalKind::Free).count();
                let first = self.code.locals.iter().position(|l| l.kind == LocalKind::Free);
                if free == usize::from(i.c) && first == Some(usize::from(i.a)) {
                    Ok(())
                } else {
                    Err("free variables do not match".into())
                }
            }
            _ => Ok(()),
        }
    }

    fn handlers(&self) -> Result<(), String> {
        for h in &self.code.handlers {
            let end = h.end as usize == self.code.words.len() || self.target(i64::from(h.end)).is_ok();
            if h.start >= h.end || self.target(i64::from(h.start)).is_err() || !end {
                return Err(format!("bad region {}..{}", h.start, h.end));
            }
            self.target(i64::from(h.target))?;
            self.register(u32::from(h.exc))?;
            if h.depth as usize > self.code.nregs as usize || (h.depth as usize) < self.code.locals.len() {
                return Err(format!("bad depth {} of a region", h.depth));
            }
        }
        Ok(())
    }
}
