//! Making small tuples, taking tuples and lists apart, and the methods `append` and `pop` of lists.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{B_TEMP, Opcode};

use super::{SLOW, kill, operand_b, release, store, take};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::shape::fixed;
use crate::types::builtin_fn::{Manner, MethodDescrObj};
use crate::types::list::ListObj;
use crate::types::list::methods::pop_plainly;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// Tuples up to this length are made in the loop.
const SHORT: u16 = 8;

/// `r[a] = (r[b], ...)` of `c` items, which are moved out of their registers.
#[inline(always)]
pub(in crate::interp) unsafe fn tuple(vm: &Vm, fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    let count = ins.c();
    if count == 0 || count > SHORT {
        return SLOW;
    }
    // SAFETY: S1; the verifier has checked the operands; all items are written before anything else happens.
    unsafe {
        let (tuple, first) = vm.short_tuple(count as usize);
        let source = r.add(ins.b() as usize);
        for i in 0..count as usize {
            first.add(i).write(std::ptr::replace(source.add(i), Value::NULL));
        }
        store(fp, pc, r, ins.a(), tuple);
        pc.add(1)
    }
}

/// `r[a], ... = r[b]` of a tuple or list of `c` items.
#[inline(always)]
pub(in crate::interp) unsafe fn unpack(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the shape says which struct it is.
    unsafe {
        let source = &*r.add(ins.b() as usize);
        let shape = source.shape();
        if shape == fixed::TUPLE {
            let items = (*source.header_ptr()).exact::<TupleObj>().items();
            if items.len() != ins.c() as usize {
                return SLOW;
            }
            // The source is held on to meanwhile: its register may be the first of the targets.
            let held = operand_b(r, ins);
            for (i, item) in items.iter().enumerate() {
                store(fp, pc, r, ins.a() + i as u16, item.clone());
            }
            release(fp, pc, held);
            return pc.add(1);
        }
        // A list that dies here, or whose register is one of the targets, is left to the operation out of line.
        let (first, count) = (ins.a(), ins.c());
        if shape != fixed::LIST
            || ins.b().wrapping_sub(first) < count
            || ins.has(B_TEMP) && (*source.header_ptr()).refcount() == 1
        {
            return SLOW;
        }
        let items = (*source.header_ptr()).exact::<ListObj>().items.borrow();
        if items.len() != count as usize {
            return SLOW;
        }
        for (i, item) in items.iter().enumerate() {
            let place = r.add(first as usize + i);
            if (*place).is_ptr() {
                let old = (*place).header_ptr();
                let references = (*old).refcount();
                if references == 1 {
                    // Dropping it could change the list. The operation out of line begins again, which does no harm:
                    // so far nothing was dropped for good.
                    return SLOW;
                }
                (*old).set_refcount(references.wrapping_sub(1));
            }
            place.write(item.clone());
        }
        drop(items);
        if ins.has(B_TEMP) {
            release(fp, pc, take(r, ins.b()));
        }
        pc.add(1)
    }
}

/// CallMethod of `list.append` with one argument or `list.pop` without, on an exact list.
#[inline(always)]
pub(in crate::interp) unsafe fn list_method(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the shapes say which structs they are.
    unsafe {
        let a = ins.a();
        let callee = &*r.add(a as usize);
        if callee.shape() != fixed::METHOD_DESCRIPTOR {
            return SLOW;
        }
        let manner = (*callee.header_ptr()).exact::<MethodDescrObj>().manner;
        let this = &*r.add(a as usize + 1);
        if !matches!(manner, Manner::Append | Manner::Pop) || this.shape() != fixed::LIST {
            return SLOW;
        }
        let list = (*this.header_ptr()).exact::<ListObj>();
        let result = if manner == Manner::Append {
            if ins.c() != 1 {
                return SLOW;
            }
            list.push(take(r, a + 2));
            Value::NONE
        } else {
            if ins.c() != 0 {
                return SLOW;
            }
            let item = pop_plainly(list);
            if item.is_null() {
                return SLOW;
            }
            item
        };
        kill(fp, pc, r, a);
        kill(fp, pc, r, a + 1);
        let next = Ins::new(pc.add(1));
        // A call is never the last instruction. The result of a statement is not worth storing.
        if next.opcode() == Opcode::Drop as u8 && next.a() == ins.b() {
            release(fp, pc, result);
            return pc.add(2);
        }
        store(fp, pc, r, ins.b(), result);
        pc.add(1)
    }
}
