//! Comparison, equality, hashing, truth, containment.

use crate::exc;
use crate::native::PyResult;
use crate::shape::fixed;
use crate::slots::CompareOp;
use crate::types::dict::DictObj;
use crate::types::list::ListObj;
use crate::types::object::{object_compare, object_hash};
use crate::types::set::SetObj;
use crate::types::str_::{StrObj, same_bytes};
use crate::types::tuple::TupleObj;
use crate::types::type_::{Held, TypeObj};
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

#[inline(never)]
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
    if let Some(a) = lhs.exact_float() {
        return Some(a == rhs.exact_float()?);
    }
    if !lhs.is_ptr() && rhs.exact::<StrObj>().is_some() {
        return Some(false);
    }
    let (Some(left), Some(right)) = (lhs.header(), rhs.header()) else { return None };
    // Objects that only equal themselves.
    (has_identity(left.ty()) && has_identity(right.ty())).then_some(false)
}

/// Whether the comparison of a type's objects is that of `object`.
pub(crate) fn has_identity(ty: &TypeObj) -> bool {
    ty.slots().compare.is_some_and(|f| f as usize == object_compare as *const () as usize)
}

/// Whether two keys with the same hash, which are not the same object, are equal; `None` where it takes Python code to
/// tell.
#[inline(always)]
pub(crate) fn same_key(a: &Value, b: &Value) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.exact::<StrObj>(), b.exact::<StrObj>()) {
        return Some(same_bytes(a.bytes(), b.bytes()));
    }
    if a.is_small() && b.is_small() { Some(false) } else { quick_eq_objects(a, b) }
}

/// The hash of a key that needs no look at its type, and whose dropping does nothing: an exact `str` or a small int.
#[inline(always)]
pub(crate) fn quick_hash(vm: &Vm, key: &Value) -> Option<i64> {
    if let Some(int) = key.as_small() {
        return Some(crate::types::int::hash_small(int));
    }
    key.exact::<StrObj>().map(|text| text.hash(vm))
}

/// The hash of a key where no Python code is needed for it: of text, numbers, tuples of such, and objects whose hash is
/// that of `object`.
#[inline(always)]
pub(crate) fn plain_hash(vm: &Vm, key: &Value) -> Option<i64> {
    match quick_hash(vm, key) {
        Some(hash) => Some(hash),
        None => plain_hash_of_object(vm, key),
    }
}

#[inline(never)]
fn plain_hash_of_object(vm: &Vm, key: &Value) -> Option<i64> {
    if let Some(tuple) = key.exact::<TupleObj>() {
        let known = tuple.hash.get();
        if known != -1 {
            return Some(known);
        }
        let mut hasher = minipy_text::hash::TupleHasher::default();
        for item in tuple.items() {
            // Tuples within tuples take the way that watches the depth.
            let hash = match quick_hash(vm, item) {
                Some(hash) => hash,
                None if item.exact::<TupleObj>().is_none() => plain_hash_of_object(vm, item)?,
                None => return None,
            };
            hasher.add(hash);
        }
        let hash = hasher.finish();
        tuple.hash.set(hash);
        return Some(hash);
    }
    let hash = vm.type_of(key).slots().hash?;
    let plain = hash as usize == object_hash as *const () as usize
        || matches!(key.shape(), fixed::FLOAT | fixed::INT | fixed::BYTES)
        || !key.is_ptr();
    if plain { hash(vm, key).ok() } else { None }
}

/// `item in container` of exact builtin containers, where no Python code is needed to tell; `None` otherwise.
#[inline]
pub(crate) fn quick_contains(vm: &Vm, container: &Value, item: &Value) -> Option<bool> {
    match container.shape() {
        fixed::STR => {
            let (text, part) = (container.exact::<StrObj>()?.bytes(), item.exact::<StrObj>()?.bytes());
            if let [byte] = part {
                return Some(minipy_text::search::has_byte(text, *byte));
            }
            Some(part.len() <= text.len() && minipy_text::search::find(text, part).is_some())
        }
        fixed::DICT => container.exact::<DictObj>()?.try_contains(vm, item),
        fixed::SET => container.exact::<SetObj>()?.try_contains(vm, item),
        fixed::FROZENSET => container.downcast::<SetObj>()?.try_contains(vm, item),
        fixed::TUPLE => any_equal(container.exact::<TupleObj>()?.items(), item),
        fixed::LIST => any_equal(&container.exact::<ListObj>()?.items.borrow(), item),
        _ => None,
    }
}

/// Whether one of the items is, or equals, a value; `None` if that takes Python code to tell.
fn any_equal(items: &[Value], item: &Value) -> Option<bool> {
    for candidate in items {
        if quick_eq(candidate, item)? {
            return Some(true);
        }
    }
    Some(false)
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
        self.eq_slow(lhs, rhs)
    }

    #[inline(never)]
    fn eq_slow(&self, lhs: &Value, rhs: &Value) -> PyResult<bool> {
        // Two instances of one Python class: its `__eq__` is asked on the left, then on the right.
        let (left, right) = (self.type_of(lhs), self.type_of(rhs));
        if left.is(right) {
            let function = left.python_method(self, Held::Eq);
            if !function.is_null() {
                self.check_native_stack(" in comparison")?;
                let result = crate::interp::call_held(self, function, lhs, std::slice::from_ref(rhs))?;
                if let Some(equal) = result.as_bool() {
                    return Ok(equal);
                }
                if !result.is_not_implemented() {
                    return self.truth(&result);
                }
                // Asking may have changed the class.
                let result = match self.type_of(rhs).slots().compare {
                    Some(compare) => compare(self, rhs, lhs, CompareOp::Eq)?,
                    None => Value::NOT_IMPLEMENTED,
                };
                return if result.is_not_implemented() { Ok(lhs.is(rhs)) } else { self.truth(&result) };
            }
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
        if let Some(float) = this.exact_float() {
            return Ok(float != 0.0);
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
        if let Some(found) = quick_contains(self, container, item) {
            return Ok(found);
        }
        self.contains_slow(container, item)
    }

    /// `item in container` where [`quick_contains`] cannot tell.
    #[inline(never)]
    pub(crate) fn contains_slow(&self, container: &Value, item: &Value) -> PyResult<bool> {
        match self.type_of(container).slots().contains {
            Some(contains) => contains(self, container, item),
            None => self.contains_by_iteration(container, item),
        }
    }

    /// `item in container` by going through the container.
    pub fn contains_by_iteration(&self, container: &Value, item: &Value) -> PyResult<bool> {
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
