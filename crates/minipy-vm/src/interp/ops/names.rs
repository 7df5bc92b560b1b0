//! Locals, cells, globals, names.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::CommonConst;

use crate::builtins::place;
use crate::exc;
use crate::interp::ins::Ins;
use crate::interp::stack::Frame;
use crate::native::{PyResult, Raised};
use crate::types::cell::CellObj;
use crate::types::dict::DictObj;
use crate::types::str_::Name;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn load_common(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let types = vm.types();
    let value = match CommonConst::from_u16(ins.b()) {
        None | Some(CommonConst::Null) => Value::NULL,
        Some(CommonConst::AssertionError) => vm.exceptions().assertion_error.value().clone(),
        Some(CommonConst::NotImplementedError) => vm.exceptions().not_implemented_error.value().clone(),
        Some(CommonConst::TupleType) => types.tuple.value().clone(),
        Some(CommonConst::SetType) => types.set.value().clone(),
        Some(CommonConst::ListType) => types.list.value().clone(),
        Some(CommonConst::All) => builtin(vm, "all")?,
        Some(CommonConst::Any) => builtin(vm, "any")?,
        Some(CommonConst::EmptyDict) => vm.new_dict().into_value(),
        Some(CommonConst::EmptyList) => vm.list(Vec::new()),
        Some(CommonConst::EmptySet) => crate::types::set::new_set(vm, Vec::new())?,
    };
    frame.set(ins.a(), value);
    Ok(())
}

fn builtin(vm: &Vm, name: &str) -> PyResult {
    let name = vm.intern(name);
    match vm.interp().builtins.unfilled().and_then(|b| place::find(vm, &b, &name)) {
        Some(value) => Ok(value),
        None => Err(exc::name_not_defined(vm, &name)),
    }
}

/// CheckBound of a local that is unbound.
pub(crate) fn check_bound(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    Err(unbound(vm, frame, ins))
}

pub(crate) fn make_cell(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let content = frame.take(ins.a());
    frame.set(ins.a(), vm.cell(content).into_value());
    Ok(())
}

/// LoadCell of an empty cell.
pub(crate) fn load_cell(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    Err(empty_cell(vm, frame, ins))
}

#[cold]
fn unbound(vm: &Vm, frame: &Frame, ins: Ins) -> Raised {
    exc::unbound_local(vm, frame.name(ins.bc() as usize))
}

pub(crate) fn delete_local(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    if frame.reg(ins.a()).is_null() {
        return Err(unbound(vm, frame, ins));
    }
    drop(frame.take(ins.a()));
    Ok(())
}

/// NameError for a free variable, UnboundLocalError for a cell of this function.
#[cold]
fn empty_cell(vm: &Vm, frame: &Frame, ins: Ins) -> Raised {
    unbound_cell(vm, frame, ins.b(), ins.c())
}

fn unbound_cell(vm: &Vm, frame: &Frame, register: u16, name: u16) -> Raised {
    let code = frame.code();
    let first = code.first_free;
    let free = u32::from(register) >= first && u32::from(register) < first + code.free_count;
    let name = frame.name(name as usize);
    if free { exc::unbound_free(vm, name) } else { exc::unbound_local(vm, name) }
}

pub(crate) fn delete_cell(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let Some(cell) = frame.reg(ins.a()).downcast::<CellObj>() else { return Ok(()) };
    if cell.content.take().is_null() {
        return Err(unbound_cell(vm, frame, ins.a(), ins.c()));
    }
    Ok(())
}

/// Looks a global up and fills the instruction's cache.
pub(crate) fn load_global(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    crate::interp::profile::event("LoadGlobal: looked up");
    let name = frame.name(ins.c() as usize).clone();
    let value = find_global(vm, frame, &name, true)?;
    frame.set(ins.a(), value);
    Ok(())
}

fn find_global(vm: &Vm, frame: &Frame, name: &Name, cache: bool) -> PyResult {
    let function = frame.function();
    if let Some(position) = function.globals.position_of_name(vm, name) {
        if cache {
            write_cache(frame, u64::from(function.globals.guard()), position as u64);
        }
        return Ok(function.globals.value_at(position));
    }
    let mut position = function.builtins.position_of_name(vm, name);
    if position.is_none() && place::complete(vm, &function.builtins, name) {
        position = function.builtins.position_of_name(vm, name);
    }
    if let Some(position) = position {
        if cache {
            let guards = u64::from(function.globals.guard()) | u64::from(function.builtins.guard()) << 32;
            write_cache(frame, guards, position as u64 | 1 << 32);
        }
        return Ok(function.builtins.value_at(position));
    }
    Err(exc::name_not_defined(vm, name))
}

/// Writes the two cache words of the current instruction.
fn write_cache(frame: &Frame, first: u64, second: u64) {
    // SAFETY: the instruction has two cache words; code is rewritten under the interpreter lock only.
    unsafe {
        frame.pc.add(1).cast_mut().write(first);
        frame.pc.add(2).cast_mut().write(second);
    }
}

pub(crate) fn store_global(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let value = frame.reg(ins.a()).clone();
    ins.consume(frame);
    frame.function().globals.set_name(vm, frame.name(ins.c() as usize), value);
    Ok(())
}

pub(crate) fn delete_global(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let name = frame.name(ins.c() as usize);
    match frame.function().globals.remove_name(vm, name) {
        Some(_) => Ok(()),
        None => Err(exc::name_not_defined(vm, name)),
    }
}

pub(crate) fn load_name(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let name = frame.name(ins.c() as usize).clone();
    let value = match frame.locals().filter(|l| !l.is(frame.function().globals.value())) {
        None => find_global(vm, frame, &name, true)?,
        Some(locals) => match find_in_mapping(vm, locals, &name)? {
            Some(value) => value,
            None => find_global(vm, frame, &name, false)?,
        },
    };
    frame.set(ins.a(), value);
    Ok(())
}

fn find_in_mapping(vm: &Vm, mapping: &Value, name: &Name) -> PyResult<Option<Value>> {
    if let Some(dict) = mapping.exact::<DictObj>() {
        return Ok(dict.get_name(vm, name));
    }
    match vm.get_item(mapping, name.value()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().key_error) => {
            drop(vm.take_exception(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// The mapping that a body's names are stored in.
pub(super) fn locals(frame: &Frame) -> Value {
    frame.locals().unwrap_or(frame.function().globals.value()).clone()
}

pub(crate) fn store_name(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let name = frame.name(ins.c() as usize);
    let mapping = locals(frame);
    match mapping.exact::<DictObj>() {
        Some(dict) => {
            let value = frame.reg(ins.a()).clone();
            ins.consume(frame);
            dict.set_name(vm, name, value);
        }
        None => {
            vm.set_item(&mapping, name.value(), frame.reg(ins.a()))?;
            ins.consume(frame);
        }
    }
    Ok(())
}

pub(crate) fn delete_name(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let name = frame.name(ins.c() as usize);
    let mapping = locals(frame);
    if let Some(dict) = mapping.exact::<DictObj>() {
        return match dict.remove_name(vm, name) {
            Some(_) => Ok(()),
            None => Err(exc::name_not_defined(vm, name)),
        };
    }
    match vm.del_item(&mapping, name.value()) {
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().key_error) => {
            drop(vm.take_exception(raised));
            Err(exc::name_not_defined(vm, name))
        }
        other => other,
    }
}

pub(crate) fn load_locals(_vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    frame.set(ins.a(), locals(frame));
    Ok(())
}

pub(crate) fn load_from_dict_or_globals(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let name = frame.name(ins.c() as usize).clone();
    let value = match find_in_mapping(vm, frame.reg(ins.b()), &name)? {
        Some(value) => value,
        None => find_global(vm, frame, &name, false)?,
    };
    ins.consume(frame);
    frame.set(ins.a(), value);
    Ok(())
}

pub(crate) fn load_from_dict_or_cell(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let name_index = frame.extra(1) as u32 as usize;
    let value = match find_in_mapping(vm, frame.reg(ins.b()), frame.name(name_index))? {
        Some(value) => value,
        None => {
            let content = frame.reg(ins.c()).downcast::<CellObj>().map(|c| c.content.get()).unwrap_or_default();
            if content.is_null() {
                return Err(unbound_cell(vm, frame, ins.c(), name_index as u16));
            }
            content
        }
    };
    ins.consume(frame);
    frame.set(ins.a(), value);
    Ok(())
}
