//! `float`: representation and conversion. Arithmetic and methods are in `methods`.

pub mod arith;
pub mod methods;

use std::cell::Cell;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout};
use crate::native::PyResult;
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
    /// A new one.
    pub(crate) fn new(value: f64) -> FloatObj {
        FloatObj { value: Cell::new(value) }
    }

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
    // Unlike `float(value)`, this does not ask subclasses of `float` for their `__float__`.
    if let Some(float) = as_float(value) {
        return Ok(float);
    }
    match from_real(vm, value)? {
        Some(float) => Ok(float),
        None => Err(exc::type_error(vm, &format!("must be real number, not {}", vm.type_of(value).name_str()))),
    }
}

/// Like [`to_f64`], but `None` for what is no real number.
pub fn from_real(vm: &Vm, value: &Value) -> PyResult<Option<f64>> {
    if let Some(float) = value.exact::<FloatObj>() {
        return Ok(Some(float.get()));
    }
    if let Some(n) = value.as_small() {
        return Ok(Some(n as f64));
    }
    let slots = vm.type_of(value).slots();
    if let Some(convert) = slots.float {
        let result = convert(vm, value)?;
        return checked_float(vm, value, &result).map(Some);
    }
    if slots.index.is_some() {
        let index = vm.index(value)?;
        return from_real(vm, &index);
    }
    Ok(as_float(value))
}

/// What `__float__` returned.
fn checked_float(vm: &Vm, value: &Value, result: &Value) -> PyResult<f64> {
    if let Some(float) = result.exact::<FloatObj>() {
        return Ok(float.get());
    }
    let (ty, got) = (vm.type_of(value).name_str(), vm.type_of(result).name_str());
    let Some(float) = as_float(result) else {
        return Err(exc::type_error(vm, &format!("{ty}.__float__ returned non-float (type {got})")));
    };
    let message = format!(
        "{ty}.__float__ returned non-float (type {got}).  The ability to return an instance of a strict subclass of float \
         is deprecated, and may be removed in a future version of Python."
    );
    crate::types::int::convert::deprecated(vm, &message)?;
    Ok(float)
}

/// A big int as `f64`, correctly rounded; OverflowError beyond the range.
pub fn big_to_f64(vm: &Vm, big: &dashu_int::IBig) -> PyResult<f64> {
    // The largest float has 1024 bits.
    if minipy_text::int::bit_length(big) > 1024 {
        return Err(exc::overflow_error(vm, "int too large to convert to float"));
    }
    minipy_text::int::to_f64(big).map_err(|_| exc::overflow_error(vm, "int too large to convert to float"))
}

impl Vm {
    /// A new instance of a subclass of `float`.
    pub fn float_of_type(&self, ty: &TypeRef, value: f64) -> Value {
        self.alloc(ty, FloatObj { value: Cell::new(value) }).into_value()
    }
}
