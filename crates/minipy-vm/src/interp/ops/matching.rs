//! Pattern matching (PEP 634).
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, Opcode};

use crate::exc;
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
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

/// Gives what a pattern has found to the instructions that follow. They are nearly always a jump for "nothing" and the
/// unpacking of the tuple: then the values go straight into the registers, and both are skipped.
fn found(vm: &Vm, frame: &Frame, ins: Ins, len: usize, values: &mut [Value]) -> Flow {
    // SAFETY: the verifier has checked that neither this instruction nor a conditional jump is the last one; the frame is
    // the top one.
    unsafe {
        let next = frame.pc.add(len);
        let jump = Ins::new(*next);
        if *next as u8 == Opcode::JumpIfNone as u8 && jump.a() == ins.a() && !jump.has(A_TEMP) {
            let unpack = Ins::new(*next.add(1));
            let direct = *next.add(1) as u8 == Opcode::UnpackSequence as u8
                && unpack.b() == ins.a()
                && unpack.has(B_TEMP)
                && unpack.c() as usize == values.len();
            if direct {
                drop(frame.take(ins.a()));
                for (i, value) in values.iter_mut().enumerate() {
                    frame.set(unpack.a() + i as u16, value.take());
                }
                (*vm.stack.top.get()).pc = next.add(2);
                return Flow::Reload;
            }
        }
    }
    frame.set(ins.a(), vm.tuple_from(values));
    Flow::Next
}

/// Nothing matches.
fn nothing(frame: &Frame, ins: Ins) -> Flow {
    frame.set(ins.a(), Value::NONE);
    Flow::Next
}

pub(crate) fn keys(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let (subject, keys) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    let keys: &[Value] = keys.downcast::<TupleObj>().map_or(&[], TupleObj::items);
    if let ([key], Some(dict)) = (keys, subject.exact::<DictObj>()) {
        return Ok(match dict.get(vm, key)? {
            Some(value) => found(vm, frame, ins, 1, &mut [value]),
            None => nothing(frame, ins),
        });
    }
    let seen = vm.new_dict();
    let mut values = Vec::with_capacity(keys.len());
    let sentinel = vm.list(Vec::new());
    let get = match subject.exact::<DictObj>() {
        Some(_) => Value::NULL,
        None => vm.get_attr_str(&subject, "get")?,
    };
    for key in keys {
        if seen.contains(vm, key)? {
            let text = vm.repr_string(key)?;
            return Err(exc::value_error(vm, &format!("mapping pattern checks duplicate key ({text})")));
        }
        seen.set(vm, key, Value::NONE)?;
        let value = match subject.exact::<DictObj>() {
            Some(dict) => dict.get(vm, key)?,
            None => {
                let value = vm.call(&get, &[key.clone(), sentinel.clone()])?;
                if value.is(&sentinel) { None } else { Some(value) }
            }
        };
        match value {
            Some(value) => values.push(value),
            None => return Ok(nothing(frame, ins)),
        }
    }
    Ok(found(vm, frame, ins, 1, &mut values))
}

pub(crate) fn len(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let len = vm.len(&frame.reg(ins.b()).clone())?;
    frame.set(ins.a(), vm.int(len as i64));
    Ok(())
}

/// As many sub-patterns are matched without an allocation.
const INLINE: usize = 8;

pub(crate) fn class(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let operand = frame.extra(1) as u32;
    let positional = (operand & 0xffff) as usize;
    let names = frame.konst((operand >> 16) as usize).exact::<TupleObj>().map_or(&[][..], TupleObj::items);
    let (subject, class) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    let count = positional + names.len();
    let mut inline = [const { Value::NULL }; INLINE];
    let mut more = Vec::new();
    let values = match inline.get_mut(..count) {
        Some(values) => values,
        None => {
            more.resize(count, Value::NULL);
            &mut more[..]
        }
    };
    let matched = match_class(vm, &subject, &class, positional, names, values)?;
    drop((subject, class));
    if ins.f() & C_TEMP != 0 {
        drop(frame.take(ins.c()));
    }
    Ok(if matched { found(vm, frame, ins, 2, values) } else { nothing(frame, ins) })
}

/// `__match_args__`: a tuple, or `None` if the class has none.
fn match_args(vm: &Vm, class: &Value, ty: &TypeObj) -> PyResult<Option<Value>> {
    let name = &vm.names().__match_args__;
    let plain = std::ptr::eq(vm.type_of(class), &**vm.types().type_);
    if plain {
        // Attributes of such a class that bind nothing are what its namespaces hold.
        match ty.lookup(vm, name) {
            None => return Ok(None),
            Some(args) if args.exact::<TupleObj>().is_some() => return Ok(Some(args)),
            Some(_) => {}
        }
    }
    let Some(args) = vm.find_attr(class, name)? else { return Ok(None) };
    if args.exact::<TupleObj>().is_none() {
        let (name, got) = (ty.name_str(), vm.type_of(&args).name_str());
        return Err(exc::type_error(vm, &format!("{name}.__match_args__ must be a tuple (got {got})")));
    }
    Ok(Some(args))
}

/// Whether a subject matches a class pattern; its attributes are put into `values`.
fn match_class(
    vm: &Vm,
    subject: &Value,
    class: &Value,
    positional: usize,
    names: &[Value],
    values: &mut [Value],
) -> PyResult<bool> {
    let Some(ty) = class.downcast::<TypeObj>() else {
        return Err(exc::type_error(vm, "called match pattern must be a class"));
    };
    if !crate::builtins::isinstance::is_instance(vm, subject, class)? {
        return Ok(false);
    }
    let args = if positional > 0 { match_args(vm, class, ty)? } else { None };
    let list = args.as_ref().and_then(Value::exact::<TupleObj>).map_or(&[][..], TupleObj::items);
    let match_self = positional > 0 && args.is_none() && ty.has_flag(TypeFlags::MATCH_SELF);
    let allowed = if match_self { 1 } else { list.len() };
    if positional > allowed {
        let name = ty.name_str();
        let s = if allowed == 1 { "" } else { "s" };
        let message = format!("{name}() accepts {allowed} positional sub-pattern{s} ({positional} given)");
        return Err(exc::type_error(vm, &message));
    }
    let list = if match_self { &[] } else { &list[..positional] };
    let (own, attributes) = values.split_at_mut(usize::from(match_self));
    if let Some(place) = own.first_mut() {
        *place = subject.clone();
    }
    for (i, place) in attributes.iter_mut().enumerate() {
        let name = match list.get(i) {
            Some(name) if name.downcast::<StrObj>().is_none() => {
                let got = vm.type_of(name).name_str();
                return Err(exc::type_error(vm, &format!("__match_args__ elements must be strings (got {got})")));
            }
            Some(name) => name,
            None => &names[i - list.len()],
        };
        let before = list.iter().chain(names).take(i);
        if before.into_iter().any(|other| other.is(name) || same_text(other, name)) {
            let (class, name) = (ty.name_str(), vm.repr_string(name)?);
            return Err(exc::type_error(vm, &format!("{class}() got multiple sub-patterns for attribute {name}")));
        }
        let Some(name) = vm.intern_value(name) else { return Ok(false) };
        match vm.find_attr(subject, &name)? {
            Some(value) => *place = value,
            None => return Ok(false),
        }
    }
    Ok(true)
}

fn same_text(a: &Value, b: &Value) -> bool {
    match (a.downcast::<StrObj>(), b.downcast::<StrObj>()) {
        (Some(a), Some(b)) => a.bytes() == b.bytes(),
        _ => false,
    }
}
