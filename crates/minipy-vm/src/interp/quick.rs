//! Attributes and calls one step off the loop: the common cases that the loop's own fast paths leave out.
//!
//! Every function gets the running frame at its instruction and returns the frame to go on with, as in `outline`. They
//! are fast paths too (see `fast`, whose functions they run), but out of line: inlined, they would take machine registers
//! from the whole loop. What they do not know goes to the operations of `ops`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::fast::{SLOW, attrs, calls};
use super::ins::{InPlace, Ins};
use super::stack::{Frame, GENERATOR};
use super::{native_calls, ops, outline};
use crate::shape::fixed;
use crate::types::code::CodeObj;
use crate::vm::Vm;

macro_rules! slow {
    ($($name:ident $len:literal $op:path;)*) => { $(
        #[inline(never)]
        unsafe fn $name(vm: &Vm, fp: *mut Frame) -> *mut Frame {
            // SAFETY: the frame is the top one, at an instruction for this operation.
            unsafe {
                let done = $op(vm, &*fp, Ins::new(*(*fp).pc));
                outline::after(vm, fp, done, $len)
            }
        }
    )* };
}

slow! {
    slow_load_attr 3 ops::attrs::load_attr;
    slow_load_method 3 ops::attrs::load_method;
    slow_store_attr 3 ops::attrs::store_attr;
}

/// Goes on at `next`, or does it the slow way.
macro_rules! or_slow {
    ($vm:ident, $fp:ident, $next:expr, $slow:ident) => {{
        let next = $next;
        if next == SLOW {
            return $slow($vm, $fp);
        }
        (*$fp).pc = next;
        $fp
    }};
}

/// LoadAttr of anything but an attribute at the place that the cache words tell.
#[inline(never)]
pub(super) unsafe fn load_attr(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a LoadAttr; S1.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let next = attrs::load_class(fp, pc, r, ins);
        if next != SLOW {
            (*fp).pc = next;
            return fp;
        }
        let getter = attrs::getter(pc, r, ins);
        if getter.is_null() {
            let name = (*fp).code().consts.as_ptr().add(ins.c() as usize);
            return or_slow!(vm, fp, attrs::load_other(vm, fp, pc, r, name, ins), slow_load_attr);
        }
        match calls::enter_getter(vm, fp, pc, r, ins, getter) {
            Some(entered) => at_entry(entered),
            None => slow_load_attr(vm, fp),
        }
    }
}

/// LoadMethod of anything but a method of the class that the cache words know.
#[inline(never)]
pub(super) unsafe fn load_method(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a LoadMethod; S1.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let name = (*fp).code().consts.as_ptr().add(ins.c() as usize);
        or_slow!(vm, fp, attrs::load_method_other(vm, fp, pc, r, name, ins), slow_load_method)
    }
}

/// StoreAttr of anything but an attribute at the place that the cache words tell.
#[inline(never)]
pub(super) unsafe fn store_attr(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a StoreAttr; S1.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let name = (*fp).code().consts.as_ptr().add(ins.c() as usize);
        or_slow!(vm, fp, attrs::store_attr_other(vm, fp, pc, r, name, ins), slow_store_attr)
    }
}

/// A frame that has just been entered, ready for the loop.
#[inline(always)]
unsafe fn at_entry((frame, code): (*mut Frame, &CodeObj)) -> *mut Frame {
    // SAFETY: the frame is live and runs this code.
    unsafe { (*frame).pc = code.entry() };
    frame
}

/// Call of anything but a Python function with plain arguments from a function's frame.
#[inline(never)]
pub(super) unsafe fn call(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Call; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        match (*fp).reg(ins.a()).shape() {
            fixed::BUILTIN => native_calls::call_builtin(vm, fp),
            fixed::TYPE => call_class(vm, fp),
            fixed::FUNCTION if (*fp).has(GENERATOR) => call_from_generator(vm, fp),
            _ => outline::call(vm, fp),
        }
    }
}

/// Call of a class.
#[inline(never)]
unsafe fn call_class(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Call whose callable has the shape of classes; S1.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        match calls::enter_init(vm, fp, pc, r, ins.a(), ins.c() as usize, ins.b()) {
            Some(entered) => at_entry(entered),
            None if ins.c() == 0 && vm.breaker.get() == 0 && calls::make_instance(vm, r, ins.a()) => {
                (*fp).set(ins.b(), (*fp).take(ins.a()));
                (*fp).pc = pc.add(1);
                fp
            }
            None => native_calls::call_builtin_class(vm, fp),
        }
    }
}

/// Call of a Python function from a generator.
#[inline(never)]
unsafe fn call_from_generator(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Call whose callable has the shape of functions; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        match calls::enter_moved(vm, fp, (*fp).r, ins.a(), ins.a() as usize + 1, ins.c() as usize, ins.b()) {
            Some(entered) => at_entry(entered),
            None => outline::call(vm, fp),
        }
    }
}

/// CallMethod of anything but a Python function with plain arguments from a function's frame.
#[inline(never)]
pub(super) unsafe fn call_method(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallMethod; S1.
    unsafe {
        // Nothing but calls in tail position, so that this function saves no machine registers.
        match (*(*fp).r.add(InPlace::new((*fp).pc).a() as usize)).shape() {
            fixed::METHOD_DESCRIPTOR => native_calls::call_method_descriptor(vm, fp),
            fixed::FUNCTION => method_from_generator(vm, fp),
            fixed::TYPE => call_found_class(vm, fp),
            fixed::BUILTIN => native_calls::call_found_builtin(vm, fp),
            _ => outline::call_method(vm, fp),
        }
    }
}

/// CallMethod of a Python function from a generator.
#[inline(never)]
unsafe fn method_from_generator(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallMethod whose callable has the shape of functions; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let r = (*fp).r;
        if !(*fp).has(GENERATOR) {
            return outline::call_method(vm, fp);
        }
        let bound = usize::from(!(*r.add(ins.a() as usize + 1)).is_null());
        let (args, count) = (ins.a() as usize + 2 - bound, ins.c() as usize + bound);
        match calls::enter_moved(vm, fp, r, ins.a(), args, count, ins.b()) {
            Some(entered) => at_entry(entered),
            None => outline::call_method(vm, fp),
        }
    }
}

/// CallMethod of a class found in a module or as an attribute: its registers are those of a Call one further.
#[inline(never)]
unsafe fn call_found_class(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallMethod whose callable has the shape of classes; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let first = (*fp).r.add(ins.a() as usize);
        if !(*first.add(1)).is_null() {
            return outline::call_method(vm, fp);
        }
        std::ptr::swap(first, first.add(1));
        match calls::enter_init(vm, fp, (*fp).pc, (*fp).r, ins.a() + 1, ins.c() as usize, ins.b()) {
            Some(entered) => at_entry(entered),
            None => {
                std::ptr::swap(first, first.add(1));
                outline::call_method(vm, fp)
            }
        }
    }
}
