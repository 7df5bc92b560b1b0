//! Entering and leaving Python functions and generators without looking at more than the frame.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::take;
use crate::interp::stack::{CHAINED, Frame, GENERATOR, Ret};
use crate::shape::fixed;
use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::types::generator::{GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// Pushes the frame of a call of a Python function whose arguments are all its parameters: the registers from `first`
/// on become its window. `None`: it is another kind of call.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the loop's state by value")]
pub(in crate::interp) unsafe fn enter(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    callee: u16,
    first: usize,
    count: usize,
    dst: u16,
) -> Option<(*mut Frame, &'static CodeObj)> {
    // SAFETY: S1; the verifier has checked the operands; the frame keeps the function and thereby the code alive.
    unsafe {
        let function = &*r.add(callee as usize);
        if function.shape() != fixed::FUNCTION || (*fp).has(GENERATOR) {
            return None;
        }
        let code = std::ptr::from_ref((*function.header_ptr()).exact::<FuncObj>().code.borrow().exact());
        let window = r.add(first);
        let frame = fp.add(1);
        if (*code).simple_args as usize != count
            || vm.breaker.get() != 0
            || frame >= vm.stack.limit.get()
            || window.add((*code).nregs as usize) > vm.stack.filled.get()
        {
            return None;
        }
        (*fp).pc = pc;
        for i in count..(*code).nlocals as usize {
            window.add(i).write(Value::NULL);
        }
        let func = take(r, callee);
        Frame::write_plain(frame, window, code, func, Ret::Store, 0, dst, 1);
        vm.stack.top.set(frame);
        Some((frame, &*code))
    }
}

/// Pops a plain frame: its locals are dropped (no temporary lives at a return, see `minipy_bytecode::flow`). False, with
/// nothing changed that matters: one of them (or the function) holds the last reference to something.
#[inline(always)]
pub(in crate::interp) unsafe fn leave(vm: &Vm, fp: *mut Frame, r: *mut Value) -> bool {
    // SAFETY: S1.
    unsafe {
        // The last one first, as CPython drops them.
        for i in (0..(*fp).code().nlocals as usize).rev() {
            let place = r.add(i);
            if (*place).is_ptr() {
                let header = (*place).header_ptr();
                let count = (*header).refcount();
                if count == 1 {
                    return false;
                }
                (*header).set_refcount(count.wrapping_sub(1));
                place.write(Value::NULL);
            }
        }
        let function = (*fp).func.header_ptr();
        let count = (*function).refcount();
        if count == 1 {
            return false;
        }
        (*function).set_refcount(count.wrapping_sub(1));
        vm.stack.top.set(fp.sub(1));
        true
    }
}

/// Resumes a generator that a for loop runs and that is suspended at a `yield` without anything to care about.
/// Gives its frame and the instruction to go on with.
#[inline(always)]
pub(in crate::interp) unsafe fn resume(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    iterator: &Value,
    dst: u16,
    skip: i16,
) -> Option<(*mut Frame, &'static GenObj)> {
    // SAFETY: the caller has looked at the shape; the iterator's register keeps the generator alive.
    unsafe {
        let generator: *const GenObj = (*iterator.header_ptr()).exact::<GenObj>();
        let frame = fp.add(1);
        if !(*generator).plain.get() || !vm.handled.borrow().is_null() || frame >= vm.stack.limit.get() {
            return None;
        }
        (*fp).pc = pc;
        push_plain(vm, frame, &*generator, (*fp).first_free(), Ret::Next, dst, skip);
        Some((frame, &*generator))
    }
}

/// Pushes the frame of a plainly suspended generator.
#[inline(always)]
pub(in crate::interp) unsafe fn push_plain(
    vm: &Vm,
    frame: *mut Frame,
    generator: &GenObj,
    free: *mut Value,
    ret: Ret,
    dst: u16,
    skip: i16,
) {
    // SAFETY: the caller has looked at the frame limit; the frame borrows the generator's function.
    unsafe {
        generator.plain.set(false);
        generator.state.set(GenState::Running);
        let func = std::ptr::read(&generator.func);
        Frame::write_plain(frame, generator.first_register(), generator.code, func, ret, GENERATOR, dst, skip);
        (*frame).generator = generator;
        (*frame).root = generator;
        (*frame).free = free;
        vm.stack.top.set(frame);
    }
}

/// Suspends the generator that runs here, if it handles no exception and has no frame object. It runs alone:
/// the frame has neither CHAINED nor OBJECT.
#[inline(always)]
pub(in crate::interp) unsafe fn suspend(vm: &Vm, fp: *mut Frame, pc: *const u64) -> bool {
    // SAFETY: the frame is the top one and runs a generator that is its own root.
    unsafe {
        if !vm.handled.borrow().is_null() {
            return false;
        }
        debug_assert!((*fp).has(GENERATOR) && !(*fp).has(CHAINED));
        let generator = &*(*fp).generator;
        if !generator.frame_obj.borrow().is_null() {
            return false;
        }
        generator.pc.set(pc);
        generator.state.set(GenState::Suspended);
        generator.plain.set(true);
        vm.stack.top.set(fp.sub(1));
        true
    }
}
