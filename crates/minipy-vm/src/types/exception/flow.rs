//! What the interpreter asks of exceptions: matching `except` clauses, raising, chaining, `except*`.

use crate::exc;
use crate::native::{PyResult, Raised};
use crate::types::exception::fields::this;
use crate::types::exception::group::{self, Matcher};
use crate::types::exception::methods::is_exception_class;
use crate::types::exception::{ExceptionObj, new_exception};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// Whether an exception is an instance of a class or of one of a tuple of classes (`PyErr_GivenExceptionMatches`).
pub fn is_instance_of(vm: &Vm, exception: &Value, class: &Value) -> bool {
    if let Some(tuple) = class.downcast::<TupleObj>() {
        return tuple.items().iter().any(|c| is_instance_of(vm, exception, c));
    }
    match class.downcast::<TypeObj>() {
        Some(class) => vm.type_of(exception).is_subtype(class),
        None => exception.is(class),
    }
}

const CANNOT_CATCH: &str = "catching classes that do not inherit from BaseException is not allowed";

fn check_classes(vm: &Vm, class: &Value) -> PyResult<()> {
    let all = match class.downcast::<TupleObj>() {
        Some(tuple) => tuple.items().iter().all(is_exception_class),
        None => is_exception_class(class),
    };
    if all { Ok(()) } else { Err(exc::type_error(vm, CANNOT_CATCH)) }
}

/// Whether `except class` catches the exception.
pub fn matches(vm: &Vm, exception: &Value, class: &Value) -> PyResult<bool> {
    // The class of an exception is one that can be caught.
    if let Some(class) = class.downcast::<TypeObj>()
        && std::ptr::eq(vm.type_of(exception), class)
    {
        return Ok(true);
    }
    check_classes(vm, class)?;
    Ok(is_instance_of(vm, exception, class))
}

/// An exception from what a program gave: an instance as it is, a class called without arguments.
fn instantiated(vm: &Vm, value: &Value, problem: &str) -> PyResult {
    if value.downcast::<ExceptionObj>().is_some() {
        return Ok(value.clone());
    }
    if !is_exception_class(value) {
        return Err(exc::type_error(vm, problem));
    }
    // A class of `type` itself that does nothing of its own needs no call.
    if let Some(class) = value.cast::<TypeObj>()
        && std::ptr::eq(vm.type_of(value), &**vm.types().type_)
        && let Some(made) = crate::types::exception::made_plainly(vm, &class, &[])
    {
        return Ok(made);
    }
    let made = vm.call0(value)?;
    if made.downcast::<ExceptionObj>().is_none() {
        let class = vm.repr_string(value)?;
        let got = vm.repr_string(&vm.type_of(&made).to_value())?;
        let message = format!("calling {class} should have returned an instance of BaseException, not {got}");
        return Err(exc::type_error(vm, &message));
    }
    Ok(made)
}

/// `raise value` or `raise value from cause`.
pub fn make_raised(vm: &Vm, value: &Value, cause: Option<&Value>) -> Raised {
    match with_cause(vm, value, cause) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn with_cause(vm: &Vm, value: &Value, cause: Option<&Value>) -> PyResult {
    let exception = instantiated(vm, value, "exceptions must derive from BaseException")?;
    if let Some(cause) = cause {
        let cause = match cause.is_none() {
            true => Value::NULL,
            false => instantiated(vm, cause, "exception causes must derive from BaseException")?,
        };
        let exception = this(vm, &exception)?;
        exception.suppress_context.set(true);
        exception.cause.set(cause);
    }
    Ok(exception)
}

/// Raises an exception whose cause and context is the one that was raised.
#[cold]
pub fn raise_from(vm: &Vm, class: &TypeRef, message: &str, raised: Raised) -> Raised {
    let cause = vm.take_exception(raised);
    let exception = new_exception(vm, class, vec![vm.str(message)]);
    if let Some(object) = exception.downcast::<ExceptionObj>() {
        object.suppress_context.set(true);
        object.context.set(cause.clone());
        object.cause.set(cause);
    }
    vm.raise_again(exception)
}

/// Implicit chaining: an exception that is raised while `handled` is being handled. A chain of contexts that would
/// come back to the exception is cut.
pub fn set_context(_vm: &Vm, exception: &Value, handled: &Value) {
    if handled.is_null() || handled.is(exception) {
        return;
    }
    let Some(object) = exception.downcast::<ExceptionObj>() else { return };
    if object.context.borrow().is(handled) {
        return;
    }
    // Two runners, so that a cycle that does not go through the exception ends the walk as well.
    let mut at = handled.clone();
    let mut slow = handled.clone();
    let mut step = false;
    while let Some(link) = at.downcast::<ExceptionObj>() {
        let context = link.context.get();
        if context.is_null() {
            break;
        }
        if context.is(exception) {
            link.context.set(Value::NULL);
            break;
        }
        at = context;
        if at.is(&slow) {
            break;
        }
        if step {
            slow = slow.downcast::<ExceptionObj>().map(|e| e.context.get()).unwrap_or_default();
        }
        step = !step;
    }
    object.context.set(handled.clone());
}

/// `except* class`: the part that matches and the rest, None for nothing.
pub fn group_match(vm: &Vm, exception: &Value, class: &Value) -> PyResult<(Value, Value)> {
    check_star_classes(vm, class)?;
    if exception.is_none() || exception.is_null() {
        return Ok((Value::NONE, Value::NONE));
    }
    if is_instance_of(vm, exception, class) {
        if group::is_group(vm, exception) {
            return Ok((exception.clone(), Value::NONE));
        }
        let wrapped = new_exception(
            vm,
            &vm.exceptions().base_exception_group,
            vec![vm.str(""), vm.tuple(vec![exception.clone()])],
        );
        if let Some(frame) = crate::interp::frames::frame_at(vm, 0) {
            // The wrapper is made here, by the clause that matches.
            let traceback = crate::types::traceback::here(vm, frame);
            this(vm, &wrapped)?.traceback.set(traceback);
        }
        return Ok((wrapped, Value::NONE));
    }
    if !group::is_group(vm, exception) {
        return Ok((Value::NONE, exception.clone()));
    }
    let pair = vm.call_method_str(exception, "split", std::slice::from_ref(class))?;
    let name = vm.type_of(exception).name_str();
    let Some(parts) = pair.downcast::<TupleObj>() else {
        let got = vm.type_of(&pair).name_str();
        return Err(exc::type_error(vm, &format!("{name}.split must return a tuple, not {got}")));
    };
    match parts.items() {
        [matched, rest, ..] => Ok((matched.clone(), rest.clone())),
        short => {
            let n = short.len();
            Err(exc::type_error(vm, &format!("{name}.split must return a 2-tuple, got tuple of size {n}")))
        }
    }
}

fn check_star_classes(vm: &Vm, class: &Value) -> PyResult<()> {
    check_classes(vm, class)?;
    let groups = &vm.exceptions().base_exception_group;
    let is_group_class = |c: &Value| c.downcast::<TypeObj>().is_some_and(|c| c.is_subtype(groups));
    let any = match class.downcast::<TupleObj>() {
        Some(tuple) => tuple.items().iter().any(is_group_class),
        None => is_group_class(class),
    };
    if any {
        let message = "catching ExceptionGroup with except* is not allowed. Use except instead.";
        return Err(exc::type_error(vm, message));
    }
    Ok(())
}

/// What remains to be raised after the clauses of `except*`: `list` holds what they raised and what none of them
/// caught. None: nothing.
pub fn prep_reraise_star(vm: &Vm, original: &Value, list: &[Value]) -> PyResult {
    let given: Vec<&Value> = list.iter().filter(|e| !e.is_none() && !e.is_null()).collect();
    let Some(first) = given.first() else { return Ok(Value::NONE) };
    if !group::is_group(vm, original) {
        // A plain exception was caught and wrapped: only one clause can have run.
        return Ok((*first).clone());
    }
    let (mut raised, mut unhandled) = (Vec::new(), Vec::new());
    for exception in given {
        if is_part_of(vm, exception, original) {
            unhandled.push(exception.clone());
        } else {
            raised.push(exception.clone());
        }
    }
    let mut leaves = Vec::new();
    unhandled.iter().for_each(|e| collect_leaves(vm, e, &mut leaves));
    let (rest, _) = group::split(vm, original, &Matcher::Identities(&leaves), false)?;
    if raised.is_empty() {
        return Ok(rest.non_null().unwrap_or(Value::NONE));
    }
    raised.extend(rest.non_null());
    if raised.len() == 1 {
        return Ok(raised.remove(0));
    }
    Ok(new_exception(vm, &vm.exceptions().base_exception_group, vec![vm.str(""), vm.list(raised)]))
}

/// Whether an exception is a part of the original group that was split off it, rather than a new one.
fn is_part_of(vm: &Vm, exception: &Value, original: &Value) -> bool {
    if !group::is_group(vm, exception) {
        return false;
    }
    let (Some(a), Some(b)) = (exception.downcast::<ExceptionObj>(), original.downcast::<ExceptionObj>()) else {
        return false;
    };
    let (traceback, cause, context) = (a.traceback.get(), a.cause.get(), a.context.get());
    traceback.is(&b.traceback.get()) && cause.is(&b.cause.get()) && context.is(&b.context.get())
}

fn collect_leaves(vm: &Vm, exception: &Value, leaves: &mut Vec<usize>) {
    if group::is_group(vm, exception) {
        group::exceptions_of(exception).iter().for_each(|e| collect_leaves(vm, e, leaves));
    } else {
        leaves.push(exception.bits());
    }
}
