//! `list`: representation. Methods are in `methods`, sorting in `sort`, iterators in `iter`.

pub mod iter;
pub mod methods;
pub(crate) mod slices;
pub mod sort;
pub(crate) mod timsort;

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `list` objects.
pub struct ListObj {
    /// The items. Rule B1 applies: take a value out before dropping it or calling anything with it.
    pub items: PyCell<Vec<Value>>,
}

static LIST_LAYOUT: Layout = Layout::of::<ListObj>("list");

impl HeapObject for ListObj {
    const LAYOUT: &'static Layout = &LIST_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop_items(self.items.take());
    }

    fn owned_bytes(&self) -> usize {
        self.items.borrow().capacity() * size_of::<Value>()
    }
}

/// Drops items, the last one first, as CPython does.
#[inline]
pub(crate) fn drop_items(items: Vec<Value>) {
    crate::value::drop_backwards(items);
}

impl Drop for ListObj {
    fn drop(&mut self) {
        drop_items(self.items.take());
    }
}

impl FixedShape for ListObj {
    const SHAPE: u32 = crate::shape::fixed::LIST;
}

impl ListObj {
    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether there are no items.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a position.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Adds an item at the end. Without memory the item is given up; MemoryError follows at the next safe point.
    #[inline(always)]
    pub fn push(&self, item: Value) {
        crate::heap::growth::push(&mut self.items.borrow_mut(), item);
    }
}

impl Vm {
    /// A new list.
    pub fn list(&self, items: Vec<Value>) -> Value {
        self.alloc_fixed(&self.types().list, ListObj { items: PyCell::new(items) }).into_value()
    }

    /// A new instance of a subclass of `list`.
    pub fn list_of_type(&self, ty: &TypeRef, items: Vec<Value>) -> Value {
        self.alloc(ty, ListObj { items: PyCell::new(items) }).into_value()
    }
}
