//! The real operating system.

#![forbid(unsafe_code)]

mod file;

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirBuilderExt, DirEntryExt};
use std::path::{Path, PathBuf};
use std::{env, fs, process, thread};

use crate::error::{HostError, Result};
use crate::file::{DirEntry, HostFile, Metadata, OpenHow};
use crate::host::{Host, ThreadBody};
use crate::poll::Poller;
use crate::signals::{self, Action};
use crate::sys;

/// Grants everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealHost;

impl RealHost {
    /// Runs something on this thread with a new stack of that size, or on a new thread where switching stacks is
    /// not known. Returns when it has ended, be it by a panic.
    pub fn run_with_stack(&self, size: usize, body: ThreadBody) -> Result<()> {
        if sys::stack::SUPPORTED {
            return sys::stack::run(size, body);
        }
        let thread = thread::Builder::new().name("minipy".into()).stack_size(size).spawn(body)?;
        // Signals go to the thread that runs Python.
        signals::block_in_this_thread();
        // A panic has printed its message.
        let _ = thread.join();
        Ok(())
    }
}

fn path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

fn bytes(path: PathBuf) -> Vec<u8> {
    path.into_os_string().into_vec()
}

impl Host for RealHost {
    fn read_file(&self, name: &[u8]) -> Result<Vec<u8>> {
        Ok(fs::read(path(name))?)
    }

    fn metadata(&self, name: &[u8], follow_links: bool) -> Result<Metadata> {
        let found = if follow_links { fs::metadata(path(name))? } else { fs::symlink_metadata(path(name))? };
        Ok(file::metadata(&found))
    }

    fn list_dir(&self, name: &[u8]) -> Result<Vec<DirEntry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(path(name))? {
            let entry = entry?;
            let kind = file::kind(entry.file_type()?);
            entries.push(DirEntry { name: entry.file_name().into_vec(), kind, ino: entry.ino() });
        }
        Ok(entries)
    }

    fn open(&self, name: &[u8], how: OpenHow, permissions: u32) -> Result<Box<dyn HostFile>> {
        Ok(Box::new(file::RealFile::open(path(name), how, permissions)?))
    }

    fn file_from_fd(&self, fd: i32, owned: bool) -> Result<Box<dyn HostFile>> {
        Ok(Box::new(file::RealFile::from_fd(fd, owned)?))
    }

    fn create_dir(&self, name: &[u8], permissions: u32) -> Result<()> {
        Ok(fs::DirBuilder::new().mode(permissions).create(path(name))?)
    }

    fn remove_file(&self, name: &[u8]) -> Result<()> {
        Ok(fs::remove_file(path(name))?)
    }

    fn remove_dir(&self, name: &[u8]) -> Result<()> {
        Ok(fs::remove_dir(path(name))?)
    }

    fn rename(&self, from: &[u8], to: &[u8]) -> Result<()> {
        Ok(fs::rename(path(from), path(to))?)
    }

    fn real_path(&self, name: &[u8]) -> Result<Vec<u8>> {
        Ok(bytes(fs::canonicalize(path(name))?))
    }

    fn read_link(&self, name: &[u8]) -> Result<Vec<u8>> {
        Ok(bytes(fs::read_link(path(name))?))
    }

    fn current_dir(&self) -> Result<Vec<u8>> {
        Ok(bytes(env::current_dir()?))
    }

    fn set_current_dir(&self, name: &[u8]) -> Result<()> {
        Ok(env::set_current_dir(path(name))?)
    }

    fn args(&self) -> Result<Vec<Vec<u8>>> {
        Ok(env::args_os().map(OsString::into_vec).collect())
    }

    fn executable(&self) -> Result<Vec<u8>> {
        Ok(bytes(env::current_exe()?))
    }

    fn env_get(&self, name: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(env::var_os(OsStr::from_bytes(name)).map(OsString::into_vec))
    }

    fn env_set(&self, name: &[u8], value: &[u8]) -> Result<()> {
        sys::process::set_env(name, Some(value))
    }

    fn env_unset(&self, name: &[u8]) -> Result<()> {
        sys::process::set_env(name, None)
    }

    fn env_list(&self) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        Ok(env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec())).collect())
    }

    fn fd_read(&self, fd: i32, buffer: &mut [u8]) -> Result<usize> {
        sys::fd::read(fd, buffer)
    }

    fn fd_write(&self, fd: i32, data: &[u8]) -> Result<usize> {
        sys::fd::write(fd, data)
    }

    fn fd_close(&self, fd: i32) -> Result<()> {
        sys::fd::close(fd)
    }

    fn is_terminal(&self, fd: i32) -> Result<bool> {
        Ok(sys::fd::is_terminal(fd))
    }

    fn terminal_size(&self, fd: i32) -> Result<(u16, u16)> {
        sys::fd::terminal_size(fd)
    }

    fn terminal_raw(&self, fd: i32, raw: bool) -> Result<()> {
        sys::fd::terminal_raw(fd, raw)
    }

    fn exit(&self, status: i32) -> Result<Infallible> {
        sys::process::exit(status)
    }

    fn die_by_signal(&self, signal: i32) -> Result<Infallible> {
        sys::signal::die(signal)
    }

    fn process_id(&self) -> Result<u32> {
        Ok(process::id())
    }

    fn parent_process_id(&self) -> Result<u32> {
        Ok(std::os::unix::process::parent_id())
    }

    fn native_thread_id(&self) -> Result<u64> {
        Ok(sys::process::thread_id())
    }

    fn thread_name(&self) -> Result<Vec<u8>> {
        sys::process::thread_name()
    }

    fn set_thread_name(&self, name: &[u8]) -> Result<()> {
        sys::process::set_thread_name(name)
    }

    fn hostname(&self) -> Result<Vec<u8>> {
        sys::process::hostname()
    }

    fn cpu_count(&self) -> Result<usize> {
        Ok(thread::available_parallelism()?.get())
    }

    fn wall_clock_ns(&self) -> Result<i64> {
        sys::clock::now(sys::clock::Clock::Wall)
    }

    fn monotonic_ns(&self) -> Result<i64> {
        sys::clock::now(sys::clock::Clock::Monotonic)
    }

    fn perf_counter_ns(&self) -> Result<i64> {
        sys::clock::now(sys::clock::Clock::Monotonic)
    }

    fn process_time_ns(&self) -> Result<i64> {
        sys::clock::now(sys::clock::Clock::Process)
    }

    fn thread_time_ns(&self) -> Result<i64> {
        sys::clock::now(sys::clock::Clock::Thread)
    }

    fn clock_ns(&self, id: i32) -> Result<i64> {
        sys::clock::read(id)
    }

    fn set_clock_ns(&self, id: i32, nanoseconds: i64) -> Result<()> {
        sys::clock::set(id, nanoseconds)
    }

    fn thread_clock(&self) -> Result<i32> {
        Ok(sys::clock::of_thread(sys::process::thread_id()))
    }

    fn sleep_until(&self, monotonic_ns: i64) -> Result<()> {
        sys::clock::sleep_until(monotonic_ns)
    }

    fn random_bytes(&self, buffer: &mut [u8]) -> Result<()> {
        sys::process::random(buffer)
    }

    fn spawn_thread(&self, name: &str, stack_size: usize, body: ThreadBody) -> Result<()> {
        // A NUL in a thread name would make the builder panic.
        let mut builder = thread::Builder::new().name(name.replace('\0', ""));
        if stack_size > 0 {
            builder = builder.stack_size(stack_size);
        }
        builder.spawn(body).map(drop).map_err(HostError::from)
    }

    fn set_signal(&self, signal: i32, action: Action) -> Result<Action> {
        signals::set_action(signal, action)
    }

    fn kill(&self, process: i32, signal: i32) -> Result<()> {
        sys::signal::kill(process, signal)
    }

    fn new_poller(&self) -> Result<Poller> {
        Poller::new()
    }

    fn net(&self) -> Result<&'static dyn crate::net::Net> {
        Ok(&crate::net::RealNet)
    }
}
