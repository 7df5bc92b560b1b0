//! The virtual machine: values, heap, types, interpreter loop, interpreter lock, import.
//!
//! Must not know the syntax tree (source text is compiled through a hook) nor the operating system (it asks
//! `minipy-host`).

pub mod builtins;
pub mod exc;
pub mod format;
pub mod gil;
pub mod hash;
pub mod heap;
pub mod import;
pub mod interp;
pub mod io;
pub mod module;
pub mod names;
pub mod native;
pub mod protocol;
pub mod shape;
pub mod slots;
pub mod startup;
pub mod sysmod;
pub mod thread;
pub mod traceback;
pub mod types;
pub mod unraisable;
pub mod value;
pub mod vm;
pub mod warn;

pub use native::{Args, PyResult, Raised};
pub use value::Value;
pub use vm::{Interp, Vm};
