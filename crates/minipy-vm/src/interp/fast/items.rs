//! Subscripts of lists, tuples, arrays and text by inline ints, and by Python methods; moves between registers.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use std::hint::cold_path;

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP};

use super::{SLOW, kill, operand_b, release, store, take};
use crate::heap::Header;
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::{Frame, GENERATOR, Ret};
use crate::shape::fixed;
use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::types::list::ListObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::typed_buffer::TypedBuffer;
use crate::value::Value;
use crate::vm::Vm;

/// The item of a list, tuple, array or ASCII text at an inline int, if it is in range.
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
            return items.get(at as usize).cloned();
        }
        // A test of its own, so that the compiler makes no jump table of lists and the rest.
        cold_path();
        if header.shape() == fixed::TUPLE {
            let items = header.exact::<TupleObj>().items();
            let at = if index < 0 { index + items.len() as i64 } else { index };
            items.get(at as usize).cloned()
        } else if header.shape() == fixed::STR {
            let text = header.exact::<StrObj>();
            let at = if index < 0 { index + text.chars() as i64 } else { index };
            // In other text than ASCII, offsets are searched for out of line.
            if text.is_ascii() { text.bytes().get(at as usize).map(|&byte| vm.ascii_char(byte)) } else { None }
        } else if header.shape() == fixed::ARRAY {
            Some(array_item(vm, header, index))
        } else {
            None
        }
    }
}

/// The item of an array at an index; NULL if it is left to the operation out of line.
///
/// # Safety
/// `array` is a live object with the shape `ARRAY`.
#[inline(never)]
unsafe fn array_item(vm: &Vm, array: *const Header, index: i64) -> Value {
    // SAFETY: such objects begin with a typed buffer, whose items lie within its bytes.
    unsafe {
        let buffer = &*array.add(1).cast::<TypedBuffer>();
        let data = buffer.data.borrow();
        let Some(place) = buffer.place(index, data.len()) else { return Value::NULL };
        let at = data.as_ptr().add(place);
        match buffer.code {
            b'd' => vm.float(at.cast::<f64>().read_unaligned()),
            b'f' => vm.float(f64::from(at.cast::<f32>().read_unaligned())),
            b'b' => Value::small(i64::from(at.cast::<i8>().read())),
            b'B' => Value::small(i64::from(at.read())),
            b'h' => Value::small(i64::from(at.cast::<i16>().read_unaligned())),
            b'H' => Value::small(i64::from(at.cast::<u16>().read_unaligned())),
            b'i' => Value::small(i64::from(at.cast::<i32>().read_unaligned())),
            b'I' => Value::small(i64::from(at.cast::<u32>().read_unaligned())),
            b'l' | b'q' => Value::try_small(at.cast::<i64>().read_unaligned()).unwrap_or(Value::NULL),
            b'L' | b'Q' => match i64::try_from(at.cast::<u64>().read_unaligned()) {
                Ok(item) => Value::try_small(item).unwrap_or(Value::NULL),
                Err(_) => Value::NULL,
            },
            _ => Value::NULL,
        }
    }
}

/// Stores a number in an array; false if it is left to the operation out of line.
///
/// # Safety
/// As for [`array_item`].
#[inline(never)]
unsafe fn set_array_item(array: *const Header, index: i64, value: &Value) -> bool {
    // SAFETY: as in `array_item`; no reference to the bytes exists while they are written.
    unsafe {
        let buffer = &*array.add(1).cast::<TypedBuffer>();
        let mut data = buffer.data.borrow_mut();
        let Some(place) = buffer.place(index, data.len()) else { return false };
        let at = data.as_mut_ptr().add(place);
        if matches!(buffer.code, b'd' | b'f') {
            let number = match value.as_small() {
                Some(int) => int as f64,
                None => match value.exact_float() {
                    Some(float) => float,
                    None => return false,
                },
            };
            if buffer.code == b'd' {
                at.cast::<f64>().write_unaligned(number);
            } else {
                at.cast::<f32>().write_unaligned(number as f32);
            }
            return true;
        }
        if !value.is_small() {
            return false;
        }
        let number = value.small_unchecked();
        macro_rules! store {
            ($int:ty) => {{
                let Ok(item) = <$int>::try_from(number) else { return false };
                at.cast::<$int>().write_unaligned(item);
                true
            }};
        }
        match buffer.code {
            b'b' => store!(i8),
            b'B' => store!(u8),
            b'h' => store!(i16),
            b'H' => store!(u16),
            b'i' => store!(i32),
            b'I' => store!(u32),
            b'l' | b'q' => {
                at.cast::<i64>().write_unaligned(number);
                true
            }
            b'L' | b'Q' => store!(u64),
            _ => false,
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
        let value = match item(vm, &*r.add(ins.b() as usize), &*key) {
            Some(value) if !value.is_null() => value,
            _ => return SLOW,
        };
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
        if !b.is_small() || !a.is_ptr() {
            return SLOW;
        }
        let shape = (*a.header_ptr()).shape();
        if shape == fixed::ARRAY && set_array_item(a.header_ptr(), b.small_unchecked(), &*r.add(ins.c() as usize)) {
            if ins.has(C_TEMP) {
                kill(fp, pc, r, ins.c());
            }
            if ins.has(A_TEMP) {
                kill(fp, pc, r, ins.a());
            }
            return pc.add(1);
        }
        if shape != fixed::LIST {
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

/// Pushes the frame of a Python `__getitem__` or (with three operands) `__setitem__` of the first operand. An operand
/// comes with whether the instruction consumes it: then it is moved. `None`, with nothing changed: it is something
/// else.
#[inline(always)]
pub(in crate::interp) unsafe fn enter<const N: usize>(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    operands: [(*const Value, bool); N],
    ret: Ret,
    dst: u16,
) -> Option<(*mut Frame, &'static CodeObj)> {
    // SAFETY: S1; the verifier has checked the operands. The class holds the function, which keeps its code alive.
    unsafe {
        let this = &*operands[0].0;
        if !this.is_ptr() || (*fp).has(GENERATOR) {
            return None;
        }
        let function = (*this.header_ptr()).ty().known_item_method(N == 3);
        if function.is_null() {
            return None;
        }
        let code = std::ptr::from_ref((*function).exact::<FuncObj>().code.borrow().exact());
        let window = r.add((*fp).code().nregs as usize);
        let frame = fp.add(1);
        if (*code).simple_args as usize != N
            || vm.breaker.get() != 0
            || frame >= vm.stack.limit.get()
            || window.add((*code).nregs as usize) > vm.stack.filled.get()
        {
            return None;
        }
        // In which order operands die is as it is when the instruction drops them.
        let mut dying = 0;
        for (place, moved) in &operands {
            if *moved && (**place).is_ptr() {
                let header = (**place).header_ptr();
                dying += usize::from((*header).refcount() == 1 && (*header).shape() != fixed::FLOAT);
            }
        }
        if dying > 1 {
            return None;
        }
        (*fp).pc = pc;
        for (i, (place, moved)) in operands.iter().enumerate() {
            let value = if *moved { std::ptr::replace(place.cast_mut(), Value::NULL) } else { (**place).clone() };
            window.add(i).write(value);
        }
        for i in N..(*code).nlocals as usize {
            window.add(i).write(Value::NULL);
        }
        Frame::write_plain(frame, window, code, Value::new_ref(function), ret, 0, dst, 1);
        vm.stack.top.set(frame);
        Some((frame, &*code))
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
