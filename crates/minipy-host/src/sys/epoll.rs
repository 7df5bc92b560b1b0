//! epoll and eventfd.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};

use super::{check, clock};
use crate::error::Result;

/// Set once the kernel turned out not to know epoll_pwait2.
static NO_PWAIT2: AtomicBool = AtomicBool::new(false);

pub(crate) use libc::epoll_event;

/// What to do with a registration.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    Add,
    Modify,
    Delete,
}

pub(crate) fn create() -> Result<OwnedFd> {
    // SAFETY: a successful epoll_create1 returns a descriptor that nobody else owns.
    unsafe { Ok(OwnedFd::from_raw_fd(check(libc::epoll_create1(libc::EPOLL_CLOEXEC))?)) }
}

pub(crate) fn create_event() -> Result<OwnedFd> {
    // SAFETY: a successful eventfd returns a descriptor that nobody else owns.
    unsafe { Ok(OwnedFd::from_raw_fd(check(libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK))?)) }
}

/// Changes a registration.
pub(crate) fn control(epoll: &OwnedFd, change: Change, fd: i32, events: u32, token: u64) -> Result<()> {
    let operation = match change {
        Change::Add => libc::EPOLL_CTL_ADD,
        Change::Modify => libc::EPOLL_CTL_MOD,
        Change::Delete => libc::EPOLL_CTL_DEL,
    };
    let mut event = epoll_event { events, u64: token };
    // SAFETY: `event` is valid for the call; the kernel copies it.
    check(unsafe { libc::epoll_ctl(epoll.as_raw_fd(), operation, fd, &mut event) }).map(drop)
}

/// Waits for events; no time-out waits for ever, zero only looks. Returns how many events were filled in.
pub(crate) fn wait(epoll: &OwnedFd, events: &mut [epoll_event], timeout_ns: Option<u64>) -> Result<usize> {
    let count = i32::try_from(events.len()).unwrap_or(i32::MAX);
    let timeout_ns = timeout_ns.map(|ns| i64::try_from(ns).unwrap_or(i64::MAX));
    let whole = timeout_ns.is_none_or(|ns| ns % 1_000_000 == 0);
    if !whole && !NO_PWAIT2.load(Ordering::Relaxed) {
        let time = clock::timespec(timeout_ns.unwrap_or(0));
        // SAFETY: the events are valid for writes of `count` entries, `time` outlives the call, a null mask is allowed.
        let result = unsafe {
            libc::syscall(
                libc::SYS_epoll_pwait2,
                epoll.as_raw_fd(),
                events.as_mut_ptr(),
                count,
                &raw const time,
                std::ptr::null::<libc::sigset_t>(),
                0usize,
            )
        };
        match check(result as libc::c_int) {
            Ok(ready) => return Ok(ready as usize),
            // Old kernels do not have the call, some sandboxes forbid it.
            Err(error) if matches!(error.errno, libc::ENOSYS | libc::EPERM) => NO_PWAIT2.store(true, Ordering::Relaxed),
            Err(error) => return Err(error),
        }
    }
    let milliseconds = match timeout_ns {
        None => -1,
        Some(ns) => i32::try_from(ns.saturating_add(999_999) / 1_000_000).unwrap_or(i32::MAX),
    };
    // SAFETY: the events are valid for writes of `count` entries.
    let ready = check(unsafe { libc::epoll_wait(epoll.as_raw_fd(), events.as_mut_ptr(), count, milliseconds) })?;
    Ok(ready as usize)
}

/// An epoll instance as a plain descriptor, for `select.epoll`.
pub(crate) fn create_raw() -> Result<i32> {
    // SAFETY: touches no memory of ours.
    check(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })
}

/// `epoll_ctl`, with the descriptor as its own token. `change`: 1 adds, 2 removes, 3 modifies.
pub(crate) fn control_raw(epoll: i32, change: i32, fd: i32, events: u32) -> Result<()> {
    let mut event = epoll_event { events, u64: fd as u64 };
    // SAFETY: `event` is valid for the call; the kernel copies it.
    check(unsafe { libc::epoll_ctl(epoll, change, fd, &mut event) }).map(drop)
}

/// `epoll_wait` with milliseconds; gives descriptors and events.
pub(crate) fn wait_raw(epoll: i32, most: usize, milliseconds: i32) -> Result<Vec<(i32, u32)>> {
    let mut events = vec![epoll_event { events: 0, u64: 0 }; most];
    let count = i32::try_from(most).unwrap_or(i32::MAX);
    // SAFETY: the events are valid for writes of `count` entries.
    let ready = check(unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), count, milliseconds) })?;
    Ok(events[..ready as usize].iter().map(|e| (e.u64 as i32, e.events)).collect())
}
