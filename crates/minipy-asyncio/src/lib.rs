//! minipy-asyncio.

use minipy_vm::module::ModuleDef;

/// The modules that `import` finds.
pub static MODULES: &[&ModuleDef] = &[];
