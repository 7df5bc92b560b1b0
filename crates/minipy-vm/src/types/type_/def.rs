//! `TypeDef`: the static definition of a builtin type, and making the type from it.
//!
//! # How to add a type
//! Write one file under `types/` with the struct, its `Layout` static and `HeapObject` impl, and a
//! `pub static TYPE: TypeDef`. If Rust code needs the type by name, add it to `builtin_types!` in `types/mod.rs`;
//! otherwise `vm.type_from_def(&TYPE)` makes it at first use.

use std::cell::{Cell, UnsafeCell};

use super::namespace::Namespace;
use super::{Held, TypeFlags, TypeObj, TypeRef};
use crate::heap::{Layout, PyCell};
use crate::native::{GetSetDef, MethodDef};
use crate::slots::Slots;
use crate::types::dict::DictRef;
use crate::value::Value;
use crate::vm::Vm;

/// A builtin type as data.
pub struct TypeDef {
    /// `__name__`, possibly dotted: `"list"`.
    pub name: &'static str,
    /// `__module__`
    pub module: &'static str,
    /// The base; `None` means `object`.
    pub base: Option<&'static TypeDef>,
    /// Bases after `base`, without structs of their own (`ExceptionGroup`). Slots come from `base` alone.
    pub more_bases: &'static [&'static TypeDef],
    /// Layout of the struct inside instances; `None` means the base's.
    pub layout: Option<&'static Layout>,
    /// Members that instances have besides the struct, NULL at first; see `member::native_member`. They lie where the
    /// `__slots__` of Python classes do.
    pub members: &'static [&'static str],
    /// Flags of [`TypeFlags`]; those of `INHERITED` are taken over from the base as well.
    pub flags: u32,
    /// A fixed shape of `shape::fixed`, or 0.
    pub shape: u32,
    /// `__doc__`; empty for None.
    pub doc: &'static str,
    /// Slots; empty ones are inherited.
    pub slots: Slots,
    /// Methods.
    pub methods: &'static [MethodDef],
    /// Computed attributes.
    pub getset: &'static [GetSetDef],
    /// Puts further attributes into the namespace, when somebody first looks at it.
    pub init: Option<fn(&Vm, &TypeRef)>,
}

impl TypeDef {
    /// A definition with nothing in it, for `..TypeDef::EMPTY`.
    pub const EMPTY: TypeDef = TypeDef {
        name: "",
        module: "builtins",
        base: None,
        more_bases: &[],
        layout: None,
        members: &[],
        flags: 0,
        shape: 0,
        doc: "",
        slots: Slots::EMPTY,
        methods: &[],
        getset: &[],
        init: None,
    };
}

/// Where the member with an index lies in instances of a builtin type and its subclasses.
pub(crate) fn member_offset(ty: &TypeObj, def: &TypeDef, index: usize) -> usize {
    size_of::<crate::heap::Header>() + 8 * (1 + usize::from(ty.slot_count) - def.members.len() + index)
}

impl Vm {
    /// The type of a definition, made at the first call.
    pub fn type_from_def(&self, def: &'static TypeDef) -> TypeRef {
        let key = std::ptr::from_ref(def) as usize;
        if let Some(found) = self.interp().types_by_def.borrow().get(&key) {
            return found.clone();
        }
        let base = match def.base {
            Some(base) => self.type_from_def(base),
            None => self.types().object.clone(),
        };
        self.make_builtin_type(def, Some(&base), self.types().type_.clone())
    }

    /// Makes the object of a builtin type; its namespace waits. `meta` is `type`.
    pub(crate) fn make_builtin_type(&self, def: &'static TypeDef, base: Option<&TypeRef>, meta: TypeRef) -> TypeRef {
        let namespace = self.new_dict();
        let obj = self.alloc(&meta, self.builtin_type_struct(def, base, namespace));
        self.interp().types_by_def.borrow_mut().insert(std::ptr::from_ref(def) as usize, obj.clone());
        self.link_builtin_type(&obj, def);
        obj
    }

    pub(crate) fn builtin_type_struct(&self, def: &'static TypeDef, base: Option<&TypeRef>, dict: DictRef) -> TypeObj {
        let inherited = base.map_or(0, |b| b.flag_bits() & TypeFlags::INHERITED);
        let mut slots = def.slots;
        // A type that has `object`'s functions as its own has them in its namespace alone.
        super::slot_table::clear_generic(&mut slots);
        if let Some(base) = base {
            // Equality and hash go together: a type that defines comparison alone is not hashable by its base's hash.
            let own_compare = slots.compare.is_some() && slots.hash.is_none();
            slots.inherit(base.slots());
            if own_compare {
                slots.hash = None;
            }
        }
        let layout = def.layout.or(base.map(|b| b.layout)).unwrap_or(&crate::types::object::OBJECT_LAYOUT);
        let shape = if def.shape != 0 { def.shape } else { self.interp().shapes.new_root() };
        let slot_count = base.map_or(0, |b| usize::from(b.slot_count)) + def.members.len();
        // Without members the struct follows the header at once; with members there is a word for a `__dict__`, too.
        let payload_offset = match slot_count {
            0 => 16,
            count => (16 + 8 * (1 + count)).next_multiple_of(layout.align.max(8)),
        };
        TypeObj {
            layout,
            payload_offset: payload_offset as u32,
            self_offset: 16,
            version: Cell::new(0),
            flags: Cell::new(
                def.flags | inherited | TypeFlags::IMMUTABLE | if slot_count > 0 { TypeFlags::HAS_MEMBERS } else { 0 },
            ),
            root_shape: Cell::new(shape),
            dict_shape: Cell::new(shape),
            slot_count: slot_count as u16,
            inline_cap: 0,
            slots: UnsafeCell::new(slots),
            name: PyCell::new(Value::NULL),
            qualname: PyCell::new(Value::NULL),
            bases: PyCell::new(base.into_iter().cloned().collect()),
            mro: PyCell::new(Vec::new()),
            base: PyCell::new(base.cloned()),
            dict: Namespace::pending(dict, def),
            subclasses: PyCell::new(Vec::new()),
            plain_init: Cell::new((0, std::ptr::null_mut())),
            python_methods: [const { Cell::new((0, std::ptr::null_mut())) }; Held::COUNT],
            def: Some(def),
            native_module: std::cell::Cell::new(None),
        }
    }

    /// Gives a builtin type its names and its place among the types.
    pub(crate) fn link_builtin_type(&self, ty: &TypeRef, def: &'static TypeDef) {
        let qualname = self.intern(def.name);
        let name = match def.name.rsplit_once('.') {
            Some((_, last)) => self.intern(last),
            None => qualname.clone(),
        };
        ty.name.set(name.into_value());
        ty.qualname.set(qualname.into_value());
        if !def.more_bases.is_empty() {
            let more: Vec<TypeRef> = def.more_bases.iter().map(|def| self.type_from_def(def)).collect();
            ty.bases.borrow_mut().extend(more);
        }
        let bases = ty.bases.borrow().clone();
        let mut mro = vec![ty.clone()];
        for (i, base) in bases.iter().enumerate() {
            base.subclasses.borrow_mut().push(std::ptr::from_ref::<TypeObj>(ty));
            for class in base.mro.borrow().iter() {
                // A class that several bases share comes after all of them.
                if !bases[i + 1..].iter().any(|later| later.is_subtype(class)) {
                    mro.push(class.clone());
                }
            }
        }
        ty.mro.set(mro);
    }

    /// Puts the attributes of a builtin type into its namespace. Runs no Python code.
    pub(crate) fn fill_builtin_type(&self, def: &'static TypeDef) {
        let Some(ty) = self.interp().types_by_def.borrow().get(&(std::ptr::from_ref(def) as usize)).cloned() else {
            return;
        };
        let ty = &ty;
        for method in def.methods {
            let value = self.method_from_def(ty, method);
            ty.dict.set_name(self, &self.intern(method.name), value);
        }
        for getset in def.getset {
            let value = self.getset_from_def(ty, getset);
            ty.dict.set_name(self, &self.intern(getset.name), value);
        }
        for (index, member) in def.members.iter().enumerate() {
            let name = self.intern(member);
            let descriptor = crate::types::member::new_member(self, ty, &name, member_offset(ty, def, index));
            ty.dict.set_name(self, &name, descriptor);
        }
        super::slot_table::add_wrappers(self, ty, &def.slots);
        if def.slots.new.is_none() && crate::types::exception::classes::has_own_new(def) {
            ty.dict.set_name(self, &self.names().__new__, crate::types::wrapper::new_method(self, ty));
        }
        if def.slots.hash.is_none() && def.slots.compare.is_some() {
            ty.dict.set_name(self, &self.names().__hash__, Value::NONE);
        }
        // Some types show their instances' docstrings; the type's own is then only in the definition.
        if !def.getset.iter().any(|g| g.name == "__doc__") {
            let doc = if def.doc.is_empty() { Value::NONE } else { self.str(def.doc) };
            ty.dict.set_name(self, &self.names().__doc__, doc);
        }
        let of_instances = def.getset.iter().any(|g| g.name == "__module__");
        if def.module != "builtins" && def.flags & TypeFlags::STATIC_MODULE == 0 && !of_instances {
            ty.dict.set_name(self, &self.names().__module__, self.str(def.module));
        }
        if let Some(init) = def.init {
            init(self, ty);
        }
    }
}

impl TypeObj {
    /// A class made at run time; see `create`.
    #[expect(clippy::too_many_arguments, reason = "the one constructor of a struct with many fields")]
    pub(crate) fn new_heap_type(
        layout: &'static Layout,
        payload_offset: u32,
        self_offset: u32,
        flags: u32,
        shapes: (u32, u32),
        slot_count: u16,
        inline_cap: u16,
        slots: Slots,
        bases: Vec<TypeRef>,
        base: TypeRef,
        dict: crate::types::dict::DictRef,
        name: Value,
        qualname: Value,
    ) -> TypeObj {
        TypeObj {
            layout,
            payload_offset,
            self_offset,
            version: Cell::new(0),
            flags: Cell::new(flags),
            root_shape: Cell::new(shapes.0),
            dict_shape: Cell::new(shapes.1),
            slot_count,
            inline_cap,
            slots: UnsafeCell::new(slots),
            name: PyCell::new(name),
            qualname: PyCell::new(qualname),
            bases: PyCell::new(bases),
            mro: PyCell::new(Vec::new()),
            base: PyCell::new(Some(base)),
            dict: Namespace::filled(dict),
            subclasses: PyCell::new(Vec::new()),
            plain_init: Cell::new((0, std::ptr::null_mut())),
            python_methods: [const { Cell::new((0, std::ptr::null_mut())) }; Held::COUNT],
            def: None,
            native_module: std::cell::Cell::new(None),
        }
    }
}
