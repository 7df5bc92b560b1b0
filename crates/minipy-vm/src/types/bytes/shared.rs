//! Methods that `bytes` and `bytearray` share: searching, splitting, joining, stripping. What they make is of the kind of
//! `self`. Case is in `case`, fields and tabs are in `fields`, translation is in `translate`.

use super::BytesObj;
use super::construct::out_of_range;
use super::new_bytes;
use crate::exc;
use crate::heap::growth;
use crate::native::{Args, PyResult};
use crate::types::buffer::{self, Hold, buffer_bytes, with_bytes};
use crate::types::bytearray::{ByteArrayObj, new_bytearray};
use crate::types::int;
use crate::types::seq_args::{bound, limit, optional, positional, search_range};
use crate::types::str_build::check_size;
use crate::types::str_methods::codec;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::search::{self, Unit};

/// Runs `f` with the bytes of `self`. `f` must not run Python code.
pub(super) fn with_own<R>(vm: &Vm, this: &Value, f: impl FnOnce(&[u8]) -> R) -> PyResult<R> {
    with_bytes(vm, this, f)
}

/// A new object of the kind of `this`.
pub(crate) fn make(vm: &Vm, this: &Value, data: &[u8]) -> Value {
    match this.downcast::<ByteArrayObj>() {
        Some(_) => new_bytearray(vm, data.to_vec()),
        None => new_bytes(vm, data),
    }
}

/// A new object of the kind of `this` from bytes that can be taken over.
pub(super) fn make_owned(vm: &Vm, this: &Value, data: Vec<u8>) -> Value {
    match this.downcast::<ByteArrayObj>() {
        Some(_) => new_bytearray(vm, data),
        None => new_bytes(vm, &data),
    }
}

/// A part of the bytes of `this`; `this` itself if it is the whole of a `bytes`.
pub(super) fn make_part(vm: &Vm, this: &Value, whole: usize, part: &[u8]) -> Value {
    if part.len() == whole && this.exact::<BytesObj>().is_some() {
        return this.clone();
    }
    make(vm, this, part)
}

/// The bytes of an argument that must be contiguous.
pub(super) fn simple_buffer(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    with_bytes(vm, value, <[u8]>::to_vec)
}

/// What a search looks for: an integer stands for one byte.
fn needle(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if buffer::is_bytes_like(vm, value) {
        return buffer::with_bytes(vm, value, <[u8]>::to_vec);
    }
    if int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
        let got = vm.type_of(value).name_str();
        let message = format!("argument should be integer or bytes-like object, not '{got}'");
        return Err(exc::type_error(vm, &message));
    }
    match int::to_i64(&vm.index(value)?).and_then(|n| u8::try_from(n).ok()) {
        Some(byte) => Ok(vec![byte]),
        None => Err(out_of_range(vm, "byte")),
    }
}

fn find_in(vm: &Vm, args: &Args, name: &str, last: bool) -> PyResult<Option<usize>> {
    let args = positional(vm, args, name, 1, 3)?;
    // The bounds are looked at first.
    let len = with_own(vm, &args[0], <[u8]>::len)?;
    let range = search_range(vm, args, 2, len)?;
    let hold = Hold::new(&args[0]);
    let needle = needle(vm, &args[1])?;
    drop(hold);
    let Some((start, end)) = range else { return Ok(None) };
    with_own(vm, &args[0], |data| {
        let within = data.get(start..end.min(data.len()))?;
        let found = if last { search::rfind(within, &needle) } else { search::find(within, &needle) };
        found.map(|at| start + at)
    })
}

fn index_or_minus_one(found: Option<usize>) -> PyResult {
    Ok(Value::small(found.map_or(-1, |at| at as i64)))
}

fn index_or_error(vm: &Vm, found: Option<usize>) -> PyResult {
    match found {
        Some(at) => Ok(Value::small(at as i64)),
        None => Err(exc::value_error(vm, "subsection not found")),
    }
}

pub(crate) fn find(vm: &Vm, args: &Args) -> PyResult {
    index_or_minus_one(find_in(vm, args, "find", false)?)
}

pub(crate) fn rfind(vm: &Vm, args: &Args) -> PyResult {
    index_or_minus_one(find_in(vm, args, "rfind", true)?)
}

pub(crate) fn index(vm: &Vm, args: &Args) -> PyResult {
    index_or_error(vm, find_in(vm, args, "index", false)?)
}

pub(crate) fn rindex(vm: &Vm, args: &Args) -> PyResult {
    index_or_error(vm, find_in(vm, args, "rindex", true)?)
}

pub(crate) fn count(vm: &Vm, args: &Args) -> PyResult {
    let args = positional(vm, args, "count", 1, 3)?;
    // The bounds are looked at first.
    let len = with_own(vm, &args[0], <[u8]>::len)?;
    let range = search_range(vm, args, 2, len)?;
    let hold = Hold::new(&args[0]);
    let needle = needle(vm, &args[1])?;
    drop(hold);
    let Some((start, end)) = range else { return Ok(Value::small(0)) };
    let found = with_own(vm, &args[0], |data| {
        data.get(start..end.min(data.len())).map_or(0, |within| search::count(within, &needle, Unit::Byte))
    })?;
    Ok(Value::small(found as i64))
}

/// `item in this`: an integer or a part.
pub(crate) fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let _hold = Hold::new(this);
    if int::as_int(item).is_some() || vm.type_of(item).slots().index.is_some() {
        match vm.index(item) {
            Ok(number) => {
                return match int::to_i64(&number).and_then(|n| u8::try_from(n).ok()) {
                    Some(byte) => with_own(vm, this, |data| memchr::memchr(byte, data).is_some()),
                    None => Err(out_of_range(vm, "byte")),
                };
            }
            // What is no number after all is looked for as a part.
            Err(raised) => drop(vm.take_exception(raised)),
        }
    }
    let part = simple_buffer(vm, item)?;
    with_own(vm, this, |data| search::find(data, &part).is_some())
}

/// `data + other`, or `None` if `other` is not bytes-like (or not in one piece).
pub(crate) fn concatenated(vm: &Vm, data: &[u8], other: &Value) -> PyResult<Option<Vec<u8>>> {
    if !buffer::is_bytes_like(vm, other) {
        return Ok(None);
    }
    let joined = with_bytes(vm, other, |more| {
        let mut out: Vec<u8> = growth::try_with_room(data.len() + more.len())?;
        out.extend_from_slice(data);
        out.extend_from_slice(more);
        Some(out)
    });
    match joined {
        Ok(Some(joined)) => Ok(Some(joined)),
        Ok(None) => Err(exc::memory_error(vm)),
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().buffer_error) => {
            drop(vm.take_exception(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

pub(crate) fn startswith(vm: &Vm, args: &Args) -> PyResult {
    affix(vm, args, "startswith", |data, part| data.starts_with(part))
}

pub(crate) fn endswith(vm: &Vm, args: &Args) -> PyResult {
    affix(vm, args, "endswith", |data, part| data.ends_with(part))
}

fn affix(vm: &Vm, args: &Args, name: &str, test: fn(&[u8], &[u8]) -> bool) -> PyResult {
    let args = positional(vm, args, name, 1, 3)?;
    let len = with_own(vm, &args[0], <[u8]>::len)?;
    let range = search_range(vm, args, 2, len)?;
    let _hold = Hold::new(&args[0]);
    let holds = |part: &[u8]| {
        with_own(vm, &args[0], |data| {
            range.and_then(|(start, end)| data.get(start..end.min(data.len()))).is_some_and(|d| test(d, part))
        })
    };
    if let Some(tuple) = args[1].downcast::<TupleObj>() {
        for item in tuple.items() {
            if holds(&simple_buffer(vm, item)?)? {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    if !buffer::is_bytes_like(vm, &args[1]) {
        let got = vm.type_of(&args[1]).name_str();
        let message = format!("{name} first arg must be bytes or a tuple of bytes, not {got}");
        return Err(exc::type_error(vm, &message));
    }
    Ok(Value::bool(holds(&simple_buffer(vm, &args[1])?)?))
}

pub(crate) fn removeprefix(vm: &Vm, this: &Value, prefix: &Value) -> PyResult {
    let prefix = simple_buffer(vm, prefix)?;
    with_own(vm, this, |data| make_part(vm, this, data.len(), data.strip_prefix(&prefix[..]).unwrap_or(data)))
}

pub(crate) fn removesuffix(vm: &Vm, this: &Value, suffix: &Value) -> PyResult {
    let suffix = simple_buffer(vm, suffix)?;
    with_own(vm, this, |data| make_part(vm, this, data.len(), data.strip_suffix(&suffix[..]).unwrap_or(data)))
}

pub(crate) fn replace(vm: &Vm, args: &Args) -> PyResult {
    let args = positional(vm, args, "replace", 2, 3)?;
    let (old, new) = (simple_buffer(vm, &args[1])?, simple_buffer(vm, &args[2])?);
    let limit = limit(vm, args.get(3))?;
    let this = &args[0];
    let (len, times) = with_own(vm, this, |data| (data.len(), search::count(data, &old, Unit::Byte)))?;
    check_size(vm, len.saturating_add(times.min(limit.unwrap_or(usize::MAX)).saturating_mul(new.len())))?;
    match with_own(vm, this, |data| search::replace(data, &old, &new, limit, Unit::Byte))? {
        Some(out) => Ok(make_owned(vm, this, out)),
        None => with_own(vm, this, |data| make_part(vm, this, data.len(), data)),
    }
}

const SPLIT_SIGNATURE: &str = "(self, /, sep=None, maxsplit=-1)";

type SplitFn = for<'a> fn(&'a [u8], &[u8], Option<usize>) -> Vec<&'a [u8]>;
type SplitSpaceFn = fn(&[u8], Option<usize>, Unit) -> Vec<&[u8]>;

pub(crate) fn split(vm: &Vm, args: &Args) -> PyResult {
    let args = bound(vm, args, "split", SPLIT_SIGNATURE, 0, 2)?;
    split_with(vm, &args, search::split, search::split_space)
}

pub(crate) fn rsplit(vm: &Vm, args: &Args) -> PyResult {
    let args = bound(vm, args, "rsplit", SPLIT_SIGNATURE, 0, 2)?;
    split_with(vm, &args, search::rsplit, search::rsplit_space)
}

fn split_with(vm: &Vm, args: &[Value], at_separator: SplitFn, at_space: SplitSpaceFn) -> PyResult {
    let limit = limit(vm, optional(args, 2))?;
    let this = &args[0];
    let _hold = Hold::new(this);
    let separator = match optional(args, 1).filter(|v| !v.is_none()) {
        Some(value) => Some(separator(vm, value)?),
        None => None,
    };
    let parts = with_own(vm, this, |data| {
        check_parts(vm, data, limit, |data| match &separator {
            Some(separator) => search::count(data, separator, Unit::Byte),
            None => data.iter().filter(|b| b.is_ascii_whitespace()).count(),
        })?;
        let parts = match &separator {
            Some(separator) => at_separator(data, separator, limit),
            None => at_space(data, limit, Unit::Byte),
        };
        Ok(parts.iter().map(|part| make_part(vm, this, data.len(), part)).collect())
    })??;
    Ok(vm.list(parts))
}

/// Bytes for one part of a split text: its slice in a growing vector, its place in the list, its object.
const PART: usize = 2 * 16 + 8 + 48;

/// MemoryError, unless so many parts of a text can be had; `count` is only asked for large texts.
pub(crate) fn check_parts(
    vm: &Vm,
    text: &[u8],
    limit: Option<usize>,
    count: impl FnOnce(&[u8]) -> usize,
) -> PyResult<()> {
    if text.len() < 4 << 10 {
        return Ok(());
    }
    let parts = count(text).min(limit.unwrap_or(usize::MAX)).saturating_add(1);
    vm.check_memory(parts.saturating_mul(PART).saturating_add(text.len()))
}

fn separator(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    let separator = simple_buffer(vm, value)?;
    if separator.is_empty() {
        return Err(exc::value_error(vm, "empty separator"));
    }
    Ok(separator)
}

pub(crate) fn splitlines(vm: &Vm, args: &[Value]) -> PyResult {
    let this = &args[0];
    let keep_ends = match optional(args, 1) {
        Some(value) => vm.truth(value)?,
        None => false,
    };
    let lines = with_own(vm, this, |data| {
        check_parts(vm, data, None, |data| data.iter().filter(|b| matches!(b, b'\n' | b'\r')).count())?;
        let lines = search::split_lines(data, keep_ends, Unit::Byte);
        Ok(lines.iter().map(|line| make_part(vm, this, data.len(), line)).collect())
    })??;
    Ok(vm.list(lines))
}

pub(crate) fn partition(vm: &Vm, this: &Value, sep: &Value) -> PyResult {
    partition_with(vm, this, sep, search::find, false)
}

pub(crate) fn rpartition(vm: &Vm, this: &Value, sep: &Value) -> PyResult {
    partition_with(vm, this, sep, search::rfind, true)
}

fn partition_with(vm: &Vm, this: &Value, sep: &Value, find: fn(&[u8], &[u8]) -> Option<usize>, last: bool) -> PyResult {
    let needle = separator(vm, sep)?;
    let parts = with_own(vm, this, |data| {
        let empty = || make(vm, this, &[]);
        match find(data, &needle) {
            Some(at) => {
                let middle = match this.downcast::<ByteArrayObj>() {
                    Some(_) => make(vm, this, &needle),
                    None => sep.clone(),
                };
                vec![make(vm, this, &data[..at]), middle, make(vm, this, &data[at + needle.len()..])]
            }
            None if last => vec![empty(), empty(), make_part(vm, this, data.len(), data)],
            None => vec![make_part(vm, this, data.len(), data), empty(), empty()],
        }
    })?;
    Ok(vm.tuple(parts))
}

pub(crate) fn strip(vm: &Vm, args: &Args) -> PyResult {
    strip_ends(vm, args, "strip", true, true)
}

pub(crate) fn lstrip(vm: &Vm, args: &Args) -> PyResult {
    strip_ends(vm, args, "lstrip", true, false)
}

pub(crate) fn rstrip(vm: &Vm, args: &Args) -> PyResult {
    strip_ends(vm, args, "rstrip", false, true)
}

fn strip_ends(vm: &Vm, args: &Args, name: &str, left: bool, right: bool) -> PyResult {
    let args = positional(vm, args, name, 0, 1)?;
    let set = match args.get(1).filter(|v| !v.is_none()) {
        Some(set) => Some(simple_buffer(vm, set)?),
        None => None,
    };
    let this = &args[0];
    with_own(vm, this, |data| {
        let stripped = match &set {
            Some(set) => search::strip_chars(data, set, left, right, Unit::Byte),
            None => search::strip_space(data, left, right, Unit::Byte),
        };
        make_part(vm, this, data.len(), stripped)
    })
}

pub(crate) fn join(vm: &Vm, this: &Value, iterable: &Value) -> PyResult {
    let items = vm.collect_fast(iterable, "can only join an iterable")?;
    if let [one] = &items[..]
        && one.exact::<BytesObj>().is_some()
        && this.downcast::<BytesObj>().is_some()
    {
        return Ok(one.clone());
    }
    let separator = buffer_bytes(vm, this)?;
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let wrong = || {
            let got = vm.type_of(item).name_str();
            exc::type_error(vm, &format!("sequence item {i}: expected a bytes-like object, {got} found"))
        };
        if !buffer::is_bytes_like(vm, item) {
            return Err(wrong());
        }
        if i > 0 {
            if out.try_reserve(separator.len()).is_err() {
                return Err(exc::memory_error(vm));
            }
            out.extend_from_slice(&separator);
        }
        match with_bytes(vm, item, |data| out.try_reserve(data.len()).map(|()| out.extend_from_slice(data))) {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(exc::memory_error(vm)),
            Err(raised) => {
                drop(vm.take_exception(raised));
                return Err(wrong());
            }
        }
    }
    check_size(vm, out.len())?;
    Ok(make_owned(vm, this, out))
}

pub(crate) fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    for (i, name) in [(1, "encoding"), (2, "errors")] {
        if let Some(value) = optional(args, i) {
            vm.c_str_arg(value, &format!("decode() argument '{name}'"))?;
        }
    }
    let text_of = |i: usize| optional(args, i).map(crate::types::str_::lossy);
    let (encoding, errors) = (text_of(1), text_of(2));
    let (encoding, errors) = (encoding.as_deref().unwrap_or("utf-8"), errors.as_deref().unwrap_or("strict"));
    if let Some(bytes) = args[0].downcast::<BytesObj>() {
        return codec::decode(vm, bytes.data(), encoding, errors);
    }
    codec::decode(vm, &buffer_bytes(vm, &args[0])?, encoding, errors)
}
