//! The native `asyncio`: event loop, futures, tasks, timers, and the functions on top of them.
//!
//! Everything runs under the interpreter lock; only a blocking poll lets go of it. Must not know how frames work: a
//! task steps its coroutine through `minipy_vm::interp::generator`.
#![forbid(unsafe_code)]

pub mod context;
pub mod coroutine;
pub mod event_loop;
pub mod future;
pub mod gather;
pub mod module;
pub mod run;
pub mod sleep;
pub mod task;
pub mod threads;
pub mod timeouts;
pub mod wait;

use minipy_vm::module::ModuleDef;

/// The native modules of this crate.
pub static MODULES: &[&ModuleDef] = &[&module::MODULE];
