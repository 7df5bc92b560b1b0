//! `list_iterator` and `list_reverseiterator`.

use std::cell::Cell;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::list::ListObj;
use crate::types::seq_iter::{reduced, self_iter};
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `list_iterator` objects.
pub struct ListIterObj {
    /// The list; NULL once exhausted.
    pub list: PyCell<Value>,
    /// Index of the next item.
    pub index: Cell<usize>,
}

static LAYOUT: Layout = Layout::of::<ListIterObj>("list_iterator");

impl HeapObject for ListIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.list.borrow());
    }

    fn clear(&self) {
        drop(self.list.take());
    }
}

impl FixedShape for ListIterObj {
    const SHAPE: u32 = crate::shape::fixed::LIST_ITER;
}

impl ListIterObj {
    /// The next item; NULL when exhausted.
    #[inline(always)]
    pub fn advance(&self) -> Value {
        let index = self.index.get();
        let item = self.list.borrow().downcast::<ListObj>().and_then(|list| list.get(index));
        match item {
            Some(item) => {
                self.index.set(index + 1);
                item
            }
            None => {
                drop(self.list.take());
                Value::NULL
            }
        }
    }

    /// The next item; NULL at the end, which [`ListIterObj::advance`] then makes final.
    #[inline(always)]
    pub(crate) fn peek_advance(&self) -> Value {
        let item = self.peek();
        if !item.is_null() {
            self.skip();
        }
        item
    }

    /// The next item, which stays the next one; NULL at the end.
    #[inline(always)]
    pub(crate) fn peek(&self) -> Value {
        let index = self.index.get();
        let owner = self.list.borrow();
        let list = owner.exact::<ListObj>().or_else(|| owner.downcast::<ListObj>());
        list.and_then(|list| list.get(index)).unwrap_or_default()
    }

    /// Passes over the item that [`ListIterObj::peek`] has given.
    #[inline(always)]
    pub(crate) fn skip(&self) {
        self.index.set(self.index.get() + 1);
    }

    /// Takes back the last [`ListIterObj::peek_advance`], which gave an item.
    #[inline(always)]
    pub(crate) fn step_back(&self) {
        self.index.set(self.index.get().wrapping_sub(1));
    }

    /// How many items are left.
    fn remaining(&self) -> usize {
        let len = self.list.borrow().downcast::<ListObj>().map_or(0, ListObj::len);
        len.saturating_sub(self.index.get())
    }
}

/// The struct inside `list_reverseiterator` objects.
pub struct ListReverseIterObj {
    list: PyCell<Value>,
    /// Index of the next item; below zero: exhausted.
    index: Cell<isize>,
}

static REVERSE_LAYOUT: Layout = Layout::of::<ListReverseIterObj>("list_reverseiterator");

impl HeapObject for ListReverseIterObj {
    const LAYOUT: &'static Layout = &REVERSE_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.list.borrow());
    }

    fn clear(&self) {
        drop(self.list.take());
    }
}

impl ListReverseIterObj {
    /// The next item; NULL at the end, which the `next` slot then makes final.
    #[inline(always)]
    pub(crate) fn peek_advance(&self) -> Value {
        let index = self.index.get();
        let owner = self.list.borrow();
        if index < 0 {
            return Value::NULL;
        }
        match owner.exact::<ListObj>().and_then(|list| list.get(index as usize)) {
            Some(item) => {
                self.index.set(index - 1);
                item
            }
            None => Value::NULL,
        }
    }
}

/// The type `list_iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "list_iterator",
    layout: Some(&LAYOUT),
    shape: crate::shape::fixed::LIST_ITER,
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// The type `list_reverseiterator`.
pub static REVERSE_TYPE: TypeDef = TypeDef {
    name: "list_reverseiterator",
    layout: Some(&REVERSE_LAYOUT),
    shape: crate::shape::fixed::LIST_REVERSE_ITER,
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(self_iter), next: Some(reverse_next), ..Slots::EMPTY },
    methods: REVERSE_METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

static REVERSE_METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(reverse_length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reverse_reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(reverse_set_state) "(self, object, /)" "Set state information for unpickling.";
};

/// `iter(list)`
pub(crate) fn list_iter(vm: &Vm, list: &Value) -> PyResult {
    let iter = ListIterObj { list: PyCell::new(list.clone()), index: Cell::new(0) };
    Ok(vm.alloc(&vm.types().list_iterator, iter).into_value())
}

/// `reversed(list)`
pub(crate) fn list_reversed(vm: &Vm, list: &Value) -> PyResult {
    let len = list.downcast::<ListObj>().map_or(0, ListObj::len);
    let iter = ListReverseIterObj { list: PyCell::new(list.clone()), index: Cell::new(len as isize - 1) };
    Ok(vm.alloc(&vm.type_from_def(&REVERSE_TYPE), iter).into_value())
}

fn this_iter<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a ListIterObj> {
    match this.downcast::<ListIterObj>() {
        Some(iter) => Ok(iter),
        None => Err(exc::wrong_self(vm, "list_iterator", this)),
    }
}

fn this_reverse<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a ListReverseIterObj> {
    match this.downcast::<ListReverseIterObj>() {
        Some(iter) => Ok(iter),
        None => Err(exc::wrong_self(vm, "list_reverseiterator", this)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    match this.exact::<ListIterObj>() {
        Some(iter) => Ok(iter.advance()),
        None => Err(exc::wrong_self(vm, "list_iterator", this)),
    }
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(this_iter(vm, this)?.remaining() as i64))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let list = iter.list.get();
    if list.is_null() {
        return reduced(vm, "iter", vm.list(Vec::new()), Value::NULL);
    }
    reduced(vm, "iter", list, vm.int(iter.index.get() as i64))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let index = crate::types::seq_args::state(vm, state)?.max(0) as usize;
    let len = iter.list.borrow().downcast::<ListObj>().map(ListObj::len);
    if let Some(len) = len {
        iter.index.set(index.min(len));
    }
    Ok(Value::NONE)
}

fn reverse_next(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_reverse(vm, this)?;
    let index = iter.index.get();
    if index >= 0 {
        let item = iter.list.borrow().downcast::<ListObj>().and_then(|list| list.get(index as usize));
        if let Some(item) = item {
            iter.index.set(index - 1);
            return Ok(item);
        }
    }
    iter.index.set(-1);
    drop(iter.list.take());
    Ok(Value::NULL)
}

fn reverse_length_hint(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_reverse(vm, this)?;
    let left = iter.index.get() + 1;
    let len = iter.list.borrow().downcast::<ListObj>().map_or(0, ListObj::len);
    Ok(vm.int(if (len as isize) < left { 0 } else { left as i64 }))
}

fn reverse_reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_reverse(vm, this)?;
    let list = iter.list.get();
    if list.is_null() || iter.index.get() < 0 {
        return reduced(vm, "reversed", vm.list(Vec::new()), Value::NULL);
    }
    reduced(vm, "reversed", list, vm.int(iter.index.get() as i64))
}

fn reverse_set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let iter = this_reverse(vm, this)?;
    let index = crate::types::seq_args::state(vm, state)?.max(-1) as isize;
    let len = iter.list.borrow().downcast::<ListObj>().map(ListObj::len);
    if let Some(len) = len {
        iter.index.set(index.min(len as isize - 1));
    }
    Ok(Value::NONE)
}
