//! `itertools.pairwise`

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::positional;

struct PairwiseObj {
    /// The iterator; NULL once exhausted.
    iterator: PyCell<Value>,
    /// The item of the last pair; NULL before the first.
    old: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<PairwiseObj>("pairwise");

impl HeapObject for PairwiseObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.iterator.borrow());
        visit(&self.old.borrow());
    }

    fn clear(&self) {
        drop(self.iterator.take());
        drop(self.old.take());
    }
}

/// The type `pairwise`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "pairwise",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = positional(vm, ty, "pairwise", args, 1, 1)?;
    let iterator = PyCell::new(vm.iter(&pos[0])?);
    Ok(vm.alloc(ty, PairwiseObj { iterator, old: PyCell::new(Value::NULL) }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<PairwiseObj>(vm, this)?;
    let iterator = object.iterator.get();
    if iterator.is_null() {
        return Ok(iterator);
    }
    let mut old = object.old.get();
    if old.is_null() {
        old = fetched(vm, object, &iterator)?;
        if old.is_null() {
            return Ok(old);
        }
        object.old.set(old.clone());
        // Fetching the first item may have used this iterator.
        if object.iterator.borrow().is_null() {
            drop(object.old.take());
            return Ok(Value::NULL);
        }
    }
    let new = fetched(vm, object, &iterator)?;
    if new.is_null() {
        return Ok(new);
    }
    object.old.set(new.clone());
    Ok(vm.pair(old, new))
}

/// The next item; without one, and after an error, the iterator is given up.
fn fetched(vm: &Vm, object: &PairwiseObj, iterator: &Value) -> PyResult {
    let item = advance(vm, iterator);
    if !matches!(&item, Ok(item) if !item.is_null()) {
        drop(object.iterator.take());
        drop(object.old.take());
    }
    item
}
