//! The process's allocator: counts bytes around the real one, and keeps a reserve for when memory runs out.
//!
//! Counting is per thread and adds to the process's figures when enough has come together, so it costs a few
//! instructions and no shared cache line. The reserve serves small requests that the system has refused: the program
//! goes on, and whoever looks at [`take_low_memory`] can raise an error at a safe point. Must not know Python.
#![expect(unsafe_code, reason = "an allocator is made of raw memory")]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};

/// Bytes that a thread counts before it adds them to the process's figures.
const FLUSH: i64 = 64 << 10;
/// Bytes of the reserve. It is zero-initialised static memory, so it costs address space only until it is used.
const RESERVE: usize = 4 << 20;
/// Larger requests are not served from the reserve: whoever makes them can do without.
const LARGEST_RESERVED: usize = 128 << 10;

static ALLOCATED: AtomicI64 = AtomicI64::new(0);
static FREED: AtomicI64 = AtomicI64::new(0);
static LOW: AtomicBool = AtomicBool::new(false);
/// Whether the next request that the system refuses sets `LOW`: once, until allocation has worked again for a while and
/// nothing of the reserve is in use (or nearly all of it). Else handling the first error would meet the next one.
static ARMED: AtomicBool = AtomicBool::new(true);
/// `LOW` is set again whenever so much more of the reserve is used up.
const STEP: usize = 1 << 20;

#[repr(align(65536))]
struct Reserve(UnsafeCell<[u8; RESERVE]>);

// SAFETY: its bytes are handed out once each, through the atomic `RESERVED`.
unsafe impl Sync for Reserve {}

static RESERVED_BYTES: Reserve = Reserve(UnsafeCell::new([0; RESERVE]));
static RESERVED: AtomicUsize = AtomicUsize::new(0);
/// Pieces of the reserve that are in use; at none, it starts anew.
static RESERVED_PIECES: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Bytes allocated and freed that are not in the process's figures yet.
    static NEW: Cell<i64> = const { Cell::new(0) };
    static GONE: Cell<i64> = const { Cell::new(0) };
}

/// Memory figures of the process, from all allocations made through [`CountingAllocator`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// Bytes ever allocated.
    pub allocated: u64,
    /// Bytes in use now.
    pub in_use: u64,
}

/// The figures; other threads' last 64 KiB may be missing.
pub fn usage() -> Usage {
    let allocated = ALLOCATED.load(Ordering::Relaxed) + NEW.try_with(Cell::get).unwrap_or(0);
    let freed = FREED.load(Ordering::Relaxed) + GONE.try_with(Cell::get).unwrap_or(0);
    Usage { allocated: allocated.max(0) as u64, in_use: (allocated - freed).max(0) as u64 }
}

/// Whether the system has refused memory since the last call.
#[inline]
pub fn take_low_memory() -> bool {
    LOW.load(Ordering::Relaxed) && LOW.swap(false, Ordering::Relaxed)
}

/// An error for lack of memory is on its way: whoever handles it gets what is left of the reserve without another one,
/// until allocation works again.
#[cold]
pub fn disarm() {
    let _ = NEW.try_with(|new| flush(new, &ALLOCATED));
    ARMED.store(false, Ordering::Relaxed);
    LOW.store(false, Ordering::Relaxed);
}

#[inline(always)]
fn count_new(bytes: usize) {
    let _ = NEW.try_with(|new| {
        let total = new.get() + bytes as i64;
        new.set(total);
        if total > FLUSH {
            flush(new, &ALLOCATED);
            arm();
        }
    });
}

#[inline(always)]
fn count_gone(bytes: usize) {
    let _ = GONE.try_with(|gone| {
        let total = gone.get() + bytes as i64;
        gone.set(total);
        if total > FLUSH {
            flush(gone, &FREED);
        }
    });
}

#[cold]
#[inline(never)]
fn flush(local: &Cell<i64>, shared: &AtomicI64) {
    shared.fetch_add(local.take(), Ordering::Relaxed);
}

#[cold]
#[inline(never)]
fn arm() {
    let used = RESERVED.load(Ordering::Relaxed);
    if used == 0 || used > RESERVE - STEP {
        ARMED.store(true, Ordering::Relaxed);
    }
}

#[inline(always)]
fn is_reserved(at: *mut u8) -> bool {
    at.addr().wrapping_sub(RESERVED_BYTES.0.get().addr()) < RESERVE
}

/// A piece of the reserve, or null.
#[cold]
#[inline(never)]
fn reserved(layout: Layout) -> *mut u8 {
    if layout.size() > LARGEST_RESERVED || layout.align() > 65536 {
        return std::ptr::null_mut();
    }
    if ARMED.swap(false, Ordering::Relaxed) {
        LOW.store(true, Ordering::Relaxed);
    }
    let mut used = RESERVED.load(Ordering::Relaxed);
    loop {
        let at = used.next_multiple_of(layout.align());
        let end = at + layout.size();
        if end > RESERVE {
            return std::ptr::null_mut();
        }
        match RESERVED.compare_exchange_weak(used, end, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => {
                RESERVED_PIECES.fetch_add(1, Ordering::Relaxed);
                if used / STEP != end / STEP {
                    LOW.store(true, Ordering::Relaxed);
                }
                return RESERVED_BYTES.0.get().cast::<u8>().wrapping_add(at);
            }
            Err(now) => used = now,
        }
    }
}

#[cold]
#[inline(never)]
fn give_back() {
    if RESERVED_PIECES.fetch_sub(1, Ordering::Relaxed) == 1 {
        RESERVED.store(0, Ordering::Relaxed);
    }
}

/// Counts what goes through an allocator.
pub struct CountingAllocator<A>(pub A);

// SAFETY: every call is passed on to the real allocator, or served by a piece of the reserve that nobody else has.
unsafe impl<A: GlobalAlloc> GlobalAlloc for CountingAllocator<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        let at = unsafe { self.0.alloc(layout) };
        if at.is_null() {
            return reserved(layout);
        }
        count_new(layout.size());
        at
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise; a piece of the reserve may have been used before.
        unsafe {
            let at = self.0.alloc_zeroed(layout);
            if at.is_null() {
                let at = reserved(layout);
                if !at.is_null() {
                    at.write_bytes(0, layout.size());
                }
                return at;
            }
            count_new(layout.size());
            at
        }
    }

    #[inline]
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        if is_reserved(at) {
            return give_back();
        }
        count_gone(layout.size());
        // SAFETY: the caller's promise; it is not a piece of the reserve.
        unsafe { self.0.dealloc(at, layout) }
    }

    #[inline]
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise; memory of the two kinds is copied into each other by hand.
        unsafe {
            if !is_reserved(at) {
                let new = self.0.realloc(at, layout, size);
                if !new.is_null() {
                    count_new(size);
                    count_gone(layout.size());
                    return new;
                }
            }
            let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !new.is_null() {
                std::ptr::copy_nonoverlapping(at, new, layout.size().min(size));
                self.dealloc(at, layout);
            }
            new
        }
    }
}
