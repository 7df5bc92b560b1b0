//! The module `_functools`: `reduce`, and the types of `partial`, `cmp_to_key` and `lru_cache` in files of their own.

mod cmp_key;
mod lru_cache;
mod partial;

use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{MethodDef, PyResult};
use minipy_vm::{Value, Vm, methods};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_functools",
    doc: "Tools that operate on functions.",
    functions: FUNCTIONS,
    types: &[&partial::TYPE, &partial::PLACEHOLDER_TYPE, &lru_cache::TYPE],
    init: Some(init),
};

static FUNCTIONS: &[MethodDef] = methods! {
    "reduce" FN(reduce) "(function, iterable, /, initial=<unrepresentable>)" "Apply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is\npresent, it is placed before the items of the iterable in the\ncalculation, and serves as a default when the iterable is empty.\n\nFor example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) + 4) + 5).";
    "cmp_to_key" FN(cmp_key::cmp_to_key) "(mycmp)" "Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects.";
};

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    module.set(vm, "Placeholder", partial::placeholder(vm));
    Ok(())
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = match vm.iter(&args[1]) {
        Ok(iterator) => iterator,
        Err(raised) if exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            return Err(exc::type_error(vm, "reduce() arg 2 must support iteration"));
        }
        Err(raised) => return Err(raised),
    };
    let next = vm.next_fn(&iterator)?;
    let mut result = args[2].clone();
    if result.is_null() {
        result = next(vm, &iterator)?;
        if result.is_null() {
            return Err(exc::type_error(vm, "reduce() of empty iterable with no initial value"));
        }
    }
    loop {
        let item = next(vm, &iterator)?;
        if item.is_null() {
            return Ok(result);
        }
        result = vm.call(&args[0], &[result, item])?;
    }
}
