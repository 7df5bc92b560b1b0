//! A decoded instruction, as the out-of-line operations get it.

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP};

use super::stack::Frame;

/// The fields of an instruction word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ins {
    /// Flags.
    pub f: u8,
    /// Operand a.
    pub a: u16,
    /// Operand b.
    pub b: u16,
    /// Operand c.
    pub c: u16,
}

impl Ins {
    /// Splits a word.
    #[inline(always)]
    pub(crate) fn new(word: u64) -> Ins {
        Ins { f: (word >> 8) as u8, a: (word >> 16) as u16, b: (word >> 32) as u16, c: (word >> 48) as u16 }
    }

    /// `bc` as one number.
    #[inline(always)]
    pub(crate) fn bc(self) -> u32 {
        u32::from(self.b) | u32::from(self.c) << 16
    }

    /// Drops the operands that this instruction consumes. Called after the operation succeeded.
    #[inline(always)]
    pub(crate) fn consume(self, frame: &Frame) {
        if self.f & (A_TEMP | B_TEMP | C_TEMP) != 0 {
            if self.f & B_TEMP != 0 {
                drop(frame.take(self.b));
            }
            if self.f & C_TEMP != 0 {
                drop(frame.take(self.c));
            }
            if self.f & A_TEMP != 0 {
                drop(frame.take(self.a));
            }
        }
    }
}
