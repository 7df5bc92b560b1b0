//! Signals as the interpreter sees them: a set of bits that handlers set, and wake-ups for a thread that waits.
//!
//! Python code never runs inside a signal handler; the interpreter takes the set when its breaker word says so.

#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{HostError, Result};
use crate::sys::nudge;
use crate::sys::signal::{self, Disposition};

/// The highest signal number handled here, exclusive (`signal.NSIG` is 65 on Linux; signal 64 shares no bit).
pub const SIGNAL_LIMIT: i32 = 64;

/// Signal numbers the interpreter itself needs.
pub const SIGINT: i32 = libc::SIGINT;
/// Ignored at start, so that writing to a closed pipe is an error and not the end.
pub const SIGPIPE: i32 = libc::SIGPIPE;
/// Ignored at start, like SIGPIPE.
pub const SIGXFSZ: i32 = libc::SIGXFSZ;

/// What happens when a signal arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The system's default (`SIG_DFL`).
    Default,
    /// Nothing (`SIG_IGN`).
    Ignore,
    /// It is added to the pending set.
    Notify,
    /// A handler that is not ours; can only be observed (`signal.getsignal` gives None).
    Foreign,
}

/// What to set up when an interpreter starts: SIGPIPE and SIGXFSZ are ignored, SIGINT is noted (unless the parent
/// ignored it, as a shell does for background jobs).
pub fn initialise() -> Result<()> {
    set_action(SIGPIPE, Action::Ignore)?;
    set_action(SIGXFSZ, Action::Ignore)?;
    if action(SIGINT)? == Action::Default {
        set_action(SIGINT, Action::Notify)?;
    }
    Ok(())
}

/// Sets what a signal does and returns what it did before.
pub fn set_action(number: i32, action: Action) -> Result<Action> {
    if !(1..SIGNAL_LIMIT).contains(&number) || action == Action::Foreign {
        return Err(HostError::from_errno(libc::EINVAL));
    }
    let disposition = match action {
        Action::Ignore => Disposition::Ignore,
        Action::Notify => Disposition::Notify,
        Action::Default | Action::Foreign => Disposition::Default,
    };
    signal::set(number, disposition).map(from_disposition)
}

/// What a signal does.
pub fn action(number: i32) -> Result<Action> {
    signal::get(number).map(from_disposition)
}

fn from_disposition(disposition: Disposition) -> Action {
    match disposition {
        Disposition::Default => Action::Default,
        Disposition::Ignore => Action::Ignore,
        Disposition::Notify => Action::Notify,
        Disposition::Foreign => Action::Foreign,
    }
}

/// Names the interpreter's breaker word: the handler sets the bits of `mask` in it.
pub fn set_breaker(word: &'static AtomicU32, mask: u32) {
    signal::set_breaker(word, mask);
}

/// Whether any signal is pending.
#[inline]
pub fn pending() -> bool {
    signal::PENDING.load(Ordering::SeqCst) != 0
}

/// Takes all pending signals: bit n is signal n.
pub fn take() -> u64 {
    nudge::disarm();
    signal::PENDING.swap(0, Ordering::SeqCst)
}

/// Takes one pending signal, the lowest first, as CPython handles them.
pub fn take_one() -> Option<i32> {
    let pending = signal::PENDING.load(Ordering::SeqCst);
    if pending == 0 {
        return None;
    }
    let number = pending.trailing_zeros();
    // The one that is taken last ends the nudging; a signal that comes in between starts it anew.
    if pending & (pending - 1) == 0 {
        nudge::disarm();
    }
    if signal::PENDING.fetch_and(!(1 << number), Ordering::SeqCst) & !(1 << number) != 0 {
        nudge::arm();
    }
    Some(number as i32)
}

/// Marks a signal as arrived without the system (`_thread.interrupt_main`, `signal.raise_signal` tests).
pub fn simulate(number: i32) {
    signal::PENDING.fetch_or(1 << (number & 63), Ordering::SeqCst);
}

/// Lets no signal be delivered to the calling thread, so that another thread gets it.
pub fn block_in_this_thread() {
    signal::block_all();
}

/// Sets the descriptor that gets a byte per signal and returns the old one; -1 for none (`signal.set_wakeup_fd`).
pub fn set_wakeup_fd(fd: i32) -> i32 {
    signal::WAKE_BYTES.swap(fd, Ordering::AcqRel)
}

/// Sets the eventfd that signals wake; see `Poller::wake_on_signals`. Sequentially consistent, as is the handler: either it
/// sees the descriptor, or who asks [`pending`] afterwards sees the signal.
pub(crate) fn set_wake_event(fd: i32) {
    signal::WAKE_EVENT.store(fd, Ordering::SeqCst);
}

/// Forgets the eventfd if it still is this one.
pub(crate) fn clear_wake_event(fd: i32) {
    let _ = signal::WAKE_EVENT.compare_exchange(fd, -1, Ordering::AcqRel, Ordering::Relaxed);
}
