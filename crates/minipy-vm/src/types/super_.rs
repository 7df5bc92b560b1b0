//! `super`: attribute lookup in the classes after a given one of the MRO.

use crate::exc;
use crate::getset;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, GetSetDef, PyResult};
use crate::slots::Slots;
use crate::types::cell::CellObj;
use crate::types::str_::Name;
use crate::types::type_::{TypeDef, TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `super` objects. NULL means absent.
#[derive(Default)]
pub struct SuperObj {
    /// `__thisclass__`
    class: PyCell<Value>,
    /// `__self__`
    object: PyCell<Value>,
    /// `__self_class__`
    object_type: PyCell<Value>,
}

static SUPER_LAYOUT: Layout = Layout::of::<SuperObj>("super");

impl HeapObject for SuperObj {
    const LAYOUT: &'static Layout = &SUPER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.class.borrow());
        visit(&self.object.borrow());
        visit(&self.object_type.borrow());
    }

    fn clear(&self) {
        drop(self.class.take());
        drop(self.object.take());
        drop(self.object_type.take());
    }
}

/// The type `super`.
pub static TYPE: TypeDef = TypeDef {
    name: "super",
    layout: Some(&SUPER_LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> \
          bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires \
          issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, \
          arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def \
          cmeth(cls, arg):\n        super().cmeth(arg)\n",
    slots: Slots {
        new: Some(super_new),
        init: Some(super_init),
        repr: Some(super_repr),
        getattr: Some(super_getattr),
        descr_get: Some(super_get),
        ..Slots::EMPTY
    },
    getset: GETSET,
    ..TypeDef::EMPTY
};

static GETSET: &[GetSetDef] = getset! {
    [member] "__thisclass__" get_class, exc::readonly_member, "the class invoking super()";
    [member] "__self__" get_object, exc::readonly_member, "the instance invoking super(); may be None";
    [member] "__self_class__" get_object_type, exc::readonly_member, "the type of the instance invoking super(); may be None";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a SuperObj> {
    exc::receiver(vm, value)
}

/// CPython calls `super` itself in a way that words what is wrong with the arguments unlike `__init__` does.
fn super_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !ty.has_flag(TypeFlags::HEAP_TYPE) && args.kw.is_empty() {
        if args.pos.len() > 2 {
            return Err(exc::positional_count(vm, "super()", args.pos.len(), 0, 2));
        }
        if let Some(class) = args.pos.first().filter(|class| class.cast::<TypeObj>().is_none()) {
            let got = vm.type_of(class).name_str();
            return Err(exc::type_error(vm, &format!("super() argument 1 must be a type, not {got}")));
        }
    }
    Ok(vm.alloc(ty, SuperObj::default()).into_value())
}

fn super_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "super"));
    }
    if args.pos.len() > 2 {
        return Err(exc::too_many_in_all(vm, "super", 2, args.pos.len(), false));
    }
    let (class, bound) = match args.pos.first() {
        Some(class) => match class.cast::<TypeObj>() {
            Some(class) => (class, args.pos.get(1).and_then(Value::not_none).cloned()),
            None => {
                let got = exc::argument_type(vm, class);
                return Err(exc::type_error(vm, &format!("super() argument 1 must be type, not {got}")));
            }
        },
        None => {
            let (class, first) = from_frame(vm)?;
            (class, Some(first))
        }
    };
    let this = this(vm, object)?;
    let object_type = match &bound {
        Some(bound) => checked_type(vm, &class, bound)?.into_value(),
        None => Value::NULL,
    };
    this.class.set(class.into_value());
    this.object.set(bound.unwrap_or_default());
    this.object_type.set(object_type);
    Ok(())
}

/// What `super()` without arguments means in the running frame: the cell `__class__` and the first argument.
pub(crate) fn from_frame(vm: &Vm) -> PyResult<(TypeRef, Value)> {
    let Some(frame) = vm.stack.frame(0) else { return Err(exc::runtime_error(vm, "super(): no current frame")) };
    let code = frame.code();
    if code.code.arg_count == 0 {
        return Err(exc::runtime_error(vm, "super(): no arguments"));
    }
    let mut first = crate::types::frame_raw::register(frame, 0);
    let is_cell = code.code.locals.first().is_some_and(|l| l.kind == minipy_bytecode::code::LocalKind::Cell);
    if is_cell && let Some(cell) = first.downcast::<CellObj>() {
        let content = cell.content.get();
        first = content;
    }
    if first.is_null() {
        return Err(exc::runtime_error(vm, "super(): arg[0] deleted"));
    }
    let free = code.first_free as usize..(code.first_free + code.free_count) as usize;
    let name = &vm.names().__class__;
    let Some(index) = free.into_iter().find(|&i| code.local_names[i].is(name)) else {
        return Err(exc::runtime_error(vm, "super(): __class__ cell not found"));
    };
    let cell = crate::types::frame_raw::register(frame, index);
    let Some(class) = cell.downcast::<CellObj>().and_then(|c| c.content.get().non_null()) else {
        return Err(exc::runtime_error(vm, "super(): empty __class__ cell"));
    };
    match class.cast::<TypeObj>() {
        Some(class) => Ok((class, first)),
        None => {
            let got = vm.type_of(&class).name_str();
            Err(exc::runtime_error(vm, &format!("super(): __class__ is not a type ({got})")))
        }
    }
}

/// The class whose MRO `super(class, object)` searches; TypeError if the object does not fit.
pub(crate) fn checked_type(vm: &Vm, class: &TypeRef, object: &Value) -> PyResult<TypeRef> {
    if let Some(as_type) = object.cast::<TypeObj>()
        && as_type.is_subtype(class)
    {
        return Ok(as_type);
    }
    let ty = vm.type_of(object).to_ref();
    if ty.is_subtype(class) {
        return Ok(ty);
    }
    // A proxy may claim another class.
    if let Some(claimed) = vm.find_attr(object, &vm.names().__class__)?
        && let Some(claimed) = claimed.cast::<TypeObj>()
        && !claimed.is(&ty)
        && claimed.is_subtype(class)
    {
        return Ok(claimed);
    }
    let (what, got) = match object.downcast::<TypeObj>() {
        Some(other) => ("type", other.name_str()),
        None => ("instance of", ty.name_str()),
    };
    let wanted = class.name_str();
    let message = format!("super(type, obj): obj ({what} {got}) is not an instance or subtype of type ({wanted}).");
    Err(exc::type_error(vm, &message))
}

/// Finds an attribute in the MRO of `object_type` after `class`; the value with its class's binding not yet done.
pub(crate) fn find_after(vm: &Vm, class: &TypeObj, object_type: &TypeObj, name: &Name) -> Option<Value> {
    let mro = object_type.mro.borrow();
    let at = mro.iter().position(|t| std::ptr::eq::<TypeObj>(&**t, class))?;
    mro[at + 1..].iter().find_map(|t| t.dict.get_name(vm, name))
}

/// `super(class, object).name`, without making the `super` object; `None` if there is no such attribute after `class`.
pub(crate) fn attribute(
    vm: &Vm,
    class: &TypeRef,
    object: &Value,
    object_type: &TypeRef,
    name: &Name,
) -> PyResult<Option<Value>> {
    if name.is(&vm.names().__class__) {
        return Ok(None);
    }
    let Some(found) = find_after(vm, class, object_type, name) else { return Ok(None) };
    match vm.type_of(&found).slots().descr_get {
        Some(get) => {
            // On the class itself nothing is bound.
            let instance = if object.is(object_type.value()) { None } else { Some(object) };
            get(vm, &found, instance, Some(object_type.value())).map(Some)
        }
        None => Ok(Some(found)),
    }
}

fn super_getattr(vm: &Vm, object: &Value, name: &Name) -> PyResult {
    let this = this(vm, object)?;
    let (class, bound, object_type) = (this.class.get(), this.object.get(), this.object_type.get());
    if let (Some(class), Some(object_type)) = (class.cast::<TypeObj>(), object_type.cast::<TypeObj>())
        && let Some(found) = attribute(vm, &class, &bound, &object_type, name)?
    {
        return Ok(found);
    }
    crate::protocol::attr::generic_get(vm, object, name)
}

fn super_get(vm: &Vm, descr: &Value, object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    let this = this(vm, descr)?;
    let Some(object) = object.filter(|_| this.object.get().is_null()) else { return Ok(descr.clone()) };
    let class = this.class.get();
    if !vm.type_of(descr).is(&vm.types().super_) {
        let ty = vm.type_of(descr).to_value();
        return vm.call(&ty, &[class, object.clone()]);
    }
    let Some(class) = class.cast::<TypeObj>() else { return Ok(descr.clone()) };
    let object_type = checked_type(vm, &class, object)?;
    let made = SuperObj {
        class: PyCell::new(class.into_value()),
        object: PyCell::new(object.clone()),
        object_type: PyCell::new(object_type.into_value()),
    };
    Ok(vm.alloc(&vm.types().super_, made).into_value())
}

fn super_repr(vm: &Vm, object: &Value) -> PyResult {
    let this = this(vm, object)?;
    let class = this.class.get().downcast::<TypeObj>().map_or_else(|| "NULL".to_owned(), TypeObj::name_str);
    Ok(vm.str(&match this.object_type.get().downcast::<TypeObj>() {
        Some(ty) => format!("<super: <class '{class}'>, <{} object>>", ty.name_str()),
        None => format!("<super: <class '{class}'>, NULL>"),
    }))
}

fn get_class(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.class.get().non_null().unwrap_or(Value::NONE))
}

fn get_object(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.object.get().non_null().unwrap_or(Value::NONE))
}

fn get_object_type(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.object_type.get().non_null().unwrap_or(Value::NONE))
}
