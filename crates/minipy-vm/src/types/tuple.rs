//! `tuple`: representation. Methods are in `tuple_methods`.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `tuple` objects; the items follow it.
pub struct TupleObj {
    len: usize,
    /// Keeps the items aligned and the cached hash at hand: -1 means not computed.
    pub(crate) hash: std::cell::Cell<i64>,
}

static TUPLE_LAYOUT: Layout = Layout::of::<TupleObj>("tuple");

impl HeapObject for TupleObj {
    const LAYOUT: &'static Layout = &TUPLE_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.items().iter().for_each(&mut *visit);
    }

    fn trailing(&self) -> usize {
        self.len * size_of::<Value>()
    }
}

impl FixedShape for TupleObj {
    const SHAPE: u32 = crate::shape::fixed::TUPLE;
}

impl TupleObj {
    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // SAFETY: a `TupleObj` only exists inside an object whose trailing data are its `len` items.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Value>(), self.len) }
    }
}

impl Drop for TupleObj {
    fn drop(&mut self) {
        // SAFETY: as in `items`; the items are owned by the tuple and dropped once, here, last to first as in CPython.
        unsafe {
            let first = std::ptr::from_mut(self).add(1).cast::<Value>();
            // The last item goes first, as in CPython.
            for i in (0..self.len).rev() {
                std::ptr::drop_in_place(first.add(i));
            }
        }
    }
}

impl Vm {
    /// A new tuple; the empty one is shared.
    pub fn tuple(&self, items: Vec<Value>) -> Value {
        if items.is_empty() {
            return self.interp().empty_tuple.get();
        }
        self.tuple_of_type(&self.types().tuple, items)
    }

    /// A new tuple from borrowed items.
    pub fn tuple_from(&self, items: &[Value]) -> Value {
        if items.is_empty() || !crate::heap::growth::has_room_for(size_of_val(items)) {
            return self.interp().empty_tuple.get();
        }
        // SAFETY: all `len` items are written before anybody sees the object.
        unsafe {
            let (value, first) = self.tuple_uninit(&self.types().tuple, items.len());
            for (i, item) in items.iter().enumerate() {
                first.add(i).write(item.clone());
            }
            value
        }
    }

    /// A new tuple of the items of two others.
    pub(crate) fn tuple_joined(&self, first: &[Value], second: &[Value]) -> Value {
        let len = first.len() + second.len();
        if len == 0 || !crate::heap::growth::has_room_for(len * size_of::<Value>()) {
            return self.interp().empty_tuple.get();
        }
        // SAFETY: all `len` items are written before anybody sees the object.
        unsafe {
            let (value, place) = self.tuple_uninit(&self.types().tuple, len);
            for (i, item) in first.iter().chain(second).enumerate() {
                place.add(i).write(item.clone());
            }
            value
        }
    }

    /// A new tuple of `len` items that `item` makes. It must not run Python code.
    #[inline]
    pub fn tuple_from_fn(&self, len: usize, mut item: impl FnMut(usize) -> Value) -> Value {
        if len == 0 || !crate::heap::growth::has_room_for(len * size_of::<Value>()) {
            return self.interp().empty_tuple.get();
        }
        // SAFETY: all `len` places hold a value (NULL) before `item` is called, and nobody else sees the object.
        unsafe {
            let (value, first) = self.tuple_uninit(&self.types().tuple, len);
            for i in 0..len {
                first.add(i).write(Value::NULL);
            }
            for i in 0..len {
                *first.add(i) = item(i);
            }
            value
        }
    }

    /// A new tuple of a few items.
    #[inline]
    pub fn tuple_of<const N: usize>(&self, items: [Value; N]) -> Value {
        const { assert!(N > 0) };
        // SAFETY: all `N` items are moved in before anybody sees the object.
        unsafe {
            let (value, at) = self.tuple_uninit(&self.types().tuple, N);
            at.cast::<[Value; N]>().write(items);
            value
        }
    }

    /// A new tuple of two items.
    #[inline]
    pub fn pair(&self, first: Value, second: Value) -> Value {
        // SAFETY: both items are moved in before anybody sees the object.
        unsafe {
            let (value, at) = self.tuple_uninit(&self.types().tuple, 2);
            at.write(first);
            at.add(1).write(second);
            value
        }
    }

    /// A tuple of two items: the one kept in `place` if nobody else has it any more, otherwise a new one, which is kept
    /// there if nothing was. For iterators, whose pairs are mostly taken apart at once.
    #[inline]
    pub(crate) fn recycled_pair(&self, place: &PyCell<Value>, first: Value, second: Value) -> Value {
        let kept = place.borrow();
        if let Some(header) = kept.header()
            && header.refcount() == 1
            && let Some(tuple) = kept.exact::<TupleObj>()
            && tuple.len == 2
        {
            tuple.hash.set(-1);
            let at = std::ptr::from_ref(tuple).wrapping_add(1).cast::<Value>().cast_mut();
            // SAFETY: the tuple has two items, and nobody but `place` has it; its old items are dropped when the new
            // ones are in.
            let (old, result) =
                unsafe { ((std::ptr::replace(at, first), std::ptr::replace(at.add(1), second)), kept.clone()) };
            drop(kept);
            drop(old);
            return result;
        }
        let unused = kept.is_null();
        drop(kept);
        let pair = self.pair(first, second);
        if unused {
            place.set(pair.clone());
        }
        pair
    }

    /// A new tuple of a subclass (or of `tuple` itself).
    pub fn tuple_of_type(&self, ty: &TypeRef, items: Vec<Value>) -> Value {
        if !crate::heap::growth::has_room_for(items.len() * size_of::<Value>()) {
            return self.interp().empty_tuple.get();
        }
        // SAFETY: all `len` items are moved in before anybody sees the object.
        unsafe {
            let (value, first) = self.tuple_uninit(ty, items.len());
            std::ptr::copy_nonoverlapping(items.as_ptr(), first, items.len());
            let mut items = items;
            items.set_len(0);
            value
        }
    }

    /// [`Vm::tuple_uninit`] of a few items, for the interpreter loop.
    ///
    /// # Safety
    /// All `len` items, of which there are few, are written before anything else can happen.
    #[inline(always)]
    pub(crate) unsafe fn short_tuple(&self, len: usize) -> (Value, *mut Value) {
        // SAFETY: the caller's promise.
        unsafe {
            let payload = TupleObj { len, hash: std::cell::Cell::new(-1) };
            let obj = self.alloc_fixed_var(&self.types().tuple, payload, len * size_of::<Value>());
            let first = std::ptr::from_ref::<TupleObj>(obj.exact()).add(1).cast::<Value>().cast_mut();
            (obj.into_value(), first)
        }
    }

    /// A tuple whose items the caller writes at the returned address.
    ///
    /// # Safety
    /// All `len` items are written before anything else can happen.
    pub(crate) unsafe fn tuple_uninit(&self, ty: &TypeRef, len: usize) -> (Value, *mut Value) {
        // SAFETY: the caller's promise.
        unsafe {
            let payload = TupleObj { len, hash: std::cell::Cell::new(-1) };
            let tuple = &self.types().tuple;
            if ty.is(tuple) {
                let obj = self.alloc_fixed_var(tuple, payload, len * size_of::<Value>());
                let first = std::ptr::from_ref::<TupleObj>(obj.exact()).add(1).cast::<Value>().cast_mut();
                return (obj.into_value(), first);
            }
            let obj: Obj<TupleObj> = self.alloc_var(ty, payload, len * size_of::<Value>());
            let first = std::ptr::from_ref::<TupleObj>(&obj).add(1).cast::<Value>().cast_mut();
            (obj.into_value(), first)
        }
    }
}
