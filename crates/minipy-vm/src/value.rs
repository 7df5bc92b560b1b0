//! `Value`: a Python value in one tagged word, owning one reference.
//!
//! | low bits | meaning |
//! |---|---|
//! | `...1` | an int of 63 bits |
//! | `000` | a heap object (its [`Header`]) |
//! | `010` | an immediate: NULL (unbound), None, False, True, NotImplemented, Ellipsis |
//! | `100` | a float of ordinary size (see [`Value::try_inline_float`]) |
//! | `110` | the float zero |
//!
//! Must not know the types of objects: that is `heap::object`'s and the type files' business.
//!
//! Invariant V1: a word with tag `000` points to a live heap object of the current interpreter, and the `Value`
//! owns one of the references counted there.
#![expect(unsafe_code, reason = "raw words of the value representation (invariants V)")]

use std::hint::cold_path;
use std::ptr::NonNull;

use crate::heap::{self, Header};

/// A Python value. Cloning makes a new reference; dropping gives it up, which may run `__del__`.
#[repr(transparent)]
pub struct Value(NonNull<u8>);

const TAG_MASK: usize = 7;
const FLOAT_TAG: usize = 4;
/// The tag bits that tell floats from all else.
const FLOAT_MASK: usize = 5;
/// The word of the float zero.
const FLOAT_ZERO: usize = 6;
/// The exponent of the smallest inline float but zero, 2**-127.
const FLOAT_FIRST: u64 = 896 << 52;
/// By how many bits a float is rotated.
const FLOAT_TURN: u32 = 4;
/// What rotating the tag back adds to the bits of a float without [`FLOAT_FIRST`].
const TURNED_TAG: u64 = (FLOAT_TAG as u64).rotate_right(FLOAT_TURN);
const NULL_BITS: usize = 0x02;
const NONE_BITS: usize = 0x0a;
const FALSE_BITS: usize = 0x12;
const TRUE_BITS: usize = 0x1a;
const NOT_IMPLEMENTED_BITS: usize = 0x22;
const ELLIPSIS_BITS: usize = 0x2a;

/// Largest int that fits a word.
pub const SMALL_MAX: i64 = i64::MAX >> 1;
/// Smallest int that fits a word.
pub const SMALL_MIN: i64 = i64::MIN >> 1;

const fn immediate(bits: usize) -> Value {
    Value(NonNull::without_provenance(std::num::NonZeroUsize::new(bits).unwrap()))
}

impl Value {
    /// No value: an unbound variable, a missing argument, an exhausted iterator.
    pub const NULL: Value = immediate(NULL_BITS);
    /// `None`
    pub const NONE: Value = immediate(NONE_BITS);
    /// `False`
    pub const FALSE: Value = immediate(FALSE_BITS);
    /// `True`
    pub const TRUE: Value = immediate(TRUE_BITS);
    /// `NotImplemented`
    pub const NOT_IMPLEMENTED: Value = immediate(NOT_IMPLEMENTED_BITS);
    /// `...`
    pub const ELLIPSIS: Value = immediate(ELLIPSIS_BITS);

    /// The word itself, as an identity.
    #[inline(always)]
    pub fn bits(&self) -> usize {
        self.0.addr().get()
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(value: bool) -> Value {
        if value { Value::TRUE } else { Value::FALSE }
    }

    /// An int that is known to fit 63 bits; others go through `Vm::int`.
    #[inline(always)]
    pub fn small(value: i64) -> Value {
        debug_assert!((SMALL_MIN..=SMALL_MAX).contains(&value));
        let bits = ((value as usize) << 1) | 1;
        // SAFETY: the tag bit makes the word non-zero.
        Value(NonNull::without_provenance(unsafe { std::num::NonZeroUsize::new_unchecked(bits) }))
    }

    /// An int, if it fits 63 bits.
    #[inline(always)]
    pub fn try_small(value: i64) -> Option<Value> {
        if (SMALL_MIN..=SMALL_MAX).contains(&value) { Some(Value::small(value)) } else { None }
    }

    /// A word made by tagged arithmetic; the caller guarantees the tag bit of an int.
    #[inline(always)]
    pub(crate) fn from_int_bits(bits: isize) -> Value {
        debug_assert!(bits & 1 == 1);
        // SAFETY: the tag bit makes the word non-zero.
        Value(NonNull::without_provenance(unsafe { std::num::NonZeroUsize::new_unchecked(bits as usize) }))
    }

    /// Whether this is an inline int (not a bool, not a big int).
    #[inline(always)]
    pub fn is_small(&self) -> bool {
        self.bits() & 1 == 1
    }

    /// The value of an inline int.
    #[inline(always)]
    pub fn as_small(&self) -> Option<i64> {
        if self.is_small() { Some(self.bits() as i64 >> 1) } else { None }
    }

    /// The value of an inline int; the caller has tested [`Value::is_small`].
    #[inline(always)]
    pub fn small_unchecked(&self) -> i64 {
        debug_assert!(self.is_small());
        self.bits() as i64 >> 1
    }

    /// A float, if it fits a word: zero, and those with a magnitude between 2**-127 and 2**129.
    ///
    /// The bits of a float are the sign, 11 bits of exponent and 52 of fraction. Counted from 2**-127, the exponents of
    /// these floats are the 256 first ones, whose three highest bits are 0; a rotation by four bits brings those to where
    /// the tag is. So one test tells whether a float fits, and no bit is lost.
    #[inline(always)]
    pub fn try_inline_float(value: f64) -> Option<Value> {
        let word = value.to_bits().wrapping_sub(FLOAT_FIRST).rotate_left(FLOAT_TURN) as usize;
        if word & TAG_MASK == 0 {
            let word = word | FLOAT_TAG;
            // SAFETY: the tag makes the word non-zero.
            return Some(Value(NonNull::without_provenance(unsafe { std::num::NonZeroUsize::new_unchecked(word) })));
        }
        cold_path();
        if value.to_bits() == 0 { Some(immediate(FLOAT_ZERO)) } else { None }
    }

    /// Whether this is an inline float (not an object).
    #[inline(always)]
    pub fn is_inline_float(&self) -> bool {
        self.bits() & FLOAT_MASK == FLOAT_TAG
    }

    /// The value of an inline float; the caller has tested [`Value::is_inline_float`].
    #[inline(always)]
    pub fn inline_float_unchecked(&self) -> f64 {
        debug_assert!(self.is_inline_float());
        if self.bits() == FLOAT_ZERO {
            cold_path();
            return 0.0;
        }
        f64::from_bits((self.bits() as u64).rotate_right(FLOAT_TURN).wrapping_add(FLOAT_FIRST.wrapping_sub(TURNED_TAG)))
    }

    /// Whether this is NULL.
    #[inline(always)]
    pub fn is_null(&self) -> bool {
        self.bits() == NULL_BITS
    }

    /// Whether this is `None`.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.bits() == NONE_BITS
    }

    /// Whether this is `True`.
    #[inline(always)]
    pub fn is_true(&self) -> bool {
        self.bits() == TRUE_BITS
    }

    /// Whether this is `False`.
    #[inline(always)]
    pub fn is_false(&self) -> bool {
        self.bits() == FALSE_BITS
    }

    /// `Some` for `True` and `False`.
    #[inline(always)]
    pub fn as_bool(&self) -> Option<bool> {
        match self.bits() {
            TRUE_BITS => Some(true),
            FALSE_BITS => Some(false),
            _ => None,
        }
    }

    /// Whether this is `NotImplemented`.
    #[inline(always)]
    pub fn is_not_implemented(&self) -> bool {
        self.bits() == NOT_IMPLEMENTED_BITS
    }

    /// Whether this is `...`.
    #[inline(always)]
    pub fn is_ellipsis(&self) -> bool {
        self.bits() == ELLIPSIS_BITS
    }

    /// The `is` operator.
    #[inline(always)]
    pub fn is(&self, other: &Value) -> bool {
        self.bits() == other.bits()
    }

    /// Whether this is a heap object.
    #[inline(always)]
    pub fn is_ptr(&self) -> bool {
        self.bits() & TAG_MASK == 0
    }

    /// The header of a heap object.
    #[inline(always)]
    pub fn header(&self) -> Option<&Header> {
        if self.is_ptr() {
            // SAFETY: V1.
            Some(unsafe { self.0.cast::<Header>().as_ref() })
        } else {
            None
        }
    }

    /// The header pointer of a heap object; the caller has tested [`Value::is_ptr`].
    #[inline(always)]
    pub(crate) fn header_ptr(&self) -> *mut Header {
        debug_assert!(self.is_ptr());
        self.0.as_ptr().cast()
    }

    /// Takes over one reference to the object at `header`.
    ///
    /// # Safety
    /// `header` is a live object and the caller owns one of its references (V1).
    #[inline(always)]
    pub(crate) unsafe fn from_header(header: *mut Header) -> Value {
        // SAFETY: a live object is not at address zero.
        Value(unsafe { NonNull::new_unchecked(header.cast()) })
    }

    /// A new reference to the object at `header`.
    ///
    /// # Safety
    /// `header` is a live object (V1).
    #[inline(always)]
    pub(crate) unsafe fn new_ref(header: *mut Header) -> Value {
        // SAFETY: the caller's promise; the count is raised for the new owner.
        unsafe {
            (*header).incref();
            Value::from_header(header)
        }
    }

    /// Takes the value out, leaving NULL.
    #[inline(always)]
    pub fn take(&mut self) -> Value {
        std::mem::replace(self, Value::NULL)
    }

    /// `None` for NULL.
    #[inline(always)]
    pub fn non_null(self) -> Option<Value> {
        if self.is_null() { None } else { Some(self) }
    }

    /// `None` for NULL: an optional argument that was not given.
    #[inline(always)]
    pub fn given(&self) -> Option<&Value> {
        if self.is_null() { None } else { Some(self) }
    }

    /// `None` for NULL and for Python's `None`.
    #[inline(always)]
    pub fn not_none(&self) -> Option<&Value> {
        if self.is_null() || self.is_none() { None } else { Some(self) }
    }
}

/// Whether all are inline ints (or there are none): such values own nothing. A whole vector register at a time.
#[inline]
fn all_small(values: &[Value]) -> bool {
    values.iter().fold(1, |bits, value| bits & value.bits()) & 1 == 1
}

/// Clones of values; `None`: there is no memory.
#[inline]
pub(crate) fn cloned(values: &[Value]) -> Option<Vec<Value>> {
    let mut out = heap::growth::try_with_room(values.len())?;
    extend_cloned(&mut out, values);
    Some(out)
}

/// Clones of values, the last one first; `None`: there is no memory.
#[inline]
pub(crate) fn cloned_backwards(values: &[Value]) -> Option<Vec<Value>> {
    let mut out: Vec<Value> = heap::growth::try_with_room(values.len())?;
    let to = out.as_mut_ptr();
    // SAFETY: there is room; an inline int owns nothing, so that a copy of the word is a clone (V1).
    unsafe {
        if all_small(values) {
            for (i, value) in values.iter().rev().enumerate() {
                to.add(i).write(std::ptr::read(value));
            }
        } else {
            for (i, value) in values.iter().rev().enumerate() {
                to.add(i).write(value.clone());
            }
        }
        out.set_len(values.len());
    }
    Some(out)
}

/// Appends clones of values.
#[inline]
pub(crate) fn extend_cloned(to: &mut Vec<Value>, values: &[Value]) {
    if values.len() < 16 {
        to.reserve(values.len());
        // SAFETY: there is room.
        unsafe {
            let end = to.as_mut_ptr().add(to.len());
            for (i, value) in values.iter().enumerate() {
                end.add(i).write(value.clone());
            }
            to.set_len(to.len() + values.len());
        }
        return;
    }
    if !all_small(values) {
        to.extend_from_slice(values);
        return;
    }
    to.reserve(values.len());
    // SAFETY: there is room; inline ints own nothing, so that a copy of the words is a clone (V1).
    unsafe {
        let end = to.as_mut_ptr().add(to.len());
        std::ptr::copy_nonoverlapping(values.as_ptr(), end, values.len());
        to.set_len(to.len() + values.len());
    }
}

/// Appends `count` items that `item` makes: a plain loop of stores, which the compiler does a vector register at a time.
#[inline]
pub(crate) fn fill<T>(to: &mut Vec<T>, count: usize, item: impl Fn() -> T) {
    to.reserve(count);
    // SAFETY: there is room, and every item is written before it counts.
    unsafe {
        let end = to.as_mut_ptr().add(to.len());
        for i in 0..count {
            end.add(i).write(item());
        }
        to.set_len(to.len() + count);
    }
}

/// Drops values, the last one first.
#[inline]
pub(crate) fn drop_backwards(mut values: Vec<Value>) {
    if all_small(&values) {
        // SAFETY: inline ints own nothing.
        unsafe { values.set_len(0) }
        return;
    }
    while let Some(value) = values.pop() {
        drop(value);
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        if let Some(header) = self.header() {
            header.incref();
        }
        Value(self.0)
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if self.is_ptr() {
            // SAFETY: V1: we own one reference, and give it up here.
            unsafe { heap::decref(self.header_ptr()) }
        }
    }
}

impl Default for Value {
    fn default() -> Value {
        Value::NULL
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::bool(value)
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.bits() {
            NULL_BITS => f.write_str("NULL"),
            NONE_BITS => f.write_str("None"),
            FALSE_BITS => f.write_str("False"),
            TRUE_BITS => f.write_str("True"),
            NOT_IMPLEMENTED_BITS => f.write_str("NotImplemented"),
            ELLIPSIS_BITS => f.write_str("Ellipsis"),
            _ if self.is_inline_float() => write!(f, "{:?}", self.inline_float_unchecked()),
            _ => match self.as_small() {
                Some(int) => write!(f, "{int}"),
                None => {
                    let ty = self.header().map_or("?", |h| h.ty().debug_name());
                    write!(f, "<{ty} at {:#x}>", self.bits())
                }
            },
        }
    }
}
