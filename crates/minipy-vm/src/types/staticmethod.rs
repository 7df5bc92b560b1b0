//! `staticmethod`, and what it shares with `classmethod`: the wrapped callable and its copied attributes.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::str_::Name;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside static and class methods.
#[derive(Default)]
pub struct WrappedMethodObj {
    /// `__func__`; NULL before `__init__`.
    pub callable: PyCell<Value>,
    /// `__dict__`, NULL until needed.
    pub dict: PyCell<Value>,
}

/// One layout for each of the two types, so that a `cast` tells them apart by type, not by layout.
static STATICMETHOD_LAYOUT: Layout = Layout::of::<WrappedMethodObj>("staticmethod");

impl HeapObject for WrappedMethodObj {
    const LAYOUT: &'static Layout = &STATICMETHOD_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.callable.borrow());
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        drop(self.callable.take());
        drop(self.dict.take());
    }
}

/// The type `staticmethod`.
pub static TYPE: TypeDef = TypeDef {
    name: "staticmethod",
    layout: Some(&STATICMETHOD_LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Convert a function to be a static method.\n\nA static method does not receive an implicit first argument.\nTo \
          declare a static method, use this idiom:\n\n     class C:\n         @staticmethod\n         def f(arg1, arg2, \
          argN):\n             ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()). \
          Both the class and the instance are ignored, and\nneither is passed implicitly as the first argument to the \
          method.\n\nStatic methods in Python are similar to those found in Java or C++.\nFor a more advanced concept, \
          see the classmethod builtin.",
    slots: Slots {
        new: Some(wrapped_new),
        init: Some(staticmethod_init),
        call: Some(staticmethod_call),
        repr: Some(staticmethod_repr),
        descr_get: Some(staticmethod_get),
        dict_of: Some(dict_of),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

pub(crate) static METHODS: &[MethodDef] = methods! {
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(cls, object, /)" "See PEP 585";
};

pub(crate) static GETSET: &[GetSetDef] = getset! {
    [member] "__func__" get_function, exc::readonly_member, "";
    [member] "__wrapped__" get_function, exc::readonly_member, "";
    "__isabstractmethod__" get_abstract, "";
    "__dict__" crate::types::member::get_dict, crate::types::member::set_dict, "";
    "__annotations__" get_annotations, set_annotations, "";
    "__annotate__" get_annotate, set_annotate, "";
};

/// A new static method around a function that needs no attributes copied (as `PyStaticMethod_New`).
pub fn new_staticmethod(vm: &Vm, function: Value) -> Value {
    let wrapped = WrappedMethodObj { callable: PyCell::new(function), dict: PyCell::default() };
    vm.alloc(&vm.types().staticmethod, wrapped).into_value()
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a WrappedMethodObj> {
    exc::receiver(vm, value)
}

/// `dict_of` slot.
pub(crate) fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<WrappedMethodObj>().map(|w| &w.dict)
}

/// `new` slot of both types.
pub(crate) fn wrapped_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    let wrapped = WrappedMethodObj { callable: PyCell::new(Value::NONE), dict: PyCell::default() };
    Ok(vm.alloc(ty, wrapped).into_value())
}

/// `__init__` of both types: keeps the callable and takes over what describes it.
pub(crate) fn wrapped_init(vm: &Vm, object: &Value, args: &Args, name: &str) -> PyResult<()> {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, name));
    }
    let [callable] = args.pos else { return Err(exc::positional_count(vm, name, args.pos.len(), 1, 1)) };
    this(vm, object)?.callable.set(callable.clone());
    let names = vm.names();
    for name in [&names.__module__, &names.__name__, &names.__qualname__, &names.__doc__] {
        if let Some(value) = vm.find_attr(callable, name)? {
            vm.set_attr(object, name, &value)?;
        }
    }
    Ok(())
}

fn staticmethod_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    wrapped_init(vm, object, args, "staticmethod")
}

/// The callable; RuntimeError if `__init__` has not run.
pub(crate) fn callable_of(vm: &Vm, object: &Value, what: &str) -> PyResult {
    match this(vm, object)?.callable.get().non_null() {
        Some(callable) => Ok(callable),
        None => Err(exc::runtime_error(vm, &format!("uninitialized {what} object"))),
    }
}

fn staticmethod_get(vm: &Vm, descr: &Value, _object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    callable_of(vm, descr, "staticmethod")
}

fn staticmethod_call(vm: &Vm, object: &Value, args: &Args) -> PyResult {
    let callable = callable_of(vm, object, "staticmethod")?;
    vm.call_args(&callable, args)
}

fn staticmethod_repr(vm: &Vm, object: &Value) -> PyResult {
    wrapped_repr(vm, object, "staticmethod")
}

/// `<staticmethod(<function f at 0x...>)>`
pub(crate) fn wrapped_repr(vm: &Vm, object: &Value, name: &str) -> PyResult {
    let mut text = format!("<{name}(").into_bytes();
    text.extend(vm.repr_bytes(&callable_of(vm, object, name)?)?);
    text.extend_from_slice(b")>");
    Ok(vm.str_bytes(&text))
}

fn get_function(vm: &Vm, object: &Value) -> PyResult {
    callable_of(vm, object, "staticmethod")
}

fn get_abstract(vm: &Vm, object: &Value) -> PyResult {
    let callable = this(vm, object)?.callable.get();
    crate::types::property::is_abstract(vm, &callable).map(Value::bool)
}

/// An attribute of the wrapped function, kept here from the first look on.
fn cached(vm: &Vm, object: &Value, name: &Name) -> PyResult {
    let dict = crate::protocol::attr::instance_dict(vm, object);
    if let Some(dict) = &dict
        && let Some(found) = dict.get_name(vm, name)
    {
        return Ok(found);
    }
    let callable = this(vm, object)?.callable.get();
    let value = vm.get_attr(&callable, name)?;
    if let Some(dict) = dict {
        dict.set_name(vm, name, value.clone());
    }
    Ok(value)
}

fn store(vm: &Vm, object: &Value, name: &Name, value: Option<&Value>) -> PyResult<()> {
    let Some(dict) = crate::protocol::attr::instance_dict(vm, object) else { return Ok(()) };
    match value {
        Some(value) => dict.set_name(vm, name, value.clone()),
        None => {
            if dict.remove_name(vm, name).is_none() {
                return Err(exc::no_attribute(vm, object, name));
            }
        }
    }
    Ok(())
}

fn get_annotations(vm: &Vm, object: &Value) -> PyResult {
    cached(vm, object, &vm.names().__annotations__)
}

fn set_annotations(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    store(vm, object, &vm.names().__annotations__, value)
}

fn get_annotate(vm: &Vm, object: &Value) -> PyResult {
    cached(vm, object, &vm.names().__annotate__)
}

fn set_annotate(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    store(vm, object, &vm.names().__annotate__, value)
}
