//! A decoded instruction, as the out-of-line operations ([`Ins`]) and the loop ([`InPlace`]) get it.
#![expect(unsafe_code, reason = "the loop reads its instructions through a raw pointer (invariant S1)")]

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

impl Ins {
    /// [`Ins::consume`] for a store into a container, which drops its operands in another order.
    #[inline(always)]
    pub(crate) fn consume_store(self, frame: &Frame) {
        if self.has(B_TEMP) {
            drop(frame.take(self.b()));
        }
        if self.has(A_TEMP) {
            drop(frame.take(self.a()));
        }
        if self.has(C_TEMP) {
            drop(frame.take(self.c()));
        }
    }
}

/// An instruction that is read where it lies: each operand is one load of 16 bits, which costs the processor less than
/// cutting it out of the word, and leaves a machine register free. The word itself is never read, as the compiler would
/// then cut again.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(crate) struct InPlace(*const u64);

/// The 16 bits from bit `16 * index` on, as an index of what the word has in memory.
#[inline(always)]
const fn half(index: usize) -> usize {
    if cfg!(target_endian = "little") { index } else { 3 - index }
}

/// The byte from bit `8 * index` on, likewise.
#[inline(always)]
const fn byte(index: usize) -> usize {
    if cfg!(target_endian = "little") { index } else { 7 - index }
}

impl InPlace {
    /// The instruction at `pc`.
    ///
    /// # Safety
    /// `pc` is the start of an instruction, whose code stays alive as long as this is used.
    #[inline(always)]
    pub(crate) unsafe fn new(pc: *const u64) -> InPlace {
        InPlace(pc)
    }

    #[inline(always)]
    fn half(self, index: usize) -> u16 {
        // SAFETY: S1: the pointer is to a whole word.
        unsafe { *self.0.cast::<u16>().add(half(index)) }
    }

    #[inline(always)]
    fn byte(self, index: usize) -> u8 {
        // SAFETY: S1: the pointer is to a whole word.
        unsafe { *self.0.cast::<u8>().add(byte(index)) }
    }

    /// The opcode's number.
    #[inline(always)]
    pub(crate) fn opcode(self) -> u8 {
        self.byte(0)
    }

    /// Flags.
    #[inline(always)]
    pub(crate) fn f(self) -> u8 {
        self.byte(1)
    }

    /// Operand a.
    #[inline(always)]
    pub(crate) fn a(self) -> u16 {
        self.half(1)
    }

    /// Operand b.
    #[inline(always)]
    pub(crate) fn b(self) -> u16 {
        self.half(2)
    }

    /// Operand c.
    #[inline(always)]
    pub(crate) fn c(self) -> u16 {
        self.half(3)
    }

    /// `bc` as one number.
    #[inline(always)]
    pub(crate) fn bc(self) -> u32 {
        // SAFETY: S1: the pointer is to a whole word.
        unsafe { *self.0.cast::<u32>().add(usize::from(cfg!(target_endian = "little"))) }
    }

    /// Whether a flag is set.
    #[inline(always)]
    pub(crate) fn has(self, flag: u8) -> bool {
        self.f() & flag != 0
    }
}
