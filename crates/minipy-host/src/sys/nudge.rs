//! Nudges: no signal is lost because it came just before a system call blocked.
//!
//! A handler only notes its signal; the thread that handles signals must leave its system call (EINTR) to look. A signal
//! that arrives after the thread has looked for signals and before the call blocks interrupts nothing. So the handler
//! also sets a timer, which sends the thread another signal after a while, again and again until somebody has taken what
//! is pending. That works for every call that blocks, whatever it is, and costs nothing while no signal comes.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

/// Nanoseconds from a signal to the first nudge, and between nudges.
const INTERVAL: libc::c_long = 10_000_000;

/// The kernel's number of the timer. It belongs to the thread `OWNER`, and is gone after a fork, as that thread is.
static TIMER: AtomicI32 = AtomicI32::new(-1);
static OWNER: AtomicI32 = AtomicI32::new(0);
static ARMED: AtomicBool = AtomicBool::new(false);

/// The signal that nudges: one near the end of the real-time ones, which programs hardly use.
fn number() -> libc::c_int {
    libc::SIGRTMAX() - 2
}

/// Interrupts the system call by being called. All signals are blocked meanwhile, so that none is noted between the look
/// and the end of the nudging.
extern "C" fn on_nudge(_signal: libc::c_int) {
    if super::signal::PENDING.load(Ordering::SeqCst) == 0 {
        // SAFETY: errno is thread-local and always valid.
        unsafe {
            let errno = libc::__errno_location();
            let saved = *errno;
            disarm();
            *errno = saved;
        }
    }
}

/// Nudges the calling thread until [`disarm`]. Called by signal handlers: atomics and plain system calls only. Where the
/// system has no such timers, things are as without.
pub(crate) fn arm() {
    // SAFETY: errno is thread-local and always valid; the calls get structs of this stack, and all of them may be made in
    // a signal handler. The kernel's timer numbers are ints.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        let thread = libc::syscall(libc::SYS_gettid) as i32;
        if OWNER.load(Ordering::SeqCst) != thread && !create(thread) {
            *errno = saved;
            return;
        }
        ARMED.store(true, Ordering::SeqCst);
        set(INTERVAL);
        *errno = saved;
    }
}

/// Ends the nudging; for whoever takes the pending signals, before taking them.
pub(crate) fn disarm() {
    if ARMED.swap(false, Ordering::SeqCst) {
        set(0);
    }
}

/// Sets the timer to an interval, or stops it.
fn set(nanoseconds: libc::c_long) {
    let time = libc::timespec { tv_sec: 0, tv_nsec: nanoseconds };
    let every = libc::itimerspec { it_interval: time, it_value: time };
    // SAFETY: `every` outlives the call, a null old value is allowed; a number that is no timer only fails.
    unsafe {
        libc::syscall(
            libc::SYS_timer_settime,
            TIMER.load(Ordering::SeqCst),
            0,
            &raw const every,
            ptr::null_mut::<libc::itimerspec>(),
        );
    }
}

/// Makes the timer for a thread, in place of another thread's.
fn create(thread: i32) -> bool {
    // SAFETY: zeroed structs of these types are valid; `on_nudge` is async-signal-safe and has the signature of a
    // handler; the calls get structs of this stack.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_nudge as extern "C" fn(libc::c_int) as libc::sighandler_t;
        action.sa_flags = libc::SA_ONSTACK;
        libc::sigfillset(&mut action.sa_mask);
        if libc::sigaction(number(), &action, ptr::null_mut()) != 0 {
            return false;
        }
        let old = TIMER.swap(-1, Ordering::SeqCst);
        if old >= 0 {
            libc::syscall(libc::SYS_timer_delete, old);
        }
        let mut event: libc::sigevent = std::mem::zeroed();
        event.sigev_notify = libc::SIGEV_THREAD_ID;
        event.sigev_signo = number();
        event.sigev_notify_thread_id = thread;
        let mut timer = MaybeUninit::<libc::c_int>::uninit();
        let made =
            libc::syscall(libc::SYS_timer_create, libc::CLOCK_MONOTONIC, &raw const event, timer.as_mut_ptr()) == 0;
        if made {
            TIMER.store(timer.assume_init(), Ordering::SeqCst);
            OWNER.store(thread, Ordering::SeqCst);
        }
        made
    }
}
