//! The YieldFrom instruction: `yield from` and `await`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::super::ins::Ins;
use super::super::stack::{DRAINED, Frame, GENERATOR};
use super::at_once::with_object;
use super::chain::{accept, innermost, suspend, switch_to};
use super::drain::feed;
use super::{exact, just_started};
use crate::exc;
use crate::native::PyResult;
use crate::slots::Sent;
use crate::types::generator::{GenKind, GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// How the loop goes on after a YieldFrom instruction.
pub(crate) enum Delegated {
    /// With the top frame.
    Reload,
    /// The chain has yielded to native code.
    Exit(Value),
}

/// `await f()`, the usual way: the receiver is a coroutine (or generator) that has not started and that nobody else
/// waits for, and nothing was sent. False: it is not that.
///
/// # Safety
/// `fp` is the top frame, runs a generator, and its pc is at the YieldFrom instruction.
#[inline(always)]
pub(crate) unsafe fn delegate_to_fresh(vm: &Vm, fp: *mut Frame, ins: Ins) -> bool {
    // SAFETY: the caller's promise; the receiver register owns `inner` (G1).
    unsafe {
        if !(*fp).has(GENERATOR) {
            return false;
        }
        let Some(inner) = exact((*fp).reg(ins.b())) else { return false };
        let (outer, root) = (&*(*fp).generator, &*(*fp).root);
        if inner.state.get() != GenState::Created
            || !inner.parent.get().is_null()
            || !(*fp).reg(ins.c()).is_none()
            || vm.chain_too_deep(outer)
        {
            return false;
        }
        outer.pc.set((*fp).pc);
        if !std::ptr::eq(outer, root) {
            outer.state.set(GenState::Suspended);
        }
        outer.inner.set(inner);
        inner.parent.set(outer);
        inner.flag.set(true);
        inner.depth.set(outer.depth.get() + 1);
        switch_to(fp, inner, root);
        true
    }
}

/// One step of a YieldFrom instruction of the running generator.
pub(crate) unsafe fn delegate(vm: &Vm, fp: *mut Frame, ins: Ins) -> PyResult<Delegated> {
    // SAFETY: `fp` is the top frame, runs a generator, and its pc is at the instruction.
    unsafe {
        let receiver = (*fp).reg(ins.b()).clone();
        if let Some(inner) = exact(&receiver) {
            // A coroutine cannot await itself: it is running, which `innermost` finds.
            let fp = with_object(vm, fp);
            return delegate_to_generator(vm, fp, ins, inner);
        }
        let sent = (*fp).reg(ins.c()).clone();
        match vm.send(&receiver, &sent)? {
            Sent::Yield(value) => {
                drop((*fp).take(ins.c()));
                (*fp).set(ins.c(), Value::NONE);
                let value = if (*fp).has(DRAINED) { feed(vm, value) } else { value };
                if value.is_null() {
                    // Taken: the generator goes on at once, as if it had been resumed with None.
                    return Ok(Delegated::Reload);
                }
                Ok(match suspend(vm, with_object(vm, fp), value) {
                    Some(value) => Delegated::Exit(value),
                    None => Delegated::Reload,
                })
            }
            Sent::Return(value) => {
                drop((*fp).take(ins.c()));
                if ins.a() != ins.b() {
                    drop((*fp).take(ins.b()));
                }
                (*fp).set(ins.a(), value);
                (*fp).pc = (*fp).pc.add(1);
                Ok(Delegated::Reload)
            }
        }
    }
}

pub(super) unsafe fn delegate_to_generator(vm: &Vm, fp: *mut Frame, ins: Ins, inner: &GenObj) -> PyResult<Delegated> {
    // SAFETY: as in `delegate`; the receiver register owns `inner` (G1).
    unsafe {
        let (outer, root) = (&*(*fp).generator, &*(*fp).root);
        let sent = (*fp).reg(ins.c()).clone();
        if inner.state.get() == GenState::Finished {
            if inner.kind == GenKind::Coroutine {
                return Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"));
            }
            drop((*fp).take(ins.c()));
            if ins.a() != ins.b() {
                drop((*fp).take(ins.b()));
            }
            (*fp).set(ins.a(), Value::NONE);
            (*fp).pc = (*fp).pc.add(1);
            return Ok(Delegated::Reload);
        }
        if inner.state.get() == GenState::Created && !sent.is_none() {
            return Err(just_started(vm, inner));
        }
        let leaf = innermost(vm, inner)?;
        if vm.chain_too_deep(outer) {
            inner.flag.set(true);
            return Err(exc::recursion_error(vm, ""));
        }
        outer.pc.set((*fp).pc);
        if !std::ptr::eq(outer, root) {
            outer.state.set(GenState::Suspended);
        }
        outer.inner.set(inner);
        inner.parent.set(outer);
        inner.flag.set(true);
        inner.depth.set(outer.depth.get() + 1);
        drop((*fp).take(ins.c()));
        (*fp).set(ins.c(), Value::NONE);
        let starts = leaf.state.get() == GenState::Created;
        switch_to(fp, leaf, root);
        if !starts {
            accept(vm, sent);
        }
        Ok(Delegated::Reload)
    }
}
