//! `tuple_iterator`.

use std::cell::Cell;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::seq_iter::{reduced, self_iter};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `tuple_iterator` objects.
pub struct TupleIterObj {
    /// The tuple; NULL once exhausted.
    pub tuple: PyCell<Value>,
    /// Index of the next item.
    pub index: Cell<usize>,
}

static LAYOUT: Layout = Layout::of::<TupleIterObj>("tuple_iterator");

impl HeapObject for TupleIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.tuple.borrow());
    }

    fn clear(&self) {
        drop(self.tuple.take());
    }
}

impl FixedShape for TupleIterObj {
    const SHAPE: u32 = crate::shape::fixed::TUPLE_ITER;
}

impl TupleIterObj {
    /// The next item; NULL when exhausted.
    #[inline(always)]
    pub fn advance(&self) -> Value {
        let index = self.index.get();
        let item = self.tuple.borrow().downcast::<TupleObj>().and_then(|tuple| tuple.items().get(index).cloned());
        match item {
            Some(item) => {
                self.index.set(index + 1);
                item
            }
            None => {
                drop(self.tuple.take());
                Value::NULL
            }
        }
    }

    /// The next item; NULL at the end, which [`TupleIterObj::advance`] then makes final.
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
        let owner = self.tuple.borrow();
        let tuple = owner.exact::<TupleObj>().or_else(|| owner.downcast::<TupleObj>());
        tuple.and_then(|tuple| tuple.items().get(index).cloned()).unwrap_or_default()
    }

    /// Passes over the item that [`TupleIterObj::peek`] has given.
    #[inline(always)]
    pub(crate) fn skip(&self) {
        self.index.set(self.index.get() + 1);
    }

    /// Takes back the last [`TupleIterObj::peek_advance`], which gave an item.
    #[inline(always)]
    pub(crate) fn step_back(&self) {
        self.index.set(self.index.get().wrapping_sub(1));
    }

    fn len(&self) -> Option<usize> {
        self.tuple.borrow().downcast::<TupleObj>().map(|t| t.items().len())
    }
}

/// The type `tuple_iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "tuple_iterator",
    layout: Some(&LAYOUT),
    shape: crate::shape::fixed::TUPLE_ITER,
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

/// `iter(tuple)`
pub(crate) fn tuple_iter(vm: &Vm, tuple: &Value) -> PyResult {
    let iter = TupleIterObj { tuple: PyCell::new(tuple.clone()), index: Cell::new(0) };
    Ok(vm.alloc(&vm.types().tuple_iterator, iter).into_value())
}

fn this_iter<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TupleIterObj> {
    match this.exact::<TupleIterObj>() {
        Some(iter) => Ok(iter),
        None => Err(exc::wrong_self(vm, "tuple_iterator", this)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_iter(vm, this)?.advance())
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let left = iter.len().unwrap_or(0).saturating_sub(iter.index.get());
    Ok(vm.int(left as i64))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let tuple = iter.tuple.get();
    if tuple.is_null() {
        return reduced(vm, "iter", vm.tuple(Vec::new()), Value::NULL);
    }
    reduced(vm, "iter", tuple, vm.int(iter.index.get() as i64))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let index = crate::types::seq_args::state(vm, state)?.max(0) as usize;
    if let Some(len) = iter.len() {
        iter.index.set(index.min(len));
    }
    Ok(Value::NONE)
}
