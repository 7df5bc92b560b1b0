//! `function`: the type and its attributes.

use minipy_bytecode::code::flags;

use crate::exc;
use crate::getset;
use crate::heap::{HeapObject, PyCell};
use crate::native::{Args, GetSetDef, PyResult};
use crate::protocol::bind::{bind_params, parse_signature};
use crate::slots::Slots;
use crate::types::cell::CellObj;
use crate::types::code::CodeObj;
use crate::types::dict::DictObj;
use crate::types::function::FuncObj;
use crate::types::int::convert;
use crate::types::str_::{StrObj, lossy};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The type `function`.
pub static TYPE: TypeDef = TypeDef {
    name: "function",
    layout: Some(FuncObj::LAYOUT),
    shape: crate::shape::fixed::FUNCTION,
    flags: TypeFlags::METHOD_LIKE | TypeFlags::WEAKREFABLE,
    doc: "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string \
          that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument \
          values\n  closure\n    a tuple that supplies the bindings for free variables\n  kwdefaults\n    a dictionary that \
          specifies the default keyword argument values",
    slots: Slots {
        new: Some(function_new),
        call: Some(function_call),
        repr: Some(function_repr),
        descr_get: Some(function_get),
        dict_of: Some(function_dict),
        ..Slots::EMPTY
    },
    getset: GETSET,
    ..TypeDef::EMPTY
};

static GETSET: &[GetSetDef] = getset! {
    "__code__" get_code, set_code, "";
    "__defaults__" get_defaults, set_defaults, "";
    "__kwdefaults__" get_kwdefaults, set_kwdefaults, "";
    "__annotations__" get_annotations, set_annotations, "Dict of annotations in a function object.";
    "__annotate__" get_annotate, set_annotate, "Get the code object for a function.";
    "__dict__" crate::types::member::get_dict, crate::types::member::set_dict, "";
    "__name__" get_name, set_name, "";
    "__qualname__" get_qualname, set_qualname, "";
    "__type_params__" get_type_params, set_type_params, "Get the declared type parameters for a function.";
    "__doc__" get_doc, set_doc, "";
    "__module__" get_module, set_module, "";
    [member] "__closure__" get_closure, exc::readonly_member, "";
    [member] "__globals__" get_globals, exc::readonly_member, "";
    [member] "__builtins__" get_builtins, exc::readonly_member, "";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FuncObj> {
    exc::receiver(vm, value)
}

fn function_dict(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<FuncObj>().map(|f| &f.dict)
}

fn function_call(vm: &Vm, callable: &Value, args: &Args) -> PyResult {
    crate::interp::call_function(vm, callable, this(vm, callable)?, args)
}

fn function_repr(vm: &Vm, object: &Value) -> PyResult {
    let name = this(vm, object)?.qualname();
    let mut text = b"<function ".to_vec();
    text.extend_from_slice(name.downcast::<StrObj>().map_or(&[][..], StrObj::bytes));
    text.extend_from_slice(format!(" at {:#x}>", object.bits()).as_bytes());
    Ok(vm.str_bytes(&text))
}

fn function_get(vm: &Vm, descr: &Value, object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    match object {
        Some(object) => Ok(vm.bound_method(descr.clone(), object.clone())),
        None => Ok(descr.clone()),
    }
}

/// `types.FunctionType(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)`
fn function_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    let params = parse_signature("(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)");
    let given = bind_params(vm, "function", &params, args, 0)?;
    let [code, globals, name, defaults, closure, kwdefaults] = &given[..] else {
        return Err(exc::type_error(vm, "function() takes 2 to 6 arguments"));
    };
    let wrong = |what: &str, wanted: &str, got: &Value| {
        let got = exc::argument_type(vm, got);
        exc::type_error(vm, &format!("function() argument '{what}' must be {wanted}, not {got}"))
    };
    let Some(code) = code.cast::<CodeObj>() else { return Err(wrong("code", "code", code)) };
    let Some(globals) = globals.cast::<DictObj>() else { return Err(wrong("globals", "dict", globals)) };
    if let Some(name) = name.not_none()
        && name.downcast::<StrObj>().is_none()
    {
        return Err(exc::type_error(vm, "arg 3 (name) must be None or string"));
    }
    if let Some(defaults) = defaults.not_none()
        && defaults.downcast::<TupleObj>().is_none()
    {
        return Err(exc::type_error(vm, "arg 4 (defaults) must be None or tuple"));
    }
    let cells = match closure.not_none() {
        None if code.free_count != 0 => return Err(exc::type_error(vm, "arg 5 (closure) must be tuple")),
        None => Vec::new(),
        Some(closure) => match closure.downcast::<TupleObj>() {
            Some(tuple) => tuple.items().to_vec(),
            None => return Err(exc::type_error(vm, "arg 5 (closure) must be None or tuple")),
        },
    };
    if let Some(kwdefaults) = kwdefaults.not_none()
        && kwdefaults.downcast::<DictObj>().is_none()
    {
        return Err(exc::type_error(vm, "arg 6 (kwdefaults) must be None or dict"));
    }
    if cells.len() != code.free_count as usize {
        let (name, wanted, got) = (lossy(&code.name), code.free_count, cells.len());
        return Err(exc::value_error(vm, &format!("{name} requires closure of length {wanted}, not {got}")));
    }
    for cell in &cells {
        if cell.downcast::<CellObj>().is_none() {
            let got = vm.type_of(cell).name_str();
            return Err(exc::type_error(vm, &format!("arg 5 (closure) expected cell, found {got}")));
        }
    }
    let closure = match cells.is_empty() {
        true => Value::NULL,
        false if closure.exact::<TupleObj>().is_some() => closure.clone(),
        false => vm.tuple(cells),
    };
    let function = vm.new_function(&code, &globals, closure);
    if let Some(name) = name.not_none() {
        function.rare().name.set(name.clone());
    }
    function.defaults.set(defaults.not_none().cloned().unwrap_or_default());
    function.kwdefaults.set(kwdefaults.not_none().cloned().unwrap_or_default());
    Ok(function.into_value())
}

fn none_for_null(value: Value) -> PyResult {
    Ok(value.non_null().unwrap_or(Value::NONE))
}

fn get_code(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.code.get().into_value())
}

fn set_code(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let function = this(vm, object)?;
    let Some(code) = value.and_then(Value::cast::<CodeObj>) else {
        return Err(exc::type_error(vm, "__code__ must be set to a code object"));
    };
    let wanted = function.cells_of_closure().len();
    if code.free_count as usize != wanted {
        let (name, got) = (lossy(&function.name()), code.free_count);
        let message = format!("{name}() requires a code object with {wanted} free vars, not {got}");
        return Err(exc::value_error(vm, &message));
    }
    let kind = |code: &CodeObj| code.flags.get() & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR);
    if kind(&function.code.get()) != kind(&code) {
        let message =
            "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)";
        convert::deprecated(vm, message)?;
    }
    function.replace_code(code);
    Ok(())
}

fn get_defaults(vm: &Vm, object: &Value) -> PyResult {
    none_for_null(this(vm, object)?.defaults.get())
}

fn set_defaults(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let value = value.and_then(Value::not_none);
    if value.is_some_and(|v| v.downcast::<TupleObj>().is_none()) {
        return Err(exc::type_error(vm, "__defaults__ must be set to a tuple object"));
    }
    this(vm, object)?.defaults.set(value.cloned().unwrap_or_default());
    Ok(())
}

fn get_kwdefaults(vm: &Vm, object: &Value) -> PyResult {
    none_for_null(this(vm, object)?.kwdefaults.get())
}

fn set_kwdefaults(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let value = value.and_then(Value::not_none);
    if value.is_some_and(|v| v.downcast::<DictObj>().is_none()) {
        return Err(exc::type_error(vm, "__kwdefaults__ must be set to a dict object"));
    }
    this(vm, object)?.kwdefaults.set(value.cloned().unwrap_or_default());
    Ok(())
}

/// Calls an `__annotate__` function for the values (format 1) and checks that it gives a dict.
pub(crate) fn call_annotate(vm: &Vm, annotate: &Value) -> PyResult {
    let result = vm.call1(annotate, &Value::small(1))?;
    if result.downcast::<DictObj>().is_none() {
        let got = vm.type_of(&result).name_str();
        return Err(exc::type_error(vm, &format!("__annotate__ returned non-dict of type '{got}'")));
    }
    Ok(result)
}

fn get_annotations(vm: &Vm, object: &Value) -> PyResult {
    let function = this(vm, object)?;
    let rare = function.rare();
    if let Some(found) = rare.annotations.get().non_null() {
        return Ok(found);
    }
    let annotate = rare.annotate.get();
    let annotations = match annotate.not_none() {
        Some(annotate) => call_annotate(vm, annotate)?,
        None => vm.new_dict().into_value(),
    };
    rare.annotations.set(annotations.clone());
    Ok(annotations)
}

fn set_annotations(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let value = value.and_then(Value::not_none);
    if value.is_some_and(|v| v.downcast::<DictObj>().is_none()) {
        return Err(exc::type_error(vm, "__annotations__ must be set to a dict object"));
    }
    let rare = this(vm, object)?.rare();
    rare.annotations.set(value.cloned().unwrap_or_default());
    rare.annotate.set(Value::NULL);
    Ok(())
}

fn get_annotate(vm: &Vm, object: &Value) -> PyResult {
    none_for_null(this(vm, object)?.stored().map_or(Value::NULL, |rare| rare.annotate.get()))
}

fn set_annotate(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let rare = this(vm, object)?.rare();
    match value {
        None => Err(exc::type_error(vm, "__annotate__ cannot be deleted")),
        Some(value) if value.is_none() => {
            rare.annotate.set(Value::NULL);
            Ok(())
        }
        Some(value) if vm.is_callable(value) => {
            rare.annotate.set(value.clone());
            rare.annotations.set(Value::NULL);
            Ok(())
        }
        Some(_) => Err(exc::type_error(vm, "__annotate__ must be callable or None")),
    }
}

fn text_arg<'a>(vm: &Vm, value: Option<&'a Value>, message: &str) -> PyResult<&'a Value> {
    match value {
        Some(value) if value.downcast::<StrObj>().is_some() => Ok(value),
        _ => Err(exc::type_error(vm, message)),
    }
}

fn get_name(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.name())
}

fn set_name(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let name = text_arg(vm, value, "__name__ must be set to a string object")?;
    this(vm, object)?.rare().name.set(name.clone());
    Ok(())
}

fn get_qualname(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.qualname())
}

fn set_qualname(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let name = text_arg(vm, value, "__qualname__ must be set to a string object")?;
    this(vm, object)?.rare().qualname.set(name.clone());
    Ok(())
}

fn get_type_params(vm: &Vm, object: &Value) -> PyResult {
    let stored = this(vm, object)?.stored().and_then(|rare| rare.type_params.get().non_null());
    Ok(stored.unwrap_or_else(|| vm.tuple(Vec::new())))
}

fn set_type_params(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<TupleObj>().is_some() => {
            this(vm, object)?.rare().type_params.set(value.clone());
            Ok(())
        }
        _ => Err(exc::type_error(vm, "__type_params__ must be set to a tuple")),
    }
}

fn get_doc(vm: &Vm, object: &Value) -> PyResult {
    none_for_null(this(vm, object)?.doc())
}

fn set_doc(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    this(vm, object)?.rare().doc.set(value.cloned().unwrap_or_default());
    Ok(())
}

fn get_module(vm: &Vm, object: &Value) -> PyResult {
    none_for_null(this(vm, object)?.module.get())
}

fn set_module(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    this(vm, object)?.module.set(value.cloned().unwrap_or_default());
    Ok(())
}

fn get_closure(vm: &Vm, object: &Value) -> PyResult {
    none_for_null(this(vm, object)?.closure.clone())
}

fn get_globals(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.globals.value().clone())
}

fn get_builtins(vm: &Vm, object: &Value) -> PyResult {
    // Whoever looks at the namespace sees all of it.
    drop(vm.interp().builtins.get());
    Ok(this(vm, object)?.builtins.value().clone())
}
