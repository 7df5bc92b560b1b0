//! `list.sort`: the method, and the choice of algorithm. Keys whose comparison needs no Python code are sorted by
//! Rust's own stable sort; all others by `timsort`.

use std::cmp::Ordering;

use super::timsort::{self, Entry, Keyed};
use crate::exc;
use crate::heap::growth;
use crate::native::{Args, PyResult};
use crate::protocol::bind;
use crate::slots::CompareOp;
use crate::types::list::ListObj;
use crate::types::str_::{StrObj, value_is};
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// `list.sort(*, key=None, reverse=False)`
pub(super) fn list_sort(vm: &Vm, args: &Args) -> PyResult {
    let list = super::methods::this_list(vm, &args.pos[0])?;
    let (key, reverse) = sort_options(vm, "sort", args)?;
    sort_list(vm, list, key.not_none(), reverse)?;
    Ok(Value::NONE)
}

/// The keyword arguments `key` (NULL if not given) and `reverse` after one positional one, for `sort` and `sorted`.
pub fn sort_options(vm: &Vm, name: &str, args: &Args) -> PyResult<(Value, bool)> {
    if args.kw.is_empty() && args.pos.len() == 1 {
        return Ok((Value::NULL, false));
    }
    if args.len() > 3 {
        return Err(exc::too_many_in_all(vm, name, 2, args.len() - 1, args.pos.len() <= 1));
    }
    if args.pos.len() > 1 {
        return Err(exc::type_error(vm, &format!("{name}() takes no positional arguments")));
    }
    if args.keywords().all(|(keyword, _)| value_is(keyword, "key") || value_is(keyword, "reverse")) {
        let reverse = match args.keyword("reverse") {
            Some(reverse) => vm.truth(reverse)?,
            None => false,
        };
        return Ok((args.keyword("key").cloned().unwrap_or(Value::NULL), reverse));
    }
    let params = bind::parse_signature("(self, /, *, key=None, reverse=False)");
    let mut bound = bind::bind_params(vm, name, &params, args, 1)?;
    let reverse = match bound[2].given() {
        Some(reverse) => vm.truth(reverse)?,
        None => false,
    };
    Ok((bound[1].take(), reverse))
}

/// Sorts a list in place. While it is sorted the list is empty; what was put in meanwhile is an error and is lost.
pub fn sort_list(vm: &Vm, list: &ListObj, key: Option<&Value>, reverse: bool) -> PyResult<()> {
    let mut items = list.items.take();
    let result = sort_vec(vm, &mut items, key, reverse);
    let intruders = list.items.replace(items);
    let modified = intruders.capacity() > 0;
    drop(intruders);
    if modified && result.is_ok() {
        return Err(exc::value_error(vm, "list modified during sort"));
    }
    result
}

/// Sorts values, which stay a permutation of what they were if an exception is raised.
pub fn sort_vec(vm: &Vm, items: &mut [Value], key: Option<&Value>, reverse: bool) -> PyResult<()> {
    let Some(function) = key else { return sort_entries(vm, items, reverse) };
    let mut entries: Vec<Keyed> = growth::with_room(vm, items.len())?;
    for item in items.iter() {
        entries.push(Keyed { key: vm.call1(function, item)?, item: Value::NULL });
    }
    for (entry, item) in entries.iter_mut().zip(items.iter_mut()) {
        entry.item = std::mem::take(item);
    }
    let result = sort_entries(vm, &mut entries, reverse);
    // The keys are dropped only once every item is back.
    for (entry, item) in entries.iter_mut().zip(items.iter_mut()) {
        *item = std::mem::take(&mut entry.item);
    }
    drop(entries);
    result
}

fn sort_entries<T: Entry>(vm: &Vm, entries: &mut [T], reverse: bool) -> PyResult<()> {
    let Some(first) = entries.first() else { return Ok(()) };
    let kind = Kind::of(first.key());
    let order: Option<Order> = match kind {
        Kind::Other => None,
        Kind::Tuple => tuples_are_plain(entries).then_some(tuple_order as Order),
        _ if entries.iter().any(|e| Kind::of(e.key()) != kind) => None,
        Kind::Small => Some(small_order),
        Kind::Str => Some(str_order),
        Kind::Float => Some(float_order),
    };
    match (order, kind) {
        (Some(_), Kind::Small) if reverse => entries.sort_by(|a, b| small_order(b.key(), a.key())),
        (Some(_), Kind::Small) => entries.sort_by(|a, b| small_order(a.key(), b.key())),
        (Some(order), _) => sort_by_prefix(entries, order, reverse),
        (None, _) => {
            // Reversing before and after keeps equal entries in order.
            if reverse {
                entries.reverse();
            }
            let result = timsort::sort(vm, entries, less);
            if reverse {
                entries.reverse();
            }
            return result;
        }
    }
    Ok(())
}

/// A comparison that needs no Python code.
type Order = fn(&Value, &Value) -> Ordering;

/// Sorts with two machine numbers next to each entry that decide most comparisons without looking at the object.
fn sort_by_prefix<T: Entry>(entries: &mut [T], order: Order, reverse: bool) {
    let mut sorted: Vec<(u64, u64, T)> = entries
        .iter_mut()
        .map(|e| {
            let (first, second) = prefixes(e.key());
            (first, second, std::mem::take(e))
        })
        .collect();
    let compare = |a: &(u64, u64, T), b: &(u64, u64, T)| {
        a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then_with(|| order(a.2.key(), b.2.key()))
    };
    if reverse {
        sorted.sort_by(|a, b| compare(b, a));
    } else {
        sorted.sort_by(compare);
    }
    for (place, (_, _, entry)) in entries.iter_mut().zip(sorted) {
        *place = entry;
    }
}

/// Two numbers of which the pair is less than or equal to that of every greater key of the same kind.
fn prefixes(key: &Value) -> (u64, u64) {
    if let Some(text) = key.exact::<StrObj>() {
        return (text_word(text.bytes(), 0), text_word(text.bytes(), 8));
    }
    let second = match key.exact::<TupleObj>().map(TupleObj::items) {
        // Numbers with the same prefix are equal, so that the second item decides. The first word of a text leaves open
        // what follows.
        Some([first, second, ..]) if first.exact::<StrObj>().is_none() => prefix(second),
        _ => 0,
    };
    (prefix(key), second)
}

/// Eight bytes of a text from an offset on, as a number that sorts as they do.
#[inline]
fn text_word(bytes: &[u8], from: usize) -> u64 {
    let rest = bytes.get(from..).unwrap_or(&[]);
    match rest.first_chunk::<8>() {
        Some(word) => u64::from_be_bytes(*word),
        None => {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            u64::from_be_bytes(word)
        }
    }
}

/// A number that is less than or equal to that of every greater key of the same kind.
fn prefix(key: &Value) -> u64 {
    const SIGN: u64 = 1 << 63;
    if let Some(n) = key.as_small() {
        return n as u64 ^ SIGN;
    }
    if let Some(text) = key.exact::<StrObj>() {
        return text_word(text.bytes(), 0);
    }
    if let Some(float) = key.exact_float() {
        // Adding zero makes -0.0 the same as 0.0.
        let bits = (float + 0.0).to_bits();
        return if bits & SIGN == 0 { bits | SIGN } else { !bits };
    }
    match key.exact::<TupleObj>().and_then(|t| t.items().first()) {
        Some(first) => prefix(first),
        None => 0,
    }
}

/// What decides how keys are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Small,
    Str,
    /// A float other than NaN, which has no place in an order.
    Float,
    Tuple,
    Other,
}

impl Kind {
    #[inline]
    fn of(value: &Value) -> Kind {
        if value.is_small() {
            Kind::Small
        } else if value.exact::<StrObj>().is_some() {
            Kind::Str
        } else if let Some(float) = value.exact_float() {
            if float.is_nan() { Kind::Other } else { Kind::Float }
        } else if value.exact::<TupleObj>().is_some() {
            Kind::Tuple
        } else {
            Kind::Other
        }
    }
}

/// Whether all keys are tuples whose items, place by place, are small ints, exact strings or floats throughout.
fn tuples_are_plain<T: Entry>(entries: &[T]) -> bool {
    let mut kinds: Vec<Kind> = Vec::new();
    entries.iter().all(|entry| {
        let Some(tuple) = entry.key().exact::<TupleObj>() else { return false };
        tuple.items().iter().enumerate().all(|(place, item)| {
            let kind = Kind::of(item);
            if place == kinds.len() {
                kinds.push(kind);
            }
            kind == kinds[place] && !matches!(kind, Kind::Tuple | Kind::Other)
        })
    })
}

#[inline(always)]
fn small_order(a: &Value, b: &Value) -> Ordering {
    // The tag bit is the same in all small ints.
    (a.bits() as isize).cmp(&(b.bits() as isize))
}

fn str_order(a: &Value, b: &Value) -> Ordering {
    match (a.exact::<StrObj>(), b.exact::<StrObj>()) {
        // WTF-8 sorts like its code points.
        (Some(a), Some(b)) => a.bytes().cmp(b.bytes()),
        _ => Ordering::Equal,
    }
}

fn float_order(a: &Value, b: &Value) -> Ordering {
    match (a.exact_float(), b.exact_float()) {
        (Some(a), Some(b)) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
        _ => Ordering::Equal,
    }
}

fn tuple_order(a: &Value, b: &Value) -> Ordering {
    let (Some(a), Some(b)) = (a.exact::<TupleObj>(), b.exact::<TupleObj>()) else { return Ordering::Equal };
    for (x, y) in a.items().iter().zip(b.items()) {
        let order = if x.is_small() {
            small_order(x, y)
        } else if x.exact::<StrObj>().is_some() {
            str_order(x, y)
        } else {
            float_order(x, y)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.items().len().cmp(&b.items().len())
}

/// `a < b` as sorting asks it.
fn less(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    if let (Some(a), Some(b)) = (a.as_small(), b.as_small()) {
        return Ok(a < b);
    }
    if let (Some(a), Some(b)) = (a.exact_float(), b.exact_float()) {
        return Ok(a < b);
    }
    if let (Some(a), Some(b)) = (a.exact::<StrObj>(), b.exact::<StrObj>()) {
        return Ok(a.bytes() < b.bytes());
    }
    vm.compare_bool(a, b, CompareOp::Lt)
}
