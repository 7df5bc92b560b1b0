//! Comparison, equality, hashing, truth, containment.

use crate::exc;
use crate::native::PyResult;
use crate::slots::CompareOp;
use crate::types::dict::DictObj;
use crate::types::float::FloatObj;
use crate::types::list::ListObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// CPython 3.14 compares nested tuples and dicts to about this depth on a stack of 8 MB.
const DEEPEST_COMPARISON: u32 = 74_000;

/// Equality of two values where no Python code is needed to tell (identity counts); `None` where it is.
#[inline(always)]
pub(crate) fn quick_eq(lhs: &Value, rhs: &Value) -> Option<bool> {
    if lhs.is(rhs) {
        return Some(true);
    }
    if lhs.is_small() && rhs.is_small() {
        return Some(false);
    }
    quick_eq_objects(lhs, rhs)
}

fn quick_eq_objects(lhs: &Value, rhs: &Value) -> Option<bool> {
    if let Some(a) = lhs.exact::<TupleObj>() {
        let (a, b) = (a.items(), rhs.exact::<TupleObj>()?.items());
        for (x, y) in a.iter().zip(b) {
            // Tuples within tuples take the way that watches the depth.
            let equal = x.is(y) || !(x.is_small() && y.is_small()) && quick_eq_leaves(x, y)?;
            if !equal {
                return Some(false);
            }
        }
        return Some(a.len() == b.len());
    }
    quick_eq_leaves(lhs, rhs)
}

/// For strings and floats.
fn quick_eq_leaves(lhs: &Value, rhs: &Value) -> Option<bool> {
    if let Some(a) = lhs.exact::<StrObj>() {
        if let Some(b) = rhs.exact::<StrObj>() {
            return Some(a.bytes() == b.bytes());
        }
        return (!rhs.is_ptr()).then_some(false);
    }
    if let Some(a) = lhs.exact::<FloatObj>() {
        let b = rhs.exact::<FloatObj>()?;
        return Some(a.get() == b.get());
    }
    (!lhs.is_ptr() && rhs.exact::<StrObj>().is_some()).then_some(false)
}

/// The hash of a key that needs no look at its type, and whose dropping does nothing: an exact `str` or a small int.
#[inline(always)]
pub(crate) fn quick_hash(vm: &Vm, key: &Value) -> Option<i64> {
    if let Some(int) = key.as_small() {
        return Some(crate::types::int::hash_small(int));
    }
    key.exact::<StrObj>().map(|text| text.hash(vm))
}

impl Vm {
    /// `lhs op rhs`, any result (CPython: `PyObject_RichCompare`).
    pub fn compare(&self, lhs: &Value, rhs: &Value, op: CompareOp) -> PyResult {
        if let (Some(a), Some(b)) = (lhs.as_small(), rhs.as_small()) {
            return Ok(Value::bool(op.holds(a.cmp(&b))));
        }
        self.compare_slow(lhs, rhs, op)
    }

    fn compare_slow(&self, lhs: &Value, rhs: &Value, op: CompareOp) -> PyResult {
        self.check_native_stack(" in comparison")?;
        let (left, right) = (self.type_of(lhs), self.type_of(rhs));
        let mut tried_right = false;
        if !left.is(right)
            && right.is_subtype(left)
            && let Some(compare) = right.slots().compare
        {
            tried_right = true;
            let result = compare(self, rhs, lhs, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if let Some(compare) = left.slots().compare {
            let result = compare(self, lhs, rhs, op)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if !tried_right && let Some(compare) = self.type_of(rhs).slots().compare {
            let result = compare(self, rhs, lhs, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(lhs.is(rhs))),
            CompareOp::Ne => Ok(Value::bool(!lhs.is(rhs))),
            _ => Err(exc::unorderable(self, op.symbol(), lhs, rhs)),
        }
    }

    /// `lhs op rhs` as a truth value; identical objects are equal (`PyObject_RichCompareBool`).
    #[inline]
    pub fn compare_bool(&self, lhs: &Value, rhs: &Value, op: CompareOp) -> PyResult<bool> {
        if lhs.is(rhs) {
            match op {
                CompareOp::Eq => return Ok(true),
                CompareOp::Ne => return Ok(false),
                _ => {}
            }
        }
        let result = self.compare(lhs, rhs, op)?;
        self.truth(&result)
    }

    /// Runs a comparison of items of a tuple or dict: RecursionError where CPython's C stack would end, which is long
    /// before ours does.
    pub(crate) fn nested_comparison(&self, run: impl FnOnce() -> PyResult<bool>) -> PyResult<bool> {
        let depth = self.comparison_depth.get();
        if depth >= DEEPEST_COMPARISON {
            return Err(exc::recursion_error(self, " in comparison"));
        }
        self.comparison_depth.set(depth + 1);
        let result = run();
        self.comparison_depth.set(depth);
        result
    }

    /// Equality as containers use it: identity first.
    #[inline]
    pub fn eq(&self, lhs: &Value, rhs: &Value) -> PyResult<bool> {
        if let Some(equal) = quick_eq(lhs, rhs) {
            return Ok(equal);
        }
        self.compare_bool(lhs, rhs, CompareOp::Eq)
    }

    /// `hash(this)`; never -1.
    #[inline]
    pub fn hash(&self, this: &Value) -> PyResult<i64> {
        if let Some(text) = this.exact::<StrObj>() {
            return Ok(text.hash(self));
        }
        if let Some(int) = this.as_small() {
            return Ok(crate::types::int::hash_small(int));
        }
        match self.type_of(this).slots().hash {
            Some(hash) => hash(self, this),
            None => Err(exc::unhashable(self, this)),
        }
    }

    /// `bool(this)`
    #[inline(always)]
    pub fn truth(&self, this: &Value) -> PyResult<bool> {
        if let Some(truth) = this.as_bool() {
            return Ok(truth);
        }
        self.truth_slow(this)
    }

    #[inline(never)]
    fn truth_slow(&self, this: &Value) -> PyResult<bool> {
        if this.is_none() {
            return Ok(false);
        }
        if let Some(int) = this.as_small() {
            return Ok(int != 0);
        }
        if let Some(list) = this.exact::<ListObj>() {
            return Ok(!list.is_empty());
        }
        if let Some(text) = this.exact::<StrObj>() {
            return Ok(!text.bytes().is_empty());
        }
        if let Some(dict) = this.exact::<DictObj>() {
            return Ok(!dict.is_empty());
        }
        if let Some(tuple) = this.exact::<TupleObj>() {
            return Ok(!tuple.items().is_empty());
        }
        if let Some(float) = this.exact::<FloatObj>() {
            return Ok(float.get() != 0.0);
        }
        let slots = self.type_of(this).slots();
        if let Some(truth) = slots.bool {
            return truth(self, this);
        }
        match slots.len {
            Some(len) => Ok(len(self, this)? != 0),
            None => Ok(true),
        }
    }

    /// `item in container`
    pub fn contains(&self, container: &Value, item: &Value) -> PyResult<bool> {
        match self.type_of(container).slots().contains {
            Some(contains) => contains(self, container, item),
            None => self.contains_by_iteration(container, item),
        }
    }

    /// `item in container` by going through the container.
    pub fn contains_by_iteration(&self, container: &Value, item: &Value) -> PyResult<bool> {
        if !self.is_iterable(container) {
            return Err(exc::not_a_container(self, container));
        }
        let iter = match self.iter(container) {
            Err(raised) if exc::is_type_error(self, &raised) => {
                drop(self.take_exception(raised));
                return Err(exc::not_a_container(self, container));
            }
            result => result?,
        };
        while let Some(candidate) = self.next(&iter)? {
            if self.eq(&candidate, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
