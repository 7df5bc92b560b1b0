//! Calls of Python functions with keywords, `*args` and `**kwargs`, one step off the loop (see `quick`).
//!
//! A CallKw knows where its keywords stand among the parameters of the code that it called last: the upper half of its
//! second word is that code's number, its third word has a byte for each keyword. So nothing is looked up or compared. The
//! window of the new frame is the free part of the stack. What is not known here, and every error, goes to `bind`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use std::mem::ManuallyDrop;

use minipy_bytecode::code::flags;
use minipy_bytecode::opcode::METHOD;

use super::bind::{self, fill_defaults, fill_keyword_defaults};
use super::call::{clear_registers, push_simple, room};
use super::fast::take;
use super::ins::InPlace;
use super::outline;
use super::stack::{Frame, Ret};
use crate::native::PyResult;
use crate::shape::fixed;
use crate::types::code::CodeObj;
use crate::types::dict::DictObj;
use crate::types::dict::table::Table;
use crate::types::function::FuncObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// The keyword goes to `**kwargs`.
const NO_PARAMETER: u8 = 0xff;

/// Where keywords stand among the parameters: a byte for each, the first one lowest. `None`: there are too many of either,
/// or one of them is unexpected.
fn places(code: &CodeObj, names: &[Value]) -> Option<u64> {
    let total = (code.code.arg_count + code.code.kwonly_count) as usize;
    if names.len() > 8 || total >= NO_PARAMETER as usize {
        return None;
    }
    let mut places = 0;
    for (n, name) in names.iter().enumerate() {
        name.exact::<StrObj>().filter(|text| text.is_interned())?;
        let named = code.code.posonly_count as usize..total;
        let found = named.into_iter().find(|&i| code.local_names[i].value().is(name));
        let place = match found {
            Some(i) => i as u8,
            None if code.flags.get() & flags::VARKEYWORDS != 0 => NO_PARAMETER,
            None => return None,
        };
        places |= u64::from(place) << (8 * n);
    }
    Some(places)
}

/// The arguments of a call. What it owns goes to the new frame's parameters before anything can fail, so that nothing is ever
/// left to be dropped.
struct Given<'a> {
    /// One more positional argument in front, or NULL.
    this: ManuallyDrop<Value>,
    /// The positional arguments: registers of the caller, or a tuple's items.
    pos: *mut Value,
    count: usize,
    /// The values of the keyword arguments, registers of the caller.
    kw: *mut Value,
    names: &'a [Value],
    /// See [`places`].
    places: u64,
    /// The tuple that becomes `*args`, or NULL.
    tuple: ManuallyDrop<Value>,
    /// The dict that becomes `**kwargs`, or NULL.
    dict: ManuallyDrop<Value>,
}

const NOTHING: ManuallyDrop<Value> = ManuallyDrop::new(Value::NULL);

impl<'a> Given<'a> {
    /// Consecutive registers, the last ones the values of keyword arguments.
    #[inline(always)]
    fn registers(pos: *mut Value, count: usize, names: &'a [Value], places: u64) -> Given<'a> {
        Given { this: NOTHING, pos, count, kw: pos.wrapping_add(count), names, places, tuple: NOTHING, dict: NOTHING }
    }

    /// Whether a function takes these arguments, as far as positional ones are concerned.
    #[inline(always)]
    fn fits(&self, code: &CodeObj) -> bool {
        let count = usize::from(!self.this.is_null()) + self.count;
        if count > code.code.arg_count as usize && code.flags.get() & flags::VARARGS == 0 {
            return false;
        }
        // No keyword for a parameter that has a positional argument.
        let (mut places, positional) = (self.places, count.min(code.code.arg_count as usize));
        for _ in self.names {
            if ((places & 0xff) as usize) < positional {
                return false;
            }
            places >>= 8;
        }
        true
    }
}

/// Writes the parameters of a call to `window`. After an error, all its parameters are valid words.
///
/// # Safety
/// As for `bind::bind`. The arguments fit.
#[inline(always)]
unsafe fn bind<const MOVE: bool>(
    vm: &Vm,
    function: &FuncObj,
    code: &CodeObj,
    given: Given,
    window: *mut Value,
) -> PyResult<()> {
    let arg_count = code.code.arg_count as usize;
    let total = arg_count + code.code.kwonly_count as usize;
    let flag = code.flags.get();
    let front = usize::from(!given.this.is_null());
    let positional = (front + given.count).min(arg_count);
    // SAFETY: the caller's promise; every argument is taken once.
    unsafe {
        let argument = |i: usize| {
            let place = given.pos.add(i);
            if MOVE { std::ptr::replace(place, Value::NULL) } else { (*place).clone() }
        };
        let mut left = front;
        if front > 0 && positional > 0 {
            window.write(std::ptr::read(&*given.this));
            left = 0;
        }
        for i in front..positional {
            window.add(i).write(argument(i - front));
        }
        for i in positional..code.nparams as usize {
            window.add(i).write(Value::NULL);
        }
        let mut next = window.add(total);
        if flag & flags::VARARGS != 0 {
            let skip = positional - (front - left);
            let rest = given.count - skip;
            let tuple = if rest + left == 0 {
                vm.interp().empty_tuple.get()
            } else if !given.tuple.is_null() {
                std::ptr::read(&*given.tuple)
            } else {
                let (tuple, first) = vm.tuple_uninit(&vm.types().tuple, left + rest);
                if left > 0 {
                    first.write(std::ptr::read(&*given.this));
                }
                for i in 0..rest {
                    first.add(left + i).write(argument(skip + i));
                }
                tuple
            };
            next.write(tuple);
            next = next.add(1);
        }
        let mut others = 0;
        let mut places = given.places;
        for n in 0..given.names.len() {
            let place = (places & 0xff) as u8;
            places >>= 8;
            if place == NO_PARAMETER {
                others += 1;
            } else {
                window.add(place as usize).write(std::ptr::replace(given.kw.add(n), Value::NULL));
            }
        }
        if flag & flags::VARKEYWORDS != 0 {
            next.write(if !given.dict.is_null() {
                std::ptr::read(&*given.dict)
            } else if others == 0 {
                vm.new_dict().into_value()
            } else {
                rest_of_keywords(vm, given.kw, given.names, given.places, others)
            });
        }
        if positional < arg_count {
            fill_defaults(vm, function, code, positional, window)?;
        }
        if arg_count < total {
            fill_keyword_defaults(vm, function, code, window)?;
        }
    }
    Ok(())
}

/// The value of `**kwargs`.
#[inline(never)]
unsafe fn rest_of_keywords(vm: &Vm, kw: *mut Value, names: &[Value], places: u64, count: usize) -> Value {
    let mut table = Table::with_capacity(count);
    let mut places = places;
    for (n, name) in names.iter().enumerate() {
        if (places & 0xff) as u8 == NO_PARAMETER
            && let Some(text) = name.exact::<StrObj>()
        {
            // SAFETY: the value is a register of the caller; the keywords of a call differ from each other.
            let value = unsafe { std::ptr::replace(kw.add(n), Value::NULL) };
            table.insert_new(text.hash(vm), name.clone(), value);
        }
        places >>= 8;
    }
    vm.dict_of(table).into_value()
}

/// Pushes the frame of a call whose arguments fit. Null: they are in a bad way, and the exception is set.
///
/// # Safety
/// `fp` is the top frame, at the call; `func` is an exact function with this code; `room` has said yes.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the call and the fields of its frame")]
unsafe fn push<const MOVE: bool>(
    vm: &Vm,
    func: Value,
    code: *const CodeObj,
    given: Given,
    window: *mut Value,
    ret: Ret,
    dst: u16,
    skip: i16,
) -> *mut Frame {
    // SAFETY: the caller's promise; the function keeps its code alive.
    unsafe {
        let function: *const FuncObj = (*func.header_ptr()).exact();
        if let Err(raised) = bind::<MOVE>(vm, &*function, &*code, given, window) {
            let pending = vm.take_exception(raised);
            clear_registers(window, (*code).nparams as usize);
            drop(func);
            return outline::raise_here(vm, vm.raise_again(pending));
        }
        push_simple(vm, func, code, window, (*code).nparams as usize, ret, dst, skip);
        vm.stack.top.get()
    }
}

/// A call of a Python function with positional arguments that are not its parameters as they stand. `None`, with nothing
/// changed: it is another kind of call.
///
/// # Safety
/// `fp` is the top frame, at a call instruction of one word; `callee` is the register of an exact function, its arguments
/// are the registers from `first` on.
#[inline(never)]
pub(super) unsafe fn call(
    vm: &Vm,
    fp: *mut Frame,
    callee: u16,
    first: u16,
    count: usize,
    dst: u16,
) -> Option<*mut Frame> {
    // SAFETY: the caller's promise; S1; the function keeps its code alive.
    unsafe {
        let r = (*fp).r;
        let function: &FuncObj = (*(*r.add(callee as usize)).header_ptr()).exact();
        let code: *const CodeObj = function.code.borrow().exact();
        let pos = r.add(first as usize);
        let given = Given::registers(pos, count, &[], 0);
        // What makes generators is looked at closely elsewhere.
        if (*code).simple_args as usize == count
            || (*code).generator_args as usize == count
            || vm.breaker.get() != 0
            || !given.fits(&*code)
        {
            return None;
        }
        let window = (*fp).first_free();
        if !room(vm, window, code) {
            return None;
        }
        Some(push::<true>(vm, take(r, callee), code, given, window, Ret::Store, dst, 1))
    }
}

/// CallKw.
#[inline(never)]
pub(super) unsafe fn call_kw(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallKw; S1; the verifier has checked that the constant is a tuple of names.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let a = ins.a();
        let callee = &*r.add(a as usize);
        let (mut func, mut is_class) = (callee, false);
        let init;
        match callee.shape() {
            fixed::FUNCTION => {}
            fixed::TYPE => {
                let class: &TypeObj = (*callee.header_ptr()).exact();
                match class.plain_init() {
                    Some(found) if !found.is_null() && !class.has_flag(TypeFlags::ABSTRACT) => init = found,
                    _ => return outline::call_kw(vm, fp),
                }
                (func, is_class) = (&init, true);
            }
            _ => return outline::call_kw(vm, fp),
        }
        let function: &FuncObj = (*func.header_ptr()).exact();
        let code: *const CodeObj = function.code.borrow().exact();
        let names = *pc.add(1);
        let names = (*fp).konst(names as u32 as usize).exact::<TupleObj>().map_or(&[][..], TupleObj::items);
        if (*pc.add(1) >> 32) as u32 != (*code).number && !learn(pc, &*code, names) {
            return outline::call_kw(vm, fp);
        }
        let (mut first, mut count) = (a as usize + 1, ins.c() as usize);
        if ins.has(METHOD) {
            if (*r.add(first)).is_null() {
                first += 1;
            } else {
                count += 1;
            }
        }
        count -= names.len();
        let window = (*fp).first_free();
        let mut given = Given::registers(r.add(first), count, names, *pc.add(2));
        if is_class {
            // Only to be counted: the instance is made when nothing can go wrong any more.
            given.this = ManuallyDrop::new(Value::NONE);
        }
        if vm.breaker.get() != 0 || !given.fits(&*code) || !room(vm, window, code) {
            return outline::call_kw(vm, fp);
        }
        if !is_class {
            return push::<true>(vm, take(r, a), code, given, window, Ret::Store, ins.b(), 3);
        }
        let instance = super::ops::calls::new_instance(vm, callee);
        given.this = ManuallyDrop::new(instance.clone());
        let frame = push::<true>(vm, func.clone(), code, given, window, Ret::Init, ins.b(), 3);
        if frame == fp.add(1) && vm.stack.top.get() == frame {
            Frame::set_instance(frame, instance);
            drop(take(r, a));
        }
        frame
    }
}

/// Writes into a CallKw where its keywords stand among the parameters of `code`. False: that cannot be said.
#[cold]
#[inline(never)]
unsafe fn learn(pc: *const u64, code: &CodeObj, names: &[Value]) -> bool {
    let Some(places) = places(code, names) else { return false };
    // SAFETY: a CallKw has two extra words; code is rewritten under the interpreter lock only.
    unsafe {
        let second = pc.add(1).cast_mut();
        second.write(u64::from(*second as u32) | u64::from(code.number) << 32);
        pc.add(2).cast_mut().write(places);
    }
    true
}

/// CallEx.
#[inline(never)]
pub(super) unsafe fn call_ex(vm: &Vm, fp: *mut Frame) -> *mut Frame {
    // SAFETY: the frame is at a CallEx; S1.
    unsafe {
        let (pc, r) = ((*fp).pc, (*fp).r);
        let ins = InPlace::new(pc);
        let a = ins.a();
        let (callee, tuple) = (&*r.add(a as usize), &*r.add(a as usize + 1));
        if callee.shape() != fixed::FUNCTION || tuple.shape() != fixed::TUPLE || vm.breaker.get() != 0 {
            return outline::call_ex(vm, fp);
        }
        let function: &FuncObj = (*callee.header_ptr()).exact();
        let code: *const CodeObj = function.code.borrow().exact();
        let items = (*tuple.header_ptr()).exact::<TupleObj>().items();
        let has_dict = ins.c() != 1;
        let mut used = false;
        if has_dict {
            let dict = &*r.add(a as usize + 2);
            let Some(found) = dict.exact::<DictObj>() else { return outline::call_ex(vm, fp) };
            if !found.is_empty() {
                // It becomes `**kwargs`, if the function takes all keywords and nobody else has the dict.
                used = true;
                if !found.has_only_str_keys()
                    || (*dict.header_ptr()).refcount() != 1
                    || !bind::takes_any_keyword(&*code)
                {
                    return outline::call_ex(vm, fp);
                }
            }
        }
        let window = (*fp).first_free();
        let pos = items.as_ptr().cast_mut();
        let mut given = Given::registers(pos, items.len(), &[], 0);
        if !given.fits(&*code) || !room(vm, window, code) {
            return outline::call_ex(vm, fp);
        }
        let held = take(r, a + 1);
        if (*code).code.arg_count == 0 && !items.is_empty() {
            given.tuple = ManuallyDrop::new(held.clone());
        }
        let dict = if has_dict { take(r, a + 2) } else { Value::NULL };
        if used {
            given.dict = ManuallyDrop::new(dict);
        } else {
            drop(dict);
        }
        let frame = push::<false>(vm, take(r, a), code, given, window, Ret::Store, ins.b(), 1);
        drop(held);
        frame
    }
}
