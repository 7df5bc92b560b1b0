//! The native `asyncio`: event loop, futures, tasks, timers, and the functions on top of them.
//!
//! Everything runs under the interpreter lock; only a blocking poll lets go of it. Must not know how frames work: a
//! task steps its coroutine through `minipy_vm::interp::generator`.
#![forbid(unsafe_code)]

pub mod as_completed;
pub mod barrier;
mod call_graph;
pub mod condition;
pub mod context;
pub mod contextvar;
pub mod coroutine;
mod coroutine_attributes;
mod debug;
pub mod event;
pub mod event_loop;
mod exceptions;
pub mod future;
pub mod gather;
mod hamt;
pub mod lock;
pub mod module;
pub mod net;
mod policy;
mod pool;
pub mod queue;
mod reprs;
mod room;
pub mod run;
pub mod semaphore;
pub mod sleep;
pub mod streams;
mod submodules;
pub mod task;
pub mod task_group;
mod task_methods;
pub mod threads;
pub mod timeouts;
pub mod wait;
mod waiters;

use minipy_vm::module::ModuleDef;

/// The native modules of this crate.
pub static MODULES: &[&ModuleDef] = &[&module::MODULE, &contextvar::MODULE, &contextvar::PUBLIC_MODULE];
