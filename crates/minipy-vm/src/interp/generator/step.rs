//! Single steps of generators, taken by an instruction in the same loop: `g.send(x)`, `next(g)`, and the
//! `__anext__` of an async generator whose result is awaited at once.
//!
//! The generator's frame lies on top of that of the instruction ([`Ret::Step`]), which keeps the generator alive. Where the
//! instruction is a YieldFrom, it waits for an async generator: no awaitable object is made unless the
//! generator's body itself has to wait.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{Opcode, UNUSED};

use super::super::fast::calls;
use super::super::ins::Ins;
use super::super::stack::{Frame, GENERATOR, Ret};
use super::at_once::{awaited_next, with_object};
use super::chain::{accept, innermost, push, suspend};
use crate::exc;
use crate::native::PyResult;
use crate::types::async_generator;
use crate::types::generator::{GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// [`Frame::how`] of a generator that takes such a step and has nothing to care about.
pub(in crate::interp) const STEPPED: u16 = GENERATOR | Ret::Step as u16;

/// Resumes a generator with a value. False, with nothing changed: that takes more than this.
///
/// # Safety
/// `fp` is the top frame, at the instruction that takes the step, and keeps the generator alive.
#[inline]
unsafe fn enter(vm: &Vm, fp: *mut Frame, generator: &GenObj, value: &Value, dst: u16) -> bool {
    let frame = fp.wrapping_add(1);
    if frame >= vm.stack.limit.get() || vm.breaker.get() != 0 {
        return false;
    }
    // SAFETY: the caller's promise; a plainly suspended generator is at a Yield.
    unsafe {
        if generator.plain.get() && vm.handled.borrow().is_null() {
            calls::push_plain(vm, frame, generator, (*fp).first_free(), Ret::Step, dst, 1);
            let pc = generator.pc.get();
            (*frame).pc = pc.add(1);
            let ins = Ins::new(*pc);
            if !ins.has(UNUSED) {
                (*frame).set(ins.a(), value.clone());
            }
            return true;
        }
        match generator.state.get() {
            GenState::Running | GenState::Finished => return false,
            GenState::Created if !value.is_none() => return false,
            _ => {}
        }
        if !generator.parent.get().is_null() {
            return false;
        }
        let starts = match innermost(vm, generator) {
            Ok(leaf) => push(vm, generator, leaf, Ret::Step, dst, 1),
            Err(raised) => Err(raised),
        };
        match starts {
            Ok(true) => {}
            Ok(false) => accept(vm, value.clone()),
            // Neither can fail after what was looked at above.
            Err(raised) => {
                drop(vm.take_exception(raised));
                return false;
            }
        }
        true
    }
}

/// `g.send(value)` and `next(g)`: the generator is in the register after the callable's, the value is `value`. Gives the
/// frame to go on with, or null: it takes more than this.
///
/// # Safety
/// `fp` is the top frame, at a Call or CallMethod.
#[inline]
pub(in crate::interp) unsafe fn send(vm: &Vm, fp: *mut Frame, generator: &GenObj, value: &Value) -> *mut Frame {
    // SAFETY: the caller's promise; the operands stay in the frame's registers until the step has been taken.
    unsafe {
        if !enter(vm, fp, generator, value, Ins::new(*(*fp).pc).b()) {
            return std::ptr::null_mut();
        }
        if generator.kind != crate::types::generator::GenKind::AsyncGenerator {
            generator.flag.set(true);
        }
        vm.stack.top.get()
    }
}

/// GetANext of an async generator whose result is awaited at once. False: it takes more than this.
///
/// # Safety
/// The top frame is at a GetANext.
pub(in crate::interp) unsafe fn anext(vm: &Vm, iterator: &Value) -> PyResult<bool> {
    // SAFETY: the caller's promise; the loop's iterator is in a register of the frame.
    unsafe {
        let fp = vm.stack.top.get();
        let Some(step) = awaited_next((*fp).pc) else { return Ok(false) };
        let Some(generator) = iterator.downcast::<GenObj>() else { return Ok(false) };
        if generator.running_async.get() || generator.is_finished() {
            return Ok(false);
        }
        async_generator::first_use(vm, iterator)?;
        if generator.running_async.get() || !enter(vm, fp, generator, &Value::NONE, Ins::new(*step).a()) {
            return Ok(false);
        }
        generator.yielded.set(false);
        generator.running_async.set(true);
        (*fp).pc = step;
        Ok(true)
    }
}

/// A plainly suspended generator has yielded `value`; its frame is gone. Gives the frame to go on with.
///
/// # Safety
/// `fp` is the top frame, at the instruction that took the step; `dst` is that step's register.
#[inline]
pub(in crate::interp) unsafe fn deliver(
    fp: *mut Frame,
    generator: *const GenObj,
    dst: u16,
    value: Value,
) -> *mut Frame {
    // SAFETY: the caller's promise; the generator lives until its register is dropped.
    unsafe {
        let word = *(*fp).pc;
        if word as u8 == Opcode::YieldFrom as u8 {
            (*generator).running_async.set(false);
        } else {
            let a = Ins::new(word).a();
            drop((*fp).take(a + 1));
            drop((*fp).take(a));
        }
        (*fp).set(dst, value);
        (*fp).pc = (*fp).pc.add(1);
        fp
    }
}

/// The chain whose root is `root` has yielded; its frame is gone. `Some`: native code gets the value.
///
/// # Safety
/// The top frame is at the instruction that took the step; `dst` is that step's register.
pub(super) unsafe fn yielded(vm: &Vm, root: &GenObj, dst: u16, value: Value) -> Option<Value> {
    // SAFETY: the caller's promise; both operands of the YieldFrom are dead.
    unsafe {
        let fp = vm.stack.top.get();
        if *(*fp).pc as u8 != Opcode::YieldFrom as u8 || root.yielded.replace(false) {
            deliver(fp, root, dst, value);
            return None;
        }
        // What the async generator awaits has yielded: from now on there is an awaitable object.
        let ins = Ins::new(*(*fp).pc);
        (*fp).set(ins.b(), async_generator::waiting_step(vm, &root.value()));
        (*fp).set(ins.c(), Value::NONE);
        suspend(vm, with_object(vm, fp), value)
    }
}

/// The generator has returned `value`; its frame is gone.
///
/// # Safety
/// The top frame is at the instruction that took the step.
#[cold]
pub(super) unsafe fn ended(vm: &Vm, root: &GenObj, value: &Value) -> PyResult<Option<Value>> {
    // SAFETY: the caller's promise.
    unsafe {
        if *(*vm.stack.top.get()).pc as u8 == Opcode::YieldFrom as u8 {
            root.running_async.set(false);
            return Err(vm.raise_with(&vm.exceptions().stop_async_iteration, Vec::new()));
        }
        Err(exc::stop_iteration(vm, value))
    }
}
