//! `itertools.starmap`

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::positional;

struct StarmapObj {
    function: Value,
    iterator: Value,
}

static LAYOUT: Layout = Layout::of::<StarmapObj>("starmap");

impl HeapObject for StarmapObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.function);
        visit(&self.iterator);
    }
}

/// The type `starmap`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "starmap",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = positional(vm, ty, "starmap", args, 2, 2)?;
    let iterator = vm.iter(&pos[1])?;
    Ok(vm.alloc(ty, StarmapObj { function: pos[0].clone(), iterator }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<StarmapObj>(vm, this)?;
    let args = advance(vm, &object.iterator)?;
    if args.is_null() {
        return Ok(args);
    }
    match args.exact::<TupleObj>() {
        Some(args) => vm.call(&object.function, args.items()),
        None => vm.call(&object.function, &vm.collect(&args)?),
    }
}
