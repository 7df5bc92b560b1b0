//! `_thread.lock`, and the waiting that all locks share.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::bind::{bind_params, parse_signature};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

/// `_thread.TIMEOUT_MAX`
pub const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// How long the main thread waits before it looks for signals.
const SLICE: Duration = Duration::from_millis(20);

/// A lock that threads can wait for, without any Python object.
#[derive(Default)]
pub struct RawLock {
    held: AtomicBool,
    waiters: AtomicU32,
    mutex: Mutex<()>,
    freed: Condvar,
}

impl RawLock {
    /// Takes the lock if it is free.
    pub fn try_acquire(&self) -> bool {
        self.held.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Whether somebody has it.
    pub fn is_held(&self) -> bool {
        self.held.load(Ordering::Acquire)
    }

    /// Lets go.
    pub fn release(&self) {
        self.held.store(false, Ordering::SeqCst);
        if self.waiters.load(Ordering::SeqCst) > 0 {
            drop(self.mutex.lock().unwrap_or_else(PoisonError::into_inner));
            self.freed.notify_one();
        }
    }

    /// Waits for at most a while; true if it has the lock now.
    fn wait(&self, most: Option<Duration>) -> bool {
        let mut guard = self.mutex.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiters.fetch_add(1, Ordering::SeqCst);
        let end = most.map(|d| Instant::now() + d);
        let got = loop {
            if self.try_acquire() {
                break true;
            }
            match end {
                None => guard = self.freed.wait(guard).unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let Some(left) = end.checked_duration_since(Instant::now()).filter(|d| !d.is_zero()) else {
                        break false;
                    };
                    guard = self.freed.wait_timeout(guard, left).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        };
        self.waiters.fetch_sub(1, Ordering::SeqCst);
        drop(guard);
        got
    }
}

/// Acquires a lock without the interpreter lock; in the main thread signals are handled meanwhile. False: timed out.
pub fn acquire(vm: &Vm, lock: &Arc<RawLock>, timeout: Option<Duration>) -> PyResult<bool> {
    if lock.try_acquire() {
        return Ok(true);
    }
    if timeout.is_some_and(|t| t.is_zero()) {
        return Ok(false);
    }
    let end = timeout.and_then(|t| Instant::now().checked_add(t));
    loop {
        let left = end.map(|e| e.saturating_duration_since(Instant::now()));
        let most = match (left, vm.is_main) {
            (Some(left), true) => Some(left.min(SLICE)),
            (None, true) => Some(SLICE),
            (left, false) => left,
        };
        let shared = lock.clone();
        if vm.without_gil(|| shared.wait(most)) {
            return Ok(true);
        }
        vm.check_signals()?;
        if left.is_some_and(|l| l <= most.unwrap_or(l)) && end.is_some_and(|e| Instant::now() >= e) {
            return Ok(false);
        }
    }
}

/// The arguments of `acquire`: no timeout means for ever, zero means not at all.
pub fn acquire_args(vm: &Vm, args: &Args) -> PyResult<Option<Duration>> {
    let params = parse_signature("(self, /, blocking=True, timeout=-1)");
    let bound = bind_params(vm, "acquire", &params, args, 1)?;
    let blocking = bound[1].given().map_or(Ok(true), |v| vm.truth(v))?;
    let seconds = match bound[2].given() {
        None => -1.0,
        Some(value) => crate::time::seconds_arg(vm, value)?,
    };
    if !blocking {
        if seconds != -1.0 {
            return Err(exc::value_error(vm, "can't specify a timeout for a non-blocking call"));
        }
        return Ok(Some(Duration::ZERO));
    }
    if seconds < 0.0 && seconds != -1.0 {
        return Err(exc::value_error(vm, "timeout value must be a non-negative number"));
    }
    if seconds > TIMEOUT_MAX {
        return Err(exc::overflow_error(vm, "timeout value is too large"));
    }
    Ok(if seconds < 0.0 { None } else { Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::ZERO)) })
}

/// The struct inside locks.
pub struct LockObj {
    raw: Arc<RawLock>,
}

static LOCK_LAYOUT: Layout = Layout::of::<LockObj>("lock");

impl HeapObject for LockObj {
    const LAYOUT: &'static Layout = &LOCK_LAYOUT;
    const GC: bool = false;
}

/// The type `lock`.
pub static TYPE: TypeDef = TypeDef {
    name: "lock",
    module: "_thread",
    layout: Some(&LOCK_LAYOUT),
    flags: TypeFlags::WEAKREFABLE,
    doc: "A lock object is a synchronization primitive.",
    slots: Slots { new: Some(lock_new), repr: Some(repr), ..Slots::EMPTY },
    methods: methods! {
        "acquire" FV(acquire_method) "(self, /, blocking=True, timeout=-1)" "Lock the lock.";
        "acquire_lock" FV(acquire_method) "(self, /, blocking=True, timeout=-1)" "An obsolete synonym of acquire().";
        "release" F1(release) "(self, /)" "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.";
        "release_lock" F1(release) "(self, /)" "An obsolete synonym of release().";
        "locked" F1(locked) "(self, /)" "Return whether the lock is in the locked state.";
        "locked_lock" F1(locked) "(self, /)" "An obsolete synonym of locked().";
        "_at_fork_reinit" F1(reinit) "(self, /)" "Make the lock free again.";
        "__enter__" F1(enter) "(self, /)" "Lock the lock.";
        "__exit__" FV(leave) "(self, exc_type, exc_value, exc_tb, /)" "Release the lock.";
    },
    ..TypeDef::EMPTY
};

fn lock_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    minipy_vm::protocol::bind::check_positional(vm, "lock", args, 0, 0, 0)?;
    Ok(vm.alloc(ty, LockObj { raw: Arc::default() }).into_value())
}

/// `_thread.allocate_lock()`
pub fn allocate(vm: &Vm) -> PyResult {
    lock_new(vm, &vm.type_from_def(&TYPE), &Args::EMPTY)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a LockObj> {
    exc::receiver(vm, value)
}

fn acquire_method(vm: &Vm, args: &Args) -> PyResult {
    let timeout = acquire_args(vm, args)?;
    let lock = this(vm, &args.pos[0])?.raw.clone();
    acquire(vm, &lock, timeout).map(Value::bool)
}

fn release(vm: &Vm, value: &Value) -> PyResult {
    let lock = this(vm, value)?;
    if !lock.raw.is_held() {
        return Err(exc::runtime_error(vm, "release unlocked lock"));
    }
    lock.raw.release();
    Ok(Value::NONE)
}

fn locked(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.raw.is_held()))
}

fn reinit(vm: &Vm, value: &Value) -> PyResult {
    let lock = this(vm, value)?;
    if lock.raw.is_held() {
        lock.raw.release();
    }
    Ok(Value::NONE)
}

fn enter(vm: &Vm, value: &Value) -> PyResult {
    let lock = this(vm, value)?.raw.clone();
    acquire(vm, &lock, None).map(Value::bool)
}

fn leave(vm: &Vm, args: &Args) -> PyResult {
    release(vm, &args.pos[0])
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let state = if this(vm, value)?.raw.is_held() { "locked" } else { "unlocked" };
    Ok(vm.str(&format!("<{state} _thread.lock object at {:#x}>", value.bits())))
}
