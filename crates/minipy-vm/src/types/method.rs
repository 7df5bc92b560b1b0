//! `method`: a function bound to an instance. Attributes are in `method_methods`.

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside bound methods.
pub struct MethodObj {
    /// `__func__`
    pub function: Value,
    /// `__self__`
    pub this: Value,
}

pub(crate) static METHOD_LAYOUT: Layout = Layout::of::<MethodObj>("method");

impl HeapObject for MethodObj {
    const LAYOUT: &'static Layout = &METHOD_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.function);
        visit(&self.this);
    }
}

impl FixedShape for MethodObj {
    const SHAPE: u32 = crate::shape::fixed::METHOD;
}

impl Vm {
    /// A bound method.
    pub fn bound_method(&self, function: Value, this: Value) -> Value {
        self.alloc_fixed(&self.types().method, MethodObj { function, this }).into_value()
    }
}
