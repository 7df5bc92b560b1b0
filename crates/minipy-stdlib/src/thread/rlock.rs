//! `_thread.RLock`

use std::cell::Cell;
use std::sync::Arc;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::lock::{RawLock, acquire, acquire_args};

/// The struct inside reentrant locks. Owner and count are only touched under the interpreter lock.
pub struct RLockObj {
    raw: Arc<RawLock>,
    owner: Cell<u64>,
    count: Cell<u64>,
}

static RLOCK_LAYOUT: Layout = Layout::of::<RLockObj>("RLock");

impl HeapObject for RLockObj {
    const LAYOUT: &'static Layout = &RLOCK_LAYOUT;
    const GC: bool = false;
}

/// The type `RLock`.
pub static TYPE: TypeDef = TypeDef {
    name: "RLock",
    module: "_thread",
    layout: Some(&RLOCK_LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE,
    slots: Slots { new: Some(rlock_new), repr: Some(repr), ..Slots::EMPTY },
    methods: methods! {
        "acquire" FV(acquire_method) "(self, /, blocking=True, timeout=-1)" "Lock the lock.";
        "release" F1(release) "(self, /)" "Release the lock.";
        "locked" F1(locked) "(self, /)" "Return whether the lock is in the locked state.";
        "_is_owned" F1(is_owned) "(self, /)" "For internal use by threading.Condition.";
        "_recursion_count" F1(recursion_count) "(self, /)" "For internal use by reentrancy tests.";
        "_acquire_restore" F2(acquire_restore) "(self, state, /)" "For internal use by threading.Condition.";
        "_release_save" F1(release_save) "(self, /)" "For internal use by threading.Condition.";
        "_at_fork_reinit" F1(reinit) "(self, /)" "Make the lock free again.";
        "__enter__" F1(enter) "(self, /)" "Lock the lock.";
        "__exit__" FV(leave) "(self, exc_type, exc_value, exc_tb, /)" "Release the lock.";
    },
    ..TypeDef::EMPTY
};

fn rlock_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let lock = RLockObj { raw: Arc::default(), owner: Cell::new(0), count: Cell::new(0) };
    Ok(vm.alloc(ty, lock).into_value())
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a RLockObj> {
    exc::receiver(vm, value)
}

fn take(vm: &Vm, lock: &RLockObj, timeout: Option<std::time::Duration>) -> PyResult<bool> {
    let me = vm.thread_ident();
    if lock.owner.get() == me {
        lock.count.set(lock.count.get() + 1);
        return Ok(true);
    }
    let raw = lock.raw.clone();
    if !acquire(vm, &raw, timeout)? {
        return Ok(false);
    }
    lock.owner.set(me);
    lock.count.set(1);
    Ok(true)
}

fn acquire_method(vm: &Vm, args: &Args) -> PyResult {
    let timeout = acquire_args(vm, args)?;
    take(vm, this(vm, &args.pos[0])?, timeout).map(Value::bool)
}

fn owned<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a RLockObj> {
    let lock = this(vm, value)?;
    if lock.owner.get() != vm.thread_ident() {
        return Err(exc::runtime_error(vm, "cannot release un-acquired lock"));
    }
    Ok(lock)
}

fn release(vm: &Vm, value: &Value) -> PyResult {
    let lock = owned(vm, value)?;
    lock.count.set(lock.count.get() - 1);
    if lock.count.get() == 0 {
        lock.owner.set(0);
        lock.raw.release();
    }
    Ok(Value::NONE)
}

fn locked(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.raw.is_held()))
}

fn is_owned(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.owner.get() == vm.thread_ident()))
}

fn recursion_count(vm: &Vm, value: &Value) -> PyResult {
    let lock = this(vm, value)?;
    let count = if lock.owner.get() == vm.thread_ident() { lock.count.get() } else { 0 };
    Ok(vm.int(count as i64))
}

fn acquire_restore(vm: &Vm, value: &Value, state: &Value) -> PyResult {
    let lock = this(vm, value)?;
    let items = state.downcast::<TupleObj>().map(|t| t.items().to_vec()).unwrap_or_default();
    let [count, owner] = &items[..] else {
        return Err(exc::type_error(vm, "_acquire_restore() argument 1 must be tuple"));
    };
    let (count, owner) = (vm.i64_arg(count)? as u64, vm.i64_arg(owner)? as u64);
    let raw = lock.raw.clone();
    acquire(vm, &raw, None)?;
    lock.owner.set(owner);
    lock.count.set(count);
    Ok(Value::NONE)
}

fn release_save(vm: &Vm, value: &Value) -> PyResult {
    let lock = owned(vm, value)?;
    let state = vm.tuple(vec![vm.int(lock.count.get() as i64), vm.int(lock.owner.get() as i64)]);
    lock.owner.set(0);
    lock.count.set(0);
    lock.raw.release();
    Ok(state)
}

fn reinit(vm: &Vm, value: &Value) -> PyResult {
    let lock = this(vm, value)?;
    lock.owner.set(0);
    lock.count.set(0);
    if lock.raw.is_held() {
        lock.raw.release();
    }
    Ok(Value::NONE)
}

fn enter(vm: &Vm, value: &Value) -> PyResult {
    take(vm, this(vm, value)?, None).map(Value::bool)
}

fn leave(vm: &Vm, args: &Args) -> PyResult {
    release(vm, &args.pos[0])
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let lock = this(vm, value)?;
    let state = if lock.raw.is_held() { "locked" } else { "unlocked" };
    let class = minipy_vm::types::type_::methods::full_name(vm, vm.type_of(value));
    let (owner, count) = (lock.owner.get(), lock.count.get());
    Ok(vm.str(&format!("<{state} {class} object owner={owner} count={count} at {:#x}>", value.bits())))
}
