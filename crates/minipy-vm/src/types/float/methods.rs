//! `float`: the type, its construction, methods and computed attributes.

use minipy_text::float as floats;

use super::arith::*;
use super::{FloatObj, as_float};
use crate::exc;
use crate::heap::HeapObject;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::int::convert::bytes_like;
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `float`.
pub static TYPE: TypeDef = TypeDef {
    name: "float",
    layout: Some(FloatObj::LAYOUT),
    shape: crate::shape::fixed::FLOAT,
    flags: TypeFlags::BASETYPE | TypeFlags::MATCH_SELF,
    doc: "Convert a string or number to a floating-point number, if possible.",
    slots: Slots {
        new: Some(float_new),
        repr: Some(float_repr),
        hash: Some(float_hash),
        compare: Some(float_compare),
        add: Some(float_add),
        sub: Some(float_sub),
        mul: Some(float_mul),
        truediv: Some(float_truediv),
        floordiv: Some(float_floordiv),
        modulo: Some(float_modulo),
        divmod: Some(float_divmod),
        pow: Some(float_pow),
        neg: Some(float_neg),
        pos: Some(float_pos),
        abs: Some(float_abs),
        bool: Some(float_bool),
        int: Some(float_trunc),
        float: Some(float_pos),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    [class] "from_number" F2(float_from_number) "(type, number, /)" "Convert real number to a floating-point number.";
    "conjugate" F1(float_pos) "(self, /)" "Return self, the complex conjugate of any float.";
    "__trunc__" F1(float_trunc) "(self, /)" "Return the Integral closest to x between 0 and x.";
    "__floor__" F1(float_floor) "(self, /)" "Return the floor as an Integral.";
    "__ceil__" F1(float_ceil) "(self, /)" "Return the ceiling as an Integral.";
    "__round__" FN(float_round) "(self, ndigits=None, /)" "Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits).";
    "as_integer_ratio" F1(float_as_integer_ratio) "(self, /)" "Return a pair of integers, whose ratio is exactly equal to the original float.";
    [class] "fromhex" F2(float_fromhex) "(type, string, /)" "Create a floating-point number from a hexadecimal string.";
    "hex" F1(float_hex) "(self, /)" "Return a hexadecimal representation of a floating-point number.";
    "is_integer" F1(float_is_integer) "(self, /)" "Return True if the float is an integer.";
    "__getnewargs__" F1(float_getnewargs) "(self, /)" "";
    [class] "__getformat__" F2(float_getformat) "(type, typestr, /)" "You probably don't want to use this function.";
    "__format__" F2(float_format) "(self, format_spec, /)" "Formats the float according to format_spec.";
};

static GETSET: &[GetSetDef] = getset! {
    "real" float_pos, "the real part of a complex number";
    "imag" float_imag, "the imaginary part of a complex number";
};

fn float_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let init_of = |ty: &TypeRef| ty.slots().init.map(|f| f as usize);
    if !args.kw.is_empty() && init_of(ty) == init_of(&vm.types().float) {
        return Err(exc::no_keyword_arguments(vm, "float"));
    }
    let exact = ty.is(&vm.types().float);
    let value = match args.pos {
        [] => 0.0,
        [value] if exact && value.exact_float().is_some() => return Ok(value.clone()),
        [value] => from_value(vm, value)?,
        more => return Err(exc::positional_count(vm, "float", more.len(), 0, 1)),
    };
    Ok(vm.float_of_type(ty, value))
}

/// `float(value)`
fn from_value(vm: &Vm, value: &Value) -> PyResult<f64> {
    // A subclass of str may say itself what its number is.
    if let Some(text) = value.downcast::<StrObj>()
        && (vm.type_of(value).is(&vm.types().str) || vm.type_of(value).slots().float.is_none())
    {
        return parse(vm, value, text.bytes());
    }
    if let Some(number) = super::from_real(vm, value)? {
        return Ok(number);
    }
    if let Some(bytes) = bytes_like(vm, value, true)? {
        // Only text has other digits than ASCII ones.
        return parse(vm, value, if bytes.is_ascii() { &bytes } else { b"" });
    }
    let name = vm.type_of(value).name_str();
    Err(exc::type_error(vm, &format!("float() argument must be a string or a real number, not '{name}'")))
}

fn parse(vm: &Vm, shown: &Value, text: &[u8]) -> PyResult<f64> {
    match floats::parse(text) {
        Some(value) => Ok(value),
        None => {
            let shown = vm.repr_string(shown)?;
            Err(exc::value_error(vm, &format!("could not convert string to float: {shown}")))
        }
    }
}

fn float_from_number(vm: &Vm, class: &Value, number: &Value) -> PyResult {
    let is_float = class.is(vm.types().float.value());
    if is_float && number.exact_float().is_some() {
        return Ok(number.clone());
    }
    let value = vm.float(super::to_f64(vm, number)?);
    of_class(vm, class, value)
}

/// A result of a class method: an instance of the class it was called on.
fn of_class(vm: &Vm, class: &Value, value: Value) -> PyResult {
    match class.downcast::<TypeObj>() {
        Some(ty) if !ty.is(&vm.types().float) => vm.call1(class, &value),
        _ => Ok(value),
    }
}

/// `repr(this)`
fn float_repr(vm: &Vm, this: &Value) -> PyResult {
    let mut text = String::with_capacity(24);
    floats::repr_into(&mut text, this_float(vm, this)?);
    Ok(vm.str_with_count(text.as_bytes(), text.len()))
}

/// The integer equal to a float without fraction; OverflowError and ValueError for infinities and NaN.
fn whole(vm: &Vm, value: f64) -> PyResult {
    if value.abs() < 4e18 {
        return Ok(vm.int(value as i64));
    }
    if value.is_nan() {
        return Err(exc::value_error(vm, "cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(exc::overflow_error(vm, "cannot convert float infinity to integer"));
    }
    Ok(vm.bigint(minipy_text::int::from_f64(value)))
}

/// `int(value)`: truncates.
pub fn to_integer(vm: &Vm, value: f64) -> PyResult {
    whole(vm, value.trunc())
}

fn float_trunc(vm: &Vm, this: &Value) -> PyResult {
    to_integer(vm, this_float(vm, this)?)
}

/// `math.floor(this)`
pub(crate) fn float_floor(vm: &Vm, this: &Value) -> PyResult {
    whole(vm, this_float(vm, this)?.floor())
}

/// `math.ceil(this)`
pub(crate) fn float_ceil(vm: &Vm, this: &Value) -> PyResult {
    whole(vm, this_float(vm, this)?.ceil())
}

fn float_round(vm: &Vm, args: &[Value]) -> PyResult {
    let value = this_float(vm, &args[0])?;
    let Some(ndigits) = args[1].not_none() else { return whole(vm, value.round_ties_even()) };
    let ndigits = vm.index_to_isize(ndigits, None)?;
    match floats::round_to_ndigits(value, ndigits as i64) {
        Some(rounded) => Ok(vm.float(rounded)),
        None => Err(exc::overflow_error(vm, "rounded value too large to represent")),
    }
}

fn float_as_integer_ratio(vm: &Vm, this: &Value) -> PyResult {
    let value = this_float(vm, this)?;
    if value.is_infinite() {
        return Err(exc::overflow_error(vm, "cannot convert Infinity to integer ratio"));
    }
    if value.is_nan() {
        return Err(exc::value_error(vm, "cannot convert NaN to integer ratio"));
    }
    let (numerator, denominator) = floats::as_integer_ratio(value);
    Ok(vm.tuple(vec![vm.bigint(numerator), vm.bigint(denominator.into())]))
}

fn float_fromhex(vm: &Vm, class: &Value, text: &Value) -> PyResult {
    let Some(text) = text.downcast::<StrObj>() else {
        return Err(exc::type_error(vm, "bad argument type for built-in operation"));
    };
    match floats::from_hex(crate::types::str_methods::codec::utf8_strict(vm, text)?) {
        Ok(value) => of_class(vm, class, vm.float(value)),
        Err(error @ floats::HexError::Invalid) => Err(exc::value_error(vm, error.message())),
        Err(error @ floats::HexError::TooLarge) => Err(exc::overflow_error(vm, error.message())),
    }
}

fn float_hex(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str(&floats::to_hex(this_float(vm, this)?)))
}

fn float_is_integer(vm: &Vm, this: &Value) -> PyResult {
    let value = this_float(vm, this)?;
    Ok(Value::bool(value.is_finite() && value == value.floor()))
}

fn float_getnewargs(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.tuple(vec![float_pos(vm, this)?]))
}

fn float_getformat(vm: &Vm, _class: &Value, kind: &Value) -> PyResult {
    let kind = vm.c_str_arg(kind, "__getformat__() argument")?;
    match kind.bytes() {
        b"double" | b"float" if cfg!(target_endian = "big") => Ok(vm.str("IEEE, big-endian")),
        b"double" | b"float" => Ok(vm.str("IEEE, little-endian")),
        _ => Err(exc::value_error(vm, "__getformat__() argument 1 must be 'double' or 'float'")),
    }
}

/// `float.__format__`
pub(crate) fn float_format(vm: &Vm, this: &Value, spec: &Value) -> PyResult {
    let spec = vm.str_arg(spec, "__format__() argument")?;
    if spec.bytes().is_empty() {
        return vm.to_str(this);
    }
    let (name, value) = (vm.type_of(this).name_str(), this_float(vm, this)?);
    let format = |spec: &[u8]| Ok(minipy_text::format::format_float(value, spec, &name));
    Ok(vm.str_bytes(&crate::format::with_spec(vm, spec.bytes(), &format)?))
}

fn float_imag(vm: &Vm, this: &Value) -> PyResult {
    debug_assert!(as_float(this).is_some());
    Ok(vm.float(0.0))
}
