//! Attributes and calls one step off the loop: the common cases that the loop's own fast paths leave out.
//!
//! Every function gets the running frame at its instruction and returns the frame to go on with, as in `outline`. They
//! are fast paths too (see `fast`, whose functions they run), but out of line: inlined, they would take machine registers
//! from the whole loop. What they do not know goes to the operations of `ops`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{B_TEMP, Opcode, SpecialMethod};

use super::attr_cache::{self, ATTR_WORDS, FIRST_ENTRY, Use};
use super::fast::{SLOW, attrs, calls};
use super::ins::{InPlace, Ins};
use super::stack::{Frame, GENERATOR};
use super::{control, generator, native_calls, ops, outline, quick_bind};
use crate::native::GetSetDef;
use crate::shape::fixed;
use crate::types::builtin_fn::computed;
use crate::types::code::CodeObj;
use crate::types::str_::Name;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::types::zip::ZipObj;
use crate::value::Value;
use crate::vm::Vm;

macro_rules! slow {
    ($($name:ident $len:tt $op:path;)*) => { $(
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
    slow_load_attr ATTR_WORDS ops::attrs::load_attr;
    slow_load_method ATTR_WORDS ops::attrs::load_method;
    slow_store_attr ATTR_WORDS ops::attrs::store_attr;
    slow_load_special 1 ops::type_attrs::load_special;
    slow_get_iter 1 ops::iterate::get_iter;
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

/// Whether the cache words of an instruction tell a place, or a method, for objects of some shape.
#[inline(always)]
unsafe fn is_plain_place(pc: *const u64) -> bool {
    // SAFETY: the instruction has cache words.
    attr_cache::is_plain(unsafe { *pc.add(FIRST_ENTRY) } as u32)
}

/// Whether what a register holds lives on when so many registers let go of it.
#[inline(always)]
unsafe fn dies_not(r: *mut Value, index: u16, registers: u32) -> bool {
    // SAFETY: S1; the verifier has checked the index.
    unsafe {
        let value = &*r.add(index as usize);
        !value.is_ptr() || (*value.header_ptr()).refcount() > registers
    }
}

/// Lets go of what a register holds, which lives on: [`dies_not`]. So whoever does it makes no call.
#[inline(always)]
unsafe fn surrender(r: *mut Value, index: u16) {
    // SAFETY: as in `dies_not`.
    unsafe {
        let place = r.add(index as usize);
        if (*place).is_ptr() {
            let header = (*place).header_ptr();
            (*header).set_refcount((*header).refcount().wrapping_sub(1));
            place.write(Value::NULL);
        }
    }
}

/// LoadAttr of anything but an attribute at the place that the cache words tell. Where these tell a place for another shape,
/// the site sees several, and the table of all instructions is asked first.
#[inline(never)]
pub(super) unsafe fn load_attr(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a LoadAttr; S1; names are interned strings; an entry's offset is that of an attribute.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let this = &*r.add(ins.b() as usize);
        if is_plain_place(pc) && this.is_ptr() {
            let header = this.header_ptr();
            let name = (*fp).code().consts.as_ptr().add(ins.c() as usize).cast::<Name>();
            let (shape, version) = ((*header).shape(), (*header).ty().version.get());
            let shared = &vm.interp().attr_cache;
            if let Some(offset) = shared.find_plain(shape, version, &*name, Use::Load) {
                if shared.rewrites() {
                    return slow_load_attr(vm, fp);
                }
                let place = header.byte_add(offset as usize).cast::<Value>();
                if !(*place).is_null() && dies_not(r, ins.a(), 2) && (!ins.has(B_TEMP) || dies_not(r, ins.b(), 1)) {
                    let value = (*place).clone();
                    if ins.has(B_TEMP) {
                        surrender(r, ins.b());
                    }
                    surrender(r, ins.a());
                    r.add(ins.a() as usize).write(value);
                    (*fp).pc = pc.add(ATTR_WORDS);
                    return fp;
                }
            }
        }
        load_other_attr(vm, fp)
    }
}

/// LoadAttr of anything but an attribute at a place that is known.
#[inline(never)]
unsafe fn load_other_attr(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a LoadAttr; S1.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let getter = attrs::getter(pc, r, ins);
        if getter.is_null() {
            let name = (*fp).code().consts.as_ptr().add(ins.c() as usize);
            return or_slow!(vm, fp, attrs::load_other(vm, fp, pc, r, name, ins), slow_load_attr);
        }
        if let Some((def, _)) = computed(&*getter) {
            return computed_attr(vm, fp, def);
        }
        match calls::enter_getter(vm, fp, pc, r, ins, getter) {
            Some(entered) => at_entry(entered),
            None => slow_load_attr(vm, fp),
        }
    }
}

/// LoadAttr of an attribute that native code computes.
#[inline(always)]
unsafe fn computed_attr(vm: &Vm, fp: *mut Frame, def: &GetSetDef) -> *mut Frame {
    // SAFETY: the frame is at a LoadAttr, whose cache knows that the attribute is for objects like this one; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let this = (*fp).reg(ins.b()).clone();
        match (def.get)(vm, &this) {
            Ok(value) => {
                if ins.has(B_TEMP) {
                    drop((*fp).take(ins.b()));
                }
                drop(this);
                (*fp).set(ins.a(), value);
                (*fp).pc = (*fp).pc.add(ATTR_WORDS);
                fp
            }
            Err(raised) => {
                drop(this);
                outline::raise_here(vm, raised)
            }
        }
    }
}

/// LoadMethod of anything but a method of the class that the cache words know; as in [`load_attr`], the table of all
/// instructions is asked first.
#[inline(never)]
pub(super) unsafe fn load_method(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a LoadMethod; S1; names are interned strings; an entry's function is alive.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let this = &*r.add(ins.b() as usize);
        if is_plain_place(pc) && this.is_ptr() {
            let header = this.header_ptr();
            let name = (*fp).code().consts.as_ptr().add(ins.c() as usize).cast::<Name>();
            let (shape, version) = ((*header).shape(), (*header).ty().version.get());
            let shared = &vm.interp().attr_cache;
            if let Some(function) = shared.find_plain(shape, version, &*name, Use::Method) {
                if shared.rewrites() {
                    return slow_load_method(vm, fp);
                }
                attrs::put_method(r, ins, function);
                (*fp).pc = pc.add(ATTR_WORDS);
                return fp;
            }
        }
        load_other_method(vm, fp)
    }
}

/// LoadMethod of anything but a method of a class that is known.
#[inline(never)]
unsafe fn load_other_method(vm: &Vm, fp: *mut Frame) -> *mut Frame {
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

/// LoadSpecial of a method that the table of all instructions knows.
#[inline(never)]
pub(super) unsafe fn load_special(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a LoadSpecial; S1; the type is unchanged since the function was found.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let this = (*fp).reg(ins.b());
        if this.is_ptr() {
            let names = vm.names();
            let name = match SpecialMethod::from_u16(ins.c()) {
                Some(SpecialMethod::Exit) => &names.__exit__,
                Some(SpecialMethod::AEnter) => &names.__aenter__,
                Some(SpecialMethod::AExit) => &names.__aexit__,
                _ => &names.__enter__,
            };
            let version = (*this.header_ptr()).ty().version.get();
            if let Some(entry) = vm.interp().attr_cache.find(1, version, name, Use::Special) {
                let this = this.clone();
                (*fp).set(ins.a(), attr_cache::borrowed(entry.payload));
                (*fp).set(ins.a() + 1, this);
                (*fp).pc = (*fp).pc.add(1);
                return fp;
            }
        }
        slow_load_special(vm, fp)
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
            fixed::FUNCTION => call_function(vm, fp),
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
        if !(*(*r.add(ins.a() as usize)).header_ptr()).exact::<TypeObj>().has_flag(TypeFlags::HEAP_TYPE) {
            return native_calls::call_builtin_class(vm, fp);
        }
        match calls::enter_init(vm, fp, pc, r, ins.a(), ins.c() as usize, ins.b()) {
            Some(entered) => at_entry(entered),
            None if ins.c() == 0 && vm.breaker.get() == 0 && calls::make_instance(vm, r, ins.a()) => {
                (*fp).set(ins.b(), (*fp).take(ins.a()));
                (*fp).pc = pc.add(1);
                fp
            }
            None => outline::call(vm, fp),
        }
    }
}

/// Call of a Python function from a generator, or of one that makes a generator.
#[inline(never)]
unsafe fn call_function(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a Call whose callable has the shape of functions; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        match enter_function(vm, fp, ins.a(), ins.a() + 1, ins.c() as usize, ins.b()) {
            Some(frame) => frame,
            None => outline::call(vm, fp),
        }
    }
}

/// The frame to go on with after a call with positional arguments that the loop's fast path leaves. `None`, with nothing
/// changed: it is another kind of call.
#[inline(always)]
unsafe fn enter_function(
    vm: &Vm,
    fp: *mut Frame,
    callee: u16,
    first: u16,
    count: usize,
    dst: u16,
) -> Option<*mut Frame> {
    // SAFETY: the frame is at a call instruction of one word whose callable has the shape of functions; S1.
    unsafe {
        if (*fp).has(GENERATOR)
            && let Some(entered) = calls::enter_moved(vm, fp, (*fp).r, callee, first as usize, count, dst)
        {
            return Some(at_entry(entered));
        }
        if generator::make_for_call(vm, fp, callee, first, count, dst) {
            return Some(fp);
        }
        quick_bind::call(vm, fp, callee, first, count, dst)
    }
}

/// CallMethod of anything but a Python function with plain arguments from a function's frame.
#[inline(never)]
pub(super) unsafe fn call_method(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallMethod; S1.
    unsafe {
        // Nothing but calls in tail position, so that this function saves no machine registers.
        let shape = (*(*fp).r.add(InPlace::new((*fp).pc).a() as usize)).shape();
        if shape == fixed::METHOD_DESCRIPTOR {
            return native_calls::call_method_descriptor(vm, fp);
        }
        match shape {
            fixed::FUNCTION => call_function_method(vm, fp),
            fixed::TYPE => call_found_class(vm, fp),
            fixed::BUILTIN => native_calls::call_found_builtin(vm, fp),
            _ => outline::call_method(vm, fp),
        }
    }
}

/// CallMethod of a Python function from a generator, or with arguments that have to be bound.
#[inline(never)]
unsafe fn call_function_method(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallMethod whose callable has the shape of functions; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let bound = u16::from(!(*fp).reg(ins.a() + 1).is_null());
        let (first, count) = (ins.a() + 2 - bound, (ins.c() + bound) as usize);
        // A function of a module or class: the loop itself only enters methods.
        if bound == 0
            && let Some(entered) = calls::enter(vm, fp, (*fp).pc, (*fp).r, ins.a(), first as usize, count, ins.b())
        {
            return at_entry(entered);
        }
        match enter_function(vm, fp, ins.a(), first, count, ins.b()) {
            Some(frame) => frame,
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

/// GetIter; of builtin containers and of generators without asking whether Python code has a say.
#[inline(never)]
pub(super) unsafe fn get_iter(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction; S1.
    unsafe {
        let ins = InPlace::new((*fp).pc);
        let value = (*fp).reg(ins.b());
        // An iterator that a builtin type makes is one.
        let class = value.header().map(crate::heap::Header::ty).filter(|class| !class.has_flag(TypeFlags::HEAP_TYPE));
        let slot = class.and_then(|class| class.slots().iter);
        let Some(iter) = slot else { return slow_get_iter(vm, fp) };
        // A collection could run code that drops what is in the register.
        let value = value.clone();
        let iterator = match iter(vm, &value) {
            Ok(iterator) => iterator,
            Err(raised) => {
                drop(value);
                return outline::raise_here(vm, raised);
            }
        };
        if ins.has(B_TEMP) {
            drop((*fp).take(ins.b()));
        }
        drop(value);
        (*fp).set(ins.a(), iterator);
        (*fp).pc = (*fp).pc.add(1);
        fp
    }
}

/// ForIter and ForIterBack beyond the loop's fast paths.
#[inline(never)]
pub(super) unsafe fn for_iter(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction; S1.
    unsafe {
        let iterator = &*(*fp).r.add(InPlace::new((*fp).pc).b() as usize);
        match iterator.shape() {
            fixed::ZIP => for_iter_zip(vm, fp),
            // The loop leaves these at their end only. One that nobody else has needs no mark that it has ended.
            fixed::RANGE_ITER | fixed::LIST_ITER | fixed::TUPLE_ITER if (*iterator.header_ptr()).refcount() == 1 => {
                control::end_loop(vm);
                fp
            }
            _ => outline::for_iter(vm, fp),
        }
    }
}

/// A for loop over a zip, first one of two lists and the like whose pairs the body takes apart at once.
#[inline(never)]
unsafe fn for_iter_zip(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a ForIter whose iterator has the shape of zips; the body starts with an instruction.
    unsafe {
        let pc = (*fp).pc;
        let ins = InPlace::new(pc);
        let body = pc.offset(control::item_skip(pc) as isize);
        let unpack = InPlace::new(body);
        if unpack.opcode() != Opcode::UnpackSequence as u8
            || unpack.c() != 2
            || unpack.b() != ins.a()
            || !unpack.has(B_TEMP)
        {
            return outline::for_iter(vm, fp);
        }
        let zip = (*(*(*fp).r.add(ins.b() as usize)).header_ptr()).exact::<ZipObj>();
        let Some((first, second)) = zip.peek_pair() else { return outline::for_iter(vm, fp) };
        (*fp).set(unpack.a(), first);
        (*fp).set(unpack.a() + 1, second);
        (*fp).pc = body.add(1);
        fp
    }
}
