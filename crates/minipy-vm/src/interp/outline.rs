//! The loop's out-of-line half: runs an operation and says with which frame the loop goes on.
//!
//! Every function here gets the running frame, whose `pc` is at the current instruction, and returns the frame to go on
//! with, whose `pc` is at the next one; or that of `Stack::leave_loop`: the loop is left with what [`leave_loop`] gives.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{Opcode, UNUSED};

use super::fast::calls as calls_fast;
use super::fast::compare::branch;
use super::ins::{InPlace, Ins};
use super::ops::iterate::Stepped;
use super::ops::{calls, exceptions, iterate, operators};
use super::run::Flow;
use super::stack::{DRAINED, ENDING, Frame, OBJECT, Ret};
use super::{call, complete, control, generator, unwind};
use crate::native::{PyResult, Raised};
use crate::slots::CompareOp;
use crate::value::Value;
use crate::vm::Vm;

/// What an operation says about how to go on.
pub(super) trait Outcome {
    /// As a [`Flow`].
    fn flow(self) -> PyResult<Flow>;
}

impl Outcome for PyResult<()> {
    #[inline(always)]
    fn flow(self) -> PyResult<Flow> {
        self.map(|()| Flow::Next)
    }
}

impl Outcome for PyResult<Flow> {
    #[inline(always)]
    fn flow(self) -> PyResult<Flow> {
        self
    }
}

/// After an operation of `len` words.
#[inline(always)]
pub(super) unsafe fn after(vm: &Vm, fp: *mut Frame, done: impl Outcome, len: usize) -> *mut Frame {
    // SAFETY: the frame is the top one, unless the operation says otherwise.
    unsafe {
        match done.flow() {
            Ok(Flow::Next) => {
                (*fp).pc = (*fp).pc.add(len);
                fp
            }
            Ok(Flow::Reload) => vm.stack.top.get(),
            Err(raised) => raise_here(vm, raised),
        }
    }
}

/// The loop is left with a value.
#[inline]
fn exit(vm: &Vm, value: Value) -> *mut Frame {
    vm.loop_exit.set(value);
    vm.stack.leave_loop()
}

/// What the loop is left with.
#[inline]
pub(super) fn leave_loop(vm: &Vm) -> PyResult {
    let value = vm.loop_exit.take();
    // NULL: `unwound` has found no handler, and the exception is set.
    if value.is_null() { Err(Raised::new()) } else { Ok(value) }
}

/// After the unwinder.
fn unwound(vm: &Vm, done: PyResult<()>) -> *mut Frame {
    match done {
        Ok(()) => vm.stack.top.get(),
        // The exception stays set; `leave_loop` proves it again.
        Err(Raised { .. }) => vm.stack.leave_loop(),
    }
}

/// The current instruction has raised.
#[cold]
#[inline(never)]
pub(super) fn raise_here(vm: &Vm, raised: Raised) -> *mut Frame {
    unwound(vm, unwind::unwind(vm, raised, true))
}

/// Looks at the breaker word before something that may take long.
#[inline(always)]
fn poll(vm: &Vm) -> PyResult<()> {
    if vm.breaker.get() != 0 { control::poll(vm) } else { Ok(()) }
}

/// JumpBack with something to look at.
#[cold]
#[inline(never)]
pub(super) unsafe fn jump_back(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a JumpBack; the verifier has checked its target.
    unsafe {
        match control::poll(vm) {
            Ok(()) => {
                let offset = Ins::new(*(*fp).pc).bc() as i32;
                (*fp).pc = (*fp).pc.add(1).offset(offset as isize);
                fp
            }
            Err(raised) => raise_here(vm, raised),
        }
    }
}

/// The end of a conditional jump, which drops its operand.
///
/// # Safety
/// The frame is at the jump.
#[inline(always)]
pub(super) unsafe fn jump_on(fp: *mut Frame, ins: Ins, truth: bool, when: bool) {
    // SAFETY: the caller's promise; the verifier has checked the target.
    unsafe {
        if ins.has(minipy_bytecode::opcode::A_TEMP) {
            drop((*fp).take(ins.a()));
        }
        let next = (*fp).pc.add(1);
        (*fp).pc = if truth == when { next.offset(ins.bc() as i32 as isize) } else { next };
    }
}

/// A conditional jump on a value whose truth takes a call.
#[inline(never)]
pub(super) unsafe fn jump_if(vm: &Vm, fp: *mut Frame, when: bool) -> *mut Frame {
    // SAFETY: the frame is at a conditional jump; the verifier has checked its target.
    unsafe {
        let ins = Ins::new(*(*fp).pc);
        match operators::branch_truth(vm, &*fp, ins) {
            Ok(Some(truth)) => {
                jump_on(fp, ins, truth, when);
                fp
            }
            Ok(None) => vm.stack.top.get(),
            Err(raised) => raise_here(vm, raised),
        }
    }
}

/// A fused comparison and jump of other things than ints and floats.
#[inline(never)]
pub(super) unsafe fn compare_jump(vm: &Vm, fp: *mut Frame, op: CompareOp, c_register: bool) -> *mut Frame {
    // SAFETY: the frame is at such an instruction.
    unsafe {
        let ins = Ins::new(*(*fp).pc);
        if let Some(truth) = operators::compare_identities(&*fp, ins, op, c_register) {
            operators::registers_only(ins, c_register).consume(&*fp);
            (*fp).pc = branch((*fp).pc, InPlace::new((*fp).pc), truth);
            return fp;
        }
        match operators::compare_branch(vm, &*fp, ins, op, c_register) {
            Ok(Some(truth)) => {
                (*fp).pc = branch((*fp).pc, InPlace::new((*fp).pc), truth);
                fp
            }
            Ok(None) => vm.stack.top.get(),
            Err(raised) => raise_here(vm, raised),
        }
    }
}

/// `in` and jump.
#[inline(never)]
pub(super) unsafe fn in_jump(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction.
    unsafe {
        let ins = Ins::new(*(*fp).pc);
        match operators::contains_branch(vm, &*fp, ins) {
            Ok(Some(truth)) => {
                ins.consume(&*fp);
                (*fp).pc = branch((*fp).pc, InPlace::new((*fp).pc), truth);
                fp
            }
            Ok(None) => vm.stack.top.get(),
            Err(raised) => raise_here(vm, raised),
        }
    }
}

/// ForIterBack with something to look at first.
#[cold]
#[inline(never)]
pub(super) unsafe fn poll_for_iter(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    match control::poll(vm) {
        // SAFETY: the frame is at a ForIterBack.
        Ok(()) => unsafe { for_iter(vm, fp) },
        Err(raised) => raise_here(vm, raised),
    }
}

/// ForIter and ForIterBack beyond their fast paths.
#[inline(never)]
pub(super) unsafe fn for_iter(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a ForIter; the verifier has checked its target.
    unsafe {
        let ins = Ins::new(*(*fp).pc);
        match iterate::for_iter(vm, &*fp, ins) {
            Ok(Stepped::Item) => {
                (*fp).pc = (*fp).pc.offset(control::item_skip((*fp).pc) as isize);
                fp
            }
            Ok(Stepped::Pair) => {
                (*fp).pc = (*fp).pc.offset(control::item_skip((*fp).pc) as isize + 1);
                fp
            }
            Ok(Stepped::Reload) => vm.stack.top.get(),
            Ok(Stepped::End) => {
                control::end_loop(vm);
                fp
            }
            Err(raised) => raise_here(vm, raised),
        }
    }
}

/// EndAsyncFor.
#[inline(never)]
pub(super) unsafe fn end_async_for(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction.
    unsafe {
        match exceptions::end_async_for(vm, &*fp, Ins::new(*(*fp).pc)) {
            Ok(()) => {
                (*fp).pc = (*fp).pc.add(1);
                fp
            }
            Err(raised) => unwound(vm, unwind::unwind(vm, raised, false)),
        }
    }
}

/// MakeGenerator.
#[inline(never)]
pub(super) unsafe fn make_generator(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is the top one and runs no generator yet.
    unsafe {
        let awaited = generator::at_once::begin(fp);
        (*fp).pc = (*fp).pc.add(1);
        if awaited {
            return fp;
        }
        let made = generator::make(vm, &*fp);
        left(vm, control::leave(vm, made))
    }
}

/// After a frame has ended.
#[inline]
fn left(vm: &Vm, done: PyResult<Option<Value>>) -> *mut Frame {
    match done {
        Ok(None) => vm.stack.top.get(),
        Ok(Some(value)) => exit(vm, value),
        Err(raised) => raise_here(vm, raised),
    }
}

/// Yield beyond its fast paths.
#[inline(never)]
pub(super) unsafe fn yield_value(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Yield of the generator that runs in it.
    unsafe {
        let ins = Ins::new(*(*fp).pc);
        let value = super::fast::operand_b((*fp).r, InPlace::new((*fp).pc));
        if (*fp).has(DRAINED) && !ins.has(iterate::ASYNC_YIELD) {
            let refused = generator::feed(vm, value);
            if refused.is_null() {
                // It goes on at once, as if it had been resumed with None.
                if !ins.has(UNUSED) {
                    (*fp).set(ins.a(), Value::NONE);
                }
                (*fp).pc = (*fp).pc.add(1);
                return fp;
            }
            return match generator::suspend(vm, generator::at_once::with_object(vm, fp), refused) {
                None => vm.stack.top.get(),
                Some(value) => exit(vm, value),
            };
        }
        if (*fp).how == generator::step::STEPPED && calls_fast::suspend(vm, fp, (*fp).pc) {
            return generator::step::deliver(fp.sub(1), (*fp).generator, (*fp).dst, value);
        }
        if ins.has(iterate::ASYNC_YIELD) {
            (*(*fp).generator).yielded.set(true);
        }
        match generator::suspend(vm, fp, value) {
            None => vm.stack.top.get(),
            Some(value) => exit(vm, value),
        }
    }
}

/// YieldFrom.
#[inline(never)]
pub(super) unsafe fn yield_from(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a YieldFrom of the generator that runs in it.
    unsafe {
        let ins = Ins::new(*(*fp).pc);
        if generator::delegate_to_fresh(vm, fp, ins) {
            return fp;
        }
        match generator::delegate(vm, fp, ins) {
            Ok(generator::Delegated::Reload) => vm.stack.top.get(),
            Ok(generator::Delegated::Exit(value)) => exit(vm, value),
            Err(raised) => raise_here(vm, raised),
        }
    }
}

/// CallMethod of anything but a Python function with plain arguments.
#[inline(never)]
pub(super) unsafe fn call_method(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // Also what an earlier instruction has only noted (MemoryError of a maker) comes before the call.
    if let Err(raised) = poll(vm) {
        return raise_here(vm, raised);
    }
    // SAFETY: the frame is at such an instruction; S1.
    unsafe {
        let ins = Ins::new(*(*fp).pc);
        if let Some(generator) = calls::stepped_by_send(&*fp, ins) {
            let value = (*fp).reg(ins.a() + 2).clone();
            let frame = generator::step::send(vm, fp, generator, &value);
            if !frame.is_null() {
                drop((*fp).take(ins.a() + 2));
                return frame;
            }
        }
        if let Some(at_once) = calls::at_once(vm, &*fp, ins)
            && let Some(step) = generator::at_once::awaited((*fp).pc.add(1), ins.b())
        {
            match at_once(vm, (*fp).block(ins.a() + 1, ins.c() as usize + 1)) {
                Ok(None) => {}
                Ok(Some(value)) => {
                    for i in 0..ins.c() + 2 {
                        drop((*fp).take(ins.a() + i));
                    }
                    (*fp).set(Ins::new(*step).a(), value);
                    (*fp).pc = step.add(1);
                    return fp;
                }
                Err(raised) => {
                    (*fp).pc = step;
                    return raise_here(vm, raised);
                }
            }
        }
        match calls::builtin_method(vm, &*fp, ins) {
            Some(Ok(value)) => {
                let first = (*fp).r.add(ins.a() as usize);
                for i in 0..ins.c() as usize + 2 {
                    let place = first.add(i);
                    if (*place).is_ptr() {
                        drop(std::ptr::replace(place, Value::NULL));
                    }
                }
                (*fp).set(ins.b(), value);
                (*fp).pc = (*fp).pc.add(1);
                fp
            }
            Some(Err(raised)) => raise_here(vm, raised),
            None => {
                let bound = u16::from(!(*fp).reg(ins.a() + 1).is_null());
                let (first, count) = (ins.a() + 2 - bound, (ins.c() + bound) as usize);
                let frame = generator::at_once::call(vm, fp, ins.a(), first, count, ins.b());
                if !frame.is_null() {
                    return frame;
                }
                let done = calls::call_method(vm, &*fp, ins);
                after(vm, fp, done, 1)
            }
        }
    }
}

macro_rules! call_ops {
    ($($(#[doc = $doc:literal])* $name:ident $len:literal;)*) => { $(
        $(#[doc = $doc])*
        #[inline(never)]
        pub(super) unsafe fn $name(vm: &Vm, fp: *mut Frame) -> *mut Frame {
            // SAFETY: the frame is at such an instruction.
            unsafe {
                let done = poll(vm).and_then(|()| calls::$name(vm, &*fp, Ins::new(*(*fp).pc)));
                after(vm, fp, done, $len)
            }
        }
    )* };
}

/// Call of anything but a Python function with plain arguments.
#[inline(never)]
pub(super) unsafe fn call(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction.
    unsafe {
        let ins = Ins::new(*(*fp).pc);
        let frame = generator::at_once::call(vm, fp, ins.a(), ins.a() + 1, ins.c() as usize, ins.b());
        if !frame.is_null() {
            return frame;
        }
        if let Some(generator) = calls::stepped_by_next(&*fp, ins) {
            let frame = generator::step::send(vm, fp, generator, &Value::NONE);
            if !frame.is_null() {
                return frame;
            }
        }
        let done = poll(vm).and_then(|()| calls::call(vm, &*fp, ins));
        after(vm, fp, done, 1)
    }
}

call_ops! {
    /// CallKw.
    call_kw 3;
    /// CallEx.
    call_ex 1;
}

/// [`Frame::how`] of the frames of functions that nobody has asked for a frame object.
const STORE: u16 = Ret::Store as u16;
const INIT: u16 = Ret::Init as u16;
const EXIT: u16 = Ret::Exit as u16;
const COMPLETE: u16 = Ret::Complete as u16;
const DISCARD: u16 = Ret::Discard as u16;

/// Return and ReturnConst of a frame that is not plain, or that drops something for the last time.
#[inline(never)]
pub(super) unsafe fn leave(vm: &Vm, fp: *mut Frame, value: Value) -> *mut Frame {
    // SAFETY: the frame is the top one, at its Return, whose value has been moved out of its register.
    unsafe {
        let (dst, skip) = ((*fp).dst, (*fp).skip);
        match (*fp).how & !DRAINED {
            STORE => {
                call::pop_returned(vm, fp);
                let fp = fp.sub(1);
                (*fp).set(dst, value);
                (*fp).pc = (*fp).pc.offset(skip as isize);
                return fp;
            }
            INIT if value.is_none() => {
                let instance = (*fp).take_instance();
                call::pop_returned(vm, fp);
                let fp = fp.sub(1);
                (*fp).set(dst, instance);
                (*fp).pc = (*fp).pc.offset(skip as isize);
                return fp;
            }
            EXIT => {
                call::pop_returned(vm, fp);
                return exit(vm, value);
            }
            COMPLETE => {
                call::pop_returned(vm, fp);
                let fp = fp.sub(1);
                return match complete::complete(vm, fp, value, dst) {
                    Ok(()) => fp,
                    Err(raised) => raise_here(vm, raised),
                };
            }
            DISCARD if value.is_none() => {
                call::pop_returned(vm, fp);
                let fp = fp.sub(1);
                (*fp).pc = (*fp).pc.offset(skip as isize);
                return fp;
            }
            _ if generator::ends_plainly(vm, fp) => {
                return if generator::end(vm, fp) { exit(vm, value) } else { fp.sub(1) };
            }
            _ => {}
        }
        let word = *(*fp).pc;
        let ins = Ins::new(word);
        if (*fp).has(OBJECT) && word as u8 == Opcode::Return as u8 && !ins.has(minipy_bytecode::opcode::A_TEMP) {
            // The value was moved out of a local, which whoever has the frame object can still see.
            (*fp).set(ins.a(), value.clone());
        }
        debug_assert!(!(*fp).has(ENDING));
        left(vm, control::leave(vm, value))
    }
}

/// Raise.
#[inline(never)]
pub(super) unsafe fn raise(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction.
    unsafe {
        let (raised, fresh) = exceptions::raise(vm, &*fp, Ins::new(*(*fp).pc));
        unwind_from(vm, raised, fresh)
    }
}

/// Goes on at the handler of an exception.
#[inline]
pub(super) fn unwind_from(vm: &Vm, raised: Raised, traceback: bool) -> *mut Frame {
    unwound(vm, unwind::unwind(vm, raised, traceback))
}

/// Reraise.
#[inline(never)]
pub(super) unsafe fn reraise(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction.
    unsafe {
        let exception = (*fp).take(Ins::new(*(*fp).pc).a());
        unwound(vm, unwind::unwind(vm, vm.raise_again(exception), false))
    }
}
