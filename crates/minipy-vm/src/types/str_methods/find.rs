//! `str` methods that look for parts: find, index, count, replace, startswith and their kin.

use super::slots::offset_of;
use super::{as_exact, own, part, part_of};
use crate::exc;
use crate::native::{Args, PyResult, Raised};
use crate::types::seq_args::{bound, limit, optional, positional, search_range};
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::search::{self, Unit};
use minipy_text::wtf8;

#[cold]
fn wrong_argument(vm: &Vm, name: &str, number: usize, value: &Value) -> Raised {
    let got = exc::argument_type(vm, value);
    exc::type_error(vm, &format!("{name}() argument {number} must be str, not {got}"))
}

fn text_argument<'a>(vm: &Vm, name: &str, number: usize, value: &'a Value) -> PyResult<&'a StrObj> {
    value.downcast::<StrObj>().ok_or_else(|| wrong_argument(vm, name, number, value))
}

/// The part of a text that `start` and `end` arguments select, with its byte offset. `None`: start is beyond end.
fn selected<'a>(vm: &Vm, text: &'a StrObj, args: &[Value]) -> PyResult<Option<(&'a [u8], usize)>> {
    let Some((start, end)) = search_range(vm, args, 2, text.chars())? else { return Ok(None) };
    if start == 0 && end == text.chars() {
        return Ok(Some((text.bytes(), 0)));
    }
    let from = offset_of(text, start);
    let to = if end == text.chars() { text.bytes().len() } else { offset_of(text, end) };
    Ok(Some((&text.bytes()[from..to], from)))
}

/// The texts of a call `text.method(other)`: what most calls are, without bounds and without subclasses.
#[inline(always)]
fn plain<'a>(args: &Args<'a>) -> Option<(&'a StrObj, &'a StrObj)> {
    match args.pos {
        [this, other] if args.kw.is_empty() => Some((this.exact::<StrObj>()?, other.exact::<StrObj>()?)),
        _ => None,
    }
}

/// The character index of the first or last occurrence.
fn find_in(vm: &Vm, args: &Args, name: &str, last: bool) -> PyResult<Option<usize>> {
    if let Some((text, needle)) = plain(args)
        && text.is_ascii()
    {
        let (text, needle) = (text.bytes(), needle.bytes());
        if needle.len() > text.len() {
            return Ok(None);
        }
        return Ok(if last { search::rfind(text, needle) } else { search::find(text, needle) });
    }
    let args = positional(vm, args, name, 1, 3)?;
    let (text, needle) = (own(vm, &args[0])?, text_argument(vm, name, 1, &args[1])?);
    let Some((within, from)) = selected(vm, text, args)? else { return Ok(None) };
    if needle.bytes().len() > within.len() {
        return Ok(None);
    }
    let found = if last { search::rfind(within, needle.bytes()) } else { search::find(within, needle.bytes()) };
    Ok(found.map(|at| if text.is_ascii() { from + at } else { wtf8::char_index(text.bytes(), from + at) }))
}

fn index_or_minus_one(vm: &Vm, found: Option<usize>) -> PyResult {
    Ok(found.map_or(Value::small(-1), |at| vm.int(at as i64)))
}

fn index_or_error(vm: &Vm, found: Option<usize>) -> PyResult {
    match found {
        Some(at) => Ok(vm.int(at as i64)),
        None => Err(exc::value_error(vm, "substring not found")),
    }
}

pub(super) fn find(vm: &Vm, args: &Args) -> PyResult {
    index_or_minus_one(vm, find_in(vm, args, "find", false)?)
}

pub(super) fn rfind(vm: &Vm, args: &Args) -> PyResult {
    index_or_minus_one(vm, find_in(vm, args, "rfind", true)?)
}

pub(super) fn index(vm: &Vm, args: &Args) -> PyResult {
    index_or_error(vm, find_in(vm, args, "index", false)?)
}

pub(super) fn rindex(vm: &Vm, args: &Args) -> PyResult {
    index_or_error(vm, find_in(vm, args, "rindex", true)?)
}

pub(super) fn count(vm: &Vm, args: &Args) -> PyResult {
    if let Some((text, needle)) = plain(args) {
        return Ok(vm.int(search::count(text.bytes(), needle.bytes(), Unit::Char) as i64));
    }
    let args = positional(vm, args, "count", 1, 3)?;
    let (text, needle) = (own(vm, &args[0])?, text_argument(vm, "count", 1, &args[1])?);
    let found = match selected(vm, text, args)? {
        Some((within, _)) => search::count(within, needle.bytes(), Unit::Char),
        None => 0,
    };
    Ok(vm.int(found as i64))
}

pub(super) fn startswith(vm: &Vm, args: &Args) -> PyResult {
    affix(vm, args, "startswith", |text, part| text.starts_with(part))
}

pub(super) fn endswith(vm: &Vm, args: &Args) -> PyResult {
    affix(vm, args, "endswith", |text, part| text.ends_with(part))
}

#[inline(always)]
fn affix(vm: &Vm, args: &Args, name: &str, test: fn(&[u8], &[u8]) -> bool) -> PyResult {
    if let Some((text, part)) = plain(args) {
        return Ok(Value::bool(test(text.bytes(), part.bytes())));
    }
    let args = positional(vm, args, name, 1, 3)?;
    let text = own(vm, &args[0])?;
    let within = selected(vm, text, args)?.map(|(part, _)| part);
    let holds = |part: &StrObj| within.is_some_and(|within| test(within, part.bytes()));
    if let Some(tuple) = args[1].downcast::<TupleObj>() {
        for item in tuple.items() {
            let Some(part) = item.downcast::<StrObj>() else {
                let got = vm.type_of(item).name_str();
                return Err(exc::type_error(vm, &format!("tuple for {name} must only contain str, not {got}")));
            };
            if holds(part) {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    match args[1].downcast::<StrObj>() {
        Some(part) => Ok(Value::bool(holds(part))),
        None => {
            let got = vm.type_of(&args[1]).name_str();
            Err(exc::type_error(vm, &format!("{name} first arg must be str or a tuple of str, not {got}")))
        }
    }
}

pub(super) fn removeprefix(vm: &Vm, this: &Value, prefix: &Value) -> PyResult {
    let text = own(vm, this)?;
    let prefix = vm.str_arg(prefix, "removeprefix() argument")?;
    let rest = text.bytes().strip_prefix(prefix.bytes()).unwrap_or(text.bytes());
    Ok(part(vm, this, text, rest))
}

pub(super) fn removesuffix(vm: &Vm, this: &Value, suffix: &Value) -> PyResult {
    let text = own(vm, this)?;
    let suffix = vm.str_arg(suffix, "removesuffix() argument")?;
    let rest = text.bytes().strip_suffix(suffix.bytes()).unwrap_or(text.bytes());
    Ok(part(vm, this, text, rest))
}

pub(super) fn replace(vm: &Vm, args: &Args) -> PyResult {
    if let ([this, old, new], true) = (args.pos, args.kw.is_empty())
        && let (Some(text), Some(old), Some(new)) =
            (this.exact::<StrObj>(), old.exact::<StrObj>(), new.exact::<StrObj>())
        && let ([from], [to], true) = (old.bytes(), new.bytes(), text.is_ascii())
    {
        return Ok(replace_byte(vm, this, text.bytes(), *from, *to));
    }
    let args = bound(vm, args, "replace", "(self, old, new, /, count=-1)", 2, 3)?;
    let text = own(vm, &args[0])?;
    let (old, new) = (text_argument(vm, "replace", 1, &args[1])?, text_argument(vm, "replace", 2, &args[2])?);
    let limit = limit(vm, optional(&args, 3))?;
    let (from, to) = (old.bytes(), new.bytes());
    if to.len() > from.len() && text.bytes().len().saturating_mul(to.len() + 1) > (1 << 26) {
        let times = search::count(text.bytes(), from, Unit::Char).min(limit.unwrap_or(usize::MAX));
        check_size(vm, text.bytes().len().saturating_add(times.saturating_mul(to.len())))?;
    }
    match search::replace(text.bytes(), from, to, limit, Unit::Char) {
        Some(out) if text.is_ascii() && new.is_ascii() => {
            Ok(if out.len() < 2 { vm.str_bytes(&out) } else { vm.str_with_count(&out, out.len()) })
        }
        Some(out) => Ok(vm.str_bytes(&out)),
        None => Ok(as_exact(vm, &args[0])),
    }
}

/// ASCII text with one character in place of another.
fn replace_byte(vm: &Vm, this: &Value, bytes: &[u8], from: u8, to: u8) -> Value {
    let Some(first) = search::find_byte(bytes, from) else { return this.clone() };
    if let [_] = bytes {
        return vm.str_bytes(&[to]);
    }
    vm.str_copied(bytes, bytes.len(), |out| {
        for byte in &mut out[first..] {
            *byte = if *byte == from { to } else { *byte };
        }
    })
}

/// Used by `split` for the pieces.
pub(super) fn pieces(vm: &Vm, text: &StrObj, parts: &[&[u8]]) -> Vec<Value> {
    parts.iter().map(|bytes| part_of(vm, text, bytes)).collect()
}
