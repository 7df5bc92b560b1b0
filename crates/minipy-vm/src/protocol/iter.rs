//! Iteration from Rust.

use crate::exc;
use crate::heap::growth;
use crate::native::PyResult;
use crate::shape::fixed;
use crate::types::dict::DictObj;
use crate::types::list::{ListObj, iter::ListIterObj};
use crate::types::range::RangeIterObj;
use crate::types::set::SetObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::tuple_iter::TupleIterObj;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// Whether `iter(value)` would find a way to iterate.
    pub fn is_iterable(&self, value: &Value) -> bool {
        let ty = self.type_of(value);
        ty.slots().iter.is_some() || self.is_like_sequence(ty)
    }

    /// Whether items are found by number: in what has `__getitem__` of Python's and is no dict. Builtin types have
    /// `__iter__` where they are sequences.
    fn is_like_sequence(&self, ty: &TypeObj) -> bool {
        ty.has_flag(TypeFlags::HEAP_TYPE) && ty.slots().getitem.is_some() && !ty.is_subtype(&self.types().dict)
    }

    /// `iter(iterable)`
    pub fn iter(&self, iterable: &Value) -> PyResult {
        let Some(iter) = self.type_of(iterable).slots().iter else { return self.sequence_iter(iterable) };
        let iterator = iter(self, iterable)?;
        self.check_iterator(&iterator)?;
        Ok(iterator)
    }

    /// `iter(iterable)` where a TypeError, for whatever reason, is told in the caller's words, as CPython's
    /// `PySequence_Fast` does.
    pub(crate) fn iter_in_words(&self, iterable: &Value, words: impl FnOnce() -> String) -> PyResult {
        match self.iter(iterable) {
            Err(raised) if exc::is_type_error(self, &raised) => {
                drop(self.take_exception(raised));
                Err(exc::type_error(self, &words()))
            }
            other => other,
        }
    }

    /// TypeError if what an `__iter__` has returned is no iterator.
    pub(crate) fn check_iterator(&self, iterator: &Value) -> PyResult<()> {
        if self.type_of(iterator).slots().next.is_none() {
            let name = self.type_of(iterator).name_str();
            return Err(exc::type_error(self, &format!("iter() returned non-iterator of type '{name}'")));
        }
        Ok(())
    }

    /// The iterator over an object that only has `__getitem__`.
    pub(crate) fn sequence_iter(&self, iterable: &Value) -> PyResult {
        if !self.is_like_sequence(self.type_of(iterable)) {
            return Err(exc::not_iterable(self, iterable));
        }
        Ok(crate::types::seq_iter::new_sequence_iter(self, iterable))
    }

    /// The next item of an iterator; `None` when it is exhausted.
    #[inline]
    pub fn next(&self, iterator: &Value) -> PyResult<Option<Value>> {
        match self.type_of(iterator).slots().next {
            Some(next) => Ok(next(self, iterator)?.non_null()),
            None => Err(exc::not_an_iterator(self, iterator)),
        }
    }

    /// The next item of a value that has a `next` slot, as the iterators inside `zip`, `enumerate` and the like have;
    /// NULL when it is exhausted.
    #[inline(always)]
    pub(crate) fn step(&self, iterator: &Value) -> PyResult {
        match iterator.shape() {
            fixed::LIST_ITER => {
                if let Some(item) = iterator.exact::<ListIterObj>().and_then(|iter| iter.peek_advance().non_null()) {
                    return Ok(item);
                }
            }
            fixed::RANGE_ITER => {
                if let Some(iter) = iterator.exact::<RangeIterObj>() {
                    return Ok(iter.advance());
                }
            }
            fixed::TUPLE_ITER => {
                if let Some(item) = iterator.exact::<TupleIterObj>().and_then(|iter| iter.peek_advance().non_null()) {
                    return Ok(item);
                }
            }
            _ => {}
        }
        self.next_fn(iterator)?(self, iterator)
    }

    /// All items of an iterable. Exact lists and tuples are copied at once.
    pub fn collect(&self, iterable: &Value) -> PyResult<Vec<Value>> {
        self.collect_hinted(iterable, Some(0))
    }

    /// [`Vm::collect`] for what goes behind `present` items: CPython does not look at a hint that overflows the sum.
    pub fn collect_behind(&self, iterable: &Value, present: usize) -> PyResult<Vec<Value>> {
        self.collect_hinted(iterable, Some(present))
    }

    /// [`Vm::collect`] that asks the iterator for `__length_hint__`, not the iterable, and says in the caller's words that
    /// there is none: CPython's `PySequence_Fast`.
    pub fn collect_fast(&self, iterable: &Value, words: &str) -> PyResult<Vec<Value>> {
        if iterable.downcast::<ListObj>().is_some() || iterable.downcast::<TupleObj>().is_some() {
            return self.collect_for_tuple(iterable);
        }
        if let Some(items) = self.all_items(iterable) {
            return items;
        }
        self.collect(&self.iter_in_words(iterable, || words.to_owned())?)
    }

    /// [`Vm::collect`] that does not ask for `__length_hint__`, as where CPython makes tuples.
    pub fn collect_for_tuple(&self, iterable: &Value) -> PyResult<Vec<Value>> {
        self.collect_hinted(iterable, None)
    }

    fn collect_hinted(&self, iterable: &Value, present: Option<usize>) -> PyResult<Vec<Value>> {
        if let Some(list) = iterable.exact::<ListObj>() {
            return growth::copy(self, &list.items.borrow());
        }
        if let Some(tuple) = iterable.exact::<TupleObj>() {
            return growth::copy(self, tuple.items());
        }
        if let Some(items) = self.all_items(iterable) {
            return items;
        }
        let mut cursor = self.cursor(iterable)?;
        let hint = match present {
            Some(present) if !cursor.is_unsized(iterable) => {
                let hint = self.length_hint(iterable)?;
                if growth::is_beyond_memory(present, hint) {
                    return Err(exc::memory_error(self));
                }
                hint
            }
            _ => 0,
        };
        let mut items = growth::with_room(self, hint.min(1 << 20))?;
        let refused =
            cursor.drain(self, |item| if growth::push(&mut items, item) { Value::NULL } else { Value::NONE })?;
        if refused.is_null() { Ok(items) } else { Err(growth::failed(self)) }
    }

    /// All items of an exact builtin container that is not a list or tuple, or of a view of a dict: all at once, without
    /// an iterator. `None`: it is something else.
    pub(crate) fn all_items(&self, iterable: &Value) -> Option<PyResult<Vec<Value>>> {
        match iterable.shape() {
            fixed::DICT => {
                let table = iterable.exact::<DictObj>()?.table.borrow();
                Some(self.gathered(table.len(), table.entries().map(|entry| entry.key.clone())))
            }
            fixed::SET | fixed::FROZENSET => {
                let table = iterable.downcast::<SetObj>()?.table.borrow();
                Some(self.gathered(table.len(), table.entries().map(|(_, key)| key.clone())))
            }
            fixed::STR => {
                let text = iterable.exact::<StrObj>()?;
                if !text.is_ascii() {
                    return None;
                }
                Some(self.gathered(text.chars(), text.bytes().iter().map(|&byte| self.ascii_char(byte))))
            }
            _ => crate::types::dict::views::all_items(self, iterable),
        }
    }

    /// The items of an iterator that runs no Python code, of which there are `count`.
    pub(crate) fn gathered(&self, count: usize, items: impl Iterator<Item = Value>) -> PyResult<Vec<Value>> {
        let mut all = growth::with_room(self, count)?;
        all.extend(items);
        Ok(all)
    }

    /// The `next` slot of an iterator, for loops.
    #[inline]
    pub fn next_fn(&self, iterator: &Value) -> PyResult<crate::slots::NextFn> {
        match self.type_of(iterator).slots().next {
            Some(next) => Ok(next),
            None => Err(exc::not_an_iterator(self, iterator)),
        }
    }

    /// `operator.length_hint(value, 0)`
    pub fn length_hint(&self, value: &Value) -> PyResult<usize> {
        if let Some(len) = self.type_of(value).slots().len {
            return match len(self, value) {
                Ok(len) => Ok(len),
                Err(raised) if exc::is_type_error(self, &raised) => {
                    drop(self.take_exception(raised));
                    self.hint_without_len(value)
                }
                Err(raised) => Err(raised),
            };
        }
        self.hint_without_len(value)
    }

    fn hint_without_len(&self, value: &Value) -> PyResult<usize> {
        let hint = match self.call_special(value, &self.names().__length_hint__, &[]) {
            Ok(Some(hint)) => hint,
            Ok(None) => return Ok(0),
            Err(raised) if exc::is_type_error(self, &raised) => {
                drop(self.take_exception(raised));
                return Ok(0);
            }
            Err(raised) => return Err(raised),
        };
        if hint.is_not_implemented() {
            return Ok(0);
        }
        match hint.as_small() {
            Some(n) if n >= 0 => Ok(n as usize),
            Some(_) => Err(exc::value_error(self, "__length_hint__() should return >= 0")),
            None if crate::types::int::as_int(&hint).is_some() => match crate::types::int::to_i64(&hint) {
                Some(n) if n >= 0 => Ok(n as usize),
                Some(_) => Err(exc::value_error(self, "__length_hint__() should return >= 0")),
                None => Err(exc::overflow_error(self, "Python int too large to convert to C ssize_t")),
            },
            None => {
                let name = self.type_of(&hint).name_str();
                Err(exc::type_error(self, &format!("__length_hint__ must be an integer, not {name}")))
            }
        }
    }

    /// `len(value)`
    pub fn len(&self, value: &Value) -> PyResult<usize> {
        match self.type_of(value).slots().len {
            Some(len) => len(self, value),
            None => {
                let name = self.type_of(value).name_str();
                Err(exc::type_error(self, &format!("object of type '{name}' has no len()")))
            }
        }
    }
}
