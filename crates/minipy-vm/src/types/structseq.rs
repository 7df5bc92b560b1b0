//! Struct sequences: tuples whose items have names too (`sys.version_info`, `time.struct_time`, ...).

use std::cell::RefCell;
use std::collections::HashMap;

use crate::exc;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::dict::DictObj;
use crate::types::str_::Name;
use crate::types::tuple::TupleObj;
use crate::types::type_::create::simple_class;
use crate::types::type_::{TypeFlags, TypeObj, TypeRef, slot_table};
use crate::value::Value;
use crate::vm::Vm;

/// A struct sequence type as data.
pub struct StructSeqDef {
    /// The class's name.
    pub name: &'static str,
    /// Its module.
    pub module: &'static str,
    /// Its docstring.
    pub doc: &'static str,
    /// The fields; those after `visible` are attributes only.
    pub fields: &'static [&'static str],
    /// How many fields are items.
    pub visible: usize,
    /// Whether Python code can make instances.
    pub callable: bool,
}

/// What is known of the types at run time, by the address of the class.
#[derive(Default)]
struct Known(RefCell<HashMap<usize, &'static StructSeqDef>>);

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(reduce) "(self, /)" "";
    "__replace__" FV(replace) "(self, /, **changes)" "Return a copy of the structure with new values for the specified fields.";
};

/// Makes the class of a definition.
pub fn new_class(vm: &Vm, def: &'static StructSeqDef) -> PyResult<TypeRef> {
    let class = simple_class(vm, def.name, def.module, &vm.types().tuple)?;
    let set = |name: &str, value: Value| class.dict.set_name(vm, &vm.intern(name), value);
    set("__doc__", vm.str(def.doc));
    set("n_fields", vm.int(def.fields.len() as i64));
    set("n_sequence_fields", vm.int(def.visible as i64));
    set("n_unnamed_fields", vm.int(0));
    set("__match_args__", vm.tuple(def.fields[..def.visible].iter().map(|f| vm.intern(f).into_value()).collect()));
    for (index, name) in def.fields.iter().enumerate() {
        let name = vm.intern(name);
        class.dict.set_name(vm, &name, crate::types::member::new_field(vm, &class, &name, index));
    }
    for method in METHODS {
        set(method.name, vm.method_from_def(&class, method));
    }
    // Fields that are no items lie where instances of Python classes have attributes; programs do not see that.
    class.dict.remove_name(vm, &vm.names().__dict__);
    let mut own = Slots { repr: Some(structseq_repr), ..Slots::EMPTY };
    if def.callable {
        own.new = Some(structseq_new);
    } else {
        // A static type of C has its module in its name alone.
        class.dict.remove_name(vm, &vm.names().__module__);
        class.set_flag(TypeFlags::NO_INSTANTIATION, true);
    }
    slot_table::add_wrappers(vm, &class, &own);
    own.setattr = Some(structseq_setattr);
    own.new = Some(structseq_new);
    own.inherit(class.slots());
    class.set_slots(own);
    class.native_module.set((def.module != "builtins").then_some(def.module));
    class.set_flag(TypeFlags::IMMUTABLE, true);
    class.set_flag(TypeFlags::BASETYPE, false);
    class.modified();
    vm.state::<Known>().0.borrow_mut().insert(std::ptr::from_ref(&*class).addr(), def);
    Ok(class)
}

fn def_of(vm: &Vm, class: &TypeObj) -> Option<&'static StructSeqDef> {
    vm.state::<Known>().0.borrow().get(&std::ptr::from_ref(class).addr()).copied()
}

/// A new instance; `items` are the fields' values, invisible ones included (missing ones are None).
pub fn new_instance(vm: &Vm, class: &TypeRef, items: Vec<Value>) -> Value {
    let Some(def) = def_of(vm, class) else { return vm.tuple(items) };
    let mut items = items;
    let hidden = items.split_off(def.visible.min(items.len()));
    let value = vm.tuple_of_type(class, items);
    for (name, item) in def.fields[def.visible..].iter().zip(hidden) {
        crate::protocol::attr::instance_set(vm, &value, &vm.intern(&format!(" {name}")), item);
    }
    value
}

/// The value of a field.
pub fn field(vm: &Vm, value: &Value, index: usize) -> Value {
    let Some(def) = def_of(vm, vm.type_of(value)) else { return Value::NONE };
    if index < def.visible {
        return value.downcast::<TupleObj>().and_then(|t| t.items().get(index).cloned()).unwrap_or(Value::NONE);
    }
    let name = vm.intern(&format!(" {}", def.fields[index]));
    crate::protocol::attr::instance_get(vm, value, &name).unwrap_or(Value::NONE)
}

fn structseq_new(vm: &Vm, class: &TypeRef, args: &Args) -> PyResult {
    let Some(def) = def_of(vm, class) else { return Err(exc::type_error(vm, "cannot create instances")) };
    let full = format!("{}.{}", def.module, def.name);
    if args.len() > 2 {
        return Err(exc::too_many_in_all(vm, "structseq", 2, args.len(), args.pos.is_empty()));
    }
    let (mut pos, mut unknown) = (args.pos.to_vec(), None);
    for (key, value) in args.keywords() {
        match () {
            _ if crate::types::str_::value_is(key, "sequence") && pos.is_empty() => pos.push(value.clone()),
            _ if crate::types::str_::value_is(key, "dict") && pos.len() == 1 => pos.push(value.clone()),
            _ => unknown = unknown.or(Some(key)),
        }
    }
    let Some(sequence) = pos.first() else {
        return Err(exc::missing_argument(vm, "structseq", "sequence", 1));
    };
    if let Some(key) = unknown {
        return Err(exc::unexpected_keyword(vm, "structseq", key));
    }
    let mut items = vm.collect_fast(sequence, "constructor requires a sequence")?;
    if pos.get(1).is_some_and(|d| !d.is_none() && d.downcast::<DictObj>().is_none()) {
        return Err(exc::type_error(vm, &format!("{full}() takes a dict as second arg, if any")));
    }
    let (least, most, got) = (def.visible, def.fields.len(), items.len());
    if least == most && got != least {
        return Err(exc::type_error(vm, &format!("{full}() takes a {least}-sequence ({got}-sequence given)")));
    }
    if got < least {
        return Err(exc::type_error(
            vm,
            &format!("{full}() takes an at least {least}-sequence ({got}-sequence given)"),
        ));
    }
    if got > most {
        return Err(exc::type_error(vm, &format!("{full}() takes an at most {most}-sequence ({got}-sequence given)")));
    }
    if let Some(dict) = pos.get(1).and_then(Value::not_none) {
        let Some(dict) = dict.downcast::<DictObj>() else {
            return Err(exc::type_error(vm, &format!("{full}() takes a dict as second arg, if any")));
        };
        for name in &def.fields[got..] {
            items.push(dict.get_name(vm, &vm.intern(name)).unwrap_or(Value::NONE));
        }
    }
    Ok(new_instance(vm, class, items))
}

fn structseq_repr(vm: &Vm, this: &Value) -> PyResult {
    let ty = vm.type_of(this);
    let Some(def) = def_of(vm, ty) else { return Ok(crate::types::object::default_repr(vm, this)) };
    let mut text = format!("{}(", full_name(def)).into_bytes();
    for (index, name) in def.fields[..def.visible].iter().enumerate() {
        if index > 0 {
            text.extend_from_slice(b", ");
        }
        text.extend_from_slice(name.as_bytes());
        text.push(b'=');
        text.extend_from_slice(&vm.repr_bytes(&field(vm, this, index))?);
    }
    text.push(b')');
    Ok(vm.str_bytes(&text))
}

/// The name with the module, as CPython's static types carry it.
fn full_name(def: &StructSeqDef) -> String {
    if def.module == "builtins" { def.name.to_owned() } else { format!("{}.{}", def.module, def.name) }
}

fn structseq_setattr(vm: &Vm, this: &Value, name: &Name, value: Option<&Value>) -> PyResult<()> {
    let Some(known) = vm.type_of(this).lookup(vm, name) else {
        return Err(exc::no_attribute_no_dict(vm, this, name));
    };
    match vm.type_of(&known).slots().descr_set {
        Some(set) => set(vm, &known, this, value),
        None => Err(exc::read_only_attribute(vm, this, name)),
    }
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this).to_value();
    let items = this.downcast::<TupleObj>().map(|t| t.items().to_vec()).unwrap_or_default();
    let hidden = vm.new_dict();
    if let Some(def) = def_of(vm, vm.type_of(this)) {
        for (index, name) in def.fields.iter().enumerate().skip(def.visible) {
            hidden.set_name(vm, &vm.intern(name), field(vm, this, index));
        }
    }
    let state = vm.tuple(vec![vm.tuple(items), hidden.into_value()]);
    Ok(vm.tuple(vec![class, state]))
}

fn replace(vm: &Vm, args: &Args) -> PyResult {
    let Some(this) = args.pos.first() else { return Err(exc::type_error(vm, "__replace__() needs an argument")) };
    let class = vm.type_of(this).to_ref();
    let Some(def) = def_of(vm, &class) else { return Ok(this.clone()) };
    if args.pos.len() > 1 {
        return Err(exc::type_error(vm, "__replace__() takes no positional arguments"));
    }
    let mut items: Vec<Value> = (0..def.fields.len()).map(|i| field(vm, this, i)).collect();
    let mut unknown = Vec::new();
    for (key, value) in args.keywords() {
        match def.fields.iter().position(|f| crate::types::str_::value_is(key, f)) {
            Some(i) => items[i] = value.clone(),
            None => unknown.push(key.clone()),
        }
    }
    if !unknown.is_empty() {
        let shown = vm.repr_string(&vm.list(unknown))?;
        return Err(exc::type_error(vm, &format!("Got unexpected field name(s): {shown}")));
    }
    Ok(new_instance(vm, &class, items))
}
