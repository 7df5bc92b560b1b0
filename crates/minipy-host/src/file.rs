//! What a host says about files, and the trait of an open one.

#![forbid(unsafe_code)]

use crate::error::{HostError, Result};

/// What a directory entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    Symlink,
    /// A device, pipe or socket.
    Other,
}

/// The fields of `os.stat_result`; times are nanoseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of struct stat")]
pub struct Metadata {
    pub kind: FileKind,
    pub mode: u32,
    pub ino: u64,
    pub dev: u64,
    pub nlink: u64,
    pub uid: u32,
    pub gid: u32,
    pub rdev: u64,
    pub size: u64,
    pub blksize: u64,
    pub blocks: u64,
    pub atime_ns: i128,
    pub mtime_ns: i128,
    pub ctime_ns: i128,
}

impl Metadata {
    /// Whether it is a regular file.
    pub fn is_file(&self) -> bool {
        self.kind == FileKind::File
    }

    /// Whether it is a directory.
    pub fn is_dir(&self) -> bool {
        self.kind == FileKind::Directory
    }
}

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirEntry {
    /// The name, without the directory.
    pub name: Vec<u8>,
    /// What it is; links are not followed.
    pub kind: FileKind,
    /// The inode number.
    pub ino: u64,
}

/// How to open a file; the descriptor is never inherited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenHow {
    /// Allow reading.
    pub read: bool,
    /// Allow writing.
    pub write: bool,
    /// Write at the end, always.
    pub append: bool,
    /// Create the file if it is missing.
    pub create: bool,
    /// Fail if the file exists (implies `create`).
    pub exclusive: bool,
    /// Empty the file.
    pub truncate: bool,
}

impl OpenHow {
    /// Python's mode letters without `b`, `t`: `r`, `w`, `a` or `x`, with an optional `+`.
    pub fn from_mode(letter: u8, plus: bool) -> Option<Self> {
        let base = Self { read: plus, write: true, create: true, ..Self::default() };
        Some(match letter {
            b'r' => Self { read: true, write: plus, ..Self::default() },
            b'w' => Self { truncate: true, ..base },
            b'a' => Self { append: true, ..base },
            b'x' => Self { exclusive: true, ..base },
            _ => return None,
        })
    }
}

/// Where a seek counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// The beginning.
    Start,
    /// The current position.
    Current,
    /// The end.
    End,
}

/// An open file. Methods take `&self`: a file may be used by several threads, as a descriptor can.
///
/// The defaults deny or, where that is harmless, do nothing.
pub trait HostFile: Send + Sync {
    /// Reads some bytes; zero means the end.
    fn read(&self, _buffer: &mut [u8]) -> Result<usize> {
        Err(HostError::denied())
    }

    /// Writes some of the bytes.
    fn write(&self, _bytes: &[u8]) -> Result<usize> {
        Err(HostError::denied())
    }

    /// Moves the position and returns the new one.
    fn seek(&self, _offset: i64, _whence: Whence) -> Result<u64> {
        Err(HostError::from_errno(libc::ESPIPE))
    }

    /// Hands buffered bytes on, if the host buffers.
    fn flush(&self) -> Result<()> {
        Ok(())
    }

    /// Sets the size.
    fn truncate(&self, _size: u64) -> Result<()> {
        Err(HostError::denied())
    }

    /// The descriptor, if there is one.
    fn fileno(&self) -> Option<i32> {
        None
    }

    /// Whether it is a terminal.
    fn is_terminal(&self) -> bool {
        false
    }

    /// What is known about the file.
    fn metadata(&self) -> Result<Metadata> {
        Err(HostError::denied())
    }

    /// Closes the file; further use fails with EBADF, closing again does nothing.
    fn close(&self) -> Result<()> {
        Ok(())
    }
}
