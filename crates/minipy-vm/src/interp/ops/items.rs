//! Subscripts and slices.

use crate::interp::call;
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::stack::{Frame, Ret};
use crate::native::{Args, PyResult};
use crate::types::dict::DictObj;
use crate::types::function::FuncObj;
use crate::types::python_slots as py;
use crate::types::str_::{Name, StrObj};
use crate::types::str_methods::index_text;
use crate::value::Value;
use crate::vm::Vm;

/// If a special method of `this` is a plain Python function: pushes its frame, whose result completes the instruction.
pub(super) fn push_special(vm: &Vm, this: &Value, name: &Name, rest: &[Value]) -> PyResult<Option<Flow>> {
    let Some(method) = vm.type_of(this).lookup(vm, name) else { return Ok(None) };
    let Some(function) = method.exact::<FuncObj>() else { return Ok(None) };
    if function.code.borrow().is_generator_like() {
        return Ok(None);
    }
    call::push_call_self(vm, &method, function, Some(this), &Args::positional(rest), Ret::Complete, 0, 0)?;
    Ok(Some(Flow::Reload))
}

pub(crate) fn get_item(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let key = frame.reg(ins.c).clone();
    subscript(vm, frame, ins, &key)
}

pub(crate) fn get_item_const(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let key = frame.konst(ins.c as usize).clone();
    let ins = Ins { f: ins.f & !minipy_bytecode::opcode::C_TEMP, ..ins };
    subscript(vm, frame, ins, &key)
}

fn subscript(vm: &Vm, frame: &Frame, ins: Ins, key: &Value) -> PyResult<Flow> {
    let this = frame.reg(ins.b).clone();
    if let Some(dict) = this.exact::<DictObj>() {
        let Some(value) = dict.get(vm, key)? else { return Err(crate::exc::key_error(vm, key)) };
        drop(this);
        ins.consume(frame);
        frame.set(ins.a, value);
        return Ok(Flow::Next);
    }
    if let (Some(text), Some(index)) = (this.exact::<StrObj>(), key.as_small()) {
        let value = index_text(vm, text, index as isize)?;
        drop(this);
        ins.consume(frame);
        frame.set(ins.a, value);
        return Ok(Flow::Next);
    }
    if vm.type_of(&this).slots().getitem.is_some_and(|f| f as usize == py::getitem as *const () as usize)
        && let Some(flow) = push_special(vm, &this, &vm.names().__getitem__, std::slice::from_ref(key))?
    {
        return Ok(flow);
    }
    let value = vm.get_item(&this, key)?;
    drop(this);
    ins.consume(frame);
    frame.set(ins.a, value);
    Ok(Flow::Next)
}

pub(crate) fn set_item(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let this = frame.reg(ins.a).clone();
    let (key, value) = (frame.reg(ins.b).clone(), frame.reg(ins.c).clone());
    if let Some(dict) = this.exact::<DictObj>() {
        dict.set(vm, &key, value)?;
    } else {
        if vm.type_of(&this).slots().setitem.is_some_and(|f| f as usize == py::setitem as *const () as usize)
            && let Some(flow) = push_special(vm, &this, &vm.names().__setitem__, &[key.clone(), value.clone()])?
        {
            return Ok(flow);
        }
        vm.set_item(&this, &key, &value)?;
        drop(value);
    }
    drop((this, key));
    ins.consume(frame);
    Ok(Flow::Next)
}

pub(crate) fn delete_item(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let (this, key) = (frame.reg(ins.a).clone(), frame.reg(ins.b).clone());
    vm.del_item(&this, &key)?;
    drop((this, key));
    ins.consume(frame);
    Ok(Flow::Next)
}

pub(crate) fn build_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let start = frame.take(ins.b);
    let stop = frame.take(ins.b + 1);
    let step = if ins.c == 3 { frame.take(ins.b + 2) } else { Value::NONE };
    frame.set(ins.a, crate::types::slice::new_slice(vm, start, stop, step));
    Ok(())
}

fn bounds(vm: &Vm, frame: &Frame, first: u16) -> Value {
    let (start, stop) = (frame.reg(first).clone(), frame.reg(first + 1).clone());
    crate::types::slice::new_slice(vm, start, stop, Value::NONE)
}

pub(crate) fn get_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let key = bounds(vm, frame, ins.c);
    let value = vm.get_item(frame.reg(ins.b), &key)?;
    drop(key);
    drop(frame.take(ins.c));
    drop(frame.take(ins.c + 1));
    if ins.f & minipy_bytecode::opcode::B_TEMP != 0 {
        drop(frame.take(ins.b));
    }
    frame.set(ins.a, value);
    Ok(())
}

pub(crate) fn set_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let key = bounds(vm, frame, ins.c);
    vm.set_item(frame.reg(ins.a), &key, frame.reg(ins.b))?;
    drop(key);
    drop(frame.take(ins.c));
    drop(frame.take(ins.c + 1));
    Ins { f: ins.f & !minipy_bytecode::opcode::C_TEMP, ..ins }.consume(frame);
    Ok(())
}
