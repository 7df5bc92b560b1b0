//! The slots of `str`, and indexing: in constant time for ASCII; other text remembers where the last access was.

use super::own;
use crate::exc;
use crate::native::PyResult;
use crate::slots::CompareOp;
use crate::types::seq_args::{position, subscript};
use crate::types::slice::{self, SliceObj, Span};
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::{escape, wtf8};

pub(super) fn str_repr(vm: &Vm, this: &Value) -> PyResult {
    let bytes = own(vm, this)?.bytes();
    check_size(vm, bytes.len().saturating_mul(5))?;
    Ok(vm.str_bytes(&escape::repr_str(bytes)))
}

pub(super) fn str_str(vm: &Vm, this: &Value) -> PyResult {
    Ok(super::as_exact(vm, this))
}

pub(super) fn str_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(own(vm, this)?.hash(vm))
}

/// WTF-8 sorts as code points do, so text is compared bytewise.
pub(super) fn str_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (a, Some(b)) = (own(vm, this)?, other.downcast::<StrObj>()) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(Value::bool(match op {
        CompareOp::Eq => this.is(other) || a.bytes() == b.bytes(),
        CompareOp::Ne => !this.is(other) && a.bytes() != b.bytes(),
        _ => op.holds(a.bytes().cmp(b.bytes())),
    }))
}

pub(super) fn str_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(own(vm, this)?.chars())
}

pub(super) fn str_sizeof(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(crate::heap::dealloc::size_of_object(this) as i64))
}

pub(super) fn str_contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    if let (Some(text), Some(item)) = (this.exact::<StrObj>(), item.exact::<StrObj>())
        && let [byte] = item.bytes()
    {
        return Ok(minipy_text::search::has_byte(text.bytes(), *byte));
    }
    let text = own(vm, this)?;
    let Some(item_text) = item.downcast::<StrObj>() else {
        let name = vm.type_of(item).name_str();
        return Err(exc::type_error(vm, &format!("'in <string>' requires string as left operand, not {name}")));
    };
    let (text, needle) = (text.bytes(), item_text.bytes());
    Ok(needle.len() <= text.len() && minipy_text::search::find(text, needle).is_some())
}

pub(super) fn str_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let text = own(vm, this)?;
    if count == 1 && this.exact::<StrObj>().is_some() {
        return Ok(this.clone());
    }
    let (bytes, count) = (text.bytes(), count.max(0) as usize);
    let Some(len) = bytes.len().checked_mul(count).filter(|&n| n < isize::MAX as usize) else {
        return Err(exc::overflow_error(vm, "repeated string is too long"));
    };
    if len <= 1 {
        return Ok(vm.str_bytes(if len == 0 { b"" } else { bytes }));
    }
    check_size(vm, len)?;
    Ok(vm.str_fill(len, text.chars() * count, |out| repeat_into(out, bytes)))
}

/// Fills a buffer with copies of `unit`, doubling what is there.
pub(crate) fn repeat_into(out: &mut [u8], unit: &[u8]) {
    if let [byte] = unit {
        out.fill(*byte);
        return;
    }
    let mut done = unit.len().min(out.len());
    out[..done].copy_from_slice(&unit[..done]);
    while done < out.len() {
        let more = done.min(out.len() - done);
        out.copy_within(..more, done);
        done += more;
    }
}

pub(super) fn str_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let text = own(vm, this)?;
    if let Some(index) = key.as_small() {
        return index_text(vm, text, index as isize);
    }
    if let Some(slice) = key.exact::<SliceObj>() {
        let range = slice::unpack(vm, slice)?.adjust(text.chars());
        return slice_text(vm, this, range);
    }
    match subscript(vm, key)? {
        Some(index) => index_text(vm, text, index),
        None => {
            let name = vm.type_of(key).name_str();
            Err(exc::type_error(vm, &format!("string indices must be integers, not '{name}'")))
        }
    }
}

/// `text[index]`
#[inline]
pub(crate) fn index_text(vm: &Vm, text: &StrObj, index: isize) -> PyResult {
    let Some(at) = position(index, text.chars()) else {
        return Err(exc::index_error(vm, "string index out of range"));
    };
    let bytes = text.bytes();
    if text.is_ascii() {
        return Ok(vm.ascii_char(bytes[at]));
    }
    let from = offset_of(text, at);
    let to = (from + wtf8::len_of_first_byte(bytes[from])).min(bytes.len());
    Ok(char_value(vm, &bytes[from..to]))
}

/// `text[index]`; NULL if it is out of range. Indexing forwards in text beyond ASCII takes one step from the last access.
#[inline(always)]
pub(crate) fn char_at(vm: &Vm, text: &StrObj, index: i64) -> Value {
    let at = if index < 0 { index + text.chars() as i64 } else { index } as usize;
    if at >= text.chars() {
        return Value::NULL;
    }
    let bytes = text.bytes();
    if text.is_ascii() {
        return bytes.get(at).map_or(Value::NULL, |&byte| vm.ascii_char(byte));
    }
    let (known, mut from) = (text.cursor.get().0 as usize, text.cursor.get().1 as usize);
    if at == known + 1
        && bytes.len() < u32::MAX as usize
        && let Some(&first) = bytes.get(from)
    {
        from += wtf8::len_of_first_byte(first);
        text.cursor.set((at as u32, from as u32));
    } else if at != known {
        from = offset_of(text, at);
    }
    match bytes.get(from..) {
        Some([byte, ..]) if byte.is_ascii() => vm.ascii_char(*byte),
        Some([first @ (0xc2 | 0xc3), second, ..]) => vm.latin1_char(*first, *second),
        Some(rest @ [first, ..]) => {
            let end = wtf8::len_of_first_byte(*first).min(rest.len());
            vm.str_with_count(&rest[..end], 1)
        }
        _ => Value::NULL,
    }
}

/// One character as a `str`; those of Latin-1 are shared.
#[inline]
pub(crate) fn char_value(vm: &Vm, bytes: &[u8]) -> Value {
    match bytes {
        [byte] if byte.is_ascii() => vm.ascii_char(*byte),
        [first @ (0xc2 | 0xc3), second] => vm.latin1_char(*first, *second),
        _ => vm.str_with_count(bytes, 1),
    }
}

/// The byte offset of a character. Starts from the nearest known place: the ends, or where the last access was.
pub(crate) fn offset_of(text: &StrObj, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.bytes().len());
    }
    let (bytes, chars) = (text.bytes(), text.chars());
    if index >= chars {
        return bytes.len();
    }
    let (known, offset) = text.cursor.get();
    let (known, offset) = (known as usize, offset as usize);
    let from_end = chars - index;
    let at = if index >= known && index - known <= from_end {
        wtf8::advance(bytes, offset, index - known)
    } else if index < known && known - index <= index && known - index <= from_end {
        wtf8::retreat(bytes, offset, known - index)
    } else if index <= from_end {
        wtf8::advance(bytes, 0, index)
    } else {
        wtf8::retreat(bytes, bytes.len(), from_end)
    };
    if let (Ok(index), Ok(at)) = (u32::try_from(index), u32::try_from(at)) {
        text.cursor.set((index, at));
    }
    at
}

/// `this[range]`
pub(crate) fn slice_text(vm: &Vm, this: &Value, range: Span) -> PyResult {
    let text = own(vm, this)?;
    let bytes = text.bytes();
    if range.count == 0 {
        return Ok(vm.str(""));
    }
    if range.step == 1 {
        if range.count == text.chars() {
            return Ok(super::as_exact(vm, this));
        }
        let from = offset_of(text, range.start as usize);
        let to = if text.is_ascii() { from + range.count } else { wtf8::advance(bytes, from, range.count) };
        if to - from == 1 {
            return Ok(char_value(vm, &bytes[from..to]));
        }
        vm.check_memory(to - from)?;
        return Ok(vm.str_with_count(&bytes[from..to], range.count));
    }
    if text.is_ascii() {
        vm.check_memory(range.count.saturating_mul(2))?;
        let picked: Vec<u8> = range.indices().map(|at| bytes[at]).collect();
        return Ok(vm.str_bytes(&picked));
    }
    if range.step == -1 && range.count == text.chars() {
        vm.check_memory(bytes.len().saturating_mul(2))?;
        let mut out = Vec::with_capacity(bytes.len());
        wtf8::code_points(bytes).rev().for_each(|cp| wtf8::push(&mut out, cp));
        return Ok(vm.str_with_count(&out, range.count));
    }
    // The offsets of all characters between the outermost picked ones, so that any step costs the same.
    let last = range.start + range.step * (range.count as isize - 1);
    let (low, high) = (range.start.min(last) as usize, range.start.max(last) as usize);
    let mut at = offset_of(text, low);
    // The text is built in one piece and copied; a character beyond ASCII has four bytes at most.
    vm.check_memory((high - low + 2).saturating_mul(8).saturating_add(range.count.saturating_mul(8)))?;
    let mut offsets = Vec::with_capacity(high - low + 2);
    for _ in low..=high {
        offsets.push(at);
        at = wtf8::advance(bytes, at, 1);
    }
    offsets.push(at);
    let mut out = Vec::with_capacity(range.count);
    for position in range.indices() {
        out.extend_from_slice(&bytes[offsets[position - low]..offsets[position - low + 1]]);
    }
    Ok(vm.str_bytes(&out))
}
