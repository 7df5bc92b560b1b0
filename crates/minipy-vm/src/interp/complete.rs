//! Completing an instruction whose Python method has returned: the method ran in a frame of its own, so that operators,
//! properties and the like do not recurse in Rust.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::Opcode;

use super::fast::compare::branch;
use super::ins::{InPlace, Ins};
use super::ops::{build, operators};
use super::stack::Frame;
use super::{outline, special};
use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// The method that the frame's instruction called has returned `value`; `stage` says which method it was
/// ([`special::stage`]).
///
/// # Safety
/// `fp` is the top frame and its pc is at the instruction.
pub(crate) unsafe fn complete(vm: &Vm, fp: *mut Frame, value: Value, stage: u16) -> PyResult<()> {
    // SAFETY: the caller's promise; the verifier has checked the opcode.
    unsafe {
        let frame = &*fp;
        let word = *frame.pc;
        let op: Opcode = std::mem::transmute(word as u8);
        let ins = Ins::new(word);
        if matches!(op, Opcode::Add | Opcode::Sub | Opcode::Mul | Opcode::TrueDiv) && !value.is_not_implemented() {
            ins.consume(frame);
            frame.set(ins.a(), value);
            (*fp).pc = frame.pc.add(1);
            return Ok(());
        }
        if op == Opcode::GetANext {
            let iterator = super::ops::iterate::next_awaitable(vm, &value)?;
            frame.set(ins.a(), iterator);
            (*fp).pc = frame.pc.add(1);
            return Ok(());
        }
        let value = if value.is_not_implemented() { operators::second_try(vm, frame, op, ins, stage)? } else { value };
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
                (*fp).pc = branch((*fp).pc, InPlace::new((*fp).pc), truth);
                return Ok(());
            }
            Opcode::SetItem => ins.consume_store(frame),
            Opcode::StoreAttr | Opcode::DeleteAttr | Opcode::DeleteItem => ins.consume(frame),
            Opcode::LoadMethod => {
                // It was no method: there is no receiver to pass.
                ins.consume(frame);
                frame.set(ins.a(), value);
                frame.set(ins.a() + 1, Value::NULL);
            }
            Opcode::JumpIfTrue | Opcode::JumpIfFalse => {
                let truth = special::truth_of(vm, &value, stage)?;
                outline::jump_on(fp, ins, truth, op == Opcode::JumpIfTrue);
                return Ok(());
            }
            Opcode::JIn => {
                let truth = vm.truth(&value)?;
                ins.consume(frame);
                (*fp).pc = branch((*fp).pc, InPlace::new((*fp).pc), truth);
                return Ok(());
            }
            Opcode::Not | Opcode::ToBool | Opcode::In | Opcode::NotIn => {
                let truth = match op {
                    Opcode::In | Opcode::NotIn => vm.truth(&value)?,
                    _ => special::truth_of(vm, &value, stage)?,
                };
                ins.consume(frame);
                frame.set(ins.a(), Value::bool(truth != matches!(op, Opcode::Not | Opcode::NotIn)));
            }
            Opcode::GetIter => {
                vm.check_iterator(&value)?;
                ins.consume(frame);
                frame.set(ins.a(), value);
            }
            Opcode::Format => {
                let text = special::text_of(vm, frame, ins, value, stage)?;
                build::finish_format(frame, ins, text);
            }
            _ => {
                ins.consume(frame);
                frame.set(ins.a(), value);
            }
        }
        (*fp).pc = (*fp).pc.add(op.len());
        Ok(())
    }
}
