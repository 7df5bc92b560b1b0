//! What `co_lines()`, `co_positions()` and `co_branches()` of code objects give: iterators over tuples made beforehand.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::PyResult;
use crate::slots::Slots;
use crate::types::seq_iter::self_iter;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside the iterators: what is left, the next item last.
struct CodeIterObj {
    left: PyCell<Vec<Value>>,
}

static LAYOUT: Layout = Layout::of::<CodeIterObj>("line_iterator");

impl HeapObject for CodeIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.left.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop(self.left.take());
    }
}

const fn iterator_type(name: &'static str) -> TypeDef {
    TypeDef {
        name,
        layout: Some(&LAYOUT),
        flags: TypeFlags::NO_INSTANTIATION,
        slots: Slots { iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
        ..TypeDef::EMPTY
    }
}

/// The type `line_iterator`.
pub static LINES_TYPE: TypeDef = iterator_type("line_iterator");

/// The type `positions_iterator`.
pub static POSITIONS_TYPE: TypeDef = iterator_type("positions_iterator");

/// An iterator of one of the types over these items.
pub(crate) fn new_iter(vm: &Vm, def: &'static TypeDef, items: Vec<Value>) -> Value {
    let left = items.into_iter().rev().collect();
    vm.alloc(&vm.type_from_def(def), CodeIterObj { left: PyCell::new(left) }).into_value()
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let iter: &CodeIterObj = exc::receiver(vm, this)?;
    let next = iter.left.borrow_mut().pop();
    Ok(next.unwrap_or_default())
}
