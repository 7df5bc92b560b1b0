//! `mappingproxy`: a read-only view of a mapping.

use crate::exc;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::protocol::bind::{self, check_positional};
use crate::protocol::number::OR;
use crate::slots::{CompareOp, Slots};
use crate::types::dict::DictObj;
use crate::types::list::ListObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `mappingproxy` objects.
pub struct ProxyObj {
    /// What it shows.
    pub mapping: Value,
}

static LAYOUT: Layout = Layout::of::<ProxyObj>("mappingproxy");

impl HeapObject for ProxyObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.mapping);
    }
}

/// The type `mappingproxy`.
pub static TYPE: TypeDef = TypeDef {
    name: "mappingproxy",
    layout: Some(&LAYOUT),
    flags: TypeFlags::MAPPING,
    doc: "Read-only proxy of a mapping.",
    slots: Slots {
        new: Some(proxy_new),
        repr: Some(proxy_repr),
        str: Some(proxy_str),
        hash: Some(proxy_hash),
        compare: Some(proxy_compare),
        iter: Some(proxy_iter),
        len: Some(proxy_len),
        getitem: Some(proxy_getitem),
        contains: Some(proxy_contains),
        or: Some(proxy_or),
        ior: Some(proxy_ior),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "get" FV(proxy_get) "(self, key, default=None, /)" "Return the value for key if key is in the mapping, else default.";
    "keys" F1(proxy_keys) "(self, /)" "D.keys() -> a set-like object providing a view on D's keys";
    "values" F1(proxy_values) "(self, /)" "D.values() -> an object providing a view on D's values";
    "items" F1(proxy_items) "(self, /)" "D.items() -> a set-like object providing a view on D's items";
    "copy" F1(proxy_copy) "(self, /)" "D.copy() -> a shallow copy of D";
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(type, object, /)" "mappingproxy objects are generic over two types, signifying (respectively) the types of their keys and values";
    "__reversed__" F1(proxy_reversed) "(self, /)" "D.__reversed__() -> reverse iterator";
};

/// A new read-only view.
pub fn new_proxy(vm: &Vm, mapping: Value) -> Value {
    vm.alloc(&vm.types().mappingproxy, ProxyObj { mapping }).into_value()
}

fn proxy_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let params = bind::parse_signature("(mapping)");
    let mut bound = bind::bind_params(vm, "mappingproxy", &params, args, 0)?;
    let mapping = bound[0].take();
    if vm.type_of(&mapping).slots().getitem.is_none()
        || mapping.downcast::<ListObj>().is_some()
        || mapping.downcast::<TupleObj>().is_some()
    {
        let name = vm.type_of(&mapping).name_str();
        return Err(exc::type_error(vm, &format!("mappingproxy() argument must be a mapping, not {name}")));
    }
    Ok(vm.alloc(ty, ProxyObj { mapping }).into_value())
}

fn mapping<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Value> {
    match this.downcast::<ProxyObj>() {
        Some(proxy) => Ok(&proxy.mapping),
        None => Err(exc::wrong_self(vm, "mappingproxy", this)),
    }
}

fn proxy_repr(vm: &Vm, this: &Value) -> PyResult {
    let mut out = b"mappingproxy(".to_vec();
    vm.push_repr(&mut out, mapping(vm, this)?)?;
    out.push(b')');
    Ok(vm.str_bytes(&out))
}

fn proxy_str(vm: &Vm, this: &Value) -> PyResult {
    vm.to_str(mapping(vm, this)?)
}

fn proxy_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    vm.hash(mapping(vm, this)?)
}

fn proxy_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    vm.compare(mapping(vm, this)?, other, op)
}

fn proxy_iter(vm: &Vm, this: &Value) -> PyResult {
    vm.iter(mapping(vm, this)?)
}

fn proxy_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    vm.len(mapping(vm, this)?)
}

fn proxy_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    vm.get_item(mapping(vm, this)?, key)
}

fn proxy_contains(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    vm.contains(mapping(vm, this)?, key)
}

fn proxy_or(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let shown = |v: &Value| v.downcast::<ProxyObj>().map_or_else(|| v.clone(), |p| p.mapping.clone());
    vm.binary(&OR, &shown(lhs), &shown(rhs))
}

fn proxy_ior(vm: &Vm, this: &Value, _other: &Value) -> PyResult {
    let name = vm.type_of(this).name_str();
    Err(exc::type_error(vm, &format!("'|=' is not supported by {name}; use '|' instead")))
}

fn proxy_get(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "get", args, 1, 1, 2)?;
    let mapping = mapping(vm, &args.pos[0])?;
    let default = args.pos.get(2).cloned().unwrap_or(Value::NONE);
    if let Some(dict) = mapping.exact::<DictObj>() {
        return Ok(dict.get(vm, &args.pos[1])?.unwrap_or(default));
    }
    vm.call_method_str(mapping, "get", &[args.pos[1].clone(), default])
}

fn proxy_keys(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(mapping(vm, this)?, &vm.names().keys, &[])
}

fn proxy_values(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method_str(mapping(vm, this)?, "values", &[])
}

fn proxy_items(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(mapping(vm, this)?, &vm.names().items, &[])
}

fn proxy_copy(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(mapping(vm, this)?, &vm.names().copy, &[])
}

fn proxy_reversed(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(mapping(vm, this)?, &vm.names().__reversed__, &[])
}
