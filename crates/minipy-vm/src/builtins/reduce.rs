//! Functions over all items of an iterable: `sum`, `min`, `max`, `any`, `all`, `sorted`.

use crate::exc;
use crate::native::{Args, PyResult};
use crate::protocol::number::ADD;
use crate::slots::CompareOp;
use crate::types::complex::{ComplexObj, new_complex};
use crate::types::int::{self, Int};
use crate::types::list::{
    ListObj,
    sort::{sort_list, sort_options},
};
use crate::types::str_::value_is;
use crate::value::Value;
use crate::vm::Vm;

/// `any`
pub fn any(vm: &Vm, iterable: &Value) -> PyResult {
    search_truth(vm, iterable, true)
}

/// `all`
pub fn all(vm: &Vm, iterable: &Value) -> PyResult {
    search_truth(vm, iterable, false)
}

/// Looks for an item with the truth value `wanted`: that value if there is one, the other one if there is none.
fn search_truth(vm: &Vm, iterable: &Value, wanted: bool) -> PyResult {
    let mut cursor = vm.cursor(iterable)?;
    loop {
        let item = cursor.drain(vm, |item| match plain_truth(&item) {
            Some(truth) if truth != wanted => Value::NULL,
            _ => item,
        })?;
        if item.is_null() {
            return Ok(Value::bool(!wanted));
        }
        if vm.truth(&item)? == wanted {
            return Ok(Value::bool(wanted));
        }
    }
}

/// The truth value of what needs no look at its type (and does nothing when it is dropped).
#[inline(always)]
fn plain_truth(item: &Value) -> Option<bool> {
    if let Some(truth) = item.as_bool() {
        return Some(truth);
    }
    if item.is_none() {
        return Some(false);
    }
    item.as_small().map(|n| n != 0)
}

/// A sum of floats with its rounding error (Neumaier), as CPython sums.
#[derive(Clone, Copy)]
struct Compensated {
    sum: f64,
    error: f64,
}

impl Compensated {
    fn add(&mut self, x: f64) {
        let total = self.sum + x;
        self.error += if self.sum.abs() >= x.abs() { (self.sum - total) + x } else { (x - total) + self.sum };
        self.sum = total;
    }

    fn total(self) -> f64 {
        if self.error != 0.0 && self.error.is_finite() { self.sum + self.error } else { self.sum }
    }
}

/// `sum`
pub fn sum(vm: &Vm, args: &[Value]) -> PyResult {
    let mut cursor = vm.cursor(&args[0])?;
    let mut total = match args[1].given() {
        None => Value::small(0),
        Some(start) => {
            let ty = vm.type_of(start);
            let types = vm.types();
            for (class, what, hint) in [
                (&types.str, "strings", "''.join(seq)"),
                (&types.bytes, "bytes", "b''.join(seq)"),
                (&types.bytearray, "bytearray", "b''.join(seq)"),
            ] {
                if ty.is_subtype(class) {
                    return Err(exc::type_error(vm, &format!("sum() can't sum {what} [use {hint} instead]")));
                }
            }
            start.clone()
        }
    };
    // As CPython does, each fast way is entered once, in this order; what follows is added by the general operator.
    if let Some(start) = exact_i64(&total) {
        let mut acc = start;
        let other = cursor.drain(vm, |item| {
            let n = exact_i64(&item).or_else(|| item.as_bool().map(i64::from));
            match n.and_then(|n| acc.checked_add(n)) {
                Some(next) => {
                    acc = next;
                    Value::NULL
                }
                None => item,
            }
        })?;
        if other.is_null() {
            return Ok(vm.int(acc));
        }
        total = vm.binary(&ADD, &vm.int(acc), &other)?;
    }
    if let Some(start) = total.exact_float() {
        let mut acc = Compensated { sum: start, error: 0.0 };
        let other = loop {
            let item = cursor.drain(vm, |item| match quick_summand(&item) {
                Some(x) => {
                    acc.add(x);
                    Value::NULL
                }
                None => item,
            })?;
            if item.is_null() {
                return Ok(vm.float(acc.total()));
            }
            match real_summand(vm, &item)? {
                Some(x) => acc.add(x),
                None => break item,
            }
        };
        total = vm.binary(&ADD, &vm.float(acc.total()), &other)?;
    }
    if let Some(start) = total.exact::<ComplexObj>() {
        let mut real = Compensated { sum: start.re, error: 0.0 };
        let mut imag = Compensated { sum: start.im, error: 0.0 };
        let other = loop {
            let item = cursor.next(vm)?;
            if item.is_null() {
                return Ok(new_complex(vm, real.total(), imag.total()));
            }
            if let Some(z) = item.exact::<ComplexObj>() {
                real.add(z.re);
                imag.add(z.im);
            } else {
                match real_summand(vm, &item)? {
                    Some(x) => real.add(x),
                    None => break item,
                }
            }
        };
        total = vm.binary(&ADD, &new_complex(vm, real.total(), imag.total()), &other)?;
    }
    loop {
        let item = cursor.next(vm)?;
        if item.is_null() {
            return Ok(total);
        }
        total = vm.binary(&ADD, &total, &item)?;
    }
}

/// The value of an exact `int` of 64 bits.
#[inline(always)]
fn exact_i64(value: &Value) -> Option<i64> {
    match value.as_small() {
        Some(n) => Some(n),
        None => value.exact::<int::BigInt>().and_then(|big| i64::try_from(&big.value).ok()),
    }
}

/// A summand of a sum of floats that is an exact float or a small int.
#[inline(always)]
fn quick_summand(value: &Value) -> Option<f64> {
    match value.exact_float() {
        Some(x) => Some(x),
        None => value.as_small().map(|n| n as f64),
    }
}

/// A real summand of a sum of floats: an exact float or any int.
#[inline(always)]
fn real_summand(vm: &Vm, value: &Value) -> PyResult<Option<f64>> {
    if let Some(x) = value.exact_float() {
        return Ok(Some(x));
    }
    match int::as_int(value) {
        Some(Int::Small(n)) => Ok(Some(n as f64)),
        Some(Int::Big(big)) => crate::types::float::big_to_f64(vm, big).map(Some),
        None => Ok(None),
    }
}

/// `min`
pub fn min(vm: &Vm, args: &Args) -> PyResult {
    extreme(vm, args, "min", CompareOp::Lt)
}

/// `max`
pub fn max(vm: &Vm, args: &Args) -> PyResult {
    extreme(vm, args, "max", CompareOp::Gt)
}

/// The extreme of two or more small ints.
#[inline]
fn extreme_of_ints(numbers: &[Value], op: CompareOp) -> Option<Value> {
    let (first, rest) = numbers.split_first()?;
    let mut best = first.as_small()?;
    for number in rest {
        let n = number.as_small()?;
        if op.holds(n.cmp(&best)) {
            best = n;
        }
    }
    Some(Value::small(best))
}

fn extreme(vm: &Vm, args: &Args, name: &str, op: CompareOp) -> PyResult {
    if args.kw.is_empty()
        && args.pos.len() > 1
        && let Some(best) = extreme_of_ints(args.pos, op)
    {
        return Ok(best);
    }
    let (mut key, mut default) = (None, None);
    if args.pos.is_empty() {
        return Err(exc::type_error(vm, &format!("{name} expected at least 1 argument, got 0")));
    }
    if args.kw.len() > 2 {
        let message = format!("{name}() takes at most 2 keyword arguments ({} given)", args.kw.len());
        return Err(exc::type_error(vm, &message));
    }
    for (keyword, value) in args.keywords() {
        if value_is(keyword, "key") {
            key = value.not_none();
        } else if value_is(keyword, "default") {
            default = Some(value);
        } else {
            return Err(exc::unexpected_keyword_among(vm, name, keyword, ["key", "default"].into_iter()));
        }
    }
    let several = args.pos.len() > 1;
    if several && default.is_some() {
        let message = format!("Cannot specify a default for {name}() with multiple positional arguments");
        return Err(exc::type_error(vm, &message));
    }
    let mut best: Option<(Value, Value)> = None;
    let mut consider = |item: Value| -> PyResult<()> {
        let rank = match key {
            Some(key) => vm.call1(key, &item)?,
            None => item.clone(),
        };
        let better = match &best {
            None => true,
            Some((_, current)) => match (rank.as_small(), current.as_small()) {
                (Some(a), Some(b)) => op.holds(a.cmp(&b)),
                _ => {
                    let result = vm.compare(&rank, current, op)?;
                    vm.truth(&result)?
                }
            },
        };
        if better {
            best = Some((item, rank));
        }
        Ok(())
    };
    if several {
        for item in args.pos {
            consider(item.clone())?;
        }
    } else {
        let mut cursor = vm.cursor(&args.pos[0])?;
        if key.is_none() {
            // As long as all items are small ints, nothing but numbers is looked at.
            let mut leader: Option<i64> = None;
            let other = cursor.drain(vm, |item| {
                let Some(n) = item.as_small() else { return item };
                if leader.is_none_or(|least| op.holds(n.cmp(&least))) {
                    leader = Some(n);
                }
                Value::NULL
            })?;
            if let Some(n) = leader {
                consider(Value::small(n))?;
            }
            if !other.is_null() {
                consider(other)?;
            }
        }
        loop {
            let item = cursor.next(vm)?;
            if item.is_null() {
                break;
            }
            consider(item)?;
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(exc::value_error(vm, &format!("{name}() iterable argument is empty"))),
    }
}

/// `sorted`
pub fn sorted(vm: &Vm, args: &Args) -> PyResult {
    let [iterable] = args.pos else {
        let n = args.pos.len();
        return Err(exc::type_error(vm, &format!("sorted expected 1 argument, got {n}")));
    };
    let list = vm.list(vm.collect(iterable)?);
    if let Some(items) = list.exact::<ListObj>() {
        let (key, reverse) = sort_options(vm, "sort", &Args { pos: std::slice::from_ref(&list), ..*args })?;
        sort_list(vm, items, key.not_none(), reverse)?;
    }
    Ok(list)
}
