//! Comparisons, tests and conditional jumps.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, JUMP_IF_TRUE};

use super::{SLOW, as_number, both_inline_floats, both_small, kill, store};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::shape::fixed;
use crate::types::dict::DictObj;
use crate::types::list::ListObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;

/// The outcome of a comparison of two inline ints, or of an inline float and a number.
#[inline(always)]
fn outcome(b: &Value, c: &Value, int: fn(isize, isize) -> bool, float: fn(f64, f64) -> bool) -> Option<bool> {
    if both_small(b, c) {
        Some(int(b.bits() as isize, c.bits() as isize))
    } else if both_inline_floats(b, c) {
        Some(float(b.inline_float_unchecked(), c.inline_float_unchecked()))
    } else {
        // Other floats, or a float and an int. No call: the arms would have to keep more than the loop's state.
        Some(float(as_number(b)?, as_number(c)?))
    }
}

/// Whether two exact `str` objects are equal, where that needs no look at more than a character: they are the same
/// object, interned, of different lengths, or of one byte. `None`: it does, or they are something else.
#[inline(always)]
unsafe fn same_text(b: &Value, c: &Value) -> Option<bool> {
    if b.shape() != fixed::STR {
        return None;
    }
    if b.is(c) {
        return Some(true);
    }
    if c.shape() != fixed::STR {
        return None;
    }
    // SAFETY: the shapes are looked at.
    unsafe {
        let (x, y) = ((*b.header_ptr()).exact::<StrObj>(), (*c.header_ptr()).exact::<StrObj>());
        let (x_bytes, y_bytes) = (x.bytes(), y.bytes());
        if x_bytes.len() != y_bytes.len() || x.is_interned() && y.is_interned() {
            return Some(false);
        }
        match (x_bytes, y_bytes) {
            ([x], [y]) => Some(x == y),
            _ => None,
        }
    }
}

/// A comparison whose result is stored. `equality`: what it says of equal values, if it is `==` or `!=`.
#[inline(always)]
pub(in crate::interp) unsafe fn compare(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    int: fn(isize, isize) -> bool,
    float: fn(f64, f64) -> bool,
    equality: Option<bool>,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let (b, c) = (&*r.add(ins.b() as usize), &*r.add(ins.c() as usize));
        let truth = match (outcome(b, c, int, float), equality) {
            (Some(truth), _) => truth,
            (None, Some(equal)) => match same_text(b, c) {
                Some(same) => same == equal,
                None => return SLOW,
            },
            (None, None) => return SLOW,
        };
        kill_temps(fp, pc, r, ins, true);
        store(fp, pc, r, ins.a(), Value::bool(truth));
        pc.add(1)
    }
}

/// Drops the operands that the instruction consumes.
#[inline(always)]
unsafe fn kill_temps(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins, c_register: bool) {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        if ins.has(B_TEMP) {
            kill(fp, pc, r, ins.b());
        }
        if c_register && ins.has(C_TEMP) {
            kill(fp, pc, r, ins.c());
        }
    }
}

/// Where a two-word compare-and-jump instruction goes on.
#[inline(always)]
pub(in crate::interp) unsafe fn branch(pc: *const u64, ins: Ins, truth: bool) -> *const u64 {
    // SAFETY: the verifier has checked the jump target.
    unsafe {
        let next = pc.add(2);
        if truth == ins.has(JUMP_IF_TRUE) { next.offset(*pc.add(1) as i32 as isize) } else { next }
    }
}

/// A fused comparison and jump; `equality` as in [`compare`].
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the loop's state by value")]
pub(in crate::interp) unsafe fn compare_jump(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    c_register: bool,
    int: fn(isize, isize) -> bool,
    float: fn(f64, f64) -> bool,
    equality: Option<bool>,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let (b, c) = (&*r.add(ins.b() as usize), &*c);
        if both_small(b, c) {
            return branch(pc, ins, int(b.bits() as isize, c.bits() as isize));
        }
        if both_inline_floats(b, c) {
            return branch(pc, ins, float(b.inline_float_unchecked(), c.inline_float_unchecked()));
        }
        if let Some(equal) = equality
            && let Some(same) = same_text(b, c)
        {
            kill_temps(fp, pc, r, ins, c_register);
            return branch(pc, ins, same == equal);
        }
        if let (Some(x), Some(y)) = (as_number(b), as_number(c)) {
            let truth = float(x, y);
            kill_temps(fp, pc, r, ins, c_register);
            return branch(pc, ins, truth);
        }
        SLOW
    }
}

/// `is`, `is not`.
#[inline(always)]
pub(in crate::interp) unsafe fn is(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    negate: bool,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let same = (*r.add(ins.b() as usize)).is(&*r.add(ins.c() as usize));
        kill_temps(fp, pc, r, ins, true);
        store(fp, pc, r, ins.a(), Value::bool(same != negate));
        pc.add(1)
    }
}

/// `is` and jump.
#[inline(always)]
pub(in crate::interp) unsafe fn is_jump(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let same = (*r.add(ins.b() as usize)).is(&*r.add(ins.c() as usize));
        kill_temps(fp, pc, r, ins, true);
        branch(pc, ins, same)
    }
}

/// The truth of a value that needs no call: bools, None, inline ints and floats, lists, text, dicts, tuples.
#[inline(always)]
unsafe fn plain_truth(value: &Value) -> Option<bool> {
    if let Some(truth) = value.as_bool() {
        return Some(truth);
    }
    if value.is_small() {
        return Some(value.small_unchecked() != 0);
    }
    if value.is_inline_float() {
        return Some(value.inline_float_unchecked() != 0.0);
    }
    if value.is_none() {
        return Some(false);
    }
    match value.shape() {
        // SAFETY: the shape says which struct it is.
        fixed::LIST => Some(unsafe { !(*value.header_ptr()).exact::<ListObj>().is_empty() }),
        // SAFETY: as above.
        fixed::STR => Some(unsafe { !(*value.header_ptr()).exact::<StrObj>().bytes().is_empty() }),
        // SAFETY: as above.
        fixed::DICT => Some(unsafe { !(*value.header_ptr()).exact::<DictObj>().is_empty() }),
        // SAFETY: as above.
        fixed::TUPLE => Some(unsafe { !(*value.header_ptr()).exact::<TupleObj>().items().is_empty() }),
        _ => None,
    }
}

/// Jumps on truth.
#[inline(always)]
pub(in crate::interp) unsafe fn jump_if(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    when: bool,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands and the jump target.
    unsafe {
        let value = &*r.add(ins.a() as usize);
        // Of a bool there is nothing to drop.
        if value.is(&Value::bool(when)) {
            return pc.add(1).offset(ins.bc() as i32 as isize);
        }
        if value.is(&Value::bool(!when)) {
            return pc.add(1);
        }
        let Some(truth) = plain_truth(value) else { return SLOW };
        if ins.has(A_TEMP) {
            kill(fp, pc, r, ins.a());
        }
        if truth == when { pc.add(1).offset(ins.bc() as i32 as isize) } else { pc.add(1) }
    }
}

/// Jumps on None.
#[inline(always)]
pub(in crate::interp) unsafe fn jump_if_none(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    when: bool,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands and the jump target.
    unsafe {
        let none = (*r.add(ins.a() as usize)).is_none();
        if ins.has(A_TEMP) {
            kill(fp, pc, r, ins.a());
        }
        if none == when { pc.add(1).offset(ins.bc() as i32 as isize) } else { pc.add(1) }
    }
}

/// `not` of what has a plain truth.
#[inline(always)]
pub(in crate::interp) unsafe fn not(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    negate: bool,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        match plain_truth(&*r.add(ins.b() as usize)) {
            Some(truth) => {
                if ins.has(B_TEMP) {
                    kill(fp, pc, r, ins.b());
                }
                store(fp, pc, r, ins.a(), Value::bool(truth != negate));
                pc.add(1)
            }
            None => SLOW,
        }
    }
}
