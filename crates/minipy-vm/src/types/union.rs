//! `typing.Union`: `int | str`.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{GetSetDef, MethodDef, PyResult};
use crate::protocol::number::OR;
use crate::slots::{CompareOp, Slots};
use crate::types::generic_alias::is_alias;
use crate::types::seq_iter::readonly;
use crate::types::str_::{Name, StrObj};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeObj};
use crate::types::{type_params, typevar};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside `typing.Union` objects.
pub struct UnionObj {
    /// `__args__`, a tuple of at least two different types.
    pub args: Value,
    /// `__parameters__`, a tuple; NULL until asked for.
    parameters: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<UnionObj>("typing.Union");

impl HeapObject for UnionObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.args);
        visit(&self.parameters.borrow());
    }
}

/// The type `typing.Union`.
pub static TYPE: TypeDef = TypeDef {
    name: "Union",
    module: "typing",
    layout: Some(&LAYOUT),
    flags: TypeFlags::WEAKREFABLE | TypeFlags::NO_INSTANTIATION | TypeFlags::STATIC_MODULE,
    doc: "Represent a union type\n\nE.g. for int | str",
    slots: Slots {
        getattr: Some(union_getattr),
        repr: Some(union_repr),
        hash: Some(union_hash),
        compare: Some(union_compare),
        or: Some(union_of),
        getitem: Some(union_getitem),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__mro_entries__" F2(union_mro_entries) "(self, object, /)" "";
    [class] "__class_getitem__" F2(union_class_getitem) "(type, object, /)" "Create a union containing the given types";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "__args__" get_args, readonly, "";
    "__name__" get_name, "Name of the type";
    "__qualname__" get_name, "Qualified name of the type";
    "__origin__" get_origin, "Always returns the type";
    "__parameters__" get_parameters, "Type variables in the types.UnionType.";
};

/// `__module__` is the type's, all else the union's own.
fn union_getattr(vm: &Vm, this: &Value, name: &Name) -> PyResult {
    if name.is(&vm.names().__module__) {
        return vm.get_attr(vm.type_of(this).to_ref().value(), name);
    }
    crate::protocol::attr::generic_get(vm, this, name)
}

/// The types of a union, as a tuple, if the value is one.
pub fn args_of(value: &Value) -> Option<Value> {
    value.downcast::<UnionObj>().map(|union| union.args.clone())
}

/// Whether `|` accepts a value.
fn is_unionable(vm: &Vm, value: &Value) -> bool {
    value.is_none()
        || value.downcast::<TypeObj>().is_some()
        || value.downcast::<UnionObj>().is_some()
        || is_alias(vm, value)
        || vm.type_of(value).def.is_some_and(|def| def.name == "TypeAliasType")
}

/// Whether `|` of a value accepts whatever is on the other side: of a type variable, a parameter specification.
fn accepts_all(vm: &Vm, value: &Value) -> bool {
    let def = vm.type_of(value).def;
    def.is_some_and(|def| std::ptr::eq(def, &typevar::TYPE_VAR) || std::ptr::eq(def, &typevar::PARAM_SPEC))
}

/// `lhs | rhs` of types.
pub fn union_of(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let union_involved = [lhs, rhs].into_iter().any(|v| v.downcast::<UnionObj>().is_some() || accepts_all(vm, v));
    if let Some(tuple) = [lhs, rhs].into_iter().find(|v| union_involved && v.exact::<TupleObj>().is_some()) {
        let shown = vm.repr(tuple)?;
        let message = format!("Union[arg, ...]: each arg must be a type. Got {}.", crate::types::str_::lossy(&shown));
        return Err(exc::type_error(vm, &message));
    }
    let accepted = |v: &Value| union_involved || is_unionable(vm, v);
    if !accepted(lhs) || !accepted(rhs) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    build(vm, &[lhs.clone(), rhs.clone()])
}

/// The union of some types: unions among them are spread, doubles left out; a single type is itself.
pub fn build(vm: &Vm, types: &[Value]) -> PyResult {
    let mut args = Vec::new();
    for ty in types {
        match ty.downcast::<UnionObj>() {
            Some(union) => {
                for arg in items(&union.args) {
                    add(vm, &mut args, arg)?;
                }
            }
            None => add(vm, &mut args, ty)?,
        }
    }
    if let [(single, _)] = &args[..] {
        return Ok(single.clone());
    }
    let args = args.into_iter().map(|(ty, _)| ty).collect();
    let union = UnionObj { args: vm.tuple(args), parameters: PyCell::default() };
    Ok(vm.alloc(&vm.types().union, union).into_value())
}

fn add(vm: &Vm, args: &mut Vec<(Value, Option<i64>)>, ty: &Value) -> PyResult<()> {
    let ty = if ty.is_none() {
        vm.types().none_type.value().clone()
    } else if ty.downcast::<StrObj>().is_some() {
        let module = crate::import::import_module(vm, "annotationlib")?;
        let class = vm.get_attr_str(&module, "ForwardRef")?;
        vm.call1(&class, ty)?
    } else {
        ty.clone()
    };
    let hash = hash_of(vm, &ty);
    for (known, known_hash) in args.iter() {
        if *known_hash == hash && vm.eq(known, &ty)? {
            return Ok(());
        }
    }
    args.push((ty, hash));
    Ok(())
}

/// The hash, if there is one: what is equal counts as the same only if the hashes are too, or both have none.
fn hash_of(vm: &Vm, ty: &Value) -> Option<i64> {
    match vm.hash(ty) {
        Ok(hash) => Some(hash),
        Err(raised) => {
            drop(vm.take_exception(raised));
            None
        }
    }
}

/// The types of a union that have a hash, as a set, and the others.
fn by_hash(vm: &Vm, union: &UnionObj) -> PyResult<(Value, Vec<Value>)> {
    let (with, without) = items(&union.args).iter().cloned().partition(|ty| hash_of(vm, ty).is_some());
    Ok((crate::types::set::new_set(vm, with)?, without))
}

/// Whether each value of one list is among those of the other.
fn all_among(vm: &Vm, some: &[Value], others: &[Value]) -> PyResult<bool> {
    for one in some {
        let mut found = false;
        for other in others {
            found = found || vm.eq(one, other)?;
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

fn items(value: &Value) -> &[Value] {
    value.downcast::<TupleObj>().map_or(&[], TupleObj::items)
}

fn this_union<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a UnionObj> {
    match this.downcast::<UnionObj>() {
        Some(union) => Ok(union),
        None => Err(exc::wrong_self(vm, "typing.Union", this)),
    }
}

fn union_repr(vm: &Vm, this: &Value) -> PyResult {
    let mut out = Vec::new();
    for (i, arg) in items(&this_union(vm, this)?.args).iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(b" | ");
        }
        type_params::push_type_repr(vm, &mut out, arg)?;
    }
    Ok(vm.str_bytes(&out))
}

fn union_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let mut hasher = minipy_text::hash::FrozenSetHasher::default();
    for arg in items(&this_union(vm, this)?.args) {
        hasher.add(vm.hash(arg)?);
    }
    Ok(hasher.finish())
}

fn union_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<UnionObj>(), other.downcast::<UnionObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let ((a, a_others), (b, b_others)) = (by_hash(vm, a)?, by_hash(vm, b)?);
    let equal = vm.eq(&a, &b)?
        && a_others.len() == b_others.len()
        && all_among(vm, &a_others, &b_others)?
        && all_among(vm, &b_others, &a_others)?;
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn parameters(vm: &Vm, union: &UnionObj) -> PyResult {
    let known = union.parameters.get();
    if !known.is_null() {
        return Ok(known);
    }
    let found = type_params::collect(vm, items(&union.args))?;
    union.parameters.set(found.clone());
    Ok(found)
}

fn union_getitem(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    let union = this_union(vm, this)?;
    let params = parameters(vm, union)?;
    let args = type_params::substitute(vm, this, items(&union.args), items(&params), item)?;
    let Some((first, rest)) = items(&args).split_first() else { return Ok(this.clone()) };
    let mut result = first.clone();
    for arg in rest {
        result = vm.binary(&OR, &result, arg)?;
    }
    Ok(result)
}

fn union_mro_entries(vm: &Vm, this: &Value, _bases: &Value) -> PyResult {
    let repr = vm.repr_string(this)?;
    Err(exc::type_error(vm, &format!("Cannot subclass {repr}")))
}

fn union_class_getitem(vm: &Vm, _class: &Value, item: &Value) -> PyResult {
    match item.downcast::<TupleObj>() {
        Some(tuple) if tuple.items().is_empty() => Err(exc::type_error(vm, "Cannot take a Union of no types.")),
        Some(tuple) => build(vm, tuple.items()),
        None => build(vm, std::slice::from_ref(item)),
    }
}

fn get_args(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_union(vm, this)?.args.clone())
}

fn get_name(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.str("Union"))
}

fn get_origin(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.types().union.value().clone())
}

fn get_parameters(vm: &Vm, this: &Value) -> PyResult {
    parameters(vm, this_union(vm, this)?)
}
