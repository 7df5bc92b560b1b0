//! `asyncio.Barrier`, on top of a condition.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset, methods};

use crate::condition::new_condition;
use crate::coroutine::{self, NativeCoroutine, Next};
use crate::exceptions::broken_barrier;
use minipy_vm::protocol::written::bind;

/// Where a barrier stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Filling,
    Draining,
    Resetting,
    Broken,
}

/// The struct inside barriers.
#[derive(Default)]
pub struct BarrierObj {
    parties: Cell<i64>,
    count: Cell<i64>,
    stage: Cell<Stage>,
    condition: PyCell<Value>,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<BarrierObj>("Barrier");

impl HeapObject for BarrierObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.condition.borrow());
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        drop(self.condition.take());
        drop(self.dict.take());
    }
}

/// The type `Barrier`.
pub static TYPE: TypeDef = TypeDef {
    name: "Barrier",
    module: "asyncio.locks",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Asyncio equivalent to threading.Barrier\n\nImplements a Barrier primitive.\nUseful for synchronizing a fixed number of tasks at known synchronization\npoints. Tasks block on 'wait()' and are simultaneously awoken once they\nhave all made their call.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "wait" F1(wait) "async Barrier.wait(self)" "Wait for the barrier.\n\nWhen the specified number of tasks have started waiting, they are\nall simultaneously awoken.\nReturns an unique and individual index number from 0 to 'parties-1'.";
    "reset" F1(reset) "async Barrier.reset(self)" "Reset the barrier to the initial state.\n\nAny tasks currently waiting will get the BrokenBarrier exception\nraised.";
    "abort" F1(abort) "async Barrier.abort(self)" "Place the barrier into a 'broken' state.\n\nUseful in case of error.  Any currently waiting tasks and tasks\nattempting to 'wait()' will have BrokenBarrierError raised.";
    "__aenter__" F1(aenter) "async Barrier.__aenter__(self)" "";
    "__aexit__" FV(aexit) "async Barrier.__aexit__(self, *args)" "";
};

static GETSET: &[GetSetDef] = getset! {
    "parties" get_parties, "Return the number of tasks required to trip the barrier.";
    "n_waiting" get_n_waiting, "Return the number of tasks currently waiting at the barrier.";
    "broken" get_broken, "Return True if the barrier is in a broken state.";
};

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, BarrierObj::default()).into_value())
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let given = bind(vm, "Barrier.__init__", "(self, parties)", args, 1)?;
    if vm.compare_bool(&given[0], &Value::small(1), minipy_vm::slots::CompareOp::Lt)? {
        return Err(exc::value_error(vm, "parties must be >= 1"));
    }
    let barrier = this(vm, value)?;
    barrier.parties.set(vm.f64_arg(&given[0])?.ceil() as i64);
    barrier.condition.set(new_condition(vm));
    Ok(())
}

fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<BarrierObj>().map(|b| &b.dict)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a BarrierObj> {
    exc::receiver::<BarrierObj>(vm, value)
}

impl BarrierObj {
    fn waiting(&self) -> i64 {
        if self.stage.get() == Stage::Filling { self.count.get() } else { 0 }
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let barrier = this(vm, value)?;
    let stage = match barrier.stage.get() {
        Stage::Filling => "filling",
        Stage::Draining => "draining",
        Stage::Resetting => "resetting",
        Stage::Broken => "broken",
    };
    let extra = if barrier.stage.get() == Stage::Broken {
        stage.to_owned()
    } else {
        format!("{stage}, waiters:{}/{}", barrier.waiting(), barrier.parties.get())
    };
    crate::waiters::repr(vm, value, &extra, 0)
}

fn get_parties(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(this(vm, value)?.parties.get()))
}

fn get_n_waiting(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(this(vm, value)?.waiting()))
}

fn get_broken(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.stage.get() == Stage::Broken))
}

const BARRIER: usize = 0;
const INDEX: usize = 1;

fn wait(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    Ok(coroutine::make(vm, "Barrier.wait", wait_step, [value.clone()]))
}

fn aenter(vm: &Vm, value: &Value) -> PyResult {
    let step = |vm: &Vm, c: &NativeCoroutine, outcome: PyResult| {
        if c.state.replace(1) == 0 {
            return vm.call_method_str(&c.slot(BARRIER), "wait", &[]).map(Next::Await);
        }
        outcome.map(Next::Return)
    };
    this(vm, value)?;
    Ok(coroutine::make(vm, "Barrier.__aenter__", step, [value.clone()]))
}

fn aexit(vm: &Vm, args: &Args) -> PyResult {
    bind(vm, "Barrier.__aexit__", "(self, *args)", args, 0)?;
    Ok(coroutine::ready(vm, "Barrier.__aexit__", Value::NONE))
}

/// The predicates that the condition waits for.
static PREDICATES: &[MethodDef] = methods! {
    "_can_block" F1(is_open) "(self)" "";
    "_can_leave" F1(is_not_filling) "(self)" "";
};

fn is_open(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(!matches!(this(vm, value)?.stage.get(), Stage::Draining | Stage::Resetting)))
}

fn is_not_filling(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.stage.get() != Stage::Filling))
}

/// Waits for a predicate of the table with the condition.
fn wait_for(vm: &Vm, value: &Value, barrier: &BarrierObj, predicate: usize) -> PyResult<Next> {
    let predicate = vm.bound_builtin(&PREDICATES[predicate], value.clone());
    vm.call_method_str(&barrier.condition.get(), "wait_for", &[predicate]).map(Next::Await)
}

/// States: 0 started, 1 acquires the condition, 2 waits while the barrier drains or resets, 3 waits for the others.
fn wait_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(BARRIER);
    let barrier = this(vm, &value)?;
    match c.state.get() {
        0 => {
            c.state.set(1);
            vm.call_method_str(&barrier.condition.get(), "acquire", &[]).map(Next::Await)
        }
        1 => {
            outcome?;
            c.state.set(2);
            wait_for(vm, &value, barrier, 0)
        }
        2 => {
            if let Err(raised) = outcome {
                return leave(vm, barrier, Err(raised));
            }
            if barrier.stage.get() == Stage::Broken {
                let raised = vm.raise_text(&broken_barrier(vm), "Barrier aborted");
                return leave(vm, barrier, Err(raised));
            }
            let index = barrier.count.get();
            barrier.count.set(index + 1);
            c.set_slot(INDEX, vm.int(index));
            c.state.set(3);
            if index + 1 == barrier.parties.get() {
                barrier.stage.set(Stage::Draining);
                let notified = notify_all(vm, barrier);
                return finish(vm, c, barrier, notified.map(|()| Value::NONE));
            }
            wait_for(vm, &value, barrier, 1)
        }
        _ => {
            let outcome = match outcome {
                Ok(_) if matches!(barrier.stage.get(), Stage::Broken | Stage::Resetting) => {
                    Err(vm.raise_text(&broken_barrier(vm), "Abort or reset of barrier"))
                }
                other => other,
            };
            finish(vm, c, barrier, outcome)
        }
    }
}

fn notify_all(vm: &Vm, barrier: &BarrierObj) -> PyResult<()> {
    vm.call_method_str(&barrier.condition.get(), "notify_all", &[]).map(drop)
}

/// The task leaves the barrier; the last one opens it again.
fn finish(vm: &Vm, c: &NativeCoroutine, barrier: &BarrierObj, outcome: PyResult) -> PyResult<Next> {
    barrier.count.set(barrier.count.get() - 1);
    let mut outcome = outcome.map(|_| c.slot(INDEX));
    if barrier.count.get() == 0 {
        if matches!(barrier.stage.get(), Stage::Resetting | Stage::Draining) {
            barrier.stage.set(Stage::Filling);
        }
        let pending = vm.save_exception();
        let notified = notify_all(vm, barrier);
        if !pending.is_null() {
            vm.restore_exception(pending);
        } else if let Err(raised) = notified {
            outcome = Err(raised);
        }
    }
    leave(vm, barrier, outcome)
}

/// Lets go of the condition.
fn leave(vm: &Vm, barrier: &BarrierObj, outcome: PyResult) -> PyResult<Next> {
    let pending = vm.save_exception();
    let released = vm.call_method_str(&barrier.condition.get(), "release", &[]);
    if !pending.is_null() && released.is_ok() {
        vm.restore_exception(pending);
    }
    released?;
    outcome.map(Next::Return)
}

/// `reset()` and `abort()`: changes the stage with the condition held.
fn change(vm: &Vm, value: &Value, name: &'static str, aborts: bool) -> PyResult {
    this(vm, value)?;
    let step = |vm: &Vm, c: &NativeCoroutine, outcome: PyResult| {
        let value = c.slot(BARRIER);
        let barrier = this(vm, &value)?;
        outcome?;
        if c.state.replace(1) == 0 {
            return vm.call_method_str(&barrier.condition.get(), "acquire", &[]).map(Next::Await);
        }
        barrier.stage.set(match c.slot(INDEX).is_true() {
            true => Stage::Broken,
            false if barrier.count.get() > 0 => Stage::Resetting,
            false => Stage::Filling,
        });
        notify_all(vm, barrier)?;
        leave(vm, barrier, Ok(Value::NONE))
    };
    Ok(coroutine::make(vm, name, step, [value.clone(), Value::bool(aborts)]))
}

fn reset(vm: &Vm, value: &Value) -> PyResult {
    change(vm, value, "Barrier.reset", false)
}

fn abort(vm: &Vm, value: &Value) -> PyResult {
    change(vm, value, "Barrier.abort", true)
}
