//! `types.GenericAlias`: `list[int]`. Substituting type parameters is in `type_params`.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::attr;
use crate::protocol::bind::check_positional;
use crate::slots::{CompareOp, Slots};
use crate::types::seq_iter::{builtin, readonly};
use crate::types::str_::Name;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::types::type_params;
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside `types.GenericAlias` objects.
pub struct AliasObj {
    /// `__origin__`
    pub origin: Value,
    /// `__args__`, a tuple.
    pub args: Value,
    /// `__parameters__`, a tuple; NULL until asked for.
    parameters: PyCell<Value>,
    /// `__unpacked__`: whether it stands for `*origin[args]`.
    pub starred: bool,
}

static LAYOUT: Layout = Layout::of::<AliasObj>("types.GenericAlias");

impl HeapObject for AliasObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.origin);
        visit(&self.args);
        visit(&self.parameters.borrow());
    }
}

/// The type `types.GenericAlias`.
pub static TYPE: TypeDef = TypeDef {
    name: "GenericAlias",
    module: "types",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::STATIC_MODULE,
    doc: "Represent a PEP 585 generic type\n\nFor example, for t = list[int], t.__origin__ is list and t.__args__\nis (int,).",
    slots: Slots {
        new: Some(alias_new),
        repr: Some(alias_repr),
        hash: Some(alias_hash),
        call: Some(alias_call),
        getattr: Some(alias_getattr),
        compare: Some(alias_compare),
        iter: Some(alias_iter),
        getitem: Some(alias_getitem),
        or: Some(crate::types::union::union_of),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__mro_entries__" F2(alias_mro_entries) "(self, object, /)" "";
    "__instancecheck__" F2(alias_instancecheck) "(self, object, /)" "";
    "__subclasscheck__" F2(alias_subclasscheck) "(self, object, /)" "";
    "__reduce__" F1(alias_reduce) "(self, /)" "";
    "__dir__" F1(alias_dir) "(self, /)" "";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "__origin__" get_origin, readonly, "";
    [member] "__args__" get_args, readonly, "";
    [member] "__unpacked__" get_unpacked, readonly, "";
    "__parameters__" get_parameters, "Type variables in the GenericAlias.";
    "__typing_unpacked_tuple_args__" get_unpacked_tuple_args, "";
};

/// Attributes that are the alias's own; all others are the origin's.
static OWN_ATTRIBUTES: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
];

/// Attributes that are not looked up on the origin although the alias has none of that name.
static BLOCKED_ATTRIBUTES: &[&str] = &["__bases__", "__copy__", "__deepcopy__"];

/// `origin[args]`
pub fn new_alias(vm: &Vm, origin: &Value, args: &Value) -> PyResult {
    Ok(make(vm, &vm.types().generic_alias, origin, args, false))
}

fn make(vm: &Vm, ty: &TypeRef, origin: &Value, args: &Value, starred: bool) -> Value {
    let args = match args.downcast::<TupleObj>() {
        Some(_) => args.clone(),
        None => vm.tuple(vec![args.clone()]),
    };
    vm.alloc(ty, AliasObj { origin: origin.clone(), args, parameters: PyCell::default(), starred }).into_value()
}

/// Whether a value is a generic alias (not of a subclass).
pub(crate) fn is_alias(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).is(&vm.types().generic_alias)
}

fn alias_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    check_positional(vm, "GenericAlias", args, 0, 2, 2)?;
    Ok(make(vm, ty, &args.pos[0], &args.pos[1], false))
}

fn this_alias<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a AliasObj> {
    match this.downcast::<AliasObj>() {
        Some(alias) => Ok(alias),
        None => Err(exc::wrong_self(vm, "types.GenericAlias", this)),
    }
}

fn items(value: &Value) -> &[Value] {
    value.downcast::<TupleObj>().map_or(&[], TupleObj::items)
}

fn alias_repr(vm: &Vm, this: &Value) -> PyResult {
    let alias = this_alias(vm, this)?;
    let mut out = Vec::new();
    if alias.starred {
        out.push(b'*');
    }
    type_params::push_type_repr(vm, &mut out, &alias.origin)?;
    out.push(b'[');
    for (i, arg) in items(&alias.args).iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(b", ");
        }
        type_params::push_arg_repr(vm, &mut out, arg)?;
    }
    out.extend_from_slice(if items(&alias.args).is_empty() { b"()]" } else { b"]" });
    Ok(vm.str_bytes(&out))
}

fn alias_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let alias = this_alias(vm, this)?;
    let hash = vm.hash(&alias.origin)? ^ vm.hash(&alias.args)?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn alias_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let made = vm.call_args(&this_alias(vm, this)?.origin, args)?;
    if let Err(raised) = vm.set_attr(&made, &vm.names().__orig_class__, this) {
        if !exc::is_attribute_error(vm, &raised) && !exc::is_type_error(vm, &raised) {
            return Err(raised);
        }
        drop(vm.take_exception(raised));
    }
    Ok(made)
}

fn alias_getattr(vm: &Vm, this: &Value, name: &Name) -> PyResult {
    let text = name.to_string_lossy();
    if OWN_ATTRIBUTES.contains(&&*text) || BLOCKED_ATTRIBUTES.contains(&&*text) {
        return attr::generic_get(vm, this, name);
    }
    vm.get_attr(&this_alias(vm, this)?.origin, name)
}

fn alias_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<AliasObj>(), other.downcast::<AliasObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = a.starred == b.starred && vm.eq(&a.origin, &b.origin)? && vm.eq(&a.args, &b.args)?;
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

/// Iterating gives the unpacked form once, so that `*tuple[int]` works in a subscript.
fn alias_iter(vm: &Vm, this: &Value) -> PyResult {
    let alias = this_alias(vm, this)?;
    let starred = make(vm, &vm.type_of(this).to_ref(), &alias.origin, &alias.args, true);
    vm.iter(&vm.tuple(vec![starred]))
}

fn parameters(vm: &Vm, alias: &AliasObj) -> PyResult {
    let known = alias.parameters.get();
    if !known.is_null() {
        return Ok(known);
    }
    let found = type_params::collect(vm, items(&alias.args))?;
    alias.parameters.set(found.clone());
    Ok(found)
}

fn alias_getitem(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    let alias = this_alias(vm, this)?;
    let params = parameters(vm, alias)?;
    let args = type_params::substitute(vm, this, items(&alias.args), items(&params), item)?;
    Ok(make(vm, &vm.types().generic_alias, &alias.origin, &args, alias.starred))
}

fn alias_mro_entries(vm: &Vm, this: &Value, _bases: &Value) -> PyResult {
    Ok(vm.tuple(vec![this_alias(vm, this)?.origin.clone()]))
}

fn alias_instancecheck(vm: &Vm, _this: &Value, _instance: &Value) -> PyResult {
    Err(exc::type_error(vm, "isinstance() argument 2 cannot be a parameterized generic"))
}

fn alias_subclasscheck(vm: &Vm, _this: &Value, _class: &Value) -> PyResult {
    Err(exc::type_error(vm, "issubclass() argument 2 cannot be a parameterized generic"))
}

fn alias_reduce(vm: &Vm, this: &Value) -> PyResult {
    let alias = this_alias(vm, this)?;
    if alias.starred {
        let plain = new_alias(vm, &alias.origin, &alias.args)?;
        return Ok(vm.pair(builtin(vm, "next")?, vm.tuple(vec![vm.iter(&plain)?])));
    }
    Ok(vm.pair(vm.types().generic_alias.value().clone(), vm.pair(alias.origin.clone(), alias.args.clone())))
}

fn alias_dir(vm: &Vm, this: &Value) -> PyResult {
    let dir = vm.call_special(&this_alias(vm, this)?.origin, &vm.names().__dir__, &[])?;
    let mut names = vm.collect(&dir.unwrap_or_else(|| vm.list(Vec::new())))?;
    for own in OWN_ATTRIBUTES {
        let name = vm.intern(own).into_value();
        if !names.iter().any(|n| crate::types::str_::value_is(n, own)) {
            names.push(name);
        }
    }
    Ok(vm.list(names))
}

fn get_origin(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_alias(vm, this)?.origin.clone())
}

fn get_args(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_alias(vm, this)?.args.clone())
}

fn get_unpacked(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(this_alias(vm, this)?.starred))
}

fn get_parameters(vm: &Vm, this: &Value) -> PyResult {
    parameters(vm, this_alias(vm, this)?)
}

fn get_unpacked_tuple_args(vm: &Vm, this: &Value) -> PyResult {
    let alias = this_alias(vm, this)?;
    let unpacked = alias.starred && alias.origin.is(vm.types().tuple.value());
    Ok(if unpacked { alias.args.clone() } else { Value::NONE })
}
