//! Subscripts of arrays.

use minipy_vm::exc;
use minipy_vm::native::{PyResult, Raised};
use minipy_vm::types::seq_args::{position, subscript};
use minipy_vm::types::slice::{self, SliceObj};
use minipy_vm::{Value, Vm};

use super::{ArrayObj, bad_argument, new_array, own};
use minipy_vm::heap::growth;

#[cold]
fn wrong_index(vm: &Vm) -> Raised {
    exc::type_error(vm, "array indices must be integers")
}

/// The item at an index, for the kinds that programs calculate with.
#[inline(always)]
fn quick_get(vm: &Vm, array: &ArrayObj, index: i64) -> Option<Value> {
    let data = array.buffer.data.borrow();
    let (shift, len) = (array.kind.shift, data.len() >> array.kind.shift);
    let at = if index < 0 { index + len as i64 } else { index } as usize;
    if at >= len {
        return None;
    }
    let raw = &data[at << shift..];
    match array.kind.code {
        b'd' => raw.first_chunk().map(|raw| vm.float(f64::from_ne_bytes(*raw))),
        b'i' => raw.first_chunk().map(|raw| Value::small(i64::from(i32::from_ne_bytes(*raw)))),
        b'B' => raw.first().map(|byte| Value::small(i64::from(*byte))),
        _ => None,
    }
}

/// Stores an exact float in an array of doubles, or a byte in one of bytes; false if it is another case.
#[inline(always)]
fn quick_set(array: &ArrayObj, index: i64, value: &Value) -> bool {
    let mut data = array.buffer.data.borrow_mut();
    let len = data.len() >> array.kind.shift;
    let at = if index < 0 { index + len as i64 } else { index } as usize;
    if at >= len {
        return false;
    }
    match array.kind.code {
        b'd' => match (value.exact_float(), data[at << 3..].first_chunk_mut()) {
            (Some(float), Some(place)) => *place = float.to_ne_bytes(),
            _ => return false,
        },
        b'B' => match value.as_small().map(u8::try_from) {
            Some(Ok(byte)) => data[at] = byte,
            _ => return false,
        },
        _ => return false,
    }
    true
}

pub(super) fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let array = own(vm, this)?;
    if let Some(index) = key.as_small()
        && let Some(item) = quick_get(vm, array, index)
    {
        return Ok(item);
    }
    if let Some(index) = key.as_small() {
        let index = if index < 0 { index + array.len() as i64 } else { index };
        return array.get(vm, index as usize).unwrap_or_else(|| Err(exc::index_error(vm, "array index out of range")));
    }
    if let Some(slice) = key.exact::<SliceObj>() {
        let span = slice::unpack(vm, slice)?.adjust(array.len());
        let size = array.kind.size();
        let data = array.buffer.data.borrow();
        let mut picked = growth::with_room(vm, span.count * size)?;
        match span.step {
            1 => picked.extend_from_slice(&data[span.start as usize * size..(span.start as usize + span.count) * size]),
            _ => span.indices().for_each(|at| picked.extend_from_slice(&data[at * size..(at + 1) * size])),
        }
        drop(data);
        return Ok(new_array(vm, array.kind, picked));
    }
    let Some(index) = subscript(vm, key)? else { return Err(wrong_index(vm)) };
    match position(index, array.len()).and_then(|at| array.get(vm, at)) {
        Some(item) => item,
        None => Err(exc::index_error(vm, "array index out of range")),
    }
}

pub(super) fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let array = own(vm, this)?;
    if let (Some(index), Some(value)) = (key.as_small(), value)
        && quick_set(array, index, value)
    {
        return Ok(());
    }
    if let Some(slice) = key.exact::<SliceObj>() {
        return set_slice(vm, this, array, slice, value);
    }
    let Some(index) = subscript(vm, key)? else { return Err(wrong_index(vm)) };
    let out_of_range = || exc::index_error(vm, "array assignment index out of range");
    let Some(at) = position(index, array.len()) else { return Err(out_of_range()) };
    let size = array.kind.size();
    match value {
        Some(value) => {
            // Converting the value may run Python code that makes the array shorter.
            let raw = array.kind.store(vm, value)?;
            let mut data = array.buffer.data.borrow_mut();
            let Some(place) = data.get_mut(at * size..(at + 1) * size) else {
                drop(data);
                return Err(out_of_range());
            };
            place.copy_from_slice(&raw[..size]);
        }
        None => {
            array.check_resizable(vm)?;
            array.buffer.data.borrow_mut().drain(at * size..(at + 1) * size);
        }
    }
    Ok(())
}

fn set_slice(vm: &Vm, this: &Value, array: &ArrayObj, slice: &SliceObj, value: Option<&Value>) -> PyResult<()> {
    let bounds = slice::unpack(vm, slice)?;
    let new = match value {
        None => Vec::new(),
        Some(value) => match value.downcast::<ArrayObj>() {
            Some(other) if value.is(this) || std::ptr::eq(other.kind, array.kind) => {
                growth::copied(vm, &other.buffer.data.borrow())?
            }
            Some(_) => return Err(bad_argument(vm)),
            None => {
                let name = vm.type_of(value).name_str();
                return Err(exc::type_error(vm, &format!("can only assign array (not \"{name}\") to array slice")));
            }
        },
    };
    let size = array.kind.size();
    let (span, count) = (bounds.adjust(array.len()), new.len() / size);
    if (count == 0 || count != span.count) && array.exports.get() > 0 {
        return array.check_resizable(vm);
    }
    let start = span.start as usize;
    if span.step == 1 {
        let mut data = array.buffer.data.borrow_mut();
        if data.capacity() - data.len() < new.len() && !growth::make_room(&mut data, new.len()) {
            drop(data);
            return Err(growth::failed(vm));
        }
        data.splice(start * size..(start + span.count) * size, new);
        return Ok(());
    }
    if count == 0 {
        let mut dropped: Vec<usize> = span.indices().collect();
        dropped.sort_unstable();
        let mut data = array.buffer.data.borrow_mut();
        let mut dropped = dropped.into_iter().peekable();
        let mut kept = Vec::with_capacity(data.len());
        for (at, item) in data.chunks_exact(size).enumerate() {
            if dropped.next_if_eq(&at).is_none() {
                kept.extend_from_slice(item);
            }
        }
        *data = kept;
        return Ok(());
    }
    if count != span.count {
        let wanted = span.count;
        let message = format!("attempt to assign array of size {count} to extended slice of size {wanted}");
        return Err(exc::value_error(vm, &message));
    }
    let mut data = array.buffer.data.borrow_mut();
    for (at, item) in span.indices().zip(new.chunks_exact(size)) {
        data[at * size..(at + 1) * size].copy_from_slice(item);
    }
    Ok(())
}
