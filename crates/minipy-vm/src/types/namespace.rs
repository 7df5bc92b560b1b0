//! `types.SimpleNamespace`

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::dict::DictObj;
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside namespaces.
pub struct NamespaceObj {
    dict: PyCell<Value>,
}

static NAMESPACE_LAYOUT: Layout = Layout::of::<NamespaceObj>("SimpleNamespace");

impl HeapObject for NamespaceObj {
    const LAYOUT: &'static Layout = &NAMESPACE_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        drop(self.dict.take());
    }
}

/// The type `SimpleNamespace`.
pub static TYPE: TypeDef = TypeDef {
    name: "SimpleNamespace",
    module: "types",
    layout: Some(&NAMESPACE_LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::STATIC_MODULE,
    doc: "A simple attribute-based namespace.",
    slots: Slots {
        new: Some(namespace_new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        dict_of: Some(dict_of),
        ..Slots::EMPTY
    },
    methods: methods! {
        "__replace__" FV(replace) "(self, /, **changes)" "Return a copy of the namespace object with new values for the specified attributes.";
        "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling";
    },
    getset: getset! {
        [member] "__dict__" get_dict, exc::readonly_member, "The attributes.";
    },
    ..TypeDef::EMPTY
};

fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<NamespaceObj>().map(|n| &n.dict)
}

fn namespace_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let dict = vm.new_dict().into_value();
    Ok(vm.alloc(ty, NamespaceObj { dict: PyCell::new(dict) }).into_value())
}

/// A new namespace with this dict as its attributes.
pub fn new_namespace(vm: &Vm, dict: Value) -> Value {
    new_of_type(vm, &vm.type_from_def(&TYPE), dict)
}

/// Like [`new_namespace`], for a subtype.
pub fn new_of_type(vm: &Vm, ty: &TypeRef, dict: Value) -> Value {
    vm.alloc(ty, NamespaceObj { dict: PyCell::new(dict) }).into_value()
}

fn dict_value(vm: &Vm, this: &Value) -> Value {
    match crate::protocol::attr::instance_dict(vm, this) {
        Some(dict) => dict.into_value(),
        None => vm.new_dict().into_value(),
    }
}

fn init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    if args.pos.len() > 1 {
        return Err(exc::positional_count(vm, "SimpleNamespace", args.pos.len(), 0, 1));
    }
    let dict = dict_value(vm, this);
    let Some(dict) = dict.downcast::<DictObj>() else { return Ok(()) };
    if let Some(mapping) = args.pos.first() {
        let source = vm.call1(vm.types().dict.value(), mapping)?;
        for (key, value) in source.downcast::<DictObj>().map(DictObj::items).unwrap_or_default() {
            if key.downcast::<StrObj>().is_none() {
                return Err(exc::type_error(vm, "keywords must be strings"));
            }
            dict.set(vm, &key, value)?;
        }
    }
    crate::protocol::names_left::check_strings(vm, args)?;
    for (key, value) in args.keywords() {
        dict.set(vm, key, value.clone())?;
    }
    Ok(())
}

fn get_dict(vm: &Vm, this: &Value) -> PyResult {
    Ok(dict_value(vm, this))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let ty = vm.type_of(this);
    let name = if ty.def.is_some() { "namespace".to_owned() } else { ty.name_str() };
    vm.repr_guarded(this, &format!("{name}(...)"), || repr_items(vm, this, &name))
}

fn repr_items(vm: &Vm, this: &Value, name: &str) -> PyResult {
    let mut text = format!("{name}(").into_bytes();
    let mut first = true;
    let dict = dict_value(vm, this);
    for (key, value) in dict.downcast::<DictObj>().map(DictObj::items).unwrap_or_default() {
        let Some(key) = key.downcast::<StrObj>() else { continue };
        if !std::mem::take(&mut first) {
            text.extend_from_slice(b", ");
        }
        text.extend_from_slice(key.bytes());
        text.push(b'=');
        text.extend_from_slice(&vm.repr_bytes(&value)?);
    }
    text.push(b')');
    Ok(vm.str_bytes(&text))
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    if this.downcast::<NamespaceObj>().is_none() || other.downcast::<NamespaceObj>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    vm.compare(&dict_value(vm, this), &dict_value(vm, other), op)
}

fn replace(vm: &Vm, args: &Args) -> PyResult {
    let Some(this) = args.pos.first() else { return Err(exc::type_error(vm, "__replace__() needs an argument")) };
    if args.pos.len() > 1 {
        return Err(exc::type_error(vm, "__replace__() takes no positional arguments"));
    }
    let made = vm.call0(vm.type_of(this).to_ref().value())?;
    let dict = dict_value(vm, &made);
    let Some(dict) = dict.downcast::<DictObj>() else { return Ok(made) };
    let own = dict_value(vm, this);
    for (key, value) in own.downcast::<DictObj>().map(DictObj::items).unwrap_or_default() {
        dict.set(vm, &key, value)?;
    }
    for (key, value) in args.keywords() {
        dict.set(vm, key, value.clone())?;
    }
    Ok(made)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this).to_value();
    Ok(vm.tuple(vec![class, vm.tuple(Vec::new()), dict_value(vm, this)]))
}
