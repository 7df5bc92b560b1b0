//! The process: environment, host name, thread id, randomness.

use std::env;
use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::sync::Mutex;

use super::{check, check_size};
use crate::error::{HostError, Result};

/// Makes changes of the environment exclusive among threads of the interpreter.
static ENVIRONMENT: Mutex<()> = Mutex::new(());

/// Sets or removes an environment variable.
pub(crate) fn set_env(name: &[u8], value: Option<&[u8]>) -> Result<()> {
    let invalid = || HostError::from_errno(libc::EINVAL);
    if name.is_empty() || name.contains(&b'=') || CString::new(name).is_err() {
        return Err(invalid());
    }
    if value.is_some_and(|value| value.contains(&0)) {
        return Err(invalid());
    }
    let _guard = ENVIRONMENT.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let name = OsStr::from_bytes(name);
    // SAFETY: all Rust readers and writers take std's own environment lock; C code of this process that reads the
    // environment (localtime, getaddrinfo) runs the same risk as under CPython, whose os.putenv does just this.
    unsafe {
        match value {
            Some(value) => env::set_var(name, OsStr::from_bytes(value)),
            None => env::remove_var(name),
        }
    }
    Ok(())
}

/// Ends the process without the handlers of the C library: nothing here buffers in it, and taking its allocations down
/// would be work that nobody sees.
pub(crate) fn exit(status: i32) -> ! {
    // SAFETY: `_exit` takes no memory of ours.
    unsafe { libc::_exit(status) }
}

pub(crate) fn hostname() -> Result<Vec<u8>> {
    let mut buffer = vec![0u8; 256];
    // SAFETY: the buffer is valid for writes of the length given.
    check(unsafe { libc::gethostname(buffer.as_mut_ptr().cast(), buffer.len()) })?;
    let len = buffer.iter().position(|&byte| byte == 0).unwrap_or(buffer.len());
    buffer.truncate(len);
    Ok(buffer)
}

pub(crate) fn thread_id() -> u64 {
    // SAFETY: gettid takes nothing and cannot fail.
    let id = unsafe { libc::syscall(libc::SYS_gettid) };
    id.unsigned_abs()
}

/// The longest name of a thread, without the NUL behind it.
const THREAD_NAME: usize = 15;

pub(crate) fn thread_name() -> Result<Vec<u8>> {
    let mut name = vec![0u8; THREAD_NAME + 1];
    // SAFETY: PR_GET_NAME writes at most 16 bytes, NUL included, for which there is room.
    check(unsafe { libc::prctl(libc::PR_GET_NAME, name.as_mut_ptr()) })?;
    let len = name.iter().position(|&byte| byte == 0).unwrap_or(name.len());
    name.truncate(len);
    Ok(name)
}

pub(crate) fn set_thread_name(name: &[u8]) -> Result<()> {
    let end = name.iter().position(|&byte| byte == 0).unwrap_or(name.len()).min(THREAD_NAME);
    let mut text = [0u8; THREAD_NAME + 1];
    text[..end].copy_from_slice(&name[..end]);
    // SAFETY: PR_SET_NAME reads a string that ends with NUL, as `text` does.
    check(unsafe { libc::prctl(libc::PR_SET_NAME, text.as_ptr()) }).map(drop)
}

/// Fills the buffer; waits for the system's generator to be ready at boot.
pub(crate) fn random(buffer: &mut [u8]) -> Result<()> {
    let mut filled = 0;
    while filled < buffer.len() {
        let rest = &mut buffer[filled..];
        // SAFETY: `rest` is valid for writes of its length.
        match check_size(unsafe { libc::getrandom(rest.as_mut_ptr().cast(), rest.len(), 0) }) {
            Ok(count) => filled += count,
            Err(error) if error.is_interrupted() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
