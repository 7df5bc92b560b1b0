//! `asyncio.Lock`, and the `async with` methods that it shares with conditions and semaphores.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::future;
use crate::waiters::{self, Acquire, Waiters};
use minipy_vm::protocol::written::bind;

/// The struct inside locks.
#[derive(Default)]
pub struct LockObj {
    pub(crate) locked: Cell<bool>,
    waiters: Waiters,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<LockObj>("Lock");

impl HeapObject for LockObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.waiters.trace(visit);
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        self.waiters.clear();
        drop(self.dict.take());
    }
}

impl minipy_vm::heap::layout::FixedShape for LockObj {
    const SHAPE: u32 = minipy_vm::shape::fixed::ASYNC_LOCK;
}

/// The type `Lock`.
pub static TYPE: TypeDef = TypeDef {
    name: "Lock",
    module: "asyncio.locks",
    layout: Some(&LAYOUT),
    shape: minipy_vm::shape::fixed::ASYNC_LOCK,
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Primitive lock objects.\n\nA primitive lock is a synchronization primitive that is not owned\nby a particular task when locked.  A primitive lock is in one\nof two states, 'locked' or 'unlocked'.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "locked" F1(locked) "Lock.locked(self)" "Return True if lock is acquired.";
    "acquire" F1(acquire) "async Lock.acquire(self)" "Acquire a lock.\n\nThis method blocks until the lock is unlocked, then sets it to\nlocked and returns True." [at_once waiters::acquire_at_once::<LockObj>];
    "release" F1(release_method) "Lock.release(self)" "Release a lock.\n\nWhen the lock is locked, reset it to unlocked, and return.\nIf any other tasks are blocked waiting for the lock to become\nunlocked, allow exactly one of them to proceed.\n\nWhen invoked on an unlocked lock, a RuntimeError is raised.\n\nThere is no return value.";
    "__aenter__" F1(aenter) "async _ContextManagerMixin.__aenter__(self)" "" [at_once waiters::enter_at_once::<LockObj>];
    "__aexit__" FN(aexit) "async _ContextManagerMixin.__aexit__(self, exc_type, exc, tb)" "" [at_once waiters::exit_at_once::<LockObj>];
};

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, LockObj::default()).into_value())
}

fn init(vm: &Vm, _this: &Value, args: &Args) -> PyResult<()> {
    bind(vm, "Lock.__init__", "(self)", args, 1).map(drop)
}

/// A new lock.
pub(crate) fn new_lock(vm: &Vm) -> Value {
    vm.alloc(&vm.type_from_def(&TYPE), LockObj::default()).into_value()
}

fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<LockObj>().map(|l| &l.dict)
}

#[inline]
fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a LockObj> {
    if let Some(lock) = value.exact::<LockObj>() {
        return Ok(lock);
    }
    exc::receiver::<LockObj>(vm, value)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let lock = this(vm, value)?;
    waiters::repr(vm, value, if lock.locked.get() { "locked" } else { "unlocked" }, lock.waiters.len())
}

fn locked(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.locked.get()))
}

impl LockObj {
    /// Takes the lock if nobody has it or is about to.
    pub(crate) fn try_acquire(&self) -> bool {
        if self.locked.get() || !self.waiters.all_cancelled() {
            return false;
        }
        self.locked.set(true);
        true
    }

    /// A future to wait for when [`LockObj::try_acquire`] said no.
    pub(crate) fn enqueue(&self, vm: &Vm, value: &Value) -> PyResult {
        self.waiters.wait(vm, value)
    }

    /// Goes on after the wait for a future of [`LockObj::enqueue`]: takes the lock, or hands the chance on.
    pub(crate) fn finish_wait(&self, vm: &Vm, waiter: &Value, outcome: PyResult) -> PyResult<()> {
        self.waiters.remove(waiter);
        match outcome {
            Ok(_) => {
                self.locked.set(true);
                Ok(())
            }
            Err(raised) => {
                if future::is_cancelled(vm, &raised) && !self.locked.get() {
                    self.waiters.wake_front(Value::TRUE);
                }
                Err(raised)
            }
        }
    }

    /// Lets go.
    pub(crate) fn release(&self, vm: &Vm) -> PyResult<()> {
        if !self.locked.replace(false) {
            return Err(not_acquired(vm));
        }
        self.waiters.wake_front(Value::TRUE);
        Ok(())
    }
}

#[cold]
fn not_acquired(vm: &Vm) -> Raised {
    exc::runtime_error(vm, "Lock is not acquired.")
}

fn acquire(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    Ok(coroutine::make(vm, "Lock.acquire", acquire_step, [value.clone(), Value::TRUE]))
}

impl Acquire for LockObj {
    #[inline]
    fn try_take(vm: &Vm, value: &Value) -> PyResult<bool> {
        Ok(this(vm, value)?.try_acquire())
    }

    #[inline]
    fn give_back(vm: &Vm, value: &Value) -> PyResult<()> {
        this(vm, value)?.release(vm)
    }
}

/// Slots: 0 the lock, 1 what to return, 2 the waiter.
fn acquire_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(0);
    let lock = this(vm, &value)?;
    if c.state.get() == 0 {
        if lock.try_acquire() {
            return Ok(Next::Return(c.slot(1)));
        }
        let waiter = lock.enqueue(vm, &value)?;
        c.state.set(1);
        c.set_slot(2, waiter.clone());
        return Ok(Next::Await(waiter));
    }
    lock.finish_wait(vm, &c.slot(2), outcome)?;
    Ok(Next::Return(c.slot(1)))
}

fn release_method(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.release(vm)?;
    Ok(Value::NONE)
}

fn aenter(vm: &Vm, value: &Value) -> PyResult {
    if value.exact::<LockObj>().is_some() {
        return Ok(coroutine::make(vm, AENTER, acquire_step, [value.clone(), Value::NONE]));
    }
    context_enter(vm, value)
}

fn aexit(vm: &Vm, args: &[Value]) -> PyResult {
    if args[0].exact::<LockObj>().is_some() {
        let step = |vm: &Vm, c: &NativeCoroutine, outcome: PyResult| {
            outcome?;
            this(vm, &c.slot(0))?.release(vm)?;
            Ok(Next::Return(Value::NONE))
        };
        return Ok(coroutine::make(vm, AEXIT, step, [args[0].clone()]));
    }
    release_later(vm, &args[0])
}

const AENTER: &str = "_ContextManagerMixin.__aenter__";
const AEXIT: &str = "_ContextManagerMixin.__aexit__";

/// `__aenter__` of whatever has an `acquire` method: awaits it and gives None.
pub(crate) fn context_enter(vm: &Vm, value: &Value) -> PyResult {
    let step = |vm: &Vm, c: &NativeCoroutine, outcome: PyResult| {
        outcome?;
        if c.state.replace(1) == 0 {
            return vm.call_method_str(&c.slot(0), "acquire", &[]).map(Next::Await);
        }
        Ok(Next::Return(Value::NONE))
    };
    Ok(coroutine::make(vm, AENTER, step, [value.clone()]))
}

/// `__aexit__` of whatever has a `release` method.
pub(crate) fn context_exit(vm: &Vm, args: &[Value]) -> PyResult {
    release_later(vm, &args[0])
}

/// A coroutine that calls `release()`.
fn release_later(vm: &Vm, value: &Value) -> PyResult {
    let step = |vm: &Vm, c: &NativeCoroutine, outcome: PyResult| {
        outcome?;
        vm.call_method_str(&c.slot(0), "release", &[])?;
        Ok(Next::Return(Value::NONE))
    };
    Ok(coroutine::make(vm, AEXIT, step, [value.clone()]))
}
