//! mimalloc as Rust's allocator.
//!
//! The crate `mimalloc` asks for each block with its alignment. mimalloc takes a longer way for that, and where a block is
//! asked for just after one was given back, a much longer one; but no size needs it that is at least as large as its
//! alignment, up to 16. Must not know anything of Python.
#![expect(unsafe_code, reason = "an allocator is made of raw memory")]

use std::alloc::{GlobalAlloc, Layout};

use libmimalloc_sys as mi;

/// The alignment that mimalloc gives every block of this size or more (`MI_MAX_ALIGN_SIZE`); smaller blocks are aligned
/// to the largest power of two that is not larger than they are.
const NATURAL: usize = 16;

/// mimalloc.
pub struct Mimalloc;

/// Whether every block of this size has this alignment.
#[inline(always)]
fn is_natural(size: usize, align: usize) -> bool {
    align <= NATURAL && align <= size
}

// SAFETY: the functions of mimalloc give and take blocks as `GlobalAlloc` says, with the alignment asked for: `is_natural`
// tells when that is the one that each block has.
unsafe impl GlobalAlloc for Mimalloc {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: any size and any power of two will do.
        unsafe {
            if is_natural(layout.size(), layout.align()) {
                mi::mi_malloc(layout.size()).cast()
            } else {
                mi::mi_malloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as in `alloc`.
        unsafe {
            if is_natural(layout.size(), layout.align()) {
                mi::mi_zalloc(layout.size()).cast()
            } else {
                mi::mi_zalloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, _layout: Layout) {
        // SAFETY: the block is mimalloc's, as the caller promises.
        unsafe { mi::mi_free(block.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as in `alloc` and `dealloc`.
        unsafe {
            if is_natural(size, layout.align()) {
                mi::mi_realloc(block.cast(), size).cast()
            } else {
                mi::mi_realloc_aligned(block.cast(), size, layout.align()).cast()
            }
        }
    }
}
