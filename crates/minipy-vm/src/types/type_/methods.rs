//! `type`: its slots, methods and computed attributes, and the method cache.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use std::cell::UnsafeCell;

use super::{TypeDef, TypeFlags, TypeObj, TypeRef, create, slot_table};
use crate::exc;
use crate::heap::HeapObject;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::builtin_fn::GetSetObj;
use crate::types::dict::DictObj;
use crate::types::str_::{Name, StrObj};
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

const CACHE_SIZE: usize = 4096;

#[derive(Clone, Copy)]
struct CacheEntry {
    version: u32,
    name: usize,
    /// Bits of the found value, borrowed from the class's namespace; NULL: the lookup finds nothing.
    value: usize,
}

/// A direct-mapped cache of MRO lookups, keyed by type version and name. An entry is only used while the type's
/// version is the one it was made for, so the value it borrows is still in some namespace of the MRO.
pub struct MethodCache {
    entries: Box<[UnsafeCell<CacheEntry>]>,
}

impl MethodCache {
    /// An empty cache.
    pub fn new() -> MethodCache {
        // Zeroed memory comes from the system as it is: a page that no lookup needs is never touched.
        let entries = Box::<[UnsafeCell<CacheEntry>]>::new_zeroed_slice(CACHE_SIZE);
        // SAFETY: all fields of an entry are numbers; version 0 is no type's.
        MethodCache { entries: unsafe { entries.assume_init() } }
    }

    #[inline(always)]
    fn slot(&self, version: u32, name: &Name) -> *mut CacheEntry {
        let index = (version as usize ^ (name.value().bits() >> 4)) & (CACHE_SIZE - 1);
        self.entries[index].get()
    }

    /// A cached lookup: `Some(NULL)` means known to be absent.
    #[inline(always)]
    pub(crate) fn get(&self, ty: &TypeObj, name: &Name) -> Option<Value> {
        let version = ty.version.get();
        if version == 0 {
            return None;
        }
        // SAFETY: entries are only touched under the interpreter lock (T1); the value is alive as the type's version
        // is unchanged since it was found in a namespace of the MRO.
        unsafe {
            let entry = *self.slot(version, name);
            if entry.version != version || entry.name != name.value().bits() {
                return None;
            }
            if entry.value == Value::NULL.bits() {
                return Some(Value::NULL);
            }
            let raw = std::mem::ManuallyDrop::new(std::mem::transmute::<usize, Value>(entry.value));
            Some(Value::clone(&raw))
        }
    }

    #[inline]
    pub(crate) fn put(&self, ty: &TypeObj, name: &Name, value: Option<&Value>) {
        let version = ty.guard();
        let value = value.map_or(Value::NULL.bits(), Value::bits);
        // SAFETY: T1.
        unsafe { *self.slot(version, name) = CacheEntry { version, name: name.value().bits(), value } }
    }
}

impl Default for MethodCache {
    fn default() -> MethodCache {
        MethodCache::new()
    }
}

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
    getset: GETSET,
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

static GETSET: &[GetSetDef] = getset! {
    "__name__" get_name, set_name, "The class's name.";
    "__qualname__" get_qualname, set_qualname, "The class's qualified name.";
    "__bases__" get_bases, set_bases, "The bases.";
    "__base__" get_base, exc::readonly_member, "The base whose layout the class extends.";
    "__mro__" get_mro, "The method resolution order.";
    "__module__" get_module, set_module, "The module's name.";
    "__doc__" get_doc, set_doc, "The docstring.";
    "__dict__" get_dict, "The namespace.";
    "__abstractmethods__" get_abstract, set_abstract, "Names of abstract methods.";
    "__annotations__" get_annotations, set_annotations, "Annotations.";
    "__annotate__" get_annotate, set_annotate, "The function that computes the annotations.";
    "__type_params__" get_type_params, set_type_params, "Type parameters.";
    "__text_signature__" get_text_signature, "Signature text.";
    "__basicsize__" get_basicsize, exc::readonly_member, "Size of instances.";
    "__itemsize__" get_zero, exc::readonly_member, "Size of items.";
    "__dictoffset__" get_dictoffset, exc::readonly_member, "Offset of the dict.";
    "__weakrefoffset__" get_weakrefoffset, exc::readonly_member, "Offset of the weak reference list.";
    "__flags__" get_flags, exc::readonly_member, "CPython's type flags.";
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
        return Err(exc::type_error(vm, "type() takes 1 or 3 arguments"));
    }
    let Some(new) = class.slots().new.filter(|_| !class.has_flag(TypeFlags::NO_INSTANTIATION)) else {
        return Err(exc::type_error(vm, &format!("cannot create '{}' instances", full_name(vm, class))));
    };
    let instance = new(vm, class, args)?;
    // type(x) is a question, not a construction.
    if is_type && args.pos.len() == 1 && args.kw.is_empty() {
        return Ok(instance);
    }
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

/// How C's `%T` names a type: `module.qualname`, without `builtins` and `__main__`.
pub fn message_name(vm: &Vm, ty: &TypeObj) -> String {
    let full = full_name(vm, ty);
    full.strip_prefix("__main__.").map(str::to_owned).unwrap_or(full)
}

fn module_of(vm: &Vm, ty: &TypeObj) -> Option<Value> {
    // The namespace of `type` itself has the computed attribute under that name.
    ty.dict.get_name(vm, &vm.names().__module__).filter(|m| m.downcast::<GetSetObj>().is_none())
}

fn type_repr(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
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
        let (class, attr) = (full_name(vm, ty), name.to_string_lossy());
        return Err(exc::type_error(vm, &format!("cannot set '{attr}' attribute of immutable type '{class}'")));
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
    let bases = ty.bases.get();
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
    for class in ty.mro.get() {
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

fn get_name(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_type(vm, this)?.name.get())
}

fn mutable<'a>(vm: &Vm, this: &'a Value, attr: &str) -> PyResult<&'a TypeObj> {
    let ty = this_type(vm, this)?;
    if ty.has_flag(TypeFlags::IMMUTABLE) {
        let class = full_name(vm, ty);
        return Err(exc::type_error(vm, &format!("cannot set '{attr}' attribute of immutable type '{class}'")));
    }
    Ok(ty)
}

fn given<'a>(vm: &Vm, ty: &TypeObj, attr: &str, value: Option<&'a Value>) -> PyResult<&'a Value> {
    match value {
        Some(value) => Ok(value),
        None => {
            Err(exc::type_error(vm, &format!("cannot delete '{attr}' attribute of immutable type '{}'", ty.name_str())))
        }
    }
}

fn set_name(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let ty = mutable(vm, this, "__name__")?;
    let value = given(vm, ty, "__name__", value)?;
    if value.downcast::<StrObj>().is_none() {
        let got = vm.type_of(value).name_str();
        return Err(exc::type_error(vm, &format!("can only assign string to {}.__name__, not '{got}'", ty.name_str())));
    }
    if value.downcast::<StrObj>().is_some_and(|text| text.bytes().contains(&0)) {
        return Err(exc::value_error(vm, "type name must not contain null characters"));
    }
    ty.name.set(value.clone());
    Ok(())
}

fn get_qualname(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_type(vm, this)?.qualname.get())
}

fn set_qualname(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let ty = mutable(vm, this, "__qualname__")?;
    let value = given(vm, ty, "__qualname__", value)?;
    if value.downcast::<StrObj>().is_none() {
        let got = vm.type_of(value).name_str();
        let class = ty.name_str();
        return Err(exc::type_error(vm, &format!("can only assign string to {class}.__qualname__, not '{got}'")));
    }
    ty.qualname.set(value.clone());
    Ok(())
}

fn tuple_of(vm: &Vm, types: Vec<TypeRef>) -> Value {
    vm.tuple(types.into_iter().map(TypeRef::into_value).collect())
}

fn get_bases(vm: &Vm, this: &Value) -> PyResult {
    Ok(tuple_of(vm, this_type(vm, this)?.bases.get()))
}

fn set_bases(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let ty = mutable(vm, this, "__bases__")?;
    let value = given(vm, ty, "__bases__", value)?;
    let Some(items) = value.downcast::<TupleObj>() else {
        let got = vm.type_of(value).name_str();
        let class = ty.name_str();
        return Err(exc::type_error(vm, &format!("can only assign tuple to {class}.__bases__, not {got}")));
    };
    let mut bases = Vec::new();
    for item in items.items() {
        match item.cast::<TypeObj>() {
            Some(base) if base.is_subtype(ty) => {
                return Err(exc::type_error(vm, "a __bases__ item causes an inheritance cycle"));
            }
            Some(base) => bases.push(base),
            None => {
                let (class, got) = (ty.name_str(), vm.type_of(item).name_str());
                let message = format!("{class}.__bases__ must be tuple of classes, not '{got}'");
                return Err(exc::type_error(vm, &message));
            }
        }
    }
    if bases.is_empty() {
        let class = ty.name_str();
        return Err(exc::type_error(vm, &format!("can only assign non-empty tuple to {class}.__bases__, not ()")));
    }
    let class = ty.to_ref();
    let meta = vm.type_of(this).to_ref();
    let Some(base) = bases.iter().find(|b| std::ptr::eq(b.layout, ty.layout) && b.slot_count == old_base_slots(ty))
    else {
        let (a, b) = (bases[0].name_str(), ty.base.get().map_or_else(String::new, |b| b.name_str()));
        return Err(exc::type_error(vm, &format!("__bases__ assignment: '{a}' object layout differs from '{b}'")));
    };
    let base = base.clone();
    let mro = create::class_mro(vm, &meta, &class, &bases)?;
    let this_ptr = std::ptr::from_ref::<TypeObj>(ty);
    for old in ty.bases.get() {
        old.subclasses.borrow_mut().retain(|&s| s != this_ptr);
    }
    for new in &bases {
        new.subclasses.borrow_mut().push(this_ptr);
    }
    ty.bases.set(bases);
    ty.base.set(Some(base));
    ty.mro.set(mro);
    refresh_subclasses(vm, ty)?;
    ty.modified();
    slot_table::update_slots_deep(vm, ty);
    Ok(())
}

fn old_base_slots(ty: &TypeObj) -> u16 {
    ty.base.get().map_or(0, |b| b.slot_count)
}

/// After the MRO of a class changed, those of its subclasses change too.
fn refresh_subclasses(vm: &Vm, ty: &TypeObj) -> PyResult<()> {
    for sub in ty.subclass_refs() {
        let meta = vm.type_of(sub.value()).to_ref();
        let bases = sub.bases.get();
        sub.mro.set(create::class_mro(vm, &meta, &sub, &bases)?);
        refresh_subclasses(vm, &sub)?;
    }
    Ok(())
}

fn get_base(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_type(vm, this)?.base.get().map_or(Value::NONE, TypeRef::into_value))
}

fn get_mro(vm: &Vm, this: &Value) -> PyResult {
    Ok(tuple_of(vm, this_type(vm, this)?.mro.get()))
}

fn get_module(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    match module_of(vm, ty) {
        Some(module) => Ok(module),
        None if ty.has_flag(TypeFlags::HEAP_TYPE) => {
            Err(exc::attribute_error_for(vm, this, &vm.names().__module__, "__module__"))
        }
        None => Ok(vm.str("builtins")),
    }
}

fn set_in_namespace(vm: &Vm, this: &Value, name: &Name, value: Option<&Value>) -> PyResult<()> {
    let ty = mutable(vm, this, &name.to_string_lossy())?;
    set_class_attr(vm, this, ty, name, value)
}

fn set_module(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let ty = mutable(vm, this, "__module__")?;
    let value = given(vm, ty, "__module__", value)?;
    set_in_namespace(vm, this, &vm.names().__module__, Some(value))
}

fn get_doc(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    if let Some(def) = ty.def {
        return Ok(if def.doc.is_empty() { Value::NONE } else { vm.str(def.doc) });
    }
    match ty.dict.get_name(vm, &vm.names().__doc__) {
        Some(doc) => match vm.type_of(&doc).slots().descr_get {
            Some(get) => get(vm, &doc, None, Some(this)),
            None => Ok(doc),
        },
        None => Ok(Value::NONE),
    }
}

fn set_doc(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let ty = mutable(vm, this, "__doc__")?;
    let value = given(vm, ty, "__doc__", value)?;
    set_in_namespace(vm, this, &vm.names().__doc__, Some(value))
}

fn get_dict(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    Ok(crate::types::mappingproxy::new_proxy(vm, ty.dict.value().clone()))
}

fn get_abstract(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    let name = &vm.names().__abstractmethods__;
    match ty.dict.get_name(vm, name) {
        Some(value) if !ty.is(&vm.types().type_) || value.downcast::<StrObj>().is_some() => Ok(value),
        _ => Err(exc::attribute_error_for(vm, this, name, "__abstractmethods__")),
    }
}

fn set_abstract(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let abstract_ = match value {
        Some(value) => vm.truth(value)?,
        None => false,
    };
    let name = &vm.names().__abstractmethods__;
    if value.is_none() && ty_lacks(vm, this, name)? {
        return Err(exc::attribute_error_for(vm, this, name, "__abstractmethods__"));
    }
    set_in_namespace(vm, this, name, value)?;
    this_type(vm, this)?.set_flag(TypeFlags::ABSTRACT, abstract_);
    Ok(())
}

fn get_annotations(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    let names = vm.names();
    if !ty.has_flag(TypeFlags::HEAP_TYPE) {
        let message = format!("type object '{}' has no attribute '__annotations__'", ty.name_str());
        return Err(exc::attribute_error_for(vm, this, &names.__annotations__, &message));
    }
    for name in [&names.__annotations__, &names.__annotations_cache__] {
        if let Some(found) = ty.dict.get_name(vm, name) {
            return Ok(found);
        }
    }
    let annotate = get_annotate(vm, this)?;
    let annotations = if annotate.is_none() {
        vm.new_dict().into_value()
    } else {
        let result = vm.call1(&annotate, &Value::small(1))?;
        if result.downcast::<DictObj>().is_none() {
            let got = vm.type_of(&result).name_str();
            return Err(exc::type_error(vm, &format!("__annotate__ returned non-dict of type '{got}'")));
        }
        result
    };
    ty.dict.set_name(vm, &names.__annotations_cache__, annotations.clone());
    Ok(annotations)
}

fn set_annotations(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    let ty = mutable(vm, this, "__annotations__")?;
    let had = ty.dict.remove_name(vm, &names.__annotations_cache__).is_some();
    if value.is_none() && had {
        return Ok(());
    }
    if value.is_none() && ty_lacks(vm, this, &names.__annotations__)? {
        return Err(exc::attribute_error_for(vm, this, &names.__annotations__, "__annotations__"));
    }
    set_in_namespace(vm, this, &names.__annotations__, value)
}

/// Whether a class itself has no such attribute.
fn ty_lacks(vm: &Vm, this: &Value, name: &Name) -> PyResult<bool> {
    Ok(this_type(vm, this)?.dict.get_name(vm, name).is_none())
}

fn get_annotate(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    let names = vm.names();
    if !ty.has_flag(TypeFlags::HEAP_TYPE) {
        let message = format!("type object '{}' has no attribute '__annotate__'", ty.name_str());
        return Err(exc::attribute_error_for(vm, this, &names.__annotate__, &message));
    }
    for name in [&names.__annotate_func__, &names.__annotate__] {
        if let Some(found) = ty.dict.get_name(vm, name) {
            return match vm.type_of(&found).slots().descr_get {
                Some(get) => get(vm, &found, None, Some(this)),
                None => Ok(found),
            };
        }
    }
    Ok(Value::NONE)
}

fn set_annotate(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    let ty = mutable(vm, this, "__annotate__")?;
    let Some(value) = value else { return Err(exc::type_error(vm, "cannot delete __annotate__ attribute")) };
    if !value.is_none() && !vm.is_callable(value) {
        return Err(exc::type_error(vm, "__annotate__ must be callable or None"));
    }
    drop(ty.dict.remove_name(vm, &names.__annotations_cache__));
    set_in_namespace(vm, this, &names.__annotate_func__, Some(value))
}

fn get_type_params(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    match ty.dict.get_name(vm, &vm.names().__type_params__) {
        Some(params) if ty.has_flag(TypeFlags::HEAP_TYPE) => Ok(params),
        _ => Ok(vm.tuple(Vec::new())),
    }
}

fn set_type_params(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let ty = mutable(vm, this, "__type_params__")?;
    let value = given(vm, ty, "__type_params__", value)?;
    set_in_namespace(vm, this, &vm.names().__type_params__, Some(value))
}

/// The signatures of calling builtin types, where the interface has them.
static CALL_SIGNATURES: &[(&str, &str)] = &[
    ("attrgetter", "(attr, /, *attrs)"),
    ("itemgetter", "(item, /, *items)"),
    ("methodcaller", "(name, /, *args, **kwargs)"),
    ("accumulate", "(iterable, func=None, *, initial=None)"),
    ("batched", "(iterable, n, *, strict=False)"),
    ("bool", "(object=False, /)"),
    ("cell", "([contents])"),
    ("chain", "(*iterables)"),
    ("classmethod", "(function, /)"),
    ("combinations", "(iterable, r)"),
    ("combinations_with_replacement", "(iterable, r)"),
    ("complex", "(real=0, imag=0)"),
    ("compress", "(data, selectors)"),
    ("count", "(start=0, step=1)"),
    ("cycle", "(iterable, /)"),
    ("deque", "([iterable[, maxlen]])"),
    ("dropwhile", "(predicate, iterable, /)"),
    ("ellipsis", "()"),
    ("enumerate", "(iterable, start=0)"),
    ("filter", "(function, iterable, /)"),
    ("filterfalse", "(function, iterable, /)"),
    ("float", "(x=0, /)"),
    ("frozenset", "(iterable=(), /)"),
    ("function", "(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)"),
    ("GenericAlias", "(origin, args, /)"),
    ("groupby", "(iterable, key=None)"),
    ("list", "(iterable=(), /)"),
    ("map", "(function, iterable, /, *iterables, strict=False)"),
    ("mappingproxy", "(mapping)"),
    ("memoryview", "(object)"),
    ("method", "(function, instance, /)"),
    ("module", "(name, doc=None)"),
    ("NoneType", "()"),
    ("NotImplementedType", "()"),
    ("object", "()"),
    ("pairwise", "(iterable, /)"),
    ("permutations", "(iterable, r=None)"),
    ("product", "(*iterables, repeat=1)"),
    ("partial", "(func, /, *args, **keywords)"),
    ("property", "(fget=None, fset=None, fdel=None, doc=None)"),
    ("reversed", "(sequence, /)"),
    ("set", "(iterable=(), /)"),
    ("SimpleNamespace", "(mapping_or_iterable=(), /, **kwargs)"),
    ("starmap", "(function, iterable, /)"),
    ("staticmethod", "(function, /)"),
    ("takewhile", "(predicate, iterable, /)"),
    ("_tee", "(iterable, /)"),
    ("traceback", "(tb_next, tb_frame, tb_lasti, tb_lineno)"),
    ("tuple", "(iterable=(), /)"),
    ("zip", "(*iterables, strict=False)"),
    ("zip_longest", "(*iterables, fillvalue=None)"),
];

fn get_text_signature(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    let name = ty.def.map(|def| def.name.rsplit('.').next().unwrap_or(def.name));
    let found = CALL_SIGNATURES.iter().find(|(known, _)| Some(*known) == name);
    Ok(found.map_or(Value::NONE, |(_, signature)| vm.str(signature)))
}

fn get_basicsize(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    Ok(vm.int((ty.payload_offset as usize + ty.layout.size) as i64))
}

/// Python classes keep both outside what an offset could name; CPython shows negative numbers for that.
fn get_dictoffset(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    Ok(Value::small(if ty.has_flag(TypeFlags::HEAP_TYPE) && ty.has_flag(TypeFlags::HAS_DICT) { -1 } else { 0 }))
}

fn get_weakrefoffset(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    let weak = ty.has_flag(TypeFlags::WEAKREFABLE);
    Ok(Value::small(match (weak, ty.has_flag(TypeFlags::HEAP_TYPE)) {
        (true, true) => -32,
        (true, false) => 16,
        (false, _) => 0,
    }))
}

fn get_zero(_vm: &Vm, _this: &Value) -> PyResult {
    Ok(Value::small(0))
}

/// The bits of CPython's `tp_flags` that programs look at.
fn get_flags(vm: &Vm, this: &Value) -> PyResult {
    let ty = this_type(vm, this)?;
    let types = vm.types();
    let mut bits: i64 = 1 << 12;
    let mut add = |on: bool, bit: i64| bits |= if on { 1 << bit } else { 0 };
    add(ty.has_flag(TypeFlags::SEQUENCE), 5);
    add(ty.has_flag(TypeFlags::MAPPING), 6);
    add(ty.has_flag(TypeFlags::NO_INSTANTIATION), 7);
    add(ty.has_flag(TypeFlags::IMMUTABLE), 8);
    add(ty.has_flag(TypeFlags::HEAP_TYPE), 9);
    add(ty.has_flag(TypeFlags::BASETYPE), 10);
    add(ty.has_flag(TypeFlags::ABSTRACT), 20);
    add(ty.is_subtype(&types.int), 24);
    add(ty.is_subtype(&types.list), 25);
    add(ty.is_subtype(&types.tuple), 26);
    add(ty.is_subtype(&types.bytes), 27);
    add(ty.is_subtype(&types.str), 28);
    add(ty.is_subtype(&types.dict), 29);
    add(ty.has_flag(TypeFlags::EXCEPTION_SUBCLASS), 30);
    add(ty.has_flag(TypeFlags::TYPE_SUBCLASS), 31);
    Ok(vm.int(bits))
}
