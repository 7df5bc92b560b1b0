//! Leaving frames, delivering results, and what the breaker asks for.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::Opcode;

use super::ins::Ins;
use super::stack::{Frame, GENERATOR, OBJECT, Ret, SHELL};
use super::{call, generator};
use crate::exc;
use crate::gil::Breaker;
use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// Looks at the breaker word: lets other threads run, handles signals, collects garbage.
#[cold]
#[inline(never)]
pub(crate) fn poll(vm: &Vm) -> PyResult<()> {
    let bits = vm.breaker.get();
    if bits & Breaker::GIL != 0 {
        vm.yield_gil();
    }
    if bits & Breaker::COLLECT != 0 {
        vm.breaker.clear(Breaker::COLLECT);
        vm.collect_if_wanted();
    }
    if bits & Breaker::SIGNAL != 0 && vm.breaker.clear(Breaker::SIGNAL) {
        vm.run_signal_handlers()?;
    }
    if bits & Breaker::MEMORY != 0 && vm.breaker.clear(Breaker::MEMORY) {
        return Err(exc::memory_error(vm));
    }
    if bits & Breaker::ASYNC_EXC != 0 && vm.breaker.clear(Breaker::ASYNC_EXC) {
        let exception = vm.async_exception.take();
        if !exception.is_null() {
            return Err(vm.raise(exception));
        }
    }
    Ok(())
}

/// The top frame ends with `value`. `Some`: it was called from native code, which gets the value.
pub(crate) fn leave(vm: &Vm, value: Value) -> PyResult<Option<Value>> {
    // SAFETY: the top frame is live; the frame below is its caller unless `ret` is Exit.
    unsafe {
        let fp = vm.stack.top.get();
        if (*fp).has(GENERATOR) {
            return generator::finish(vm, fp, value);
        }
        let (mut ret, dst, skip) = ((*fp).ret(), (*fp).dst, (*fp).skip);
        let mut value = value;
        if ret == Ret::Init && value.is_none() {
            value = (*fp).take_instance();
            ret = Ret::Store;
        }
        pop(vm, fp);
        deliver(vm, ret, dst, skip, value)
    }
}

/// Hands a result to the frame on top.
///
/// # Safety
/// The frame that made the result has been popped.
pub(crate) unsafe fn deliver(vm: &Vm, ret: Ret, dst: u16, skip: i16, value: Value) -> PyResult<Option<Value>> {
    // SAFETY: the frame on top is the caller.
    unsafe {
        if ret == Ret::Exit {
            return Ok(Some(value));
        }
        let fp = vm.stack.top.get();
        match ret {
            Ret::Store | Ret::Next => {
                (*fp).set(dst, value);
                (*fp).pc = (*fp).pc.offset(skip as isize);
            }
            // `leave` has dealt with the None that it should be.
            Ret::Init => {
                let name = vm.type_of(&value).name_str();
                return Err(exc::type_error(vm, &format!("__init__() should return None, not '{name}'")));
            }
            Ret::Discard => {
                drop(value);
                (*fp).pc = (*fp).pc.offset(skip as isize);
            }
            Ret::Complete => super::complete::complete(vm, fp, value, dst)?,
            // Neither comes here: native code gets the value, and only generators take steps.
            Ret::Exit | Ret::Step => {}
        }
        Ok(None)
    }
}

/// Pops a frame whose registers are on the stack; its frame object, if anybody else has it, keeps the locals.
///
/// # Safety
/// `fp` is the top frame.
pub(crate) unsafe fn pop(vm: &Vm, fp: *mut Frame) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*fp).has(SHELL) {
            generator::at_once::end_look(fp);
        }
        if (*fp).has(OBJECT) {
            super::frames::detach(vm, fp);
        }
        call::pop_simple(vm, fp);
    }
}

/// How many words further a for loop goes on when its iterator has given an item.
///
/// # Safety
/// `pc` is at a ForIter or ForIterBack instruction.
#[inline(always)]
pub(crate) unsafe fn item_skip(pc: *const u64) -> i16 {
    // SAFETY: the caller's promise; the compiler keeps the distances of ForIterBack in 16 bits.
    unsafe { if *pc as u8 == Opcode::ForIter as u8 { 2 } else { 2 + *pc.add(1) as i16 } }
}

/// A for loop's generator has ended: the loop in the frame on top ends.
///
/// # Safety
/// The frame on top is at a ForIter or ForIterBack instruction.
pub(crate) unsafe fn end_loop(vm: &Vm) {
    // SAFETY: the caller's promise.
    unsafe {
        let fp = vm.stack.top.get();
        let word = *(*fp).pc;
        debug_assert!(word as u8 == Opcode::ForIter as u8 || word as u8 == Opcode::ForIterBack as u8);
        let ins = Ins::new(word);
        let offset = if word as u8 == Opcode::ForIter as u8 { *(*fp).pc.add(1) as i32 } else { 0 };
        (*fp).pc = (*fp).pc.add(2).offset(offset as isize);
        drop((*fp).take(ins.b()));
    }
}
