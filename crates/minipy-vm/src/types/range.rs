//! `range`. Ranges over ints of 63 bits keep machine numbers next to the Python values; others go through big
//! integers. The iterators are in `range_iter`.

use dashu_int::IBig;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::bind::check_positional;
use crate::slots::{CompareOp, Slots};
use crate::types::int::{self, BigInt, Int};
use crate::types::range_iter;
pub use crate::types::range_iter::{RangeIterObj, TYPE as ITER_TYPE};
use crate::types::seq_iter::readonly;
use crate::types::slice::{self, SliceObj};
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::{SMALL_MAX, SMALL_MIN, Value};
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside `range` objects.
pub struct RangeObj {
    /// `start`, an exact int.
    pub start: Value,
    /// `stop`, an exact int.
    pub stop: Value,
    /// `step`, an exact int, not zero.
    pub step: Value,
    /// The number of items, an exact int.
    pub length: Value,
    /// Set if start, stop and step fit 63 bits.
    pub fast: Option<FastRange>,
}

/// A range in machine numbers: every item and every `start`, `stop`, `step` fits 63 bits.
#[derive(Clone, Copy, Debug)]
pub struct FastRange {
    /// The first item.
    pub start: i64,
    /// The step.
    pub step: i64,
    /// The number of items.
    pub count: i64,
}

static LAYOUT: Layout = Layout::of::<RangeObj>("range");

impl HeapObject for RangeObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.start);
        visit(&self.stop);
        visit(&self.step);
        visit(&self.length);
    }
}

impl FixedShape for RangeObj {
    const SHAPE: u32 = crate::shape::fixed::RANGE;
}

/// The type `range`.
pub static TYPE: TypeDef = TypeDef {
    name: "range",
    layout: Some(&LAYOUT),
    shape: crate::shape::fixed::RANGE,
    flags: TypeFlags::SEQUENCE,
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).",
    slots: Slots {
        new: Some(range_new),
        repr: Some(range_repr),
        hash: Some(range_hash),
        compare: Some(range_compare),
        iter: Some(range_iter),
        len: Some(range_len),
        getitem: Some(range_getitem),
        contains: Some(range_contains),
        bool: Some(range_bool),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reversed__" F1(range_reversed) "(self, /)" "Return a reverse iterator.";
    "__reduce__" F1(range_reduce) "(self, /)" "";
    "count" F2(range_count) "(self, object, /)" "rangeobject.count(value) -> integer -- return number of occurrences of value";
    "index" F2(range_index) "(self, object, /)" "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "start" get_start, readonly, "";
    [member] "stop" get_stop, readonly, "";
    [member] "step" get_step, readonly, "";
};

/// A new range of exact ints; `step` is not zero.
pub fn new_range(vm: &Vm, start: Value, stop: Value, step: Value) -> Value {
    if let (Some(a), Some(b), Some(s)) = (start.as_small(), stop.as_small(), step.as_small()) {
        let count = if s == 1 {
            (b - a).max(0)
        } else if s > 0 && a < b {
            (b - 1 - a) / s + 1
        } else if s < 0 && a > b {
            (a - 1 - b) / -s + 1
        } else {
            0
        };
        let fast = Some(FastRange { start: a, step: s, count });
        let range = RangeObj { start, stop, step, length: vm.int(count), fast };
        return vm.alloc(&vm.types().range, range).into_value();
    }
    let (a, b, s) = (big(&start), big(&stop), big(&step));
    let count = if s > IBig::ZERO && a < b {
        (b - IBig::ONE - a) / s + IBig::ONE
    } else if s < IBig::ZERO && a > b {
        (a - IBig::ONE - b) / -s + IBig::ONE
    } else {
        IBig::ZERO
    };
    let range = RangeObj { start, stop, step, length: vm.bigint(count), fast: None };
    vm.alloc(&vm.types().range, range).into_value()
}

/// The value of an exact int.
pub(crate) fn big(value: &Value) -> IBig {
    int::as_int(value).map_or(IBig::ZERO, Int::to_big)
}

impl RangeObj {
    /// MemoryError, unless there is room for reckoning with this int.
    fn check_room(&self, vm: &Vm, with: &Value) -> PyResult<()> {
        int::check_room(vm, &[&self.start, &self.stop, &self.step, with])
    }

    /// The item at an index within the range.
    fn item(&self, vm: &Vm, index: &IBig) -> Value {
        vm.bigint(big(&self.start) + index * big(&self.step))
    }

    /// The index of an int, if it is in the range.
    fn position(&self, vm: &Vm, value: Int) -> PyResult<Option<IBig>> {
        if let (Some(fast), Int::Small(n)) = (self.fast, value) {
            let inside = if fast.step > 0 {
                n >= fast.start && n <= fast.start + (fast.count - 1) * fast.step
            } else {
                n <= fast.start && n >= fast.start + (fast.count - 1) * fast.step
            };
            if fast.count == 0 || !inside {
                return Ok(None);
            }
            let offset = n - fast.start;
            return Ok((offset % fast.step == 0).then(|| IBig::from(offset / fast.step)));
        }
        self.check_room(vm, &self.length)?;
        vm.check_memory(value.bits())?;
        let offset = value.to_big() - big(&self.start);
        let step = big(&self.step);
        let index = &offset / &step;
        let inside = index.clone() * step == offset && index >= IBig::ZERO && index < big(&self.length);
        Ok(inside.then_some(index))
    }
}

/// Start and stop of `range(stop)` or `range(start, stop)` of small ints, as most ranges are made. `None`: it is another
/// call.
#[inline]
fn plain_arguments(args: &[Value]) -> Option<(i64, i64)> {
    match args {
        [stop] => Some((0, stop.as_small()?)),
        [start, stop] => Some((start.as_small()?, stop.as_small()?)),
        _ => None,
    }
}

/// A range of [`plain_arguments`].
#[inline]
pub(crate) fn made_plainly(vm: &Vm, args: &[Value]) -> Option<Value> {
    let (start, stop) = plain_arguments(args)?;
    Some(new_range(vm, Value::small(start), Value::small(stop), Value::small(1)))
}

/// The iterator over a range of [`plain_arguments`] that nobody else gets to see.
#[inline]
pub(crate) fn iterated_plainly(vm: &Vm, args: &[Value]) -> Option<Value> {
    let (start, stop) = plain_arguments(args)?;
    Some(range_iter::new_iter(vm, start, 1, (stop - start).max(0)))
}

fn range_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    check_positional(vm, "range", args, 0, 1, 3)?;
    let zero = Value::small(0);
    let one = Value::small(1);
    let (start, stop, step) = match args.pos {
        [start, stop, step] => (vm.index(start)?, vm.index(stop)?, vm.index(step)?),
        [start, stop] => (vm.index(start)?, vm.index(stop)?, one),
        [stop, ..] => (zero, vm.index(stop)?, one),
        [] => (zero, Value::small(0), one),
    };
    if step.as_small() == Some(0) {
        return Err(exc::value_error(vm, "range() arg 3 must not be zero"));
    }
    int::check_room(vm, &[&start, &stop, &step])?;
    Ok(new_range(vm, start, stop, step))
}

fn this_range<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a RangeObj> {
    match this.downcast::<RangeObj>() {
        Some(range) => Ok(range),
        None => Err(exc::wrong_self(vm, "range", this)),
    }
}

fn range_repr(vm: &Vm, this: &Value) -> PyResult {
    let range = this_range(vm, this)?;
    let (start, stop) = (vm.repr_string(&range.start)?, vm.repr_string(&range.stop)?);
    let text = match range.step.as_small() {
        Some(1) => format!("range({start}, {stop})"),
        _ => format!("range({start}, {stop}, {})", vm.repr_string(&range.step)?),
    };
    Ok(vm.str(&text))
}

/// Equal ranges are those with the same items: what counts is length, start if any, step if more than one.
fn key(range: &RangeObj) -> (Value, Value, Value) {
    let (start, step) = match range.length.as_small() {
        Some(0) => (Value::NONE, Value::NONE),
        Some(1) => (range.start.clone(), Value::NONE),
        _ => (range.start.clone(), range.step.clone()),
    };
    (range.length.clone(), start, step)
}

fn range_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let (length, start, step) = key(this_range(vm, this)?);
    let mut hasher = minipy_text::hash::TupleHasher::default();
    for part in [length, start, step] {
        hasher.add(vm.hash(&part)?);
    }
    Ok(hasher.finish())
}

fn range_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<RangeObj>(), other.downcast::<RangeObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (key(a), key(b));
    let equal = vm.eq(&a.0, &b.0)? && vm.eq(&a.1, &b.1)? && vm.eq(&a.2, &b.2)?;
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn range_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    match int::to_i64(&this_range(vm, this)?.length) {
        Some(n) => Ok(n as usize),
        None => Err(exc::overflow_error(vm, "Python int too large to convert to C ssize_t")),
    }
}

fn range_bool(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(this_range(vm, this)?.length.as_small() != Some(0))
}

fn range_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let range = this_range(vm, this)?;
    if let (Some(fast), Some(index)) = (range.fast, key.as_small()) {
        let at = if index < 0 { index + fast.count } else { index };
        if at >= 0 && at < fast.count {
            return Ok(Value::small(fast.start + at * fast.step));
        }
        return Err(exc::index_error(vm, "range object index out of range"));
    }
    if let Some(slice) = key.downcast::<SliceObj>() {
        return range_slice(vm, range, slice);
    }
    if int::as_int(key).is_none() && vm.type_of(key).slots().index.is_none() {
        let name = vm.type_of(key).name_str();
        return Err(exc::type_error(vm, &format!("range indices must be integers or slices, not {name}")));
    }
    let index = vm.index(key)?;
    range.check_room(vm, &index)?;
    let (mut index, length) = (big(&index), big(&range.length));
    if index < IBig::ZERO {
        index += &length;
    }
    if index < IBig::ZERO || index >= length {
        return Err(exc::index_error(vm, "range object index out of range"));
    }
    Ok(range.item(vm, &index))
}

fn range_slice(vm: &Vm, range: &RangeObj, slice: &SliceObj) -> PyResult {
    range.check_room(vm, &range.length)?;
    let (start, stop, step) = slice::long_indices(vm, slice, &big(&range.length))?;
    let step = vm.bigint(step * big(&range.step));
    Ok(new_range(vm, range.item(vm, &start), range.item(vm, &stop), step))
}

/// The int that a value is, if it is exactly an `int` or a `bool` (subclasses may define their own equality).
fn plain_int(value: &Value) -> Option<Int<'_>> {
    if value.is_small() || value.as_bool().is_some() || value.exact::<BigInt>().is_some() {
        return int::as_int(value);
    }
    None
}

fn range_contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    match plain_int(item) {
        Some(n) => Ok(this_range(vm, this)?.position(vm, n)?.is_some()),
        None => vm.contains_by_iteration(this, item),
    }
}

fn range_count(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    if let Some(n) = plain_int(item) {
        return Ok(Value::small(i64::from(this_range(vm, this)?.position(vm, n)?.is_some())));
    }
    let iter = range_iter(vm, this)?;
    let mut count = 0;
    while let Some(candidate) = vm.next(&iter)? {
        if vm.eq(&candidate, item)? {
            count += 1;
        }
    }
    Ok(vm.int(count))
}

fn range_index(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    if let Some(n) = plain_int(item) {
        return match this_range(vm, this)?.position(vm, n)? {
            Some(index) => Ok(vm.bigint(index)),
            None => Err(exc::value_error(vm, "range.index(x): x not in range")),
        };
    }
    let iter = range_iter(vm, this)?;
    let mut index = 0;
    while let Some(candidate) = vm.next(&iter)? {
        if vm.eq(&candidate, item)? {
            return Ok(vm.int(index));
        }
        index += 1;
    }
    Err(exc::value_error(vm, "sequence.index(x): x not in sequence"))
}

fn range_iter(vm: &Vm, this: &Value) -> PyResult {
    let range = this_range(vm, this)?;
    if range.fast.is_none() {
        range.check_room(vm, &range.length)?;
    }
    Ok(match range.fast {
        Some(fast) => range_iter::new_iter(vm, fast.start, fast.step, fast.count),
        None => range_iter::new_long_iter(vm, big(&range.start), big(&range.step), big(&range.length)),
    })
}

pub(crate) fn range_reversed(vm: &Vm, this: &Value) -> PyResult {
    let range = this_range(vm, this)?;
    if let Some(fast) = range.fast
        && fast.count > 0
        && (-SMALL_MAX..=-SMALL_MIN).contains(&fast.step)
    {
        let last = fast.start + (fast.count - 1) * fast.step;
        return Ok(range_iter::new_iter(vm, last, -fast.step, fast.count));
    }
    range.check_room(vm, &range.length)?;
    let (start, step, length) = (big(&range.start), big(&range.step), big(&range.length));
    if range.fast.is_some() {
        let (before, back) = (vm.bigint(start - &step), vm.bigint(-step));
        if let (Some(before), Some(back)) = (before.as_small(), back.as_small()) {
            return Ok(range_iter::new_iter(vm, before, back, 0));
        }
        return Ok(range_iter::new_iter(vm, 0, 1, 0));
    }
    let last = start + (&length - IBig::ONE) * &step;
    Ok(range_iter::new_long_iter(vm, last, -step, length))
}

fn range_reduce(vm: &Vm, this: &Value) -> PyResult {
    let range = this_range(vm, this)?;
    let parts = vm.tuple(vec![range.start.clone(), range.stop.clone(), range.step.clone()]);
    Ok(vm.tuple(vec![vm.types().range.value().clone(), parts]))
}

fn get_start(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_range(vm, this)?.start.clone())
}

fn get_stop(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_range(vm, this)?.stop.clone())
}

fn get_step(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_range(vm, this)?.step.clone())
}
