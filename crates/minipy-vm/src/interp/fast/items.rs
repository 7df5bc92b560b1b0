//! Subscripts of lists, tuples and text by inline ints; moves between registers.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP};

use super::{SLOW, kill, operand_b, release, store, take};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::shape::fixed;
use crate::types::list::ListObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// The item of a list, tuple or ASCII text at an inline int, if it is in range.
#[inline(always)]
unsafe fn item(vm: &Vm, this: &Value, key: &Value) -> Option<Value> {
    if !this.is_ptr() || !key.is_small() {
        return None;
    }
    // SAFETY: the shape says which struct it is.
    unsafe {
        let header = &*this.header_ptr();
        let index = key.small_unchecked();
        if header.shape() == fixed::LIST {
            let items = header.exact::<ListObj>().items.borrow();
            let at = if index < 0 { index + items.len() as i64 } else { index };
            items.get(at as usize).cloned()
        } else if header.shape() == fixed::TUPLE {
            let items = header.exact::<TupleObj>().items();
            let at = if index < 0 { index + items.len() as i64 } else { index };
            items.get(at as usize).cloned()
        } else if header.shape() == fixed::STR {
            let text = header.exact::<StrObj>();
            let at = if index < 0 { index + text.chars() as i64 } else { index };
            // In other text than ASCII, offsets are searched for out of line.
            if text.is_ascii() { text.bytes().get(at as usize).map(|&byte| vm.ascii_char(byte)) } else { None }
        } else {
            None
        }
    }
}

/// `r[a] = r[b][key]`; `c_register`: the key is the register `c`.
#[inline(always)]
pub(in crate::interp) unsafe fn get(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    key: *const Value,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands. An int key in a consumed register may stay there.
    unsafe {
        let Some(value) = item(vm, &*r.add(ins.b() as usize), &*key) else { return SLOW };
        if ins.has(B_TEMP) {
            kill(fp, pc, r, ins.b());
        }
        store(fp, pc, r, ins.a(), value);
        pc.add(1)
    }
}

/// `r[a][r[b]] = r[c]`
#[inline(always)]
pub(in crate::interp) unsafe fn set(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the shape says which struct it is.
    unsafe {
        let (a, b) = (&*r.add(ins.a() as usize), &*r.add(ins.b() as usize));
        if !b.is_small() || a.shape() != fixed::LIST {
            return SLOW;
        }
        let list = (*a.header_ptr()).exact::<ListObj>();
        let old = {
            let mut items = list.items.borrow_mut();
            let index = b.small_unchecked();
            let at = if index < 0 { index + items.len() as i64 } else { index } as usize;
            let Some(place) = items.get_mut(at) else { return SLOW };
            let c = ins.c();
            let value = if ins.has(C_TEMP) { take(r, c) } else { (*r.add(c as usize)).clone() };
            std::mem::replace(place, value)
        };
        release(fp, pc, old);
        if ins.has(A_TEMP) {
            kill(fp, pc, r, ins.a());
        }
        pc.add(1)
    }
}

/// `r[a] = r[b]`
#[inline(always)]
pub(in crate::interp) unsafe fn mov(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let value = operand_b(r, ins);
        store(fp, pc, r, ins.a(), value);
        pc.add(1)
    }
}
