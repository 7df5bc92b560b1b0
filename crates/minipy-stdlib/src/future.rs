//! The module `__future__`: what `from __future__ import NAME` binds. The features themselves are the compiler's; a
//! feature object is a plain namespace here, not an instance of a class of its own.

use minipy_vm::heap::Obj;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::PyResult;
use minipy_vm::{Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "__future__",
    doc: "Record of phased-in incompatible language changes.",
    init: Some(init),
    ..ModuleDef::EMPTY
};

/// A release: major, minor, micro, level, serial.
type Release = (i64, i64, i64, &'static str, i64);

/// Name, release where it became optional, release where it became mandatory, flag of `compile`.
static FEATURES: &[(&str, Release, Option<Release>, i64)] = &[
    ("nested_scopes", (2, 1, 0, "beta", 1), Some((2, 2, 0, "alpha", 0)), 0x10),
    ("generators", (2, 2, 0, "alpha", 1), Some((2, 3, 0, "final", 0)), 0),
    ("division", (2, 2, 0, "alpha", 2), Some((3, 0, 0, "alpha", 0)), 0x20000),
    ("absolute_import", (2, 5, 0, "alpha", 1), Some((3, 0, 0, "alpha", 0)), 0x40000),
    ("with_statement", (2, 5, 0, "alpha", 1), Some((2, 6, 0, "alpha", 0)), 0x80000),
    ("print_function", (2, 6, 0, "alpha", 2), Some((3, 0, 0, "alpha", 0)), 0x10_0000),
    ("unicode_literals", (2, 6, 0, "alpha", 2), Some((3, 0, 0, "alpha", 0)), 0x20_0000),
    ("barry_as_FLUFL", (3, 1, 0, "alpha", 2), Some((4, 0, 0, "alpha", 0)), 0x40_0000),
    ("generator_stop", (3, 5, 0, "beta", 1), Some((3, 7, 0, "alpha", 0)), 0x80_0000),
    ("annotations", (3, 7, 0, "beta", 1), None, 0x100_0000),
];

fn release(vm: &Vm, (major, minor, micro, level, serial): Release) -> Value {
    vm.tuple(vec![vm.int(major), vm.int(minor), vm.int(micro), vm.str(level), vm.int(serial)])
}

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    for &(name, optional, mandatory, flag) in FEATURES {
        let feature = vec![
            ("optional", release(vm, optional)),
            ("mandatory", mandatory.map_or(Value::NONE, |mandatory| release(vm, mandatory))),
            ("compiler_flag", vm.int(flag)),
        ];
        module.set(vm, name, minipy_vm::sysmod::functions::namespace(vm, feature)?);
    }
    Ok(())
}
