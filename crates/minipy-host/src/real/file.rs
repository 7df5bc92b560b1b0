//! Files of the real system: a descriptor with an owner.

#![forbid(unsafe_code)]

use std::fs;
use std::os::fd::IntoRawFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};

use crate::error::{HostError, Result};
use crate::file::{FileKind, HostFile, Metadata, OpenHow, Whence};
use crate::sys;

/// What a closed file has for a descriptor.
const CLOSED: i32 = -1;

/// An open file.
#[derive(Debug)]
pub(crate) struct RealFile {
    fd: AtomicI32,
    owned: bool,
}

impl RealFile {
    /// Opens a path. Directories are refused even for reading, as Python's FileIO does.
    pub(crate) fn open(path: &Path, how: OpenHow, permissions: u32) -> Result<Self> {
        let file = fs::OpenOptions::new()
            .read(how.read)
            .write(how.write && !how.append)
            .append(how.append)
            .create(how.create && !how.exclusive)
            .create_new(how.exclusive)
            .truncate(how.truncate)
            .mode(permissions)
            .open(path)?;
        if file.metadata()?.is_dir() {
            return Err(HostError::from_errno(libc::EISDIR));
        }
        Ok(Self { fd: AtomicI32::new(file.into_raw_fd()), owned: true })
    }

    /// Takes over a descriptor, which must be open.
    pub(crate) fn from_fd(fd: i32, owned: bool) -> Result<Self> {
        sys::fd::metadata(fd)?;
        Ok(Self { fd: AtomicI32::new(fd), owned })
    }

    fn fd(&self) -> i32 {
        self.fd.load(Ordering::Relaxed)
    }
}

impl HostFile for RealFile {
    fn read(&self, buffer: &mut [u8]) -> Result<usize> {
        sys::fd::read(self.fd(), buffer)
    }

    fn write(&self, bytes: &[u8]) -> Result<usize> {
        sys::fd::write(self.fd(), bytes)
    }

    fn seek(&self, offset: i64, whence: Whence) -> Result<u64> {
        let whence = match whence {
            Whence::Start => libc::SEEK_SET,
            Whence::Current => libc::SEEK_CUR,
            Whence::End => libc::SEEK_END,
        };
        sys::fd::seek(self.fd(), offset, whence)
    }

    fn truncate(&self, size: u64) -> Result<()> {
        sys::fd::truncate(self.fd(), size)
    }

    fn fileno(&self) -> Option<i32> {
        Some(self.fd()).filter(|&fd| fd != CLOSED)
    }

    fn is_terminal(&self) -> bool {
        sys::fd::is_terminal(self.fd())
    }

    fn metadata(&self) -> Result<Metadata> {
        sys::fd::metadata(self.fd()).map(|found| metadata(&found))
    }

    fn close(&self) -> Result<()> {
        let fd = self.fd.swap(CLOSED, Ordering::Relaxed);
        if self.owned && fd != CLOSED { sys::fd::close(fd) } else { Ok(()) }
    }
}

impl Drop for RealFile {
    fn drop(&mut self) {
        // Nobody is left to hear of an error; the interpreter closes files it cares about itself.
        let _ = self.close();
    }
}

/// Converts what std found out about a file.
pub(crate) fn metadata(found: &fs::Metadata) -> Metadata {
    let time = |seconds: i64, nanoseconds: i64| seconds as i128 * 1_000_000_000 + nanoseconds as i128;
    Metadata {
        kind: kind(found.file_type()),
        mode: found.mode(),
        ino: found.ino(),
        dev: found.dev(),
        nlink: found.nlink(),
        uid: found.uid(),
        gid: found.gid(),
        rdev: found.rdev(),
        size: found.size(),
        blksize: found.blksize(),
        blocks: found.blocks(),
        atime_ns: time(found.atime(), found.atime_nsec()),
        mtime_ns: time(found.mtime(), found.mtime_nsec()),
        ctime_ns: time(found.ctime(), found.ctime_nsec()),
    }
}

/// Converts a file type.
pub(crate) fn kind(found: fs::FileType) -> FileKind {
    if found.is_file() {
        FileKind::File
    } else if found.is_dir() {
        FileKind::Directory
    } else if found.is_symlink() {
        FileKind::Symlink
    } else {
        FileKind::Other
    }
}
