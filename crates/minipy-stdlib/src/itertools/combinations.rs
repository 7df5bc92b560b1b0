//! `itertools.combinations`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::{length_argument, picked};
use crate::support::bound;

struct CombinationsObj {
    pool: Vec<Value>,
    /// The positions of the last result.
    indices: PyCell<Vec<usize>>,
    begun: Cell<bool>,
    stopped: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<CombinationsObj>("combinations");

impl HeapObject for CombinationsObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.pool.iter().for_each(visit);
    }

    fn owned_bytes(&self) -> usize {
        (self.pool.capacity() + self.indices.borrow().capacity()) * size_of::<Value>()
    }
}

/// The type `combinations`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "combinations",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    methods: methods! {
        "__sizeof__" F1(sizeof) "(self, /)" "Returns size in memory, in bytes.";
    },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [iterable, length]: [Value; 2] = bound(vm, "combinations", "(iterable, r)", args, 2, 2)?;
    let length = minipy_vm::types::seq_args::ssize(vm, &length).map(|_| length)?;
    let pool = vm.collect_for_tuple(&iterable)?;
    let length = length_argument(vm, &length)?;
    let stopped = length > pool.len();
    let indices = PyCell::new(if stopped { Vec::new() } else { (0..length).collect() });
    let object = CombinationsObj { pool, indices, begun: Cell::new(false), stopped: Cell::new(stopped) };
    Ok(vm.alloc(ty, object).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<CombinationsObj>(vm, this)?;
    if object.stopped.get() {
        return Ok(Value::NULL);
    }
    let mut indices = object.indices.borrow_mut();
    if object.begun.replace(true) {
        // The rightmost index that can still grow; those behind it follow it.
        let spare = object.pool.len() - indices.len();
        let Some(at) = (0..indices.len()).rev().find(|&i| indices[i] != i + spare) else {
            object.stopped.set(true);
            return Ok(Value::NULL);
        };
        let first = indices[at] + 1;
        for (place, index) in indices[at..].iter_mut().zip(first..) {
            *place = index;
        }
    }
    Ok(picked(vm, &object.pool, &indices))
}

fn sizeof(vm: &Vm, this: &Value) -> PyResult {
    exc::receiver::<CombinationsObj>(vm, this)?;
    Ok(vm.int(vm.size_of(this) as i64))
}
