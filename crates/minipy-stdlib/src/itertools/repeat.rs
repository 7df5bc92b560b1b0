//! `itertools.repeat`

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::ITERATOR;
use crate::support::bound;

struct RepeatObj {
    item: Value,
    /// How many times are left; -1 for ever.
    left: Cell<isize>,
}

static LAYOUT: Layout = Layout::of::<RepeatObj>("repeat");

impl HeapObject for RepeatObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.item);
    }
}

/// The type `repeat`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "repeat",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
    slots: Slots { new: Some(new), next: Some(next), repr: Some(repr), ..ITERATOR },
    methods: methods! {
        "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [item, times]: [Value; 2] = bound(vm, "repeat", "(object, times=0)", args, 1, 2)?;
    let left = times.given().map_or(Ok(-1), |times| ssize(vm, times).map(|n| n.max(0)))?;
    Ok(vm.alloc(ty, RepeatObj { item, left: Cell::new(left) }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<RepeatObj>(vm, this)?;
    let left = object.left.get();
    if left == 0 {
        return Ok(Value::NULL);
    }
    if left > 0 {
        object.left.set(left - 1);
    }
    Ok(object.item.clone())
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let object = exc::receiver::<RepeatObj>(vm, this)?;
    let mut out = format!("{}(", vm.type_of(this).plain_name()).into_bytes();
    out.extend_from_slice(&vm.repr_bytes(&object.item)?);
    if object.left.get() >= 0 {
        out.extend_from_slice(format!(", {}", object.left.get()).as_bytes());
    }
    out.push(b')');
    Ok(vm.str_bytes(&out))
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    match exc::receiver::<RepeatObj>(vm, this)?.left.get() {
        -1 => Err(exc::type_error(vm, "len() of unsized object")),
        left => Ok(vm.int(left as i64)),
    }
}
