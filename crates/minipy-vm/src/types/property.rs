//! `property`.

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult, Raised};
use crate::protocol::bind::{bind_params, parse_signature};
use crate::slots::Slots;
use crate::types::str_::lossy;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside properties. NULL means absent in every cell.
#[derive(Default)]
pub struct PropertyObj {
    /// `fget`
    pub getter: PyCell<Value>,
    /// `fset`
    pub setter: PyCell<Value>,
    /// `fdel`
    pub deleter: PyCell<Value>,
    doc: PyCell<Value>,
    name: PyCell<Value>,
    /// Whether the docstring is the getter's, so that a copy with another getter takes that one's.
    doc_of_getter: std::cell::Cell<bool>,
}

static PROPERTY_LAYOUT: Layout = Layout::of::<PropertyObj>("property");

impl PropertyObj {
    fn cells(&self) -> [&PyCell<Value>; 5] {
        [&self.getter, &self.setter, &self.deleter, &self.doc, &self.name]
    }
}

impl HeapObject for PropertyObj {
    const LAYOUT: &'static Layout = &PROPERTY_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for cell in self.cells() {
            visit(&cell.borrow());
        }
    }

    fn clear(&self) {
        for cell in self.cells() {
            drop(cell.take());
        }
    }
}

impl FixedShape for PropertyObj {
    const SHAPE: u32 = crate::shape::fixed::PROPERTY;
}

/// The type `property`.
pub static TYPE: TypeDef = TypeDef {
    name: "property",
    layout: Some(&PROPERTY_LAYOUT),
    shape: crate::shape::fixed::PROPERTY,
    flags: TypeFlags::BASETYPE,
    doc: "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be \
          used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    \
          docstring\n\nTypical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return \
          self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, \
          setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying existing ones \
          easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am the 'x' property.\"\n        return \
          self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        \
          del self._x",
    slots: Slots {
        new: Some(property_new),
        init: Some(property_init),
        descr_get: Some(property_get),
        descr_set: Some(property_set),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "getter" F2(with_getter) "(self, object, /)" "Descriptor to obtain a copy of the property with a different getter.";
    "setter" F2(with_setter) "(self, object, /)" "Descriptor to obtain a copy of the property with a different setter.";
    "deleter" F2(with_deleter) "(self, object, /)" "Descriptor to obtain a copy of the property with a different deleter.";
    "__set_name__" FV(set_name_method) "(self, owner, name, /)" "Method to set name of a property.";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "fget" get_getter, exc::readonly_member, "";
    [member] "fset" get_setter, exc::readonly_member, "";
    [member] "fdel" get_deleter, exc::readonly_member, "";
    [member] "__doc__" get_doc, set_doc, "";
    "__name__" get_name, set_name, "";
    "__isabstractmethod__" get_abstract, "";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a PropertyObj> {
    exc::receiver(vm, value)
}

fn none_for_null(value: Value) -> Value {
    value.non_null().unwrap_or(Value::NONE)
}

fn property_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.alloc(ty, PropertyObj::default()).into_value())
}

fn property_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    let params = parse_signature("(fget=None, fset=None, fdel=None, doc=None)");
    let given = bind_params(vm, "property", &params, args, 0)?;
    let property = this(vm, object)?;
    let absent = |i: usize| given[i].not_none().cloned().unwrap_or_default();
    property.getter.set(absent(0));
    property.setter.set(absent(1));
    property.deleter.set(absent(2));
    property.name.set(Value::NULL);
    property.doc_of_getter.set(false);
    let mut doc = absent(3);
    if doc.is_null()
        && let Some(getter) = given[0].not_none()
    {
        let found = vm.find_attr(getter, &vm.names().__doc__)?.unwrap_or(Value::NONE);
        if !found.is_none() {
            doc = found;
            property.doc_of_getter.set(true);
        }
    }
    if vm.type_of(object).is(&vm.types().property) {
        property.doc.set(doc);
        return Ok(());
    }
    // The class's own `__doc__` would hide the member, so a subclass instance keeps it as a plain attribute.
    match vm.set_attr(object, &vm.names().__doc__, &none_for_null(doc)) {
        Err(raised) if property.doc_of_getter.get() && exc::is_attribute_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            Ok(())
        }
        result => result,
    }
}

/// The property's name: set by its class, or its getter's.
fn name_of(vm: &Vm, property: &PropertyObj) -> PyResult<Option<Value>> {
    let name = property.name.get();
    if !name.is_null() {
        return Ok(Some(name));
    }
    let getter = property.getter.get();
    if getter.is_null() {
        return Ok(None);
    }
    vm.find_attr(&getter, &vm.names().__name__)
}

#[cold]
fn missing(vm: &Vm, property: &PropertyObj, object: &Value, what: &str) -> Raised {
    let class = lossy(&vm.type_of(object).qualname.get());
    let name = match name_of(vm, property) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    let shown = match name.map(|n| vm.repr_string(&n)).transpose() {
        Ok(shown) => shown,
        Err(raised) => return raised,
    };
    let message = match shown {
        Some(name) => format!("property {name} of '{class}' object has no {what}"),
        None => format!("property of '{class}' object has no {what}"),
    };
    exc::attribute_error(vm, &message)
}

fn property_get(vm: &Vm, descr: &Value, object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    let Some(object) = object else { return Ok(descr.clone()) };
    let property = this(vm, descr)?;
    let getter = property.getter.get();
    if getter.is_null() {
        return Err(missing(vm, property, object, "getter"));
    }
    vm.call1(&getter, object)
}

fn property_set(vm: &Vm, descr: &Value, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let property = this(vm, descr)?;
    match value {
        Some(value) => {
            let setter = property.setter.get();
            if setter.is_null() {
                return Err(missing(vm, property, object, "setter"));
            }
            vm.call(&setter, &[object.clone(), value.clone()])?;
        }
        None => {
            let deleter = property.deleter.get();
            if deleter.is_null() {
                return Err(missing(vm, property, object, "deleter"));
            }
            vm.call1(&deleter, object)?;
        }
    }
    Ok(())
}

/// A copy with some functions replaced (`None`: keep).
fn copy(vm: &Vm, object: &Value, replaced: [Option<&Value>; 3]) -> PyResult {
    let property = this(vm, object)?;
    let olds = [property.getter.get(), property.setter.get(), property.deleter.get()];
    let mut args: Vec<Value> = Vec::with_capacity(4);
    for (old, new) in olds.into_iter().zip(replaced) {
        args.push(new.and_then(Value::not_none).cloned().unwrap_or_else(|| none_for_null(old)));
    }
    let doc = if property.doc_of_getter.get() && !args[0].is_none() {
        Value::NONE
    } else {
        none_for_null(property.doc.get())
    };
    args.push(doc);
    let class = vm.type_of(object).to_value();
    let made = vm.call(&class, &args)?;
    if let Some(new) = made.downcast::<PropertyObj>() {
        new.name.set(property.name.get());
    }
    Ok(made)
}

fn with_getter(vm: &Vm, object: &Value, function: &Value) -> PyResult {
    copy(vm, object, [Some(function), None, None])
}

fn with_setter(vm: &Vm, object: &Value, function: &Value) -> PyResult {
    copy(vm, object, [None, Some(function), None])
}

fn with_deleter(vm: &Vm, object: &Value, function: &Value) -> PyResult {
    copy(vm, object, [None, None, Some(function)])
}

fn set_name_method(vm: &Vm, args: &Args) -> PyResult {
    let [object, _owner, name] = args.pos else {
        let n = args.pos.len().saturating_sub(1);
        return Err(exc::type_error(vm, &format!("__set_name__() takes 2 positional arguments but {n} were given")));
    };
    this(vm, object)?.name.set(name.clone());
    Ok(Value::NONE)
}

fn get_getter(vm: &Vm, object: &Value) -> PyResult {
    Ok(none_for_null(this(vm, object)?.getter.get()))
}

fn get_setter(vm: &Vm, object: &Value) -> PyResult {
    Ok(none_for_null(this(vm, object)?.setter.get()))
}

fn get_deleter(vm: &Vm, object: &Value) -> PyResult {
    Ok(none_for_null(this(vm, object)?.deleter.get()))
}

fn get_doc(vm: &Vm, object: &Value) -> PyResult {
    Ok(none_for_null(this(vm, object)?.doc.get()))
}

fn set_doc(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let property = this(vm, object)?;
    property.doc.set(value.cloned().unwrap_or_default());
    Ok(())
}

fn get_name(vm: &Vm, object: &Value) -> PyResult {
    match name_of(vm, this(vm, object)?)? {
        Some(name) => Ok(name),
        None => {
            let name = &vm.names().__name__;
            let message = "'property' object has no attribute '__name__'";
            Err(exc::attribute_error_for(vm, object, name, message))
        }
    }
}

fn set_name(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    this(vm, object)?.name.set(value.cloned().unwrap_or_default());
    Ok(())
}

/// Whether any of the functions is abstract.
fn get_abstract(vm: &Vm, object: &Value) -> PyResult {
    let property = this(vm, object)?;
    for function in [property.getter.get(), property.setter.get(), property.deleter.get()] {
        if is_abstract(vm, &function)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

/// Whether a function is marked as abstract (`abc.abstractmethod`); NULL is not.
pub(crate) fn is_abstract(vm: &Vm, function: &Value) -> PyResult<bool> {
    if function.is_null() {
        return Ok(false);
    }
    match vm.find_attr(function, &vm.names().__isabstractmethod__)? {
        Some(mark) => vm.truth(&mark),
        None => Ok(false),
    }
}
