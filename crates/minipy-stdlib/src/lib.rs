//! The native modules of the standard library.

pub mod math;

use minipy_vm::module::ModuleDef;

/// The modules that `import` finds.
pub static MODULES: &[&ModuleDef] = &[&math::MODULE];
