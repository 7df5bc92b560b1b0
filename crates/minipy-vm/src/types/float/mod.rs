//! `float`: representation and conversion. Arithmetic and methods are in `methods`.

pub mod arith;
pub mod methods;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout};
use crate::native::PyResult;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside the floats that are objects: those that do not fit a word (see `value`), and instances of subclasses.
pub struct FloatObj {
    value: f64,
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
        FloatObj { value }
    }

    /// The value.
    #[inline(always)]
    pub fn get(&self) -> f64 {
        self.value
    }
}

impl Value {
    /// The value of an exact `float`.
    #[inline(always)]
    pub fn exact_float(&self) -> Option<f64> {
        if self.is_inline_float() {
            return Some(self.inline_float_unchecked());
        }
        self.exact::<FloatObj>().map(FloatObj::get)
    }
}

/// The float that a value is (instances of `float` and its subclasses only).
#[inline(always)]
pub fn as_float(value: &Value) -> Option<f64> {
    if value.is_inline_float() {
        return Some(value.inline_float_unchecked());
    }
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
    if let Some(float) = value.exact_float() {
        return Ok(Some(float));
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
    if let Some(float) = result.exact_float() {
        return Ok(float);
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
        if ty.is(&self.types().float) {
            return self.float(value);
        }
        self.alloc(ty, FloatObj { value }).into_value()
    }
}
