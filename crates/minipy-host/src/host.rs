//! The capabilities the interpreter may ask for. Every method denies by default, so a host grants what it overrides.

#![forbid(unsafe_code)]

use std::convert::Infallible;

use crate::error::{HostError, Result};
use crate::file::{DirEntry, HostFile, Metadata, OpenHow};
use crate::poll::Poller;

/// The code of a new thread.
pub type ThreadBody = Box<dyn FnOnce() + Send>;

fn denied<T>() -> Result<T> {
    Err(HostError::denied())
}

/// The world outside the interpreter. Paths, arguments and environment strings are bytes, as on Unix.
pub trait Host: Send + Sync {
    /// Reads a whole file.
    fn read_file(&self, _path: &[u8]) -> Result<Vec<u8>> {
        denied()
    }

    /// `os.stat` or, without following links, `os.lstat`.
    fn metadata(&self, _path: &[u8], _follow_links: bool) -> Result<Metadata> {
        denied()
    }

    /// The entries of a directory, in the order the system gives them.
    fn list_dir(&self, _path: &[u8]) -> Result<Vec<DirEntry>> {
        denied()
    }

    /// Opens a file; `permissions` apply if it is created.
    fn open(&self, _path: &[u8], _how: OpenHow, _permissions: u32) -> Result<Box<dyn HostFile>> {
        denied()
    }

    /// A file over a descriptor that is already open; it is closed with the file only if `owned`.
    fn file_from_fd(&self, _fd: i32, _owned: bool) -> Result<Box<dyn HostFile>> {
        denied()
    }

    /// `os.mkdir`
    fn create_dir(&self, _path: &[u8], _permissions: u32) -> Result<()> {
        denied()
    }

    /// `os.unlink`
    fn remove_file(&self, _path: &[u8]) -> Result<()> {
        denied()
    }

    /// `os.rmdir`
    fn remove_dir(&self, _path: &[u8]) -> Result<()> {
        denied()
    }

    /// `os.rename`
    fn rename(&self, _from: &[u8], _to: &[u8]) -> Result<()> {
        denied()
    }

    /// The path with all links resolved; it must exist.
    fn real_path(&self, _path: &[u8]) -> Result<Vec<u8>> {
        denied()
    }

    /// `os.readlink`
    fn read_link(&self, _path: &[u8]) -> Result<Vec<u8>> {
        denied()
    }

    /// The current directory.
    fn current_dir(&self) -> Result<Vec<u8>> {
        denied()
    }

    /// Changes the current directory.
    fn set_current_dir(&self, _path: &[u8]) -> Result<()> {
        denied()
    }

    /// The arguments of the process, its own name first.
    fn args(&self) -> Result<Vec<Vec<u8>>> {
        denied()
    }

    /// The path of the running executable.
    fn executable(&self) -> Result<Vec<u8>> {
        denied()
    }

    /// An environment variable.
    fn env_get(&self, _name: &[u8]) -> Result<Option<Vec<u8>>> {
        denied()
    }

    /// Sets an environment variable.
    fn env_set(&self, _name: &[u8], _value: &[u8]) -> Result<()> {
        denied()
    }

    /// Removes an environment variable.
    fn env_unset(&self, _name: &[u8]) -> Result<()> {
        denied()
    }

    /// All environment variables.
    fn env_list(&self) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        denied()
    }

    /// Reads from a descriptor. A signal makes it fail with EINTR.
    fn fd_read(&self, _fd: i32, _buffer: &mut [u8]) -> Result<usize> {
        denied()
    }

    /// Writes to a descriptor. A signal makes it fail with EINTR, a closed pipe with EPIPE.
    fn fd_write(&self, _fd: i32, _bytes: &[u8]) -> Result<usize> {
        denied()
    }

    /// Closes a descriptor.
    fn fd_close(&self, _fd: i32) -> Result<()> {
        denied()
    }

    /// Whether a descriptor is a terminal.
    fn is_terminal(&self, _fd: i32) -> Result<bool> {
        denied()
    }

    /// The columns and lines of the terminal behind a descriptor.
    fn terminal_size(&self, _fd: i32) -> Result<(u16, u16)> {
        denied()
    }

    /// Gives every key to the program at once and shows none (or ends that).
    fn terminal_raw(&self, _fd: i32, _raw: bool) -> Result<()> {
        denied()
    }

    /// Ends the process at once, without unwinding.
    fn exit(&self, _status: i32) -> Result<Infallible> {
        denied()
    }

    /// Ends the process by a signal's default action, so that the parent sees why. Returns only on failure.
    fn die_by_signal(&self, _signal: i32) -> Result<Infallible> {
        denied()
    }

    /// The process id.
    fn process_id(&self) -> Result<u32> {
        denied()
    }

    /// The process id of the parent.
    fn parent_process_id(&self) -> Result<u32> {
        denied()
    }

    /// The system's name of the calling thread, at most 15 bytes.
    fn thread_name(&self) -> Result<Vec<u8>> {
        denied()
    }

    /// Names the calling thread; what is longer than 15 bytes is cut.
    fn set_thread_name(&self, _name: &[u8]) -> Result<()> {
        denied()
    }

    /// The system's id of the calling thread (`threading.get_native_id`).
    fn native_thread_id(&self) -> Result<u64> {
        denied()
    }

    /// The name of the machine.
    fn hostname(&self) -> Result<Vec<u8>> {
        denied()
    }

    /// How many processors the process may use.
    fn cpu_count(&self) -> Result<usize> {
        denied()
    }

    /// `time.time_ns`
    fn wall_clock_ns(&self) -> Result<i64> {
        denied()
    }

    /// `time.monotonic_ns`
    fn monotonic_ns(&self) -> Result<i64> {
        denied()
    }

    /// `time.perf_counter_ns`
    fn perf_counter_ns(&self) -> Result<i64> {
        denied()
    }

    /// `time.process_time_ns`
    fn process_time_ns(&self) -> Result<i64> {
        denied()
    }

    /// `time.thread_time_ns`
    fn thread_time_ns(&self) -> Result<i64> {
        denied()
    }

    /// The time of a clock of the system (`time.clock_gettime_ns`).
    fn clock_ns(&self, _id: i32) -> Result<i64> {
        denied()
    }

    /// Sets a clock of the system (`time.clock_settime_ns`).
    fn set_clock_ns(&self, _id: i32, _nanoseconds: i64) -> Result<()> {
        denied()
    }

    /// The clock of the calling thread's processor time, readable by others (`time.pthread_getcpuclockid`).
    fn thread_clock(&self) -> Result<i32> {
        denied()
    }

    /// Sleeps until a point of the monotonic clock; fails with EINTR if a signal arrives, then the caller handles the
    /// signal and calls again.
    fn sleep_until(&self, _monotonic_ns: i64) -> Result<()> {
        denied()
    }

    /// Fills the buffer with random bytes fit for cryptography.
    fn random_bytes(&self, _buffer: &mut [u8]) -> Result<()> {
        denied()
    }

    /// Starts a detached thread; a stack size of zero means the system's.
    fn spawn_thread(&self, _name: &str, _stack_size: usize, _body: ThreadBody) -> Result<()> {
        denied()
    }

    /// Offers the processor to other threads.
    fn yield_thread(&self) {
        std::thread::yield_now();
    }

    /// Sets what a signal does and returns what it did before.
    fn set_signal(&self, _signal: i32, _action: crate::signals::Action) -> Result<crate::signals::Action> {
        denied()
    }

    /// Sends a signal to a process (`os.kill`).
    fn kill(&self, _process: i32, _signal: i32) -> Result<()> {
        denied()
    }

    /// A new poller for descriptors.
    fn new_poller(&self) -> Result<Poller> {
        denied()
    }

    /// The network, if the host grants it.
    fn net(&self) -> Result<&'static dyn crate::net::Net> {
        denied()
    }
}
