//! `_tuplegetter`: the attributes of named tuples.

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::{TypeDef, TypeRef};
use minipy_vm::{Value, Vm, getset, methods};

use crate::support::positional;

struct GetterObj {
    index: isize,
    doc: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<GetterObj>("_tuplegetter");

impl HeapObject for GetterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.doc.borrow());
    }

    fn clear(&self) {
        drop(self.doc.take());
    }
}

/// The type `_tuplegetter`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "_tuplegetter",
    module: "collections",
    layout: Some(&LAYOUT),
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        descr_get: Some(descr_get),
        descr_set: Some(descr_set),
        ..Slots::EMPTY
    },
    methods: methods! {
        "__reduce__" F1(reduce) "(self, /)" "";
    },
    getset: getset! {
        "__doc__" get_doc, set_doc, "";
    },
    ..TypeDef::EMPTY
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = positional(vm, ty, "_tuplegetter", args, 2, 2)?;
    let getter = GetterObj { index: ssize(vm, &pos[0])?, doc: PyCell::new(pos[1].clone()) };
    Ok(vm.alloc(ty, getter).into_value())
}

fn descr_get(vm: &Vm, this: &Value, object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    let getter = exc::receiver::<GetterObj>(vm, this)?;
    let Some(object) = object else { return Ok(this.clone()) };
    let index = getter.index;
    let Some(tuple) = object.downcast::<TupleObj>() else {
        if object.is_none() {
            return Ok(this.clone());
        }
        let got = vm.type_of(object).name_str();
        let message = format!("descriptor for index '{index}' for tuple subclasses doesn't apply to '{got}' object");
        return Err(exc::type_error(vm, &message));
    };
    match usize::try_from(index).ok().and_then(|i| tuple.items().get(i)) {
        Some(item) => Ok(item.clone()),
        None => Err(exc::index_error(vm, "tuple index out of range")),
    }
}

fn descr_set(vm: &Vm, _this: &Value, _object: &Value, value: Option<&Value>) -> PyResult<()> {
    Err(exc::attribute_error(vm, if value.is_some() { "can't set attribute" } else { "can't delete attribute" }))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let getter = exc::receiver::<GetterObj>(vm, this)?;
    let mut out = format!("{}({}, ", vm.type_of(this).plain_name(), getter.index).into_bytes();
    out.extend_from_slice(&vm.repr_bytes(&getter.doc.get())?);
    out.push(b')');
    Ok(vm.str_bytes(&out))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let getter = exc::receiver::<GetterObj>(vm, this)?;
    let args = vm.pair(vm.int(getter.index as i64), getter.doc.get());
    Ok(vm.pair(vm.type_of(this).to_value(), args))
}

fn get_doc(vm: &Vm, this: &Value) -> PyResult {
    Ok(exc::receiver::<GetterObj>(vm, this)?.doc.get())
}

fn set_doc(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    exc::receiver::<GetterObj>(vm, this)?.doc.set(value.cloned().unwrap_or(Value::NONE));
    Ok(())
}
