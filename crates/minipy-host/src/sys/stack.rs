//! A large stack for the main thread: the interpreter runs there, so that deep recursion needs no thread of its own.
//!
//! Only for processors whose calling convention is known here; the caller starts a thread elsewhere.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use crate::error::{HostError, Result};
use crate::host::ThreadBody;

/// Whether [`run`] can do its work on this processor.
pub(crate) const SUPPORTED: bool = cfg!(target_arch = "x86_64");

/// What lies above the first frame: zeros, which end the walk of an unwinder.
#[cfg(target_arch = "x86_64")]
const SLACK: usize = 4096;
#[cfg(target_arch = "x86_64")]
const GUARD: usize = 4096;

#[cfg(target_arch = "x86_64")]
extern "C" fn enter(body: *mut Option<ThreadBody>) {
    // SAFETY: `run` passes a pointer to a place of its own frame, which waits for this function to return.
    let body = unsafe { (*body).take() };
    if let Some(body) = body {
        // A panic must not unwind into the frame that switched stacks; its message has been printed.
        let _ = catch_unwind(AssertUnwindSafe(body));
    }
}

/// Runs something on a new stack of (at least) `size` bytes with a guard page, on this thread.
#[cfg(target_arch = "x86_64")]
pub(crate) fn run(size: usize, body: ThreadBody) -> Result<()> {
    let total = size.next_multiple_of(4096) + GUARD + SLACK;
    // SAFETY: a fresh private mapping, which nobody else knows; its lowest page becomes inaccessible. It is kept: the
    // process ends soon after the body does.
    let low = unsafe {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_STACK;
        let at = libc::mmap(ptr::null_mut(), total, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0);
        if at == libc::MAP_FAILED {
            return Err(HostError::last());
        }
        super::check(libc::mprotect(at, GUARD, libc::PROT_NONE))?;
        at.cast::<u8>()
    };
    let top = low.wrapping_add(total - SLACK);
    let mut body = Some(body);
    // SAFETY: `top` is 16-byte aligned as the calling convention wants it before a call, with the mapping below it;
    // `enter` does not unwind, and the stack pointer is as before when it has returned. r12 survives calls.
    unsafe {
        std::arch::asm!(
            "mov r12, rsp",
            "mov rsp, {top}",
            "call {enter}",
            "mov rsp, r12",
            top = in(reg) top,
            enter = sym enter,
            in("rdi") &raw mut body,
            out("r12") _,
            clobber_abi("C"),
        );
    }
    Ok(())
}

/// Not known for this processor.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn run(_size: usize, _body: ThreadBody) -> Result<()> {
    Err(HostError::from_errno(libc::ENOSYS))
}
