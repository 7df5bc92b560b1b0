//! `slice`: the type, and what sequences need of it: bounds clipped to a length.

use std::cmp::Ordering;

use dashu_int::IBig;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::bind::check_positional;
use crate::slots::{CompareOp, Slots};
use crate::types::int;
use crate::types::seq_iter::readonly;
use crate::types::type_::{TypeDef, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside `slice` objects.
pub struct SliceObj {
    /// `start`
    pub start: Value,
    /// `stop`
    pub stop: Value,
    /// `step`
    pub step: Value,
}

static SLICE_LAYOUT: Layout = Layout::of::<SliceObj>("slice");

impl HeapObject for SliceObj {
    const LAYOUT: &'static Layout = &SLICE_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.start);
        visit(&self.stop);
        visit(&self.step);
    }
}

impl FixedShape for SliceObj {
    const SHAPE: u32 = crate::shape::fixed::SLICE;
}

/// The type `slice`.
pub static TYPE: TypeDef = TypeDef {
    name: "slice",
    layout: Some(&SLICE_LAYOUT),
    shape: crate::shape::fixed::SLICE,
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.\n\nThis is used for extended slicing (e.g. a[0:10:2]).",
    slots: Slots {
        new: Some(slice_new),
        repr: Some(slice_repr),
        hash: Some(slice_hash),
        compare: Some(slice_compare),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "indices" F2(slice_indices) "(self, object, /)" "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the start and stop\nindices, and the stride length of the extended slice described by\nS. Out of bounds indices are clipped in a manner consistent with the\nhandling of normal slices.";
    "__reduce__" F1(slice_reduce) "(self, /)" "Return state information for pickling.";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "start" get_start, readonly, "";
    [member] "stop" get_stop, readonly, "";
    [member] "step" get_step, readonly, "";
};

/// A new `slice`.
pub fn new_slice(vm: &Vm, start: Value, stop: Value, step: Value) -> Value {
    vm.alloc_fixed(&vm.types().slice, SliceObj { start, stop, step }).into_value()
}

/// A slice's parts as machine numbers, before any length is known.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// First index, possibly negative or out of range.
    pub start: isize,
    /// End index, possibly negative or out of range.
    pub stop: isize,
    /// Step; never zero.
    pub step: isize,
}

/// A slice applied to a sequence of known length.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The first index (meaningful unless `count` is zero, but always usable for insertion when `step` is 1).
    pub start: isize,
    /// The end index after clipping.
    pub stop: isize,
    /// The step.
    pub step: isize,
    /// How many items are selected.
    pub count: usize,
}

impl Bounds {
    /// Clips to a length.
    #[inline]
    pub fn adjust(self, len: usize) -> Span {
        let (len, step) = (len as isize, self.step);
        let clip = |at: isize| {
            if at < 0 {
                let at = at.saturating_add(len);
                if at >= 0 {
                    at
                } else if step < 0 {
                    -1
                } else {
                    0
                }
            } else if at >= len {
                if step < 0 { len - 1 } else { len }
            } else {
                at
            }
        };
        let (start, stop) = (clip(self.start), clip(self.stop));
        let count = if step < 0 {
            if stop < start { (start - stop - 1) / -step + 1 } else { 0 }
        } else if start < stop {
            (stop - start - 1) / step + 1
        } else {
            0
        };
        Span { start, stop, step, count: count as usize }
    }
}

impl Span {
    /// The selected indices in order.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        (0..self.count).map(move |i| (self.start + i as isize * self.step) as usize)
    }
}

fn part(vm: &Vm, value: &Value, default: isize) -> PyResult<isize> {
    if let Some(n) = value.as_small() {
        return Ok(n as isize);
    }
    if value.is_none() {
        return Ok(default);
    }
    check_index(vm, value)?;
    vm.index_to_isize(value, None)
}

fn check_index(vm: &Vm, value: &Value) -> PyResult<()> {
    if int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
        let message = "slice indices must be integers or None or have an __index__ method";
        return Err(exc::type_error(vm, message));
    }
    Ok(())
}

/// The parts of a slice as numbers; may run `__index__`, so ask for the length afterwards.
pub fn unpack(vm: &Vm, slice: &SliceObj) -> PyResult<Bounds> {
    let step = part(vm, &slice.step, 1)?.max(-isize::MAX);
    if step == 0 {
        return Err(exc::value_error(vm, "slice step cannot be zero"));
    }
    let start = part(vm, &slice.start, if step < 0 { isize::MAX } else { 0 })?;
    let stop = part(vm, &slice.stop, if step < 0 { isize::MIN } else { isize::MAX })?;
    Ok(Bounds { start, stop, step })
}

/// A slice of a sequence of `len` items: (start, step, count). For immutable sequences; mutable ones call [`unpack`]
/// first and look at their length afterwards.
pub fn adjust(vm: &Vm, slice: &SliceObj, len: usize) -> PyResult<(isize, isize, usize)> {
    let span = unpack(vm, slice)?.adjust(len);
    Ok((span.start, span.step, span.count))
}

/// A slice of something of any length, in big integers: (start, stop, step).
pub fn long_indices(vm: &Vm, slice: &SliceObj, len: &IBig) -> PyResult<(IBig, IBig, IBig)> {
    let step = long_part(vm, &slice.step)?.unwrap_or(IBig::ONE);
    if step == IBig::ZERO {
        return Err(exc::value_error(vm, "slice step cannot be zero"));
    }
    let negative = step < IBig::ZERO;
    let (lower, upper) = if negative { (-IBig::ONE, len - IBig::ONE) } else { (IBig::ZERO, len.clone()) };
    let clip = |value: Option<IBig>, default: &IBig| match value {
        None => default.clone(),
        Some(at) if at < IBig::ZERO => (at + len).max(lower.clone()),
        Some(at) => at.min(upper.clone()),
    };
    let (first, last) = if negative { (&upper, &lower) } else { (&lower, &upper) };
    let start = clip(long_part(vm, &slice.start)?, first);
    let stop = clip(long_part(vm, &slice.stop)?, last);
    Ok((start, stop, step))
}

fn long_part(vm: &Vm, value: &Value) -> PyResult<Option<IBig>> {
    if value.is_none() {
        return Ok(None);
    }
    check_index(vm, value)?;
    let index = vm.index(value)?;
    int::check_room(vm, &[&index])?;
    Ok(int::as_int(&index).map(int::Int::to_big))
}

fn slice_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    check_positional(vm, "slice", args, 0, 1, 3)?;
    let (start, stop, step) = match args.pos {
        [stop] => (Value::NONE, stop.clone(), Value::NONE),
        [start, stop] => (start.clone(), stop.clone(), Value::NONE),
        [start, stop, step, ..] => (start.clone(), stop.clone(), step.clone()),
        [] => (Value::NONE, Value::NONE, Value::NONE),
    };
    Ok(vm.alloc(ty, SliceObj { start, stop, step }).into_value())
}

fn this_slice<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a SliceObj> {
    match this.downcast::<SliceObj>() {
        Some(slice) => Ok(slice),
        None => Err(exc::wrong_self(vm, "slice", this)),
    }
}

fn slice_repr(vm: &Vm, this: &Value) -> PyResult {
    let slice = this_slice(vm, this)?;
    let mut out = b"slice(".to_vec();
    for (i, part) in [&slice.start, &slice.stop, &slice.step].into_iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(b", ");
        }
        out.extend_from_slice(&vm.repr_bytes(part)?);
    }
    out.push(b')');
    Ok(vm.str_bytes(&out))
}

fn slice_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let slice = this_slice(vm, this)?;
    let (start, stop, step) = (vm.hash(&slice.start)?, vm.hash(&slice.stop)?, vm.hash(&slice.step)?);
    Ok(minipy_text::hash::hash_slice(start, stop, step))
}

fn slice_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<SliceObj>(), other.downcast::<SliceObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if this.is(other) {
        return Ok(Value::bool(op.holds(Ordering::Equal)));
    }
    let parts = |s: &SliceObj| vm.tuple(vec![s.start.clone(), s.stop.clone(), s.step.clone()]);
    vm.compare(&parts(a), &parts(b), op)
}

fn slice_indices(vm: &Vm, this: &Value, len: &Value) -> PyResult {
    let slice = this_slice(vm, this)?;
    let len = vm.index(len)?;
    if int::is_negative(&len) {
        return Err(exc::value_error(vm, "length should not be negative"));
    }
    int::check_room(vm, &[&len])?;
    let len = int::as_int(&len).map_or(IBig::ZERO, int::Int::to_big);
    let (start, stop, step) = long_indices(vm, slice, &len)?;
    Ok(vm.tuple(vec![vm.bigint(start), vm.bigint(stop), vm.bigint(step)]))
}

fn slice_reduce(vm: &Vm, this: &Value) -> PyResult {
    let slice = this_slice(vm, this)?;
    let parts = vm.tuple(vec![slice.start.clone(), slice.stop.clone(), slice.step.clone()]);
    Ok(vm.tuple(vec![vm.types().slice.value().clone(), parts]))
}

fn get_start(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_slice(vm, this)?.start.clone())
}

fn get_stop(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_slice(vm, this)?.stop.clone())
}

fn get_step(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_slice(vm, this)?.step.clone())
}
