//! `ImportError`, `AttributeError`, `NameError`: exceptions with keyword arguments for what they are about.

use crate::exc;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::dict::{DictObj, DictRef};
use crate::types::exception::fields::{get, set, this};
use crate::types::exception::{methods as base, set_extra};
use crate::types::str_::{StrObj, value_is};
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// What `ImportError` defines.
pub(crate) static PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(import_error_init), str: Some(import_error_str), ..Slots::EMPTY },
    methods: IMPORT_ERROR_METHODS,
    getset: IMPORT_ERROR_GETSET,
    ..TypeDef::EMPTY
};

/// What `AttributeError` defines.
pub(crate) static ATTRIBUTE_ERROR_PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(attribute_error_init), ..Slots::EMPTY },
    methods: ATTRIBUTE_ERROR_METHODS,
    getset: ATTRIBUTE_ERROR_GETSET,
    ..TypeDef::EMPTY
};

/// What `NameError` defines.
pub(crate) static NAME_ERROR_PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(name_error_init), ..Slots::EMPTY },
    getset: NAME_ERROR_GETSET,
    ..TypeDef::EMPTY
};

static IMPORT_ERROR_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(import_error_reduce) "(self, /)" "";
};

static IMPORT_ERROR_GETSET: &[GetSetDef] = getset! {
    [member] "msg" get::<0>, set::<0>, "exception message";
    [member] "name" get::<1>, set::<1>, "module name";
    [member] "path" get::<2>, set::<2>, "module path";
    [member] "name_from" get::<3>, set::<3>, "name imported from module";
};

static ATTRIBUTE_ERROR_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(attribute_error_reduce) "(self, /)" "";
    "__getstate__" F1(attribute_error_getstate) "(self, /)" "";
};

static ATTRIBUTE_ERROR_GETSET: &[GetSetDef] = getset! {
    [member] "name" get::<0>, set::<0>, "attribute name";
    [member] "obj" get::<1>, set::<1>, "object";
};

static NAME_ERROR_GETSET: &[GetSetDef] = getset! {
    [member] "name" get::<0>, set::<0>, "name";
};

/// Sets `args` from the positional arguments and fields from keyword arguments: (name, position of the field).
fn init(vm: &Vm, object: &Value, args: &Args, class: &str, fields: &[(&str, usize)]) -> PyResult<()> {
    base::set_arguments(vm, object, args.pos)?;
    for (_, index) in fields {
        if !this(vm, object)?.extra(*index).is_null() {
            set_extra(object, *index, Value::NULL);
        }
    }
    if args.kw.len() > fields.len() {
        return Err(exc::too_many_in_all(vm, class, fields.len(), args.kw.len(), true));
    }
    for (key, value) in args.keywords() {
        match fields.iter().find(|(name, _)| value_is(key, name)) {
            Some((_, index)) => set_extra(object, *index, value.clone()),
            None => {
                let names = fields.iter().map(|(name, _)| *name);
                return Err(exc::unexpected_keyword_among(vm, class, key, names));
            }
        }
    }
    Ok(())
}

pub(crate) fn import_error_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    init(vm, object, args, "ImportError", &[("name", 1), ("path", 2), ("name_from", 3)])?;
    let message = if let [message] = args.pos { message.clone() } else { Value::NULL };
    set_extra(object, 0, message);
    Ok(())
}

/// `init` slot of AttributeError.
pub(crate) fn attribute_error_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    init(vm, object, args, "AttributeError", &[("name", 0), ("obj", 1)])
}

/// `init` slot of NameError.
pub(crate) fn name_error_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    init(vm, object, args, "NameError", &[("name", 0)])
}

fn import_error_str(vm: &Vm, object: &Value) -> PyResult {
    let message = this(vm, object)?.extra(0);
    if message.exact::<StrObj>().is_some() {
        return Ok(message);
    }
    base::exception_str(vm, object)
}

/// A copy of the instance's `__dict__` with some fields added; `None` if there is nothing in it.
fn state(vm: &Vm, object: &Value, fields: &[(&str, Value)]) -> Option<DictRef> {
    let own = base::nonempty_dict(vm, object);
    let table = own.as_ref().and_then(|d| d.downcast::<DictObj>()).map(DictObj::copy_table);
    let given = fields.iter().filter(|(_, value)| !value.is_null());
    let state = match table {
        Some(table) => vm.dict_of_type(&vm.types().dict, table),
        None => vm.new_dict(),
    };
    for (name, value) in given {
        state.set_name(vm, &vm.intern(name), value.clone());
    }
    if state.is_empty() { None } else { Some(state) }
}

fn import_error_reduce(vm: &Vm, object: &Value) -> PyResult {
    let exception = this(vm, object)?;
    let fields = [("name", exception.extra(1)), ("path", exception.extra(2)), ("name_from", exception.extra(3))];
    let mut parts = vec![vm.type_of(object).to_value(), exception.args.get()];
    parts.extend(state(vm, object, &fields).map(DictRef::into_value));
    Ok(vm.tuple(parts))
}

/// `obj` is left out: it need not be picklable.
fn attribute_error_getstate(vm: &Vm, object: &Value) -> PyResult {
    let exception = this(vm, object)?;
    let fields = [("name", exception.extra(0)), ("args", exception.args.get())];
    Ok(state(vm, object, &fields).map_or(Value::NONE, DictRef::into_value))
}

fn attribute_error_reduce(vm: &Vm, object: &Value) -> PyResult {
    let state = attribute_error_getstate(vm, object)?;
    Ok(vm.tuple(vec![vm.type_of(object).to_value(), this(vm, object)?.args.get(), state]))
}
