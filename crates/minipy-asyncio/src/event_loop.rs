//! The event loop: ready ring, timer heap, waiting.
//!
//! Entries of the ring are native: no handle object is made for a task's step or a future's callback. Timers are a
//! binary heap keyed by (when, sequence); a cancelled one is skipped when it comes up.

use std::cell::{Cell, RefCell};
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use minipy_host::poll::{Event, Poller, Waker};
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use minipy_vm::types::type_::TypeRef;
use minipy_vm::{PyResult, Raised, Value, Vm, exc};

use crate::{debug, room};

pub mod handle;
pub mod interface;
pub mod methods;
pub mod watch;

pub use handle::{HandleObj, callable_text};
pub use methods::{TYPE, new_loop};

/// An entry of the ready ring.
pub enum Ready {
    /// The task goes on, with an exception unless that is NULL.
    Step(Value, Value),
    /// A native callback of a done future: function, future, its data.
    Done(fn(&Vm, &Value, &Value) -> PyResult<()>, Value, Value),
    /// A Python callback with arguments and context.
    Call(Value, Vec<Value>, Value),
    /// A handle that may have been cancelled.
    Handle(Value),
}

/// A timer.
struct Timer {
    when: f64,
    sequence: u64,
    /// A handle, or a future that gets the value `result`.
    target: Value,
    result: Value,
}

impl Timer {
    /// Whether nobody waits for it any more.
    fn is_dead(&self) -> bool {
        match self.target.downcast::<HandleObj>() {
            Some(handle) => handle.cancelled.get(),
            None => self.target.downcast::<crate::future::FutureObj>().is_some_and(|f| f.is_done()),
        }
    }
}

impl PartialEq for Timer {
    fn eq(&self, other: &Timer) -> bool {
        self.sequence == other.sequence
    }
}

impl Eq for Timer {}

impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Timer) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timer {
    // The heap gives its greatest first: the earliest timer.
    fn cmp(&self, other: &Timer) -> std::cmp::Ordering {
        other.when.total_cmp(&self.when).then(other.sequence.cmp(&self.sequence))
    }
}

/// The struct inside event loops.
pub struct LoopObj {
    ready: PyCell<VecDeque<Ready>>,
    timers: PyCell<BinaryHeap<Timer>>,
    sequence: Cell<u64>,
    /// Number of timers at which dead ones are swept out.
    sweep_at: Cell<usize>,
    /// Tasks that have not ended, by address: the loop keeps them alive.
    pub tasks: PyCell<minipy_vm::hash::AddressMap<usize, Value>>,
    pub(crate) running: Cell<bool>,
    pub(crate) stopping: Cell<bool>,
    pub(crate) closed: Cell<bool>,
    pub(crate) debug: Cell<bool>,
    /// How long a callback may take in debug mode, in seconds.
    pub(crate) slow_callback: Cell<f64>,
    /// The thread it runs in.
    pub(crate) thread: Cell<u64>,
    pub(crate) exception_handler: PyCell<Value>,
    pub(crate) task_factory: PyCell<Value>,
    pub(crate) asyncgens: PyCell<HashMap<usize, Value>>,
    /// Whether `shutdown_asyncgens` was called.
    pub(crate) asyncgens_shut: Cell<bool>,
    pub(crate) dict: PyCell<Value>,
    poller: RefCell<Option<Rc<Poller>>>,
    /// What the poller watches, by descriptor.
    watches: PyCell<Vec<watch::Slot>>,
    /// How many descriptors it watches.
    watched: Cell<usize>,
    /// What network code keeps for the loop.
    pub(crate) net: crate::net::LoopPart,
    waker: RefCell<Option<Waker>>,
    polling: Arc<AtomicBool>,
    /// The pool of threads for `to_thread`, once one was needed.
    pub(crate) executor: PyCell<Option<crate::pool::PoolOwner>>,
    /// What `set_default_executor` has set, or NULL.
    pub(crate) default_executor: PyCell<Value>,
    /// Whether `shutdown_default_executor` was called.
    pub(crate) executor_shut: Cell<bool>,
}

static LOOP_LAYOUT: Layout = Layout::of::<LoopObj>("_UnixSelectorEventLoop");

impl HeapObject for LoopObj {
    const LAYOUT: &'static Layout = &LOOP_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for ready in self.ready.borrow().iter() {
            match ready {
                Ready::Step(a, b) | Ready::Done(_, a, b) => {
                    visit(a);
                    visit(b);
                }
                Ready::Call(callable, args, context) => {
                    visit(callable);
                    args.iter().for_each(&mut *visit);
                    visit(context);
                }
                Ready::Handle(handle) => visit(handle),
            }
        }
        for timer in self.timers.borrow().iter() {
            visit(&timer.target);
            visit(&timer.result);
        }
        self.tasks.borrow().values().for_each(&mut *visit);
        self.watches.borrow().iter().for_each(|slot| slot.trace(visit));
        self.net.trace(visit);
        self.asyncgens.borrow().values().for_each(&mut *visit);
        for cell in [&self.exception_handler, &self.task_factory, &self.default_executor, &self.dict] {
            visit(&cell.borrow());
        }
    }

    fn clear(&self) {
        drop(self.ready.take());
        drop(self.timers.take());
        drop(self.tasks.take());
        drop(self.watches.take());
        self.net.clear();
        drop(self.exception_handler.take());
        drop(self.task_factory.take());
        drop(self.default_executor.take());
        drop(self.dict.take());
    }
}

impl minipy_vm::heap::layout::FixedShape for LoopObj {
    const SHAPE: u32 = minipy_vm::shape::fixed::EVENT_LOOP;
}

impl LoopObj {
    /// The tasks that are not done, in no particular order.
    pub(crate) fn all_tasks(&self, vm: &Vm) -> PyResult<Vec<Value>> {
        let mut tasks = growth::with_room(vm, self.tasks.borrow().len())?;
        tasks.extend(self.tasks.borrow().values().cloned());
        Ok(tasks)
    }

    pub(crate) fn empty() -> LoopObj {
        LoopObj {
            ready: PyCell::default(),
            timers: PyCell::default(),
            sequence: Cell::new(0),
            sweep_at: Cell::new(64),
            tasks: PyCell::default(),
            running: Cell::new(false),
            stopping: Cell::new(false),
            closed: Cell::new(false),
            debug: Cell::new(false),
            slow_callback: Cell::new(0.1),
            thread: Cell::new(0),
            exception_handler: PyCell::default(),
            task_factory: PyCell::default(),
            asyncgens: PyCell::default(),
            asyncgens_shut: Cell::new(false),
            dict: PyCell::default(),
            poller: RefCell::new(None),
            watches: PyCell::default(),
            watched: Cell::new(0),
            net: Default::default(),
            waker: RefCell::new(None),
            polling: Arc::default(),
            executor: PyCell::new(None),
            default_executor: PyCell::default(),
            executor_shut: Cell::new(false),
        }
    }

    /// Adds an entry to the ready ring. Without memory it is given up; MemoryError follows at the next safe point.
    #[inline]
    pub fn push(&self, ready: Ready) {
        room::push_back(&mut self.ready.borrow_mut(), ready);
        if self.polling.load(Ordering::Relaxed) {
            self.wake();
        }
    }

    /// Ends a wait in another thread.
    fn wake(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake();
        }
    }

    /// Adds a timer for a handle, or for a future that gets `result`.
    pub fn add_timer(&self, when: f64, target: Value, result: Value) {
        let sequence = self.sequence.get();
        self.sequence.set(sequence + 1);
        let swept = {
            let mut timers = self.timers.borrow_mut();
            room::push_heap(&mut timers, Timer { when, sequence, target, result });
            if timers.len() < self.sweep_at.get() {
                Vec::new()
            } else {
                // Timers that were cancelled before their time do not pile up.
                let mut live = std::mem::take(&mut *timers).into_vec();
                let mut dead = Vec::new();
                let count = live.iter().filter(|timer| timer.is_dead()).count();
                if count > 0 && dead.try_reserve_exact(count).is_ok() {
                    dead.extend(live.extract_if(.., |timer| timer.is_dead()));
                }
                self.sweep_at.set((live.len() * 2).max(64));
                *timers = live.into();
                dead
            }
        };
        drop(swept);
        if self.polling.load(Ordering::Relaxed) {
            self.wake();
        }
    }

    /// The time of the next timer that somebody waits for.
    fn next_timer(&self) -> Option<f64> {
        loop {
            let dead = {
                let mut timers = self.timers.borrow_mut();
                let top = timers.peek()?;
                if !top.is_dead() {
                    return Some(top.when);
                }
                timers.pop()
            };
            drop(dead);
        }
    }

    /// Moves due timers into the ready ring; gives the time of the next one.
    fn take_due(&self, now: f64) -> Option<f64> {
        loop {
            let timer = {
                let mut timers = self.timers.borrow_mut();
                let top = timers.peek()?;
                if !top.is_dead() && top.when > now {
                    return Some(top.when);
                }
                timers.pop()?
            };
            if timer.target.downcast::<HandleObj>().is_some() {
                room::push_back(&mut self.ready.borrow_mut(), Ready::Handle(timer.target));
            } else if let Some(future) = timer.target.downcast::<crate::future::FutureObj>()
                && !future.is_done()
            {
                future.set_result(&timer.target, timer.result);
            }
        }
    }
}

/// What all loops share.
#[derive(Default)]
pub struct Shared {
    /// The number of the last task.
    pub next_task: Cell<u64>,
    /// The event loop policy, once a program asked for it or set one; NULL before.
    pub policy: PyCell<Value>,
}

/// What all loops share.
pub(crate) fn state(vm: &Vm) -> &Shared {
    vm.state::<Shared>()
}

/// What asyncio keeps for each thread.
#[derive(Default)]
pub struct ThreadState {
    /// The loop that runs in this thread, or NULL.
    pub running_loop: PyCell<Value>,
    /// The loop that `set_event_loop` has set, or NULL.
    pub set_loop: PyCell<Value>,
    /// The task that runs now, or NULL.
    pub current_task: PyCell<Value>,
    coroutine_type: PyCell<Option<TypeRef>>,
}

impl ThreadState {
    /// The type of native coroutines.
    #[inline]
    pub(crate) fn coroutine_type(&self, vm: &Vm) -> TypeRef {
        if let Some(found) = &*self.coroutine_type.borrow() {
            return found.clone();
        }
        let made = vm.type_from_def(&crate::coroutine::TYPE);
        self.coroutine_type.set(Some(made.clone()));
        made
    }
}

/// What asyncio keeps for this thread.
#[inline]
pub(crate) fn thread(vm: &Vm) -> &ThreadState {
    vm.fast_state::<ThreadState>()
}

/// The running loop, or RuntimeError.
pub fn running(vm: &Vm) -> PyResult {
    match thread(vm).running_loop.get().non_null() {
        Some(found) => Ok(found),
        None => Err(exc::runtime_error(vm, "no running event loop")),
    }
}

/// `get_event_loop()`
pub fn current_or_error(vm: &Vm) -> PyResult {
    match thread(vm).running_loop.get().non_null() {
        Some(found) => Ok(found),
        None => crate::policy::get_event_loop(vm),
    }
}

/// What `set_event_loop` has set in this thread, or RuntimeError.
pub(crate) fn set_or_error(vm: &Vm) -> PyResult {
    match thread(vm).set_loop.get().non_null() {
        Some(found) => Ok(found),
        None => {
            let name = if vm.is_main { "MainThread".to_owned() } else { crate::threads::thread_name(vm) };
            Err(exc::runtime_error(vm, &format!("There is no current event loop in thread '{name}'.")))
        }
    }
}

/// `loop.time()`
pub fn now(vm: &Vm) -> f64 {
    vm.interp().host.monotonic_ns().map_or(0.0, |ns| ns as f64 / 1e9)
}

/// Runs an entry of the ready ring.
#[inline]
fn run_entry(vm: &Vm, this: &Value, entry: Ready) -> PyResult<()> {
    match entry {
        Ready::Step(task, exception) => crate::task::step(vm, &task, exception),
        Ready::Done(function, future, data) => function(vm, &future, &data),
        Ready::Call(callable, args, context) => {
            match crate::context::run_in(vm, &context, |vm| vm.call(&callable, &args)) {
                (Ok(_), _) => Ok(()),
                (Err(raised), made) => {
                    // The exception handler runs in the callback's context, also where the callback was the first to set something.
                    let context = made.non_null().unwrap_or(context);
                    let handle = handle::new(vm, this, callable.clone(), args.clone(), context, None);
                    handle::callback_failed(vm, this, &callable, &args, handle, raised)
                }
            }
        }
        Ready::Handle(handle) => handle::run(vm, this, &handle),
    }
}

/// Runs an entry in debug mode: one that takes long is told of.
fn run_watched(vm: &Vm, this: &Value, event_loop: &LoopObj, entry: Ready) -> PyResult<()> {
    let about = match &entry {
        Ready::Step(value, _) | Ready::Done(_, value, _) | Ready::Call(value, ..) | Ready::Handle(value) => {
            value.clone()
        }
    };
    let before = now(vm);
    run_entry(vm, this, entry)?;
    let took = now(vm) - before;
    if took >= event_loop.slow_callback.get() {
        let text = vm.repr_string(&about)?;
        debug::log(vm, "warning", &format!("Executing {text} took {took:.3} seconds"), None)?;
    }
    Ok(())
}

/// One iteration: wait or look for events, then timers, then what was ready at its start.
pub(crate) fn run_once(vm: &Vm, this: &Value, event_loop: &LoopObj) -> PyResult<()> {
    let next = if event_loop.timers.borrow().is_empty() { None } else { event_loop.next_timer() };
    if event_loop.ready.borrow().is_empty() && !event_loop.stopping.get() {
        let timeout = next.map(|when| ((when - now(vm)).max(0.0) * 1e9).ceil() as u64);
        if timeout == Some(0) {
            look(vm, event_loop)?;
        } else {
            wait(vm, event_loop, timeout)?;
        }
    } else {
        look(vm, event_loop)?;
    }
    if next.is_some() {
        event_loop.take_due(now(vm));
    }
    let count = event_loop.ready.borrow().len();
    for _ in 0..count {
        let entry = event_loop.ready.borrow_mut().pop_front();
        let Some(entry) = entry else { break };
        if event_loop.debug.get() {
            run_watched(vm, this, event_loop, entry)?;
        } else {
            run_entry(vm, this, entry)?;
        }
        if vm.breaker.get() != 0 {
            vm.poll_breaker()?;
        }
    }
    Ok(())
}

/// Takes the events that are there already, if any descriptor is watched. The interpreter lock is kept.
fn look(vm: &Vm, event_loop: &LoopObj) -> PyResult<()> {
    if event_loop.watched.get() == 0 {
        return Ok(());
    }
    let poller = event_loop.poller(vm)?;
    let mut events = event_loop.net.events.take();
    let result = poller.wait(&mut events, Some(0));
    take_events(vm, event_loop, events, result)
}

/// Waits until a descriptor is ready, for at most a while, or until a wake-up or a signal.
fn wait(vm: &Vm, event_loop: &LoopObj, timeout: Option<u64>) -> PyResult<()> {
    let poller = event_loop.poller(vm)?;
    let timeout = if vm.is_main && poller.wake_on_signals() { Some(0) } else { timeout };
    let mut events = event_loop.net.events.take();
    event_loop.polling.store(true, Ordering::SeqCst);
    let result = vm.without_gil(|| poller.wait(&mut events, timeout));
    event_loop.polling.store(false, Ordering::SeqCst);
    take_events(vm, event_loop, events, result)
}

/// Turns what the poller found into entries of the ready ring.
fn take_events(
    vm: &Vm,
    event_loop: &LoopObj,
    mut events: Vec<Event>,
    result: Result<bool, minipy_host::HostError>,
) -> PyResult<()> {
    for event in &events {
        event_loop.found(event);
    }
    events.clear();
    event_loop.net.events.set(events);
    match result {
        Ok(_) => vm.check_signals(),
        Err(error) if error.is_interrupted() => vm.check_signals(),
        Err(error) => Err(host_error(vm, &error)),
    }
}

/// An OSError for a failure of the host.
pub(crate) fn host_error(vm: &Vm, error: &minipy_host::HostError) -> Raised {
    let args = vec![vm.int(i64::from(error.errno)), vm.str(&error.message)];
    let class = vm.exceptions().os_error.value().clone();
    match vm.call(&class, &args) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// A callable that makes a waiting task go on: for futures of other implementations.
pub(crate) fn wakeup_callable(vm: &Vm, task: &Value) -> Value {
    static WAKEUP: &[minipy_vm::native::MethodDef] = minipy_vm::methods! {
        "task_wakeup" F2(wakeup) "(self, future, /)" "";
    };
    vm.bound_builtin(&WAKEUP[0], task.clone())
}

fn wakeup(vm: &Vm, task: &Value, future: &Value) -> PyResult {
    let exception = match vm.call_method_str(future, "result", &[]) {
        Ok(_) => Value::NULL,
        Err(raised) => vm.take_exception(raised),
    };
    crate::task::step(vm, task, exception)?;
    Ok(Value::NONE)
}
