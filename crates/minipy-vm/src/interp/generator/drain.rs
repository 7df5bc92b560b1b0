//! Draining: native code takes what a generator yields without leaving the interpreter loop.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::super::run;
use super::super::stack::{DRAINED, Ret};
use super::chain::{accept, innermost, push};
use crate::native::PyResult;
use crate::types::generator::{GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// Takes an item that a drained generator yields, or gives it back (not NULL) to stop the draining. It must not run
/// Python code: the generator's frame is still the top one.
pub(crate) type Sink<'a> = dyn FnMut(Value) -> Value + 'a;

/// Where the innermost drained generator's items go.
pub(crate) type SinkPointer = *mut Sink<'static>;

/// Gives a yielded value to the sink of the drained generator, whose frame is the top one.
///
/// # Safety
/// The top frame's generator is drained.
#[inline]
pub(in crate::interp) unsafe fn feed(vm: &Vm, value: Value) -> Value {
    match vm.sink.get() {
        // SAFETY: `drain` keeps the sink while the frame runs; nested drainings have ended and put this sink back.
        Some(sink) => unsafe { (*sink)(value) },
        None => value,
    }
}

/// Runs a generator and gives what it yields to `sink` without leaving the interpreter loop, until the sink refuses an
/// item, which is returned, or the generator ends: NULL.
pub(crate) fn drain(vm: &Vm, generator: &GenObj, sink: &mut Sink<'_>) -> PyResult {
    if generator.state.get() == GenState::Finished {
        return Ok(Value::NULL);
    }
    let leaf = innermost(vm, generator)?;
    vm.check_native_stack("")?;
    // Whoever resumes holds a reference, but the generator's own code may drop that one.
    let keep = generator.value();
    generator.flag.set(true);
    // SAFETY: the pointer is taken away below, before the borrow of the sink ends.
    let sink = unsafe { std::mem::transmute::<*mut Sink<'_>, SinkPointer>(std::ptr::from_mut(sink)) };
    // SAFETY: as in `resume`.
    let result = unsafe {
        let starts = push(vm, generator, leaf, Ret::Exit, 0, 0)?;
        (*vm.stack.top.get()).how |= DRAINED;
        if !starts {
            accept(vm, Value::NONE);
        }
        let outer = vm.sink.replace(Some(sink));
        let result = run::run(vm);
        vm.sink.set(outer);
        result
    };
    let value = result?;
    let finished = generator.is_finished();
    drop(keep);
    Ok(if finished { Value::NULL } else { value })
}
