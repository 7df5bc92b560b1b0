//! `itertools.chain`

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::generic_alias::new_alias;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeObj, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use super::advance;
use crate::support::plain_init;

struct ChainObj {
    /// The iterator over the iterables; NULL once exhausted.
    source: PyCell<Value>,
    /// The iterator under way; NULL between two.
    active: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<ChainObj>("chain");

impl HeapObject for ChainObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.source.borrow());
        visit(&self.active.borrow());
    }

    fn clear(&self) {
        drop(self.source.take());
        drop(self.active.take());
    }
}

/// The type `chain`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "chain",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
    slots: Slots { new: Some(new), next: Some(next), ..ITERATOR },
    methods: methods! {
        [class] "from_iterable" F2(from_iterable) "(type, iterable, /)" "Alternative chain() constructor taking a single iterable argument that evaluates lazily.";
        [class] "__class_getitem__" F2(new_alias) "(type, object, /)" "chain is generic over the type of its contents.\nThis is the union of the types of the input iterable contents.";
    },
    ..TypeDef::EMPTY
};

fn over(vm: &Vm, ty: &TypeRef, iterables: &Value) -> PyResult {
    let source = PyCell::new(vm.iter(iterables)?);
    Ok(vm.alloc(ty, ChainObj { source, active: PyCell::new(Value::NULL) }).into_value())
}

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() && plain_init(vm, ty) {
        return Err(exc::no_keyword_arguments(vm, "chain"));
    }
    over(vm, ty, &vm.tuple_from(args.pos))
}

fn from_iterable(vm: &Vm, class: &Value, iterable: &Value) -> PyResult {
    match class.cast::<TypeObj>() {
        Some(ty) => over(vm, &ty, iterable),
        None => Err(exc::wrong_self(vm, "type", class)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<ChainObj>(vm, this)?;
    loop {
        let mut active = object.active.get();
        if active.is_null() {
            let source = object.source.get();
            if source.is_null() {
                return Ok(source);
            }
            let begun = advance(vm, &source).and_then(|i| if i.is_null() { Ok(i) } else { vm.iter(&i) });
            match begun {
                Ok(iterator) if !iterator.is_null() => active = iterator,
                ended => {
                    drop(object.source.take());
                    return ended;
                }
            }
            object.active.set(active.clone());
        }
        let item = advance(vm, &active)?;
        if !item.is_null() {
            return Ok(item);
        }
        drop(object.active.take());
    }
}
