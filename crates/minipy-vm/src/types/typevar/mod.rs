//! `TypeVar`, `ParamSpec`, `TypeVarTuple`, `TypeAliasType`: what PEP 695 syntax makes, and `Generic`. Bounds,
//! constraints, defaults and values of aliases are computed when somebody asks.

mod alias;
mod generic;
mod lazy;

use std::cell::Cell;

use minipy_bytecode::opcode::IntrinsicOp;

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::bind::{bind_params, parse_signature};
use crate::slots::{CompareOp, Slots};
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};
pub use alias::TYPE_ALIAS;
use alias::{TypeAliasObj, caller_module};
pub use generic::GENERIC;
use lazy::{Lazy, type_check, typing_call, typing_module};
pub use lazy::{NO_DEFAULT, no_default};

/// The struct inside TypeVar, ParamSpec and TypeVarTuple objects.
pub struct TypeParamObj {
    /// `__name__`
    pub name: Value,
    bound: Lazy,
    constraints: Lazy,
    default: Lazy,
    covariant: bool,
    contravariant: bool,
    infer_variance: Cell<bool>,
    dict: PyCell<Value>,
}

static TYPE_PARAM_LAYOUT: Layout = Layout::of::<TypeParamObj>("TypeVar");

impl HeapObject for TypeParamObj {
    const LAYOUT: &'static Layout = &TYPE_PARAM_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.name);
        self.bound.visit(visit);
        self.constraints.visit(visit);
        self.default.visit(visit);
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        self.bound.clear();
        self.constraints.clear();
        self.default.clear();
        drop(self.dict.take());
    }
}

/// The struct inside `P.args` and `P.kwargs`.
pub struct ParamSpecPartObj {
    origin: Value,
}

static PARAM_SPEC_PART_LAYOUT: Layout = Layout::of::<ParamSpecPartObj>("ParamSpecArgs");

impl HeapObject for ParamSpecPartObj {
    const LAYOUT: &'static Layout = &PARAM_SPEC_PART_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.origin);
    }
}

pub(super) const PARAM_FLAGS: u32 = TypeFlags::WEAKREFABLE;

/// The type `typing.TypeVar`.
pub static TYPE_VAR: TypeDef = TypeDef {
    name: "TypeVar",
    module: "typing",
    layout: Some(&TYPE_PARAM_LAYOUT),
    flags: PARAM_FLAGS,
    doc: "Type variable.",
    slots: Slots {
        new: Some(type_var_new),
        repr: Some(param_repr),
        or: Some(crate::types::union::union_of),
        dict_of: Some(param_dict),
        ..Slots::EMPTY
    },
    methods: TYPE_VAR_METHODS,
    getset: TYPE_VAR_GETSET,
    ..TypeDef::EMPTY
};

/// The type `typing.ParamSpec`.
pub static PARAM_SPEC: TypeDef = TypeDef {
    name: "ParamSpec",
    module: "typing",
    layout: Some(&TYPE_PARAM_LAYOUT),
    flags: PARAM_FLAGS,
    doc: "Parameter specification variable.",
    slots: Slots {
        new: Some(param_spec_new),
        repr: Some(param_repr),
        or: Some(crate::types::union::union_of),
        dict_of: Some(param_dict),
        ..Slots::EMPTY
    },
    methods: PARAM_SPEC_METHODS,
    getset: PARAM_SPEC_GETSET,
    ..TypeDef::EMPTY
};

/// The type `typing.TypeVarTuple`.
pub static TYPE_VAR_TUPLE: TypeDef = TypeDef {
    name: "TypeVarTuple",
    module: "typing",
    layout: Some(&TYPE_PARAM_LAYOUT),
    flags: PARAM_FLAGS,
    doc: "Type variable tuple.",
    slots: Slots {
        new: Some(type_var_tuple_new),
        repr: Some(param_repr),
        iter: Some(type_var_tuple_iter),
        dict_of: Some(param_dict),
        ..Slots::EMPTY
    },
    methods: TYPE_VAR_TUPLE_METHODS,
    getset: TYPE_VAR_TUPLE_GETSET,
    ..TypeDef::EMPTY
};

/// The type `typing.ParamSpecArgs`.
pub static PARAM_SPEC_ARGS: TypeDef = TypeDef {
    name: "ParamSpecArgs",
    module: "typing",
    layout: Some(&PARAM_SPEC_PART_LAYOUT),
    flags: PARAM_FLAGS,
    slots: Slots { new: Some(part_new), repr: Some(part_repr), compare: Some(part_compare), ..Slots::EMPTY },
    methods: PART_METHODS,
    getset: PART_GETSET,
    ..TypeDef::EMPTY
};

/// The type `typing.ParamSpecKwargs`.
pub static PARAM_SPEC_KWARGS: TypeDef = TypeDef {
    name: "ParamSpecKwargs",
    module: "typing",
    layout: Some(&PARAM_SPEC_PART_LAYOUT),
    flags: PARAM_FLAGS,
    slots: Slots { new: Some(part_new), repr: Some(part_repr), compare: Some(part_compare), ..Slots::EMPTY },
    methods: PART_METHODS,
    getset: PART_GETSET,
    ..TypeDef::EMPTY
};

static TYPE_VAR_METHODS: &[MethodDef] = methods! {
    "__typing_subst__" F2(type_var_subst) "(self, arg, /)" "";
    "__typing_prepare_subst__" F3(type_var_prepare_subst) "(self, alias, args, /)" "";
    "__mro_entries__" F2(no_subclass) "(self, bases, /)" "";
    "__reduce__" F1(param_name) "(self, /)" "";
    "has_default" F1(has_default) "(self, /)" "";
};

static TYPE_VAR_GETSET: &[GetSetDef] = getset! {
    [member] "__name__" param_name, exc::readonly_member, "";
    "__bound__" get_bound, "";
    "__constraints__" get_constraints, "";
    "__default__" get_default, "";
    [member] "__covariant__" get_covariant, exc::readonly_member, "";
    [member] "__contravariant__" get_contravariant, exc::readonly_member, "";
    [member] "__infer_variance__" get_infer_variance, exc::readonly_member, "";
    "evaluate_bound" get_evaluate_bound, "";
    "evaluate_constraints" get_evaluate_constraints, "";
    "evaluate_default" get_evaluate_default, "";
    "__dict__" crate::types::member::get_dict, crate::types::member::set_dict, "";
};

static PARAM_SPEC_METHODS: &[MethodDef] = methods! {
    "__typing_subst__" F2(param_spec_subst) "(self, arg, /)" "";
    "__typing_prepare_subst__" F3(param_spec_prepare_subst) "(self, alias, args, /)" "";
    "__mro_entries__" F2(no_subclass) "(self, bases, /)" "";
    "__reduce__" F1(param_name) "(self, /)" "";
    "has_default" F1(has_default) "(self, /)" "";
};

static PARAM_SPEC_GETSET: &[GetSetDef] = getset! {
    [member] "__name__" param_name, exc::readonly_member, "";
    "args" get_args, "Represents positional arguments.";
    "kwargs" get_kwargs, "Represents keyword arguments.";
    [member] "__bound__" get_bound, exc::readonly_member, "";
    "__default__" get_default, "";
    [member] "__covariant__" get_covariant, exc::readonly_member, "";
    [member] "__contravariant__" get_contravariant, exc::readonly_member, "";
    [member] "__infer_variance__" get_infer_variance, exc::readonly_member, "";
    "evaluate_default" get_evaluate_default, "";
    "__dict__" crate::types::member::get_dict, crate::types::member::set_dict, "";
};

static TYPE_VAR_TUPLE_METHODS: &[MethodDef] = methods! {
    "__typing_subst__" F2(type_var_tuple_subst) "(self, arg, /)" "";
    "__typing_prepare_subst__" F3(type_var_tuple_prepare_subst) "(self, alias, args, /)" "";
    "__mro_entries__" F2(no_subclass) "(self, bases, /)" "";
    "__reduce__" F1(param_name) "(self, /)" "";
    "has_default" F1(has_default) "(self, /)" "";
};

static TYPE_VAR_TUPLE_GETSET: &[GetSetDef] = getset! {
    [member] "__name__" param_name, exc::readonly_member, "";
    "__default__" get_default, "";
    "evaluate_default" get_evaluate_default, "";
    "__dict__" crate::types::member::get_dict, crate::types::member::set_dict, "";
};

static PART_METHODS: &[MethodDef] = methods! {
    "__mro_entries__" F2(no_subclass) "(self, bases, /)" "";
};

static PART_GETSET: &[GetSetDef] = getset! {
    [member] "__origin__" part_origin, exc::readonly_member, "";
};

fn param<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TypeParamObj> {
    exc::receiver(vm, this)
}

fn param_dict(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<TypeParamObj>().map(|p| &p.dict)
}

fn is(vm: &Vm, value: &Value, def: &TypeDef) -> bool {
    vm.type_of(value).def.is_some_and(|d| std::ptr::eq(d, def))
}

/// Keeps the name of the module that makes a type parameter.
fn set_module(vm: &Vm, made: &Value) {
    let names = vm.names();
    let module = crate::interp::current_globals(vm).and_then(|globals| globals.get_name(vm, &names.__name__));
    if let Some(dict) = crate::protocol::attr::instance_dict(vm, made) {
        dict.set_name(vm, &names.__module__, module.unwrap_or(Value::NONE));
    }
}

pub(super) fn name_arg(vm: &Vm, class: &str, name: &Value) -> PyResult<Value> {
    if name.downcast::<StrObj>().is_some() {
        return Ok(name.clone());
    }
    let got = exc::argument_type(vm, name);
    Err(exc::type_error(vm, &format!("{class}() argument 'name' must be str, not {got}")))
}

struct Variance {
    covariant: bool,
    contravariant: bool,
    infer: bool,
}

/// Checks the three flags against each other.
fn variance(vm: &Vm, covariant: &Value, contravariant: &Value, infer: &Value) -> PyResult<Variance> {
    let flag = |value: &Value| value.given().map_or(Ok(false), |v| vm.truth(v));
    let (covariant, contravariant, infer) = (flag(covariant)?, flag(contravariant)?, flag(infer)?);
    if covariant && contravariant {
        return Err(exc::value_error(vm, "Bivariant types are not supported."));
    }
    if infer && (covariant || contravariant) {
        return Err(exc::value_error(vm, "Variance cannot be specified with infer_variance."));
    }
    Ok(Variance { covariant, contravariant, infer })
}

fn default_of(vm: &Vm, default: &Value) -> Lazy {
    match default.given() {
        Some(default) if !default.is(&no_default(vm)) => Lazy::of_value(default.clone()),
        _ => Lazy::default(),
    }
}

fn type_var_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let signature = "(name, *, bound=None, default=None, covariant=False, contravariant=False, infer_variance=False)";
    let named = Args { pos: &args.pos[..args.pos.len().min(1)], ..*args };
    let given = bind_params(vm, "typevar", &parse_signature(signature), &named, 0)?;
    let [name, bound, default, covariant, contravariant, infer] = &given[..] else { return Ok(Value::NONE) };
    let name = name_arg(vm, "typevar", name)?;
    let variance = variance(vm, covariant, contravariant, infer)?;
    let bound = match bound.not_none() {
        Some(bound) => type_check(vm, bound, "Bound must be a type.")?,
        None => Value::NULL,
    };
    let constraints = match args.pos.get(1..).unwrap_or(&[]) {
        [] => Value::NULL,
        [_] => return Err(exc::type_error(vm, "A single constraint is not allowed")),
        _ if !bound.is_null() => {
            return Err(exc::type_error(vm, "Constraints cannot be combined with bound=..."));
        }
        many => {
            let mut checked = Vec::with_capacity(many.len());
            for constraint in many {
                let message = "TypeVar(name, constraint, ...): constraints must be types.";
                checked.push(type_check(vm, constraint, message)?);
            }
            vm.tuple(checked)
        }
    };
    let made = TypeParamObj {
        name,
        bound: Lazy::of_value(bound),
        constraints: Lazy::of_value(constraints),
        default: default_of(vm, default),
        covariant: variance.covariant,
        contravariant: variance.contravariant,
        infer_variance: Cell::new(variance.infer),
        dict: PyCell::default(),
    };
    let made = vm.alloc(ty, made).into_value();
    set_module(vm, &made);
    Ok(made)
}

fn param_spec_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let signature = "(name, *, bound=None, default=None, covariant=False, contravariant=False, infer_variance=False)";
    let given = bind_params(vm, "paramspec", &parse_signature(signature), args, 0)?;
    let [name, bound, default, covariant, contravariant, infer] = &given[..] else { return Ok(Value::NONE) };
    let name = name_arg(vm, "paramspec", name)?;
    let variance = variance(vm, covariant, contravariant, infer)?;
    let bound = match bound.not_none() {
        Some(bound) => type_check(vm, bound, "Bound must be a type.")?,
        None => Value::NULL,
    };
    let made = TypeParamObj {
        name,
        bound: Lazy::of_value(bound),
        constraints: Lazy::default(),
        default: default_of(vm, default),
        covariant: variance.covariant,
        contravariant: variance.contravariant,
        infer_variance: Cell::new(variance.infer),
        dict: PyCell::default(),
    };
    let made = vm.alloc(ty, made).into_value();
    set_module(vm, &made);
    Ok(made)
}

fn type_var_tuple_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let given = bind_params(vm, "typevartuple", &parse_signature("(name, *, default=None)"), args, 0)?;
    let [name, default] = &given[..] else { return Ok(Value::NONE) };
    let name = name_arg(vm, "typevartuple", name)?;
    let made = vm.alloc(ty, plain_param(name, default_of(vm, default), false)).into_value();
    set_module(vm, &made);
    Ok(made)
}

fn plain_param(name: Value, default: Lazy, infer: bool) -> TypeParamObj {
    TypeParamObj {
        name,
        bound: Lazy::default(),
        constraints: Lazy::default(),
        default,
        covariant: false,
        contravariant: false,
        infer_variance: Cell::new(infer),
        dict: PyCell::default(),
    }
}

fn param_repr(vm: &Vm, this: &Value) -> PyResult {
    let p = param(vm, this)?;
    if is(vm, this, &TYPE_VAR_TUPLE) || p.infer_variance.get() {
        return Ok(p.name.clone());
    }
    let sign = match (p.covariant, p.contravariant) {
        (true, _) => "+",
        (_, true) => "-",
        _ => "~",
    };
    Ok(vm.str(&format!("{sign}{}", crate::types::str_::lossy(&p.name))))
}

fn param_name(vm: &Vm, this: &Value) -> PyResult {
    Ok(param(vm, this)?.name.clone())
}

pub(super) fn none_for_null(value: Value) -> Value {
    value.non_null().unwrap_or(Value::NONE)
}

fn get_bound(vm: &Vm, this: &Value) -> PyResult {
    param(vm, this)?.bound.get(vm).map(none_for_null)
}

fn get_constraints(vm: &Vm, this: &Value) -> PyResult {
    let found = param(vm, this)?.constraints.get(vm)?;
    Ok(found.non_null().unwrap_or_else(|| vm.tuple(Vec::new())))
}

fn get_default(vm: &Vm, this: &Value) -> PyResult {
    let found = param(vm, this)?.default.get(vm)?;
    Ok(found.non_null().unwrap_or_else(|| no_default(vm)))
}

fn get_covariant(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(param(vm, this)?.covariant))
}

fn get_contravariant(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(param(vm, this)?.contravariant))
}

fn get_infer_variance(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(param(vm, this)?.infer_variance.get()))
}

fn get_evaluate_bound(vm: &Vm, this: &Value) -> PyResult {
    param(vm, this)?.bound.evaluator(vm)
}

fn get_evaluate_constraints(vm: &Vm, this: &Value) -> PyResult {
    param(vm, this)?.constraints.evaluator(vm)
}

fn get_evaluate_default(vm: &Vm, this: &Value) -> PyResult {
    param(vm, this)?.default.evaluator(vm)
}

pub(super) fn has_default(vm: &Vm, this: &Value) -> PyResult {
    let p = param(vm, this)?;
    let there = !p.default.value.borrow().is_null() || !p.default.evaluator.borrow().is_null();
    Ok(Value::bool(there))
}

fn no_subclass(vm: &Vm, this: &Value, _bases: &Value) -> PyResult {
    let name = vm.type_of(this).plain_name();
    Err(exc::type_error(vm, &format!("Cannot subclass an instance of {name}")))
}

fn type_var_subst(vm: &Vm, this: &Value, arg: &Value) -> PyResult {
    typing_call(vm, "_typevar_subst", &[this.clone(), arg.clone()])
}

/// Appends the default where an alias has one argument too few.
fn type_var_prepare_subst(vm: &Vm, this: &Value, alias: &Value, args: &Value) -> PyResult {
    let params = vm.get_attr(alias, &vm.names().__parameters__)?;
    let params = vm.collect(&params)?;
    let count = vm.len(args)?;
    let index = params.iter().position(|p| p.is(this)).unwrap_or(count + 1);
    if index < count {
        return Ok(args.clone());
    }
    let default = get_default(vm, this)?;
    if index > count || default.is(&no_default(vm)) {
        let shown = vm.str_string(alias)?;
        return Err(exc::type_error(vm, &format!("Too few arguments for {shown}")));
    }
    let mut items = vm.collect(args)?;
    items.push(default);
    Ok(vm.tuple(items))
}

fn param_spec_subst(vm: &Vm, this: &Value, arg: &Value) -> PyResult {
    typing_call(vm, "_paramspec_subst", &[this.clone(), arg.clone()])
}

fn param_spec_prepare_subst(vm: &Vm, this: &Value, alias: &Value, args: &Value) -> PyResult {
    typing_call(vm, "_paramspec_prepare_subst", &[this.clone(), alias.clone(), args.clone()])
}

fn type_var_tuple_subst(vm: &Vm, _this: &Value, _arg: &Value) -> PyResult {
    Err(exc::type_error(vm, "Substitution of bare TypeVarTuple is not supported"))
}

fn type_var_tuple_prepare_subst(vm: &Vm, this: &Value, alias: &Value, args: &Value) -> PyResult {
    typing_call(vm, "_typevartuple_prepare_subst", &[this.clone(), alias.clone(), args.clone()])
}

/// `typing.Unpack[param]`
pub(super) fn unpacked(vm: &Vm, param: &Value) -> PyResult {
    let Some(typing) = typing_module(vm)? else { return Ok(param.clone()) };
    let unpack = vm.get_attr_str(&typing, "Unpack")?;
    vm.get_item(&unpack, param)
}

fn type_var_tuple_iter(vm: &Vm, this: &Value) -> PyResult {
    let item = unpacked(vm, this)?;
    vm.iter(&vm.tuple(vec![item]))
}

/// Type parameters as arguments: a TypeVarTuple is unpacked.
pub(super) fn as_arguments(vm: &Vm, params: &Value) -> PyResult {
    let mut items = vm.collect(params)?;
    for item in &mut items {
        if is(vm, item, &TYPE_VAR_TUPLE) {
            *item = unpacked(vm, item)?;
        }
    }
    Ok(vm.tuple(items))
}

fn part(vm: &Vm, def: &'static TypeDef, origin: &Value) -> Value {
    vm.alloc(&vm.type_from_def(def), ParamSpecPartObj { origin: origin.clone() }).into_value()
}

fn get_args(vm: &Vm, this: &Value) -> PyResult {
    Ok(part(vm, &PARAM_SPEC_ARGS, this))
}

fn get_kwargs(vm: &Vm, this: &Value) -> PyResult {
    Ok(part(vm, &PARAM_SPEC_KWARGS, this))
}

fn part_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let given = bind_params(vm, &ty.plain_name().to_lowercase(), &parse_signature("(origin)"), args, 0)?;
    Ok(vm.alloc(ty, ParamSpecPartObj { origin: given[0].clone() }).into_value())
}

fn part_repr(vm: &Vm, this: &Value) -> PyResult {
    let origin = &exc::receiver::<ParamSpecPartObj>(vm, this)?.origin;
    let which = if is(vm, this, &PARAM_SPEC_ARGS) { "args" } else { "kwargs" };
    let shown = match origin.downcast::<TypeParamObj>() {
        Some(p) => crate::types::str_::lossy(&p.name),
        None => vm.repr_string(origin)?,
    };
    Ok(vm.str(&format!("{shown}.{which}")))
}

fn part_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<ParamSpecPartObj>(), other.downcast::<ParamSpecPartObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !vm.type_of(this).is(vm.type_of(other)) || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    vm.compare(&a.origin, &b.origin, op)
}

fn part_origin(vm: &Vm, this: &Value) -> PyResult {
    Ok(exc::receiver::<ParamSpecPartObj>(vm, this)?.origin.clone())
}

/// A parameter that syntax makes: its `__module__` is its type's, unlike that of one which is called for.
fn made_param(vm: &Vm, def: &'static TypeDef, made: TypeParamObj) -> PyResult {
    Ok(vm.alloc(&vm.type_from_def(def), made).into_value())
}

/// The operation of an Intrinsic instruction that has to do with type parameters.
pub fn intrinsic(vm: &Vm, op: IntrinsicOp, args: &[Value]) -> PyResult {
    match (op, args) {
        (IntrinsicOp::TypeVar, [name]) => made_param(vm, &TYPE_VAR, plain_param(name.clone(), Lazy::default(), true)),
        (IntrinsicOp::TypeVarWithBound, [name, evaluator]) => {
            let mut made = plain_param(name.clone(), Lazy::default(), true);
            made.bound = Lazy::of_evaluator(evaluator.clone());
            made_param(vm, &TYPE_VAR, made)
        }
        (IntrinsicOp::TypeVarWithConstraints, [name, evaluator]) => {
            let mut made = plain_param(name.clone(), Lazy::default(), true);
            made.constraints = Lazy::of_evaluator(evaluator.clone());
            made_param(vm, &TYPE_VAR, made)
        }
        (IntrinsicOp::ParamSpec, [name]) => {
            made_param(vm, &PARAM_SPEC, plain_param(name.clone(), Lazy::default(), true))
        }
        (IntrinsicOp::TypeVarTuple, [name]) => {
            made_param(vm, &TYPE_VAR_TUPLE, plain_param(name.clone(), Lazy::default(), false))
        }
        (IntrinsicOp::SubscriptGeneric, [params]) => {
            let params = as_arguments(vm, params)?;
            let generic = vm.type_from_def(&GENERIC).into_value();
            match typing_module(vm)? {
                Some(_) => typing_call(vm, "_GenericAlias", &[generic, params]),
                None => crate::types::generic_alias::new_alias(vm, &generic, &params),
            }
        }
        (IntrinsicOp::TypeAlias, [name, params, evaluator]) => {
            let params = if params.is_none() { vm.tuple(Vec::new()) } else { params.clone() };
            let made = TypeAliasObj {
                name: name.clone(),
                params,
                value: Lazy::of_evaluator(evaluator.clone()),
                module: caller_module(vm),
            };
            Ok(vm.alloc(&vm.type_from_def(&TYPE_ALIAS), made).into_value())
        }
        (IntrinsicOp::SetFunctionTypeParams, [function, params]) => {
            let object: &crate::types::function::FuncObj = exc::receiver(vm, function)?;
            object.rare().type_params.set(params.clone());
            Ok(function.clone())
        }
        (IntrinsicOp::SetTypeParamDefault, [param_value, evaluator]) => {
            let p = param(vm, param_value)?;
            p.default.evaluator.set(evaluator.clone());
            Ok(param_value.clone())
        }
        _ => Err(exc::system_error(vm, &format!("no such operation on type parameters: {op:?}"))),
    }
}
