//! For loops over ranges, lists, tuples, text, bytes and dicts; appending of comprehensions.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{B_TEMP, Opcode};

use super::{SLOW, operand_b, store};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::shape::fixed;
use crate::types::bytes::iter::BytesIterObj;
use crate::types::dict::iter::DictIterObj;
use crate::types::enumerate::EnumerateObj;
use crate::types::list::ListObj;
use crate::types::list::iter::{ListIterObj, ListReverseIterObj};
use crate::types::range::RangeIterObj;
use crate::types::str_iter::StrIterObj;
use crate::types::tuple_iter::TupleIterObj;
use crate::types::zip::ZipObj;
use crate::value::Value;
use crate::vm::Vm;

/// The next item of a range into `r[a]`; `skip` words further is where the loop's body starts.
#[inline(always)]
pub(in crate::interp) unsafe fn next_of_range(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    skip: i16,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the caller has seen the shape.
    unsafe {
        let item = (*(*r.add(ins.b() as usize)).header_ptr()).exact::<RangeIterObj>().advance();
        if item.is_null() {
            return SLOW;
        }
        store(fp, pc, r, ins.a(), item);
        pc.offset(skip as isize)
    }
}

/// The next item of an iterator other than a range, whose shape the caller has looked at, into `r[a]`; `skip` words further is where the
/// loop's body starts. A pair that the body takes apart at once is not put together.
#[inline(always)]
pub(in crate::interp) unsafe fn next(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    shape: u32,
    skip: i16,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the shape says which struct it is.
    unsafe {
        let iterator = (*r.add(ins.b() as usize)).header_ptr();
        let item = match shape {
            fixed::LIST_ITER => (*iterator).exact::<ListIterObj>().peek_advance(),
            fixed::TUPLE_ITER => (*iterator).exact::<TupleIterObj>().peek_advance(),
            fixed::DICT_ITEM_ITER | fixed::ENUMERATE | fixed::ZIP => {
                let body = pc.offset(skip as isize);
                let unpack = Ins::new(body);
                if unpack.opcode() != Opcode::UnpackSequence as u8
                    || unpack.c() != 2
                    || unpack.b() != ins.a()
                    || !unpack.has(B_TEMP)
                {
                    return SLOW;
                }
                let pair = if shape == fixed::ENUMERATE {
                    (*iterator).exact::<EnumerateObj>().peek_parts()
                } else if shape == fixed::ZIP {
                    (*iterator).exact::<ZipObj>().peek_parts()
                } else {
                    (*iterator).exact::<DictIterObj>().peek_advance(|e| (e.key.clone(), e.value.clone()))
                };
                let Some((first, second)) = pair else { return SLOW };
                store(fp, pc, r, unpack.a(), first);
                store(fp, pc, r, unpack.a() + 1, second);
                return body.add(1);
            }
            // The comparison in between keeps the common ones out of a jump table.
            _ if shape < fixed::STR_ASCII_ITER => return SLOW,
            fixed::STR_ASCII_ITER => (*iterator).exact::<StrIterObj>().peek_ascii(vm),
            fixed::LIST_REVERSE_ITER => (*iterator).exact::<ListReverseIterObj>().peek_advance(),
            fixed::BYTES_ITER => (*iterator).exact::<BytesIterObj>().peek_advance(),
            fixed::DICT_KEY_ITER => {
                (*iterator).exact::<DictIterObj>().peek_advance(|e| e.key.clone()).unwrap_or_default()
            }
            fixed::DICT_VALUE_ITER => {
                (*iterator).exact::<DictIterObj>().peek_advance(|e| e.value.clone()).unwrap_or_default()
            }
            _ => return SLOW,
        };
        if item.is_null() {
            return SLOW;
        }
        store(fp, pc, r, ins.a(), item);
        pc.offset(skip as isize)
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
