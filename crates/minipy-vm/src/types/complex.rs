//! `complex`.

use crate::heap::{HeapObject, Layout};
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `complex` objects.
pub struct ComplexObj {
    /// Real part.
    pub re: f64,
    /// Imaginary part.
    pub im: f64,
}

static COMPLEX_LAYOUT: Layout = Layout::of::<ComplexObj>("complex");

impl HeapObject for ComplexObj {
    const LAYOUT: &'static Layout = &COMPLEX_LAYOUT;
    const GC: bool = false;
}

/// The type `complex`.
pub static TYPE: TypeDef =
    TypeDef { name: "complex", layout: Some(&COMPLEX_LAYOUT), shape: crate::shape::fixed::COMPLEX, ..TypeDef::EMPTY };

/// A new `complex`.
pub fn new_complex(vm: &Vm, re: f64, im: f64) -> Value {
    vm.alloc(&vm.types().complex, ComplexObj { re, im }).into_value()
}

/// `**`, `pow()`
pub(crate) fn complex_pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> crate::native::PyResult {
    let _ = (base, exponent, modulus);
    Err(crate::exc::not_implemented_error(vm, "complex power"))
}
