//! `method`: the type and its attributes.

use crate::exc;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::method::MethodObj;
use crate::types::str_::{Name, StrObj};
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `method`.
pub static TYPE: TypeDef = TypeDef {
    name: "method",
    layout: Some(&crate::types::method::METHOD_LAYOUT),
    shape: crate::shape::fixed::METHOD,
    flags: TypeFlags::WEAKREFABLE,
    doc: "Create a bound instance method object.",
    slots: Slots {
        new: Some(method_new),
        call: Some(method_call),
        repr: Some(method_repr),
        hash: Some(method_hash),
        compare: Some(method_compare),
        getattr: Some(method_getattr),
        descr_get: Some(method_get),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(method_reduce) "(self, /)" "Helper for pickle.";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "__func__" get_function, exc::readonly_member, "the function (or other callable) implementing a method";
    [member] "__self__" get_self, exc::readonly_member, "the instance to which a method is bound";
    "__doc__" get_doc, "";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a MethodObj> {
    exc::receiver(vm, value)
}

fn method_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "method"));
    }
    let [function, object] = args.pos else { return Err(exc::positional_count(vm, "method", args.pos.len(), 2, 2)) };
    if !vm.is_callable(function) {
        return Err(exc::type_error(vm, "first argument must be callable"));
    }
    if object.is_none() {
        return Err(exc::type_error(vm, "instance must not be None"));
    }
    Ok(vm.alloc(ty, MethodObj { function: function.clone(), this: object.clone() }).into_value())
}

fn method_call(vm: &Vm, object: &Value, args: &Args) -> PyResult {
    let method = this(vm, object)?;
    vm.call_with_self(&method.function, &method.this, args)
}

fn method_repr(vm: &Vm, object: &Value) -> PyResult {
    let method = this(vm, object)?;
    let names = vm.names();
    let mut name = vm.find_attr(&method.function, &names.__qualname__)?;
    if name.is_none() {
        name = vm.find_attr(&method.function, &names.__name__)?;
    }
    let mut text = b"<bound method ".to_vec();
    match name.as_ref().and_then(|n| n.downcast::<StrObj>()) {
        Some(name) => text.extend_from_slice(name.bytes()),
        None => text.push(b'?'),
    }
    text.extend_from_slice(b" of ");
    text.extend(vm.repr_bytes(&method.this)?);
    text.push(b'>');
    Ok(vm.str_bytes(&text))
}

fn method_hash(vm: &Vm, object: &Value) -> PyResult<i64> {
    let method = this(vm, object)?;
    let own = crate::types::object::object_hash(vm, &method.this)?;
    let hash = own ^ vm.hash(&method.function)?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn method_compare(vm: &Vm, object: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (object.downcast::<MethodObj>(), other.downcast::<MethodObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = a.this.is(&b.this) && vm.eq(&a.function, &b.function)?;
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

/// Attributes of the type `method` first, then those of the function.
fn method_getattr(vm: &Vm, object: &Value, name: &Name) -> PyResult {
    let ty = vm.type_of(object);
    if let Some(descr) = ty.lookup(vm, name) {
        return match vm.type_of(&descr).slots().descr_get {
            Some(get) => get(vm, &descr, Some(object), Some(ty.to_ref().value())),
            None => Ok(descr),
        };
    }
    vm.get_attr(&this(vm, object)?.function, name)
}

/// A method is bound already.
fn method_get(_vm: &Vm, descr: &Value, _object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    Ok(descr.clone())
}

fn method_reduce(vm: &Vm, object: &Value) -> PyResult {
    let method = this(vm, object)?;
    let name = vm.get_attr(&method.function, &vm.names().__name__)?;
    crate::types::builtin_fn_methods::reduce_as_getattr(vm, &method.this, &name)
}

fn get_function(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.function.clone())
}

fn get_self(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.this.clone())
}

fn get_doc(vm: &Vm, object: &Value) -> PyResult {
    vm.get_attr(&this(vm, object)?.function, &vm.names().__doc__)
}
