//! Registers of live and ended frames and generators of frame objects: the only unsafe part of frame objects and
//! `super()`.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use std::cell::Cell;

use crate::heap::{Obj, PyCell, Tracer};
use crate::interp::stack::Frame;
use crate::types::code::CodeObj;
use crate::types::exception::ExceptionObj;
use crate::types::frame::FrameObj;
use crate::types::generator::GenObj;
use crate::types::traceback::TracebackObj;
use crate::value::Value;
use crate::vm::Vm;

/// A copy of a named register of a frame on the stack; NULL when the frame has no such register.
pub(crate) fn register(frame: &Frame, index: usize) -> Value {
    if index >= frame.code().nregs as usize {
        return Value::NULL;
    }
    // SAFETY: S1: registers below the code's `nregs` are valid words.
    unsafe { (*frame.r.add(index)).clone() }
}

/// The generator whose frame this is, or None.
pub(crate) fn generator(frame: &FrameObj) -> Value {
    let address = frame.generator.get();
    if address == 0 {
        return Value::NONE;
    }
    // SAFETY: a generator clears this address when it dies.
    unsafe { (*std::ptr::with_exposed_provenance::<GenObj>(address)).value() }
}

/// A new frame object, with room for the named registers.
pub(crate) fn new_frame(vm: &Vm, frame: FrameObj) -> Obj<FrameObj> {
    let count = frame.code.nlocals as usize;
    // SAFETY: all trailing words are written before anybody sees the object.
    unsafe {
        let object = vm.alloc_var(&vm.types().frame, frame, count * size_of::<Value>());
        let first = words(&object);
        for i in 0..count {
            first.add(i).write(Value::NULL);
        }
        object
    }
}

/// The frame object of a frame that has just ended at the word `offset` of its code: its named registers move into it.
///
/// # Safety
/// `registers` are those of a frame of this code; the named ones become dead.
pub(crate) unsafe fn ended_frame(
    vm: &Vm,
    code: Obj<CodeObj>,
    func: Value,
    offset: u32,
    registers: *mut Value,
) -> Obj<FrameObj> {
    // SAFETY: the caller's promise; all fields and trailing words are written before anybody sees the object. They are
    // written where they lie, so that the struct is not built elsewhere first.
    unsafe {
        let count = code.nlocals as usize;
        let ty = &vm.types().frame;
        let object: Obj<FrameObj> = vm.alloc_unwritten(ty.root_shape.get(), ty, count * size_of::<Value>());
        let at: *mut FrameObj = std::ptr::from_ref::<FrameObj>(&object).cast_mut();
        macro_rules! write {
            ($($field:ident: $value:expr,)*) => { $( (&raw mut (*at).$field).write($value); )* };
        }
        write! {
            code: code,
            func: func,
            locals: PyCell::default(),
            registers: Cell::new(0),
            live: Cell::new(0),
            last: Cell::new(offset),
            back: PyCell::default(),
            generator: Cell::new(0),
            trace_function: PyCell::default(),
            extra_locals: PyCell::default(),
        }
        let first = at.add(1).cast::<Value>();
        for i in 0..count {
            first.add(i).write(std::ptr::replace(registers.add(i), Value::NULL));
        }
        object
    }
}

/// Adds an entry to the traceback of an exception: `frame` was at the word `offset` of its code.
#[inline(always)]
pub(crate) fn add_entry(vm: &Vm, exception: &Value, frame: Obj<FrameObj>, offset: u32) {
    let Some(exception) = exception.downcast::<ExceptionObj>() else { return };
    let next = exception.traceback.take();
    // SAFETY: all fields are written before anybody sees the object.
    let entry: Obj<TracebackObj> = unsafe {
        let ty = &vm.types().traceback;
        let object: Obj<TracebackObj> = vm.alloc_unwritten(ty.root_shape.get(), ty, 0);
        let at: *mut TracebackObj = std::ptr::from_ref::<TracebackObj>(&object).cast_mut();
        (&raw mut (*at).frame).write(frame);
        (&raw mut (*at).next).write(PyCell::new(next));
        (&raw mut (*at).offset).write(offset);
        (&raw mut (*at).line).write(0);
        object
    };
    exception.traceback.set(entry.into_value());
}

/// The first word after the struct.
fn words(frame: &FrameObj) -> *mut Value {
    std::ptr::from_ref(frame).wrapping_add(1).cast::<Value>().cast_mut()
}

/// Puts a named register of an ended frame in, and gives what was there.
pub(crate) fn replace_saved(frame: &FrameObj, index: usize, value: Value) -> Value {
    if index >= frame.code.nlocals as usize {
        return Value::NULL;
    }
    // SAFETY: a frame object has as many trailing words as its code has named registers.
    unsafe { std::ptr::replace(words(frame).add(index), value) }
}

/// A named register of an ended frame.
pub(crate) fn saved(frame: &FrameObj, index: usize) -> Value {
    if index >= frame.code.nlocals as usize {
        return Value::NULL;
    }
    // SAFETY: as in `replace_saved`.
    unsafe { (*words(frame).add(index)).clone() }
}

/// Drops the named registers of an ended frame, the last one first.
pub(crate) fn drop_saved(frame: &FrameObj) {
    for i in (0..frame.code.nlocals as usize).rev() {
        // SAFETY: as in `replace_saved`; each word is replaced before its value is dropped.
        unsafe {
            drop(std::ptr::replace(words(frame).add(i), Value::NULL));
        }
    }
}

/// Shows the named registers of an ended frame to the collector.
pub(crate) fn visit_saved(frame: &FrameObj, visit: &mut Tracer) {
    for i in 0..frame.code.nlocals as usize {
        // SAFETY: as in `replace_saved`.
        visit(unsafe { &*words(frame).add(i) });
    }
}
