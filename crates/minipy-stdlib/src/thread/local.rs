//! `_thread._local`: an object whose attributes each thread has for itself.

use std::collections::HashMap;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::dict::{DictObj, DictRef};
use minipy_vm::types::str_::Name;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

/// The struct inside thread-local objects: the arguments for `__init__`, which every thread runs.
pub struct LocalObj {
    args: Vec<Value>,
    kw: Vec<Value>,
    names: Vec<Value>,
    /// Tells this object's entry in the threads' tables from those of others.
    key: u64,
}

static LOCAL_LAYOUT: Layout = Layout::of::<LocalObj>("_local");

impl HeapObject for LocalObj {
    const LAYOUT: &'static Layout = &LOCAL_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.args.iter().chain(&self.kw).chain(&self.names).for_each(visit);
    }
}

/// A thread's attribute dicts, by the object's key.
#[derive(Default)]
struct Dicts(PyCell<HashMap<u64, Value>>);

/// The type `_local`.
pub static TYPE: TypeDef = TypeDef {
    name: "_local",
    module: "_thread",
    layout: Some(&LOCAL_LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE,
    doc: "Thread-local data",
    slots: Slots {
        new: Some(local_new),
        init: Some(local_init),
        getattr: Some(getattr),
        setattr: Some(setattr),
        ..Slots::EMPTY
    },
    ..TypeDef::EMPTY
};

fn local_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let own_init = ty.slots().init.map(|f| f as usize) != Some(local_init as *const () as usize);
    if !args.is_empty() && !own_init {
        return Err(exc::type_error(vm, "Initialization arguments are not supported"));
    }
    let key = minipy_vm::thread::new_ident();
    let local = LocalObj { args: args.pos.to_vec(), kw: args.kw.to_vec(), names: args.names.to_vec(), key };
    let value = vm.alloc(ty, local).into_value();
    // The thread that makes the object initialises it through the call of the class.
    let dict = vm.new_dict().into_value();
    vm.thread_state::<Dicts>().0.borrow_mut().insert(key, dict);
    Ok(value)
}

fn local_init(_vm: &Vm, _this: &Value, _args: &Args) -> PyResult<()> {
    Ok(())
}

/// This thread's dict, made (and the object initialised) at its first use.
fn dict_here(vm: &Vm, value: &Value) -> PyResult<DictRef> {
    let local: &LocalObj = exc::receiver(vm, value)?;
    let found = vm.thread_state::<Dicts>().0.borrow().get(&local.key).cloned();
    if let Some(dict) = found.and_then(|d| d.cast::<DictObj>()) {
        return Ok(dict);
    }
    let dict = vm.new_dict();
    vm.thread_state::<Dicts>().0.borrow_mut().insert(local.key, dict.value().clone());
    if let Some(init) = vm.type_of(value).slots().init {
        let args = Args { pos: &local.args, kw: &local.kw, names: &local.names };
        if let Err(raised) = init(vm, value, &args) {
            let old = vm.thread_state::<Dicts>().0.borrow_mut().remove(&local.key);
            drop(old);
            return Err(raised);
        }
    }
    Ok(dict)
}

fn getattr(vm: &Vm, this: &Value, name: &Name) -> PyResult {
    let dict = dict_here(vm, this)?;
    if name.bytes() == b"__dict__" {
        return Ok(dict.into_value());
    }
    let ty = vm.type_of(this);
    let descr = ty.lookup(vm, name);
    if let Some(descr) = &descr {
        let slots = vm.type_of(descr).slots();
        if let (Some(get), Some(_)) = (slots.descr_get, slots.descr_set) {
            return get(vm, descr, Some(this), Some(ty.to_ref().value()));
        }
    }
    if let Some(found) = dict.get_name(vm, name) {
        return Ok(found);
    }
    match descr {
        Some(descr) => vm.bind_descriptor(descr, this),
        None => {
            let class = minipy_vm::types::type_::methods::full_name(vm, ty);
            let message = format!("'{class}' object has no attribute '{}'", name.to_string_lossy());
            Err(exc::attribute_error_for(vm, this, name, &message))
        }
    }
}

fn setattr(vm: &Vm, this: &Value, name: &Name, value: Option<&Value>) -> PyResult<()> {
    let dict = dict_here(vm, this)?;
    if name.bytes() == b"__dict__" {
        let class = minipy_vm::types::type_::methods::full_name(vm, vm.type_of(this));
        let message = format!("'{class}' object attribute '__dict__' is read-only");
        return Err(exc::attribute_error_for(vm, this, name, &message));
    }
    if let Some(descr) = vm.type_of(this).lookup(vm, name)
        && let Some(set) = vm.type_of(&descr).slots().descr_set
    {
        return set(vm, &descr, this, value);
    }
    match value {
        Some(value) => {
            dict.set_name(vm, name, value.clone());
            Ok(())
        }
        None => match dict.remove_name(vm, name) {
            Some(old) => {
                drop(old);
                Ok(())
            }
            None => {
                let class = minipy_vm::types::type_::methods::full_name(vm, vm.type_of(this));
                let message = format!("'{class}' object has no attribute '{}'", name.to_string_lossy());
                Err(exc::attribute_error_for(vm, this, name, &message))
            }
        },
    }
}
