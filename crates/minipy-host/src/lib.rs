//! The only door to the operating system: the [`Host`] trait, the real system behind it, and one that denies everything.
//!
//! Interpreter crates ask a `Host`; they must not use `std::fs`, `std::env`, clocks or descriptors themselves.

#[cfg(not(target_os = "linux"))]
compile_error!("minipy-host has a poller for epoll only; kqueue is not written yet");

pub mod alloc;
mod deny;
mod error;
mod file;
mod host;
pub mod net;
pub mod poll;
mod real;
pub mod signals;
mod sys;
#[cfg(test)]
mod tests;

pub use deny::DenyHost;
pub use error::{ErrorKind, HostError, Result};
pub use file::{DirEntry, FileKind, HostFile, Metadata, OpenHow, Whence};
pub use host::{Host, ThreadBody};
pub use real::RealHost;
