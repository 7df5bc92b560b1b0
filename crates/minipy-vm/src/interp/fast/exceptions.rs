//! Entering and leaving handlers, and the free variables of a function.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::{SLOW, operand_b, release, store, take};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::{Frame, GENERATOR};
use crate::value::Value;
use crate::vm::Vm;

/// The exception `r[b]` is being handled from here on; `r[a]` is what was handled before.
#[inline(always)]
pub(in crate::interp) unsafe fn push_exc(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        if (*fp).has(GENERATOR) {
            return SLOW;
        }
        let before = vm.handled.replace(operand_b(r, ins));
        store(fp, pc, r, ins.a(), before);
        pc.add(1)
    }
}

/// What `r[a]` holds is being handled again.
#[inline(always)]
pub(in crate::interp) unsafe fn pop_exc(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operand.
    unsafe {
        if (*fp).has(GENERATOR) {
            return SLOW;
        }
        let handled = vm.handled.replace(take(r, ins.a()));
        release(fp, pc, handled);
        pc.add(1)
    }
}

/// Copies the cells of the function's closure to the registers of its free variables, which are dead.
#[inline(always)]
pub(in crate::interp) unsafe fn copy_free_vars(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; this is part of a function's prologue.
    unsafe {
        let first = r.add(ins.a() as usize);
        for (i, cell) in (*fp).function().cells_of_closure().iter().enumerate().take(ins.c() as usize) {
            first.add(i).write(cell.clone());
        }
        pc.add(1)
    }
}
