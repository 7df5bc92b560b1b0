//! Completing an instruction whose Python method has returned: the method ran in a frame of its own, so that operators,
//! properties and the like do not recurse in Rust.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{JUMP_IF_TRUE, Opcode};

use super::ins::Ins;
use super::ops::operators;
use super::stack::Frame;
use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// The method that the frame's instruction called has returned `value`.
///
/// # Safety
/// `fp` is the top frame and its pc is at the instruction.
pub(crate) unsafe fn complete(vm: &Vm, fp: *mut Frame, value: Value) -> PyResult<()> {
    // SAFETY: the caller's promise; the verifier has checked the opcode.
    unsafe {
        let frame = &*fp;
        let word = *frame.pc;
        let op: Opcode = std::mem::transmute(word as u8);
        let ins = Ins::new(word);
        let value = if value.is_not_implemented() { operators::second_try(vm, frame, op, ins)? } else { value };
        match op {
            Opcode::JLt
            | Opcode::JLe
            | Opcode::JEq
            | Opcode::JNe
            | Opcode::JGt
            | Opcode::JGe
            | Opcode::JLtK
            | Opcode::JLeK
            | Opcode::JEqK
            | Opcode::JNeK
            | Opcode::JGtK
            | Opcode::JGeK => {
                let truth = vm.truth(&value)?;
                ins.consume(frame);
                let offset = frame.extra(1) as i32;
                (*fp).pc = frame.pc.add(2);
                if truth == (ins.f() & JUMP_IF_TRUE != 0) {
                    (*fp).pc = (*fp).pc.offset(offset as isize);
                }
                return Ok(());
            }
            Opcode::SetItem | Opcode::StoreAttr | Opcode::DeleteItem => ins.consume(frame),
            _ => {
                ins.consume(frame);
                frame.set(ins.a(), value);
            }
        }
        (*fp).pc = (*fp).pc.add(op.len());
        Ok(())
    }
}
