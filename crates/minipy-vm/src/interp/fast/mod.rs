//! The fast paths of the loop: what an instruction does in the common case, inlined into the loop.
//!
//! Rule F1: a fast path either does everything and returns the next instruction, or changes nothing and returns null
//! ([`SLOW`]): then the loop calls the out-of-line operation. It calls nothing but cold functions, so that the loop's
//! state stays in machine registers.
//!
//! Every function here takes what it needs of the loop's state by value: `fp` (the running frame), `pc` (the
//! instruction), `r` (the registers), `k` (the constants), `w` (the instruction's word).
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

pub(super) mod arith;
pub(super) mod attrs;
pub(super) mod build;
pub(super) mod calls;
pub(super) mod compare;
pub(super) mod exceptions;
pub(super) mod items;
pub(super) mod iterate;
pub(super) mod names;

use super::ins::InPlace as Ins;
use super::stack::Frame;
use crate::heap::Header;
use crate::value::Value;

/// "The fast path does not apply": the out-of-line operation must do it.
pub(super) const SLOW: *const u64 = std::ptr::null();

/// Gives up a reference inside the loop.
///
/// # Safety
/// `fp` is the running frame and `pc` its current instruction.
#[inline(always)]
pub(super) unsafe fn release(fp: *mut Frame, pc: *const u64, old: Value) {
    let old = std::mem::ManuallyDrop::new(old);
    if old.is_ptr() {
        // SAFETY: V1: the reference is ours, and nobody drops it again.
        unsafe {
            let header = old.header_ptr();
            let count = (*header).refcount().wrapping_sub(1);
            (*header).set_refcount(count);
            if count == 0 {
                release_last(fp, pc, header);
            }
        }
    }
}

#[cold]
#[inline(never)]
unsafe fn release_last(fp: *mut Frame, pc: *const u64, header: *mut Header) {
    // SAFETY: as in `release`; the count has just become zero.
    unsafe {
        // A finaliser may look at the frame.
        (*fp).pc = pc;
        crate::heap::dealloc::dealloc(header);
    }
}

/// Stores a result: the new value first, then the old one is dropped.
#[inline(always)]
pub(super) unsafe fn store(fp: *mut Frame, pc: *const u64, r: *mut Value, index: u16, value: Value) {
    // SAFETY: S1; the verifier has checked the index.
    unsafe {
        let old = std::ptr::replace(r.add(index as usize), value);
        release(fp, pc, old);
    }
}

/// Moves a value out of a register, which becomes dead.
#[inline(always)]
pub(super) unsafe fn take(r: *mut Value, index: u16) -> Value {
    // SAFETY: S1; the verifier has checked the index.
    unsafe { std::ptr::replace(r.add(index as usize), Value::NULL) }
}

/// Drops what a register holds and makes it NULL: a local becomes unbound.
#[inline(always)]
pub(super) unsafe fn clear(fp: *mut Frame, pc: *const u64, r: *mut Value, index: u16) {
    // SAFETY: S1; the verifier has checked the index.
    unsafe { release(fp, pc, take(r, index)) }
}

/// Drops the temporary that a register holds, which becomes dead: it holds no pointer.
#[inline(always)]
pub(super) unsafe fn kill(fp: *mut Frame, pc: *const u64, r: *mut Value, index: u16) {
    // SAFETY: S1; the verifier has checked the index.
    unsafe {
        if (*r.add(index as usize)).is_ptr() {
            release(fp, pc, take(r, index))
        }
    }
}

/// The value of operand `b`, moved if the instruction consumes it.
#[inline(always)]
pub(super) unsafe fn operand_b(r: *mut Value, ins: Ins) -> Value {
    // SAFETY: S1; the verifier has checked the index.
    unsafe {
        if ins.has(minipy_bytecode::opcode::B_TEMP) { take(r, ins.b()) } else { (*r.add(ins.b() as usize)).clone() }
    }
}

/// Whether both are inline ints.
#[inline(always)]
pub(super) fn both_small(b: &Value, c: &Value) -> bool {
    b.bits() & c.bits() & 1 == 1
}

/// Whether both are inline floats.
#[inline(always)]
pub(super) fn both_inline_floats(b: &Value, c: &Value) -> bool {
    // Only these have the third bit and not the first one.
    b.bits() & c.bits() & 4 != 0 && (b.bits() | c.bits()) & 1 == 0
}

/// A float or an int that is a float exactly.
#[inline(always)]
pub(super) fn as_number(value: &Value) -> Option<f64> {
    if value.is_small() {
        let int = value.small_unchecked();
        return if int.unsigned_abs() < 1 << 53 { Some(int as f64) } else { None };
    }
    value.exact_float()
}
