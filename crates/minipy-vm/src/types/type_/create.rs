//! Making classes: `type.__new__` (CPython: Objects/typeobject.c, `type_new`).

use super::{TypeFlags, TypeObj, TypeRef, mro, slot_table};
use crate::exc;
use crate::heap::{Obj, growth};
use crate::native::{Args, PyResult};
use crate::protocol::attr::MAX_INLINE;
use crate::types::dict::update::copied;
use crate::types::dict::{DictObj, DictRef};
use crate::types::function::FuncObj;
use crate::types::str_::{Name, StrObj};
use crate::types::str_methods::codec;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// Room for attributes that no method of the class assigns.
const SPARE_ATTRIBUTES: usize = 3;

/// What `type(object)` gives.
pub(crate) fn shown_type(vm: &Vm, object: &Value) -> Value {
    let ty = vm.type_of(object);
    if ty.has_flag(TypeFlags::SHOWN_AS_COROUTINE) { vm.types().coroutine.value().clone() } else { ty.to_value() }
}

/// `new` slot of `type`: `type(object)` or `type(name, bases, namespace, **kwargs)`.
pub(crate) fn type_new(vm: &Vm, meta: &TypeRef, args: &Args) -> PyResult {
    let [name, bases, namespace] = args.pos else {
        let n = args.pos.len();
        return Err(exc::type_error(vm, &format!("type.__new__() takes exactly 3 arguments ({n} given)")));
    };
    let wrong = |position: usize, wanted: &str, got: &Value| {
        let got = if got.is_none() { "None".to_owned() } else { vm.type_of(got).name_str() };
        exc::type_error(vm, &format!("type.__new__() argument {position} must be {wanted}, not {got}"))
    };
    let Some(text) = name.downcast::<StrObj>() else { return Err(wrong(1, "str", name)) };
    if !text.is_ascii() {
        // The name is kept as UTF-8 too.
        codec::encode(vm, text, "utf-8", "strict")?;
    }
    let Some(base_tuple) = bases.downcast::<TupleObj>() else { return Err(wrong(2, "tuple", bases)) };
    if namespace.downcast::<DictObj>().is_none() {
        return Err(wrong(3, "dict", namespace));
    }
    let mut base_types = Vec::new();
    for base in base_tuple.items() {
        match base.cast::<TypeObj>() {
            Some(ty) => base_types.push(ty),
            None => {
                if vm.find_attr(base, &vm.names().__mro_entries__)?.is_some() {
                    let message = "type() doesn't support MRO entry resolution; use types.new_class()";
                    return Err(exc::type_error(vm, message));
                }
                // The metaclass is looked for first: an object that is no class has one that does not fit.
                best_metaclass_of(vm, meta, vm.type_of(base).to_ref())?;
                return Err(exc::type_error(vm, "bases must be types"));
            }
        }
    }
    let winner = best_metaclass(vm, meta, &base_types)?;
    if !winner.is(meta)
        && let Some(new) = winner.slots().new
        && new as usize != type_new as *const () as usize
    {
        return new(vm, &winner, args);
    }
    if base_types.is_empty() {
        base_types.push(vm.types().object.clone());
    }
    let class = new_class(vm, &winner, name, base_types, copied(vm, namespace)?)?;
    set_names(vm, &class)?;
    init_subclass(vm, &class, args)?;
    Ok(class.into_value())
}

/// The most derived metaclass of `meta` and the bases' metaclasses.
pub(crate) fn best_metaclass(vm: &Vm, meta: &TypeRef, bases: &[TypeRef]) -> PyResult<TypeRef> {
    let mut winner = meta.clone();
    for base in bases {
        winner = best_metaclass_of(vm, &winner, vm.type_of(base.value()).to_ref())?;
    }
    Ok(winner)
}

/// The more derived of two metaclasses.
fn best_metaclass_of(vm: &Vm, winner: &TypeRef, other: TypeRef) -> PyResult<TypeRef> {
    if winner.is_subtype(&other) {
        return Ok(winner.clone());
    }
    if other.is_subtype(winner) {
        return Ok(other);
    }
    let message = "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the \
                   metaclasses of all its bases";
    Err(exc::type_error(vm, message))
}

/// The part of a class's layout that comes from builtin types and `__slots__`: the first ancestor that adds to it.
fn solid_base(ty: &TypeRef) -> TypeRef {
    let mut at = ty.clone();
    loop {
        let Some(base) = at.base.get() else { return at };
        let adds_slots = at.slot_count > base.slot_count;
        let adds_layout = !std::ptr::eq(at.layout, base.layout);
        if adds_slots || adds_layout {
            return at;
        }
        at = base;
    }
}

/// The base whose layout the new class extends.
pub(super) fn best_base(vm: &Vm, bases: &[TypeRef]) -> PyResult<TypeRef> {
    let mut winner: Option<(TypeRef, TypeRef)> = None;
    for base in bases {
        if !base.has_flag(TypeFlags::BASETYPE) {
            let name = base.name_str();
            return Err(exc::type_error(vm, &format!("type '{name}' is not an acceptable base type")));
        }
        let solid = solid_base(base);
        winner = Some(match winner {
            None => (base.clone(), solid),
            Some((best, best_solid)) if best_solid.is_subtype(&solid) => (best, best_solid),
            Some((_, best_solid)) if solid.is_subtype(&best_solid) => (base.clone(), solid),
            Some(_) => return Err(exc::type_error(vm, "multiple bases have instance lay-out conflict")),
        });
    }
    match winner {
        Some((base, _)) => Ok(base),
        None => Ok(vm.types().object.clone()),
    }
}

/// The names of `__slots__`, checked and mangled, and whether `__dict__` and `__weakref__` are among them.
struct SlotNames {
    members: Vec<Name>,
    dict: bool,
    weakref: bool,
}

/// Whether instances have a part of variable size after their struct: ints, tuples and bytes.
fn has_variable_size(vm: &Vm, base: &TypeObj) -> bool {
    let types = vm.types();
    base.is_subtype(&types.int) || base.is_subtype(&types.tuple) || base.is_subtype(&types.bytes)
}

fn read_slots(vm: &Vm, class_name: &StrObj, base: &TypeRef, slots: &Value) -> PyResult<SlotNames> {
    let items = match slots.downcast::<StrObj>() {
        Some(_) => vec![slots.clone()],
        None => vm.collect(slots)?,
    };
    let mut result = SlotNames { members: Vec::new(), dict: false, weakref: false };
    if !items.is_empty() && !std::ptr::eq(base.layout, vm.types().object.layout) && base.layout_has_trailing() {
        let name = base.name_str();
        return Err(exc::type_error(vm, &format!("nonempty __slots__ not supported for subtype of '{name}'")));
    }
    for item in items {
        let Some(text) = item.downcast::<StrObj>() else {
            let got = vm.type_of(&item).name_str();
            return Err(exc::type_error(vm, &format!("__slots__ items must be strings, not '{got}'")));
        };
        let plain = text.to_string_lossy();
        if !is_identifier(&plain) {
            return Err(exc::type_error(vm, "__slots__ must be identifiers"));
        }
        match &*plain {
            "__dict__" => {
                if result.dict || base.has_flag(TypeFlags::HAS_DICT) {
                    let message = "__dict__ slot disallowed: we already got one";
                    return Err(exc::type_error(vm, message));
                }
                result.dict = true;
            }
            "__weakref__" => {
                if result.weakref || base.has_flag(TypeFlags::WEAKREFABLE) {
                    let message = "__weakref__ slot disallowed: we already got one";
                    return Err(exc::type_error(vm, message));
                }
                result.weakref = true;
            }
            _ => result.members.push(vm.intern(&mangle(&class_name.to_string_lossy(), &plain))),
        }
    }
    Ok(result)
}

/// Private name mangling (`__x` in class `C` is `_C__x`).
pub(crate) fn mangle(class: &str, name: &str) -> String {
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.to_owned();
    }
    match class.trim_start_matches('_') {
        "" => name.to_owned(),
        stripped => format!("_{stripped}{name}"),
    }
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic()) && chars.all(|c| c == '_' || c.is_alphanumeric())
}

fn new_class(vm: &Vm, meta: &TypeRef, name: &Value, bases: Vec<TypeRef>, dict: DictRef) -> PyResult<TypeRef> {
    let names = vm.names();
    let base = best_base(vm, &bases)?;
    let Some(class_name) = name.downcast::<StrObj>() else { return Err(exc::type_error(vm, "name must be str")) };
    if class_name.bytes().contains(&0) {
        return Err(exc::value_error(vm, "type name must not contain null characters"));
    }
    let mut flags = TypeFlags::HEAP_TYPE | TypeFlags::BASETYPE | base.flag_bits() & TypeFlags::INHERITED;
    for other in &bases {
        flags |= other.flag_bits() & (TypeFlags::INHERITED & !(TypeFlags::SEQUENCE | TypeFlags::MAPPING));
        if flags & (TypeFlags::SEQUENCE | TypeFlags::MAPPING) == 0 {
            flags |= other.flag_bits() & (TypeFlags::SEQUENCE | TypeFlags::MAPPING);
        }
    }
    let mut members = Vec::new();
    match dict.get_name(vm, &names.__slots__) {
        // Classes have their namespace in place of an instance dict.
        None if flags & TypeFlags::TYPE_SUBCLASS != 0 => flags |= TypeFlags::WEAKREFABLE,
        // Objects of variable size have no room for the list of references.
        None if has_variable_size(vm, &base) => flags |= TypeFlags::HAS_DICT,
        None => flags |= TypeFlags::HAS_DICT | TypeFlags::WEAKREFABLE,
        Some(slots) => {
            let mut slots_read = read_slots(vm, class_name, &base, &slots)?;
            for member in &slots_read.members {
                if dict.get_name(vm, member).is_some() {
                    let text = member.to_string_lossy();
                    let message = format!("'{text}' in __slots__ conflicts with class variable");
                    return Err(exc::value_error(vm, &message));
                }
            }
            slots_read.members.sort_by(|a, b| a.bytes().cmp(b.bytes()));
            members = slots_read.members;
            if slots_read.dict {
                flags |= TypeFlags::HAS_DICT;
            }
            if slots_read.weakref {
                flags |= TypeFlags::WEAKREFABLE;
            }
        }
    }
    let slot_count = base.slot_count as usize + members.len();
    let inline_cap = if flags & TypeFlags::HAS_DICT != 0 { inline_capacity(vm, &base, &dict) } else { 0 };
    let extra = 16 + 8 * (1 + slot_count + inline_cap);
    let payload_offset = extra.next_multiple_of(base.layout.align.max(8));
    let qualname = match dict.remove_name(vm, &names.__qualname__) {
        Some(text) if text.downcast::<StrObj>().is_some() => text,
        Some(other) => {
            let got = vm.type_of(&other).name_str();
            return Err(exc::type_error(vm, &format!("type __qualname__ must be a str, not {got}")));
        }
        None => name.clone(),
    };
    // Two, and some for builtin classes that are made at their first use, such as MemoryError.
    if !vm.interp().shapes.make_room(64) {
        return Err(growth::failed(vm));
    }
    let shapes = (vm.interp().shapes.new_root(), vm.interp().shapes.new_root());
    let struct_ = TypeObj::new_heap_type(
        base.layout,
        payload_offset as u32,
        meta.payload_offset,
        flags,
        shapes,
        slot_count as u16,
        inline_cap as u16,
        *base.slots(),
        bases.clone(),
        base.clone(),
        dict,
        name.clone(),
        qualname,
    );
    for parent in &bases {
        if !growth::make_room(&mut parent.subclasses.borrow_mut(), 1) {
            return Err(growth::failed(vm));
        }
    }
    let class: TypeRef = vm.alloc(meta, struct_);
    for parent in &bases {
        parent.subclasses.borrow_mut().push(std::ptr::from_ref::<TypeObj>(&class));
    }
    fill_namespace(vm, &class, &members)?;
    class.mro.set(class_mro(vm, meta, &class, &bases)?);
    slot_table::update_slots(vm, &class);
    if class.dict.keys().iter().any(|key| key.downcast::<StrObj>().is_none()) {
        let message = format!("non-string key in the __dict__ of class {}", class.name_str());
        crate::warn::warn(vm, &vm.exceptions().runtime_warning, &message)?;
    }
    Ok(class)
}

impl TypeObj {
    /// Whether instances have trailing data, so that subclasses cannot add `__slots__` (in CPython's rules).
    fn layout_has_trailing(&self) -> bool {
        matches!(self.layout.name, "int" | "tuple" | "bytes" | "type")
    }
}

/// The class's MRO; a metaclass with its own `mro()` decides itself.
pub(crate) fn class_mro(vm: &Vm, meta: &TypeRef, class: &TypeRef, bases: &[TypeRef]) -> PyResult<Vec<TypeRef>> {
    let mut linear = vec![class.clone()];
    linear.extend(mro::linearize(vm, bases)?);
    if meta.is(&vm.types().type_) {
        return Ok(linear);
    }
    let name = vm.intern("mro");
    let builtin = vm.types().type_.dict.get_name(vm, &name);
    let Some(method) = meta.lookup(vm, &name) else { return Ok(linear) };
    if builtin.is_some_and(|b| b.is(&method)) {
        return Ok(linear);
    }
    if class.mro.borrow().is_empty() {
        // A new class, on which the method may look attributes up.
        class.mro.set(linear);
    }
    let bound = vm.bind_descriptor(method, class.value())?;
    let items = vm.call0(&bound)?;
    let mut result = Vec::new();
    for item in vm.collect(&items)? {
        match item.cast::<TypeObj>() {
            Some(ty) => result.push(ty),
            None => {
                let got = vm.type_of(&item).name_str();
                return Err(exc::type_error(vm, &format!("mro() returned a non-class ('{got}')")));
            }
        }
    }
    Ok(result)
}

/// How many inline attribute slots instances get: what the class's methods assign, its base's, and some to spare.
fn inline_capacity(vm: &Vm, base: &TypeRef, dict: &DictObj) -> usize {
    let own = dict.get_name(vm, &vm.names().__static_attributes__);
    let assigned = own.and_then(|v| v.downcast::<TupleObj>().map(|t| t.items().len())).unwrap_or(0);
    let inherited = base.inline_cap as usize;
    let wanted = if inherited == 0 { assigned + SPARE_ATTRIBUTES } else { inherited + assigned };
    wanted.min(MAX_INLINE as usize)
}

fn fill_namespace(vm: &Vm, class: &TypeRef, members: &[Name]) -> PyResult<()> {
    let names = vm.names();
    let dict = &class.dict;
    if dict.get_name(vm, &names.__module__).is_none()
        && let Some(globals) = crate::interp::current_globals(vm)
        && let Some(module) = globals.get_name(vm, &names.__name__)
    {
        dict.set_name(vm, &names.__module__, module);
    }
    // __new__ is a static method, __init_subclass__ and __class_getitem__ are class methods without saying so.
    if let Some(new) = dict.get_name(vm, &names.__new__)
        && new.exact::<FuncObj>().is_some()
    {
        dict.set_name(vm, &names.__new__, crate::types::staticmethod::new_staticmethod(vm, new));
    }
    for name in [&names.__init_subclass__, &names.__class_getitem__] {
        if let Some(function) = dict.get_name(vm, name)
            && function.exact::<FuncObj>().is_some()
        {
            dict.set_name(vm, name, crate::types::classmethod::new_classmethod(vm, function));
        }
    }
    let base_slots = class.slot_count as usize - members.len();
    for (i, member) in members.iter().enumerate() {
        let descr = crate::types::member::new_member(vm, class, member, TypeObj::member_offset(base_slots + i));
        dict.set_name(vm, member, descr);
    }
    let base_flags = class.base.get().map_or(0, |b| b.flag_bits());
    // The instances of metaclasses are classes, whose `__dict__` is `type`'s.
    let is_metaclass = class.has_flag(TypeFlags::TYPE_SUBCLASS);
    if class.has_flag(TypeFlags::HAS_DICT) && base_flags & TypeFlags::HAS_DICT == 0 && !is_metaclass {
        dict.set_name(vm, &names.__dict__, crate::types::member::new_dict_descriptor(vm, class));
    }
    if class.has_flag(TypeFlags::WEAKREFABLE) && base_flags & TypeFlags::WEAKREFABLE == 0 {
        dict.set_name(vm, &names.__weakref__, crate::types::member::new_weakref_descriptor(vm, class));
    }
    if dict.get_name(vm, &names.__doc__).is_none() {
        dict.set_name(vm, &names.__doc__, Value::NONE);
    }
    // Equality of one's own without a hash of one's own: unhashable.
    if dict.get_name(vm, &names.__eq__).is_some() && dict.get_name(vm, &names.__hash__).is_none() {
        dict.set_name(vm, &names.__hash__, Value::NONE);
    }
    for cell_name in [&names.__classcell__, &names.__classdictcell__] {
        let Some(cell) = dict.remove_name(vm, cell_name) else { continue };
        let Some(cell) = cell.downcast::<crate::types::cell::CellObj>() else {
            let got = vm.type_of(&cell).name_str();
            return Err(exc::type_error(vm, &format!("__classcell__ must be a nonlocal cell, not <class '{got}'>")));
        };
        let content = if std::ptr::eq(cell_name, &names.__classcell__) {
            class.value().clone()
        } else {
            class.dict.value().clone()
        };
        cell.content.set(content);
    }
    Ok(())
}

/// Calls `__set_name__` of the attributes.
fn set_names(vm: &Vm, class: &TypeRef) -> PyResult<()> {
    let names = vm.names();
    for (key, value) in class.dict.items() {
        if value.is_small() || vm.type_of(&value).lookup(vm, &names.__set_name__).is_none() {
            continue;
        }
        if let Err(raised) = vm.call_special(&value, &names.__set_name__, &[class.value().clone(), key.clone()]) {
            let exception = vm.peek_exception(&raised);
            let (ty, attr) = (vm.type_of(&value).name_str(), crate::types::str_::lossy(&key));
            let note = format!("Error calling __set_name__ on '{ty}' instance '{attr}' in '{}'", class.name_str());
            crate::types::exception::methods::add_note(vm, &exception, &note);
            return Err(raised);
        }
    }
    Ok(())
}

/// Calls `super(cls, cls).__init_subclass__(**kwargs)`.
fn init_subclass(vm: &Vm, class: &TypeRef, args: &Args) -> PyResult<()> {
    let name = &vm.names().__init_subclass__;
    let mro: Vec<TypeRef> = class.mro.borrow().iter().skip(1).cloned().collect();
    for ty in mro {
        let Some(descr) = ty.dict.get_name(vm, name) else { continue };
        let method = match vm.type_of(&descr).slots().descr_get {
            Some(get) => get(vm, &descr, None, Some(class.value()))?,
            None => descr,
        };
        vm.call_args(&method, &Args { pos: &[], ..*args })?;
        return Ok(());
    }
    Ok(())
}

/// A class from Rust: `class NAME(BASE): pass` in a module. Useful for exceptions of native modules.
pub fn simple_class(vm: &Vm, name: &str, module: &str, base: &TypeRef) -> PyResult<Obj<TypeObj>> {
    let dict = vm.new_dict();
    dict.set_name(vm, &vm.names().__module__, vm.str(module));
    let meta = vm.type_of(base.value()).to_ref();
    new_class(vm, &meta, &vm.str(name), vec![base.clone()], dict)
}
