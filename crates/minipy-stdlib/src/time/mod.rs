//! The module `time`. Calendar arithmetic is in `calendar`, clocks by number in `clocks`, local time in `zone`, text in `format` and `parse`.

mod calendar;
mod clocks;
mod format;
mod parse;
mod rule;
mod zone;

use std::cell::OnceCell;

use minipy_host::HostError;
use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::io::errors::os_error;
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, MethodDef, PyResult};
use minipy_vm::protocol::bind::check_positional;
use minipy_vm::types::float::as_float;
use minipy_vm::types::int;
use minipy_vm::types::structseq::{self, StructSeqDef};
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::TypeRef;
use minipy_vm::{Value, Vm};

use calendar::Broken;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "time",
    doc: "This module provides various functions to manipulate time values.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "time" F0(time) "()" "Return the current time in seconds since the Epoch.";
    "time_ns" F0(time_ns) "()" "Return the current time in nanoseconds since the Epoch.";
    "monotonic" F0(monotonic) "()" "Monotonic clock, cannot go backward.";
    "monotonic_ns" F0(monotonic_ns) "()" "Monotonic clock, cannot go backward, as nanoseconds.";
    "perf_counter" F0(perf_counter) "()" "Performance counter for benchmarking.";
    "perf_counter_ns" F0(perf_counter_ns) "()" "Performance counter for benchmarking as nanoseconds.";
    "process_time" F0(process_time) "()" "Process time for profiling: sum of the kernel and user-space CPU time.";
    "process_time_ns" F0(process_time_ns) "()" "Process time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.";
    "thread_time" F0(thread_time) "()" "Thread time for profiling: sum of the kernel and user-space CPU time.";
    "thread_time_ns" F0(thread_time_ns) "()" "Thread time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.";
    "sleep" F1(sleep) "(object, /)" "Delay execution for a given number of seconds.";
    "gmtime" FV(gmtime) "([seconds])" "Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\nGMT).";
    "localtime" FV(localtime) "([seconds])" "Convert seconds since the Epoch to a time tuple expressing local time.";
    "mktime" F1(mktime) "(tuple, /)" "Convert a time tuple in local time to seconds since the Epoch.";
    "asctime" FV(asctime) "([tuple])" "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.";
    "ctime" FV(ctime) "([seconds])" "Convert a time in seconds since the Epoch to a string in local time.";
    "strftime" FV(strftime) "(format[, tuple])" "Convert a time tuple to a string according to a format specification.";
    "strptime" FV(strptime) "(string[, format])" "Parse a string to a time tuple according to a format specification.";
    "get_clock_info" FV(get_clock_info) "(name: str)" "Get information of the specified clock.";
    "clock_gettime" F1(clocks::clock_gettime) "(clk_id, /)" "Return the time of the specified clock clk_id as a float.";
    "clock_gettime_ns" F1(clocks::clock_gettime_ns) "(clk_id, /)" "Return the time of the specified clock clk_id as nanoseconds (int).";
    "clock_settime" FV(clocks::clock_settime) "" "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id.";
    "clock_settime_ns" FV(clocks::clock_settime_ns) "" "clock_settime_ns(clk_id, time)\n\nSet the time of the specified clock clk_id with nanoseconds.";
    "pthread_getcpuclockid" FV(clocks::pthread_getcpuclockid) "" "pthread_getcpuclockid(thread_id) -> int\n\nReturn the clk_id of a thread's CPU time clock.";
    "clock_getres" FV(clocks::clock_getres) "(clk_id)" "Return the resolution (precision) of the specified clock clk_id.";
    "tzset" F0(tzset) "()" "Initialize, or reinitialize, the local timezone to the value stored in\nos.environ['TZ'].";
};

static STRUCT_TIME: StructSeqDef = StructSeqDef {
    name: "struct_time",
    module: "time",
    doc: "The time value as returned by gmtime(), localtime(), and strptime(), and\naccepted by asctime(), mktime() and strftime().",
    fields: &[
        "tm_year",
        "tm_mon",
        "tm_mday",
        "tm_hour",
        "tm_min",
        "tm_sec",
        "tm_wday",
        "tm_yday",
        "tm_isdst",
        "tm_zone",
        "tm_gmtoff",
    ],
    visible: 9,
    callable: true,
};

#[derive(Default)]
struct State {
    struct_time: OnceCell<TypeRef>,
}

fn struct_time(vm: &Vm) -> PyResult<TypeRef> {
    let state = vm.state::<State>();
    if let Some(found) = state.struct_time.get() {
        return Ok(found.clone());
    }
    let made = structseq::new_class(vm, &STRUCT_TIME)?;
    Ok(state.struct_time.get_or_init(|| made).clone())
}

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    module.set(vm, "struct_time", struct_time(vm)?.into_value());
    module.set(vm, "_STRUCT_TM_ITEMS", vm.int(11));
    for (name, number) in [
        ("CLOCK_REALTIME", 0),
        ("CLOCK_MONOTONIC", 1),
        ("CLOCK_PROCESS_CPUTIME_ID", 2),
        ("CLOCK_THREAD_CPUTIME_ID", 3),
        ("CLOCK_MONOTONIC_RAW", 4),
        ("CLOCK_BOOTTIME", 7),
        ("CLOCK_TAI", 11),
    ] {
        module.set(vm, name, vm.int(number));
    }
    set_zone(vm, &|name, value| module.set(vm, name, value));
    Ok(())
}

/// `timezone`, `altzone`, `daylight`, `tzname`: from the local times in winter and summer of (about) this year.
fn set_zone(vm: &Vm, set: &dyn Fn(&str, Value)) {
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let zone = zone::local(vm);
    let now = read(vm, |h| h.wall_clock_ns()).map_or(0, |ns| ns.div_euclid(1_000_000_000));
    let start = now.div_euclid(YEAR) * YEAR;
    let (january, july) = (zone.at(start), zone.at(start + YEAR / 2));
    let differ = january.offset != july.offset;
    // South of the equator it is the other way round.
    let (standard, daylight) = if july.offset < january.offset { (july, january) } else { (january, july) };
    set("timezone", vm.int(-i64::from(standard.offset)));
    set("altzone", vm.int(-i64::from(daylight.offset)));
    set("daylight", vm.int(i64::from(differ)));
    set("tzname", vm.tuple(vec![vm.str(&standard.name), vm.str(&daylight.name)]));
}

fn tzset(vm: &Vm) -> PyResult {
    zone::forget(vm);
    if let Some(modules) = vm.interp().modules.get()
        && let Some(module) = modules.get_name(vm, &vm.intern("time"))
        && let Some(module) = module.downcast::<ModuleObj>()
    {
        set_zone(vm, &|name, value| module.set(vm, name, value));
    }
    Ok(Value::NONE)
}

type Clock = fn(&dyn minipy_host::Host) -> Result<i64, HostError>;

fn read(vm: &Vm, clock: Clock) -> PyResult<i64> {
    clock(&*vm.interp().host).map_err(|error| os_error(vm, &error, None))
}

fn seconds(vm: &Vm, clock: Clock) -> PyResult {
    let ns = read(vm, clock)?;
    Ok(vm.float(ns as f64 / 1e9))
}

fn nanoseconds(vm: &Vm, clock: Clock) -> PyResult {
    let ns = read(vm, clock)?;
    Ok(vm.int(ns))
}

fn time(vm: &Vm) -> PyResult {
    seconds(vm, |h| h.wall_clock_ns())
}

fn time_ns(vm: &Vm) -> PyResult {
    nanoseconds(vm, |h| h.wall_clock_ns())
}

fn monotonic(vm: &Vm) -> PyResult {
    seconds(vm, |h| h.monotonic_ns())
}

fn monotonic_ns(vm: &Vm) -> PyResult {
    nanoseconds(vm, |h| h.monotonic_ns())
}

fn perf_counter(vm: &Vm) -> PyResult {
    seconds(vm, |h| h.perf_counter_ns())
}

fn perf_counter_ns(vm: &Vm) -> PyResult {
    nanoseconds(vm, |h| h.perf_counter_ns())
}

fn process_time(vm: &Vm) -> PyResult {
    seconds(vm, |h| h.process_time_ns())
}

fn process_time_ns(vm: &Vm) -> PyResult {
    nanoseconds(vm, |h| h.process_time_ns())
}

fn thread_time(vm: &Vm) -> PyResult {
    seconds(vm, |h| h.thread_time_ns())
}

fn thread_time_ns(vm: &Vm) -> PyResult {
    nanoseconds(vm, |h| h.thread_time_ns())
}

/// A duration argument in seconds (`_PyTime_FromSecondsObject`).
pub fn seconds_arg(vm: &Vm, value: &Value) -> PyResult<f64> {
    let seconds = match as_float(value) {
        Some(seconds) if seconds.is_nan() => return Err(exc::value_error(vm, "Invalid value NaN (not a number)")),
        Some(seconds) => seconds,
        None => {
            if vm.type_of(value).slots().index.is_none() {
                let name = vm.type_of(value).name_str();
                let message = format!("'{name}' object cannot be interpreted as an integer or float");
                return Err(exc::type_error(vm, &message));
            }
            let index = vm.index(value)?;
            match int::to_i64(&index) {
                Some(n) => n as f64,
                None => return Err(exc::overflow_error(vm, "timestamp out of range for C PyTime_t")),
            }
        }
    };
    if seconds.abs() >= 9_223_372_036.854_775 {
        return Err(exc::overflow_error(vm, "timestamp out of range for C PyTime_t"));
    }
    Ok(seconds)
}

fn sleep(vm: &Vm, duration: &Value) -> PyResult {
    let seconds = seconds_arg(vm, duration)?;
    if seconds < 0.0 {
        return Err(exc::value_error(vm, "sleep length must be non-negative"));
    }
    let host = vm.interp().host.clone();
    let now = read(vm, |h| h.monotonic_ns())?;
    let end = now.saturating_add((seconds * 1e9).ceil() as i64);
    loop {
        let slept = vm.without_gil(|| {
            if seconds == 0.0 {
                host.yield_thread();
                return Ok(());
            }
            host.sleep_until(end)
        });
        match slept {
            Ok(()) => {
                vm.check_signals()?;
                return Ok(Value::NONE);
            }
            Err(error) if error.is_interrupted() => vm.check_signals()?,
            Err(error) => return Err(os_error(vm, &error, None)),
        }
    }
}

/// A timestamp argument: whole seconds, rounded down (`_PyTime_ObjectToTime_t`).
fn timestamp_arg(vm: &Vm, args: &Args, name: &str) -> PyResult<i64> {
    parse_tuple(vm, name, args, 0, 1)?;
    match args.pos.first().and_then(Value::not_none) {
        None => Ok(read(vm, |h| h.wall_clock_ns())?.div_euclid(1_000_000_000)),
        Some(value) => {
            let range = "timestamp out of range for platform time_t";
            if let Some(seconds) = as_float(value) {
                if seconds.is_nan() {
                    return Err(exc::value_error(vm, "Invalid value NaN (not a number)"));
                }
                let floor = seconds.floor();
                if floor.abs() >= 9.2e18 {
                    return Err(exc::overflow_error(vm, range));
                }
                return Ok(floor as i64);
            }
            let index = vm.index(value)?;
            match int::to_i64(&index) {
                Some(n) => Ok(n),
                None => Err(exc::overflow_error(vm, range)),
            }
        }
    }
}

fn to_struct(vm: &Vm, broken: &Broken, zone: &str, offset: i32) -> PyResult {
    let class = struct_time(vm)?;
    let mut items: Vec<Value> = broken.fields().into_iter().map(|n| vm.int(n)).collect();
    items.push(vm.str(zone));
    items.push(vm.int(i64::from(offset)));
    Ok(structseq::new_instance(vm, &class, items))
}

fn broken_down(vm: &Vm, seconds: i64, utc_offset: i32, is_dst: i32) -> PyResult<Broken> {
    match calendar::from_timestamp(seconds.saturating_add(i64::from(utc_offset)), is_dst) {
        Some(broken) => Ok(broken),
        None => Err(os_error(vm, &HostError::from_errno(75), None)),
    }
}

fn gmtime(vm: &Vm, args: &Args) -> PyResult {
    let seconds = timestamp_arg(vm, args, "gmtime")?;
    let broken = broken_down(vm, seconds, 0, 0)?;
    to_struct(vm, &broken, "GMT", 0)
}

fn local_parts(vm: &Vm, seconds: i64) -> PyResult<(Broken, zone::Kind)> {
    let kind = zone::local(vm).at(seconds);
    let broken = broken_down(vm, seconds, kind.offset, i32::from(kind.daylight))?;
    Ok((broken, kind))
}

fn localtime(vm: &Vm, args: &Args) -> PyResult {
    let seconds = timestamp_arg(vm, args, "localtime")?;
    let (broken, kind) = local_parts(vm, seconds)?;
    to_struct(vm, &broken, &kind.name, kind.offset)
}

/// A time tuple argument, checked as `gettmarg` does.
fn tuple_arg(vm: &Vm, value: &Value, function: &str) -> PyResult<Broken> {
    let Some(tuple) = value.downcast::<TupleObj>() else {
        return Err(exc::type_error(vm, "Tuple or struct_time argument required"));
    };
    if tuple.items().len() != 9 {
        return Err(exc::type_error(vm, &format!("{function}(): illegal time tuple argument")));
    }
    let mut fields = [0i64; 9];
    for (place, item) in fields.iter_mut().zip(tuple.items()) {
        let number = vm.i64_arg(item)?;
        if i32::try_from(number).is_err() {
            return Err(exc::overflow_error(vm, "signed integer is greater than maximum"));
        }
        *place = number;
    }
    Ok(Broken::from_fields(fields))
}

/// `checktm`: the ranges that the functions that make text insist on.
fn check_ranges(vm: &Vm, broken: &mut Broken) -> PyResult<()> {
    let zero_is_one = |field: &mut i64| {
        if *field == 0 {
            *field = 1;
        }
    };
    zero_is_one(&mut broken.month);
    zero_is_one(&mut broken.day);
    zero_is_one(&mut broken.year_day);
    let problem = [
        (!(1..=12).contains(&broken.month), "month out of range"),
        (!(1..=31).contains(&broken.day), "day of month out of range"),
        (!(0..=23).contains(&broken.hour), "hour out of range"),
        (!(0..=59).contains(&broken.minute), "minute out of range"),
        (!(0..=61).contains(&broken.second), "seconds out of range"),
        (broken.week_day < -1, "day of week out of range"),
        (!(1..=366).contains(&broken.year_day), "day of year out of range"),
    ];
    match problem.into_iter().find(|p| p.0) {
        Some((_, message)) => Err(exc::value_error(vm, message)),
        None => Ok(()),
    }
}

fn mktime(vm: &Vm, tuple: &Value) -> PyResult {
    let broken = tuple_arg(vm, tuple, "mktime")?;
    let seconds = zone::local(vm).local_to_utc(broken.timestamp(), broken.is_dst);
    Ok(vm.float(seconds as f64))
}

fn now_local(vm: &Vm) -> PyResult<(Broken, zone::Kind)> {
    let seconds = read(vm, |h| h.wall_clock_ns())?.div_euclid(1_000_000_000);
    local_parts(vm, seconds)
}

fn asctime(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "asctime", args, 0, 0, 1)?;
    let broken = match args.pos.first() {
        None => now_local(vm)?.0,
        Some(tuple) => {
            let mut broken = tuple_arg(vm, tuple, "asctime")?;
            check_ranges(vm, &mut broken)?;
            broken
        }
    };
    Ok(vm.str(&format::asctime(&broken)))
}

fn ctime(vm: &Vm, args: &Args) -> PyResult {
    let seconds = timestamp_arg(vm, args, "ctime")?;
    Ok(vm.str(&format::asctime(&local_parts(vm, seconds)?.0)))
}

fn strftime(vm: &Vm, args: &Args) -> PyResult {
    if args.pos.is_empty() && args.kw.is_empty() {
        return Err(exc::type_error(vm, "strftime() takes at least 1 argument (0 given)"));
    }
    parse_tuple(vm, "strftime", args, 1, 2)?;
    let text = vm.str_arg(&args.pos[0], "strftime() argument 1")?;
    let (broken, zone_name, offset) = match args.pos.get(1) {
        None => {
            let (broken, kind) = now_local(vm)?;
            (broken, kind.name, kind.offset)
        }
        Some(tuple) => {
            let mut broken = tuple_arg(vm, tuple, "strftime")?;
            check_ranges(vm, &mut broken)?;
            let (name, offset) = zone_of(vm, tuple, &broken)?;
            (broken, name, offset)
        }
    };
    // A directive of two characters gives about twenty at most.
    vm.check_memory(text.bytes().len().saturating_mul(24))?;
    Ok(vm.str_bytes(&format::strftime(text.bytes(), &broken, &zone_name, offset)))
}

/// The zone that a time tuple carries, or the local one's name for its daylight flag.
fn zone_of(vm: &Vm, tuple: &Value, broken: &Broken) -> PyResult<(String, i32)> {
    let class = struct_time(vm)?;
    if vm.type_of(tuple).is(&class) {
        let name = structseq::field(vm, tuple, 9);
        let offset = structseq::field(vm, tuple, 10);
        if !name.is_none() {
            return Ok((minipy_vm::types::str_::lossy(&name), int::to_i64(&offset).unwrap_or(0) as i32));
        }
    }
    let zone = zone::local(vm);
    let kind = match zone.daylight() {
        Some(daylight) if broken.is_dst > 0 => daylight,
        _ => zone.standard(),
    };
    Ok((kind.name, kind.offset))
}

fn strptime(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "strptime", args, 0, 1, 2)?;
    for (i, arg) in args.pos.iter().enumerate() {
        if arg.downcast::<minipy_vm::types::str_::StrObj>().is_none() {
            let class = vm.repr_string(vm.type_of(arg).to_ref().value())?;
            return Err(exc::type_error(vm, &format!("strptime() argument {i} must be str, not {class}")));
        }
    }
    let text = vm.str_string(&args.pos[0])?;
    let pattern = match args.pos.get(1) {
        Some(pattern) => vm.str_string(pattern)?,
        None => "%a %b %d %H:%M:%S %Y".to_owned(),
    };
    match parse::strptime(&text, &pattern) {
        Ok(parsed) => {
            let class = struct_time(vm)?;
            let mut items: Vec<Value> = parsed.broken.fields().into_iter().map(|n| vm.int(n)).collect();
            items.push(parsed.zone.map_or(Value::NONE, |z| vm.str(&z)));
            items.push(parsed.offset.map_or(Value::NONE, |o| vm.int(o)));
            Ok(structseq::new_instance(vm, &class, items))
        }
        Err(message) => {
            let quoted = |t: &str| vm.repr_string(&vm.str(t));
            let message = message.replace("{text}", &quoted(&text)?).replace("{format}", &quoted(&pattern)?);
            Err(exc::value_error(vm, &message))
        }
    }
}

fn get_clock_info(vm: &Vm, args: &Args) -> PyResult {
    parse_tuple(vm, "get_clock_info", args, 1, 1)?;
    let name = vm.c_str_arg(&args.pos[0], "get_clock_info() argument 1")?;
    let (implementation, monotonic, adjustable) = match name.bytes() {
        b"time" => ("clock_gettime(CLOCK_REALTIME)", false, true),
        b"monotonic" | b"perf_counter" => ("clock_gettime(CLOCK_MONOTONIC)", true, false),
        b"process_time" => ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false),
        b"thread_time" => ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false),
        _ => return Err(exc::value_error(vm, "unknown clock")),
    };
    minipy_vm::sysmod::functions::namespace(
        vm,
        vec![
            ("implementation", vm.str(implementation)),
            ("monotonic", Value::bool(monotonic)),
            ("adjustable", Value::bool(adjustable)),
            ("resolution", vm.float(1e-9)),
        ],
    )
}

/// The count of arguments, as `PyArg_ParseTuple` words it.
fn parse_tuple(vm: &Vm, name: &str, args: &Args, least: usize, most: usize) -> PyResult<()> {
    let given = args.pos.len();
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, name));
    }
    if given >= least && given <= most {
        return Ok(());
    }
    let (quantity, count) = match least == most {
        true => ("exactly", most),
        false if given < least => ("at least", least),
        false => ("at most", most),
    };
    let s = if count == 1 { "" } else { "s" };
    Err(exc::type_error(vm, &format!("{name}() takes {quantity} {count} argument{s} ({given} given)")))
}
