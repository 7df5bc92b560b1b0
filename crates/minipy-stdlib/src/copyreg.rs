//! The module `copyreg`: how instances are made again from what `__reduce_ex__` gives.

use minipy_vm::exc;
use minipy_vm::heap::Obj;
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, MethodDef, PyResult};
use minipy_vm::protocol::written;
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::type_::{TypeFlags, TypeObj};
use minipy_vm::{Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "copyreg",
    doc: "Helper to provide extensibility for pickle.\n\nThis is only useful to add pickle support for extension types \
          defined in\nC, not for instances of user-defined classes.\n",
    functions: FUNCTIONS,
    init: Some(init),
    ..ModuleDef::EMPTY
};

static FUNCTIONS: &[MethodDef] = methods! {
    "pickle" FN(pickle) "pickle(ob_type, pickle_function, constructor_ob=None)" "";
    "constructor" FN(constructor) "constructor(object)" "";
    "_reconstructor" FN(reconstructor) "_reconstructor(cls, base, state)" "";
    "_reduce_ex" FN(reduce_ex) "_reduce_ex(self, proto)" "";
    "_slotnames" F1(slot_names) "_slotnames(cls)" "Return a list of slot names for a given class.\n\nThis needs to find slots defined by the class and its bases, so we\ncan't simply return the __slots__ attribute.  We must walk down\nthe Method Resolution Order and concatenate the __slots__ of each\nclass found there.  (This assumes classes don't modify their\n__slots__ attribute to misrepresent their slots after the class is\ndefined.)\n";
    "__newobj__" FV(newobj) "__newobj__(cls, *args)" "";
    "__newobj_ex__" FN(newobj_ex) "__newobj_ex__(cls, args, kwargs)" "Used by pickle protocol 4, instead of __newobj__ to allow classes with\nkeyword-only arguments to be pickled correctly.\n";
};

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    for name in ["dispatch_table", "_extension_registry", "_inverted_registry", "_extension_cache"] {
        module.set(vm, name, vm.new_dict().into_value());
    }
    let names = ["pickle", "constructor"].map(|n| vm.str(n));
    module.set(vm, "__all__", vm.list(names.to_vec()));
    Ok(())
}

fn pickle(vm: &Vm, args: &[Value]) -> PyResult {
    let [class, function, made_by] = args else { return Ok(Value::NONE) };
    if !vm.is_callable(function) {
        return Err(exc::type_error(vm, "reduction functions must be callable"));
    }
    let module = minipy_vm::import::import_module(vm, "copyreg")?;
    let table = vm.get_attr_str(&module, "dispatch_table")?;
    vm.set_item(&table, class, function)?;
    match made_by.not_none() {
        Some(made_by) => constructor(vm, std::slice::from_ref(made_by)),
        None => Ok(Value::NONE),
    }
}

fn constructor(vm: &Vm, args: &[Value]) -> PyResult {
    if args.first().is_some_and(|object| vm.is_callable(object)) {
        return Ok(Value::NONE);
    }
    Err(exc::type_error(vm, "constructors must be callable"))
}

/// `base.__new__(cls, state)`, initialised if the base is not `object`.
fn reconstructor(vm: &Vm, args: &[Value]) -> PyResult {
    let [class, base, state] = args else { return Ok(Value::NONE) };
    let object = vm.types().object.value();
    if base.is(object) {
        return vm.call_method_str(object, "__new__", std::slice::from_ref(class));
    }
    let made = vm.call_method_str(base, "__new__", &[class.clone(), state.clone()])?;
    let init = vm.get_attr_str(base, "__init__")?;
    let plain = vm.get_attr_str(object, "__init__")?;
    if !init.is(&plain) {
        vm.call(&init, &[made.clone(), state.clone()])?;
    }
    Ok(made)
}

/// Protocols 0 and 1.
fn reduce_ex(vm: &Vm, args: &[Value]) -> PyResult {
    let [this, _protocol] = args else { return Ok(Value::NONE) };
    let class = vm.type_of(this).to_ref();
    // The first base that Python did not make holds what attributes do not.
    let base = class.mro.borrow().clone().into_iter().find(|c| !c.has_flag(TypeFlags::HEAP_TYPE));
    let base = base.unwrap_or_else(|| vm.types().object.clone());
    let object = &vm.types().object;
    let state = if base.is(object) {
        Value::NONE
    } else if base.is(&class) {
        return Err(exc::type_error(vm, &format!("cannot pickle '{}' object", class.plain_name())));
    } else {
        vm.call1(base.value(), this)?
    };
    let constructor_args = vm.tuple(vec![class.value().clone(), base.into_value(), state]);
    let module = minipy_vm::import::import_module(vm, "copyreg")?;
    let mut parts = vec![vm.get_attr_str(&module, "_reconstructor")?, constructor_args];
    let (own, plain) =
        (vm.get_attr_str(class.value(), "__getstate__")?, vm.get_attr_str(object.value(), "__getstate__")?);
    if own.is(&plain)
        && let Some(slots) = vm.find_attr(this, &vm.intern("__slots__"))?
        && vm.truth(&slots)?
    {
        let message = "a class that defines __slots__ without defining __getstate__ cannot be pickled";
        return Err(exc::type_error(vm, message));
    }
    let state = vm.call_method_str(this, "__getstate__", &[])?;
    if vm.truth(&state)? {
        parts.push(state);
    }
    Ok(vm.tuple(parts))
}

/// The names of a class's slots and its bases', mangled as they are; kept in the class.
fn slot_names(vm: &Vm, class: &Value) -> PyResult {
    let own = |class: &Value, name: &str| -> PyResult {
        let names = vm.get_attr_str(class, "__dict__")?;
        vm.call_method_str(&names, "get", &[vm.str(name)])
    };
    let known = own(class, "__slotnames__")?;
    if !known.is_none() {
        return Ok(known);
    }
    let mut names = Vec::new();
    for base in class.downcast::<TypeObj>().map(|class| class.mro.borrow().clone()).into_iter().flatten() {
        let slots = own(base.value(), "__slots__")?;
        let slots = match slots.downcast::<StrObj>() {
            Some(_) => vec![slots],
            None if slots.is_none() => continue,
            None => vm.collect(&slots)?,
        };
        for slot in slots {
            let name = vm.str_arg(&slot, "slot name")?.to_string_lossy().into_owned();
            let class_name = base.name_str();
            let stripped = class_name.trim_start_matches('_');
            match name.as_str() {
                "__dict__" | "__weakref__" => {}
                private if private.starts_with("__") && !private.ends_with("__") && !stripped.is_empty() => {
                    names.push(vm.str(&format!("_{stripped}{private}")));
                }
                _ => names.push(slot),
            }
        }
    }
    let names = vm.list(names);
    if let Err(raised) = vm.set_attr(class, &vm.intern("__slotnames__"), &names) {
        // A builtin type keeps nothing.
        drop(vm.take_exception(raised));
    }
    Ok(names)
}

fn newobj(vm: &Vm, args: &Args) -> PyResult {
    let (front, rest) = written::split_rest(vm, "__newobj__", "(cls, *args)", args, 1)?;
    let Some(class) = front.first() else { return Ok(Value::NONE) };
    let new = vm.get_attr_str(class, "__new__")?;
    vm.call(&new, &[std::slice::from_ref(class), rest].concat())
}

fn newobj_ex(vm: &Vm, args: &[Value]) -> PyResult {
    let [class, positional, keywords] = args else { return Ok(Value::NONE) };
    let new = vm.get_attr_str(class, "__new__")?;
    if !vm.is_iterable(positional) {
        let got = vm.type_of(positional).name_str();
        return Err(exc::type_error(vm, &format!("Value after * must be an iterable, not {got}")));
    }
    let mut pos = vec![class.clone()];
    pos.extend(vm.collect_behind(positional, 1)?);
    if keywords.downcast::<DictObj>().is_none() {
        let callable = vm.str_string(&vm.get_attr_str(&new, "__qualname__")?)?;
        let got = vm.type_of(keywords).name_str();
        return Err(exc::type_error(vm, &format!("{callable}() argument after ** must be a mapping, not {got}")));
    }
    let (mut names, mut kw) = (Vec::new(), Vec::new());
    if let Some(dict) = keywords.downcast::<DictObj>() {
        for (name, value) in dict.items() {
            names.push(name);
            kw.push(value);
        }
    }
    vm.call_args(&new, &Args { pos: &pos, kw: &kw, names: &names })
}
