//! Reading registers of live frames and generators of frame objects: the only unsafe part of frame objects and `super()`.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use crate::interp::stack::Frame;
use crate::types::frame::FrameObj;
use crate::types::generator::GenObj;
use crate::value::Value;

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
