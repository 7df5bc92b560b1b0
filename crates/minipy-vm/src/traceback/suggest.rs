//! "Did you mean": the name that a misspelt one is close to.

use crate::interp::{frames, suggest::closest};
use crate::native::PyResult;
use crate::types::dict::DictObj;
use crate::types::exception::ExceptionObj;
use crate::types::str_::{StrObj, lossy};
use crate::types::traceback::TracebackObj;
use crate::value::Value;
use crate::vm::Vm;

/// What is appended to the message of an AttributeError, NameError or ImportError; empty for nothing. Errors on the way
/// mean that there is no suggestion.
pub(crate) fn hint(vm: &Vm, exception: &Value, object: &ExceptionObj) -> String {
    let exceptions = vm.exceptions();
    let ty = vm.type_of(exception);
    let is_name_error = ty.is_subtype(&exceptions.name_error);
    let wrong = if ty.is_subtype(&exceptions.import_error) {
        object.extra(3)
    } else if is_name_error || ty.is_subtype(&exceptions.attribute_error) {
        object.extra(0)
    } else {
        return String::new();
    };
    let Some(wrong) = wrong.downcast::<StrObj>().map(|w| w.to_string_lossy().into_owned()) else {
        return String::new();
    };
    let found = match suggestion(vm, exception, object, &wrong) {
        Ok(found) => found,
        Err(raised) => {
            drop(vm.take_exception(raised));
            None
        }
    };
    let mut text = String::new();
    if let Some(found) = &found {
        text = format!(". Did you mean: '{found}'?");
    }
    if is_name_error && is_stdlib_name(vm, &wrong) {
        text.push_str(&match found {
            Some(_) => format!(" Or did you forget to import '{wrong}'?"),
            None => format!(". Did you forget to import '{wrong}'?"),
        });
    }
    text
}

fn is_stdlib_name(vm: &Vm, name: &str) -> bool {
    let names = vm.interp().sys.get().and_then(|sys| sys.get_name(vm, &vm.intern("stdlib_module_names")));
    match names.map(|names| vm.contains(&names, &vm.str(name))) {
        Some(Ok(found)) => found,
        Some(Err(raised)) => {
            drop(vm.take_exception(raised));
            false
        }
        None => false,
    }
}

fn suggestion(vm: &Vm, exception: &Value, object: &ExceptionObj, wrong: &str) -> PyResult<Option<String>> {
    let exceptions = vm.exceptions();
    let ty = vm.type_of(exception);
    let candidates = if ty.is_subtype(&exceptions.attribute_error) {
        let subject = object.extra(1).non_null().unwrap_or(Value::NONE);
        let mut names = dir_of(vm, &subject)?;
        let mut hide = !wrong.starts_with('_');
        if hide
            && let Some(last) = innermost(object)
            && local(&last, "self").is_some_and(|this| this.is(&subject))
        {
            hide = false;
        }
        if hide {
            names.retain(|n| !n.starts_with('_'));
        }
        names
    } else if ty.is_subtype(&exceptions.import_error) {
        let name = object.extra(1);
        let Some(name) = name.downcast::<StrObj>() else { return Ok(None) };
        let module = crate::import::import_module(vm, &name.to_string_lossy())?;
        let mut names = dir_of(vm, &module)?;
        if !wrong.starts_with('_') {
            names.retain(|n| !n.starts_with('_'));
        }
        names
    } else {
        let Some(last) = innermost(object) else { return Ok(None) };
        if let Some(this) = local(&last, "self")
            && vm.find_attr(&this, &vm.intern(wrong)).ok().flatten().is_some()
        {
            return Ok(Some(format!("self.{wrong}")));
        }
        visible_names(vm, &last)
    };
    Ok(closest(wrong, &candidates))
}

/// `sorted(obj.__dir__())`, the strings only.
fn dir_of(vm: &Vm, object: &Value) -> PyResult<Vec<String>> {
    let names = match vm.call_method(object, &vm.names().__dir__, &[]) {
        Ok(names) => names,
        Err(raised) if crate::exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            match vm.call_special(object, &vm.names().__dir__, &[])? {
                Some(names) => names,
                None => return Ok(Vec::new()),
            }
        }
        Err(raised) => return Err(raised),
    };
    let items = vm.collect(&names)?;
    let mut names: Vec<String> = items.iter().filter(|n| n.downcast::<StrObj>().is_some()).map(lossy).collect();
    names.sort();
    Ok(names)
}

/// The last entry of an exception's traceback.
fn innermost(exception: &ExceptionObj) -> Option<crate::heap::Obj<TracebackObj>> {
    let mut at = exception.traceback.get().cast::<TracebackObj>()?;
    while let Some(next) = at.next.get().cast::<TracebackObj>() {
        at = next;
    }
    Some(at)
}

/// A local variable of the frame of a traceback entry.
fn local(entry: &TracebackObj, name: &str) -> Option<Value> {
    let frame = &entry.frame;
    let index = frame.code.local_names.iter().position(|n| n.bytes() == name.as_bytes())?;
    let value = frames::register(frame, index);
    match value.downcast::<crate::types::cell::CellObj>() {
        Some(cell) => cell.content.get().non_null(),
        None => value.non_null(),
    }
}

/// The names that a NameError could have meant: locals, globals, builtins.
fn visible_names(vm: &Vm, entry: &TracebackObj) -> Vec<String> {
    let frame = &entry.frame;
    let mut names = Vec::new();
    let locals = frame.locals.get();
    let mut add = |dict: &DictObj| {
        names.extend(dict.keys().iter().filter(|k| k.downcast::<StrObj>().is_some()).map(lossy));
    };
    if let Some(dict) = locals.downcast::<DictObj>() {
        add(dict);
    }
    if let Some(function) = frame.func.downcast::<crate::types::function::FuncObj>() {
        if !locals.is(function.globals.value()) {
            add(&function.globals);
        }
        drop(vm.interp().builtins.get());
        add(&function.builtins);
    }
    let _ = vm;
    let mut all: Vec<String> = Vec::new();
    for (i, name) in frame.code.local_names.iter().enumerate() {
        let value = frames::register(frame, i);
        let bound = match value.downcast::<crate::types::cell::CellObj>() {
            Some(cell) => !cell.content.borrow().is_null(),
            None => !value.is_null(),
        };
        if bound {
            all.push(name.to_string_lossy().into_owned());
        }
    }
    all.extend(names);
    all
}
