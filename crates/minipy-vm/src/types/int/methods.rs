//! `int`: the type, its methods and computed attributes.

use minipy_text::int as ints;

use super::arith::*;
use super::{BigInt, Int, convert};
use crate::exc;
use crate::heap::HeapObject;
use crate::native::{GetSetDef, MethodDef, PyResult, Raised};
use crate::slots::Slots;
use crate::types::buffer;
use crate::types::bytes::BytesObj;
use crate::types::bytes::construct::{self, not_convertible};
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `int`.
pub static TYPE: TypeDef = TypeDef {
    name: "int",
    layout: Some(BigInt::LAYOUT),
    shape: crate::shape::fixed::INT,
    flags: TypeFlags::BASETYPE | TypeFlags::MATCH_SELF,
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no \
          arguments\nare given.",
    slots: Slots {
        new: Some(convert::int_new),
        repr: Some(convert::int_repr),
        hash: Some(int_hash),
        compare: Some(int_compare),
        add: Some(int_add),
        sub: Some(int_sub),
        mul: Some(int_mul),
        truediv: Some(int_truediv),
        floordiv: Some(int_floordiv),
        modulo: Some(int_modulo),
        divmod: Some(int_divmod),
        pow: Some(int_pow),
        lshift: Some(int_lshift),
        rshift: Some(int_rshift),
        and: Some(int_and),
        or: Some(int_or),
        xor: Some(int_xor),
        neg: Some(int_neg),
        pos: Some(int_pos),
        abs: Some(int_abs),
        invert: Some(int_invert),
        bool: Some(int_bool),
        int: Some(int_pos),
        float: Some(int_float),
        index: Some(int_pos),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "conjugate" F1(int_pos) "(self, /)" "Returns self, the complex conjugate of any int.";
    "bit_length" F1(int_bit_length) "(self, /)" "Number of bits necessary to represent self in binary.";
    "bit_count" F1(int_bit_count) "(self, /)" "Number of ones in the binary representation of the absolute value of self.";
    "to_bytes" FN(int_to_bytes) "(self, /, length=1, byteorder='big', *, signed=False)" "Return an array of bytes representing an integer.";
    [class] "from_bytes" FN(int_from_bytes) "(type, /, bytes, byteorder='big', *, signed=False)" "Return the integer represented by the given array of bytes.";
    "as_integer_ratio" F1(int_as_integer_ratio) "(self, /)" "Return a pair of integers, whose ratio is equal to the original int.";
    "__trunc__" F1(int_pos) "(self, /)" "Truncating an Integral returns itself.";
    "__floor__" F1(int_pos) "(self, /)" "Flooring an Integral returns itself.";
    "__ceil__" F1(int_pos) "(self, /)" "Ceiling of an Integral returns itself.";
    "__round__" FN(int_round) "(self, ndigits=None, /)" "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.";
    "__getnewargs__" F1(int_getnewargs) "(self, /)" "";
    "__format__" F2(int_format) "(self, format_spec, /)" "Convert to a string according to format_spec.";
    "__sizeof__" F1(int_sizeof) "(self, /)" "Returns size in memory, in bytes.";
    "is_integer" F1(int_is_integer) "(self, /)" "Returns True. Exists for duck type compatibility with float.is_integer.";
};

static GETSET: &[GetSetDef] = getset! {
    "real" int_pos, "the real part of a complex number";
    "imag" int_imag, "the imaginary part of a complex number";
    "numerator" int_pos, "the numerator of a rational number in lowest terms";
    "denominator" int_denominator, "the denominator of a rational number in lowest terms";
};

fn int_imag(_vm: &Vm, _this: &Value) -> PyResult {
    Ok(Value::small(0))
}

fn int_denominator(_vm: &Vm, _this: &Value) -> PyResult {
    Ok(Value::small(1))
}

fn int_is_integer(_vm: &Vm, _this: &Value) -> PyResult {
    Ok(Value::TRUE)
}

fn int_bit_length(vm: &Vm, this: &Value) -> PyResult {
    let bits = match this_int(vm, this)? {
        Int::Small(n) => 64 - n.unsigned_abs().leading_zeros() as usize,
        Int::Big(big) => ints::bit_length(big),
    };
    Ok(vm.int(bits as i64))
}

fn int_bit_count(vm: &Vm, this: &Value) -> PyResult {
    let bits = match this_int(vm, this)? {
        Int::Small(n) => n.unsigned_abs().count_ones() as usize,
        Int::Big(big) => ints::bit_count(big),
    };
    Ok(vm.int(bits as i64))
}

fn int_as_integer_ratio(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.tuple(vec![int_pos(vm, this)?, Value::small(1)]))
}

fn int_getnewargs(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.tuple(vec![int_pos(vm, this)?]))
}

fn int_round(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(ndigits) = args[1].not_none() else { return int_pos(vm, &args[0]) };
    let ndigits = vm.index(ndigits)?;
    if !super::is_negative(&ndigits) {
        return int_pos(vm, &args[0]);
    }
    let this = this_int(vm, &args[0])?;
    let ndigits = super::to_i64(&ndigits).unwrap_or(i64::MIN);
    Ok(vm.bigint(super::attempt(vm, this.bits(), || ints::round_to_ndigits(&this.to_big(), ndigits))?))
}

/// `int.__sizeof__`
fn int_sizeof(vm: &Vm, this: &Value) -> PyResult {
    // Small ones are in the word that refers to them.
    let size = if this_int(vm, this).is_ok() && this.header().is_none() {
        size_of::<Value>()
    } else {
        crate::heap::dealloc::size_of_object(this)
    };
    Ok(vm.int(size as i64))
}

/// `int.__format__`
pub(crate) fn int_format(vm: &Vm, this: &Value, spec: &Value) -> PyResult {
    let spec = vm.str_arg(spec, "__format__() argument")?;
    if spec.bytes().is_empty() {
        return vm.to_str(this);
    }
    let (name, int) = (vm.type_of(this).name_str(), this_int(vm, this)?);
    let text = crate::format::with_spec(vm, spec.bytes(), &|spec| match int {
        Int::Small(n) => Ok(minipy_text::format::format_i64(n, spec, &name)),
        Int::Big(big) => crate::format::big_int(vm, big, spec, &name),
    })?;
    Ok(vm.str_bytes(&text))
}

/// Whether a byte order argument means big endian.
fn is_big_endian(vm: &Vm, order: &Value, function: &str) -> PyResult<bool> {
    let Some(order) = order.given() else { return Ok(true) };
    let Some(text) = order.downcast::<StrObj>() else {
        let name = exc::argument_type(vm, order);
        return Err(exc::type_error(vm, &format!("{function}() argument 'byteorder' must be str, not {name}")));
    };
    match text.bytes() {
        b"big" => Ok(true),
        b"little" => Ok(false),
        _ => Err(exc::value_error(vm, "byteorder must be either 'little' or 'big'")),
    }
}

fn int_to_bytes(vm: &Vm, args: &[Value]) -> PyResult {
    let [this, length, order, signed] = args else { return Err(wrong_arguments(vm)) };
    let length = match length.given() {
        Some(length) => crate::types::seq_args::ssize(vm, length)?,
        None => 1,
    };
    let signed = match signed.given() {
        Some(signed) => vm.truth(signed)?,
        None => false,
    };
    let big_endian = is_big_endian(vm, order, "to_bytes")?;
    if length < 0 {
        return Err(exc::value_error(vm, "length argument must be non-negative"));
    }
    let length = length as usize;
    if let Int::Small(n) = this_int(vm, this)?
        && let Some(bytes) = small_bytes(n, length, big_endian, signed)
    {
        return Ok(crate::types::bytes::new_bytes(vm, &bytes[..length]));
    }
    check_bits(vm, length.saturating_mul(8))?;
    let int = this_int(vm, this)?;
    let bits = int.bits().max(length.saturating_mul(8));
    match super::attempt(vm, bits, || ints::to_bytes(&int.to_big(), length, big_endian, signed))? {
        Ok(bytes) => Ok(crate::types::bytes::new_bytes(vm, &bytes)),
        Err(error) => Err(exc::overflow_error(vm, error.message())),
    }
}

/// The bytes of a machine word, at the front of the array; `None` if they do not fit or are many.
fn small_bytes(value: i64, length: usize, big_endian: bool, signed: bool) -> Option<[u8; 8]> {
    if !(1..=8).contains(&length) || (value < 0 && !signed) {
        return None;
    }
    // What the bytes leave over must be copies of the sign.
    let bits = 8 * length as u32 - u32::from(signed);
    if bits < 64 && value >> bits.min(63) != if value < 0 { -1 } else { 0 } {
        return None;
    }
    let mut bytes = value.to_le_bytes();
    if big_endian {
        bytes[..length].reverse();
    }
    Some(bytes)
}

/// The number of up to seven bytes, unsigned.
fn small_from_bytes(bytes: &[u8], big_endian: bool) -> i64 {
    let mut word = [0; 8];
    word[..bytes.len()].copy_from_slice(bytes);
    if big_endian {
        word[..bytes.len()].reverse();
    }
    i64::from_le_bytes(word)
}

fn int_from_bytes(vm: &Vm, args: &[Value]) -> PyResult {
    let [class, bytes, order, signed] = args else { return Err(wrong_arguments(vm)) };
    let signed = match signed.given() {
        Some(signed) => vm.truth(signed)?,
        None => false,
    };
    let big_endian = is_big_endian(vm, order, "from_bytes")?;
    let bytes = collect_bytes(vm, bytes)?;
    let result = if bytes.len() <= 7 && !signed {
        Value::small(small_from_bytes(&bytes, big_endian))
    } else {
        let bits = bytes.len().saturating_mul(8);
        vm.bigint(super::attempt(vm, bits, || ints::from_bytes(&bytes, big_endian, signed))?)
    };
    match class.downcast::<TypeObj>() {
        Some(ty) if !ty.is(&vm.types().int) => vm.call1(class, &result),
        _ => Ok(result),
    }
}

/// The bytes of a bytes-like object or an iterable of small ints (`PyObject_Bytes`).
fn collect_bytes(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = vm.call_special(value, &vm.names().__bytes__, &[])? {
        return match bytes.downcast::<BytesObj>() {
            Some(bytes) => Ok(bytes.data().to_vec()),
            None => {
                let name = vm.type_of(&bytes).name_str();
                Err(exc::type_error(vm, &format!("__bytes__ returned non-bytes (type {name})")))
            }
        };
    }
    if buffer::is_bytes_like(vm, value) {
        return buffer::buffer_bytes(vm, value);
    }
    let words = || not_convertible(vm, value, "bytes");
    if value.downcast::<StrObj>().is_some() {
        return Err(exc::type_error(vm, &words()));
    }
    construct::collect_bytes(vm, value, "bytes", true, words)
}

#[cold]
fn wrong_arguments(vm: &Vm) -> Raised {
    exc::system_error(vm, "bad argument to internal function")
}
