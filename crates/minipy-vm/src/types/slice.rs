//! `slice`.

use crate::heap::{HeapObject, Layout, Tracer};
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `slice` objects.
pub struct SliceObj {
    /// `start`
    pub start: Value,
    /// `stop`
    pub stop: Value,
    /// `step`
    pub step: Value,
}

static SLICE_LAYOUT: Layout = Layout::of::<SliceObj>("slice");

impl HeapObject for SliceObj {
    const LAYOUT: &'static Layout = &SLICE_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.start);
        visit(&self.stop);
        visit(&self.step);
    }
}

/// The type `slice`.
pub static TYPE: TypeDef =
    TypeDef { name: "slice", layout: Some(&SLICE_LAYOUT), shape: crate::shape::fixed::SLICE, ..TypeDef::EMPTY };

/// A new `slice`.
pub fn new_slice(vm: &Vm, start: Value, stop: Value, step: Value) -> Value {
    vm.alloc(&vm.types().slice, SliceObj { start, stop, step }).into_value()
}
