//! A decoded instruction, as the loop and the out-of-line operations get it.

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP};

use super::stack::Frame;

/// An instruction word. The fields are cut out where they are used, so that it stays in one machine register.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(crate) struct Ins(u64);

impl Ins {
    /// The instruction of a word.
    #[inline(always)]
    pub(crate) fn new(word: u64) -> Ins {
        Ins(word)
    }

    /// Flags.
    #[inline(always)]
    pub(crate) fn f(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// Operand a.
    #[inline(always)]
    pub(crate) fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// Operand b.
    #[inline(always)]
    pub(crate) fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    /// Operand c.
    #[inline(always)]
    pub(crate) fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// `bc` as one number.
    #[inline(always)]
    pub(crate) fn bc(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Whether a flag is set.
    #[inline(always)]
    pub(crate) fn has(self, flag: u8) -> bool {
        self.0 & u64::from(flag) << 8 != 0
    }

    /// The same instruction with only those of its flags that are in `mask`.
    #[inline(always)]
    pub(crate) fn masked(self, mask: u8) -> Ins {
        Ins(self.0 & !(u64::from(!mask) << 8))
    }

    /// Drops the operands that this instruction consumes. Called after the operation succeeded.
    #[inline(always)]
    pub(crate) fn consume(self, frame: &Frame) {
        if self.has(A_TEMP | B_TEMP | C_TEMP) {
            if self.has(B_TEMP) {
                drop(frame.take(self.b()));
            }
            if self.has(C_TEMP) {
                drop(frame.take(self.c()));
            }
            if self.has(A_TEMP) {
                drop(frame.take(self.a()));
            }
        }
    }
}
