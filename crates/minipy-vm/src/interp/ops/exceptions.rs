//! Raising, matching and handling exceptions.

use crate::exc;
use crate::interp::ins::Ins;
use crate::interp::stack::{Frame, GENERATOR};
use crate::native::{PyResult, Raised};
use crate::types::exception::ExceptionObj;
use crate::value::Value;
use crate::vm::Vm;

/// The `raise` statement. The flag tells whether the frame gets a traceback entry (not when raising again).
pub(crate) fn raise(vm: &Vm, frame: &Frame, ins: Ins) -> (Raised, bool) {
    if ins.f() & 0x40 != 0 {
        let handled = vm.handled.get();
        if handled.is_null() {
            return (exc::runtime_error(vm, "No active exception to reraise"), true);
        }
        return (vm.raise_again(handled), false);
    }
    let value = frame.reg(ins.a()).clone();
    let cause = if ins.c() == 1 { Some(frame.reg(ins.b()).clone()) } else { None };
    (crate::types::exception::flow::make_raised(vm, &value, cause.as_ref()), true)
}

/// End of `async for`: StopAsyncIteration ends the loop, anything else is raised again.
pub(crate) fn end_async_for(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let exception = frame.take(ins.a());
    if vm.type_of(&exception).is_subtype(&vm.exceptions().stop_async_iteration) {
        return Ok(());
    }
    Err(vm.raise_again(exception))
}

/// PushExc in a generator. What its resumer handles is not kept, since another resumer may be there when the handler ends.
pub(crate) fn push_exc(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let exception = frame.reg(ins.b()).clone();
    let mut before = vm.handled.replace(exception);
    ins.consume(frame);
    if before.is(&resumers(frame)) {
        before = Value::NULL;
    }
    frame.set(ins.a(), before);
    count_handlers(frame, |count| count + 1);
    Ok(())
}

/// PopExc in a generator.
pub(crate) fn pop_exc(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    count_handlers(frame, |count| count.saturating_sub(1));
    let before = frame.take(ins.a()).non_null().unwrap_or_else(|| resumers(frame));
    let handled = vm.handled.replace(before);
    drop(handled);
    Ok(())
}

/// Keeps the count of the handlers that a generator's frame is in.
#[expect(unsafe_code, reason = "the generator of a live frame is alive (invariant G1)")]
fn count_handlers(frame: &Frame, next: impl Fn(u32) -> u32) {
    if frame.has(GENERATOR) {
        // SAFETY: GENERATOR says that `generator` is valid.
        let count = unsafe { &(*frame.generator).handlers };
        count.set(next(count.get()));
    }
}

/// The exception that the resumer of a frame's generator handles; NULL for none.
#[expect(unsafe_code, reason = "the root of a running chain is alive (invariant G1)")]
fn resumers(frame: &Frame) -> Value {
    if !frame.has(GENERATOR) {
        return Value::NULL;
    }
    // SAFETY: GENERATOR says that `root` is valid; while the chain runs, its root keeps what the resumer handles.
    unsafe { (*frame.root).handled.get() }
}

pub(crate) fn match_exc(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    // Nothing below runs Python code before the answer is there.
    let matched = crate::types::exception::flow::matches(vm, frame.reg(ins.b()), frame.reg(ins.c()))?;
    ins.consume(frame);
    frame.set(ins.a(), Value::bool(matched));
    Ok(())
}

pub(crate) fn match_exc_group(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let (exception, class) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    let (matched, rest) = crate::types::exception::flow::group_match(vm, &exception, &class)?;
    drop((exception, class));
    ins.masked(3).consume(frame);
    if !matched.is_none() {
        // The matching part is what the handler handles.
        let before = vm.handled.replace(matched.clone());
        drop(before);
    }
    frame.set(ins.a(), matched);
    frame.set(ins.a() + 1, rest);
    Ok(())
}

pub(crate) fn prep_reraise_star(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let (original, list) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    let result = {
        let parts = vm.collect(&list)?;
        crate::types::exception::flow::prep_reraise_star(vm, &original, &parts)?
    };
    drop((original, list));
    ins.consume(frame);
    frame.set(ins.a(), result);
    Ok(())
}

pub(crate) fn load_exc_triple(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let exception = frame.reg(ins.b()).clone();
    let traceback = exception.downcast::<ExceptionObj>().map(|e| e.traceback.get()).unwrap_or_default();
    frame.set(ins.a(), vm.type_of(&exception).to_value());
    frame.set(ins.a() + 1, exception);
    frame.set(ins.a() + 2, traceback.non_null().unwrap_or(Value::NONE));
    Ok(())
}
