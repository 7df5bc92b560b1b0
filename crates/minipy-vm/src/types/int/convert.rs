//! `int`: construction (`int(x)`, `int(text, base)`), decimal text and its digit limit.

use std::cell::Cell;

use minipy_text::int as ints;

use super::arith::is_exact;
use super::{BigInt, Int, as_int};
use crate::exc;
use crate::native::{Args, PyResult, Raised};
use crate::protocol::bind;
use crate::types::buffer;
use crate::types::bytearray::ByteArrayObj;
use crate::types::bytes::BytesObj;
use crate::types::str_::StrObj;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The limit of digits in decimal conversions (`sys.set_int_max_str_digits`); 0 for none.
pub(crate) struct MaxStrDigits(Cell<usize>);

impl Default for MaxStrDigits {
    fn default() -> MaxStrDigits {
        MaxStrDigits(Cell::new(ints::DEFAULT_MAX_STR_DIGITS))
    }
}

/// `sys.get_int_max_str_digits()`
pub fn max_str_digits(vm: &Vm) -> usize {
    vm.state::<MaxStrDigits>().0.get()
}

/// `sys.set_int_max_str_digits(limit)`; the caller has checked that the limit is 0 or at least the threshold.
pub fn set_max_str_digits(vm: &Vm, limit: usize) {
    vm.state::<MaxStrDigits>().0.set(limit);
}

/// `int.__new__`
pub(super) fn int_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let value = match (args.pos, args.kw.is_empty()) {
        ([], true) => Value::small(0),
        ([value], true) => to_int(vm, value)?,
        _ => new_with_base(vm, args, ty.is(&vm.types().int))?,
    };
    if ty.is(&vm.types().int) {
        return Ok(value);
    }
    let bits = as_int(&value).map_or(0, Int::bits);
    let big = super::attempt(vm, bits, || as_int(&value).map(Int::to_big).unwrap_or_default())?;
    Ok(vm.alloc(ty, BigInt { value: big }).into_value())
}

/// `int(x, base)`; `exact`: it is not a subclass that is called.
fn new_with_base(vm: &Vm, args: &Args, exact: bool) -> PyResult {
    if args.pos.len() > 2 && args.kw.is_empty() && exact {
        // `int` itself takes positional arguments by another way, which has words of its own.
        return Err(exc::positional_count(vm, "int", args.pos.len(), 0, 2));
    }
    let bound = bind::bind_params(vm, "int", &bind::parse_signature("(x=0, /, base=10)"), args, 0)?;
    let [value, base] = &bound[..] else { return Ok(Value::small(0)) };
    match (value.given(), base.given()) {
        (None, None) => Ok(Value::small(0)),
        (None, Some(_)) => Err(exc::type_error(vm, "int() missing string argument")),
        (Some(value), None) => to_int(vm, value),
        (Some(value), Some(base)) => {
            let base = vm.index_to_isize(base, None)?;
            if base != 0 && !(2..=36).contains(&base) {
                return Err(exc::value_error(vm, "int() base must be >= 2 and <= 36, or 0"));
            }
            if let Some(text) = value.downcast::<StrObj>() {
                return parse(vm, value, text.bytes(), base as u32);
            }
            match bytes_like(vm, value, false)? {
                Some(bytes) => parse_bytes(vm, &bytes, base as u32),
                None => Err(exc::type_error(vm, "int() can't convert non-string with explicit base")),
            }
        }
    }
}

/// `int(value)`: an exact `int`.
pub fn to_int(vm: &Vm, value: &Value) -> PyResult {
    if is_exact(value) {
        return Ok(value.clone());
    }
    if let Some(float) = value.exact_float() {
        return crate::types::float::methods::to_integer(vm, float);
    }
    if let Some(text) = value.exact::<StrObj>() {
        return parse(vm, value, text.bytes(), 10);
    }
    let slots = vm.type_of(value).slots();
    if let Some(convert) = slots.int {
        let result = convert(vm, value)?;
        return if is_exact(&result) { Ok(result) } else { checked_int(vm, result, "__int__") };
    }
    if slots.index.is_some() {
        return vm.index(value);
    }
    if let Some(text) = value.downcast::<StrObj>() {
        return parse(vm, value, text.bytes(), 10);
    }
    if let Some(bytes) = bytes_like(vm, value, true)? {
        return parse_bytes(vm, &bytes, 10);
    }
    let name = vm.type_of(value).name_str();
    let message = format!("int() argument must be a string, a bytes-like object or a real number, not '{name}'");
    Err(exc::type_error(vm, &message))
}

/// A DeprecationWarning at the line that is running.
#[cold]
pub(crate) fn deprecated(vm: &Vm, message: &str) -> PyResult<()> {
    crate::warn::warn(vm, &vm.exceptions().deprecation_warning, message)
}

/// What `__int__` or `__index__` returned, as an exact `int`: instances of subclasses are deprecated.
#[cold]
pub(crate) fn checked_int(vm: &Vm, result: Value, method: &str) -> PyResult {
    if is_exact(&result) {
        return Ok(result);
    }
    let name = vm.type_of(&result).name_str();
    let Some(exact) = super::as_exact_int(vm, &result) else {
        return Err(exc::type_error(vm, &format!("{method} returned non-int (type {name})")));
    };
    let message = format!(
        "{method} returned non-int (type {name}).  The ability to return an instance of a strict subclass of int is \
         deprecated, and may be removed in a future version of Python."
    );
    deprecated(vm, &message)?;
    Ok(exact)
}

/// The bytes of a bytes-like object; `None` for anything else. `any`: other buffers than bytes and bytearray, too.
pub(crate) fn bytes_like(vm: &Vm, value: &Value, any: bool) -> PyResult<Option<Vec<u8>>> {
    let is_bytes = value.downcast::<BytesObj>().is_some() || value.downcast::<ByteArrayObj>().is_some();
    if is_bytes || any && buffer::is_simple(vm, value) {
        match buffer::buffer_bytes(vm, value) {
            // Whatever a `__buffer__` raises: it is no number.
            Err(raised) if !is_bytes => drop(vm.take_exception(raised)),
            bytes => return bytes.map(Some),
        }
    }
    Ok(None)
}

fn parse_bytes(vm: &Vm, bytes: &[u8], base: u32) -> PyResult {
    let shown = crate::types::bytes::new_bytes(vm, &bytes[..bytes.len().min(200)]);
    if !bytes.is_ascii() {
        // Only text has other digits than ASCII ones.
        return Err(parse_error(vm, &shown, base, 0, ints::ParseError::Invalid));
    }
    parse(vm, &shown, bytes, base)
}

/// `int(text, base)`; `shown` is what an error message shows.
fn parse(vm: &Vm, shown: &Value, text: &[u8], base: u32) -> PyResult {
    if base == 10
        && let Some(small) = ints::parse_small(text)
    {
        return Ok(vm.int(small));
    }
    let limit = max_str_digits(vm);
    // Six bits a digit, at most.
    match super::attempt(vm, text.len().saturating_mul(6), || ints::parse(text, base, limit))? {
        Ok(value) => Ok(vm.bigint(value)),
        Err(error) => Err(parse_error(vm, shown, base, limit, error)),
    }
}

#[cold]
fn parse_error(vm: &Vm, shown: &Value, base: u32, limit: usize, error: ints::ParseError) -> Raised {
    match error {
        ints::ParseError::Invalid => {
            let shown = match vm.repr_string(shown) {
                Ok(text) => text.chars().take(200).collect::<String>(),
                Err(raised) => return raised,
            };
            exc::value_error(vm, &format!("invalid literal for int() with base {base}: {shown}"))
        }
        ints::ParseError::BadBase => exc::value_error(vm, "int() base must be >= 2 and <= 36, or 0"),
        ints::ParseError::TooManyDigits { digits } => exc::value_error(
            vm,
            &format!(
                "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use \
                 sys.set_int_max_str_digits() to increase the limit"
            ),
        ),
    }
}

/// `repr(this)`
pub(super) fn int_repr(vm: &Vm, this: &Value) -> PyResult {
    match super::arith::this_int(vm, this)? {
        Int::Small(n) => Ok(decimal(vm, n)),
        Int::Big(big) => Ok(vm.str(&big_decimal(vm, big)?)),
    }
}

/// The decimal text of 64 bits as a `str`.
pub(crate) fn decimal(vm: &Vm, n: i64) -> Value {
    // Up to four digits are put together here.
    if let 10..10_000 = n {
        let (high, low) = (n as usize / 100, n as usize % 100);
        let digit = |n: usize| b'0' + n as u8;
        let text = [digit(high / 10), digit(high % 10), digit(low / 10), digit(low % 10)];
        let zeros = usize::from(n < 1000) + usize::from(n < 100);
        return vm.str_copied(text.get(zeros..).unwrap_or_default(), 4 - zeros, |_| {});
    }
    let mut buffer = itoa::Buffer::new();
    let text = buffer.format(n).as_bytes();
    if let [digit] = text { vm.ascii_char(*digit) } else { vm.str_copied(text, text.len(), |_| {}) }
}

/// The decimal text of a big int, or ValueError beyond the limit.
pub(crate) fn big_decimal(vm: &Vm, big: &dashu_int::IBig) -> PyResult<String> {
    let limit = max_str_digits(vm);
    match super::attempt(vm, ints::bit_length(big), || ints::to_decimal_limited(big, limit))? {
        Ok(text) => Ok(text),
        Err(ints::TooManyDigits) => {
            let message = format!(
                "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to \
                 increase the limit"
            );
            Err(exc::value_error(vm, &message))
        }
    }
}
