//! `itertools.combinations_with_replacement`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::{length_argument, picked, zeros};
use crate::support::bound;

struct ReplacementObj {
    pool: Vec<Value>,
    /// The positions of the last result.
    indices: PyCell<Vec<usize>>,
    begun: Cell<bool>,
    stopped: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<ReplacementObj>("combinations_with_replacement");

impl HeapObject for ReplacementObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.pool.iter().for_each(visit);
    }

    fn owned_bytes(&self) -> usize {
        (self.pool.capacity() + self.indices.borrow().capacity()) * size_of::<Value>()
    }
}

/// The type `combinations_with_replacement`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "combinations_with_replacement",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    methods: methods! {
        "__sizeof__" F1(sizeof) "(self, /)" "Returns size in memory, in bytes.";
    },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [iterable, length]: [Value; 2] = bound(vm, "combinations_with_replacement", "(iterable, r)", args, 2, 2)?;
    let length = minipy_vm::types::seq_args::ssize(vm, &length).map(|_| length)?;
    let pool = vm.collect_for_tuple(&iterable)?;
    let length = length_argument(vm, &length)?;
    let stopped = Cell::new(pool.is_empty() && length > 0);
    let indices = PyCell::new(zeros(vm, length)?);
    Ok(vm.alloc(ty, ReplacementObj { pool, indices, begun: Cell::new(false), stopped }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<ReplacementObj>(vm, this)?;
    if object.stopped.get() {
        return Ok(Value::NULL);
    }
    let mut indices = object.indices.borrow_mut();
    if object.begun.replace(true) {
        // The rightmost index that can still grow; those behind it take its value.
        let last = object.pool.len().saturating_sub(1);
        let Some(at) = indices.iter().rposition(|&index| index != last) else {
            object.stopped.set(true);
            return Ok(Value::NULL);
        };
        let index = indices[at] + 1;
        indices[at..].fill(index);
    }
    Ok(picked(vm, &object.pool, &indices))
}

fn sizeof(vm: &Vm, this: &Value) -> PyResult {
    exc::receiver::<ReplacementObj>(vm, this)?;
    Ok(vm.int(vm.size_of(this) as i64))
}
