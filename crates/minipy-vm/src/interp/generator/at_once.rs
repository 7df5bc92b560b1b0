//! Coroutines that are awaited at once: `await f()` runs the body of `f` as an ordinary call of the awaiting frame. So does
//! `yield from f()` in a generator that is drained, because what `f` yields then suspends nothing.
//!
//! No generator object is made as long as the body does not suspend. A frame of this kind is recognised by what it is not:
//! it runs the code of a generator, without GENERATOR. The frame below it is at the YieldFrom instruction that awaits it.
//! When the innermost one has to suspend, [`materialise`] makes the objects of all of them and links them to the chain of
//! the first generator below, as if they had been there from the start.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::code::flags;
use minipy_bytecode::opcode::{B_TEMP, Opcode};

use super::super::call;
use super::super::ins::Ins;
use super::super::stack::{DRAINED, Frame, GENERATOR, Ret};
use super::chain::switch_to;
use super::make::{allocate, origins_tracked, take_free_variables};
use crate::shape::fixed;
use crate::types::code::CodeObj;
use crate::types::frame::FrameObj;
use crate::types::function::FuncObj;
use crate::types::generator::{GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// If the instructions from `pc` on do nothing else than await what is in `dst`: their YieldFrom.
///
/// # Safety
/// `pc` is at an instruction.
#[inline(always)]
pub(crate) unsafe fn awaited(pc: *const u64, dst: u16) -> Option<*const u64> {
    // SAFETY: neither GetAwaitable nor LoadConst is the last instruction of a code.
    unsafe {
        if *pc as u8 != Opcode::GetAwaitable as u8 {
            return None;
        }
        let ins = Ins::new(*pc);
        if ins.b() != dst || !ins.has(B_TEMP) { None } else { sent_none(pc.add(1), ins.a()) }
    }
}

/// If the instructions from `pc` on do nothing else than `yield from` what is in `dst`: their YieldFrom.
///
/// # Safety
/// `pc` is at an instruction.
#[inline(always)]
unsafe fn delegated(pc: *const u64, dst: u16) -> Option<*const u64> {
    // SAFETY: GetYieldFromIter is not the last instruction of a code.
    unsafe {
        let ins = Ins::new(*pc);
        if *pc as u8 != Opcode::GetYieldFromIter as u8 || ins.b() != dst || !ins.has(B_TEMP) {
            return None;
        }
        sent_none(pc.add(1), ins.a())
    }
}

/// If the frame `fp` runs what a generator function makes, which is in `dst` when the instruction at `pc` begins, to its end
/// at once: the YieldFrom that does it. `code` is the function's.
///
/// # Safety
/// `fp` is live, `pc` at an instruction of its code.
#[inline(always)]
unsafe fn run_at_once(fp: *mut Frame, code: *const CodeObj, pc: *const u64, dst: u16) -> Option<*const u64> {
    // SAFETY: the caller's promise.
    unsafe {
        let code_flags = (*code).flags.get();
        if code_flags & flags::COROUTINE != 0 {
            awaited(pc, dst)
        } else if code_flags & flags::GENERATOR != 0 && (*fp).has(DRAINED) {
            delegated(pc, dst)
        } else {
            None
        }
    }
}

/// If the instructions from `pc` on send None into the iterator in `iterator`: their YieldFrom.
///
/// # Safety
/// `pc` is at an instruction.
#[inline(always)]
unsafe fn sent_none(pc: *const u64, iterator: u16) -> Option<*const u64> {
    // SAFETY: LoadConst is not the last instruction of a code.
    unsafe {
        if *pc as u8 != Opcode::LoadConst as u8 {
            return None;
        }
        let step = pc.add(1);
        if *step as u8 == Opcode::YieldFrom as u8 && Ins::new(*step).b() == iterator { Some(step) } else { None }
    }
}

/// The YieldFrom that belongs to the GetANext instruction at `pc`.
///
/// # Safety
/// `pc` is at a GetANext.
#[inline(always)]
pub(crate) unsafe fn awaited_next(pc: *const u64) -> Option<*const u64> {
    // SAFETY: GetANext is not the last instruction of a code.
    unsafe { sent_none(pc.add(1), Ins::new(*pc).a()) }
}

/// The frame of a call with plain arguments, in the registers from `first` on, that the loop's fast path leaves: the
/// caller is a generator, or the function makes a generator that is run at once. Null, with nothing changed: it is another
/// kind of call.
///
/// # Safety
/// `fp` is the top frame and at a call instruction of one word.
#[inline(always)]
pub(in crate::interp) unsafe fn call(
    vm: &Vm,
    fp: *mut Frame,
    callee: u16,
    first: u16,
    count: usize,
    dst: u16,
) -> *mut Frame {
    // SAFETY: S1; the frame keeps the function and thereby the code alive; `room` has made the window valid.
    unsafe {
        let function = (*fp).reg(callee);
        if function.shape() != fixed::FUNCTION {
            return std::ptr::null_mut();
        }
        let code: *const CodeObj = (*function.header_ptr()).exact::<FuncObj>().code.borrow().exact();
        // The registers of a generator are elsewhere: then the arguments move to the free part of the stack.
        let moved = (*fp).has(GENERATOR);
        let step = if (*code).simple_args as usize == count && moved {
            None
        } else if (*code).generator_args as usize == count && !origins_tracked() {
            match run_at_once(fp, code, (*fp).pc.add(1), dst) {
                Some(step) => Some(step),
                None => return std::ptr::null_mut(),
            }
        } else {
            return std::ptr::null_mut();
        };
        let window = if moved { (*fp).free } else { (*fp).r.add(first as usize) };
        if vm.breaker.get() != 0 || !call::room(vm, window, code) {
            return std::ptr::null_mut();
        }
        let func = (*fp).take(callee);
        if moved {
            for i in 0..count {
                window.add(i).write((*fp).take(first + i as u16));
            }
        }
        let frame = vm.stack.top.get().add(1);
        match step {
            None => call::push_simple(vm, func, code, window, count, Ret::Store, dst, 1),
            Some(step) => {
                (*fp).pc = step;
                call::push_simple(vm, func, code, window, count, Ret::Store, Ins::new(*step).a(), 1);
                (*frame).how |= (*fp).how & DRAINED;
                (*frame).pc = (*code).generator_entry();
                take_free_variables((*frame).function(), &*code, window);
            }
        }
        frame
    }
}

/// The frame at a MakeGenerator instruction: whether its caller runs the generator to its end at once. Then it simply goes
/// on, and what it returns goes where the result of the caller's YieldFrom goes.
///
/// # Safety
/// `fp` is the top frame, at a MakeGenerator.
pub(in crate::interp) unsafe fn begin(fp: *mut Frame) -> bool {
    // SAFETY: a frame with these results was called by the instruction of the frame below.
    unsafe {
        if origins_tracked() {
            return false;
        }
        let caller = fp.sub(1);
        let step = if (*fp).how == Ret::Store as u16 {
            run_at_once(caller, (*fp).code, (*caller).pc.offset((*fp).skip as isize), (*fp).dst)
        } else if (*fp).how == Ret::Complete as u16
            && (*fp).code().flags.get() & flags::COROUTINE != 0
            && *(*caller).pc as u8 == Opcode::GetANext as u8
        {
            awaited_next((*caller).pc)
        } else {
            None
        };
        let Some(step) = step else { return false };
        (*caller).pc = step;
        (*fp).how = Ret::Store as u16 | (*caller).how & DRAINED;
        (*fp).dst = Ins::new(*step).a();
        (*fp).skip = 1;
        true
    }
}

/// The frame of the coroutine that runs in `fp`, after it has got an object if it had none.
///
/// # Safety
/// `fp` is the top frame, at a YieldFrom.
#[inline]
pub(in crate::interp) unsafe fn with_object(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: a frame at a YieldFrom runs a generator, or a coroutine without an object.
    unsafe { if (*fp).has(GENERATOR) { fp } else { materialise(vm, fp) } }
}

/// Makes the coroutine objects of the frames from the top down to the first generator's, whose chain they join. That
/// generator's frame becomes the top one and the innermost coroutine's, which goes on running.
///
/// # Safety
/// `top` is the top frame, and a coroutine without an object runs in it.
pub(crate) unsafe fn materialise(vm: &Vm, top: *mut Frame) -> *mut Frame {
    // SAFETY: the module's description; each frame's registers are moved before those of the frame below are looked at,
    // because the windows overlap.
    unsafe {
        let mut at = top;
        let mut inner: *const GenObj = std::ptr::null();
        let mut innermost: *const GenObj = std::ptr::null();
        let mut child = Value::NULL;
        while !(*at).has(GENERATOR) {
            let object = own_object(vm, at);
            let generator: *const GenObj = std::ptr::from_ref(own_struct(&object));
            (*generator).pc.set((*at).pc);
            (*generator).flag.set(true);
            let registers = (*generator).first_register();
            for i in 0..(*at).code().nregs as usize {
                registers.add(i).write(std::ptr::replace((*at).r.add(i), Value::NULL));
            }
            (*generator).state.set(GenState::Suspended);
            if inner.is_null() {
                innermost = generator;
            } else {
                wait_for(generator, registers, (*at).pc, inner, child);
            }
            hand_over(at, &*generator);
            (inner, child) = (generator, object);
            at = at.sub(1);
        }
        let (outer, root) = ((*at).generator, (*at).root);
        (*outer).pc.set((*at).pc);
        if !std::ptr::eq(outer, root) {
            (*outer).state.set(GenState::Suspended);
        }
        wait_for(outer, (*at).r, (*at).pc, inner, child);
        let mut above = outer;
        while let Some(next) = (*above).inner.get().as_ref() {
            next.depth.set((*above).depth.get() + 1);
            above = next;
        }
        vm.stack.top.set(at);
        switch_to(at, &*innermost, &*root);
        at
    }
}

/// Links `outer`, whose YieldFrom at `pc` awaits it, with `inner`.
unsafe fn wait_for(outer: *const GenObj, registers: *mut Value, pc: *const u64, inner: *const GenObj, value: Value) {
    // SAFETY: G1: the receiver register owns the inner one. Both registers are dead until now.
    unsafe {
        let ins = Ins::new(*pc);
        registers.add(ins.b() as usize).write(value);
        registers.add(ins.c() as usize).write(Value::NONE);
        (*outer).inner.set(inner);
        (*inner).parent.set(outer);
    }
}

fn own_struct(object: &Value) -> &GenObj {
    // SAFETY: `own_object` makes coroutines.
    unsafe { (*object.header_ptr()).exact::<GenObj>() }
}

/// The coroutine object of a frame, its registers not written: the one that somebody has looked at, or a new one.
unsafe fn own_object(vm: &Vm, at: *mut Frame) -> Value {
    // SAFETY: the frame runs a coroutine without GENERATOR; the caller writes the registers.
    unsafe {
        let shell = (*at).take_shell();
        if !shell.is_null() {
            drop(std::ptr::replace(&mut (*at).func, Value::NULL));
            return shell;
        }
        let func = std::ptr::replace(&mut (*at).func, Value::NULL);
        let object = allocate(vm, func, (*at).code, (*at).pc, 0);
        object.extra.set(Value::NULL);
        object.into_value()
    }
}

/// The frame object of a frame becomes its coroutine's.
unsafe fn hand_over(at: *mut Frame, generator: &GenObj) {
    // SAFETY: the frame is live.
    unsafe {
        let object = (*at).take_object();
        if let Some(frame) = object.downcast::<FrameObj>() {
            frame.last.set((*at).offset());
            frame.live.set(0);
            frame.registers.set(generator.first_register().expose_provenance());
            frame.generator.set(std::ptr::from_ref(generator).expose_provenance());
            generator.frame_obj.set(object);
        }
    }
}

/// The coroutine of a live frame, for somebody who looks at it (`f_generator`); NULL if it runs none. It stays in the
/// frame: its object shows that it runs, and gets the registers when it suspends.
///
/// # Safety
/// `fp` is a live frame with the frame object `frame`.
pub(crate) unsafe fn look(vm: &Vm, fp: *mut Frame, frame: &FrameObj) -> Value {
    // SAFETY: the caller's promise; the registers are written at once.
    unsafe {
        if (*fp).has(GENERATOR) || !(*fp).code().is_generator_like() {
            return Value::NULL;
        }
        if let Some(shell) = (*fp).shell() {
            return shell.clone();
        }
        let object = allocate(vm, (*fp).func.clone(), (*fp).code, (*fp).pc, 0);
        let registers = object.first_register();
        for i in 0..(*fp).code().nregs as usize {
            registers.add(i).write(Value::NULL);
        }
        object.extra.set(Value::NULL);
        object.state.set(GenState::Running);
        object.flag.set(true);
        if let Some(own) = (*fp).object() {
            object.frame_obj.set(own.clone());
        }
        frame.generator.set(std::ptr::from_ref::<GenObj>(&object).expose_provenance());
        let value = object.into_value();
        Frame::set_shell(fp, value.clone());
        value
    }
}

/// The frame of a coroutine that somebody has looked at ends.
///
/// # Safety
/// `fp` is the top frame.
#[cold]
pub(crate) unsafe fn end_look(fp: *mut Frame) {
    // SAFETY: the caller's promise.
    unsafe {
        let shell = (*fp).take_shell();
        let generator = own_struct(&shell);
        generator.state.set(GenState::Finished);
        let object = generator.frame_obj.take();
        if let Some(frame) = object.downcast::<FrameObj>() {
            frame.generator.set(0);
        }
        drop(object);
        drop(shell);
    }
}
