//! The namespace of a class. That of a builtin type is filled from its definition when somebody first looks, as most
//! programs use few of the builtin types.

use std::cell::Cell;

use super::{TypeDef, TypeObj};
use crate::types::dict::DictRef;
use crate::vm::Vm;

/// A namespace; looking at it (by `Deref`) fills it.
pub struct Namespace {
    dict: DictRef,
    /// The definition whose attributes are still to be put in.
    pending: Cell<Option<&'static TypeDef>>,
}

impl Namespace {
    /// The namespace of a Python class.
    pub(crate) fn filled(dict: DictRef) -> Namespace {
        Namespace { dict, pending: Cell::new(None) }
    }

    /// The namespace of a builtin type; the dict is empty.
    pub(crate) fn pending(dict: DictRef, def: &'static TypeDef) -> Namespace {
        Namespace { dict, pending: Cell::new(Some(def)) }
    }

    /// The dict as it is.
    pub(crate) fn unfilled(&self) -> &DictRef {
        &self.dict
    }

    #[cold]
    #[inline(never)]
    fn fill(&self) {
        if let Some(def) = self.pending.take() {
            Vm::with_current(|vm| vm.fill_builtin_type(def));
        }
    }
}

impl std::ops::Deref for Namespace {
    type Target = DictRef;

    #[inline]
    fn deref(&self) -> &DictRef {
        if self.pending.get().is_some() {
            self.fill();
        }
        &self.dict
    }
}

impl TypeObj {
    /// Fills the namespaces of the MRO, so that they can be searched while the MRO is borrowed.
    #[inline]
    pub(crate) fn fill_mro(&self) {
        let pending = |ty: &&super::TypeRef| ty.dict.pending.get().is_some();
        loop {
            let found = self.mro.borrow().iter().find(pending).cloned();
            match found {
                Some(ty) => ty.dict.fill(),
                None => return,
            }
        }
    }
}
