//! `bytearray_iterator`.

use std::cell::Cell;

use super::ByteArrayObj;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside iterators over `bytearray`.
pub struct ByteArrayIterObj {
    /// The array; NULL when exhausted.
    array: PyCell<Value>,
    index: Cell<usize>,
}

static BYTEARRAY_ITER_LAYOUT: Layout = Layout::of::<ByteArrayIterObj>("bytearray_iterator");

impl HeapObject for ByteArrayIterObj {
    const LAYOUT: &'static Layout = &BYTEARRAY_ITER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.array.borrow());
    }

    fn clear(&self) {
        drop(self.array.take());
    }
}

/// The type `bytearray_iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "bytearray_iterator",
    layout: Some(&BYTEARRAY_ITER_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(iter_self), next: Some(bytearray_next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

/// `iter(bytearray)`
pub(super) fn bytearray_iter(vm: &Vm, this: &Value) -> PyResult {
    let payload = ByteArrayIterObj { array: PyCell::new(this.clone()), index: Cell::new(0) };
    Ok(vm.alloc(&vm.types().bytearray_iterator, payload).into_value())
}

fn iter_self(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn bytearray_next(_vm: &Vm, this: &Value) -> PyResult {
    let Some(iter) = this.downcast::<ByteArrayIterObj>() else { return Ok(Value::NULL) };
    let at = iter.index.get();
    let byte = {
        let array = iter.array.borrow();
        let Some(array) = array.downcast::<ByteArrayObj>() else { return Ok(Value::NULL) };
        let data = array.data.borrow();
        data.get(at).copied()
    };
    match byte {
        Some(byte) => {
            iter.index.set(at + 1);
            Ok(Value::small(i64::from(byte)))
        }
        None => {
            drop(iter.array.take());
            Ok(Value::NULL)
        }
    }
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let left = this.downcast::<ByteArrayIterObj>().map_or(0, |iter| {
        let array = iter.array.borrow();
        array.downcast::<ByteArrayObj>().map_or(0, |a| a.data.borrow().len().saturating_sub(iter.index.get()))
    });
    Ok(vm.int(left as i64))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let builtins = crate::import::import_module(vm, "builtins")?;
    let function = vm.get_attr_str(&builtins, "iter")?;
    let Some(iter) = this.downcast::<ByteArrayIterObj>() else { return Ok(Value::NONE) };
    let array = iter.array.get();
    if array.is_null() {
        let empty = vm.tuple(vec![vm.tuple(Vec::new())]);
        return Ok(vm.tuple(vec![function, empty]));
    }
    let args = vm.tuple(vec![array]);
    Ok(vm.tuple(vec![function, args, vm.int(iter.index.get() as i64)]))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let index = crate::types::seq_args::state(vm, state)?.max(0) as usize;
    if let Some(iter) = this.downcast::<ByteArrayIterObj>() {
        let len = iter.array.borrow().downcast::<ByteArrayObj>().map_or(0, |a| a.data.borrow().len());
        iter.index.set(index.min(len));
    }
    Ok(Value::NONE)
}
