//! Raising and matching exceptions one step off the loop (see `quick`): instances that are raised as they are, and `except`
//! clauses with a single class. Everything else is in `ops::exceptions`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, C_TEMP, Opcode};

use super::fast::{kill, take};
use super::ins::{InPlace, Ins};
use super::stack::Frame;
use super::{ops, outline};
use crate::shape::fixed;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Raise.
#[inline(never)]
pub(super) unsafe fn raise(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Raise; S1; the verifier has checked the operands.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let value = &*r.add(ins.a() as usize);
        // Flag 0x40: a bare `raise`; `c` = 1: there is a cause.
        if ins.has(0x40)
            || ins.c() == 1
            || !value.is_ptr()
            || !(*value.header_ptr()).ty().has_flag(TypeFlags::EXCEPTION_SUBCLASS)
        {
            return outline::raise(vm, fp);
        }
        let exception = if ins.has(A_TEMP) { take(r, ins.a()) } else { value.clone() };
        outline::unwind_from(vm, vm.raise(exception), true)
    }
}

/// MatchExc, and the jump that follows it.
#[inline(never)]
pub(super) unsafe fn match_exc(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a MatchExc; S1; the verifier has checked the operands and the jump's target. A MatchExc is
    // not the last instruction of a code.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let (exception, class) = (&*r.add(ins.b() as usize), &*r.add(ins.c() as usize));
        if !exception.is_ptr() || class.shape() != fixed::TYPE {
            return slow_match_exc(vm, fp);
        }
        let class: &TypeObj = (*class.header_ptr()).exact();
        if !class.has_flag(TypeFlags::EXCEPTION_SUBCLASS) {
            return slow_match_exc(vm, fp);
        }
        let ty = (*exception.header_ptr()).ty();
        let matched = std::ptr::eq(ty, class) || ty.is_subtype(class);
        if ins.has(C_TEMP) {
            kill(fp, pc, r, ins.c());
        }
        let next = pc.add(1);
        let jump = InPlace::new(next);
        if jump.opcode() == Opcode::JumpIfFalse as u8 && jump.a() == ins.a() && jump.has(A_TEMP) {
            let next = next.add(1);
            (*fp).pc = if matched { next } else { next.offset(jump.bc() as i32 as isize) };
        } else {
            (*fp).set(ins.a(), Value::bool(matched));
            (*fp).pc = next;
        }
        fp
    }
}

#[inline(never)]
unsafe fn slow_match_exc(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a MatchExc.
    unsafe {
        let done = ops::exceptions::match_exc(vm, &*fp, Ins::new(*(*fp).pc));
        outline::after(vm, fp, done, 1)
    }
}
