//! `type`: its slots and methods. Computed attributes are in `attributes`, the cache of lookups in `method_cache`.

use super::{TypeDef, TypeFlags, TypeObj, TypeRef, create, slot_table};
use crate::exc;
use crate::heap::HeapObject;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::str_::{Name, StrObj};
use crate::value::Value;
use crate::vm::Vm;

/// The type `type`.
pub static TYPE: TypeDef = TypeDef {
    name: "type",
    layout: Some(TypeObj::LAYOUT),
    shape: crate::shape::fixed::TYPE,
    flags: TypeFlags::BASETYPE | TypeFlags::TYPE_SUBCLASS | TypeFlags::WEAKREFABLE,
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    slots: Slots {
        new: Some(create::type_new),
        init: Some(type_init),
        call: Some(type_call),
        repr: Some(type_repr),
        getattr: Some(type_getattr),
        setattr: Some(type_setattr),
        or: Some(type_or),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: super::attributes::GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "mro" F1(type_mro_method) "(self, /)" "Return a type's method resolution order.";
    "__subclasses__" F1(type_subclasses) "(self, /)" "Return a list of immediate subclasses.";
    [class] "__prepare__" FV(type_prepare) "(cls, name, bases, /, **kwds)" "Create the namespace for the class statement";
    "__instancecheck__" F2(type_instancecheck) "(self, instance, /)" "Check if an object is an instance.";
    "__subclasscheck__" F2(type_subclasscheck) "(self, subclass, /)" "Check if a class is a subclass.";
    "__dir__" F1(type_dir) "(self, /)" "Specialized __dir__ implementation for types.";
    "__sizeof__" F1(type_sizeof) "(self, /)" "Return memory consumption of the type object.";
};

/// The class that a `self` argument of a method of `type` is.
pub(crate) fn this_type<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TypeObj> {
    match this.downcast::<TypeObj>() {
        Some(ty) => Ok(ty),
        None => {
            let got = vm.type_of(this).name_str();
            Err(exc::type_error(vm, &format!("descriptor requires a 'type' object but received a '{got}'")))
        }
    }
}

/// `call` slot of `type`: makes an instance (`type.__call__`).
pub(crate) fn type_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let Some(class) = this.cast::<TypeObj>() else { return Err(exc::not_callable(vm, this)) };
    call_class(vm, &class, args)
}

/// [`type_call`] of what is known to be a class.
pub(crate) fn call_class(vm: &Vm, class: &TypeRef, args: &Args) -> PyResult {
    // `str(x)`, `float(x)` and `int(x)` are what classes are called for most often; few classes have just these flags.
    const TOLD_APART: u32 = TypeFlags::HEAP_TYPE
        | TypeFlags::MATCH_SELF
        | TypeFlags::SEQUENCE
        | TypeFlags::MAPPING
        | TypeFlags::WEAKREFABLE;
    if let ([value], true) = (args.pos, args.kw.is_empty())
        && class.flags() & TOLD_APART == TypeFlags::MATCH_SELF
    {
        if class.is(&vm.types().str) {
            return vm.to_str(value);
        }
        if class.is(&vm.types().float) {
            if value.exact_float().is_some() {
                return Ok(value.clone());
            }
            if let Some(int) = value.as_small() {
                return Ok(vm.float(int as f64));
            }
        } else if class.is(&vm.types().int) {
            if value.is_small() {
                return Ok(value.clone());
            }
            if let Some(float) = value.exact_float()
                && float.abs() < (1u64 << 62) as f64
            {
                return Ok(vm.int(float as i64));
            }
        }
    }
    let is_type = class.has_flag(TypeFlags::TYPE_SUBCLASS) && class.is(&vm.types().type_);
    if is_type && args.pos.len() != 3 && !(args.pos.len() == 1 && args.kw.is_empty()) {
        if args.pos.len() == 1 {
            return Err(exc::no_keyword_arguments(vm, "type"));
        }
        return Err(exc::type_error(vm, "type() takes 1 or 3 arguments"));
    }
    if is_type && args.pos.len() == 1 {
        // A question, not a construction.
        return Ok(super::create::shown_type(vm, &args.pos[0]));
    }
    let Some(new) = class.slots().new.filter(|_| !class.has_flag(TypeFlags::NO_INSTANTIATION)) else {
        return Err(exc::type_error(vm, &format!("cannot create '{}' instances", full_name(vm, class))));
    };
    let instance = new(vm, class, args)?;
    let ty = vm.type_of(&instance);
    if !std::ptr::eq(ty, &**class) && !ty.is_subtype(class) {
        return Ok(instance);
    }
    if let Some(init) = ty.slots().init {
        // `object.__init__` has nothing to do for a class with its own `__new__`.
        let plain = init as usize == crate::types::object::object_init as usize
            && ty.slots().new.map(|f| f as usize) != vm.types().object.slots().new.map(|f| f as usize);
        if !plain {
            init(vm, &instance, args)?;
        }
    }
    Ok(instance)
}

fn type_init(vm: &Vm, _this: &Value, args: &Args) -> PyResult<()> {
    if !args.kw.is_empty() && args.pos.len() == 1 {
        return Err(exc::type_error(vm, "type.__init__() takes no keyword arguments"));
    }
    if args.pos.len() != 1 && args.pos.len() != 3 {
        return Err(exc::type_error(vm, "type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}

/// `module.qualname`, or the plain name of a builtin.
pub fn full_name(vm: &Vm, ty: &TypeObj) -> String {
    let qualname = crate::types::str_::lossy(&ty.qualname.borrow());
    match module_of(vm, ty) {
        Some(module) if crate::types::str_::lossy(&module) != "builtins" && module.downcast::<StrObj>().is_some() => {
            format!("{}.{qualname}", crate::types::str_::lossy(&module))
        }
        _ => qualname,
    }
}

/// MemoryError, unless there is room to put the full name of a type into a text.
pub(crate) fn check_name(vm: &Vm, ty: &TypeObj) -> PyResult<()> {
    let length = ty.qualname.borrow().downcast::<StrObj>().map_or(0, |name| name.bytes().len());
    vm.check_memory(length.saturating_mul(4))
}

/// How C's `%T` names a type: `module.qualname`, without `builtins` and `__main__`.
pub fn message_name(vm: &Vm, ty: &TypeObj) -> String {
    let full = full_name(vm, ty);
    full.strip_prefix("__main__.").map(str::to_owned).unwrap_or(full)
}

pub(super) fn module_of(vm: &Vm, ty: &TypeObj) -> Option<Value> {
    // What the namespace of a builtin type has under that name may be an attribute of its instances.
    let own = match ty.def {
        Some(def) if def.getset.iter().any(|g| g.name == "__module__") => None,
        _ => ty.dict.get_name(vm, &vm.names().__module__),
    };
    let in_name = || ty.def.map(|def| def.module).filter(|module| *module != "builtins").or(ty.native_module.get());
    own.or_else(|| in_name().map(|module| vm.str(module)))
}

fn type_repr(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    check_name(vm, ty)?;
    Ok(vm.str(&format!("<class '{}'>", full_name(vm, ty))))
}

/// `type.__getattribute__`: the metaclass's data descriptors, the class's MRO, the rest of the metaclass.
pub(crate) fn type_getattr(vm: &Vm, this: &Value, name: &Name) -> PyResult {
    match type_find(vm, this, name)? {
        Some(value) => Ok(value),
        None => Err(exc::no_attribute(vm, this, name)),
    }
}

/// `type.__getattribute__` without the error for a missing attribute.
pub(crate) fn type_find(vm: &Vm, this: &Value, name: &Name) -> PyResult<Option<Value>> {
    let ty = this_type(vm, this)?;
    let meta = vm.type_of(this);
    let meta_attr = meta.lookup(vm, name);
    let mut meta_get = None;
    if let Some(attr) = &meta_attr {
        let slots = vm.type_of(attr).slots();
        meta_get = slots.descr_get;
        if slots.descr_set.is_some()
            && let Some(get) = meta_get
        {
            return get(vm, attr, Some(this), Some(meta.to_ref().value())).map(Some);
        }
    }
    if let Some(attr) = ty.lookup(vm, name) {
        return match vm.type_of(&attr).slots().descr_get {
            Some(get) => get(vm, &attr, None, Some(this)).map(Some),
            None => Ok(Some(attr)),
        };
    }
    match (meta_attr, meta_get) {
        (Some(attr), Some(get)) => get(vm, &attr, Some(this), Some(meta.to_ref().value())).map(Some),
        (attr, _) => Ok(attr),
    }
}

/// `type.__setattr__`: metaclass data descriptors, then the namespace; slots and versions follow.
pub(crate) fn type_setattr(vm: &Vm, this: &Value, name: &Name, value: Option<&Value>) -> PyResult<()> {
    let ty = this_type(vm, this)?;
    if ty.has_flag(TypeFlags::IMMUTABLE) {
        let attr = String::from_utf8_lossy(&minipy_text::escape::repr_str(name.bytes())).into_owned();
        let class = full_name(vm, ty);
        return Err(exc::type_error(vm, &format!("cannot set {attr} attribute of immutable type '{class}'")));
    }
    if let Some(descr) = vm.type_of(this).lookup(vm, name)
        && let Some(set) = vm.type_of(&descr).slots().descr_set
    {
        return set(vm, &descr, this, value);
    }
    set_class_attr(vm, this, ty, name, value)
}

pub(crate) fn set_class_attr(vm: &Vm, this: &Value, ty: &TypeObj, name: &Name, value: Option<&Value>) -> PyResult<()> {
    ty.modified();
    match value {
        Some(value) => ty.dict.set_name(vm, name, value.clone()),
        None => {
            if ty.dict.remove_name(vm, name).is_none() {
                return Err(exc::no_attribute(vm, this, name));
            }
        }
    }
    ty.modified();
    if slot_table::is_slot_name(name) {
        slot_table::update_slots_deep(vm, ty);
    }
    Ok(())
}

fn type_or(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    crate::types::union::union_of(vm, lhs, rhs)
}

fn type_mro_method(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?.to_ref();
    let bases = ty.bases.borrow().clone();
    let mut items = vec![ty.clone().into_value()];
    items.extend(super::mro::linearize(vm, &bases)?.into_iter().map(TypeRef::into_value));
    Ok(vm.list(items))
}

fn type_subclasses(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    if ty.def.is_some() {
        crate::types::boot::make_all(vm);
    }
    Ok(vm.list(ty.subclass_refs().into_iter().map(TypeRef::into_value).collect()))
}

fn type_prepare(vm: &Vm, _args: &Args) -> PyResult {
    Ok(vm.new_dict().into_value())
}

fn type_instancecheck(vm: &Vm, this: &Value, instance: &Value) -> PyResult {
    crate::builtins::isinstance::plain_isinstance(vm, instance, this).map(Value::bool)
}

fn type_subclasscheck(vm: &Vm, this: &Value, subclass: &Value) -> PyResult {
    crate::builtins::isinstance::plain_issubclass(vm, subclass, this).map(Value::bool)
}

fn type_dir(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    let names = vm.new_dict();
    for class in ty.mro.borrow().clone() {
        for key in class.dict.keys() {
            names.set(vm, &key, Value::NONE)?;
        }
    }
    Ok(vm.list(names.keys()))
}

fn type_sizeof(vm: &Vm, this: &Value) -> PyResult {
    this_type(vm, this)?;
    Ok(vm.int(crate::heap::dealloc::size_of_object(this) as i64))
}
