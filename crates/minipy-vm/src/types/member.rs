//! `member_descriptor`: `__slots__` members, and the descriptors `__dict__` and `__weakref__`.

use crate::exc;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::native::{GetSetDef, MethodDef, PyResult};
use crate::protocol::attr;
use crate::slots::Slots;
use crate::types::dict::DictObj;
use crate::types::str_::{Name, lossy};
use crate::types::type_::TypeDef;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside member descriptors.
pub struct MemberObj {
    /// `__name__`
    pub name: Name,
    /// `__objclass__`
    pub owner: TypeRef,
    /// Where the member lies.
    place: Place,
}

/// Where a member lies.
#[derive(Clone, Copy)]
enum Place {
    /// At a byte offset in instances.
    Offset(usize),
    /// In the struct of a builtin type, where a row of its table finds it.
    Native(&'static GetSetDef),
    /// A field of a struct sequence, by its number.
    Field(usize),
}

impl MemberObj {
    /// The byte offset in instances, if it lies at one.
    pub fn offset(&self) -> Option<usize> {
        match self.place {
            Place::Offset(offset) => Some(offset),
            Place::Native(_) | Place::Field(_) => None,
        }
    }

    /// The row of the table, if it is one of a builtin type's struct.
    pub(crate) fn native(&self) -> Option<&'static GetSetDef> {
        match self.place {
            Place::Offset(_) | Place::Field(_) => None,
            Place::Native(def) => Some(def),
        }
    }
}

static MEMBER_LAYOUT: Layout = Layout::of::<MemberObj>("member_descriptor");

impl HeapObject for MemberObj {
    const LAYOUT: &'static Layout = &MEMBER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.owner.value());
    }
}

/// The type `member_descriptor`.
pub static TYPE: TypeDef = TypeDef {
    name: "member_descriptor",
    layout: Some(&MEMBER_LAYOUT),
    flags: crate::types::type_::TypeFlags::NO_INSTANTIATION,
    slots: Slots { repr: Some(member_repr), descr_get: Some(member_get), descr_set: Some(member_set), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(member_reduce) "(self, /)" "Helper for pickle.";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "__name__" get_name, exc::readonly_member, "";
    "__qualname__" get_qualname, "";
    [member] "__objclass__" get_owner, exc::readonly_member, "";
    "__doc__" get_doc, "";
};

/// `__dict__` of Python classes' instances.
static DICT_DESCRIPTOR: GetSetDef = GetSetDef {
    name: "__dict__",
    get: get_dict,
    set: Some(set_dict),
    doc: "dictionary for instance variables",
    member: false,
};

/// `__weakref__` of Python classes' instances.
static WEAKREF_DESCRIPTOR: GetSetDef = GetSetDef {
    name: "__weakref__",
    get: get_weakref,
    set: None,
    doc: "list of weak references to the object",
    member: false,
};

/// The descriptor of a `__slots__` member.
pub(crate) fn new_member(vm: &Vm, owner: &TypeRef, name: &Name, offset: usize) -> Value {
    let member = MemberObj { name: name.clone(), owner: owner.clone(), place: Place::Offset(offset) };
    vm.alloc(&vm.types().member_descriptor, member).into_value()
}

/// The descriptor of a member of a builtin type's struct.
pub(crate) fn new_native_member(vm: &Vm, owner: &TypeRef, def: &'static GetSetDef) -> Value {
    let member = MemberObj { name: vm.intern(def.name), owner: owner.clone(), place: Place::Native(def) };
    vm.alloc(&vm.types().member_descriptor, member).into_value()
}

/// The descriptor of a struct sequence's field.
pub(crate) fn new_field(vm: &Vm, owner: &TypeRef, name: &Name, index: usize) -> Value {
    let member = MemberObj { name: name.clone(), owner: owner.clone(), place: Place::Field(index) };
    vm.alloc(&vm.types().member_descriptor, member).into_value()
}

/// The descriptor `__dict__` of a Python class.
pub(crate) fn new_dict_descriptor(vm: &Vm, owner: &TypeRef) -> Value {
    vm.getset_from_def(owner, &DICT_DESCRIPTOR)
}

/// The descriptor `__weakref__` of a Python class.
pub(crate) fn new_weakref_descriptor(vm: &Vm, owner: &TypeRef) -> Value {
    vm.getset_from_def(owner, &WEAKREF_DESCRIPTOR)
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a MemberObj> {
    exc::receiver(vm, value)
}

/// The object must be an instance of the class whose layout has the member.
fn check(vm: &Vm, member: &MemberObj, object: &Value) -> PyResult<()> {
    if vm.type_of(object).is_subtype(&member.owner) {
        return Ok(());
    }
    Err(exc::descriptor_wrong_type(vm, &member.name.to_string_lossy(), &member.owner, object))
}

fn member_get(vm: &Vm, descr: &Value, object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    let Some(object) = object else { return Ok(descr.clone()) };
    let member = this(vm, descr)?;
    check(vm, member, object)?;
    let value = match member.place {
        Place::Offset(offset) => attr::member_get(object, offset),
        Place::Native(def) => return (def.get)(vm, object),
        Place::Field(index) => return Ok(crate::types::structseq::field(vm, object, index)),
    };
    if value.is_null() {
        return Err(exc::no_attribute(vm, object, &member.name));
    }
    Ok(value)
}

fn member_set(vm: &Vm, descr: &Value, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let member = this(vm, descr)?;
    check(vm, member, object)?;
    let offset = match member.place {
        Place::Offset(offset) => offset,
        Place::Native(def) => return def.set.unwrap_or(exc::readonly_member)(vm, object, value),
        Place::Field(_) => return exc::readonly_member(vm, object, value),
    };
    if value.is_none() && attr::member_get(object, offset).is_null() {
        let text = member.name.to_string_lossy();
        return Err(exc::attribute_error(vm, &text));
    }
    drop(attr::member_set(object, offset, value.cloned().unwrap_or_default()));
    Ok(())
}

fn member_repr(vm: &Vm, object: &Value) -> PyResult {
    let member = this(vm, object)?;
    let (name, owner) = (member.name.to_string_lossy(), member.owner.name_str());
    Ok(vm.str(&format!("<member '{name}' of '{owner}' objects>")))
}

fn member_reduce(vm: &Vm, object: &Value) -> PyResult {
    let member = this(vm, object)?;
    crate::types::builtin_fn_methods::reduce_as_getattr(vm, member.owner.value(), member.name.value())
}

fn get_name(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.name.value().clone())
}

fn get_qualname(vm: &Vm, object: &Value) -> PyResult {
    let member = this(vm, object)?;
    let owner = lossy(&member.owner.qualname.get());
    Ok(vm.str(&format!("{owner}.{}", member.name.to_string_lossy())))
}

fn get_owner(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.owner.value().clone())
}

fn get_doc(vm: &Vm, object: &Value) -> PyResult {
    let doc = this(vm, object)?.native().map_or("", |def| def.doc);
    Ok(if doc.is_empty() { Value::NONE } else { vm.str(doc) })
}

/// Reads `__dict__` of an instance (also of builtin types with a `dict_of` slot).
pub fn get_dict(vm: &Vm, object: &Value) -> PyResult {
    match attr::instance_dict(vm, object) {
        Some(dict) => Ok(dict.into_value()),
        None => Err(exc::attribute_error(vm, "This object has no __dict__")),
    }
}

/// Writes `__dict__` of an instance. Deleting leaves it without attributes; the next look makes a new dict.
pub fn set_dict(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<DictObj>().is_some() => {
            attr::set_instance_dict(vm, object, value.clone());
            Ok(())
        }
        Some(value) => {
            let got = vm.type_of(value).name_str();
            Err(exc::type_error(vm, &format!("__dict__ must be set to a dictionary, not a '{got}'")))
        }
        None if vm.type_of(object).has_flag(crate::types::type_::TypeFlags::HEAP_TYPE) => {
            attr::set_instance_dict(vm, object, vm.new_dict().into_value());
            Ok(())
        }
        None => Err(exc::type_error(vm, "cannot delete __dict__")),
    }
}

/// Reads `__weakref__`: the first weak reference to the instance.
fn get_weakref(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.interp().weakrefs.of(object).into_iter().next().unwrap_or(Value::NONE))
}

/// A member of a builtin type by its index in the definition; NULL while it is unset, and for other objects.
pub fn native_member(vm: &Vm, object: &Value, def: &'static TypeDef, index: usize) -> Value {
    match native_offset(vm, object, def, index) {
        Some(offset) => attr::member_get(object, offset),
        None => Value::NULL,
    }
}

/// Sets a member of a builtin type by its index in the definition.
pub fn set_native_member(vm: &Vm, object: &Value, def: &'static TypeDef, index: usize, value: Value) {
    if let Some(offset) = native_offset(vm, object, def, index) {
        drop(attr::member_set(object, offset, value));
    }
}

fn native_offset(vm: &Vm, object: &Value, def: &'static TypeDef, index: usize) -> Option<usize> {
    let ty = vm.type_from_def(def);
    let has_member = index < def.members.len() && object.is_ptr() && vm.type_of(object).is_subtype(&ty);
    has_member.then(|| crate::types::type_::def::member_offset(&ty, def, index))
}
