//! Functions about any object: attributes, `repr`, `hash`, `len`, `dir`, ...

use crate::exc;
use crate::native::{Args, PyResult};
use crate::protocol::bind::check_positional;
use crate::types::dict::DictObj;
use crate::types::list::ListObj;
use crate::types::str_::{Name, StrObj};
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

fn attribute_name(vm: &Vm, name: &Value) -> PyResult<Name> {
    match vm.intern_value(name) {
        Some(name) => Ok(name),
        None => {
            let got = vm.type_of(name).name_str();
            Err(exc::type_error(vm, &format!("attribute name must be string, not '{got}'")))
        }
    }
}

/// `getattr`
pub fn getattr(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "getattr", args, 0, 2, 3)?;
    let name = attribute_name(vm, &args.pos[1])?;
    match args.pos.get(2) {
        None => vm.get_attr(&args.pos[0], &name),
        Some(default) => Ok(vm.find_attr(&args.pos[0], &name)?.unwrap_or_else(|| default.clone())),
    }
}

/// `setattr`
pub fn setattr(vm: &Vm, object: &Value, name: &Value, value: &Value) -> PyResult {
    let name = attribute_name(vm, name)?;
    vm.set_attr(object, &name, value)?;
    Ok(Value::NONE)
}

/// `hasattr`
pub fn hasattr(vm: &Vm, object: &Value, name: &Value) -> PyResult {
    let name = attribute_name(vm, name)?;
    Ok(Value::bool(vm.find_attr(object, &name)?.is_some()))
}

/// `delattr`
pub fn delattr(vm: &Vm, object: &Value, name: &Value) -> PyResult {
    let name = attribute_name(vm, name)?;
    vm.del_attr(object, &name)?;
    Ok(Value::NONE)
}

/// `vars`
pub fn vars(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "vars", args, 0, 0, 1)?;
    let Some(object) = args.pos.first() else { return super::scope::locals(vm) };
    match vm.find_attr(object, &vm.names().__dict__)? {
        Some(dict) => Ok(dict),
        None => Err(exc::type_error(vm, "vars() argument must have __dict__ attribute")),
    }
}

/// `dir`
pub fn dir(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "dir", args, 0, 0, 1)?;
    let names = match args.pos.first() {
        None => {
            let locals = super::scope::locals(vm)?;
            vm.call_method_str(&locals, "keys", &[])?
        }
        Some(object) => match vm.call_special(object, &vm.names().__dir__, &[])? {
            Some(names) => names,
            None => return Err(exc::type_error(vm, "object does not provide __dir__")),
        },
    };
    let list = vm.list(vm.collect(&names)?);
    vm.call_method_str(&list, "sort", &[])?;
    Ok(list)
}

/// `id`
pub fn id(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(object.bits() as i64))
}

/// `hash`
pub fn hash(vm: &Vm, object: &Value) -> PyResult {
    let hash = vm.hash(object)?;
    Ok(vm.int(hash))
}

/// `callable`
pub fn callable(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(vm.is_callable(object)))
}

/// `repr`
pub fn repr(vm: &Vm, object: &Value) -> PyResult {
    vm.repr(object)
}

/// `ascii`
pub fn ascii(vm: &Vm, object: &Value) -> PyResult {
    crate::format::ascii(vm, object)
}

/// `format`
pub fn format(vm: &Vm, args: &[Value]) -> PyResult {
    let empty;
    let spec = match args[1].given() {
        Some(spec) => spec,
        None => {
            empty = vm.str("");
            &empty
        }
    };
    if spec.downcast::<crate::types::str_::StrObj>().is_none() {
        let got = exc::argument_type(vm, spec);
        return Err(exc::type_error(vm, &format!("format() argument 2 must be str, not {got}")));
    }
    crate::format::format_value(vm, &args[0], spec)
}

/// `len`
pub fn len(vm: &Vm, object: &Value) -> PyResult {
    let len = if let Some(list) = object.exact::<ListObj>() {
        list.len()
    } else if let Some(text) = object.exact::<StrObj>() {
        text.chars()
    } else if let Some(tuple) = object.exact::<TupleObj>() {
        tuple.items().len()
    } else if let Some(dict) = object.exact::<DictObj>() {
        dict.len()
    } else {
        vm.len(object)?
    };
    Ok(vm.int(len as i64))
}
