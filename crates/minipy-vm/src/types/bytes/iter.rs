//! `bytes_iterator`.

use std::cell::Cell;

use super::BytesObj;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside iterators over `bytes`.
pub struct BytesIterObj {
    /// The bytes; NULL when exhausted.
    bytes: PyCell<Value>,
    index: Cell<usize>,
}

static BYTES_ITER_LAYOUT: Layout = Layout::of::<BytesIterObj>("bytes_iterator");

impl HeapObject for BytesIterObj {
    const LAYOUT: &'static Layout = &BYTES_ITER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.bytes.borrow());
    }

    fn clear(&self) {
        drop(self.bytes.take());
    }
}

impl BytesIterObj {
    /// The next byte of exact `bytes`; NULL if it is something else or exhausted, which the `next` slot then sees to.
    #[inline(always)]
    pub(crate) fn peek_advance(&self) -> Value {
        let at = self.index.get();
        match self.bytes.borrow().exact::<BytesObj>().and_then(|bytes| bytes.data().get(at)) {
            Some(&byte) => {
                self.index.set(at + 1);
                Value::small(i64::from(byte))
            }
            None => Value::NULL,
        }
    }
}

/// The type `bytes_iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "bytes_iterator",
    layout: Some(&BYTES_ITER_LAYOUT),
    shape: crate::shape::fixed::BYTES_ITER,
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(iter_self), next: Some(bytes_next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

/// `iter(bytes)`
pub(super) fn bytes_iter(vm: &Vm, this: &Value) -> PyResult {
    let payload = BytesIterObj { bytes: PyCell::new(this.clone()), index: Cell::new(0) };
    Ok(vm.alloc(&vm.types().bytes_iterator, payload).into_value())
}

fn iter_self(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn bytes_next(_vm: &Vm, this: &Value) -> PyResult {
    let Some(iter) = this.downcast::<BytesIterObj>() else { return Ok(Value::NULL) };
    let bytes = iter.bytes.borrow();
    if let Some(&byte) = bytes.exact::<BytesObj>().and_then(|b| b.data().get(iter.index.get())) {
        iter.index.set(iter.index.get() + 1);
        return Ok(Value::small(i64::from(byte)));
    }
    let Some(data) = bytes.downcast::<BytesObj>().map(BytesObj::data) else { return Ok(Value::NULL) };
    let at = iter.index.get();
    match data.get(at) {
        Some(byte) => {
            iter.index.set(at + 1);
            Ok(Value::small(i64::from(*byte)))
        }
        None => {
            drop(bytes);
            drop(iter.bytes.take());
            Ok(Value::NULL)
        }
    }
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let left = this.downcast::<BytesIterObj>().map_or(0, |iter| {
        iter.bytes.borrow().downcast::<BytesObj>().map_or(0, |b| b.data().len().saturating_sub(iter.index.get()))
    });
    Ok(vm.int(left as i64))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let builtins = crate::import::import_module(vm, "builtins")?;
    let function = vm.get_attr_str(&builtins, "iter")?;
    let Some(iter) = this.downcast::<BytesIterObj>() else { return Ok(Value::NONE) };
    let bytes = iter.bytes.get();
    if bytes.is_null() {
        let empty = vm.tuple(vec![vm.tuple(Vec::new())]);
        return Ok(vm.tuple(vec![function, empty]));
    }
    let args = vm.tuple(vec![bytes]);
    Ok(vm.tuple(vec![function, args, vm.int(iter.index.get() as i64)]))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let index = crate::types::seq_args::state(vm, state)?.max(0) as usize;
    if let Some(iter) = this.downcast::<BytesIterObj>() {
        let len = iter.bytes.borrow().downcast::<BytesObj>().map_or(0, |b| b.data().len());
        iter.index.set(index.min(len));
    }
    Ok(Value::NONE)
}
