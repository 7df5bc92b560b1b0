//! `collections.defaultdict`: a `dict` with one member more, the factory of values.

use minipy_vm::exc;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::dict::update::{update_from, update_from_args};
use minipy_vm::types::dict::views::dict_items;
use minipy_vm::types::generic_alias::new_alias;
use minipy_vm::types::member::{native_member, set_native_member};
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{Value, Vm, methods};

/// The type `defaultdict`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "defaultdict",
    module: "collections",
    base: Some(&minipy_vm::types::dict::methods::TYPE),
    members: &["default_factory"],
    flags: TypeFlags::BASETYPE,
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.\n",
    slots: Slots {
        init: Some(init),
        repr: Some(repr),
        or: Some(or),
        getattr: Some(minipy_vm::protocol::attr::generic_get),
        ..Slots::EMPTY
    },
    methods: methods! {
        "__missing__" F2(missing) "(self, object, /)" "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n";
        "copy" F1(copy) "(self, /)" "D.copy() -> a shallow copy of D.";
        "__copy__" F1(copy) "(self, /)" "D.copy() -> a shallow copy of D.";
        "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
        [class] "__class_getitem__" F2(new_alias) "(type, object, /)" "defaultdicts are generic over two types, signifying (respectively) the types of the dictionary's keys and values";
    },
    ..TypeDef::EMPTY
};

/// The factory; NULL if there is none.
fn factory(vm: &Vm, this: &Value) -> Value {
    let factory = native_member(vm, this, &TYPE, 0);
    if factory.is_none() { Value::NULL } else { factory }
}

fn init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    let (factory, rest) = match args.pos.first() {
        Some(factory) => (factory.clone(), args.rest()),
        None => (Value::NONE, *args),
    };
    if !factory.is_none() && !vm.is_callable(&factory) {
        return Err(exc::type_error(vm, "first argument must be callable or None"));
    }
    set_native_member(vm, this, &TYPE, 0, factory);
    update_from_args(vm, this, &rest, "dict", 0)
}

fn missing(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let factory = factory(vm, this);
    if factory.is_null() {
        return Err(exc::key_error(vm, key));
    }
    let value = vm.call0(&factory)?;
    vm.set_item(this, key, &value)?;
    Ok(value)
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let shown = match factory(vm, this) {
        none if none.is_null() => b"None".to_vec(),
        // The factory may be a method of this very dict.
        factory => {
            let text = vm.repr_guarded(this, "...", || vm.repr(&factory))?;
            vm.to_str(&text)?.downcast::<minipy_vm::types::str_::StrObj>().map_or(Vec::new(), |t| t.bytes().to_vec())
        }
    };
    let Some(repr) = vm.types().dict.slots().repr else { return Ok(Value::NONE) };
    let items = repr(vm, this)?;
    let mut out = format!("{}(", vm.type_of(this).plain_name()).into_bytes();
    out.extend_from_slice(&shown);
    out.extend_from_slice(b", ");
    out.extend_from_slice(items.downcast::<minipy_vm::types::str_::StrObj>().map_or(b"", |t| t.bytes()));
    out.push(b')');
    Ok(vm.str_bytes(&out))
}

/// Another one of the same class, with the same factory and the items of `items`.
fn copy_with(vm: &Vm, this: &Value, items: &Value) -> PyResult {
    let factory = native_member(vm, this, &TYPE, 0);
    let factory = if factory.is_null() { Value::NONE } else { factory };
    vm.call(&vm.type_of(this).to_value(), &[factory, items.clone()])
}

fn copy(vm: &Vm, this: &Value) -> PyResult {
    copy_with(vm, this, this)
}

fn or(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    if lhs.downcast::<DictObj>().is_none() || rhs.downcast::<DictObj>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let own = |value: &Value| vm.type_of(value).is_subtype(&vm.type_from_def(&TYPE));
    let this = if own(lhs) { lhs } else { rhs };
    let made = copy_with(vm, this, lhs)?;
    if let Some(dict) = made.downcast::<DictObj>() {
        update_from(vm, dict, rhs)?;
    }
    Ok(made)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let factory = factory(vm, this);
    let args = if factory.is_null() { vm.tuple(Vec::new()) } else { vm.tuple(vec![factory]) };
    let items = vm.iter(&dict_items(vm, this)?)?;
    Ok(vm.tuple(vec![vm.type_of(this).to_value(), args, Value::NONE, Value::NONE, items]))
}
