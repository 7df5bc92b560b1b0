//! `object`: the base of everything.

use crate::exc;
use crate::heap::{HeapObject, Layout};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::attr;
use crate::slots::{CompareOp, Slots};
use crate::types::type_::{TypeDef, TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The (empty) struct inside plain objects.
pub struct PlainObj;

pub(crate) static OBJECT_LAYOUT: Layout = Layout::of::<PlainObj>("object");

impl HeapObject for PlainObj {
    const LAYOUT: &'static Layout = &OBJECT_LAYOUT;
    const GC: bool = false;
}

/// The type `object`.
pub static TYPE: TypeDef = TypeDef {
    name: "object",
    layout: Some(&OBJECT_LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\n\
          instance that has no instance attributes and cannot be given any.\n",
    slots: Slots {
        new: Some(object_new),
        init: Some(object_init),
        repr: Some(object_repr),
        str: Some(object_str),
        hash: Some(object_hash),
        compare: Some(object_compare),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    init: Some(add_attribute_wrappers),
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__dir__" F1(object_dir) "(self, /)" "Default dir() implementation.";
    "__format__" F2(object_format) "(self, format_spec, /)" "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError otherwise.";
    "__sizeof__" F1(object_sizeof) "(self, /)" "Size of object in memory, in bytes.";
    "__reduce__" F1(object_reduce) "(self, /)" "Helper for pickle.";
    "__reduce_ex__" F2(object_reduce_ex) "(self, protocol, /)" "Helper for pickle.";
    "__getstate__" F1(object_getstate) "(self, /)" "Helper for pickle.";
    [class] "__init_subclass__" F1(object_init_subclass) "(cls, /)" "This method is called when a class is subclassed.";
    [class] "__subclasshook__" F2(object_subclasshook) "(cls, subclass, /)" "Abstract classes can override this to customize issubclass().";
};

static GETSET: &[GetSetDef] = getset! {
    "__class__" get_class, set_class, "The object's class.";
};

/// `__getattribute__`, `__setattr__` and `__delattr__` as attributes; the slots themselves stay empty, which means the
/// generic functions (and lets hot paths see at once that nothing special is going on).
fn add_attribute_wrappers(vm: &Vm, ty: &TypeRef) {
    let own = Slots { getattr: Some(attr::generic_get), setattr: Some(attr::generic_set), ..Slots::EMPTY };
    crate::types::type_::slot_table::add_wrappers(vm, ty, &own);
}

/// Whether a class's `__new__` or `__init__` is `object`'s, for the argument checks below.
fn is_objects(vm: &Vm, ty: &TypeObj, new: bool) -> bool {
    let object = vm.types().object.slots();
    if new {
        // A builtin type without a `__new__` of its own cannot be instantiated; it has none, not `object`'s.
        (ty.has_flag(TypeFlags::HEAP_TYPE) || std::ptr::eq(ty, &**vm.types().object))
            && ty.slots().new.map(|f| f as usize) == object.new.map(|f| f as usize)
    } else {
        ty.slots().init.map(|f| f as usize) == object.init.map(|f| f as usize)
    }
}

fn object_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !args.is_empty() {
        if !is_objects(vm, ty, true) {
            return Err(exc::type_error(vm, "object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if is_objects(vm, ty, false) {
            return Err(exc::type_error(vm, &format!("{}() takes no arguments", ty.name_str())));
        }
    }
    if ty.has_flag(TypeFlags::ABSTRACT) {
        return Err(abstract_error(vm, ty));
    }
    if !std::ptr::eq(ty.layout, &OBJECT_LAYOUT) {
        let name = ty.name_str();
        let message = format!("object.__new__({name}) is not safe, use {}.__new__()", ty.layout.name);
        return Err(exc::type_error(vm, &message));
    }
    Ok(vm.alloc(ty, PlainObj).into_value())
}

#[cold]
fn abstract_error(vm: &Vm, ty: &TypeRef) -> crate::native::Raised {
    let names = match vm.get_attr(ty.value(), &vm.names().__abstractmethods__).and_then(|v| vm.collect(&v)) {
        Ok(names) => names,
        Err(raised) => return raised,
    };
    let mut names: Vec<String> = names.iter().map(crate::types::str_::lossy).collect();
    names.sort();
    let s = if names.len() == 1 { "" } else { "s" };
    let list = names.iter().map(|n| format!("'{n}'")).collect::<Vec<_>>().join(", ");
    let class = ty.name_str();
    let message =
        format!("Can't instantiate abstract class {class} without an implementation for abstract method{s} {list}");
    exc::type_error(vm, &message)
}

pub(crate) fn object_init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    if args.is_empty() {
        return Ok(());
    }
    let ty = vm.type_of(this);
    if !is_objects(vm, ty, false) {
        let message = "object.__init__() takes exactly one argument (the instance to initialize)";
        return Err(exc::type_error(vm, message));
    }
    if is_objects(vm, ty, true) {
        let name = ty.name_str();
        return Err(exc::type_error(
            vm,
            &format!("{name}.__init__() takes exactly one argument (the instance to initialize)"),
        ));
    }
    Ok(())
}

/// `<module.Class object at 0x...>`
pub fn default_repr(vm: &Vm, this: &Value) -> Value {
    let name = crate::types::type_::methods::full_name(vm, vm.type_of(this));
    vm.str(&format!("<{name} object at {:#x}>", this.bits()))
}

fn object_repr(vm: &Vm, this: &Value) -> PyResult {
    crate::types::type_::methods::check_name(vm, vm.type_of(this))?;
    Ok(default_repr(vm, this))
}

/// `object.__str__`: what `__repr__` gives; who asked for the text checks it.
fn object_str(vm: &Vm, this: &Value) -> PyResult {
    match vm.type_of(this).slots().repr {
        Some(repr) => {
            vm.check_native_stack(" while getting the repr of an object")?;
            repr(vm, this)
        }
        None => object_repr(vm, this),
    }
}

/// `object.__hash__`: from the address.
pub fn object_hash(_vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok((this.bits().rotate_right(4)) as i64)
}

/// `object`'s comparison: identity for equality; `!=` is the opposite of what `==` says.
pub fn object_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    match op {
        CompareOp::Eq => Ok(if this.is(other) { Value::TRUE } else { Value::NOT_IMPLEMENTED }),
        CompareOp::Ne => {
            let Some(compare) = vm.type_of(this).slots().compare else { return Ok(Value::NOT_IMPLEMENTED) };
            let equal = compare(vm, this, other, CompareOp::Eq)?;
            if equal.is_not_implemented() {
                return Ok(equal);
            }
            Ok(Value::bool(!vm.truth(&equal)?))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn object_dir(vm: &Vm, this: &Value) -> PyResult {
    let names = vm.new_dict();
    if let Some(dict) = vm.find_attr(this, &vm.names().__dict__)?
        && let Some(dict) = dict.downcast::<crate::types::dict::DictObj>()
    {
        for key in dict.keys() {
            names.set(vm, &key, Value::NONE)?;
        }
    }
    for class in vm.type_of(this).mro.borrow().clone() {
        for key in class.dict.keys() {
            names.set(vm, &key, Value::NONE)?;
        }
    }
    Ok(vm.list(names.keys()))
}

fn object_format(vm: &Vm, this: &Value, spec: &Value) -> PyResult {
    let text = vm.str_arg(spec, "__format__() argument")?;
    if !text.bytes().is_empty() {
        let name = vm.type_of(this).name_str();
        return Err(exc::type_error(vm, &format!("unsupported format string passed to {name}.__format__")));
    }
    vm.to_str(this)
}

pub(crate) fn object_sizeof(vm: &Vm, this: &Value) -> PyResult {
    if this.is_inline_float() {
        // As small ints, it is in the word that refers to it.
        return Ok(Value::small(size_of::<Value>() as i64));
    }
    Ok(vm.int(crate::heap::dealloc::size_of_object(this) as i64))
}

fn object_reduce(vm: &Vm, this: &Value) -> PyResult {
    reduce_by_protocol(vm, this, &Value::small(0))
}

fn object_reduce_ex(vm: &Vm, this: &Value, protocol: &Value) -> PyResult {
    let protocol = &vm.index(protocol)?;
    crate::types::seq_args::c_int(vm, protocol)?;
    // A class with its own __reduce__ is asked first, as in CPython.
    let names = vm.names();
    let own = vm.type_of(this).lookup(vm, &names.__reduce__);
    let base = vm.types().object.lookup(vm, &names.__reduce__);
    if let (Some(own), Some(base)) = (&own, &base)
        && !own.is(base)
    {
        return vm.call_method(this, &names.__reduce__, &[]);
    }
    reduce_by_protocol(vm, this, protocol)
}

fn reduce_by_protocol(vm: &Vm, this: &Value, protocol: &Value) -> PyResult {
    if protocol.as_small().is_some_and(|p| p >= 2) {
        return crate::types::object_reduce::reduce_newobj(vm, this);
    }
    let copyreg = crate::import::import_module(vm, "copyreg")?;
    let function = vm.get_attr_str(&copyreg, "_reduce_ex")?;
    vm.call(&function, &[this.clone(), protocol.clone()])
}

fn object_getstate(vm: &Vm, this: &Value) -> PyResult {
    let state = match attr::has_instance_dict(vm, this) {
        true => vm.get_attr(this, &vm.names().__dict__)?,
        false => Value::NONE,
    };
    let nothing = state.downcast::<crate::types::dict::DictObj>().is_some_and(|dict| dict.is_empty());
    let state = if nothing { Value::NONE } else { state };
    let slots = vm.new_dict();
    for class in vm.type_of(this).mro.borrow().clone() {
        for (key, descr) in class.dict.items() {
            let member = descr.downcast::<crate::types::member::MemberObj>();
            if let Some(offset) = member.and_then(|member| member.offset()) {
                let value = attr::member_get(this, offset);
                if !value.is_null() {
                    slots.set(vm, &key, value)?;
                }
            }
        }
    }
    if slots.is_empty() {
        return Ok(state);
    }
    Ok(vm.tuple(vec![state, slots.into_value()]))
}

fn object_init_subclass(_vm: &Vm, _class: &Value) -> PyResult {
    Ok(Value::NONE)
}

fn object_subclasshook(_vm: &Vm, _class: &Value, _subclass: &Value) -> PyResult {
    Ok(Value::NOT_IMPLEMENTED)
}

fn get_class(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.type_of(this).to_value())
}

fn set_class(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(exc::type_error(vm, "can't delete __class__ attribute")) };
    let Some(new) = value.cast::<TypeObj>() else {
        let got = vm.type_of(value).name_str();
        return Err(exc::type_error(vm, &format!("__class__ must be set to a class, not '{got}' object")));
    };
    let old = vm.type_of(this).to_ref();
    let both = |flag| new.has_flag(flag) && old.has_flag(flag);
    let modules = both_modules(vm, &old, &new);
    if !both(TypeFlags::HEAP_TYPE) && !modules {
        let message = "__class__ assignment only supported for mutable types or ModuleType subclasses";
        return Err(exc::type_error(vm, message));
    }
    if !modules {
        crate::types::type_::compatible::check(vm, &old, &new, "__class__")?;
    }
    let same_layout = std::ptr::eq(new.layout, old.layout)
        && new.slot_count == old.slot_count
        && new.payload_offset == old.payload_offset
        && new.inline_cap == old.inline_cap
        && new.has_flag(TypeFlags::HAS_DICT) == old.has_flag(TypeFlags::HAS_DICT);
    let compatible = same_layout || crate::types::object_class::can_move(&old, &new);
    if !compatible {
        let (new, old) = (new.name_str(), old.name_str());
        return Err(exc::type_error(vm, &format!("__class__ assignment: '{new}' object layout differs from '{old}'")));
    }
    crate::types::object_class::assign(vm, this, &old, &new);
    Ok(())
}

fn both_modules(vm: &Vm, old: &TypeRef, new: &TypeRef) -> bool {
    let module = &vm.types().module;
    old.is_subtype(module) && new.is_subtype(module)
}
