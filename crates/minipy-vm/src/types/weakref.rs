//! Weak references: which objects are referred to weakly, and what happens when they die. The Python type is in
//! `weakref_type`.

use crate::heap::object::{FLAG_WEAKREF, Header};
use crate::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use crate::types::weakref_raw;
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
    /// Where it stands among the weak references to its referent.
    pub(crate) place: std::cell::Cell<u32>,
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
            Vm::with_current(|vm| vm.interp().weakrefs.forget(target, this, self.place.get()));
        }
    }
}

/// Which weak reference is asked for or registered. All who want one of the builtin types without callback share it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// The shared reference.
    Reference = 0,
    /// The shared proxy.
    Proxy = 1,
    /// One that is nobody else's.
    Own = 2,
}

/// The weak references to one object.
#[derive(Clone, Default)]
struct Referrers {
    /// Addresses of [`WeakRefObj`]s: the shared reference, the shared proxy, then the others, oldest first; 0 where there
    /// is none (any more).
    refs: Vec<usize>,
    /// How many of them are not 0.
    live: usize,
}

impl Referrers {
    /// Adds one and gives its place; `None`: there is no memory.
    fn add(&mut self, kind: Kind, weakref: usize) -> Option<u32> {
        while self.refs.len() < Kind::Own as usize {
            if !growth::push(&mut self.refs, 0) {
                return None;
            }
        }
        let place = if kind == Kind::Own { self.refs.len() } else { kind as usize };
        if kind == Kind::Own && !growth::push(&mut self.refs, 0) {
            return None;
        }
        // The shared one that stands there is being destroyed.
        self.live += usize::from(self.refs[place] == 0);
        self.refs[place] = weakref;
        Some(place as u32)
    }

    /// Takes one out that dies. Those behind it move up only when half of the places are empty.
    fn remove(&mut self, place: usize, weakref: usize) {
        if self.refs.get(place) != Some(&weakref) {
            return;
        }
        self.refs[place] = 0;
        self.live -= 1;
        if self.refs.len() > 32 && self.live < self.refs.len() / 2 {
            let own = Kind::Own as usize;
            let mut to = own;
            for from in own..self.refs.len() {
                let moved = self.refs[from];
                if moved != 0 {
                    self.refs[to] = moved;
                    weakref_raw::set_place(moved, to as u32);
                    to += 1;
                }
            }
            self.refs.truncate(to);
        }
    }
}

/// All weak references, by the address of their referent; a weak reference removes itself when it dies.
#[derive(Default)]
pub struct WeakRefs {
    by_target: PyCell<crate::hash::AddressMap<usize, Referrers>>,
}

impl WeakRefs {
    fn forget(&self, target: usize, weakref: usize, place: u32) {
        let mut map = self.by_target.borrow_mut();
        if let Some(list) = map.get_mut(&target) {
            list.remove(place as usize, weakref);
            if list.live == 0 {
                map.remove(&target);
            }
        }
    }

    /// Registers a new weak reference object. Without memory for that it is a dead one, and MemoryError follows.
    pub(crate) fn register(&self, target: &Value, weakref: &Value, kind: Kind) {
        let (Some(header), Some(obj)) = (target.header(), weakref.downcast::<WeakRefObj>()) else { return };
        let mut map = self.by_target.borrow_mut();
        let place = match map.try_reserve(1) {
            Ok(()) => map.entry(target.bits()).or_default().add(kind, std::ptr::from_ref(obj) as usize),
            Err(_) => {
                growth::note();
                None
            }
        };
        match place {
            Some(place) => obj.place.set(place),
            None => obj.target.set(0),
        }
        header.set_flag(FLAG_WEAKREF);
    }

    /// The live weak references to an object, in CPython's order: those that are shared, then the others, newest first.
    pub fn of(&self, target: &Value) -> Vec<Value> {
        let map = self.by_target.borrow();
        let Some(list) = map.get(&target.bits()) else { return Vec::new() };
        let shared = Kind::Own as usize;
        let mut found = weakref_raw::values(&list.refs);
        let count = found.len();
        let live_shared = weakref_raw::values(list.refs.get(..shared).unwrap_or_default()).len();
        found[live_shared.min(count)..].reverse();
        found
    }

    /// The number of weak references to an object.
    pub(crate) fn count(&self, target: &Value) -> usize {
        self.by_target.borrow().get(&target.bits()).map_or(0, |list| list.live)
    }

    /// The shared weak reference of a kind to an object, if there is one.
    pub(crate) fn shared(&self, target: &Value, kind: Kind) -> Option<Value> {
        let address = *self.by_target.borrow().get(&target.bits())?.refs.get(kind as usize)?;
        weakref_raw::values(&[address]).pop()
    }

    /// An object is about to be destroyed: its weak references die, then their callbacks run, newest first.
    pub(crate) fn object_dies(&self, vm: &Vm, header: *mut Header) {
        let list = self.by_target.borrow_mut().remove(&(header as usize)).unwrap_or_default();
        weakref_raw::clear_flag(header, FLAG_WEAKREF);
        let refs = weakref_raw::values(&list.refs);
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
            for weakref in weakref_raw::values(&list.refs).into_iter().rev() {
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
