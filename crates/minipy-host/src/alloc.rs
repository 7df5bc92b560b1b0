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
static IN_USE: AtomicI64 = AtomicI64::new(0);
static LOW: AtomicBool = AtomicBool::new(false);

#[repr(align(65536))]
struct Reserve(UnsafeCell<[u8; RESERVE]>);

// SAFETY: its bytes are handed out once each, through the atomic `RESERVED`.
unsafe impl Sync for Reserve {}

static RESERVED_BYTES: Reserve = Reserve(UnsafeCell::new([0; RESERVE]));
static RESERVED: AtomicUsize = AtomicUsize::new(0);
/// Pieces of the reserve that are in use; at none, it starts anew.
static RESERVED_PIECES: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static LOCAL: (Cell<i64>, Cell<i64>) = const { (Cell::new(0), Cell::new(0)) };
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
    let (allocated, in_use) = LOCAL.try_with(|l| (l.0.get(), l.1.get())).unwrap_or((0, 0));
    let total = |shared: &AtomicI64, local: i64| (shared.load(Ordering::Relaxed) + local).max(0) as u64;
    Usage { allocated: total(&ALLOCATED, allocated), in_use: total(&IN_USE, in_use) }
}

/// Whether the system has refused memory since the last call.
#[inline]
pub fn take_low_memory() -> bool {
    LOW.load(Ordering::Relaxed) && LOW.swap(false, Ordering::Relaxed)
}

#[inline(always)]
fn count(allocated: i64, difference: i64) {
    let _ = LOCAL.try_with(|local| {
        let (total, used) = (local.0.get() + allocated, local.1.get() + difference);
        local.0.set(total);
        local.1.set(used);
        if total > FLUSH || used < -FLUSH {
            flush(&local.0, &local.1);
        }
    });
}

#[cold]
#[inline(never)]
fn flush(allocated: &Cell<i64>, in_use: &Cell<i64>) {
    ALLOCATED.fetch_add(allocated.take(), Ordering::Relaxed);
    IN_USE.fetch_add(in_use.take(), Ordering::Relaxed);
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
    LOW.store(true, Ordering::Relaxed);
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
        count(layout.size() as i64, layout.size() as i64);
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
            count(layout.size() as i64, layout.size() as i64);
            at
        }
    }

    #[inline]
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        if is_reserved(at) {
            return give_back();
        }
        count(0, -(layout.size() as i64));
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
                    count((size as i64 - layout.size() as i64).max(0), size as i64 - layout.size() as i64);
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
