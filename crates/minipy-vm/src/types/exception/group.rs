//! `BaseExceptionGroup` and `ExceptionGroup`.

use crate::exc;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::exception::fields::{args_of, get, this};
use crate::types::exception::{ExceptionObj, classes, methods as base, set_extra};
use crate::types::list::ListObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// What `BaseExceptionGroup` defines.
pub(crate) static PARTS: TypeDef = TypeDef {
    slots: Slots {
        new: Some(group_new),
        init: Some(base::exception_init),
        repr: Some(group_repr),
        str: Some(group_str),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// `class ExceptionGroup(BaseExceptionGroup, Exception)`
pub(crate) static EXCEPTION_GROUP_PARTS: TypeDef = TypeDef {
    more_bases: &[&classes::defs::exception],
    flags: TypeFlags::WEAKREFABLE,
    init: Some(add_module),
    ..TypeDef::EMPTY
};

/// In CPython this class is made as Python classes are, so it has its module in its namespace.
fn add_module(vm: &Vm, class: &TypeRef) {
    class.dict.set_name(vm, &vm.names().__module__, vm.str("builtins"));
}

static METHODS: &[MethodDef] = methods! {
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(cls, object, /)" "See PEP 585";
    "derive" F2(group_derive) "(self, excs, /)" "";
    "split" F2(group_split) "(self, matcher_value, /)" "";
    "subgroup" F2(group_subgroup) "(self, matcher_value, /)" "";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "message" get::<0>, exc::readonly_member, "exception message";
    [member] "exceptions" get::<1>, exc::readonly_member, "nested exceptions";
};

fn is_exception(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).is_subtype(&vm.exceptions().exception)
}

/// Whether an exception is a group.
pub(crate) fn is_group(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).is_subtype(&vm.exceptions().base_exception_group)
}

fn group_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let [message, exceptions] = args.pos else {
        let n = args.pos.len();
        let text = format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({n} given)");
        return Err(exc::type_error(vm, &text));
    };
    if message.downcast::<StrObj>().is_none() {
        let got = exc::argument_type(vm, message);
        let text = format!("BaseExceptionGroup.__new__() argument 1 must be str, not {got}");
        return Err(exc::type_error(vm, &text));
    }
    let slots = vm.type_of(exceptions).slots();
    if slots.getitem.is_none() || vm.type_of(exceptions).is_subtype(&vm.types().dict) {
        return Err(exc::type_error(vm, "second argument (exceptions) must be a sequence"));
    }
    let exact = exceptions.exact::<ListObj>().is_some() || exceptions.exact::<TupleObj>().is_some();
    let shown = if exact { Value::NULL } else { vm.repr(exceptions)? };
    let items = vm.collect(exceptions)?;
    if items.is_empty() {
        return Err(exc::value_error(vm, "second argument (exceptions) must be a non-empty sequence"));
    }
    for (i, item) in items.iter().enumerate() {
        if item.downcast::<ExceptionObj>().is_none() {
            let text = format!("Item {i} of second argument (exceptions) is not an exception");
            return Err(exc::value_error(vm, &text));
        }
    }
    let nested_base = !items.iter().all(|e| is_exception(vm, e));
    let exceptions_ = vm.exceptions();
    let mut class = ty.clone();
    if ty.is(&exceptions_.base_exception_group) {
        if !nested_base {
            class = exceptions_.exception_group.clone();
        }
    } else if nested_base && ty.is(&exceptions_.exception_group) {
        return Err(exc::type_error(vm, "Cannot nest BaseExceptions in an ExceptionGroup"));
    } else if nested_base && ty.is_subtype(&exceptions_.exception) {
        let name = ty.name_str();
        return Err(exc::type_error(vm, &format!("Cannot nest BaseExceptions in '{name}'")));
    }
    let made = vm.alloc(&class, ExceptionObj::new(vm.tuple_from(args.pos))).into_value();
    set_extra(&made, 0, message.clone());
    set_extra(&made, 1, vm.tuple(items));
    set_extra(&made, 2, shown);
    Ok(made)
}

fn group_repr(vm: &Vm, object: &Value) -> PyResult {
    let group = this(vm, object)?;
    let mut text = vm.type_of(object).plain_name().into_bytes();
    text.push(b'(');
    text.extend(vm.repr_bytes(&group.extra(0))?);
    text.extend_from_slice(b", ");
    let shown = group.extra(2);
    match shown.downcast::<StrObj>() {
        Some(shown) => text.extend_from_slice(shown.bytes()),
        None => {
            let was_list = args_of(group).get(1).is_some_and(|a| a.downcast::<ListObj>().is_some());
            let items = group.extra(1);
            let shown = if was_list { vm.list(vm.collect(&items)?) } else { items };
            text.extend(vm.repr_bytes(&shown)?);
        }
    }
    text.push(b')');
    Ok(vm.str_bytes(&text))
}

fn group_str(vm: &Vm, object: &Value) -> PyResult {
    let group = this(vm, object)?;
    let message = vm.to_str(&group.extra(0))?;
    let mut text = message.downcast::<StrObj>().map(|m| m.bytes().to_vec()).unwrap_or_default();
    let n = exceptions_of(object).len();
    let s = if n == 1 { "" } else { "s" };
    text.extend_from_slice(format!(" ({n} sub-exception{s})").as_bytes());
    Ok(vm.str_bytes(&text))
}

/// The exceptions of a group.
pub(crate) fn exceptions_of(group: &Value) -> Vec<Value> {
    let Some(group) = group.downcast::<ExceptionObj>() else { return Vec::new() };
    let items = group.extra(1);
    items.downcast::<TupleObj>().map(|t| t.items().to_vec()).unwrap_or_default()
}

fn group_derive(vm: &Vm, object: &Value, exceptions: &Value) -> PyResult {
    let message = this(vm, object)?.extra(0);
    vm.call(vm.exceptions().base_exception_group.value(), &[message, exceptions.clone()])
}

/// What a split looks for.
pub(crate) enum Matcher<'a> {
    /// Instances of a class or of one of a tuple of classes.
    Type(&'a Value),
    /// What a callable says yes to.
    Predicate(&'a Value),
    /// Leaves with these identities.
    Identities(&'a [usize]),
}

impl Matcher<'_> {
    fn matches(&self, vm: &Vm, exception: &Value) -> PyResult<bool> {
        match self {
            Matcher::Type(class) => Ok(crate::types::exception::flow::is_instance_of(vm, exception, class)),
            Matcher::Predicate(callable) => {
                let answer = vm.call1(callable, exception)?;
                vm.truth(&answer)
            }
            Matcher::Identities(ids) => Ok(!is_group(vm, exception) && ids.contains(&exception.bits())),
        }
    }
}

fn matcher<'a>(vm: &Vm, value: &'a Value) -> PyResult<Matcher<'a>> {
    if base::is_exception_class(value) {
        return Ok(Matcher::Type(value));
    }
    if let Some(tuple) = value.exact::<TupleObj>() {
        if tuple.items().iter().all(base::is_exception_class) {
            return Ok(Matcher::Type(value));
        }
    } else if vm.is_callable(value) && value.downcast::<TypeObj>().is_none() {
        return Ok(Matcher::Predicate(value));
    }
    let message = "expected an exception type, a tuple of exception types, or a callable (other than a class)";
    Err(exc::type_error(vm, message))
}

/// Splits an exception (a group, or any) into what matches and the rest, if that is wanted; NULL for nothing.
pub(crate) fn split(vm: &Vm, exception: &Value, matcher: &Matcher, rest_too: bool) -> PyResult<(Value, Value)> {
    vm.check_native_stack(" in exceptiongroup_split_recursive")?;
    if matcher.matches(vm, exception)? {
        return Ok((exception.clone(), Value::NULL));
    }
    if !is_group(vm, exception) {
        return Ok((Value::NULL, if rest_too { exception.clone() } else { Value::NULL }));
    }
    let (mut matched, mut rest) = (Vec::new(), Vec::new());
    for inner in exceptions_of(exception) {
        let (yes, no) = split(vm, &inner, matcher, rest_too)?;
        matched.extend(yes.non_null());
        rest.extend(no.non_null());
    }
    let matched = subset(vm, exception, matched)?;
    let rest = if rest_too { subset(vm, exception, rest)? } else { Value::NULL };
    Ok((matched, rest))
}

/// A group like `original` with these exceptions; NULL if there are none.
fn subset(vm: &Vm, original: &Value, exceptions: Vec<Value>) -> PyResult {
    if exceptions.is_empty() {
        return Ok(Value::NULL);
    }
    let made = vm.call_method_str(original, "derive", &[vm.list(exceptions)])?;
    if !is_group(vm, &made) {
        return Err(exc::type_error(vm, "derive must return an instance of BaseExceptionGroup"));
    }
    let (from, to) = (this(vm, original)?, this(vm, &made)?);
    let traceback = from.traceback.get();
    if !traceback.is_null() {
        to.traceback.set(traceback);
    }
    to.context.set(from.context.get());
    to.cause.set(from.cause.get());
    to.suppress_context.set(true);
    let name = &vm.names().__notes__;
    if let Some(notes) = vm.find_attr(original, name)?
        && vm.type_of(&notes).slots().getitem.is_some()
        && !vm.type_of(&notes).is_subtype(&vm.types().dict)
    {
        // Notes are only shared as long as they are copied: adding one to a part leaves the others alone.
        let copy = vm.list(vm.collect(&notes)?);
        vm.set_attr(&made, name, &copy)?;
    }
    Ok(made)
}

fn none_for_null(value: Value) -> Value {
    value.non_null().unwrap_or(Value::NONE)
}

fn group_split(vm: &Vm, object: &Value, condition: &Value) -> PyResult {
    let (matched, rest) = split(vm, object, &matcher(vm, condition)?, true)?;
    Ok(vm.tuple(vec![none_for_null(matched), none_for_null(rest)]))
}

fn group_subgroup(vm: &Vm, object: &Value, condition: &Value) -> PyResult {
    let (matched, _) = split(vm, object, &matcher(vm, condition)?, false)?;
    Ok(none_for_null(matched))
}
