//! Clocks and sleeping.

use super::check;
use crate::error::{HostError, Result};

/// Which clock to read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    Wall,
    Monotonic,
    Process,
    Thread,
}

const SECOND: i64 = 1_000_000_000;

/// The time of a clock in nanoseconds.
pub(crate) fn now(clock: Clock) -> Result<i64> {
    let id = match clock {
        Clock::Wall => libc::CLOCK_REALTIME,
        Clock::Monotonic => libc::CLOCK_MONOTONIC,
        Clock::Process => libc::CLOCK_PROCESS_CPUTIME_ID,
        Clock::Thread => libc::CLOCK_THREAD_CPUTIME_ID,
    };
    read(id)
}

/// The time of a clock, given by its number, in nanoseconds.
pub(crate) fn read(id: libc::clockid_t) -> Result<i64> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec that outlives the call.
    check(unsafe { libc::clock_gettime(id, &mut time) })?;
    Ok(time.tv_sec.saturating_mul(SECOND).saturating_add(time.tv_nsec))
}

/// Sets a clock, given by its number.
pub(crate) fn set(id: libc::clockid_t, nanoseconds: i64) -> Result<()> {
    let (tv_sec, tv_nsec) = (nanoseconds.div_euclid(SECOND), nanoseconds.rem_euclid(SECOND));
    let time = libc::timespec { tv_sec, tv_nsec };
    // SAFETY: `time` is a valid timespec that outlives the call.
    check(unsafe { libc::clock_settime(id, &time) }).map(drop)
}

/// The number of the clock of a thread's processor time, as the kernel makes it from the thread's.
pub(crate) fn of_thread(thread: u64) -> libc::clockid_t {
    !(thread as libc::clockid_t) << 3 | 6
}

/// Sleeps until the monotonic clock reaches a point; a signal ends the sleep with EINTR.
pub(crate) fn sleep_until(deadline: i64) -> Result<()> {
    let time = timespec(deadline.max(0));
    // SAFETY: `time` outlives the call, and a null remainder is allowed with an absolute time.
    let errno =
        unsafe { libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &time, std::ptr::null_mut()) };
    if errno == 0 { Ok(()) } else { Err(HostError::from_errno(errno)) }
}

/// Nanoseconds (not negative) as a timespec.
pub(crate) fn timespec(nanoseconds: i64) -> libc::timespec {
    libc::timespec { tv_sec: nanoseconds / SECOND, tv_nsec: nanoseconds % SECOND }
}
