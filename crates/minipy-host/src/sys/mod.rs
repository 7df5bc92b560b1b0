//! The calls into the system that need `unsafe`, each wrapped into a safe function.
//!
//! Nothing outside this folder may use `unsafe`; nothing here may know about Python.

#![expect(unsafe_code, reason = "the only place that calls into libc")]

pub(crate) mod clock;
pub(crate) mod epoll;
pub(crate) mod fd;
pub(crate) mod net;
pub(crate) mod net_message;
pub(crate) mod nudge;
pub(crate) mod process;
pub(crate) mod resolve;
pub(crate) mod signal;
pub(crate) mod stack;

use crate::error::{HostError, Result};

/// Turns the -1 of a failed call into the error.
fn check(result: libc::c_int) -> Result<libc::c_int> {
    if result == -1 { Err(HostError::last()) } else { Ok(result) }
}

/// Turns the -1 of a failed call into the error.
fn check_size(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_| HostError::last())
}
