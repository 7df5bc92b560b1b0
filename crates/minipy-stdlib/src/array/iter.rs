//! The iterator over an array.

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::methods;
use minipy_vm::native::PyResult;
use minipy_vm::slots::Slots;
use minipy_vm::types::seq_iter::{reduced, self_iter, ssize_arg};
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{Value, Vm};

use super::{ArrayObj, own};

struct ArrayIterObj {
    /// The array; NULL once exhausted.
    array: PyCell<Value>,
    index: Cell<usize>,
}

static LAYOUT: Layout = Layout::of::<ArrayIterObj>("array.arrayiterator");

impl HeapObject for ArrayIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.array.borrow());
    }

    fn clear(&self) {
        drop(self.array.take());
    }
}

static TYPE: TypeDef = TypeDef {
    name: "arrayiterator",
    module: "array",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: methods! {
        "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
        "__setstate__" F2(set_state) "(self, state, /)" "Set state information for unpickling.";
    },
    ..TypeDef::EMPTY
};

pub(super) fn array_iter(vm: &Vm, this: &Value) -> PyResult {
    own(vm, this)?;
    let ty = vm.type_from_def(&TYPE);
    Ok(vm.alloc(&ty, ArrayIterObj { array: PyCell::new(this.clone()), index: Cell::new(0) }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let iter = exc::receiver::<ArrayIterObj>(vm, this)?;
    let index = iter.index.get();
    let item = {
        let array = iter.array.borrow();
        array.downcast::<ArrayObj>().and_then(|a| a.get(vm, index))
    };
    match item {
        Some(item) => {
            iter.index.set(index + 1);
            item
        }
        None => {
            drop(iter.array.take());
            Ok(Value::NULL)
        }
    }
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = exc::receiver::<ArrayIterObj>(vm, this)?;
    match iter.array.get().non_null() {
        Some(array) => reduced(vm, "iter", array, vm.int(iter.index.get() as i64)),
        None => reduced(vm, "iter", vm.tuple(Vec::new()), Value::NULL),
    }
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let iter = exc::receiver::<ArrayIterObj>(vm, this)?;
    let index = ssize_arg(vm, state)?.max(0) as usize;
    let len = iter.array.get().downcast::<ArrayObj>().map_or(0, ArrayObj::len);
    iter.index.set(index.min(len));
    Ok(Value::NONE)
}
