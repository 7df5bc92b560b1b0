//! `int`: representation. Inline when it fits 63 bits, otherwise a [`BigInt`] object; subclass instances always are
//! objects. Arithmetic is in `arith`, methods in `methods`.

pub mod arith;
pub mod convert;
pub mod methods;
pub(crate) mod wide;

pub use convert::{max_str_digits, set_max_str_digits, to_int};

use dashu_int::IBig;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout};
use crate::native::PyResult;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `int` objects that are no inline ints.
pub struct BigInt {
    /// The value. Exact `int` objects never hold one that fits 63 bits; subclass instances hold any.
    pub value: IBig,
}

static INT_LAYOUT: Layout = Layout::of::<BigInt>("int");

impl HeapObject for BigInt {
    const LAYOUT: &'static Layout = &INT_LAYOUT;
    const GC: bool = false;

    fn owned_bytes(&self) -> usize {
        // Two words are in the struct; more have an allocation, in which the library leaves an eighth to spare.
        match minipy_text::int::bit_length(&self.value).div_ceil(64) {
            0..=2 => 0,
            words => (words + words / 8 + 2) * 8,
        }
    }
}

impl FixedShape for BigInt {
    const SHAPE: u32 = crate::shape::fixed::INT;
}

/// An int operand: inline ints, bools, big ints and subclass instances alike.
#[derive(Clone, Copy, Debug)]
pub enum Int<'a> {
    /// Fits 64 bits.
    Small(i64),
    /// A big one (or any value of a subclass instance).
    Big(&'a IBig),
}

impl Int<'_> {
    /// The bits of the magnitude.
    #[inline]
    pub fn bits(self) -> usize {
        match self {
            Int::Small(n) => 64 - n.unsigned_abs().leading_zeros() as usize,
            Int::Big(big) => minipy_text::int::bit_length(big),
        }
    }

    /// As a big integer.
    pub fn to_big(self) -> IBig {
        match self {
            Int::Small(n) => IBig::from(n),
            Int::Big(big) => big.clone(),
        }
    }
}

/// Operations on ints of fewer bits altogether need no memory that could be refused: the allocator has a reserve.
const UNGUARDED_BITS: usize = 1 << 16;

/// Runs an operation on big integers of so many bits altogether (results included): MemoryError if it runs out of memory.
#[inline]
pub fn attempt<R>(vm: &Vm, bits: usize, run: impl FnOnce() -> R) -> PyResult<R> {
    if bits < UNGUARDED_BITS {
        return Ok(run());
    }
    minipy_text::int::attempt(run).ok_or_else(|| exc::memory_error(vm))
}

/// MemoryError, unless there is room for a few operations on these ints.
pub fn check_room(vm: &Vm, values: &[&Value]) -> PyResult<()> {
    let bits = values.iter().filter_map(|value| as_int(value)).map(Int::bits).sum::<usize>();
    vm.check_memory(bits)
}

/// The int that a value is (instances of `int` and its subclasses, bools included).
#[inline]
pub fn as_int(value: &Value) -> Option<Int<'_>> {
    if let Some(n) = value.as_small() {
        return Some(Int::Small(n));
    }
    if let Some(b) = value.as_bool() {
        return Some(Int::Small(i64::from(b)));
    }
    let big = match value.exact::<BigInt>() {
        Some(exact) => &exact.value,
        None => &value.downcast::<BigInt>()?.value,
    };
    match i64::try_from(big) {
        Ok(n) => Some(Int::Small(n)),
        Err(_) => Some(Int::Big(big)),
    }
}

/// The exact `int` equal to an instance of `int` (a bool or subclass instance is converted).
pub fn as_exact_int(vm: &Vm, value: &Value) -> Option<Value> {
    if value.is_small() || value.exact::<BigInt>().is_some() {
        return Some(value.clone());
    }
    match as_int(value)? {
        Int::Small(n) => Some(vm.int(n)),
        Int::Big(big) => Some(match attempt(vm, minipy_text::int::bit_length(big), || big.clone()) {
            Ok(big) => vm.bigint(big),
            Err(raised) => {
                // The breaker raises it again before anybody sees the zero.
                drop(vm.take_exception(raised));
                crate::heap::growth::note();
                Value::small(0)
            }
        }),
    }
}

/// The value of an `int` that fits 64 bits.
pub fn to_i64(value: &Value) -> Option<i64> {
    match as_int(value)? {
        Int::Small(n) => Some(n),
        Int::Big(_) => None,
    }
}

/// Whether an `int` is below zero.
pub fn is_negative(value: &Value) -> bool {
    match as_int(value) {
        Some(Int::Small(n)) => n < 0,
        Some(Int::Big(big)) => *big < IBig::ZERO,
        None => false,
    }
}

/// An `int` as a size: OverflowError if it does not fit.
pub fn to_usize(vm: &Vm, value: &Value) -> PyResult<usize> {
    match to_i64(value) {
        Some(n) if n >= 0 => Ok(n as usize),
        _ => Err(exc::overflow_error(vm, "cannot fit 'int' into an index-sized integer")),
    }
}

/// The prime modulus of CPython's numeric hashes: 2**61 - 1.
const MODULUS: i64 = (1 << 61) - 1;

/// The hash of an int of 64 bits.
#[inline(always)]
pub fn hash_small(value: i64) -> i64 {
    if (-MODULUS < value) && (value < MODULUS) {
        return if value == -1 { -2 } else { value };
    }
    let hash = (value.unsigned_abs() % MODULUS as u64) as i64;
    let hash = if value < 0 { -hash } else { hash };
    if hash == -1 { -2 } else { hash }
}

/// The hash of any `int`; what `hash()` of an int result gives. `None` if the value is no int.
pub fn hash_of_int(_vm: &Vm, value: &Value) -> Option<i64> {
    Some(match as_int(value)? {
        Int::Small(n) => hash_small(n),
        Int::Big(big) => hash_big(big),
    })
}

/// The hash of a big int.
pub fn hash_big(big: &IBig) -> i64 {
    // Horner's scheme over the words: 2**64 is 8 modulo 2**61 - 1.
    let (sign, words) = big.as_sign_words();
    let modulus = MODULUS as u128;
    let magnitude = words.iter().rev().fold(0u128, |hash, &word| (hash * 8 + u128::from(word)) % modulus) as i64;
    let hash = if sign == dashu_int::Sign::Negative { -magnitude } else { magnitude };
    if hash == -1 { -2 } else { hash }
}

impl Vm {
    /// An `int` from 64 bits.
    #[inline(always)]
    pub fn int(&self, value: i64) -> Value {
        match Value::try_small(value) {
            Some(small) => small,
            None => self.big_object(IBig::from(value)),
        }
    }

    /// An `int` from any integer.
    pub fn bigint(&self, value: IBig) -> Value {
        if let Ok(n) = i64::try_from(&value)
            && let Some(small) = Value::try_small(n)
        {
            return small;
        }
        self.big_object(value)
    }

    /// An `int` from an unsigned number.
    pub fn uint(&self, value: u64) -> Value {
        match i64::try_from(value) {
            Ok(n) => self.int(n),
            Err(_) => self.big_object(IBig::from(value)),
        }
    }

    #[inline(never)]
    pub(crate) fn big_object(&self, value: IBig) -> Value {
        self.alloc_fixed(&self.types().int, BigInt { value }).into_value()
    }

    /// An instance of a subclass of `int`.
    pub fn int_of_type(&self, ty: &TypeRef, value: IBig) -> Value {
        if ty.is(&self.types().int) {
            return self.bigint(value);
        }
        self.alloc(ty, BigInt { value }).into_value()
    }
}
