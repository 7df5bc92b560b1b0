//! `functools.partial` and its placeholder.

use minipy_vm::exc;
use minipy_vm::heap::cell::Shared;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::attr::{generic_get, generic_set};
use minipy_vm::slots::Slots;
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::dict::update::merge;
use minipy_vm::types::generic_alias::new_alias;
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm, getset, methods};

/// What a partial call consists of.
#[derive(Clone, Default)]
struct Parts {
    function: Value,
    args: Value,
    keywords: Value,
    /// How many of `args` are placeholders.
    holes: usize,
}

impl Shared for Parts {}

struct PartialObj {
    parts: PyCell<Parts>,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<PartialObj>("partial");

impl HeapObject for PartialObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        let parts = self.parts.borrow();
        visit(&parts.function);
        visit(&parts.args);
        visit(&parts.keywords);
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        drop(self.parts.take());
        drop(self.dict.take());
    }
}

/// The type `partial`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "partial",
    module: "functools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE,
    doc: "Create a new function with partial application of the given arguments\nand keywords.",
    slots: Slots {
        getattr: Some(generic_get),
        setattr: Some(generic_set),
        new: Some(new),
        call: Some(call),
        repr: Some(repr),
        descr_get: Some(descr_get),
        dict_of: Some(dict_of),
        ..Slots::EMPTY
    },
    methods: methods! {
        "__reduce__" F1(reduce) "(self, /)" "";
        "__setstate__" F2(set_state) "(self, object, /)" "";
        [class] "__class_getitem__" F2(new_alias) "(type, object, /)" "partial is generic over the wrapped function's return type";
    },
    getset: getset! {
        [member] "func" get_function, exc::readonly_member, "function object to use in future partial calls";
        [member] "args" get_args, exc::readonly_member, "tuple of arguments to future partial calls";
        [member] "keywords" get_keywords, exc::readonly_member, "dictionary of keyword arguments to future partial calls";
        "__dict__" minipy_vm::types::member::get_dict, minipy_vm::types::member::set_dict, "";
    },
    ..TypeDef::EMPTY
};

fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<PartialObj>().map(|p| &p.dict)
}

struct PlaceholderObj;

static PLACEHOLDER_LAYOUT: Layout = Layout::of::<PlaceholderObj>("_PlaceholderType");

impl HeapObject for PlaceholderObj {
    const LAYOUT: &'static Layout = &PLACEHOLDER_LAYOUT;
    const GC: bool = false;
}

/// The type of the placeholder.
pub(super) static PLACEHOLDER_TYPE: TypeDef = TypeDef {
    name: "_PlaceholderType",
    module: "functools",
    layout: Some(&PLACEHOLDER_LAYOUT),
    doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
    slots: Slots { new: Some(placeholder_new), repr: Some(placeholder_repr), ..Slots::EMPTY },
    methods: methods! {
        "__reduce__" F1(placeholder_repr) "(self, /)" "";
    },
    ..TypeDef::EMPTY
};

/// The one placeholder.
#[derive(Default)]
struct Singleton(PyCell<Value>);

pub(super) fn placeholder(vm: &Vm) -> Value {
    let place = &vm.state::<Singleton>().0;
    if place.borrow().is_null() {
        let ty = vm.type_from_def(&PLACEHOLDER_TYPE);
        place.set(vm.alloc(&ty, PlaceholderObj).into_value());
    }
    place.get()
}

fn is_placeholder(value: &Value) -> bool {
    value.downcast::<PlaceholderObj>().is_some()
}

fn placeholder_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    if !args.is_empty() {
        return Err(exc::type_error(vm, "PlaceholderType takes no arguments"));
    }
    Ok(placeholder(vm))
}

fn placeholder_repr(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.str("Placeholder"))
}

fn holes(args: &[Value]) -> usize {
    args.iter().filter(|v| is_placeholder(v)).count()
}

fn items(tuple: &Value) -> &[Value] {
    tuple.downcast::<TupleObj>().map_or(&[], TupleObj::items)
}

/// `args` with the first of `more` in place of its placeholders and the others behind.
fn filled(args: &[Value], more: &[Value]) -> Vec<Value> {
    let mut more = more.iter();
    let mut all = Vec::with_capacity(args.len() + more.len());
    for arg in args {
        match if is_placeholder(arg) { more.next() } else { None } {
            Some(found) => all.push(found.clone()),
            None => all.push(arg.clone()),
        }
    }
    all.extend(more.cloned());
    all
}

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let Some((function, given)) = args.pos.split_first() else {
        return Err(exc::type_error(vm, "type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(exc::type_error(vm, "the first argument must be callable"));
    }
    if given.last().is_some_and(is_placeholder) {
        return Err(exc::type_error(vm, "trailing Placeholders are not allowed"));
    }
    if args.kw.iter().any(is_placeholder) {
        return Err(exc::type_error(vm, "Placeholder cannot be passed as a keyword argument"));
    }
    let keywords = vm.new_dict();
    // A partial call of a partial call becomes one, unless the inner one has attributes of its own.
    let inner = function.downcast::<PartialObj>().filter(|inner| {
        inner.dict.borrow().is_null()
            && vm.type_of(function).slots().call.map(|f| f as usize) == Some(call as *const () as usize)
    });
    let (function, all) = match inner {
        Some(inner) => {
            let parts = inner.parts.get();
            merge(vm, &keywords, &parts.keywords)?;
            (parts.function.clone(), filled(items(&parts.args), given))
        }
        None => (function.clone(), given.to_vec()),
    };
    for (name, value) in args.keywords() {
        keywords.set(vm, name, value.clone())?;
    }
    let parts = Parts { function, holes: holes(&all), args: vm.tuple(all), keywords: keywords.into_value() };
    Ok(vm.alloc(ty, PartialObj { parts: PyCell::new(parts), dict: PyCell::default() }).into_value())
}

fn call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let parts = exc::receiver::<PartialObj>(vm, this)?.parts.get();
    if args.pos.len() < parts.holes {
        let (least, given) = (parts.holes, args.pos.len());
        let message = format!("missing positional arguments in 'partial' call; expected at least {least}, got {given}");
        return Err(exc::type_error(vm, &message));
    }
    let pos = filled(items(&parts.args), args.pos);
    if parts.keywords.downcast::<DictObj>().is_none_or(DictObj::is_empty) {
        return vm.call_args(&parts.function, &Args { pos: &pos, kw: args.kw, names: args.names });
    }
    let merged = vm.new_dict();
    merge(vm, &merged, &parts.keywords)?;
    for (name, value) in args.keywords() {
        merged.set(vm, name, value.clone())?;
    }
    let (names, kw): (Vec<Value>, Vec<Value>) = merged.items().into_iter().unzip();
    if names.iter().any(|name| name.downcast::<StrObj>().is_none()) {
        return Err(exc::type_error(vm, "keywords must be strings"));
    }
    vm.call_args(&parts.function, &Args { pos: &pos, kw: &kw, names: &names })
}

fn descr_get(vm: &Vm, this: &Value, object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    match object {
        Some(object) if !object.is_none() => Ok(vm.bound_method(this.clone(), object.clone())),
        _ => Ok(this.clone()),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    vm.repr_guarded(this, "...", || {
        let parts = exc::receiver::<PartialObj>(vm, this)?.parts.get();
        let class = vm.type_of(this).to_value();
        let module = vm.get_attr_str(&class, "__module__")?;
        let name = vm.get_attr_str(&class, "__qualname__")?;
        let mut out = format!("{}.{}(", vm.str_string(&module)?, vm.str_string(&name)?).into_bytes();
        out.extend_from_slice(&vm.repr_bytes(&parts.function)?);
        for arg in items(&parts.args) {
            out.extend_from_slice(b", ");
            out.extend_from_slice(&vm.repr_bytes(arg)?);
        }
        let keywords = parts.keywords.downcast::<DictObj>().map(DictObj::items).unwrap_or_default();
        for (key, value) in keywords {
            out.extend_from_slice(b", ");
            let key = vm.to_str(&key)?;
            out.extend_from_slice(key.downcast::<StrObj>().map_or(b"", |k| k.bytes()));
            out.push(b'=');
            out.extend_from_slice(&vm.repr_bytes(&value)?);
        }
        out.push(b')');
        Ok(vm.str_bytes(&out))
    })
}

fn get_function(vm: &Vm, this: &Value) -> PyResult {
    Ok(exc::receiver::<PartialObj>(vm, this)?.parts.get().function)
}

fn get_args(vm: &Vm, this: &Value) -> PyResult {
    Ok(exc::receiver::<PartialObj>(vm, this)?.parts.get().args)
}

fn get_keywords(vm: &Vm, this: &Value) -> PyResult {
    Ok(exc::receiver::<PartialObj>(vm, this)?.parts.get().keywords)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let partial = exc::receiver::<PartialObj>(vm, this)?;
    let parts = partial.parts.get();
    let dict = match partial.dict.get() {
        dict if dict.is_null() => Value::NONE,
        dict => dict,
    };
    let function = vm.tuple(vec![parts.function.clone()]);
    let state = vm.tuple(vec![parts.function, parts.args, parts.keywords, dict]);
    Ok(vm.tuple(vec![vm.type_of(this).to_value(), function, state]))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let partial = exc::receiver::<PartialObj>(vm, this)?;
    let invalid = || Err(exc::type_error(vm, "invalid partial state"));
    let Some([function, args, keywords, dict]) = state.downcast::<TupleObj>().map(TupleObj::items) else {
        return invalid();
    };
    let Some(tuple) = args.downcast::<TupleObj>() else { return invalid() };
    if !vm.is_callable(function) || !keywords.is_none() && keywords.downcast::<DictObj>().is_none() {
        return invalid();
    }
    if tuple.items().last().is_some_and(is_placeholder) {
        return Err(exc::type_error(vm, "trailing Placeholders are not allowed"));
    }
    let keywords = match keywords.downcast::<DictObj>() {
        Some(dict) if keywords.exact::<DictObj>().is_none() => {
            vm.dict_of_type(&vm.types().dict, dict.copy_table()).into_value()
        }
        Some(_) => keywords.clone(),
        None => vm.new_dict().into_value(),
    };
    let args = if args.exact::<TupleObj>().is_some() { args.clone() } else { vm.tuple_from(tuple.items()) };
    let parts = Parts { function: function.clone(), holes: holes(tuple.items()), args, keywords };
    drop(partial.parts.replace(parts));
    partial.dict.set(if dict.is_none() { Value::NULL } else { dict.clone() });
    Ok(Value::NONE)
}
