//! Slices of lists, text and tuples with plain bounds, read and assigned without a slice object.

use minipy_bytecode::opcode::{B_TEMP, C_TEMP, STEP};

use crate::interp::ins::Ins;
use crate::interp::stack::Frame;
use crate::native::PyResult;
use crate::shape::fixed;
use crate::types::list::ListObj;
use crate::types::slice::{SliceObj, new_slice};
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::value::{Value, cloned, cloned_backwards};
use crate::vm::Vm;

pub(crate) fn build_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let start = frame.take(ins.b());
    let stop = frame.take(ins.b() + 1);
    let step = if ins.c() == 3 { frame.take(ins.b() + 2) } else { Value::NONE };
    frame.set(ins.a(), new_slice(vm, start, stop, step));
    Ok(())
}

/// The slice object of the bounds from a register on.
#[cold]
fn bounds(vm: &Vm, frame: &Frame, first: u16, with_step: bool) -> Value {
    let step = if with_step { frame.reg(first + 2).clone() } else { Value::NONE };
    new_slice(vm, frame.reg(first).clone(), frame.reg(first + 1).clone(), step)
}

/// The part of a sequence of this length that two bounds select, if both are None or small ints.
#[inline(always)]
fn plain_bounds(start: &Value, stop: &Value, len: usize) -> Option<(usize, usize)> {
    let place = |bound: &Value, default: usize| match bound.as_small() {
        Some(n) if n < 0 => Some(usize::try_from(n.saturating_add(len as i64)).unwrap_or(0)),
        Some(n) => Some((n as usize).min(len)),
        None => bound.is_none().then_some(default),
    };
    let (start, stop) = (place(start, 0)?, place(stop, len)?);
    Some((start, stop.max(start)))
}

/// `sequence[start:stop]` of an exact list, ASCII text or tuple with plain bounds.
#[inline(always)]
fn plain_slice(vm: &Vm, this: &Value, start: &Value, stop: &Value) -> Option<Value> {
    match this.shape() {
        fixed::LIST => {
            let items = this.exact::<ListObj>()?.items.borrow();
            let (start, stop) = plain_bounds(start, stop, items.len())?;
            let part = items.get(start..stop)?;
            // Without room the way for all slices raises MemoryError.
            let part = cloned(part)?;
            drop(items);
            Some(vm.list(part))
        }
        fixed::STR => {
            let text = this.exact::<StrObj>()?;
            if !text.is_ascii() {
                return None;
            }
            let (start, stop) = plain_bounds(start, stop, text.chars())?;
            Some(crate::types::str_methods::part(vm, this, text, text.bytes().get(start..stop)?))
        }
        fixed::TUPLE => {
            let items = this.exact::<TupleObj>()?.items();
            let (start, stop) = plain_bounds(start, stop, items.len())?;
            let part = items.get(start..stop)?;
            Some(if part.len() == items.len() { this.clone() } else { vm.tuple_from(part) })
        }
        _ => None,
    }
}

/// `sequence[slice]` of an exact list, ASCII text or tuple with plain bounds; NULL otherwise.
#[inline(never)]
pub(in crate::interp) fn by_slice(vm: &Vm, this: &Value, slice: &SliceObj) -> Value {
    let part = if slice.step.is_none() {
        plain_slice(vm, this, &slice.start, &slice.stop)
    } else {
        this.exact::<ListObj>().and_then(|list| list_slice(vm, list, &slice.start, &slice.stop, &slice.step))
    };
    part.unwrap_or_default()
}

/// `list[start:stop:step]` for steps of 1 and -1 and plain bounds.
fn list_slice(vm: &Vm, list: &ListObj, start: &Value, stop: &Value, step: &Value) -> Option<Value> {
    let step = if step.is_none() { 1 } else { step.as_small()? };
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
    let (from, to) = if step > 0 {
        let (start, stop) = (clip(start, low)?, clip(stop, high)?);
        (start, stop.max(start))
    } else {
        let (start, stop) = (clip(start, high)?, clip(stop, low)?);
        ((stop + 1).min(start + 1), start + 1)
    };
    let part = items.get(from as usize..to as usize)?;
    let part = if step > 0 { cloned(part)? } else { cloned_backwards(part)? };
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
    let first = ins.c();
    let Some((start, stop)) = plain_bounds(frame.reg(first), frame.reg(first + 1), list.len()) else { return false };
    let dies = ins.f() & B_TEMP != 0 && source.header().is_some_and(|header| header.refcount() == 1);
    if !dies {
        let Some(items) = cloned(&other.items.borrow()) else { return false };
        crate::types::list::slices::replace(list, start, stop - start, items);
        return true;
    }
    {
        // The items of a list that is about to die are moved. If they are as many as those that they replace, the list
        // takes these with it.
        let (mut items, mut new) = (list.items.borrow_mut(), other.items.borrow_mut());
        if let Some(places) = items.get_mut(start..stop)
            && places.len() == new.len()
        {
            places.swap_with_slice(&mut new);
            return true;
        }
    }
    crate::types::list::slices::replace(list, start, stop - start, other.items.take());
    true
}

pub(crate) fn get_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let (this, first) = (frame.reg(ins.b()), ins.c());
    let with_step = ins.f() & STEP != 0;
    let (start, stop) = (frame.reg(first), frame.reg(first + 1));
    let quick = if with_step {
        this.exact::<ListObj>().and_then(|list| list_slice(vm, list, start, stop, frame.reg(first + 2)))
    } else {
        plain_slice(vm, this, start, stop)
    };
    let value = match quick {
        Some(value) => value,
        None => vm.get_item(this, &bounds(vm, frame, first, with_step))?,
    };
    drop(frame.take(first));
    drop(frame.take(first + 1));
    if with_step {
        drop(frame.take(first + 2));
    }
    if ins.f() & B_TEMP != 0 {
        drop(frame.take(ins.b()));
    }
    frame.set(ins.a(), value);
    Ok(())
}

pub(crate) fn set_slice(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    if !assign_plain_slice(frame, ins) {
        vm.set_item(frame.reg(ins.a()), &bounds(vm, frame, ins.c(), false), frame.reg(ins.b()))?;
    }
    drop(frame.take(ins.c()));
    drop(frame.take(ins.c() + 1));
    ins.masked(!C_TEMP).consume(frame);
    Ok(())
}
