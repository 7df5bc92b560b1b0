//! The errors of calls to Python functions, with CPython's texts.

use crate::exc;
use crate::native::Raised;
use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::types::str_::lossy;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

fn name(function: &FuncObj) -> String {
    lossy(&function.qualname())
}

/// `f() keywords must be strings`
#[cold]
pub(super) fn keywords_not_strings(vm: &Vm, function: &FuncObj) -> Raised {
    exc::type_error(vm, &format!("{}() keywords must be strings", name(function)))
}

/// `f() got multiple values for argument 'x'`
#[cold]
pub(super) fn multiple_values(vm: &Vm, function: &FuncObj, key: &Value) -> Raised {
    exc::type_error(vm, &format!("{}() got multiple values for argument '{}'", name(function), lossy(key)))
}

/// `f() got an unexpected keyword argument 'x'`, or the one about positional-only parameters.
#[cold]
pub(super) fn unexpected_keyword(vm: &Vm, function: &FuncObj, code: &CodeObj, names: &[Value], key: &Value) -> Raised {
    let posonly = &code.local_names[..code.code.posonly_count as usize];
    let wrong: Vec<String> = posonly
        .iter()
        .filter(|p| names.iter().any(|n| lossy(n) == p.to_string_lossy()))
        .map(|p| p.to_string_lossy().into_owned())
        .collect();
    if !wrong.is_empty() {
        let list = wrong.join(", ");
        let message =
            format!("{}() got some positional-only arguments passed as keyword arguments: '{list}'", name(function));
        return exc::type_error(vm, &message);
    }
    let key_value = key;
    let key = lossy(key);
    let first = code.code.posonly_count as usize;
    let total = (code.code.arg_count + code.code.kwonly_count) as usize;
    let candidates: Vec<String> =
        code.local_names[first..total].iter().map(|n| n.to_string_lossy().into_owned()).collect();
    let message = match crate::interp::suggest::closest(&key, &candidates) {
        Some(best) => {
            format!("{}() got an unexpected keyword argument '{key}'. Did you mean '{best}'?", name(function))
        }
        None => return exc::unexpected_keyword(vm, &name(function), key_value),
    };
    exc::type_error(vm, &message)
}

/// `f() takes 2 positional arguments but 3 were given` and its kin.
#[cold]
pub(super) fn too_many_positional(vm: &Vm, function: &FuncObj, code: &CodeObj, given: usize, kwonly: usize) -> Raised {
    let arg_count = code.code.arg_count as usize;
    let defaults = function.defaults.get().downcast::<TupleObj>().map_or(0, |t| t.items().len());
    let (sig, plural) = if defaults > 0 {
        // Below zero where `__defaults__` was made longer than the parameters.
        (format!("from {} to {arg_count}", arg_count as i64 - defaults as i64), true)
    } else {
        (arg_count.to_string(), arg_count != 1)
    };
    let kwonly_text = if kwonly > 0 {
        let s = if given != 1 { "s" } else { "" };
        let kw_s = if kwonly != 1 { "s" } else { "" };
        format!(" positional argument{s} (and {kwonly} keyword-only argument{kw_s})")
    } else {
        String::new()
    };
    let s = if plural { "s" } else { "" };
    let were = if given == 1 && kwonly == 0 { "was" } else { "were" };
    let message =
        format!("{}() takes {sig} positional argument{s} but {given}{kwonly_text} {were} given", name(function));
    exc::type_error(vm, &message)
}

/// `f() missing 2 required positional arguments: 'x' and 'y'`
#[cold]
pub(super) fn missing(vm: &Vm, function: &FuncObj, code: &CodeObj, missing: &[usize], kwonly: bool) -> Raised {
    let names: Vec<String> = missing.iter().map(|&i| format!("'{}'", code.local_names[i].to_string_lossy())).collect();
    let kind = if kwonly { "keyword-only" } else { "positional" };
    crate::protocol::written::missing(vm, &name(function), kind, &names)
}
