//! `asyncio.Queue`, `PriorityQueue`, `LifoQueue`.
//!
//! The items of an exact queue are native until somebody looks at `_queue`, or a subclass makes a container of its own
//! in `_init`; from then on they live in that Python object. A subclass goes through its methods, as in CPython.

use std::cell::Cell;
use std::collections::VecDeque;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, GetSetDef, MethodDef};
use minipy_vm::protocol::written::bind;
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, getset, methods};

use crate::coroutine::{self, NativeCoroutine, Next};
use crate::exceptions;
use crate::future::{FutureObj, State};
use crate::waiters::Waiters;

mod items;

/// In which order items come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Fifo,
    Priority,
    Lifo,
}

/// The struct inside queues.
pub struct QueueObj {
    order: Cell<Order>,
    maxsize: PyCell<Value>,
    /// `maxsize` as a number; 0 for no limit.
    limit: Cell<usize>,
    items: PyCell<VecDeque<Value>>,
    /// The Python container of the items; NULL while they are in `items`.
    container: PyCell<Value>,
    getters: Waiters,
    putters: Waiters,
    joiners: Waiters,
    unfinished: Cell<usize>,
    is_shutdown: Cell<bool>,
    /// Whether a subclass may have replaced methods.
    derived: Cell<bool>,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<QueueObj>("Queue");

impl HeapObject for QueueObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in [&self.maxsize, &self.container, &self.dict] {
            visit(&cell.borrow());
        }
        self.items.borrow().iter().for_each(&mut *visit);
        for waiters in [&self.getters, &self.putters, &self.joiners] {
            waiters.trace(visit);
        }
    }

    fn clear(&self) {
        drop(self.items.take());
        drop(self.container.take());
        drop(self.dict.take());
        for waiters in [&self.getters, &self.putters, &self.joiners] {
            waiters.clear();
        }
    }
}

/// The type `Queue`.
pub static TYPE: TypeDef = TypeDef {
    name: "Queue",
    module: "asyncio.queues",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "A queue, useful for coordinating producer and consumer coroutines.\n\nIf maxsize is less than or equal to zero, the queue size is infinite.\nIf it is an integer greater than 0, then \"await put()\" will block when\nthe queue reaches maxsize, until an item is removed by get().",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        str: Some(str),
        dict_of: Some(dict_of),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// The type `PriorityQueue`.
pub static PRIORITY_TYPE: TypeDef = TypeDef {
    name: "PriorityQueue",
    module: "asyncio.queues",
    base: Some(&TYPE),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "A subclass of Queue; retrieves entries in priority order (lowest first).\n\nEntries are typically tuples of the form: (priority number, data).",
    ..TypeDef::EMPTY
};

/// The type `LifoQueue`.
pub static LIFO_TYPE: TypeDef = TypeDef {
    name: "LifoQueue",
    module: "asyncio.queues",
    base: Some(&TYPE),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::WRITTEN,
    doc: "A subclass of Queue that retrieves most recently added entries first.",
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "_init" F2(items::init_items) "Queue._init(self, maxsize)" "";
    "_get" F1(items::take_item) "Queue._get(self)" "";
    "_put" F2(items::store_item) "Queue._put(self, item)" "";
    "_format" F1(format_method) "Queue._format(self)" "";
    "qsize" F1(qsize) "Queue.qsize(self)" "Number of items in the queue.";
    "empty" F1(empty) "Queue.empty(self)" "Return True if the queue is empty, False otherwise.";
    "full" F1(full) "Queue.full(self)" "Return True if there are maxsize items in the queue.\n\nNote: if the Queue was initialized with maxsize=0 (the default),\nthen full() is never True.";
    "put" F2(put) "async Queue.put(self, item)" "Put an item into the queue.\n\nPut an item into the queue. If the queue is full, wait until a free\nslot is available before adding item.\n\nRaises QueueShutDown if the queue has been shut down." [at_once put_at_once];
    "put_nowait" F2(put_nowait) "Queue.put_nowait(self, item)" "Put an item into the queue without blocking.\n\nIf no free slot is immediately available, raise QueueFull.\n\nRaises QueueShutDown if the queue has been shut down.";
    "get" F1(get) "async Queue.get(self)" "Remove and return an item from the queue.\n\nIf queue is empty, wait until an item is available.\n\nRaises QueueShutDown if the queue has been shut down and is empty,\nor if the queue has been shut down immediately." [at_once get_at_once];
    "get_nowait" F1(get_nowait) "Queue.get_nowait(self)" "Remove and return an item from the queue.\n\nReturn an item if one is immediately available, else raise\nQueueEmpty.\n\nRaises QueueShutDown if the queue has been shut down and is empty,\nor if the queue has been shut down immediately.";
    "task_done" F1(task_done) "Queue.task_done(self)" "Indicate that a formerly enqueued task is complete.";
    "join" F1(join) "async Queue.join(self)" "Block until all items in the queue have been gotten and processed." [at_once join_at_once];
    "shutdown" FN(shutdown) "Queue.shutdown(self, immediate=False)" "Shut-down the queue, making queue gets and puts raise QueueShutDown.";
    [class] "__class_getitem__" F2(minipy_vm::types::generic_alias::new_alias) "(cls, item, /)" "Represent a PEP 585 generic type";
};

static GETSET: &[GetSetDef] = getset! {
    "maxsize" get_maxsize, "Number of items allowed in the queue.";
    "_maxsize" get_maxsize, set_maxsize, "Number of items allowed in the queue.";
    "_queue" items::get_container, items::set_container, "The items.";
    "_unfinished_tasks" get_unfinished, "How many items are not done.";
    "_is_shutdown" get_is_shutdown, "Whether it was shut down.";
};

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let priority = vm.type_from_def(&PRIORITY_TYPE);
    let lifo = vm.type_from_def(&LIFO_TYPE);
    let order = if ty.is_subtype(&priority) {
        Order::Priority
    } else if ty.is_subtype(&lifo) {
        Order::Lifo
    } else {
        Order::Fifo
    };
    let exact = ty.is(&vm.type_from_def(&TYPE)) || ty.is(&priority) || ty.is(&lifo);
    Ok(vm.alloc(ty, empty_queue(order, !exact)).into_value())
}

fn empty_queue(order: Order, derived: bool) -> QueueObj {
    QueueObj {
        order: Cell::new(order),
        maxsize: PyCell::new(Value::small(0)),
        limit: Cell::new(0),
        items: PyCell::default(),
        container: PyCell::default(),
        getters: Waiters::default(),
        putters: Waiters::default(),
        joiners: Waiters::default(),
        unfinished: Cell::new(0),
        is_shutdown: Cell::new(false),
        derived: Cell::new(derived),
        dict: PyCell::default(),
    }
}

fn init(vm: &Vm, value: &Value, args: &Args) -> PyResult<()> {
    let given = bind(vm, "Queue.__init__", "(self, maxsize=0)", args, 1)?;
    let maxsize = given[0].given().cloned().unwrap_or(Value::small(0));
    let queue = this(vm, value)?;
    set_limit(vm, queue, maxsize.clone());
    if queue.derived.get() {
        vm.call_method_str(value, "_init", &[maxsize])?;
    }
    Ok(())
}

/// `maxsize` may be any value that compares with ints; what is no int counts as its whole part, or as no limit.
fn set_limit(vm: &Vm, queue: &QueueObj, maxsize: Value) {
    let limit = match maxsize.as_small() {
        Some(limit) => usize::try_from(limit).unwrap_or(0),
        None => match vm.f64_arg(&maxsize) {
            Ok(limit) if limit > 0.0 => limit.ceil().min(usize::MAX as f64) as usize,
            Ok(_) => 0,
            Err(raised) => {
                drop(vm.take_exception(raised));
                0
            }
        },
    };
    queue.limit.set(limit);
    queue.maxsize.set(maxsize);
}

fn dict_of(this: &Value) -> Option<&PyCell<Value>> {
    this.downcast::<QueueObj>().map(|q| &q.dict)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a QueueObj> {
    exc::receiver::<QueueObj>(vm, value)
}

// ---- looking

fn get_maxsize(vm: &Vm, value: &Value) -> PyResult {
    Ok(this(vm, value)?.maxsize.get())
}

fn set_maxsize(vm: &Vm, value: &Value, maxsize: Option<&Value>) -> PyResult<()> {
    let Some(maxsize) = maxsize else { return Err(exc::attribute_error(vm, "_maxsize")) };
    set_limit(vm, this(vm, value)?, maxsize.clone());
    Ok(())
}

fn get_unfinished(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(this(vm, value)?.unfinished.get() as i64))
}

fn get_is_shutdown(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.is_shutdown.get()))
}

fn qsize(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.int(this(vm, value)?.len(vm)? as i64))
}

fn empty(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(this(vm, value)?.len(vm)? == 0))
}

fn full(vm: &Vm, value: &Value) -> PyResult {
    let queue = this(vm, value)?;
    if !queue.derived.get() {
        return queue.is_full(vm).map(Value::bool);
    }
    let limit = queue.limit.get();
    if limit == 0 {
        return Ok(Value::FALSE);
    }
    let size = vm.i64_arg(&vm.call_method_str(value, "qsize", &[])?)?;
    Ok(Value::bool(size >= limit as i64))
}

fn format(vm: &Vm, value: &Value) -> PyResult<String> {
    let queue = this(vm, value)?;
    let mut text = format!("maxsize={}", vm.repr_string(&queue.maxsize.get())?);
    let items: Vec<Value> = match queue.container.get().non_null() {
        Some(container) => vm.collect(&container)?,
        None => queue.items.borrow().iter().cloned().collect(),
    };
    if !items.is_empty() {
        text.push_str(&format!(" _queue={}", vm.repr_string(&vm.list(items))?));
    }
    for (name, waiters) in [("_getters", &queue.getters), ("_putters", &queue.putters)] {
        if waiters.len() > 0 {
            text.push_str(&format!(" {name}[{}]", waiters.len()));
        }
    }
    if queue.unfinished.get() > 0 {
        text.push_str(&format!(" tasks={}", queue.unfinished.get()));
    }
    if queue.is_shutdown.get() {
        text.push_str(" shutdown");
    }
    Ok(text)
}

fn format_method(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.str(&format(vm, value)?))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let (name, inner) = (vm.type_of(value).plain_name(), format(vm, value)?);
    Ok(vm.str(&format!("<{name} at {:#x} {inner}>", value.bits())))
}

fn str(vm: &Vm, value: &Value) -> PyResult {
    let (name, inner) = (vm.type_of(value).plain_name(), format(vm, value)?);
    Ok(vm.str(&format!("<{name} {inner}>")))
}

// ---- putting and getting

#[cold]
fn shut_down(vm: &Vm) -> Raised {
    vm.raise_with(&exceptions::queue_shut_down(vm), Vec::new())
}

/// `full()` or `empty()`, through the subclass if there is one.
fn ask(vm: &Vm, value: &Value, queue: &QueueObj, full: bool) -> PyResult<bool> {
    if queue.derived.get() {
        return vm.truth(&vm.call_method_str(value, if full { "full" } else { "empty" }, &[])?);
    }
    if full { queue.is_full(vm) } else { Ok(queue.len(vm)? == 0) }
}

fn put_nowait(vm: &Vm, value: &Value, item: &Value) -> PyResult {
    let queue = this(vm, value)?;
    if queue.is_shutdown.get() {
        return Err(shut_down(vm));
    }
    if ask(vm, value, queue, true)? {
        return Err(vm.raise_with(&exceptions::queue_full(vm), Vec::new()));
    }
    if queue.derived.get() {
        vm.call_method_str(value, "_put", std::slice::from_ref(item))?;
    } else {
        queue.store(vm, item)?;
    }
    queue.unfinished.set(queue.unfinished.get() + 1);
    queue.getters.pop_and_wake();
    Ok(Value::NONE)
}

fn get_nowait(vm: &Vm, value: &Value) -> PyResult {
    let queue = this(vm, value)?;
    if ask(vm, value, queue, false)? {
        if queue.is_shutdown.get() {
            return Err(shut_down(vm));
        }
        return Err(vm.raise_with(&exceptions::queue_empty(vm), Vec::new()));
    }
    let item = if queue.derived.get() { vm.call_method_str(value, "_get", &[])? } else { queue.take(vm)? };
    queue.putters.pop_and_wake();
    Ok(item)
}

/// `queue.put_nowait(item)` from native code.
pub(crate) fn put_item(vm: &Vm, value: &Value, item: &Value) -> PyResult<()> {
    put_nowait(vm, value, item).map(drop)
}

/// A new queue without limit.
pub(crate) fn new_queue(vm: &Vm) -> Value {
    vm.alloc(&vm.type_from_def(&TYPE), empty_queue(Order::Fifo, false)).into_value()
}

/// `queue.put(item)`
fn put(vm: &Vm, value: &Value, item: &Value) -> PyResult {
    this(vm, value)?;
    Ok(coroutine::make(vm, "Queue.put", put_step, [value.clone(), item.clone()]))
}

/// `queue.get()`
pub(crate) fn get(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    Ok(coroutine::make(vm, "Queue.get", get_step, [value.clone()]))
}

fn put_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    let [value, item] = args else { return Ok(None) };
    let queue = this(vm, value)?;
    if queue.derived.get() || queue.is_full(vm)? {
        return Ok(None);
    }
    put_nowait(vm, value, item).map(Some)
}

fn get_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    let queue = this(vm, &args[0])?;
    if queue.derived.get() || queue.len(vm)? == 0 {
        return Ok(None);
    }
    get_nowait(vm, &args[0]).map(Some)
}

fn join_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    Ok(if this(vm, &args[0])?.unfinished.get() == 0 { Some(Value::NONE) } else { None })
}

const QUEUE: usize = 0;
const ITEM: usize = 1;
const WAITER: usize = 2;

/// Goes on after the wait for a place or an item. An exception passes after the chance was handed on, if there was one.
fn after_wait(vm: &Vm, c: &NativeCoroutine, outcome: PyResult, putting: bool) -> PyResult<()> {
    let Err(raised) = outcome else { return Ok(()) };
    let value = c.slot(QUEUE);
    let queue = this(vm, &value)?;
    let waiters = if putting { &queue.putters } else { &queue.getters };
    let waiter = c.slot(WAITER);
    let exception = vm.take_exception(raised);
    crate::future::cancel(vm, &waiter, &Value::NONE)?;
    waiters.remove(&waiter);
    let cancelled = waiter.downcast::<FutureObj>().is_some_and(|f| f.state.get() == State::Cancelled);
    if !ask(vm, &value, queue, putting)? && !cancelled {
        waiters.pop_and_wake();
    }
    Err(vm.raise_again(exception))
}

fn put_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    if c.state.replace(1) == 1 {
        after_wait(vm, c, outcome, true)?;
    }
    let value = c.slot(QUEUE);
    let queue = this(vm, &value)?;
    if ask(vm, &value, queue, true)? {
        if queue.is_shutdown.get() {
            return Err(shut_down(vm));
        }
        let event_loop = queue.getters.bound_loop(vm, &value)?;
        let waiter = crate::future::new_future(vm, &event_loop);
        queue.putters.push(waiter.clone());
        c.set_slot(WAITER, waiter.clone());
        return Ok(Next::Await(waiter));
    }
    if queue.derived.get() {
        return vm.call_method_str(&value, "put_nowait", &[c.slot(ITEM)]).map(Next::Return);
    }
    put_nowait(vm, &value, &c.slot(ITEM)).map(Next::Return)
}

fn get_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    if c.state.replace(1) == 1 {
        after_wait(vm, c, outcome, false)?;
    }
    let value = c.slot(QUEUE);
    let queue = this(vm, &value)?;
    if ask(vm, &value, queue, false)? {
        if queue.is_shutdown.get() {
            return Err(shut_down(vm));
        }
        let waiter = queue.getters.wait(vm, &value)?;
        c.set_slot(WAITER, waiter.clone());
        return Ok(Next::Await(waiter));
    }
    if queue.derived.get() {
        return vm.call_method_str(&value, "get_nowait", &[]).map(Next::Return);
    }
    get_nowait(vm, &value).map(Next::Return)
}

// ---- joining and shutting down

fn all_done(queue: &QueueObj) {
    queue.joiners.wake(usize::MAX, &Value::TRUE);
}

fn task_done(vm: &Vm, value: &Value) -> PyResult {
    let queue = this(vm, value)?;
    let Some(left) = queue.unfinished.get().checked_sub(1) else {
        return Err(exc::value_error(vm, "task_done() called too many times"));
    };
    queue.unfinished.set(left);
    if left == 0 {
        all_done(queue);
    }
    Ok(Value::NONE)
}

fn join(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?;
    Ok(coroutine::make(vm, "Queue.join", join_step, [value.clone(), Value::NULL, Value::NULL]))
}

fn join_step(vm: &Vm, c: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = c.slot(QUEUE);
    let queue = this(vm, &value)?;
    if c.state.replace(1) == 0 {
        if queue.unfinished.get() == 0 {
            return Ok(Next::Return(Value::NONE));
        }
        let waiter = queue.joiners.wait(vm, &value)?;
        c.set_slot(WAITER, waiter.clone());
        return Ok(Next::Await(waiter));
    }
    queue.joiners.remove(&c.slot(WAITER));
    outcome?;
    Ok(Next::Return(Value::NONE))
}

fn shutdown(vm: &Vm, args: &[Value]) -> PyResult {
    let value = &args[0];
    let queue = this(vm, value)?;
    queue.is_shutdown.set(true);
    let immediate = match args[1].given() {
        Some(immediate) => vm.truth(immediate)?,
        None => false,
    };
    if immediate {
        while !ask(vm, value, queue, false)? {
            if queue.derived.get() {
                vm.call_method_str(value, "_get", &[])?;
            } else {
                drop(queue.take(vm)?);
            }
            queue.unfinished.set(queue.unfinished.get().saturating_sub(1));
        }
        if queue.unfinished.get() == 0 {
            all_done(queue);
        }
    }
    for waiters in [&queue.getters, &queue.putters] {
        while waiters.len() > 0 {
            waiters.pop_and_wake();
        }
    }
    Ok(Value::NONE)
}
