//! `complex`. Arithmetic on plain numbers is in `arith`.

pub mod arith;

use arith::{Complex, PowError};

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout};
use crate::native::{Args, GetSetDef, MethodDef, PyResult, Raised};
use crate::protocol::bind;
use crate::protocol::number::Kind;
use crate::slots::{CompareOp, Slots};
use crate::types::float;
use crate::types::int::convert::deprecated;
use crate::types::int::{Int, as_int};
use crate::types::str_::StrObj;
use crate::types::type_::methods::message_name;
use crate::types::type_::{TypeDef, TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

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

impl FixedShape for ComplexObj {
    const SHAPE: u32 = crate::shape::fixed::COMPLEX;
}

/// The type `complex`.
pub static TYPE: TypeDef = TypeDef {
    name: "complex",
    layout: Some(&COMPLEX_LAYOUT),
    shape: crate::shape::fixed::COMPLEX,
    flags: TypeFlags::BASETYPE,
    doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a \
          single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a \
          complex number\nwith the specified real and imaginary components.",
    slots: Slots {
        new: Some(complex_new),
        repr: Some(complex_repr),
        hash: Some(complex_hash),
        compare: Some(complex_compare),
        add: Some(complex_add),
        sub: Some(complex_sub),
        mul: Some(complex_mul),
        truediv: Some(complex_truediv),
        pow: Some(complex_pow),
        neg: Some(complex_neg),
        pos: Some(complex_pos),
        abs: Some(complex_abs),
        bool: Some(complex_bool),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    [class] "from_number" F2(complex_from_number) "(type, number, /)" "Convert number to a complex floating-point number.";
    "conjugate" F1(complex_conjugate) "(self, /)" "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.";
    "__complex__" F1(complex_pos) "(self, /)" "Convert this value to exact type complex.";
    "__getnewargs__" F1(complex_getnewargs) "(self, /)" "";
    "__format__" F2(complex_format) "(self, format_spec, /)" "Convert to a string according to format_spec.";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "real" get_real, read_only, "the real part of a complex number";
    [member] "imag" get_imag, read_only, "the imaginary part of a complex number";
};

/// A new `complex`.
pub fn new_complex(vm: &Vm, re: f64, im: f64) -> Value {
    vm.alloc_fixed(&vm.types().complex, ComplexObj { re, im }).into_value()
}

/// `+`, `-`, `*` of two exact complex numbers, without the way through the slots. `None`: it is something else.
#[inline]
pub(crate) fn quick(vm: &Vm, kind: Kind, lhs: &Value, rhs: &Value) -> Option<Value> {
    quick_parts(kind, lhs, rhs).map(|(re, im)| new_complex(vm, re, im))
}

/// The parts of what [`quick`] gives.
#[inline]
pub(crate) fn quick_parts(kind: Kind, lhs: &Value, rhs: &Value) -> Option<(f64, f64)> {
    let (a, b) = (lhs.exact::<ComplexObj>()?, rhs.exact::<ComplexObj>()?);
    let (a, b) = (Complex { re: a.re, im: a.im }, Complex { re: b.re, im: b.im });
    Some(match kind {
        Kind::Add => (a.re + b.re, a.im + b.im),
        Kind::Sub => (a.re - b.re, a.im - b.im),
        Kind::Mul => {
            let product = arith::product(a, b);
            (product.re, product.im)
        }
        _ => return None,
    })
}

fn new_value(vm: &Vm, value: Complex) -> Value {
    new_complex(vm, value.re, value.im)
}

/// The complex number that a value is (instances of `complex` and its subclasses only).
pub fn as_complex(value: &Value) -> Option<Complex> {
    value.downcast::<ComplexObj>().map(|c| Complex { re: c.re, im: c.im })
}

/// An operand of an arithmetic operator.
enum Operand {
    Complex(Complex),
    Real(f64),
}

fn operand(vm: &Vm, value: &Value) -> PyResult<Option<Operand>> {
    if let Some(complex) = as_complex(value) {
        return Ok(Some(Operand::Complex(complex)));
    }
    Ok(float::arith::operand(vm, value)?.map(Operand::Real))
}

#[cold]
fn division_by_zero(vm: &Vm) -> Raised {
    exc::zero_division(vm, "division by zero")
}

/// A binary operator by the kinds of its operands; two real numbers only come from a caller's mistake.
macro_rules! binary {
    ($(#[doc = $doc:literal])* $name:ident, $cc:expr, $cr:expr, $rc:expr) => {
        $(#[doc = $doc])*
        pub(crate) fn $name(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
            if let (Some(a), Some(b)) = (lhs.exact::<ComplexObj>(), rhs.exact::<ComplexObj>()) {
                let both: fn(Complex, Complex) -> Option<Complex> = $cc;
                return match both(Complex { re: a.re, im: a.im }, Complex { re: b.re, im: b.im }) {
                    Some(result) => Ok(new_value(vm, result)),
                    None => Err(division_by_zero(vm)),
                };
            }
            let Some(a) = operand(vm, lhs)? else { return Ok(Value::NOT_IMPLEMENTED) };
            let Some(b) = operand(vm, rhs)? else { return Ok(Value::NOT_IMPLEMENTED) };
            let (cc, cr, rc): (fn(Complex, Complex) -> _, fn(Complex, f64) -> _, fn(f64, Complex) -> _) =
                ($cc, $cr, $rc);
            let result: Option<Complex> = match (a, b) {
                (Operand::Complex(a), Operand::Complex(b)) => cc(a, b),
                (Operand::Complex(a), Operand::Real(b)) => cr(a, b),
                (Operand::Real(a), Operand::Complex(b)) => rc(a, b),
                (Operand::Real(_), Operand::Real(_)) => return Ok(Value::NOT_IMPLEMENTED),
            };
            match result {
                Some(result) => Ok(new_value(vm, result)),
                None => Err(division_by_zero(vm)),
            }
        }
    };
}

binary! {
    /// `+`
    complex_add,
    |a, b| Some(Complex { re: a.re + b.re, im: a.im + b.im }),
    |a, b| Some(Complex { re: a.re + b, im: a.im }),
    |a, b| Some(Complex { re: a + b.re, im: b.im })
}

binary! {
    /// `-`
    complex_sub,
    |a, b| Some(Complex { re: a.re - b.re, im: a.im - b.im }),
    |a, b| Some(Complex { re: a.re - b, im: a.im }),
    |a, b| Some(Complex { re: a - b.re, im: -b.im })
}

binary! {
    /// `*`
    complex_mul,
    |a, b| Some(arith::product(a, b)),
    |a, b| Some(Complex { re: a.re * b, im: a.im * b }),
    |a, b| Some(Complex { re: a * b.re, im: a * b.im })
}

binary! {
    /// `/`
    complex_truediv,
    arith::quotient,
    |a, b| (b != 0.0).then_some(Complex { re: a.re / b, im: a.im / b }),
    arith::real_by_complex
}

/// `**`, `pow()`; also called for real operands whose power is complex.
pub(crate) fn complex_pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult {
    let as_full = |value: Operand| match value {
        Operand::Complex(value) => value,
        Operand::Real(re) => Complex { re, im: 0.0 },
    };
    let Some(a) = operand(vm, base)?.map(as_full) else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(b) = operand(vm, exponent)?.map(as_full) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !modulus.is_none() {
        return Err(exc::value_error(vm, "complex modulo"));
    }
    match arith::pow(a, b) {
        Ok(result) => Ok(new_value(vm, result)),
        Err(PowError::Domain) => Err(exc::zero_division(vm, "zero to a negative or complex power")),
        Err(PowError::Range) => Err(exc::overflow_error(vm, "complex exponentiation")),
    }
}

/// The number that a slot or method was called on.
fn this_complex(vm: &Vm, this: &Value) -> PyResult<Complex> {
    match as_complex(this) {
        Some(complex) => Ok(complex),
        None => Err(exc::type_error(vm, &format!("must be complex, not {}", vm.type_of(this).name_str()))),
    }
}

fn complex_neg(vm: &Vm, this: &Value) -> PyResult {
    let value = this_complex(vm, this)?;
    Ok(new_complex(vm, -value.re, -value.im))
}

fn complex_pos(vm: &Vm, this: &Value) -> PyResult {
    if this.exact::<ComplexObj>().is_some() {
        return Ok(this.clone());
    }
    Ok(new_value(vm, this_complex(vm, this)?))
}

/// `abs(this)`
pub(crate) fn complex_abs(vm: &Vm, this: &Value) -> PyResult {
    let value = this_complex(vm, this)?;
    let length = value.re.hypot(value.im);
    if length.is_infinite() && value.re.is_finite() && value.im.is_finite() {
        return Err(exc::overflow_error(vm, "absolute value too large"));
    }
    Ok(vm.float(length))
}

fn complex_bool(vm: &Vm, this: &Value) -> PyResult<bool> {
    let value = this_complex(vm, this)?;
    Ok(value.re != 0.0 || value.im != 0.0)
}

fn complex_repr(vm: &Vm, this: &Value) -> PyResult {
    let value = this_complex(vm, this)?;
    Ok(vm.str(&minipy_text::float::repr_complex(value.re, value.im)))
}

fn complex_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let value = this_complex(vm, this)?;
    let by_identity = crate::types::object::object_hash(vm, this)?;
    let real = float::arith::hash_f64(value.re).unwrap_or(by_identity);
    let imag = float::arith::hash_f64(value.im).unwrap_or(by_identity);
    let hash = real.wrapping_add(imag.wrapping_mul(1_000_003));
    Ok(if hash == -1 { -2 } else { hash })
}

fn complex_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let a = this_complex(vm, this)?;
    let equal = if let Some(b) = as_complex(other) {
        a.re == b.re && a.im == b.im
    } else if let Some(b) = float::as_float(other) {
        a.im == 0.0 && a.re == b
    } else {
        match as_int(other) {
            Some(_) if a.im != 0.0 => false,
            Some(Int::Small(b)) => minipy_text::int::compare_i64_f64(b, a.re) == Some(std::cmp::Ordering::Equal),
            Some(Int::Big(b)) => minipy_text::int::compare_f64(b, a.re) == Some(std::cmp::Ordering::Equal),
            None => return Ok(Value::NOT_IMPLEMENTED),
        }
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn complex_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if let ([value], true) = (args.pos, args.kw.is_empty()) {
        if ty.is(&vm.types().complex) && value.exact::<ComplexObj>().is_some() {
            return Ok(value.clone());
        }
        let value = from_one(vm, value)?;
        return Ok(vm.alloc(ty, ComplexObj { re: value.re, im: value.im }).into_value());
    }
    if let ([re, im], true) = (args.pos, args.kw.is_empty() && ty.is(&vm.types().complex))
        && let (Some(re), Some(im)) = (plain_real(re), plain_real(im))
    {
        return Ok(new_complex(vm, re, im));
    }
    let bound = bind::bind_params(vm, "complex", &bind::parse_signature("(real=0, imag=0)"), args, 0)?;
    let value = match &bound[..] {
        [real, imag] => from_parts(vm, real.given(), imag.given())?,
        _ => Complex { re: 0.0, im: 0.0 },
    };
    Ok(vm.alloc(ty, ComplexObj { re: value.re, im: value.im }).into_value())
}

/// An exact float, or an int that is a float exactly.
#[inline]
fn plain_real(value: &Value) -> Option<f64> {
    match value.as_small() {
        Some(int) => (int.unsigned_abs() < 1 << 53).then_some(int as f64),
        None => value.exact_float(),
    }
}

/// `complex(value)`
fn from_one(vm: &Vm, value: &Value) -> PyResult<Complex> {
    if let Some(text) = value.downcast::<StrObj>() {
        return match minipy_text::float::parse_complex(text.bytes()) {
            Some((re, im)) => Ok(Complex { re, im }),
            None if has_stray_underscore(text.bytes()) => {
                let shown = vm.repr_string(value)?;
                Err(exc::value_error(vm, &format!("could not convert string to complex: {shown}")))
            }
            None => Err(exc::value_error(vm, "complex() arg is a malformed string")),
        };
    }
    match from_number(vm, value)? {
        Some(value) => Ok(value),
        None => {
            let name = message_name(vm, vm.type_of(value));
            Err(exc::type_error(vm, &format!("complex() argument must be a string or a number, not {name}")))
        }
    }
}

/// Whether a text has an underscore that does not stand between two digits.
fn has_stray_underscore(text: &[u8]) -> bool {
    let is_digit = |cp: Option<&u32>| cp.is_some_and(|&cp| minipy_text::unicode::decimal_value(cp).is_some());
    // What follows a character that cannot be part of a number is not looked at.
    let possible = |cp: &u32| *cp < 128 || minipy_text::unicode::is_space(*cp) || is_digit(Some(cp));
    let points: Vec<u32> = minipy_text::wtf8::code_points(text).take_while(possible).collect();
    points.iter().enumerate().any(|(at, &cp)| {
        cp == u32::from(b'_') && !(at > 0 && is_digit(points.get(at - 1)) && is_digit(points.get(at + 1)))
    })
}

/// A number as complex: `__complex__`, `__float__`, `__index__`; `None` for what is no number.
pub fn from_number(vm: &Vm, value: &Value) -> PyResult<Option<Complex>> {
    if value.exact::<ComplexObj>().is_none()
        && let Some(value) = by_special_method(vm, value)?
    {
        return Ok(Some(value));
    }
    if let Some(complex) = as_complex(value) {
        return Ok(Some(complex));
    }
    Ok(float::from_real(vm, value)?.map(|re| Complex { re, im: 0.0 }))
}

/// What `__complex__` of a value gives, if it has the method.
fn by_special_method(vm: &Vm, value: &Value) -> PyResult<Option<Complex>> {
    if value.is_small() || value.exact_float().is_some() {
        return Ok(None);
    }
    let Some(result) = vm.call_special(value, &vm.names().__complex__, &[])? else { return Ok(None) };
    let Some(complex) = as_complex(&result) else {
        let name = vm.type_of(&result).name_str();
        return Err(exc::type_error(vm, &format!("__complex__ returned non-complex (type {name})")));
    };
    if result.exact::<ComplexObj>().is_none() {
        let name = vm.type_of(&result).name_str();
        let message = format!(
            "__complex__ returned non-complex (type {name}).  The ability to return an instance of a strict subclass of \
             complex is deprecated, and may be removed in a future version of Python."
        );
        deprecated(vm, &message)?;
    }
    Ok(Some(complex))
}

/// `complex(real=..., imag=...)`
fn from_parts(vm: &Vm, real: Option<&Value>, imag: Option<&Value>) -> PyResult<Complex> {
    let special = match real {
        Some(real) if real.exact::<ComplexObj>().is_none() => by_special_method(vm, real)?,
        _ => None,
    };
    // Both are looked at before either is converted.
    if let (Some(imag), None) = (imag, special)
        && real.is_none_or(|real| is_number(vm, real))
        && !is_number(vm, imag)
    {
        return Err(no_real_number(vm, "imag", imag));
    }
    let (a, a_is_complex) = match (real, special) {
        (None, _) => (Complex { re: 0.0, im: 0.0 }, false),
        (Some(real), Some(special)) => {
            part_is_complex(vm, "real", real)?;
            (special, true)
        }
        (Some(real), None) => part(vm, "real", real)?,
    };
    let Some(imag) = imag else { return Ok(a) };
    let (b, b_is_complex) = part(vm, "imag", imag)?;
    let re = if b_is_complex { a.re - b.im } else { a.re };
    let im = if a_is_complex { b.re + a.im } else { b.re };
    Ok(Complex { re, im })
}

/// One of the two arguments of `complex()`, and whether it was complex itself.
fn part(vm: &Vm, name: &str, value: &Value) -> PyResult<(Complex, bool)> {
    if let Some(complex) = as_complex(value) {
        part_is_complex(vm, name, value)?;
        return Ok((complex, true));
    }
    match float::from_real(vm, value)? {
        Some(re) => Ok((Complex { re, im: 0.0 }, false)),
        None => Err(no_real_number(vm, name, value)),
    }
}

/// Whether `complex()` takes a value as one of two arguments.
fn is_number(vm: &Vm, value: &Value) -> bool {
    let slots = vm.type_of(value).slots();
    as_complex(value).is_some() || slots.float.is_some() || slots.index.is_some()
}

#[cold]
fn no_real_number(vm: &Vm, name: &str, value: &Value) -> Raised {
    let ty = message_name(vm, vm.type_of(value));
    exc::type_error(vm, &format!("complex() argument '{name}' must be a real number, not {ty}"))
}

fn part_is_complex(vm: &Vm, name: &str, value: &Value) -> PyResult<()> {
    let ty = message_name(vm, vm.type_of(value));
    deprecated(vm, &format!("complex() argument '{name}' must be a real number, not {ty}"))
}

fn complex_from_number(vm: &Vm, class: &Value, number: &Value) -> PyResult {
    let is_complex = class.is(vm.types().complex.value());
    if is_complex && number.exact::<ComplexObj>().is_some() {
        return Ok(number.clone());
    }
    let Some(value) = from_number(vm, number)? else {
        return Err(exc::type_error(vm, &format!("must be real number, not {}", vm.type_of(number).name_str())));
    };
    let value = new_value(vm, value);
    match class.downcast::<TypeObj>() {
        Some(_) if !is_complex => vm.call1(class, &value),
        _ => Ok(value),
    }
}

fn complex_conjugate(vm: &Vm, this: &Value) -> PyResult {
    let value = this_complex(vm, this)?;
    Ok(new_complex(vm, value.re, -value.im))
}

fn complex_getnewargs(vm: &Vm, this: &Value) -> PyResult {
    let value = this_complex(vm, this)?;
    Ok(vm.tuple(vec![vm.float(value.re), vm.float(value.im)]))
}

/// `complex.__format__`
pub(crate) fn complex_format(vm: &Vm, this: &Value, spec: &Value) -> PyResult {
    let spec = vm.str_arg(spec, "__format__() argument")?;
    if spec.bytes().is_empty() {
        return vm.to_str(this);
    }
    let (name, value) = (vm.type_of(this).name_str(), this_complex(vm, this)?);
    let format = |spec: &[u8]| Ok(minipy_text::format::format_complex(value.re, value.im, spec, &name));
    Ok(vm.str_bytes(&crate::format::with_spec(vm, spec.bytes(), &format)?))
}

fn get_real(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.float(this_complex(vm, this)?.re))
}

fn get_imag(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.float(this_complex(vm, this)?.im))
}

fn read_only(vm: &Vm, _this: &Value, _value: Option<&Value>) -> PyResult<()> {
    Err(exc::attribute_error(vm, "readonly attribute"))
}
