//! `asyncio.Event`

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::waiters::{self, Waiters};
use minipy_vm::protocol::written::bind;

/// The struct inside events.
#[derive(Default)]
pub struct EventObj {
    value: Cell<bool>,
    waiters: Waiters,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<EventObj>("Event");

impl HeapObject for EventObj {
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

/// The type `Event`.
pub static TYPE: TypeDef = TypeDef {
    name: "Event",
    module: "asyncio.locks",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "Asynchronous equivalent to threading.Event.\n\nClass implementing event objects. An event manages a flag that can be set\nto true with the set() method and reset to false with the clear() method.\nThe wait() method blocks until the flag is true. The flag is initially\nfalse.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), dict_of: Some(dict_of), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "is_set" F1(is_set) "Event.is_set(self)" "Return True if and only if the internal flag is true.";
    "set" F1(set) "Event.set(self)" "Set the internal flag to true. All tasks waiting for it to\nbecome true are awakened. Tasks that call wait() once the flag is\ntrue will not block at all.";
    "clear" F1(clear) "Event.clear(self)" "Reset the internal flag to false. Subsequently, tasks calling\nwait() will block until set() is called to set the internal flag\nto true again.";
    "wait" F1(wait) "async Event.wait(self)" "Block until the internal flag is true.\n\nIf the internal flag is true on entry, return True\nimmediately.  Otherwise, block until another task calls\nset() to set the flag to true, then return True." [at_once wait_at_once];
};

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, EventObj::default()).into_value())
}

fn init(vm: &Vm, _this: &Value, args: &Args) -> PyResult<()> {
    bind(vm, "Event.__init__", "(self)", args, 1).map(drop)
}

fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<EventObj>().map(|e| &e.dict)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a EventObj> {
    exc::receiver::<EventObj>(vm, value)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let event = this(vm, value)?;
    waiters::repr(vm, value, if event.value.get() { "set" } else { "unset" }, event.waiters.len())
}

fn is_set(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.value.get()))
}

fn set(vm: &Vm, value: &Value) -> PyResult {
    let event = this(vm, value)?;
    if !event.value.replace(true) {
        event.waiters.wake(usize::MAX, &Value::TRUE);
    }
    Ok(Value::NONE)
}

fn clear(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.value.set(false);
    Ok(Value::NONE)
}

fn wait(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    Ok(coroutine::make(vm, "Event.wait", wait_step, [value.clone()]))
}

fn wait_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    Ok(if this(vm, &args[0])?.value.get() { Some(Value::TRUE) } else { None })
}

/// Slots: 0 the event, 1 the waiter.
fn wait_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(0);
    let event = this(vm, &value)?;
    if c.state.get() == 0 {
        if event.value.get() {
            return Ok(Next::Return(Value::TRUE));
        }
        let waiter = event.waiters.wait(vm, &value)?;
        c.state.set(1);
        c.set_slot(1, waiter.clone());
        return Ok(Next::Await(waiter));
    }
    event.waiters.remove(&c.slot(1));
    outcome?;
    Ok(Next::Return(Value::TRUE))
}
