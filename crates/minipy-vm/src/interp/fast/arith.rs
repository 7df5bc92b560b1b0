//! Arithmetic of inline ints and floats.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{B_TEMP, C_TEMP};

use super::{SLOW, as_number, both_inline_floats, both_small, kill, store, take};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::protocol::number::Kind;
use crate::shape::fixed;
use crate::types::complex::{self, ComplexObj};
use crate::types::int::BigInt;
use crate::types::int::wide::{self, Wide};
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

/// `+`, `-`, `*`: inline ints first, then inline floats. `c` is the second operand: a register or a constant.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the loop's state by value")]
pub(in crate::interp) unsafe fn arith(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    int: fn(isize, isize) -> Option<isize>,
    float: fn(f64, f64) -> f64,
    kind: Kind,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let b = &*r.add(ins.b() as usize);
        if both_small(b, &*c) {
            return match int(b.bits() as isize, (*c).bits() as isize) {
                Some(bits) => {
                    store(fp, pc, r, ins.a(), Value::from_int_bits(bits));
                    pc.add(1)
                }
                None => ints(vm, fp, pc, r, c, kind),
            };
        }
        // Inline floats own nothing: those in consumed registers may stay there.
        if both_inline_floats(b, &*c)
            && let Some(value) =
                Value::try_inline_float(float(b.inline_float_unchecked(), (*c).inline_float_unchecked()))
        {
            store(fp, pc, r, ins.a(), value);
            return pc.add(1);
        }
        other(vm, fp, pc, r, c, kind)
    }
}

/// `/` of numbers, if the divisor is not zero.
#[inline(always)]
pub(in crate::interp) unsafe fn true_div(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let b = &*r.add(ins.b() as usize);
        if both_inline_floats(b, &*c) {
            let divisor = (*c).inline_float_unchecked();
            if divisor != 0.0
                && let Some(value) = Value::try_inline_float(b.inline_float_unchecked() / divisor)
            {
                store(fp, pc, r, ins.a(), value);
                return pc.add(1);
            }
        }
        other(vm, fp, pc, r, c, Kind::TrueDiv)
    }
}

/// `+`, `-`, `*`, `/` of a float and an int, of floats that are objects (or whose result is), of ints (`/` only), and of
/// complex numbers.
#[inline(never)]
unsafe fn other(vm: &Vm, fp: *mut Frame, pc: *const u64, r: *mut Value, c: *const Value, kind: Kind) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let ins = Ins::new(pc);
        let b = &*r.add(ins.b() as usize);
        let c_register = std::ptr::eq(c, r.add(ins.c() as usize));
        if b.is_ptr() {
            match b.shape() {
                fixed::FLOAT | fixed::INT => {}
                fixed::COMPLEX => return complex(vm, fp, pc, r, ins, c, c_register, kind),
                _ => return SLOW,
            }
        }
        let (Some(x), Some(y)) = (as_number(b), as_number(&*c)) else { return ints(vm, fp, pc, r, c, kind) };
        let value = match kind {
            Kind::Add => x + y,
            Kind::Sub => x - y,
            Kind::Mul => x * y,
            Kind::TrueDiv if y != 0.0 => x / y,
            _ => return SLOW,
        };
        kill_temps(fp, pc, r, ins, c_register && ins.has(C_TEMP));
        store(fp, pc, r, ins.a(), vm.float(value));
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

/// Operators on ints of which one, or whose result, is not inline: those that are made in machine integers (see `wide`),
/// or in the memory of an operand that nobody needs any more.
#[inline(never)]
unsafe fn ints(vm: &Vm, fp: *mut Frame, pc: *const u64, r: *mut Value, c: *const Value, kind: Kind) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; the shapes say which structs they are.
    unsafe {
        let ins = Ins::new(pc);
        let b = r.add(ins.b() as usize).cast_const();
        let c_temp = ins.has(C_TEMP) && std::ptr::eq(c, r.add(ins.c() as usize));
        if (*b).is_ptr() && (*b).shape() != fixed::INT {
            return SLOW;
        }
        // Whether an int object is nobody else's.
        let sole = |value: *const Value| (*value).shape() == fixed::INT && (*(*value).header_ptr()).refcount() == 1;
        let inner = |value: *const Value| &mut (*(*value).header_ptr().add(1).cast::<BigInt>()).value;
        let a = r.add(ins.a() as usize).cast_const();
        match wide::binary(kind, &*b, &*c) {
            Some(Wide::Small(small)) => {
                kill_temps(fp, pc, r, ins, c_temp);
                store(fp, pc, r, ins.a(), Value::small(small));
            }
            Some(Wide::Big(big)) => {
                let result = if ins.has(B_TEMP) && sole(b) {
                    *inner(b) = big;
                    take(r, ins.b())
                } else if c_temp && sole(c) {
                    *inner(c) = big;
                    take(r, ins.c())
                } else if sole(a) {
                    *inner(a) = big;
                    kill_temps(fp, pc, r, ins, c_temp);
                    return pc.add(1);
                } else {
                    vm.big_object(big)
                };
                kill_temps(fp, pc, r, ins, c_temp);
                store(fp, pc, r, ins.a(), result);
            }
            None => {
                // The left operand's object becomes the result.
                let overwritten = ins.has(B_TEMP) || std::ptr::eq(a, b);
                if !overwritten || std::ptr::eq(b, c) || !sole(b) || !wide::accumulate(kind, inner(b), &*c) {
                    return SLOW;
                }
                let result = take(r, ins.b());
                kill_temps(fp, pc, r, ins, c_temp);
                let result = if wide::is_big(inner(&raw const result)) {
                    result
                } else {
                    vm.bigint(std::mem::take(inner(&raw const result)))
                };
                store(fp, pc, r, ins.a(), result);
            }
        }
        pc.add(1)
    }
}

/// Drops the operands that the instruction consumes.
#[inline(always)]
unsafe fn kill_temps(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins, c_temp: bool) {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        if ins.has(B_TEMP) {
            kill(fp, pc, r, ins.b());
        }
        if c_temp {
            kill(fp, pc, r, ins.c());
        }
    }
}

/// Other binary operators of inline ints.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the loop's state by value")]
pub(in crate::interp) unsafe fn int_op(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    int: fn(i64, i64) -> Option<Value>,
    kind: Kind,
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
        ints(vm, fp, pc, r, std::ptr::from_ref(c), kind)
    }
}

/// `&`, `|`, `^`: the tag bits need no care.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the loop's state by value")]
pub(in crate::interp) unsafe fn bit_op(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    c: *const Value,
    bits: fn(isize, isize) -> isize,
    kind: Kind,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let (b, c) = (&*r.add(ins.b() as usize), &*c);
        if both_small(b, c) {
            let value = Value::from_int_bits(bits(b.bits() as isize, c.bits() as isize) | 1);
            store(fp, pc, r, ins.a(), value);
            return pc.add(1);
        }
        ints(vm, fp, pc, r, std::ptr::from_ref(c), kind)
    }
}

/// `-x` of an inline int or a float.
#[inline(always)]
pub(in crate::interp) unsafe fn negative(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands.
    unsafe {
        let b = &*r.add(ins.b() as usize);
        let value = if b.is_small() {
            Value::try_small(-b.small_unchecked())
        } else if b.is_inline_float() {
            Value::try_inline_float(-b.inline_float_unchecked())
        } else {
            None
        };
        let Some(value) = value else { return SLOW };
        store(fp, pc, r, ins.a(), value);
        pc.add(1)
    }
}
