//! `itertools.zip_longest`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::str_::value_is;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;

struct ZipLongestObj {
    /// The iterators; NULL for exhausted ones.
    iterators: PyCell<Vec<Value>>,
    /// How many are not exhausted.
    active: Cell<usize>,
    fill: Value,
}

static LAYOUT: Layout = Layout::of::<ZipLongestObj>("zip_longest");

impl HeapObject for ZipLongestObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.iterators.borrow().iter().for_each(&mut *visit);
        visit(&self.fill);
    }

    fn clear(&self) {
        self.active.set(0);
        drop(self.iterators.take());
    }
}

/// The type `zip_longest`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "zip_longest",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.\n",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let mut fill = Value::NONE;
    for (name, value) in args.keywords() {
        if args.kw.len() > 1 || !value_is(name, "fillvalue") {
            return Err(exc::type_error(vm, "zip_longest() got an unexpected keyword argument"));
        }
        fill = value.clone();
    }
    let iterators = args.pos.iter().map(|v| vm.iter(v)).collect::<PyResult<Vec<_>>>()?;
    let active = Cell::new(iterators.len());
    Ok(vm.alloc(ty, ZipLongestObj { iterators: PyCell::new(iterators), active, fill }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<ZipLongestObj>(vm, this)?;
    if object.active.get() == 0 {
        return Ok(Value::NULL);
    }
    let count = object.iterators.borrow().len();
    let mut items = Vec::with_capacity(count);
    for place in 0..count {
        let iterator = object.iterators.borrow().get(place).cloned().unwrap_or_default();
        if iterator.is_null() {
            items.push(object.fill.clone());
            continue;
        }
        let item = match advance(vm, &iterator) {
            Ok(item) => item,
            Err(raised) => {
                object.active.set(0);
                return Err(raised);
            }
        };
        if !item.is_null() {
            items.push(item);
            continue;
        }
        object.active.set(object.active.get().saturating_sub(1));
        if object.active.get() == 0 {
            return Ok(Value::NULL);
        }
        let exhausted = object.iterators.borrow_mut().get_mut(place).map(Value::take);
        drop(exhausted);
        items.push(object.fill.clone());
    }
    Ok(vm.tuple(items))
}
