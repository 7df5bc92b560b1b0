//! `bytes`.

use crate::heap::{HeapObject, Layout};
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `bytes` objects.
pub struct BytesObj {
    /// The bytes.
    pub data: Box<[u8]>,
}

static BYTES_LAYOUT: Layout = Layout::of::<BytesObj>("bytes");

impl HeapObject for BytesObj {
    const LAYOUT: &'static Layout = &BYTES_LAYOUT;
    const GC: bool = false;
}

/// The type `bytes`.
pub static TYPE: TypeDef =
    TypeDef { name: "bytes", layout: Some(&BYTES_LAYOUT), shape: crate::shape::fixed::BYTES, ..TypeDef::EMPTY };

/// A new `bytes`.
pub fn new_bytes(vm: &Vm, data: &[u8]) -> Value {
    vm.alloc(&vm.types().bytes, BytesObj { data: data.into() }).into_value()
}
