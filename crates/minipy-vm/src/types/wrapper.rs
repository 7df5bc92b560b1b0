//! `wrapper_descriptor` and `method-wrapper`: builtin types' slots as Python methods (`int.__add__`), and the builtin
//! method `__new__`. Their attributes are in `builtin_fn_methods`.

use crate::exc;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::native::{Args, PyResult};
use crate::protocol::names_left;
use crate::types::type_::slot_table::{SlotRow, WrapFn, none_of};
use crate::types::type_::{TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `wrapper_descriptor` objects.
pub struct WrapperObj {
    row: &'static SlotRow,
    function: WrapFn,
    /// `__objclass__`
    pub owner: TypeRef,
}

pub(crate) static WRAPPER_LAYOUT: Layout = Layout::of::<WrapperObj>("wrapper_descriptor");

impl HeapObject for WrapperObj {
    const LAYOUT: &'static Layout = &WRAPPER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.owner.value());
    }
}

impl WrapperObj {
    /// The row of the slot table.
    pub fn row(&self) -> &'static SlotRow {
        self.row
    }

    /// The slot function.
    pub fn function(&self) -> WrapFn {
        self.function
    }
}

/// The struct inside `method-wrapper` objects: a wrapper bound to an instance.
pub struct BoundWrapperObj {
    /// The wrapper descriptor.
    pub wrapper: Value,
    /// `__self__`
    pub this: Value,
}

pub(crate) static BOUND_WRAPPER_LAYOUT: Layout = Layout::of::<BoundWrapperObj>("method-wrapper");

impl HeapObject for BoundWrapperObj {
    const LAYOUT: &'static Layout = &BOUND_WRAPPER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.wrapper);
        visit(&self.this);
    }
}

/// The struct inside the builtin `__new__` of a type.
pub struct NewObj {
    /// The type whose `new` slot it calls.
    pub owner: TypeRef,
}

pub(crate) static NEW_LAYOUT: Layout = Layout::of::<NewObj>("builtin __new__");

impl HeapObject for NewObj {
    const LAYOUT: &'static Layout = &NEW_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.owner.value());
    }
}

pub(crate) fn new_wrapper(vm: &Vm, owner: &TypeRef, row: &'static SlotRow, function: WrapFn) -> Value {
    vm.alloc(&vm.types().wrapper_descriptor, WrapperObj { row, function, owner: owner.clone() }).into_value()
}

pub(crate) fn new_method(vm: &Vm, owner: &TypeRef) -> Value {
    vm.alloc(&vm.types().new_method, NewObj { owner: owner.clone() }).into_value()
}

/// Whether a value is `object.__getattribute__` itself, or that of a builtin type which does the same.
pub(crate) fn is_object_getattribute(value: &Value) -> bool {
    let plain = crate::protocol::attr::generic_get as *const () as usize;
    value.downcast::<WrapperObj>().is_some_and(|w| matches!(w.function, WrapFn::GetAttr(f) if f as usize == plain))
}

/// `call` slot of `wrapper_descriptor`: the first argument is the instance.
pub(crate) fn wrapper_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let Some(wrapper) = this.downcast::<WrapperObj>() else { return Err(exc::not_callable(vm, this)) };
    let Some(instance) = args.pos.first() else {
        let (name, owner) = (wrapper.row.name, wrapper.owner.name_str());
        return Err(exc::type_error(vm, &format!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    if !vm.type_of(instance).is_subtype(&wrapper.owner) {
        let (name, owner, got) = (wrapper.row.name, wrapper.owner.name_str(), vm.type_of(instance).name_str());
        let message = format!("descriptor '{name}' requires a '{owner}' object but received a '{got}'");
        return Err(exc::type_error(vm, &message));
    }
    call_wrapped(vm, wrapper, instance, &args.rest())
}

/// `call` slot of `method-wrapper`.
pub(crate) fn bound_wrapper_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let Some(bound) = this.downcast::<BoundWrapperObj>() else { return Err(exc::not_callable(vm, this)) };
    match bound.wrapper.downcast::<WrapperObj>() {
        Some(wrapper) => call_wrapped(vm, wrapper, &bound.this, args),
        None => Err(exc::not_callable(vm, this)),
    }
}

/// `descr_get` slot of `wrapper_descriptor`.
pub(crate) fn wrapper_get(vm: &Vm, this: &Value, obj: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    let (Some(wrapper), Some(obj)) = (this.downcast::<WrapperObj>(), obj.filter(|o| !o.is_null())) else {
        return Ok(this.clone());
    };
    if !vm.type_of(obj).is_subtype(&wrapper.owner) {
        return Err(exc::descriptor_wrong_type(vm, wrapper.row.name, &wrapper.owner, obj));
    }
    let bound = BoundWrapperObj { wrapper: this.clone(), this: obj.clone() };
    Ok(vm.alloc(&vm.types().method_wrapper, bound).into_value())
}

fn call_wrapped(vm: &Vm, wrapper: &WrapperObj, this: &Value, args: &Args) -> PyResult {
    let name = wrapper.row.name;
    if let WrapFn::Call(f) = wrapper.function {
        names_left::check_slot_call(vm, this, args)?;
        return f(vm, this, args);
    }
    if let WrapFn::Init(f) = wrapper.function {
        return none_of(f(vm, this, args));
    }
    if !args.kw.is_empty() {
        return Err(exc::type_error(vm, &format!("wrapper {name}() takes no keyword arguments")));
    }
    match (wrapper.function, args.pos) {
        (WrapFn::Unary(f), []) => f(vm, this),
        (WrapFn::Binary(f), [other]) => f(vm, this, other),
        (WrapFn::BinarySwapped(f), [other]) => f(vm, other, this),
        (WrapFn::Ternary(f), [other]) => f(vm, this, other, &Value::NONE),
        (WrapFn::Ternary(f), [other, modulus]) => f(vm, this, other, modulus),
        (WrapFn::TernarySwapped(f), [other]) => f(vm, other, this, &Value::NONE),
        (WrapFn::TernarySwapped(f), [other, modulus]) => f(vm, other, this, modulus),
        (WrapFn::Bool(f), []) => f(vm, this).map(Value::bool),
        (WrapFn::Hash(f), []) => f(vm, this).map(|h| vm.int(h)),
        (WrapFn::Len(f), []) => f(vm, this).map(|n| vm.int(n as i64)),
        (WrapFn::Compare(f, op), [other]) => f(vm, this, other, op),
        (WrapFn::Next(_), []) if vm.type_of(this).slots().send.is_some() => crate::builtins::iteration::step(vm, this),
        (WrapFn::Next(f), []) => {
            let value = f(vm, this)?;
            if value.is_null() { Err(exc::stop_iteration(vm, &Value::NONE)) } else { Ok(value) }
        }
        (WrapFn::GetAttr(f), [key]) => f(vm, this, &attribute_name(vm, key)?),
        (WrapFn::SetAttr(f), [key, value]) => none_of(f(vm, this, &attribute_name(vm, key)?, Some(value))),
        (WrapFn::DelAttr(f), [key]) => none_of(f(vm, this, &attribute_name(vm, key)?, None)),
        (WrapFn::SetItem(f), [key, value]) => none_of(f(vm, this, key, Some(value))),
        (WrapFn::DelItem(f), [key]) => none_of(f(vm, this, key, None)),
        (WrapFn::Contains(f), [item]) => f(vm, this, item).map(Value::bool),
        (WrapFn::Repeat(f), [count]) => f(vm, this, vm.index_to_isize(count, Some(""))?),
        (WrapFn::DescrGet(f), [obj]) if !obj.is_none() => f(vm, this, Some(obj), None),
        (WrapFn::DescrGet(_), [_]) => Err(exc::type_error(vm, "__get__(None, None) is invalid")),
        (WrapFn::DescrGet(f), [obj, owner]) => {
            if obj.is_none() && owner.is_none() {
                return Err(exc::type_error(vm, "__get__(None, None) is invalid"));
            }
            f(vm, this, not_none(obj), not_none(owner))
        }
        (WrapFn::DescrSet(f), [obj, value]) => none_of(f(vm, this, obj, Some(value))),
        (WrapFn::DescrDelete(f), [obj]) => none_of(f(vm, this, obj, None)),
        (WrapFn::Finalize(f), []) => none_of(f(vm, this)),
        _ => Err(wrong_count(vm, wrapper, args.pos.len())),
    }
}

fn not_none(value: &Value) -> Option<&Value> {
    if value.is_none() { None } else { Some(value) }
}

#[cold]
fn wrong_count(vm: &Vm, wrapper: &WrapperObj, given: usize) -> crate::native::Raised {
    match wrapper.function {
        WrapFn::SetAttr(_) | WrapFn::SetItem(_) | WrapFn::DescrSet(_) => {
            return exc::positional_count(vm, wrapper.row.name, given, 2, 2);
        }
        WrapFn::Binary(_) if wrapper.row.name.ends_with("_buffer__") => {
            return exc::positional_count(vm, wrapper.row.name, given, 1, 1);
        }
        WrapFn::DescrGet(_) => return exc::positional_count(vm, wrapper.row.name, given, 1, 2),
        _ => {}
    }
    let wanted = match wrapper.function {
        WrapFn::Unary(_)
        | WrapFn::Bool(_)
        | WrapFn::Hash(_)
        | WrapFn::Len(_)
        | WrapFn::Next(_)
        | WrapFn::Finalize(_) => 0,
        _ => 1,
    };
    if let WrapFn::Ternary(_) | WrapFn::TernarySwapped(_) = wrapper.function {
        return exc::type_error(vm, &format!("expected 1 or 2 arguments, got {given}"));
    }
    let s = if wanted == 1 { "" } else { "s" };
    exc::type_error(vm, &format!("expected {wanted} argument{s}, got {given}"))
}

/// An attribute name argument: interned, or TypeError.
pub(crate) fn attribute_name(vm: &Vm, key: &Value) -> PyResult<crate::types::str_::Name> {
    match vm.intern_value(key) {
        Some(name) => Ok(name),
        None => {
            let got = vm.type_of(key).name_str();
            Err(exc::type_error(vm, &format!("attribute name must be string, not '{got}'")))
        }
    }
}

/// `call` slot of the builtin `__new__`.
pub(crate) fn new_method_call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let Some(method) = this.downcast::<NewObj>() else { return Err(exc::not_callable(vm, this)) };
    let owner = method.owner.name_str();
    let Some(first) = args.pos.first() else {
        return Err(exc::type_error(vm, &format!("{owner}.__new__(): not enough arguments")));
    };
    let Some(class) = first.cast::<TypeObj>() else {
        let got = vm.type_of(first).name_str();
        return Err(exc::type_error(vm, &format!("{owner}.__new__(X): X is not a type object ({got})")));
    };
    if !class.is_subtype(&method.owner) {
        let got = class.name_str();
        return Err(exc::type_error(vm, &format!("{owner}.__new__({got}): {got} is not a subtype of {owner}")));
    }
    // The most derived `new` that is not a Python method must be this one, or the layout would be wrong.
    let mut base: Option<TypeRef> = Some(class.clone());
    while let Some(ty) = &base
        && is_python_new(ty)
    {
        base = ty.base.get();
    }
    if let Some(solid) = base {
        if solid.has_flag(crate::types::type_::TypeFlags::NO_INSTANTIATION) {
            return Err(exc::type_error(vm, &format!("cannot create '{}' instances", full_name(vm, &class))));
        }
        if solid.slots().new.map(|f| f as usize) != method.owner.slots().new.map(|f| f as usize) {
            let (got, solid) = (class.name_str(), solid.name_str());
            return Err(exc::type_error(vm, &format!("{owner}.__new__({got}) is not safe, use {solid}.__new__()")));
        }
    }
    match method.owner.slots().new {
        Some(new) => {
            names_left::check_new(vm, &method.owner, &args.rest())?;
            new(vm, &class, &args.rest())
        }
        None => Err(exc::type_error(vm, &format!("cannot create '{owner}' instances"))),
    }
}

fn is_python_new(ty: &TypeObj) -> bool {
    ty.slots().new.is_some_and(|f| f as usize == crate::types::python_slots::new as *const () as usize)
}

/// The name with the module, as C code names its types.
fn full_name(vm: &Vm, ty: &TypeObj) -> String {
    match ty.dict.get_name(vm, &vm.names().__module__) {
        Some(module) if ty.def.is_none() => format!("{}.{}", crate::types::str_::lossy(&module), ty.plain_name()),
        _ => ty.name_str(),
    }
}
