//! Values of type parameters and aliases that are computed when somebody asks, `typing.NoDefault`, and calls of the
//! library's `typing`.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// A value that is there or is computed by calling a function with the format 1. NULL: absent.
#[derive(Default)]
pub(super) struct Lazy {
    pub(super) value: PyCell<Value>,
    pub(super) evaluator: PyCell<Value>,
}

impl Lazy {
    pub(super) fn of_value(value: Value) -> Lazy {
        Lazy { value: PyCell::new(value), evaluator: PyCell::default() }
    }

    pub(super) fn of_evaluator(evaluator: Value) -> Lazy {
        Lazy { value: PyCell::default(), evaluator: PyCell::new(evaluator) }
    }

    /// The value; NULL if there is neither value nor function.
    pub(super) fn get(&self, vm: &Vm) -> PyResult {
        let value = self.value.get();
        if !value.is_null() {
            return Ok(value);
        }
        let evaluator = self.evaluator.get();
        if evaluator.is_null() {
            return Ok(Value::NULL);
        }
        let value = vm.call1(&evaluator, &Value::small(1))?;
        self.value.set(value.clone());
        Ok(value)
    }

    /// The function that computes the value, or None.
    pub(super) fn evaluator(&self, vm: &Vm) -> PyResult {
        if let Some(evaluator) = self.evaluator.get().non_null() {
            return Ok(evaluator);
        }
        match self.value.get().non_null() {
            Some(value) => {
                Ok(vm.alloc(&vm.type_from_def(&CONST_EVALUATOR_TYPE), ConstEvaluatorObj { value }).into_value())
            }
            None => Ok(Value::NONE),
        }
    }

    pub(super) fn visit(&self, visit: &mut Tracer) {
        visit(&self.value.borrow());
        visit(&self.evaluator.borrow());
    }

    pub(super) fn clear(&self) {
        drop(self.value.take());
        drop(self.evaluator.take());
    }
}

/// The struct inside functions that give a value that is known already.
struct ConstEvaluatorObj {
    value: Value,
}

static CONST_EVALUATOR_LAYOUT: Layout = Layout::of::<ConstEvaluatorObj>("_ConstEvaluator");

impl HeapObject for ConstEvaluatorObj {
    const LAYOUT: &'static Layout = &CONST_EVALUATOR_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.value);
    }
}

/// The type of `typing.NoDefault`.
pub static NO_DEFAULT: TypeDef = TypeDef {
    name: "NoDefaultType",
    module: "typing",
    doc: "The type of the NoDefault singleton.",
    slots: Slots { new: Some(no_default_new), repr: Some(|vm, _| Ok(vm.str("typing.NoDefault"))), ..Slots::EMPTY },
    methods: NO_DEFAULT_METHODS,
    ..TypeDef::EMPTY
};

static CONST_EVALUATOR_TYPE: TypeDef = TypeDef {
    name: "_ConstEvaluator",
    module: "_typing",
    layout: Some(&CONST_EVALUATOR_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { call: Some(const_evaluator_call), repr: Some(const_evaluator_repr), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

static NO_DEFAULT_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(no_default_reduce) "(self, /)" "";
};

/// The object `typing.NoDefault`.
#[derive(Default)]
struct NoDefault(PyCell<Value>);

/// `typing.NoDefault`
pub fn no_default(vm: &Vm) -> Value {
    let place = &vm.state::<NoDefault>().0;
    if place.borrow().is_null() {
        let made = vm.alloc(&vm.type_from_def(&NO_DEFAULT), crate::types::object::PlainObj).into_value();
        place.set(made);
    }
    place.get()
}

fn no_default_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    if args.is_empty() { Ok(no_default(vm)) } else { Err(exc::type_error(vm, "NoDefaultType takes no arguments")) }
}

fn no_default_reduce(vm: &Vm, _this: &Value) -> PyResult {
    Ok(vm.str("NoDefault"))
}

fn const_evaluator_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let value = exc::receiver::<ConstEvaluatorObj>(vm, this)?.value.clone();
    // Format 4 asks for source text.
    if args.pos.first().and_then(Value::as_small) == Some(4) {
        return typing_call(vm, "type_repr", &[value]);
    }
    Ok(value)
}

fn const_evaluator_repr(vm: &Vm, this: &Value) -> PyResult {
    let value = exc::receiver::<ConstEvaluatorObj>(vm, this)?.value.clone();
    let shown = vm.repr_string(&value)?;
    Ok(vm.str(&format!("<constevaluator {shown}>")))
}

pub(super) fn typing_call(vm: &Vm, function: &str, args: &[Value]) -> PyResult {
    let module = crate::import::import_module(vm, if function == "type_repr" { "annotationlib" } else { "typing" })?;
    let function = vm.get_attr_str(&module, function)?;
    vm.call(&function, args)
}

/// The module `typing`, if the library has it: what it adds to generic classes is left out otherwise.
pub(super) fn typing_module(vm: &Vm) -> PyResult<Option<Value>> {
    match crate::import::import_module(vm, "typing") {
        Ok(module) => Ok(Some(module)),
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().import_error) => {
            drop(vm.take_exception(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

pub(super) fn type_check(vm: &Vm, value: &Value, message: &str) -> PyResult {
    typing_call(vm, "_type_check", &[value.clone(), vm.str(message)])
}
