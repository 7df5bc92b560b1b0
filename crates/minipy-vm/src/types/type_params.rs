//! Type parameters of generic aliases and unions: finding them, putting arguments in their place, and the way types
//! are written in the repr of aliases (CPython: Objects/genericaliasobject.c).

use crate::exc;
use crate::heap::growth;
use crate::native::PyResult;
use crate::types::list::ListObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::TypeObj;
use crate::value::Value;
use crate::vm::Vm;

fn find(vm: &Vm, this: &Value, name: &str) -> PyResult<Option<Value>> {
    vm.find_attr(this, &vm.intern(name))
}

/// Appends an argument as it is written in the repr of an alias: types by their names, also in a list of types. A list in
/// that list is an ordinary value (and may contain itself).
pub(crate) fn push_arg_repr(vm: &Vm, out: &mut Vec<u8>, arg: &Value) -> PyResult<()> {
    let Some(list) = arg.exact::<ListObj>() else { return push_type_repr(vm, out, arg) };
    out.push(b'[');
    let mut index = 0;
    while let Some(item) = list.get(index) {
        if index > 0 {
            out.extend_from_slice(b", ");
        }
        push_type_repr(vm, out, &item)?;
        index += 1;
    }
    out.push(b']');
    Ok(())
}

/// Appends a type as it is written in the repr of an alias; the repr of what is no type.
pub(crate) fn push_type_repr(vm: &Vm, out: &mut Vec<u8>, ty: &Value) -> PyResult<()> {
    if ty.is_ellipsis() {
        out.extend_from_slice(b"...");
        return Ok(());
    }
    if ty.is(vm.types().none_type.value()) {
        out.extend_from_slice(b"None");
        return Ok(());
    }
    let names = vm.names();
    let alias = vm.find_attr(ty, &names.__origin__)?.is_some() && vm.find_attr(ty, &names.__args__)?.is_some();
    if alias {
        return vm.push_repr(out, ty);
    }
    let (Some(qualname), Some(module)) = (vm.find_attr(ty, &names.__qualname__)?, vm.find_attr(ty, &names.__module__)?)
    else {
        return vm.push_repr(out, ty);
    };
    if module.is_none() {
        return vm.push_repr(out, ty);
    }
    if !crate::types::str_::value_is(&module, "builtins") {
        out.extend_from_slice(vm.str_string(&module)?.as_bytes());
        out.push(b'.');
    }
    out.extend_from_slice(vm.str_string(&qualname)?.as_bytes());
    Ok(())
}

/// The type parameters in some arguments, each once, as a tuple.
pub(crate) fn collect(vm: &Vm, args: &[Value]) -> PyResult {
    let mut found = Vec::new();
    collect_into(vm, args, &mut found)?;
    Ok(vm.tuple(found))
}

fn collect_into(vm: &Vm, args: &[Value], found: &mut Vec<Value>) -> PyResult<()> {
    vm.check_native_stack(" in __parameter__ calculation")?;
    let add = |param: &Value, found: &mut Vec<Value>| {
        if !found.iter().any(|f| f.is(param)) {
            found.push(param.clone());
        }
    };
    for arg in args {
        if arg.downcast::<TypeObj>().is_some() {
            continue;
        }
        if let Some(tuple) = arg.downcast::<TupleObj>() {
            collect_into(vm, tuple.items(), found)?;
            continue;
        }
        if let Some(list) = arg.downcast::<ListObj>() {
            collect_into(vm, &growth::copied(vm, &list.items.borrow())?, found)?;
            continue;
        }
        if find(vm, arg, "__typing_subst__")?.is_some() {
            add(arg, found);
        } else if let Some(params) = vm.find_attr(arg, &vm.names().__parameters__)?
            && let Some(params) = params.downcast::<TupleObj>()
        {
            params.items().iter().for_each(|p| add(p, found));
        }
    }
    Ok(())
}

/// The arguments of `alias[item]`: unpacked aliases of tuples of fixed length are spread.
fn spread(vm: &Vm, item: &Value) -> PyResult<Vec<Value>> {
    let given: Vec<Value> = match item.downcast::<TupleObj>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vec![item.clone()],
    };
    let mut items = Vec::new();
    for item in given {
        let unpacked = if item.downcast::<TypeObj>().is_some() {
            None
        } else {
            find(vm, &item, "__typing_unpacked_tuple_args__")?
        };
        match unpacked.as_ref().and_then(|u| u.downcast::<TupleObj>()) {
            Some(tuple) if !tuple.items().last().is_some_and(Value::is_ellipsis) => {
                items.extend(tuple.items().iter().cloned());
            }
            _ => items.push(item),
        }
    }
    Ok(items)
}

/// The arguments of an alias with `item` in place of its type parameters, as a tuple.
pub(crate) fn substitute(vm: &Vm, this: &Value, args: &[Value], params: &[Value], item: &Value) -> PyResult {
    if params.is_empty() {
        let repr = vm.repr_string(this)?;
        return Err(exc::type_error(vm, &format!("{repr} is not a generic class")));
    }
    let mut items = vm.tuple(spread(vm, item)?);
    for param in params {
        if let Some(prepare) = find(vm, param, "__typing_prepare_subst__")?
            && !prepare.is_none()
        {
            let prepared = vm.call(&prepare, &[this.clone(), items])?;
            items = if prepared.downcast::<TupleObj>().is_some() { prepared } else { vm.tuple(vec![prepared]) };
        }
    }
    let items = items.downcast::<TupleObj>().map_or(&[][..], TupleObj::items);
    if items.len() != params.len() {
        let (quantity, repr) = (if items.len() > params.len() { "many" } else { "few" }, vm.repr_string(this)?);
        let (given, expected) = (items.len(), params.len());
        let message = format!("Too {quantity} arguments for {repr}; actual {given}, expected {expected}");
        return Err(exc::type_error(vm, &message));
    }
    Ok(vm.tuple(replace(vm, args, params, items)?))
}

fn replace(vm: &Vm, args: &[Value], params: &[Value], items: &[Value]) -> PyResult<Vec<Value>> {
    vm.check_native_stack(" in __parameter__ calculation")?;
    let mut new = Vec::with_capacity(args.len());
    let item_of = |param: &Value| params.iter().position(|p| p.is(param)).and_then(|i| items.get(i).cloned());
    for arg in args {
        if arg.downcast::<TypeObj>().is_some() {
            new.push(arg.clone());
            continue;
        }
        if let Some(tuple) = arg.downcast::<TupleObj>() {
            new.push(vm.tuple(replace(vm, tuple.items(), params, items)?));
            continue;
        }
        if let Some(list) = arg.downcast::<ListObj>() {
            new.push(vm.list(replace(vm, &growth::copied(vm, &list.items.borrow())?, params, items)?));
            continue;
        }
        let unpacks = match find(vm, arg, "__typing_is_unpacked_typevartuple__")? {
            Some(flag) => vm.truth(&flag)?,
            None => false,
        };
        let replaced = match find(vm, arg, "__typing_subst__")? {
            Some(subst) => vm.call1(&subst, &item_of(arg).unwrap_or_else(|| arg.clone()))?,
            None => replace_nested(vm, arg, &item_of)?,
        };
        match replaced.downcast::<TupleObj>() {
            Some(tuple) if unpacks => new.extend(tuple.items().iter().cloned()),
            _ => new.push(replaced),
        }
    }
    Ok(new)
}

/// An argument that has type parameters of its own, such as `list[T]`, with their items in place.
fn replace_nested(vm: &Vm, arg: &Value, item_of: &dyn Fn(&Value) -> Option<Value>) -> PyResult {
    let Some(own) = vm.find_attr(arg, &vm.names().__parameters__)? else { return Ok(arg.clone()) };
    let Some(own) = own.downcast::<TupleObj>().filter(|t| !t.items().is_empty()) else { return Ok(arg.clone()) };
    let mut sub = Vec::new();
    for param in own.items() {
        let item = item_of(param).unwrap_or_else(|| param.clone());
        let variadic = find(vm, param, "__typing_is_unpacked_typevartuple__")?.is_some();
        match item.downcast::<TupleObj>() {
            Some(tuple) if variadic => sub.extend(tuple.items().iter().cloned()),
            _ => sub.push(item),
        }
    }
    vm.get_item(arg, &vm.tuple(sub))
}
