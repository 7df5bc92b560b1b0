//! `%` formatting of `str`, `bytes` and `bytearray`.

use super::quick::{self, Simple};
use super::{ascii, raise_format_error};
use crate::exc;
use crate::native::{PyResult, Raised};
use crate::types::buffer;
use crate::types::bytearray::ByteArrayObj;
use crate::types::bytes::BytesObj;
use crate::types::complex::ComplexObj;
use crate::types::int::max_str_digits;
use crate::types::int::{self, Int};
use crate::types::seq_args::{c_int, ssize};
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::types::tuple::TupleObj;
use crate::types::type_::TypeFlags;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::format::percent::{self as text_percent, Amount, Conversion, Field, Piece, Template};
use minipy_text::wtf8;

/// `str % args`
pub(crate) fn str_modulo(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let Some(template) = lhs.downcast::<StrObj>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let is_text = |v: &Value| v.downcast::<StrObj>().is_some();
    let arguments = Arguments::new(vm, rhs, is_text(rhs));
    if !template.bytes().is_empty() && memchr::memchr(b'%', template.bytes()).is_none() {
        arguments.check_all_used(vm, false)?;
        return Ok(lhs.clone());
    }
    Ok(vm.str_bytes(&format_all(vm, template.bytes(), arguments, false)?))
}

/// `bytes % args`: the bytes that come out.
pub(crate) fn bytes_modulo(vm: &Vm, template: &[u8], rhs: &Value) -> PyResult<Vec<u8>> {
    let is_text = rhs.downcast::<StrObj>().is_some()
        || rhs.downcast::<BytesObj>().is_some()
        || rhs.downcast::<ByteArrayObj>().is_some();
    format_all(vm, template, Arguments::new(vm, rhs, is_text), true)
}

const NO_MAPPING: &str = "format requires a mapping";

/// The arguments on the right of `%`, and which come next.
struct Arguments<'a> {
    /// A tuple's items, or the one argument.
    items: &'a [Value],
    next: usize,
    mapping: Option<&'a Value>,
    /// The value that the last key found, until it is taken.
    keyed: Option<Value>,
    /// Whether a key was used: then only keyed values count.
    by_key: bool,
}

impl<'a> Arguments<'a> {
    fn new(vm: &Vm, args: &'a Value, is_text: bool) -> Arguments<'a> {
        let (items, mapping) = match args.downcast::<TupleObj>() {
            Some(tuple) => (tuple.items(), None),
            None => {
                let class = vm.type_of(args);
                let has_keys = class.slots().getitem.is_some() && !class.has_flag(TypeFlags::ITEMS_BY_NUMBER);
                let is_mapping = !is_text && has_keys;
                (std::slice::from_ref(args), is_mapping.then_some(args))
            }
        };
        Arguments { items, next: 0, mapping, keyed: None, by_key: false }
    }

    /// The argument that the next conversion without key takes, if there is one.
    fn peek(&self) -> Option<&'a Value> {
        if self.by_key { None } else { self.items.get(self.next) }
    }

    fn take(&mut self, vm: &Vm) -> PyResult {
        let next = if self.by_key {
            self.keyed.take()
        } else {
            let item = self.items.get(self.next).cloned();
            self.next += 1;
            item
        };
        next.ok_or_else(|| exc::type_error(vm, "not enough arguments for format string"))
    }

    fn use_key(&mut self, vm: &Vm, key: Value) -> PyResult<()> {
        let Some(mapping) = self.mapping else { return Err(exc::type_error(vm, NO_MAPPING)) };
        self.keyed = Some(vm.get_item(mapping, &key)?);
        self.by_key = true;
        Ok(())
    }

    fn check_all_used(&self, vm: &Vm, is_bytes: bool) -> PyResult<()> {
        let left = if self.by_key { self.keyed.is_some() } else { self.next < self.items.len() };
        if left && self.mapping.is_none() {
            return Err(exc::type_error(
                vm,
                if is_bytes {
                    "not all arguments converted during bytes formatting"
                } else {
                    "not all arguments converted during string formatting"
                },
            ));
        }
        Ok(())
    }
}

fn format_all(vm: &Vm, template: &[u8], mut arguments: Arguments, is_bytes: bool) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(template.len() + 32);
    let mut at = 0;
    while at < template.len() {
        let rest = &template[at..];
        // For a handful of bytes a plain loop beats choosing a vector routine.
        let literal = match rest.len() {
            0..32 => rest.iter().position(|&b| b == b'%'),
            _ => memchr::memchr(b'%', rest),
        };
        let literal = literal.unwrap_or(rest.len());
        out.extend_from_slice(&rest[..literal]);
        at += literal;
        match template.get(at + 1) {
            Some(b'%') => {
                out.push(b'%');
                at += 2;
            }
            Some(&kind @ (b's' | b'd')) if !is_bytes => {
                at += 2;
                let value = arguments.take(vm)?;
                if kind == b's' || value.is_small() {
                    put_plain(vm, &mut out, &value)?;
                } else {
                    put_number(vm, &mut out, kind, Field::default(), &value)?;
                }
            }
            None if at == template.len() => {}
            _ => {
                // The common conversions of the common types.
                if !is_bytes
                    && let Some((simple, len)) = quick::conversion(&template[at + 1..])
                    && let Some(value) = arguments.peek()
                    && quick::value(&mut out, value, simple)
                {
                    arguments.next += 1;
                    at += 1 + len;
                    continue;
                }
                if template.get(at + 1) == Some(&b'(') && arguments.mapping.is_none() {
                    return Err(exc::type_error(vm, NO_MAPPING));
                }
                let mut pieces = Template::starting_at(template, at, is_bytes);
                let piece = pieces.next().transpose().map_err(|e| raise_format_error(vm, e))?;
                at = pieces.offset();
                if let Some(Piece::Conversion(conversion)) = piece {
                    put_conversion(vm, (&mut out, template), &conversion, &mut arguments, is_bytes)?;
                }
            }
        }
    }
    arguments.check_all_used(vm, is_bytes)?;
    Ok(out)
}

/// Fetches what a conversion needs, in CPython's order, and appends it.
fn put_conversion(
    vm: &Vm,
    (out, template): (&mut Vec<u8>, &[u8]),
    conversion: &Conversion,
    arguments: &mut Arguments,
    is_bytes: bool,
) -> PyResult<()> {
    if let Some(key) = conversion.key {
        let key = if is_bytes { crate::types::bytes::new_bytes(vm, key) } else { vm.str_bytes(key) };
        arguments.use_key(vm, key)?;
    }
    let field = resolve(vm, conversion, arguments)?;
    if let Some(broken) = &conversion.broken {
        return Err(raise_format_error(vm, broken.clone()));
    }
    let value = arguments.take(vm)?;
    check_size(vm, field.width)?;
    put(vm, out, conversion, field, (template, &value), is_bytes)
}

/// Fetches the `*` arguments of a conversion.
fn resolve(vm: &Vm, conversion: &Conversion, arguments: &mut Arguments) -> PyResult<Field> {
    let mut field = Field { flags: conversion.flags, width: 0, precision: None };
    match conversion.width {
        Amount::None => {}
        Amount::Fixed(width) => field.width = width,
        Amount::Star => {
            let width = star(vm, arguments)?;
            let width = ssize(vm, &width)?;
            if width == isize::MIN {
                return Err(exc::overflow_error(vm, "width too big"));
            }
            field.flags.left |= width < 0;
            field.width = width.unsigned_abs();
        }
    }
    match conversion.precision {
        Amount::None => {}
        Amount::Fixed(precision) => field.precision = Some(precision),
        Amount::Star => {
            let precision = star(vm, arguments)?;
            field.precision = Some(c_int(vm, &precision)?.max(0) as usize);
        }
    }
    Ok(field)
}

fn star(vm: &Vm, arguments: &mut Arguments) -> PyResult {
    let value = arguments.take(vm)?;
    match int::as_int(&value) {
        Some(_) => Ok(value),
        None => Err(exc::type_error(vm, "* wants int")),
    }
}

fn put(
    vm: &Vm,
    out: &mut Vec<u8>,
    conversion: &Conversion,
    field: Field,
    (template, value): (&[u8], &Value),
    is_bytes: bool,
) -> PyResult<()> {
    let kind = u8::try_from(conversion.kind).unwrap_or(0);
    if put_quickly(out, kind, field, value) {
        return Ok(());
    }
    let result = match kind {
        b's' | b'b' if is_bytes => {
            let bytes = bytes_of(vm, value)?;
            text_percent::format_text(out, &bytes, field, true)
        }
        b's' => {
            if field.width == 0 && field.precision.is_none() {
                return put_plain(vm, out, value);
            }
            let text = vm.to_str(value)?;
            text_percent::format_text(out, text_of(&text), field, false)
        }
        b'r' if !is_bytes => {
            let text = vm.repr(value)?;
            text_percent::format_text(out, text_of(&text), field, false)
        }
        b'r' | b'a' => {
            let text = ascii(vm, value)?;
            text_percent::format_text(out, text_of(&text), field, is_bytes)
        }
        b'c' => {
            let character = if is_bytes { vec![byte_of(vm, value)?] } else { character_of(vm, value)? };
            // The precision does not apply to a character.
            text_percent::format_text(out, &character, Field { precision: None, ..field }, is_bytes)
        }
        b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => return put_number(vm, out, kind, field, value),
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => {
            if let Some(precision) = field.precision {
                check_size(vm, precision)?;
            }
            let number = match vm.f64_arg(value) {
                Err(raised) if is_bytes => {
                    drop(vm.take_exception(raised));
                    let got = vm.type_of(value).name_str();
                    return Err(exc::type_error(vm, &format!("float argument required, not {got}")));
                }
                number => number?,
            };
            text_percent::format_float(out, number, kind, field)
        }
        _ => Err(conversion.unsupported(template, is_bytes)),
    };
    result.map_err(|e| raise_format_error(vm, e))
}

/// The conversions of integers.
fn put_number(vm: &Vm, out: &mut Vec<u8>, kind: u8, field: Field, value: &Value) -> PyResult<()> {
    if let Some(precision) = field.precision {
        check_size(vm, precision)?;
    }
    let number = integer_of(vm, value, kind)?;
    let result = match int::as_int(&number) {
        Some(Int::Small(n)) => text_percent::format_i64(out, n, kind, field),
        Some(Int::Big(big)) => {
            vm.check_memory(minipy_text::int::bit_length(big).saturating_mul(2))?;
            let bits = minipy_text::int::bit_length(big);
            int::attempt(vm, bits, || text_percent::format_int(out, big, kind, field, max_str_digits(vm)))?
        }
        None => return Err(wrong_integer(vm, value, kind)),
    };
    result.map_err(|e| raise_format_error(vm, e))
}

/// The common conversions of the common types; false if the general code has to do it.
fn put_quickly(out: &mut Vec<u8>, kind: u8, field: Field, value: &Value) -> bool {
    match (kind, value.as_small()) {
        (b'd' | b'i' | b'u', Some(n)) => {
            Simple::from_field(field, b'd').is_some_and(|simple| quick::int(out, n, simple))
        }
        (b'x', Some(n)) => Simple::from_field(field, b'x').is_some_and(|simple| quick::int(out, n, simple)),
        (b'f', None) => match (value.exact_float(), field.precision.unwrap_or(6)) {
            (Some(float), precision @ 0..=99) => {
                let field = Field { precision: Some(precision), ..field };
                Simple::from_field(field, b'f').is_some_and(|simple| quick::float(out, float, simple))
            }
            _ => false,
        },
        _ => false,
    }
}

/// `%s` without width and precision.
fn put_plain(vm: &Vm, out: &mut Vec<u8>, value: &Value) -> PyResult<()> {
    if let Some(n) = value.as_small() {
        out.extend_from_slice(itoa::Buffer::new().format(n).as_bytes());
        return Ok(());
    }
    let text = vm.to_str(value)?;
    out.extend_from_slice(text_of(&text));
    Ok(())
}

fn text_of(value: &Value) -> &[u8] {
    value.downcast::<StrObj>().map_or(&[], StrObj::bytes)
}

/// Whether a value takes part in arithmetic (`PyNumber_Check`).
fn is_number(vm: &Vm, value: &Value) -> bool {
    let slots = vm.type_of(value).slots();
    slots.int.is_some() || slots.index.is_some() || slots.float.is_some() || value.downcast::<ComplexObj>().is_some()
}

#[cold]
fn wrong_integer(vm: &Vm, value: &Value, kind: u8) -> Raised {
    let got = vm.type_of(value).name_str();
    let wanted = if matches!(kind, b'o' | b'x' | b'X') { "an integer" } else { "a real number" };
    exc::type_error(vm, &format!("%{} format: {wanted} is required, not {got}", kind as char))
}

/// The integer of an argument: `__index__` for the radix conversions, `int()` for the decimal ones.
fn integer_of(vm: &Vm, value: &Value, kind: u8) -> PyResult {
    if int::as_int(value).is_some() {
        return Ok(value.clone());
    }
    if !is_number(vm, value) {
        return Err(wrong_integer(vm, value, kind));
    }
    let slots = vm.type_of(value).slots();
    let result = match (kind, slots.int) {
        (b'd' | b'i' | b'u', Some(int)) => {
            int(vm, value).and_then(|number| int::convert::checked_int(vm, number, "__int__"))
        }
        _ => vm.index(value),
    };
    match result {
        Err(raised) if exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            Err(wrong_integer(vm, value, kind))
        }
        result => result,
    }
}

/// The character of a `%c` argument.
fn character_of(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(text) = value.downcast::<StrObj>() {
        if text.chars() == 1 {
            return Ok(text.bytes().to_vec());
        }
        let len = text.chars();
        let message = format!("%c requires an int or a unicode character, not a string of length {len}");
        return Err(exc::type_error(vm, &message));
    }
    let index = match vm.index(value) {
        Err(raised) if exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            let got = crate::types::type_::methods::message_name(vm, vm.type_of(value));
            return Err(exc::type_error(vm, &format!("%c requires an int or a unicode character, not {got}")));
        }
        index => index?,
    };
    match int::to_i64(&index) {
        Some(cp @ 0..=0x10_ffff) => {
            let (bytes, len) = wtf8::encode(cp as u32);
            Ok(bytes[..len].to_vec())
        }
        _ => Err(exc::overflow_error(vm, "%c arg not in range(0x110000)")),
    }
}

/// The byte of a `%c` argument.
fn byte_of(vm: &Vm, value: &Value) -> PyResult<u8> {
    let wrong =
        |what: &str| exc::type_error(vm, &format!("%c requires an integer in range(256) or a single byte, not {what}"));
    if let Some(bytes) = value.downcast::<BytesObj>() {
        return match bytes.data() {
            [byte] => Ok(*byte),
            other => Err(wrong(&format!("a bytes object of length {}", other.len()))),
        };
    }
    if let Some(array) = value.downcast::<ByteArrayObj>() {
        let bytes = array.to_vec();
        return match bytes[..] {
            [byte] => Ok(byte),
            _ => Err(wrong(&format!("a bytearray object of length {}", bytes.len()))),
        };
    }
    if int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
        return Err(wrong(&vm.type_of(value).name_str()));
    }
    match int::to_i64(&vm.index(value)?) {
        Some(byte @ 0..=255) => Ok(byte as u8),
        _ => Err(exc::overflow_error(vm, "%c arg not in range(256)")),
    }
}

/// The bytes of a `%b` argument.
fn bytes_of(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if value.exact::<BytesObj>().is_none()
        && let Some(result) = vm.call_special(value, &vm.names().__bytes__, &[])?
    {
        return match result.downcast::<BytesObj>() {
            Some(bytes) => Ok(bytes.data().to_vec()),
            None => {
                let got = vm.type_of(&result).name_str();
                Err(exc::type_error(vm, &format!("__bytes__ returned non-bytes (type {got})")))
            }
        };
    }
    if buffer::is_bytes_like(vm, value) {
        return buffer::buffer_bytes(vm, value);
    }
    let got = vm.type_of(value).name_str();
    let message = format!("%b requires a bytes-like object, or an object that implements __bytes__, not '{got}'");
    Err(exc::type_error(vm, &message))
}
