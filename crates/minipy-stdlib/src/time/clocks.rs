//! Clocks by their numbers: reading, setting, resolution, and those of threads.

use super::{parse_tuple, read, seconds_arg};
use minipy_host::HostError;
use minipy_vm::exc;
use minipy_vm::io::errors::os_error;
use minipy_vm::native::Args;
use minipy_vm::types::int;
use minipy_vm::{PyResult, Value, Vm};

/// `ESRCH`
const NO_SUCH_PROCESS: i32 = 3;

/// The argument of `clock_gettime`, worded in its own way.
fn clock_id(vm: &Vm, id: &Value) -> PyResult<i64> {
    let number = vm.index(id).map_err(|raised| drop(vm.take_exception(raised))).ok();
    match number.and_then(|number| int::to_i64(&number)) {
        Some(id) if i32::try_from(id).is_ok() => Ok(id),
        _ => {
            // Whatever the reason is.
            let got = vm.type_of(id).plain_name();
            Err(exc::type_error(vm, &format!("clk_id should be integer, not {got}")))
        }
    }
}

fn clock_by_id(vm: &Vm, id: i64) -> PyResult<i64> {
    match id {
        0 | 11 => read(vm, |h| h.wall_clock_ns()),
        1 | 4 | 7 => read(vm, |h| h.monotonic_ns()),
        2 => read(vm, |h| h.process_time_ns()),
        3 => read(vm, |h| h.thread_time_ns()),
        _ => vm.interp().host.clock_ns(id as i32).map_err(|error| os_error(vm, &error, None)),
    }
}

pub(super) fn clock_gettime(vm: &Vm, id: &Value) -> PyResult {
    let ns = clock_by_id(vm, clock_id(vm, id)?)?;
    Ok(vm.float(ns as f64 / 1e9))
}

pub(super) fn clock_gettime_ns(vm: &Vm, id: &Value) -> PyResult {
    let ns = clock_by_id(vm, clock_id(vm, id)?)?;
    Ok(vm.int(ns))
}

pub(super) fn clock_getres(vm: &Vm, args: &Args) -> PyResult {
    parse_tuple(vm, "clock_getres", args, 1, 1)?;
    let id = int_arg(vm, &args.pos[0])?;
    clock_by_id(vm, i64::from(id))?;
    Ok(vm.float(1e-9))
}

/// A clock's number, as `PyArg_ParseTuple` reads an `int`.
fn int_arg(vm: &Vm, value: &Value) -> PyResult<i32> {
    let number = vm.i64_arg(value)?;
    i32::try_from(number).map_err(|_| {
        let which = if number > 0 { "greater than maximum" } else { "less than minimum" };
        exc::overflow_error(vm, &format!("signed integer is {which}"))
    })
}

fn set(vm: &Vm, id: i32, nanoseconds: i64) -> PyResult {
    match vm.interp().host.set_clock_ns(id, nanoseconds) {
        Ok(()) => Ok(Value::NONE),
        Err(error) => Err(os_error(vm, &error, None)),
    }
}

pub(super) fn clock_settime(vm: &Vm, args: &Args) -> PyResult {
    parse_tuple(vm, "clock_settime", args, 2, 2)?;
    let id = int_arg(vm, &args.pos[0])?;
    let seconds = seconds_arg(vm, &args.pos[1])?;
    set(vm, id, (seconds * 1e9).floor() as i64)
}

pub(super) fn clock_settime_ns(vm: &Vm, args: &Args) -> PyResult {
    // The count is reported in the other function's name, as in CPython.
    parse_tuple(vm, if args.kw.is_empty() { "clock_settime" } else { "clock_settime_ns" }, args, 2, 2)?;
    let id = int_arg(vm, &args.pos[0])?;
    let time = &args.pos[1];
    if int::as_int(time).is_none() {
        let got = vm.type_of(time).name_str();
        return Err(exc::type_error(vm, &format!("expect int, got {got}")));
    }
    match int::to_i64(time) {
        Some(nanoseconds) => set(vm, id, nanoseconds),
        None => Err(exc::overflow_error(vm, "timestamp out of range for C PyTime_t")),
    }
}

/// The clock of the calling thread's processor time. Those of other threads are not known here: CPython trusts the
/// caller that the thread lives.
pub(super) fn pthread_getcpuclockid(vm: &Vm, args: &Args) -> PyResult {
    parse_tuple(vm, "pthread_getcpuclockid", args, 1, 1)?;
    let thread = &args.pos[0];
    if int::as_int(thread).is_none() {
        let got = vm.type_of(thread).name_str();
        let message = format!("pthread_getcpuclockid() argument 1 must be int, not {got}");
        return Err(exc::type_error(vm, &message));
    }
    if int::to_i64(thread) != Some(vm.thread_ident() as i64) {
        return Err(os_error(vm, &HostError::from_errno(NO_SUCH_PROCESS), None));
    }
    match vm.interp().host.thread_clock() {
        Ok(id) => Ok(vm.int(i64::from(id))),
        Err(error) => Err(os_error(vm, &error, None)),
    }
}
