//! What each instruction reads, consumes and writes: the table's prose as data.
//!
//! Used by the verifier and the flow checker. Must not know anything beyond one instruction.

use crate::opcode::{A_TEMP, B_TEMP, C_TEMP, IntrinsicOp, METHOD, Opcode, Operand, STEP, UNUSED, decode};

/// One decoded instruction.
#[derive(Clone, Copy, Debug)]
pub struct Instruction {
    /// Its first word's offset.
    pub at: u32,
    /// The operation.
    pub op: Opcode,
    /// Flags.
    pub flags: u8,
    /// Operand `a`.
    pub a: u16,
    /// Operand `b`.
    pub b: u16,
    /// Operand `c`.
    pub c: u16,
    /// The first extra word, or 0.
    pub extra: u64,
}

impl Instruction {
    /// Decodes the instruction at word `at`; `None` if there is no complete instruction.
    pub fn decode(words: &[u64], at: u32) -> Option<Instruction> {
        let (op, flags, a, b, c) = decode(*words.get(at as usize)?);
        let op = Opcode::from_u8(op)?;
        if at as usize + op.len() > words.len() {
            return None;
        }
        let extra = if op.len() > 1 { words[at as usize + 1] } else { 0 };
        Some(Instruction { at, op, flags, a, b, c, extra })
    }

    /// The operands `b` and `c` as one number.
    pub fn bc(&self) -> u32 {
        u32::from(self.b) | u32::from(self.c) << 16
    }

    /// Offset of the next instruction.
    pub fn next(&self) -> u32 {
        self.at + self.op.len() as u32
    }

    /// The target of a jump, if it is one; it may lie outside the code.
    pub fn target(&self) -> Option<i64> {
        if self.op.operands()[1] == Operand::J32 {
            return Some(i64::from(self.at) + 1 + i64::from(self.bc() as i32));
        }
        let jump = self.op.extra().first() == Some(&crate::opcode::Extra::Jump);
        jump.then(|| i64::from(self.at) + 2 + i64::from(self.extra as u32 as i32))
    }

    /// Whether control never goes on to the next instruction.
    pub fn is_terminator(&self) -> bool {
        matches!(
            self.op,
            Opcode::Return | Opcode::ReturnConst | Opcode::Raise | Opcode::Reraise | Opcode::Jump | Opcode::JumpBack
        )
    }

    /// Whether it builds a frame above its arguments, so that nothing may live there.
    pub fn is_call(&self) -> bool {
        matches!(self.op, Opcode::Call | Opcode::CallMethod | Opcode::CallKw | Opcode::CallEx)
    }
}

/// The registers an instruction touches. Registers are wide enough not to overflow.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// Read and kept.
    pub reads: Vec<u32>,
    /// Read and consumed because a flag says so (must be temporaries).
    pub consumed: Vec<u32>,
    /// Written.
    pub writes: Vec<u32>,
}

/// The effects of an instruction.
pub fn effects(i: &Instruction) -> Effects {
    let mut e = Effects::default();
    let (a, b, c) = (u32::from(i.a), u32::from(i.b), u32::from(i.c));
    let range = |from: u32, count: u32| from..from + count;
    match i.op {
        Opcode::Drop | Opcode::PopExc | Opcode::Reraise | Opcode::EndAsyncFor => e.consumed.push(a),
        Opcode::CopyFreeVars => e.writes.extend(range(a, c)),
        Opcode::MakeCell => e.writes.push(a),
        Opcode::LoadMethod => {
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            e.writes.extend(range(a, 2));
        }
        Opcode::LoadSuperAttr => {
            e.consumed.extend(range(b, 3));
            e.writes.extend(range(a, 1 + u32::from(i.flags & METHOD != 0)));
        }
        Opcode::BuildSlice
        | Opcode::BuildTuple
        | Opcode::BuildList
        | Opcode::BuildSet
        | Opcode::BuildString
        | Opcode::BuildInterpolation => {
            e.consumed.extend(range(b, c));
            e.writes.push(a);
        }
        Opcode::BuildMap => {
            e.consumed.extend(range(b, 2 * c));
            e.writes.push(a);
        }
        Opcode::GetSlice => {
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            e.consumed.extend(range(c, 2 + u32::from(i.flags & STEP != 0)));
            e.writes.push(a);
        }
        Opcode::SetSlice => {
            operand_read(&mut e, a, i.flags & A_TEMP != 0);
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            e.consumed.extend(range(c, 2));
        }
        Opcode::UnpackSequence => {
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            e.writes.extend(range(a, c));
        }
        Opcode::UnpackEx => {
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            e.writes.extend(range(a, c + 1 + (i.extra as u32).min(0x1_0000)));
        }
        Opcode::Call => {
            e.consumed.extend(range(a, c + 1));
            e.writes.push(b);
        }
        Opcode::CallMethod => {
            e.consumed.extend(range(a, c + 2));
            e.writes.push(b);
        }
        Opcode::CallKw => {
            e.consumed.extend(range(a, c + 1 + u32::from(i.flags & METHOD != 0)));
            e.writes.push(b);
        }
        Opcode::CallEx => {
            let count = if c == 1 { 2 } else { 3 };
            e.consumed.extend(range(a, count + u32::from(i.flags & METHOD != 0)));
            e.writes.push(b);
        }
        Opcode::Yield if i.flags & UNUSED != 0 => operand_read(&mut e, b, i.flags & B_TEMP != 0),
        Opcode::YieldFrom => {
            e.consumed.extend([b, c]);
            e.writes.push(a);
        }
        Opcode::Raise => {
            if i.flags & 0x40 == 0 {
                operand_read(&mut e, a, i.flags & A_TEMP != 0);
                if c == 1 {
                    operand_read(&mut e, b, i.flags & B_TEMP != 0);
                }
            }
        }
        Opcode::Format => {
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            if i.flags & 0x40 != 0 {
                operand_read(&mut e, c, i.flags & C_TEMP != 0);
            }
            e.writes.push(a);
        }
        Opcode::MatchExcGroup => {
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            operand_read(&mut e, c, i.flags & C_TEMP != 0);
            e.writes.extend(range(a, 2));
        }
        Opcode::LoadSpecial => {
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            e.writes.extend(range(a, 2));
        }
        Opcode::LoadExcTriple => {
            operand_read(&mut e, b, i.flags & B_TEMP != 0);
            e.writes.extend(range(a, 3));
        }
        Opcode::MakeFunction => {
            e.consumed.extend(range(b, (i.flags & 0xF0).count_ones()));
            e.writes.push(a);
        }
        Opcode::Intrinsic => {
            let arity = IntrinsicOp::from_u16(i.c).map_or(0, IntrinsicOp::arity);
            e.consumed.extend(range(b, arity as u32));
            e.writes.push(a);
        }
        _ => {
            let [ka, kb, kc] = i.op.operands();
            for (kind, reg, flag) in [(ka, a, A_TEMP), (kb, b, B_TEMP), (kc, c, C_TEMP)] {
                match kind {
                    Operand::R => operand_read(&mut e, reg, i.flags & flag != 0),
                    Operand::W => e.writes.push(reg),
                    _ => {}
                }
            }
        }
    }
    e
}

fn operand_read(e: &mut Effects, reg: u32, consumed: bool) {
    if consumed {
        e.consumed.push(reg);
    } else {
        e.reads.push(reg);
    }
}
