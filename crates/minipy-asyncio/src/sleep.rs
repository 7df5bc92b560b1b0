//! `asyncio.sleep`

use minipy_vm::{PyResult, Value, Vm, exc};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::event_loop::{LoopObj, now, running};

/// `sleep(delay, result=None)`
pub(crate) fn sleep(vm: &Vm, args: &[Value]) -> PyResult {
    // `sleep(0)` is how programs let others run: it keeps nothing.
    if args[1].is_null() && args[0].as_small() == Some(0) {
        return Ok(coroutine::new(vm, "sleep", yield_once, Vec::new()));
    }
    let result = args[1].given().cloned().unwrap_or(Value::NONE);
    Ok(coroutine::new(vm, "sleep", step, vec![args[0].clone(), result]))
}

/// Step function of `sleep(0)`.
fn yield_once(_vm: &Vm, this: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    outcome?;
    Ok(if this.state.replace(1) == 0 { Next::Yield(Value::NONE) } else { Next::Return(Value::NONE) })
}

/// States: 0 started, 1 yielded once, 2 waits for the timer's future.
fn step(vm: &Vm, this: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    match this.state.get() {
        0 => {
            let delay = vm.f64_arg(&this.slot(0))?;
            if delay.is_nan() {
                return Err(exc::value_error(vm, "Invalid delay: NaN (not a number)"));
            }
            if delay <= 0.0 {
                this.state.set(1);
                return Ok(Next::Yield(Value::NONE));
            }
            let event_loop = running(vm)?;
            let future = crate::future::new_future(vm, &event_loop);
            if let Some(object) = event_loop.downcast::<LoopObj>() {
                object.add_timer(now(vm) + delay, future.clone(), this.slot(1));
            }
            this.state.set(2);
            Ok(Next::Await(future))
        }
        1 => {
            outcome?;
            Ok(Next::Return(this.slot(1)))
        }
        _ => outcome.map(Next::Return),
    }
}
