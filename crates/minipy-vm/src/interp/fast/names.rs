//! Globals whose inline cache is valid, cells.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::{SLOW, operand_b, release, store};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::types::cell::CellObj;
use crate::value::Value;

/// LoadGlobal, and LoadName where the locals mapping is the globals.
#[inline(always)]
pub(in crate::interp) unsafe fn load_global(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the function keeps its namespaces alive.
    unsafe {
        let tables = (*fp).function().tables;
        let cache = *pc.add(1);
        let position = *pc.add(2);
        if cache as u32 == 0 || (*tables.0).current_guard() != cache as u32 {
            return SLOW;
        }
        let value = if position >> 32 == 0 {
            (*tables.0).value_at(position as usize)
        } else if (*tables.1).current_guard() == (cache >> 32) as u32 {
            (*tables.1).value_at(position as u32 as usize)
        } else {
            return SLOW;
        };
        store(fp, pc, r, ins.a(), value);
        pc.add(3)
    }
}

/// `r[a] =` content of cell `r[b]`
#[inline(always)]
pub(in crate::interp) unsafe fn load_cell(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the compiler only names cells here.
    unsafe {
        let content = (*(*r.add(ins.b() as usize)).header_ptr()).exact::<CellObj>().content.get();
        if content.is_null() {
            return SLOW;
        }
        store(fp, pc, r, ins.a(), content);
        pc.add(1)
    }
}

/// `cell r[a] = r[b]`
#[inline(always)]
pub(in crate::interp) unsafe fn store_cell(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: as in `load_cell`.
    unsafe {
        let value = operand_b(r, ins);
        let old = (*(*r.add(ins.a() as usize)).header_ptr()).exact::<CellObj>().content.replace(value);
        release(fp, pc, old);
        pc.add(1)
    }
}
