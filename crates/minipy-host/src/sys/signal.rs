//! Signal handlers: the part that runs inside a signal, and the calls that install it.

use std::convert::Infallible;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicU32, AtomicU64, Ordering};

use super::{check, nudge};
use crate::error::{HostError, Result};

/// Signals that arrived and were not taken yet: bit n is signal n.
pub(crate) static PENDING: AtomicU64 = AtomicU64::new(0);
/// An eventfd to add one to, or -1.
pub(crate) static WAKE_EVENT: AtomicI32 = AtomicI32::new(-1);
/// A descriptor that gets one byte per signal, the signal number, or -1 (`signal.set_wakeup_fd`).
pub(crate) static WAKE_BYTES: AtomicI32 = AtomicI32::new(-1);
/// A word of the interpreter to set bits in, or null.
static BREAKER: AtomicPtr<AtomicU32> = AtomicPtr::new(ptr::null_mut());
static BREAKER_MASK: AtomicU32 = AtomicU32::new(0);

/// Names the word in which the handler sets bits.
pub(crate) fn set_breaker(word: &'static AtomicU32, mask: u32) {
    BREAKER_MASK.store(mask, Ordering::Relaxed);
    BREAKER.store(ptr::from_ref(word).cast_mut(), Ordering::Release);
}

/// What a disposition is, seen from outside the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    Default,
    Ignore,
    Notify,
    Foreign,
}

extern "C" fn on_signal(signal: libc::c_int) {
    // Only atomics and write(2): this runs between any two instructions of the process.
    PENDING.fetch_or(1 << (signal & 63), Ordering::SeqCst);
    let breaker = BREAKER.load(Ordering::Acquire);
    if !breaker.is_null() {
        // SAFETY: the pointer was made from a `&'static AtomicU32`.
        unsafe { &*breaker }.fetch_or(BREAKER_MASK.load(Ordering::Relaxed), Ordering::SeqCst);
    }
    nudge::arm();
    let event = WAKE_EVENT.load(Ordering::SeqCst);
    let bytes = WAKE_BYTES.load(Ordering::Acquire);
    if event < 0 && bytes < 0 {
        return;
    }
    // SAFETY: errno is thread-local and always valid; both buffers live on this stack; write(2) may be called in a
    // signal handler.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        if event >= 0 {
            let one = 1u64.to_ne_bytes();
            libc::write(event, one.as_ptr().cast(), one.len());
        }
        if bytes >= 0 {
            let number = [signal as u8];
            libc::write(bytes, number.as_ptr().cast(), 1);
        }
        *errno = saved;
    }
}

fn handler_address() -> libc::sighandler_t {
    on_signal as extern "C" fn(libc::c_int) as libc::sighandler_t
}

/// Sets the disposition of a signal and returns the previous one. System calls are not restarted, so that the main
/// thread notices; the signal stack is used where there is one.
pub(crate) fn set(signal: i32, disposition: Disposition) -> Result<Disposition> {
    let handler = match disposition {
        Disposition::Ignore => libc::SIG_IGN,
        Disposition::Notify => handler_address(),
        Disposition::Default | Disposition::Foreign => libc::SIG_DFL,
    };
    let mut old = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: a zeroed sigaction is valid (empty mask, no flags); `on_signal` is async-signal-safe and has the
    // signature of a handler without SA_SIGINFO; `old` is written by a successful call.
    unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = handler;
        new.sa_flags = libc::SA_ONSTACK;
        libc::sigemptyset(&mut new.sa_mask);
        check(libc::sigaction(signal, &new, old.as_mut_ptr()))?;
        Ok(classify(old.assume_init().sa_sigaction))
    }
}

/// The disposition of a signal.
pub(crate) fn get(signal: i32) -> Result<Disposition> {
    let mut old = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: a null new action only queries; `old` is written by a successful call.
    unsafe {
        check(libc::sigaction(signal, ptr::null(), old.as_mut_ptr()))?;
        Ok(classify(old.assume_init().sa_sigaction))
    }
}

fn classify(handler: libc::sighandler_t) -> Disposition {
    if handler == libc::SIG_DFL {
        Disposition::Default
    } else if handler == libc::SIG_IGN {
        Disposition::Ignore
    } else if handler == handler_address() {
        Disposition::Notify
    } else {
        Disposition::Foreign
    }
}

pub(crate) fn kill(process: i32, signal: i32) -> Result<()> {
    // SAFETY: kill touches no memory of ours.
    check(unsafe { libc::kill(process, signal) }).map(drop)
}

/// Blocks all signals in the calling thread.
pub(crate) fn block_all() {
    let mut mask = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: the set lives on this stack and is initialised by sigfillset before use; blocking cannot fail.
    unsafe {
        libc::sigfillset(mask.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_BLOCK, mask.as_ptr(), ptr::null_mut());
    }
}

/// Resets a signal to its default action, lets it through and sends it to this thread.
pub(crate) fn die(signal: i32) -> Result<Infallible> {
    set(signal, Disposition::Default)?;
    // SAFETY: the set lives on this stack and is initialised by sigemptyset before use.
    unsafe {
        let mut mask = MaybeUninit::<libc::sigset_t>::zeroed();
        libc::sigemptyset(mask.as_mut_ptr());
        check(libc::sigaddset(mask.as_mut_ptr(), signal))?;
        let errno = libc::pthread_sigmask(libc::SIG_UNBLOCK, mask.as_ptr(), ptr::null_mut());
        if errno != 0 {
            return Err(HostError::from_errno(errno));
        }
        check(libc::raise(signal))?;
    }
    // The default action of this signal does not end the process.
    Err(HostError::from_errno(libc::EINVAL))
}

/// Sends a signal to one thread, which must not have been joined.
#[cfg(test)]
pub(crate) fn kill_thread(thread: libc::pthread_t, signal: i32) {
    // SAFETY: the caller holds the handle of the thread, so its id is valid.
    unsafe { libc::pthread_kill(thread, signal) };
}

/// Sends a signal to the calling thread; its handler has run when this returns.
#[cfg(test)]
pub(crate) fn raise_in_this_thread(signal: libc::c_int) {
    // SAFETY: raise touches no memory of ours.
    unsafe { libc::raise(signal) };
}
