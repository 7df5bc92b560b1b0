//! Entering and leaving Python functions and generators without looking at more than the frame.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::{operand_b, take};
use crate::heap::Header;
use crate::heap::raw::MAX_CELL;
use crate::interp::attr_cache::ATTR_WORDS;
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::{CHAINED, Frame, GENERATOR, Ret};
use crate::shape::fixed;
use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::types::generator::{GenObj, GenState};
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Makes the locals from `first` on unbound. There are few: the writes are volatile so that the compiler makes no vectors.
#[inline(always)]
unsafe fn clear_locals(window: *mut Value, first: usize, code: *const CodeObj) {
    // SAFETY: the caller has looked at the room for the code's registers.
    unsafe {
        for i in first..(*code).nlocals as usize {
            window.add(i).write_volatile(Value::NULL);
        }
    }
}

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
        clear_locals(window, count, code);
        let func = take(r, callee);
        Frame::write_plain(frame, window, code, func, Ret::Store, 0, dst, 1);
        vm.stack.top.set(frame);
        Some((frame, &*code))
    }
}

/// [`enter`] from the frame of a generator: its registers lie elsewhere, so that the arguments have to move. Out of line;
/// the frame's pc is stored already.
#[inline(always)]
pub(in crate::interp) unsafe fn enter_moved(
    vm: &Vm,
    fp: *mut Frame,
    r: *mut Value,
    callee: u16,
    first: usize,
    count: usize,
    dst: u16,
) -> Option<(*mut Frame, &'static CodeObj)> {
    // SAFETY: as in `enter`; the caller has seen the function's shape.
    unsafe {
        let function = &*r.add(callee as usize);
        let code = std::ptr::from_ref((*function.header_ptr()).exact::<FuncObj>().code.borrow().exact());
        let (window, frame) = ((*fp).free, fp.add(1));
        if (*code).simple_args as usize != count
            || vm.breaker.get() != 0
            || frame >= vm.stack.limit.get()
            || window.add((*code).nregs as usize) > vm.stack.filled.get()
        {
            return None;
        }
        for i in 0..count {
            window.add(i).write(std::ptr::replace(r.add(first + i), Value::NULL));
        }
        clear_locals(window, count, code);
        Frame::write_plain(frame, window, code, take(r, callee), Ret::Store, 0, dst, 1);
        vm.stack.top.set(frame);
        Some((frame, &*code))
    }
}

/// Makes an instance of a Python class and pushes the frame of its `__init__`, which takes just these arguments: the
/// instance takes the place of the class in front of them. `None`: it is another kind of call.
#[inline(always)]
pub(in crate::interp) unsafe fn enter_init(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    callee: u16,
    count: usize,
    dst: u16,
) -> Option<(*mut Frame, &'static CodeObj)> {
    // SAFETY: S1; the verifier has checked the operands; the shape is that of classes whose class is `type`. A valid
    // `plain_init` says that instances are made of header and attribute words, and its function is alive.
    unsafe {
        let window = r.add(callee as usize);
        let class: *const TypeObj = (*(*window).header_ptr()).exact::<TypeObj>();
        let (version, init) = (*class).plain_init.get();
        if version == 0
            || version != (*class).version.get()
            || init.is_null()
            || (*class).has_flag(TypeFlags::ABSTRACT | TypeFlags::HAS_FINALIZER)
            || (*fp).has(GENERATOR)
        {
            return None;
        }
        let code = std::ptr::from_ref((*init).exact::<FuncObj>().code.borrow().exact());
        let frame = fp.add(1);
        let size = (*class).payload_offset as usize;
        if (*code).simple_args as usize != count + 1
            || vm.breaker.get() != 0
            || frame >= vm.stack.limit.get()
            || window.add((*code).nregs as usize) > vm.stack.filled.get()
            || size > MAX_CELL
        {
            return None;
        }
        let header = new_instance(vm, class, size);
        if header.is_null() {
            return None;
        }
        (*fp).pc = pc;
        clear_locals(window, count + 1, code);
        // The register's reference to the class becomes the instance's.
        std::mem::forget(std::ptr::replace(window, Value::from_header(header)));
        Frame::write_plain(frame, window, code, Value::new_ref(init), Ret::Init, 0, dst, 1);
        Frame::set_instance(frame, Value::new_ref(header));
        vm.stack.top.set(frame);
        Some((frame, &*code))
    }
}

/// An instance of a Python class without `__init__`, for a call without arguments: it takes the place of the class in its
/// register. False, with nothing changed: it is another kind of call.
#[inline(always)]
pub(in crate::interp) unsafe fn make_instance(vm: &Vm, r: *mut Value, callee: u16) -> bool {
    // SAFETY: as in `enter_init`.
    unsafe {
        let place = r.add(callee as usize);
        let class: *const TypeObj = (*(*place).header_ptr()).exact::<TypeObj>();
        let (version, init) = (*class).plain_init.get();
        let size = (*class).payload_offset as usize;
        if version == 0
            || version != (*class).version.get()
            || !init.is_null()
            || (*class).has_flag(TypeFlags::ABSTRACT | TypeFlags::HAS_FINALIZER)
            || size > MAX_CELL
        {
            return false;
        }
        let header = new_instance(vm, class, size);
        if header.is_null() {
            return false;
        }
        std::mem::forget(std::ptr::replace(place, Value::from_header(header)));
        true
    }
}

/// A new instance of a Python class that consists of header and attribute words, `size` bytes. It is handed the reference
/// to the class that every instance has. Null: no memory is at hand.
#[inline(always)]
unsafe fn new_instance(vm: &Vm, class: *const TypeObj, size: usize) -> *mut Header {
    // SAFETY: the caller's promise.
    unsafe {
        let header = vm.heap().take_cell(size).cast::<Header>();
        if !header.is_null() {
            header.write(Header::new((*class).root_shape.get(), class, 0));
            let words = header.add(1).cast::<Value>();
            for i in 0..(size - size_of::<Header>()) / size_of::<Value>() {
                words.add(i).write(Value::NULL);
            }
        }
        header
    }
}

/// Pushes the frame of a property's getter for a LoadAttr. `None`: it is no plain function of one argument.
#[inline(always)]
pub(in crate::interp) unsafe fn enter_getter(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    function: *mut Header,
) -> Option<(*mut Frame, &'static CodeObj)> {
    // SAFETY: S1; the caller has a valid cache entry with this getter.
    unsafe {
        if (*function).shape() != fixed::FUNCTION {
            return None;
        }
        let code = std::ptr::from_ref((*function).exact::<FuncObj>().code.borrow().exact());
        let window = (*fp).first_free();
        let frame = fp.add(1);
        if (*code).simple_args != 1
            || vm.breaker.get() != 0
            || frame >= vm.stack.limit.get()
            || window.add((*code).nregs as usize) > vm.stack.filled.get()
        {
            return None;
        }
        (*fp).pc = pc;
        window.write(operand_b(r, ins));
        clear_locals(window, 1, code);
        let skip = ATTR_WORDS as i16;
        Frame::write_plain(frame, window, code, Value::new_ref(function), Ret::Store, 0, ins.a(), skip);
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
