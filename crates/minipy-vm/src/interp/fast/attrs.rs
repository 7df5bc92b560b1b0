//! Attributes whose inline cache is valid (see `attr_cache` and `ops::attrs` for what the cache words hold).
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP};

use super::{SLOW, kill, operand_b, release, store};
use crate::heap::Header;
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::value::Value;

/// The object's header, if the instruction's cache was filled for its shape and its type's version.
#[inline(always)]
pub(in crate::interp) unsafe fn cached<'a>(pc: *const u64, this: &Value) -> Option<&'a Header> {
    if !this.is_ptr() {
        return None;
    }
    // SAFETY: V1; the instruction has cache words. Shapes of objects are never 0.
    unsafe {
        let header = &*this.header_ptr();
        let cache = *pc.add(1);
        if cache as u32 == header.shape() && (cache >> 32) as u32 == header.ty().version.get() {
            Some(header)
        } else {
            None
        }
    }
}

/// LoadAttr of an inline attribute.
#[inline(always)]
pub(in crate::interp) unsafe fn load(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; a valid cache holds the offset of an attribute.
    unsafe {
        let Some(header) = cached(pc, &*r.add(ins.b() as usize)) else { return SLOW };
        let offset = *pc.add(2) as usize;
        let value = (*std::ptr::from_ref(header).byte_add(offset).cast::<Value>()).clone();
        if value.is_null() {
            return SLOW;
        }
        if ins.has(B_TEMP) {
            kill(fp, pc, r, ins.b());
        }
        store(fp, pc, r, ins.a(), value);
        pc.add(3)
    }
}

/// LoadMethod of a function in the type.
#[inline(always)]
pub(in crate::interp) unsafe fn load_method(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; a valid cache holds a function that the type keeps alive.
    unsafe {
        if cached(pc, &*r.add(ins.b() as usize)).is_none() {
            return SLOW;
        }
        let function = std::mem::ManuallyDrop::new(std::mem::transmute::<u64, Value>(*pc.add(2)));
        let this = operand_b(r, ins);
        store(fp, pc, r, ins.a(), Value::clone(&function));
        store(fp, pc, r, ins.a() + 1, this);
        pc.add(3)
    }
}

/// StoreAttr into an inline attribute, new or not.
#[inline(always)]
pub(in crate::interp) unsafe fn store_attr(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; a valid cache holds the offset of an attribute of the shape
    // that the object has afterwards.
    unsafe {
        let Some(header) = cached(pc, &*r.add(ins.a() as usize)) else { return SLOW };
        let packed = *pc.add(2);
        let offset = packed as u32 as usize;
        let value = operand_b(r, ins);
        header.set_shape((packed >> 32) as u32);
        let place = std::ptr::from_ref(header).byte_add(offset).cast::<Value>().cast_mut();
        let old = std::ptr::replace(place, value);
        release(fp, pc, old);
        if ins.has(A_TEMP) {
            kill(fp, pc, r, ins.a());
        }
        pc.add(3)
    }
}
