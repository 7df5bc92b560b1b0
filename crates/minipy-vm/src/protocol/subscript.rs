//! `this[key]`, item assignment and deletion.

use crate::exc;
use crate::native::PyResult;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `this[key]`
    pub fn get_item(&self, this: &Value, key: &Value) -> PyResult {
        if let Some(getitem) = self.type_of(this).slots().getitem {
            return getitem(self, this, key);
        }
        if let Some(class) = this.downcast::<TypeObj>() {
            return self.class_getitem(class, this, key);
        }
        let name = self.type_of(this).name_str();
        Err(exc::type_error(self, &format!("'{name}' object is not subscriptable")))
    }

    fn class_getitem(&self, class: &TypeObj, this: &Value, key: &Value) -> PyResult {
        if class.is(&self.types().type_) {
            return crate::types::generic_alias::new_alias(self, this, key);
        }
        let names = self.names();
        match self.find_attr(this, &names.__class_getitem__)? {
            Some(method) if !method.is_none() => self.call1(&method, key),
            _ => Err(exc::type_error(self, &format!("type '{}' is not subscriptable", class.name_str()))),
        }
    }

    /// `this[key] = value`
    pub fn set_item(&self, this: &Value, key: &Value, value: &Value) -> PyResult<()> {
        match self.type_of(this).slots().setitem {
            Some(setitem) => setitem(self, this, key, Some(value)),
            None => Err(exc::no_item_assignment(self, this, key)),
        }
    }

    /// `del this[key]`
    pub fn del_item(&self, this: &Value, key: &Value) -> PyResult<()> {
        match self.type_of(this).slots().setitem {
            Some(setitem) => setitem(self, this, key, None),
            None => Err(exc::no_item_deletion(self, this, key)),
        }
    }

    /// Whether a value matches sequence patterns.
    pub fn is_pattern_sequence(&self, value: &Value) -> bool {
        self.type_of(value).has_flag(TypeFlags::SEQUENCE)
    }

    /// Whether a value matches mapping patterns.
    pub fn is_pattern_mapping(&self, value: &Value) -> bool {
        self.type_of(value).has_flag(TypeFlags::MAPPING)
    }
}
