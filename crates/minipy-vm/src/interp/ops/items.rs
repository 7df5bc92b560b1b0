//! Subscripts and slices.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP};

use crate::heap::growth;
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
use crate::types::list::ListObj;
use crate::types::python_slots as py;
use crate::types::slice::SliceObj;
use crate::types::str_::StrObj;
use crate::types::str_methods::index_text;
use crate::types::tuple::TupleObj;
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
    if let (Some(list), Some(slice)) = (this.exact::<ListObj>(), key.exact::<SliceObj>())
        && let Some(value) = list_slice(vm, list, slice)
    {
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

pub(crate) fn build_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let start = frame.take(ins.b());
    let stop = frame.take(ins.b() + 1);
    let step = if ins.c() == 3 { frame.take(ins.b() + 2) } else { Value::NONE };
    frame.set(ins.a(), crate::types::slice::new_slice(vm, start, stop, step));
    Ok(())
}

fn bounds(vm: &Vm, frame: &Frame, first: u16) -> Value {
    let (start, stop) = (frame.reg(first).clone(), frame.reg(first + 1).clone());
    crate::types::slice::new_slice(vm, start, stop, Value::NONE)
}

/// The part of a sequence of this length that two bounds select, if both are None or small ints.
fn plain_bounds(frame: &Frame, first: u16, len: usize) -> Option<(usize, usize)> {
    let place = |bound: &Value, default: usize| match bound.as_small() {
        Some(n) if n < 0 => Some(usize::try_from(n.saturating_add(len as i64)).unwrap_or(0)),
        Some(n) => Some((n as usize).min(len)),
        None => bound.is_none().then_some(default),
    };
    let (start, stop) = (place(frame.reg(first), 0)?, place(frame.reg(first + 1), len)?);
    Some((start, stop.max(start)))
}

/// `r[b][start:stop]` of an exact list, ASCII text or tuple with plain bounds.
fn plain_slice(vm: &Vm, frame: &Frame, ins: Ins) -> Option<Value> {
    let this = frame.reg(ins.b());
    if let Some(list) = this.exact::<ListObj>() {
        let items = list.items.borrow();
        let (start, stop) = plain_bounds(frame, ins.c(), items.len())?;
        let items_of_part = items.get(start..stop)?;
        // Without room the way for all slices raises MemoryError.
        let mut part = Vec::new();
        part.try_reserve_exact(items_of_part.len()).ok()?;
        crate::value::extend_cloned(&mut part, items_of_part);
        drop(items);
        return Some(vm.list(part));
    }
    if let Some(text) = this.exact::<StrObj>() {
        if !text.is_ascii() {
            return None;
        }
        let (start, stop) = plain_bounds(frame, ins.c(), text.chars())?;
        return Some(crate::types::str_methods::part(vm, this, text, text.bytes().get(start..stop)?));
    }
    let tuple = this.exact::<TupleObj>()?;
    let (start, stop) = plain_bounds(frame, ins.c(), tuple.items().len())?;
    let part = tuple.items().get(start..stop)?;
    Some(if part.len() == tuple.items().len() { this.clone() } else { vm.tuple_from(part) })
}

/// `list[slice]` for steps of 1 and -1 and plain bounds.
fn list_slice(vm: &Vm, list: &ListObj, slice: &SliceObj) -> Option<Value> {
    let step = if slice.step.is_none() { 1 } else { slice.step.as_small()? };
    if step != 1 && step != -1 {
        return None;
    }
    let items = list.items.borrow();
    let len = items.len() as i64;
    // Forwards, bounds are clipped to 0 and len; backwards to -1 and len - 1.
    let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
    let clip = |bound: &Value, default: i64| match bound.as_small() {
        Some(n) => Some(if n < 0 { n.saturating_add(len).max(low) } else { n.min(high) }),
        None => bound.is_none().then_some(default),
    };
    let part: Vec<Value> = if step > 0 {
        let (start, stop) = (clip(&slice.start, low)?, clip(&slice.stop, high)?);
        let part = items.get(start as usize..stop.max(start) as usize)?;
        let mut out = growth::try_with_room(part.len())?;
        crate::value::extend_cloned(&mut out, part);
        out
    } else {
        let (start, stop) = (clip(&slice.start, high)?, clip(&slice.stop, low)?);
        let part = items.get((stop + 1).min(start + 1) as usize..(start + 1) as usize)?;
        let mut out = Vec::new();
        out.try_reserve_exact(part.len()).ok()?;
        out.extend(part.iter().rev().cloned());
        out
    };
    drop(items);
    Some(vm.list(part))
}

/// `r[a][start:stop] = r[b]` of exact lists with plain bounds; false if it is something else.
fn assign_plain_slice(frame: &Frame, ins: Ins) -> bool {
    let (this, source) = (frame.reg(ins.a()), frame.reg(ins.b()));
    let (Some(list), Some(other)) = (this.exact::<ListObj>(), source.exact::<ListObj>()) else { return false };
    if this.is(source) {
        return false;
    }
    let Some((start, stop)) = plain_bounds(frame, ins.c(), list.len()) else { return false };
    // The items of a list that is about to die are moved.
    let dies = ins.f() & B_TEMP != 0 && source.header().is_some_and(|header| header.refcount() == 1);
    let new = if dies { other.items.take() } else { other.items.get() };
    crate::types::list::slices::replace(list, start, stop - start, new);
    true
}

pub(crate) fn get_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let value = match plain_slice(vm, frame, ins) {
        Some(value) => value,
        None => vm.get_item(frame.reg(ins.b()), &bounds(vm, frame, ins.c()))?,
    };
    drop(frame.take(ins.c()));
    drop(frame.take(ins.c() + 1));
    if ins.f() & B_TEMP != 0 {
        drop(frame.take(ins.b()));
    }
    frame.set(ins.a(), value);
    Ok(())
}

pub(crate) fn set_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    if !assign_plain_slice(frame, ins) {
        vm.set_item(frame.reg(ins.a()), &bounds(vm, frame, ins.c()), frame.reg(ins.b()))?;
    }
    drop(frame.take(ins.c()));
    drop(frame.take(ins.c() + 1));
    ins.masked(!C_TEMP).consume(frame);
    Ok(())
}
