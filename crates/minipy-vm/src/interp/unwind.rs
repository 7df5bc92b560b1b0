//! Unwinding: from the instruction that raised to the handler, through as many frames as it takes.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::Opcode;

use super::ins::InPlace;
use super::stack::{Frame, GENERATOR, Ret};
use super::{control, frames, generator};
use crate::native::{PyResult, Raised};
use crate::value::Value;
use crate::vm::Vm;

/// Finds the handler of a raised exception and makes its frame the top one, at the handler. `Err`: the exception
/// leaves through a frame that native code called, which has been popped. `traceback`: whether the frame that raised
/// gets an entry (not when an exception is raised again).
pub(crate) fn unwind(vm: &Vm, raised: Raised, traceback: bool) -> PyResult<()> {
    let exception = vm.take_exception(raised);
    let mut traceback = traceback;
    // SAFETY: the top frame is live, its pc is at the instruction that raised; S1.
    unsafe {
        loop {
            let fp: *mut Frame = vm.stack.top.get();
            if traceback {
                frames::add_traceback(vm, fp, &exception);
            }
            traceback = true;
            let offset = (*fp).offset();
            if let Some(handler) = (*fp).code().handler(offset) {
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
                if ret == Ret::Exit {
                    return Err(vm.raise_again(exception));
                }
                if ret == Ret::Complete {
                    add_context(vm, &exception);
                }
                if ret == Ret::Next && vm.type_of(&exception).is_subtype(&vm.exceptions().stop_iteration) {
                    // `__next__` has ended a for loop.
                    control::end_loop(vm);
                    return Ok(());
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
