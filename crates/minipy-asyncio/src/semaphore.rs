//! `asyncio.Semaphore` and `asyncio.BoundedSemaphore`.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::future::{self, FutureObj, State};
use crate::lock::{context_enter, context_exit};
use crate::waiters::{self, Acquire, Waiters};
use minipy_vm::protocol::written::bind;

/// The struct inside semaphores.
#[derive(Default)]
pub struct SemaphoreObj {
    value: Cell<i64>,
    bound: Cell<i64>,
    waiters: Waiters,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<SemaphoreObj>("Semaphore");

impl HeapObject for SemaphoreObj {
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

/// The type `Semaphore`.
pub static TYPE: TypeDef = TypeDef {
    name: "Semaphore",
    module: "asyncio.locks",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "A Semaphore implementation.\n\nA semaphore manages an internal counter which is decremented by each\nacquire() call and incremented by each release() call. The counter\ncan never go below zero; when acquire() finds that it is zero, it blocks,\nwaiting until some other thread calls release().",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// The type `BoundedSemaphore`.
pub static BOUNDED_TYPE: TypeDef = TypeDef {
    name: "BoundedSemaphore",
    module: "asyncio.locks",
    base: Some(&TYPE),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "A bounded semaphore implementation.\n\nThis raises ValueError in release() if it would increase the value\nabove the initial value.",
    slots: Slots { init: Some(bounded_init), ..Slots::EMPTY },
    methods: BOUNDED_METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "locked" F1(locked_method) "Semaphore.locked(self)" "Returns True if semaphore cannot be acquired immediately.";
    "acquire" F1(acquire) "async Semaphore.acquire(self)" "Acquire a semaphore.\n\nIf the internal counter is larger than zero on entry,\ndecrement it by one and return True immediately.  If it is\nzero on entry, block, waiting until some other task has\ncalled release() to make it larger than 0, and then return\nTrue." [at_once waiters::acquire_at_once::<SemaphoreObj>];
    "release" F1(release) "Semaphore.release(self)" "Release a semaphore, incrementing the internal counter by one.\n\nWhen it was zero on entry and another task is waiting for it to\nbecome larger than zero again, wake up that task.";
    "__aenter__" F1(aenter) "async _ContextManagerMixin.__aenter__(self)" "" [at_once waiters::enter_at_once::<SemaphoreObj>];
    "__aexit__" FN(aexit) "async _ContextManagerMixin.__aexit__(self, exc_type, exc, tb)" "" [at_once waiters::exit_at_once::<SemaphoreObj>];
};

static BOUNDED_METHODS: &[MethodDef] = methods! {
    "release" F1(bounded_release) "BoundedSemaphore.release(self)" "";
};

static GETSET: &[GetSetDef] = getset! {
    "_value" get_value, set_value, "The counter.";
};

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let made = SemaphoreObj { value: Cell::new(1), bound: Cell::new(1), ..SemaphoreObj::default() };
    Ok(vm.alloc(ty, made).into_value())
}

fn init_value(vm: &Vm, value: &Value, args: &Args, name: &str) -> PyResult<()> {
    let given = bind(vm, name, "(self, value=1)", args, 1)?;
    let count = match given[0].given() {
        Some(given) => vm.i64_arg(given)?,
        None => 1,
    };
    if count < 0 {
        return Err(exc::value_error(vm, "Semaphore initial value must be >= 0"));
    }
    let semaphore = this(vm, value)?;
    semaphore.value.set(count);
    semaphore.bound.set(count);
    Ok(())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    init_value(vm, value, args, "Semaphore.__init__")
}

fn bounded_init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    init_value(vm, value, args, "BoundedSemaphore.__init__")
}

fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<SemaphoreObj>().map(|s| &s.dict)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a SemaphoreObj> {
    exc::receiver::<SemaphoreObj>(vm, value)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let semaphore = this(vm, value)?;
    let extra =
        if semaphore.locked() { "locked".to_owned() } else { format!("unlocked, value:{}", semaphore.value.get()) };
    waiters::repr(vm, value, &extra, semaphore.waiters.len())
}

fn get_value(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(this(vm, value)?.value.get()))
}

fn set_value(vm: &Vm, value: &Value, count: Option<&Value>) -> PyResult<()> {
    let Some(count) = count else { return Err(exc::attribute_error(vm, "_value")) };
    let count = vm.i64_arg(count)?;
    this(vm, value)?.value.set(count);
    Ok(())
}

impl SemaphoreObj {
    /// Whether somebody who asks now has to wait: the counter is used up, or others came first.
    fn locked(&self) -> bool {
        self.value.get() == 0 || !self.waiters.all_cancelled()
    }

    fn wake_next(&self) -> bool {
        let woken = self.waiters.wake_next(&Value::TRUE);
        if woken {
            self.value.set(self.value.get() - 1);
        }
        woken
    }
}

fn locked_method(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.locked()))
}

fn acquire(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    Ok(coroutine::make(vm, "Semaphore.acquire", acquire_step, [value.clone(), Value::TRUE]))
}

impl Acquire for SemaphoreObj {
    fn try_take(vm: &Vm, value: &Value) -> PyResult<bool> {
        let semaphore = this(vm, value)?;
        let free = !semaphore.locked();
        if free {
            semaphore.value.set(semaphore.value.get() - 1);
        }
        Ok(free)
    }

    fn give_back(vm: &Vm, value: &Value) -> PyResult<()> {
        let bounded = vm.type_of(value).is(&vm.type_from_def(&BOUNDED_TYPE));
        if bounded { bounded_release(vm, value) } else { release(vm, value) }.map(drop)
    }
}

/// Slots: 0 the semaphore, 1 what to return, 2 the waiter.
fn acquire_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(0);
    let semaphore = this(vm, &value)?;
    if c.state.get() == 0 {
        if !semaphore.locked() {
            semaphore.value.set(semaphore.value.get() - 1);
            return Ok(Next::Return(c.slot(1)));
        }
        let waiter = semaphore.waiters.wait(vm, &value)?;
        c.state.set(1);
        c.set_slot(2, waiter.clone());
        return Ok(Next::Await(waiter));
    }
    let waiter = c.slot(2);
    semaphore.waiters.remove(&waiter);
    if let Err(raised) = &outcome
        && future::is_cancelled(vm, raised)
        && waiter.downcast::<FutureObj>().is_some_and(|f| f.state.get() == State::Finished)
    {
        // The semaphore was handed to this waiter, which goes away instead.
        semaphore.value.set(semaphore.value.get() + 1);
    }
    while semaphore.value.get() > 0 && semaphore.wake_next() {}
    outcome?;
    Ok(Next::Return(c.slot(1)))
}

fn release(vm: &Vm, value: &Value) -> PyResult {
    let semaphore = this(vm, value)?;
    semaphore.value.set(semaphore.value.get().saturating_add(1));
    semaphore.wake_next();
    Ok(Value::NONE)
}

fn bounded_release(vm: &Vm, value: &Value) -> PyResult {
    let semaphore = this(vm, value)?;
    if semaphore.value.get() >= semaphore.bound.get() {
        return Err(exc::value_error(vm, "BoundedSemaphore released too many times"));
    }
    release(vm, value)
}

/// Whether a semaphore is of one of the two types here, so that its methods are known.
fn is_plain(vm: &Vm, value: &Value) -> bool {
    let class = vm.type_of(value);
    class.is(&vm.type_from_def(&TYPE)) || class.is(&vm.type_from_def(&BOUNDED_TYPE))
}

fn aenter(vm: &Vm, value: &Value) -> PyResult {
    if is_plain(vm, value) {
        let name = "_ContextManagerMixin.__aenter__";
        return Ok(coroutine::make(vm, name, acquire_step, [value.clone(), Value::NONE]));
    }
    context_enter(vm, value)
}

fn aexit(vm: &Vm, args: &[Value]) -> PyResult {
    if let Some(value) = args.first().filter(|value| is_plain(vm, value)) {
        let bounded = vm.type_of(value).is(&vm.type_from_def(&BOUNDED_TYPE));
        let step = |vm: &Vm, c: &NativeCoroutine, outcome: PyResult| {
            outcome?;
            let value = c.slot(0);
            if c.slot(1).is_true() {
                bounded_release(vm, &value)?
            } else {
                release(vm, &value)?
            };
            Ok(Next::Return(Value::NONE))
        };
        let kept = [value.clone(), Value::bool(bounded)];
        return Ok(coroutine::make(vm, "_ContextManagerMixin.__aexit__", step, kept));
    }
    context_exit(vm, args)
}
