//! `set_iterator`.

use std::cell::Cell;

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::seq_iter::{reduced, self_iter};
use crate::types::set::SetObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `set_iterator` objects.
pub struct SetIterObj {
    /// The set; NULL once exhausted.
    set: PyCell<Value>,
    place: Cell<usize>,
    /// The size that the set must have; `usize::MAX` after it had another one.
    expected: Cell<usize>,
    left: Cell<usize>,
}

static LAYOUT: Layout = Layout::of::<SetIterObj>("set_iterator");

impl HeapObject for SetIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.set.borrow());
    }

    fn clear(&self) {
        drop(self.set.take());
    }
}

/// The type `set_iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "set_iterator",
    layout: Some(&LAYOUT),
    shape: crate::shape::fixed::SET_ITER,
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
};

/// `iter(set)`
pub(crate) fn set_iter(vm: &Vm, set: &Value) -> PyResult {
    let len = set.downcast::<SetObj>().map_or(0, SetObj::len);
    let iter = SetIterObj {
        set: PyCell::new(set.clone()),
        place: Cell::new(0),
        expected: Cell::new(len),
        left: Cell::new(len),
    };
    Ok(vm.alloc(&vm.types().set_iterator, iter).into_value())
}

fn this_iter<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a SetIterObj> {
    match this.downcast::<SetIterObj>() {
        Some(iter) => Ok(iter),
        None => Err(exc::wrong_self(vm, "set_iterator", this)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    {
        let owner = iter.set.borrow();
        let Some(set) = owner.downcast::<SetObj>() else { return Ok(Value::NULL) };
        let table = set.table.borrow();
        if table.len() != iter.expected.get() {
            iter.expected.set(usize::MAX);
            drop(table);
            drop(owner);
            return Err(exc::runtime_error(vm, "Set changed size during iteration"));
        }
        if let Some((_, key, place)) = table.next_from(iter.place.get()) {
            iter.place.set(place);
            iter.left.set(iter.left.get().saturating_sub(1));
            return Ok(key.clone());
        }
    }
    drop(iter.set.take());
    Ok(Value::NULL)
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let same = iter.set.borrow().downcast::<SetObj>().is_some_and(|s| s.len() == iter.expected.get());
    Ok(vm.int(if same { iter.left.get() as i64 } else { 0 }))
}

/// `(iter, (list of what is left,))`; the iterator itself does not move.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let copy = SetIterObj {
        set: PyCell::new(iter.set.get()),
        place: iter.place.clone(),
        expected: iter.expected.clone(),
        left: iter.left.clone(),
    };
    let copy = vm.alloc(&vm.types().set_iterator, copy).into_value();
    let rest = vm.collect(&copy)?;
    reduced(vm, "iter", vm.list(rest), Value::NULL)
}
