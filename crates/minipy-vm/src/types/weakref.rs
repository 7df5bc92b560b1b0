//! Weak references: which objects are referred to weakly, and what happens when they die. The Python type is in
//! `weakref_type`.

use crate::heap::object::{FLAG_WEAKREF, Header};
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside weak references.
pub struct WeakRefObj {
    /// Address of the referent; 0 when it is dead.
    pub(crate) target: std::cell::Cell<usize>,
    /// Called when the referent dies; NULL for none.
    pub callback: PyCell<Value>,
    /// The cached hash of the referent, -1 before it was asked for.
    pub hash: std::cell::Cell<i64>,
    /// Distance of this struct from its object header.
    pub(crate) self_offset: std::cell::Cell<u32>,
}

pub(crate) static WEAKREF_LAYOUT: Layout = Layout::of::<WeakRefObj>("weakref");

impl HeapObject for WeakRefObj {
    const LAYOUT: &'static Layout = &WEAKREF_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.callback.borrow());
    }

    fn clear(&self) {
        drop(self.callback.take());
    }
}

impl Drop for WeakRefObj {
    fn drop(&mut self) {
        let target = self.target.get();
        if target != 0 {
            let this = std::ptr::from_ref(self) as usize;
            Vm::with_current(|vm| vm.interp().weakrefs.forget(target, this));
        }
    }
}

/// All weak references, by the address of their referent. The lists hold addresses of [`WeakRefObj`]s, oldest first;
/// a weak reference removes itself when it dies.
#[derive(Default)]
pub struct WeakRefs {
    by_target: PyCell<crate::hash::AddressMap<usize, Vec<usize>>>,
}

impl WeakRefs {
    fn forget(&self, target: usize, weakref: usize) {
        let mut map = self.by_target.borrow_mut();
        if let Some(list) = map.get_mut(&target) {
            list.retain(|&w| w != weakref);
            if list.is_empty() {
                map.remove(&target);
            }
        }
    }

    /// Registers a new weak reference object.
    pub(crate) fn register(&self, target: &Value, weakref: &Value) {
        let (Some(header), Some(obj)) = (target.header(), weakref.downcast::<WeakRefObj>()) else { return };
        header.set_flag(FLAG_WEAKREF);
        let address = target.bits();
        self.by_target.borrow_mut().entry(address).or_default().push(std::ptr::from_ref(obj) as usize);
    }

    /// The live weak references to an object, oldest first.
    pub fn of(&self, target: &Value) -> Vec<Value> {
        crate::types::weakref_raw::values(&self.by_target.borrow().get(&target.bits()).cloned().unwrap_or_default())
    }

    /// An object is about to be destroyed: its weak references die, then their callbacks run, newest first.
    pub(crate) fn object_dies(&self, vm: &Vm, header: *mut Header) {
        let list = self.by_target.borrow_mut().remove(&(header as usize)).unwrap_or_default();
        crate::types::weakref_raw::clear_flag(header, FLAG_WEAKREF);
        let refs = crate::types::weakref_raw::values(&list);
        Self::die(vm, refs);
    }

    fn die(vm: &Vm, refs: Vec<Value>) {
        let mut callbacks = Vec::new();
        for value in refs.into_iter().rev() {
            let Some(obj) = value.downcast::<WeakRefObj>() else { continue };
            obj.target.set(0);
            let callback = obj.callback.take();
            if !callback.is_null() {
                callbacks.push((callback, value));
            }
        }
        if callbacks.is_empty() {
            return;
        }
        let pending = vm.save_exception();
        for (callback, weakref) in callbacks {
            if let Err(raised) = vm.call1(&callback, &weakref) {
                let exception = vm.take_exception(raised);
                let message = "Exception ignored while calling weakref callback";
                crate::unraisable::report(vm, &exception, Some(message), &callback);
            }
        }
        vm.restore_exception(pending);
    }

    /// Garbage found by the collector: weak references from outside die and call back; those that are garbage
    /// themselves die silently.
    pub(crate) fn garbage_dies(&self, vm: &Vm, garbage: &[Value]) {
        if !garbage.iter().any(|value| value.header().is_some_and(|h| h.flags() & FLAG_WEAKREF != 0)) {
            return;
        }
        let addresses: std::collections::HashSet<usize> = garbage.iter().map(Value::bits).collect();
        let mut outside = Vec::new();
        for value in garbage {
            let Some(header) = value.header() else { continue };
            if header.flags() & FLAG_WEAKREF == 0 {
                continue;
            }
            header.clear_flag(FLAG_WEAKREF);
            let list = self.by_target.borrow_mut().remove(&value.bits()).unwrap_or_default();
            for weakref in crate::types::weakref_raw::values(&list).into_iter().rev() {
                if addresses.contains(&weakref.bits()) {
                    if let Some(obj) = weakref.downcast::<WeakRefObj>() {
                        obj.target.set(0);
                    }
                } else {
                    outside.push(weakref);
                }
            }
        }
        // `die` starts from the end.
        outside.reverse();
        Self::die(vm, outside);
    }
}
