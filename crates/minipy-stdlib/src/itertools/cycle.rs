//! `itertools.cycle`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::positional;

struct CycleObj {
    /// The iterator; NULL once exhausted.
    iterator: PyCell<Value>,
    /// What it gave.
    saved: PyCell<Vec<Value>>,
    /// The position of the next item in `saved`.
    index: Cell<usize>,
}

static LAYOUT: Layout = Layout::of::<CycleObj>("cycle");

impl HeapObject for CycleObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.iterator.borrow());
        self.saved.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop(self.iterator.take());
        drop(self.saved.take());
    }
}

/// The type `cycle`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "cycle",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = positional(vm, ty, "cycle", args, 1, 1)?;
    let iterator = PyCell::new(vm.iter(&pos[0])?);
    Ok(vm.alloc(ty, CycleObj { iterator, saved: PyCell::default(), index: Cell::new(0) }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<CycleObj>(vm, this)?;
    let iterator = object.iterator.get();
    if !iterator.is_null() {
        let item = advance(vm, &iterator)?;
        if !item.is_null() {
            let kept = growth::push(&mut object.saved.borrow_mut(), item.clone());
            return if kept { Ok(item) } else { Err(growth::failed(vm)) };
        }
        drop(object.iterator.take());
    }
    let saved = object.saved.borrow();
    let index = object.index.get();
    match saved.get(index) {
        Some(item) => {
            object.index.set(if index + 1 < saved.len() { index + 1 } else { 0 });
            Ok(item.clone())
        }
        None => Ok(Value::NULL),
    }
}
