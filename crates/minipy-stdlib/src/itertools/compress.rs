//! `itertools.compress`

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::bound;

struct CompressObj {
    data: Value,
    selectors: Value,
}

static LAYOUT: Layout = Layout::of::<CompressObj>("compress");

impl HeapObject for CompressObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.data);
        visit(&self.selectors);
    }
}

/// The type `compress`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "compress",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors\nto choose the data elements.",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [data, selectors]: [Value; 2] = bound(vm, "compress", "(data, selectors)", args, 2, 2)?;
    let (data, selectors) = (vm.iter(&data)?, vm.iter(&selectors)?);
    Ok(vm.alloc(ty, CompressObj { data, selectors }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<CompressObj>(vm, this)?;
    loop {
        let item = advance(vm, &object.data)?;
        if item.is_null() {
            return Ok(item);
        }
        let selector = advance(vm, &object.selectors)?;
        if selector.is_null() {
            return Ok(selector);
        }
        if vm.truth(&selector)? {
            return Ok(item);
        }
    }
}
