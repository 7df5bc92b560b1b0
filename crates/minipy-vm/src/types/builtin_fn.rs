//! `builtin_function_or_method`, `method_descriptor`, `classmethod_descriptor`, `getset_descriptor`: what the rows of
//! method tables become. Their attributes are in `builtin_fn_methods`.

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{Header, HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, Binding, GetSetDef, MethodDef, NativeFn, PyResult};
use crate::shape::fixed;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside builtin functions and bound builtin methods.
pub struct BuiltinObj {
    /// The table row.
    pub def: &'static MethodDef,
    /// `__self__`: what it is bound to (passed as first argument), or NULL.
    pub this: Value,
    /// `__module__`: the module's name, or NULL; for a static method of a builtin type that type.
    pub module: Value,
    /// What a program set as `__module__`, or NULL.
    pub(crate) set_module: PyCell<Value>,
}

pub(crate) static BUILTIN_LAYOUT: Layout = Layout::of::<BuiltinObj>("builtin_function_or_method");

impl HeapObject for BuiltinObj {
    const LAYOUT: &'static Layout = &BUILTIN_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.this);
        visit(&self.module);
        visit(&self.set_module.borrow());
    }

    fn clear(&self) {
        drop(self.set_module.take());
    }
}

impl FixedShape for BuiltinObj {
    const SHAPE: u32 = crate::shape::fixed::BUILTIN;
}

/// The struct inside unbound methods of builtin types.
pub struct MethodDescrObj {
    /// The table row.
    pub def: &'static MethodDef,
    /// `__objclass__`
    pub owner: TypeRef,
    /// The struct of the owner, for a quick comparison: alive as long as `owner`.
    pub(crate) owner_struct: *const crate::types::type_::TypeObj,
    /// The code of the table row, one load nearer.
    pub(crate) function: NativeFn,
    /// How the loop calls it.
    pub(crate) manner: Manner,
}

/// How the loop calls a method of a builtin type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Straight from the registers.
    Plainly,
    /// Not at all: it is `list.append`, which the loop does itself.
    Append,
    /// Likewise `list.pop`.
    Pop,
    /// With a look at what it is first: methods of generators push frames, some of coroutines are awaited at once.
    WithCare,
}

impl Manner {
    fn of(owner: &TypeRef, def: &'static MethodDef) -> Manner {
        let shape = owner.def.map_or(0, |def| def.shape);
        match (shape, def.name) {
            (fixed::GENERATOR | fixed::COROUTINE, _) => Manner::WithCare,
            (fixed::LIST, "append") => Manner::Append,
            (fixed::LIST, "pop") => Manner::Pop,
            _ if def.at_once.is_some() => Manner::WithCare,
            _ => Manner::Plainly,
        }
    }
}

pub(crate) static METHOD_DESCR_LAYOUT: Layout = Layout::of::<MethodDescrObj>("method_descriptor");

impl HeapObject for MethodDescrObj {
    const LAYOUT: &'static Layout = &METHOD_DESCR_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.owner.value());
    }
}

impl FixedShape for MethodDescrObj {
    const SHAPE: u32 = crate::shape::fixed::METHOD_DESCRIPTOR;
}

/// The struct inside unbound class methods of builtin types.
pub struct ClassMethodDescrObj {
    /// The table row.
    pub def: &'static MethodDef,
    /// `__objclass__`
    pub owner: TypeRef,
}

pub(crate) static CLASS_METHOD_DESCR_LAYOUT: Layout = Layout::of::<ClassMethodDescrObj>("classmethod_descriptor");

impl HeapObject for ClassMethodDescrObj {
    const LAYOUT: &'static Layout = &CLASS_METHOD_DESCR_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.owner.value());
    }
}

/// The struct inside computed attributes of builtin types.
pub struct GetSetObj {
    /// The table row.
    pub def: &'static GetSetDef,
    /// `__objclass__`
    pub owner: TypeRef,
}

pub(crate) static GETSET_LAYOUT: Layout = Layout::of::<GetSetObj>("getset_descriptor");

impl HeapObject for GetSetObj {
    const LAYOUT: &'static Layout = &GETSET_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.owner.value());
    }
}

impl Vm {
    /// The object in a builtin type's namespace for a row of its method table.
    pub(crate) fn method_from_def(&self, owner: &TypeRef, def: &'static MethodDef) -> Value {
        match def.binding {
            Binding::Instance => self
                .alloc(
                    &self.types().method_descriptor,
                    MethodDescrObj {
                        def,
                        owner: owner.clone(),
                        owner_struct: std::ptr::from_ref(&**owner),
                        function: def.function,
                        manner: Manner::of(owner, def),
                    },
                )
                .into_value(),
            Binding::Class => self
                .alloc(&self.types().classmethod_descriptor, ClassMethodDescrObj { def, owner: owner.clone() })
                .into_value(),
            Binding::Static => {
                // A static method has its type where a function has its module.
                let function = self.builtin_function(def, owner.value().clone());
                crate::types::staticmethod::new_staticmethod(self, function)
            }
        }
    }

    /// The object in a builtin type's namespace for a row of its table of computed attributes.
    pub(crate) fn getset_from_def(&self, owner: &TypeRef, def: &'static GetSetDef) -> Value {
        if def.member {
            return crate::types::member::new_native_member(self, owner, def);
        }
        self.alloc(&self.types().getset_descriptor, GetSetObj { def, owner: owner.clone() }).into_value()
    }

    /// A builtin function of a module (`module`: its name, or NULL).
    pub fn builtin_function(&self, def: &'static MethodDef, module: Value) -> Value {
        let function = BuiltinObj { def, this: Value::NULL, module, set_module: PyCell::new(Value::NULL) };
        self.alloc_fixed(&self.types().builtin_function, function).into_value()
    }

    /// A builtin method bound to an object.
    pub fn bound_builtin(&self, def: &'static MethodDef, this: Value) -> Value {
        let method = BuiltinObj { def, this, module: Value::NULL, set_module: PyCell::new(Value::NULL) };
        self.alloc_fixed(&self.types().builtin_function, method).into_value()
    }
}

/// `call` slot of builtin functions.
pub(crate) fn builtin_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    match this.downcast::<BuiltinObj>() {
        Some(builtin) => crate::protocol::call::call_builtin(vm, builtin, args),
        None => Err(exc::not_callable(vm, this)),
    }
}

/// `call` slot of method descriptors.
pub(crate) fn method_descr_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    match this.downcast::<MethodDescrObj>() {
        Some(method) => crate::protocol::call::call_method_descr(vm, method, args),
        None => Err(exc::not_callable(vm, this)),
    }
}

/// `descr_get` slot of method descriptors.
pub(crate) fn method_descr_get(vm: &Vm, this: &Value, obj: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    let (Some(method), Some(obj)) = (this.downcast::<MethodDescrObj>(), obj.filter(|o| !o.is_null())) else {
        return Ok(this.clone());
    };
    if !vm.type_of(obj).is_subtype(&method.owner) {
        return Err(exc::descriptor_wrong_type(vm, method.def.name, &method.owner, obj));
    }
    Ok(vm.bound_builtin(method.def, obj.clone()))
}

/// `descr_get` slot of class method descriptors.
pub(crate) fn class_method_descr_get(vm: &Vm, this: &Value, obj: Option<&Value>, owner: Option<&Value>) -> PyResult {
    let Some(method) = this.downcast::<ClassMethodDescrObj>() else { return Ok(this.clone()) };
    let class = match (owner, obj) {
        (Some(owner), _) if !owner.is_null() && !owner.is_none() => owner.clone(),
        (_, Some(obj)) => vm.type_of(obj).to_value(),
        _ => return Ok(this.clone()),
    };
    Ok(vm.bound_builtin(method.def, class))
}

/// The row and the owner of a computed attribute of a builtin type, if a value is the descriptor of one.
#[inline]
pub(crate) fn computed(object: &Header) -> Option<(&'static GetSetDef, &TypeRef)> {
    if let Some(getset) = object.downcast::<GetSetObj>() {
        return Some((getset.def, &getset.owner));
    }
    let member = object.downcast::<crate::types::member::MemberObj>()?;
    Some((member.native()?, &member.owner))
}

/// `descr_get` slot of computed attributes.
pub(crate) fn getset_get(vm: &Vm, this: &Value, obj: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    let (Some(getset), Some(obj)) = (this.downcast::<GetSetObj>(), obj.filter(|o| !o.is_null())) else {
        return Ok(this.clone());
    };
    if !vm.type_of(obj).is_subtype(&getset.owner) {
        return Err(exc::descriptor_wrong_type(vm, getset.def.name, &getset.owner, obj));
    }
    (getset.def.get)(vm, obj)
}

/// `descr_set` slot of computed attributes.
pub(crate) fn getset_set(vm: &Vm, this: &Value, obj: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(getset) = this.downcast::<GetSetObj>() else { return Ok(()) };
    if !vm.type_of(obj).is_subtype(&getset.owner) {
        return Err(exc::descriptor_wrong_type(vm, getset.def.name, &getset.owner, obj));
    }
    match getset.def.set {
        Some(set) => set(vm, obj, value),
        None => {
            let (name, owner) = (getset.def.name, getset.owner.name_str());
            Err(exc::attribute_error(vm, &format!("attribute '{name}' of '{owner}' objects is not writable")))
        }
    }
}
