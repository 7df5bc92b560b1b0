//! `cell`: a variable shared by a function and its inner functions.

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `cell` objects.
pub struct CellObj {
    /// The variable's value; NULL when unbound.
    pub content: PyCell<Value>,
}

pub(crate) static CELL_LAYOUT: Layout = Layout::of::<CellObj>("cell");

impl HeapObject for CellObj {
    const LAYOUT: &'static Layout = &CELL_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.content.borrow());
    }

    fn clear(&self) {
        drop(self.content.take());
    }
}

impl FixedShape for CellObj {
    const SHAPE: u32 = crate::shape::fixed::CELL;
}

impl Vm {
    /// A new cell; NULL makes it empty.
    pub fn cell(&self, content: Value) -> Obj<CellObj> {
        self.alloc_fixed(&self.types().cell, CellObj { content: PyCell::new(content) })
    }
}
