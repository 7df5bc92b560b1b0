//! Reading and writing registers of live frames: the only unsafe part of frame objects and `super()`.
#![allow(unsafe_code)]

use crate::interp::stack::Frame;
use crate::value::Value;

/// A copy of a named register of a frame on the stack; NULL when the frame has no such register.
pub(crate) fn register(frame: &Frame, index: usize) -> Value {
    if index >= frame.code().nregs as usize {
        return Value::NULL;
    }
    // SAFETY: S1: registers below the code's `nregs` are valid words.
    unsafe { (*frame.r.add(index)).clone() }
}

/// Replaces a named register of a live frame and gives the old value.
pub(crate) fn set_register(frame: &Frame, index: usize, value: Value) -> Value {
    if index >= frame.code().nregs as usize {
        return value;
    }
    // SAFETY: as in `register`; the interpreter reads registers anew after every call that can get here.
    unsafe { std::mem::replace(&mut *frame.r.add(index), value) }
}
