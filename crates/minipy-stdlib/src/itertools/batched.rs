//! `itertools.batched`

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use crate::support::bound;

struct BatchedObj {
    /// The iterator; NULL once exhausted.
    iterator: PyCell<Value>,
    size: usize,
    strict: bool,
}

static LAYOUT: Layout = Layout::of::<BatchedObj>("batched");

impl HeapObject for BatchedObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.iterator.borrow());
    }

    fn clear(&self) {
        drop(self.iterator.take());
    }
}

/// The type `batched`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "batched",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [iterable, size, strict]: [Value; 3] = bound(vm, "batched", "(iterable, n, *, strict=False)", args, 2, 2)?;
    let size = ssize(vm, &size)?;
    let strict = strict.given().map_or(Ok(false), |s| vm.truth(s))?;
    if size < 1 {
        return Err(exc::value_error(vm, "n must be at least one"));
    }
    let iterator = PyCell::new(vm.iter(&iterable)?);
    Ok(vm.alloc(ty, BatchedObj { iterator, size: size as usize, strict }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<BatchedObj>(vm, this)?;
    let iterator = object.iterator.get();
    if iterator.is_null() {
        return Ok(iterator);
    }
    let step = vm.next_fn(&iterator)?;
    let mut items = Vec::with_capacity(object.size.min(1 << 8));
    while items.len() < object.size {
        match step(vm, &iterator) {
            Ok(item) if item.is_null() => {
                drop(object.iterator.take());
                if items.is_empty() {
                    return Ok(Value::NULL);
                }
                if object.strict {
                    return Err(exc::value_error(vm, "batched(): incomplete batch"));
                }
                break;
            }
            Ok(item) => {
                if !growth::push(&mut items, item) {
                    return Err(growth::failed(vm));
                }
            }
            Err(raised) => {
                drop(object.iterator.take());
                return Err(raised);
            }
        }
    }
    Ok(vm.tuple(items))
}
