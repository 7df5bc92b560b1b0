//! `operator.itemgetter`, `attrgetter` and `methodcaller`.

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::native::{Args, GetSetDef, PyResult};
use minipy_vm::protocol::attr::generic_get;
use minipy_vm::slots::Slots;
use minipy_vm::types::str_::{Name, StrObj};
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::{TypeDef, TypeRef};
use minipy_vm::{Value, Vm, getset, methods};

struct ItemGetterObj {
    items: Vec<Value>,
}

static ITEM_LAYOUT: Layout = Layout::of::<ItemGetterObj>("itemgetter");

impl HeapObject for ItemGetterObj {
    const LAYOUT: &'static Layout = &ITEM_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.items.iter().for_each(visit);
    }
}

struct AttrGetterObj {
    /// The arguments.
    names: Vec<Value>,
    /// The parts of each, split at dots.
    paths: Vec<Vec<Name>>,
}

static ATTR_LAYOUT: Layout = Layout::of::<AttrGetterObj>("attrgetter");

impl HeapObject for AttrGetterObj {
    const LAYOUT: &'static Layout = &ATTR_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.names.iter().for_each(&mut *visit);
        self.paths.iter().flatten().for_each(|name| visit(name.value()));
    }
}

struct MethodCallerObj {
    name: Name,
    pos: Vec<Value>,
    kw: Vec<Value>,
    names: Vec<Value>,
}

static METHOD_LAYOUT: Layout = Layout::of::<MethodCallerObj>("methodcaller");

impl HeapObject for MethodCallerObj {
    const LAYOUT: &'static Layout = &METHOD_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.name.value());
        self.pos.iter().chain(&self.kw).chain(&self.names).for_each(visit);
    }
}

/// The type `itemgetter`.
pub(super) static ITEMGETTER: TypeDef = TypeDef {
    name: "itemgetter",
    module: "operator",
    layout: Some(&ITEM_LAYOUT),
    doc: "Return a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    slots: Slots {
        getattr: Some(generic_get),
        new: Some(item_new),
        call: Some(item_call),
        repr: Some(item_repr),
        ..Slots::EMPTY
    },
    getset: GETSET,
    methods: methods! {
        "__reduce__" F1(item_reduce) "(self, /)" "Return state information for pickling";
    },
    ..TypeDef::EMPTY
};

/// The type `attrgetter`.
pub(super) static ATTRGETTER: TypeDef = TypeDef {
    name: "attrgetter",
    module: "operator",
    layout: Some(&ATTR_LAYOUT),
    doc: "Return a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
    slots: Slots {
        getattr: Some(generic_get),
        new: Some(attr_new),
        call: Some(attr_call),
        repr: Some(attr_repr),
        ..Slots::EMPTY
    },
    getset: GETSET,
    methods: methods! {
        "__reduce__" F1(attr_reduce) "(self, /)" "Return state information for pickling";
    },
    ..TypeDef::EMPTY
};

/// The type `methodcaller`.
pub(super) static METHODCALLER: TypeDef = TypeDef {
    name: "methodcaller",
    module: "operator",
    layout: Some(&METHOD_LAYOUT),
    doc: "Return a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    slots: Slots {
        getattr: Some(generic_get),
        new: Some(method_new),
        call: Some(method_call),
        repr: Some(method_repr),
        ..Slots::EMPTY
    },
    getset: GETSET,
    methods: methods! {
        "__reduce__" F1(method_reduce) "(self, /)" "Return state information for pickling";
    },
    ..TypeDef::EMPTY
};

static GETSET: &[GetSetDef] = getset! {
    "__text_signature__" text_signature, "";
};

/// All three are called with one object.
fn text_signature(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.str("(obj, /)"))
}

/// The arguments of a constructor: at least one, none by keyword.
fn constructor<'a>(vm: &Vm, name: &str, args: &Args<'a>) -> PyResult<&'a [Value]> {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, name));
    }
    if args.pos.is_empty() {
        return Err(exc::positional_count(vm, name, 0, 1, 1));
    }
    Ok(args.pos)
}

/// The one operand of a call.
fn operand<'a>(vm: &Vm, name: &str, args: &Args<'a>) -> PyResult<&'a Value> {
    match args.pos {
        [operand] if args.kw.is_empty() => Ok(operand),
        _ if !args.kw.is_empty() => Err(exc::no_keyword_arguments(vm, name)),
        pos => Err(exc::positional_count(vm, name, pos.len(), 1, 1)),
    }
}

/// `operator.name(...)` with the reprs of what `parts` shows.
fn shown(vm: &Vm, this: &Value, parts: &[Value], keywords: &[(&Value, &Value)]) -> PyResult {
    let name = vm.type_of(this).name_str();
    vm.repr_guarded(this, &format!("{name}(...)"), || {
        let mut out = format!("{name}(").into_bytes();
        let mut first = true;
        let keywords = keywords.iter().map(|(key, value)| (Some(*key), *value));
        for (key, value) in parts.iter().map(|value| (None, value)).chain(keywords) {
            if !std::mem::take(&mut first) {
                out.extend_from_slice(b", ");
            }
            if let Some(key) = key.and_then(|k| k.downcast::<StrObj>()) {
                out.extend_from_slice(key.bytes());
                out.push(b'=');
            }
            out.extend_from_slice(&vm.repr_bytes(value)?);
        }
        out.push(b')');
        Ok(vm.str_bytes(&out))
    })
}

fn item_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let items = constructor(vm, "itemgetter", args)?.to_vec();
    Ok(vm.alloc(ty, ItemGetterObj { items }).into_value())
}

fn item_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let getter = exc::receiver::<ItemGetterObj>(vm, this)?;
    let object = operand(vm, "itemgetter", args)?;
    match &getter.items[..] {
        [item] => {
            if let (Some(tuple), Some(index)) = (object.exact::<TupleObj>(), item.as_small())
                && let Some(found) = usize::try_from(index).ok().and_then(|i| tuple.items().get(i))
            {
                return Ok(found.clone());
            }
            vm.get_item(object, item)
        }
        items => {
            let found = items.iter().map(|item| vm.get_item(object, item)).collect::<PyResult<Vec<_>>>()?;
            Ok(vm.tuple(found))
        }
    }
}

fn item_repr(vm: &Vm, this: &Value) -> PyResult {
    shown(vm, this, &exc::receiver::<ItemGetterObj>(vm, this)?.items, &[])
}

fn item_reduce(vm: &Vm, this: &Value) -> PyResult {
    let getter = exc::receiver::<ItemGetterObj>(vm, this)?;
    Ok(vm.pair(vm.type_of(this).to_value(), vm.tuple_from(&getter.items)))
}

fn attr_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let names = constructor(vm, "attrgetter", args)?;
    let mut paths = Vec::with_capacity(names.len());
    for name in names {
        let Some(text) = name.downcast::<StrObj>() else {
            return Err(exc::type_error(vm, "attribute name must be a string"));
        };
        paths.push(text.bytes().split(|&byte| byte == b'.').map(|part| vm.intern_bytes(part)).collect());
    }
    Ok(vm.alloc(ty, AttrGetterObj { names: names.to_vec(), paths }).into_value())
}

fn attr_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let getter = exc::receiver::<AttrGetterObj>(vm, this)?;
    let object = operand(vm, "attrgetter", args)?;
    let follow = |path: &Vec<Name>| path.iter().try_fold(object.clone(), |object, name| vm.get_attr(&object, name));
    match &getter.paths[..] {
        [path] => follow(path),
        paths => Ok(vm.tuple(paths.iter().map(follow).collect::<PyResult<Vec<_>>>()?)),
    }
}

fn attr_repr(vm: &Vm, this: &Value) -> PyResult {
    shown(vm, this, &exc::receiver::<AttrGetterObj>(vm, this)?.names, &[])
}

fn attr_reduce(vm: &Vm, this: &Value) -> PyResult {
    let getter = exc::receiver::<AttrGetterObj>(vm, this)?;
    Ok(vm.pair(vm.type_of(this).to_value(), vm.tuple_from(&getter.names)))
}

fn method_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let Some(name) = args.pos.first() else {
        return Err(exc::type_error(vm, "methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = vm.intern_value(name) else {
        return Err(exc::type_error(vm, "method name must be a string"));
    };
    let caller =
        MethodCallerObj { name, pos: args.pos[1..].to_vec(), kw: args.kw.to_vec(), names: args.names.to_vec() };
    Ok(vm.alloc(ty, caller).into_value())
}

fn method_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let caller = exc::receiver::<MethodCallerObj>(vm, this)?;
    let [object] = args.pos else {
        return Err(exc::positional_count(vm, "methodcaller", args.pos.len(), 1, 1));
    };
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "methodcaller"));
    }
    if caller.kw.is_empty() {
        return vm.call_method(object, &caller.name, &caller.pos);
    }
    let method = vm.get_attr(object, &caller.name)?;
    vm.call_args(&method, &Args { pos: &caller.pos, kw: &caller.kw, names: &caller.names })
}

fn method_repr(vm: &Vm, this: &Value) -> PyResult {
    let caller = exc::receiver::<MethodCallerObj>(vm, this)?;
    let mut parts = vec![caller.name.value().clone()];
    parts.extend_from_slice(&caller.pos);
    let keywords: Vec<_> = caller.names.iter().zip(&caller.kw).collect();
    shown(vm, this, &parts, &keywords)
}

fn method_reduce(vm: &Vm, this: &Value) -> PyResult {
    let caller = exc::receiver::<MethodCallerObj>(vm, this)?;
    let class = vm.type_of(this).to_value();
    let name = caller.name.value().clone();
    if caller.kw.is_empty() {
        let mut args = vec![name];
        args.extend_from_slice(&caller.pos);
        return Ok(vm.pair(class, vm.tuple(args)));
    }
    // The keyword arguments go into a partial call of the class.
    let functools = minipy_vm::import::import_module(vm, "_functools")?;
    let partial = vm.get_attr_str(&functools, "partial")?;
    let args = Args { pos: &[class, name], kw: &caller.kw, names: &caller.names };
    let constructor = vm.call_args(&partial, &args)?;
    Ok(vm.pair(constructor, vm.tuple_from(&caller.pos)))
}
