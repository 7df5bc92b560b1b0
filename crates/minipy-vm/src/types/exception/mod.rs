//! Exceptions: the struct inside all of them and making them from Rust.
//!
//! The hierarchy is the table in `classes`, attributes and methods of the classes are in `methods` and, for classes
//! with fields of their own, in a file each.

pub mod classes;
pub mod fields;
pub mod flow;
pub mod group;
pub mod import_error;
pub mod methods;
pub mod os_error;
pub mod simple;
pub mod syntax_error;
pub mod unicode_error;

use std::cell::Cell;

use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, PyResult};
use crate::slots::{InitFn, NewFn};
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;
pub use classes::ExcTypes;

/// The struct inside all exceptions.
pub struct ExceptionObj {
    /// `args`, a tuple.
    pub args: PyCell<Value>,
    /// `__traceback__`, NULL for None.
    pub traceback: PyCell<Value>,
    /// `__cause__`, NULL for None.
    pub cause: PyCell<Value>,
    /// `__context__`, NULL for None.
    pub context: PyCell<Value>,
    /// `__suppress_context__`
    pub suppress_context: Cell<bool>,
    /// `__dict__` of builtin exception classes' instances; NULL until needed.
    pub dict: PyCell<Value>,
    /// Fields of the class (such as `StopIteration.value`), in the order that `classes` documents.
    pub extra: PyCell<Vec<Value>>,
}

pub(crate) static EXCEPTION_LAYOUT: Layout = Layout::of::<ExceptionObj>("BaseException");

impl HeapObject for ExceptionObj {
    const LAYOUT: &'static Layout = &EXCEPTION_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in [&self.args, &self.traceback, &self.cause, &self.context, &self.dict] {
            visit(&cell.borrow());
        }
        self.extra.borrow().iter().for_each(&mut *visit);
    }

    fn clear(&self) {
        for cell in [&self.args, &self.traceback, &self.cause, &self.context, &self.dict] {
            drop(cell.take());
        }
        drop(self.extra.take());
    }

    fn owned_bytes(&self) -> usize {
        self.extra.borrow().capacity() * size_of::<Value>()
    }
}

impl ExceptionObj {
    /// An exception's struct with these arguments (a tuple value).
    pub fn new(args: Value) -> ExceptionObj {
        ExceptionObj {
            args: PyCell::new(args),
            traceback: PyCell::default(),
            cause: PyCell::default(),
            context: PyCell::default(),
            suppress_context: Cell::new(false),
            dict: PyCell::default(),
            extra: PyCell::default(),
        }
    }

    /// A field of the class; NULL if it was never set.
    pub fn extra(&self, index: usize) -> Value {
        self.extra.borrow().get(index).cloned().unwrap_or_default()
    }
}

/// Sets a field of an exception's class (see `classes`).
pub fn set_extra(exception: &Value, index: usize, value: Value) {
    let Some(this) = exception.downcast::<ExceptionObj>() else { return };
    let old = {
        let mut extra = this.extra.borrow_mut();
        if extra.len() <= index {
            extra.resize(index + 1, Value::NULL);
        }
        std::mem::replace(&mut extra[index], value)
    };
    drop(old);
}

/// What calling a class of exceptions with positional arguments gives, if it only keeps them.
#[inline]
pub(crate) fn made_plainly(vm: &Vm, class: &TypeRef, args: &[Value]) -> Option<Value> {
    let slots = class.slots();
    let plain = slots.new? as usize == methods::exception_new as *const () as usize
        && slots.init? as usize == methods::exception_init as *const () as usize;
    plain.then(|| vm.alloc(class, ExceptionObj::new(vm.tuple_from(args))).into_value())
}

/// A new exception of a builtin class. Fields that `__init__` sets from positional arguments are set.
pub fn new_exception(vm: &Vm, class: &TypeRef, args: Vec<Value>) -> Value {
    let slots = class.slots();
    let (new, init) = (slots.new, slots.init);
    let plain_new = new.is_some_and(|f| std::ptr::fn_addr_eq(f, methods::exception_new as NewFn));
    // These only look at keyword arguments.
    let plain_inits: [InitFn; 3] =
        [methods::exception_init, import_error::attribute_error_init, import_error::name_error_init];
    let plain_init = init.is_some_and(|f| plain_inits.iter().any(|p| std::ptr::fn_addr_eq(f, *p)));
    if !plain_new || !plain_init {
        match made_by_class(vm, class, &args) {
            Ok(made) => return made,
            Err(raised) => drop(vm.take_exception(raised)),
        }
    }
    vm.alloc(class, ExceptionObj::new(vm.tuple(args))).into_value()
}

/// What calling the class gives, without the ways around that Python classes have.
fn made_by_class(vm: &Vm, class: &TypeRef, args: &[Value]) -> PyResult {
    let args = Args::positional(args);
    let slots = class.slots();
    let (new, init) = (slots.new, slots.init);
    let made = match new {
        Some(new) => new(vm, class, &args)?,
        None => methods::exception_new(vm, class, &args)?,
    };
    if let Some(init) = init {
        init(vm, &made, &args)?;
    }
    Ok(made)
}
