//! Subscripts and containment one step off the loop: dicts, text beyond ASCII, bytes, bytearrays, and Python's item methods.
//!
//! Every function gets the running frame at its instruction and returns the frame to go on with, as in `outline`. What is
//! not done here goes to the operations of `ops`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP};
use minipy_text::search::has_byte_short;

use super::fast::items;
use super::ins::{InPlace, Ins};
use super::stack::{Frame, Ret};
use super::{ops, outline};
use crate::protocol::compare::{quick_contains, quick_hash};
use crate::shape::fixed;
use crate::types::bytearray::ByteArrayObj;
use crate::types::bytes::BytesObj;
use crate::types::dict::DictObj;
use crate::types::dict::table::Quick;
use crate::types::slice::SliceObj;
use crate::types::str_::StrObj;
use crate::types::str_methods::char_at;
use crate::value::Value;
use crate::vm::Vm;

macro_rules! slow {
    ($($name:ident $op:path $(, $arg:expr)?;)*) => { $(
        #[inline(never)]
        unsafe fn $name(vm: &Vm, fp: *mut Frame) -> *mut Frame {
            // SAFETY: the frame is the top one, at an instruction for this operation.
            unsafe {
                let done = $op(vm, &*fp, Ins::new(*(*fp).pc) $(, $arg)?);
                outline::after(vm, fp, done, 1)
            }
        }
    )* };
}

slow! {
    slow_get_item ops::items::get_item;
    slow_get_item_const ops::items::get_item_const;
    slow_set_item ops::items::set_item;
    slow_in ops::operators::contains, false;
    slow_not_in ops::operators::contains, true;
}

/// Drops what a consumed register holds.
#[inline(always)]
unsafe fn consume(fp: *mut Frame, index: u16) {
    // SAFETY: S1; the verifier has checked the index.
    unsafe {
        let place = (*fp).r.add(index as usize);
        if (*place).is_ptr() {
            drop(std::ptr::replace(place, Value::NULL));
        }
    }
}

/// `dict[key]` where that needs no Python code.
#[inline(always)]
fn dict_item(vm: &Vm, dict: &DictObj, key: &Value) -> Result<Value, Quick> {
    let Some(hash) = quick_hash(vm, key) else { return dict.try_get(vm, key).ok_or(Quick::Ask) };
    let table = dict.table.borrow();
    match table.find_quick(key, hash) {
        Quick::At(position) => Ok(table.entry(position).value.clone()),
        none => Err(none),
    }
}

/// `this[key]` of anything but a dict, where that needs no Python code and does not raise; NULL otherwise.
#[inline(always)]
unsafe fn item(vm: &Vm, this: &Value, key: &Value) -> Value {
    // SAFETY: the shape says which struct it is.
    unsafe {
        let header = &*this.header_ptr();
        if !key.is_small() {
            return key.exact::<SliceObj>().map_or(Value::NULL, |slice| ops::slices::by_slice(vm, this, slice));
        }
        let index = key.small_unchecked();
        match header.shape() {
            fixed::STR => char_at(vm, header.exact::<StrObj>(), index),
            fixed::BYTES => byte_at(header.exact::<BytesObj>().data(), index),
            fixed::BYTEARRAY => byte_at(&header.exact::<ByteArrayObj>().data.borrow(), index),
            _ => Value::NULL,
        }
    }
}

/// The byte at an index; NULL if there is none.
#[inline(always)]
fn byte_at(data: &[u8], index: i64) -> Value {
    let at = if index < 0 { index + data.len() as i64 } else { index };
    data.get(at as usize).map_or(Value::NULL, |&byte| Value::small(i64::from(byte)))
}

/// Where the operands of a GetItem are: the container, and the key, with `K` (GetItemK) among the constants.
#[inline(always)]
unsafe fn operands<const K: bool>(fp: *mut Frame, ins: InPlace) -> (*const Value, *const Value) {
    // SAFETY: the frame is at such an instruction; S1.
    unsafe {
        let r = (*fp).r;
        let keys: *const Value = if K { (*fp).code().consts.as_ptr() } else { r };
        (r.add(ins.b() as usize), keys.add(ins.c() as usize))
    }
}

/// A dict does not have the key. Out of line: `get` has room for what is found only.
#[inline(never)]
unsafe fn missing(vm: &Vm, fp: *mut Frame, key: &Value) -> *mut Frame {
    // SAFETY: the frame is at a GetItem or GetItemK.
    unsafe { outline::after(vm, fp, Err::<(), _>(crate::exc::key_error(vm, key)), 1) }
}

/// GetItem, and with `K` GetItemK, of what the loop does not do itself.
#[inline(always)]
unsafe fn get<const K: bool>(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction; S1.
    unsafe {
        let pc = (*fp).pc;
        let ins = InPlace::new(pc);
        let (this, key) = operands::<K>(fp, ins);
        let value = if !(*this).is_ptr() {
            Value::NULL
        } else if (*this).shape() == fixed::DICT {
            match dict_item(vm, (*(*this).header_ptr()).exact(), &*key) {
                Ok(value) => value,
                Err(Quick::Absent) => return missing(vm, fp, &*key),
                Err(_) => Value::NULL,
            }
        } else {
            item(vm, &*this, &*key)
        };
        if value.is_null() {
            return if K { slow_get_item_const(vm, fp) } else { slow_get_item(vm, fp) };
        }
        if ins.has(B_TEMP) {
            consume(fp, ins.b());
        }
        if !K && ins.has(C_TEMP) {
            consume(fp, ins.c());
        }
        (*fp).set(ins.a(), value);
        (*fp).pc = pc.add(1);
        fp
    }
}

/// GetItem, and with `K` GetItemK, of an instance of a Python class.
#[inline(never)]
pub(super) unsafe fn get_python_item<const K: bool>(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction; S1.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let (this, key) = operands::<K>(fp, ins);
        let operands = [(this, ins.has(B_TEMP)), (key, !K && ins.has(C_TEMP))];
        match items::enter(vm, fp, pc, r, operands, Ret::Store, ins.a()) {
            Some((frame, code)) => {
                (*frame).pc = code.entry();
                frame
            }
            None if K => slow_get_item_const(vm, fp),
            None => slow_get_item(vm, fp),
        }
    }
}

/// GetItem beyond the loop's fast path.
#[inline(never)]
pub(super) unsafe fn get_item(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a GetItem.
    unsafe { get::<false>(vm, fp) }
}

/// GetItemK beyond the loop's fast path.
#[inline(never)]
pub(super) unsafe fn get_item_const(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a GetItemK.
    unsafe { get::<true>(vm, fp) }
}

/// Stores in a dict or bytearray where that needs no Python code and does not raise. The value is moved out of its
/// register if the instruction consumes it.
#[inline(always)]
unsafe fn store(vm: &Vm, fp: *mut Frame, ins: InPlace) -> bool {
    // SAFETY: S1; the verifier has checked the operands; the shape says which struct it is.
    unsafe {
        let r = (*fp).r;
        let (this, key, place) = (&*r.add(ins.a() as usize), &*r.add(ins.b() as usize), r.add(ins.c() as usize));
        if !this.is_ptr() {
            return false;
        }
        let header = &*this.header_ptr();
        if header.shape() == fixed::BYTEARRAY {
            let (Some(index), Some(byte)) = (key.as_small(), (*place).as_small()) else { return false };
            let mut data = header.exact::<ByteArrayObj>().data.borrow_mut();
            let at = if index < 0 { index + data.len() as i64 } else { index };
            return match (data.get_mut(at as usize), u8::try_from(byte)) {
                (Some(old), Ok(byte)) => {
                    *old = byte;
                    true
                }
                _ => false,
            };
        }
        if header.shape() != fixed::DICT {
            return false;
        }
        let Some(hash) = quick_hash(vm, key) else { return false };
        let old = {
            let mut table = header.exact::<DictObj>().table.borrow_mut();
            let found = table.find_quick(key, hash);
            if matches!(found, Quick::Ask) {
                return false;
            }
            let value = if ins.has(C_TEMP) { std::ptr::replace(place, Value::NULL) } else { (*place).clone() };
            match found {
                Quick::At(position) => table.set_value(position, value),
                _ => {
                    table.insert_new(hash, key.clone(), value);
                    Value::NULL
                }
            }
        };
        drop(old);
        true
    }
}

/// SetItem beyond the loop's fast path.
#[inline(never)]
pub(super) unsafe fn set_item(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a SetItem; S1.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        if (*r.add(ins.a() as usize)).shape() >= fixed::FIRST_FREE {
            return python_set(vm, fp);
        }
        if store(vm, fp, ins) {
            if ins.has(B_TEMP) {
                consume(fp, ins.b());
            }
            if ins.has(A_TEMP) {
                consume(fp, ins.a());
            }
            (*fp).pc = pc.add(1);
            return fp;
        }
        slow_set_item(vm, fp)
    }
}

/// The same of an instance of a Python class. Nothing but calls in tail position.
#[inline(never)]
unsafe fn python_set(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: as in `set_item`.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let operands = [
            (r.add(ins.a() as usize) as *const Value, ins.has(A_TEMP)),
            (r.add(ins.b() as usize) as *const Value, ins.has(B_TEMP)),
            (r.add(ins.c() as usize) as *const Value, ins.has(C_TEMP)),
        ];
        match items::enter(vm, fp, pc, r, operands, Ret::Discard, 0) {
            Some((frame, code)) => {
                (*frame).pc = code.entry();
                frame
            }
            None => slow_set_item(vm, fp),
        }
    }
}

/// Whether `r[b]` is in `r[c]`, if that needs no Python code; the operands are dropped then.
#[inline(always)]
unsafe fn found(vm: &Vm, fp: *mut Frame, ins: InPlace) -> Option<bool> {
    // SAFETY: the frame is at an instruction with these operands; S1.
    unsafe {
        let (item, container) = (&*(*fp).r.add(ins.b() as usize), &*(*fp).r.add(ins.c() as usize));
        // A character in a short text needs no call.
        let found = match (container.exact::<StrObj>(), item.exact::<StrObj>().map(StrObj::bytes)) {
            (Some(text), Some([byte])) => has_byte_short(text.bytes(), *byte),
            _ => None,
        };
        let found = match found {
            Some(found) => found,
            None => quick_contains(vm, container, item)?,
        };
        if ins.has(B_TEMP) {
            consume(fp, ins.b());
        }
        if ins.has(C_TEMP) {
            consume(fp, ins.c());
        }
        Some(found)
    }
}

/// `in`, and with `NOT` `not in`, as a value.
#[inline(never)]
pub(super) unsafe fn contains<const NOT: bool>(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction.
    unsafe {
        let pc = (*fp).pc;
        let ins = InPlace::new(pc);
        match found(vm, fp, ins) {
            Some(found) => {
                (*fp).set(ins.a(), Value::bool(found != NOT));
                (*fp).pc = pc.add(1);
                fp
            }
            None if NOT => slow_not_in(vm, fp),
            None => slow_in(vm, fp),
        }
    }
}

/// `in` and jump.
#[inline(never)]
pub(super) unsafe fn in_jump(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at such an instruction.
    unsafe {
        let pc = (*fp).pc;
        let ins = InPlace::new(pc);
        match found(vm, fp, ins) {
            Some(found) => {
                (*fp).pc = super::fast::compare::branch(pc, ins, found);
                fp
            }
            None => outline::in_jump(vm, fp),
        }
    }
}
