//! Building `str` objects: concatenation, joining, and `+=` in place.
//!
//! # Appending in place
//! A `str` that only its one variable refers to may grow where it is. The heap gives every object a cell that is at
//! least as large as asked for; what is left over serves the next append. When it does not suffice, the text moves to
//! a new object with half its length to spare, so that a loop of `s += x` copies every byte a constant number of times.
//! Only exact, not interned `str` objects with one reference are changed, so nobody can see the text change.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use crate::exc;
use crate::heap::block::allocated_size;
use crate::heap::{Header, Obj};
use crate::native::PyResult;
use crate::types::str_::{StrObj, copy_short};
use crate::value::Value;
use crate::vm::Vm;

/// Texts from this length on get spare room when they grow.
const SPARE_FROM: usize = 64;

/// MemoryError, unless an object with `size` bytes of data can be had.
#[inline]
pub(crate) fn check_size(vm: &Vm, size: usize) -> PyResult<()> {
    vm.check_memory(size)
}

/// A new `str` made of WTF-8 slices; `len` is their total length, `chars` the number of code points.
pub(crate) fn from_slices(vm: &Vm, parts: &[&[u8]], len: usize, chars: usize) -> Value {
    with_capacity(vm, parts, len, chars, len).into_value()
}

/// Like [`from_slices`], in an object with room for `capacity` bytes.
#[inline]
fn with_capacity(vm: &Vm, parts: &[&[u8]], len: usize, chars: usize, capacity: usize) -> Obj<StrObj> {
    debug_assert_eq!(parts.iter().map(|p| p.len()).sum::<usize>(), len);
    // SAFETY: the `len` bytes that the struct speaks of are written here; `capacity >= len`.
    unsafe {
        let obj = vm.alloc_fixed_var(&vm.types().str, StrObj::sized(len, chars), capacity.max(len));
        let mut at = std::ptr::from_ref::<StrObj>(obj.exact()).add(1).cast::<u8>().cast_mut();
        for part in parts {
            std::ptr::copy_nonoverlapping(part.as_ptr(), at, part.len());
            at = at.add(part.len());
        }
        obj
    }
}

/// `left + right` of two texts.
#[inline]
pub(crate) fn concat_text(vm: &Vm, left: &StrObj, right: &StrObj) -> PyResult {
    let (a, b) = (left.bytes(), right.bytes());
    check_size(vm, a.len() + b.len())?;
    Ok(from_slices(vm, &[a, b], a.len() + b.len(), left.chars() + right.chars()))
}

/// `left + right` of two `str` values: what the interpreter's `+` does when both are exact. TypeError otherwise.
pub fn concat(vm: &Vm, left: &Value, right: &Value) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<StrObj>(), right.downcast::<StrObj>()) else {
        if left.downcast::<StrObj>().is_none() {
            return Err(exc::unsupported_operands(vm, "+", left, right));
        }
        let name = vm.type_of(right).name_str();
        return Err(exc::type_error(vm, &format!("can only concatenate str (not \"{name}\") to str")));
    };
    if b.bytes().is_empty() && left.exact::<StrObj>().is_some() {
        return Ok(left.clone());
    }
    if a.bytes().is_empty() && right.exact::<StrObj>().is_some() {
        return Ok(right.clone());
    }
    concat_text(vm, a, b)
}

/// The text of a `str` value, which mostly is no instance of a subclass.
#[inline(always)]
fn text_of(value: &Value) -> Option<&StrObj> {
    value.exact::<StrObj>().or_else(|| value.downcast::<StrObj>())
}

/// Joins `str` values (f-strings): one allocation. The caller guarantees that every part is a `str`.
pub fn join_parts(vm: &Vm, parts: &[Value]) -> PyResult {
    if let [one] = parts
        && one.exact::<StrObj>().is_some()
    {
        return Ok(one.clone());
    }
    let (mut len, mut chars) = (0usize, 0usize);
    for part in parts {
        if let Some(text) = text_of(part) {
            len += text.bytes().len();
            chars += text.chars();
        }
    }
    if len <= 1 {
        let bytes: Vec<u8> =
            parts.iter().filter_map(|p| p.downcast::<StrObj>()).flat_map(|t| t.bytes()).copied().collect();
        return Ok(vm.str_bytes(&bytes));
    }
    check_size(vm, len)?;
    // SAFETY: exactly `len` bytes are written, the sum of the lengths measured above; no Python code runs between.
    unsafe {
        let obj = vm.alloc_fixed_var(&vm.types().str, StrObj::sized(len, chars), len);
        let mut at = std::ptr::from_ref::<StrObj>(obj.exact()).add(1).cast::<u8>().cast_mut();
        for part in parts {
            if let Some(text) = text_of(part) {
                let bytes = text.bytes();
                copy_short(bytes, at);
                at = at.add(bytes.len());
            }
        }
        Ok(obj.into_value())
    }
}

/// Joins `str` values with a separator between them; `len` and `chars` are the sums of all lengths.
pub(crate) fn join_with(vm: &Vm, items: &[Value], between: &[u8], len: usize, chars: usize) -> Value {
    let texts = || items.iter().filter_map(text_of);
    if len <= 1 {
        let bytes: Vec<u8> = texts().flat_map(|text| text.bytes()).chain(between).copied().take(len).collect();
        return vm.str_bytes(&bytes);
    }
    // SAFETY: pieces are only written while they fit the `len` bytes that were asked for; no Python code runs between.
    unsafe {
        let obj = vm.alloc_fixed_var(&vm.types().str, StrObj::sized(len, chars), len);
        let first = std::ptr::from_ref::<StrObj>(obj.exact()).add(1).cast::<u8>().cast_mut();
        let mut at = 0;
        let mut put = |piece: &[u8]| {
            if piece.len() <= len - at {
                copy_short(piece, first.add(at));
                at += piece.len();
            }
        };
        for (i, text) in texts().enumerate() {
            if i > 0 {
                put(between);
            }
            put(text.bytes());
        }
        debug_assert_eq!(at, len);
        obj.into_value()
    }
}

/// `left += right` of exact `str` values, given the only other reference to `left`: see the module text. For anything
/// else this is `left + right`.
pub(crate) fn append_in_place(vm: &Vm, left: Value, right: &Value) -> PyResult {
    let (Some(a), Some(b)) = (left.exact::<StrObj>(), right.exact::<StrObj>()) else {
        return vm.binary(&crate::protocol::number::ADD, &left, right);
    };
    let sole = left.header().is_some_and(|h| h.refcount() == 1) && !a.is_interned() && !left.is(right);
    let (old, more) = (a.bytes().len(), b.bytes().len());
    if !sole || old == 0 {
        return concat(vm, &left, right);
    }
    let (len, chars) = (old + more, a.chars() + b.chars());
    // SAFETY: `left` is a live object of exactly `str`, whose text starts right after header and struct. The one
    // reference is ours, so no slice of its text is alive; the bytes behind it up to the end of the cell are unused.
    unsafe {
        let header = left.header_ptr();
        let room = allocated_size(header) - size_of::<Header>() - size_of::<StrObj>();
        if len <= room {
            let end = std::ptr::from_ref(a).add(1).cast::<u8>().cast_mut().add(old);
            std::ptr::copy_nonoverlapping(b.bytes().as_ptr(), end, more);
            a.set_extent(len, chars);
            return Ok(left);
        }
    }
    let capacity = if len >= SPARE_FROM { len + len / 2 } else { len };
    check_size(vm, capacity)?;
    Ok(with_capacity(vm, &[a.bytes(), b.bytes()], len, chars, capacity).into_value())
}
