//! The native modules of the standard library.

pub mod array;
pub mod atexit;
pub mod collections;
pub mod copyreg;
pub mod errno;
pub mod functools;
pub mod future;
pub mod gc;
pub mod itertools;
pub mod math;
#[cfg(test)]
mod number_tests;
pub mod operator;
pub mod select;
pub mod signal;
pub mod socket;
mod support;
pub mod thread;
pub mod time;
pub mod weakref;

use minipy_vm::module::ModuleDef;

/// The modules that `import` finds.
pub static MODULES: &[&ModuleDef] = &[
    &math::MODULE,
    &time::MODULE,
    &gc::MODULE,
    &weakref::MODULE,
    &thread::MODULE,
    &signal::MODULE,
    &errno::MODULE,
    &socket::MODULE,
    &select::MODULE,
    &future::MODULE,
    &atexit::MODULE,
    &copyreg::MODULE,
    &array::MODULE,
    &itertools::MODULE,
    &operator::MODULE,
    &functools::MODULE,
    &collections::MODULE,
];
