//! Threads: letting go of the interpreter lock while something blocks, signal handlers, new threads.
//!
//! Must not know what the threads run: `_thread` and `asyncio` hand in closures.
#![expect(unsafe_code, reason = "raw words of the value representation (invariants V)")]

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::exc;
use crate::heap::PyCell;
use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// Native stack of a thread that Python code starts, unless `_thread.stack_size` says otherwise.
pub const DEFAULT_STACK: usize = 64 << 20;

static NEXT_IDENT: AtomicU64 = AtomicU64::new(0x7f00_0000_1000);

/// The number that `threading.get_ident` shows.
struct Ident(Cell<u64>);

impl Default for Ident {
    fn default() -> Ident {
        Ident(Cell::new(new_ident()))
    }
}

/// A thread number that was never given out before; looks like an address, as in CPython.
pub fn new_ident() -> u64 {
    NEXT_IDENT.fetch_add(0x1000, Ordering::Relaxed)
}

/// What all threads share about threads.
#[derive(Default)]
pub struct Threads {
    /// How many threads that Python code started are alive.
    pub count: Cell<usize>,
    /// The stack size for new threads; 0: the default.
    pub stack_size: Cell<usize>,
}

/// Python's signal handlers by signal number; a missing one means the system's default.
#[derive(Default)]
pub struct SignalHandlers {
    /// Callables, or the ints of `SIG_DFL` and `SIG_IGN`.
    pub handlers: PyCell<HashMap<i32, Value>>,
}

/// The breaker word of the main thread.
#[derive(Default)]
pub(crate) struct MainBreaker(pub(crate) std::cell::OnceCell<std::sync::Arc<crate::gil::Breaker>>);

/// Owns a value on its way to another thread.
///
/// Invariant T2: the content is only touched by a thread that holds the interpreter lock.
struct Parcel<T>(T);

// SAFETY: T2: reference counts are only changed under the interpreter lock, whichever thread holds it.
unsafe impl<T> Send for Parcel<T> {}

impl<T> Parcel<T> {
    /// Takes the content out; a method, so that closures capture the whole parcel.
    fn open(self) -> T {
        self.0
    }
}

impl Vm {
    /// Runs something that may block without the interpreter lock. `run` must not touch any Python object.
    pub fn without_gil<R>(&self, run: impl FnOnce() -> R) -> R {
        debug_assert_eq!(crate::heap::cell::outstanding(), 0, "B1 broken: a borrow lives while others may run");
        let gil = &self.interp().gil;
        gil.release();
        let result = run();
        gil.acquire(&self.breaker);
        result
    }

    /// Lets other threads run because one of them asked.
    pub fn yield_gil(&self) {
        self.interp().gil.yield_now(&self.breaker);
    }

    /// Runs the handlers of the signals that have arrived. Only the main thread does; the rest leave them to it.
    pub fn run_signal_handlers(&self) -> PyResult<()> {
        if !self.is_main {
            return Ok(());
        }
        while let Some(signal) = minipy_host::signals::take_one() {
            let handler = self.state::<SignalHandlers>().handlers.borrow().get(&signal).cloned();
            match handler {
                Some(handler) if handler.is_small() => {}
                Some(handler) => {
                    let frame = crate::interp::frames::frame_at(self, 0).map_or(Value::NONE, |f| f.into_value());
                    self.call(&handler, &[Value::small(i64::from(signal)), frame])?;
                }
                None if signal == minipy_host::signals::SIGINT => {
                    return Err(self.raise_with(&self.exceptions().keyboard_interrupt, Vec::new()));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// After a system call was interrupted: handles signals if any are there.
    pub fn check_signals(&self) -> PyResult<()> {
        if self.is_main && minipy_host::signals::pending() { self.run_signal_handlers() } else { Ok(()) }
    }

    /// Makes a signal arrive in the main thread, without the system (`_thread.interrupt_main`).
    pub fn simulate_signal(&self, number: i32) {
        let handler = self.state::<SignalHandlers>().handlers.borrow().get(&number).cloned();
        let handled = match handler {
            Some(handler) => !handler.is_small(),
            None => number == minipy_host::signals::SIGINT,
        };
        if !handled {
            return;
        }
        minipy_host::signals::simulate(number);
        if let Some(breaker) = self.state::<MainBreaker>().0.get() {
            breaker.set(crate::gil::Breaker::SIGNAL);
        }
    }

    /// The number of this thread.
    pub fn thread_ident(&self) -> u64 {
        self.thread_state::<Ident>().0.get()
    }

    /// Starts a thread that runs `body` with `argument` under the interpreter lock, in a `Vm` of its own.
    pub fn start_thread<T: 'static>(&self, name: &str, ident: u64, argument: T, body: fn(&Vm, T)) -> PyResult<()> {
        let interp = self.interp_arc().clone();
        let threads = self.state::<Threads>();
        let stack = match threads.stack_size.get() {
            0 => DEFAULT_STACK,
            // Less than the interpreter needs would only turn recursion into crashes.
            size => size.max(1 << 20),
        };
        let parcel = Parcel(argument);
        threads.count.set(threads.count.get() + 1);
        let started = self.interp().host.spawn_thread(
            name,
            stack,
            Box::new(move || {
                // Signals are for the main thread: its system calls are the ones to interrupt.
                minipy_host::signals::block_in_this_thread();
                let vm = Vm::new(&interp, false, stack);
                interp.gil.acquire(&vm.breaker);
                vm.enter(|vm| {
                    vm.thread_state::<Ident>().0.set(ident);
                    vm.stack.set_limit(vm.interp().recursion_limit.get() as usize);
                    body(vm, parcel.open());
                    let threads = vm.state::<Threads>();
                    threads.count.set(threads.count.get().saturating_sub(1));
                    vm.clear_thread_states();
                });
                interp.gil.release();
            }),
        );
        if started.is_err() {
            threads.count.set(threads.count.get().saturating_sub(1));
            return Err(exc::runtime_error(self, "can't start new thread"));
        }
        Ok(())
    }
}
