//! Type codes of arrays: sizes, and conversion of items from and to Python objects.

use minipy_vm::exc;
use minipy_vm::heap::growth;
use minipy_vm::native::{PyResult, Raised};
use minipy_vm::types::int;
use minipy_vm::types::str_::StrObj;
use minipy_vm::{Value, Vm};

/// A type code.
pub(super) struct Kind {
    /// The character.
    pub(super) code: u8,
    /// The item size is `1 << shift`.
    pub(super) shift: u32,
    /// The machine format code of pickles, in the little-endian numbering; big-endian ones are one higher.
    pub(super) format: u8,
    /// How errors of integers out of range begin.
    name: &'static str,
}

const fn kind(code: u8, shift: u32, format: u8, name: &'static str) -> Kind {
    Kind { code, shift, format, name }
}

/// All type codes, in the order of `array.typecodes`.
pub(super) static KINDS: &[Kind] = &[
    kind(b'b', 0, 1, "signed char"),
    kind(b'B', 0, 0, "unsigned byte integer"),
    kind(b'u', 2, 20, ""),
    kind(b'w', 2, 20, ""),
    kind(b'h', 1, 4, "signed short integer"),
    kind(b'H', 1, 2, "unsigned short"),
    kind(b'i', 2, 8, "signed integer"),
    kind(b'I', 2, 6, "unsigned int"),
    kind(b'l', 3, 12, ""),
    kind(b'L', 3, 10, ""),
    kind(b'q', 3, 12, ""),
    kind(b'Q', 3, 10, ""),
    kind(b'f', 2, 14, ""),
    kind(b'd', 3, 16, ""),
];

/// The kind with a type code.
pub(super) fn find(code: u32) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| u32::from(kind.code) == code)
}

/// Appends a code point as WTF-8; false if there is no such code point.
pub(super) fn push_code_point(out: &mut Vec<u8>, code: u32) -> bool {
    if let Some(c) = char::from_u32(code) {
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        return true;
    }
    let surrogate = (0xd800..0xe000).contains(&code);
    if surrogate {
        out.extend_from_slice(&[0xe0 | (code >> 12) as u8, 0x80 | (code >> 6 & 63) as u8, 0x80 | (code & 63) as u8]);
    }
    surrogate
}

/// The code points of WTF-8 text.
pub(super) fn code_points(text: &[u8]) -> impl Iterator<Item = u32> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = u32::from(*text.get(at)?);
        let (len, mut code) = match first {
            0..0x80 => (1, first),
            0x80..0xe0 => (2, first & 0x1f),
            0xe0..0xf0 => (3, first & 0x0f),
            _ => (4, first & 0x07),
        };
        for &byte in text.get(at + 1..at + len)? {
            code = code << 6 | u32::from(byte & 63);
        }
        at += len;
        Some(code)
    })
}

/// WTF-8 text as items of four bytes.
pub(super) fn units(vm: &Vm, text: &[u8]) -> PyResult<Vec<u8>> {
    let mut units = growth::with_room(vm, code_points(text).count().saturating_mul(4))?;
    code_points(text).for_each(|code| units.extend_from_slice(&code.to_ne_bytes()));
    Ok(units)
}

impl Kind {
    /// The size of an item.
    #[inline]
    pub(super) fn size(&self) -> usize {
        1 << self.shift
    }

    /// Whether items are characters.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.code, b'u' | b'w')
    }

    /// Whether items are floating-point numbers.
    pub(super) fn is_float(&self) -> bool {
        matches!(self.code, b'f' | b'd')
    }

    /// Whether items are integers with a sign.
    pub(super) fn is_signed(&self) -> bool {
        self.code.is_ascii_lowercase()
    }

    /// The machine format code of pickles on this machine.
    pub(super) fn machine_format(&self) -> u8 {
        if self.shift > 0 && cfg!(target_endian = "big") { self.format + 1 } else { self.format }
    }

    /// The object for an item, given its bytes; `None` if there are not enough of them.
    #[inline]
    pub(super) fn load(&self, vm: &Vm, raw: &[u8]) -> Option<PyResult> {
        Some(Ok(match self.code {
            b'b' => Value::small(i64::from(*raw.first()? as i8)),
            b'B' => Value::small(i64::from(*raw.first()?)),
            b'h' => Value::small(i64::from(i16::from_ne_bytes(raw.try_into().ok()?))),
            b'H' => Value::small(i64::from(u16::from_ne_bytes(raw.try_into().ok()?))),
            b'i' => Value::small(i64::from(i32::from_ne_bytes(raw.try_into().ok()?))),
            b'I' => Value::small(i64::from(u32::from_ne_bytes(raw.try_into().ok()?))),
            b'l' | b'q' => vm.int(i64::from_ne_bytes(raw.try_into().ok()?)),
            b'L' | b'Q' => vm.uint(u64::from_ne_bytes(raw.try_into().ok()?)),
            b'f' => vm.float(f64::from(f32::from_ne_bytes(raw.try_into().ok()?))),
            b'd' => vm.float(f64::from_ne_bytes(raw.try_into().ok()?)),
            _ => {
                let mut text = Vec::with_capacity(4);
                if !push_code_point(&mut text, u32::from_ne_bytes(raw.try_into().ok()?)) {
                    return Some(Err(exc::value_error(vm, "chr() arg not in range(0x110000)")));
                }
                vm.str_bytes(&text)
            }
        }))
    }

    /// The bytes of an object as an item: the first `size()` of them count.
    #[inline]
    pub(super) fn store(&self, vm: &Vm, item: &Value) -> PyResult<[u8; 8]> {
        let mut raw = [0; 8];
        match self.code {
            b'd' => return Ok(vm.f64_arg(item)?.to_ne_bytes()),
            b'f' => raw[..4].copy_from_slice(&(vm.f64_arg(item)? as f32).to_ne_bytes()),
            b'u' | b'w' => raw[..4].copy_from_slice(&character(vm, item)?.to_ne_bytes()),
            _ => {
                let bits = match item.as_small() {
                    Some(number) if self.fits(number) => number as u64,
                    _ => self.integer(vm, item)?,
                };
                let bytes = bits.to_ne_bytes();
                let from = if cfg!(target_endian = "big") { 8 - self.size() } else { 0 };
                raw[..self.size()].copy_from_slice(&bytes[from..from + self.size()]);
            }
        }
        Ok(raw)
    }

    /// Whether an integer of 64 bits is in range.
    #[inline]
    fn fits(&self, number: i64) -> bool {
        let bits = 8 << self.shift;
        match (self.is_signed(), bits) {
            (true, 64) => true,
            (false, 64) => number >= 0,
            (true, _) => (-(1i64 << (bits - 1))..1i64 << (bits - 1)).contains(&number),
            (false, _) => (0..1i64 << bits).contains(&number),
        }
    }

    /// Any integer: its low 64 bits, or OverflowError in the words of the C conversion that CPython uses.
    fn integer(&self, vm: &Vm, item: &Value) -> PyResult<u64> {
        let number = vm.index(item)?;
        let wide = int::as_int(&number).and_then(|n| i128::try_from(&n.to_big()).ok());
        let overflow = |message: &str| Err(exc::overflow_error(vm, message));
        let negative = int::is_negative(&number);
        let low = i128::from(i64::MIN);
        match self.code {
            b'l' | b'q' => match wide {
                Some(n) if (low..=i128::from(i64::MAX)).contains(&n) => Ok(n as u64),
                _ if self.code == b'q' => overflow("int too big to convert"),
                _ => overflow("Python int too large to convert to C long"),
            },
            b'Q' if negative => overflow("can't convert negative int to unsigned"),
            b'I' | b'L' if negative => overflow("can't convert negative value to unsigned int"),
            b'I' | b'L' | b'Q' => match wide {
                Some(n) if n <= i128::from(u64::MAX) => match self.code {
                    b'I' if n > i128::from(u32::MAX) => Err(self.out_of_range(vm, "greater than maximum")),
                    _ => Ok(n as u64),
                },
                _ if self.code == b'Q' => overflow("int too big to convert"),
                _ => overflow("Python int too large to convert to C unsigned long"),
            },
            _ => match wide.filter(|n| (low..=i128::from(i64::MAX)).contains(n)) {
                Some(n) if self.fits(n as i64) => Ok(n as u64),
                // C converts to the next wider type first.
                Some(n) if self.code == b'b' && i16::try_from(n).is_err() => {
                    Err(exc::overflow_error(vm, &format!("signed short integer is {}", beyond(n))))
                }
                Some(n) if self.code == b'H' && i32::try_from(n).is_err() => {
                    Err(exc::overflow_error(vm, &format!("signed integer is {}", beyond(n))))
                }
                Some(n) => Err(self.out_of_range(vm, beyond(n))),
                None => overflow("Python int too large to convert to C long"),
            },
        }
    }

    #[cold]
    fn out_of_range(&self, vm: &Vm, what: &str) -> Raised {
        exc::overflow_error(vm, &format!("{} is {what}", self.name))
    }
}

/// Which end of a range a number is beyond.
fn beyond(number: i128) -> &'static str {
    if number < 0 { "less than minimum" } else { "greater than maximum" }
}

fn character(vm: &Vm, item: &Value) -> PyResult<u32> {
    let Some(text) = item.downcast::<StrObj>() else {
        let got = minipy_vm::types::type_::methods::message_name(vm, vm.type_of(item));
        return Err(exc::type_error(vm, &format!("array item must be a unicode character, not {got}")));
    };
    match (text.chars(), code_points(text.bytes()).next()) {
        (1, Some(code)) => Ok(code),
        (n, _) => {
            let message = format!("array item must be a unicode character, not a string of length {n}");
            Err(exc::type_error(vm, &message))
        }
    }
}
