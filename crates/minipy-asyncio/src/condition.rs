//! `asyncio.Condition`

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::future;
use crate::lock::{LockObj, context_enter, context_exit, new_lock};
use crate::waiters::{self, Acquire, Waiters};
use minipy_vm::protocol::written::bind;

/// The struct inside conditions.
#[derive(Default)]
pub struct ConditionObj {
    lock: PyCell<Value>,
    waiters: Waiters,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<ConditionObj>("Condition");

impl HeapObject for ConditionObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.lock.borrow());
        self.waiters.trace(visit);
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        drop(self.lock.take());
        self.waiters.clear();
        drop(self.dict.take());
    }
}

impl minipy_vm::heap::layout::FixedShape for ConditionObj {
    const SHAPE: u32 = minipy_vm::shape::fixed::ASYNC_CONDITION;
}

/// The type `Condition`.
pub static TYPE: TypeDef = TypeDef {
    name: "Condition",
    module: "asyncio.locks",
    layout: Some(&LAYOUT),
    shape: minipy_vm::shape::fixed::ASYNC_CONDITION,
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Asynchronous equivalent to threading.Condition.\n\nThis class implements condition variable objects. A condition variable\nallows one or more tasks to wait until they are notified by another\ntask.\n\nA new Lock object is created and used as the underlying lock.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "locked" F1(locked_method) "Lock.locked(self)" "Return True if lock is acquired.";
    "acquire" F1(acquire) "async Lock.acquire(self)" "Acquire a lock." [at_once waiters::acquire_at_once::<ConditionObj>];
    "release" F1(release_method) "Lock.release(self)" "Release a lock.";
    "wait" F1(wait) "async Condition.wait(self)" "Wait until notified.\n\nIf the calling task has not acquired the lock when this\nmethod is called, a RuntimeError is raised.\n\nThis method releases the underlying lock, and then blocks\nuntil it is awakened by a notify() or notify_all() call for\nthe same condition variable in another task.  Once\nawakened, it re-acquires the lock and returns True.";
    "wait_for" F2(wait_for) "async Condition.wait_for(self, predicate)" "Wait until a predicate becomes true.\n\nThe predicate should be a callable whose result will be\ninterpreted as a boolean value.  The method will repeatedly\nwait() until it evaluates to true.  The final predicate value is\nthe return value.";
    "notify" FN(notify) "Condition.notify(self, n=1)" "By default, wake up one task waiting on this condition, if any.";
    "notify_all" F1(notify_all) "Condition.notify_all(self)" "Wake up all tasks waiting on this condition.";
    "__aenter__" F1(context_enter) "async _ContextManagerMixin.__aenter__(self)" "" [at_once waiters::enter_at_once::<ConditionObj>];
    "__aexit__" FN(context_exit) "async _ContextManagerMixin.__aexit__(self, exc_type, exc, tb)" "" [at_once waiters::exit_at_once::<ConditionObj>];
};

static GETSET: &[minipy_vm::native::GetSetDef] = minipy_vm::getset! {
    "_lock" get_lock, "The underlying lock.";
};

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, ConditionObj::default()).into_value())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let given = bind(vm, "Condition.__init__", "(self, lock=None)", args, 1)?;
    let lock = given[0].not_none().cloned().unwrap_or_else(|| new_lock(vm));
    this(vm, value)?.lock.set(lock);
    Ok(())
}

/// A new condition with a lock of its own.
pub(crate) fn new_condition(vm: &Vm) -> Value {
    let made = ConditionObj { lock: PyCell::new(new_lock(vm)), ..ConditionObj::default() };
    vm.alloc(&vm.type_from_def(&TYPE), made).into_value()
}

fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<ConditionObj>().map(|c| &c.dict)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ConditionObj> {
    exc::receiver::<ConditionObj>(vm, value)
}

impl ConditionObj {
    fn lock(&self, vm: &Vm) -> PyResult {
        match self.lock.get().non_null() {
            Some(lock) => Ok(lock),
            None => Err(exc::attribute_error(vm, "'Condition' object has no attribute '_lock'")),
        }
    }

    fn locked(&self, vm: &Vm) -> PyResult<bool> {
        let lock = self.lock(vm)?;
        match lock.exact::<LockObj>() {
            Some(lock) => Ok(lock.locked.get()),
            None => vm.truth(&vm.call_method_str(&lock, "locked", &[])?),
        }
    }

    fn release(&self, vm: &Vm) -> PyResult<()> {
        let lock = self.lock(vm)?;
        match lock.exact::<LockObj>() {
            Some(lock) => lock.release(vm),
            None => vm.call_method_str(&lock, "release", &[]).map(drop),
        }
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let condition = this(vm, value)?;
    let locked = condition.locked(vm)?;
    waiters::repr(vm, value, if locked { "locked" } else { "unlocked" }, condition.waiters.len())
}

fn get_lock(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.lock(vm)
}

fn locked_method(vm: &Vm, value: &Value) -> PyResult {
    vm.call_method_str(&this(vm, value)?.lock(vm)?, "locked", &[])
}

fn acquire(vm: &Vm, value: &Value) -> PyResult {
    vm.call_method_str(&this(vm, value)?.lock(vm)?, "acquire", &[])
}

impl Acquire for ConditionObj {
    fn try_take(vm: &Vm, value: &Value) -> PyResult<bool> {
        Ok(this(vm, value)?.lock(vm)?.exact::<LockObj>().is_some_and(LockObj::try_acquire))
    }

    fn give_back(vm: &Vm, value: &Value) -> PyResult<()> {
        this(vm, value)?.release(vm)
    }
}

fn release_method(vm: &Vm, value: &Value) -> PyResult {
    vm.call_method_str(&this(vm, value)?.lock(vm)?, "release", &[])
}

fn wait(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    Ok(coroutine::make(vm, "Condition.wait", wait_step, [value.clone()]))
}

const CONDITION: usize = 0;
/// The future that a notification completes.
const WAITER: usize = 1;
/// The exception to raise once the lock is held again; NULL for none.
const ERROR: usize = 2;
/// While the native lock is waited for: the future in its queue.
const LOCK_WAITER: usize = 3;
/// `wait_for` keeps its predicate here.
const PREDICATE: usize = 4;

/// States: 0 started, 1 waits for the notification, 2 waits for the native lock, 3 awaits the lock's `acquire()`.
fn wait_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(CONDITION);
    let condition = this(vm, &value)?;
    match c.state.get() {
        0 => start_wait(vm, c, &value, condition),
        1 => {
            condition.waiters.remove(&c.slot(WAITER));
            if let Err(raised) = outcome {
                c.set_slot(ERROR, vm.take_exception(raised));
            }
            reacquire(vm, c, condition)
        }
        state => {
            let lock = condition.lock(vm)?;
            let result = match lock.exact::<LockObj>() {
                Some(lock) if state == 2 => lock.finish_wait(vm, &c.slot(LOCK_WAITER), outcome),
                _ => outcome.map(drop),
            };
            match result {
                Ok(()) => finish_wait(vm, c, condition),
                Err(raised) if future::is_cancelled(vm, &raised) => {
                    // The lock must be held again even so; the cancellation comes out afterwards.
                    c.set_slot(ERROR, vm.take_exception(raised));
                    reacquire(vm, c, condition)
                }
                Err(raised) => {
                    condition.waiters.wake(1, &Value::FALSE);
                    Err(raised)
                }
            }
        }
    }
}

fn start_wait(vm: &Vm, c: &NativeCoroutine, value: &Value, condition: &ConditionObj) -> PyResult<Next> {
    if !condition.locked(vm)? {
        return Err(exc::runtime_error(vm, "cannot wait on un-acquired lock"));
    }
    let event_loop = condition.waiters.bound_loop(vm, value)?;
    let waiter = future::new_future(vm, &event_loop);
    condition.release(vm)?;
    condition.waiters.push(waiter.clone());
    c.set_slot(WAITER, waiter.clone());
    c.set_slot(ERROR, Value::NULL);
    c.state.set(1);
    Ok(Next::Await(waiter))
}

fn reacquire(vm: &Vm, c: &NativeCoroutine, condition: &ConditionObj) -> PyResult<Next> {
    let lock = condition.lock(vm)?;
    let Some(native) = lock.exact::<LockObj>() else {
        c.state.set(3);
        return vm.call_method_str(&lock, "acquire", &[]).map(Next::Await);
    };
    if native.try_acquire() {
        return finish_wait(vm, c, condition);
    }
    let waiter = native.enqueue(vm, &lock)?;
    c.set_slot(LOCK_WAITER, waiter.clone());
    c.state.set(2);
    Ok(Next::Await(waiter))
}

/// The lock is held again.
fn finish_wait(vm: &Vm, c: &NativeCoroutine, condition: &ConditionObj) -> PyResult<Next> {
    if let Some(error) = c.slot(ERROR).non_null() {
        // This task may have been the one that was notified: another one gets its chance.
        condition.waiters.wake(1, &Value::FALSE);
        return Err(vm.raise_again(error));
    }
    let predicate = c.slot(PREDICATE);
    if predicate.is_null() {
        return Ok(Next::Return(Value::TRUE));
    }
    c.state.set(0);
    check_predicate(vm, c, &predicate)
}

fn check_predicate(vm: &Vm, c: &NativeCoroutine, predicate: &Value) -> PyResult<Next> {
    let result = vm.call0(predicate)?;
    if vm.truth(&result)? {
        return Ok(Next::Return(result));
    }
    let value = c.slot(CONDITION);
    if value.exact::<ConditionObj>().is_some() {
        return start_wait(vm, c, &value, this(vm, &value)?);
    }
    vm.call_method_str(&value, "wait", &[]).map(Next::Await)
}

fn wait_for(vm: &Vm, value: &Value, predicate: &Value) -> PyResult {
    this(vm, value)?;
    let kept = [value.clone(), Value::NULL, Value::NULL, Value::NULL, predicate.clone()];
    Ok(coroutine::make(vm, "Condition.wait_for", wait_for_step, kept))
}

/// States as in [`wait_step`]; at 0 the predicate comes first.
fn wait_for_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    if c.state.get() == 0 {
        outcome?;
        return check_predicate(vm, c, &c.slot(PREDICATE));
    }
    wait_step(vm, c, outcome)
}

fn notify_count(vm: &Vm, value: &Value, count: usize) -> PyResult {
    let condition = this(vm, value)?;
    if !condition.locked(vm)? {
        return Err(exc::runtime_error(vm, "cannot notify on un-acquired lock"));
    }
    condition.waiters.wake(count, &Value::FALSE);
    Ok(Value::NONE)
}

fn notify(vm: &Vm, args: &[Value]) -> PyResult {
    let count = match args[1].given() {
        Some(count) => vm.i64_arg(count)?,
        None => 1,
    };
    notify_count(vm, &args[0], usize::try_from(count).unwrap_or(0))
}

fn notify_all(vm: &Vm, value: &Value) -> PyResult {
    notify_count(vm, value, usize::MAX)
}
