//! The interpreter: frames, the loop, calls of Python functions, generators, unwinding.

pub(crate) mod attr_cache;
pub(crate) mod bind;
pub(crate) mod binding_errors;
pub(crate) mod call;
pub(crate) mod complete;
pub(crate) mod control;
pub mod entry;
pub(crate) mod fast;
pub mod frames;
pub mod generator;
pub(crate) mod ins;
pub(crate) mod native_calls;
pub(crate) mod ops;
pub(crate) mod outline;
pub(crate) mod profile;
mod quick;
mod quick_bind;
mod quick_items;
mod quick_raise;
pub(crate) mod run;
pub(crate) mod small_ints;
pub(crate) mod special;
pub mod stack;
pub mod suggest;
pub(crate) mod unwind;

pub use ops::iterate::awaitable_iterator_plain as awaitable_iterator;

pub(crate) use entry::call_held;
pub use entry::{
    builtins_in, builtins_of, call_function, call_function_with_self, current_globals, run_code,
    run_function_with_locals,
};

/// Prints what was counted of this thread's instructions; nothing without the feature `profile`.
pub fn report_profile(vm: &crate::vm::Vm) {
    profile::report(vm);
}
