//! Calls of native functions straight from the registers: the functions and methods of builtin types.
//!
//! Every entry point gets the running frame at its call instruction and returns the frame to go on with, as in `outline`.
//! What is called here takes its arguments by position; every other call goes to the operations of `ops`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use std::mem::{ManuallyDrop, MaybeUninit};

use minipy_bytecode::opcode::{B_TEMP, Opcode};

use super::ins::InPlace;
use super::outline;
use super::stack::Frame;
use crate::native::{Args, MethodDef, NativeFn, PyResult};
use crate::shape::fixed;
use crate::types::builtin_fn::{BuiltinObj, Manner, MethodDescrObj};
use crate::types::list::methods::list_of;
use crate::types::range;
use crate::types::tuple_methods::to_tuple;
use crate::types::type_::create::shown_type;
use crate::types::type_::methods::call_class;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Parameter lists up to this length are put together without an allocation.
pub(crate) const MAX_INLINE: usize = 6;

/// Calls a function that takes an entry for each of its `total` parameters with the first few of them: the others are
/// NULL. The entries are copies of the words, which own nothing.
#[inline(always)]
pub(crate) fn with_missing(vm: &Vm, f: fn(&Vm, &[Value]) -> PyResult, given: &[Value], total: usize) -> PyResult {
    if given.len() == total { f(vm, given) } else { padded(vm, f, given, total) }
}

#[inline(never)]
fn padded(vm: &Vm, f: fn(&Vm, &[Value]) -> PyResult, given: &[Value], total: usize) -> PyResult {
    if total > MAX_INLINE {
        let mut all = given.to_vec();
        all.resize_with(total, || Value::NULL);
        return f(vm, &all);
    }
    let mut all: [MaybeUninit<ManuallyDrop<Value>>; MAX_INLINE] = [const { MaybeUninit::uninit() }; MAX_INLINE];
    for (i, place) in all.iter_mut().enumerate().take(total) {
        // SAFETY: V1: the copy is never dropped, and the original lives until the call has returned.
        let word = given.get(i).map_or(Value::NULL, |value| unsafe { std::ptr::read(value) });
        place.write(ManuallyDrop::new(word));
    }
    // SAFETY: the first `total` entries have been written; `ManuallyDrop` and `MaybeUninit` do not change the layout.
    f(vm, unsafe { std::slice::from_raw_parts(all.as_ptr().cast::<Value>(), total) })
}

/// Calls a native function with `count` arguments as they lie. `None`: it does not take so many.
///
/// # Safety
/// The arguments live until the call has returned.
#[inline(always)]
unsafe fn invoke(vm: &Vm, def: &'static MethodDef, args: *const Value, count: usize) -> Option<PyResult> {
    // SAFETY: the caller's promise.
    unsafe {
        Some(match (def.function, count) {
            (NativeFn::F1(f), 1) => f(vm, &*args),
            (NativeFn::F2(f), 2) => f(vm, &*args, &*args.add(1)),
            (NativeFn::FN(f), _) if def.arity.fits(count) => {
                with_missing(vm, f, std::slice::from_raw_parts(args, count), def.arity.total as usize)
            }
            (NativeFn::FV(f), _) => f(vm, &Args::positional(std::slice::from_raw_parts(args, count))),
            (NativeFn::F3(f), 3) => f(vm, &*args, &*args.add(1), &*args.add(2)),
            (NativeFn::F0(f), 0) => f(vm),
            _ => return None,
        })
    }
}

/// A native call has ended: callable and arguments, `count` registers, are dropped, and the result is stored.
#[inline(always)]
unsafe fn called(vm: &Vm, fp: *mut Frame, count: usize, result: PyResult) -> *mut Frame {
    // SAFETY: the frame is at the call; S1. A call is never the last instruction.
    unsafe {
        let pc = (*fp).pc;
        let ins = InPlace::new(pc);
        let value = match result {
            Ok(value) => value,
            Err(raised) => return outline::raise_here(vm, raised),
        };
        let first = (*fp).r.add(ins.a() as usize);
        for i in 0..count {
            let place = first.add(i);
            if (*place).is_ptr() {
                drop(std::ptr::replace(place, Value::NULL));
            }
        }
        // The result of a call that is a statement is dropped here and now.
        let next = InPlace::new(pc.add(1));
        if next.opcode() == Opcode::Drop as u8 && next.a() == ins.b() {
            drop(value);
            (*fp).pc = pc.add(2);
        } else {
            (*fp).set(ins.b(), value);
            (*fp).pc = pc.add(1);
        }
        fp
    }
}

/// Call of a builtin function. Nothing but calls in tail position, so that this function saves no machine registers.
#[inline(never)]
pub(super) unsafe fn call_builtin(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Call whose callable has the shape of builtin functions; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let first = (*fp).r.add(ins.a() as usize);
        let builtin = (*(*first).header_ptr()).exact::<BuiltinObj>();
        if vm.breaker.get() != 0 {
            return outline::call(vm, fp);
        }
        if !builtin.this.is_null() {
            return call_bound(vm, fp);
        }
        match (builtin.def.function, ins.c()) {
            (NativeFn::F1(f), 1) => call_1(vm, fp, first, f),
            (NativeFn::F2(f), 2) => call_2(vm, fp, first, f),
            // `next(g)` of a generator pushes its frame.
            (NativeFn::FV(_), 1) if (*first.add(1)).shape() == fixed::GENERATOR => outline::call(vm, fp),
            _ => call_any(vm, fp, builtin.def, 1),
        }
    }
}

#[inline(never)]
unsafe fn call_1(vm: &Vm, fp: *mut Frame, first: *mut Value, f: fn(&Vm, &Value) -> PyResult) -> *mut Frame {
    // SAFETY: the registers from `first` on are the operands of the call that the frame is at.
    unsafe { called(vm, fp, 2, f(vm, &*first.add(1))) }
}

#[inline(never)]
unsafe fn call_2(vm: &Vm, fp: *mut Frame, first: *mut Value, f: fn(&Vm, &Value, &Value) -> PyResult) -> *mut Frame {
    // SAFETY: as in `call_1`.
    unsafe { called(vm, fp, 3, f(vm, &*first.add(1), &*first.add(2))) }
}

/// Any number of arguments, from `skip` registers behind the callable on.
#[inline(never)]
unsafe fn call_any(vm: &Vm, fp: *mut Frame, def: &'static MethodDef, skip: usize) -> *mut Frame {
    // SAFETY: as in `call_1`; the callable's object holds its static row.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let count = ins.c() as usize;
        match invoke(vm, def, (*fp).r.add(ins.a() as usize + skip), count) {
            Some(result) => called(vm, fp, skip + count, result),
            None if skip == 1 => outline::call(vm, fp),
            None => outline::call_method(vm, fp),
        }
    }
}

/// Call of a bound method of a builtin type.
#[inline(never)]
unsafe fn call_bound(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Call whose callable is a bound method of a builtin type; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let first = (*fp).r.add(ins.a() as usize);
        let builtin = (*(*first).header_ptr()).exact::<BuiltinObj>();
        let this = builtin.this.clone();
        let result = match (builtin.def.function, ins.c()) {
            (NativeFn::F1(f), 0) => f(vm, &this),
            (NativeFn::F2(f), 1) => f(vm, &this, &*first.add(1)),
            (NativeFn::F3(f), 2) => f(vm, &this, &*first.add(1), &*first.add(2)),
            _ => {
                drop(this);
                return outline::call(vm, fp);
            }
        };
        drop(this);
        called(vm, fp, ins.c() as usize + 1, result)
    }
}

/// CallMethod of a builtin function found in a module or as an attribute, as in `math.sqrt(x)`.
#[inline(never)]
pub(super) unsafe fn call_found_builtin(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallMethod whose callable has the shape of builtin functions; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let first = (*fp).r.add(ins.a() as usize);
        let builtin = (*(*first).header_ptr()).exact::<BuiltinObj>();
        if vm.breaker.get() != 0 || !(*first.add(1)).is_null() || !builtin.this.is_null() {
            return outline::call_method(vm, fp);
        }
        call_any(vm, fp, builtin.def, 2)
    }
}

/// Call of a builtin class (one that is no heap type).
#[inline(never)]
pub(super) unsafe fn call_builtin_class(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Call whose callable has the shape of classes; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let first = (*fp).r.add(ins.a() as usize);
        if vm.breaker.get() != 0 {
            return outline::call(vm, fp);
        }
        let class = (*first).as_obj_unchecked::<TypeObj>();
        let count = ins.c() as usize;
        if count == 1 && (*first).is(vm.types().str.value()) {
            return called(vm, fp, 2, vm.to_str(&*first.add(1)));
        }
        if count == 1 && (*first).is(vm.types().type_.value()) {
            return called(vm, fp, 2, Ok(shown_type(vm, &*first.add(1))));
        }
        if count == 1 && (*first).is(vm.types().list.value()) {
            return called(vm, fp, 2, list_of(vm, &*first.add(1)));
        }
        if count == 1 && (*first).is(vm.types().tuple.value()) {
            return called(vm, fp, 2, to_tuple(vm, &*first.add(1)));
        }
        if (*first).is(vm.types().range.value()) {
            return call_range(vm, fp, first, count);
        }
        let args = Args::positional(std::slice::from_raw_parts(first.add(1), count));
        let result = if class.has_flag(TypeFlags::EXCEPTION_SUBCLASS)
            && let Some(made) = crate::types::exception::made_plainly(vm, class, args.pos)
        {
            Ok(made)
        } else {
            call_class(vm, class, &args)
        };
        called(vm, fp, count + 1, result)
    }
}

/// Call of `range`. One that the next instruction iterates over and drops, as in nearly every loop, is not made: only its
/// iterator is.
#[inline(never)]
unsafe fn call_range(vm: &Vm, fp: *mut Frame, first: *mut Value, count: usize) -> *mut Frame {
    // SAFETY: as in `call_1`. A call is never the last instruction.
    unsafe {
        let pc = (*fp).pc;
        let args = std::slice::from_raw_parts(first.add(1), count);
        let next = InPlace::new(pc.add(1));
        if next.opcode() == Opcode::GetIter as u8
            && next.b() == InPlace::new(pc).b()
            && next.has(B_TEMP)
            && let Some(iterator) = range::iterated_plainly(vm, args)
        {
            // The arguments are small ints, which own nothing; only the class is dropped.
            drop(std::ptr::replace(first, Value::NULL));
            (*fp).set(next.a(), iterator);
            (*fp).pc = pc.add(2);
            return fp;
        }
        let result = match range::made_plainly(vm, args) {
            Some(made) => Ok(made),
            None => call_class(vm, &vm.types().range, &Args::positional(args)),
        };
        called(vm, fp, count + 1, result)
    }
}

/// CallMethod of a method of a builtin type. Nothing but calls in tail position.
#[inline(always)]
pub(super) unsafe fn call_method_descriptor(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallMethod whose callable has the shape of such methods; S1.
    unsafe {
        let first = (*fp).r.add(InPlace::new((*fp).pc).a() as usize);
        let this = &*first.add(1);
        let method = (*(*first).header_ptr()).exact::<MethodDescrObj>();
        if !this.is_ptr() || vm.breaker.get() != 0 || method.manner == Manner::WithCare {
            return outline::call_method(vm, fp);
        }
        if !std::ptr::eq((*this.header_ptr()).ty(), method.owner_struct) {
            return call_inherited(vm, fp, first, method);
        }
        call_descriptor(vm, fp, first, method)
    }
}

/// A method of a builtin type that an object of a subclass inherits.
#[inline(never)]
unsafe fn call_inherited(vm: &Vm, fp: *mut Frame, first: *mut Value, method: &MethodDescrObj) -> *mut Frame {
    // SAFETY: as in `call_method_descriptor`; the receiver is a heap object.
    unsafe {
        if !(*(*first.add(1)).header_ptr()).ty().is_subtype(&method.owner) {
            return outline::call_method(vm, fp);
        }
        call_descriptor(vm, fp, first, method)
    }
}

/// The call itself, of a method for which the receiver is right.
#[inline(always)]
unsafe fn call_descriptor(vm: &Vm, fp: *mut Frame, first: *mut Value, method: &MethodDescrObj) -> *mut Frame {
    // SAFETY: as in `call_1`.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        match (method.function, ins.c()) {
            (NativeFn::F1(f), 0) => call_1(vm, fp, first, f),
            (NativeFn::F2(f), 1) => call_2(vm, fp, first, f),
            (NativeFn::FV(f), 1..=2) => method_args(vm, fp, first, f),
            _ => method_any(vm, fp, first, method.def),
        }
    }
}

/// A method that gets one or two arguments as they come.
#[inline(never)]
unsafe fn method_args(vm: &Vm, fp: *mut Frame, first: *mut Value, f: fn(&Vm, &Args) -> PyResult) -> *mut Frame {
    // SAFETY: as in `call_1`.
    unsafe {
        let count = InPlace::new((*fp).pc).c() as usize + 1;
        let result = f(vm, &Args::positional(std::slice::from_raw_parts(first.add(1), count)));
        if count == 2 { called(vm, fp, 3, result) } else { called(vm, fp, 4, result) }
    }
}

#[inline(never)]
unsafe fn method_any(vm: &Vm, fp: *mut Frame, first: *mut Value, def: &'static MethodDef) -> *mut Frame {
    // SAFETY: as in `call_1`; the method's object holds its static row.
    unsafe {
        let count = InPlace::new((*fp).pc).c() as usize + 1;
        match invoke(vm, def, first.add(1), count) {
            Some(result) => called(vm, fp, count + 1, result),
            None => outline::call_method(vm, fp),
        }
    }
}
