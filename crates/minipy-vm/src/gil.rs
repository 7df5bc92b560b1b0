//! The interpreter lock and the breaker word that the interpreter loop looks at.
//!
//! A thread that wants the lock waits up to the switch interval (5 ms by default); then it asks the holder through the
//! holder's breaker word to let go at its next check.

use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Reasons to leave the fast path of the interpreter loop, as bits.
#[derive(Debug, Default)]
pub struct Breaker {
    word: AtomicU32,
}

impl Breaker {
    /// Another thread wants the interpreter lock.
    pub const GIL: u32 = 1;
    /// A signal arrived (main thread only).
    pub const SIGNAL: u32 = 2;
    /// The collector should run.
    pub const COLLECT: u32 = 4;
    /// An exception was sent to this thread.
    pub const ASYNC_EXC: u32 = 8;
    /// The system has refused memory.
    pub const MEMORY: u32 = 16;

    /// The reasons.
    #[inline(always)]
    pub fn get(&self) -> u32 {
        self.word.load(Ordering::Relaxed)
    }

    /// Adds a reason.
    pub fn set(&self, bits: u32) {
        self.word.fetch_or(bits, Ordering::SeqCst);
    }

    /// The word itself, for the signal handler.
    pub fn word(&self) -> &AtomicU32 {
        &self.word
    }

    /// Takes a reason away; tells whether it was there.
    pub fn clear(&self, bits: u32) -> bool {
        self.word.fetch_and(!bits, Ordering::SeqCst) & bits != 0
    }
}

#[derive(Default)]
struct State {
    held: bool,
    holder: Option<Arc<Breaker>>,
    /// How many threads wait for the lock.
    waiting: u32,
    /// How many threads that let go wait until another one has had the lock.
    yielding: u32,
    /// Counts hand-overs, so that a thread that lets go can wait until somebody else has run.
    switches: u64,
}

/// The interpreter lock.
pub struct Gil {
    state: Mutex<State>,
    freed: Condvar,
    switched: Condvar,
    interval_us: AtomicU64,
    /// Address of the breaker of the thread that ends the interpreter, or 0.
    finalizing: AtomicUsize,
}

impl Default for Gil {
    fn default() -> Gil {
        Gil::new()
    }
}

impl Gil {
    /// A free lock.
    pub fn new() -> Gil {
        Gil {
            state: Mutex::default(),
            freed: Condvar::new(),
            switched: Condvar::new(),
            interval_us: AtomicU64::new(5000),
            finalizing: AtomicUsize::new(0),
        }
    }

    /// The switch interval.
    pub fn interval(&self) -> Duration {
        Duration::from_micros(self.interval_us.load(Ordering::Relaxed))
    }

    /// Sets the switch interval.
    pub fn set_interval(&self, interval: Duration) {
        self.interval_us.store(interval.as_micros().max(1) as u64, Ordering::Relaxed);
    }

    /// After this, threads other than the caller block for ever when they ask for the lock.
    pub fn finalize(&self, breaker: &Arc<Breaker>) {
        self.finalizing.store(Arc::as_ptr(breaker).addr(), Ordering::SeqCst);
    }

    /// Whether the interpreter is being taken down.
    pub fn is_finalizing(&self) -> bool {
        self.finalizing.load(Ordering::SeqCst) != 0
    }

    /// Waits for the lock. `breaker` is how others ask the new holder to let go.
    pub fn acquire(&self, breaker: &Arc<Breaker>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.held {
            state.waiting += 1;
            let (next, timeout) =
                self.freed.wait_timeout(state, self.interval()).unwrap_or_else(PoisonError::into_inner);
            state = next;
            state.waiting -= 1;
            if timeout.timed_out()
                && state.held
                && let Some(holder) = &state.holder
            {
                holder.set(Breaker::GIL);
            }
        }
        let finalizing = self.finalizing.load(Ordering::SeqCst);
        if finalizing != 0 && finalizing != Arc::as_ptr(breaker).addr() {
            drop(state);
            self.freed.notify_one();
            loop {
                std::thread::park();
            }
        }
        state.held = true;
        state.holder = Some(breaker.clone());
        state.switches += 1;
        // Notifying costs a system call even if nobody listens.
        let listened = state.yielding > 0;
        drop(state);
        if listened {
            self.switched.notify_all();
        }
    }

    /// Lets go.
    pub fn release(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.held = false;
        let holder = state.holder.take();
        let wanted = state.waiting > 0;
        drop(state);
        drop(holder);
        if wanted {
            self.freed.notify_one();
        }
    }

    /// Lets go because another thread asked, and takes the lock again after somebody else has had it.
    pub fn yield_now(&self, breaker: &Arc<Breaker>) {
        breaker.clear(Breaker::GIL);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.waiting == 0 {
            return;
        }
        state.held = false;
        state.holder = None;
        let before = state.switches;
        self.freed.notify_one();
        state.yielding += 1;
        while state.switches == before && state.waiting > 0 {
            state = self.switched.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.yielding -= 1;
        drop(state);
        self.acquire(breaker);
    }
}
