//! Errors of the operating system, with what Python's `OSError` needs: number, text, and the subclass to raise.

#![forbid(unsafe_code)]

use std::fmt;
use std::io;

/// The result of asking the host.
pub type Result<T> = std::result::Result<T, HostError>;

/// The subclass of OSError that stands for an error number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// BlockingIOError
    WouldBlock,
    /// ChildProcessError
    ChildProcess,
    /// BrokenPipeError
    BrokenPipe,
    /// ConnectionAbortedError
    ConnectionAborted,
    /// ConnectionRefusedError
    ConnectionRefused,
    /// ConnectionResetError
    ConnectionReset,
    /// FileExistsError
    AlreadyExists,
    /// FileNotFoundError
    NotFound,
    /// InterruptedError
    Interrupted,
    /// IsADirectoryError
    IsADirectory,
    /// NotADirectoryError
    NotADirectory,
    /// PermissionError
    PermissionDenied,
    /// ProcessLookupError
    ProcessLookup,
    /// TimeoutError
    TimedOut,
    /// OSError itself
    Other,
}

impl ErrorKind {
    /// The kind of an error number.
    pub fn of(errno: i32) -> Self {
        match errno {
            libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => ErrorKind::WouldBlock,
            libc::ECHILD => ErrorKind::ChildProcess,
            libc::EPIPE | libc::ESHUTDOWN => ErrorKind::BrokenPipe,
            libc::ECONNABORTED => ErrorKind::ConnectionAborted,
            libc::ECONNREFUSED => ErrorKind::ConnectionRefused,
            libc::ECONNRESET => ErrorKind::ConnectionReset,
            libc::EEXIST => ErrorKind::AlreadyExists,
            libc::ENOENT => ErrorKind::NotFound,
            libc::EINTR => ErrorKind::Interrupted,
            libc::EISDIR => ErrorKind::IsADirectory,
            libc::ENOTDIR => ErrorKind::NotADirectory,
            libc::EACCES | libc::EPERM => ErrorKind::PermissionDenied,
            libc::ESRCH => ErrorKind::ProcessLookup,
            libc::ETIMEDOUT => ErrorKind::TimedOut,
            _ => ErrorKind::Other,
        }
    }

    /// The name of the Python exception.
    pub fn exception(self) -> &'static str {
        match self {
            ErrorKind::WouldBlock => "BlockingIOError",
            ErrorKind::ChildProcess => "ChildProcessError",
            ErrorKind::BrokenPipe => "BrokenPipeError",
            ErrorKind::ConnectionAborted => "ConnectionAbortedError",
            ErrorKind::ConnectionRefused => "ConnectionRefusedError",
            ErrorKind::ConnectionReset => "ConnectionResetError",
            ErrorKind::AlreadyExists => "FileExistsError",
            ErrorKind::NotFound => "FileNotFoundError",
            ErrorKind::Interrupted => "InterruptedError",
            ErrorKind::IsADirectory => "IsADirectoryError",
            ErrorKind::NotADirectory => "NotADirectoryError",
            ErrorKind::PermissionDenied => "PermissionError",
            ErrorKind::ProcessLookup => "ProcessLookupError",
            ErrorKind::TimedOut => "TimeoutError",
            ErrorKind::Other => "OSError",
        }
    }
}

/// An error number with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    /// The error number.
    pub errno: i32,
    /// The subclass of OSError.
    pub kind: ErrorKind,
    /// The text of `os.strerror(errno)`.
    pub message: String,
}

impl HostError {
    /// The error of an error number.
    pub fn from_errno(errno: i32) -> Self {
        Self { errno, kind: ErrorKind::of(errno), message: strerror(errno) }
    }

    /// What a host answers that does not grant a capability.
    pub fn denied() -> Self {
        Self::from_errno(libc::EACCES)
    }

    /// The error of the last failed call into the system.
    pub(crate) fn last() -> Self {
        io::Error::last_os_error().into()
    }

    /// Whether a signal interrupted the call, so that it may be tried again.
    pub fn is_interrupted(&self) -> bool {
        self.errno == libc::EINTR
    }
}

impl From<io::Error> for HostError {
    fn from(error: io::Error) -> Self {
        match error.raw_os_error() {
            Some(errno) => Self::from_errno(errno),
            // Errors std makes up itself: a NUL in a path is the only one met here.
            None => Self { errno: libc::EINVAL, kind: ErrorKind::Other, message: error.to_string() },
        }
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[Errno {}] {}", self.errno, self.message)
    }
}

impl std::error::Error for HostError {}

/// The text of an error number, as C's `strerror` gives it.
pub fn strerror(errno: i32) -> String {
    let mut text = io::Error::from_raw_os_error(errno).to_string();
    // std appends the number.
    if let Some(at) = text.rfind(" (os error ") {
        text.truncate(at);
    }
    text
}
