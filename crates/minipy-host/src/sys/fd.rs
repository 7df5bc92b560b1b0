//! Reading, writing and asking about descriptors. Interrupted calls fail with EINTR; the interpreter retries them
//! after its signal handlers ran.

use std::fs;
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;

use super::{check, check_size};
use crate::error::{HostError, Result};

/// The most that one call transfers, as in CPython.
const MAX_TRANSFER: usize = isize::MAX as usize;

pub(crate) fn read(fd: i32, buffer: &mut [u8]) -> Result<usize> {
    // SAFETY: the buffer is valid for writes of its length for the whole call.
    check_size(unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len().min(MAX_TRANSFER)) })
}

pub(crate) fn write(fd: i32, bytes: &[u8]) -> Result<usize> {
    // SAFETY: the bytes are valid for reads of their length for the whole call.
    check_size(unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len().min(MAX_TRANSFER)) })
}

pub(crate) fn seek(fd: i32, offset: i64, whence: i32) -> Result<u64> {
    // SAFETY: lseek touches no memory of ours.
    let position = unsafe { libc::lseek64(fd, offset, whence) };
    u64::try_from(position).map_err(|_| HostError::last())
}

pub(crate) fn truncate(fd: i32, size: u64) -> Result<()> {
    let size = i64::try_from(size).map_err(|_| HostError::from_errno(libc::EFBIG))?;
    // SAFETY: ftruncate touches no memory of ours.
    check(unsafe { libc::ftruncate64(fd, size) }).map(drop)
}

/// Closes a descriptor. EINTR counts as success: on Linux the descriptor is gone.
pub(crate) fn close(fd: i32) -> Result<()> {
    // SAFETY: closing only makes the number invalid; no Rust object of this crate owns a raw descriptor twice.
    match check(unsafe { libc::close(fd) }) {
        Err(error) if !error.is_interrupted() => Err(error),
        _ => Ok(()),
    }
}

pub(crate) fn is_terminal(fd: i32) -> bool {
    // SAFETY: isatty touches no memory of ours.
    unsafe { libc::isatty(fd) == 1 }
}

/// Columns and lines.
pub(crate) fn terminal_size(fd: i32) -> Result<(u16, u16)> {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: TIOCGWINSZ writes one winsize, which `size` is.
    check(unsafe { libc::ioctl(fd, libc::TIOCGWINSZ, &mut size) })?;
    Ok((size.ws_col, size.ws_row))
}

/// The terminal's settings before the first change.
static COOKED: std::sync::Mutex<Option<libc::termios>> = std::sync::Mutex::new(None);

/// Raw mode, but for the output, which keeps its line ends; or the settings from before.
pub(crate) fn terminal_raw(fd: i32, raw: bool) -> Result<()> {
    let mut cooked = COOKED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut settings = match (&*cooked, raw) {
        (Some(before), _) => *before,
        (None, false) => return Ok(()),
        (None, true) => {
            let mut now = std::mem::MaybeUninit::<libc::termios>::zeroed();
            // SAFETY: tcgetattr writes one termios, for which `now` has room; all its fields are integers, so zeroes
            // are a valid value too.
            let now = unsafe {
                check(libc::tcgetattr(fd, now.as_mut_ptr()))?;
                now.assume_init()
            };
            *cooked = Some(now);
            now
        }
    };
    if raw {
        settings.c_iflag &= !(libc::ICRNL | libc::INLCR | libc::IGNCR | libc::ISTRIP | libc::IXON);
        settings.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN | libc::ISIG);
        settings.c_cc[libc::VMIN] = 1;
        settings.c_cc[libc::VTIME] = 0;
    } else {
        *cooked = None;
    }
    // SAFETY: `settings` is a valid termios that outlives the call.
    check(unsafe { libc::tcsetattr(fd, libc::TCSADRAIN, &settings) }).map(drop)
}

pub(crate) fn metadata(fd: i32) -> Result<fs::Metadata> {
    if fd < 0 {
        return Err(HostError::from_errno(libc::EBADF));
    }
    // SAFETY: the File is never dropped, so it does not close a descriptor it does not own; fstat on a descriptor that
    // is not open only fails.
    let file = ManuallyDrop::new(unsafe { fs::File::from_raw_fd(fd) });
    Ok(file.metadata()?)
}
