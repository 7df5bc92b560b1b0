//! Unwinding: from the instruction that raised to the handler, through as many frames as it takes.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::Opcode;

use super::ins::InPlace;
use super::stack::{Frame, GENERATOR, Ret};
use super::{control, frames, generator};
use crate::heap::Obj;
use crate::native::{PyResult, Raised};
use crate::types::frame::FrameObj;
use crate::value::Value;
use crate::vm::Vm;

/// Finds the handler of a raised exception and makes its frame the top one, at the handler. `Err`: the exception
/// leaves through a frame that native code called, which has been popped. `traceback`: whether the frame that raised
/// gets an entry (not when an exception is raised again).
pub(crate) fn unwind(vm: &Vm, raised: Raised, traceback: bool) -> PyResult<()> {
    let mut exception = vm.take_exception(raised);
    let mut traceback = traceback;
    // The frame object of the frame that the exception has left last: its `f_back` is still to be set.
    let mut left: Option<Obj<FrameObj>> = None;
    // SAFETY: the top frame is live, its pc is at the instruction that raised; S1.
    unsafe {
        loop {
            let fp: *mut Frame = vm.stack.top.get();
            let offset = (*fp).offset();
            let handler = (*fp).code().handler(offset);
            let mut plain = handler.is_none() && traceback && frames::is_plain(fp);
            if plain {
                frames::drop_temporaries(fp);
                plain = frames::is_plain(fp);
            }
            if plain {
                let ret = (*fp).ret();
                let object = frames::bury(vm, fp, offset, &exception);
                if let Some(inner) = left.replace(object) {
                    inner.back.set(left.as_ref().map(|object| object.value().clone()).unwrap_or_default());
                }
                if ret == Ret::Exit || ret == Ret::Next {
                    finish_left(vm, left.take());
                }
                match after_frame(vm, ret, exception) {
                    Left::Caller(raised) => exception = raised,
                    Left::Loop => return Ok(()),
                    Left::Native(raised) => return Err(raised),
                }
                continue;
            }
            finish_left(vm, left.take());
            if traceback {
                frames::add_traceback(vm, fp, &exception);
            }
            traceback = true;
            if let Some(handler) = handler {
                let handler = *handler;
                let count = (*fp).code().nregs;
                for i in u32::from(handler.depth)..count {
                    let place = (*fp).r.add(i as usize);
                    if (*place).is_ptr() {
                        drop(std::ptr::replace(place, Value::NULL));
                    }
                }
                (*fp).set(handler.exc, exception);
                (*fp).pc = (*fp).code().entry().add(handler.target as usize);
                return Ok(());
            }
            if (*fp).has(GENERATOR) {
                // The generator ends; a delegating one goes on with the exception at its YieldFrom.
                if generator::fail(vm, fp) {
                    continue;
                }
            } else {
                let ret = (*fp).ret();
                control::pop(vm, fp);
                match after_frame(vm, ret, exception) {
                    Left::Caller(raised) => exception = raised,
                    Left::Loop => return Ok(()),
                    Left::Native(raised) => return Err(raised),
                }
                continue;
            }
            // The outermost generator of a chain has failed; its frame is gone.
            if generator::take_exit(vm) {
                return Err(vm.raise_again(exception));
            }
        }
    }
}

/// Where an exception goes on after it has left a function's frame.
enum Left {
    /// To the caller.
    Caller(Value),
    /// Nowhere: `__next__` has ended a for loop.
    Loop,
    /// To native code.
    Native(Raised),
}

/// An exception has left the frame of a function, which has been popped and whose result would have gone to `ret`.
#[inline(always)]
fn after_frame(vm: &Vm, ret: Ret, exception: Value) -> Left {
    match ret {
        Ret::Exit => return Left::Native(vm.raise_again(exception)),
        Ret::Complete => add_context(vm, &exception),
        Ret::Next if vm.type_of(&exception).is_subtype(&vm.exceptions().stop_iteration) => {
            // SAFETY: the frame on top is at its loop's instruction.
            unsafe { control::end_loop(vm) };
            return Left::Loop;
        }
        _ => {}
    }
    Left::Caller(exception)
}

/// An exception has come out of the method that completes the top frame's instruction.
fn add_context(vm: &Vm, exception: &Value) {
    // SAFETY: the top frame is live, at an instruction whose operands are in their registers; the verifier has checked it.
    unsafe {
        let frame = &*vm.stack.top.get();
        let ins = InPlace::new(frame.pc);
        if ins.opcode() == Opcode::LoadAttr as u8 || ins.opcode() == Opcode::LoadMethod as u8 {
            crate::exc::add_attribute_context(vm, exception, frame.reg(ins.b()), frame.name(ins.c() as usize));
        }
    }
}

/// Sets `f_back` of a frame that an exception has left: the frame on top.
fn finish_left(vm: &Vm, left: Option<Obj<FrameObj>>) {
    if let Some(object) = left
        && let Some(caller) = frames::frame_at(vm, 0)
    {
        object.back.set(caller.into_value());
    }
}
