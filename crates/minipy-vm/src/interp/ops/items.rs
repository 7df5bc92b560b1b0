//! Subscripts and slices.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP};

use crate::interp::call;
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::special::{self, stage};
use crate::interp::stack::{Frame, Ret};
use crate::native::PyResult;
use crate::shape::fixed;
use crate::types::code::CodeObj;
use crate::types::dict::DictObj;
use crate::types::function::FuncObj;
use crate::types::python_slots as py;
use crate::types::str_::StrObj;
use crate::types::str_methods::index_text;
use crate::value::Value;
use crate::vm::Vm;

/// An operand of a subscript.
#[derive(Clone, Copy)]
enum Operand {
    /// A register, and whether the instruction consumes it.
    Register(u16, bool),
    Constant(u16),
}

impl Operand {
    fn get(self, frame: &Frame) -> Value {
        match self {
            Operand::Register(index, true) => frame.take(index),
            Operand::Register(index, false) => frame.reg(index).clone(),
            Operand::Constant(index) => frame.konst(index as usize).clone(),
        }
    }

    /// Whether something can see the operand die when the method has returned.
    fn dies(self, frame: &Frame) -> bool {
        match self {
            Operand::Register(index, true) => frame.reg(index).header().is_some_and(|header| {
                header.refcount() == 1 && !matches!(header.shape(), fixed::FLOAT | fixed::STR | fixed::INT)
            }),
            _ => false,
        }
    }
}

/// Pushes the frame of a Python `__getitem__` or (with three operands) `__setitem__` that takes its operands by
/// position; they are moved if the instruction consumes them. False, with nothing changed: it is something else.
#[inline(always)]
fn push_item_method<const N: usize>(
    vm: &Vm,
    frame: &Frame,
    this: u16,
    operands: [Operand; N],
    ret: Ret,
    dst: u16,
) -> bool {
    let Some(header) = frame.reg(this).header() else { return false };
    let function = header.ty().python_item_method(vm, N == 3);
    if function.is_null() {
        return false;
    }
    // SAFETY: the class holds the exact function, which keeps its code alive; `room` makes the window valid. The
    // verifier has checked the operands.
    unsafe {
        let code: *const CodeObj = (*function).exact::<FuncObj>().code.borrow().exact();
        let window = call::first_free(vm);
        if (*code).simple_args as usize != N || !call::room(vm, window, code) {
            return false;
        }
        // In which order they die is as it is when the instruction drops them.
        if operands.iter().filter(|operand| operand.dies(frame)).count() > 1 {
            return false;
        }
        let func = Value::new_ref(function);
        for (i, operand) in operands.into_iter().enumerate() {
            window.add(i).write(operand.get(frame));
        }
        call::push_simple(vm, func, code, window, N, ret, dst, 1);
    }
    true
}

pub(crate) fn get_item(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let operands = [Operand::Register(ins.b(), ins.has(B_TEMP)), Operand::Register(ins.c(), ins.has(C_TEMP))];
    if push_item_method(vm, frame, ins.b(), operands, Ret::Store, ins.a()) {
        return Ok(Flow::Reload);
    }
    let key = frame.reg(ins.c()).clone();
    subscript(vm, frame, ins, &key)
}

pub(crate) fn get_item_const(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let key = frame.konst(ins.c() as usize);
    let ins = ins.masked(!C_TEMP);
    let operands = [Operand::Register(ins.b(), ins.has(B_TEMP)), Operand::Constant(ins.c())];
    if push_item_method(vm, frame, ins.b(), operands, Ret::Store, ins.a()) {
        return Ok(Flow::Reload);
    }
    let key = key.clone();
    subscript(vm, frame, ins, &key)
}

fn subscript(vm: &Vm, frame: &Frame, ins: Ins, key: &Value) -> PyResult<Flow> {
    let this = frame.reg(ins.b()).clone();
    if let Some(dict) = this.exact::<DictObj>() {
        let Some(value) = dict.get(vm, key)? else { return Err(crate::exc::key_error(vm, key)) };
        drop(this);
        ins.consume(frame);
        frame.set(ins.a(), value);
        return Ok(Flow::Next);
    }
    if let (Some(text), Some(index)) = (this.exact::<StrObj>(), key.as_small()) {
        let value = index_text(vm, text, index as isize)?;
        drop(this);
        ins.consume(frame);
        frame.set(ins.a(), value);
        return Ok(Flow::Next);
    }
    if vm.type_of(&this).slots().getitem.is_some_and(|f| f as usize == py::getitem as *const () as usize)
        && let Some(flow) = special::push(vm, &this, &vm.names().__getitem__, std::slice::from_ref(key), stage::FIRST)?
    {
        return Ok(flow);
    }
    let value = vm.get_item(&this, key)?;
    drop(this);
    ins.consume(frame);
    frame.set(ins.a(), value);
    Ok(Flow::Next)
}

pub(crate) fn set_item(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let operands = [
        Operand::Register(ins.a(), ins.has(A_TEMP)),
        Operand::Register(ins.b(), ins.has(B_TEMP)),
        Operand::Register(ins.c(), ins.has(C_TEMP)),
    ];
    if push_item_method(vm, frame, ins.a(), operands, Ret::Discard, 0) {
        return Ok(Flow::Reload);
    }
    let this = frame.reg(ins.a()).clone();
    let (key, value) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    if let Some(dict) = this.exact::<DictObj>() {
        dict.set(vm, &key, value)?;
    } else {
        if vm.type_of(&this).slots().setitem.is_some_and(|f| f as usize == py::setitem as *const () as usize)
            && let Some(flow) =
                special::push(vm, &this, &vm.names().__setitem__, &[key.clone(), value.clone()], stage::FIRST)?
        {
            return Ok(flow);
        }
        vm.set_item(&this, &key, &value)?;
        drop(value);
    }
    drop((this, key));
    ins.consume_store(frame);
    Ok(Flow::Next)
}

pub(crate) fn delete_item(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let (this, key) = (frame.reg(ins.a()).clone(), frame.reg(ins.b()).clone());
    if let Some(flow) = special::push_delete_item(vm, &this, &key)? {
        return Ok(flow);
    }
    vm.del_item(&this, &key)?;
    drop((this, key));
    ins.consume(frame);
    Ok(Flow::Next)
}
