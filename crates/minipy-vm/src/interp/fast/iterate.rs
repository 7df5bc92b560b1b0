//! For loops over ranges, lists, tuples and plain generators; appending of comprehensions.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::{operand_b, store};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::shape::fixed;
use crate::types::list::{ListObj, iter::ListIterObj};
use crate::types::range::RangeIterObj;
use crate::types::tuple_iter::TupleIterObj;
use crate::value::Value;

/// The next item of a range, list or tuple iterator, whose shape the caller has looked at, into
/// `r[a]`. False: it must be asked out of line.
#[inline(always)]
pub(in crate::interp) unsafe fn next(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins, shape: u32) -> bool {
    // SAFETY: S1; the verifier has checked the operands; the shape says which struct it is.
    unsafe {
        let iterator = &*r.add(ins.b() as usize);
        let item = match shape {
            fixed::RANGE_ITER => (*iterator.header_ptr()).exact::<RangeIterObj>().advance(),
            fixed::LIST_ITER => (*iterator.header_ptr()).exact::<ListIterObj>().peek_advance(),
            fixed::TUPLE_ITER => (*iterator.header_ptr()).exact::<TupleIterObj>().peek_advance(),
            _ => return false,
        };
        if item.is_null() {
            return false;
        }
        store(fp, pc, r, ins.a(), item);
        true
    }
}

/// Appends to the list of a comprehension.
#[inline(always)]
pub(in crate::interp) unsafe fn append(pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the compiler only names lists here.
    unsafe {
        let value = operand_b(r, ins);
        (*(*r.add(ins.a() as usize)).header_ptr()).exact::<ListObj>().push(value);
        pc.add(1)
    }
}
