//! The iterators over deques, in both directions.

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::methods;
use minipy_vm::native::{Args, MethodDef, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::seq_iter::self_iter;
use minipy_vm::types::type_::{TypeDef, TypeRef};
use minipy_vm::{Value, Vm};

use super::deque::{DequeObj, own};

/// The struct inside both iterators.
struct DequeIterObj {
    deque: PyCell<Value>,
    /// How many items are left.
    left: Cell<usize>,
    version: u64,
    backwards: bool,
}

static LAYOUT: Layout = Layout::of::<DequeIterObj>("_deque_iterator");

impl HeapObject for DequeIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.deque.borrow());
    }

    fn clear(&self) {
        self.left.set(0);
        drop(self.deque.take());
    }
}

/// The type `_deque_iterator`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "_deque_iterator",
    module: "collections",
    layout: Some(&LAYOUT),
    slots: Slots { new: Some(new), iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// The type `_deque_reverse_iterator`.
pub(super) static REVERSE_TYPE: TypeDef = TypeDef {
    name: "_deque_reverse_iterator",
    module: "collections",
    layout: Some(&LAYOUT),
    slots: Slots { new: Some(new_reverse), iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
};

fn make(vm: &Vm, deque: &Value, skipped: usize, backwards: bool) -> PyResult {
    let object = own(vm, deque)?;
    let ty = vm.type_from_def(if backwards { &REVERSE_TYPE } else { &TYPE });
    let left = object.items.borrow().len().saturating_sub(skipped);
    let iterator = DequeIterObj {
        deque: PyCell::new(deque.clone()),
        left: Cell::new(left),
        version: object.version.get(),
        backwards,
    };
    Ok(vm.alloc(&ty, iterator).into_value())
}

pub(super) fn iter(vm: &Vm, this: &Value) -> PyResult {
    make(vm, this, 0, false)
}

pub(super) fn reversed(vm: &Vm, this: &Value) -> PyResult {
    make(vm, this, 0, true)
}

fn new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    from_args(vm, args, false)
}

fn new_reverse(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    from_args(vm, args, true)
}

fn from_args(vm: &Vm, args: &Args, backwards: bool) -> PyResult {
    let (deque, skipped) = match args.pos {
        [deque] => (deque, 0),
        [deque, skipped] => (deque, ssize(vm, skipped)?.max(0) as usize),
        pos => {
            let (quantity, n, s) = if pos.is_empty() { ("least", 1, "") } else { ("most", 2, "s") };
            let message = format!("function takes at {quantity} {n} argument{s} ({} given)", pos.len());
            return Err(exc::type_error(vm, &message));
        }
    };
    if deque.downcast::<DequeObj>().is_none() {
        let got = vm.type_of(deque).name_str();
        return Err(exc::type_error(vm, &format!("argument 1 must be collections.deque, not {got}")));
    }
    make(vm, deque, skipped, backwards)
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let iterator = exc::receiver::<DequeIterObj>(vm, this)?;
    let deque = iterator.deque.borrow();
    let Some(object) = deque.downcast::<DequeObj>() else { return Ok(Value::NULL) };
    if object.version.get() != iterator.version {
        iterator.left.set(0);
        drop(deque);
        return Err(exc::runtime_error(vm, "deque mutated during iteration"));
    }
    let left = iterator.left.get();
    if left == 0 {
        return Ok(Value::NULL);
    }
    iterator.left.set(left - 1);
    let items = object.items.borrow();
    let index = if iterator.backwards { left - 1 } else { items.len() - left };
    Ok(items.get(index).cloned().unwrap_or_default())
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(exc::receiver::<DequeIterObj>(vm, this)?.left.get() as i64))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iterator = exc::receiver::<DequeIterObj>(vm, this)?;
    let deque = iterator.deque.get();
    let len = deque.downcast::<DequeObj>().map_or(0, |d| d.items.borrow().len());
    let done = vm.int(len.saturating_sub(iterator.left.get()) as i64);
    Ok(vm.pair(vm.type_of(this).to_value(), vm.pair(deque, done)))
}
