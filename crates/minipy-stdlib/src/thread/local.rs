//! `_thread._local`: an object whose attributes each thread has for itself.

use std::collections::HashMap;
use std::rc::{Rc, Weak};

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::dict::{DictObj, DictRef};
use minipy_vm::types::str_::Name;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

/// Attribute dicts by the number of the thread.
type Dicts = Rc<PyCell<HashMap<u64, Value>>>;

/// The struct inside thread-local objects: the arguments for `__init__`, which every thread runs, and the dicts. These
/// belong to the object, so that they die with it and cycles through it are found; a thread that ends takes its own out.
pub struct LocalObj {
    args: Vec<Value>,
    kw: Vec<Value>,
    names: Vec<Value>,
    dicts: Dicts,
}

static LOCAL_LAYOUT: Layout = Layout::of::<LocalObj>("_local");

impl HeapObject for LocalObj {
    const LAYOUT: &'static Layout = &LOCAL_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.args.iter().chain(&self.kw).chain(&self.names).chain(self.dicts.borrow().values()).for_each(visit);
    }

    fn clear(&self) {
        drop(self.dicts.take());
    }
}

/// What a thread knows of its dicts: its own number, and the objects that have one for it.
struct Here {
    number: u64,
    used: PyCell<Vec<Weak<PyCell<HashMap<u64, Value>>>>>,
}

impl Default for Here {
    fn default() -> Self {
        Here { number: minipy_vm::thread::new_ident(), used: PyCell::default() }
    }
}

impl Here {
    fn insert(&self, dicts: &Dicts, dict: Value) {
        dicts.borrow_mut().insert(self.number, dict);
        let mut used = self.used.borrow_mut();
        if used.len() == used.capacity() {
            used.retain(|dicts| dicts.strong_count() > 0);
        }
        used.push(Rc::downgrade(dicts));
    }

    fn remove(&self, dicts: &Dicts) {
        // Dropped after the end of the borrow.
        let old = dicts.borrow_mut().remove(&self.number);
        drop(old);
    }
}

/// The end of the thread.
impl Drop for Here {
    fn drop(&mut self) {
        for dicts in self.used.take() {
            if let Some(dicts) = dicts.upgrade() {
                self.remove(&dicts);
            }
        }
    }
}

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
    let dicts = Dicts::default();
    // The thread that makes the object initialises it through the call of the class.
    vm.thread_state::<Here>().insert(&dicts, vm.new_dict().into_value());
    let local = LocalObj { args: args.pos.to_vec(), kw: args.kw.to_vec(), names: args.names.to_vec(), dicts };
    Ok(vm.alloc(ty, local).into_value())
}

fn local_init(_vm: &Vm, _this: &Value, _args: &Args) -> PyResult<()> {
    Ok(())
}

/// This thread's dict, made (and the object initialised) at its first use.
fn dict_here(vm: &Vm, value: &Value) -> PyResult<DictRef> {
    let local: &LocalObj = exc::receiver(vm, value)?;
    let here = vm.thread_state::<Here>();
    let found = local.dicts.borrow().get(&here.number).cloned();
    if let Some(dict) = found.and_then(|d| d.cast::<DictObj>()) {
        return Ok(dict);
    }
    let dict = vm.new_dict();
    here.insert(&local.dicts, dict.value().clone());
    if let Some(init) = vm.type_of(value).slots().init {
        let args = Args { pos: &local.args, kw: &local.kw, names: &local.names };
        if let Err(raised) = init(vm, value, &args) {
            let pending = vm.take_exception(raised);
            here.remove(&local.dicts);
            return Err(vm.raise_again(pending));
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
