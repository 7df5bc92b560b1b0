//! Native functions that are Python code in CPython: they take keywords and complain as Python functions do.
//!
//! Such a row of a method table has the qualified name in front of its signature text, and `async` before that if it is
//! a coroutine function: `"async Queue.put(self, item)"`. `[cls]` in front marks a C function that is told its defining
//! class: its arguments are always unpacked by name, which shows in its error texts.

use std::borrow::Cow;

use crate::exc;
use crate::native::{Args, MethodDef, NativeFn, PyResult, Raised};
use crate::value::Value;
use crate::vm::Vm;

use super::bind::{self, Param, ParamKind, Signature};

/// What stands in front of the parenthesis of a signature text, without `async`; None if nothing does.
pub(crate) fn qualified_name(signature: &'static str) -> Option<&'static str> {
    let name = signature.split('(').next().unwrap_or("").trim_start_matches("async ").trim();
    if name.is_empty() || name == DEFINING_CLASS { None } else { Some(name) }
}

const DEFINING_CLASS: &str = "[cls]";

/// Whether the row is that of a C function that is told its defining class.
pub(crate) fn has_defining_class(signature: &str) -> bool {
    signature.starts_with(DEFINING_CLASS)
}

/// The signature text alone.
pub(crate) fn parameters(signature: &str) -> &str {
    signature.find('(').map_or(signature, |at| &signature[at..])
}

/// Whether calling it gives a coroutine that is to be awaited.
pub fn is_coroutine_function(def: &MethodDef) -> bool {
    def.signature.starts_with("async ")
}

/// Calls a function whose row did not fit the arguments as they came: they are bound as those of a Python function.
#[cold]
pub(crate) fn call(vm: &Vm, def: &'static MethodDef, name: &str, args: &Args) -> PyResult {
    let values = bind_to(vm, name, bind::signature(vm, def), args, 0)?;
    match (def.function, values.as_slice()) {
        (NativeFn::F0(f), _) => f(vm),
        (NativeFn::F1(f), [a, ..]) => f(vm, a),
        (NativeFn::F2(f), [a, b, ..]) => f(vm, a, b),
        (NativeFn::F3(f), [a, b, c, ..]) => f(vm, a, b, c),
        (NativeFn::FN(f), values) => f(vm, values),
        _ => Err(exc::type_error(vm, "a native function has fewer parameters than its form")),
    }
}

/// Binds the arguments of a call that a function takes as they come (`__init__`, functions with `*args`): one entry for
/// each parameter behind the first `implicit` ones, which are not in `args`; NULL where nothing was given. What goes
/// into `*args` and `**kwargs` is left out. `name` is the qualified name.
pub fn bind(vm: &Vm, name: &str, signature: &str, args: &Args, implicit: usize) -> PyResult<Vec<Value>> {
    bind_to(vm, name, &Signature::parse(signature), args, implicit)
}

/// Splits the arguments of a function with `*args`, which gets its `self` among them: the `fixed` parameters in front of
/// the star, and what goes into it.
#[inline]
pub fn split_rest<'a>(
    vm: &Vm,
    name: &str,
    signature: &str,
    args: &Args<'a>,
    fixed: usize,
) -> PyResult<(Cow<'a, [Value]>, &'a [Value])> {
    if args.kw.is_empty() && args.pos.len() >= fixed {
        let (front, rest) = args.pos.split_at(fixed);
        return Ok((front.into(), rest));
    }
    let mut values = bind(vm, name, signature, args, 0)?;
    values.truncate(fixed);
    Ok((values.into(), args.pos.get(fixed..).unwrap_or(&[])))
}

/// Binds to a parsed signature.
pub(crate) fn bind_to(
    vm: &Vm,
    name: &str,
    signature: &Signature<'_>,
    args: &Args,
    implicit: usize,
) -> PyResult<Vec<Value>> {
    let params = signature.params.get(implicit..).unwrap_or(&[]);
    let positional = params.iter().filter(|p| p.kind != ParamKind::KeywordOnly).count();
    let mut values = vec![Value::NULL; params.len()];
    for (slot, value) in values.iter_mut().zip(args.pos.iter().take(positional)) {
        *slot = value.clone();
    }
    for (key, value) in args.keywords() {
        let is = |p: &Param<'_>| p.kind != ParamKind::PositionalOnly && crate::types::str_::value_is(key, p.name);
        match params.iter().position(is) {
            Some(i) if !values[i].is_null() => {
                let param = params[i].name;
                return Err(exc::type_error(vm, &format!("{name}() got multiple values for argument '{param}'")));
            }
            Some(i) => values[i] = value.clone(),
            None if signature.any_keyword => {}
            None => return Err(unexpected_keyword(vm, name, params, args, key)),
        }
    }
    if args.pos.len() > positional && !signature.any_positional {
        return Err(too_many(vm, name, params, &values, args.pos.len(), implicit));
    }
    for (keyword_only, kind) in [(false, "positional"), (true, "keyword-only")] {
        let wanted = params.iter().zip(&values).filter(|(p, v)| !p.optional && v.is_null());
        let names: Vec<String> = wanted
            .filter(|(p, _)| (p.kind == ParamKind::KeywordOnly) == keyword_only)
            .map(|(p, _)| format!("'{}'", p.name))
            .collect();
        if !names.is_empty() {
            return Err(missing(vm, name, kind, &names));
        }
    }
    Ok(values)
}

#[cold]
fn unexpected_keyword(vm: &Vm, name: &str, params: &[Param<'_>], args: &Args, key: &Value) -> Raised {
    let given = |p: &&Param<'_>| args.names.iter().any(|n| crate::types::str_::value_is(n, p.name));
    let wrong: Vec<&str> =
        params.iter().filter(|p| p.kind == ParamKind::PositionalOnly).filter(given).map(|p| p.name).collect();
    if wrong.is_empty() {
        let named = params.iter().filter(|p| p.kind != ParamKind::PositionalOnly).map(|p| p.name);
        return exc::unexpected_keyword_among(vm, name, key, named);
    }
    let list = wrong.join(", ");
    exc::type_error(vm, &format!("{name}() got some positional-only arguments passed as keyword arguments: '{list}'"))
}

#[cold]
fn too_many(vm: &Vm, name: &str, params: &[Param<'_>], values: &[Value], given: usize, implicit: usize) -> Raised {
    let positional = params.iter().filter(|p| p.kind != ParamKind::KeywordOnly);
    let (most, optional) = (positional.clone().count() + implicit, positional.filter(|p| p.optional).count());
    let given = given + implicit;
    let keyword_only =
        params.iter().zip(values).filter(|(p, v)| p.kind == ParamKind::KeywordOnly && !v.is_null()).count();
    let (takes, s) = if optional > 0 {
        (format!("from {} to {most}", most - optional), "s")
    } else {
        (most.to_string(), if most == 1 { "" } else { "s" })
    };
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let also = match keyword_only {
        0 => String::new(),
        n => format!(" positional argument{} (and {n} keyword-only argument{})", plural(given), plural(n)),
    };
    let were = if given == 1 && keyword_only == 0 { "was" } else { "were" };
    let message = format!("{name}() takes {takes} positional argument{s} but {given}{also} {were} given");
    exc::type_error(vm, &message)
}

/// `f() missing 2 required positional arguments: 'x' and 'y'`; the names come with their quotes.
#[cold]
pub(crate) fn missing(vm: &Vm, name: &str, kind: &str, names: &[String]) -> Raised {
    let list = match names {
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [front @ .., last] => format!("{}, and {last}", front.join(", ")),
        [] => String::new(),
    };
    let (n, s) = (names.len(), if names.len() == 1 { "" } else { "s" });
    exc::type_error(vm, &format!("{name}() missing {n} required {kind} argument{s}: {list}"))
}
