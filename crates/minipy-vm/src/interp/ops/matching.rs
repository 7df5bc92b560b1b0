//! Pattern matching (PEP 634).

use crate::exc;
use crate::interp::ins::Ins;
use crate::interp::stack::Frame;
use crate::native::PyResult;
use crate::types::dict::DictObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn mapping(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let matched = vm.is_pattern_mapping(frame.reg(ins.b()));
    frame.set(ins.a(), Value::bool(matched));
    Ok(())
}

pub(crate) fn sequence(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let matched = vm.is_pattern_sequence(frame.reg(ins.b()));
    frame.set(ins.a(), Value::bool(matched));
    Ok(())
}

pub(crate) fn keys(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let (subject, keys) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    let keys: Vec<Value> = keys.downcast::<TupleObj>().map_or(Vec::new(), |t| t.items().to_vec());
    let seen = vm.new_dict();
    let mut values = Vec::with_capacity(keys.len());
    if let ([key], Some(dict)) = (keys.as_slice(), subject.exact::<DictObj>()) {
        let found = match dict.get(vm, key)? {
            Some(value) => vm.tuple(vec![value]),
            None => Value::NONE,
        };
        frame.set(ins.a(), found);
        return Ok(());
    }
    let sentinel = vm.list(Vec::new());
    let get = match subject.exact::<DictObj>() {
        Some(_) => Value::NULL,
        None => vm.get_attr_str(&subject, "get")?,
    };
    for key in &keys {
        if seen.contains(vm, key)? {
            let text = vm.repr_string(key)?;
            return Err(exc::value_error(vm, &format!("mapping pattern checks duplicate key ({text})")));
        }
        seen.set(vm, key, Value::NONE)?;
        let found = match subject.exact::<DictObj>() {
            Some(dict) => dict.get(vm, key)?,
            None => {
                let value = vm.call(&get, &[key.clone(), sentinel.clone()])?;
                if value.is(&sentinel) { None } else { Some(value) }
            }
        };
        match found {
            Some(value) => values.push(value),
            None => {
                frame.set(ins.a(), Value::NONE);
                return Ok(());
            }
        }
    }
    frame.set(ins.a(), vm.tuple(values));
    Ok(())
}

pub(crate) fn len(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let len = vm.len(&frame.reg(ins.b()).clone())?;
    frame.set(ins.a(), vm.int(len as i64));
    Ok(())
}

pub(crate) fn class(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let operand = frame.extra(1) as u32;
    let positional = (operand & 0xffff) as usize;
    let names = frame.konst((operand >> 16) as usize).clone();
    let names: Vec<Value> = names.downcast::<TupleObj>().map_or(Vec::new(), |t| t.items().to_vec());
    let (subject, class) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    let result = match_class(vm, &subject, &class, positional, &names)?;
    drop((subject, class));
    if ins.f() & minipy_bytecode::opcode::C_TEMP != 0 {
        drop(frame.take(ins.c()));
    }
    frame.set(ins.a(), result);
    Ok(())
}

fn match_class(vm: &Vm, subject: &Value, class: &Value, positional: usize, names: &[Value]) -> PyResult {
    let Some(ty) = class.downcast::<TypeObj>() else {
        return Err(exc::type_error(vm, "called match pattern must be a class"));
    };
    if !crate::builtins::isinstance::is_instance(vm, subject, class)? {
        return Ok(Value::NONE);
    }
    let mut seen: Vec<Value> = Vec::new();
    let mut values = Vec::new();
    if positional > 0 {
        let match_args = vm.find_attr(class, &vm.names().__match_args__)?;
        let (list, match_self) = match match_args {
            Some(args) => match args.exact::<TupleObj>() {
                Some(tuple) => (tuple.items().to_vec(), false),
                None => {
                    let (name, got) = (ty.name_str(), vm.type_of(&args).name_str());
                    return Err(exc::type_error(vm, &format!("{name}.__match_args__ must be a tuple (got {got})")));
                }
            },
            None => (Vec::new(), ty.has_flag(TypeFlags::MATCH_SELF)),
        };
        let allowed = if match_self { 1 } else { list.len() };
        if positional > allowed {
            let name = ty.name_str();
            let s = if allowed == 1 { "" } else { "s" };
            let message = format!("{name}() accepts {allowed} positional sub-pattern{s} ({positional} given)");
            return Err(exc::type_error(vm, &message));
        }
        if match_self {
            values.push(subject.clone());
        } else {
            for name in &list[..positional] {
                if name.downcast::<StrObj>().is_none() {
                    let got = vm.type_of(name).name_str();
                    let message = format!("__match_args__ elements must be strings (got {got})");
                    return Err(exc::type_error(vm, &message));
                }
                match attribute(vm, subject, ty, name, &mut seen)? {
                    Some(value) => values.push(value),
                    None => return Ok(Value::NONE),
                }
            }
        }
    }
    for name in names {
        match attribute(vm, subject, ty, name, &mut seen)? {
            Some(value) => values.push(value),
            None => return Ok(Value::NONE),
        }
    }
    Ok(vm.tuple(values))
}

fn attribute(vm: &Vm, subject: &Value, ty: &TypeObj, name: &Value, seen: &mut Vec<Value>) -> PyResult<Option<Value>> {
    if seen.iter().any(|s| crate::types::str_::lossy(s) == crate::types::str_::lossy(name)) {
        let (class, name) = (ty.name_str(), vm.repr_string(name)?);
        return Err(exc::type_error(vm, &format!("{class}() got multiple sub-patterns for attribute {name}")));
    }
    seen.push(name.clone());
    match vm.intern_value(name) {
        Some(name) => vm.find_attr(subject, &name),
        None => Ok(None),
    }
}
