//! Arguments that all sequences understand alike: indices, slices, `start` and `end`, counts of positional arguments.

use crate::exc;
use crate::native::{Args, PyResult};
use crate::protocol::bind;
use crate::types::int;
use crate::value::Value;
use crate::vm::Vm;

/// The positional arguments (`self` included) of a method that takes no keywords, `least` to `most` of them without
/// `self`.
#[inline]
pub fn positional<'a>(vm: &Vm, args: &Args<'a>, name: &str, least: usize, most: usize) -> PyResult<&'a [Value]> {
    let given = args.pos.len().saturating_sub(1);
    if !args.kw.is_empty() {
        let owner = args.pos.first().map_or_else(String::new, |v| vm.type_of(v).name_str());
        return Err(exc::no_keyword_arguments(vm, &format!("{owner}.{name}")));
    }
    if given < least || given > most {
        return Err(exc::positional_count(vm, name, given, least, most));
    }
    Ok(args.pos)
}

/// The arguments (`self` included) of a method that also takes keywords, by its signature text. Calls without keywords
/// that give between `least` and `most` arguments are not parsed against the signature.
#[inline]
pub fn bound<'a>(
    vm: &Vm,
    args: &Args<'a>,
    name: &str,
    signature: &str,
    least: usize,
    most: usize,
) -> PyResult<std::borrow::Cow<'a, [Value]>> {
    let given = args.pos.len().saturating_sub(1);
    if args.kw.is_empty() && (least..=most).contains(&given) {
        return Ok(args.pos.into());
    }
    let params = bind::parse_signature(signature);
    Ok(bind::bind_params(vm, name, &params, args, 1)?.into())
}

/// An optional argument: `None` if it was not given.
#[inline]
pub fn optional(args: &[Value], index: usize) -> Option<&Value> {
    args.get(index).filter(|v| !v.is_null())
}

/// The argument of an iterator's `__setstate__`: an int that fits a size.
pub fn state(vm: &Vm, value: &Value) -> PyResult<i64> {
    if int::as_int(value).is_none() {
        return Err(exc::type_error(vm, "an integer is required"));
    }
    match int::to_i64(&vm.index(value)?) {
        Some(n) => Ok(n),
        None => Err(exc::overflow_error(vm, "Python int too large to convert to C ssize_t")),
    }
}

/// A bound of a slice, clipped to the range of sizes; `default` for None and for an argument not given.
#[inline]
pub fn slice_bound(vm: &Vm, value: Option<&Value>, default: isize) -> PyResult<isize> {
    let Some(value) = value.filter(|v| !v.is_none() && !v.is_null()) else { return Ok(default) };
    if let Some(n) = value.as_small() {
        return Ok(n as isize);
    }
    if int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
        let message = "slice indices must be integers or None or have an __index__ method";
        return Err(exc::type_error(vm, message));
    }
    vm.index_to_isize(value, None)
}

/// The same where None is no bound: `start` and `stop` of `index`.
pub fn index_bound(vm: &Vm, value: Option<&Value>, default: isize) -> PyResult<isize> {
    let Some(value) = value else { return Ok(default) };
    if int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
        return Err(exc::type_error(vm, "slice indices must be integers or have an __index__ method"));
    }
    vm.index_to_isize(value, None)
}

/// `start` and `end` of a search in a sequence of `len` items. `None` if start is beyond the end: then nothing is found,
/// not even something empty.
#[inline]
pub fn search_range(vm: &Vm, args: &[Value], from: usize, len: usize) -> PyResult<Option<(usize, usize)>> {
    if args.len() <= from {
        return Ok(Some((0, len)));
    }
    let start = slice_bound(vm, args.get(from), 0)?;
    let end = slice_bound(vm, args.get(from + 1), isize::MAX)?;
    Ok(adjusted(start, end, len))
}

/// Bounds relative to the ends of a sequence as positions in it.
#[inline]
pub fn adjusted(start: isize, end: isize, len: usize) -> Option<(usize, usize)> {
    let signed = len as isize;
    let end = if end > signed {
        signed
    } else if end < 0 {
        (end + signed).max(0)
    } else {
        end
    };
    let start = if start < 0 { (start + signed).max(0) } else { start };
    if start > end { None } else { Some((start as usize, end as usize)) }
}

/// A subscript as an index, IndexError for huge ones; `None` if the value is no integer at all.
#[inline]
pub fn subscript(vm: &Vm, key: &Value) -> PyResult<Option<isize>> {
    if let Some(n) = key.as_small() {
        return Ok(Some(n as isize));
    }
    if int::as_int(key).is_none() && vm.type_of(key).slots().index.is_none() {
        return Ok(None);
    }
    vm.index_arg(key).map(Some)
}

/// An index as a position in a sequence of `len` items; `None` if out of range.
#[inline]
pub fn position(index: isize, len: usize) -> Option<usize> {
    let at = if index < 0 { index + len as isize } else { index };
    if at >= 0 && (at as usize) < len { Some(at as usize) } else { None }
}

/// A count argument such as `maxsplit`: negative means no limit.
#[inline]
pub fn limit(vm: &Vm, value: Option<&Value>) -> PyResult<Option<usize>> {
    match value {
        Some(value) => {
            let n = ssize(vm, value)?;
            Ok(usize::try_from(n).ok())
        }
        None => Ok(None),
    }
}

/// A C `int` argument.
pub fn c_int(vm: &Vm, value: &Value) -> PyResult<i32> {
    let index = vm.index(value)?;
    match int::to_i64(&index).and_then(|n| i32::try_from(n).ok()) {
        Some(n) => Ok(n),
        None => Err(exc::overflow_error(vm, "Python int too large to convert to C int")),
    }
}

/// A `Py_ssize_t` argument.
#[inline]
pub fn ssize(vm: &Vm, value: &Value) -> PyResult<isize> {
    if let Some(n) = value.as_small() {
        return Ok(n as isize);
    }
    let index = vm.index(value)?;
    match int::to_i64(&index) {
        Some(n) => Ok(n as isize),
        None => Err(exc::overflow_error(vm, "Python int too large to convert to C ssize_t")),
    }
}
