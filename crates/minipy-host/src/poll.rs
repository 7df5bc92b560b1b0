//! A level-triggered poller for descriptors: epoll, with an eventfd to wake it from other threads and from signals.
//!
//! It knows descriptors and tokens only; callbacks, timers and tasks are the event loop's.

#![forbid(unsafe_code)]

use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Result;
use crate::signals;
use crate::sys::{epoll, fd};

/// The token of the poller's own eventfd.
const WAKE_TOKEN: u64 = u64::MAX;
/// Events taken per call of the kernel.
const BATCH: usize = 128;

/// What to wait for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// Bytes or connections to read, or the end of them.
    pub readable: bool,
    /// Room to write.
    pub writable: bool,
    /// Out-of-band data.
    pub priority: bool,
}

impl Interest {
    /// Only reading.
    pub const READ: Interest = Interest { readable: true, writable: false, priority: false };
    /// Only writing.
    pub const WRITE: Interest = Interest { readable: false, writable: true, priority: false };
    /// Both.
    pub const BOTH: Interest = Interest { readable: true, writable: true, priority: false };

    fn bits(self) -> u32 {
        let bit = |wanted: bool, bit: libc::c_int| if wanted { bit as u32 } else { 0 };
        bit(self.readable, libc::EPOLLIN) | bit(self.writable, libc::EPOLLOUT) | bit(self.priority, libc::EPOLLPRI)
    }
}

/// What happened to a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The token it was registered with.
    pub token: u64,
    /// Reading will not block.
    pub readable: bool,
    /// Writing will not block.
    pub writable: bool,
    /// There is out-of-band data.
    pub priority: bool,
    /// The other end is gone.
    pub hangup: bool,
    /// The descriptor has an error.
    pub error: bool,
}

/// Wakes a poller, from any thread.
#[derive(Clone, Debug)]
pub struct Waker {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    event: OwnedFd,
    /// Whether a wake-up is under way, so that a burst of them costs one write.
    woken: AtomicBool,
}

impl Waker {
    /// Makes the current or next wait return.
    pub fn wake(&self) {
        if !self.shared.woken.swap(true, Ordering::AcqRel) {
            // The counter cannot overflow, as each write is preceded by a read; nothing else can fail.
            let _ = fd::write(self.shared.event.as_raw_fd(), &1u64.to_ne_bytes());
        }
    }
}

/// The poller.
pub struct Poller {
    epoll: OwnedFd,
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Poller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Poller").field("epoll", &self.epoll).finish_non_exhaustive()
    }
}

impl Poller {
    /// Makes a poller with nothing registered.
    pub fn new() -> Result<Self> {
        let epoll = epoll::create()?;
        let event = epoll::create_event()?;
        epoll::control(&epoll, epoll::Change::Add, event.as_raw_fd(), libc::EPOLLIN as u32, WAKE_TOKEN)?;
        let shared = Arc::new(Shared { event, woken: AtomicBool::new(false) });
        Ok(Self { epoll, shared })
    }

    /// Starts watching a descriptor. Fails with EEXIST if it is watched already, with EPERM for regular files.
    pub fn register(&self, fd: i32, interest: Interest, token: u64) -> Result<()> {
        epoll::control(&self.epoll, epoll::Change::Add, fd, interest.bits(), token)
    }

    /// Changes what a watched descriptor is watched for.
    pub fn modify(&self, fd: i32, interest: Interest, token: u64) -> Result<()> {
        epoll::control(&self.epoll, epoll::Change::Modify, fd, interest.bits(), token)
    }

    /// Stops watching a descriptor.
    pub fn unregister(&self, fd: i32) -> Result<()> {
        epoll::control(&self.epoll, epoll::Change::Delete, fd, 0, 0)
    }

    /// A handle that wakes this poller.
    pub fn waker(&self) -> Waker {
        Waker { shared: Arc::clone(&self.shared) }
    }

    /// The descriptor of the epoll instance itself, for nesting.
    pub fn fileno(&self) -> i32 {
        self.epoll.as_raw_fd()
    }

    /// Lets signals wake this poller (the one of the main thread), until it is dropped or another one asks. Returns whether
    /// a signal is pending already: it may have come too early to wake this poller, so the caller must not wait for it.
    #[must_use]
    pub fn wake_on_signals(&self) -> bool {
        signals::set_wake_event(self.shared.event.as_raw_fd());
        signals::pending()
    }

    /// Waits and appends what happened. No time-out means for ever, zero only looks; time-outs have nanosecond
    /// resolution where the kernel has it and are rounded up to milliseconds otherwise. Returns whether somebody called
    /// [`Waker::wake`] or a signal asked for it. A signal during the wait makes it fail with EINTR first.
    pub fn wait(&self, events: &mut Vec<Event>, timeout_ns: Option<u64>) -> Result<bool> {
        let mut woken = false;
        let mut buffer = [epoll::epoll_event { events: 0, u64: 0 }; BATCH];
        let count = epoll::wait(&self.epoll, &mut buffer, timeout_ns)?;
        for raw in &buffer[..count] {
            let (token, bits) = (raw.u64, raw.events);
            if token == WAKE_TOKEN {
                woken = true;
                self.drain();
                continue;
            }
            let has = |bit: libc::c_int| bits & bit as u32 != 0;
            events.push(Event {
                token,
                readable: has(libc::EPOLLIN),
                writable: has(libc::EPOLLOUT),
                priority: has(libc::EPOLLPRI),
                hangup: has(libc::EPOLLHUP),
                error: has(libc::EPOLLERR),
            });
        }
        Ok(woken)
    }

    /// Resets the wake-up. The counter is emptied before the flag goes down: a wake in between is part of this one, and
    /// the swap makes what that thread did before visible here. The other order could swallow a write and leave the
    /// flag up, which would suppress all later wake-ups.
    fn drain(&self) {
        let mut counter = [0; 8];
        let _ = fd::read(self.shared.event.as_raw_fd(), &mut counter);
        self.shared.woken.swap(false, Ordering::AcqRel);
    }
}

impl Drop for Poller {
    fn drop(&mut self) {
        signals::clear_wake_event(self.shared.event.as_raw_fd());
    }
}
