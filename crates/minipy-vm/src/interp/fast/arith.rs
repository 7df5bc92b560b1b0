//! Arithmetic of inline ints and floats.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{B_TEMP, C_TEMP};

use super::{SLOW, both_small, float_of, is_float, kill, release, store, take};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::value::Value;
use crate::vm::Vm;

/// `x + y` of two tagged words.
#[inline(always)]
pub(in crate::interp) fn add(x: isize, y: isize) -> Option<isize> {
    (x - 1).checked_add(y)
}

/// `x - y` of two tagged words.
#[inline(always)]
pub(in crate::interp) fn sub(x: isize, y: isize) -> Option<isize> {
    x.checked_sub(y - 1)
}

/// `x * y` of two tagged words.
#[inline(always)]
pub(in crate::interp) fn mul(x: isize, y: isize) -> Option<isize> {
    (x - 1).checked_mul(y >> 1).map(|p| p | 1)
}

/// `+`, `-`, `*`: tagged ints first, then floats. `c` is the second operand; `c_register` says that it is a register.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the loop's state by value")]
pub(in crate::interp) unsafe fn arith(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    c_register: bool,
    int: fn(isize, isize) -> Option<isize>,
    float: fn(f64, f64) -> f64,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let b = &*r.add(ins.b() as usize);
        let c = &*c;
        if both_small(b, c) {
            return match int(b.bits() as isize, c.bits() as isize) {
                Some(bits) => {
                    store(fp, pc, r, ins.a(), Value::from_int_bits(bits));
                    pc.add(1)
                }
                None => SLOW,
            };
        }
        let (x, y) = if is_float(b) {
            if is_float(c) {
                (float_of(b).get(), float_of(c).get())
            } else if c.is_small() && c.small_unchecked().unsigned_abs() < 1 << 53 {
                (float_of(b).get(), c.small_unchecked() as f64)
            } else {
                return SLOW;
            }
        } else if is_float(c) && b.is_small() && b.small_unchecked().unsigned_abs() < 1 << 53 {
            (b.small_unchecked() as f64, float_of(c).get())
        } else {
            return SLOW;
        };
        float_result(vm, fp, pc, r, ins, c_register, float(x, y))
    }
}

/// `/` of floats (and ints beside floats), if the divisor is not zero.
#[inline(always)]
pub(in crate::interp) unsafe fn true_div(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    c_register: bool,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let (b, c) = (&*r.add(ins.b() as usize), &*c);
        let x = if is_float(b) {
            float_of(b).get()
        } else if b.is_small() && b.small_unchecked().unsigned_abs() < 1 << 53 {
            b.small_unchecked() as f64
        } else {
            return SLOW;
        };
        let y = if is_float(c) {
            float_of(c).get()
        } else if c.is_small() && c.small_unchecked().unsigned_abs() < 1 << 53 {
            c.small_unchecked() as f64
        } else {
            return SLOW;
        };
        if y == 0.0 {
            return SLOW;
        }
        float_result(vm, fp, pc, r, ins, c_register, x / y)
    }
}

/// Whether a value is the only reference to a float box.
#[inline(always)]
unsafe fn own_box(value: &Value) -> bool {
    // SAFETY: V1.
    unsafe { is_float(value) && (*value.header_ptr()).refcount() == 1 }
}

/// The float result of an operation: reuses the box of a consumed operand that nobody else can see.
#[inline(always)]
unsafe fn float_result(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c_register: bool,
    value: f64,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let c_temp = c_register && ins.has(C_TEMP);
        let b = &*r.add(ins.b() as usize);
        let result = if ins.has(B_TEMP) && own_box(b) {
            float_of(b).overwrite(value);
            if c_temp {
                kill(fp, pc, r, ins.c());
            }
            take(r, ins.b())
        } else if c_temp && own_box(&*r.add(ins.c() as usize)) {
            float_of(&*r.add(ins.c() as usize)).overwrite(value);
            if ins.has(B_TEMP) {
                kill(fp, pc, r, ins.b());
            }
            take(r, ins.c())
        } else {
            // A local that is overwritten and that nobody else sees gives its box.
            let place = &*r.add(ins.a() as usize);
            let result = if own_box(place) {
                float_of(place).overwrite(value);
                None
            } else {
                Some(vm.float(value))
            };
            if ins.has(B_TEMP) {
                kill(fp, pc, r, ins.b());
            }
            if c_temp {
                kill(fp, pc, r, ins.c());
            }
            match result {
                Some(result) => result,
                None => return pc.add(1),
            }
        };
        let old = std::ptr::replace(r.add(ins.a() as usize), result);
        release(fp, pc, old);
        pc.add(1)
    }
}

/// Other binary operators of inline ints.
#[inline(always)]
pub(in crate::interp) unsafe fn int_op(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    int: fn(i64, i64) -> Option<Value>,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let (b, c) = (&*r.add(ins.b() as usize), &*c);
        if both_small(b, c)
            && let Some(value) = int(b.small_unchecked(), c.small_unchecked())
        {
            store(fp, pc, r, ins.a(), value);
            return pc.add(1);
        }
        SLOW
    }
}

/// `&`, `|`, `^`: the tag bits need no care.
#[inline(always)]
pub(in crate::interp) unsafe fn bit_op(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    bits: fn(isize, isize) -> isize,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let (b, c) = (&*r.add(ins.b() as usize), &*c);
        if both_small(b, c) {
            let value = Value::from_int_bits(bits(b.bits() as isize, c.bits() as isize) | 1);
            store(fp, pc, r, ins.a(), value);
            return pc.add(1);
        }
        SLOW
    }
}

/// `-x` of an inline int or a float.
#[inline(always)]
pub(in crate::interp) unsafe fn negative(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let b = &*r.add(ins.b() as usize);
        if b.is_small()
            && let Some(value) = Value::try_small(-b.small_unchecked())
        {
            store(fp, pc, r, ins.a(), value);
            return pc.add(1);
        }
        if is_float(b) {
            return float_result(vm, fp, pc, r, ins, false, -float_of(b).get());
        }
        SLOW
    }
}
