//! `iterator`: iteration through `__getitem__`; and what all iterator types share.

use std::cell::Cell;

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::int;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// `iter` slot of iterators: themselves.
pub fn self_iter(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

/// Setter of read-only struct members.
pub(crate) fn readonly(vm: &Vm, _this: &Value, _value: Option<&Value>) -> PyResult<()> {
    Err(exc::attribute_error(vm, "readonly attribute"))
}

/// A builtin by name, for `__reduce__`.
pub fn builtin(vm: &Vm, name: &str) -> PyResult {
    let builtins = vm.interp().builtins.get();
    let name = vm.intern(name);
    match builtins.and_then(|b| b.get_name(vm, &name)) {
        Some(found) => Ok(found),
        None => Err(exc::name_not_defined(vm, &name)),
    }
}

/// `(builtin, (arg,))`, with a state unless it is NULL: what `__reduce__` of an iterator gives.
pub fn reduced(vm: &Vm, builtin_name: &str, arg: Value, state: Value) -> PyResult {
    let function = builtin(vm, builtin_name)?;
    let mut items = vec![function, vm.tuple(vec![arg])];
    items.extend(state.non_null());
    Ok(vm.tuple(items))
}

/// An integer argument of the size of C's `Py_ssize_t`.
pub fn ssize_arg(vm: &Vm, value: &Value) -> PyResult<i64> {
    match int::to_i64(&vm.index(value)?) {
        Some(n) => Ok(n),
        None => Err(exc::overflow_error(vm, "Python int too large to convert to C ssize_t")),
    }
}

/// The struct inside `iterator` objects.
pub struct SeqIterObj {
    /// The sequence; NULL once exhausted.
    seq: PyCell<Value>,
    index: Cell<i64>,
}

static LAYOUT: Layout = Layout::of::<SeqIterObj>("iterator");

impl HeapObject for SeqIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.seq.borrow());
    }

    fn clear(&self) {
        drop(self.seq.take());
    }
}

/// The type `iterator`.
pub static TYPE: TypeDef = TypeDef {
    name: "iterator",
    layout: Some(&LAYOUT),
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

/// The iterator over an object that only has `__getitem__`.
pub(crate) fn new_sequence_iter(vm: &Vm, iterable: &Value) -> Value {
    let ty = vm.type_from_def(&TYPE);
    vm.alloc(&ty, SeqIterObj { seq: PyCell::new(iterable.clone()), index: Cell::new(0) }).into_value()
}

fn this_iter<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a SeqIterObj> {
    match this.downcast::<SeqIterObj>() {
        Some(iter) => Ok(iter),
        None => Err(exc::wrong_self(vm, "iterator", this)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let seq = iter.seq.get();
    if seq.is_null() {
        return Ok(Value::NULL);
    }
    let index = iter.index.get();
    if index == i64::MAX {
        return Err(exc::overflow_error(vm, "iter index too large"));
    }
    match vm.get_item(&seq, &vm.int(index)) {
        Ok(item) => {
            iter.index.set(index + 1);
            Ok(item)
        }
        Err(raised) => {
            let exceptions = vm.exceptions();
            if exc::is_instance(vm, &raised, &exceptions.index_error)
                || exc::is_instance(vm, &raised, &exceptions.stop_iteration)
            {
                drop(vm.take_exception(raised));
                drop(iter.seq.take());
                return Ok(Value::NULL);
            }
            Err(raised)
        }
    }
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let seq = iter.seq.get();
    if seq.is_null() {
        return Ok(Value::small(0));
    }
    if vm.type_of(&seq).slots().len.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let len = vm.len(&seq)? as i64;
    Ok(vm.int((len - iter.index.get()).max(0)))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let seq = iter.seq.get();
    if seq.is_null() {
        return reduced(vm, "iter", vm.tuple(Vec::new()), Value::NULL);
    }
    reduced(vm, "iter", seq, vm.int(iter.index.get()))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let iter = this_iter(vm, this)?;
    let index = crate::types::seq_args::state(vm, state)?;
    if !iter.seq.borrow().is_null() {
        iter.index.set(index.max(0));
    }
    Ok(Value::NONE)
}
