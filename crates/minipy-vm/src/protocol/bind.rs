//! Binding call arguments to the signature of a native function, with CPython's error texts
//! (Python/getargs.c, `_PyArg_UnpackKeywords`, `_PyArg_CheckPositional`).

use crate::exc;
use crate::native::{Args, Arity, MethodDef, NativeFn, PyResult, Raised};
use crate::types::type_::TypeFlags;
use crate::value::Value;
use crate::vm::Vm;

/// How a parameter takes its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// Before `/`.
    PositionalOnly,
    /// By position or name.
    Any,
    /// After `*`.
    KeywordOnly,
}

/// A parameter of a native function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param<'a> {
    /// Its name.
    pub name: &'a str,
    /// How it takes its argument.
    pub kind: ParamKind,
    /// Whether it has a default.
    pub optional: bool,
}

/// The parameters of a signature text such as `"(self, key, default=None, /)"`.
pub fn parse_signature(text: &str) -> Vec<Param<'_>> {
    let inner = super::written::parameters(text).trim().trim_start_matches('(').trim_end_matches(')');
    let mut params: Vec<Param<'_>> = Vec::new();
    let mut keyword_only = false;
    for part in split_top_level(inner) {
        let part = part.trim();
        match part {
            "" => {}
            "/" => params.iter_mut().for_each(|p| p.kind = ParamKind::PositionalOnly),
            "*" => keyword_only = true,
            _ if part.starts_with('*') => keyword_only = true,
            _ => {
                let (name, optional) = match part.split_once('=') {
                    Some((name, _)) => (name.trim(), true),
                    None => (part, false),
                };
                let kind = if keyword_only { ParamKind::KeywordOnly } else { ParamKind::Any };
                params.push(Param { name: name.trim_start_matches('$'), kind, optional });
            }
        }
    }
    params
}

/// Splits at commas outside brackets and quotes.
fn split_top_level(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut quote, mut start) = (Vec::new(), 0i32, None, 0);
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), _) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// How a native function was reached, which error texts show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// A function of a module.
    Function,
    /// A bound method: the first argument is `self`, whose class is named.
    Bound,
    /// A method of a type: the first argument is `self`, and the type is named that has the method.
    Method,
}

/// Binds arguments: one entry for each parameter, NULL where nothing was given.
pub(crate) fn bind(vm: &Vm, def: &'static MethodDef, args: &Args, called: Called) -> PyResult<Vec<Value>> {
    let bound = called != Called::Function;
    let signature = signature(vm, def);
    if let Some(name) = signature.written {
        return super::written::bind_to(vm, name, signature, args, 0);
    }
    let params = &signature.params;
    if super::written::has_defining_class(def.signature) {
        return bind_by_name(vm, def.name, params, args, 1);
    }
    if bound && !args.kw.is_empty() && params.iter().all(|p| p.kind == ParamKind::PositionalOnly) {
        return Err(wrong_fixed_count(vm, def, args, called, None));
    }
    bind_params(vm, def.name, params, args, usize::from(bound))
}

/// A method table row's signature, parsed.
pub(crate) struct Signature<'a> {
    pub(crate) params: Vec<Param<'a>>,
    /// The qualified name of a function that is Python code in CPython.
    pub(crate) written: Option<&'static str>,
    /// Whether there is `*args`.
    pub(crate) any_positional: bool,
    /// Whether there is `**kwargs`.
    pub(crate) any_keyword: bool,
}

impl<'a> Signature<'a> {
    /// Parses a signature text.
    pub(crate) fn parse(text: &'a str) -> Signature<'a> {
        let params = parse_signature(text);
        let parts =
            || split_top_level(super::written::parameters(text).trim_start_matches('(')).into_iter().map(str::trim);
        let any_keyword = parts().any(|p| p.starts_with("**"));
        let any_positional =
            parts().any(|p| p.starts_with('*') && !p.starts_with("**") && p.trim_end_matches(')') != "*");
        Signature { params, written: None, any_positional, any_keyword }
    }
}

/// The parsed signature of a method table row; parsed at the first call. Rows are static, so their signatures are kept
/// as long as the process.
#[inline]
pub(crate) fn signature(vm: &Vm, def: &'static MethodDef) -> &'static Signature<'static> {
    let key = std::ptr::from_ref(def).addr();
    if let Some(found) = vm.interp().signatures.borrow().get(&key) {
        return found;
    }
    let mut made = Signature::parse(def.signature);
    made.written = super::written::qualified_name(def.signature);
    debug_assert_eq!(counts(&made.params), def.arity, "{} {}", def.name, def.signature);
    let made: &'static Signature<'static> = Box::leak(Box::new(made));
    vm.interp().signatures.borrow_mut().insert(key, made);
    made
}

/// What [`Arity::of`] must have counted.
fn counts(params: &[Param<'_>]) -> Arity {
    let keyword_needed = params.iter().any(|p| p.kind == ParamKind::KeywordOnly && !p.optional);
    let positional = || params.iter().filter(|p| p.kind != ParamKind::KeywordOnly);
    let (least, most) = (positional().filter(|p| !p.optional).count(), positional().count());
    let least = if keyword_needed { u8::MAX } else { least as u8 };
    Arity { least, most: most as u8, total: params.len() as u8 }
}

/// Binds arguments to parameters of which the first `implicit` (self or class) do not count in messages.
pub fn bind_params(vm: &Vm, name: &str, params: &[Param<'_>], args: &Args, implicit: usize) -> PyResult<Vec<Value>> {
    let given = args.pos.len();
    let positional = params.iter().filter(|p| p.kind != ParamKind::KeywordOnly).count();
    let only_positional = params.iter().skip(implicit).all(|p| p.kind == ParamKind::PositionalOnly);
    if only_positional {
        if !args.kw.is_empty() {
            return Err(exc::no_keyword_arguments(vm, name));
        }
        let least = params.iter().filter(|p| !p.optional).count();
        if given < least || given > positional {
            let counts = (given.saturating_sub(implicit), least.saturating_sub(implicit), positional - implicit);
            return Err(exc::positional_count(vm, name, counts.0, counts.1, counts.2));
        }
    }
    bind_by_name(vm, name, params, args, implicit)
}

/// [`bind_params`] of a function that unpacks its arguments by name.
fn bind_by_name(vm: &Vm, name: &str, params: &[Param<'_>], args: &Args, implicit: usize) -> PyResult<Vec<Value>> {
    let positional = params.iter().filter(|p| p.kind != ParamKind::KeywordOnly).count();
    let given = args.pos.len();
    if given + args.kw.len() > params.len() {
        let (total, count) = (params.len() - implicit, given - implicit + args.kw.len());
        return Err(exc::too_many_in_all(vm, name, total, count, given == implicit));
    }
    if given > positional {
        let total = positional.saturating_sub(implicit);
        let keyword_only = params.iter().any(|p| p.kind == ParamKind::KeywordOnly);
        let count = given - implicit + if keyword_only { 0 } else { args.kw.len() };
        let optional = params.iter().skip(implicit).any(|p| p.optional && p.kind != ParamKind::KeywordOnly);
        return Err(exc::too_many_arguments(vm, name, total, count, optional, keyword_only));
    }
    let least = params.iter().filter(|p| !p.optional && p.kind == ParamKind::PositionalOnly).count();
    if given < least {
        let exact = least == positional;
        return Err(exc::too_few_positional(vm, name, least - implicit, given.saturating_sub(implicit), exact));
    }
    let mut values: Vec<Value> = args.pos.to_vec();
    values.resize(params.len(), Value::NULL);
    // A missing argument is reported before one given twice, and that before an unknown name.
    let (mut twice, mut unknown) = (None, None);
    for (key, value) in args.keywords() {
        match params.iter().position(|p| crate::types::str_::value_is(key, p.name)) {
            Some(i) if params[i].kind == ParamKind::PositionalOnly || i < implicit => {
                unknown = unknown.or(Some((key, false)));
            }
            Some(i) if !values[i].is_null() => twice = Some(twice.map_or(i, |j: usize| j.min(i))),
            Some(i) => values[i] = value.clone(),
            None => unknown = unknown.or(Some((key, true))),
        }
    }
    for (i, param) in params.iter().enumerate() {
        if !param.optional && values[i].is_null() {
            return Err(if param.kind == ParamKind::KeywordOnly {
                exc::missing_keyword(vm, name, param.name)
            } else {
                exc::missing_argument(vm, name, param.name, i + 1 - implicit)
            });
        }
    }
    if let Some(i) = twice {
        return Err(exc::given_by_name_and_position(vm, name, params[i].name, i + 1 - implicit));
    }
    match unknown {
        Some((key, false)) => Err(exc::unexpected_keyword(vm, name, key)),
        Some((key, true)) => {
            let names = params[implicit.min(params.len())..].iter().map(|p| p.name);
            Err(exc::unexpected_keyword_among(vm, name, key, names))
        }
        None => Ok(values),
    }
}

/// Checks the arguments of an `FV` function that takes `least` to `most` positional ones after `implicit` (self or
/// class) and no keywords. `name` is the bare name; a method's keyword error is qualified by the type of `self`.
#[inline]
pub fn check_positional(vm: &Vm, name: &str, args: &Args, implicit: usize, least: usize, most: usize) -> PyResult<()> {
    let given = args.pos.len().wrapping_sub(implicit);
    if args.kw.is_empty() && given >= least && given <= most {
        return Ok(());
    }
    Err(positional_problem(vm, name, args, implicit, least, most))
}

/// The name of the class from which an object has a builtin method.
fn owner_name(vm: &Vm, this: &Value, method: &str) -> String {
    let ty = vm.type_of(this);
    let found = ty.lookup(vm, &vm.intern(method));
    let owner = found.as_ref().and_then(|f| f.downcast::<crate::types::builtin_fn::MethodDescrObj>());
    owner.map_or_else(|| ty.plain_name(), |f| f.owner.plain_name())
}

/// The name of the class that has the method of a table row, for an object whose class may have overridden it.
pub(crate) fn owner_of(vm: &Vm, this: &Value, def: &'static MethodDef) -> String {
    let name = vm.intern(def.name);
    let is_it = |value: Value| {
        let method = value.downcast::<crate::types::builtin_fn::MethodDescrObj>()?;
        std::ptr::eq(method.def, def).then(|| method.owner.plain_name())
    };
    let classes = vm.type_of(this).mro.borrow().clone();
    let found = classes.iter().find_map(|class| is_it(class.dict.get_name(vm, &name)?));
    found.unwrap_or_else(|| vm.type_of(this).plain_name())
}

#[cold]
fn positional_problem(vm: &Vm, name: &str, args: &Args, implicit: usize, least: usize, most: usize) -> Raised {
    if !args.kw.is_empty() {
        return match args.pos.first() {
            Some(this) if implicit > 0 => {
                exc::no_keyword_arguments(vm, &format!("{}.{name}", owner_name(vm, this, name)))
            }
            _ => exc::no_keyword_arguments(vm, name),
        };
    }
    exc::positional_count(vm, name, args.pos.len().saturating_sub(implicit), least, most)
}

/// Whether a function that gets its arguments as they came takes no keywords, by its signature text.
#[cold]
pub(crate) fn refuses_keywords(vm: &Vm, def: &'static MethodDef) -> bool {
    if def.signature.is_empty() {
        return false;
    }
    let signature = signature(vm, def);
    signature.written.is_none()
        && !signature.any_keyword
        && !super::written::has_defining_class(def.signature)
        && signature.params.iter().all(|p| p.kind == ParamKind::PositionalOnly)
}

/// The error of a function that takes a fixed number of positional arguments.
#[cold]
pub(crate) fn wrong_fixed_count(
    vm: &Vm,
    def: &'static MethodDef,
    args: &Args,
    called: Called,
    module: Option<&Value>,
) -> Raised {
    let implicit = usize::from(called != Called::Function);
    let qualified = match args.pos.first() {
        // A method of an object with `__getattr__` is bound first, and a bound one is named after the object's class.
        Some(this) if called == Called::Method && !vm.type_of(this).has_flag(TypeFlags::HAS_GETATTR_HOOK) => {
            format!("{}.{}", owner_of(vm, this, def), def.name)
        }
        Some(this) if called != Called::Function => match this.downcast::<crate::types::type_::TypeObj>() {
            Some(class) => format!("{}.{}", class.plain_name(), def.name),
            None if vm.type_of(this).is(&vm.types().module) => def.name.to_owned(),
            None => format!("{}.{}", vm.type_of(this).plain_name(), def.name),
        },
        _ => match module.filter(|m| !m.is_null() && !m.is_none() && !crate::types::str_::value_is(m, "builtins")) {
            Some(module) => match module.downcast::<crate::types::type_::TypeObj>() {
                // A static method has its type there.
                Some(class) => format!("{}.{}", class.plain_name(), def.name),
                None => match vm.str_string(module) {
                    Ok(module) => format!("{module}.{}", def.name),
                    Err(raised) => return raised,
                },
            },
            None => def.name.to_owned(),
        },
    };
    if !args.kw.is_empty() && !super::written::has_defining_class(def.signature) {
        let bound = args.pos.first().filter(|_| called == Called::Bound);
        if bound.is_some_and(|this| super::names_left::takes_a_mapping(&owner_of(vm, this, def), def.name)) {
            return exc::no_keyword_arguments(vm, def.name);
        }
        return exc::no_keyword_arguments(vm, &qualified);
    }
    if super::written::has_defining_class(def.signature) {
        return wrong_by_name(vm, def, args);
    }
    let given = args.pos.len().saturating_sub(implicit);
    let wanted = match def.function {
        NativeFn::F0(_) => 0,
        NativeFn::F1(_) => 1,
        NativeFn::F2(_) => 2,
        _ => 3usize,
    };
    match wanted.saturating_sub(implicit) {
        0 => exc::takes_no_arguments(vm, &qualified, given),
        1 => exc::takes_one_argument(vm, &qualified, given),
        n => exc::positional_count(vm, def.name, given, n, n),
    }
}

/// The same for a function that is told its defining class.
fn wrong_by_name(vm: &Vm, def: &'static MethodDef, args: &Args) -> Raised {
    let params = &signature(vm, def).params;
    if params.len() <= 1 {
        return exc::type_error(vm, &format!("{}() takes no arguments", def.name));
    }
    match bind_by_name(vm, def.name, params, args, 1) {
        Err(raised) => raised,
        Ok(_) => exc::no_keyword_arguments(vm, def.name),
    }
}

#[cfg(test)]
mod tests {
    use super::{counts, parse_signature};
    use crate::native::Arity;

    #[test]
    fn arity_counts_what_the_parser_finds() {
        for text in [
            "()",
            "(self, /)",
            "(self, key, default=None, /)",
            "(iterable, /, *, key=None, reverse=False)",
            "(self, sep=' , )', maxsplit=-1)",
            "(*args, needed, other=(1, 2))",
            "async Queue.put(self, item, *, more=None)",
            "($module, x, y=[3, {4: 5}], /, z=\"a,b\", **kwargs)",
        ] {
            assert_eq!(Arity::of(text), counts(&parse_signature(text)), "{text}");
        }
    }
}
