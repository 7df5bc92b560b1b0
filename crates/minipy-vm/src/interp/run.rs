//! The interpreter loop: one match over the opcode byte.
//!
//! The state of the running frame (`pc`, `r`, `k`) lives in locals; whatever is not hot is an out-of-line operation in
//! `ops`, which gets the frame and returns whether it raised. An operation that pushes, pops or switches frames says so
//! with [`Flow::Reload`].
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, JUMP_IF_TRUE, Opcode};

use super::ins::Ins;
use super::ops::{attrs, build, calls, exceptions, functions, items, iterate, matching, names, operators};
use super::small_ints::{floor_div, floor_mod, left_shift, right_shift};
use super::stack::{Frame, Ret};
use super::{call, control, generator, unwind};
use crate::native::PyResult;
use crate::protocol::number;
use crate::shape::fixed;
use crate::slots::CompareOp;
use crate::types::cell::CellObj;
use crate::types::float::FloatObj;
use crate::types::generator::GenObj;
use crate::types::list::{ListObj, iter::ListIterObj};
use crate::types::range::RangeIterObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// How the loop goes on after an out-of-line operation that can touch frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// With the next instruction.
    Next,
    /// With the frame that is on top now.
    Reload,
}

/// Runs the top frame, and whatever it calls, until a frame with [`Ret::Exit`] ends or yields.
pub(crate) fn run(vm: &Vm) -> PyResult {
    // SAFETY: S1, S2 and the verifier: registers, constants and jump targets of an instruction are valid; frames below
    // the top are live. The locals below mirror the top frame, and are stored and reloaded around everything that
    // looks at frames.
    unsafe {
        let mut fp: *mut Frame = vm.stack.top.get();
        let mut pc: *const u64 = (*fp).pc;
        let mut r: *mut Value = (*fp).r;
        let mut k: *const Value = (*fp).code().consts.as_ptr();

        macro_rules! reload {
            () => {
                fp = vm.stack.top.get();
                pc = (*fp).pc;
                r = (*fp).r;
                k = (*fp).code().consts.as_ptr();
            };
        }
        macro_rules! raise {
            ($raised:expr) => {{
                (*fp).pc = pc;
                match unwind::unwind(vm, $raised, true) {
                    Ok(()) => {
                        reload!();
                        continue;
                    }
                    Err(raised) => return Err(raised),
                }
            }};
        }
        macro_rules! reg {
            ($i:expr) => {
                (*r.add($i as usize))
            };
        }
        // Stores a result: the new value first, then the old one is dropped.
        macro_rules! store {
            ($i:expr, $value:expr) => {{
                let value = $value;
                let place = r.add($i as usize);
                let old = std::ptr::replace(place, value);
                drop(old);
            }};
        }
        // An out-of-line operation that touches no frames.
        macro_rules! cold {
            ($len:expr, $op:expr, $ins:expr $(, $arg:expr)*) => {{
                (*fp).pc = pc;
                match $op(vm, &*fp, $ins $(, $arg)*) {
                    Ok(()) => pc = pc.add($len),
                    Err(raised) => raise!(raised),
                }
            }};
        }
        // An out-of-line operation that may push or switch frames.
        macro_rules! flow {
            ($len:expr, $op:expr, $ins:expr $(, $arg:expr)*) => {{
                (*fp).pc = pc;
                match $op(vm, &*fp, $ins $(, $arg)*) {
                    Ok(Flow::Next) => pc = pc.add($len),
                    Ok(Flow::Reload) => { reload!(); }
                    Err(raised) => raise!(raised),
                }
            }};
        }
        macro_rules! jump {
            ($from:expr, $offset:expr) => {
                pc = $from.offset($offset as isize)
            };
        }
        macro_rules! breaker {
            () => {
                if vm.breaker.get() != 0 {
                    (*fp).pc = pc;
                    if let Err(raised) = control::poll(vm) {
                        raise!(raised)
                    }
                }
            };
        }
        macro_rules! is_float {
            ($v:expr) => {
                $v.is_ptr() && (*$v.header_ptr()).shape() == fixed::FLOAT
            };
        }
        macro_rules! float_of {
            ($v:expr) => {
                (*$v.header_ptr()).exact::<FloatObj>()
            };
        }
        // The float result of an operation: reuses the box of a consumed operand that nobody else can see.
        macro_rules! float_result {
            ($ins:expr, $value:expr, $b:expr, $c:expr, $c_temp:expr) => {{
                let value: f64 = $value;
                if $ins.f & B_TEMP != 0 && (*$b.header_ptr()).refcount() == 1 {
                    float_of!($b).overwrite(value);
                    if $c_temp && $ins.f & C_TEMP != 0 {
                        drop(std::ptr::replace(r.add($ins.c as usize), Value::NULL));
                    }
                    if $ins.a != $ins.b {
                        let moved = std::ptr::replace(r.add($ins.b as usize), Value::NULL);
                        store!($ins.a, moved);
                    }
                } else if $c_temp && $ins.f & C_TEMP != 0 && (*$c.header_ptr()).refcount() == 1 {
                    float_of!($c).overwrite(value);
                    if $ins.f & B_TEMP != 0 {
                        drop(std::ptr::replace(r.add($ins.b as usize), Value::NULL));
                    }
                    if $ins.a != $ins.c {
                        let moved = std::ptr::replace(r.add($ins.c as usize), Value::NULL);
                        store!($ins.a, moved);
                    }
                } else {
                    let result = vm.float(value);
                    if $ins.f & B_TEMP != 0 {
                        drop(std::ptr::replace(r.add($ins.b as usize), Value::NULL));
                    }
                    if $c_temp && $ins.f & C_TEMP != 0 {
                        drop(std::ptr::replace(r.add($ins.c as usize), Value::NULL));
                    }
                    store!($ins.a, result);
                }
                pc = pc.add(1);
            }};
        }
        // `+`, `-`, `*`: tagged ints first, then floats, then the general operation.
        macro_rules! arith {
            ($w:expr, $operand:expr, $c_temp:expr, $int:expr, $float:expr, $op:expr) => {{
                let ins = Ins::new($w);
                let b = &*r.add(ins.b as usize);
                let c: &Value = &*$operand(ins.c);
                if b.bits() & c.bits() & 1 == 1 {
                    if let Some(bits) = $int(b.bits() as isize, c.bits() as isize) {
                        store!(ins.a, Value::from_int_bits(bits));
                        pc = pc.add(1);
                        continue;
                    }
                } else if is_float!(b) && is_float!(c) {
                    let value = $float(float_of!(b).get(), float_of!(c).get());
                    float_result!(ins, value, b, c, $c_temp);
                    continue;
                }
                flow!(1, operators::binary, ins, $op, $c_temp)
            }};
        }
        // Other binary operators: ints that need no check of types beyond the tag, then the general operation.
        macro_rules! int_op {
            ($w:expr, $operand:expr, $c_temp:expr, $int:expr, $op:expr) => {{
                let ins = Ins::new($w);
                let b = &*r.add(ins.b as usize);
                let c: &Value = &*$operand(ins.c);
                if b.bits() & c.bits() & 1 == 1 {
                    if let Some(value) = $int(b.small_unchecked(), c.small_unchecked()) {
                        let value: Value = value;
                        store!(ins.a, value);
                        pc = pc.add(1);
                        continue;
                    }
                }
                flow!(1, operators::binary, ins, $op, $c_temp)
            }};
        }
        macro_rules! compare {
            ($w:expr, $op:tt, $name:expr) => {{
                let ins = Ins::new($w);
                let (b, c) = (&reg!(ins.b), &reg!(ins.c));
                if b.bits() & c.bits() & 1 == 1 {
                    store!(ins.a, Value::bool((b.bits() as isize) $op (c.bits() as isize)));
                    pc = pc.add(1);
                    continue;
                }
                flow!(1, operators::compare, ins, $name)
            }};
        }
        macro_rules! compare_jump {
            ($w:expr, $operand:expr, $c_temp:expr, $op:tt, $name:expr) => {{
                let ins = Ins::new($w);
                let b = &*r.add(ins.b as usize);
                let c: &Value = &*$operand(ins.c);
                let truth = if b.bits() & c.bits() & 1 == 1 {
                    (b.bits() as isize) $op (c.bits() as isize)
                } else if is_float!(b) && is_float!(c) {
                    let truth = float_of!(b).get() $op float_of!(c).get();
                    if ins.f & B_TEMP != 0 {
                        drop(std::ptr::replace(r.add(ins.b as usize), Value::NULL));
                    }
                    if $c_temp && ins.f & C_TEMP != 0 {
                        drop(std::ptr::replace(r.add(ins.c as usize), Value::NULL));
                    }
                    truth
                } else {
                    (*fp).pc = pc;
                    match operators::compare_branch(vm, &*fp, ins, $name, $c_temp) {
                        Ok(Some(truth)) => truth,
                        Ok(None) => {
                            reload!();
                            continue;
                        }
                        Err(raised) => raise!(raised),
                    }
                };
                let offset = *pc.add(1) as i32;
                pc = pc.add(2);
                if truth == (ins.f & JUMP_IF_TRUE != 0) {
                    jump!(pc, offset);
                }
            }};
        }
        macro_rules! from_reg {
            () => {
                |i: u16| r.add(i as usize) as *const Value
            };
        }
        macro_rules! from_const {
            () => {
                |i: u16| k.add(i as usize)
            };
        }

        loop {
            let w = *pc;
            // SAFETY: the verifier has checked that every instruction start holds an opcode of the table.
            let op: Opcode = std::mem::transmute(w as u8);
            match op {
                Opcode::Nop => pc = pc.add(1),
                Opcode::LoadConst => {
                    let ins = Ins::new(w);
                    store!(ins.a, (*k.add(ins.bc() as usize)).clone());
                    pc = pc.add(1);
                }
                Opcode::Move => {
                    let ins = Ins::new(w);
                    let value = if ins.f & B_TEMP != 0 {
                        std::ptr::replace(r.add(ins.b as usize), Value::NULL)
                    } else {
                        reg!(ins.b).clone()
                    };
                    store!(ins.a, value);
                    pc = pc.add(1);
                }
                Opcode::Drop => {
                    let ins = Ins::new(w);
                    (*fp).pc = pc;
                    drop(std::ptr::replace(r.add(ins.a as usize), Value::NULL));
                    pc = pc.add(1);
                }
                Opcode::LoadCommon => cold!(1, names::load_common, Ins::new(w)),

                Opcode::CheckBound => {
                    let ins = Ins::new(w);
                    if reg!(ins.a).is_null() {
                        (*fp).pc = pc;
                        raise!(names::unbound(vm, &*fp, ins))
                    }
                    pc = pc.add(1);
                }
                Opcode::DeleteLocal => cold!(1, names::delete_local, Ins::new(w)),
                Opcode::MakeCell => {
                    let ins = Ins::new(w);
                    let content = std::ptr::replace(r.add(ins.a as usize), Value::NULL);
                    store!(ins.a, vm.cell(content).into_value());
                    pc = pc.add(1);
                }
                Opcode::CopyFreeVars => {
                    let ins = Ins::new(w);
                    for (i, cell) in (*fp).function().closure.iter().enumerate().take(ins.c as usize) {
                        store!(ins.a as usize + i, cell.value().clone());
                    }
                    pc = pc.add(1);
                }
                Opcode::LoadCell => {
                    let ins = Ins::new(w);
                    let content = (*reg!(ins.b).header_ptr()).exact::<CellObj>().content.get();
                    if content.is_null() {
                        (*fp).pc = pc;
                        raise!(names::empty_cell(vm, &*fp, ins))
                    }
                    store!(ins.a, content);
                    pc = pc.add(1);
                }
                Opcode::StoreCell => {
                    let ins = Ins::new(w);
                    let value = if ins.f & B_TEMP != 0 {
                        std::ptr::replace(r.add(ins.b as usize), Value::NULL)
                    } else {
                        reg!(ins.b).clone()
                    };
                    (*fp).pc = pc;
                    (*reg!(ins.a).header_ptr()).exact::<CellObj>().content.set(value);
                    pc = pc.add(1);
                }
                Opcode::DeleteCell => cold!(1, names::delete_cell, Ins::new(w)),

                Opcode::LoadGlobal => {
                    let ins = Ins::new(w);
                    let function = (*fp).function();
                    let cache = *pc.add(1);
                    let position = *pc.add(2);
                    let globals_guard = cache as u32;
                    if globals_guard != 0 && (*function.tables.0).current_guard() == globals_guard {
                        if position >> 32 == 0 {
                            store!(ins.a, (*function.tables.0).value_at(position as usize));
                            pc = pc.add(3);
                            continue;
                        }
                        if (*function.tables.1).current_guard() == (cache >> 32) as u32 {
                            store!(ins.a, (*function.tables.1).value_at(position as u32 as usize));
                            pc = pc.add(3);
                            continue;
                        }
                    }
                    cold!(3, names::load_global, ins)
                }
                Opcode::StoreGlobal => cold!(1, names::store_global, Ins::new(w)),
                Opcode::DeleteGlobal => cold!(1, names::delete_global, Ins::new(w)),
                Opcode::LoadName => {
                    let ins = Ins::new(w);
                    let function = (*fp).function();
                    let cache = *pc.add(1);
                    let position = *pc.add(2);
                    let globals_guard = cache as u32;
                    if globals_guard != 0
                        && function.globals.value().is(&(*fp).locals)
                        && (*function.tables.0).current_guard() == globals_guard
                    {
                        if position >> 32 == 0 {
                            store!(ins.a, (*function.tables.0).value_at(position as usize));
                            pc = pc.add(3);
                            continue;
                        }
                        if (*function.tables.1).current_guard() == (cache >> 32) as u32 {
                            store!(ins.a, (*function.tables.1).value_at(position as u32 as usize));
                            pc = pc.add(3);
                            continue;
                        }
                    }
                    cold!(3, names::load_name, ins)
                }
                Opcode::StoreName => cold!(1, names::store_name, Ins::new(w)),
                Opcode::DeleteName => cold!(1, names::delete_name, Ins::new(w)),
                Opcode::LoadLocals => cold!(1, names::load_locals, Ins::new(w)),
                Opcode::LoadFromDictOrGlobals => cold!(1, names::load_from_dict_or_globals, Ins::new(w)),
                Opcode::LoadFromDictOrCell => cold!(2, names::load_from_dict_or_cell, Ins::new(w)),

                Opcode::LoadAttr => {
                    let ins = Ins::new(w);
                    let b = &reg!(ins.b);
                    if b.is_ptr() {
                        let header = &*b.header_ptr();
                        let cache = *pc.add(1);
                        if cache as u32 == header.shape()
                            && (cache >> 32) as u32 == header.ty().version.get()
                            && cache != 0
                        {
                            let offset = *pc.add(2) as usize;
                            if offset < attrs::NOT_A_SLOT {
                                let value = (*std::ptr::from_ref(header).byte_add(offset).cast::<Value>()).clone();
                                if !value.is_null() {
                                    if ins.f & B_TEMP != 0 {
                                        drop(std::ptr::replace(r.add(ins.b as usize), Value::NULL));
                                    }
                                    store!(ins.a, value);
                                    pc = pc.add(3);
                                    continue;
                                }
                            } else {
                                flow!(3, attrs::call_getter, ins);
                                continue;
                            }
                        }
                    }
                    flow!(3, attrs::load_attr, ins)
                }
                Opcode::LoadMethod => {
                    let ins = Ins::new(w);
                    let b = &reg!(ins.b);
                    if b.is_ptr() {
                        let header = &*b.header_ptr();
                        let cache = *pc.add(1);
                        if cache as u32 == header.shape()
                            && (cache >> 32) as u32 == header.ty().version.get()
                            && cache != 0
                        {
                            let function = std::mem::ManuallyDrop::new(std::mem::transmute::<u64, Value>(*pc.add(2)));
                            let this = if ins.f & B_TEMP != 0 {
                                std::ptr::replace(r.add(ins.b as usize), Value::NULL)
                            } else {
                                b.clone()
                            };
                            store!(ins.a, Value::clone(&function));
                            store!(ins.a + 1, this);
                            pc = pc.add(3);
                            continue;
                        }
                    }
                    cold!(3, attrs::load_method, ins)
                }
                Opcode::StoreAttr => {
                    let ins = Ins::new(w);
                    let a = &reg!(ins.a);
                    if a.is_ptr() {
                        let header = &*a.header_ptr();
                        let cache = *pc.add(1);
                        if cache as u32 == header.shape()
                            && (cache >> 32) as u32 == header.ty().version.get()
                            && cache != 0
                        {
                            let packed = *pc.add(2);
                            let offset = packed as u32 as usize;
                            let next_shape = (packed >> 32) as u32;
                            let value = if ins.f & B_TEMP != 0 {
                                std::ptr::replace(r.add(ins.b as usize), Value::NULL)
                            } else {
                                reg!(ins.b).clone()
                            };
                            header.set_shape(next_shape);
                            let place = std::ptr::from_ref(header).byte_add(offset).cast::<Value>().cast_mut();
                            let old = std::ptr::replace(place, value);
                            (*fp).pc = pc;
                            drop(old);
                            if ins.f & A_TEMP != 0 {
                                drop(std::ptr::replace(r.add(ins.a as usize), Value::NULL));
                            }
                            pc = pc.add(3);
                            continue;
                        }
                    }
                    flow!(3, attrs::store_attr, ins)
                }
                Opcode::DeleteAttr => cold!(1, attrs::delete_attr, Ins::new(w)),
                Opcode::LoadSuperAttr => cold!(1, attrs::load_super_attr, Ins::new(w)),
                Opcode::GetItem => {
                    let ins = Ins::new(w);
                    let (b, c) = (&reg!(ins.b), &reg!(ins.c));
                    if b.is_ptr() && c.is_small() {
                        let header = &*b.header_ptr();
                        let index = c.small_unchecked();
                        let found = if header.shape() == fixed::LIST {
                            let items = header.exact::<ListObj>().items.borrow();
                            let at = if index < 0 { index + items.len() as i64 } else { index };
                            items.get(at as usize).cloned()
                        } else if header.shape() == fixed::TUPLE {
                            let items = header.exact::<TupleObj>().items();
                            let at = if index < 0 { index + items.len() as i64 } else { index };
                            items.get(at as usize).cloned()
                        } else {
                            None
                        };
                        if let Some(value) = found {
                            if ins.f & B_TEMP != 0 {
                                (*fp).pc = pc;
                                drop(std::ptr::replace(r.add(ins.b as usize), Value::NULL));
                            }
                            store!(ins.a, value);
                            pc = pc.add(1);
                            continue;
                        }
                    }
                    flow!(1, items::get_item, ins)
                }
                Opcode::GetItemK => {
                    let ins = Ins::new(w);
                    let (b, c) = (&reg!(ins.b), &*k.add(ins.c as usize));
                    if b.is_ptr() && c.is_small() {
                        let header = &*b.header_ptr();
                        let index = c.small_unchecked();
                        let found = if header.shape() == fixed::TUPLE {
                            let items = header.exact::<TupleObj>().items();
                            let at = if index < 0 { index + items.len() as i64 } else { index };
                            items.get(at as usize).cloned()
                        } else if header.shape() == fixed::LIST {
                            let items = header.exact::<ListObj>().items.borrow();
                            let at = if index < 0 { index + items.len() as i64 } else { index };
                            items.get(at as usize).cloned()
                        } else {
                            None
                        };
                        if let Some(value) = found {
                            if ins.f & B_TEMP != 0 {
                                (*fp).pc = pc;
                                drop(std::ptr::replace(r.add(ins.b as usize), Value::NULL));
                            }
                            store!(ins.a, value);
                            pc = pc.add(1);
                            continue;
                        }
                    }
                    flow!(1, items::get_item_const, ins)
                }
                Opcode::SetItem => {
                    let ins = Ins::new(w);
                    let (a, b) = (&reg!(ins.a), &reg!(ins.b));
                    if b.is_small() && a.is_ptr() && (*a.header_ptr()).shape() == fixed::LIST {
                        let list = (*a.header_ptr()).exact::<ListObj>();
                        let len = list.len();
                        let index = b.small_unchecked();
                        let at = if index < 0 { index + len as i64 } else { index } as usize;
                        if at < len {
                            let value = if ins.f & C_TEMP != 0 {
                                std::ptr::replace(r.add(ins.c as usize), Value::NULL)
                            } else {
                                reg!(ins.c).clone()
                            };
                            let old = std::mem::replace(&mut list.items.borrow_mut()[at], value);
                            (*fp).pc = pc;
                            drop(old);
                            if ins.f & A_TEMP != 0 {
                                drop(std::ptr::replace(r.add(ins.a as usize), Value::NULL));
                            }
                            pc = pc.add(1);
                            continue;
                        }
                    }
                    flow!(1, items::set_item, ins)
                }
                Opcode::DeleteItem => flow!(1, items::delete_item, Ins::new(w)),
                Opcode::BuildSlice => cold!(1, items::build_slice, Ins::new(w)),
                Opcode::GetSlice => cold!(1, items::get_slice, Ins::new(w)),
                Opcode::SetSlice => cold!(1, items::set_slice, Ins::new(w)),

                Opcode::Add => {
                    let add = |x: isize, y: isize| (x - 1).checked_add(y);
                    arith!(w, from_reg!(), true, add, |x: f64, y: f64| x + y, &number::ADD)
                }
                Opcode::Sub => {
                    let sub = |x: isize, y: isize| x.checked_sub(y - 1);
                    arith!(w, from_reg!(), true, sub, |x: f64, y: f64| x - y, &number::SUB)
                }
                Opcode::Mul => {
                    let mul = |x: isize, y: isize| (x - 1).checked_mul(y >> 1).map(|p| p | 1);
                    arith!(w, from_reg!(), true, mul, |x: f64, y: f64| x * y, &number::MUL)
                }
                Opcode::AddK => {
                    let add = |x: isize, y: isize| (x - 1).checked_add(y);
                    arith!(w, from_const!(), false, add, |x: f64, y: f64| x + y, &number::ADD)
                }
                Opcode::SubK => {
                    let sub = |x: isize, y: isize| x.checked_sub(y - 1);
                    arith!(w, from_const!(), false, sub, |x: f64, y: f64| x - y, &number::SUB)
                }
                Opcode::MulK => {
                    let mul = |x: isize, y: isize| (x - 1).checked_mul(y >> 1).map(|p| p | 1);
                    arith!(w, from_const!(), false, mul, |x: f64, y: f64| x * y, &number::MUL)
                }
                Opcode::MatMul => flow!(1, operators::binary, Ins::new(w), &number::MATMUL, true),
                Opcode::MatMulK => flow!(1, operators::binary, Ins::new(w), &number::MATMUL, false),
                Opcode::TrueDiv => {
                    let ins = Ins::new(w);
                    let (b, c) = (&reg!(ins.b), &reg!(ins.c));
                    if is_float!(b) && is_float!(c) && float_of!(c).get() != 0.0 {
                        let value = float_of!(b).get() / float_of!(c).get();
                        float_result!(ins, value, b, c, true);
                        continue;
                    }
                    flow!(1, operators::binary, ins, &number::TRUEDIV, true)
                }
                Opcode::TrueDivK => flow!(1, operators::binary, Ins::new(w), &number::TRUEDIV, false),
                Opcode::FloorDiv => int_op!(w, from_reg!(), true, floor_div, &number::FLOORDIV),
                Opcode::FloorDivK => int_op!(w, from_const!(), false, floor_div, &number::FLOORDIV),
                Opcode::Mod => int_op!(w, from_reg!(), true, floor_mod, &number::MODULO),
                Opcode::ModK => int_op!(w, from_const!(), false, floor_mod, &number::MODULO),
                Opcode::Pow => flow!(1, operators::power, Ins::new(w), true),
                Opcode::PowK => flow!(1, operators::power, Ins::new(w), false),
                Opcode::LShift => int_op!(w, from_reg!(), true, left_shift, &number::LSHIFT),
                Opcode::LShiftK => int_op!(w, from_const!(), false, left_shift, &number::LSHIFT),
                Opcode::RShift => int_op!(w, from_reg!(), true, right_shift, &number::RSHIFT),
                Opcode::RShiftK => int_op!(w, from_const!(), false, right_shift, &number::RSHIFT),
                Opcode::And => int_op!(w, from_reg!(), true, |x: i64, y: i64| Some(Value::small(x & y)), &number::AND),
                Opcode::AndK => {
                    int_op!(w, from_const!(), false, |x: i64, y: i64| Some(Value::small(x & y)), &number::AND)
                }
                Opcode::Or => int_op!(w, from_reg!(), true, |x: i64, y: i64| Some(Value::small(x | y)), &number::OR),
                Opcode::OrK => {
                    int_op!(w, from_const!(), false, |x: i64, y: i64| Some(Value::small(x | y)), &number::OR)
                }
                Opcode::Xor => int_op!(w, from_reg!(), true, |x: i64, y: i64| Some(Value::small(x ^ y)), &number::XOR),
                Opcode::XorK => {
                    int_op!(w, from_const!(), false, |x: i64, y: i64| Some(Value::small(x ^ y)), &number::XOR)
                }

                Opcode::Neg => flow!(1, operators::negative, Ins::new(w)),
                Opcode::Pos => flow!(1, operators::positive, Ins::new(w)),
                Opcode::Invert => flow!(1, operators::invert, Ins::new(w)),
                Opcode::Not => cold!(1, operators::not, Ins::new(w)),
                Opcode::ToBool => cold!(1, operators::to_bool, Ins::new(w)),
                Opcode::Lt => compare!(w, <, CompareOp::Lt),
                Opcode::Le => compare!(w, <=, CompareOp::Le),
                Opcode::Eq => compare!(w, ==, CompareOp::Eq),
                Opcode::Ne => compare!(w, !=, CompareOp::Ne),
                Opcode::Gt => compare!(w, >, CompareOp::Gt),
                Opcode::Ge => compare!(w, >=, CompareOp::Ge),
                Opcode::Is => cold!(1, operators::is, Ins::new(w), false),
                Opcode::IsNot => cold!(1, operators::is, Ins::new(w), true),
                Opcode::In => cold!(1, operators::contains, Ins::new(w), false),
                Opcode::NotIn => cold!(1, operators::contains, Ins::new(w), true),

                Opcode::Jump => jump!(pc.add(1), Ins::new(w).bc() as i32),
                Opcode::JumpBack => {
                    breaker!();
                    jump!(pc.add(1), Ins::new(w).bc() as i32);
                }
                Opcode::JumpIfTrue | Opcode::JumpIfFalse => {
                    let ins = Ins::new(w);
                    let a = &reg!(ins.a);
                    let truth = match a.as_bool() {
                        Some(truth) => truth,
                        None => {
                            (*fp).pc = pc;
                            match vm.truth(a) {
                                Ok(truth) => truth,
                                Err(raised) => raise!(raised),
                            }
                        }
                    };
                    if ins.f & A_TEMP != 0 {
                        (*fp).pc = pc;
                        drop(std::ptr::replace(r.add(ins.a as usize), Value::NULL));
                    }
                    pc = pc.add(1);
                    if truth == (op == Opcode::JumpIfTrue) {
                        jump!(pc, ins.bc() as i32);
                    }
                }
                Opcode::JumpIfNone | Opcode::JumpIfNotNone => {
                    let ins = Ins::new(w);
                    let none = reg!(ins.a).is_none();
                    if ins.f & A_TEMP != 0 {
                        (*fp).pc = pc;
                        drop(std::ptr::replace(r.add(ins.a as usize), Value::NULL));
                    }
                    pc = pc.add(1);
                    if none == (op == Opcode::JumpIfNone) {
                        jump!(pc, ins.bc() as i32);
                    }
                }
                Opcode::JLt => compare_jump!(w, from_reg!(), true, <, CompareOp::Lt),
                Opcode::JLe => compare_jump!(w, from_reg!(), true, <=, CompareOp::Le),
                Opcode::JEq => compare_jump!(w, from_reg!(), true, ==, CompareOp::Eq),
                Opcode::JNe => compare_jump!(w, from_reg!(), true, !=, CompareOp::Ne),
                Opcode::JGt => compare_jump!(w, from_reg!(), true, >, CompareOp::Gt),
                Opcode::JGe => compare_jump!(w, from_reg!(), true, >=, CompareOp::Ge),
                Opcode::JLtK => compare_jump!(w, from_const!(), false, <, CompareOp::Lt),
                Opcode::JLeK => compare_jump!(w, from_const!(), false, <=, CompareOp::Le),
                Opcode::JEqK => compare_jump!(w, from_const!(), false, ==, CompareOp::Eq),
                Opcode::JNeK => compare_jump!(w, from_const!(), false, !=, CompareOp::Ne),
                Opcode::JGtK => compare_jump!(w, from_const!(), false, >, CompareOp::Gt),
                Opcode::JGeK => compare_jump!(w, from_const!(), false, >=, CompareOp::Ge),
                Opcode::JIs | Opcode::JIn => {
                    let ins = Ins::new(w);
                    (*fp).pc = pc;
                    let truth = if op == Opcode::JIs {
                        reg!(ins.b).is(&reg!(ins.c))
                    } else {
                        match vm.contains(&reg!(ins.c), &reg!(ins.b)) {
                            Ok(truth) => truth,
                            Err(raised) => raise!(raised),
                        }
                    };
                    ins.consume(&*fp);
                    let offset = *pc.add(1) as i32;
                    pc = pc.add(2);
                    if truth == (ins.f & JUMP_IF_TRUE != 0) {
                        jump!(pc, offset);
                    }
                }

                Opcode::BuildTuple => cold!(1, build::tuple, Ins::new(w)),
                Opcode::BuildList => cold!(1, build::list, Ins::new(w)),
                Opcode::BuildSet => cold!(1, build::set, Ins::new(w)),
                Opcode::BuildMap => cold!(1, build::map, Ins::new(w)),
                Opcode::BuildString => cold!(1, build::string, Ins::new(w)),
                Opcode::ListAppend => {
                    let ins = Ins::new(w);
                    let value = if ins.f & B_TEMP != 0 {
                        std::ptr::replace(r.add(ins.b as usize), Value::NULL)
                    } else {
                        reg!(ins.b).clone()
                    };
                    (*reg!(ins.a).header_ptr()).exact::<ListObj>().push(value);
                    pc = pc.add(1);
                }
                Opcode::SetAdd => cold!(1, build::set_add, Ins::new(w)),
                Opcode::MapAdd => cold!(1, build::map_add, Ins::new(w)),
                Opcode::ListExtend => cold!(1, build::list_extend, Ins::new(w)),
                Opcode::SetUpdate => cold!(1, build::set_update, Ins::new(w)),
                Opcode::DictUpdate => cold!(1, build::dict_update, Ins::new(w)),
                Opcode::DictMerge => cold!(1, build::dict_merge, Ins::new(w)),
                Opcode::ListToTuple => cold!(1, build::list_to_tuple, Ins::new(w)),
                Opcode::UnpackSequence => cold!(1, build::unpack_sequence, Ins::new(w)),
                Opcode::UnpackEx => cold!(2, build::unpack_ex, Ins::new(w)),
                Opcode::Format => cold!(1, build::format, Ins::new(w)),
                Opcode::BuildInterpolation => cold!(1, build::interpolation, Ins::new(w)),
                Opcode::BuildTemplate => cold!(1, build::template, Ins::new(w)),

                Opcode::GetIter => cold!(1, iterate::get_iter, Ins::new(w)),
                Opcode::ForIter => {
                    let ins = Ins::new(w);
                    let b = &reg!(ins.b);
                    let header = &*b.header_ptr();
                    match header.shape() {
                        fixed::RANGE_ITER => {
                            if let Some(value) = header.exact::<RangeIterObj>().advance().non_null() {
                                store!(ins.a, value);
                                pc = pc.add(2);
                                continue;
                            }
                        }
                        fixed::LIST_ITER => {
                            if let Some(value) = header.exact::<ListIterObj>().advance().non_null() {
                                store!(ins.a, value);
                                pc = pc.add(2);
                                continue;
                            }
                        }
                        fixed::GENERATOR => {
                            let generator = header.exact::<GenObj>();
                            if generator::resumes_plainly(vm, generator) {
                                (*fp).pc = pc;
                                fp = generator::push_plain(vm, fp, generator, ins.a);
                                r = (*fp).r;
                                k = (*fp).code().consts.as_ptr();
                                pc = (*fp).pc;
                                // It is suspended at a Yield, whose value is None for a loop.
                                store!(Ins::new(*pc).a, Value::NONE);
                                pc = pc.add(1);
                                continue;
                            }
                        }
                        _ => {}
                    }
                    (*fp).pc = pc;
                    match iterate::for_iter(vm, &*fp, ins) {
                        Ok(Some(Flow::Next)) => pc = pc.add(2),
                        Ok(Some(Flow::Reload)) => {
                            reload!();
                        }
                        Ok(None) => {
                            // Exhausted.
                            drop(std::ptr::replace(r.add(ins.b as usize), Value::NULL));
                            let offset = *pc.add(1) as i32;
                            jump!(pc.add(2), offset);
                        }
                        Err(raised) => raise!(raised),
                    }
                }
                Opcode::GetYieldFromIter => cold!(1, iterate::get_yield_from_iter, Ins::new(w)),
                Opcode::GetAwaitable => cold!(1, iterate::get_awaitable, Ins::new(w)),
                Opcode::GetAIter => cold!(1, iterate::get_aiter, Ins::new(w)),
                Opcode::GetANext => cold!(1, iterate::get_anext, Ins::new(w)),
                Opcode::EndAsyncFor => {
                    (*fp).pc = pc;
                    match exceptions::end_async_for(vm, &*fp, Ins::new(w)) {
                        Ok(()) => pc = pc.add(1),
                        Err(raised) => match unwind::unwind(vm, raised, false) {
                            Ok(()) => {
                                reload!();
                            }
                            Err(raised) => return Err(raised),
                        },
                    }
                }

                Opcode::MakeGenerator => {
                    (*fp).pc = pc.add(1);
                    let made = generator::make(vm, &*fp);
                    match control::leave(vm, made) {
                        Ok(None) => {
                            reload!();
                        }
                        Ok(Some(value)) => return Ok(value),
                        Err(raised) => match unwind::unwind(vm, raised, true) {
                            Ok(()) => {
                                reload!();
                            }
                            Err(raised) => return Err(raised),
                        },
                    }
                }
                Opcode::Yield => {
                    let ins = Ins::new(w);
                    let value = if ins.f & B_TEMP != 0 {
                        std::ptr::replace(r.add(ins.b as usize), Value::NULL)
                    } else {
                        reg!(ins.b).clone()
                    };
                    (*fp).pc = pc;
                    if (*fp).ret == Ret::Next && generator::suspends_plainly(vm, fp) {
                        let (dst, skip) = ((*fp).dst, (*fp).skip);
                        fp = generator::pop_plain(vm, fp);
                        r = (*fp).r;
                        k = (*fp).code().consts.as_ptr();
                        pc = (*fp).pc.add(skip as usize);
                        store!(dst, value);
                        continue;
                    }
                    let value =
                        if ins.f & 0x40 != 0 { crate::types::async_generator::wrap_value(vm, value) } else { value };
                    match generator::suspend(vm, fp, value) {
                        None => {
                            reload!();
                        }
                        Some(value) => return Ok(value),
                    }
                }
                Opcode::YieldFrom => {
                    (*fp).pc = pc;
                    match generator::delegate(vm, fp, Ins::new(w)) {
                        Ok(generator::Delegated::Reload) => {
                            reload!();
                        }
                        Ok(generator::Delegated::Exit(value)) => return Ok(value),
                        Err(raised) => raise!(raised),
                    }
                }

                Opcode::Call => {
                    let ins = Ins::new(w);
                    let callee = &reg!(ins.a);
                    if callee.is_ptr() && (*callee.header_ptr()).shape() == fixed::FUNCTION && (*fp).generator.is_null()
                    {
                        let function = (*callee.header_ptr()).exact::<crate::types::function::FuncObj>();
                        let code = std::ptr::from_ref(function.code.borrow().exact());
                        if (*code).simple_args == u32::from(ins.c) && vm.breaker.get() == 0 {
                            let window = r.add(ins.a as usize + 1);
                            if call::room(vm, window, code) {
                                (*fp).pc = pc;
                                let func = std::ptr::replace(r.add(ins.a as usize), Value::NULL);
                                call::push_simple(vm, func, code, window, ins.c as usize, Ret::Store, ins.b, 1);
                                fp = vm.stack.top.get();
                                pc = (*code).entry();
                                r = window;
                                k = (*code).consts.as_ptr();
                                continue;
                            }
                        }
                    }
                    breaker!();
                    flow!(1, calls::call, ins)
                }
                Opcode::CallMethod => {
                    let ins = Ins::new(w);
                    let callee = &reg!(ins.a);
                    if callee.is_ptr() && (*callee.header_ptr()).shape() == fixed::FUNCTION && (*fp).generator.is_null()
                    {
                        let function = (*callee.header_ptr()).exact::<crate::types::function::FuncObj>();
                        let code = std::ptr::from_ref(function.code.borrow().exact());
                        let bound = !reg!(ins.a + 1).is_null();
                        let count = ins.c as usize + usize::from(bound);
                        if (*code).simple_args as usize == count && vm.breaker.get() == 0 {
                            let window = r.add(ins.a as usize + 2 - usize::from(bound));
                            if call::room(vm, window, code) {
                                (*fp).pc = pc;
                                let func = std::ptr::replace(r.add(ins.a as usize), Value::NULL);
                                call::push_simple(vm, func, code, window, count, Ret::Store, ins.b, 1);
                                fp = vm.stack.top.get();
                                pc = (*code).entry();
                                r = window;
                                k = (*code).consts.as_ptr();
                                continue;
                            }
                        }
                    }
                    breaker!();
                    flow!(1, calls::call_method, ins)
                }
                Opcode::CallKw => {
                    breaker!();
                    flow!(2, calls::call_kw, Ins::new(w))
                }
                Opcode::CallEx => {
                    breaker!();
                    flow!(1, calls::call_ex, Ins::new(w))
                }
                Opcode::Return | Opcode::ReturnConst => {
                    let ins = Ins::new(w);
                    let value = if op == Opcode::ReturnConst {
                        (*k.add(ins.bc() as usize)).clone()
                    } else {
                        // The register dies with the frame, so the value can be moved out of a local too.
                        std::ptr::replace(r.add(ins.a as usize), Value::NULL)
                    };
                    (*fp).pc = pc;
                    if (*fp).ret == Ret::Store && (*fp).frame_obj.is_null() && (*fp).generator.is_null() {
                        let (dst, skip) = ((*fp).dst, (*fp).skip);
                        call::pop_simple(vm, fp);
                        fp = fp.sub(1);
                        r = (*fp).r;
                        k = (*fp).code().consts.as_ptr();
                        pc = (*fp).pc.add(skip as usize);
                        store!(dst, value);
                        continue;
                    }
                    match control::leave(vm, value) {
                        Ok(None) => {
                            reload!();
                        }
                        Ok(Some(value)) => return Ok(value),
                        Err(raised) => match unwind::unwind(vm, raised, true) {
                            Ok(()) => {
                                reload!();
                            }
                            Err(raised) => return Err(raised),
                        },
                    }
                }

                Opcode::Raise => {
                    (*fp).pc = pc;
                    let (raised, fresh) = exceptions::raise(vm, &*fp, Ins::new(w));
                    match unwind::unwind(vm, raised, fresh) {
                        Ok(()) => {
                            reload!();
                        }
                        Err(raised) => return Err(raised),
                    }
                }
                Opcode::Reraise => {
                    (*fp).pc = pc;
                    let exception = std::ptr::replace(r.add(Ins::new(w).a as usize), Value::NULL);
                    match unwind::unwind(vm, vm.raise_again(exception), false) {
                        Ok(()) => {
                            reload!();
                        }
                        Err(raised) => return Err(raised),
                    }
                }
                Opcode::PushExc => cold!(1, exceptions::push_exc, Ins::new(w)),
                Opcode::PopExc => cold!(1, exceptions::pop_exc, Ins::new(w)),
                Opcode::MatchExc => cold!(1, exceptions::match_exc, Ins::new(w)),
                Opcode::MatchExcGroup => cold!(1, exceptions::match_exc_group, Ins::new(w)),
                Opcode::PrepReraiseStar => cold!(1, exceptions::prep_reraise_star, Ins::new(w)),
                Opcode::LoadSpecial => cold!(1, attrs::load_special, Ins::new(w)),
                Opcode::LoadExcTriple => cold!(1, exceptions::load_exc_triple, Ins::new(w)),

                Opcode::MakeFunction => cold!(1, functions::make_function, Ins::new(w)),
                Opcode::LoadBuildClass => cold!(1, functions::load_build_class, Ins::new(w)),
                Opcode::ImportName => cold!(2, functions::import_name, Ins::new(w)),
                Opcode::ImportFrom => cold!(1, functions::import_from, Ins::new(w)),
                Opcode::ImportStar => cold!(1, functions::import_star, Ins::new(w)),
                Opcode::Intrinsic => cold!(1, functions::intrinsic, Ins::new(w)),

                Opcode::MatchMapping => cold!(1, matching::mapping, Ins::new(w)),
                Opcode::MatchSequence => cold!(1, matching::sequence, Ins::new(w)),
                Opcode::MatchKeys => cold!(1, matching::keys, Ins::new(w)),
                Opcode::MatchClass => cold!(2, matching::class, Ins::new(w)),
                Opcode::GetLen => cold!(1, matching::len, Ins::new(w)),
            }
        }
    }
}
