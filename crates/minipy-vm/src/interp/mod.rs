//! The interpreter: frames, the loop, calls of Python functions, generators, unwinding.

pub mod entry;
pub mod generator;
pub mod stack;

pub use entry::{builtins_of, call_function, current_globals, run_code};
