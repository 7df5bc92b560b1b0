//! `str` methods that take text apart and put it together: split, partition, splitlines, strip, join.

use super::find::pieces;
use super::{as_exact, own, part, part_of};
use crate::exc;
use crate::heap::growth;
use crate::native::{Args, PyResult};
use crate::types::bytes::shared::check_parts;
use crate::types::list::ListObj;
use crate::types::seq_args::{bound, limit, optional, positional};
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::search::{self, Unit};

const SPLIT_SIGNATURE: &str = "(self, /, sep=None, maxsplit=-1)";

pub(super) fn split(vm: &Vm, args: &Args) -> PyResult {
    let args = bound(vm, args, "split", SPLIT_SIGNATURE, 0, 2)?;
    let (text, maxsplit) = (own(vm, &args[0])?, limit(vm, optional(&args, 2))?);
    let bytes = text.bytes();
    // Room for the few parts that there are most often.
    let mut items = growth::with_room(vm, 4)?;
    match optional(&args, 1).filter(|v| !v.is_none()) {
        None if text.is_ascii() => {
            let mut complete = true;
            search::each_word(bytes, maxsplit, |part| {
                complete = complete && growth::push(&mut items, part_of(vm, text, part));
            });
            if !complete {
                return Err(growth::failed(vm));
            }
            if let [only] = &mut items[..]
                && only.downcast::<StrObj>().is_some_and(|o| o.bytes().len() == bytes.len())
            {
                *only = as_exact(vm, &args[0]);
            }
        }
        None => return split_with(vm, &args, search::split, search::split_space),
        Some(separator) => {
            let needle = split_separator(vm, separator)?;
            let mut at = 0;
            let mut complete = true;
            search::each_match(bytes, needle, maxsplit.unwrap_or(usize::MAX), |start| {
                complete = complete && growth::push(&mut items, part_of(vm, text, &bytes[at..start]));
                at = start + needle.len();
            });
            if !complete {
                return Err(growth::failed(vm));
            }
            items.push(part(vm, &args[0], text, &bytes[at..]));
        }
    }
    Ok(vm.list(items))
}

/// The separator argument of `split` and `rsplit`.
fn split_separator<'a>(vm: &Vm, separator: &'a Value) -> PyResult<&'a [u8]> {
    let Some(separator) = separator.downcast::<StrObj>() else {
        let got = vm.type_of(separator).name_str();
        return Err(exc::type_error(vm, &format!("must be str or None, not {got}")));
    };
    if separator.bytes().is_empty() {
        return Err(exc::value_error(vm, "empty separator"));
    }
    Ok(separator.bytes())
}

pub(super) fn rsplit(vm: &Vm, args: &Args) -> PyResult {
    let args = bound(vm, args, "rsplit", SPLIT_SIGNATURE, 0, 2)?;
    split_with(vm, &args, search::rsplit, search::rsplit_space)
}

type SplitFn = for<'a> fn(&'a [u8], &[u8], Option<usize>) -> Vec<&'a [u8]>;
type SplitSpaceFn = fn(&[u8], Option<usize>, Unit) -> Vec<&[u8]>;

fn split_with(vm: &Vm, args: &[Value], at_separator: SplitFn, at_space: SplitSpaceFn) -> PyResult {
    let text = own(vm, &args[0])?;
    let limit = limit(vm, optional(args, 2))?;
    let parts = match optional(args, 1).filter(|v| !v.is_none()) {
        None => {
            let count = |text: &[u8]| text.iter().filter(|b| b.is_ascii_whitespace() || !b.is_ascii()).count();
            check_parts(vm, text.bytes(), limit, count)?;
            at_space(text.bytes(), limit, Unit::Char)
        }
        Some(separator) => {
            let separator = split_separator(vm, separator)?;
            check_parts(vm, text.bytes(), limit, |text| search::count(text, separator, Unit::Byte))?;
            at_separator(text.bytes(), separator, limit)
        }
    };
    if let [whole] = parts[..] {
        return Ok(vm.list(vec![part(vm, &args[0], text, whole)]));
    }
    Ok(vm.list(pieces(vm, text, &parts)))
}

pub(super) fn splitlines(vm: &Vm, args: &[Value]) -> PyResult {
    let text = own(vm, &args[0])?;
    let keep_ends = match optional(args, 1) {
        Some(value) => vm.truth(value)?,
        None => false,
    };
    let count = |text: &[u8]| text.iter().filter(|b| !(32..128).contains(*b)).count();
    check_parts(vm, text.bytes(), None, count)?;
    if text.is_ascii() {
        let mut lines = Vec::new();
        search::each_ascii_line(text.bytes(), keep_ends, |line| lines.push(part_of(vm, text, line)));
        if let [only] = &mut lines[..]
            && only.downcast::<StrObj>().is_some_and(|line| line.bytes().len() == text.bytes().len())
        {
            *only = as_exact(vm, &args[0]);
        }
        return Ok(vm.list(lines));
    }
    Ok(vm.list(pieces(vm, text, &search::split_lines(text.bytes(), keep_ends, Unit::Char))))
}

fn separator<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StrObj> {
    let Some(text) = value.downcast::<StrObj>() else {
        let got = vm.type_of(value).name_str();
        return Err(exc::type_error(vm, &format!("must be str, not {got}")));
    };
    if text.bytes().is_empty() {
        return Err(exc::value_error(vm, "empty separator"));
    }
    Ok(text)
}

pub(super) fn partition(vm: &Vm, this: &Value, sep: &Value) -> PyResult {
    let text = own(vm, this)?;
    let needle = separator(vm, sep)?.bytes();
    match search::find(text.bytes(), needle) {
        Some(at) => Ok(three(vm, text, at, sep, at + needle.len())),
        None => Ok(vm.tuple_of([as_exact(vm, this), vm.str(""), vm.str("")])),
    }
}

pub(super) fn rpartition(vm: &Vm, this: &Value, sep: &Value) -> PyResult {
    let text = own(vm, this)?;
    let needle = separator(vm, sep)?.bytes();
    match search::rfind(text.bytes(), needle) {
        Some(at) => Ok(three(vm, text, at, sep, at + needle.len())),
        None => Ok(vm.tuple_of([vm.str(""), vm.str(""), as_exact(vm, this)])),
    }
}

fn three(vm: &Vm, text: &StrObj, before: usize, sep: &Value, after: usize) -> Value {
    let bytes = text.bytes();
    vm.tuple_of([part_of(vm, text, &bytes[..before]), sep.clone(), part_of(vm, text, &bytes[after..])])
}

pub(super) fn strip(vm: &Vm, args: &Args) -> PyResult {
    strip_ends(vm, args, "strip", true, true)
}

pub(super) fn lstrip(vm: &Vm, args: &Args) -> PyResult {
    strip_ends(vm, args, "lstrip", true, false)
}

pub(super) fn rstrip(vm: &Vm, args: &Args) -> PyResult {
    strip_ends(vm, args, "rstrip", false, true)
}

fn strip_ends(vm: &Vm, args: &Args, name: &str, left: bool, right: bool) -> PyResult {
    let args = positional(vm, args, name, 0, 1)?;
    let text = own(vm, &args[0])?;
    let stripped = match args.get(1).filter(|v| !v.is_none()) {
        None => search::strip_text(text.bytes(), left, right),
        Some(set) => match set.downcast::<StrObj>() {
            Some(set) => search::strip_chars(text.bytes(), set.bytes(), left, right, Unit::Char),
            None => return Err(exc::type_error(vm, &format!("{name} arg must be None or str"))),
        },
    };
    Ok(part(vm, &args[0], text, stripped))
}

pub(super) fn str_join(vm: &Vm, this: &Value, iterable: &Value) -> PyResult {
    own(vm, this)?;
    // Joining runs no Python code: the items need no copy.
    if let Some(list) = iterable.exact::<ListObj>() {
        return join(vm, this, &list.items.borrow());
    }
    if let Some(tuple) = iterable.exact::<TupleObj>() {
        return join(vm, this, tuple.items());
    }
    let items = vm.collect_fast(iterable, "can only join an iterable")?;
    join(vm, this, &items)
}

/// `separator.join(items)`
pub fn join(vm: &Vm, this: &Value, items: &[Value]) -> PyResult {
    let separator = own(vm, this)?;
    if let [one] = items
        && one.exact::<StrObj>().is_some()
    {
        return Ok(one.clone());
    }
    let (mut len, mut chars) = (0usize, 0usize);
    for (i, item) in items.iter().enumerate() {
        let Some(text) = item.exact::<StrObj>().or_else(|| item.downcast::<StrObj>()) else {
            let got = vm.type_of(item).name_str();
            return Err(exc::type_error(vm, &format!("sequence item {i}: expected str instance, {got} found")));
        };
        len = len.saturating_add(text.bytes().len());
        chars += text.chars();
    }
    let gaps = items.len().saturating_sub(1);
    let between = separator.bytes();
    len = len.saturating_add(between.len().saturating_mul(gaps));
    chars = chars.saturating_add(separator.chars().saturating_mul(gaps));
    check_size(vm, len)?;
    Ok(crate::types::str_build::join_with(vm, items, between, len, chars))
}
