//! The module `_thread`: starting threads, locks, thread-local data.

mod handle;
mod local;
mod lock;
mod rlock;

use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, MethodDef, PyResult};
use minipy_vm::protocol::bind::check_positional;
use minipy_vm::thread::Threads;
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::exception::ExceptionObj;
use minipy_vm::types::structseq::{self, StructSeqDef};
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::{Value, Vm};

pub use lock::TIMEOUT_MAX;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: FUNCTIONS,
    types: &[&lock::TYPE, &rlock::TYPE, &local::TYPE, &handle::TYPE],
    init: Some(init),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "start_new_thread" FV(start_new_thread) "(function, args, kwargs={}, /)" "Start a new thread and return its identifier.";
    "start_new" FV(start_new_thread) "(function, args, kwargs={}, /)" "An obsolete synonym of start_new_thread().";
    "start_joinable_thread" FN(handle::start_joinable_thread) "(function, handle=None, daemon=True)" "*For internal use only*: start a new thread.";
    "daemon_threads_allowed" F0(yes) "()" "Return True if daemon threads are allowed in the current interpreter,\nand False otherwise.";
    "allocate_lock" F0(lock::allocate) "()" "Create a new lock object.";
    "allocate" F0(lock::allocate) "()" "An obsolete synonym of allocate_lock().";
    "exit_thread" F0(exit) "()" "An obsolete synonym of exit().";
    "exit" F0(exit) "()" "This is synonymous to ``raise SystemExit''.";
    "interrupt_main" FN(interrupt_main) "(signum=2, /)" "Simulate the arrival of the given signal in the main thread.";
    "get_ident" F0(get_ident) "()" "Return a non-zero integer that uniquely identifies the current thread\namongst other threads that exist simultaneously.";
    "get_native_id" F0(get_native_id) "()" "Return a non-negative integer identifying the thread as reported\nby the OS (kernel).";
    "_count" F0(count) "()" "Return the number of currently running Python threads, excluding\nthe main thread.";
    "stack_size" FN(stack_size) "(size=0, /)" "Return the thread stack size used when creating new threads.";
    "_excepthook" F1(excepthook) "(exc_info, /)" "Handle uncaught Thread.run() exception.";
    "_is_main_interpreter" F0(yes) "()" "Return True if the current interpreter is the main Python interpreter.";
    "_shutdown" F0(handle::shutdown) "()" "Wait for all non-daemon threads (other than the calling thread) to stop.";
    "_make_thread_handle" F1(handle::make_handle) "(ident, /)" "Internal only. Make a thread handle for threads not spawned\nby the _thread or threading module.";
    "_get_main_thread_ident" F0(get_main_ident) "()" "Internal only. Return a non-zero integer that uniquely identifies the main thread\nof the main interpreter.";
    "set_name" FN(set_name) "(name)" "Set the name of the current thread.";
    "_get_name" F0(get_name) "()" "Get the name of the current thread.";
};

/// The main thread's number, for `_get_main_thread_ident`.
#[derive(Default)]
struct MainIdent(std::cell::Cell<u64>);

/// What `_excepthook` is called with.
static EXCEPT_HOOK_ARGS: StructSeqDef = StructSeqDef {
    name: "_ExceptHookArgs",
    module: "_thread",
    doc: "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
    fields: &["exc_type", "exc_value", "exc_traceback", "thread"],
    visible: 4,
    callable: true,
};

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    module.set(vm, "LockType", vm.type_from_def(&lock::TYPE).into_value());
    module.set(vm, "error", vm.exceptions().runtime_error.value().clone());
    module.set(vm, "TIMEOUT_MAX", vm.float(TIMEOUT_MAX));
    module.set(vm, "_NAME_MAXLEN", vm.int(15));
    module.set(vm, "_ExceptHookArgs", structseq::new_class(vm, &EXCEPT_HOOK_ARGS)?.into_value());
    if vm.is_main {
        vm.state::<MainIdent>().0.set(vm.thread_ident());
    }
    Ok(())
}

/// What a new thread is to call.
pub(crate) struct Call {
    function: Value,
    args: Value,
    kwargs: Value,
}

impl Call {
    fn run(&self, vm: &Vm) -> PyResult {
        let pos = self.args.downcast::<TupleObj>().map(|t| t.items().to_vec()).unwrap_or_default();
        let items = self.kwargs.downcast::<DictObj>().map(DictObj::items).unwrap_or_default();
        let (names, kw): (Vec<Value>, Vec<Value>) = items.into_iter().unzip();
        vm.call_args(&self.function, &Args { pos: &pos, kw: &kw, names: &names })
    }
}

/// Runs a thread's function; SystemExit ends it silently, anything else is reported.
pub(crate) fn run_call(vm: &Vm, call: Call) {
    if let Err(raised) = call.run(vm) {
        let exit = exc::is_instance(vm, &raised, &vm.exceptions().system_exit);
        let exception = vm.take_exception(raised);
        if !exit {
            let message = Some("Exception ignored in thread started by");
            minipy_vm::unraisable::report(vm, &exception, message, &call.function);
        }
        // The traceback holds the frames, and they what the thread was given: it goes before the thread does.
        if let Some(object) = exception.downcast::<ExceptionObj>() {
            let traceback = object.traceback.take();
            drop(traceback);
        }
    }
}

fn start_new_thread(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "start_new_thread", args, 0, 2, 3)?;
    if !vm.is_callable(&args.pos[0]) {
        return Err(exc::type_error(vm, "first arg must be callable"));
    }
    if args.pos[1].downcast::<TupleObj>().is_none() {
        return Err(exc::type_error(vm, "2nd arg must be a tuple"));
    }
    let kwargs = args.pos.get(2).cloned().unwrap_or_default();
    if !kwargs.is_null() && kwargs.downcast::<DictObj>().is_none() {
        return Err(exc::type_error(vm, "optional 3rd arg must be a dictionary"));
    }
    if vm.interp().gil.is_finalizing() {
        let message = "can't create new thread at interpreter shutdown";
        return Err(vm.raise_text(&vm.exceptions().python_finalization_error, message));
    }
    let call = Call { function: args.pos[0].clone(), args: args.pos[1].clone(), kwargs };
    let ident = minipy_vm::thread::new_ident();
    vm.start_thread("python", ident, call, run_call)?;
    Ok(vm.int(ident as i64))
}

fn yes(_vm: &Vm) -> PyResult {
    Ok(Value::TRUE)
}

fn exit(vm: &Vm) -> PyResult {
    Err(vm.raise_with(&vm.exceptions().system_exit, Vec::new()))
}

fn interrupt_main(vm: &Vm, args: &[Value]) -> PyResult {
    let number = args[0].given().map(|n| vm.i64_arg(n)).transpose()?.unwrap_or(2);
    if !(1..65).contains(&number) {
        return Err(exc::value_error(vm, "signal number out of range"));
    }
    vm.simulate_signal(number as i32);
    // In the main thread the handler runs before the call returns, as in CPython.
    vm.check_signals()?;
    Ok(Value::NONE)
}

fn get_ident(vm: &Vm) -> PyResult {
    Ok(vm.int(vm.thread_ident() as i64))
}

fn get_native_id(vm: &Vm) -> PyResult {
    match vm.interp().host.native_thread_id() {
        Ok(id) => Ok(vm.int(id as i64)),
        Err(error) => Err(minipy_vm::io::errors::os_error(vm, &error, None)),
    }
}

fn get_main_ident(vm: &Vm) -> PyResult {
    Ok(vm.int(vm.state::<MainIdent>().0.get() as i64))
}

fn count(vm: &Vm) -> PyResult {
    Ok(vm.int(vm.state::<Threads>().count.get() as i64))
}

fn stack_size(vm: &Vm, args: &[Value]) -> PyResult {
    let threads = vm.state::<Threads>();
    let before = threads.stack_size.get();
    if let Some(size) = args[0].given() {
        let size = vm.i64_arg(size)?;
        if size < 0 {
            return Err(exc::value_error(vm, "size must be 0 or a positive value"));
        }
        if size != 0 && size < 53248 {
            return Err(exc::value_error(vm, "size must be at least 53248 bytes"));
        }
        threads.stack_size.set(size as usize);
    }
    Ok(vm.int(before as i64))
}

fn set_name(vm: &Vm, args: &[Value]) -> PyResult {
    let [name] = args else { return Ok(Value::NONE) };
    if name.is_none() {
        return Err(exc::type_error(vm, "set_name() argument 'name' must be str, not None"));
    }
    let text = vm.str_arg(name, "set_name() argument 'name'")?.to_string_lossy().into_owned();
    // A system that does not name threads is no reason to fail.
    let _ = vm.interp().host.set_thread_name(text.as_bytes());
    Ok(Value::NONE)
}

fn get_name(vm: &Vm) -> PyResult {
    let name = vm.interp().host.thread_name().map_err(|error| minipy_vm::io::errors::os_error(vm, &error, None))?;
    Ok(minipy_vm::sysmod::fs_decode(vm, &name))
}

fn excepthook(vm: &Vm, args: &Value) -> PyResult {
    let exception = vm.get_attr_str(args, "exc_value")?;
    let class = vm.get_attr_str(args, "exc_type")?;
    if class.is(vm.exceptions().system_exit.value()) {
        return Ok(Value::NONE);
    }
    let thread = vm.get_attr_str(args, "thread")?;
    let name = match vm.find_attr(&thread, &vm.intern("name"))? {
        Some(name) => vm.str_string(&name)?,
        None => vm.thread_ident().to_string(),
    };
    minipy_vm::unraisable::report_thread(vm, &exception, &name);
    Ok(Value::NONE)
}
