//! `callable_iterator`: `iter(callable, sentinel)`.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::seq_iter::{builtin, reduced, self_iter};
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `callable_iterator` objects: callable and sentinel, both NULL once exhausted.
pub struct CallableIterObj {
    parts: PyCell<(Value, Value)>,
}

static LAYOUT: Layout = Layout::of::<CallableIterObj>("callable_iterator");

impl HeapObject for CallableIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        let parts = self.parts.borrow();
        visit(&parts.0);
        visit(&parts.1);
    }

    fn clear(&self) {
        drop(self.parts.take());
    }
}

/// The type `callable_iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "callable_iterator",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
};

/// `iter(callable, sentinel)`; the caller has checked that the callable is one.
pub fn new_callable_iter(vm: &Vm, callable: &Value, sentinel: &Value) -> Value {
    let ty = vm.type_from_def(&TYPE);
    vm.alloc(&ty, CallableIterObj { parts: PyCell::new((callable.clone(), sentinel.clone())) }).into_value()
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let Some(iter) = this.downcast::<CallableIterObj>() else {
        return Err(exc::wrong_self(vm, "callable_iterator", this));
    };
    let callable = iter.parts.borrow().0.clone();
    if callable.is_null() {
        return Ok(Value::NULL);
    }
    match vm.call0(&callable) {
        Ok(result) => {
            // The call may have exhausted this very iterator.
            let sentinel = iter.parts.borrow().1.clone();
            if sentinel.is_null() {
                return Ok(Value::NULL);
            }
            if vm.eq(&sentinel, &result)? {
                drop(iter.parts.take());
                return Ok(Value::NULL);
            }
            Ok(result)
        }
        Err(raised) => {
            let stopped = exc::stop_to_null(vm, raised)?;
            drop(iter.parts.take());
            Ok(stopped)
        }
    }
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let parts = match this.downcast::<CallableIterObj>() {
        Some(iter) => iter.parts.get(),
        None => Default::default(),
    };
    if parts.0.is_null() {
        return reduced(vm, "iter", vm.tuple(Vec::new()), Value::NULL);
    }
    Ok(vm.tuple(vec![builtin(vm, "iter")?, vm.tuple(vec![parts.0, parts.1])]))
}
