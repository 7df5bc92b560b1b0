//! The computed attributes of classes.

use super::methods::{full_name, module_of, set_class_attr, this_type};
use super::{TypeFlags, TypeObj, TypeRef, compatible, create, slot_table};
use crate::exc;
use crate::getset;
use crate::native::{GetSetDef, PyResult};
use crate::types::str_::{Name, StrObj};
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

pub(super) static GETSET: &[GetSetDef] = getset! {
    "__name__" get_name, set_name, "The class's name.";
    "__qualname__" get_qualname, set_qualname, "The class's qualified name.";
    "__bases__" get_bases, set_bases, "The bases.";
    [member] "__base__" get_base, exc::readonly_member, "The base whose layout the class extends.";
    "__mro__" get_mro, "The method resolution order.";
    "__module__" get_module, set_module, "The module's name.";
    "__doc__" get_doc, set_doc, "The docstring.";
    "__dict__" get_dict, "The namespace.";
    "__abstractmethods__" get_abstract, set_abstract, "Names of abstract methods.";
    "__annotations__" get_annotations, set_annotations, "Annotations.";
    "__annotate__" get_annotate, set_annotate, "The function that computes the annotations.";
    "__type_params__" get_type_params, set_type_params, "Type parameters.";
    "__text_signature__" get_text_signature, "Signature text.";
    [member] "__basicsize__" get_basicsize, exc::readonly_member, "Size of instances.";
    [member] "__itemsize__" get_zero, exc::readonly_member, "Size of items.";
    [member] "__dictoffset__" get_dictoffset, exc::readonly_member, "Offset of the dict.";
    [member] "__weakrefoffset__" get_weakrefoffset, exc::readonly_member, "Offset of the weak reference list.";
    [member] "__flags__" get_flags, exc::readonly_member, "CPython's type flags.";
};

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
    let Some(text) = value.downcast::<StrObj>() else {
        let got = vm.type_of(value).name_str();
        return Err(exc::type_error(vm, &format!("can only assign string to {}.__name__, not '{got}'", ty.name_str())));
    };
    if crate::types::str_methods::codec::utf8_strict(vm, text)?.contains(&0) {
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
    Ok(tuple_of(vm, this_type(vm, this)?.bases.borrow().clone()))
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
            // While a metaclass's `mro()` runs, the MRO of a base may be older than its bases.
            Some(base) if base.is_subtype(ty) || has_in_chain(&base, ty) => {
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
    let base = create::best_base(vm, &bases)?;
    if let Some(old) = ty.base.get() {
        compatible::check(vm, &old, &base, "__bases__")?;
    }
    let (old_bases, old_base) = (ty.bases.replace(bases.clone()), ty.base.replace(Some(base)));
    let mut changed = Vec::new();
    let refreshed = refresh_mro(vm, ty, &mut changed);
    // A `mro()` of the metaclass may have assigned other bases, which then are the valid ones.
    let is_last = same_classes(&ty.bases.borrow(), &bases);
    if let Err(raised) = refreshed {
        let pending = vm.take_exception(raised);
        for (class, old, new) in changed {
            if same_classes(&class.mro.borrow(), &new) {
                class.mro.set(old);
            }
        }
        if is_last {
            ty.bases.set(old_bases);
            ty.base.set(old_base);
        }
        return Err(vm.raise_again(pending));
    }
    if is_last {
        let this_ptr = std::ptr::from_ref::<TypeObj>(ty);
        for old in &old_bases {
            old.subclasses.borrow_mut().retain(|&s| s != this_ptr);
        }
        for new in &bases {
            let mut subclasses = new.subclasses.borrow_mut();
            if !subclasses.contains(&this_ptr) {
                subclasses.push(this_ptr);
            }
        }
    }
    ty.modified();
    slot_table::update_slots_deep(vm, ty);
    Ok(())
}

/// Whether a class is in the chain of `__base__` of another one.
fn has_in_chain(class: &TypeObj, wanted: &TypeObj) -> bool {
    let mut next = class.base.get();
    while let Some(base) = next {
        if std::ptr::eq::<TypeObj>(&*base, wanted) {
            return true;
        }
        next = base.base.get();
    }
    false
}

fn same_classes(a: &[TypeRef], b: &[TypeRef]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b))
}

/// Makes the MRO of a class whose bases changed anew, and then those of its subclasses. `changed` gets each class with its
/// old and its new MRO.
fn refresh_mro(vm: &Vm, ty: &TypeObj, changed: &mut Vec<(TypeRef, Vec<TypeRef>, Vec<TypeRef>)>) -> PyResult<()> {
    vm.check_native_stack("")?;
    let class = ty.to_ref();
    let (meta, bases, old) = (vm.type_of(class.value()).to_ref(), ty.bases.borrow().clone(), ty.mro.borrow().clone());
    let new = create::class_mro(vm, &meta, &class, &bases)?;
    if !same_classes(&ty.mro.borrow(), &old) {
        // The metaclass's `mro()` has changed the bases and so the MRO.
        return Ok(());
    }
    ty.mro.set(new.clone());
    changed.push((class, old, new));
    for subclass in ty.subclass_refs() {
        refresh_mro(vm, &subclass, changed)?;
    }
    Ok(())
}

fn get_base(vm: &Vm, this: &Value) -> PyResult {
    Ok(this_type(vm, this)?.base.get().map_or(Value::NONE, TypeRef::into_value))
}

fn get_mro(vm: &Vm, this: &Value) -> PyResult {
    Ok(tuple_of(vm, this_type(vm, this)?.mro.borrow().clone()))
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
        crate::types::function_methods::call_annotate(vm, &annotate)?
    };
    ty.dict.set_name(vm, &names.__annotations_cache__, annotations.clone());
    Ok(annotations)
}

fn set_annotations(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    mutable(vm, this, "__annotations__")?;
    // What the class body assigned stays in its place, anything else is in the cache.
    let own = !ty_lacks(vm, this, &names.__annotations__)?;
    let name = if own { &names.__annotations__ } else { &names.__annotations_cache__ };
    if value.is_none() && ty_lacks(vm, this, name)? {
        return Err(exc::attribute_error_for(vm, this, &names.__annotations__, "__annotations__"));
    }
    set_in_namespace(vm, this, name, value)?;
    // They do not come from the function any more.
    for name in [&names.__annotate_func__, &names.__annotate__] {
        if !ty_lacks(vm, this, name)? {
            set_in_namespace(vm, this, name, None)?;
        }
    }
    Ok(())
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
    for name in [&names.__annotate__, &names.__annotate_func__] {
        if let Some(found) = ty.dict.get_name(vm, name) {
            return match vm.type_of(&found).slots().descr_get {
                Some(get) => get(vm, &found, None, Some(this)),
                None => Ok(found),
            };
        }
    }
    ty.dict.set_name(vm, &names.__annotate_func__, Value::NONE);
    Ok(Value::NONE)
}

fn set_annotate(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    let ty = mutable(vm, this, "__annotate__")?;
    let Some(value) = value else { return Err(exc::type_error(vm, "cannot delete __annotate__ attribute")) };
    if !value.is_none() && !vm.is_callable(value) {
        return Err(exc::type_error(vm, "__annotate__ must be callable or None"));
    }
    if !value.is_none() {
        drop(ty.dict.remove_name(vm, &names.__annotations_cache__));
    }
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
