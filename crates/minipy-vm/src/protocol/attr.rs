//! Attribute access: `getattr`, `setattr`, `delattr`, the generic lookups of `object` and the storage of instance
//! attributes (inline slots described by a shape, or a dict).
#![expect(unsafe_code, reason = "fast paths read payloads directly (invariant H1)")]

use crate::exc;
use crate::heap::object::Header;
use crate::native::PyResult;
use crate::types::dict::DictRef;
use crate::types::str_::Name;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Instances with more attributes than this keep them in a dict.
pub(crate) const MAX_INLINE: u16 = 30;

impl Vm {
    /// The type of a value.
    #[inline(always)]
    pub fn type_of<'a>(&'a self, value: &'a Value) -> &'a TypeObj {
        match value.header() {
            Some(header) => header.ty(),
            None => self.type_of_immediate(value),
        }
    }

    #[inline(never)]
    fn type_of_immediate(&self, value: &Value) -> &TypeObj {
        let types = self.types();
        if value.is_small() {
            &types.int
        } else if value.is_inline_float() {
            &types.float
        } else if value.as_bool().is_some() {
            &types.bool
        } else if value.is_none() {
            &types.none_type
        } else if value.is_not_implemented() {
            &types.not_implemented_type
        } else {
            debug_assert!(value.is_ellipsis(), "the type of NULL was asked for");
            &types.ellipsis
        }
    }

    /// `getattr(this, name)`
    #[inline]
    pub fn get_attr(&self, this: &Value, name: &Name) -> PyResult {
        let result = match self.type_of(this).slots().getattr {
            Some(getattr) => getattr(self, this, name),
            None => generic_get(self, this, name),
        };
        if let Err(raised) = &result {
            exc::add_attribute_context(self, &self.peek_exception(raised), this, name);
        }
        result
    }

    /// `getattr(this, name)` by text.
    pub fn get_attr_str(&self, this: &Value, name: &str) -> PyResult {
        self.get_attr(this, &self.intern(name))
    }

    /// `getattr(this, name, None)` in Rust terms: `None` if there is no such attribute; other errors pass.
    pub fn find_attr(&self, this: &Value, name: &Name) -> PyResult<Option<Value>> {
        // The two common lookups say "absent" without making an exception.
        let result = match self.type_of(this).slots().getattr {
            None => return quiet(self, generic_find(self, this, name)),
            Some(f) if f as usize == crate::types::type_::methods::type_getattr as usize => {
                return quiet(self, crate::types::type_::methods::type_find(self, this, name));
            }
            Some(getattr) => getattr(self, this, name),
        };
        match result {
            Ok(value) => Ok(Some(value)),
            Err(raised) if exc::is_attribute_error(self, &raised) => {
                drop(self.take_exception(raised));
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// `setattr(this, name, value)`
    pub fn set_attr(&self, this: &Value, name: &Name, value: &Value) -> PyResult<()> {
        match self.type_of(this).slots().setattr {
            Some(setattr) => setattr(self, this, name, Some(value)),
            None => generic_set(self, this, name, Some(value)),
        }
    }

    /// `delattr(this, name)`
    pub fn del_attr(&self, this: &Value, name: &Name) -> PyResult<()> {
        match self.type_of(this).slots().setattr {
            Some(setattr) => setattr(self, this, name, None),
            None => generic_set(self, this, name, None),
        }
    }

    /// Binds a class attribute as an access through an instance does.
    pub fn bind_descriptor(&self, descr: Value, this: &Value) -> PyResult {
        match self.type_of(&descr).slots().descr_get {
            Some(get) => get(self, &descr, Some(this), Some(self.type_of(this).to_ref().value())),
            None => Ok(descr),
        }
    }
}

/// AttributeError counts as absent.
fn quiet(vm: &Vm, result: PyResult<Option<Value>>) -> PyResult<Option<Value>> {
    match result {
        Err(raised) if exc::is_attribute_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            Ok(None)
        }
        other => other,
    }
}

/// `object.__getattribute__`
pub fn generic_get(vm: &Vm, this: &Value, name: &Name) -> PyResult {
    match generic_find(vm, this, name)? {
        Some(value) => Ok(value),
        None => Err(exc::no_attribute(vm, this, name)),
    }
}

/// `object.__getattribute__` without the error for a missing attribute.
pub fn generic_find(vm: &Vm, this: &Value, name: &Name) -> PyResult<Option<Value>> {
    let ty = vm.type_of(this);
    let descr = ty.lookup(vm, name);
    let mut get = None;
    if let Some(descr) = &descr {
        let slots = vm.type_of(descr).slots();
        get = slots.descr_get;
        if slots.descr_set.is_some()
            && let Some(get) = get
        {
            return get(vm, descr, Some(this), Some(ty.to_ref().value())).map(Some);
        }
    }
    if let Some(value) = instance_get(vm, this, name) {
        return Ok(Some(value));
    }
    match (descr, get) {
        (Some(descr), Some(get)) => get(vm, &descr, Some(this), Some(ty.to_ref().value())).map(Some),
        (descr, _) => Ok(descr),
    }
}

/// `object.__setattr__` and `__delattr__`
pub fn generic_set(vm: &Vm, this: &Value, name: &Name, value: Option<&Value>) -> PyResult<()> {
    let ty = vm.type_of(this);
    let descr = ty.lookup(vm, name);
    if let Some(descr) = &descr
        && let Some(set) = vm.type_of(descr).slots().descr_set
    {
        return set(vm, descr, this, value);
    }
    if !has_instance_dict(vm, this) {
        return Err(match descr {
            Some(_) => exc::read_only_attribute(vm, this, name),
            None => exc::no_attribute_no_dict(vm, this, name),
        });
    }
    match value {
        Some(value) => {
            instance_set(vm, this, name, value.clone());
            Ok(())
        }
        None => {
            if instance_delete(vm, this, name) {
                Ok(())
            } else {
                Err(exc::no_attribute(vm, this, name))
            }
        }
    }
}

/// Whether the object can have attributes of its own.
pub fn has_instance_dict(vm: &Vm, this: &Value) -> bool {
    let ty = vm.type_of(this);
    if ty.has_flag(TypeFlags::HEAP_TYPE) {
        ty.has_flag(TypeFlags::HAS_DICT)
    } else {
        ty.slots().dict_of.is_some_and(|f| f(this).is_some())
    }
}

/// The word `index` (0: dict word) after the header of an instance of a Python class.
#[inline(always)]
pub(crate) fn extra_word(header: &Header, offset: usize) -> *mut Value {
    std::ptr::from_ref(header).cast::<u8>().wrapping_add(offset).cast_mut().cast()
}

const DICT_WORD: usize = size_of::<Header>();

/// An attribute stored in the instance itself.
pub(crate) fn instance_get(vm: &Vm, this: &Value, name: &Name) -> Option<Value> {
    let header = this.header()?;
    let ty = header.ty();
    if !ty.has_flag(TypeFlags::HEAP_TYPE) {
        let dict = ty.slots().dict_of?(this)?.get();
        return dict.downcast::<crate::types::dict::DictObj>()?.get_name(vm, name);
    }
    if !ty.has_flag(TypeFlags::HAS_DICT) {
        return None;
    }
    // SAFETY: instances of Python classes have the dict word, and as many inline slots as their shape says.
    unsafe {
        if header.shape() == ty.dict_shape.get() {
            return (*extra_word(header, DICT_WORD)).downcast::<crate::types::dict::DictObj>()?.get_name(vm, name);
        }
        let slot = vm.interp().shapes.slot(header.shape(), name)?;
        (*extra_word(header, ty.attrs_offset() + slot as usize * size_of::<Value>())).clone().non_null()
    }
}

/// Stores an attribute in the instance itself.
pub(crate) fn instance_set(vm: &Vm, this: &Value, name: &Name, value: Value) {
    let Some(header) = this.header() else { return };
    let ty = header.ty();
    if ty.has_flag(TypeFlags::HEAP_TYPE) && header.shape() != ty.dict_shape.get() {
        let shapes = &vm.interp().shapes;
        let slot = match shapes.slot(header.shape(), name) {
            Some(slot) => Some(slot),
            None if shapes.count(header.shape()) < ty.inline_cap => {
                let (shape, slot) = shapes.with(header.shape(), name);
                header.set_shape(shape);
                Some(slot)
            }
            None => None,
        };
        if let Some(slot) = slot {
            // SAFETY: as in `instance_get`; the old value is dropped after the new one is in place.
            let old = unsafe {
                let word = extra_word(header, ty.attrs_offset() + slot as usize * size_of::<Value>());
                std::mem::replace(&mut *word, value)
            };
            drop(old);
            return;
        }
    }
    if let Some(dict) = instance_dict(vm, this) {
        dict.set_name(vm, name, value);
    }
}

/// Removes an attribute from the instance itself; false if it has none of that name.
pub(crate) fn instance_delete(vm: &Vm, this: &Value, name: &Name) -> bool {
    if instance_get(vm, this, name).is_none() {
        return false;
    }
    match instance_dict(vm, this) {
        Some(dict) => dict.remove_name(vm, name).is_some(),
        None => false,
    }
}

/// The instance's `__dict__`; made now if need be (the instance keeps its attributes there from then on).
pub fn instance_dict(vm: &Vm, this: &Value) -> Option<DictRef> {
    let header = this.header()?;
    let ty = header.ty();
    if !ty.has_flag(TypeFlags::HEAP_TYPE) {
        let cell = ty.slots().dict_of?(this)?;
        if cell.borrow().is_null() {
            cell.set(vm.new_dict().into_value());
        }
        return cell.get().cast();
    }
    if !ty.has_flag(TypeFlags::HAS_DICT) {
        return None;
    }
    // SAFETY: as in `instance_get`; the values move from the slots into the dict, no reference is dropped.
    unsafe {
        let word = extra_word(header, DICT_WORD);
        if header.shape() != ty.dict_shape.get() {
            let dict = vm.new_dict();
            for (slot, name) in vm.interp().shapes.names(header.shape()).iter().enumerate() {
                let value = (*extra_word(header, ty.attrs_offset() + slot * size_of::<Value>())).take();
                if !value.is_null() {
                    dict.set_name(vm, name, value);
                }
            }
            header.set_shape(ty.dict_shape.get());
            *word = dict.into_value();
        } else if (*word).is_null() {
            *word = vm.new_dict().into_value();
        }
        (*word).cast()
    }
}

/// Replaces the instance's `__dict__`.
pub fn set_instance_dict(vm: &Vm, this: &Value, dict: Value) {
    let Some(header) = this.header() else { return };
    let ty = header.ty();
    if !ty.has_flag(TypeFlags::HEAP_TYPE) {
        if let Some(cell) = ty.slots().dict_of.and_then(|f| f(this)) {
            cell.set(dict);
        }
        return;
    }
    drop(instance_dict(vm, this));
    // SAFETY: the instance is in dictionary mode now.
    let old = unsafe { std::mem::replace(&mut *extra_word(header, DICT_WORD), dict) };
    drop(old);
}

/// The value of a `__slots__` member; NULL when unset.
pub(crate) fn member_get(this: &Value, offset: usize) -> Value {
    match this.header() {
        // SAFETY: the member descriptor has checked that the object is an instance of the class that has the slot.
        Some(header) => unsafe { (*extra_word(header, offset)).clone() },
        None => Value::NULL,
    }
}

/// Sets a `__slots__` member (to NULL to unset it) and gives the old value.
pub(crate) fn member_set(this: &Value, offset: usize, value: Value) -> Value {
    match this.header() {
        // SAFETY: as in `member_get`.
        Some(header) => unsafe { std::mem::replace(&mut *extra_word(header, offset), value) },
        None => Value::NULL,
    }
}
