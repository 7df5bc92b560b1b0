//! Frame objects of live frames: made on demand, detached when the frame ends.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::stack::{ENDING, Frame, GENERATOR, Ret};
use crate::heap::Obj;
use crate::types::code::CodeObj;
use crate::types::frame::FrameObj;
use crate::types::frame_raw;
use crate::types::generator::{GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// The frame object of a live frame.
///
/// # Safety
/// `fp` is a live frame of the VM's stack.
pub(crate) unsafe fn frame_object(vm: &Vm, fp: *mut Frame) -> Obj<FrameObj> {
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(found) = (*fp).object().and_then(Value::cast::<FrameObj>) {
            return found;
        }
        if let Some(generator) = (*fp).generator() {
            // A generator's frame object lives as long as the generator.
            let object = generator_frame(vm, generator);
            object.live.set(fp.expose_provenance());
            Frame::set_object(fp, object.value().clone());
            return object;
        }
        let object = new_object(vm, code_value(&*fp), (*fp).func.clone(), (*fp).locals().cloned().unwrap_or_default());
        object.registers.set((*fp).r.expose_provenance());
        object.live.set(fp.expose_provenance());
        Frame::set_object(fp, object.value().clone());
        object
    }
}

fn new_object(vm: &Vm, code: Obj<CodeObj>, func: Value, locals: Value) -> Obj<FrameObj> {
    frame_raw::new_frame(vm, FrameObj::new(code, func, locals))
}

fn code_value(frame: &Frame) -> Obj<CodeObj> {
    let header = std::ptr::from_ref(frame.code()).cast::<u8>().wrapping_sub(16).cast_mut().cast();
    // SAFETY: code objects are exact builtin objects: the header precedes the struct.
    unsafe { Obj::from_value_unchecked(Value::new_ref(header)) }
}

/// The frame object of a generator (`gi_frame`), running or suspended.
pub fn generator_frame(vm: &Vm, generator: &GenObj) -> Obj<FrameObj> {
    if let Some(found) = generator.frame_obj.get().cast::<FrameObj>() {
        return found;
    }
    let header = std::ptr::from_ref(generator.code()).cast::<u8>().wrapping_sub(16).cast_mut().cast();
    // SAFETY: as in `code_value`.
    let code = unsafe { Obj::from_value_unchecked(Value::new_ref(header)) };
    let object = new_object(vm, code, generator.func.clone(), Value::NULL);
    object.registers.set(generator.first_register().expose_provenance());
    object.generator.set(std::ptr::from_ref(generator).expose_provenance());
    generator.frame_obj.set(object.value().clone());
    generator.plain.set(false);
    object
}

/// A frame is about to end: if somebody else has its frame object, the locals move into it.
///
/// # Safety
/// `fp` is the top frame and has a frame object.
pub(crate) unsafe fn detach(vm: &Vm, fp: *mut Frame) {
    // SAFETY: the caller's promise; S1.
    unsafe {
        let Some(object) = (*fp).take_object().into_obj::<FrameObj>().ok() else {
            return;
        };
        object.last.set((*fp).offset());
        object.live.set(0);
        if (*fp).has(GENERATOR) {
            return;
        }
        object.registers.set(0);
        if object.value().header().is_some_and(|h| h.refcount() == 1) {
            return;
        }
        save_locals(fp, &object);
        if vm.stack.depth() > 1 {
            object.back.set(frame_object(vm, fp.sub(1)).into_value());
        }
    }
}

/// Moves the locals of a frame that ends into its frame object.
///
/// # Safety
/// `fp` is a live frame.
pub(crate) unsafe fn save_locals(fp: *mut Frame, object: &FrameObj) {
    // SAFETY: the caller's promise; S1.
    unsafe {
        for i in 0..(*fp).code().nlocals as usize {
            drop(frame_raw::replace_saved(object, i, (*fp).take(i as u16)));
        }
    }
}

/// The word offset of the instruction that a frame object's frame executes, or executed last.
pub fn current_offset(object: &FrameObj) -> u32 {
    let live = object.live.get();
    if live != 0 {
        // SAFETY: `live` is cleared when the frame ends or is suspended.
        return unsafe { (*std::ptr::with_exposed_provenance::<Frame>(live)).offset() };
    }
    let generator = object.generator.get();
    if generator != 0 {
        // SAFETY: a generator clears this when it dies (see `generator::forget_frame`).
        let generator = unsafe { &*std::ptr::with_exposed_provenance::<GenObj>(generator) };
        return generator.code().offset_of(generator.pc.get());
    }
    object.last.get()
}

/// Whether it is the frame of a generator that has not started: no instruction has a line yet.
pub fn is_unstarted(object: &FrameObj) -> bool {
    let generator = object.generator.get();
    // SAFETY: a generator clears this when it dies (see `generator::forget_frame`).
    generator != 0
        && unsafe { (*std::ptr::with_exposed_provenance::<GenObj>(generator)).state.get() } == GenState::Created
}

/// A named register of a frame object's frame: NULL when unbound. Cells are returned as cells.
pub fn register(object: &FrameObj, index: usize) -> Value {
    let registers = object.registers.get();
    if registers != 0 {
        // SAFETY: `registers` is cleared when the frame ends; S1.
        return unsafe { (*std::ptr::with_exposed_provenance::<Value>(registers).add(index)).clone() };
    }
    frame_raw::saved(object, index)
}

/// Sets a named register (not a cell) of a frame object's frame.
pub fn set_register(object: &FrameObj, index: usize, value: Value) {
    let registers = object.registers.get();
    let old = if registers != 0 {
        // SAFETY: as in `register`.
        unsafe { std::mem::replace(&mut *std::ptr::with_exposed_provenance_mut::<Value>(registers).add(index), value) }
    } else {
        frame_raw::replace_saved(object, index, value)
    };
    drop(old);
}

/// The frame object of the frame `depth` below the top (0: the running Python frame). Frames of suspended delegating
/// generators between count too, as in CPython.
pub fn frame_at(vm: &Vm, depth: usize) -> Option<Obj<FrameObj>> {
    let mut object = vm.stack.frame(0).map(|f| {
        // SAFETY: a live frame.
        unsafe { frame_object(vm, std::ptr::from_ref(f).cast_mut()) }
    })?;
    for _ in 0..depth {
        object = back(vm, &object)?;
    }
    Some(object)
}

/// `f_back`
pub fn back(vm: &Vm, object: &FrameObj) -> Option<Obj<FrameObj>> {
    let live = object.live.get();
    if live == 0 {
        return parent_frame(vm, object).or_else(|| object.back.get().cast());
    }
    if let Some(parent) = parent_frame(vm, object) {
        return Some(parent);
    }
    let fp = std::ptr::with_exposed_provenance_mut::<Frame>(live);
    // SAFETY: `live` frames are on the stack of some thread; only this thread's stack is walked.
    unsafe {
        let first = vm.stack.top.get().wrapping_sub(vm.stack.depth() - 1);
        if fp > vm.stack.top.get() {
            return None;
        }
        let mut caller = fp;
        while caller > first {
            caller = caller.sub(1);
            if !(*caller).has(ENDING) {
                return Some(frame_object(vm, caller));
            }
        }
        None
    }
}

/// The frame of the generator that delegates to this frame's generator, inside a running chain.
fn parent_frame(vm: &Vm, object: &FrameObj) -> Option<Obj<FrameObj>> {
    let generator = object.generator.get();
    if generator == 0 {
        return None;
    }
    // SAFETY: as in `current_offset`; a parent outlives its inner generator's link.
    unsafe {
        let generator = &*std::ptr::with_exposed_provenance::<GenObj>(generator);
        let parent = generator.parent.get();
        if parent.is_null() {
            return None;
        }
        // The chain's one stack frame belongs to the innermost; for the outermost, the caller of the chain is next.
        let object = generator_frame(vm, &*parent);
        if object.live.get() == 0 && (*parent).parent.get().is_null() {
            let mut fp = vm.stack.top.get();
            for _ in 0..vm.stack.depth() {
                if (*fp).has(GENERATOR) && std::ptr::eq((*fp).root, parent) {
                    if vm.stack.depth() > 1 {
                        object.back.set(frame_object(vm, fp.sub(1)).into_value());
                    }
                    break;
                }
                fp = fp.sub(1);
            }
        }
        Some(object)
    }
}

/// Whether a frame is that of a function that nobody has asked for a frame object.
///
/// # Safety
/// `fp` is a live frame.
#[inline(always)]
pub(crate) unsafe fn is_plain(fp: *mut Frame) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*fp).how & !0xff == 0 }
}

/// Drops the temporaries of a plain frame that an exception leaves. Whether it still is a plain one, the caller has to see:
/// what they run can ask for its frame object.
///
/// # Safety
/// `fp` is the top frame.
#[inline(always)]
pub(crate) unsafe fn drop_temporaries(fp: *mut Frame) {
    // SAFETY: the caller's promise; S1.
    unsafe {
        let (r, code) = ((*fp).r, (*fp).code());
        for i in (code.nlocals as usize..code.nregs as usize).rev() {
            let place = r.add(i);
            if (*place).is_ptr() {
                drop(std::ptr::replace(place, Value::NULL));
            }
        }
    }
}

/// Pops a plain frame without temporaries that an exception leaves: its locals move into its frame object, which gets an entry in the
/// exception's traceback. What `f_back` is, the caller has to say.
///
/// # Safety
/// `fp` is the top frame, a plain one, at the word `offset` of its code.
pub(crate) unsafe fn bury(vm: &Vm, fp: *mut Frame, offset: u32, exception: &Value) -> Obj<FrameObj> {
    // SAFETY: the caller's promise; S1; all words of the object are written before anything else happens.
    unsafe {
        (*fp).how |= ENDING;
        let (r, code) = ((*fp).r, code_value(&*fp));
        let instance = if (*fp).ret() == Ret::Init { (*fp).take_instance() } else { Value::NULL };
        let object = frame_raw::ended_frame(vm, code, std::ptr::replace(&mut (*fp).func, Value::NULL), offset, r);
        vm.stack.top.set(fp.sub(1));
        drop(instance);
        frame_raw::add_entry(vm, exception, object.clone(), offset);
        object
    }
}

/// The coroutine of a frame that runs one without an object, which gets one; NULL if it runs none.
pub(crate) fn coroutine(vm: &Vm, object: &FrameObj) -> Value {
    let live = object.live.get();
    if live == 0 {
        return Value::NULL;
    }
    // SAFETY: `live` is cleared when the frame ends or is suspended.
    unsafe { super::generator::at_once::look(vm, std::ptr::with_exposed_provenance_mut::<Frame>(live), object) }
}

/// Adds an entry for a frame to an exception's traceback.
///
/// # Safety
/// `fp` is a live frame.
pub(crate) unsafe fn add_traceback(vm: &Vm, fp: *mut Frame, exception: &Value) {
    // SAFETY: the caller's promise.
    unsafe {
        let frame = frame_object(vm, fp);
        frame_raw::add_entry(vm, exception, frame, (*fp).offset());
    }
}
