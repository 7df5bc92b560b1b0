//! `object.__reduce_ex__` for protocol 2 and later: how an instance is made again from its parts.

use crate::exc;
use crate::native::PyResult;
use crate::types::dict::DictObj;
use crate::types::list::ListObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// The arguments for `__new__`: positional and keyword ones; `None` if the class says nothing.
fn new_arguments(vm: &Vm, this: &Value) -> PyResult<Option<(Value, Option<Value>)>> {
    if let Some(method) = vm.special_method(this, &vm.intern("__getnewargs_ex__"))? {
        let result = vm.call0(&method)?;
        let Some(pair) = result.downcast::<TupleObj>() else {
            let got = vm.type_of(&result).name_str();
            return Err(exc::type_error(vm, &format!("__getnewargs_ex__ should return a tuple, not '{got}'")));
        };
        let [args, kwargs] = pair.items() else {
            let n = pair.items().len();
            return Err(exc::value_error(vm, &format!("__getnewargs_ex__ should return a tuple of length 2, not {n}")));
        };
        if args.downcast::<TupleObj>().is_none() {
            let got = vm.type_of(args).name_str();
            let message = format!("first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{got}'");
            return Err(exc::type_error(vm, &message));
        }
        let Some(dict) = kwargs.downcast::<DictObj>() else {
            let got = vm.type_of(kwargs).name_str();
            let message = format!("second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{got}'");
            return Err(exc::type_error(vm, &message));
        };
        let keywords = if dict.is_empty() { None } else { Some(kwargs.clone()) };
        return Ok(Some((args.clone(), keywords)));
    }
    if let Some(method) = vm.special_method(this, &vm.names().__getnewargs__)? {
        let args = vm.call0(&method)?;
        if args.downcast::<TupleObj>().is_none() {
            let got = vm.type_of(&args).name_str();
            return Err(exc::type_error(vm, &format!("__getnewargs__ should return a tuple, not '{got}'")));
        }
        return Ok(Some((args, None)));
    }
    Ok(None)
}

/// `(copyreg.__newobj__, (cls, *args), state, list items, dict items)`
pub(crate) fn reduce_newobj(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this).to_value();
    let arguments = new_arguments(vm, this)?;
    let is_list = this.downcast::<ListObj>().is_some();
    let is_dict = this.downcast::<DictObj>().is_some();
    let plain = std::ptr::eq(vm.type_of(this).layout, vm.types().object.layout);
    let exception = this.downcast::<crate::types::exception::ExceptionObj>().is_some();
    if arguments.is_none() && !is_list && !is_dict && !plain && !exception {
        let name = vm.type_of(this).name_str();
        return Err(exc::type_error(vm, &format!("cannot pickle '{name}' object")));
    }
    let copyreg = crate::import::import_module(vm, "copyreg")?;
    let (function, new_args) = match arguments {
        Some((args, Some(kwargs))) => ("__newobj_ex__", vec![class, args, kwargs]),
        Some((args, None)) => {
            let mut items = vec![class];
            items.extend(vm.collect(&args)?);
            ("__newobj__", items)
        }
        None => ("__newobj__", vec![class]),
    };
    let function = vm.get_attr_str(&copyreg, function)?;
    let state = vm.call_method(this, &vm.names().__getstate__, &[])?;
    let list_items = if is_list { vm.iter(this)? } else { Value::NONE };
    let dict_items = if is_dict {
        let items = vm.call_method(this, &vm.names().items, &[])?;
        vm.iter(&items)?
    } else {
        Value::NONE
    };
    Ok(vm.tuple(vec![function, vm.tuple(new_args), state, list_items, dict_items]))
}
