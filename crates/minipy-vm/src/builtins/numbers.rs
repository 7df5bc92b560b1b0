//! Functions about numbers and characters.

use dashu_int::IBig;
use minipy_text::wtf8;

use crate::exc;
use crate::native::PyResult;
use crate::protocol::number::DIVMOD;
use crate::types::bytes::BytesObj;
use crate::types::int::{self, Int};
use crate::types::str_::StrObj;
use crate::value::Value;
use crate::vm::Vm;

/// `abs`
pub fn abs(vm: &Vm, number: &Value) -> PyResult {
    if let Some(n) = number.as_small() {
        return Ok(vm.int(n.abs()));
    }
    if let Some(float) = number.exact_float() {
        return Ok(vm.float(float.abs()));
    }
    if number.shape() == crate::shape::fixed::COMPLEX {
        return crate::types::complex::complex_abs(vm, number);
    }
    vm.absolute(number)
}

/// Sign, prefix and digits of a machine number; the radix is a power of two.
fn small_radix(vm: &Vm, number: i64, radix: u32, prefix: &str) -> Value {
    // 64 binary digits, a prefix of two characters, a sign.
    let mut text = [b'-'; 67];
    let mut at = text.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        text[at] = b"0123456789abcdef"[rest as usize & (radix as usize - 1)];
        rest >>= radix.trailing_zeros();
        if rest == 0 {
            break;
        }
    }
    at -= prefix.len();
    text[at..at + prefix.len()].copy_from_slice(prefix.as_bytes());
    at -= usize::from(number < 0);
    vm.str_bytes(&text[at..])
}

fn radix(vm: &Vm, number: &Value, radix: u32, prefix: &str) -> PyResult {
    let index = vm.index(number)?;
    let (negative, digits) = match int::as_int(&index) {
        Some(Int::Small(n)) => return Ok(small_radix(vm, n, radix, prefix)),
        Some(Int::Big(big)) => {
            let per_digit = if radix == 2 { 1 } else { 3 };
            vm.check_memory(minipy_text::int::bit_length(big).saturating_mul(5) / per_digit)?;
            let bits = minipy_text::int::bit_length(big);
            let text = int::attempt(vm, bits, || minipy_text::int::to_radix(big, radix))?;
            (*big < IBig::ZERO, text.trim_start_matches('-').to_owned())
        }
        None => (false, String::new()),
    };
    let sign = if negative { "-" } else { "" };
    Ok(vm.str(&format!("{sign}{prefix}{digits}")))
}

/// `bin`
pub fn bin(vm: &Vm, number: &Value) -> PyResult {
    radix(vm, number, 2, "0b")
}

/// `oct`
pub fn oct(vm: &Vm, number: &Value) -> PyResult {
    radix(vm, number, 8, "0o")
}

/// `hex`
pub fn hex(vm: &Vm, number: &Value) -> PyResult {
    radix(vm, number, 16, "0x")
}

/// `chr`
pub fn chr(vm: &Vm, number: &Value) -> PyResult {
    let index = vm.index(number)?;
    match int::to_i64(&index) {
        Some(n) if (0..0x11_0000).contains(&n) => {
            let (bytes, len) = wtf8::encode(n as u32);
            Ok(vm.str_bytes(&bytes[..len]))
        }
        _ => Err(exc::value_error(vm, "chr() arg not in range(0x110000)")),
    }
}

/// `ord`
pub fn ord(vm: &Vm, object: &Value) -> PyResult {
    if let Some(text) = object.downcast::<StrObj>() {
        if text.chars() == 1
            && let Some((cp, _)) = wtf8::decode_at(text.bytes(), 0)
        {
            return Ok(vm.int(i64::from(cp)));
        }
        let n = text.chars();
        let message = format!("ord() expected a character, but string of length {n} found");
        return Err(exc::type_error(vm, &message));
    }
    let is_bytes = object.downcast::<BytesObj>().is_some() || vm.type_of(object).is_subtype(&vm.types().bytearray);
    if is_bytes {
        let data = crate::types::buffer::buffer_bytes(vm, object)?;
        if let [byte] = data[..] {
            return Ok(vm.int(i64::from(byte)));
        }
        let n = data.len();
        return Err(exc::type_error(vm, &format!("ord() expected a character, but string of length {n} found")));
    }
    let got = vm.type_of(object).name_str();
    Err(exc::type_error(vm, &format!("ord() expected string of length 1, but {got} found")))
}

/// `divmod`
pub fn divmod(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    vm.binary(&DIVMOD, lhs, rhs)
}

/// `pow`
pub fn pow(vm: &Vm, args: &[Value]) -> PyResult {
    let modulus = args[2].clone().non_null().unwrap_or(Value::NONE);
    vm.power(&args[0], &args[1], &modulus)
}

/// `round`
pub fn round(vm: &Vm, args: &[Value]) -> PyResult {
    let number = &args[0];
    let digits = args[1].not_none();
    let result = match digits {
        None => vm.call_special_maybe(number, &vm.names().__round__, &[])?,
        Some(digits) => vm.call_special_maybe(number, &vm.names().__round__, std::slice::from_ref(digits))?,
    };
    match result {
        Some(rounded) => Ok(rounded),
        None => {
            let name = vm.type_of(number).name_str();
            Err(exc::type_error(vm, &format!("type {name} doesn't define __round__ method")))
        }
    }
}
