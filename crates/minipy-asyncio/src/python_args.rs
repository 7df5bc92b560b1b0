//! Binding arguments with the error messages of functions written in Python, which is what CPython's asyncio is.

use minipy_vm::native::Args;
use minipy_vm::protocol::bind::{ParamKind, parse_signature};
use minipy_vm::{PyResult, Raised, Value, Vm, exc};

/// Binds the arguments of a method after `self`: one entry for each parameter behind it, NULL where nothing was given.
/// `name` is the qualified name, `signature` includes `self`.
pub(crate) fn bind_method(vm: &Vm, name: &str, signature: &str, args: &Args) -> PyResult<Vec<Value>> {
    bind(vm, name, signature, args, 1)
}

/// Binds the arguments of a function; `implicit` parameters at the front are not in `args`.
pub(crate) fn bind(vm: &Vm, name: &str, signature: &str, args: &Args, implicit: usize) -> PyResult<Vec<Value>> {
    let params = parse_signature(signature);
    let params = params.get(implicit..).unwrap_or(&[]);
    let positional = params.iter().filter(|p| p.kind != ParamKind::KeywordOnly).count();
    let mut values = vec![Value::NULL; params.len()];
    for (slot, value) in values.iter_mut().zip(args.pos.iter().take(positional)) {
        *slot = value.clone();
    }
    for (key, value) in args.keywords() {
        match params.iter().position(|p| minipy_vm::types::str_::value_is(key, p.name)) {
            Some(i) if !values[i].is_null() => {
                let param = params[i].name;
                return Err(exc::type_error(vm, &format!("{name}() got multiple values for argument '{param}'")));
            }
            Some(i) => values[i] = value.clone(),
            None => return Err(exc::unexpected_keyword_among(vm, name, key, params.iter().map(|p| p.name))),
        }
    }
    if args.pos.len() > positional {
        let optional = params.iter().filter(|p| p.optional && p.kind != ParamKind::KeywordOnly).count();
        let most = positional + implicit;
        let given = args.pos.len() + implicit;
        let takes = if optional > 0 { format!("from {} to {most}", most - optional) } else { most.to_string() };
        let s = if most == 1 && optional == 0 { "" } else { "s" };
        let were = if given == 1 { "was" } else { "were" };
        let message = format!("{name}() takes {takes} positional argument{s} but {given} {were} given");
        return Err(exc::type_error(vm, &message));
    }
    let missing = |kind: bool| -> Vec<&str> {
        let wanted = params.iter().zip(&values).filter(|(p, v)| !p.optional && v.is_null());
        wanted.filter(|(p, _)| (p.kind == ParamKind::KeywordOnly) == kind).map(|(p, _)| p.name).collect()
    };
    for (kind, text) in [(false, "positional"), (true, "keyword-only")] {
        let names = missing(kind);
        if !names.is_empty() {
            return Err(missing_arguments(vm, name, text, &names));
        }
    }
    Ok(values)
}

#[cold]
fn missing_arguments(vm: &Vm, name: &str, kind: &str, names: &[&str]) -> Raised {
    let quoted: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
    let list = match quoted.as_slice() {
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [front @ .., last] => format!("{}, and {last}", front.join(", ")),
        [] => String::new(),
    };
    let (n, s) = (names.len(), if names.len() == 1 { "" } else { "s" });
    exc::type_error(vm, &format!("{name}() missing {n} required {kind} argument{s}: {list}"))
}
