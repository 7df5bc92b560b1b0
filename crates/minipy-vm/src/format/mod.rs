//! Formatting: `format()`, the `__format__` of builtin types, `str.format` (`fields`) and `%` (`percent`).
//!
//! What a specification means is in `minipy_text::format`; this is the part that needs Python objects.

pub mod fields;
pub mod percent;
mod quick;

use crate::exc;
use crate::heap::growth;
use crate::native::{PyResult, Raised};
use crate::types::int::{BigInt, attempt, max_str_digits};
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::format as text_format;
use minipy_text::format::FormatError;

/// A buffer up to this size is kept for the next value that is formatted.
const LARGEST_BUFFER: usize = 1024;

/// The exception for an error of the text layer.
#[cold]
pub fn raise_format_error(vm: &Vm, error: FormatError) -> Raised {
    match error {
        FormatError::Value(message) => exc::value_error(vm, &message),
        FormatError::Overflow(message) => exc::overflow_error(vm, &message),
        FormatError::Memory => exc::memory_error(vm),
    }
}

/// MemoryError if a specification asks for a field that cannot be held.
fn check_spec(vm: &Vm, spec: &[u8]) -> PyResult<()> {
    if spec.len() < 8 {
        return Ok(());
    }
    // What cannot be read is refused by the types themselves.
    let Ok(parsed) = text_format::parse_spec(spec, "", b'<', 0) else { return Ok(()) };
    let precision = parsed.precision.filter(|&precision| i32::try_from(precision).is_ok());
    for amount in [parsed.width, precision].into_iter().flatten() {
        check_size(vm, amount)?;
    }
    Ok(())
}

/// What a builtin type makes of a specification, which nothing is done for that cannot be held; what is wrong with it
/// apart from its sizes comes before that.
pub(crate) fn with_spec(
    vm: &Vm,
    spec: &[u8],
    text_of: &dyn Fn(&[u8]) -> PyResult<Result<Vec<u8>, FormatError>>,
) -> PyResult<Vec<u8>> {
    let raised = match check_spec(vm, spec) {
        Ok(()) => return text_of(spec)?.map_err(|error| raise_format_error(vm, error)),
        Err(raised) => vm.take_exception(raised),
    };
    match text_of(&with_small_sizes(spec))? {
        Err(error @ FormatError::Value(_)) => Err(raise_format_error(vm, error)),
        _ => Err(vm.raise_again(raised)),
    }
}

/// A big int under a specification: MemoryError if there is no room for the text, and for laying it out.
pub(crate) fn big_int(
    vm: &Vm,
    big: &dashu_int::IBig,
    spec: &[u8],
    type_name: &str,
) -> PyResult<Result<Vec<u8>, FormatError>> {
    let bits = minipy_text::int::bit_length(big);
    let digits = if spec.last() == Some(&b'b') { bits } else { bits / 3 };
    vm.check_memory(digits.saturating_mul(5))?;
    attempt(vm, bits, || text_format::format_int(big, spec, type_name, max_str_digits(vm)))
}

/// Appends a builtin value under a specification, if the value is exactly of a type that is formatted here.
fn format_builtin(vm: &Vm, out: &mut Vec<u8>, value: &Value, spec: &[u8]) -> Option<PyResult<()>> {
    let is_here = value.is_small()
        || value.exact::<StrObj>().is_some()
        || value.exact_float().is_some()
        || value.exact::<BigInt>().is_some();
    if !is_here {
        return None;
    }
    // Such specifications are short, and their sizes small.
    if let Some(simple) = quick::parse(spec)
        && quick::value(out, value, simple)
    {
        return Some(Ok(()));
    }
    let text = with_spec(vm, spec, &|spec| {
        Ok(if let Some(n) = value.as_small() {
            text_format::format_i64(n, spec, "int")
        } else if let Some(text) = value.exact::<StrObj>() {
            text_format::format_str(text.bytes(), spec, "str")
        } else if let Some(big) = value.exact::<BigInt>() {
            return big_int(vm, &big.value, spec, "int");
        } else {
            text_format::format_float(value.exact_float().unwrap_or_default(), spec, "float")
        })
    });
    Some(text.and_then(|text| growth::append(vm, out, &text)))
}

/// A specification with 1 in place of each width and precision that is not small; a zero in front of a width is a flag.
fn with_small_sizes(spec: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in spec.chunk_by(|a, b| a.is_ascii_digit() && b.is_ascii_digit()) {
        match run {
            [b'0', _, _, _, ..] => out.extend_from_slice(b"01"),
            [_, _, _, _, ..] => out.push(b'1'),
            _ => out.extend_from_slice(run),
        }
    }
    out
}

/// `format(value, spec)`; the specification is a `str` (the caller has checked). Gives a `str`.
pub fn format_value(vm: &Vm, value: &Value, spec: &Value) -> PyResult {
    let spec_text = vm.str_arg(spec, "format() argument 2")?;
    let spec_bytes = spec_text.bytes();
    if spec_bytes.is_empty() && (value.exact::<StrObj>().is_some() || value.is_small()) {
        return vm.to_str(value);
    }
    let mut out = vm.format_buffer.take();
    out.clear();
    if let Some(formatted) = format_builtin(vm, &mut out, value, spec_bytes) {
        formatted?;
        let text = vm.str_bytes(&out);
        if out.capacity() <= LARGEST_BUFFER {
            vm.format_buffer.set(out);
        }
        return Ok(text);
    }
    call_format(vm, value, spec)
}

/// `format(value, "")`: what a replacement field without specification does.
#[inline]
pub fn format_simple(vm: &Vm, value: &Value) -> PyResult {
    if value.exact::<StrObj>().is_some() {
        return Ok(value.clone());
    }
    if let Some(n) = value.as_small() {
        return Ok(vm.str(itoa::Buffer::new().format(n)));
    }
    format_value(vm, value, &vm.str(""))
}

/// Appends `format(value, spec)`.
pub fn format_into(vm: &Vm, out: &mut Vec<u8>, value: &Value, spec: &[u8]) -> PyResult<()> {
    if spec.is_empty() {
        if let Some(text) = value.exact::<StrObj>() {
            return growth::append(vm, out, text.bytes());
        }
        if let Some(n) = value.as_small() {
            out.extend_from_slice(itoa::Buffer::new().format(n).as_bytes());
            return Ok(());
        }
    }
    if let Some(formatted) = format_builtin(vm, out, value, spec) {
        return formatted;
    }
    let formatted = call_format(vm, value, &vm.str_bytes(spec))?;
    match formatted.downcast::<StrObj>() {
        Some(text) => growth::append(vm, out, text.bytes()),
        None => Ok(()),
    }
}

/// What a `__format__` has given, if it is text.
pub(crate) fn checked_format(vm: &Vm, result: Value) -> PyResult {
    if result.downcast::<StrObj>().is_some() {
        return Ok(result);
    }
    let got = vm.type_of(&result).name_str();
    Err(exc::type_error(vm, &format!("__format__ must return a str, not {got}")))
}

/// Calls `__format__` and checks what it gives.
fn call_format(vm: &Vm, value: &Value, spec: &Value) -> PyResult {
    match vm.call_special(value, &vm.names().__format__, std::slice::from_ref(spec))? {
        Some(result) => checked_format(vm, result),
        None => {
            let name = vm.type_of(value).name_str();
            Err(exc::type_error(vm, &format!("Type {name} doesn't define __format__")))
        }
    }
}

/// `str.__format__`
pub(crate) fn str_format_method(vm: &Vm, this: &Value, spec: &Value) -> PyResult {
    let spec = vm.str_arg(spec, "__format__() argument")?.bytes();
    if spec.is_empty() {
        return vm.to_str(this);
    }
    let (name, text) = (vm.type_of(this).name_str(), crate::types::str_methods::own(vm, this)?);
    let formatted = with_spec(vm, spec, &|spec| Ok(text_format::format_str(text.bytes(), spec, &name)))?;
    Ok(vm.str_bytes(&formatted))
}

/// `ascii(value)`
pub fn ascii(vm: &Vm, value: &Value) -> PyResult {
    let repr = vm.repr(value)?;
    match repr.downcast::<StrObj>() {
        Some(text) if !text.is_ascii() => Ok(vm.str_bytes(&minipy_text::escape::escape_non_ascii(text.bytes()))),
        _ => Ok(repr),
    }
}
