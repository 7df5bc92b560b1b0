//! The functions of `sys`, hooks aside.

use std::cell::Cell;
use std::time::Duration;

use crate::exc;
use crate::heap::PyCell;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::protocol::bind::check_positional;
use crate::types::async_generator::AsyncGenHooks;
use crate::types::bytes::BytesObj;
use crate::types::exception::ExceptionObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

use super::hooks;

pub(super) static FUNCTIONS: &[MethodDef] = methods! {
    "exit" FV(exit) "(status=None, /)" "Exit the interpreter by raising SystemExit(status).";
    "exc_info" F0(exc_info) "()" "Return current exception information: (type, value, traceback).";
    "exception" F0(exception) "()" "Return the current exception.";
    "getrecursionlimit" F0(getrecursionlimit) "()" "Return the current value of the recursion limit.";
    "setrecursionlimit" F1(setrecursionlimit) "(limit, /)" "Set the maximum depth of the Python interpreter stack to n.";
    "getrefcount" F1(getrefcount) "(object, /)" "Return the reference count of object.";
    "getsizeof" FN(getsizeof) "(object, default=None)" "Return the size of object in bytes.";
    "intern" F1(intern) "(string, /)" "``Intern'' the given string.";
    "_is_immortal" F1(is_immortal) "(op, /)" "Return True if the given object is \"immortal\" per PEP 683.\n\nThis function should be used for specialized purposes only.";
    "_is_interned" F1(is_interned) "(string, /)" "Return True if the given string is \"interned\".";
    "_getframe" FN(getframe) "(depth=0, /)" "Return a frame object from the call stack.";
    "_getframemodulename" FN(getframemodulename) "(depth=0)" "Return the name of the module for a calling frame.";
    "_current_frames" F0(current_frames) "()" "Return a dict mapping each thread's thread id to its current stack frame.";
    "_current_exceptions" F0(current_exceptions) "()" "Return a dict mapping each thread's identifier to its current raised exception.";
    "displayhook" F1(hooks::displayhook) "(object, /)" "Print an object to sys.stdout and also save it in builtins._";
    "excepthook" F3(hooks::excepthook) "(exctype, value, traceback, /)" "Handle an exception by displaying it with a traceback on sys.stderr.";
    "unraisablehook" F1(crate::unraisable::default_hook) "(unraisable, /)" "Handle an unraisable exception.";
    "breakpointhook" FV(hooks::breakpointhook) "(*args, **kwargs)" "This hook function is called by built-in breakpoint().";
    "settrace" F1(settrace) "(function, /)" "Set the global debug tracing function.";
    "gettrace" F0(none) "()" "Return the global debug tracing function set with sys.settrace.";
    "setprofile" F1(setprofile) "(function, /)" "Set the profiling function.";
    "getprofile" F0(none) "()" "Return the profiling function set with sys.setprofile.";
    "_settraceallthreads" F1(settrace) "(function, /)" "Set the global debug tracing function in all running threads.";
    "_setprofileallthreads" F1(setprofile) "(function, /)" "Set the profiling function in all running threads.";
    "getswitchinterval" F0(getswitchinterval) "()" "Return the current thread switch interval; see sys.setswitchinterval().";
    "setswitchinterval" F1(setswitchinterval) "(interval, /)" "Set the ideal thread switching delay inside the Python interpreter.";
    "get_int_max_str_digits" F0(get_int_max_str_digits) "()" "Return the maximum string digits limit for non-binary int<->str conversions.";
    "set_int_max_str_digits" FN(set_int_max_str_digits) "(maxdigits)" "Set the maximum string digits limit for non-binary int<->str conversions.";
    "get_coroutine_origin_tracking_depth" F0(get_origin_depth) "()" "Check status of origin tracking for coroutine objects in this thread.";
    "set_coroutine_origin_tracking_depth" FN(set_origin_depth) "(depth)" "Enable or disable origin tracking for coroutine objects in this thread.";
    "get_asyncgen_hooks" F0(get_asyncgen_hooks) "()" "Return the installed asynchronous generators hooks.";
    "set_asyncgen_hooks" FN(set_asyncgen_hooks) "(firstiter=None, finalizer=None)" "set_asyncgen_hooks([firstiter] [, finalizer])";
    "addaudithook" FN(addaudithook) "(hook)" "Adds a new audit hook callback.";
    "audit" FV(audit) "(event, /, *args)" "Passes the event to any hooks that are attached.";
    "getdefaultencoding" F0(utf8) "()" "Return the current default encoding used by the Unicode implementation.";
    "getfilesystemencoding" F0(utf8) "()" "Return the encoding used to convert Unicode filenames to OS filenames.";
    "getfilesystemencodeerrors" F0(surrogateescape) "()" "Return the error mode used for Unicode to OS filename conversion.";
    "_is_gil_enabled" F0(yes) "()" "Return True if the GIL is currently enabled and False if it's disabled.";
    "is_finalizing" F0(is_finalizing) "()" "Return True if Python is exiting.";
    "call_tracing" FV(call_tracing) "(func, args, /)" "Call func(*args), while tracing is enabled.";
    "getallocatedblocks" F0(getallocatedblocks) "()" "Return the number of memory blocks currently allocated.";
    "_debugmallocstats" F0(debugmallocstats) "()" "Print debug info to stderr about the state of pymalloc and structseq.";
    "getunicodeinternedsize" FN(getunicodeinternedsize) "(*, _only_immortal=False)" "Return the number of elements of the unicode interned dictionary";
    "_clear_type_cache" F0(none) "()" "Clear the internal type lookup cache.";
    "_clear_internal_caches" F0(none) "()" "Clear all internal performance-related caches.";
    "is_stack_trampoline_active" F0(no) "()" "Return *True* if a stack profiler trampoline is active.";
    "is_remote_debug_enabled" F0(no) "()" "Return True if remote debugging is enabled, False otherwise.";
    "_get_cpu_count_config" F0(no_cpu_count) "()" "Private function for getting PyConfig.cpu_count";
    "activate_stack_trampoline" F1(activate_trampoline) "(backend, /)" "Activate stack profiler trampoline *backend*.";
    "deactivate_stack_trampoline" F0(none) "()" "Deactivate the current stack profiler trampoline backend.";
    "getdlopenflags" F0(getdlopenflags) "()" "Return the current value of the flags that are used for dlopen calls.";
    "setdlopenflags" F1(ignore) "(flags, /)" "Set the flags used by the interpreter for dlopen calls.";
};

/// A `SimpleNamespace` with these attributes.
pub fn namespace(vm: &Vm, items: Vec<(&str, Value)>) -> PyResult {
    let dict = vm.new_dict();
    for (name, value) in items {
        dict.set_name(vm, &vm.intern(name), value);
    }
    Ok(crate::types::namespace::new_namespace(vm, dict.into_value()))
}

fn exit(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "exit", args, 0, 0, 1)?;
    // A SystemExit is raised as it is, anything else becomes the code.
    if let Some(status) = args.pos.first()
        && vm.type_of(status).is_subtype(&vm.exceptions().system_exit)
    {
        return Err(vm.raise(status.clone()));
    }
    let items = match args.pos.first() {
        None => Vec::new(),
        Some(status) if status.is_none() => Vec::new(),
        Some(status) => match status.downcast::<TupleObj>() {
            Some(tuple) => tuple.items().to_vec(),
            None => vec![status.clone()],
        },
    };
    Err(vm.raise_with(&vm.exceptions().system_exit, items))
}

fn exc_info(vm: &Vm) -> PyResult {
    let Some(exception) = vm.handled_exception() else {
        return Ok(vm.tuple(vec![Value::NONE, Value::NONE, Value::NONE]));
    };
    let traceback = exception.downcast::<ExceptionObj>().and_then(|e| e.traceback.get().non_null());
    let class = vm.type_of(&exception).to_value();
    Ok(vm.tuple(vec![class, exception, traceback.unwrap_or(Value::NONE)]))
}

fn exception(vm: &Vm) -> PyResult {
    Ok(vm.handled_exception().unwrap_or(Value::NONE))
}

fn getrecursionlimit(vm: &Vm) -> PyResult {
    Ok(vm.int(i64::from(vm.interp().recursion_limit.get())))
}

fn c_int(vm: &Vm, value: &Value) -> PyResult<i32> {
    let index = vm.index(value)?;
    match crate::types::int::to_i64(&index).map(i32::try_from) {
        Some(Ok(n)) => Ok(n),
        Some(Err(_)) | None => Err(exc::overflow_error(vm, "Python int too large to convert to C int")),
    }
}

fn setrecursionlimit(vm: &Vm, limit: &Value) -> PyResult {
    let limit = c_int(vm, limit)?;
    if limit < 1 {
        return Err(exc::value_error(vm, "recursion limit must be greater or equal than 1"));
    }
    let depth = vm.stack.depth();
    if depth >= limit as usize {
        let message =
            format!("cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low");
        return Err(vm.raise_text(&vm.exceptions().recursion_error, &message));
    }
    vm.interp().recursion_limit.set(limit as u32);
    vm.stack.set_limit(limit as usize);
    Ok(Value::NONE)
}

fn getrefcount(vm: &Vm, object: &Value) -> PyResult {
    // Immediates live for ever, as immortal objects do in CPython.
    Ok(match object.header() {
        Some(header) => vm.int(i64::from(header.refcount())),
        None => vm.int(3 << 30),
    })
}

fn getsizeof(vm: &Vm, args: &[Value]) -> PyResult {
    let object = &args[0];
    let result = match vm.call_special(object, &vm.names().__sizeof__, &[]) {
        Ok(Some(size)) => size,
        Ok(None) => {
            if let Some(default) = args[1].given() {
                return Ok(default.clone());
            }
            let name = vm.type_of(object).name_str();
            return Err(exc::type_error(vm, &format!("Type {name} doesn't define __sizeof__")));
        }
        Err(raised) if args[1].given().is_some() && exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            return Ok(args[1].clone());
        }
        Err(raised) => return Err(raised),
    };
    let size = vm.index_to_isize(&result, Some(""))?;
    if size < 0 {
        return Err(exc::value_error(vm, "__sizeof__() should return >= 0"));
    }
    // As CPython adds the header of its collector.
    Ok(vm.int(size as i64 + crate::heap::dealloc::overhead(object) as i64))
}

fn intern(vm: &Vm, string: &Value) -> PyResult {
    let Some(_) = string.downcast::<StrObj>() else {
        let name = exc::argument_type(vm, string);
        return Err(exc::type_error(vm, &format!("intern() argument must be str, not {name}")));
    };
    if string.exact::<StrObj>().is_none() {
        let name = vm.type_of(string).name_str();
        return Err(exc::type_error(vm, &format!("can't intern {name}")));
    }
    match vm.intern_value(string) {
        Some(name) => Ok(name.into_value()),
        None => Ok(string.clone()),
    }
}

/// What never dies in CPython: its statically made objects. (Here more objects have no reference count.)
fn is_immortal(_vm: &Vm, object: &Value) -> PyResult {
    let immortal = if let Some(text) = object.exact::<StrObj>() {
        // Characters below U+0100, whose first byte is C3 at most.
        text.chars() == 0 || text.chars() == 1 && text.bytes()[0] <= 0xC3
    } else if let Some(bytes) = object.exact::<BytesObj>() {
        bytes.data().len() < 2
    } else if let Some(tuple) = object.exact::<TupleObj>() {
        tuple.items().is_empty()
    } else if let Some(class) = object.downcast::<TypeObj>() {
        !class.has_flag(TypeFlags::HEAP_TYPE)
    } else {
        object.is_none()
            || object.is_true()
            || object.is(&Value::FALSE)
            || object.is_ellipsis()
            || object.is_not_implemented()
            || object.as_small().is_some_and(|n| (-5..=256).contains(&n))
    };
    Ok(Value::bool(immortal))
}

fn is_interned(vm: &Vm, string: &Value) -> PyResult {
    Ok(Value::bool(vm.str_arg(string, "_is_interned() argument")?.is_interned()))
}

fn getframe(vm: &Vm, args: &[Value]) -> PyResult {
    let depth = args[0].given().map(|d| c_int(vm, d)).transpose()?.unwrap_or(0).max(0);
    match crate::interp::frames::frame_at(vm, depth as usize) {
        Some(frame) => Ok(frame.into_value()),
        None => Err(exc::value_error(vm, "call stack is not deep enough")),
    }
}

fn getframemodulename(vm: &Vm, args: &[Value]) -> PyResult {
    let depth = args[0].given().map(|d| c_int(vm, d)).transpose()?.unwrap_or(0).max(0);
    let Some(frame) = crate::interp::frames::frame_at(vm, depth as usize) else { return Ok(Value::NONE) };
    let globals = vm.get_attr_str(frame.value(), "f_globals")?;
    let name = globals.downcast::<crate::types::dict::DictObj>().and_then(|d| d.get_name(vm, &vm.names().__name__));
    Ok(name.unwrap_or(Value::NONE))
}

fn current_frames(vm: &Vm) -> PyResult {
    let frames = vm.new_dict();
    if let Some(frame) = crate::interp::frames::frame_at(vm, 0) {
        frames.set(vm, &vm.int(vm.thread_ident() as i64), frame.into_value())?;
    }
    Ok(frames.into_value())
}

fn current_exceptions(vm: &Vm) -> PyResult {
    let exceptions = vm.new_dict();
    exceptions.set(vm, &vm.int(vm.thread_ident() as i64), exception(vm)?)?;
    Ok(exceptions.into_value())
}

fn settrace(vm: &Vm, function: &Value) -> PyResult {
    if function.is_none() {
        return Ok(Value::NONE);
    }
    Err(exc::not_implemented_error(vm, "sys.settrace() comes with a later version of minipy"))
}

fn setprofile(vm: &Vm, function: &Value) -> PyResult {
    if function.is_none() {
        return Ok(Value::NONE);
    }
    Err(exc::not_implemented_error(vm, "sys.setprofile() comes with a later version of minipy"))
}

fn getswitchinterval(vm: &Vm) -> PyResult {
    Ok(vm.float(vm.interp().gil.interval().as_secs_f64()))
}

fn setswitchinterval(vm: &Vm, interval: &Value) -> PyResult {
    let seconds = vm.f64_arg(interval)?;
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(exc::value_error(vm, "switch interval must be strictly positive"));
    }
    let interval = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_secs(1 << 30));
    vm.interp().gil.set_interval(interval);
    Ok(Value::NONE)
}

fn get_int_max_str_digits(vm: &Vm) -> PyResult {
    Ok(vm.int(crate::types::int::max_str_digits(vm) as i64))
}

fn set_int_max_str_digits(vm: &Vm, args: &[Value]) -> PyResult {
    let limit = c_int(vm, &args[0])?;
    if limit != 0 && limit < 640 {
        return Err(exc::value_error(vm, "maxdigits must be >= 640 or 0 for unlimited"));
    }
    crate::types::int::set_max_str_digits(vm, limit as usize);
    Ok(Value::NONE)
}

/// `sys.set_coroutine_origin_tracking_depth`, for each thread.
#[derive(Default)]
pub struct OriginDepth(pub Cell<usize>);

fn get_origin_depth(vm: &Vm) -> PyResult {
    Ok(vm.int(vm.thread_state::<OriginDepth>().0.get() as i64))
}

fn set_origin_depth(vm: &Vm, args: &[Value]) -> PyResult {
    let depth = c_int(vm, &args[0])?;
    if depth < 0 {
        return Err(exc::value_error(vm, "depth must be >= 0"));
    }
    vm.thread_state::<OriginDepth>().0.set(depth as usize);
    crate::interp::generator::track_origins();
    Ok(Value::NONE)
}

fn get_asyncgen_hooks(vm: &Vm) -> PyResult {
    let hooks = vm.thread_state::<AsyncGenHooks>();
    let shown = |cell: &PyCell<Value>| cell.get().non_null().unwrap_or(Value::NONE);
    super::structs::asyncgen_hooks(vm, shown(&hooks.firstiter), shown(&hooks.finalizer))
}

fn set_asyncgen_hooks(vm: &Vm, args: &[Value]) -> PyResult {
    for (value, name) in args.iter().zip(["firstiter", "finalizer"]) {
        if let Some(value) = value.not_none()
            && !vm.is_callable(value)
        {
            let got = vm.type_of(value).name_str();
            return Err(exc::type_error(vm, &format!("callable {name} expected, got {got}")));
        }
    }
    let hooks = vm.thread_state::<AsyncGenHooks>();
    for (value, cell) in args.iter().zip([&hooks.firstiter, &hooks.finalizer]) {
        if value.given().is_some() {
            cell.set(if value.is_none() { Value::NULL } else { value.clone() });
        }
    }
    Ok(Value::NONE)
}

#[derive(Default)]
struct AuditHooks(PyCell<Vec<Value>>);

fn addaudithook(vm: &Vm, args: &[Value]) -> PyResult {
    vm.state::<AuditHooks>().0.borrow_mut().push(args[0].clone());
    Ok(Value::NONE)
}

fn audit(vm: &Vm, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "sys.audit"));
    }
    let Some(event) = args.pos.first() else {
        return Err(exc::type_error(vm, "audit expected at least 1 argument, got 0"));
    };
    if event.downcast::<StrObj>().is_none() {
        let name = exc::argument_type(vm, event);
        return Err(exc::type_error(vm, &format!("audit() argument 1 must be str, not {name}")));
    }
    event.downcast::<StrObj>().map_or(Ok(()), |event| vm.check_c_str(event))?;
    let hooks = vm.state::<AuditHooks>().0.borrow().clone();
    if !hooks.is_empty() {
        let rest = vm.tuple_from(&args.pos[1..]);
        for hook in hooks {
            vm.call(&hook, &[event.clone(), rest.clone()])?;
        }
    }
    Ok(Value::NONE)
}

fn utf8(vm: &Vm) -> PyResult {
    Ok(vm.str("utf-8"))
}

fn surrogateescape(vm: &Vm) -> PyResult {
    Ok(vm.str("surrogateescape"))
}

fn yes(_vm: &Vm) -> PyResult {
    Ok(Value::TRUE)
}

fn no(_vm: &Vm) -> PyResult {
    Ok(Value::FALSE)
}

fn none(_vm: &Vm) -> PyResult {
    Ok(Value::NONE)
}

fn ignore(vm: &Vm, value: &Value) -> PyResult {
    c_int(vm, value)?;
    Ok(Value::NONE)
}

fn no_cpu_count(vm: &Vm) -> PyResult {
    Ok(vm.int(-1))
}

fn activate_trampoline(vm: &Vm, backend: &Value) -> PyResult {
    let text = vm.str_arg(backend, "activate_stack_trampoline() argument")?.to_string_lossy().into_owned();
    if text == "perf" || text == "perf_jit" {
        return Err(exc::value_error(vm, "perf trampoline not available"));
    }
    Err(exc::value_error(vm, &format!("invalid backend: {text}")))
}

fn getdlopenflags(vm: &Vm) -> PyResult {
    Ok(vm.int(2))
}

fn is_finalizing(vm: &Vm) -> PyResult {
    Ok(Value::bool(vm.interp().gil.is_finalizing()))
}

fn call_tracing(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "call_tracing", args, 0, 2, 2)?;
    let Some(tuple) = args.pos[1].downcast::<TupleObj>() else {
        let name = exc::argument_type(vm, &args.pos[1]);
        return Err(exc::type_error(vm, &format!("call_tracing() argument 2 must be tuple, not {name}")));
    };
    vm.call(&args.pos[0], tuple.items())
}

fn getallocatedblocks(vm: &Vm) -> PyResult {
    let mut count = 0i64;
    crate::heap::inspect::for_each_object(vm, &mut |_| count += 1);
    Ok(vm.int(count))
}

fn debugmallocstats(vm: &Vm) -> PyResult {
    let bytes = crate::heap::inspect::bytes_in_use(vm);
    super::write_stderr(vm, &format!("# bytes in use: {bytes}\n"));
    Ok(Value::NONE)
}

fn getunicodeinternedsize(vm: &Vm, _args: &[Value]) -> PyResult {
    let count = vm.interp().interned.borrow().len();
    Ok(vm.int(count as i64))
}
