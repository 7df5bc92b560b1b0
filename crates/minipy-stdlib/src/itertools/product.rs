//! `itertools.product`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::str_::value_is;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::zeros;

struct ProductObj {
    /// The items of the iterables; with `repeat`, they serve several places of a result.
    pools: Vec<Vec<Value>>,
    /// The positions of the last result.
    indices: PyCell<Vec<usize>>,
    begun: Cell<bool>,
    stopped: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<ProductObj>("product");

impl HeapObject for ProductObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.pools.iter().flatten().for_each(visit);
    }

    fn owned_bytes(&self) -> usize {
        let pools: usize = self.pools.iter().map(|pool| pool.capacity() * size_of::<Value>()).sum();
        pools + self.pools.capacity() * size_of::<Vec<Value>>() + self.indices.borrow().capacity() * size_of::<usize>()
    }
}

/// The type `product`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "product",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A).\n\nproduct('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\nproduct((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    methods: methods! {
        "__sizeof__" F1(sizeof) "(self, /)" "Returns size in memory, in bytes.";
    },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let mut repeat = 1;
    if args.kw.len() > 1 {
        return Err(exc::too_many_in_all(vm, "product", 1, args.kw.len(), true));
    }
    for (name, value) in args.keywords() {
        if !value_is(name, "repeat") {
            return Err(exc::unexpected_keyword_among(vm, "product", name, ["repeat"].into_iter()));
        }
        let Ok(count) = usize::try_from(ssize(vm, value)?) else {
            return Err(exc::value_error(vm, "repeat argument cannot be negative"));
        };
        repeat = count;
    }
    let given = if repeat == 0 { &[] } else { args.pos };
    let Some(places) = given.len().checked_mul(repeat).filter(|&n| n <= isize::MAX as usize / 8) else {
        return Err(exc::overflow_error(vm, "repeat argument too large"));
    };
    let indices = PyCell::new(zeros(vm, places)?);
    let pools = given.iter().map(|iterable| vm.collect_for_tuple(iterable)).collect::<PyResult<Vec<_>>>()?;
    let stopped = Cell::new(pools.iter().any(Vec::is_empty));
    Ok(vm.alloc(ty, ProductObj { pools, indices, begun: Cell::new(false), stopped }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<ProductObj>(vm, this)?;
    if object.stopped.get() {
        return Ok(Value::NULL);
    }
    let pools = &object.pools;
    let mut indices = object.indices.borrow_mut();
    if object.begun.replace(true) {
        let mut moved = false;
        let mut pool = pools.len();
        for index in indices.iter_mut().rev() {
            pool = if pool == 0 { pools.len() - 1 } else { pool - 1 };
            *index += 1;
            moved = *index < pools[pool].len();
            if moved {
                break;
            }
            *index = 0;
        }
        if !moved {
            object.stopped.set(true);
            return Ok(Value::NULL);
        }
    }
    let mut pool = 0;
    Ok(vm.tuple_from_fn(indices.len(), |place| {
        let item = pools[pool][indices[place]].clone();
        pool = if pool + 1 == pools.len() { 0 } else { pool + 1 };
        item
    }))
}

fn sizeof(vm: &Vm, this: &Value) -> PyResult {
    exc::receiver::<ProductObj>(vm, this)?;
    Ok(vm.int(vm.size_of(this) as i64))
}
