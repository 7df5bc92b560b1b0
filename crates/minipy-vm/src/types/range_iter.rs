//! `range_iterator` and `longrange_iterator`.

use std::cell::Cell;

use dashu_int::IBig;
use minipy_text::int::bit_length;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::int;
use crate::types::range::{big, new_range};
use crate::types::seq_iter::{reduced, self_iter};
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `range_iterator` objects. Every item that is still to come fits 63 bits.
pub struct RangeIterObj {
    /// The next item (meaningful while `remaining` is above zero).
    pub next: Cell<i64>,
    /// The step.
    pub step: i64,
    /// How many items are left.
    pub remaining: Cell<i64>,
}

static LAYOUT: Layout = Layout::of::<RangeIterObj>("range_iterator");

impl HeapObject for RangeIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;
    const GC: bool = false;
}

impl FixedShape for RangeIterObj {
    const SHAPE: u32 = crate::shape::fixed::RANGE_ITER;
}

impl RangeIterObj {
    /// The next item, which stays the next one; NULL when exhausted.
    #[inline(always)]
    pub(crate) fn peek(&self) -> Value {
        if self.remaining.get() > 0 { Value::small(self.next.get()) } else { Value::NULL }
    }

    /// The next item; NULL when exhausted.
    #[inline(always)]
    pub fn advance(&self) -> Value {
        let remaining = self.remaining.get();
        if remaining <= 0 {
            return Value::NULL;
        }
        let item = self.next.get();
        self.remaining.set(remaining - 1);
        self.next.set(item.wrapping_add(self.step));
        Value::small(item)
    }

    /// Takes back the last [`RangeIterObj::advance`], which gave an item.
    #[inline(always)]
    pub(crate) fn step_back(&self) {
        self.remaining.set(self.remaining.get() + 1);
        self.next.set(self.next.get().wrapping_sub(self.step));
    }
}

/// The struct inside `longrange_iterator` objects.
pub struct LongRangeIterObj {
    next: PyCell<IBig>,
    step: IBig,
    remaining: PyCell<IBig>,
}

static LONG_LAYOUT: Layout = Layout::of::<LongRangeIterObj>("longrange_iterator");

impl HeapObject for LongRangeIterObj {
    const LAYOUT: &'static Layout = &LONG_LAYOUT;
    const GC: bool = false;
}

/// The type `range_iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "range_iterator",
    layout: Some(&LAYOUT),
    shape: crate::shape::fixed::RANGE_ITER,
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// The type `longrange_iterator`.
pub static LONG_TYPE: TypeDef = TypeDef {
    name: "longrange_iterator",
    layout: Some(&LONG_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(self_iter), next: Some(long_next), ..Slots::EMPTY },
    methods: LONG_METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

static LONG_METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(long_length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(long_reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(long_set_state) "(self, object, /)" "Set state information for unpickling.";
};

/// An iterator over `count` items from `start`, all of which fit 63 bits.
#[inline]
pub fn new_iter(vm: &Vm, start: i64, step: i64, count: i64) -> Value {
    let iter = RangeIterObj { next: Cell::new(start), step, remaining: Cell::new(count) };
    vm.alloc_fixed(&vm.types().range_iterator, iter).into_value()
}

/// An iterator over `count` items from `start`, of any size.
pub(crate) fn new_long_iter(vm: &Vm, start: IBig, step: IBig, count: IBig) -> Value {
    let iter = LongRangeIterObj { next: PyCell::new(start), step, remaining: PyCell::new(count) };
    vm.alloc(&vm.type_from_def(&LONG_TYPE), iter).into_value()
}

fn this_iter<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a RangeIterObj> {
    match this.exact::<RangeIterObj>() {
        Some(iter) => Ok(iter),
        None => Err(exc::wrong_self(vm, "range_iterator", this)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_iter(vm, this)?.advance())
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(this_iter(vm, this)?.remaining.get()))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let (start, step) = (IBig::from(iter.next.get()), IBig::from(iter.step));
    let stop = &start + &step * IBig::from(iter.remaining.get());
    let range = new_range(vm, vm.bigint(start), vm.bigint(stop), vm.bigint(step));
    reduced(vm, "iter", range, Value::NONE)
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let by = vm.i64_arg(state)?.clamp(0, iter.remaining.get().max(0));
    iter.next.set(iter.next.get().wrapping_add(iter.step.wrapping_mul(by)));
    iter.remaining.set(iter.remaining.get() - by);
    Ok(Value::NONE)
}

fn this_long<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a LongRangeIterObj> {
    match this.downcast::<LongRangeIterObj>() {
        Some(iter) => Ok(iter),
        None => Err(exc::wrong_self(vm, "longrange_iterator", this)),
    }
}

fn long_next(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_long(vm, this)?;
    let mut remaining = iter.remaining.borrow_mut();
    if *remaining <= IBig::ZERO {
        return Ok(Value::NULL);
    }
    vm.check_memory(bit_length(&remaining).max(bit_length(&iter.step)))?;
    *remaining -= IBig::ONE;
    let mut next = iter.next.borrow_mut();
    let after = &*next + &iter.step;
    Ok(vm.bigint(std::mem::replace(&mut *next, after)))
}

fn long_length_hint(vm: &Vm, this: &Value) -> PyResult {
    let remaining = this_long(vm, this)?.remaining.borrow().clone();
    Ok(vm.bigint(remaining))
}

fn long_reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_long(vm, this)?;
    vm.check_memory(bit_length(&iter.remaining.borrow()).max(bit_length(&iter.step)))?;
    let start = iter.next.borrow().clone();
    let stop = &start + &iter.step * iter.remaining.borrow().clone();
    let range = new_range(vm, vm.bigint(start), vm.bigint(stop), vm.bigint(iter.step.clone()));
    reduced(vm, "iter", range, Value::NONE)
}

fn long_set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let iter = this_long(vm, this)?;
    if !vm.type_of(state).is(&vm.types().int) {
        let got = crate::types::type_::methods::message_name(vm, vm.type_of(state));
        return Err(exc::type_error(vm, &format!("state must be an int, not {got}")));
    }
    let state = vm.index(state)?;
    int::check_room(vm, &[&state])?;
    vm.check_memory(bit_length(&iter.remaining.borrow()).max(bit_length(&iter.step)))?;
    let by = big(&state).max(IBig::ZERO).min(iter.remaining.borrow().clone());
    let next = iter.next.borrow().clone() + &iter.step * &by;
    iter.next.set(next);
    let left = iter.remaining.borrow().clone() - by;
    iter.remaining.set(left);
    Ok(Value::NONE)
}
