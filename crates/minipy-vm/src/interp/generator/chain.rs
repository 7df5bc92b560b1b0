//! A chain of delegating generators and its one frame: pushing, suspending, switching, ending.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{Opcode, UNUSED};

use super::super::ins::Ins;
use super::super::stack::{CHAINED, DRAINED, Frame, GENERATOR, OBJECT, Ret};
use super::super::{call, control};
use super::{noun, step};
use crate::exc;
use crate::native::PyResult;
use crate::types::generator::{GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// Checks that a generator may be resumed and finds the innermost of its chain.
#[inline]
pub(super) fn innermost<'a>(vm: &Vm, generator: &'a GenObj) -> PyResult<&'a GenObj> {
    if generator.state.get() != GenState::Running && generator.parent.get().is_null() && generator.inner.get().is_null()
    {
        return Ok(generator);
    }
    innermost_of_chain(vm, generator)
}

pub(super) fn innermost_of_chain<'a>(vm: &Vm, generator: &'a GenObj) -> PyResult<&'a GenObj> {
    // SAFETY: G1.
    unsafe {
        let mut top: &GenObj = generator;
        while let Some(parent) = top.parent.get().as_ref() {
            top = parent;
        }
        if generator.state.get() == GenState::Running || top.state.get() == GenState::Running {
            return Err(exc::value_error(vm, &format!("{} already executing", noun(generator))));
        }
        if !std::ptr::eq(top, generator) {
            // The chain changes behind its root's back.
            top.leaf.set(std::ptr::null());
        }
        if let Some(leaf) = generator.leaf.get().as_ref()
            && leaf.state.get() == GenState::Suspended
        {
            return Ok(leaf);
        }
        let mut leaf = generator;
        while let Some(inner) = leaf.inner.get().as_ref() {
            if inner.is_finished() {
                // Somebody else has run it to its end: the YieldFrom instruction will see that.
                leaf.inner.set(std::ptr::null());
                break;
            }
            leaf = inner;
        }
        Ok(leaf)
    }
}

/// Puts a generator's frame on the stack and makes the chain running. Tells whether the innermost only starts now.
pub(super) unsafe fn push(vm: &Vm, root: &GenObj, leaf: &GenObj, ret: Ret, dst: u16, skip: i16) -> PyResult<bool> {
    // SAFETY: the frame borrows the generator and its function; whoever resumes it holds a reference.
    unsafe {
        let frame = vm.stack.top.get().add(1);
        if frame >= vm.stack.limit.get() {
            // It counts as awaited, although it cannot even start.
            leaf.flag.set(true);
            return Err(exc::recursion_error(vm, ""));
        }
        let free = call::first_free(vm);
        let chained = if std::ptr::eq(leaf, root) { 0 } else { CHAINED };
        let func = std::ptr::read(&leaf.func);
        Frame::write_plain(frame, leaf.first_register(), leaf.code, func, ret, GENERATOR | chained, dst, skip);
        (*frame).pc = leaf.pc.get();
        (*frame).generator = leaf;
        (*frame).root = root;
        (*frame).free = free;
        vm.stack.top.set(frame);
        leaf.plain.set(false);
        root.plain.set(false);
        enter(frame, leaf);
        let starts = leaf.state.get() == GenState::Created;
        root.state.set(GenState::Running);
        leaf.state.set(GenState::Running);
        root.leaf.set(leaf);
        // The generator's own handled exception comes on top of the resumer's.
        if vm.handled.borrow().is_null() && root.handled.borrow().is_null() {
            return Ok(starts);
        }
        let own = root.handled.take();
        if own.is_null() {
            root.handled.set(vm.handled.get());
        } else {
            root.handled.set(vm.handled.replace(own));
        }
        Ok(starts)
    }
}

/// Makes a frame the one of `generator`, after it has been made its generator.
#[inline]
pub(super) unsafe fn enter(frame: *mut Frame, generator: &GenObj) {
    if generator.frame_obj.borrow().is_null() {
        return;
    }
    // SAFETY: the frame is live.
    unsafe {
        if let Some(object) = generator.frame_obj.borrow().downcast::<crate::types::frame::FrameObj>() {
            object.live.set(frame.expose_provenance());
            drop((*frame).take_object());
            Frame::set_object(frame, generator.frame_obj.get());
        }
    }
}

/// Takes the frame's link to the generator's frame object away.
#[inline]
pub(super) unsafe fn depart(frame: *mut Frame) {
    // SAFETY: the frame is live.
    unsafe {
        if !(*frame).has(OBJECT) {
            return;
        }
        let object = (*frame).take_object();
        if let Some(object) = object.downcast::<crate::types::frame::FrameObj>() {
            object.last.set((*frame).offset());
            object.live.set(0);
        }
    }
}

/// Whether a generator of the suspended chain that starts here is in a handler.
#[cold]
fn is_handling(root: &GenObj) -> bool {
    let mut at = std::ptr::from_ref(root);
    while !at.is_null() {
        // SAFETY: G1.
        let generator = unsafe { &*at };
        if generator.handlers.get() > 0 {
            return true;
        }
        at = generator.inner.get();
    }
    false
}

/// Gives the handled exception back to the resumer; keeps the generator's own, if it is handling one.
#[inline]
pub(super) fn swap_handled(vm: &Vm, root: &GenObj, keep: bool) {
    if vm.handled.borrow().is_null() && root.handled.borrow().is_null() {
        return;
    }
    let callers = root.handled.take();
    let now = vm.handled.replace(callers);
    // It may handle the very exception that its resumer handles (and threw).
    let own = !now.is(&vm.handled.borrow()) || is_handling(root);
    if keep && own && !now.is_null() {
        root.handled.set(now);
    }
}

/// Pops a generator's frame.
pub(super) unsafe fn pop(vm: &Vm, fp: *mut Frame) {
    // SAFETY: the frame only borrows its function.
    unsafe {
        depart(fp);
        vm.stack.top.set(fp.sub(1));
        std::mem::forget(std::ptr::replace(&mut (*fp).func, Value::NULL));
    }
}

/// The innermost generator yields: the chain is suspended and the resumer gets the value (`Some`: native code does).
pub(crate) unsafe fn suspend(vm: &Vm, fp: *mut Frame, value: Value) -> Option<Value> {
    // SAFETY: `fp` is the top frame and runs a generator; the frame below is the resumer unless `ret` is Exit.
    unsafe {
        let (leaf, root) = (&*(*fp).generator, &*(*fp).root);
        leaf.pc.set((*fp).pc);
        leaf.state.set(GenState::Suspended);
        root.state.set(GenState::Suspended);
        root.leaf.set(leaf);
        swap_handled(vm, root, true);
        let (ret, dst, skip) = ((*fp).ret(), (*fp).dst, (*fp).skip);
        pop(vm, fp);
        if ret == Ret::Exit {
            return Some(value);
        }
        if ret == Ret::Step {
            return step::yielded(vm, root, dst, value);
        }
        let fp = vm.stack.top.get();
        (*fp).set(dst, value);
        (*fp).pc = (*fp).pc.offset(skip as isize);
        None
    }
}

/// The running generator returns `value`. Its delegating generator goes on, or its resumer does.
pub(crate) unsafe fn finish(vm: &Vm, fp: *mut Frame, value: Value) -> PyResult<Option<Value>> {
    // SAFETY: as in `suspend`.
    unsafe {
        let (generator, root) = (&*(*fp).generator, &*(*fp).root);
        let value = retire(fp, generator, value);
        if !std::ptr::eq(generator, root) {
            hand_to_parent(fp, generator, root);
            let ins = Ins::new(*(*fp).pc);
            (*fp).set(ins.a(), value);
            drop((*fp).take(ins.c()));
            if ins.b() != ins.a() {
                drop((*fp).take(ins.b()));
            }
            (*fp).pc = (*fp).pc.add(1);
            return Ok(None);
        }
        swap_handled(vm, root, false);
        let (ret, dst, skip) = ((*fp).ret(), (*fp).dst, (*fp).skip);
        pop(vm, fp);
        if ret == Ret::Next {
            control::end_loop(vm);
            return Ok(None);
        }
        if ret == Ret::Step {
            return step::ended(vm, root, &value);
        }
        control::deliver(vm, ret, dst, skip, value)
    }
}

/// Whether the frame that returns is that of a generator which a for loop or native code runs, alone in its chain, and that
/// has nothing to care about.
///
/// # Safety
/// `fp` is the top frame.
#[inline(always)]
pub(in crate::interp) unsafe fn ends_plainly(vm: &Vm, fp: *mut Frame) -> bool {
    // SAFETY: without CHAINED the generator is its own root.
    unsafe {
        let how = (*fp).how & !DRAINED;
        (how == GENERATOR | Ret::Next as u16 || how == GENERATOR | Ret::Exit as u16)
            && vm.handled.borrow().is_null()
            && (*(*fp).generator).handled.borrow().is_null()
    }
}

/// Ends such a generator; if a for loop runs it, that ends too. True: native code runs it.
///
/// # Safety
/// [`ends_plainly`] has said yes.
pub(in crate::interp) unsafe fn end(vm: &Vm, fp: *mut Frame) -> bool {
    // SAFETY: as in `suspend`; at a return only locals are alive.
    unsafe {
        let generator = &*(*fp).generator;
        generator.state.set(GenState::Finished);
        generator.leaf.set(std::ptr::null());
        generator.inner.set(std::ptr::null());
        call::clear_registers((*fp).r, (*fp).code().nlocals as usize);
        let native = (*fp).ret() == Ret::Exit;
        pop(vm, fp);
        if !native {
            control::end_loop(vm);
        }
        native
    }
}

/// A generator ends: its registers are dropped.
pub(super) unsafe fn retire(fp: *mut Frame, generator: &GenObj, value: Value) -> Value {
    // SAFETY: as in `suspend`.
    unsafe {
        if (*fp).has(OBJECT) {
            keep_locals(fp, generator);
        }
        generator.state.set(GenState::Finished);
        generator.leaf.set(std::ptr::null());
        generator.inner.set(std::ptr::null());
        generator.clear_registers();
        value
    }
}

/// The frame object of an ending generator keeps the locals, if somebody else has it.
pub(super) unsafe fn keep_locals(fp: *mut Frame, generator: &GenObj) {
    // SAFETY: as in `suspend`.
    unsafe {
        let object = generator.frame_obj.take();
        depart(fp);
        let Some(frame) = object.downcast::<crate::types::frame::FrameObj>() else { return };
        frame.registers.set(0);
        frame.generator.set(0);
        if object.header().is_some_and(|h| h.refcount() > 1) {
            crate::interp::frames::save_locals(fp, frame);
        }
    }
}

/// The frame becomes that of the generator which delegated to `generator`.
pub(super) unsafe fn hand_to_parent(fp: *mut Frame, generator: &GenObj, root: &GenObj) {
    // SAFETY: G1: `generator` is not the root, so it has a parent.
    unsafe {
        let parent = &*generator.parent.get();
        generator.parent.set(std::ptr::null());
        parent.inner.set(std::ptr::null());
        switch_to(fp, parent, root);
    }
}

/// The chain's frame becomes that of `generator`.
pub(super) unsafe fn switch_to(fp: *mut Frame, generator: &GenObj, root: &GenObj) {
    // SAFETY: the frame is live and borrows its function.
    unsafe {
        depart(fp);
        (*fp).generator = generator;
        (*fp).how = if std::ptr::eq(generator, root) { (*fp).how & !CHAINED } else { (*fp).how | CHAINED };
        generator.plain.set(false);
        (*fp).r = generator.first_register();
        (*fp).pc = generator.pc.get();
        (*fp).set_code(generator.code);
        std::mem::forget(std::ptr::replace(&mut (*fp).func, std::ptr::read(&generator.func)));
        generator.state.set(GenState::Running);
        root.leaf.set(generator);
        enter(fp, generator);
    }
}

/// The running generator fails with an exception (which the unwinder holds). True: a delegating generator goes on with
/// it in the same frame. False: the frame is gone; [`take_exit`] tells whether native code resumed it.
pub(crate) unsafe fn fail(vm: &Vm, fp: *mut Frame) -> bool {
    // SAFETY: as in `suspend`.
    unsafe {
        let (generator, root) = (&*(*fp).generator, &*(*fp).root);
        drop(retire(fp, generator, Value::NULL));
        if !std::ptr::eq(generator, root) {
            hand_to_parent(fp, generator, root);
            return true;
        }
        swap_handled(vm, root, false);
        vm.stack_exit.set((*fp).ret() == Ret::Exit);
        if (*fp).ret() == Ret::Step {
            root.running_async.set(false);
        }
        pop(vm, fp);
        false
    }
}

/// Whether the generator that just failed was resumed by native code.
pub(crate) fn take_exit(vm: &Vm) -> bool {
    vm.stack_exit.replace(false)
}

/// Starts or continues a generator from a ForIter instruction; `false`: it has ended already.
pub(crate) fn step_for_loop(vm: &Vm, generator: &GenObj, dst: u16, skip: i16) -> PyResult<bool> {
    if generator.state.get() == GenState::Finished {
        return Ok(false);
    }
    let leaf = innermost(vm, generator)?;
    // SAFETY: the for loop's iterator register holds the generator.
    unsafe {
        if !push(vm, generator, leaf, Ret::Next, dst, skip)? {
            accept(vm, Value::NONE);
        }
    }
    Ok(true)
}

/// Gives the sent value to the generator whose frame is on top and was suspended.
pub(super) unsafe fn accept(vm: &Vm, value: Value) {
    // SAFETY: a suspended generator's pc is at a Yield or YieldFrom.
    unsafe {
        let fp = vm.stack.top.get();
        let word = *(*fp).pc;
        let ins = Ins::new(word);
        if word as u8 == Opcode::Yield as u8 {
            if !ins.has(UNUSED) {
                (*fp).set(ins.a(), value);
            }
            (*fp).pc = (*fp).pc.add(1);
        } else {
            (*fp).set(ins.c(), value);
        }
    }
}
