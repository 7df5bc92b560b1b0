//! `float`: representation and conversion. Arithmetic and methods are in `methods`.

pub mod methods;

use std::cell::Cell;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout};
use crate::native::PyResult;
use crate::types::int::{Int, as_int};
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `float` objects. A cell, because the interpreter reuses boxes that only it can see.
pub struct FloatObj {
    value: Cell<f64>,
}

static FLOAT_LAYOUT: Layout = Layout::of::<FloatObj>("float");

impl HeapObject for FloatObj {
    const LAYOUT: &'static Layout = &FLOAT_LAYOUT;
    const GC: bool = false;
}

impl FixedShape for FloatObj {
    const SHAPE: u32 = crate::shape::fixed::FLOAT;
}

impl FloatObj {
    /// The value.
    #[inline(always)]
    pub fn get(&self) -> f64 {
        self.value.get()
    }

    /// Overwrites the value; only for a box that nobody else can see.
    #[inline(always)]
    pub(crate) fn overwrite(&self, value: f64) {
        self.value.set(value);
    }
}

/// The float that a value is (instances of `float` and its subclasses only).
#[inline(always)]
pub fn as_float(value: &Value) -> Option<f64> {
    value.downcast::<FloatObj>().map(FloatObj::get)
}

/// A number argument as `f64`: floats, ints, `__float__`, `__index__` (`PyFloat_AsDouble`).
pub fn to_f64(vm: &Vm, value: &Value) -> PyResult<f64> {
    if let Some(float) = as_float(value) {
        return Ok(float);
    }
    match as_int(value) {
        Some(Int::Small(n)) => return Ok(n as f64),
        Some(Int::Big(big)) => return big_to_f64(vm, big),
        None => {}
    }
    let slots = vm.type_of(value).slots();
    if let Some(convert) = slots.float {
        let result = convert(vm, value)?;
        return match as_float(&result) {
            Some(float) => Ok(float),
            None => {
                let (ty, got) = (vm.type_of(value).name_str(), vm.type_of(&result).name_str());
                Err(exc::type_error(vm, &format!("{ty}.__float__() must return a float, not {got}")))
            }
        };
    }
    if slots.index.is_some() {
        let index = vm.index(value)?;
        return to_f64(vm, &index);
    }
    Err(exc::type_error(vm, &format!("must be real number, not {}", vm.type_of(value).name_str())))
}

/// A big int as `f64`, correctly rounded; OverflowError beyond the range.
pub fn big_to_f64(vm: &Vm, big: &dashu_int::IBig) -> PyResult<f64> {
    let value = big.to_f64().value();
    if value.is_finite() { Ok(value) } else { Err(exc::overflow_error(vm, "int too large to convert to float")) }
}

impl Vm {
    /// A new `float`.
    #[inline(always)]
    pub fn float(&self, value: f64) -> Value {
        self.alloc(&self.types().float, FloatObj { value: Cell::new(value) }).into_value()
    }

    /// A new instance of a subclass of `float`.
    pub fn float_of_type(&self, ty: &TypeRef, value: f64) -> Value {
        self.alloc(ty, FloatObj { value: Cell::new(value) }).into_value()
    }
}
