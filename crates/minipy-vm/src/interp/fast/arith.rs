//! Arithmetic of inline ints and floats.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{B_TEMP, C_TEMP};

use super::{SLOW, as_number, both_floats, both_small, float_of, is_float, kill, release_float, store, take};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::protocol::number::Kind;
use crate::shape::fixed;
use crate::types::complex::{self, ComplexObj};
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
    kind: Kind,
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
        if both_floats(b, c) {
            let value = float(float_of(b).get(), float_of(c).get());
            return floats_result(vm, fp, pc, r, ins, c, c_register, value);
        }
        let (Some(x), Some(y)) = (as_number(b), as_number(c)) else {
            return if b.shape() == fixed::COMPLEX { complex(vm, fp, pc, r, ins, c, c_register, kind) } else { SLOW };
        };
        mixed_result(vm, fp, pc, r, ins, c_register, float(x, y))
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
        if both_floats(b, c) {
            let (x, y) = (float_of(b).get(), float_of(c).get());
            if y == 0.0 {
                return SLOW;
            }
            return floats_result(vm, fp, pc, r, ins, c, c_register, x / y);
        }
        let (Some(x), Some(y)) = (as_number(b), as_number(c)) else { return SLOW };
        if y == 0.0 {
            return SLOW;
        }
        mixed_result(vm, fp, pc, r, ins, c_register, x / y)
    }
}

/// Whether a value is the only reference to a float box.
#[inline(always)]
unsafe fn own_box(value: &Value) -> bool {
    // SAFETY: V1.
    unsafe { is_float(value) && (*value.header_ptr()).refcount() == 1 }
}

/// The result of an operation on two floats: goes into the box of a consumed operand that nobody else can see, or into
/// that of the local that is overwritten.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the loop's state by value")]
unsafe fn floats_result(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    c_register: bool,
    value: f64,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands, which are floats as the caller has seen.
    unsafe {
        let b = r.add(ins.b() as usize);
        let (b_header, c_header) = ((*b).header_ptr(), (*c).header_ptr());
        let c_temp = c_register && ins.has(C_TEMP);
        let result = if ins.has(B_TEMP) && (*b_header).refcount() == 1 {
            float_of(&*b).overwrite(value);
            if c_temp {
                r.add(ins.c() as usize).write(Value::NULL);
                release_float(vm, c_header);
            }
            take(r, ins.b())
        } else if c_temp && (*c_header).refcount() == 1 {
            float_of(&*c).overwrite(value);
            if ins.has(B_TEMP) {
                b.write(Value::NULL);
                release_float(vm, b_header);
            }
            take(r, ins.c())
        } else {
            // Consumed operands have other references.
            if ins.has(B_TEMP) {
                b.write(Value::NULL);
                release_float(vm, b_header);
            }
            if c_temp {
                r.add(ins.c() as usize).write(Value::NULL);
                release_float(vm, c_header);
            }
            let place = &*r.add(ins.a() as usize);
            if own_box(place) {
                float_of(place).overwrite(value);
                return pc.add(1);
            }
            vm.float(value)
        };
        store(fp, pc, r, ins.a(), result);
        pc.add(1)
    }
}

/// The float result of an operation on a float and an int.
#[inline(never)]
unsafe fn mixed_result(
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
        let b = &*r.add(ins.b() as usize);
        if ins.has(B_TEMP) {
            if own_box(b) {
                float_of(b).overwrite(value);
                let result = take(r, ins.b());
                store(fp, pc, r, ins.a(), result);
                return pc.add(1);
            }
            kill(fp, pc, r, ins.b());
        }
        if c_register && ins.has(C_TEMP) {
            let c = &*r.add(ins.c() as usize);
            if own_box(c) {
                float_of(c).overwrite(value);
                let result = take(r, ins.c());
                store(fp, pc, r, ins.a(), result);
                return pc.add(1);
            }
            kill(fp, pc, r, ins.c());
        }
        let place = &*r.add(ins.a() as usize);
        if own_box(place) {
            float_of(place).overwrite(value);
        } else {
            store(fp, pc, r, ins.a(), vm.float(value));
        }
        pc.add(1)
    }
}

/// `+`, `-`, `*` of two complex numbers. Boxes are used again as those of floats are.
#[inline(never)]
#[expect(clippy::too_many_arguments, reason = "the loop's state by value")]
unsafe fn complex(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    c_register: bool,
    kind: Kind,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the shapes say which structs they are.
    unsafe {
        let b = &*r.add(ins.b() as usize);
        let Some((re, im)) = complex::quick_parts(kind, b, &*c) else { return SLOW };
        let own = |value: &Value| value.shape() == fixed::COMPLEX && (*value.header_ptr()).refcount() == 1;
        let overwrite = |value: &Value| value.header_ptr().add(1).cast::<ComplexObj>().write(ComplexObj { re, im });
        let c_temp = c_register && ins.has(C_TEMP);
        let result = if ins.has(B_TEMP) && own(b) {
            overwrite(b);
            if c_temp {
                kill(fp, pc, r, ins.c());
            }
            take(r, ins.b())
        } else if c_temp && own(&*c) {
            overwrite(&*c);
            if ins.has(B_TEMP) {
                kill(fp, pc, r, ins.b());
            }
            take(r, ins.c())
        } else {
            if ins.has(B_TEMP) {
                kill(fp, pc, r, ins.b());
            }
            if c_temp {
                kill(fp, pc, r, ins.c());
            }
            let place = &*r.add(ins.a() as usize);
            if own(place) {
                overwrite(place);
                return pc.add(1);
            }
            complex::new_complex(vm, re, im)
        };
        store(fp, pc, r, ins.a(), result);
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
            let value = -float_of(b).get();
            return mixed_result(vm, fp, pc, r, ins, false, value);
        }
        SLOW
    }
}
