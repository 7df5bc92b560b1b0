//! `TypeAliasType`: what a `type` statement makes.

use super::lazy::Lazy;
use super::{PARAM_FLAGS, TypeParamObj, as_arguments, has_default, name_arg, none_for_null, unpacked};
use crate::exc;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::bind::{bind_params, parse_signature};
use crate::slots::Slots;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside TypeAliasType objects.
pub struct TypeAliasObj {
    pub(super) name: Value,
    pub(super) params: Value,
    pub(super) value: Lazy,
    pub(super) module: Value,
}

static TYPE_ALIAS_LAYOUT: Layout = Layout::of::<TypeAliasObj>("TypeAliasType");

impl HeapObject for TypeAliasObj {
    const LAYOUT: &'static Layout = &TYPE_ALIAS_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.name);
        visit(&self.params);
        self.value.visit(visit);
        visit(&self.module);
    }

    fn clear(&self) {
        self.value.clear();
    }
}

/// The type `typing.TypeAliasType`.
pub static TYPE_ALIAS: TypeDef = TypeDef {
    name: "TypeAliasType",
    module: "typing",
    layout: Some(&TYPE_ALIAS_LAYOUT),
    flags: PARAM_FLAGS,
    doc: "Type alias.",
    slots: Slots {
        new: Some(type_alias_new),
        repr: Some(|vm, this| Ok(exc::receiver::<TypeAliasObj>(vm, this)?.name.clone())),
        or: Some(crate::types::union::union_of),
        getitem: Some(type_alias_getitem),
        iter: Some(type_alias_iter),
        ..Slots::EMPTY
    },
    methods: TYPE_ALIAS_METHODS,
    getset: TYPE_ALIAS_GETSET,
    ..TypeDef::EMPTY
};

static TYPE_ALIAS_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(alias_name) "(self, /)" "";
};

static TYPE_ALIAS_GETSET: &[GetSetDef] = getset! {
    [member] "__name__" alias_name, exc::readonly_member, "";
    "__value__" alias_value, "";
    "__type_params__" alias_type_params, "";
    "__parameters__" alias_parameters, "";
    "__module__" alias_module, "";
    "evaluate_value" alias_evaluate_value, "";
};

fn alias<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TypeAliasObj> {
    exc::receiver(vm, this)
}

fn type_alias_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let params = parse_signature("(name, value, *, type_params=())");
    let given = bind_params(vm, "typealias", &params, args, 0)?;
    let [name, value, type_params] = &given[..] else { return Ok(Value::NONE) };
    let name = name_arg(vm, "typealias", name)?;
    let params = type_params.given().cloned().unwrap_or_else(|| vm.tuple(Vec::new()));
    let Some(items) = params.downcast::<TupleObj>() else {
        return Err(exc::type_error(vm, "type_params must be a tuple"));
    };
    let mut seen_default = false;
    for item in items.items() {
        if item.downcast::<TypeParamObj>().is_none() {
            let shown = vm.repr_string(item)?;
            return Err(exc::type_error(vm, &format!("Expected a type param, got {shown}")));
        }
        let default = has_default(vm, item)?.is_true();
        if seen_default && !default {
            let shown = vm.repr_string(item)?;
            let message = format!("non-default type parameter '{shown}' follows default type parameter");
            return Err(exc::type_error(vm, &message));
        }
        seen_default |= default;
    }
    let made = TypeAliasObj { name, params, value: Lazy::of_value(value.clone()), module: caller_module(vm) };
    Ok(vm.alloc(ty, made).into_value())
}

pub(super) fn caller_module(vm: &Vm) -> Value {
    let globals = crate::interp::current_globals(vm);
    globals.and_then(|g| g.get_name(vm, &vm.names().__name__)).unwrap_or(Value::NONE)
}

fn type_alias_getitem(vm: &Vm, this: &Value, args: &Value) -> PyResult {
    if vm.len(&alias(vm, this)?.params)? == 0 {
        return Err(exc::type_error(vm, "Only generic type aliases are subscriptable"));
    }
    crate::types::generic_alias::new_alias(vm, this, args)
}

fn type_alias_iter(vm: &Vm, this: &Value) -> PyResult {
    let item = unpacked(vm, this)?;
    vm.iter(&vm.tuple(vec![item]))
}

fn alias_name(vm: &Vm, this: &Value) -> PyResult {
    Ok(alias(vm, this)?.name.clone())
}

fn alias_value(vm: &Vm, this: &Value) -> PyResult {
    alias(vm, this)?.value.get(vm).map(none_for_null)
}

fn alias_type_params(vm: &Vm, this: &Value) -> PyResult {
    Ok(alias(vm, this)?.params.clone())
}

fn alias_parameters(vm: &Vm, this: &Value) -> PyResult {
    as_arguments(vm, &alias(vm, this)?.params.clone())
}

fn alias_module(vm: &Vm, this: &Value) -> PyResult {
    Ok(alias(vm, this)?.module.clone())
}

fn alias_evaluate_value(vm: &Vm, this: &Value) -> PyResult {
    alias(vm, this)?.value.evaluator(vm)
}
