//! Joinable threads: `_ThreadHandle`, `start_joinable_thread`, `_shutdown`.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeRef};
use minipy_vm::{Value, Vm};
use minipy_vm::{getset, methods};

use super::lock::{RawLock, acquire};
use super::{Call, run_call};

/// The struct inside thread handles. The lock is held while the thread runs.
pub struct HandleObj {
    ident: Cell<u64>,
    started: Cell<bool>,
    running: Arc<RawLock>,
}

static HANDLE_LAYOUT: Layout = Layout::of::<HandleObj>("_ThreadHandle");

impl HeapObject for HandleObj {
    const LAYOUT: &'static Layout = &HANDLE_LAYOUT;
    const GC: bool = false;
}

/// The type `_ThreadHandle`.
pub static TYPE: TypeDef = TypeDef {
    name: "_ThreadHandle",
    module: "_thread",
    layout: Some(&HANDLE_LAYOUT),
    slots: Slots { new: Some(handle_new), repr: Some(repr), ..Slots::EMPTY },
    methods: methods! {
        "join" FN(join) "(self, timeout=None, /)" "Wait for the thread.";
        "is_done" F1(is_done) "(self, /)" "Whether the thread has ended.";
        "_set_done" F1(set_done) "(self, /)" "Mark the thread as ended.";
    },
    getset: getset! {
        "ident" get_ident, "The thread's number.";
    },
    ..TypeDef::EMPTY
};

/// The locks of threads that are no daemons.
#[derive(Default)]
struct NonDaemons(PyCell<Vec<(u64, Arc<RawLock>)>>);

fn handle_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let handle = HandleObj { ident: Cell::new(0), started: Cell::new(false), running: Arc::default() };
    Ok(vm.alloc(ty, handle).into_value())
}

/// `_make_thread_handle(ident)`
pub fn make_handle(vm: &Vm, ident: &Value) -> PyResult {
    let ident = vm.i64_arg(ident)? as u64;
    let handle = HandleObj { ident: Cell::new(ident), started: Cell::new(true), running: Arc::default() };
    handle.running.try_acquire();
    Ok(vm.alloc(&vm.type_from_def(&TYPE), handle).into_value())
}

/// What a joinable thread needs.
struct Start {
    call: Call,
    running: Arc<RawLock>,
    ident: u64,
}

fn run(vm: &Vm, start: Start) {
    let Start { call, running, ident } = start;
    run_call(vm, call);
    vm.clear_thread_states();
    vm.state::<NonDaemons>().0.borrow_mut().retain(|t| t.0 != ident);
    running.release();
}

/// `start_joinable_thread(function, handle=None, daemon=True)`
pub fn start_joinable_thread(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.is_callable(&args[0]) {
        return Err(exc::type_error(vm, "thread function must be callable"));
    }
    let handle = match args[1].not_none() {
        Some(handle) => handle.clone(),
        None => handle_new(vm, &vm.type_from_def(&TYPE), &Args::EMPTY)?,
    };
    let Some(object) = handle.downcast::<HandleObj>() else {
        return Err(exc::type_error(vm, "'handle' must be a _ThreadHandle"));
    };
    if object.started.get() {
        return Err(exc::runtime_error(vm, "thread already started"));
    }
    let daemon = args[2].given().map_or(Ok(true), |v| vm.truth(v))?;
    let ident = minipy_vm::thread::new_ident();
    object.running.try_acquire();
    object.ident.set(ident);
    object.started.set(true);
    if !daemon {
        vm.state::<NonDaemons>().0.borrow_mut().push((ident, object.running.clone()));
    }
    let call = Call { function: args[0].clone(), args: Value::NULL, kwargs: Value::NULL };
    let start = Start { call, running: object.running.clone(), ident };
    if let Err(raised) = vm.start_thread("python", ident, start, run) {
        object.started.set(false);
        object.running.release();
        vm.state::<NonDaemons>().0.borrow_mut().retain(|t| t.0 != ident);
        return Err(raised);
    }
    Ok(handle)
}

/// `_shutdown()`: waits for all threads that are no daemons.
pub fn shutdown(vm: &Vm) -> PyResult {
    loop {
        let me = vm.thread_ident();
        let next = vm.state::<NonDaemons>().0.borrow().iter().find(|t| t.0 != me).map(|t| t.1.clone());
        let Some(lock) = next else { return Ok(Value::NONE) };
        acquire(vm, &lock, None)?;
        lock.release();
    }
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a HandleObj> {
    exc::receiver(vm, value)
}

fn join(vm: &Vm, args: &[Value]) -> PyResult {
    let handle = this(vm, &args[0])?;
    if !handle.started.get() {
        return Err(exc::runtime_error(vm, "thread not started"));
    }
    if handle.ident.get() == vm.thread_ident() {
        return Err(exc::runtime_error(vm, "Cannot join current thread"));
    }
    let timeout = match args[1].not_none() {
        None => None,
        Some(value) => {
            let seconds = crate::time::seconds_arg(vm, value)?;
            if seconds < 0.0 { None } else { Duration::try_from_secs_f64(seconds).ok() }
        }
    };
    let running = handle.running.clone();
    if acquire(vm, &running, timeout)? {
        running.release();
    }
    Ok(Value::NONE)
}

fn is_done(vm: &Vm, value: &Value) -> PyResult {
    let handle = this(vm, value)?;
    Ok(Value::bool(handle.started.get() && !handle.running.is_held()))
}

fn set_done(vm: &Vm, value: &Value) -> PyResult {
    let handle = this(vm, value)?;
    if !handle.started.get() {
        return Err(exc::runtime_error(vm, "thread not started"));
    }
    if handle.running.is_held() {
        handle.running.release();
    }
    Ok(Value::NONE)
}

fn get_ident(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(this(vm, value)?.ident.get() as i64))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.str(&format!("<_thread._ThreadHandle object: ident={}>", this(vm, value)?.ident.get())))
}
