//! `itertools.permutations`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::int;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::{length_argument, picked};
use crate::support::bound;

/// Positions of the pool in the order under way, and how often each place of a result is still to change before its
/// item goes back to the end.
struct Order {
    indices: Vec<usize>,
    cycles: Vec<usize>,
}

struct PermutationsObj {
    pool: Vec<Value>,
    order: PyCell<Order>,
    begun: Cell<bool>,
    stopped: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<PermutationsObj>("permutations");

impl HeapObject for PermutationsObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.pool.iter().for_each(visit);
    }

    fn owned_bytes(&self) -> usize {
        let order = self.order.borrow();
        (self.pool.capacity() + order.indices.capacity() + order.cycles.capacity()) * size_of::<Value>()
    }
}

/// The type `permutations`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "permutations",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    methods: methods! {
        "__sizeof__" F1(sizeof) "(self, /)" "Returns size in memory, in bytes.";
    },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [iterable, length]: [Value; 2] = bound(vm, "permutations", "(iterable, r=None)", args, 1, 2)?;
    let pool = vm.collect_for_tuple(&iterable)?;
    let length = match length.not_none() {
        None => pool.len(),
        Some(length) if int::as_int(length).is_some() => length_argument(vm, length)?,
        Some(_) => return Err(exc::type_error(vm, "Expected int as r")),
    };
    let n = pool.len();
    let stopped = Cell::new(length > n);
    vm.check_memory(n.saturating_mul(16))?;
    let cycles = if length > n { Vec::new() } else { (0..length).map(|i| n - i).collect() };
    let order = PyCell::new(Order { indices: (0..n).collect(), cycles });
    Ok(vm.alloc(ty, PermutationsObj { pool, order, begun: Cell::new(false), stopped }).into_value())
}

impl Order {
    /// Moves to the next permutation; false if there is none.
    fn advance(&mut self) -> bool {
        let n = self.indices.len();
        for place in (0..self.cycles.len()).rev() {
            self.cycles[place] -= 1;
            if self.cycles[place] == 0 {
                self.indices[place..].rotate_left(1);
                self.cycles[place] = n - place;
            } else {
                self.indices.swap(place, n - self.cycles[place]);
                return true;
            }
        }
        false
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<PermutationsObj>(vm, this)?;
    if object.stopped.get() {
        return Ok(Value::NULL);
    }
    let mut order = object.order.borrow_mut();
    if object.begun.replace(true) && !order.advance() {
        object.stopped.set(true);
        return Ok(Value::NULL);
    }
    Ok(picked(vm, &object.pool, &order.indices[..order.cycles.len()]))
}

fn sizeof(vm: &Vm, this: &Value) -> PyResult {
    exc::receiver::<PermutationsObj>(vm, this)?;
    Ok(vm.int(vm.size_of(this) as i64))
}
