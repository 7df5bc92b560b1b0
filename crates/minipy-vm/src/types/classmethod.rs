//! `classmethod`: the struct and attributes are those of `staticmethod`.

use crate::exc;
use crate::heap::{HeapObject, PyCell};
use crate::native::{Args, PyResult};
use crate::slots::Slots;
use crate::types::staticmethod::{self, WrappedMethodObj};
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The type `classmethod`.
pub static TYPE: TypeDef = TypeDef {
    name: "classmethod",
    layout: Some(WrappedMethodObj::LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Convert a function to be a class method.\n\nA class method receives the class as implicit first argument,\njust \
          like an instance method receives the instance.\nTo declare a class method, use this idiom:\n\n  class C:\n      \
          @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\nIt can be called either on the class (e.g. \
          C.f()) or on an instance\n(e.g. C().f()).  The instance is ignored except for its class.\nIf a class method is \
          called for a derived class, the derived class\nobject is passed as the implied first argument.\n\nClass methods \
          are different than C++ or Java static methods.\nIf you want those, see the staticmethod builtin.",
    slots: Slots {
        new: Some(staticmethod::wrapped_new),
        init: Some(classmethod_init),
        repr: Some(classmethod_repr),
        descr_get: Some(classmethod_get),
        dict_of: Some(staticmethod::dict_of),
        ..Slots::EMPTY
    },
    methods: staticmethod::METHODS,
    getset: staticmethod::GETSET,
    ..TypeDef::EMPTY
};

/// A new class method around a function that needs no attributes copied (as `PyClassMethod_New`).
pub fn new_classmethod(vm: &Vm, function: Value) -> Value {
    let wrapped = WrappedMethodObj { callable: PyCell::new(function), dict: PyCell::default() };
    vm.alloc(&vm.types().classmethod, wrapped).into_value()
}

fn classmethod_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    staticmethod::wrapped_init(vm, object, args, "classmethod")
}

fn classmethod_repr(vm: &Vm, object: &Value) -> PyResult {
    staticmethod::wrapped_repr(vm, object, "classmethod")
}

fn classmethod_get(vm: &Vm, descr: &Value, object: Option<&Value>, owner: Option<&Value>) -> PyResult {
    let callable = staticmethod::callable_of(vm, descr, "classmethod")?;
    let class = match (owner.filter(|o| !o.is_none()), object) {
        (Some(owner), _) => owner.clone(),
        (None, Some(object)) => vm.type_of(object).to_value(),
        (None, None) => return Err(exc::type_error(vm, "__get__(None, None) is invalid")),
    };
    Ok(vm.bound_method(callable, class))
}
