//! `type`: the struct inside classes, attribute lookup along the MRO, versions.
//!
//! Class creation is in `create`, slot computation in `slot_table`, the C3 order in `mro`, methods in `methods`.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

mod attributes;
pub(crate) mod compatible;
pub mod create;
pub mod def;
pub mod method_cache;
pub mod methods;
pub mod mro;
pub mod namespace;
pub mod slot_table;

use std::cell::{Cell, UnsafeCell};

use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer, object::Header};
use crate::slots::Slots;
use crate::types::dict::DictObj;
use crate::types::str_::Name;
use crate::value::Value;
use crate::vm::Vm;
pub use def::TypeDef;
use namespace::Namespace;

/// A handle of a class.
pub type TypeRef = Obj<TypeObj>;

/// Properties of a type, as bits.
pub struct TypeFlags;

impl TypeFlags {
    /// Made at run time by a class statement or `type()`; instances have the dict word and own a type reference.
    pub const HEAP_TYPE: u32 = 1;
    /// Instances have a `__dict__` (in the dict word or as shape slots).
    pub const HAS_DICT: u32 = 1 << 1;
    /// Can be subclassed.
    pub const BASETYPE: u32 = 1 << 2;
    /// A `__del__` (or native finaliser) must run before destruction.
    pub const HAS_FINALIZER: u32 = 1 << 3;
    /// Instances can be weakly referenced.
    pub const WEAKREFABLE: u32 = 1 << 4;
    /// Instances match sequence patterns.
    pub const SEQUENCE: u32 = 1 << 5;
    /// Instances match mapping patterns.
    pub const MAPPING: u32 = 1 << 6;
    /// `case T(x)` with one positional pattern matches the subject itself (int, str, list, ...).
    pub const MATCH_SELF: u32 = 1 << 7;
    /// Attributes of the class cannot be set.
    pub const IMMUTABLE: u32 = 1 << 8;
    /// Instances cannot be made by calling the class.
    pub const NO_INSTANTIATION: u32 = 1 << 9;
    /// Has abstract methods, so instances cannot be made.
    pub const ABSTRACT: u32 = 1 << 10;
    /// A function-like descriptor: `obj.f(...)` may pass `obj` as first argument without binding.
    pub const METHOD_LIKE: u32 = 1 << 11;
    /// Subclass of `type`.
    pub const TYPE_SUBCLASS: u32 = 1 << 12;
    /// Subclass of `BaseException`.
    pub const EXCEPTION_SUBCLASS: u32 = 1 << 13;
    /// `__getattr__` is defined, `__getattribute__` is `object`'s.
    pub const HAS_GETATTR_HOOK: u32 = 1 << 14;
    /// A builtin type with members: instances have words for a `__dict__` and them before the struct.
    pub const HAS_MEMBERS: u32 = 1 << 15;
    /// `type(x)` and `x.__class__` are the class of coroutines: a coroutine of native code.
    pub const SHOWN_AS_COROUTINE: u32 = 1 << 16;
    /// Items are found by number only, so that instances are no mapping for `%`.
    pub const ITEMS_BY_NUMBER: u32 = 1 << 17;
    /// The module is part of the type's name, not in its namespace: a static type of C.
    pub const STATIC_MODULE: u32 = 1 << 18;
    /// In CPython a class written in Python: messages name it without its module.
    pub const WRITTEN: u32 = 1 << 19;
    /// Instances have words of the class's before the struct.
    pub const HAS_WORDS: u32 = Self::HEAP_TYPE | Self::HAS_MEMBERS;
    /// Flags that subclasses take over.
    pub const INHERITED: u32 = Self::HAS_DICT
        | Self::HAS_FINALIZER
        | Self::WEAKREFABLE
        | Self::SEQUENCE
        | Self::MAPPING
        | Self::ITEMS_BY_NUMBER
        | Self::MATCH_SELF
        | Self::TYPE_SUBCLASS
        | Self::EXCEPTION_SUBCLASS;
}

/// The special methods whose Python functions a class remembers, with its version.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Held {
    /// `__getitem__`
    GetItem,
    /// `__setitem__`
    SetItem,
    /// `__hash__`
    Hash,
    /// `__eq__`
    Eq,
    /// `__lt__`
    Lt,
    /// `__next__`
    Next,
    /// `__add__`
    Add,
    /// `__sub__`
    Sub,
    /// `__mul__`
    Mul,
    /// `__truediv__`
    TrueDiv,
}

impl Held {
    /// How many there are.
    pub(crate) const COUNT: usize = 10;
}

/// The struct inside classes.
#[repr(align(16))]
pub struct TypeObj {
    /// Layout of the struct inside instances.
    pub(crate) layout: &'static Layout,
    /// Where that struct starts in an instance.
    pub(crate) payload_offset: u32,
    /// Where this struct starts in the class object itself (the metaclass's `payload_offset`).
    pub(crate) self_offset: u32,
    /// Changes whenever an attribute lookup on the type may give another result; 0: no number given yet.
    pub(crate) version: Cell<u32>,
    flags: Cell<u32>,
    /// Shape of instances without attributes.
    pub(crate) root_shape: Cell<u32>,
    /// Shape of instances whose attributes are in a dict.
    pub(crate) dict_shape: Cell<u32>,
    /// Number of `__slots__` members of instances, inherited ones included.
    pub(crate) slot_count: u16,
    /// Number of inline attribute slots of instances.
    pub(crate) inline_cap: u16,
    slots: UnsafeCell<Slots>,
    /// `__name__`
    pub name: PyCell<Value>,
    /// `__qualname__`
    pub qualname: PyCell<Value>,
    /// `__bases__`
    pub bases: PyCell<Vec<TypeRef>>,
    /// `__mro__`
    pub mro: PyCell<Vec<TypeRef>>,
    /// `__base__`
    pub base: PyCell<Option<TypeRef>>,
    /// The class namespace.
    pub dict: Namespace,
    /// Addresses of the direct subclasses (they remove themselves when they die).
    pub(crate) subclasses: PyCell<Vec<*const TypeObj>>,
    /// What calling the class runs, if it has nothing special but a Python `__init__`: that function (borrowed from a
    /// namespace of the MRO; null for the one of `object`), valid for this version.
    pub(crate) plain_init: Cell<(u32, *mut Header)>,
    /// The Python functions that are `__getitem__` and `__setitem__` (borrowed from a namespace of the MRO; null if it
    /// is none), valid for these versions.
    pub(crate) python_methods: [Cell<(u32, *mut Header)>; Held::COUNT],
    /// The definition of a builtin type.
    pub def: Option<&'static TypeDef>,
    /// The module that error texts name with a class made by native code (C's `tp_name`).
    pub(crate) native_module: std::cell::Cell<Option<&'static str>>,
}

static TYPE_LAYOUT: Layout = Layout::of::<TypeObj>("type");

impl HeapObject for TypeObj {
    const LAYOUT: &'static Layout = &TYPE_LAYOUT;
    const IS_TYPE: bool = true;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.name.borrow());
        visit(&self.qualname.borrow());
        self.bases.borrow().iter().for_each(|t| visit(t.value()));
        self.mro.borrow().iter().for_each(|t| visit(t.value()));
        if let Some(base) = &*self.base.borrow() {
            visit(base.value());
        }
        visit(self.dict.unfilled().value());
    }

    fn owned_bytes(&self) -> usize {
        let lists = self.bases.borrow().capacity() + self.mro.borrow().capacity() + self.subclasses.borrow().capacity();
        lists * size_of::<Value>() + self.dict.owned_bytes()
    }

    fn clear(&self) {
        // The MRO always starts with the class itself; bases and base must stay valid while instances die.
        self.modified();
        drop(self.mro.take());
        self.dict.unfilled().clear_all();
    }
}

impl crate::heap::layout::FixedShape for TypeObj {
    const SHAPE: u32 = crate::shape::fixed::TYPE;
}

impl Drop for TypeObj {
    fn drop(&mut self) {
        let this: *const TypeObj = self;
        for base in self.bases.borrow().iter() {
            // The oldest ones mostly die first.
            let mut subclasses = base.subclasses.borrow_mut();
            if let Some(i) = subclasses.iter().position(|&s| s == this) {
                subclasses.remove(i);
            }
        }
    }
}

impl TypeObj {
    /// The object header of this class.
    #[inline(always)]
    pub(crate) fn header_ptr(&self) -> *mut Header {
        std::ptr::from_ref(self).cast::<u8>().wrapping_sub(self.self_offset as usize).cast_mut().cast()
    }

    /// A handle of this class.
    #[inline]
    pub fn to_ref(&self) -> TypeRef {
        // SAFETY: a `TypeObj` only exists inside a live object with this layout.
        unsafe { Obj::from_value_unchecked(Value::new_ref(self.header_ptr())) }
    }

    /// The class as a value.
    pub fn to_value(&self) -> Value {
        self.to_ref().into_value()
    }

    /// The slots. They may change while Python code runs: copy the function out, then call.
    #[inline(always)]
    pub fn slots(&self) -> &Slots {
        // SAFETY: written only by `update_slots`, which holds no reference while Python code runs.
        unsafe { &*self.slots.get() }
    }

    pub(crate) fn set_slots(&self, slots: Slots) {
        // SAFETY: readers copy what they need before anything else runs (see `slots`).
        unsafe { *self.slots.get() = slots }
    }

    /// The `__init__` that was given to [`TypeObj::set_plain_init`], if nothing has changed since then.
    #[inline(always)]
    pub(crate) fn plain_init(&self) -> Option<Value> {
        let (version, function) = self.plain_init.get();
        if version == 0 || version != self.version.get() {
            return None;
        }
        if function.is_null() {
            return Some(Value::NULL);
        }
        // SAFETY: as long as the version is the same, the function is in the namespace that it was found in.
        Some(unsafe { Value::new_ref(function) })
    }

    /// Remembers the `__init__` that a lookup has just found; NULL for that of `object`.
    pub(crate) fn set_plain_init(&self, function: &Value) {
        let address = if function.is_null() { std::ptr::null_mut() } else { function.header_ptr() };
        self.plain_init.set((self.guard(), address));
    }

    /// The exact Python function that is the class's `__getitem__`, or with `set` its `__setitem__`; borrowed from the
    /// class. Null if it is something else.
    pub(crate) fn python_item_method(&self, vm: &Vm, set: bool) -> *mut Header {
        self.python_method(vm, if set { Held::SetItem } else { Held::GetItem })
    }

    /// [`TypeObj::python_item_method`], if it is known; else null.
    #[inline(always)]
    pub(crate) fn known_item_method(&self, set: bool) -> *mut Header {
        let (version, function) = self.python_methods[usize::from(set)].get();
        // No version is 0 where a function is.
        if version == self.version.get() { function } else { std::ptr::null_mut() }
    }

    /// The exact Python function that is this special method of the class; borrowed from the class. Null if it is
    /// something else.
    #[inline(always)]
    pub(crate) fn python_method(&self, vm: &Vm, method: Held) -> *mut Header {
        let (version, function) = self.python_methods[method as usize].get();
        if version != 0 && version == self.version.get() { function } else { self.find_python_method(vm, method) }
    }

    #[cold]
    #[inline(never)]
    fn find_python_method(&self, vm: &Vm, method: Held) -> *mut Header {
        let names = vm.names();
        let name = match method {
            Held::GetItem => &names.__getitem__,
            Held::SetItem => &names.__setitem__,
            Held::Hash => &names.__hash__,
            Held::Eq => &names.__eq__,
            Held::Lt => &names.__lt__,
            Held::Next => &names.__next__,
            Held::Add => &names.__add__,
            Held::Sub => &names.__sub__,
            Held::Mul => &names.__mul__,
            Held::TrueDiv => &names.__truediv__,
        };
        let found = self.lookup(vm, name).filter(|m| m.shape() == crate::shape::fixed::FUNCTION);
        let function = found.as_ref().map_or(std::ptr::null_mut(), Value::header_ptr);
        self.python_methods[method as usize].set((self.guard(), function));
        function
    }

    /// Whether a flag is set.
    #[inline(always)]
    pub fn has_flag(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    /// All flags.
    #[inline(always)]
    pub(crate) fn flags(&self) -> u32 {
        self.flags.get()
    }

    pub(crate) fn set_flag(&self, flag: u32, on: bool) {
        self.flags.set(if on { self.flags.get() | flag } else { self.flags.get() & !flag });
    }

    pub(crate) fn flag_bits(&self) -> u32 {
        self.flags.get()
    }

    /// The name in messages: `__name__`, for native types of modules with the module (C's `tp_name`).
    pub fn name_str(&self) -> String {
        if let Some(def) = self.def
            && def.module != "builtins"
            && !self.has_flag(TypeFlags::WRITTEN)
        {
            return format!("{}.{}", def.module, def.name);
        }
        if self.def.is_none()
            && self.has_flag(TypeFlags::IMMUTABLE)
            && let Some(module) = self.native_module.get()
        {
            return format!("{module}.{}", self.plain_name());
        }
        self.plain_name()
    }

    /// `__name__`
    pub fn plain_name(&self) -> String {
        match self.name.borrow().downcast::<crate::types::str_::StrObj>() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => "?".to_owned(),
        }
    }

    pub(crate) fn debug_name(&self) -> &'static str {
        self.def.map_or("instance", |d| d.name)
    }

    /// Whether this is `other` or a subclass of it (by MRO).
    #[inline]
    pub fn is_subtype(&self, other: &TypeObj) -> bool {
        std::ptr::eq(self, other) || self.mro.borrow().iter().any(|t| std::ptr::eq::<TypeObj>(&**t, other))
    }

    /// Looks a name up along the MRO (`_PyType_Lookup`). No Python code runs.
    #[inline]
    pub fn lookup(&self, vm: &Vm, name: &Name) -> Option<Value> {
        let cache = &vm.interp().method_cache;
        if let Some(found) = cache.get(self, name) {
            return found.non_null();
        }
        let found = self.lookup_uncached(vm, name);
        cache.put(self, name, found.as_ref());
        found
    }

    pub(crate) fn lookup_uncached(&self, vm: &Vm, name: &Name) -> Option<Value> {
        self.fill_mro();
        let mro = self.mro.borrow();
        mro.iter().find_map(|ty| ty.dict.get_name(vm, name))
    }

    /// The class of the MRO whose namespace has the name, and the value.
    pub fn lookup_where(&self, vm: &Vm, name: &Name) -> Option<(TypeRef, Value)> {
        self.fill_mro();
        let mro = self.mro.borrow();
        mro.iter().find_map(|ty| ty.dict.get_name(vm, name).map(|v| (ty.clone(), v)))
    }

    /// The version number for caches, given at the first call after a change.
    pub fn guard(&self) -> u32 {
        if self.version.get() == 0 {
            self.version.set(crate::vm::next_version());
        }
        self.version.get()
    }

    /// Forgets the version of this class and its subclasses: cached lookups are stale.
    pub(crate) fn modified(&self) {
        self.version.set(0);
        let subclasses: Vec<*const TypeObj> = self.subclasses.borrow().clone();
        for sub in subclasses {
            // SAFETY: subclasses remove themselves from the list when they die.
            unsafe { (*sub).modified() }
        }
    }

    /// The live direct subclasses.
    pub fn subclass_refs(&self) -> Vec<TypeRef> {
        // SAFETY: as in `modified`.
        self.subclasses.borrow().iter().map(|&s| unsafe { (*s).to_ref() }).collect()
    }

    /// Byte offset of `__slots__` member `index` in instances.
    pub(crate) fn member_offset(index: usize) -> usize {
        size_of::<Header>() + size_of::<Value>() * (1 + index)
    }

    /// Byte offset of the first inline attribute in instances.
    #[inline(always)]
    pub(crate) fn attrs_offset(&self) -> usize {
        size_of::<Header>() + size_of::<Value>() * (1 + self.slot_count as usize)
    }

    /// The namespace dict as a plain object.
    pub fn namespace(&self) -> &DictObj {
        &self.dict
    }
}
